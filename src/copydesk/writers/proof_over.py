"""What lies over a line as received besides its copy edits: proposals, the structure, citations.

All places are in the text as received, so that the running text can be cut there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from copydesk.ledger import locate_citations, received_span, texts
from copydesk.model import Article, Edit, Line
from copydesk.writers import review_tracked as tracked

#: Structure edits that move a line's end; all others take words out or set others.
BREAKS: Final = frozenset(("structure.join", "structure.split"))


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a line as received, with what would stand there or does."""

    start: int
    end: int
    edit: Edit | None = None
    text: str = ""
    cited: str = ""


@dataclass(slots=True)
class Over:
    """What is known of a line besides its copy edits; all places are as received."""

    proposed: list[Place] = field(default_factory=list)
    structure: list[Place] = field(default_factory=list)
    cited: list[Place] = field(default_factory=list)
    removed: Edit | None = None
    glue: str | None = None


NOTHING: Final = Over()


def overlaid(article: Article, proposals: tracked.Changes = tracked.in_words) -> dict[int, Over]:
    """Line number → what lies over it."""
    found: dict[int, Over] = {}
    for edit in article.edited.ledger:
        if edit.status == "proposed":
            found.setdefault(edit.line, Over()).proposed.append(_proposal(article, edit, proposals))
    lines = {citation.id: citation.line for citation in article.citations}
    for name, (start, end) in locate_citations(article).items():
        found.setdefault(lines[name], Over()).cited.append(Place(start, end, cited=name))
    _restructured(article, found)
    return found


def removals(article: Article) -> dict[int, Edit]:
    """The received lines that are not in the article at all → the edit that took each out."""
    over = overlaid(article).items()
    return {number: own.removed for number, own in over if own.removed is not None}


def _proposal(article: Article, edit: Edit, proposals: tracked.Changes) -> Place:
    """What a proposal would change: the narrowest of its words, where they stand as received."""
    start, end = edit.span
    received = article.edited.submission.lines[edit.line - 1].text
    changes = list(proposals(edit))
    if received[start:end] != edit.before or len(changes) != 1:
        return Place(start, end, edit, edit.after)
    ((offset, length, after),) = changes
    return Place(start + offset, start + offset + length, edit, after)


def _restructured(article: Article, found: dict[int, Over]) -> None:
    """Enter what the structure edits do to lines: a whole one left out, a part, a line's end.

    They count in the text that those before them left, where a join took up the lines below.
    """
    edited = article.edited
    current = texts(edited.lines)
    shifts: dict[int, _Shift] = {}
    joined: dict[int, list[int]] = {}
    for edit in article.structure:
        if edit.status == "stet":
            continue
        numbers = range(edit.line, edit.line + edit.before.count("\n") + 1)
        whole = "\n".join(current.get(number, "") for number in numbers)
        line = edited.lines[edit.line - 1]
        shift = shifts.setdefault(edit.line, _Shift())
        start = edit.start + shift.at(edit.start)
        own = found.setdefault(edit.line, Over())
        if edit.status == "proposed":
            if len(numbers) == 1:
                own.proposed.append(_in_line(article, line, edit, start))
            continue
        if len(numbers) > 1:
            below = [number for number in numbers[1:] if current.get(number, "").strip()]
            for number in below:
                found.setdefault(number, Over()).glue = edit.after
                joined.setdefault(edit.line, []).extend((number, *joined.pop(number, ())))
        if edit.rule not in BREAKS and not edit.after and edit.before.strip() == whole.strip():
            for number in (edit.line, *joined.get(edit.line, ())):
                found.setdefault(number, Over()).removed = edit
        elif start <= len(line.text):
            own.structure.append(_in_line(article, line, edit, start))
        current.update(dict.fromkeys(numbers, ""))
        end = edit.start + len(edit.before)
        current[edit.line] = whole[: edit.start] + edit.after + whole[end:]
        shift.add(edit.start, len(edit.before) - len(edit.after))


class _Shift:
    """How many letters of a line are gone in front of a place that counts without them."""

    def __init__(self) -> None:
        self._gone: list[tuple[int, int]] = []
        self._total = self._last = 0

    def at(self, start: int) -> int:
        if start >= self._last:  # as edits come that are made from the left
            return self._total
        return sum(gone for place, gone in self._gone if place <= start)

    def add(self, start: int, gone: int) -> None:
        if gone:
            self._gone.append((start, gone))
            self._total += gone
            self._last = max(self._last, start)


def _in_line(article: Article, line: Line, edit: Edit, start: int) -> Place:
    """The place of a structure edit in its own line as received, and what stands there."""
    words = edit.before.partition("\n")[0]
    received = article.edited.submission.lines[edit.line - 1].text
    end = min(start + len(words), len(line.text))
    after = "" if edit.rule in BREAKS else edit.after
    return Place(*received_span(line, received, start, end), edit, after)
