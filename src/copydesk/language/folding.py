"""Letters without case and accents: how spellings of one name are found to be one.

Each room adds what its looking up needs: keys and slugs keep ASCII alone, citations
drop blanks, house lists drop articles.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Final

#: Letters that Unicode does not decompose.
_LETTERS: Final = str.maketrans(
    {
        "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h",
        "ı": "i", "ß": "ss",
    }
)  # fmt: skip


_WORD: Final = re.compile(r"\w+")


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


def words(text: str) -> list[str]:
    """The words of `text`, without case and accents.

    >>> words("The Weiß Quay, 1904")
    ['the', 'weiss', 'quay', '1904']
    """
    return _WORD.findall(plain(text))


def words_of(value: Any) -> Iterator[str]:  # noqa: ANN401  whatever CSL-JSON holds
    """The words of all texts and numbers in a value of CSL-JSON; the names of fields are none.

    >>> list(words_of({"author": [{"family": "Osei"}], "issued": {"date-parts": [[2020]]}}))
    ['osei', '2020']
    """
    if isinstance(value, dict):
        for inner in value.values():
            yield from words_of(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from words_of(inner)
    else:
        yield from words(str(value))
