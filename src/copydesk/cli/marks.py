"""The ledger for people: each change in its sentence, with what was taken and given marked.

What was taken stands as `[-so-]`, what was given as `{+so+}`, so that it is readable without
colour; a terminal that has colours gets them on top. What nobody can see is shown by number.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal, TypeAlias

from copydesk.model import Edit, EditedText, Line, Status
from copydesk.review.markup import marking, shown, spaced

Kind: TypeAlias = Literal["kept", "taken", "given"]

#: Characters of a line shown either side of a change.
_AROUND: Final = 30
_INDENT: Final = "    "
_SAID: Final[dict[Status, str]] = {
    "applied": "changed", "proposed": "proposed", "stet": "kept, by your decision",
}  # fmt: skip
_MARK: Final = re.compile(r"\[-|-\]|\{\+|\+\}")
_ON: Final = {"[-": "\x1b[31m", "{+": "\x1b[32m"}
_OFF: Final = "\x1b[0m"


def split_pieces(received: str, line: Line) -> Iterator[tuple[Kind, str]]:
    """`line` beside what was `received` of it: what was kept, taken and given, in order.

    >>> list(split_pieces("two  lines", Line(1, "two lines", runs=((0, 0, 4), (4, 5, 5)))))
    [('kept', 'two '), ('taken', ' '), ('kept', 'lines')]
    """
    runs = line.runs or ((0, 0, len(line.text)),)
    at = there = 0
    for start, place, length in (*runs, (len(line.text), len(received), 0)):
        rows: tuple[tuple[Kind, str], ...] = (
            ("taken", received[there:place]),
            ("given", line.text[at:start]),
            ("kept", line.text[start : start + length]),
        )
        yield from ((kind, text) for kind, text in rows if text)
        at, there = start + length, place + length


def compare_lines(copy: EditedText, width: int, *, colour: bool = False) -> Iterator[str]:
    """Every changed line of `copy`, its changes marked and what lies between them left out."""
    for line, received in zip(copy.lines, copy.submission.lines, strict=True):
        if line.text == received.text:
            continue
        yield f"line {line.number}"
        yield from mark_line(tuple(split_pieces(received.text, line)), width, colour=colour)


def mark_line(
    parts: Sequence[tuple[Kind, str]], width: int, *, colour: bool = False
) -> Iterator[str]:
    """`parts` of a line as rows, what was taken and given marked, what was kept shortened."""
    text = "".join(
        _shorten(text, first=not at, last=at == len(parts) - 1)
        if kind == "kept"
        else _mark(kind, text)
        for at, (kind, text) in enumerate(parts)
    )
    return _wrap(text, width, colour=colour)


def explain_edits(copy: EditedText, width: int, *, colour: bool = False) -> Iterator[str]:
    """Each edit of `copy` in the order of the text: its place, its rule, its words, its reason.

    Columns count from 1 in the line as received.
    """
    for edit in sorted(copy.ledger, key=lambda edit: (edit.line, edit.span)):
        received = copy.submission.lines[edit.line - 1].text
        head = f"{edit.line}:{edit.span[0] + 1}  {edit.rule}  {_SAID[edit.status]}  {edit.id}"
        yield f"\x1b[1m{head}{_OFF}" if colour else head
        yield from _wrap(place_in_context(edit, received), width, colour=colour)
        yield from _wrap(shown(edit.reason), width, colour=False)
        yield ""


def place_in_context(edit: Edit, received: str) -> str:
    """The words of `edit` with those around it in the line as `received`.

    >>> edit = Edit("space.double", 1, 3, "  ", " ", "", span=(3, 5))
    >>> place_in_context(edit, "the  bloc")
    'the[-␣␣-]{+␣+}bloc'
    >>> place_in_context(Edit("ref.final-stop", 1, 4, "s", "s.", "", span=(4, 5)), "Press")
    'Press{+.+}'
    """
    start, end = edit.span
    head, tail = received[:start], received[end:]
    front, out, new, behind = marking(edit)
    taken = _mark("taken", out) if out else ""
    given = _mark("given", new) if new else ""
    return _shorten(head + front, first=True) + taken + given + _shorten(behind + tail, last=True)


def _mark(kind: Kind, text: str) -> str:
    said = shown(spaced(text))
    return f"[-{said}-]" if kind == "taken" else f"{{+{said}+}}"


def _shorten(text: str, *, first: bool = False, last: bool = False) -> str:
    """`text` between two changes, or before the `first` or behind the `last` one, shortened.

    It is cut between words where there are any.
    """
    head = "" if first else text[:_AROUND]
    tail = "" if last else text[-_AROUND:]
    if len(text) <= len(head) + len(tail):
        return shown(text)
    head = head[: head.rfind(" ") + 1] or head
    tail = tail[tail.find(" ") :] if " " in tail else tail
    return f"{shown(head)}…{shown(tail)}"


def _wrap(text: str, width: int, *, colour: bool) -> Iterator[str]:
    rows = textwrap.wrap(
        text, max(width, 20), initial_indent=_INDENT, subsequent_indent=_INDENT,
        break_on_hyphens=False,
    )  # fmt: skip
    return iter(_colour(rows) if colour else rows)


def _colour(rows: Iterable[str]) -> Iterator[str]:
    """`rows` with what is marked in colour, also where a mark runs over a line's end."""
    state = ""
    for row in rows:
        result, at = state, 0
        for found in _MARK.finditer(row):
            opens = _ON.get(found[0], "")
            end = found.start() if opens else found.end()
            result += row[at:end] + (opens or (_OFF if state else ""))
            state, at = opens, end
        yield result + row[at:] + (_OFF if state else "")
