"""Repairs of outlets, places, numbers and dates; see `repairs` for what the figures mean."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from copydesk.references import bodies, dates, lexicon
from copydesk.references.segments import (
    NUMBER,
    OUTLETS,
    QUOTES,
    Segment,
    cut_segment,
    join_segments,
    labels_of,
    relabel,
)


def short_word_of_journal(segments: list[Segment]) -> list[Segment]:
    """An abbreviated word before a journal, taken for a title, belongs to the journal.

    It may be a title of one word, where no other is: then a known outlet follows,
    or nothing has the numbers of a journal.

    Earns 5 whole strings (F1 +1.8).
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
    """What publishes by the day, or a quoted title with a DOI, and is no institute is an outlet.

    Earns 11 whole strings (F1 +2.5).
    """
    read = [dates.read(one.text) for one in segments if one.label == "date"]
    days = any(len(one) > 2 or one[:1] == [0] for one in read)
    quoted = any(one.label == "title" and one.text.startswith(QUOTES) for one in segments)
    days = days or (quoted and "doi" in labels_of(segments))
    if not days or labels_of(segments) & {"journal", "container-title", "location", "genre"}:
        return segments
    return [
        relabel(one, "journal") if one.label == "publisher" and not _is_institute(one.text) else one
        for one in segments
    ]


def _is_institute(name: str) -> bool:
    known = lexicon.kind(name)
    return known in ("institute", "press") or (not known and bodies.is_body(name))


_SITE: Final = re.compile(
    r"(?:[\w-]{2,40}\.){1,3}(?:com|org|net|io|edu|gov|eu|de|fr|ca|info)[.,]?",
    re.IGNORECASE,
)


def outlet_and_publisher(segments: list[Segment]) -> list[Segment]:
    """`The Guardian, Guardian News and Media` and `tide.org, Tide House` name both.

    Earns 8 whole strings (F1 +2.3).
    """
    labels = labels_of(segments)
    for at, segment in enumerate(segments):
        if segment.label == "genre" and _SITE.fullmatch(segment.text) and "publisher" in labels:
            return [*segments[:at], relabel(segment, "journal"), *segments[at + 1 :]]
        match = re.match(r"[^,]{3,40}?[,.](?=\s(?!The\b)[A-Z0-9])", segment.text)
        if segment.label not in OUTLETS or not match or labels & {"location", "volume"}:
            continue
        outlet, *publisher = cut_segment(segment, match.end(), "publisher")
        known = _SITE.fullmatch(outlet.text) or lexicon.is_periodical(outlet.text.rstrip(" .,"))
        if known and publisher and not _is_place(publisher[0].text):
            return [*segments[:at], relabel(outlet, "journal"), *publisher, *segments[at + 1 :]]
    return segments


def site_behind_dash(segments: list[Segment]) -> list[Segment]:
    """In `Speech recognition - Tidepedia, accessed …`, a page's title, the site stands last.

    Earns 3 whole strings (F1 +1.8).
    """
    at = 1 if segments[0].label == NUMBER else 0
    first, rest = segments[at : at + 1], segments[at + 1 :]
    if (
        not first
        or "url" not in labels_of(rest)
        or labels_of(rest) - {"url", "note", "title", *OUTLETS}
    ):
        return segments
    page = first[0]
    if rest[0].label in ("title", *OUTLETS) and rest[0].text.startswith(("- ", "– ")):
        named = replace(rest[0], label="journal", text=rest[0].text[2:])
        return [*segments[:at], relabel(page, "title"), named, *rest[1:]]
    cut = max(page.text.rfind(" - "), page.text.rfind(" – "))
    if page.label == "title" and cut > 0 and not labels_of(rest) - {"url", "note"}:
        title, *site = cut_segment(page, cut + 3, "journal")
        if not site or "," in site[0].text[:-1]:
            return segments
        return [*segments[:at], replace(title, text=title.text[:-1].rstrip()), *site, *rest]
    return segments


