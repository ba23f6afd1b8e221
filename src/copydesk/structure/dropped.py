"""Prose that was taken for the site's: where there is much of it, the editor is asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from copydesk import queries
from copydesk.model import Line, Query
from copydesk.structure.paragraphs import Unit

#: Words of running text that nobody drops without being told.
MUCH: Final = 150
#: From this mass on a unit is a paragraph for certain.
PROSE: Final = 0.9
#: So many other units part one passage from the next.
APART: Final = 6
#: No more passages than an editor will look at.
MOST: Final = 4


@dataclass(frozen=True, slots=True)
class Passage:
    """Units of dropped prose near each other: the first and last line, and their words."""

    first: int
    last: int
    words: int


def passages(prose: Iterable[tuple[int, Unit, int]]) -> list[Passage]:
    """The passages of `prose`, whose units come with their place among all units and their words.

    >>> passages([(4, (8,), 90), (6, (10,), 80), (30, (50,), 40)])
    [Passage(first=8, last=10, words=170), Passage(first=50, last=50, words=40)]
    """
    found: list[Passage] = []
    before = -APART
    for place, unit, words in prose:
        if found and place - before <= APART:
            found[-1] = Passage(found[-1].first, unit[-1], found[-1].words + words)
        else:
            found.append(Passage(unit[0], unit[-1], words))
        before = place
    return found


def questions(lines: Sequence[Line], prose: Iterable[tuple[int, Unit, int]]) -> list[Query]:
    """A question about each long passage of `prose`, the longest first."""
    long = [passage for passage in passages(prose) if passage.words >= MUCH]
    asked = []
    for passage in sorted(long, key=lambda passage: -passage.words)[:MOST]:
        first, last = lines[passage.first], lines[passage.last]
        message = (
            f"{passage.words} words of running text from here to line {last.number} were taken"
            " for the site's and left out"
        )
        asked.append(
            queries.ask(
                "structure.dropped", first.number, message, anchor=first.text,
                suggestions=("furniture", "body"),
            )
        )  # fmt: skip
    return asked
