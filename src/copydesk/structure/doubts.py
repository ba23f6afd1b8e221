"""What raises a question about a line: another role that came close, or words left out.

A line is asked about where the answer changes what is printed: it might as well be dropped,
or kept. What was dropped without a doubt is asked about where there is much of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from copydesk import queries
from copydesk.model import Line, Query, Role
from copydesk.structure import dropped
from copydesk.structure.gather import DROPPED
from copydesk.structure.paragraphs import Unit
from copydesk.structure.roles import State

#: No more doubts than an editor will read.
MOST: Final = 12
#: Characters of a line that a question quotes.
SHOWN: Final = 60
#: A line so near the author's own may be hers, where nothing says that it is a site's.
BESIDE: Final = 3
#: What such a line may be.
_OTHERWISE: Final[Role] = "body"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A unit, the state chosen for it, the roles that came close, its words of running text.

    `comment`: it was taken for a reader's. `unsaid`: nothing says that it is a site's.
    `rival`: it may be the headline, and was left out right above it, or taken for its deck or
    for a heading.
    """

    lines: Unit
    state: State
    close: tuple[Role, ...]
    words: int
    comment: bool
    unsaid: bool = False
    rival: bool = False


def questions(lines: Sequence[Line], found: Sequence[Labelled], decided: set[int]) -> list[Query]:
    """What is asked about the units `found` of `lines`, but for the lines that were `decided`."""
    asked = [
        _question(lines[unit.lines[0]], (unit.state.role, *others))
        for at, unit in enumerate(found)
        if unit.lines[0] not in decided and (others := _others(found, at))
    ]
    return [*asked[:MOST], *dropped.questions(lines, _left_out(found, decided))]


def _others(found: Sequence[Labelled], at: int) -> list[Role]:
    """The other roles of the unit `at` by which it would be kept and not dropped, or dropped."""
    unit = found[at]
    role = unit.state.role
    weighty = [other for other in unit.close if (other in DROPPED) != (role in DROPPED)]
    if role == "furniture" and unit.unsaid and not weighty and _is_beside(found, at):
        weighty = [_OTHERWISE]
    if unit.rival and "title" not in weighty:
        weighty = ["title", *weighty]
    return weighty


def _is_beside(found: Sequence[Labelled], at: int) -> bool:
    """Whether the article's own lines stand near the unit `at`."""
    near = found[max(0, at - BESIDE) : at + BESIDE + 1]
    return any(unit.state.role not in DROPPED for unit in near)


def _question(line: Line, options: tuple[Role, ...]) -> Query:
    words = line.text.strip()
    quoted = words if len(words) <= SHOWN else words[:SHOWN] + "…"
    message = f"`{quoted}` may be {' or '.join(options)}"
    return queries.ask(
        "structure.doubt", line.number, message, anchor=line.text, suggestions=options
    )


def _left_out(found: Sequence[Labelled], decided: set[int]) -> list[tuple[int, Unit, int]]:
    """The running text that was dropped: its place among all units, its lines, its words.

    Comments are left out without a question, unless there is more of them than of the article.
    """
    prose = [
        (place, unit)
        for place, unit in enumerate(found)
        if unit.words and unit.state.role == "furniture" and unit.lines[0] not in decided
    ]
    said = sum(unit.words for _, unit in prose if unit.comment)
    kept = sum(unit.words for unit in found if unit.state.role != "furniture")
    return [
        (place, unit.lines, unit.words) for place, unit in prose if said > kept or not unit.comment
    ]
