"""Find the date of publication among labelled lines.

What each rule earns, in right dates (121 development pages / 88 corpus documents with gold labels /
with the labels of the old scorers): dates under other labels 4/0/3, ages and times of day 0/3/1, a
year alone 0/1/0. That published stands before changed decides nothing there: pages print it first.
All figures are of `tools/measure_front.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from copydesk.structure.metadata import (
    NO_METADATA,
    PageMetadata,
    compile_words,
    load_ages,
    load_clock_words,
    load_months,
    load_months_of,
    load_weekdays,
)

#: Signs of a line that are searched; a date of publication stands near the start.
REACH: Final = 300
#: Years of the Buddhist era, as Thailand counts them, and how far it is ahead.
BUDDHIST: Final = range(2443, 2643)
ERA: Final = 543
#: Lines from the title within which a line that is only a date is the article's under any label.
NEAR: Final = 8

_YEAR: Final = r"(?:1[5-9]\d\d|2[0156]\d\d)(?:(?!\d)|(?=\d{1,2}[.\s]|\d{4}-))"
_NAME: Final = (
    r"(?:[ก-๙]{1,4}\.[ก-๙]{1,4}"
    r"|[^\s\d.,()|:;/<>\[\]{}\"'’+=*&%$#@!?·•–—-]{2,20}(?:\s(?:الثاني|الأول))?)"
)
_NUMERIC: Final = re.compile(
    rf"(?<![\d.:/-])(?P<y1>{_YEAR})\s?(?P<s1>[-/.])\s?(?P<m1>\d{{1,2}})\s?(?P=s1)\s?(?P<d1>\d{{1,2}})"
    r"(?:(?!\d)|(?=\d\d:\d\d))"
    r"|(?P<y2>\d{4})\s?[年년]\s?(?P<m2>\d{1,2})\s?[月월]\s?(?P<d2>\d{1,2})\s?[日일]"
    rf"|(?<![\d.:/-])(?P<d3>\d{{1,2}})\s?(?P<s3>[./-])\s?(?P<m3>\d{{1,2}})\s?(?P=s3)\s?(?P<y3>{_YEAR})"
    r"|(?<![\d.:/-])(?P<d4>\d{1,2})(?P<s4>[./])(?P<m4>\d{1,2})(?P=s4)(?P<short>\d\d)(?![\d.:/])"
    r"|(?P<m5>\d{1,2})[月월]\s?(?P<d5>\d{1,2})\s?[日일]"
)
_COUNTED: Final = re.compile(
    rf"(?P<day>\d{{1,2}})\s(?:tháng|thg)\s(?P<month>\d{{1,2}})(?:,?\s(?:năm\s)?(?P<year>{_YEAR}))?"
)
_DAY_FIRST: Final = re.compile(
    rf"(?:(?P<first>{_YEAR})(?:\.\sgada|\sm\.)?,?\s)?(?<![\d:])(?P<day>\d{{1,2}})"
    rf"(?:st|nd|rd|th|er|º|ª|°)?[.\-]?\s?(?:de\s|d['’]|of\s|da\s)?(?P<name>{_NAME})"
    rf"(?:\.?[\s,.-]{{1,3}}(?:de\s|del\s|of\s|do\s)?(?P<year>{_YEAR}))?",
    re.IGNORECASE,
)
_MONTH_FIRST: Final = re.compile(
    rf"(?:(?P<first>{_YEAR})\.?,?\s)?(?P<name>{_NAME})\.?,?\s?(?:de\s)?"
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?(?!\d)(?:,?\s?(?P<year>{_YEAR}))?|(?P<only>{_YEAR}))",
    re.IGNORECASE,
)
_CLOCK: Final = re.compile(
    r"(?<![\d:.])(?:[01]?\d|2[0-4])(?!\d)(?:[:.h]\d{2}(?![\d.]\d)(?::\d{2})?|(?=\s?(?:uhr|[ap]\.?m\b)))\s?(?:uhr\b|[ap]\.?m\b\.?)?"
    r"(?:\s?(?:[A-Z]{2,4}T|ET|PT|UTC|GMT)\b)?",
    re.IGNORECASE,
)
_YEAR_ALONE: Final = re.compile(rf"\W*({_YEAR})\W*")
_YEARS: Final = re.compile(r"(?<!\d)(?:1[5-9]|2[01])\d\d(?!\d)")
_ISO: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?!\d)")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
#: Roles of lines that hold dates, and those that such lines are mistaken for.
_DATED: Final = ("date", "byline")
_MISTAKEN: Final = ("furniture", "heading", "subtitle", "other")
#: A label above a date is shorter; words beside a date are few and short.
_LABEL: Final = 40
_SMALL: Final = 3
#: From this sign on words are not parted; a short one may be a name.
_UNSPACED: Final = "\u3040"
#: No article of which only the site's own lines give the date is older.
_OLDEST: Final = "1800"


Rank = tuple[int, bool, bool, int, int]


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date at `[start, end)` of a line; `iso` is "" where the day is not certain.

    `readings` are the days it may mean where day and month may be exchanged.
    """

    start: int
    end: int
    iso: str
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FrontDate:
    """The date of an article as printed, in ISO form or "", and its line (None: only stated)."""

    printed: str
    iso: str
    line: int | None


