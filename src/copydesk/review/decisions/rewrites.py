"""The editor's own wording of a passage: written to the sidecar, listed, taken back.

A rewriting quotes the words as received, and as many around them as tell their place from
every other one, so that it survives edits above it and a new version of the submission.
A change may name them too, by its id: so another of the words that a proposal names is taken.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from copydesk import ledger
from copydesk.clean import EDITOR
from copydesk.errors import CopydeskError, UsageError
from copydesk.model import Decision, EditedText
from copydesk.review import sidecar
from copydesk.review.answers import check_typed
from copydesk.review.decisions.desk_article import DeskArticle
from copydesk.review.sidecar import anchors


@dataclass(frozen=True, slots=True)
class Rewriting:
    """One of the editor's own; `line` is 0 when its words are not found, or not for certain."""

    line: int
    decision: Decision


def list_rewritings(desk: DeskArticle) -> tuple[Rewriting, ...]:
    """The rewritings in the sidecar, in its order."""
    rewrites = desk.read_decisions().rewrites
    if not rewrites:
        return ()
    received = anchors.Received.of(desk.read_lines())
    places = ((anchors.find_span(one, received), one) for one in rewrites)
    return tuple(Rewriting(span[0] if span else 0, one) for span, one in places)


def rewrite_words(desk: DeskArticle, old: str, new: str, *, line: int = 0) -> Rewriting:
    """Write into the sidecar that `new` stands in place of the words `old`.

    `old` may quote the text as received or as edited, or be the id of a change, which means
    the words that it is about; `line` says which are meant where they stand more than once.
    Raises `UsageError` for words that stand nowhere, in several places, or that
    cannot be told from others.
    """
    check_typed(new, "the text is missing", "usage.rewrite")
    received = anchors.Received.of(desk.read_lines())
    spans = tuple(received.spans(old)) or _in_copy(desk, old)
    span = _one(spans, old, desk.source, line)
    if received.words(span) == new:
        message = f"line {span[0]} already has these words"
        raise UsageError(message, hint="there is nothing to write", code="usage.rewrite")
    decision = sidecar.quote_words(span, new, received)
    instead = None
    for one in desk.read_decisions().rewrites:
        there = anchors.find_span(one, received)
        if there == span:
            instead = one
        elif there and there[0] == span[0] and there[1] < span[2] and span[1] < there[2]:
            words = anchors.shorten_words(one.exact or one.before)
            message = f"line {span[0]} has a rewriting of `{words}`"
            command = f"copydesk rewrite {shlex.quote(desk.source)} WORDS --forget"
            hint = f"take that back first: `{command}`"
            raise UsageError(message, hint=hint, code="usage.rewrite")
    earlier = {decision: instead} if instead else None
    desk.revise(sidecar.enter(decision, instead=earlier))
    return Rewriting(span[0], decision)


def forget_rewriting(desk: DeskArticle, words: str) -> Rewriting:
    """Take the rewriting that `words` name out of the sidecar.

    They are its old words, its new ones, or the id that it has in the proof. Raises
    `UsageError` when they name none or several.
    """
    found = list_rewritings(desk)
    meant = [one for one in found if words in (one.decision.exact or one.decision.before,
                                               one.decision.after)]  # fmt: skip
    if not meant and found:
        ledger = desk.read_article().edited.ledger
        edits = [edit for edit in ledger if edit.rule == EDITOR and edit.id.startswith(words)]
        told = {(edit.line, edit.after) for edit in edits}
        meant = [one for one in found if (one.line, one.decision.after) in told]
    if len({one.decision for one in meant}) != 1:
        many = f"{len(meant)} rewritings are" if meant else "no rewriting is"
        message = f"{many} of `{anchors.shorten_words(words)}`"
        hint = f"`copydesk rewrite {shlex.quote(desk.source)}` lists them"
        raise UsageError(message, hint=hint, code="usage.rewrite")
    desk.revise(sidecar.remove(meant[0].decision))
    return meant[0]


def _in_copy(desk: DeskArticle, words: str) -> tuple[anchors.Span, ...]:
    """Where `words` stand in the edited copy, or the change of that id, in the text received."""
    try:
        copy = desk.read_article().edited
    except CopydeskError:
        return ()
    changed = (edit for edit in copy.ledger if edit.id == words and edit.before)
    return tuple(_edited(copy, words)) or tuple(map(anchors.locate_edit, changed))


def _edited(copy: EditedText, words: str) -> Iterator[anchors.Span]:
    """Where `words` stand in the lines of `copy`, in the text as received."""
    for line, received in zip(copy.lines, copy.submission.lines, strict=True):
        at = line.text.find(words) if words else -1
        while at >= 0:
            low, high = ledger.received_span(line, received.text, at, at + len(words))
            yield line.number, low, high
            at = line.text.find(words, at + len(words))


def _one(spans: Sequence[anchors.Span], old: str, source: str, line: int) -> anchors.Span:
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
