"""The levels of headings: 2 for the sections of an article, and no step left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from copydesk.structure.passage import Passage

TOP: Final = 2
#: No format knows a lower one.
_LOWEST: Final = 6
_NUMBER: Final = re.compile(r"(\d{1,3}(?:\.\d{1,3}){0,4})([.)]?)\s+\S")


def find_levels(passages: Sequence[Passage]) -> dict[int, int]:
    """The level of each heading, by its index.

    Where the format tells levels, they keep their order and lose their gaps: the highest
    of them is a section, whatever the site called it. Elsewhere the numbers before them
    tell, or where they have none the shape.

    >>> told = [Passage("heading", "A", (1,), hint=f"heading:{level}") for level in (1, 4, 3, 1)]
    >>> find_levels(told)
    {0: 2, 1: 3, 2: 3, 3: 2}
    """
    places = [index for index, passage in enumerate(passages) if passage.role == "heading"]
    hints = [passages[at].hint.partition(":") for at in places]
    told = [int(level) if kind == "heading" and level.isdigit() else 0 for kind, _, level in hints]
    depths = [] if any(told) else find_depths([passages[at].text for at in places])
    if any(told):
        levels = _read_hinted(told)
    elif any(depths):
        # A section without a number is one of the highest; one right above a "1." is above all.
        depth_at = dict(zip(places, depths, strict=True))
        parts = any(not depth and depth_at.get(at + 1) == 1 for at, depth in depth_at.items())
        levels = (TOP - 1 + depth + parts if depth else TOP for depth in depths)
    else:
        levels = _read_shapes(places)
    return {at: min(_LOWEST, level) for at, level in zip(places, levels, strict=True)}


def _read_hinted(told: Sequence[int]) -> Iterator[int]:
    """Each heading below the last one of a higher level; an untold one is below all above it."""
    above: list[int] = []
    for level in told:
        if level:
            above = [*(one for one in above if one < level), level]
        yield TOP + len(above) - bool(level)


def _read_shapes(places: Sequence[int]) -> Iterator[int]:
    """A heading right below another opens the lower level, until headings stand so again."""
    known, level = frozenset(places), TOP
    for index in places:
        if index - 1 in known:
            level = TOP + 1
        elif index + 1 in known:
            level = TOP
        yield level


def find_depths(texts: Sequence[str]) -> list[int]:
    """The depth of each of the headings `texts` by its number, from 1; 0 for one without.

    Numbers are some only where they begin at the first and go on, or run through several
    parts; one without a stop, as in "7 knots to know", needs parts beside it.

    >>> find_depths(["1. Rope", "1.1 Hemp", "2. Tar", "Thanks"]), find_depths(["7. Rope"])
    ([1, 2, 1, 0], [0])
    """
    found = [_NUMBER.match(text) for text in texts]
    parts = [match[1].split(".") if match else [] for match in found]
    parted = {int(own[-1]) for own in parts if len(own) > 1}
    tops = {
        int(own[0])
        for own, match in zip(parts, found, strict=True)
        if match and len(own) == 1 and (parted or match[2])
    }
    if not ({1, 2} <= tops or {1, 2} <= parted or (parted and 1 in tops)):
        return [0] * len(texts)
    highest = min(len(own) for own in parts if own)
    return [1 + len(own) - highest if own else 0 for own in parts]
