"""Dates of CSL as text and back: ISO 8601 with the signs that BibLaTeX uses for doubt.

A month of 21 to 24 is a season, `~` is "about", `/` parts the ends of a range. What is
no such date stays words.
"""

from __future__ import annotations

import re
from typing import Any, Final

from copydesk.model import SEASONS, Csl, is_date
from copydesk.references import dates

_ISO: Final = re.compile(
    r"(?P<year>-?\d{1,6})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2})(?:T\S*)?)?)?(?P<doubt>[~?%]?)"
)
#: `ca. 1850`, `[1790]`, `[1790]?`, `1999--2001`
_ABOUT: Final = re.compile(r"(?:c\.?|ca\.?|circa)\s*(\d{3,4})|\[(\d{3,4})\]\?", re.IGNORECASE)
_BRACKETED: Final = re.compile(r"\[(\d{3,4})\]")
_SPAN: Final = re.compile(r"(\d{4})\s*(?:--?|–|/)\s*(\d{4})")
_LAST_MONTH: Final = 12
_SEASON: Final = 20


def write_date(date: Csl) -> str:
    """Write `date` as text; "" when it says nothing. `read_date` gives it back.

    >>> write_date({"date-parts": [[2019, 5, 3], [2019, 6]]}), write_date({"literal": "in press"})
    ('2019-05-03/2019-06', 'in press')
    """
    rows = [row for row in date.get("date-parts") or [] if row]
    if not rows:
        return str(date.get("literal") or date.get("raw") or "")
    season = season_of(date)
    if season and len(rows[0]) == 1:
        rows = [[*rows[0], _SEASON + season], *rows[1:]]
    return "/".join(_iso(row) + ("~" if date.get("circa") else "") for row in rows)


def _iso(row: list[int]) -> str:
    year = f"{row[0]:05d}" if row[0] < 0 else f"{row[0]:04d}"
    return "-".join((year, *(f"{number:02d}" for number in row[1:])))


def season_of(date: Csl) -> int:
    """The season that `date` names, from 1 (spring) to 4, or 0."""
    season = str(date.get("season", "")).strip().title().replace("Fall", "Autumn")
    if season in SEASONS:
        return SEASONS.index(season) + 1
    return int(season) if season in ("1", "2", "3", "4") else 0


def read_date(text: str) -> Csl:
    """Read the date that `text` names, as words when it is none.

    >>> read_date("1790~"), read_date("1998-21")
    ({'date-parts': [[1790]], 'circa': True}, {'date-parts': [[1998]], 'season': 1})
    >>> read_date("2019-05-03/2019-06"), read_date("[1790]?"), read_date("in press")["literal"]
    ({'date-parts': [[2019, 5, 3], [2019, 6]]}, {'date-parts': [[1790]], 'circa': True}, 'in press')
    """
    plain = " ".join(text.split())
    if not plain:
        return {}
    first, *more = plain.split("/")
    ends = [_ISO.fullmatch(end) for end in (first, *(more if more not in ([""], [".."]) else ()))]
    if len(ends) <= 2 and (date := _from_iso([end for end in ends if end])) and all(ends):
        return date
    if about := _ABOUT.fullmatch(plain):
        return {"date-parts": [[int(about[1] or about[2])]], "circa": True}
    if span := _SPAN.fullmatch(plain) or _BRACKETED.fullmatch(plain):
        return {"date-parts": [[int(year)] for year in span.groups()]}
    return {"literal": plain}


def _from_iso(found: list[re.Match[str]]) -> Csl:
    rows: list[list[int]] = []
    date: dict[str, Any] = {}
    for match in found:
        row = [int(part) for part in match.group("year", "month", "day") if part]
        if len(found) == 1 and len(row) == 2 and row[1] > _SEASON and is_date(row):
            date["season"] = row.pop() - _SEASON
        if (len(row) > 1 and row[1] > _LAST_MONTH) or not is_date(row):
            return {}
        if match["doubt"]:
            date["circa"] = True
        rows.append(row)
    return {"date-parts": rows} | date


def read_parts(year: str, month: str, day: str) -> tuple[Csl, bool]:
    """Read the date in BibTeX's three fields; also whether month and day are both in it.

    >>> read_parts("2019", "may/jun", "")
    ({'date-parts': [[2019, 5], [2019, 6]]}, True)
    >>> read_parts("1998", "Spring", ""), read_parts("2019", "Trinity term", "")[1]
    (({'date-parts': [[1998]], 'season': 1}, True), False)
    """
    date = read_date(year)
    rows = date.get("date-parts")
    if not (month or day):
        return date, True
    if not rows or len(rows) != 1 or len(rows[0]) != 1:
        return date, False
    if not day and (season := season_of({"season": month})):
        return date | {"season": season}, True
    months = [dates.MONTHS.get(word.casefold(), 0) for word in re.findall(r"[^\W\d_]{3,}", month)]
    days = re.findall(r"\d{1,2}", day)
    numbers = re.findall(r"\d{1,2}", month)
    if months:
        days = numbers or days  # "3~" # may: the day stands in the month
    else:
        months = [int(number) for number in numbers]
    ends = [[*rows[0], *row] for row in _month_days(months, [int(one) for one in days])]
    if ends and all(1 <= row[1] <= _LAST_MONTH and is_date(row) for row in ends):
        return date | {"date-parts": ends}, True
    return date, False


def _month_days(months: list[int], days: list[int]) -> list[list[int]]:
    """A month or a day, or the two ends of a range; nothing where it cannot be told."""
    if days:
        return [[months[0], day] for day in days] if len(months) == 1 and len(days) <= 2 else []
    return [[month] for month in months] if len(months) <= 2 else []