def find_date(
    lines: Sequence[str],
    roles: Sequence[str],
    stated: PageMetadata = NO_METADATA,
    language: str = "",
) -> FrontDate | None:
    """Find the date of publication among lines with their roles; None where nothing gives one.

    A date that is said to be of the publication stands before one that says nothing, that before
    one of a change; one in a line below the text that is no date says nothing against another
    that is `stated`. Clock and weekday are not part of it. A date in numbers whose day and month
    may be exchanged has no ISO form, unless `stated` names one of the two days. Raises ValueError
    when `lines` and `roles` differ in length.

    >>> lines = ["The quiet harbour", "Updated 5 May 2021", "Published on 3 May 2021"]
    >>> find_date(lines, ["title", "date", "date"])
    FrontDate(printed='3 May 2021', iso='2021-05-03', line=2)
    >>> find_date(["03/05/2021"], ["date"])
    FrontDate(printed='03/05/2021', iso='', line=0)
    """
    known = _ISO.match(stated.date)
    pairs = list(enumerate(zip(lines, roles, strict=True)))
    end = max((number for number, (_, role) in pairs if role == "body"), default=len(pairs))
    ranked = [
        (_rank_date(lines, number, one, beside=role != _DATED[0]), number, one)
        for number, (text, role) in pairs
        if role in _DATED
        for one in find_dates(text, language)
        if role == _DATED[0] or number < end or not known or known[1] in (one.iso, *one.readings)
    ] or _find_unlabelled(lines, roles, language)
    if ranked:
        _, number, one = min(ranked, key=lambda item: item[0])
        iso = known[1] if known and known[1] in one.readings else one.iso
        return FrontDate(lines[number][one.start : one.end], iso, number)
    for number, (text, role) in pairs:
        if role == "date" and (found := _YEAR_ALONE.fullmatch(text) or _find_vague(text)):
            year = found[1] if found.re is _YEAR_ALONE else ""
            return FrontDate(year or found[0].strip(), year, number)
    first = next(find_dates(stated.date, language), None)
    return FrontDate(stated.date[first.start : first.end], first.iso, None) if first else None


def read_date(text: str, language: str = "") -> str:
    """Read the day or month that a text names in ISO form, else the one year in it, else "".

    >>> read_date("June 2019"), read_date("Spring 2026"), read_date("04/05/2021")
    ('2019-06', '2026', '2021')
    >>> read_date("soon"), read_date("between 1848 and 1849")
    ('', '')
    """
    first = next(find_dates(text, language), None)
    years = {*_YEARS.findall(text)}
    return (first.iso if first else "") or (years.pop() if len(years) == 1 else "")


def _rank_date(
    lines: Sequence[str], number: int, found: PrintedDate, *, beside: bool = False
) -> Rank:
    """Published 0, unsaid 1, changed 2; then those not `beside` names, with a year, in order."""
    text = lines[number]
    before = text[: found.start]
    if not _LETTERS.search(before) and number:
        before = lines[number - 1] if len(lines[number - 1]) < _LABEL else ""
    said = 1
    last = -1
    for rank, kind in ((0, "published"), (2, "updated")):
        for match in compile_words(kind).finditer(before):
            # "Published 3 May, last updated 5 May": the word next to the date.
            if match.end() > last:
                said, last = rank, match.end()
    return said, beside, not found.iso, number, found.start


def _find_unlabelled(
    lines: Sequence[str], roles: Sequence[str], language: str
) -> list[tuple[Rank, int, PrintedDate]]:
    """Dates that are whole lines near the title, whatever their label."""
    titles = [number for number, role in enumerate(roles) if role == "title"]
    if not titles:
        return []
    first, last = max(0, titles[0] - NEAR), min(len(lines), titles[-1] + NEAR + 1)
    dated = [n for n, text in enumerate(lines) if len(text) < 2 * _LABEL and is_only_date(text)]
    diary = sum(roles[number] == "heading" for number in dated) > 1
    return [
        (_rank_date(lines, number, one), number, one)
        for number in dated
        if first <= number < last and roles[number] in _MISTAKEN
        if not (diary and roles[number] == "heading")
        for one in find_dates(lines[number], language)
        if one.iso >= _OLDEST
    ]