_PLACE: Final = re.compile(r"[(\[]?[^():]{2,40}?(?P<state>\s\([A-Z]{2}\))?:\s(?=\S)")


def place_and_press(segments: list[Segment]) -> list[Segment]:
    """`White Bay (VT): Green Press` is a place and a press, `Green Press, Roma` a known place.

    A school in the place of the place publishes. Earns 5 whole strings (F1 +1.6).
    """
    labels = labels_of(segments)
    if {"location", "publisher"} <= labels:
        return segments
    for at, segment in enumerate(segments):
        match = _PLACE.match(segment.text) if "location" not in labels else None
        named = segment.label == "publisher" or (segment.label in OUTLETS and match and match[1])
        if match and named and len(match[0].split()) < 5:
            cut = match.end()
        elif segment.label in ("publisher", "location"):
            cut = segment.text.find(", ") + 1
        else:
            cut = 0
        head, tail = segment.text[:cut], segment.text[cut:].partition(",")[0]
        places = _is_place(head), all(map(_is_place, re.split(r"\s?/\s?", tail)))
        first = "publisher" if places[1] and not places[0] else "location"
        school = (
            segment.label == "location" and "publisher" not in labels and _is_school(head or tail)
        )
        if school:
            first, cut = "publisher", cut or len(segment.text)
        turned = first == "publisher" or (places[0] and segment.label == "publisher")
        if cut and ((match and named) or turned):
            second = "location" if first == "publisher" else "publisher"
            halves = cut_segment(relabel(segment, first), cut, second)
            return [*segments[:at], *halves, *segments[at + 1 :]]
    return segments


def _is_school(text: str) -> bool:
    cores = map(lexicon.core, text.split())
    return any(lexicon.keywords().get(one) == "inst" or one.startswith("universi") for one in cores)


def _is_place(text: str) -> bool:
    return lexicon.kind(text.strip(" .,;:()")) in ("city", "exonym")


# ── numbers and dates ────────────────────────────────────────────────────────

#: What the form of a number says that has another label.
_FORMS: Final = (
    ("volume", re.compile(r"[Ss]ec(?:t|tion)?\.?\s(?:[A-Z]|\d{1,2}),\s\d.*"), "pages"),
    ("volume", re.compile(r"(?:[Cc]hap(?:ter)?|[Cc]h|[Kk]ap(?:itel)?)\.?\s\d{1,3}[.,;]?"), "note"),
    ("pages", re.compile(r"\d{0,2}(?:1st|2nd|3rd|\dth)\.?,?"), "edition"),
)


def number_by_form(segments: list[Segment]) -> list[Segment]:
    """`sec. B, 4` is a newspaper's page, `chap. 5` a part of a book, `4th.` an edition.

    In `3 May 2020, The Estuary Review` the first number is a day, and not the entry's.

    Earns F1 +0.2.
    """
    found = list(segments)
    if [one.label for one in segments[:2]] == [NUMBER, "date"]:
        number, date = segments[0].text, join_segments(*segments[:2], label="date")
        dayless = number.isdigit() and not dates.read(segments[1].text)[2:]
        if dayless and dates.read(date.text)[2:] == [int(number)]:
            return [date, *segments[2:]]
    for at, segment in enumerate(segments):
        for label, form, meant in _FORMS:
            new = meant == "note" or meant not in labels_of(segments)
            if segment.label == label and new and form.fullmatch(segment.text):
                found[at] = relabel(segment, meant)
    return found


_YEAR_OF_VOLUME: Final = re.compile(r"(?:19|20)\d\d(?:\s\w{3,9}(?:\s\d{1,2})?)?;\s?(?=\S)")


