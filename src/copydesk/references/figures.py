"""Read the figures of an entry for what they are: a year, an issue, a time of the day.

Like those of `relabel`, each function returns the segments with better borders.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from copydesk.references import dates, imprint
from copydesk.references.pieces import joined, labels, parted
from copydesk.references.tag import Segment

_YEAR_OF_VOLUME: Final = re.compile(
    r"(?P<year>(?:19|20)\d\d(?:\s\w{3,9}(?:\s\d{1,2})?)?);\s?(?=\S)"
)
_BARE_YEAR: Final = re.compile(r"(?:19|20)\d\d\.?")
_CLOCK: Final = re.compile(r"\W*\d{1,2}[:.]\d\d\s?[ap]\.?\s?m\.?\W*", re.IGNORECASE)
_WEB: Final = re.compile(r"\b(?:Web|Online|Internet)\.?[\])]?$")
_EDITION_YEAR: Final = re.compile(
    r"[^,\d]{0,12}\d{1,2}\.?\s?(?:st|nd|rd|th|e|ème|ª|a)?\.?\s(?:edition|ed|edn|édition|éd|Aufl|Auflage|edición|edizione)"
    r"\b\.?,?\s(?P<year>(?:1[4-9]|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
_YEAR_ISSUE: Final = re.compile(r"(?P<year>(?:19|20)\d\d)/(?P<issue>\d{1,2})(?!\d)")

#: A day or a month in front, for a bare year may be that of a volume: `2021:7`.
_DAY_AND_PAGE: Final = re.compile(
    r"[^:]{0,30}[^\W\d_]{3}[^:]{0,12}(?:19|20)\d\d:(?P<page>[A-Z]{0,2}\d{1,4}(?:[-–][A-Z]{0,2}\d{1,4})?)[.,;]?"
)
#: The page bears a nought in front, a letter, or three figures; a shorter number may be an issue.
_VOLUME_AND_PAGE: Final = re.compile(
    r"(?P<volume>[A-Z]?\d{1,4}[A-Za-z]?(?:\s?\([^()]{1,24}\))?):\s?(?P<page>0\d{1,6}|[A-Za-z]{1,3}\d{1,7}|\d{3,8})[.,;]?"
)
_FRONT_MATTER: Final = re.compile(r"[xivlc]{1,7},?\s?[+,]")

_ORDINAL: Final = re.compile(r"\d{0,2}(?:1st|2nd|3rd|\dth)\.?,?")
_BRACKET_FIRST: Final = re.compile(r"(\(\d{1,3}(?:[-–/]\d{1,3})?\))[,:]?\s+(?=pp?\.\s?\d)")
_NUMBERED: Final = re.compile(r"(?:n°|nº|№|[Nn]o\.|[Nn]r\.)\s?\d{1,5}[.,;]?")

_SECTION: Final = re.compile(r"[Ss]ec(?:t|tion)?\.?\s(?:[A-Z]|\d{1,2}),\s\d")
_CHAPTER: Final = re.compile(r"(?:[Cc]hap(?:ter)?|[Cc]h|[Kk]ap(?:itel)?)\.?\s\d{1,3}[.,;]?")


def year_of_volume(segments: list[Segment]) -> list[Segment]:
    """In `2020;382(8)` the year comes before the volume; one behind the title is the title's."""
    for at, segment in enumerate(segments):
        match = _YEAR_OF_VOLUME.match(segment.text) if segment.label == "volume" else None
        if match is None:
            continue
        dated = parted(replace(segment, label="date"), match.end(), "volume")
        found: list[Segment] = []
        for one in segments[:at]:
            of_title = found and found[-1].label == "title" and one.label == "date"
            if of_title and _BARE_YEAR.fullmatch(one.text):
                found[-1] = joined(found[-1], one)
            else:
                found.append(one)
        return [*found, *dated, *segments[at + 1 :]]
    return segments


def clock(segments: list[Segment]) -> list[Segment]:
    """`2:49 p.m.` is a time of the day; the p is no page's."""
    return [
        replace(one, label="note") if one.label == "pages" and _CLOCK.fullmatch(one.text) else one
        for one in segments
    ]


def lone_marks(segments: list[Segment]) -> list[Segment]:
    """A stroke between two places has no label of its own: `Bern` + `/` + `Rom`."""
    found: list[Segment] = []
    for segment in segments:
        before = found[-1] if found else None
        behind_stroke = before and before.text[-1] == "/" and before.label == segment.label
        if before and (behind_stroke or not any(sign.isalnum() for sign in segment.text)):
            found[-1] = joined(before, segment)
        else:
            found.append(segment)
    return found


def year_in_note(segments: list[Segment]) -> list[Segment]:
    """With no date, the edition and the year of `3e édition, 2012 [1966]` are read from a note."""
    if "date" in labels(segments):
        return segments
    for at, segment in enumerate(segments):
        match = _EDITION_YEAR.match(segment.text) if segment.label == "note" else None
        if match:
            edition, year = parted(replace(segment, label="edition"), match.start("year"), "date")
            return [*segments[:at], edition, year, *segments[at + 1 :]]
    return segments


