"""Dates as pages print them, in the languages of the Unicode calendars.

`find` says where a date stands in a line, and what day it names. Whatever the
order of its parts, a date has digits; so only the places around digits are looked at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from copydesk.structure.phrases import fold, load

#: Two-digit years are not read: they may be days.
CENTURIES: Final = range(1500, 2200)
#: Years of the Buddhist era, as Thailand counts them, and how far it is ahead.
BUDDHIST: Final = range(2443, 2643)
ERA: Final = 543
MONTHS: Final = 12
LAST_DAY: Final = 31
DIGITS: Final = 2
#: "In", which Hebrew glues to its months.
HEBREW_IN: Final = "ב"
#: Dates stand near the start of a short line; the rest of a long one is prose.
_REACH: Final = 240
#: Signs before a number where the name of a month may stand.
_NAME: Final = 24
#: Numbers of a line that are tried.
_TRIES: Final = 16
#: Dates a line may hold beside the first: when it was changed, another calendar's.
_MORE: Final = 3
#: Letters beside a date and its hour that do not make a stamp something else.
_STRAY: Final = 24
_STAMP: Final = 90

_NUMBER = re.compile(r"\d+")
_NUMERIC = re.compile(
    r"(?P<y1>\d{4})(?P<s1>[-/.]\s?)(?P<m1>\d{1,2})(?P=s1)(?P<d1>\d{1,2})(?!\d)"
    r"|(?P<y2>\d{4})\s?[年년]\s?(?P<m2>\d{1,2})\s?[月월]\s?(?P<d2>\d{1,2})\s?[日일]"
    r"|(?P<d3>\d{1,2})(?P<s3>[./-])\s?(?P<m3>\d{1,2})(?P=s3)\s?(?P<y3>\d{4})(?!\d)"
)
_BARE: Final = re.compile(r"(?P<m6>\d{1,2})[月월]\s?(?P<d6>\d{1,2})[日일]")
#: "03.05.21" beside an hour; what year it is stays unread.
_SHORT_YEAR: Final = re.compile(r"\d{2}\.\d{2}\.\d{2}(?![\d.])")
_NAMED: Final = r"[^\s\d,()|:;/<>\[\]{}\"'+=*&%$#@!?-]{2,18}"
_AFTER_DAY = re.compile(
    rf"(?:st|nd|rd|th|er|º|ª|\.|-)?(?:\s|-)?(?:de\s|d['’]|of\s|da\s)?(?P<name>{_NAMED})"
    r"(?:(?:\s|,|-|de\s|del\s|of\s){1,3}(?P<year>\d{4})(?!\d))?"
)
_COUNTED_MONTH = re.compile(
    r"\s(?:tháng|thg)\s(?P<month>\d{1,2})(?:,?\s(?:năm\s)?(?P<year>\d{4}))?"
)
_AFTER_MONTH = re.compile(
    r"(?P<day>\d{1,2})(?!\d)(?:st|nd|rd|th|\.)?(?:,?\s(?P<year>\d{4})(?!\d))?"
    r"|(?P<only>\d{4})(?!\d)"
)
_MONTH_BEFORE = re.compile(rf"(?P<name>{_NAMED})\.?\s?(?:de\s)?$")
_YEAR_BEFORE = re.compile(r"(?<!\d)(?P<year>\d{4})(?:\.\sgada|\sm\.|,)?\s$")
_YEAR_FIRST = re.compile(r"(?<!\d)(?P<year>\d{4})\.?,?\s$")
_CLOCK = re.compile(
    r"(?<![\d:.])\d{1,2}(?:[:h]\d{2}(?::\d{2})?|\.\d{2}(?=\s?(?:uhr|am|pm|h\b))|時\d{2}分?|시\s?\d{2}분|"
    r"\s?(?:uhr|[ap]\.?m)\b)(?:\s?[ap]\.?m?\b\.?)?(?!\d)",
    re.IGNORECASE,
)
_BARE_CLOCK = re.compile(r"(?<!\d)\d{4}(?=\s(?:gmt|utc|hkt|est|edt))", re.IGNORECASE)
_AGO_WORDS = re.compile(r"(?<!\w)(?:an?|one)\s(?:\w{1,12}\s){1,2}ago(?!\w)", re.IGNORECASE)
_ZONE = re.compile(r"(?:utc|gmt)?\s?[+-]\d{1,2}(?::?\d{2})?(?!\d)", re.IGNORECASE)
#: What parts a date from what a site counts beside it.
_PART: Final = re.compile(r"[|·•∙⋅]")
_LETTERS = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Found:
    """A date at `[start, end)` of a line; `clock` when a time of day stands beside it."""

    start: int
    end: int
    iso: str
    clock: bool


def find(text: str) -> Found | None:
    """The first date in `text`, None when there is none.

    >>> find("Published on 9 April 2020 at 8:34")
    Found(start=13, end=25, iso='2020-04-09', clock=True)
    >>> find("Chapter 12 of the report") is None
    True
    >>> [find(text).iso for text in ("17. janvāris 2021", "2020年1月2日", "5 มีนาคม 2562")]
    ['2021-01-17', '2020-01-02', '2019-03-05']
    """
    head = text[:_REACH]
    found = _find(head)
    if found is None:
        return None
    start, end, iso = found
    clock = _CLOCK.search(head, end) or _CLOCK.search(head[:start]) or _BARE_CLOCK.search(head, end)
    return Found(start, end, iso, clock is not None)


def _find(head: str) -> tuple[int, int, str] | None:
    number = None
    for tried, number in enumerate(_NUMBER.finditer(head)):
        if tried == _TRIES:
            break
        start = number.start()
        # Minutes are no day, nor are the digits of a name.
        last = head[start - 1 : start]
        bound = last == ":" or (last.isalpha() and last < "\u2e80")
        found = (None if bound else _numeric(head, start)) or _named(head, number, bound=bound)
        if found:
            return found
        if found := _ago(head, number):
            return found
    if "ago" in head and (match := _AGO_WORDS.search(head)):
        return match.start(), match.end(), ""
    return _near(head) if number else None


def _numeric(head: str, start: int) -> tuple[int, int, str] | None:
    """A date in numbers alone: "2020-01-02", "2.1.2020", "2020年1月2日"."""
    if match := _NUMERIC.match(head, start):
        fields = {name[0]: value for name, value in match.groupdict().items() if value}
        day, month, year = int(fields["d"]), int(fields["m"]), int(fields["y"])
        slashed = match["s3"] == "/"
        if slashed and month > MONTHS >= day:
            day, month = month, day
        elif slashed and day <= MONTHS and day != month:
            # Day and month change places between countries; only one reading may be possible.
            return match.start(), match.end(), ""
        if month <= MONTHS and day <= LAST_DAY:
            return match.start(), match.end(), _iso(year, month, day)
    match = _BARE.match(head, start)
    if not match and (short := _SHORT_YEAR.match(head, start)) and _CLOCK.search(head):
        match = short
    return (match.start(), match.end(), "") if match else None


def _named(head: str, number: re.Match[str], *, bound: bool) -> tuple[int, int, str] | None:
    """A date with the name of its month before or behind the day, in any language's order."""
    months = load().months
    start, end = number.start(), number.end()
    digits = end - start
    if digits <= DIGITS and not bound and 0 < int(number[0]) <= LAST_DAY:
        if match := _COUNTED_MONTH.match(head, end):
            iso = _iso(int(match["year"] or 0), int(match["month"]), int(number[0]))
            return start, match.end(), iso
        match = _AFTER_DAY.match(head, end)
        if match and (month := _month(match["name"], months)):
            year = match["year"]
            last = match.end() if year else match.start("name") + month[1]
            before = None if year else _YEAR_BEFORE.search(head[max(0, start - _NAME) : start])
            if before:
                year, start = before["year"], start - len(before[0])
            return start, last, _iso(int(year or 0), month[0], int(number[0]))
    before = _MONTH_BEFORE.search(head[max(0, start - _NAME) : start])
    if before and (count := months.get(before["name"].casefold().rstrip("."), 0)):
        return _after_month(head, start, start - len(before[0]), count)
    return None


