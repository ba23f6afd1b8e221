"""Find the date of publication among labelled lines, and read the dates in a line.

Dates under other labels earn 1/1/1 right dates of 69 corpus texts, 21 corpus pages and 102
development pages, as the labeller labels them. dateparser, which htmldate brings, is not used: it
reads no date glued to a name and no Thai year, and its first look takes seconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from copydesk import tables
from copydesk.structure.metadata import NO_METADATA, PageMetadata, compile_words

#: Signs of a line that are searched; a date of publication stands near the start.
REACH: Final = 300
#: Years of the Buddhist era, as Thailand counts them, and how far it is ahead.
BUDDHIST: Final = range(2443, 2643)
ERA: Final = 543
#: Lines from the title within which a line that is only a date is the article's under any label.
NEAR: Final = 8

_YEAR: Final = r"(?:1[5-9]\d\d|2[0156]\d\d)(?:(?!\d)|(?=\d{1,2}[.\s]|\d{4}-))"
_START: Final = r"(?<![\d.:/-])"
#: What may be the name of a month: also behind a name that it is glued to, or the Hebrew "in".
_NAME: Final = (
    r"(?:(?<![^\W\d_])|(?<=[a-zà-ÿ])(?-i:(?=[A-ZÀ-Þ])))ב?"
    r"(?P<name>[ก-๙]{1,4}\.[ก-๙]{1,4}"
    r"|[^\s\d.,()|:;/<>\[\]{}\"'’+=*&%$#@!?·•–—-]{2,20}(?:\s(?:الثاني|الأول))?)"
)
#: The forms of a date: day `d`, month `m` or its `name`, year `y`, `first` or `only`. Day and
#: month may be exchanged where `s` parts them with a stroke or a dash, or the year is `short`.
_FORMS: Final = tuple(
    re.compile(f"(?=(?P<whole>{form}))", re.IGNORECASE)
    for form in (
        (
            rf"{_START}(?P<y>{_YEAR})\s?(?P<t>[-/.])\s?(?P<m>\d{{1,2}})\s?(?P=t)\s?"
            r"(?P<d>\d{1,2})(?:(?!\d)|(?=\d\d:\d\d))"
        ),
        r"(?:(?P<y>\d{4})\s?[年년]\s?)?(?<!\d)(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日일]",
        rf"{_START}(?P<d>\d{{1,2}})\s?(?P<s>[./-])\s?(?P<m>\d{{1,2}})\s?(?P=s)\s?(?P<y>{_YEAR})",
        rf"{_START}(?P<d>\d{{1,2}})(?P<s>[./])(?P<m>\d{{1,2}})(?P=s)(?P<short>\d\d)(?![\d.:/])",
        rf"{_START}(?P<d>\d{{1,2}})\s(?:tháng|thg)\s(?P<m>\d{{1,2}})(?:,?\s(?:năm\s)?(?P<y>{_YEAR}))?",
        (
            rf"(?:(?P<first>{_YEAR})(?:\.\sgada|\sm\.)?,?\s)?(?<![\d:])(?P<d>\d{{1,2}})"
            rf"(?:st|nd|rd|th|er|º|ª|°)?[.\-]?\s?(?:de\s|d['’]|of\s|da\s)?{_NAME}"
            rf"(?:\.?[\s,.-]{{1,3}}(?:de\s|del\s|of\s|do\s)?(?P<y>{_YEAR}))?"
        ),
        (
            rf"(?:(?P<first>{_YEAR})\.?,?\s)?{_NAME}\.?,?\s?(?:de\s)?"
            rf"(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th|\.)?(?!\d)(?:,?\s?(?P<y>{_YEAR}))?|(?P<only>{_YEAR}))"
        ),
    )
)
_YEARS: Final = re.compile(r"(?<!\d)(?:1[5-9]|2[01])\d\d(?!\d)")
_ISO: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?!\d)")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
#: Roles of lines that hold dates, and those that such lines are mistaken for.
_DATED: Final = ("date", "byline")
_MISTAKEN: Final = ("furniture", "subtitle", "other")
#: Between the parts of a line.
_PARTING: Final = re.compile(r"(?<=\s)[–—-](?=\s)|[|·•,;()[\]]|[.:](?=\s|$)")
#: A line that is only a date is shorter; words beside a date are few and short.
_LONGEST: Final = 80
_SMALL: Final = 3
#: From this sign on words are not parted; a short one may be a name.
_UNSPACED: Final = "\u3040"
#: No article of which only the site's own lines give the date is older.
_OLDEST: Final = "1800"


@dataclass(frozen=True, slots=True)
class LocatedDate:
    """A date at `[start, end)` of a line; `iso` is "" where the day is not certain.

    `readings` are the days that one with a year may mean.
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
    one of a change. Clock and weekday are not part of it. A date in numbers whose day and month
    may be exchanged has no ISO form, unless `stated` names one of the two days. Raises ValueError
    when `lines` and `roles` differ in length.

    >>> lines = ["The quiet harbour", "Updated 5 May 2021", "Published on 3 May 2021"]
    >>> find_date(lines, ["title", "date", "date"])
    FrontDate(printed='3 May 2021', iso='2021-05-03', line=2)
    >>> find_date(["03/05/2021"], ["date"])
    FrontDate(printed='03/05/2021', iso='', line=0)
    """
    found = [
        (_rank_date(text[: one.start], role, one), number, one.start, one)
        for number, (text, role) in enumerate(zip(lines, roles, strict=True))
        if role in _DATED or _is_date_line(number, lines, roles)
        for one in find_dates(text, language)
        if role in _DATED or one.iso >= _OLDEST
    ]
    if found:
        *_, number, _, one = min(found)
        known = _ISO.match(stated.date)
        iso = known[1] if known and known[1] in one.readings else one.iso
        return FrontDate(lines[number][one.start : one.end], iso, number)
    first = next(find_dates(stated.date, language), None)
    return FrontDate(stated.date[first.start : first.end], first.iso, None) if first else None


def _rank_date(before: str, role: str, found: LocatedDate) -> tuple[bool, int, bool, bool]:
    """Labelled first; published 0, unsaid 1, changed 2; those not beside names; with a year."""
    # "Published 3 May, last updated 5 May": the word next to the date.
    said = [(0, 1)] + [
        (match.end(), rank)
        for rank, kind in ((0, "published"), (2, "updated"))
        for match in compile_words(kind).finditer(before)
    ]
    return role not in _DATED, max(said)[1], role == "byline", not found.iso


def _is_date_line(number: int, lines: Sequence[str], roles: Sequence[str]) -> bool:
    """Whether a line near the title that is mistaken for the site's is only a date."""
    near = range(max(0, number - NEAR), min(len(roles), number + NEAR + 1))
    return (
        roles[number] in _MISTAKEN
        and len(lines[number]) < _LONGEST
        and any(roles[at] == "title" for at in near)
        and is_only_date(lines[number])
    )


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


