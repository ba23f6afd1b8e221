"""Dates of CSL as text and back: ISO 8601 with the signs that BibLaTeX uses for doubt.

A month of 21 to 24 is a season, `~` is "about", `/` parts the ends of a range. What is
no such date stays words.
"""

from __future__ import annotations

import re
from typing import Any, Final

from copydesk.model import Csl, is_date

_ISO: Final = re.compile(
    r"(?P<year>-?\d{1,6})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2})(?:T\S*)?)?)?(?P<doubt>[~?%]?)"
)
_WORDS: Final = re.compile(r"(?P<sign>c\.?|ca\.?|circa)\s*(?P<year>\d{3,4})", re.IGNORECASE)
_BRACKETED: Final = re.compile(r"\[(?P<year>\d{3,4})\](?P<doubt>\??)")
_SPAN: Final = re.compile(r"(\d{4})\s*(?:--?|–|/)\s*(\d{4})")
SEASONS: Final = ("spring", "summer", "autumn", "winter")
_MONTH_NAMES: Final = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
_MONTH: Final = re.compile(r"[^\W\d_]{3,}|\d{1,2}")


def written(date: Csl) -> str:
    """`date` as text; "" when it says nothing. `read` gives it back.

    >>> written({"date-parts": [[2019, 5, 3], [2019, 6]]}), written({"literal": "in press"})
    ('2019-05-03/2019-06', 'in press')
    """
    season, doubt = season_of(date), "~" if date.get("circa") else ""
    rows = [row for row in date.get("date-parts") or [] if row]
    if not rows:
        return str(date.get("literal") or date.get("raw") or "")
    texts = [_iso(row) for row in rows]
    if season and len(rows[0]) == 1:
        texts[0] += f"-{20 + season}"
    return "/".join(text + doubt for text in texts)


def _iso(row: list[int]) -> str:
    year = row[0]
    first = f"-{-year:04d}" if year < 0 else f"{year:04d}"
    return "-".join((first, *(f"{number:02d}" for number in row[1:])))


def season_of(date: Csl) -> int:
    """The season that `date` names, from 1 (spring) to 4, or 0."""
    season = str(date.get("season", "")).casefold()
    if season in SEASONS:
        return SEASONS.index(season) + 1
    return int(season) if season in ("1", "2", "3", "4") else 0


def read(text: str) -> Csl:
    """The date that `text` names, as words when it is none.

    >>> read("1790~"), read("1998-21")
    ({'date-parts': [[1790]], 'circa': True}, {'date-parts': [[1998]], 'season': 1})
    >>> read("n.d.")
    {'literal': 'n.d.'}
    """
    plain = text.strip()
    if not plain:
        return {}
    ends = [end.strip() for end in plain.split("/")]
    if len(ends) == 2 and ends[1] in ("", ".."):
        ends.pop()
    found = [_ISO.fullmatch(end) for end in ends]
    if len(ends) <= 2 and all(found):
        date = _dated([match for match in found if match])
        if date:
            return date
    if words := _WORDS.fullmatch(plain):
        return {"date-parts": [[int(words["year"])]], "circa": True}
    if words := _BRACKETED.fullmatch(plain):
        date = {"date-parts": [[int(words["year"])]]}
        return date | {"circa": True} if words["doubt"] else date
    if span := _SPAN.fullmatch(plain):
        return {"date-parts": [[int(span[1])], [int(span[2])]]}
    return {"literal": plain}


def _dated(found: list[re.Match[str]]) -> Csl:
    rows: list[list[int]] = []
    date: dict[str, Any] = {}
    for match in found:
        row = [int(match["year"])]
        month, day = int(match["month"] or 0), int(match["day"] or 0)
        if 21 <= month <= 24 and not match["day"] and len(found) == 1:
            date["season"] = month - 20
        elif match["month"]:
            row += [month, day] if match["day"] else [month]
            if month > len(_MONTH_NAMES) or not is_date(row):
                return {}
        if match["doubt"]:
            date["circa"] = True
        rows.append(row)
    return {"date-parts": rows} | date


def of_parts(year: str, month: str, day: str) -> tuple[Csl, bool]:
    """The date of BibTeX's three fields, and whether month and day are both in it.

    >>> of_parts("2019", "may/jun", "")
    ({'date-parts': [[2019, 5], [2019, 6]]}, True)
    >>> of_parts("1998", "Spring", ""), of_parts("2019", "Trinity term", "")[1]
    (({'date-parts': [[1998]], 'season': 1}, True), False)
    """
    date = read(year)
    rows = date.get("date-parts")
    if not rows or len(rows) != 1 or len(rows[0]) != 1 or not (month or day):
        return date, not (month or day)
    season = month.strip().casefold().replace("fall", "autumn")
    if season in SEASONS and not day:
        return date | {"season": SEASONS.index(season) + 1}, True
    months = [_month(word) for word in _MONTH.findall(month)]
    days = [int(number) for number in re.findall(r"\d{1,2}", day)]
    if not days and len(months) == 2 and sum(word.isdigit() for word in _MONTH.findall(month)) == 1:
        # "3~" # may: the day stands in the month.
        words = _MONTH.findall(month)
        days = [int(word) for word in words if word.isdigit()]
        months = [_month(word) for word in words if not word.isdigit()]
    first = rows[0][0]
    if (
        len(months) == 1
        and len(days) <= 2
        and all(is_date([first, months[0], one]) for one in days or [1])
    ):
        ends = [[first, months[0], one] for one in days] or [[first, months[0]]]
        return date | {"date-parts": ends}, True
    if len(months) == 2 and not days and all(months):
        return date | {"date-parts": [[first, one] for one in months]}, True
    return date, False


def _month(word: str) -> int:
    if word.isdigit():
        return int(word) if 1 <= int(word) <= 12 else 0
    short = word[:3].casefold()
    return _MONTH_NAMES.index(short) + 1 if short in _MONTH_NAMES else 0
