"""The levels of headings: 2 for the sections of an article, and no step left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from copydesk.structure.passage import Passage

TOP: Final = 2
#: No format knows a lower one.
_LOWEST: Final = 6
#: What a heading may be numbered by, and the stop behind it.
_KINDS: Final = {
    "decimal": re.compile(r"(\d{1,3}(?:\.\d{1,3}){0,4})([.)]?)\s+\S"),
    "roman": re.compile(r"([IVXLC]{1,7})([.)])\s+\S"),
    "letter": re.compile(r"([A-Z])([.)])\s+\S"),
}
_DIGITS: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}

_Number = tuple[tuple[int, ...], bool]
"""The parts of a number, and whether neither a stop nor a part says that it is one: "7 knots"."""


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
    told = [_read_hint(passages[at]) for at in places]
    depths = [] if any(told) else find_depths([passages[at].text for at in places])
    if any(told):
        levels = _read_hinted(told)
    elif any(depths):
        levels = _read_numbered(places, depths)
    else:
        levels = _read_shapes(places)
    return {at: min(_LOWEST, level) for at, level in zip(places, levels, strict=True)}


def _read_hint(passage: Passage) -> int:
    level = passage.hint.partition(":")[2]
    return int(level) if passage.kind == "heading" and level.isdigit() else 0


def _read_hinted(told: Sequence[int]) -> Iterator[int]:
    """Each heading below the last one of a higher level; an untold one is below all above it."""
    above: list[int] = []
    for level in told:
        if level:
            while above and above[-1] >= level:
                above.pop()
            above.append(level)
        yield TOP + len(above) - bool(level)


def _read_numbered(places: Sequence[int], depths: Sequence[int]) -> Iterator[int]:
    """A section without a number is one of the highest; one right above a "1." is above all."""
    firsts = {at for at, depth in zip(places, depths, strict=True) if depth == 1}
    parts = any(not d and at + 1 in firsts for at, d in zip(places, depths, strict=True))
    for depth in depths:
        yield TOP - 1 + depth + parts if depth else TOP


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

    A number is one only where the same kind begins and goes on.

    >>> find_depths(["1. Rope", "1.1 Hemp", "2. Tar", "Thanks"])
    [1, 2, 1, 0]
    >>> find_depths(["I. Rope", "A. Hemp", "B. Sisal", "II. Tar"]), find_depths(["7. Rope"])
    ([1, 2, 2, 1], [0])
    """
    readings = [dict(_read_numbers(text)) for text in texts]
    kinds = [kind for kind in _KINDS if _counts([row[kind] for row in readings if kind in row])]
    last: dict[str, int] = {}
    chosen: list[tuple[str, int]] = []
    for reading in readings:
        # "C." goes on from "B."; elsewhere it may be a hundred.
        fits = [kind for kind in kinds if kind in reading]
        kind = min(fits, key=lambda kind: reading[kind][0][-1] != last.get(kind, 0) + 1, default="")
        parts = reading[kind][0] if kind else ()
        if len(parts) == 1:
            last[kind] = parts[0]
        chosen.append((kind, len(parts)))
    order = list(dict.fromkeys(kind for kind, _ in chosen if kind))
    highest = min((size for kind, size in chosen if kind == "decimal"), default=1)
    return [1 + order.index(kind) + max(0, size - highest) if kind else 0 for kind, size in chosen]


def _counts(numbers: Sequence[_Number]) -> bool:
    """Whether `numbers` of one kind begin at the first and go on, or run through several parts."""
    parted = {parts[-1] for parts, _ in numbers if len(parts) > 1}
    tops = {parts[0] for parts, bare in numbers if len(parts) == 1 and (parted or not bare)}
    return {1, 2} <= tops or {1, 2} <= parted or (bool(parted) and 1 in tops)


def _read_numbers(text: str) -> Iterator[tuple[str, _Number]]:
    for kind, shape in _KINDS.items():
        if match := shape.match(text):
            number = match[1]
            if kind == "decimal":
                yield kind, (tuple(map(int, number.split("."))), not match[2])
            elif kind == "letter":
                yield kind, ((ord(number) - ord("A") + 1,), False)
            else:
                values = [*map(_DIGITS.__getitem__, number), 0]
                signed = (-a if a < b else a for a, b in pairwise(values))
                yield kind, ((sum(signed),), False)
