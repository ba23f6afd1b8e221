"""The editor's verdicts on structure edits: each on the edit that it belongs to now, or on none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from copydesk.config import Config
from copydesk.model import Article, Decision, Decisions, Edit, Query
from copydesk.queries import ask
from copydesk.sidecar import anchors, unfit
from copydesk.sidecar.imprint import folded
from copydesk.structure.sheet import FURNITURE

_OURS = "structure."


def settled(found: Article, decisions: Decisions) -> Decisions:
    """`decisions` with the ids that the structure edits of `found` bear now.

    Decisions on structure edits that belong to none of them are left out. The same
    object comes back when nothing has moved.
    """
    asked = [one for one in decisions.edits if one.rule.startswith(_OURS)]
    if not asked:
        return decisions
    ids = {edit.id for edit in found.structure}
    places = _settle(found, asked)
    now = [
        replace(one, id=edit.id)
        for one, edit in zip(asked, places, strict=True)
        if edit is not None
    ]
    if now == [one for one in asked if one.id in ids]:
        return decisions
    others = (one for one in decisions.edits if not one.rule.startswith(_OURS))
    return replace(decisions, edits=(*others, *now))


def _settle(found: Article, asked: list[Decision]) -> list[Edit | None]:
    received = anchors.Received.of(found.edited.submission.lines)
    return anchors.settle(asked, found.structure, received)


def stale(found: Article, config: Config, decisions: Decisions) -> tuple[Query, ...]:
    """A question for each decision that belongs to no edit or author of `found`.

    Those on the copy have been asked about already, but the ones that name no rule.
    """
    asked = [one for one in decisions.edits if one.rule.startswith(_OURS)]
    pairs = zip(asked, _settle(found, asked), strict=True)
    kept = FURNITURE if config.keep_furniture else frozenset()
    lost = [one for one, edit in pairs if edit is None and one.rule not in kept]
    ids = {edit.id for edit in (*found.edited.ledger, *found.structure)}
    lost += [one for one in decisions.edits if not one.rule and one.id not in ids]
    return (*(_stale(one, found) for one in lost), *_strangers(found, decisions))


def _strangers(found: Article, decisions: Decisions) -> Iterator[Query]:
    """A question for each person of whom the sidecar tells and who is no author of `found`."""
    front = found.front
    known = {folded(person.name) for person in front.people}
    names = ", ".join(f"`{name}`" for name in front.authors or (front.byline,) if name)
    for person in decisions.people:
        if folded(person.name) not in known:
            who = f"its authors are {names}" if names else "it names no author"
            message = (
                f"the sidecar tells of `{person.name}`, who is no author of the article; {who}"
            )
            asked = ask(
                "desk.unknown-author", 0, message, anchor=person.name, suggestions=front.authors
            )
            yield replace(asked, subject=person.name)


def _stale(decision: Decision, found: Article) -> Query:
    words = unfit.named(decision)
    told = decision.rule, decision.before, decision.after
    alike = sum((edit.rule, edit.before, edit.after) == told for edit in found.structure)
    fits = f"may be about {alike} places" if alike > 1 else "fits nothing in the article"
    rule = f" ({decision.rule})" if decision.rule else ""
    message = f"the decision on `{anchors.shown(words)}`{rule} {fits}"
    asked = ask("desk.stale-decision", 0, message, anchor=unfit.of_structure(decision))
    return replace(asked, subject=f"stet {decision.id}")
