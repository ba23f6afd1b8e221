"""The levels of headings: 2 for the sections of an article, and no step left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from copydesk.structure.passage import Passage

TOP: Final = 2
#: No format knows a lower one.
_LOWEST: Final = 6
_DECIMAL: Final = re.compile(r"(\d{1,3}(?:\.\d{1,3}){0,4})([.)]?)\s+\S")
_ROMAN: Final = re.compile(r"([IVXLC]{1,7})[.)]\s+\S")
_LETTER: Final = re.compile(r"([A-Z])[.)]\s+\S")
_DIGITS: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


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
    told = {at: _read_hint(passages[at]) for at in places}
    if any(told.values()):
        return _read_hinted(told)
    depths = find_depths([passages[at].text for at in places])
    if any(depths):
        return _read_numbered(dict(zip(places, depths, strict=True)))
    return _read_shapes(places)


def _read_hint(passage: Passage) -> int:
    level = passage.hint.partition(":")[2]
    return int(level) if passage.kind == "heading" and level.isdigit() else 0


def _read_hinted(told: dict[int, int]) -> dict[int, int]:
    """Each heading below the last one of a higher level; an untold one is below all above it."""
    found = {}
    above: list[int] = []
    for index, level in told.items():
        if level:
            while above and above[-1] >= level:
                above.pop()
            above.append(level)
        found[index] = min(_LOWEST, TOP + len(above) - bool(level))
    return found


def _read_numbered(depths: dict[int, int]) -> dict[int, int]:
    """A section without a number is one of the highest; one right above a "1." is above all."""
    parts = any(not depth and depths.get(index + 1) == 1 for index, depth in depths.items())
    return {
        index: min(_LOWEST, TOP - 1 + depth + parts) if depth else TOP
        for index, depth in depths.items()
    }


def _read_shapes(places: Sequence[int]) -> dict[int, int]:
    """A heading right below another opens the lower level, until headings stand so again."""
    found: dict[int, int] = {}
    known = frozenset(places)
    level = TOP
    for index in places:
        if index - 1 in known:
            level = TOP + 1
        elif index + 1 in known:
            level = TOP
        found[index] = level
    return found


# ── numbers ──────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Number:
    """What a heading may be numbered by: its kind, how many parts, and the last of them.

    `bare` numbers have neither stop nor parts, as in "7 knots to know".
    """

    kind: str
    parts: int
    value: int
    bare: bool = False


def find_depths(texts: Sequence[str]) -> list[int]:
    """The depth of each of the headings `texts` by its number, from 1; 0 for one without.

    A number is one only where the same kind begins and goes on.

    >>> find_depths(["1. Rope", "1.1 Hemp", "2. Tar", "Thanks"])
    [1, 2, 1, 0]
    >>> find_depths(["I. Rope", "A. Hemp", "B. Sisal", "II. Tar"]), find_depths(["7. Rope"])
    ([1, 2, 2, 1], [0])
    """
    readings = [list(_read_numbers(text)) for text in texts]
    kinds = _find_kinds([number for reading in readings for number in reading])
    chosen: list[_Number | None] = []
    last: dict[str, int] = {}
    for reading in readings:
        fits = [number for number in reading if number.kind in kinds]
        # "C." goes on from "B."; elsewhere it may be a hundred.
        fits.sort(key=lambda number: number.value != last.get(number.kind, 0) + 1)
        number = fits[0] if fits else None
        if number is not None and number.parts == 1:
            last[number.kind] = number.value
        chosen.append(number)
    order = list(dict.fromkeys(number.kind for number in chosen if number))
    highest = min((n.parts for n in chosen if n and n.kind == "decimal"), default=1)
    return [
        0 if number is None else 1 + order.index(number.kind) + max(0, number.parts - highest)
        for number in chosen
    ]


def _find_kinds(numbers: Sequence[_Number]) -> set[str]:
    """The kinds that count: from the first on, or through several parts."""
    found = set()
    for kind in {number.kind for number in numbers}:
        own = [number for number in numbers if number.kind == kind]
        parted = {n.value for n in own if n.parts > 1}
        tops = {n.value for n in own if n.parts == 1 and (parted or not n.bare)}
        if {1, 2} <= tops or {1, 2} <= parted or (parted and 1 in tops):
            found.add(kind)
    return found


def _read_numbers(text: str) -> Iterator[_Number]:
    if match := _DECIMAL.match(text):
        parts = match[1].split(".")
        yield _Number("decimal", len(parts), int(parts[-1]), bare=not match[2])
    if match := _ROMAN.match(text):
        yield _Number("roman", 1, _read_roman(match[1]))
    if match := _LETTER.match(text):
        yield _Number("letter", 1, ord(match[1]) - ord("A") + 1)


def _read_roman(text: str) -> int:
    """The value of a Roman number; one that is none is no number that anybody counts with."""
    values = [_DIGITS[sign] for sign in text]
    return sum(
        -value if value < after else value
        for value, after in zip(values, [*values[1:], 0], strict=True)
    )
