"""Verdicts on changes, and the editor's own wording of a passage: written, listed, taken back.

A rewriting quotes the words as received, and as many around them as tell their place from
every other one, so that it survives edits above it and a new version of the submission.
A change may name them too, by its id: so another of the words that a proposal names is taken.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from copydesk import ledger
from copydesk.clean import EDITOR, OWN, RULES, UNREFUSABLE
from copydesk.errors import CopydeskError, UsageError
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


# ── verdicts ─────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Choice:
    """Which changes are meant: by id, by rule or family, or `every` proposal that waits."""

    verdict: Verdict
    ids: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    every: bool = False

    def is_by_rule(self, rule: str) -> bool:
        """Whether the changes of `rule` are meant by its name or that of its family."""
        return any(is_of(rule, one) for one in self.rules)


def match_decisions(
    article: Article, decisions: Iterable[Decision]
) -> list[tuple[Decision, Edit | None]]:
    """Each of `decisions` with the change of `article` that it is about now, or None."""
    asked = list(decisions)
    received = anchors.Received.of(article.edited.submission.lines)
    return list(zip(asked, anchors.match_edits(asked, _ledger(article), received), strict=True))


def decide_changes(desk: DeskArticle, choice: Choice) -> tuple[tuple[Edit, ...], int]:
    """Write the verdict of `choice` into the sidecar of an article; the changes decided.

    With them, how many more of its rules have an earlier verdict and keep it. Only [[decision]] is
    written, one for each change in the order of the text, so that what a
    later version of the submission brings under the same rule is not decided. An id may be
    shortened as long as it is unique. Raises `UsageError` for what no change of the article
    bears, and for a change that cannot be decided; then nothing is written.
    """
    found = desk.read_article()
    standing = match_decisions(found, desk.read_decisions().edits)
    was = {edit.id: decision for decision, edit in standing if edit is not None}
    changes = _ledger(found)
    known = {edit.id: edit for edit in changes}
    named = [known[_find_id(name, known)] for name in choice.ids]
    for edit in named:
        _check(edit, choice.verdict, desk.source)
    by_rule = [edit for edit in changes if _is_meant(edit, choice)]
    fixed = (*UNREFUSABLE, *OWN)
    open_ones = [edit for edit in by_rule if edit.id not in was and edit.rule not in fixed]
    chosen = tuple(sorted(dict.fromkeys((*named, *open_ones)), key=anchors.locate_edit))
    sent = found.edited.submission
    quoted = [sidecar.quote_edit(edit, sent, choice.verdict, changes) for edit in chosen]
    if quoted:
        earlier = {one: was[one.id] for one in quoted if one.id in was}
        desk.revise(sidecar.enter(*quoted, instead=earlier))
    return chosen, sum(edit.id in was and edit not in named for edit in by_rule)


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
        found = match_decisions(desk.read_article(), decisions)
        names |= {edit.id: one for one, edit in found if edit is not None}
    wanted = [names[_find_id(name, names, "decision")] for name in choice.ids]
    wanted += [
        one
        for one in decisions
        if one.verdict == choice.verdict and (choice.every or choice.is_by_rule(one.rule))
    ]
    gone = tuple(dict.fromkeys(wanted))
    if gone:
        desk.revise(sidecar.remove(*gone))
    return gone


def _ledger(article: Article) -> tuple[Edit, ...]:
    return (*article.edited.ledger, *article.structure)


def _is_meant(edit: Edit, choice: Choice) -> bool:
    """Whether `choice` means `edit` without naming it."""
    by_rule = choice.is_by_rule(edit.rule)
    if choice.every:
        return edit.status == "proposed" or by_rule
    return by_rule and edit.status in (*_OPEN[choice.verdict], "stet")


def _check(edit: Edit, verdict: Verdict, source: str) -> None:
    """Raise `UsageError` for a change that no verdict can alter."""
    if edit.rule in OWN:
        message = f"`{edit.id}` is a wording of your own and needs no decision"
        (refusal,) = answers.list_refusal(edit, source)
        hint = f"`{refusal.command}` withdraws it"
        raise UsageError(message, hint=hint, code="usage.verdict")
    if edit.rule in UNREFUSABLE and verdict == "stet":
        message = f"`{edit.id}` cannot be refused: no output can be written with that character"
        hint = "remove the character from the submission, or leave the change"
        raise UsageError(message, hint=hint, code="usage.verdict")


def _find_id(name: str, known: Iterable[str], what: str = "change") -> str:
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


# ── the editor's own words ───────────────────────────────────────────────────


def list_rewritings(desk: DeskArticle) -> list[tuple[int, Decision]]:
    """The rewritings in the sidecar, in its order, each with its line.

    That is 0 where its words are not found, or not for certain.
    """
    rewrites = desk.read_decisions().rewrites
    received = anchors.Received.of(desk.read_lines() if rewrites else ())
    places = ((anchors.find_span(one, received), one) for one in rewrites)
    return [(span[0] if span else 0, one) for span, one in places]


def rewrite_words(desk: DeskArticle, old: str, new: str, line: int = 0) -> tuple[int, Decision]:
    """Write into the sidecar that `new` stands in place of the words `old`; their line, and how.

    `old` may quote the text as received or as edited, or be the id of a change, which means
    the words that it is about; `line` says which are meant where they stand more than once.
    Raises `UsageError` for words that stand nowhere, in several places, or that
    cannot be told from others.
    """
    answers.check_typed(new, "the text is missing", "usage.rewrite")
    received = anchors.Received.of(desk.read_lines())
    spans = [*received.spans(old)] or _find_in_copy(desk, old)
    span = _choose_span(spans, old, desk.source, line)
    if received.words(span) == new:
        message = f"line {span[0]} already has these words"
        raise UsageError(message, hint="there is nothing to write", code="usage.rewrite")
    decision = sidecar.quote_words(span, new, received)
    instead = {}
    for one in desk.read_decisions().rewrites:
        there = anchors.find_span(one, received)
        if there == span:
            instead[decision] = one
        elif there and there[0] == span[0] and there[1] < span[2] and span[1] < there[2]:
            words = anchors.shorten_words(one.exact or one.before)
            message = f"line {span[0]} has a rewriting of `{words}`"
            command = f"copydesk rewrite {shlex.quote(desk.source)} WORDS --forget"
            hint = f"take that back first: `{command}`"
            raise UsageError(message, hint=hint, code="usage.rewrite")
    desk.revise(sidecar.enter(decision, instead=instead))
    return span[0], decision


def forget_rewriting(desk: DeskArticle, words: str) -> Decision:
    """Take the rewriting that `words` name out of the sidecar.

    They are its old words, its new ones, or the id that it has in the proof. Raises
    `UsageError` when they name none or several.
    """
    found = list_rewritings(desk)
    meant = {one for _, one in found if words in (one.exact or one.before, one.after)}
    if not meant and found:
        edits = desk.read_article().edited.ledger
        named = [edit for edit in edits if edit.rule == EDITOR and edit.id.startswith(words)]
        told = {(edit.line, edit.after) for edit in named}
        meant = {one for line, one in found if (line, one.after) in told}
    if len(meant) != 1:
        many = f"{len(meant)} rewritings are" if meant else "no rewriting is"
        message = f"{many} of `{anchors.shorten_words(words)}`"
        hint = f"`copydesk rewrite {shlex.quote(desk.source)}` lists them"
        raise UsageError(message, hint=hint, code="usage.rewrite")
    desk.revise(sidecar.remove(*meant))
    return meant.pop()


def _find_in_copy(desk: DeskArticle, words: str) -> list[anchors.Span]:
    """Where `words` stand in the edited copy, or the change of that id, in the text received."""
    try:
        copy = desk.read_article().edited
    except CopydeskError:
        return []
    found = []
    for line, received in zip(copy.lines, copy.submission.lines, strict=True):
        at = line.text.find(words) if words else -1
        while at >= 0:
            end = at + len(words)
            found.append((line.number, *ledger.received_span(line, received.text, at, end)))
            at = line.text.find(words, end)
    changed = (edit for edit in copy.ledger if edit.id == words and edit.before)
    return found or [*map(anchors.locate_edit, changed)]


def _choose_span(spans: Sequence[anchors.Span], old: str, source: str, line: int) -> anchors.Span:
    """The one of `spans` that is meant. Raises `UsageError`."""
    meant = [span for span in spans if line in (0, span[0])]
    if len(meant) == 1:
        return meant[0]
    if not meant:
        where = f" in line {line}" if line and spans else ""
        message = f"`{anchors.shorten_words(old)}` stands nowhere{where} in `{source}`"
        hint = "quote the words as they stand within one line; `copydesk role NAME` shows the lines"
    else:
        numbers = sorted({span[0] for span in meant})
        which = (
            f"lines {', '.join(map(str, numbers))}" if len(numbers) > 1 else f"line {numbers[0]}"
        )
        message = f"`{anchors.shorten_words(old)}` stands {len(meant)} times, in {which}"
        hint = "select one with --line N" if len(numbers) > 1 else "quote more of the sentence"
    raise UsageError(message, hint=hint, code="usage.rewrite")
