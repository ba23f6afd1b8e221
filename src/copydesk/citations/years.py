"""Years of works as citations print them, and what may stand behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from copydesk.citations.words import pattern, phrases, words

_YEAR: Final = r"(?:1[4-9]|20)\d\d"
#: "n.d.", "in press"; the stop of the last letter may be missing.
_WORDED: Final = rf"(?:{pattern((*phrases('undated'), *phrases('coming')))})(?![^\W_])"
#: A year, or two of one work: "1867/1990", "[1867] 1990", "2019/20".
_ONE: Final = (
    rf"(?:\[{_YEAR}\]\s?/?\s?{_YEAR}|{_YEAR}\s?\[{_YEAR}\]|{_YEAR}[a-rt-z]?(?:\s?/\s?(?:{_YEAR}|\d\d))?)"
    r"(?!\w)(?!\s?[-–—]\s?\d)"
)
_FIRST: Final = re.compile(
    rf"(?<![\w/.–—-])(?:(?:ca?\.|um|circa)\s?)?(?P<year>{_ONE}|{_WORDED})", re.IGNORECASE
)
_NEXT: Final = re.compile(
    rf"\s*(?P<sign>,|/|–|and|&|und|et|y)\s*(?:(?P<year>{_ONE})|(?P<letter>[a-z])\b(?!\.))",
    re.IGNORECASE,
)
_BASE: Final = re.compile(r"(\d{4})[a-z]\Z", re.IGNORECASE)
_LABELS: Final = sorted(words("locators"), key=lambda label: (-len(label), label))
_LABEL: Final = "|".join(map(re.escape, _LABELS))
#: Page numbers and the like right behind a year; years among them are numbers of pages.
_LOCATOR: Final = re.compile(
    rf"\s*(?:[,:]\s*(?:(?:{_LABEL})\b\.?\s*|§+\s*)?|(?:{_LABEL})\b\.?\s+|§+\s*)"
    r"(?:\d{1,4}|[ivxlc]{1,7}\b)[\d\s–—-]*+(?:ff?\b\.?)?",
    re.IGNORECASE,
)
_UNDATED: Final = re.compile(pattern(phrases("undated")), re.IGNORECASE)
_COMING: Final = re.compile(pattern(phrases("coming")), re.IGNORECASE)
#: Further letters in "2023a–d" are no more than these.
_LETTERS: Final = 8


@dataclass(frozen=True, slots=True)
class Years:
    """The years at `[start, end)` of a text, each as printed."""

    start: int
    end: int
    years: tuple[str, ...]


def years_in(text: str, at: int = 0) -> Years | None:
    """The first run of years of works in `text`, from `at` on.

    >>> years_in("Lo, 2019, 2021a, b").years, years_in("1990–2000")
    (('2019', '2021a', '2021b'), None)
    >>> years_in("[1867] 1990").years, years_in("n. d.").years, years_in("in press").years
    (('[1867] 1990',), ('n. d.',), ('in press',))
    """
    found = _FIRST.search(text, at)
    if found is None:
        return None
    years = [found["year"]]
    end = found.end()
    while more := _NEXT.match(text, end):
        if more["year"]:
            years.append(more["year"])
        elif base := _BASE.match(years[-1]):
            years += (base[1] + letter for letter in _letters(years[-1][-1], more))
        else:
            break
        end = more.end()
    return Years(found.start(), end, tuple(years))


def _letters(last: str, more: re.Match[str]) -> Iterator[str]:
    """The letter that follows `last`, or all up to it: "2023a–c"."""
    end = ord(more["letter"])
    start = ord(last) + 1 if more["sign"] == "–" else end
    yield from map(chr, range(start, min(end, start + _LETTERS) + 1))


def locator_end(text: str, at: int) -> int:
    """Where the page numbers end that stand right behind the years ending at `at`."""
    found = _LOCATOR.match(text, at)
    return found.end() if found else at


def nature(year: str) -> Literal["dated", "undated", "coming"]:
    """What kind of year `year` is.

    >>> nature("2023a"), nature("o. J."), nature("in press")
    ('dated', 'undated', 'coming')
    """
    if any(sign.isdigit() for sign in year):
        return "dated"
    return "undated" if _UNDATED.fullmatch(year) else "coming"


def is_coming(text: str) -> bool:
    """Whether `text` says that a work is yet to come."""
    return bool(_COMING.search(text))


def numbers(year: str) -> tuple[str, ...]:
    """The years a citation's year speaks of, with their letters.

    >>> numbers("1867/1990"), numbers("2023a"), numbers("2019/20")
    (('1867', '1990'), ('2023a',), ('2019', '2020'))
    """
    found = tuple(re.findall(rf"{_YEAR}[a-z]?", year, re.IGNORECASE))
    if (short := re.fullmatch(r"(\d\d)\d\d\s?/\s?(\d\d)", year)) and len(found) == 1:
        return (found[0], short[1] + short[2])
    return tuple(one.lower() for one in found)
