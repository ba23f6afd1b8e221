"""Repair what the tagger is known to part wrongly, before the fields are finished.

Each repair looks at the segments of an entry and returns them with better borders or labels;
none knows a name or a title. What it earns was measured by leaving it out: how many fewer are whole
then of 1,041 strings that the tagger has not learned from (`tools/measure_references.py`), and
which of 308 entries of the corpus come out worse.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from copydesk.references import bodies, dates, lexicon
from copydesk.references.segments import (
    NUMBER,
    OUTLETS,
    Segment,
    cut_segment,
    join_segments,
    labels_of,
    relabel,
)


def repair_segments(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """Return `segments` with the known mistakes put right.

    >>> given = [Segment("editor", "Lund, Vera (Hg.):", 1, 0), Segment("title", "Salt.", 1, 18)]
    >>> [one.label for one in repair_segments([*given, Segment("title", "Tides.", 1, 24)])]
    ['editor', 'title', 'title']
    """
    found = list(segments)
    for repair in (
        clock_behind_day,
        place_and_press,
        read_on_web,
        short_word_of_journal,
        outlet_behind_quotation,
        missing_title,
        outlet_in_front,
        firm_behind_site,
        outlet_of_the_day,
        site_behind_dash,
    ):
        if found:
            found = repair(found)
    return tuple(found)


# ── who signs ────────────────────────────────────────────────────────────────


def outlet_in_front(segments: list[Segment]) -> list[Segment]:
    """In `The Economist (2023) “Who pays?”` what stands before the date signs, where nobody does.

    Of two titles the one before the year is a body: `Cour des comptes (2019), Le budget`; a case
    in law has no stop behind its year.

    Earns 3 whole strings and an entry of the corpus.
    """
    at = 1 if segments[0].label == NUMBER else 0
    labels = [one.label for one in segments[at:]]
    if set(labels) & {"author", "editor", "body"} or labels[1:2] != ["date"]:
        return segments
    date, behind = segments[at + 1].text, segments[at + 2 : at + 3]
    stopped = date[-1] in ".,:" or any(one.text[-1] in ".,:" for one in behind)
    signs = ("title", *OUTLETS) if stopped else OUTLETS
    if labels[0] in signs and "title" in labels[2:]:
        return [*segments[:at], relabel(segments[at], "body"), *segments[at + 1 :]]
    return segments


# ── titles ───────────────────────────────────────────────────────────────────

#: Where a quotation that opens with the mark may end, with the stops behind.
_CLOSES: Final = {
    "“": re.compile(r"”[.,;:]*"),
    "‘": re.compile(r"’(?!\w)[.,;:]*"),
    "«": re.compile(r"»[.,;:]*"),
}


def outlet_behind_quotation(segments: list[Segment]) -> list[Segment]:
    """A title in quotation marks ends with them; words behind are the outlet.

    Behind a colon they are its subtitle.

    Earns 5 whole strings.
    """
    for at, segment in enumerate(segments):
        closes = _CLOSES.get(segment.text[:1]) if segment.label == "title" else None
        match = closes.search(segment.text) if closes else None
        outlet = segment.text[match.end() :].lstrip() if match else ""
        named = outlet[:1].isupper() and len(outlet.split()) <= 8
        if not match or match[0][-1] == ":" or match.start() < 9 or not named:
            continue
        rest = segments[at + 1 :]
        halves = cut_segment(segment, match.end(), "journal")
        if len(halves) < 2:
            continue
        title, found = halves
        if rest and rest[0].label in OUTLETS:
            found, rest = join_segments(found, rest[0], label=rest[0].label), rest[1:]
        return [*segments[:at], title, replace(found, confidence=0.75), *rest]
    return segments


_STARTS_IN: Final = re.compile(r"[(\[“\"]?\s*(?:in|dans)\b", re.IGNORECASE)


def missing_title(segments: list[Segment]) -> list[Segment]:
    """With no title, a book or series that no "In" announces is it: nothing is without one.

    Earns a whole string.
    """
    if "title" in labels_of(segments):
        return segments
    held = ("container-title", "collection-title")
    found = (one for one in segments if one.label in held and not _STARTS_IN.match(one.text))
    first = next(found, None)
    return [relabel(one, "title") if one is first else one for one in segments]


# ── outlets and places ───────────────────────────────────────────────────────


def short_word_of_journal(segments: list[Segment]) -> list[Segment]:
    """An abbreviated word before a journal, taken for a title, belongs to the journal.

    It may be a title of one word, where no other is: then a known outlet follows,
    or nothing has the numbers of a journal. No set of strings shows it; of 960 made entries with
    titles of one word 28 keep theirs by it.

    Earns 2 whole strings.
    """
    labels = [segment.label for segment in segments]
    numbered = "volume" in labels or "pages" in labels or labels.count("title") > 1
    for at in range(1, len(segments)):
        before, journal = segments[at - 1 : at + 1]
        short = before.text[-1] == "." and " " not in before.text
        if journal.label != "journal" or not short or before.confidence >= 0.75:
            continue
        unknown = before.label == "title" and numbered and not lexicon.kind(journal.text)
        if unknown or before.label == "author":
            whole = join_segments(before, journal, label="journal")
            return [*segments[: at - 1], whole, *segments[at + 1 :]]
    return segments


def outlet_of_the_day(segments: list[Segment]) -> list[Segment]:
    """What publishes by the day and is no institute is an outlet.

    Earns 2 whole strings and the outlet of an entry of the corpus.
    """
    read = [dates.read(one.text) for one in segments if one.label == "date"]
    days = any(len(one) > 2 or one[:1] == [0] for one in read)
    if not days or labels_of(segments) & {"journal", "container-title", "location", "genre"}:
        return segments
    return [
        relabel(one, "journal") if one.label == "publisher" and not _is_institute(one.text) else one
        for one in segments
    ]


def _is_institute(name: str) -> bool:
    known = lexicon.kind(name)
    return known in ("institute", "press") or (not known and bodies.is_body(name))


def site_behind_dash(segments: list[Segment]) -> list[Segment]:
    """In `Speech recognition - Tidepedia, accessed …`, a page's title, the site stands last.

    Earns the sites of 10 entries of the corpus.
    """
    at = 1 if segments[0].label == NUMBER else 0
    first, rest = segments[at : at + 1], segments[at + 1 :]
    if labels_of(first) != {"title"} or labels_of(rest) not in ({"url"}, {"url", "note"}):
        return segments
    page = first[0].text
    cut = max(page.rfind(" - "), page.rfind(" – "))
    title, *site = cut_segment(first[0], cut + 3, "journal")
    if cut <= 0 or not site or "," in site[0].text[:-1]:
        return segments
    return [*segments[:at], replace(title, text=title.text[:-1].rstrip()), *site, *rest]


_TWICE: Final = re.compile(r"(?P<site>[A-Z0-9][^,]{2,40})[,.]\s(?=(?P=site)(?!\w))")


def firm_behind_site(segments: list[Segment]) -> list[Segment]:
    """`Forbes, Forbes Magazine` are a site and its firm.

    So the MLA Handbook has them (8th ed.), and programs that make lists by it. No string of the
    sets shows it; the tagger takes some such names for one, and others not.
    """
    if "publisher" in labels_of(segments):
        return segments
    found: list[Segment] = []
    for segment in segments:
        match = _TWICE.match(segment.text) if segment.label in OUTLETS else None
        found += cut_segment(segment, match.end(), "publisher") if match else [segment]
    return found


_SERIES: Final = re.compile(r"(?<=\w),\s(?=coll\.\s)", re.IGNORECASE)
_PLACE: Final = re.compile(r"[(\[]?[^():]{2,40}?(?:\s\([A-Z]{2}\))?:\s(?=\S)")


def place_and_press(segments: list[Segment]) -> list[Segment]:
    """`White Bay (VT): Green Press` is a place and a press, `Green Press, Roma` a known place.

    In `PUG, coll. « Montagnes »`, as French lists have it, a press stands before its series.

    Earns the press of an entry of the corpus.
    """
    labels = labels_of(segments)
    if {"location", "publisher"} <= labels:
        return segments
    for at, segment in enumerate(segments):
        series = _SERIES.search(segment.text) if segment.label == "collection-title" else None
        announced = _PLACE.match(segment.text) if segment.label == "publisher" else None
        if announced and "location" not in labels and len(announced[0].split()) < 5:
            cut = announced.end()
        else:
            announced = None
            cut = segment.text.find(", ") + 1 if segment.label in ("publisher", "location") else 0
        tail = segment.text[cut:].partition(",")[0]
        halves: list[Segment] = []
        if series and "publisher" not in labels:
            halves = cut_segment(relabel(segment, "publisher"), series.end(), segment.label)
        elif cut and _is_place(tail) and not _is_place(segment.text[:cut]):
            halves = cut_segment(relabel(segment, "publisher"), cut, "location")
        elif announced:
            halves = cut_segment(relabel(segment, "location"), cut, "publisher")
        if halves:
            return [*segments[:at], *halves, *segments[at + 1 :]]
    return segments


def _is_place(text: str) -> bool:
    return lexicon.kind(text.strip(" .,;:()")) in ("city", "exonym")


# ── numbers ──────────────────────────────────────────────────────────────────


_CLOCK: Final = re.compile(
    r"(?:(?:at|um|à|ore|kl\.|godz\.|a las)\s)?(?:[01]?\d|2[0-3])[:h]\s?[0-5]\d"
    r"(?:\s?(?:h|Uhr|uur|[ap]\.?m\.?|[A-Z]{2,4}))*[.,;)]{0,2}",
    re.IGNORECASE,
)


def clock_behind_day(segments: list[Segment]) -> list[Segment]:
    """In `12 May 2020, 10:45 Uhr.` what stands behind the day is the time, not volume and page.

    Behind a semicolon it is volume and page: `2020 May 12;10:45`, as lists in medicine have it.
    No string of the sets has such a time without a word behind it; news sites print it.
    """
    for at, date in enumerate(segments):
        if date.label != "date" or date.text[-1] == ";" or len(dates.read(date.text)) < 3:
            continue
        for size in (2, 1):
            parts = segments[at + 1 : at + 1 + size]
            if parts and _CLOCK.fullmatch(" ".join(part.text for part in parts)):
                whole = join_segments(date, *parts)
                return [*segments[:at], whole, *segments[at + 1 + len(parts) :]]
    return segments


_WEB: Final = re.compile(r"\b(?:Web|Online|Internet)\.?[\])]?$")


def read_on_web(segments: list[Segment]) -> list[Segment]:
    """In `https://… [2022, August 3]` and `Web. 14 Nov. 2013.` the day is the day of reading.

    So the MLA Handbook has it (7th ed., 5.6). Earns that day of 3 strings, which no score counts.
    """
    dated = sum(one.label == "date" for one in segments)
    found: list[Segment] = []
    for segment in segments:
        before = found[-1] if found else None
        bracketed = before and before.label == "url" and segment.text[:1] == "["
        web = before and before.label in ("medium", "genre", "note") and _WEB.search(before.text)
        day = segment.label == "note" or (segment.label == "date" and dated > 1)
        if day and (bracketed or (web and len(dates.read(segment.text)) > 2)):
            found.append(replace(segment, label="note", text=f"accessed {segment.text}"))
        else:
            found.append(segment)
    return found
