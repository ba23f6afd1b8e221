"""What the editor is asked about the article as a whole, each with answers she can write down.

The suggestions stand in the form of the sidecar: a title, a name, a date, or the role of a
line. What she has decided is still told, as decided.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from copydesk import queries
from copydesk.config import Config
from copydesk.model import (
    Article,
    Back,
    Decision,
    Decisions,
    EditedText,
    Front,
    Query,
)
from copydesk.sidecar import anchors, unfit
from copydesk.sidecar.imprint import folded
from copydesk.sidecar.structure_verdicts import PREFIX, StructureVerdicts
from copydesk.structure import entries
from copydesk.structure.authors import Name, read_stated_persons
from copydesk.structure.date import read_date
from copydesk.structure.front import FrontLines
from copydesk.structure.lines import LINE, measure_columns
from copydesk.structure.sheet import FURNITURE
from copydesk.structure.title import fold_title, is_same_title

_WORD: Final = re.compile(r"[^\W_]")
#: From this likeness on a line is an entry of a reference list.
ENTRY: Final = 0.5
#: A page and its data may name days of two time zones.
_ZONES: Final = 1
_ISO_DAY: Final = len("2024-03-05")


def ask_about_article(
    edited: EditedText, front: Front, back: Back, decisions: Decisions, found: FrontLines
) -> list[Query]:
    """The questions about title, authors, date and references; printed lines come first."""
    return [
        *_ask_about_title(edited, front, found, decisions),
        *_ask_about_authors(edited, front, found, decisions),
        *_ask_about_date(found, decisions),
        *_ask_about_references(edited, back, decisions),
        *_ask_about_links(edited, back),
    ]


def _ask_about_title(
    edited: EditedText, front: Front, found: FrontLines, decisions: Decisions
) -> Iterator[Query]:
    rows = zip(edited.lines, edited.roles, strict=True)
    printed = " ".join(line.text.strip() for line, role in rows if role == "title")
    stated = found.stated.title
    if not printed and not found.title.title:
        yield _ask("title", "no title was found", decided=bool(front.title))
    elif printed and stated and not is_same_title(printed, stated):
        message = f"the page prints the title `{printed}`, the file says `{stated}`"
        yield _ask("title", message, printed, stated, decided=bool(decisions.title))


def _ask_about_authors(
    edited: EditedText, front: Front, found: FrontLines, decisions: Decisions
) -> Iterator[Query]:
    decided = bool(decisions.authors or decisions.byline)
    spans = [span for span in found.authors.spans if edited.roles[span.line] == "byline"]
    stated = read_stated_persons(found.stated)
    known = {fold_title(name) for name in found.authors.names}
    if not front.authors or (decided and not found.authors.names):
        yield _ask("author", "no author was found", decided=decided)
    elif not stated and (announced := _find_announced(edited, spans)):
        both = "; ".join(front.authors), "; ".join(announced)
        message = f"the byline is by {both[1]}; the lines beside it may name no authors"
        yield _ask("author", message, *both, decided=decided)
    elif spans and known and stated and not known.issuperset(map(fold_title, stated)):
        both = "; ".join(found.authors.names), "; ".join(stated)
        message = f"the page names {both[0]}, the file {both[1]}"
        yield _ask("author", message, *both, decided=decided)


def _find_announced(edited: EditedText, spans: Sequence[Name]) -> list[str]:
    """The announced authors of a byline, beside which bare lines name more; else nobody."""
    sure = {span.line for span in spans if span.announced}
    names = [
        (span.line in sure, edited.lines[span.line].text.strip()[span.start : span.end])
        for span in spans
    ]
    announced = [name for is_sure, name in names if is_sure]
    return announced if not {name for _, name in names} <= set(announced) else []


def _ask_about_date(found: FrontLines, decisions: Decisions) -> Iterator[Query]:
    own, day = found.date, read_date(found.stated.date)
    if own is not None and own.line is not None and day and not _are_near(own.iso, day):
        message = f"the page prints the date {own.printed}, the file says {day}"
        yield _ask("date", message, own.printed, day, decided=bool(decisions.date))


def _are_near(one: str, other: str) -> bool:
    """Whether two ISO dates may be one: the same, one less exact, or next to each other."""
    shared = min(len(one), len(other))
    if one[:shared] == other[:shared] or shared < _ISO_DAY:
        return one[:shared] == other[:shared]
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days) <= _ZONES


def _ask(what: str, message: str, *suggestions: str, decided: bool) -> Query:
    """A question about the front matter; the last of `suggestions` tells it from others."""
    anchor = suggestions[-1] if suggestions else ""
    found = queries.ask(f"structure.{what}", 0, message, anchor=anchor, suggestions=suggestions)
    return replace(found, state="decided") if decided else found


def _ask_about_links(edited: EditedText, back: Back) -> Iterator[Query]:
    """The links in a deck and in the headings of the back matter, which are printed bare.

    A headline links to its own page as a rule.
    """
    headings = {back.bio_heading, back.acknowledgements_heading, back.notes_heading}
    headings = headings | {back.references_heading}
    for line, role in zip(edited.lines, edited.roles, strict=True):
        if role != "subtitle" and not (role == "heading" and line.text.strip() in headings):
            continue
        for mark in line.marks:
            if mark.kind == "link" and not mark.target.startswith("#"):
                words = line.text[mark.start : mark.end].strip()
                message = f"the link of `{words}` to `{mark.target}` has no place in a {role}"
                yield queries.ask("compose.link-dropped", line.number, message, anchor=mark.target)


def _ask_about_references(edited: EditedText, back: Back, decisions: Decisions) -> Iterator[Query]:
    """Where a list without heading starts, and lines in it or above it that look misplaced."""
    if not back.references:
        return
    said = {decision.text.strip() for decision in decisions.roles}
    above = "the line above the reference list may be an entry of it"
    within = "the line in the reference list reads like running text"
    first = back.references[0].lines[0]
    unannounced = "the reference list has no heading; it was taken to start here"
    for number, message in (
        *([] if back.references_heading else [(first, unannounced)]),
        *((number, above) for number in _find_entries_above(edited, back, first)),
        *((entry.lines[0], within) for entry in back.references if _is_prose(entry.text)),
    ):
        text = edited.submission.lines[number - 1].text
        roles = ("reference", "body")
        code = "structure.references-start"
        query = queries.ask(code, number, message, anchor=text, suggestions=roles)
        yield replace(query, state="decided") if text.strip() in said else query


def _find_entries_above(edited: EditedText, back: Back, first: int) -> Iterator[int]:
    """The lines of the text right above the list, or its heading, that look like entries."""
    above = [
        (line.number, role, line.text)
        for line, role in zip(edited.lines, edited.roles, strict=True)
        if role and line.number < first and _WORD.search(line.text)
    ]
    if back.references_heading and above and above[-1][1] == "heading":
        above.pop()
    for number, role, text in reversed(above):
        is_entry = entries.likeness(text, measure_columns(text)) > ENTRY
        if role != "body" or not is_entry or entries.cites(text):
            return
        yield number


def _is_prose(text: str) -> bool:
    """Whether `text` is a paragraph in which nothing is numbered."""
    is_long = measure_columns(text) >= LINE and text.endswith((".", "!", "?"))
    return is_long and not any(map(str.isdigit, text))


# ── decisions that belong to nothing ─────────────────────────────────────────


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
    return (*(_ask_about_lost(one, found) for one in lost), *_ask_about_strangers(found, decisions))


def _ask_about_strangers(found: Article, decisions: Decisions) -> Iterator[Query]:
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
            asked = queries.ask(
                "desk.unknown-author", 0, message, anchor=person.name, suggestions=front.authors
            )
            yield replace(asked, subject=person.name)


def _ask_about_lost(decision: Decision, found: Article) -> Query:
    words = unfit.named(decision)
    told = decision.rule, decision.before, decision.after
    alike = sum((edit.rule, edit.before, edit.after) == told for edit in found.structure)
    fits = f"may be about {alike} places" if alike > 1 else "fits nothing in the article"
    rule = f" ({decision.rule})" if decision.rule else ""
    message = f"the decision on `{anchors.shown(words)}`{rule} {fits}"
    asked = queries.ask("desk.stale-decision", 0, message, anchor=unfit.of_structure(decision))
    return replace(asked, subject=f"stet {decision.id}")