def is_only_date(text: str) -> bool:
    """Tell whether a line holds a date and at most its clock, weekday and a few short words.

    >>> is_only_date("Published: Tue, 5 March 2024, 10:00"), is_only_date("The 5 March 2024 vote")
    (True, False)
    """
    rest = mask_dates(text)
    if rest == text:
        return False
    left = _find_words(rest)
    return all(map(_is_small, left)) and len(left) <= _SMALL


def find_parts_beside(text: str, language: str = "") -> tuple[str, ...]:
    """Find the parts of a dated line that say more than its dates, their clock and weekday.

    >>> find_parts_beside("Working draft, published on Tue, 5 March 2024, 10:00 GMT")
    ('Working draft',)
    """
    parts = _PARTING.split(mask_dates(text, language))
    said = (part.replace("\0", " ") for part in parts if not all(map(_is_small, _find_words(part))))
    return tuple(" ".join(part.split()) for part in said)


def _find_words(rest: str) -> list[str]:
    """The words of a line without its dates that say nothing of these."""
    for kind in ("published", "updated"):
        rest = compile_words(kind).sub(" ", rest)
    return [word for word in _LETTERS.findall(rest) if word.casefold() not in load_weekdays()]


def _is_small(word: str) -> bool:
    return word.isupper() or (len(word) <= _SMALL and word < _UNSPACED)


