"""Letters without case and accents: how spellings of one name are found to be one.

Each room adds what its looking up needs: keys and slugs keep ASCII alone, citations
drop blanks, house lists drop articles.
"""

from __future__ import annotations

import unicodedata
from typing import Final

#: Letters that Unicode does not decompose.
_LETTERS: Final = str.maketrans(
    {
        "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h",
        "ı": "i", "ß": "ss",
    }
)  # fmt: skip


def unaccented(text: str) -> str:
    """`text` without accents and other combining marks, its case as it was.

    >>> unaccented("Łódź, Strüver"), unaccented("ﬁne Ⅱ")
    ('Łodz, Struver', 'fine II')
    """
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def plain(text: str) -> str:
    """`text` without case and accents, letters such as ø as they are mostly typed for want.

    >>> plain("Łódź"), plain("Sørbø & Weiß")
    ('lodz', 'sorbo & weiss')
    """
    if text.isascii():
        return text.casefold()
    return unaccented(text.casefold()).casefold().translate(_LETTERS)
