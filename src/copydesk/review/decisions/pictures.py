"""The pictures of one submission: what they show, as received and as the editor says it."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path

from copydesk.builder import single_article
from copydesk.config import Config
from copydesk.errors import UsageError
from copydesk.model import Article, Decisions, Figure, PictureDecision
from copydesk.review import sidecar
from copydesk.review.answers import is_place
from copydesk.review.sidecar import pictures
from copydesk.settings.hints import nearest


@dataclass(frozen=True, slots=True)
class Pictured:
    """A picture in its line, with the alternative text it has now and what was decided on it.

    `shown`: it is part of the article.
    """

    line: int
    target: str
    alt: str
    shown: bool
    decision: PictureDecision | None = None


def pictured(article: Article, decisions: Decisions) -> tuple[Pictured, ...]:
    """The pictures of `article` in the order of the text."""
    submission = article.edited.submission
    known = pictures.digests(submission)
    found = ((pictures.find(one, submission, known), one) for one in decisions.pictures)
    decided: dict[int, PictureDecision] = {}
    for line, one in found:
        if line is not None:
            decided.setdefault(line.number, one)  # of two on one picture the first is heeded
    figures = (block for block in article.body if isinstance(block, Figure) and block.source)
    shown = {(line, block.source) for block in figures for line in block.lines}
    return tuple(
        Pictured(
            line.number, target, now.text.strip(), (line.number, target) in shown,
            decided.get(line.number),
        )
        for line, now in zip(submission.lines, article.edited.lines, strict=True)
        if (target := pictures.target_of(line))
    )  # fmt: skip


def listed(root: Path, config: Config, source: str) -> tuple[Pictured, ...]:
    """The pictures of the submission `source`, its sidecar heeded."""
    article = single_article.read_article(root, config, source)
    return pictured(article, single_article.load_decided(root, config, source)[1])


def describe(root: Path, config: Config, source: str, name: str, alt: str) -> Pictured:
    """Write into the sidecar of `source` that the picture `name` shows `alt`; the picture before.

    `name` is the number of its line, or what the submission calls it. An empty `alt` says that
    it adds nothing to the text. Raises `UsageError` for a picture that is not there or cannot be
    told from another, and for words that are none; nothing is written then.
    """
    article, place = (
        single_article.read_article(root, config, source),
        single_article.sidecar_path(root, source),
    )
    one = chosen(pictured(article, sidecar.load(place).decisions), name, source)
    decision = quoted(article, one.line, alt)
    earlier = {decision: one.decision} if one.decision else None
    sidecar.revise(place, sidecar.enter(decision, instead=earlier))
    return one


def quoted(article: Article, line: int, alt: str) -> PictureDecision:
    """The decision that the picture in `line` shows `alt`. Raises as `describe` does."""
    if is_place(alt):
        message = "nothing is said yet: `…` holds the place of your words"
        raise UsageError(message, hint="type them in its place", code="usage.picture")
    return pictures.quoted(article.edited.submission, line, " ".join(alt.split()))


def forget(root: Path, config: Config, source: str, name: str) -> PictureDecision:
    """Take what was said of the picture `name` out of the sidecar of `source`; what that was.

    A decision that fits no picture any more goes by the name that it has for it. Raises
    `UsageError` when there is none.
    """
    place = single_article.sidecar_path(root, source)
    decisions = sidecar.load(place).decisions
    found = pictured(single_article.read_article(root, config, source), decisions)
    held = {id(one.decision) for one in found if one.decision}
    lost = [one for one in decisions.pictures if id(one) not in held and one.target == name]
    decision = lost[0] if lost else chosen(found, name, source).decision
    if decision is None:
        message = f"the sidecar says nothing of the picture `{name}`"
        raise UsageError(message, hint="there is nothing to take back", code="usage.picture")
    sidecar.revise(place, sidecar.remove(decision))
    return decision


def chosen(found: tuple[Pictured, ...], name: str, source: str) -> Pictured:
    """The one of `found` that `name` means: the number of its line, or what it is called.

    Raises `UsageError` when there is none, or several.
    """
    meant = [one for one in found if str(one.line) == name]
    meant = meant or [one for one in found if one.target == name]
    if len(meant) == 1:
        return meant[0]
    if meant:
        numbers = ", ".join(str(one.line) for one in meant)
        message, hint = f"`{name}` stands in the lines {numbers}", "give the number of a line"
    else:
        message = f"there is no picture `{name}`"
        hint = nearest(name, [one.target for one in found])
    if not hint.startswith(("did", "give")):
        hint = f"`copydesk picture {shlex.quote(source)}` lists them"
    raise UsageError(message, hint=hint, code="usage.picture")
