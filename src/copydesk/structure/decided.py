"""Questions about decisions that belong to nothing in the article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from copydesk.config import Config
from copydesk.model import Article, Decision, Decisions, Query
from copydesk.queries import ask
from copydesk.sidecar import anchors, unfit
from copydesk.sidecar.imprint import folded
from copydesk.sidecar.structure_verdicts import PREFIX, StructureVerdicts
from copydesk.structure.sheet import FURNITURE


def stale(found: Article, config: Config, decisions: Decisions) -> tuple[Query, ...]:
    """A question for each decision that belongs to no edit or author of `found`.

    Those on the copy have been asked about already, but the ones that name no rule.
    """
    ids = {edit.id for edit in (*found.edited.ledger, *found.structure)}
    verdicts = StructureVerdicts(found.edited.submission.lines, decisions)
    kept = FURNITURE if config.keep_furniture else frozenset()
    lost = [
        one
        for one in decisions.edits
        if (one.rule.startswith(PREFIX) or not one.rule)
        and one.rule not in kept
        and ids.isdisjoint(verdicts.find_ids(one))
    ]
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
