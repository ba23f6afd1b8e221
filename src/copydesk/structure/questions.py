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
    Reference,
    Role,
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


def ask_about_article(
    edited: EditedText, front: Front, back: Back, decisions: Decisions, found: FrontLines
) -> list[Query]:
    """The questions about title, authors, date and references; printed lines come first."""
    return [
        *_ask_about_title(_read_printed(edited, "title"), front, found, decisions),
        *_ask_about_authors(edited, front, found, decisions),
        *_ask_about_date(found, decisions),
        *_ask_about_references(edited, back, decisions),
        *_ask_about_links(edited, back),
    ]


def _read_printed(edited: EditedText, role: Role) -> str:
    """What the lines of `role` say, before anybody has decided otherwise."""
    rows = zip(edited.lines, edited.roles, strict=True)
    return " ".join(line.text.strip() for line, own in rows if own == role)


def _mark_decided(query: Query, *, decided: bool) -> Query:
    return replace(query, state="decided") if decided else query


def _ask_about_title(
    printed: str, front: Front, found: FrontLines, decisions: Decisions
) -> Iterator[Query]:
    title = found.stated.title
    if not printed and not found.title.title:
        query = queries.ask("structure.title", 0, "no title was found", anchor="")
        yield _mark_decided(query, decided=bool(front.title))
    elif printed and title and not is_same_title(printed, title):
        message = f"the page prints the title `{printed}`, the file says `{title}`"
        both = (printed, title)
        query = queries.ask("structure.title", 0, message, anchor=title, suggestions=both)
        yield _mark_decided(query, decided=bool(decisions.title))


def _ask_about_authors(
    edited: EditedText, front: Front, found: FrontLines, decisions: Decisions
) -> Iterator[Query]:
    decided = bool(decisions.authors or decisions.byline)
    spans = [span for span in found.authors.spans if edited.roles[span.line] == "byline"]
    printed = found.authors.names if spans else ()
    others = read_stated_persons(found.stated)
    known = {fold_title(name) for name in printed}
    if not front.authors or (decided and not found.authors.names):
        query = queries.ask("structure.author", 0, "no author was found", anchor="")
        yield _mark_decided(query, decided=decided)
    elif not others and (doubtful := _find_announced(edited, spans)):
        both = ("; ".join(front.authors), "; ".join(doubtful))
        message = f"the byline is by {both[1]}; the lines beside it may name no authors"
        query = queries.ask("structure.author", 0, message, anchor=both[0], suggestions=both)
        yield _mark_decided(query, decided=decided)
    elif printed and others and not known.issuperset(map(fold_title, others)):
        both = ("; ".join(printed), "; ".join(others))
        message = f"the page names {both[0]}, the file {both[1]}"
        query = queries.ask("structure.author", 0, message, anchor=both[1], suggestions=both)
        yield _mark_decided(query, decided=decided)


def _find_announced(edited: EditedText, spans: Sequence[Name]) -> tuple[str, ...]:
    """The announced authors of a byline, beside which bare lines name more; else nobody."""
    sure = {span.line for span in spans if span.announced}
    named = [(span.line in sure, edited.lines[span.line].text.strip(), span) for span in spans]
    announced = [text[span.start : span.end] for is_sure, text, span in named if is_sure]
    bare = {text[span.start : span.end] for is_sure, text, span in named if not is_sure}
    return tuple(announced) if announced and not bare <= {*announced} else ()


def _ask_about_date(found: FrontLines, decisions: Decisions) -> Iterator[Query]:
    own, day = found.date, read_date(found.stated.date)
    if own is None or own.line is None or not own.iso or not day or _are_near(own.iso, day):
        return
    both = (own.printed, day)
    message = f"the page prints the date {both[0]}, the file says {day}"
    query = queries.ask("structure.date", 0, message, anchor=day, suggestions=both)
    yield _mark_decided(query, decided=bool(decisions.date))


def _are_near(one: str, other: str) -> bool:
    """Whether two ISO dates may be one: the same, one less exact, or next to each other."""
    shared = min(len(one), len(other))
    if one[:shared] == other[:shared]:
        return True
    if shared < len("2024-03-05"):
        return False
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days) <= _ZONES


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
    for number, message in (
        *_find_start(back),
        *((number, "the line above the reference list may be an entry of it")
          for number in _find_entries_above(edited, back)),
        *((entry.lines[0], "the line in the reference list reads like running text")
          for entry in _find_prose(back)),
    ):  # fmt: skip
        text = edited.submission.lines[number - 1].text
        options = ("reference", "body")
        query = queries.ask(
            "structure.references-start", number, message, anchor=text, suggestions=options
        )
        yield _mark_decided(query, decided=text.strip() in said)


def _find_start(back: Back) -> Iterator[tuple[int, str]]:
    if not back.references_heading:
        yield (
            back.references[0].lines[0],
            "the reference list has no heading; it was taken to start here",
        )


def _find_entries_above(edited: EditedText, back: Back) -> Iterator[int]:
    """The lines of the text right above the list, or its heading, that look like entries."""
    first = back.references[0].lines[0]
    above = [
        (line.number, role, line.text)
        for line, role in zip(edited.lines, edited.roles, strict=True)
        if role and line.number < first and _WORD.search(line.text)
    ]
    if back.references_heading and above and above[-1][1] == "heading":
        above.pop()
    for number, role, text in reversed(above):
        if role != "body" or _likeness(text) <= ENTRY or entries.cites(text):
            return
        yield number


def _find_prose(back: Back) -> list[Reference]:
    """Lines of the list that read like running text."""
    return [entry for entry in back.references if _is_prose(entry.text)]


def _likeness(text: str) -> float:
    return entries.likeness(text, measure_columns(text))


def _is_prose(text: str) -> bool:
    """Whether `text` tells about a work, or is a paragraph in which nothing is numbered."""
    plain = measure_columns(text) >= LINE and text.endswith((".", "!", "?"))
    return entries.is_narrated(text) or (plain and not any(map(str.isdigit, text)))


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
