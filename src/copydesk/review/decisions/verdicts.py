"""The editor's verdicts on changes: which are meant, written to the sidecar or taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from copydesk.clean import OWN, RULES, UNREFUSABLE
from copydesk.errors import UsageError
from copydesk.model import Article, Decision, Edit, Verdict
from copydesk.registry import is_of
from copydesk.review import answers, sidecar
from copydesk.review.decisions.desk_article import DeskArticle
from copydesk.review.sidecar import anchors
from copydesk.settings.hints import name_nearest

#: What a verdict by rule does not touch: it has one of its own, or nothing is left to say.
_OPEN: Final[dict[Verdict, tuple[str, ...]]] = {
    "stet": ("applied", "proposed"),
    "accept": ("proposed",),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """Which changes are meant: by id, by rule or family, or `every` proposal that waits."""

    verdict: Verdict
    ids: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    every: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """The changes that a choice means; `kept` of its rules have an earlier verdict and keep it."""

    edits: tuple[Edit, ...]
    kept: int = 0


def match_decisions(
    article: Article, decisions: Iterable[Decision]
) -> list[tuple[Decision, Edit | None]]:
    """Each of `decisions` with the change of `article` that it is about now, or None."""
    asked = list(decisions)
    received = anchors.Received.of(article.edited.submission.lines)
    return list(zip(asked, anchors.match_edits(asked, _ledger(article), received), strict=True))


def decide_changes(desk: DeskArticle, choice: Choice) -> Decided:
    """Write the verdict of `choice` into the sidecar of an article; the changes decided.

    Only [[decision]] is written, one for each change in the order of the text, so that what a
    later version of the submission brings under the same rule is not decided. An id may be
    shortened as long as it is unique. Raises `UsageError` for what no change of the article
    bears, and for a change that cannot be decided; then nothing is written.
    """
    found = desk.read_article()
    standing = match_decisions(found, desk.read_decisions().edits)
    was = {edit.id: decision for decision, edit in standing if edit is not None}
    ledger = _ledger(found)
    known = {edit.id: edit for edit in ledger}
    named = [known[_whole(name, known)] for name in choice.ids]
    for edit in named:
        _check(edit, choice.verdict, desk.source)
    by_rule = [edit for edit in ledger if _is_meant(edit, choice)]
    fixed = (*UNREFUSABLE, *OWN)
    open_ones = [edit for edit in by_rule if edit.id not in was and edit.rule not in fixed]
    chosen = tuple(sorted(dict.fromkeys((*named, *open_ones)), key=anchors.locate_edit))
    kept = sum(edit.id in was and edit not in named for edit in by_rule)
    quoted = [
        sidecar.quote_edit(edit, found.edited.submission, choice.verdict, ledger) for edit in chosen
    ]
    if quoted:
        earlier = {one: was[one.id] for one in quoted if one.id in was}
        desk.revise(sidecar.enter(*quoted, instead=earlier))
    return Decided(chosen, kept)


def forget_verdicts(desk: DeskArticle, choice: Choice) -> tuple[Decision, ...]:
    """Take the verdicts that `choice` means out of the sidecar of an article; those taken out.

    An id is that of the decision, or of the change that it is about now. By rule, and
    `every`, only decisions with the verdict of `choice` are meant. Raises `UsageError` for
    an id without a decision; then nothing is written.
    """
    decisions = desk.read_decisions(to_change=True).edits
    names = {decision.id: decision for decision in decisions}
    if any(not any(known.startswith(name) for known in names) for name in choice.ids):
        # Perhaps it is the id that an edit has now; only then the article has to be read.
        found = desk.read_article()
        names |= {
            edit.id: one for one, edit in match_decisions(found, decisions) if edit is not None
        }
    wanted = [names[_whole(name, names, "decision")] for name in choice.ids]
    wanted += [
        one
        for one in decisions
        if one.verdict == choice.verdict and (choice.every or _is_of(one.rule, choice.rules))
    ]
    gone = tuple(dict.fromkeys(wanted))
    if gone:
        desk.revise(sidecar.remove(*gone))
    return gone


def _ledger(article: Article) -> tuple[Edit, ...]:
    return (*article.edited.ledger, *article.structure)


def _is_meant(edit: Edit, choice: Choice) -> bool:
    """Whether `choice` means `edit` without naming it."""
    if choice.every:
        return edit.status == "proposed" or _is_of(edit.rule, choice.rules)
    return _is_of(edit.rule, choice.rules) and edit.status in (*_OPEN[choice.verdict], "stet")


def _is_of(rule: str, wanted: Iterable[str]) -> bool:
    return any(is_of(rule, one) for one in wanted)


def _check(edit: Edit, verdict: Verdict, source: str) -> None:
    """Raise `UsageError` for a change that no verdict can alter."""
    if edit.rule in OWN:
        message = f"`{edit.id}` is a wording of your own and needs no decision"
        hint = f"`{answers.write_refusal(edit, source)}` withdraws it"
        raise UsageError(message, hint=hint, code="usage.verdict")
    if edit.rule in UNREFUSABLE and verdict == "stet":
        message = f"`{edit.id}` cannot be refused: no output can be written with that character"
        hint = "remove the character from the submission, or leave the change"
        raise UsageError(message, hint=hint, code="usage.verdict")


def _whole(name: str, known: Iterable[str], what: str = "change") -> str:
    """The one id of `known` that `name` is, or begins. Raises `UsageError`."""
    if name in known:
        return name
    fitting = [other for other in known if other.startswith(name)]
    if len(fitting) == 1:
        return fitting[0]
    message = (
        f"no {what} has the id `{name}`" if not fitting else f"several ids begin with `{name}`"
    )
    hint = "give more of it"
    if any(is_of(rule, name) for rule in RULES):
        hint = f"for a rule or a family, use --rule {name}"
    elif not fitting:
        hint = name_nearest(name, sorted(known), "`copydesk proof NAME` shows the ids")
    raise UsageError(message, hint=hint, code="usage.id")
