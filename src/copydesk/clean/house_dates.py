"""Dates in running text, in the order that the house has settled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from copydesk.clean.conventions import ENGLISH
from copydesk.clean.house_quotes import RUNNING
from copydesk.model import Edit
from copydesk.registry import ProofLine, rule

_MONTH: Final = (
    r"((?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"(?!\.)|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_DAY: Final = r"([12]?\d|3[01])(?:st|nd|rd|th)?"
_DAYS: Final = r"([12]?\d(?:[–-](?:[12]?\d|3[01]))?|3[01])(?:st|nd|rd|th)?"
_YEAR: Final = r"((?:1[0-9]|20)\d\d)\b(?![\w/–-]*\d|-[a-z])"
_BEFORE: Final = r"(?<![\w./,–-])"
_ON: Final = r"(?<=\b(?:[Oo]n|[Bb]y|to) )|(?<=\b(?:[Uu]ntil|[Ss]ince|[Aa]fter) )|(?<=\b[Ff]rom )"
#: Not a number that goes on, nor a date that belongs to another one.
_ENDS: Final = (
    r"(?!\w|[.,:/–-]\d|,? (?:[a-z]+ )?\d{4}\b| (?:million|billion|per|%)"
    r"| ?(?:to|and|or|through|until|&|–|-|,) ?\d)"
)

_DAY_FIRST: Final = re.compile(rf"{_BEFORE}{_DAYS} {_MONTH},? {_YEAR}")
_MONTH_FIRST: Final = re.compile(rf"{_BEFORE}{_MONTH} {_DAYS},? {_YEAR}")
_DAY_FIRST_ON: Final = re.compile(rf"(?:{_ON}){_DAY} {_MONTH}{_ENDS}")
_MONTH_FIRST_ON: Final = re.compile(rf"(?:{_ON}){_MONTH} {_DAY}{_ENDS}")

#: Part of `3 to 5 May 2023`, `April 3 and April 5, 2023`: both change, or none.
_JOINED: Final = re.compile(
    r"(?<!\d)\d{1,2}(?:st|nd|rd|th)?(?: ?(?:to|and|or|until|till|through|&|–|-|,)) ?\Z"
)
_ARTICLE: Final = re.compile(r"(?:\b(?:[Tt]he|[Aa]n?|[Tt]his|[Tt]hat|[Ii]ts|[Tt]heir)|[’']s) \Z")
#: What is called by its date.
_EVENT: Final = re.compile(
    r",? (?:[Aa]ttacks?|[Mm]ovement|[Rr]evolution|[Uu]prising|[Mm]assacre|[Cc]oup|[Aa]greement"
    r"|[Mm]emorandum|[Pp]rotests?|[Rr]iots?|[Cc]ommission|[Cc]onstitution|[Dd]eclaration)\b"
)
_EVENTS: Final = frozenset(
    (
        ("September", "11"), ("January", "6"), ("October", "7"), ("July", "4"), ("June", "4"),
        ("May", "4"), ("May", "1"), ("December", "7"), ("November", "5"), ("March", "8"),
    )
)  # fmt: skip
_NEAR: Final = 24
_BRACKET: Final = 160


@rule("house.dates", "fix", roles=RUNNING, languages=ENGLISH)
def house_dates(view: ProofLine) -> Iterator[Edit]:
    """Dates in the order of the house: `21 April 2023` or `April 21, 2023`.

    Runs where `style.dates` names a form. Whole dates change, and days of a month after
    `on`, `by`, `since` and the like. Quotations, what is emphasised, citations and other
    brackets, figures alone (`21/04/2023`), half of a span, and days that events are called
    by (September 11) stay. Months that are cut short stay so.

    `on April 21, 2023` → `on 21 April 2023`
    """
    text = view.text
    if view.style.dates == "as written":
        return
    if view.style.dates == "21 April 2023":
        whole, short, turn = _MONTH_FIRST, _MONTH_FIRST_ON, _day_first
    else:
        whole, short, turn = _DAY_FIRST, _DAY_FIRST_ON, _month_first
    for pattern in (whole, short):
        for match in pattern.finditer(text):
            after = turn(text, match) if _is_free(text, match) else ""
            if after:
                yield view.edit(*match.span(), after, "dates stand in the order of the house")


def _day_first(text: str, match: re.Match[str]) -> str:
    month, day, *year = match.groups()
    if not year and (month, day) in _EVENTS:
        return ""
    # The comma after `the April 21, 2023, meeting` would be left over.
    if text[match.end() : match.end() + 1] == "," and _ends_in(_ARTICLE, text, match.start()):
        return ""
    return " ".join((day, month, *year))


def _month_first(text: str, match: re.Match[str]) -> str:
    day, month, *year = match.groups()
    if not year:
        return "" if (month, day) in _EVENTS else f"{month} {day}"
    following = text[match.end() : match.end() + 2]
    comma = "," if following[:1] == " " and following[1:].isalpha() else ""
    return f"{month} {day}, {year[0]}{comma}"


def _is_free(text: str, match: re.Match[str]) -> bool:
    """Whether the date stands by itself in the sentence."""
    start, end = match.span()
    if _ends_in(_JOINED, text, start) or _EVENT.match(text, end):
        return False
    low = text.rfind("(", max(0, start - _BRACKET), start)
    if low < 0 or ")" in text[low:start]:
        return True
    return low == start - 1 and text[end : end + 1] == ")"


def _ends_in(pattern: re.Pattern[str], text: str, end: int) -> bool:
    return pattern.search(text[max(0, end - _NEAR) : end]) is not None
