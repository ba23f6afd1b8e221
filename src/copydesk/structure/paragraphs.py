"""Received lines → units: a line each, or the lines of one hard-wrapped paragraph.

Text browsers, mails and print shops break lines at a fixed width. A break was
forced when the first word of the next line would not have fitted on this one;
any other break is the author's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

#: No text browser or mail program wraps outside these columns.
NARROWEST: Final = 40
WIDEST: Final = 120
#: A text is wrapped when it has this many forced breaks, this share of its neighbouring lines.
FEWEST: Final = 4
SHARE: Final = 0.35
#: Columns that a break may come early, for a hyphen or a sign that hangs.
SLACK: Final = 2

_SIGN = re.compile(r"\s*(?:[-*•◦▪‣·–—+o]\s|\d{1,3}[.)]\s|\[\d{1,3}\]|[a-z][.)]\s|>|\$ |# )")
_WORD = re.compile(r"\w+(?:[’']\w+)*")

Unit = tuple[int, ...]
"""Indices of the lines of one unit."""


def units(texts: Sequence[str]) -> list[Unit]:
    """The units of a text whose lines are `texts`; blank lines belong to none.

    >>> units(["A title", "", "One paragraph.", "Another."])
    [(0,), (2,), (3,)]
    """
    width = measure(texts)
    found: list[list[int]] = []
    for index, text in enumerate(texts):
        if not text.strip():
            continue
        joins = (
            width
            and found
            and found[-1][-1] == index - 1
            and _forced(texts[index - 1], text, width)
        )
        if joins:
            found[-1].append(index)
        else:
            found.append([index])
    return [tuple(unit) for unit in found]


def measure(texts: Sequence[str]) -> int:
    """The width at which the lines are wrapped, 0 when they are not.

    >>> measure(["short", "lines", "of", "a menu"])
    0
    """
    pairs = [(above, below) for above, below in pairwise(texts) if above.strip() and below.strip()]
    if sum(len(text) > WIDEST for text in texts) > len(pairs) / 20:
        return 0
    flowing = [
        len(above.rstrip())
        for above, below in pairs
        if below.lstrip()[0].islower() and len(above) <= WIDEST
    ]
    if len(flowing) < FEWEST:
        return 0
    width = max(flowing)
    forced = sum(_forced(above, below, width) for above, below in pairs)
    if width < NARROWEST or forced < max(FEWEST, SHARE * len(pairs)):
        return 0
    return width


def _forced(above: str, below: str, width: int) -> bool:
    if _SIGN.match(below):
        return False
    room = width - len(above.rstrip()) - 1
    return len(below.split(maxsplit=1)[0]) > room - SLACK


def joint(above: str, below: str, words: frozenset[str]) -> tuple[str, str]:
    r"""What stands between two lines of one paragraph, and what takes its place.

    A hyphen at the line's end goes when the document spells the whole word
    without one elsewhere; otherwise it is the author's and stays. `words` are
    the folded words of the document, compounds with their hyphens among them.

    >>> joint("a word that is bro-", "ken", frozenset({"broken"}))
    ('-\n', '')
    >>> joint("a low-", "level word", frozenset())
    ('\n', '')
    >>> joint("two plain ", "  lines", frozenset())
    (' \n  ', ' ')
    """
    head, tail = above.rstrip(), below.lstrip()
    gap = above[len(head) :] + "\n" + below[: len(below) - len(tail)]
    if not (head.endswith("-") and head[-2:-1].isalpha() and tail[:1].isalpha()):
        return gap, " "
    left = _WORD.findall(head[-40:])[-1].casefold()
    right = _WORD.match(tail)
    whole = left + (right[0].casefold() if right else "")
    if whole in words and tail[0].islower():
        return "-" + gap, ""
    return gap, ""
