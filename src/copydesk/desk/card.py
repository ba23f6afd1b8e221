"""The card of an article or book: what a list of many says of each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from copydesk.model import Article, Card, texts_with_notes

#: Letters that are written without blanks between words: each is counted.
_UNSPACED: Final = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN: Final = re.compile(rf"[{_UNSPACED}]|[^\s{_UNSPACED}]+")


def of(article: Article, language: str) -> Card:
    """The card of `article`, whose language tag in print is `language`."""
    front = article.front
    return Card(
        title=front.title,
        authors=front.authors or tuple(filter(None, (front.byline,))),
        date=front.date,
        date_iso=front.date_iso,
        language=language,
        words=words(texts_with_notes(article.body)),
    )


def words(pieces: Iterable[str]) -> int:
    """How many words `pieces` have, as an editor counts them; of Chinese each character.

    >>> words(["The “no-limits” partnership – so far", "中国政府"])
    9
    """
    return sum(
        any(map(str.isalnum, found[0])) for piece in pieces for found in _TOKEN.finditer(piece)
    )