def is_only_date(text: str) -> bool:
    """Tell whether a line holds a date and at most its clock, weekday and such words.

    >>> is_only_date("Published: Tue, 5 March 2024, 10:00"), is_only_date("The 5 March 2024 vote")
    (True, False)
    """
    rest = text
    for found in reversed(list(find_dates(text))):
        rest = rest[: found.start] + " " + rest[found.end :]
    if rest == text:
        return False
    rest = _CLOCK.sub(" ", rest)
    for kind in ("published", "updated"):
        rest = compile_words(kind).sub(" ", rest)
    known = load_weekdays() | load_clock_words()
    left = [word for word in _LETTERS.findall(rest) if word.casefold() not in known]
    small = all(word.isupper() or (len(word) <= _SMALL and word < _UNSPACED) for word in left)
    return small and len(left) <= _SMALL


def _find_vague(text: str) -> re.Match[str] | None:
    """An age ("2 years ago") or a time of day, where a line labelled date gives no day."""
    return load_ages().search(text) or _CLOCK.search(text)


def find_dates(text: str, language: str = "") -> Iterator[PrintedDate]:
    """Yield the dates of a line from left to right.

    >>> [one.iso for one in find_dates("9 April 2020, updated 2020年5月2日")]
    ['2020-04-09', '2020-05-02']
    >>> [one.iso for one in find_dates("By Jane DoeMarch 3, 2024 in 12 chapters")]
    ['2024-03-03']
    """
    text = text[:REACH]
    if not any(sign.isdigit() for sign in text):
        return
    found = [*_find_numeric(text), *_find_named(text, language)]
    end = 0
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if one.start >= end:
            yield one
            end = one.end


def _find_numeric(text: str) -> Iterator[PrintedDate]:
    for match in _NUMERIC.finditer(text):
        fields = {name: value for name, value in match.groupdict().items() if value}
        number = {name[0]: int(value) for name, value in fields.items() if name[0] in "ymd"}
        day, month, year = number["d"], number["m"], number.get("y", 0)
        readings = tuple(filter(None, (_join_iso(year, month, day), _join_iso(year, day, month))))
        exchanged = fields.get("s3", ".") != "." and day != month
        if "s4" in fields:
            if _join_iso(2000, month, day) or _join_iso(2000, day, month):
                yield PrintedDate(match.start(), match.end(), "")
        elif exchanged and readings:
            iso = readings[0] if len(readings) == 1 else ""
            yield PrintedDate(match.start(), match.end(), iso, readings)
        elif iso := _join_iso(year or 2000, month, day):
            yield PrintedDate(match.start(), match.end(), iso if year else "")
    for match in _COUNTED.finditer(text):
        iso = _join_iso(int(match["year"] or 0), int(match["month"]), int(match["day"]))
        yield PrintedDate(match.start(), match.end(), iso)


def _find_named(text: str, language: str) -> Iterator[PrintedDate]:
    for pattern in (_DAY_FIRST, _MONTH_FIRST):
        position = 0
        while match := pattern.search(text, position):
            position = match.start() + 1
            at_start = pattern is _DAY_FIRST
            month, start, end = _read_month(match["name"], language, at_start=at_start)
            day = int(match["day"] or 0)
            if not month or day > 31:
                continue
            year = match["year"] or match["first"] or match.groupdict().get("only") or "0"
            first, last = match.start(), match.end()
            if pattern is _MONTH_FIRST:
                first = match.start("name") + start if start or not match["first"] else first
            elif end < len(match["name"]):
                last, year = match.start("name") + end, match["first"] or "0"
            elif not match["year"]:
                last = match.end("name")
            position = last
            yield PrintedDate(first, last, _join_iso(int(year), month, day))


def _read_month(name: str, language: str, *, at_start: bool) -> tuple[int, int, int]:
    """The month that `name` is, and where in it: "DoeMarch" ends with one, "MarchBy" begins so."""
    own, months = load_months_of(language), load_months()
    cuts = [(0, len(name))]
    glued = [n for n in range(1, len(name)) if name[n].isupper() and name[n - 1].islower()]
    cuts += [(0, at) if at_start else (at, len(name)) for at in glued]
    if name[0] == "ב":
        cuts.append((1, len(name)))  # "in", which Hebrew glues to its months
    for start, end in cuts:
        folded = name[start:end].casefold()
        if month := own.get(folded) or months.get(folded):
            return month, start, end
    return 0, 0, 0


def _join_iso(year: int, month: int, day: int) -> str:
    """The ISO form of a day, or of a month where `day` is 0; "" for no possible day."""
    if year in BUDDHIST:
        year -= ERA
    try:
        whole = date(year, month, day or 1).isoformat()
    except ValueError:
        return ""
    return whole if day else whole[:7]
