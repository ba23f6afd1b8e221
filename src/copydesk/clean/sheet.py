"""The structure part of the ledger: what is dropped, joined or cut of an edited text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterable
from dataclasses import replace
from itertools import pairwise
from typing import Final

from copydesk.clean.hyphens import Hyphens, Unit, find_joint
from copydesk.config import Config
from copydesk.ledger import line_texts, received_span, replay_edits, structure_status
from copydesk.model import Decisions, Edit, EditedText, Query
from copydesk.review.sidecar.anchors import Span
from copydesk.review.sidecar.structure_verdicts import StructureVerdicts

#: Why two lines are joined: by how long they are, or because their format says so.
_BROKEN: Final = (
    "the line break is a hard wrap",
    "the line break does not end the paragraph",
)
#: Rules that a desk keeps all of with `keep_furniture`.
FURNITURE: Final = frozenset(("structure.cta", "structure.furniture", "structure.repeat"))


class Sheet:
    """Working copy of an edited text's text while its article is put together.

    Each method enters one `Edit` and says whether it was applied; the text it
    leaves is in `current`, by line number. What the editor said stet to, or the
    desk has switched off, stays as it is. Those of `ledger` were entered before; of the lines
    that they change only the text is known. `asked` are the questions that came up
    meanwhile; `cells` counts those of the tables so far, against the `limits`, and `full` says
    that one of them had no room.
    """

    def __init__(
        self, edited: EditedText, config: Config, decisions: Decisions, ledger: Iterable[Edit] = ()
    ) -> None:
        ledger = tuple(ledger)
        self.current = replay_edits(line_texts(edited.lines), ledger)
        self.edits: list[Edit] = []
        self.asked: list[Query] = []
        self.cells = 0
        self.full = False
        self.limits = config.limits
        self.edited = edited
        self._config = config
        self._verdicts = StructureVerdicts(edited.submission.lines, decisions, ledger)
        self._parts: dict[int, list[tuple[int, int, int]]] = {}
        #: Line → the changes of its text since then: place, letters taken, letters put in.
        self._changes: dict[int, list[tuple[int, int, int]]] = {}
        self._leftmost: dict[int, int] = {}

    def remove(self, number: int, rule: str, reason: str) -> bool:
        """Take the whole line `number` out of the article."""
        if self._config.keep_furniture and rule in FURNITURE:
            return False
        return self.change(number, rule, (0, self.current[number]), "", reason)

    def set(self, number: int, rule: str, text: str, reason: str) -> bool:
        """Let `text` stand in place of line `number`."""
        if text == self.current[number]:
            return True
        return self.change(number, rule, (0, self.current[number]), text, reason)

    def join(
        self, unit: Unit, evidence: Hyphens, reason: str = "", glued: Container[int] = ()
    ) -> list[list[int]]:
        """Join the lines of one paragraph; the line numbers that stand together now.

        `unit` holds indices of lines. The last two are joined first: a join takes
        up the line below its own with all that was joined to it, and the empty lines
        between them, which the head of a page may have left. Nothing parts those of
        `glued` from the line above.
        """
        numbers = [index + 1 for index in unit]
        groups = [[numbers[-1]]]
        ends: dict[int, tuple[int, int]] = {}
        for above, below in zip(reversed(numbers[:-1]), reversed(numbers[1:]), strict=True):
            text, tail = self.current[above], self.current[below]
            flow = "amid" if below - 1 in glued else self.edited.lines[below - 1].flow
            before, after = find_joint(text, tail, evidence, flow)
            between = [self.current[number] for number in range(above + 1, below)]
            before = before.replace("\n", "\n".join(["", *between, ""]))
            start = len(text.rstrip()) - before.startswith(("-", "="))
            why = reason or _BROKEN[bool(flow)]
            edit = Edit("structure.join", above, start, before, after, why)
            span = self._find_received(above, start, len(text))
            if not any(map(str.strip, between)) and self.enter(edit, span):
                self.current[above] = text[:start] + after + tail.lstrip()
                self.current[below] = ""
                ends[above] = start + len(after), len(tail) - len(tail.lstrip())
                groups[-1].insert(0, above)
            else:
                groups.append([above])
        groups.reverse()
        for group in groups:
            parts = [(0, group[0], 0)]
            for above, below in pairwise(group):
                at, _, lead = parts[-1]
                parts.append((at + ends[above][0] - lead, below, ends[above][1]))
            self._parts[group[0]] = parts
        return groups

    def list_parts(self, number: int) -> list[tuple[int, int, int]]:
        """Where the lines joined to line `number` begin in its text: offset, line, offset there."""
        return self._parts.get(number, [(0, number, 0)])

    def change(
        self, number: int, rule: str, place: tuple[int, str], after: str, reason: str
    ) -> bool:
        """Replace the text `place[1]` at offset `place[0]` of line `number` by `after`."""
        start, before = place
        end = start + len(before)
        edit = Edit(rule, number, start, before, after, reason)
        if not self.enter(edit, self._find_received(number, start, end)):
            return False
        text = self.current[number]
        self.current[number] = text[:start] + after + text[end:]
        self._changes.setdefault(number, []).append((start, len(before), len(after)))
        self._leftmost[number] = min(start, self._leftmost.get(number, start))
        return True

    def enter(self, edit: Edit, span: Span) -> bool:
        """Enter `edit` of the received `span`, as the editor and the desk want it."""
        end = len(self.edited.submission.lines[edit.line - 1].text)
        own = span[1:] if span[0] == edit.line else (end, end)
        edit, verdict = self._verdicts.judge(replace(edit, span=own), span)
        status = structure_status(self._config.policy(edit.rule, "fix"), verdict)
        if status is not None:
            self.edits.append(replace(edit, status=status))
        return status == "applied"

    def _find_received(self, number: int, start: int, end: int) -> Span:
        """The received line and span of the text from `start` to `end` of line `number` now."""
        changes = self._changes.get(number, ())
        if end <= self._leftmost.get(number, 0):
            changes = ()  # they all lie behind
        for at, gone, come in reversed(changes):
            start = start - come + gone if start >= at + come else min(start, at)
            end = end if end <= at else max(end - come, at) + gone
        parts = self.list_parts(number)
        at, own, lead = parts[bisect_right(parts, (start, len(self.current), 0)) - 1]
        line = self.edited.lines[own - 1]
        received = self.edited.submission.lines[own - 1].text
        low = min(start - at + lead, len(line.text))
        high = min(max(low, end - at + lead), len(line.text))
        return own, *received_span(line, received, low, high)