def _after_month(head: str, start: int, first: int, month: int) -> tuple[int, int, str] | None:
    """A date whose month ends at `start`: "March 3, 2020", "March 2020"."""
    match = _AFTER_MONTH.match(head, start)
    if match is None or (first and head[first - 1].isalnum()):
        return None
    if match["only"]:
        iso = _iso(int(match["only"]), month, 0)
        return (first, match.end(), iso) if iso else None
    if int(match["day"]) > LAST_DAY:
        return None
    if not match["year"] and (before := _YEAR_FIRST.search(head[max(0, first - _NAME) : first])):
        # "2021. május 3."
        iso = _iso(int(before["year"]), month, int(match["day"]))
        return first - len(before[0]), match.end(), iso
    return first, match.end(), _iso(int(match["year"] or 0), month, int(match["day"]))


def _month(name: str, months: dict[str, int]) -> tuple[int, int] | None:
    """The month that `name` is or begins with, and how many of its letters are the month's."""
    folded = name.casefold()
    if folded[0] == HEBREW_IN and folded[1:] in months:
        return months[folded[1:]], len(name)
    for size in (len(folded), len(folded.rstrip("."))):
        if month := months.get(folded[:size]):
            return month, len(name)
    return None


def _ago(head: str, number: re.Match[str]) -> tuple[int, int, str] | None:
    """An age: "5 hours ago", "vor 5 Stunden", "5時間前"."""
    start, end = number.start(), number.end()
    if head[end : end + 2].casefold().strip()[:1] not in _units():
        return None
    folded = head.casefold()
    if len(folded) != len(head):
        return None
    for before, behind in load().ages:
        if not folded.startswith(behind, end) or not folded.endswith(before, 0, start):
            continue
        # The longest of the endings that fit, and no half of a word.
        tail = max((one for one in behind if folded.startswith(one, end)), key=len)
        stop = end + len(tail)
        whole = stop == len(head) or not head[stop].isalnum() or head[stop] > "\u2e80"
        first = start - len(before)
        if whole and (not first or not before or not head[first - 1].isalnum()):
            return first, stop, ""
    return None


