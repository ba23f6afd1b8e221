"""The pictures of one submission: what they show, as received and as the editor says it."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from copydesk.errors import UsageError
from copydesk.model import Article, Decisions, Figure, PictureDecision
from copydesk.review import sidecar
from copydesk.review.answers import check_typed
from copydesk.review.decisions.desk_article import DeskArticle
from copydesk.review.sidecar import pictures
from copydesk.settings.hints import name_nearest


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


def find_pictures(article: Article, decisions: Decisions) -> tuple[Pictured, ...]:
    """The pictures of `article` in the order of the text."""
    submission = article.edited.submission
    known = pictures.hash_pictures(submission)
    found = ((pictures.find_picture(one, submission, known), one) for one in decisions.pictures)
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
        if (target := pictures.read_target(line))
    )  # fmt: skip


def list_pictures(desk: DeskArticle) -> tuple[Pictured, ...]:
    """The pictures of an article, its sidecar heeded."""
    return find_pictures(desk.read_article(), desk.read_decisions())


def describe_picture(desk: DeskArticle, name: str, alt: str) -> Pictured:
    """Write into the sidecar that the picture `name` shows `alt`; the picture before.

    `name` is the number of its line, or what the submission calls it. An empty `alt` says that
    it adds nothing to the text. Raises `UsageError` for a picture that is not there or cannot be
    told from another, and for words that are none; nothing is written then.
    """
    one = choose_picture(list_pictures(desk), name, desk.source)
    decision = quote_picture(desk.read_article(), one.line, alt)
    earlier = {decision: one.decision} if one.decision else None
    desk.revise(sidecar.enter(decision, instead=earlier))
    return one


def quote_picture(article: Article, line: int, alt: str) -> PictureDecision:
    """The decision that the picture in `line` shows `alt`. Raises as `describe_picture` does."""
    check_typed(alt, "the text is missing", "usage.picture")
    return pictures.quote_picture(article.edited.submission, line, " ".join(alt.split()))


def forget_picture(desk: DeskArticle, name: str) -> PictureDecision:
    """Take what was said of the picture `name` out of the sidecar; what that was.

    A decision that fits no picture any more goes by the name that it has for it. Raises
    `UsageError` when there is none.
    """
    decisions = desk.read_decisions(to_change=True)
    found = find_pictures(desk.read_article(), decisions)
    held = {id(one.decision) for one in found if one.decision}
    lost = [one for one in decisions.pictures if id(one) not in held and one.target == name]
    decision = lost[0] if lost else choose_picture(found, name, desk.source).decision
    if decision is None:
        message = f"the sidecar has no decision about the picture `{name}`"
        raise UsageError(message, hint="there is nothing to withdraw", code="usage.picture")
    desk.revise(sidecar.remove(decision))
    return decision


def choose_picture(found: tuple[Pictured, ...], name: str, source: str) -> Pictured:
    """The one of `found` that `name` means: the number of its line, or what it is called.

    Raises `UsageError` when there is none, or several.
    """
    meant = [one for one in found if str(one.line) == name]
    meant = meant or [one for one in found if one.target == name]
    if len(meant) == 1:
        return meant[0]
    if meant:
        numbers = ", ".join(str(one.line) for one in meant)
        message, hint = f"`{name}` is in the lines {numbers}", "give the number of a line"
    else:
        message = f"there is no picture `{name}`"
        listed = f"`copydesk picture {shlex.quote(source)}` lists them"
        hint = name_nearest(name, [one.target for one in found], listed)
    raise UsageError(message, hint=hint, code="usage.picture")
