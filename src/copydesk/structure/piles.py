"""Lines that stand in rows: menus, lists with and without signs, tables cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final

from copydesk.structure.clusters import LINKED
from copydesk.structure.features import LABEL, LINE, MENU, PARAGRAPH, PROSE, SHORT_TEXT, Facts

#: One line below a colon is no list.
LEAST_ITEMS: Final = 2
MOST_ITEMS: Final = 15
#: A text sets its paragraphs apart when this share of them has a blank line between.
SPACED: Final = 2 / 3
#: In a list without signs so few items are closed sentences.
CLOSED: Final = 0.25


@dataclass(frozen=True, slots=True)
class Run:
    """Units without prose in a row, `[start, end)`: their mean width, whether a colon leads."""

    start: int
    end: int
    mean: float
    led: bool


def runs(units: Sequence[Facts], table: Sequence[bool]) -> list[Run]:
    """The run of each unit; prose is a run of none."""
    result: list[Run] = []
    index = 0
    while index < len(units):
        end = index
        while end < len(units) and _runs_on(units[end], first=end == index) and not table[end]:
            end += 1
        if end == index:
            result.append(Run(index, index, 0.0, led=False))
            index += 1
            continue
        run = units[index:end]
        mean = sum(unit.width for unit in run) / len(run)
        led = (run[0].colon and len(run) > LEAST_ITEMS) or (
            index > 0 and _leads(units[index - 1]) and len(run) >= LEAST_ITEMS
        )
        result += [Run(index, end, mean, led=led)] * (end - index)
        index = end
    return result


def _leads(unit: Facts) -> bool:
    """Whether a list may stand below `unit`: "It carries:", "Key points"."""
    return unit.colon or unit.label == "summary"


def _runs_on(unit: Facts, *, first: bool) -> bool:
    return unit.mass < PROSE and not unit.label and (first or not unit.colon)


def to_prose(units: Sequence[Facts], table: Sequence[bool]) -> list[int]:
    """How many units part each one from the next that says something."""
    result = [len(units)] * len(units)
    distance = len(units)
    for index in range(len(units) - 1, -1, -1):
        result[index] = distance
        unit = units[index]
        content = unit.mass >= PROSE or unit.colon or unit.code or unit.sign == "bullet"
        distance = 0 if (content or table[index]) and not unit.kind else distance + 1
    return result


def tabular(units: Sequence[Facts]) -> list[bool]:
    """Units that belong to a flattened table: its rows, and rows whose cells came a line each.

    Above, between and below the rows of a table, lines without prose are cells
    when they fill whole rows. Where the rows stand together, a blank line below the last
    ends the table.
    """
    result = [unit.cells > 0 for unit in units]
    rows = [index for index, unit in enumerate(units) if unit.cells]
    close = any(
        low + 1 == high and not apart(units[low], units[high]) for low, high in pairwise(rows)
    )
    for row, order in [(row, -1) for row in rows] + [(row, 1) for row in rows]:
        columns = units[row].cells
        at = row + order
        cells: list[int] = []
        while 0 <= at < len(units) and len(cells) < columns and _is_cell(units[at]):
            if close and at == row + 1 and apart(units[row], units[at]):
                break
            cells.append(at)
            at += order
        if len(cells) == columns:
            for index in cells:
                result[index] = True
    return result


def _is_cell(unit: Facts) -> bool:
    if unit.cells or unit.kind or unit.dated or unit.caption or unit.colon:
        return False
    if unit.sign == "bullet" or (unit.closed and unit.words > 1 and not unit.figure):
        return False
    return unit.figure or (unit.mass < PROSE and unit.width <= LINE)


def entries(units: Sequence[Facts]) -> list[float]:
    """For each unit how much the run of items around it looks like a reference list.

    Items are numbered, or set as such by the format. In such a list a line or two may look
    like nothing; the run tells what they are.
    """
    result: list[float] = []
    for signed, group in groupby(units, key=_is_counted):
        run = list(group)
        mean = sum(unit.reference for unit in run) / len(run) if signed else 0.0
        result += [mean if len(run) >= LEAST_ITEMS else 0.0] * len(run)
    return result


def _is_counted(unit: Facts) -> bool:
    return unit.hint == "list" or unit.sign in ("note", "number")


def packed(units: Sequence[Facts]) -> list[bool]:
    """Units that are items of a list without signs: a pile of lines that no full stop closes.

    Where the text sets its paragraphs apart by blank lines, a pile without blank
    lines may hold a few sentences too.
    """
    spaced = is_spaced(units)
    result = [False] * len(units)
    start = 0
    for index in range(len(units) + 1):
        if index < len(units) and _piles(units, index, start, spaced=spaced):
            continue
        pile = range(_first_item(units, start, index), index)
        while pile and _is_heading_of(units, pile, spaced=spaced):
            pile = pile[:-1]
        if _is_near_prose(units, pile) and _is_list([units[at] for at in pile]):
            for at in pile:
                result[at] = True
        start = (
            index if index < len(units) and _may_pile(units[index], spaced=spaced) else index + 1
        )
    return result


def is_spaced(units: Sequence[Facts], *, unknown: bool = False) -> bool:
    """Whether blank lines part the paragraphs of the text; items of lists are no such.

    Where no two paragraphs stand in a row that is `unknown`.
    """
    pairs = [
        apart(above, below)
        for above, below in pairwise(units)
        if above.mass >= PROSE and below.mass >= PROSE and max(above.width, below.width) > PARAGRAPH
    ]
    return sum(pairs) > SPACED * len(pairs) if pairs else unknown


def apart(above: Facts, below: Facts) -> bool:
    """Whether a blank line stands between two neighbours."""
    return below.lines[0] - above.lines[-1] > 1


def _may_pile(unit: Facts, *, spaced: bool) -> bool:
    if unit.kind or unit.label or unit.colon or unit.cells or unit.figure:
        return False
    if unit.authors or unit.dated or unit.caption or unit.width > SHORT_TEXT:
        return False
    return not unit.closed or spaced


def _piles(units: Sequence[Facts], index: int, start: int, *, spaced: bool) -> bool:
    if not _may_pile(units[index], spaced=spaced):
        return False
    return index == start or not spaced or not apart(units[index - 1], units[index])


def _is_near_prose(units: Sequence[Facts], pile: range) -> bool:
    """Whether prose stands right below the pile, or above it with a heading at most between."""
    above = units[max(0, pile.start - LEAST_ITEMS - 1) : pile.start]
    below = units[pile.stop : pile.stop + 1]
    return any(unit.mass > LINKED and not unit.kind for unit in (*above, *below))


def _first_item(units: Sequence[Facts], start: int, end: int) -> int:
    """Where the pile's items begin: its first lines may be headings, much shorter than they."""
    mean = sum(unit.width for unit in units[start:end]) / max(end - start, 1)
    short = [at for at in range(start, min(start + LEAST_ITEMS, end)) if units[at].width < mean / 3]
    return short[-1] + 1 if short else start


def _is_heading_of(units: Sequence[Facts], pile: range, *, spaced: bool) -> bool:
    """Whether the last of a pile is the heading of the prose below it."""
    last = pile[-1]
    below = units[last + 1] if last + 1 < len(units) else None
    mean = sum(units[at].width for at in pile) / len(pile)
    leads = below is not None and below.mass >= PROSE and not (spaced and apart(units[last], below))
    return leads and units[last].width < min(LABEL, 0.7 * mean)


def _is_list(pile: Sequence[Facts]) -> bool:
    if not LEAST_ITEMS < len(pile) <= MOST_ITEMS:
        return False
    if 2 * sum(unit.comma for unit in pile) >= len(pile):
        return False  # verses
    mean = sum(unit.width for unit in pile) / len(pile)
    return mean > 1.5 * MENU and sum(unit.closed for unit in pile) <= CLOSED * len(pile)
