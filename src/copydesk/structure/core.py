"""The core: the run of units where the article's text stands, found by weight.

Prose weighs for it, the site's lines against it, and the run with the largest sum is the
core, as in the search for the largest sum of a row of numbers. No word is asked for, so it
is found in any language; lists, tables and programs weigh nothing and part nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from copydesk.structure.features import MENU, PROSE, SHORT_TEXT, Facts

#: What a line of the site, a short line, and a stamp or a comment take from a run's weight.
SITE: Final = -1.5
SHORT: Final = -0.6
STAMP: Final = -1.0
#: What a line of a series adds: "Step 1", "Step 2".
STEP: Final = 1.0
#: An entry of a reference list adds little, prose as much as it is long.
ENTRY: Final = 0.2
COLUMNS: Final = 100
#: A run beside the core with this share of its weight may be more of the article.
SECOND: Final = 0.4
#: Key points and leads stand so near above the core.
NEAR: Final = 6
#: Between the opening of an article and its core stand so many units at most.
OPENING: Final = 20
#: Below the core, prose of this weight belongs to it across so many units.
ENDING: Final = 1.5
STEPS: Final = 0.5
CLOSE: Final = 8
#: The last sentence of a text may be as short as this.
LAST_WORDS: Final = 2
#: A verse, and an item that is a sentence, beside other prose.
VERSE: Final = 0.5
ITEM: Final = 0.5
#: So many lines of the site on one side of the core show that there is a site.
SHOWN: Final = 4.0
#: A line of a menu without a known phrase counts so much for it.
UNKNOWN: Final = 0.15


@dataclass(frozen=True, slots=True)
class Core:
    """The core is `[start, end)`.

    `astray` says of each unit, from 0 to 1, how little it belongs to the article by its
    distance: 0 inside, less than 1 in a run of prose that weighs much itself. `site`
    holds how sure it is that there is a site above the core and below it, from 0 to 1.
    """

    start: int
    end: int
    astray: tuple[float, ...]
    site: tuple[float, float]


def core(
    units: Sequence[Facts],
    apart: Sequence[bool],
    led: Sequence[bool],
    counts: Sequence[bool],
    verse: Sequence[bool],
) -> Core:
    """The core of `units`; those that are `apart` (comments, tickers) weigh against it.

    Items that are `led` by a colon weigh nothing, as do those with signs; headings that
    the article `counts` weigh as much as a sentence, a line of `verse` half as much.
    """
    weights = [
        SITE if other else max(0.0, _weight(unit)) if item and not unit.kind else _weight(unit)
        for unit, other, item in zip(units, apart, led, strict=True)
    ]
    for index, counted in enumerate(counts):
        if (counted or verse[index]) and not apart[index]:
            weights[index] = STEP if counted else VERSE
    most, start, end = _heaviest(weights, 0, len(weights))
    start = _with_opening(units, weights, start)
    end = _with_last_words(units, _with_ending(units, weights, end))
    astray = [1.0] * len(units)
    astray[start:end] = [0.0] * (end - start)
    for low, high in ((0, start), (end, len(units))):
        weight, first, last = _heaviest(weights, low, high)
        share = 1.0 - min(1.0, weight / (SECOND * most)) if most > 0 else 0.0
        for index in range(first, last):
            astray[index] = share
    sides = (_site(units[:start]), _site(units[end:]))
    for index in range(len(units)):
        if not start <= index < end:
            astray[index] *= sides[index >= end]
    for index in range(start - 1, max(-1, start - 1 - NEAR), -1):
        if units[index].kind:
            break
        astray[index] = 0.0
    return Core(start, end, tuple(astray), sides)


def _with_opening(units: Sequence[Facts], weights: Sequence[float], start: int) -> int:
    """Where the core starts when the opening belongs to it: prose above a list, no site between."""
    while start:
        _, first, last = _heaviest(weights, 0, start)
        gap = units[last:start]
        if first == last or len(gap) > OPENING or any(unit.kind for unit in gap):
            break
        start = first
    return start


def _with_ending(units: Sequence[Facts], weights: Sequence[float], end: int) -> int:
    """Where the core ends when prose below a short list belongs to it, no site between."""
    while end < len(units):
        weight, first, last = _heaviest(weights, end, len(units))
        gap = units[end:first]
        least = STEPS if first < last and units[first].sign else ENDING
        if weight < least or len(gap) > CLOSE or any(unit.kind for unit in gap):
            break
        end = last
    return end


def _with_last_words(units: Sequence[Facts], end: int) -> int:
    """Where the core ends when a short sentence closes it, as in "Thank you" with a stop."""
    while end < len(units) and units[end].text.endswith(".") and units[end].words >= LAST_WORDS:
        unit = units[end]
        if unit.kind or unit.label or unit.dated or unit.address or unit.sign or unit.authors:
            break
        if unit.width > MENU or unit.reference or unit.caption:
            break
        end += 1
    return end


def _weight(unit: Facts) -> float:
    if unit.kind:
        return SITE
    prose = unit.mass * min(unit.width, SHORT_TEXT) / COLUMNS if unit.mass >= PROSE else 0.0
    if unit.sign and prose:
        # A numbered step is prose; half the weight, since sites number their teasers too.
        return ITEM * prose
    if unit.code or unit.sign or unit.cells or unit.colon or unit.label or unit.comma or unit.rule:
        return 0.0
    if unit.reference > PROSE:
        return ENTRY
    return prose or (STAMP if unit.dated else SHORT)


def _heaviest(weights: Sequence[float], low: int, high: int) -> tuple[float, int, int]:
    """The weight and the bounds of the heaviest run within `[low, high)`; the first of equals."""
    best, start, end = 0.0, low, low
    running, since = 0.0, low
    for index in range(low, high):
        if running <= 0.0:
            running, since = 0.0, index
        running += weights[index]
        if running > best:
            best, start, end = running, since, index + 1
    return best, start, end


def _site(side: Sequence[Facts]) -> float:
    """How sure the units on one side of the core are those of a site."""
    known = sum(bool(unit.kind) for unit in side)
    short = sum(not unit.kind and unit.width <= MENU and not unit.closed for unit in side)
    return min(1.0, (known + UNKNOWN * short) / SHOWN)
