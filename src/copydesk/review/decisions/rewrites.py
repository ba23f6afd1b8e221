"""The editor's own wording of a passage: written to the sidecar, listed, taken back.

A rewriting quotes the words as received, and as many around them as tell their place from
every other one, so that it survives edits above it and a new version of the submission.
A change may name them too, by its id: so another of the words that a proposal names is taken.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from copydesk import ledger
from copydesk.builder import single_article
from copydesk.clean import EDITOR
from copydesk.config import Config
from copydesk.errors import CopydeskError, UsageError
from copydesk.model import Article, Decision, EditedText, Line
from copydesk.review import sidecar
from copydesk.review.answers import is_place
from copydesk.review.sidecar import anchors


@dataclass(frozen=True, slots=True)
class Rewriting:
    """One of the editor's own; `line` is 0 when its words are not found, or not for certain."""

    line: int
    decision: Decision


def listed(root: Path, config: Config, source: str) -> tuple[Rewriting, ...]:
    """The rewritings in the sidecar of `source`, in its order."""
    rewrites = single_article.load_decided(root, config, source)[1].rewrites
    if not rewrites:
        return ()
    received = anchors.Received.of(_lines(root, config, source))
    places = ((anchors.find(one, received), one) for one in rewrites)
    return tuple(Rewriting(span[0] if span else 0, one) for span, one in places)


def rewrite(  # noqa: PLR0913  a passage, its line and what is to stand there
    root: Path, config: Config, source: str, old: str, new: str, *, line: int = 0
) -> Rewriting:
    """Write into the sidecar of `source` that `new` stands in place of the words `old`.

    `old` may quote the text as received or as edited, or be the id of a change, which means
    the words that it is about; `line` says which are meant where they stand more than once.
    Raises `UsageError` for words that stand nowhere, in several places, or that
    cannot be told from others.
    """
    _check(new)
    lines = _lines(root, config, source)
    spans = tuple(anchors.Received.of(lines).spans(old)) or _in_copy(root, config, source, old)
    passage = _Passage(old, _one(spans, old, source, line), lines, source)
    return _enter(single_article.sidecar_path(root, source), passage, new)


def rewrite_in(found: Article, place: Path, name: str, new: str) -> Rewriting:
    """As `rewrite`, of the change that bears the id `name` in an article that is read already.

    Its sidecar lies at `place`.
    """
    _check(new)
    copy, source = found.edited, found.edited.submission.path
    span = _one(tuple(_changed(copy, name)), name, source, 0)
    return _enter(place, _Passage(name, span, copy.submission.lines, source), new)


def _check(new: str) -> None:
    if is_place(new):
        message = "nothing is said yet: `…` holds the place of your words"
        raise UsageError(message, hint="type them in its place", code="usage.rewrite")


@dataclass(frozen=True, slots=True)
class _Passage:
    """The words at `span` of the `lines` of `source`, which somebody called `name`."""

    name: str
    span: anchors.Span
    lines: Sequence[Line]
    source: str


def _enter(place: Path, passage: _Passage, new: str) -> Rewriting:
    """Write into the sidecar at `place` that `new` stands in place of `passage`."""
    lines, span = passage.lines, passage.span
    received = anchors.Received.of(lines)
    if received.words(span) == new:
        message = f"line {span[0]} says so already"
        raise UsageError(message, hint="nothing needs to be written", code="usage.rewrite")
    decision = sidecar.quote_words(span, new, received)
    instead = None
    for one in sidecar.load(place).decisions.rewrites:
        there = anchors.find(one, received)
        if there == span:
            instead = one
        elif there and there[0] == span[0] and there[1] < span[2] and span[1] < there[2]:
            message = (
                f"line {span[0]} has a rewriting of `{anchors.shown(one.exact or one.before)}`"
            )
            command = f"copydesk rewrite {shlex.quote(passage.source)} WORDS --forget"
            hint = f"take that back first: `{command}`"
            raise UsageError(message, hint=hint, code="usage.rewrite")
    earlier = {decision: instead} if instead else None
    sidecar.revise(place, sidecar.enter(decision, instead=earlier))
    return Rewriting(span[0], decision)


def forget(root: Path, config: Config, source: str, words: str) -> Rewriting:
    """Take the rewriting that `words` name out of the sidecar of `source`.

    They are its old words, its new ones, or the id that it has in the proof. Raises
    `UsageError` when they name none or several.
    """
    found = listed(root, config, source)
    meant = [one for one in found if words in (one.decision.exact or one.decision.before,
                                               one.decision.after)]  # fmt: skip
    if not meant and found:
        ledger = single_article.read_article(root, config, source).edited.ledger
        edits = [edit for edit in ledger if edit.rule == EDITOR and edit.id.startswith(words)]
        told = {(edit.line, edit.after) for edit in edits}
        meant = [one for one in found if (one.line, one.decision.after) in told]
    if len({one.decision for one in meant}) != 1:
        many = f"{len(meant)} rewritings are" if meant else "no rewriting is"
        message = f"{many} of `{anchors.shown(words)}`"
        hint = f"`copydesk rewrite {shlex.quote(source)}` lists them"
        raise UsageError(message, hint=hint, code="usage.rewrite")
    place = single_article.sidecar_path(root, source)
    sidecar.revise(place, sidecar.remove(meant[0].decision))
    return meant[0]


def _lines(root: Path, config: Config, source: str) -> Sequence[Line]:
    return single_article.read_submission(root, config, source).lines


def _in_copy(root: Path, config: Config, source: str, words: str) -> tuple[anchors.Span, ...]:
    """Where `words` stand in the edited copy, or the change of that id, in the text received."""
    try:
        copy = single_article.read_article(root, config, source).edited
    except CopydeskError:
        return ()
    return tuple(_edited(copy, words)) or tuple(_changed(copy, words))


def _changed(copy: EditedText, name: str) -> Iterator[anchors.Span]:
    """The words that the change of the id `name` is about, in the text as received."""
    return (anchors.place(edit) for edit in copy.ledger if edit.id == name and edit.before)


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
        message = f"`{anchors.shown(old)}` stands nowhere{where} in `{source}`"
        hint = "quote the words as they stand within one line; `copydesk role NAME` shows the lines"
    else:
        numbers = sorted({span[0] for span in meant})
        which = (
            f"lines {', '.join(map(str, numbers))}" if len(numbers) > 1 else f"line {numbers[0]}"
        )
        message = f"`{anchors.shown(old)}` stands {len(meant)} times, in {which}"
        hint = "say which with --line N" if len(numbers) > 1 else "quote more of the sentence"
    raise UsageError(message, hint=hint, code="usage.rewrite")
