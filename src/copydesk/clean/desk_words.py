"""The desk's own words in a line: what stands there is right as it is spelt."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from copydesk.style import Style

#: Families whose rules doubt how a word is spelt; the desk's words are beyond doubt.
DOUBTING: Final = frozenset(("case", "house", "spell", "word"))

_TOKEN: Final = re.compile(r"\w(?:[\w’'-]*\w)?")


def covered(text: str, start: int, end: int, style: Style) -> bool:
    """Whether a change of `[start, end)` would touch a word or name of the desk's lists.

    >>> house = Style(words=frozenset(("agitprop", "Ursula Von Der Leyen")))
    >>> covered("Ursula Von Der Leyen spoke", 7, 14, house), covered("agitprops", 0, 9, house)
    (True, False)
    """
    low = text.rfind(" ", 0, start) + 1
    high = text.find(" ", end)
    for match in _TOKEN.finditer(text, low, len(text) if high < 0 else high):
        if match.start() < max(end, start + 1) and match.end() > start:
            word = match.group()
            if style.knows(word) or ("-" in word and any(map(style.knows, word.split("-")))):
                return True
    for phrase in _phrases(style.words):
        at = text.find(phrase, max(0, start - len(phrase)), end + len(phrase))
        if 0 <= at < max(end, start + 1) and at + len(phrase) > start:
            return True
    return False


@lru_cache(maxsize=8)
def _phrases(words: frozenset[str]) -> tuple[str, ...]:
    """The entries of several words."""
    return tuple(sorted(word for word in words if " " in word))
