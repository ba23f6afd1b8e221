"""The lines of one submission: what each of them is, and what the pictures among them show."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, get_args

from copydesk.errors import UsageError
from copydesk.model import Article, Decisions, Figure, Line, PictureDecision, Role, RoleDecision
from copydesk.review import sidecar
from copydesk.review.answers import check_typed
from copydesk.review.decisions.desk_article import DeskArticle
from copydesk.review.sidecar import anchors, pictures
from copydesk.settings.hints import name_nearest

#: Neighbours of a line that are shown with it, either side.
AROUND: Final = 2


# ── roles ────────────────────────────────────────────────────────────────────


def read_numbers(words: str) -> range:
    """The lines that `words` mean, a number or two. Raises `UsageError`.

    >>> read_numbers("12-15")
    range(12, 16)
    """
    first, dash, last = words.partition("-")
    last = last if dash else first
    if not (first.isdecimal() and last.isdecimal()) or int(last) < int(first):
        message = f"`{words}` is not a line or a range of lines"
        raise UsageError(message, hint="e.g. 12 or 12-15", code="usage.line")
    return range(int(first), int(last) + 1)


def list_roles(desk: DeskArticle, numbers: range = range(0)) -> list[tuple[int, Role, str]]:
    """Each line of the submission that says something: its number, role and received text.

    Or only the lines `numbers` and their neighbours; `UsageError` when none of them says anything.
    """
    copy = desk.read_article().edited
    rows: list[tuple[int, Role, str]] = [
        (line.number, role or "other", line.text)
        for line, role in zip(copy.submission.lines, copy.roles, strict=True)
        if line.text.strip()
    ]
    if not numbers:
        return rows
    places = [place for place, (number, _, _) in enumerate(rows) if number in numbers]
    if not places:
        raise _say_none(desk.source)
    return rows[max(0, places[0] - AROUND) : places[-1] + AROUND + 1]


def _say_none(source: str, more: str = "") -> UsageError:
    message = f"`{source}` has no such lines with text{more}"
    return UsageError(
        message, hint=f"`copydesk role {shlex.quote(source)}` shows them", code="usage.line"
    )


def set_roles(desk: DeskArticle, numbers: range, role: str) -> list[RoleDecision]:
    """Write into the sidecar that the lines `numbers` are of `role`; what is written.

    A line is quoted with the lines around it that say something, never by its number.
    Raises `UsageError` for a role that is none, and for lines that are not there, are empty, or
    read like others with the same neighbours.
    """
    roles: tuple[Role, ...] = get_args(Role)
    known = next((one for one in roles if one == role), None)
    if known is None:
        message = f"there is no role `{role}`"
        raise UsageError(message, hint=name_nearest(role, [*roles]), code="usage.role")
    lines = desk.read_lines()
    said = [line for line in lines if line.text.strip()]
    chosen = [line for line in said if line.number in numbers]
    if not chosen or numbers[0] < 1 or numbers[-1] > len(lines):
        raise _say_none(desk.source, f"; it has {len(lines)} lines")
    texts = ["", *(line.text.strip() for line in said), ""]
    quoted = dict(zip(said, zip(texts, texts[1:], texts[2:], strict=False), strict=False))
    counts = Counter(quoted.values())
    for line in chosen:
        if counts[quoted[line]] > 1:
            message = f"line {line.number} is identical to another, and so are the lines around it"
            hint = "mend the submission so that the two differ, or set both by hand"
            raise UsageError(message, hint=hint, code="usage.line")
    around = (quoted[line] for line in chosen)
    decided = [RoleDecision(text, known, above, below) for above, text, below in around]
    desk.revise(sidecar.enter(*decided))
    return decided


def unset_roles(desk: DeskArticle, numbers: range) -> list[RoleDecision]:
    """Take what the sidecar says of the lines `numbers` out of it; what that was.

    Raises `UsageError` where it says nothing of them.
    """
    lines = desk.read_lines()
    decided = desk.read_decisions(to_change=True).roles
    gone = [one for one in decided if (at := find_line(one, lines)) and at in numbers]
    if not gone:
        message = "the sidecar has no decision about these lines"
        raise UsageError(message, hint="there is nothing to withdraw", code="usage.line")
    desk.revise(sidecar.remove(*gone))
    return gone


def find_line(decision: RoleDecision, lines: Sequence[Line]) -> int:
    """The number of the one of `lines` that `decision` is about; 0 when it is not clear."""
    said = decision.text.strip()
    alike = [at for at, line in enumerate(lines) if line.text.strip() == said]
    at = anchors.find_place(decision, lines, alike)
    return 0 if at is None else lines[at].number


# ── pictures ─────────────────────────────────────────────────────────────────


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


def _find_pictures(article: Article, decisions: Decisions) -> Iterator[Pictured]:
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
    for line, now in zip(submission.lines, article.edited.lines, strict=True):
        if target := pictures.read_target(line):
            at = line.number
            is_shown = (at, target) in shown
            yield Pictured(at, target, now.text.strip(), is_shown, decided.get(at))


def list_pictures(desk: DeskArticle, name: str | None = None) -> list[Pictured]:
    """The pictures of an article, its sidecar heeded; or the one that `name` means.

    That is the number of its line, or what the submission calls it. Raises `UsageError` when there
    is none, or several.
    """
    found = [*_find_pictures(desk.read_article(), desk.read_decisions())]
    return found if name is None else [_choose(found, name, desk.source)]


def describe_picture(desk: DeskArticle, name: str, alt: str) -> tuple[int, PictureDecision]:
    """Write into the sidecar that the picture `name` shows `alt`; its line, and what is written.

    An empty `alt` says that it adds nothing to the text. Raises `UsageError` for a picture that is
    not there or cannot be told from another, and for words that are none; nothing is written then.
    """
    (one,) = list_pictures(desk, name)
    check_typed(alt, "the text is missing", "usage.picture")
    sent = desk.read_article().edited.submission
    decision = pictures.quote_picture(sent, one.line, " ".join(alt.split()))
    earlier = {decision: one.decision} if one.decision else None
    desk.revise(sidecar.enter(decision, instead=earlier))
    return one.line, decision


def forget_picture(desk: DeskArticle, name: str) -> PictureDecision:
    """Take what was said of the picture `name` out of the sidecar; what that was.

    A decision that fits no picture any more goes by the name that it has for it. Raises
    `UsageError` when there is none.
    """
    decisions = desk.read_decisions(to_change=True)
    found = [*_find_pictures(desk.read_article(), decisions)]
    held = {id(one.decision) for one in found if one.decision}
    lost = [one for one in decisions.pictures if id(one) not in held and one.target == name]
    decision = lost[0] if lost else _choose(found, name, desk.source).decision
    if decision is None:
        message = f"the sidecar has no decision about the picture `{name}`"
        raise UsageError(message, hint="there is nothing to withdraw", code="usage.picture")
    desk.revise(sidecar.remove(decision))
    return decision


def _choose(found: Sequence[Pictured], name: str, source: str) -> Pictured:
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
