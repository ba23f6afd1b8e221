"""Case and accent folding, to compare spellings of one name.

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


def strip_accents(text: str) -> str:
    """Remove accents and other combining marks from `text`; keep its case.

    >>> strip_accents("Łódź, Strüver"), strip_accents("ﬁne Ⅱ")
    ('Łodz, Struver', 'fine II')
    """
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def fold_text(text: str) -> str:
    """Fold case and accents of `text`; replace letters such as ø by their usual substitutes.

    >>> fold_text("Łódź"), fold_text("Sørbø & Weiß")
    ('lodz', 'sorbo & weiss')
    """
    if text.isascii():
        return text.casefold()
    return strip_accents(text.casefold()).casefold().translate(_LETTERS)


def fold_words(text: str) -> list[str]:
    """Return the words of `text`, without case and accents.

    >>> fold_words("The Weiß Quay, 1904")
    ['the', 'weiss', 'quay', '1904']
    """
    return _WORD.findall(fold_text(text))


def words_of(value: Any) -> Iterator[str]:  # noqa: ANN401  whatever CSL-JSON holds
    """Return the words of all texts and numbers in a CSL-JSON value, without field names.

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
        yield from fold_words(str(value))
