"""Tables whose cells came a line each: names and figures that alternate in a fixed rhythm.

A row of such a table has as many lines as every other, and its figures stand at the same
places. A ranking ("1", a title, "2", a title) alternates as well, but its figures count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import gcd
from typing import Final

from copydesk.structure.features import LINE, PROSE, Facts

#: Columns of a table that can be known by its rhythm.
COLUMNS: Final = range(2, 9)
#: So many rows make a rhythm; two columns need more, since much alternates.
ROWS: Final = 3
ROWS_OF_TWO: Final = 4
#: The mean cell of a table without figures is no wider.
CELL: Final = 24
#: The names of the columns stand in one row above the first figures.
HEADER: Final = 1


def gridded(units: Sequence[Facts]) -> list[bool]:
    """Units that are cells of such a table."""
    result = [False] * len(units)
    for run in _runs(units):
        figures = [units[at].figure for at in run]
        found = _rhythm(figures)
        if found is None:
            for at in _recurring(units, run):
                result[at] = True
            continue
        start, end, columns = found
        if _counts([units[at] for at in run[start:end]], figures[start:end]):
            continue
        # The names of the columns, which are no figures, fill one row more.
        first = max(0, start - columns * HEADER)
        for at in run[first:end]:
            result[at] = True
    return result


def _runs(units: Sequence[Facts]) -> Iterator[range]:
    """Rows of short lines that could be cells."""
    start = 0
    for index in range(len(units) + 1):
        if index < len(units) and _may_be_cell(units[index]):
            continue
        if index - start >= COLUMNS[0] * ROWS_OF_TWO:
            yield range(start, index)
        start = index + 1


def _may_be_cell(unit: Facts) -> bool:
    if unit.kind or unit.cells or unit.caption or unit.colon or unit.code or unit.label:
        return False
    return unit.figure or (unit.mass < PROSE and unit.width <= LINE and not unit.closed)


def _rhythm(figures: Sequence[bool]) -> tuple[int, int, int] | None:
    """The longest stretch `[start, end)` in rhythm, and the length of its rows in lines."""
    best: tuple[int, int, int] | None = None
    for columns in COLUMNS:
        rows = ROWS_OF_TWO if columns == COLUMNS[0] else ROWS
        start = 0
        for index in range(columns, len(figures) + 1):
            if index < len(figures) and figures[index] == figures[index - columns]:
                continue
            row = figures[start : start + columns]
            whole = index - start >= rows * columns and any(row) and not all(row)
            if whole and (best is None or index - start > best[1] - best[0]):
                best = (start, index, columns)
            start = index - columns + 1
    return best


def _recurring(units: Sequence[Facts], run: range) -> range:
    """The cells of a table without figures, whose values come back in their own columns."""
    mean = sum(units[at].width for at in run) / len(run)
    last: dict[str, int] = {}
    steps: list[int] = []
    values: set[str] = set()
    for at in run:
        word = units[at].phrase
        if word in last:
            steps.append(at - last[word])
            values.add(word)
        last[word] = at
    columns = gcd(*steps) if len(steps) >= ROWS and len(values) > 1 else 0
    if columns not in COLUMNS or len(run) < ROWS * columns or mean > CELL:
        return run[:0]
    return run[len(run) % columns :]


def _counts(cells: Sequence[Facts], figures: Sequence[bool]) -> bool:
    """Whether the figures count one by one, as in a ranking or under numbered pictures."""
    shown = [cell.text.strip(" .)") for cell, figure in zip(cells, figures, strict=True) if figure]
    numbers = [int(text) if text.isdecimal() else -1 for text in shown]
    return all(number == numbers[0] + at for at, number in enumerate(numbers))
