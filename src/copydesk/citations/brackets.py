"""Brackets of a text, and the years and page numbers that they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from copydesk.citations.names import list_words
from copydesk.language.phrases import find_shape, list_phrases, make_pattern

# ── brackets ─────────────────────────────────────────────────────────────────

#: A bracket longer than this is an aside, not a citation.
_LONGEST: Final = 400
_OPENING: Final = "([（［【"
_SIGN: Final = re.compile(f"[{re.escape(_OPENING)})\\]）］】]")


@dataclass(frozen=True, slots=True)
class Bracket:
    """The bracket at `[start, end)`, its signs included, `printed` as it stands in the text.

    `inside` is as long as what stands between them; the brackets in it that only explain
    a name ("[WHO]") are blanked out. `plain` says that it holds no others.
    """

    start: int
    end: int
    inside: str
    plain: bool
    printed: str


def find_brackets(text: str) -> Iterator[Bracket]:
    """The brackets of `text` that are short enough for a citation, by their start.

    One that never closes, or never opens, is none. Brackets within others come too.

    >>> [(b.inside, b.plain) for b in find_brackets("(World Health Organization [WHO], 2020)")]
    [('World Health Organization      , 2020', True), ('WHO', True)]
    """
    opened: list[tuple[int, list[tuple[int, int]]]] = []
    found: list[tuple[int, int, list[tuple[int, int]]]] = []
    for match in _SIGN.finditer(text):
        at = match.start()
        if match[0] in _OPENING:
            opened.append((at, []))
        elif opened:
            start, below = opened.pop()
            if opened:
                opened[-1][1].append((start, at + 1))
            if at - start <= _LONGEST + 1:
                found.append((start, at + 1, below))
    for start, end, below in sorted(found):
        inside, plain = text[start + 1 : end - 1], True
        for low, high in below:
            within = text[low + 1 : high - 1]
            if within[:1].isalpha() and not any(sign.isdigit() for sign in within):
                low, high = low - start - 1, high - start - 1  # noqa: PLW2901  offsets in `inside`
                inside = f"{inside[:low]}{' ' * (high - low)}{inside[high:]}"
            elif text[low] != "[":
                plain = False
        yield Bracket(start, end, inside, plain, text[start:end])


# ── years and what may stand behind them ─────────────────────────────────────

_YEAR: Final = r"(?:1[4-9]|20)\d\d"
#: "n.d.", "in press"; the stop of the last letter may be missing.
_WORDED: Final = (
    rf"(?:{make_pattern((*list_phrases('undated'), *list_phrases('coming')))})(?![^\W_])"
)
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
_LABEL: Final = "|".join(
    map(re.escape, sorted(list_words("locators"), key=lambda label: (-len(label), label)))
)
#: Page numbers and the like right behind a year; years among them are numbers of pages.
_LOCATOR: Final = re.compile(
    rf"\s*(?:[,:]\s*(?:(?:{_LABEL})\b\.?\s*|§+\s*)?|(?:{_LABEL})\b\.?\s+|§+\s*)"
    r"(?:\d{1,4}|[ivxlc]{1,7}\b)[\d\s–—-]*+(?:ff?\b\.?)?",
    re.IGNORECASE,
)
#: Further letters in "2023a–d" are no more than these.
_LETTERS: Final = 8


@dataclass(frozen=True, slots=True)
class Years:
    """The years at `[start, end)` of a text, each as printed."""

    start: int
    end: int
    years: tuple[str, ...]


def find_years(text: str, at: int = 0) -> Years | None:
    """The first run of years of works in `text`, from `at` on.

    >>> find_years("Lo, 2019, 2021a, b").years, find_years("1990–2000")
    (('2019', '2021a', '2021b'), None)
    >>> find_years("[1867] 1990").years, find_years("n. d.").years, find_years("in press").years
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
            last = ord(more["letter"])
            first = ord(years[-1][-1]) + 1 if more["sign"] == "–" else last
            years += (base[1] + chr(one) for one in range(first, min(last, first + _LETTERS) + 1))
        else:
            break
        end = more.end()
    return Years(found.start(), end, tuple(years))


def find_locator_end(text: str, at: int) -> int:
    """Where the page numbers end that stand right behind the years ending at `at`."""
    found = _LOCATOR.match(text, at)
    return found.end() if found else at


def classify_year(year: str) -> Literal["dated", "undated", "coming"]:
    """What kind of year `year` is.

    >>> classify_year("2023a"), classify_year("o. J."), classify_year("in press")
    ('dated', 'undated', 'coming')
    """
    if any(sign.isdigit() for sign in year):
        return "dated"
    return "undated" if find_shape("undated").fullmatch(year) else "coming"


def is_coming(text: str) -> bool:
    """Whether `text` says that a work is yet to come."""
    return find_shape("coming").search(text) is not None


def list_years(year: str) -> tuple[str, ...]:
    """The years a citation's year speaks of, with their letters.

    >>> list_years("1867/1990"), list_years("2023a"), list_years("2019/20")
    (('1867', '1990'), ('2023a',), ('2019', '2020'))
    """
    found = tuple(re.findall(rf"{_YEAR}[a-z]?", year, re.IGNORECASE))
    if (short := re.fullmatch(r"(\d\d)\d\d\s?/\s?(\d\d)", year)) and len(found) == 1:
        return (found[0], short[1] + short[2])
    return tuple(one.lower() for one in found)
