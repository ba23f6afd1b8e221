"""Read `2019;38(7):e45` and `Published May 3, 2019`, the forms of medical lists.

Like those of `relabel`, each function returns the segments with better borders. The year,
volume, issue and number of an article stand in one word there (Citing Medicine, 2nd ed.;
AMA Manual of Style, 11th ed.).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from copydesk.references.dates import MONTH
from copydesk.references.pieces import OUTLETS, labels, parted
from copydesk.references.tag import Segment

_STRING: Final = re.compile(
    r"(?:(?P<journal>[A-ZÀ-ÖØ-Þ][^.;:]{1,80})[.,]\s)?"
    rf"(?P<date>(?:19|20)\d\d(?:\s(?i:{MONTH})\.?(?:\s\d{{1,2}})?)?);\s?"
    r"(?P<volume>\d{1,4}(?:\s?\([^()]{1,24}\))?):\s?"
    r"(?P<pages>[A-Za-z]{0,3}\d{1,7}(?:[-–][A-Za-z]{0,3}\d{1,7})?)\.?(?=\s|$)"
)
_LOOSE: Final = frozenset(("note", "genre", "date", "volume", "title"))
_DAY: Final = re.compile(r"(?P<day>\d{1,2});\s?(?=\d)")
_ENDS_IN_MONTH: Final = re.compile(rf"(?:19|20)\d\d\s(?i:{MONTH})\.?$")
_PUBLISHED: Final = re.compile(
    r"Published(?:\sonline)?:?\s(?:(?:19|20)\d\d\s[A-Z][a-z]{2,8}\.?\s\d{1,2}"
    r"|[A-Z][a-z]{2,8}\.?\s\d{1,2},\s(?:19|20)\d\d)\.?(?=\s|$)"
)


def article_string(segments: list[Segment]) -> list[Segment]:
    """`Tide Res. 2019;38:e45`, taken for a note or a date, has journal, year, volume, page."""
    if "pages" in labels(segments):
        return segments
    for at, segment in enumerate(segments):
        match = _STRING.match(segment.text) if segment.label in _LOOSE else None
        if match is None or not _fits(match, segments[:at]):
            continue
        found = [
            replace(
                segment, label=label, text=match[label], start=segment.start + match.start(label)
            )
            for label in ("journal", "date", "volume", "pages")
            if match[label]
        ]
        before = segments[:at]
        if before and before[-1].label in OUTLETS and not match["journal"]:
            before = [*before[:-1], replace(before[-1], label="journal")]
        rest = parted(replace(segment, label="note"), match.end(), "note")[1:]
        return [*before, *found, *rest, *segments[at + 1 :]]
    return segments


def _fits(match: re.Match[str], before: list[Segment]) -> bool:
    """Whether a journal stands in front just once, within the string or before it."""
    named = bool(before) and before[-1].label in OUTLETS
    titled = any(one.label == "title" for one in before)
    return titled and named != bool(match["journal"])


def day_before_volume(segments: list[Segment]) -> list[Segment]:
    """In `2019 Dec` + `3;38(7):` the first number is the day."""
    for at in range(len(segments) - 1):
        date, volume = segments[at : at + 2]
        match = _DAY.match(volume.text) if volume.label == "volume" else None
        if match and date.label == "date" and _ENDS_IN_MONTH.search(date.text):
            day = replace(date, text=f"{date.text} {match['day']}")
            rest = volume.text[match.end() :]
            numbers = replace(volume, text=rest, start=volume.end - len(rest))
            return [*segments[:at], day, numbers, *segments[at + 2 :]]
    return segments


def day_of_publication(segments: list[Segment]) -> list[Segment]:
    """`Published May 3, 2019. Accessed …` says the day of the article, and then another."""
    found: list[Segment] = []
    for segment in segments:
        before = found[-1] if found else None
        match = _PUBLISHED.match(segment.text) if segment.label == "note" else None
        if match:
            found += parted(replace(segment, label="date"), match.end(), "note")
        elif before and before.text == "Published" and segment.label == "date":
            # One word is no press and no outlet.
            found[-1] = replace(before, label="date", text=f"{before.text} {segment.text}")
        else:
            found.append(segment)
    return found
