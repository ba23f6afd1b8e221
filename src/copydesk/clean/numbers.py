"""Ordinals, dates and decades."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.clean.conventions import ENGLISH
from copydesk.model import Edit
from copydesk.registry import ALL_COPY, ProofLine, rule

_ORDINAL = re.compile(r"(\d(?<![\w.,-].)[\d,]{0,12})(st|nd|rd|th)\b")
_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
)
_TIGHT = re.compile(r"\d(?:[A-Z][a-z]|(?<=[a-z.]\d)\d{3})")
_GLUED = re.compile(rf"(?<![\w.,/-])(?:(\d{{1,2}}) ?)?({_MONTHS})(\.?)(\d{{4}})?(?![\w-])")
_COUNTED = re.compile(
    rf"(?: [a-z]{{3,12}})? (?:centur|anniversar|edition|session|congress|parliament|day|year|place"
    rf"|floor|street|avenue|time|round|birthday|summit|meeting|infantry)| (?:of )?(?:{_MONTHS})\b",
    re.IGNORECASE,
)
_DECADE = re.compile(
    r"(?<=\b[Tt]he )(1[5-9]\d0|20\d0)[’']s\b|(?<=(?:early|.late|..mid)[ -])(1[5-9]\d0|20\d0)[’']s\b"
)


@rule("num.ordinal", "fix", roles=ALL_COPY, languages=ENGLISH)
def ordinal(view: ProofLine) -> Iterator[Edit]:
    """The ending that belongs to the number.

    The number was changed and its ending forgotten.

    `11th`, `12th` and `13th` are right, and so is the legal `2d`. A weight of `11st` is in
    stones, unless a word that is counted follows.

    `21th century` → `21st century`
    """
    for match in _ORDINAL.finditer(view.text):
        digits, ending = match.groups()
        right = _ending(digits.replace(",", ""))
        if ending == "st" != right and not _COUNTED.match(view.text, match.end()):
            continue
        if ending != right:
            yield view.edit(*match.span(2), right, f"`{digits}{right}` is the ordinal")


def _ending(digits: str) -> str:
    if digits[-2:] in ("11", "12", "13"):
        return "th"
    return {"1": "st", "2": "nd", "3": "rd"}.get(digits[-1], "th")


@rule("num.day-month-glue", "fix", roles=ALL_COPY, languages=ENGLISH)
def day_month_glue(view: ProofLine) -> Iterator[Edit]:
    """Blanks between the parts of a date.

    A date in one piece is not found by a search, nor read by the bibliography.

    Only a day from 1 to 31, a month and a year count; codes and file names stay.

    `1Apr.2022` → `1 Apr. 2022`
    """
    text = view.text
    for match in _GLUED.finditer(text) if _TIGHT.search(text) else ():
        day, month, stop, year = match.groups()
        glued = (day and text[match.start(2) - 1] != " ") or year
        if not glued or (day and not 1 <= int(day) <= 31):
            continue
        after = " ".join(part for part in (day, month + stop, year) if part)
        yield view.edit(*match.span(), after, "the parts of a date are set apart")


@rule("num.decade", "suggest", languages=ENGLISH)
def decade(view: ProofLine) -> Iterator[Edit]:
    """A decade is a plural, not a possessive.

    The apostrophe stands for nothing there.

    Asked after `the`, `early`, `mid`, `late`; a year that owns something stays.

    `the 1990's` → `the 1990s`
    """
    if "0’s" not in view.text and "0's" not in view.text:
        return
    for match in _DECADE.finditer(view.text):
        after = match.group()[:4] + "s"
        yield view.edit(*match.span(), after, "a decade takes no apostrophe")
