"""Lines that count through the article: "Step 1", "Day 2", "3. The lamp", "IV. The log".

Short lines with the same words and a number that rises by one, the text of each between, are the
headings of a guide, a list of tips or a diary. They hold the article together where its prose
is in pieces too small to be known by their weight.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from copydesk.structure.features import HEADLINE, MENU, PROSE, Facts
from copydesk.structure.numbering import roman

#: A series has so many lines, the text of each between, which is no longer than this.
FEWEST: Final = 3
APART: Final = 2
REACH: Final = 40
#: Share of the hours of a live report that have sentences below them.
REPORTED: Final = 2 / 3
#: A list of what is needed stands between the opening and the steps; a paragraph has this mass.
LEAD: Final = 20
FULL: Final = 0.9
#: Numbers of headings are no higher.
HIGHEST: Final = 200

_COUNTED = re.compile(
    r"(?P<word>[^\W\d_][\w' ]{0,20}?)?[\s#№]{0,3}(?P<number>\d{1,3})"
    r"(?P<end>[.):：、]?)(?![\w.,:%°/-])"
)
#: "I. The lamp", which may be a name but for the "II." that follows.
_ROMAN = re.compile(r"([IVX]{1,6})\.\s+\S")
_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}(?::\d{2})?\s?(?:uhr|h|[ap]\.?m\.?)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Series:
    """`heads` says of each unit whether it counts, `inside` whether it stands in a series."""

    heads: tuple[bool, ...]
    inside: tuple[bool, ...]


def series(units: Sequence[Facts]) -> Series:
    """What counts in `units`."""
    heads = [False] * len(units)
    inside = [False] * len(units)
    for row in (*_rows(units), *_clocks(units)):
        for place in row:
            heads[place] = True
        first = _lead(units, row[0])
        # The text of the last is as near as the others'.
        last = min(len(units), row[-1] + (row[-1] - row[0]) // (len(row) - 1))
        inside[first:last] = [True] * (last - first)
    return Series(tuple(heads), tuple(inside))


def _lead(units: Sequence[Facts], start: int) -> int:
    """Where what leads to a series begins: behind the last paragraph above it, if one is near."""
    for index in range(start - 1, max(-1, start - 1 - LEAD), -1):
        if units[index].mass >= FULL:
            return index + 1
    return start


def _rows(units: Sequence[Facts]) -> Iterator[list[int]]:
    """The places of each series, rising or falling."""
    open_: dict[tuple[str, str], tuple[list[int], int, int]] = {}
    for index, unit in enumerate(units):
        found = _counted(unit)
        if found is None:
            continue
        key, number = found
        row, last, step = open_.get(key, ([], 0, 0))
        moved = number - last
        near = bool(row) and APART <= index - row[-1] <= REACH
        if near and abs(moved) == 1 and moved == (step or moved):
            row.append(index)
            open_[key] = (row, number, moved)
        else:
            if len(row) >= FEWEST:
                yield row
            open_[key] = ([index], number, 0)
    yield from (row for row, _, _ in open_.values() if len(row) >= FEWEST)


def _clocks(units: Sequence[Facts]) -> Iterator[list[int]]:
    """The hours of a live report, sentences below each; a ticker of the site has headlines."""
    row: list[int] = []
    for index, unit in enumerate(units):
        clock = unit.width <= MENU and _CLOCK.fullmatch(unit.text) is not None
        # The site's own ticker begins below a line of the site.
        if unit.kind or (clock and row and not APART <= index - row[-1] <= REACH):
            yield from _reports(units, row)
            row = []
        if clock:
            row.append(index)
    yield from _reports(units, row)


def _reports(units: Sequence[Facts], row: list[int]) -> Iterator[list[int]]:
    """`row`, if it is a row and most of its hours stand between two reports.

    The hours of comments stand below a name.
    """
    told = sum(
        units[at + 1].mass >= PROSE and (at == row[0] or units[at - 1].mass >= PROSE)
        for at in row
        if at + 1 < len(units)
    )
    if len(row) >= FEWEST and told >= REPORTED * len(row):
        yield row


def _counted(unit: Facts) -> tuple[tuple[str, str], int] | None:
    """What the unit counts and how far it is; None when it counts nothing."""
    if unit.width > HEADLINE or unit.kind or unit.code or unit.cells:
        return None
    if (match := _ROMAN.match(unit.text)) and unit.mass < PROSE:
        return ("", "roman"), roman(match[1])
    match = _COUNTED.match(unit.text)
    if match is None:
        return None
    word, number, end = (match["word"] or "").casefold(), int(match["number"]), match["end"]
    rest = unit.text[match.end() :].strip()
    # "1" alone is a note or a cell, "3 ships came" a sentence.
    counts = (word and len(word) <= MENU) or (end and rest)
    plain = not end and rest and rest[0].islower()
    if not counts or plain or number > HIGHEST or (unit.mass >= PROSE and not unit.asks):
        return None
    return (word, "" if word else end), number
