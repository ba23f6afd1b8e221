"""What a headline hangs on: the signature below it, and how far it stands from its text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from copydesk.structure.authors import IMPRINT
from copydesk.structure.features import PROSE, SHORT_TEXT, Facts
from copydesk.structure.phrases import load

#: Byline and date stand so many units below their title at most.
SIGNED: Final = 6
#: What a date right above a headline is worth as its signature.
DATED: Final = 0.6
#: What a further line of a deck takes from the signature below it.
DECK: Final = 0.08
#: From this mass on a unit is a paragraph; a deck is one at most.
WHOLE: Final = 0.9
#: Names alone make up this share of a byline of several; they stand so near above the core.
WHOLLY: Final = 0.8
NEAR: Final = 12
#: Title, author and imprint of a book take so many lines at most.
BLOCK: Final = 5
#: What the lines of a review's head belong to.
HEAD: Final = "head"
BOOK: Final = "book"
#: Who wrote the book, in a block of so many lines at least that touch.
MAKER: Final = "maker"
SOLID: Final = 3


def reviewed(units: Sequence[Facts]) -> list[str]:
    """The line at the head of a text above the block of a book is "head", the lines of that "book".

    The one of them that names who wrote the book is "maker", where they touch.
    The book's own title looks as much like a headline; the review's is the one above it, apart.
    """
    result = [""] * len(units)
    found = (at for at, unit in enumerate(units[: BLOCK + 1]) if IMPRINT.search(unit.text))
    at = next(found, 0)
    # Between the two stands the title of the book at least.
    if at > 1 and not any(unit.kind or unit.mass >= WHOLE for unit in units[:at]):
        apart = units[1].lines[0] > units[0].lines[-1] + 1
        first = units[0]
        # A trail of links or the site's own name, which comes again, is no headline.
        again = any(unit.phrase == first.phrase for unit in units[1:])
        if apart and not (first.announced or first.only_date or first.trail or again):
            result[: at + 1] = [HEAD, *[BOOK] * at]
            if maker := _maker(units[: at + 1]):
                result[maker] = MAKER
    return result


def _maker(units: Sequence[Facts]) -> int:
    """The place of the only name among the lines that touch, of which the last is an imprint."""
    first = len(units) - 1
    while first and units[first].lines[0] == units[first - 1].lines[-1] + 1:
        first -= 1
    named = [at for at in range(first, len(units) - 1) if units[at].authors]
    if len(units) - first < SOLID or len(named) != 1:
        return 0
    return 0 if units[named[0]].phrase.startswith(load().cues["reviewer"]) else named[0]


def signed(units: Sequence[Facts], start: int) -> list[float]:
    """1 where a byline or date follows, less the more of a deck stands between.

    One right above says less: the date may be today's, the byline that of a line above it.
    """
    signs = [_signs(unit) for unit in units]
    for index in range(max(0, start - NEAR), start):
        signs[index] = signs[index] or _are_names(units[index])
    for index, (unit, after) in enumerate(pairwise(units)):
        # A bare name is a byline where its date stands below it.
        signs[index] = signs[index] or (bool(unit.authors) and (after.only_date or after.stamp))
    result = []
    for index in range(len(units)):
        found = 0.0
        prose = 0
        for distance in range(min(SIGNED, len(units) - index - 1)):
            unit = units[index + 1 + distance]
            prose += unit.mass >= WHOLE
            if prose > 1 or (unit.mass > PROSE and unit.width > SHORT_TEXT):
                break
            if signs[index + 1 + distance]:
                found = 1.0 - DECK * max(0, distance - 2)
                break
        result.append(max(found, DATED if index and signs[index - 1] else 0.0))
    return result


def dated_below(units: Sequence[Facts]) -> list[bool]:
    """Units below which a date stands next, buttons and adverts between not counted."""
    result = [False] * len(units)
    dated = False
    for index in range(len(units) - 1, -1, -1):
        result[index] = dated
        unit = units[index]
        if not unit.kind:
            dated = unit.only_date or unit.stamp
    return result


def _signs(unit: Facts) -> bool:
    return unit.only_date or unit.stamp or unit.announced or (unit.dated and bool(unit.authors))


def _are_names(unit: Facts) -> bool:
    """Whether `unit` is nothing but the names of several authors."""
    names = sum(map(len, unit.authors))
    return len(unit.authors) > 1 and names >= WHOLLY * len(unit.text)


def away(units: Sequence[Facts], start: int) -> list[int]:
    """How many units part each one from the core, those that belong to a headline not counted."""
    result = [0] * len(units)
    count = 0
    for index in range(start - 1, -1, -1):
        result[index] = count
        unit = units[index]
        signs = unit.kind or unit.only_date or unit.stamp or unit.announced or unit.caption
        count += not (signs or unit.mass >= PROSE)
    return result
