"""Dates of an entry: issued from wherever its pieces stand, and accessed.

A reference list names months in the language of the work, so the common ones of
Europe are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Final

from copydesk import tables
from copydesk.language.phrases import list_phrases, make_pattern


def _numbers_of(table: str) -> dict[str, int]:
    rows = tables.load_table("words/references")[table].items()
    return {name: int(number) for number, names in rows for name in names.split()}


MONTHS: Final = _numbers_of("months")
MONTH: Final = "|".join(sorted(MONTHS, key=len, reverse=True))
_SEASONS: Final = _numbers_of("seasons")
_LAST_MONTH: Final = 12
_LAST_DAY: Final = 31

_ISO: Final = re.compile(r"(?<!\d)((?:1[4-9]|20)\d\d)[-./](\d{1,2})(?:[-./](\d{1,2}))?(?!\d)")
_NUMERIC: Final = re.compile(
    r"(?<!\d)(\d{1,2})([./-])\s?(\d{1,2})\2\s?((?:1[4-9]|20)\d\d|(?<=\.)\d\d)(?!\d|\.\d)"
)
_NEXT_CENTURY: Final = 50
_PIECE: Final = re.compile(
    r"(?P<year>(?<!\d)(?:1[4-9]|20)\d\d(?!\d)|(?<=['’])\d\d(?!\w))"
    r"|(?P<day>(?<![\d/])\d{1,2}(?:st|nd|rd|th)?(?![\d/]))"
    r"|(?P<word>[^\W\d_]{3,12})"
)
_RANGE: Final = re.compile(r"(?<!\d)((?:1[4-9]|20)\d\d)\s?[-–—/]\s?((?:1[4-9]|20)?\d\d)(?!\d)")


def read(text: str) -> list[int]:
    """`[year, month, day]` as far as `text` tells; without a year `[0, month, day]`.

    >>> read("9 Aug."), read("(2019, May 3)."), read("2012 Jun;"), read("n.d.")
    ([0, 8, 9], [2019, 5, 3], [2012, 6], [])
    """
    return list(_parts(text))


@lru_cache(maxsize=10_000)  # many a rule of an entry asks for the date of the same words
def _parts(text: str) -> tuple[int, ...]:
    if match := _ISO.search(text):
        parts = [int(part) for part in match.groups() if part]
        if len(parts) == 1 or 1 <= parts[1] <= _LAST_MONTH:
            return _lawful(parts)
    if match := _NUMERIC.search(text):
        return _numeric(match)
    year = month = day = 0
    for match in _PIECE.finditer(text):
        value = match[0].casefold()
        if match["year"]:
            year = year or _whole_year(value)
        elif match["day"]:
            day = day or int(re.sub(r"\D", "", value))
        elif not month:
            month = MONTHS.get(value, 0) or _SEASONS.get(value, 0)
    if not year and not month:
        return ()
    return _lawful([year, month, day])


def _whole_year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) > 2 else year + (2000 if year < _NEXT_CENTURY else 1900)


def _numeric(match: re.Match[str]) -> tuple[int, ...]:
    first, second, year = int(match[1]), int(match[3]), _whole_year(match[4])
    # 3/14/2020 can only be the American order; 3/4/2020 could be both: year alone.
    if second > _LAST_MONTH >= first:
        return _lawful([year, first, second])
    if match[2] == "/" and first <= _LAST_MONTH and first != second:
        return (year,)
    return _lawful([year, second, first])


def _lawful(parts: Sequence[int]) -> tuple[int, ...]:
    year, *rest = parts
    if not rest or not 1 <= rest[0] <= max(_SEASONS.values()):
        return (year,) if year else ()
    if len(rest) < 2 or not 1 <= rest[1] <= _LAST_DAY or rest[0] > _LAST_MONTH:
        return (year, rest[0])
    return (year, rest[0], rest[1])


def join(pieces: Iterable[str]) -> list[list[int]]:
    """CSL `date-parts` of an entry from its date pieces, in their order.

    Day and month are taken from wherever they stand and join the first year; a
    later year of its own counts only when the first piece had none.

    >>> join(["2022.", "9 Aug."]), join(["23 Mar. 2023,"]), join(["(2011–2013)"])
    ([[2022, 8, 9]], [[2023, 3, 23]], [[2011], [2013]])
    """
    year = 0
    rest: list[int] = []
    for piece in pieces:
        if not year and (span := _RANGE.search(piece)) and not read(piece)[1:]:
            return _span(span)
        parts = read(piece)
        if not parts:
            continue
        if not year:
            year = parts[0]
            rest = parts[1:] or rest
        elif parts[0] in (0, year) and len(parts) > len(rest) + 1:
            rest = parts[1:]
    if not year:
        return []
    season = bool(rest) and rest[0] > _LAST_MONTH
    return [[year, *rest]] if not season else [[year]]


def _span(match: re.Match[str]) -> list[list[int]]:
    first, last = match[1], match[2]
    whole = first[: len(first) - len(last)] + last
    if int(whole) <= int(first):
        return [[int(first)]]
    return [[int(first)], [int(whole)]]


def season(pieces: Iterable[str]) -> int:
    """CSL's number (1–4) of the season named in the date pieces, 0 when none is.

    >>> season(["Winter 2003"]), season(["2003"])
    (4, 0)
    """
    for piece in pieces:
        parts = read(piece)
        if len(parts) > 1 and parts[1] > _LAST_MONTH:
            return parts[1] - _LAST_MONTH
    return 0


# ── what stands where others have a year ─────────────────────────────────────


@cache
def date_phrase() -> re.Pattern[str]:
    """What stands where others have a year: "in press", "n.d.", "im Erscheinen".

    In brackets whatever its case, alone between stops as the lists write it: without brackets
    "S. D." may be somebody's initials.
    """
    coming, undated = make_pattern(list_phrases("coming")), make_pattern(list_phrases("undated"))
    # In the lists a short form is written with its case, of the others the first letter varies.
    capital = make_pattern(
        phrase.capitalize() for phrase in list_phrases("coming") if "." not in phrase
    )
    return re.compile(
        rf"[(\[]\s?(?P<coming>(?i:{coming}))\.?\s?[)\]]"
        rf"|[(\[]\s?(?P<undated>(?i:{undated}))\.?\s?[)\]]"
        rf"|(?<=[,.;:)»”\"]\s)(?:(?P<later>{coming}|{capital})|(?P<never>{undated}))"
        rf"(?=\s?(?:[,.;:]|$))"
    )
