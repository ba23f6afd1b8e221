"""Read `83, 3370 (1999)` and `2010, 10, 1979`, the forms of lists in physics and chemistry.

Like those of `relabel`, each function returns the segments with better borders. The number
behind the volume is the first page there (AIP Style Manual, 4th ed.; ACS Style Guide, 3rd ed.).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from copydesk.references.pieces import labels, parted
from copydesk.references.tag import Segment

_PAIR: Final = re.compile(r"[A-Z]?\d{1,4}[A-Z]?,\s(?=(?P<page>[A-Z]?\d{1,7})[.,;]?$)")
_PAGE_AND_YEAR: Final = re.compile(r"(?P<page>\d{1,6}),?\s(?=\((?:1[6-9]|20)\d\d\))")
_YEAR_IN_BRACKETS: Final = re.compile(r"\((?:1[6-9]|20)\d\d\)")
_YEAR: Final = re.compile(r"\(?(?:19|20)\d\d\)?[,;.]?")
_FIGURES: Final = re.compile(r"\d{4}[.,;]?")
#: Behind a title a shorter number may be the issue of an article without pages.
_LONG: Final = 3


def page_before_year(segments: list[Segment]) -> list[Segment]:
    """In `155, 1554 (1967)`, with no other pages, the number before the year is the page."""
    if "pages" in labels(segments) or not labels(segments) & {"journal"}:
        return segments
    titled = "title" in labels(segments)
    for at in range(len(segments) - 1):
        volume, date = segments[at : at + 2]
        if (volume.label, date.label) != ("volume", "date"):
            continue
        split = _PAGE_AND_YEAR.match(date.text) if volume.text[-1] == "," else None
        pair = _PAIR.match(volume.text) if _YEAR_IN_BRACKETS.match(date.text) else None
        match = split or pair
        if match is None or (titled and len(match["page"]) < _LONG):
            return segments
        if split:
            page, year = parted(replace(date, label="pages"), split.end(), "date")
            return [*segments[:at], volume, page, year, *segments[at + 2 :]]
        return [*segments[:at], *parted(volume, match.end(), "pages"), *segments[at + 1 :]]
    return segments


def page_behind_volume(segments: list[Segment]) -> list[Segment]:
    """In `2010, 10, 1979.` the year stands first, and the last number is the page."""
    if "pages" in labels(segments) or "journal" not in labels(segments):
        return segments
    for at in range(len(segments) - 2):
        year, volume, last = segments[at : at + 3]
        shape = [one.label for one in (year, volume, last)] == ["date", "volume", "date"]
        dated = shape and _YEAR.fullmatch(year.text) and volume.text[-1] == ","
        if dated and _FIGURES.fullmatch(last.text):
            return [*segments[: at + 2], replace(last, label="pages"), *segments[at + 3 :]]
    return segments
