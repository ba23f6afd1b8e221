"""The lines of one submission: what each of them is, and what the editor says it is."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from copydesk.errors import UsageError
from copydesk.model import Line, Role, RoleDecision
from copydesk.review import sidecar
from copydesk.review.decisions.desk_article import DeskArticle
from copydesk.review.sidecar import anchors

#: Neighbours of a line that are shown with it, either side.
AROUND: Final = 2


def read_numbers(words: str) -> range:
    """The lines that `words` mean, a number or two. Raises `UsageError`.

    >>> read_numbers("12-15")
    range(12, 16)
    """
    first, dash, last = words.partition("-")
    last = last if dash else first
    if not (first.isdecimal() and last.isdecimal()) or int(last) < int(first):
        message = f"`{words}` is not a line or a range of lines"
        raise UsageError(message, hint="e.g. 12 or 12-15", code="usage.line")
    return range(int(first), int(last) + 1)


def list_roles(desk: DeskArticle) -> Iterator[tuple[int, Role, str]]:
    """Each line of the submission that says something: its number, role and received text."""
    copy = desk.read_article().edited
    for line, role in zip(copy.submission.lines, copy.roles, strict=True):
        if line.text.strip():
            yield line.number, role or "other", line.text


def list_roles_around(desk: DeskArticle, numbers: range) -> list[tuple[int, Role, str]]:
    """What `list_roles` gives for the lines `numbers` and their neighbours.

    Raises `UsageError` when none of them says anything.
    """
    rows = list(list_roles(desk))
    places = [place for place, (number, _, _) in enumerate(rows) if number in numbers]
    if not places:
        message = f"`{desk.source}` has no such lines with text"
        hint = f"`copydesk role {shlex.quote(desk.source)}` shows them"
        raise UsageError(message, hint=hint, code="usage.line")
    return rows[max(0, places[0] - AROUND) : places[-1] + AROUND + 1]


def set_roles(desk: DeskArticle, numbers: range, role: Role) -> list[str]:
    """Write into the sidecar that the lines `numbers` are of `role`; their texts.

    A line is quoted with the lines around it that say something, never by its number.
    Raises `UsageError` for lines that are not there, are empty, or read like others with
    the same neighbours.
    """
    decided = quote_roles(desk.source, desk.read_lines(), numbers, role)
    desk.revise(sidecar.enter(*decided))
    return [decision.text for decision in decided]


def unset_roles(desk: DeskArticle, numbers: range) -> list[RoleDecision]:
    """Take what the sidecar says of the lines `numbers` out of it; what that was.

    Raises `UsageError` where it says nothing of them.
    """
    lines = desk.read_lines()
    decided = desk.read_decisions(to_change=True).roles
    gone = [one for one in decided if (at := find_line(one, lines)) and at in numbers]
    if not gone:
        message = "the sidecar has no decision about these lines"
        raise UsageError(message, hint="there is nothing to withdraw", code="usage.line")
    desk.revise(sidecar.remove(*gone))
    return gone


def find_line(decision: RoleDecision, lines: Sequence[Line]) -> int:
    """The number of the one of `lines` that `decision` is about; 0 when it is not clear."""
    said = decision.text.strip()
    alike = [at for at, line in enumerate(lines) if line.text.strip() == said]
    at = anchors.find_place(decision, lines, alike)
    return 0 if at is None else lines[at].number


def quote_roles(
    source: str, lines: Sequence[Line], numbers: range, role: Role
) -> list[RoleDecision]:
    """The decisions that those of `lines` with these `numbers` are of `role`.

    Raises `UsageError` as `set_roles` does.
    """
    chosen = [line for line in lines if line.number in numbers and line.text.strip()]
    if not chosen or numbers[0] < 1 or numbers[-1] > len(lines):
        message = f"`{source}` has no such lines with text; it has {len(lines)} lines"
        hint = f"`copydesk role {shlex.quote(source)}` shows them"
        raise UsageError(message, hint=hint, code="usage.line")
    said = [line for line in lines if line.text.strip()]
    texts = ["", *(line.text.strip() for line in said), ""]
    quoted = dict(zip(said, zip(texts, texts[1:], texts[2:], strict=False), strict=False))
    counts = Counter(quoted.values())
    decided = []
    for line in chosen:
        around = quoted[line]
        if counts[around] > 1:
            message = f"line {line.number} is identical to another, and so are the lines around it"
            hint = "mend the submission so that the two differ, or set both by hand"
            raise UsageError(message, hint=hint, code="usage.line")
        decided.append(RoleDecision(around[1], role, around[0], around[2]))
    return decided
