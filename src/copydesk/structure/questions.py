"""What the editor is asked about the article as a whole, each with answers she can write down.

The suggestions stand in the form of the sidecar: a title, a name, a date, or the role of a
line. What she has decided is still told, as decided.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from copydesk import queries
from copydesk.clean.sheet import FURNITURE
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
from copydesk.review.sidecar import anchors
from copydesk.review.sidecar.imprint import folded
from copydesk.review.sidecar.structure_verdicts import StructureVerdicts
from copydesk.structure.authors import read_stated_persons
from copydesk.structure.date import find_parts_beside, read_date
from copydesk.structure.front import FrontLines
from copydesk.structure.metadata import read_licence
from copydesk.structure.phrases import fold, load
from copydesk.structure.title import BARS, fold_title

#: A page and its data may name days of two time zones.
_ZONES: Final = 1
_ISO_DAY: Final = len("2024-03-05")


def ask_about_article(
    edited: EditedText, front: Front, back: Back, decisions: Decisions, found: FrontLines
) -> list[Query]:
    """The questions about title, authors, date, references and links of the article."""
    return [
        *_ask_about_front(edited, front, decisions, found),
        *_ask_about_rights(decisions, found),
        *_ask_about_date_line(edited, decisions, found),
        *_ask_about_references(edited, back, decisions),
        *_ask_about_links(edited, back),
    ]


def _ask_about_front(
    edited: EditedText, front: Front, decisions: Decisions, found: FrontLines
) -> Iterator[Query]:
    """What of the front is missing, or printed otherwise than the file says; printed ones first."""
    rows = zip(edited.lines, edited.roles, strict=True)
    title = " ".join(line.text.strip() for line, role in rows if role == "title")
    names, stated = found.authors.names, read_stated_persons(found.stated)
    is_printed = any(edited.roles[span.line] == "byline" for span in found.authors.spans)
    known = {fold_title(name) for name in names} if is_printed else set()
    own, day = found.date, read_date(found.stated.date)
    printed = own.printed if own is not None and own.line is not None else ""
    signed = bool(decisions.authors or decisions.byline)
    # What the file says stands last, also where no name or day can be read in it.
    for what, here, there, is_missing, agrees, decided, told in (
        ("title", title, found.stated.title, not (title or found.title.title),
         _is_same_title(title, found.stated.title), bool(decisions.title), ""),
        ("author", "; ".join(names) if known else "", "; ".join(stated),
         not front.authors or (signed and not names),
         bool(stated) and known.issuperset(map(fold_title, stated)), signed,
         "; ".join(found.stated.authors)),
        ("date", printed, day or "", own is None and bool(found.stated.date),
         own is None or not day or _are_near(own.iso, day), bool(decisions.date),
         found.stated.date),
    ):  # fmt: skip
        suggestions = (here, there) if "" != here != there != "" and not agrees else ()
        if suggestions or is_missing:
            message = f"the page prints the {what} `{here}`; the file says `{there}`"
            missing = f"no {what} was found" + (f"; the file says `{told}`" if told else "")
            query = queries.make_query(
                f"structure.{what}", 0, message if suggestions else missing,
                anchor=there if suggestions else "", suggestions=suggestions,
            )  # fmt: skip
            yield replace(query, state="decided") if decided else query


def _ask_about_rights(decisions: Decisions, found: FrontLines) -> Iterator[Query]:
    """What the file says of its rights, where that names no licence that an edition could print."""
    rights = found.facts.get("rights", "")
    if rights and not read_licence(found.facts):
        message = (
            f"the file says of its rights `{rights}`, which names no known licence and is not"
            " printed; set the key `licence` if there is one"
        )
        query = queries.make_query("read.dropped", 0, message, anchor=f"rights {rights}")
        yield replace(query, state="decided") if decisions.imprint.licence else query


def _ask_about_date_line(
    edited: EditedText, decisions: Decisions, found: FrontLines
) -> Iterator[Query]:
    """What the line of the printed date says of neither the date, the authors nor the site."""
    own = found.date
    if own is None or own.line is None or edited.roles[own.line] != "date":
        return
    unsigned = text = edited.lines[own.line].text.strip()
    for name in found.authors.names:
        unsigned = unsigned.replace(name, "")
    parts = find_parts_beside(unsigned, edited.language.partition("-")[0])
    beside = [part for part in parts if not load().find_kind(fold(part))[0]]
    if beside:
        words = ", ".join(beside)
        query = queries.make_query(
            "structure.date", own.line + 1,
            f"the line of the date `{own.printed}` also says `{words}`, which is not printed",
            anchor=text, suggestions=(own.printed, text),
        )  # fmt: skip
        yield replace(query, state="decided") if decisions.date else query


def _is_same_title(printed: str, stated: str) -> bool:
    """Whether two titles say the same, the name of a site or case and signs aside."""
    whole, other = fold_title(printed), fold_title(stated)
    return not other or other in whole or whole in map(fold_title, BARS.split(stated))


def _are_near(one: str, other: str) -> bool:
    """Whether two ISO dates may be one: the same, one less exact, or next to each other."""
    shared = min(len(one), len(other))
    if one[:shared] == other[:shared] or shared < _ISO_DAY:
        return one[:shared] == other[:shared]
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days) <= _ZONES


def _ask_about_references(edited: EditedText, back: Back, decisions: Decisions) -> Iterator[Query]:
    """Where a list without heading starts."""
    if back.references and not back.references_heading:
        number = back.references[0].lines[0]
        text = edited.submission.lines[number - 1].text
        message = "the reference list has no heading; it seems to start here"
        query = queries.make_query(
            "structure.references-start", number, message,
            anchor=text, suggestions=("reference", "body"),
        )  # fmt: skip
        is_decided = any(text.strip() == one.text.strip() for one in decisions.roles)
        yield replace(query, state="decided") if is_decided else query


def _ask_about_links(edited: EditedText, back: Back) -> Iterator[Query]:
    """The links in a deck and in the headings of the back matter, which are printed bare.

    A headline links to its own page as a rule.
    """
    headings = {back.bio_heading, back.notes_heading, back.references_heading}
    headings.add(back.acknowledgements_heading)
    for line, role in zip(edited.lines, edited.roles, strict=True):
        if role == "subtitle" or (role == "heading" and line.text.strip() in headings):
            for mark in line.marks:
                if mark.kind == "link" and not mark.target.startswith("#"):
                    words = line.text[mark.start : mark.end].strip()
                    message = (
                        f"the link of `{words}` to `{mark.target}` is not possible in a {role}"
                    )
                    code = "compose.link-dropped"
                    yield queries.make_query(code, line.number, message, anchor=mark.target)


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
        if (one.rule.startswith(anchors.STRUCTURE) or not one.rule)
        and one.rule not in kept
        and ids.isdisjoint(verdicts.find_ids(one))
    ]
    return (*(_ask_about_lost(one, found) for one in lost), *_ask_about_strangers(found, decisions))


def _ask_about_strangers(found: Article, decisions: Decisions) -> Iterator[Query]:
    """A question for each person of whom the sidecar tells and who is no author of `found`."""
    front = found.front
    known = {folded(person.name) for person in front.people}
    names = ", ".join(f"`{name}`" for name in front.authors or (front.byline,) if name)
    who = f"its authors are {names}" if names else "it names no author"
    for name in (person.name for person in decisions.people):
        if folded(name) not in known:
            message = f"the sidecar describes `{name}`, who is not an author of the article; {who}"
            code = "desk.unknown-author"
            asked = queries.make_query(code, 0, message, anchor=name, suggestions=front.authors)
            yield replace(asked, subject=name)


def _ask_about_lost(decision: Decision, found: Article) -> Query:
    words = decision.exact or decision.prefix or decision.before or decision.id
    told = decision.rule, decision.before, decision.after
    alike = sum((edit.rule, edit.before, edit.after) == told for edit in found.structure)
    fits = f"may be about {alike} places" if alike > 1 else "fits nothing in the article"
    rule = f" ({decision.rule})" if decision.rule else ""
    message = f"the decision on `{anchors.shorten_words(words)}`{rule} {fits}"
    asked = queries.make_query(
        "desk.stale-decision", 0, message, anchor=anchors.key_decision(decision)
    )
    return replace(asked, subject=f"stet {decision.id}")