@cache
def _units() -> frozenset[str]:
    """First letters of all that may stand behind the number of an age."""
    return frozenset(one.strip()[:1] for _, behind in load().ages for one in behind if one.strip())


def _near(head: str) -> tuple[int, int, str] | None:
    """Today or yesterday, with the time of day that tells it from prose."""
    if len(head) > _STAMP or not (clock := _CLOCK.search(head)):
        return None
    folded = head.casefold().replace("’", "'")
    for word in load().near:
        at = folded.find(word)
        alone = at >= 0 and not folded[at + len(word) : at + len(word) + 1].isalpha()
        if alone and (at == 0 or not folded[at - 1].isalpha()) and abs(clock.start() - at) < _NAME:
            return at, at + len(word), ""
    return None


def _iso(year: int, month: int, day: int) -> str:
    if year in BUDDHIST:
        year -= ERA
    if year not in CENTURIES or not 0 < month <= MONTHS:
        return ""
    if not day:
        return f"{year:04}-{month:02}"
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


@cache
def _beside() -> frozenset[str]:
    """Words that stand beside a date and name nothing."""
    lexicon = load()
    words = {word for phrase in lexicon.update for word in _LETTERS.findall(phrase)}
    return frozenset(words | lexicon.weekdays | lexicon.beside)


def _left(text: str, found: Found) -> list[str]:
    """The words of `text` that belong to no date, hour, zone, day of the week or counter."""
    rest = text[: found.start] + " " + text[found.end :]
    for _ in range(_MORE):
        more = _find(rest[:_REACH])
        if more is None:
            break
        rest = rest[: more[0]] + " " + rest[more[1] :]
    rest = _ZONE.sub(" ", _CLOCK.sub(" ", rest.casefold()))
    if left := _names_something(rest):
        # " · 7 min read"
        parts = (part for part in _PART.split(rest) if load().kind(fold(part)) != "counter")
        left = _names_something(" ".join(parts))
    return left


def _names_something(text: str) -> list[str]:
    return [word for word in _LETTERS.findall(text) if word not in _beside()]


def standing(text: str, found: Found) -> tuple[bool, bool]:
    """Whether `text` is `is_only_date`, and whether it `is_stamp`; both look at the same words."""
    left = _left(text, found)
    # "Hull, 3 May 2021"
    placed = len(left) == 1 and bool(found.iso) and found.end == len(text)
    short = (found.clock or placed) and len(text) <= _STAMP and text[-1] not in ".!?"
    return not left, short and sum(map(len, left)) <= _STRAY


def is_only_date(text: str, found: Found) -> bool:
    """Whether `text` holds nothing but the date: day of the week, clock and "updated" may join it.

    >>> text = "Updated: Monday, July 25, 2019 | 11:15 PM"
    >>> is_only_date(text, find(text))
    True
    """
    return standing(text, found)[0]


def is_stamp(text: str, found: Found) -> bool:
    """Whether `text` is a date with its hour, and a word or two: a desk, a place, a counter.

    >>> text = "North Harbour 09:31 August 20, 2019"
    >>> is_stamp(text, find(text))
    True
    >>> text = "On 20 August 2019 the harbour of the north was closed at 09:31."
    >>> is_stamp(text, find(text))
    False
    """
    return standing(text, found)[1]
