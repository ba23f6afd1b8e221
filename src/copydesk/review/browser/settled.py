"""What the editor has decided, in words and at its place, and the way to take it back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeAlias

from copydesk import queries
from copydesk.clean import EDITOR
from copydesk.model import (
    Article,
    CitationDecision,
    Decision,
    Decisions,
    PictureDecision,
    ReferenceDecision,
    RoleDecision,
)
from copydesk.references import corrections
from copydesk.review.answers import show_value
from copydesk.review.browser.actions import Action
from copydesk.review.sidecar import FRONT, Row, anchors, pictures, unfit
from copydesk.review.sidecar.values import letters

Kept: TypeAlias = Row

#: Characters of a text by which a decision is known in a list.
_SHOWN: Final = 80
#: Where a front field stands in `Decisions`, if it has another name there.
_DECK: Final = {"subtitle": "deck", "author": ""}


def word_decision(about: Kept) -> str:
    """What was decided, in a line.

    >>> word_decision(RoleDecision("Photo essay", "heading"))
    '“Photo essay” is heading'
    """
    match about:
        case Decision():
            return _verdict(about)
        case RoleDecision():
            return f"{_quoted(about.text)} is {about.role}"
        case CitationDecision():
            means = {"none": "cites nothing", "as-written": "stays as written"}
            return f"{about.text} {means.get(about.verdict) or f'means {about.key}'}"
        case PictureDecision():
            shows = f"shows {_quoted(about.alt)}" if about.alt else "adds nothing to the text"
            return f"the picture {about.target} {shows}"
        case ReferenceDecision():
            pairs = about.csl.items()
            fields = [f"{name} = {show_value(name, value) or '–'}" for name, value in pairs]
            return f"{_quoted(about.raw)} {'; '.join(fields) or 'was read rightly'}"


def _verdict(about: Decision) -> str:
    exact = about.exact or about.before
    if about.rule == EDITOR:
        return f"your words: {_change(exact, about.after)}"
    if about.verdict == "stet":
        return f"kept as written: {_quoted(exact) or about.id}"
    return f"taken: {_change(about.before, about.after)}" if about.rule else about.id


def _change(before: str, after: str) -> str:
    return f"{_quoted(before) or 'nothing'} → {_quoted(after) or 'left out'}"


def _quoted(text: str) -> str:
    text = text.strip("\n")
    if not text:
        return ""
    return f"“{text}”" if len(text) <= _SHOWN else f"“{text[: _SHOWN - 1]}…”"


#: What can be done about anything that is decided.
BACK: Final = Action("forget", "Take the decision back", "x")


def list_front(decisions: Decisions) -> Iterator[tuple[str, str]]:
    """The front fields that the sidecar sets, with what it says."""
    for field in FRONT:
        name = _DECK.get(field, field)
        if field == "slug" or not name:
            continue
        value = getattr(decisions, name, None) or getattr(decisions.imprint, name, None)
        if value:
            yield field, value if isinstance(value, str) else "; ".join(value)


# ── where it stands ──────────────────────────────────────────────────────────


def find_line(article: Article, role: RoleDecision) -> int:
    """The line of the text that a decision on a role quotes, 0 for none."""
    text, lines = role.text.strip(), article.edited.submission.lines
    alike = [place for place, line in enumerate(lines) if line.text.strip() == text]
    place = anchors.find_place(role, lines, alike)
    return 0 if place is None else lines[place].number


def line_of_citation(article: Article, choice: CitationDecision) -> int:
    """The line of the first citation that a decision is about, 0 for none."""
    text, place = letters(choice.text), letters(choice.place)
    for citation in article.citations:
        near = letters(citation.around)
        if letters(citation.text) == text and (not place or place in near or near in place):
            return citation.line
    return 0


def line_of_entry(article: Article, entry: ReferenceDecision) -> int:
    """The line of the entry that a correction is about, 0 for none."""
    said = entry.raw.split()
    rows = (one for one in article.back.references if one.raw.split() == said and one.lines)
    return next((one.lines[0] for one in rows), 0)


def line_of_picture(article: Article, picture: PictureDecision) -> int:
    """The line of the picture that a decision is about, 0 for none."""
    submission = article.edited.submission
    line = pictures.find_picture(picture, submission, pictures.hash_pictures(submission))
    return line.number if line else 0


# ── what fits nothing any more ───────────────────────────────────────────────


def find_lost(decisions: Decisions) -> dict[str, Kept]:
    """The id of the question that each decision would raise, should it fit nothing → the decision.

    Questions are known by what they hang on, so none has to be read.
    """
    rows: list[tuple[str, Kept]] = []
    rows += [(unfit.key_structure(one), one) for one in decisions.edits]
    rows += [(unfit.key_verdict(one), one) for one in (*decisions.edits, *decisions.rewrites)]
    rows += [(unfit.key_role(one), one) for one in decisions.roles]
    rows += [(unfit.key_citation(one), one) for one in decisions.citations]
    rows += [(unfit.key_picture(one), one) for one in decisions.pictures]
    rows += [(corrections.plain(one.raw), one) for one in decisions.references]
    return {_asked(anchor): one for anchor, one in rows}


def _asked(anchor: str) -> str:
    return queries.make_query("desk.stale-decision", 0, "", anchor=anchor).id
