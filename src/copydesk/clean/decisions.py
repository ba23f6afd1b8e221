"""The editor's decisions against the ledger: rewritings, verdicts that moved, stale ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from copydesk import ledger
from copydesk.clean.engine import find_current
from copydesk.clean.rules import retired
from copydesk.model import (
    Decision,
    Decisions,
    Edit,
    EditedText,
    PictureDecision,
    Query,
    Status,
    Verdict,
)
from copydesk.queries import make_query
from copydesk.registry import EDITOR, PICTURE
from copydesk.review.sidecar import anchors, pictures

#: Decisions about these are taken up where the article is put together.
_ELSEWHERE = "structure."
#: Verdict → the status of an edit that it was heeded for.
_HEEDED: Final[Mapping[Verdict, Status]] = {"stet": "stet", "accept": "applied"}
#: Words longer than this nobody types to name a rewriting.
_TYPED = 400


def apply_rewritings(edited: EditedText, decisions: Decisions) -> EditedText:
    """`edited` with the editor's own rewritings applied, as edits of `desk.editor`.

    A rewriting whose words stand nowhere, or in several places that look alike, or where
    one before it has changed the text already, raises `desk.stale-decision` and changes
    nothing.
    """
    edited, taken = describe_pictures(edited, decisions)
    if not decisions.rewrites:
        return edited
    queries = list(edited.queries)
    received = anchors.Received.of(edited.submission.lines)
    for decision in decisions.rewrites:
        span = anchors.find_span(decision, received)
        if span is None:
            queries.append(_stale(decision, edited, decisions))
            continue
        if any(_overlap(span, other) for other in taken):
            fits = "is about words that an earlier one has rewritten"
            queries.append(_stale(decision, edited, decisions, fits))
            continue
        taken.append(span)
        edit = _rewriting(edited, decision, *span[:2])
        if edit is not None:
            edited = ledger.apply_edits(edited, [edit], fix=True)
    return replace(edited, queries=tuple(queries))


def describe_pictures(
    edited: EditedText, decisions: Decisions
) -> tuple[EditedText, list[anchors.Span]]:
    """`edited` with the editor's words for pictures as their alternative texts; where they stand.

    Such a text is that of the picture's line, as an author would have given it. A picture that
    is not there, or cannot be told from another, raises `desk.stale-decision`.
    """
    submission, spans = edited.submission, []
    known = pictures.hash_pictures(submission) if decisions.pictures else {}
    for decision in decisions.pictures:
        found = pictures.find_picture(decision, submission, known)
        if found is None or (found.number, 0, len(found.text)) in spans:
            edited = replace(edited, queries=(*edited.queries, _lost(decision)))
            continue
        spans.append((found.number, 0, len(found.text)))
        before = edited.lines[found.number - 1].text
        if before != decision.alt:
            reason = "the editor’s own words for this picture"
            edit = Edit(PICTURE, found.number, 0, before, decision.alt, reason)
            edited = ledger.apply_edits(_captioned(edited, found.number), [edit], fix=True)
    return edited, spans


def _captioned(edited: EditedText, number: int) -> EditedText:
    """`edited` in which the picture in line `number` has the role of one that has words."""
    roles = list(edited.roles)
    if roles and roles[number - 1] is None:
        roles[number - 1] = "caption"
    return replace(edited, roles=tuple(roles))


def _lost(decision: PictureDecision) -> Query:
    message = (
        f"no picture, or more than one, is that which the sidecar describes as"
        f" `{anchors.shorten_words(decision.alt)}` (`{anchors.shorten_words(decision.target)}`)"
    )
    asked = make_query("desk.stale-decision", 0, message, anchor=anchors.key_decision(decision))
    return replace(asked, subject=f"picture {decision.target}")


def _overlap(one: anchors.Span, other: anchors.Span) -> bool:
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]


def _rewriting(edited: EditedText, decision: Decision, number: int, at: int) -> Edit | None:
    exact = decision.exact or decision.before
    line = edited.lines[number - 1]
    for edit in edited.ledger:
        if edit.rule == EDITOR and edit.line == number and edit.after == decision.after:
            low, high = edit.span
            if low <= at < high:
                return None
    start = find_current(line, at, end=False)
    end = max(start, find_current(line, at + len(exact), end=True))
    before = line.text[start:end]
    if before == decision.after:
        return None
    return Edit(EDITOR, number, start, before, decision.after, "the editor’s own words")


def settle_verdicts(
    edited: EditedText, decisions: Decisions, rules: Sequence[str]
) -> tuple[dict[str, Verdict], dict[str, Verdict]]:
    """The verdicts on edits of `rules` by the ids that their edits have in `edited` now.

    And the same verdicts by the ids that the sidecar has for them, as far as there are such.
    A decision without a rule, as an editor may write it by hand, goes by its id.
    """
    asked = [one for one in decisions.edits if one.rule in rules or not one.rule]
    received = anchors.Received.of(edited.submission.lines)
    now = anchors.map_verdicts(asked, anchors.match_edits(asked, edited.ledger, received))
    ids = {edit.id for edit in edited.ledger}
    return now, {one.id: one.verdict for one in asked if one.id in ids}


def find_stale(edited: EditedText, decisions: Decisions) -> tuple[Query, ...]:
    """A query for each decision on the copy that belongs to no edit of the ledger.

    `structure.stale` asks about the others, and about those that name no rule.
    """
    asked = [one for one in decisions.edits if one.rule and not one.rule.startswith(_ELSEWHERE)]
    if not asked:
        return ()
    received = anchors.Received.of(edited.submission.lines)
    found = anchors.match_edits(asked, edited.ledger, received)
    pairs = zip(asked, found, strict=True)
    heeded = {(edit.id, edit.status) for edit in edited.ledger}
    return tuple(
        _stale(one, edited, decisions)
        for one, edit in pairs
        if edit is None and (one.id, _HEEDED[one.verdict]) not in heeded
    )


def _stale(decision: Decision, edited: EditedText, decisions: Decisions, fits: str = "") -> Query:
    words = decision.exact or decision.before
    if why := retired().get(decision.rule):
        message = (
            f"the decision on `{anchors.shorten_words(words)}` is about `{decision.rule}`: {why}"
        )
        asked = make_query("desk.retired-rule", 0, message, anchor=anchors.key_decision(decision))
        return replace(asked, subject=f"stet {decision.id}")
    if decision.rule == EDITOR:
        alike = sum(line.text.count(words) for line in edited.submission.lines)
    else:
        told = decision.rule, decision.before, decision.after
        alike = sum((edit.rule, edit.before, edit.after) == told for edit in edited.ledger)
    if not fits:
        fits = f"may be about {alike} places" if alike > 1 else "fits nothing in the article"
    change = f"`{anchors.shorten_words(words)}` → `{anchors.shorten_words(decision.after)}`"
    message = f"the decision about {change} ({decision.rule}) {fits}"
    asked = make_query("desk.stale-decision", 0, message, anchor=anchors.key_decision(decision))
    if decision.rule != EDITOR:
        return replace(asked, subject=f"stet {decision.id}")
    name = _name(decision, decisions)
    return replace(asked, subject=f"rewrite {name}" if name else "")


def _name(decision: Decision, decisions: Decisions) -> str:
    """The words by which a command can mean this rewriting and no other; "" for none."""
    for words in (decision.exact or decision.before, decision.after):
        meant = [one for one in decisions.rewrites if words in (one.exact or one.before, one.after)]
        if words and len(words) <= _TYPED and all(one == decision for one in meant):
            return words
    return ""
