"""What a text prints → its lines as received, those that hold marks alone among them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from operator import itemgetter

from copydesk.model import Line
from copydesk.readers.copy.lines import SetLine


def place_lines(
    printed: Sequence[SetLine], source: Sequence[Line], fences: Container[int], front: int
) -> tuple[Line, ...]:
    """Return the lines of `source`, each with what is printed of it.

    Where several things are printed of one, those behind the first are lines too, without a
    source of their own. `fences` are the numbers of lines that enclose programs, the first
    `front` lines are front matter.

    >>> from copydesk.readers.copy.texts import Printed
    >>> printed = [SetLine(Printed("Mud", row=2), "title", "", 2, "off")]
    >>> lines = place_lines(printed, [Line(1, "[m]: x.html"), Line(2, "# Mud")], (), 0)
    >>> [(line.text, line.hint, line.source) for line in lines]
    [('', 'markup', '[m]: x.html'), ('Mud', 'title', '# Mud')]
    """
    held = {one.printed.row for one in printed if one.place == one.printed.row}
    inside = frozenset[int]().union(*(one.printed.more for one in printed))
    rows: list[tuple[float, Line]] = [
        (line.number, _unprinted(line, line.number in inside, line.number in fences, front))
        for line in source
        if line.number not in held
    ]
    for one in printed:
        text, marks = one.printed.text, one.printed.marks
        row = min(max(one.printed.row, 1), len(source))
        line = Line(row, text, marks=marks, hint=one.hint, zone=one.zone, flow=one.flow)
        rows.append((one.place, line))
    rows.sort(key=itemgetter(0))
    return tuple(_number([line for _, line in rows], source))


def _unprinted(line: Line, inside: bool, fence: bool, front: int) -> Line:  # noqa: FBT001
    """Return what stands in the place of a received line that prints nothing of its own.

    The words of one that is `inside` of another line stand there.
    """
    zone = "header" if line.number <= front else ""
    if not line.received.strip():
        return Line(line.number, "", zone=zone)
    if inside:
        return Line(line.number, "", zone=zone, flow="on")
    return Line(line.number, "", hint="fence" if fence else "markup", zone=zone)


def _number(lines: Iterable[Line], source: Sequence[Line]) -> Iterator[Line]:
    """Yield `lines`, numbered by the rows of `source` so far, in the order of their places."""
    told: set[int] = set()
    for number, line in enumerate(lines, 1):
        row, said = line.number, source[line.number - 1]
        first = row not in told
        told.add(row)
        yield replace(
            line,
            number=number,
            ending=said.ending if first else "",
            source=("" if not first else said.received if said.received != line.text else None),
            row=row if row != number else 0,
        )