def year_before_issue(segments: list[Segment]) -> list[Segment]:
    """In `2017/1 (N° 49)`, with no date, the year of the volume is the year of the work."""
    if "date" in labels(segments):
        return segments
    for at, segment in enumerate(segments):
        match = _YEAR_ISSUE.match(segment.text) if segment.label == "volume" else None
        if match:
            year = replace(segment, label="date", text=match["year"])
            start = segment.start + match.start("issue")
            running = segment.text[match.end() :].strip()
            text = running if running[:1] == "(" else f"no. {segment.text[match.start('issue') :]}"
            rest = replace(segment, text=text, start=start)
            return [*segments[:at], year, rest, *segments[at + 1 :]]
    return segments


def read_on_web(segments: list[Segment]) -> list[Segment]:
    """In `21 May 2011. Web. 14 Nov. 2013.` the day behind "Web" is the day of reading."""
    dated = [at for at, one in enumerate(segments) if one.label == "date"]
    found: list[Segment] = []
    for at, segment in enumerate(segments):
        before = found[-1] if found else None
        announced = before is not None and before.label in ("medium", "genre", "note")
        if (
            announced
            and before
            and segment.label in ("date", "note")
            and _WEB.search(before.text)
            and len(dates.read(segment.text)) > 2
            and any(other < at for other in dated)
        ):
            found.append(replace(segment, label="note", text=f"accessed {segment.text}"))
        else:
            found.append(segment)
    return found


def page_behind_year(segments: list[Segment]) -> list[Segment]:
    """In `May 4, 2021:A7` the page of a newspaper stands behind its day, with no volume."""
    if labels(segments) & {"pages", "volume"}:
        return segments
    for at, segment in enumerate(segments):
        match = _DAY_AND_PAGE.fullmatch(segment.text) if segment.label == "date" else None
        if match:
            day, page = parted(segment, match.start("page") - 1, "pages")
            page = replace(page, text=match["page"], start=segment.start + match.start("page"))
            return [*segments[:at], day, page, *segments[at + 1 :]]
    return segments


def page_behind_volume(segments: list[Segment]) -> list[Segment]:
    """In `12:0045` and `12:e45`, with no other pages, the second is the article's own number."""
    if "pages" in labels(segments):
        return segments
    for at, segment in enumerate(segments):
        match = _VOLUME_AND_PAGE.fullmatch(segment.text) if segment.label == "volume" else None
        if match:
            volume = replace(segment, text=match["volume"])
            start = segment.start + match.start("page")
            page = replace(segment, label="pages", text=match["page"], start=start)
            return [*segments[:at], volume, page, *segments[at + 1 :]]
    return segments


def count_cut_in_two(segments: list[Segment]) -> list[Segment]:
    """`xv +` + `310 pp.` count the pages of a book together; the first is no volume."""
    for at in range(len(segments) - 1):
        first, second = segments[at : at + 2]
        pair = first.label == "volume" and second.label == "pages"
        if pair and _FRONT_MATTER.fullmatch(first.text) and imprint.page_count(second.text):
            whole = joined(replace(first, label="pages"), second)
            return [*segments[:at], whole, *segments[at + 2 :]]
    return segments


def ordinal_of_edition(segments: list[Segment]) -> list[Segment]:
    """`4th.` alone is no page: it counts an edition."""
    if "edition" in labels(segments):
        return segments
    return [
        replace(one, label="edition")
        if one.label == "pages" and _ORDINAL.fullmatch(one.text)
        else one
        for one in segments
    ]


def issue_before_pages(segments: list[Segment]) -> list[Segment]:
    """In `Vol. 19` + `(1-2), pp. 27-9` the bracket is the issue, and so is `n° 2140` alone."""
    found: list[Segment] = []
    for segment in segments:
        before = found[-1] if found else None
        bracket = _BRACKET_FIRST.match(segment.text) if segment.label == "pages" else None
        if bracket and before and before.label == "volume" and "(" not in before.text:
            found[-1] = replace(before, text=f"{before.text} {bracket[1]}")
            start = segment.start + bracket.end()
            found.append(replace(segment, text=segment.text[bracket.end() :], start=start))
        elif segment.label == "pages" and _NUMBERED.fullmatch(segment.text):
            found.append(replace(segment, label="volume"))
        else:
            found.append(segment)
    return found


def sections_and_chapters(segments: list[Segment]) -> list[Segment]:
    """`sec. B, 4` is a newspaper's page and `chap. 5` a part of a book: neither is a volume."""
    found: list[Segment] = []
    for segment in segments:
        section = _SECTION.match(segment.text) if segment.label == "volume" else None
        chapter = _CHAPTER.fullmatch(segment.text) if segment.label == "volume" else None
        if section and "pages" not in labels(found):
            found.append(replace(segment, label="pages"))
        elif chapter:
            found.append(replace(segment, label="note"))
        else:
            found.append(segment)
    return found