def mask_dates(text: str, language: str = "") -> str:
    """Replace the dates of a line, sign for sign, by U+0000.

    >>> mask_dates("Hull, 3/5/21").count(chr(0))
    6
    """
    for one in find_dates(text, language):
        text = text[: one.start] + "\0" * (one.end - one.start) + text[one.end :]
    return text


def find_dates(text: str, language: str = "") -> Iterator[LocatedDate]:
    """Yield the dates of a line from left to right.

    >>> [one.iso for one in find_dates("9 April 2020, updated 2020年5月2日")]
    ['2020-04-09', '2020-05-02']
    >>> [one.iso for one in find_dates("By Jane DoeMarch 3, 2024 in 12 chapters")]
    ['2024-03-03']
    """
    text = text[:REACH]
    if not any(map(str.isdigit, text)):
        return
    read = (_read_date(match, language) for form in _FORMS for match in form.finditer(text))
    found = sorted(filter(None, read), key=lambda one: (one.start, -one.end))
    end = 0
    for one in found:
        if one.start >= end and not _is_weekday(text, one, found):
            yield one
            end = one.end


def _is_weekday(text: str, found: LocatedDate, others: Sequence[LocatedDate]) -> bool:
    """Whether a name is that of a weekday before a date, as in "mar. 4 juin", and no month's."""
    first = _LETTERS.match(text, found.start)
    named = first is not None and first[0].casefold() in load_weekdays()
    amid = (found.start < other.start < found.end for other in others)
    return named and not found.readings and any(amid)


def _read_date(match: re.Match[str], language: str) -> LocatedDate | None:
    """The date of a match of one of the forms; None for no possible day."""
    fields = {name: value for name, value in match.groupdict().items() if value}
    name = fields.get("name")
    month = load_months(language).get(name.casefold()) if name else int(fields["m"])
    day, year = int(fields.get("d", 0)), fields.get("y", fields.get("first", fields.get("only")))
    if not month:
        return None
    orders = [(month, day)]
    if fields.get("s", ".") != "." or "short" in fields:
        orders.append((day, month))
    # Without its century, or its year, a date names no day; any year shows whether it is one.
    known = (_join_iso(int(year or 2000), *order) for order in orders)
    if readings := tuple(dict.fromkeys(filter(None, known))):
        iso = readings[0] if year and len(readings) == 1 else ""
        return LocatedDate(*match.span("whole"), iso, readings if year else ())
    return None


def _join_iso(year: int, month: int, day: int) -> str:
    """The ISO form of a day, or of a month where `day` is 0; "" for no possible day."""
    try:
        whole = date(year - ERA * (year in BUDDHIST), month, day or 1).isoformat()
    except ValueError:
        return ""
    return whole if day else whole[:7]


@cache
def load_months(language: str = "") -> Mapping[str, int]:
    """Load the number of each month's name in every language of the table.

    Where languages differ ("listopad" is October in Croatia, November in Poland) `language`
    decides, then the first one of the file.

    >>> load_months()["august"], load_months("pl")["listopad"]
    (8, 11)
    """
    calendar = tables.load_table("words/calendar")
    months: dict[str, int] = {}
    for own in (language, *calendar):
        for number, forms in enumerate(calendar.get(own, {}).get("months", ()), start=1):
            for name in filter(None, forms.split("|")):
                months.setdefault(name, number)
    return months


@cache
def load_weekdays() -> frozenset[str]:
    """Load the names of weekdays and their short forms in every language of the table.

    >>> load_weekdays() >= {"fri", "dienstag"}
    True
    """
    return frozenset(
        day for row in tables.load_table("words/calendar").values() for day in row["days"]
    )
