"""The structure part of the ledger: what is dropped, joined or cut of an edited text."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Final

from copydesk.config import Config
from copydesk.ledger import edit_id, standing, texts
from copydesk.model import Decisions, Edit, EditedText, Query
from copydesk.structure.hyphens import Hyphens, find_joint
from copydesk.structure.lines import Unit

#: Rules that a desk keeps all of with `keep_furniture`.
#: Why two lines are joined: by how long they are, or because their format says so.
_BROKEN: Final = (
    "the line break was made by the width of the page",
    "the line break is no break of the paragraph",
)
FURNITURE: Final = frozenset(("structure.cta", "structure.furniture", "structure.repeat"))


class Sheet:
    """Working copy of an edited text's text while its article is put together.

    Each method enters one `Edit` and says whether it was applied; the text it
    leaves is in `current`, by line number. What the editor said stet to, or the
    desk has switched off, stays as it is. `asked` are the questions that came up
    meanwhile; `cells` counts those of the tables so far, against the `limits`, and `full` says
    that one of them had no room.
    """

    def __init__(self, edited: EditedText, config: Config, decisions: Decisions) -> None:
        self.current = texts(edited.lines)
        self.edits: list[Edit] = []
        self.asked: list[Query] = []
        self.cells = 0
        self.full = False
        self.limits = config.limits
        self._received = texts(edited.submission.lines)
        self._flows = {line.number: line.flow for line in edited.lines}
        self._config = config
        self._verdicts = decisions.verdicts
        self._used: Counter[str] = Counter(edit.id.partition("~")[0] for edit in edited.ledger)

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

    def join(self, unit: Unit, evidence: Hyphens) -> list[list[int]]:
        """Join the lines of one paragraph; the line numbers that stand together now.

        `unit` holds indices of lines. The last two are joined first: a join takes
        up the line below its own with all that was joined to it, and the empty lines
        between them, which the head of a page may have left.
        """
        numbers = [index + 1 for index in unit]
        groups = [[numbers[-1]]]
        for above, below in zip(reversed(numbers[:-1]), reversed(numbers[1:]), strict=True):
            text = self.current[above]
            before, after = self._joint(above, below, evidence)
            between = [self.current[number] for number in range(above + 1, below)]
            before = before.replace("\n", "\n".join(["", *between, ""]))
            start = len(text.rstrip()) - before.startswith(("-", "="))
            reason = _BROKEN[bool(self._flows[below])]
            edit = Edit("structure.join", above, start, before, after, reason)
            if not any(map(str.strip, between)) and self._enter(edit):
                self.current[above] = text[:start] + after + self.current[below].lstrip()
                self.current[below] = ""
                groups[-1].insert(0, above)
            else:
                groups.append([above])
        groups.reverse()
        return groups

    def _joint(self, above: int, below: int, evidence: Hyphens) -> tuple[str, str]:
        """What stands between two lines, and what takes its place, as the format tells it."""
        text, tail = self.current[above], self.current[below]
        if not self._flows[below]:
            return find_joint(text, tail, evidence)
        gap = text[len(text.rstrip()) :] + "\n" + tail[: len(tail) - len(tail.lstrip())]
        return gap, "" if self._flows[below] == "amid" else " "

    def change(
        self, number: int, rule: str, place: tuple[int, str], after: str, reason: str
    ) -> bool:
        """Replace the text `place[1]` at offset `place[0]` of line `number` by `after`."""
        start, before = place
        if not self._enter(Edit(rule, number, start, before, after, reason)):
            return False
        text = self.current[number]
        self.current[number] = text[:start] + after + text[start + len(before) :]
        return True

    def _enter(self, edit: Edit) -> bool:
        received = self._received[edit.line]
        start = min(edit.start, len(received))
        span = (start, min(start + len(edit.before), len(received)))
        identity = edit_id(edit, received, span)
        count = self._used[identity]
        self._used[identity] += 1
        name = identity if not count else f"{identity}~{count}"
        status = standing(self._config.policy(edit.rule, "fix"), self._verdicts.get(name))
        if status is not None:
            self.edits.append(replace(edit, status=status, id=name, span=span))
        return status == "applied"
