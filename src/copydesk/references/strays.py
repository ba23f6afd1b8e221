"""Mend what stands in a wrong field because the field it belongs to is short.

A year in brackets inside a title, a place alone at the end, the number of a
name such as “Studio 5.1”: the tagger has little to go by, the form tells.
Like those of `relabel`, each function returns the segments with better borders.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from copydesk.references import lexicon, names, urls
from copydesk.references.dates import MONTH
from copydesk.references.pieces import joined, parted
from copydesk.references.tag import Segment

_YEAR_INSIDE: Final = re.compile(
    r"(?P<head>[^().]{2,120}?)\s?(?P<year>\((?:1[4-9]|20)\d\d[a-z]?\)[.,:]?)\s+(?=\S)"
)
_DECIMAL: Final = re.compile(r"\d{1,3}\.\d{1,2},?\s+(?=\(?(?:1[4-9]|20)\d\d(?!\d))")
#: No periodical counts an issue 0.
_POINT_NOUGHT: Final = re.compile(r"\d{1,3}\.0[.,;]*$")
_ISSUE_FIRST: Final = re.compile(r"(\d{1,3})\s+(?=\(.*\d{4})")
_ISSUE_BEHIND: Final = re.compile(
    r"(?P<date>[^.]{0,30}\d{4})[.,;]?\s+(?P<issue>(?:№|[Nn]o\.|Nr\.|n°|H\.|Heft)\s?\d{1,4}\b.{0,20})$"
)
_DATE_BEHIND: Final = re.compile(
    rf"(?P<numbers>[^()]{{0,60}}?\d[^()\s]{{0,4}}),?\s+"
    rf"(?P<date>(?i:{MONTH}|spring|summer|autumn|fall|winter|printemps|été|automne|hiver|frühjahr"
    rf"|sommer|herbst)\b[^()]{{0,20}}\d{{4}}.*)$"
)
_IN_NOTE: Final = re.compile(
    r"(?P<volume>\b(?:Heft|H|Nr|No|no|issue|n°)\.?\s?\d{1,4}\b)|(?P<pages>\b(?:S|pp|p)\.\s?\d{1,5}(?:\s?[-–]\s?\d{1,5})?)"
)
_NAMES_OF_WORKS: Final = frozenset(
    ("title", "journal", "container-title", "collection-title", "publisher")
)
_SAYS_NOTHING_OF_PLACE: Final = frozenset(("url", "doi", "isbn", "note", "date"))


def year_behind_body(segments: list[Segment]) -> list[Segment]:
    """In `Ministry of Ports, Office for Dues (2020). Title` the title follows the year."""
    if any(segment.label == "date" for segment in segments):
        return segments
    found: list[Segment] = []
    for segment in segments:
        match = _YEAR_INSIDE.match(segment.text) if segment.label == "title" else None
        signed = _signed(found, segment, match["head"]) if match else None
        if match is None or signed is None:
            found.append(segment)
            continue
        year, title = segment.start + match.start("year"), segment.start + match.end()
        found = [
            *signed,
            replace(segment, label="date", text=match["year"], start=year),
            replace(segment, text=segment.text[match.end() :], start=title),
        ]
    return found


def body_before_year(segments: list[Segment]) -> list[Segment]:
    """In `Salt Council` + `Tide Assembly.` + year + title the name goes on to its year."""
    for at in range(len(segments) - 3):
        first, second, year, title = segments[at : at + 4]
        shape = [one.label for one in (second, year, title)] == ["title", "date", "title"]
        if not shape or first.label not in ("author", "body") or first.text[-1] in ".,:;":
            continue
        if names.is_organisation(first.text) and names.is_body(second.text):
            body = replace(joined(first, second), label="body")
            return [*segments[:at], body, year, title, *segments[at + 4 :]]
    return segments


def _signed(before: list[Segment], segment: Segment, head: str) -> list[Segment] | None:
    """`before` and the body that `head` names, alone or with the author it continues."""
    last = before[-1] if before else None
    if last is None or last.label == "citation-number":
        body = replace(segment, label="author", text=head)
        return [*before, body] if names.is_body(head) else None
    whole = f"{last.text} {head}"
    if last.label != "author" or last.text[-1] != "," or not names.is_organisation(whole):
        return None
    return [*before[:-1], replace(last, text=whole)]


def place_at_the_end(segments: list[Segment]) -> list[Segment]:
    """A known place behind the title, and nothing that a periodical has, is a place."""
    labels = {segment.label for segment in segments}
    if "title" not in labels or labels & {"location", "volume", "pages"}:
        return segments
    named = [at for at, one in enumerate(segments) if one.label not in _SAYS_NOTHING_OF_PLACE]
    at, last = named[-1], segments[named[-1]]
    if last.label not in ("journal", "container-title", "publisher") or not _is_place(last.text):
        return segments
    return [*segments[:at], replace(last, label="location"), *segments[at + 1 :]]


def periodical_named_like_a_place(segments: list[Segment]) -> list[Segment]:
    """A place before the numbers of a journal, and no journal, is the journal: `Venice, 21(2)`."""
    if any(one.label in ("journal", "container-title", "publisher") for one in segments):
        return segments
    return [
        replace(one, label="journal")
        if one.label == "location"
        and [after.label for after in segments[at + 1 :]][:1] == ["volume"]
        else one
        for at, one in enumerate(segments)
    ]


def _is_place(text: str) -> bool:
    return lexicon.kind(text.strip(" .,;:")) in ("city", "exonym")


def decimal_of_a_name(segments: list[Segment]) -> list[Segment]:
    """In `Studio 5.1, 2010` the 5.1 is no day, and that of `Studio 2.0` no volume."""
    forms = {"date": _DECIMAL, "volume": _POINT_NOUGHT}
    found: list[Segment] = []
    for segment in segments:
        before = found[-1] if found else None
        match = forms[segment.label].match(segment.text) if segment.label in forms else None
        match = match or (_POINT_NOUGHT.match(segment.text) if segment.label == "date" else None)
        if match is None or before is None or before.label not in _NAMES_OF_WORKS:
            found.append(segment)
            continue
        found[-1] = replace(before, text=f"{before.text} {match[0].strip()}")
        if rest := segment.text[match.end() :]:
            found.append(replace(segment, text=rest, start=segment.start + match.end()))
    return found


def issue_before_date(segments: list[Segment]) -> list[Segment]:
    """In `8, 4 (Dec. 1995)` the 4 is the issue, not a day."""
    found: list[Segment] = []
    for segment in segments:
        match = _ISSUE_FIRST.match(segment.text) if segment.label == "date" else None
        if match and found and found[-1].label == "volume":
            numbers = f"{found[-1].text} no. {match[1]}"
            found[-1] = replace(found[-1], text=numbers)
            start = segment.start + match.end()
            found.append(replace(segment, text=segment.text[match.end() :], start=start))
        else:
            found.append(segment)
    return found


def issue_behind_year(segments: list[Segment]) -> list[Segment]:
    """In `2020. № 3.` the number is that of the issue."""
    found: list[Segment] = []
    for segment in segments:
        match = _ISSUE_BEHIND.match(segment.text) if segment.label == "date" else None
        if match is None:
            found.append(segment)
            continue
        found.append(replace(segment, text=match["date"]))
        start = segment.start + match.start("issue")
        found.append(replace(segment, label="volume", text=match["issue"], start=start))
    return found


def date_behind_issue(segments: list[Segment]) -> list[Segment]:
    """In `vol. 86, n° 4, hiver 2021-2022` the season and the years are the date."""
    found: list[Segment] = []
    for segment in segments:
        match = _DATE_BEHIND.match(segment.text) if segment.label == "volume" else None
        if match is None:
            found.append(segment)
            continue
        found.append(replace(segment, text=match["numbers"]))
        start = segment.start + match.start("date")
        found.append(replace(segment, label="date", text=match["date"], start=start))
    return found


def numbers_in_note(segments: list[Segment]) -> list[Segment]:
    """Issue and pages that bear their own label are read out of a note."""
    labels = {segment.label for segment in segments}
    found: list[Segment] = []
    for segment in segments:
        if segment.label == "note" and "journal" in labels:
            for match in _IN_NOTE.finditer(segment.text):
                label = match.lastgroup or ""
                if label == "volume" or "pages" not in labels:
                    start = segment.start + match.start()
                    found.append(Segment(label, match[0], segment.confidence, start))
            rest = _IN_NOTE.sub(" ", segment.text)
            if any(sign.isalnum() for sign in rest):
                found.append(replace(segment, text=rest.strip(" ,;")))
        else:
            found.append(segment)
    return found


def word_glued_to_link(segments: list[Segment]) -> list[Segment]:
    """In `tide.example/a.html.Accessed` + `22 Apr. 2023` the last word belongs to the date."""
    for at, segment in enumerate(segments[:-1]):
        match = urls.GLUED.search(segment.text) if segment.label == "url" else None
        after = segments[at + 1]
        if match and after.label in ("note", "date"):
            link, word = parted(segment, match.start() + 1, "note")
            read = replace(word, text=f"{word.text} {after.text}")
            return [*segments[:at], link, read, *segments[at + 2 :]]
    return segments
