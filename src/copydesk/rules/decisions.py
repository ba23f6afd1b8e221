"""The editor's decisions against the ledger: rewritings, verdicts that moved, stale ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from copydesk import galley as ledger
from copydesk.model import Decision, Decisions, Edit, Galley, Query, Verdict
from copydesk.queries import ask
from copydesk.rules.runner import EDITOR, current

#: How alike the words around a decision must be to carry it over (0 to 100), and by how
#: much the best place must beat the next.
ALIKE = 80
CLEAR = 5

_Place = TypeVar("_Place")

#: Decisions about these are taken up by other stages.
_ELSEWHERE = ("structure.",)


def rewrite(galley: Galley, decisions: Decisions) -> Galley:
    """`galley` with the editor's own rewritings applied, as edits of `desk.editor`.

    A rewriting whose words stand nowhere, or in several places that look alike,
    raises `desk.stale-decision` and changes nothing.
    """
    queries = list(galley.queries)
    for decision in decisions.rewrites:
        place = _place(galley, decision)
        if place is None:
            queries.append(_stale(decision))
            continue
        edit = _rewriting(galley, decision, *place)
        if edit is not None:
            galley = ledger.apply(galley, [edit], fix=True)
    return replace(galley, queries=tuple(queries))


def _rewriting(galley: Galley, decision: Decision, number: int, at: int) -> Edit | None:
    exact = decision.exact or decision.before
    line = galley.lines[number - 1]
    for edit in galley.ledger:
        if edit.rule == EDITOR and edit.line == number and edit.after == decision.after:
            low, high = edit.span
            if low <= at <= high:
                return None
    start = current(line, at, end=False)
    end = max(start, current(line, at + len(exact), end=True))
    before = line.text[start:end]
    if before == decision.after:
        return None
    return Edit(EDITOR, number, start, before, decision.after, "the editor’s own words")


def _place(galley: Galley, decision: Decision) -> tuple[int, int] | None:
    """(line, received offset) of the words a rewriting quotes; None when not clear."""
    exact = decision.exact or decision.before
    places: list[tuple[float, tuple[int, int]]] = []
    for line in galley.submission.lines:
        at = line.text.find(exact) if exact else -1
        while at >= 0:
            score = _likeness(decision, line.text, (at, at + len(exact)))
            places.append((score, (line.number, at)))
            at = line.text.find(exact, at + max(1, len(exact)))
    return _winner(places)


def carried(galley: Galley, decisions: Decisions, rules: Sequence[str]) -> dict[str, Verdict]:
    """Verdicts whose id is in the ledger no more, under the id their edit has now.

    A verdict moves when one edit of the same rule and words is left over whose
    neighbourhood is much like the one decided on, and clearly more so than any other.
    """
    ids = {edit.id for edit in galley.ledger}
    loose = [d for d in decisions.edits if d.id not in ids and d.rule in rules]
    if not loose:
        return {}
    decided = {decision.id for decision in decisions.edits}
    free: dict[tuple[str, str, str], list[Edit]] = {}
    for edit in galley.ledger:
        if edit.id not in decided:
            free.setdefault((edit.rule, edit.before, edit.after), []).append(edit)
    moved: dict[str, Verdict] = {}
    for decision in loose:
        edits = free.get((decision.rule, decision.before, decision.after), [])
        received = galley.submission.lines
        winner = _winner(
            [(_likeness(decision, received[e.line - 1].text, e.span), e.id) for e in edits]
        )
        if winner is not None and winner not in moved:
            moved[winner] = decision.verdict
    return moved


def stale(galley: Galley, decisions: Decisions, moved: Iterable[str]) -> tuple[Query, ...]:
    """A query for each decision that is neither in the ledger nor carried over."""
    found = {edit.id for edit in galley.ledger}
    taken = {(edit.rule, edit.before, edit.after) for edit in galley.ledger if edit.id in moved}
    return tuple(
        _stale(decision)
        for decision in decisions.edits
        if decision.id not in found
        and (decision.rule, decision.before, decision.after) not in taken
        and not decision.rule.startswith(_ELSEWHERE)
    )


def _stale(decision: Decision) -> Query:
    words = decision.exact or decision.before
    message = f"the decision on `{words}` → `{decision.after}` fits nothing in the article"
    anchor = f"{decision.id}\x1f{decision.rule}\x1f{words}\x1f{decision.after}\x1f{decision.prefix}"
    return ask("desk.stale-decision", 0, message, anchor=anchor)


def _likeness(decision: Decision, received: str, span: tuple[int, int]) -> float:
    from rapidfuzz.fuzz import ratio  # only a desk with decisions needs it

    before = received[max(0, span[0] - ledger.NEIGHBOURHOOD) : span[0]]
    after = received[span[1] : span[1] + ledger.NEIGHBOURHOOD]
    sides = [(decision.prefix, before), (decision.suffix, after)]
    told = [ratio(said, found) for said, found in sides if said]
    # Without a word of its surroundings a decision fits any place, if there is only one.
    return sum(told) / len(told) if told else 100.0


def _winner(places: list[tuple[float, _Place]]) -> _Place | None:
    ranked = sorted(places, key=lambda place: -place[0])
    if not ranked or ranked[0][0] < ALIKE:
        return None
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < CLEAR:
        return None
    return ranked[0][1]