def year_of_volume(segments: list[Segment]) -> list[Segment]:
    """In `2020;382(8)` the year comes before the volume.

    Earns the year of 30 entries of the corpus.
    """
    for at, segment in enumerate(segments):
        match = _YEAR_OF_VOLUME.match(segment.text) if segment.label == "volume" else None
        if match:
            halves = cut_segment(relabel(segment, "date"), match.end(), "volume")
            return [*segments[:at], *halves, *segments[at + 1 :]]
    return segments


_PAGE_AND_YEAR: Final = re.compile(r"(?P<page>\d{1,6}),?\s(?=\((?:1[6-9]|20)\d\d\))")
_PAIR: Final = re.compile(r"[A-Z]?\d{1,4}[A-Z]?,\s(?=(?P<page>[A-Z]?\d{1,7})[.,;]?$)")
_YEAR_ALONE: Final = re.compile(r"\(?(?:19|20)\d\d\)?[,;.]?")


def page_in_date(segments: list[Segment]) -> list[Segment]:
    """In `155, 1554 (1967)` and `2010, 10, 1979.`, with no other pages, the page stands last.

    So lists in physics and chemistry have it (AIP Style Manual, 4th ed.; ACS Style Guide,
    3rd ed.). Behind a title a shorter number may be the issue of an article without pages.

    Earns 12 whole strings (F1 +3.0).
    """
    labels = labels_of(segments)
    if "pages" in labels or "journal" not in labels:
        return segments
    for at in range(len(segments) - 1):
        volume, date = segments[at : at + 2]
        if (volume.label, date.label) != ("volume", "date"):
            continue
        split = _PAGE_AND_YEAR.match(date.text) if volume.text[-1] == "," else None
        pair = _PAIR.match(volume.text) if date.text[:1] == "(" else None
        match = split or pair
        if match and not ("title" in labels and len(match["page"]) < 3):
            cut = (
                [volume, *cut_segment(relabel(date, "pages"), split.end(), "date")]
                if split
                else [*cut_segment(volume, match.end(), "pages"), date]
            )
            return [*segments[:at], *cut, *segments[at + 2 :]]
        year_first = (
            at and segments[at - 1].label == "date" and _YEAR_ALONE.fullmatch(segments[at - 1].text)
        )
        if year_first and volume.text[-1] == "," and re.fullmatch(r"\d{4}[.,;]?", date.text):
            return [*segments[: at + 1], relabel(date, "pages"), *segments[at + 2 :]]
    return segments


_BRACKET_FIRST: Final = re.compile(r"(\(\d{1,3}(?:[-–/]\d{1,3})?\))[,:]?\s+(?=pp?\.\s?\d)")
_ISSUE_FIRST: Final = re.compile(r"(\d{1,3})\s{1,9}(?=\([^()]{0,60}\d{4})")


def issue_elsewhere(segments: list[Segment]) -> list[Segment]:
    """In `Vol. 19` + `(1-2), pp. 27-9` and `8,` + `4 (Dec. 1995)` the issue stands first.

    Earns 2 whole strings (F1 +0.3).
    """
    for at in range(1, len(segments)):
        volume, segment = segments[at - 1 : at + 1]
        form = {"pages": _BRACKET_FIRST, "date": _ISSUE_FIRST}.get(segment.label)
        match = form.match(segment.text) if form and volume.label == "volume" else None
        if match and "(" not in volume.text:
            said = match[1] if match[1][0] == "(" else f"no. {match[1]}"
            whole = replace(volume, text=f"{volume.text} {said}")
            rest = cut_segment(segment, match.end(), segment.label)[-1]
            return [*segments[: at - 1], whole, rest, *segments[at + 1 :]]
    return segments


_WEB: Final = re.compile(r"\b(?:Web|Online|Internet)\.?[\])]?$")


def read_on_web(segments: list[Segment]) -> list[Segment]:
    """In `https://… [2022, August 3]` and `Web. 14 Nov. 2013.` the day is the day of reading.

    Earns the day of reading of 7 strings, which no score counts.
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
