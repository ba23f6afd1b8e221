"""Chains: readers' comments, tickers and teasers, known by what comes back at short distances.

A comment is a name, a time and a text, and the next is the same again. Whatever the
language, the stamps recur; so do the hours of a ticker and the buttons below each answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from copydesk.structure.features import LABEL, LINE, MENU, PROSE, SHORT_TEXT, Facts

#: A label that opens the comments, a stamp and an answer stand so near the next one.
REACH: Final = 14
#: A button of so few words comes back so often at least.
BUTTONS: Final = 3
#: Links of a chain, and of a ticker, whose hours come closer than stamps do.
LINKS: Final = 3
HOURS: Final = 5
NEARNESS: Final = 6
#: Comments do not begin before this share of the prose has passed, chains before so much of it.
EARLIEST: Final = 0.2
PASSED: Final = 1.5
#: Before comments without stamps most of the prose has passed, and so many of them follow.
MOST: Final = 0.4
TURNS: Final = 2
#: The first comment's name or headline stands so far above its stamp.
ABOVE: Final = 3


def chained(units: Sequence[Facts], counts: Counter[str], heads: Sequence[bool]) -> list[bool]:
    """Units of a chain behind the article: readers' comments, a ticker, other articles' teasers.

    The hours of a live report are no ticker; they are `heads` of the article.
    """
    found = [
        comments(units, counts),
        _chain(units, [_is_stamp(unit) and not unit.only_date for unit in units], LINKS, REACH),
        _chain(
            units,
            [
                unit.hour and unit.mass < PROSE and not head
                for unit, head in zip(units, heads, strict=True)
            ],
            HOURS,
            NEARNESS,
        ),
        _chain(units, [unit.cut and unit.width >= LINE for unit in units], LINKS, NEARNESS),
    ]
    return [any(row) for row in zip(*found, strict=True)]


def comments(units: Sequence[Facts], counts: Counter[str]) -> list[bool]:
    """Readers' comments: from the label that opens them, or from the first stamped answer, on.

    A short line that comes back between paragraphs is the button below each comment,
    whatever it says.
    """
    buttons = [
        unit.kind == "reply"
        or (
            unit.width <= MENU
            and counts[unit.phrase] >= BUTTONS
            and unit.words <= BUTTONS
            and not unit.code
        )
        for unit in units
    ]
    total = sum(unit.mass for unit in units)
    listed = max((at for at, unit in enumerate(units) if unit.label == "references"), default=-1)
    passed = 0.0
    start = len(units)
    for index, unit in enumerate(units):
        passed += unit.mass
        # One word alone may be a heading of the article, which ends with its references.
        behind = index > listed or unit.words > 1
        labelled = unit.kind == "comments" and behind and passed >= EARLIEST * total
        stamped = unit.authors and passed >= PASSED and _is_stamp(unit) and not unit.only_date
        if not (labelled or stamped):
            continue
        near = units[index + 1 : index + 1 + REACH]
        replies = sum(buttons[index + 1 : index + 1 + REACH])
        answered = replies > 0 or sum(_is_stamp(other) for other in near) > 1
        said = passed >= MOST * total and _takes_turns(near)
        if (labelled and (answered or said)) or (stamped and replies > 1):
            start = index
            break
    return [index >= start for index in range(len(units))]


def _takes_turns(near: Sequence[Facts]) -> bool:
    """Whether names and texts alternate, as comments do that have no stamps."""
    turns = sum(
        who.width <= MENU
        and who.words <= BUTTONS
        and who.mass == 0
        and not (who.kind or who.figure)
        and said.mass >= PROSE
        and not said.sign
        for who, said in pairwise(near)
    )
    return turns >= TURNS and sum(unit.mass >= PROSE for unit in near) <= turns + 1


def _is_stamp(unit: Facts) -> bool:
    return (
        unit.dated and unit.width <= LINE and (unit.clock or unit.only_date) and unit.mass < PROSE
    )


def _chain(units: Sequence[Facts], links: Sequence[bool], fewest: int, reach: int) -> list[bool]:
    """Units from the first to the last of `links` that follow each other within `reach`.

    Texts stand between them, an article before them, and nothing like one behind.
    """
    result = [False] * len(units)
    passed = [0.0]
    for unit in units:
        passed.append(passed[-1] + (unit.mass if not unit.kind else 0.0))
    places = [index for index, link in enumerate(links) if link]
    start = 0
    for at in range(1, len(places) + 1):
        if at < len(places) and places[at] - places[at - 1] <= reach:
            continue
        row = places[start:at]
        start = at
        if len(row) < fewest or passed[row[0]] < PASSED:
            continue
        if passed[row[-1]] - passed[row[0]] < 1.0:
            continue
        first = _first(units, row[0])
        last = _last(units, row[-1], reach)
        result[first:last] = [True] * (last - first)
    return result


def _last(units: Sequence[Facts], stamp: int, reach: int) -> int:
    """Where the last link of a chain ends: with its text, before the site's next line."""
    for index in range(stamp + 1, min(len(units), stamp + reach)):
        if units[index].kind not in ("", "reply"):
            return index
    return min(len(units), stamp + reach)


def _first(units: Sequence[Facts], stamp: int) -> int:
    """Where the link that `stamp` dates begins: at the site's line above it, if near."""
    for index in range(stamp - 1, max(-1, stamp - REACH), -1):
        if units[index].kind:
            return index
        if units[index].mass >= PROSE and units[index].width > SHORT_TEXT:
            break
    above = units[stamp - 1] if stamp else None
    named = above is not None and above.width <= LABEL and above.mass == 0
    return stamp - 1 if named else stamp
