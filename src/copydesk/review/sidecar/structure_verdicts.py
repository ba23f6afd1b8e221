"""The ids of structure edits, and the verdict on each of them.

An id is a hash of the rule, the received line and the place in it; equal lines are told apart
by their order. It depends on nothing but the text as received: neither another verdict nor a
correction of the copy moves it. So each verdict is known before the first edit is made.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from copydesk.model import Decision, Decisions, Edit, Line, Verdict
from copydesk.review.sidecar import anchors
from copydesk.review.sidecar.anchors import Received, Span


class StructureVerdicts:
    """Names the structure edits of one text and finds the editor's verdict on each.

    Where the line of an edit has changed since she decided, the edit is found by the words
    that the decision quotes. `ledger` are the edits entered before.

    >>> lines = (Line(1, "Share"), Line(2, "Share"), Line(3, "Sea"))
    >>> names = StructureVerdicts(lines, Decisions())
    >>> [names.name("structure.furniture", (number, 0, 5)) for number in (1, 2)]
    ['3b480eb00f', '3b480eb00f~1']
    """

    def __init__(
        self, lines: Sequence[Line], decisions: Decisions, ledger: Iterable[Edit] = ()
    ) -> None:
        self._lines = lines
        self._digests: dict[int, str] = {}
        self._order: list[int] = []
        equal: Counter[str] = Counter()
        for line in lines:
            self._order.append(equal[line.text])
            equal[line.text] += 1
        self._entered = Counter((edit.rule, anchors.locate_edit(edit)) for edit in ledger)
        asked = [
            one for one in decisions.edits if not one.rule or one.rule.startswith(anchors.STRUCTURE)
        ]
        self._received = Received.of(lines if asked else ())
        self._decisions = {name: one for one in asked for name in self.find_ids(one)}

    def name(self, rule: str, span: Span, count: int = 0) -> str:
        """The id of an edit of `rule` at the received `span`, with `count` such before it."""
        line, start, end = span
        if line not in self._digests:
            self._digests[line] = _digest(self._lines[line - 1].text)
        parts = (rule, self._digests[line], f"{start}-{end}", *[str(count)] * bool(count))
        order = f"~{at}" if (at := self._order[line - 1]) else ""
        return _digest("\x1f".join(parts))[:10] + order

    def judge(self, edit: Edit, span: Span) -> tuple[Edit, Verdict | None]:
        """`edit`, which changes the received `span`, with its id; the verdict on it, if any."""
        count = self._entered[edit.rule, span]
        self._entered[edit.rule, span] += 1
        named = replace(edit, id=self.name(edit.rule, span, count))
        decision = self._decisions.get(named.id)
        # Of several alike it quotes the one it means.
        if decision is None or (
            decision.ordinal
            and not self._received.fits(
                (decision.prefix, decision.suffix), anchors.locate_edit(named)
            )
        ):
            return named, None
        return named, decision.verdict

    def find_ids(self, decision: Decision) -> tuple[str, ...]:
        """The ids that the edit of `decision` may have now; none where equal lines leave doubt."""
        if not decision.rule:
            return (decision.id,)
        quoted = list(self._find_quoted(decision))
        names = [self.name(decision.rule, span) for span in quoted]
        alike = [
            name for name in names if anchors.strip_order(name) == anchors.strip_order(decision.id)
        ]
        if alike:
            return tuple(alike) if len(alike) == 1 else ()
        if not quoted and not decision.ordinal:
            scored = (
                (anchors.score_likeness(decision, self._received, span), span)
                for span in self._find_spans(decision)
            )
            best = anchors.pick_winner(list(scored))
            names = [self.name(decision.rule, best)] if best else []
        return (decision.id, *names) if len(names) == 1 else (decision.id,)

    def _find_spans(self, decision: Decision) -> Iterator[Span]:
        """Where the words of `decision` stand; those of a join stand at the end of a line."""
        exact = decision.exact
        if "\n" not in decision.before:
            yield from self._received.spans(exact)
            return
        for number, line in enumerate(self._lines, 1):
            if line.text.endswith(exact):
                yield number, len(line.text) - len(exact), len(line.text)

    def _find_quoted(self, decision: Decision) -> Iterator[Span]:
        """Where the words of `decision` stand amid the words that it quotes."""
        said = decision.prefix, decision.suffix
        if not decision.exact and not any(said):
            return
        wide = anchors.is_wide(said)
        for span in self._find_spans(decision):
            fits = self._received.fits(said, span)
            if fits and (wide or self._received.around(span) == said):
                yield span


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
