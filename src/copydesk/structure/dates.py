"""Dates as pages print them, in any of the house's languages.

`find` says where a date stands in a line, `reading` what day it names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from copydesk.structure.phrases import load

#: Two-digit years are not read: they may be days.
CENTURIES: Final = range(1500, 2200)
MONTHS: Final = 12
#: Dates stand near the start of a short line; the rest of a long one is prose.
_REACH: Final = 240


@dataclass(frozen=True, slots=True)
class Found:
    """A date at `[start, end)` of a line; `clock` when a time of day follows it."""

    start: int
    end: int
    iso: str
    clock: bool


@cache
def _pattern() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(load().months, key=len, reverse=True))
    ago = "|".join(re.escape(word) for word in sorted(load().ago))
    month = rf"(?:{names})(?!\w)\.?"
    day = r"\d{1,2}(?!\d)(?:st|nd|rd|th|er|º|ª|\.)?"
    return re.compile(
        rf"""(?<!\w)(?:
          (?P<y1>\d{{4}})[-/.](?P<m1>\d{{1,2}})[-/.](?P<d1>\d{{1,2}})(?!\d)
        | (?P<y2>\d{{4}})\s?[年년]\s?(?P<m2>\d{{1,2}})\s?[月월]\s?(?P<d2>\d{{1,2}})\s?[日일]
        | (?P<d3>\d{{1,2}})[./-](?P<m3>\d{{1,2}})[./-](?P<y3>\d{{4}})(?!\d)
        | (?P<d4>{day})(?:\s|-)?\s?(?:de\s|d'|of\s)?(?P<n4>{month})
          (?:(?:\s|,|-|de\s|del\s){{1,3}}(?P<y4>\d{{4}})(?!\d))?
        | (?P<n5>{month})\s?(?P<d5>{day}),?(?:\s(?P<y5>\d{{4}})(?!\d))?
        | (?P<n6>{month})\s(?:de\s)?(?P<y6>\d{{4}})(?!\d)
        | (?P<ago>(?:\d{{1,3}}|an?|one)\s(?:\w{{1,12}}\s){{1,2}}(?:{ago})
          |vor\s\d{{1,3}}\s\w{{3,8}}|il\sy\sa\s\d{{1,3}}\s\w{{2,8}})(?!\w)
        )""",
        re.VERBOSE | re.IGNORECASE,
    )


_CLOCK = re.compile(r"(?<![\d:])\d{1,2}(?:[:h]\d{2}|\.\d{2}\s?(?:uhr|am|pm))(?!\d)", re.IGNORECASE)
_DIGIT = re.compile(r"\d")


def find(text: str) -> Found | None:
    """The first date in `text`, None when there is none.

    >>> find("Published on 9 April 2020 at 8:34")
    Found(start=13, end=25, iso='2020-04-09', clock=True)
    >>> find("Chapter 12 of the report") is None
    True
    """
    head = text[:_REACH]
    if not _DIGIT.search(head):
        return None
    match = _pattern().search(head)
    if match is None:
        return None
    clock = _CLOCK.search(head, match.end()) or _CLOCK.search(head[: match.start()])
    return Found(match.start(), match.end(), _iso(match), clock is not None)


def reading(text: str) -> str:
    """The ISO form of the first date in `text`, "" when it names no certain day.

    >>> reading("Dec 23, 2025"), reading("30. Oktober 2019"), reading("2020年1月2日")
    ('2025-12-23', '2019-10-30', '2020-01-02')
    >>> reading("Mar 17")
    ''
    >>> reading("04/05/2021"), reading("30.12.2016"), reading("June 2019")
    ('', '2016-12-30', '2019-06')
    """
    found = find(text)
    return found.iso if found else ""


def _iso(match: re.Match[str]) -> str:
    fields = {name[0]: value for name, value in match.groupdict().items() if value}
    if "y" not in fields:
        return ""
    year = int(fields["y"])
    name = fields.get("n", "").rstrip(".").casefold()
    month = load().months[name] if name else int(fields["m"])
    if year not in CENTURIES:
        return ""
    if "d" not in fields:
        return f"{year:04}-{month:02}"
    day = int(re.match(r"\d+", fields["d"])[0])  # type: ignore[index]  # the pattern begins with a digit
    slashed = match["d3"] is not None and "/" in match[0]
    if slashed:
        # Day and month change places between countries; only one reading may be possible.
        if day <= MONTHS and month <= MONTHS and day != month:
            return ""
        if month > MONTHS:
            day, month = month, day
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def is_only_date(text: str, found: Found) -> bool:
    """Whether `text` holds nothing but the date: day of the week, clock and "updated" may join it.

    >>> text = "Updated: Monday, July 25, 2019 | 11:15 PM"
    >>> is_only_date(text, find(text))
    True
    """
    lexicon = load()
    rest = (text[: found.start] + " " + text[found.end :]).casefold()
    for phrase in lexicon.update:
        if rest.strip(" :,|·•-").startswith(phrase):
            rest = rest.replace(phrase, " ", 1)
    rest = _CLOCK.sub(" ", rest)
    left = [word for word in re.findall(r"\w+", rest) if word not in lexicon.weekdays]
    small = {
        "am",
        "pm",
        "at",
        "um",
        "uhr",
        "à",
        "le",
        "utc",
        "gmt",
        "est",
        "edt",
        "bst",
        "cet",
        "et",
        "pt",
        "a",
        "the",
        "on",
    }
    return all(word in small for word in left)
