"""The phrases of publishing systems and the generic labels of each language, read once.

They live in `house/words/<language>.toml` (labels, cues, months) and
`house/sites/<system>.toml` (what one publishing system prints on every site). Every
language is looked up whatever the article's own: pages mix them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from copydesk import tables
from copydesk.model import Profile
from copydesk.profiles import KINDS, packaged
from copydesk.structure.furniture import Furniture, Match, collect, fold, of_desk

__all__ = ["LONGEST_PHRASE", "Phrases", "fold", "load", "why"]

#: A line longer than this is prose, whatever phrase it holds.
LONGEST_PHRASE: Final = 200
#: A primary language subtag, the name of a language's file; the folder holds other lists too.
SUBTAG_LENGTH: Final = 2


@dataclass(frozen=True, slots=True)
class Phrases:
    """Everything the word files hold, keyed for look-up by one line."""

    furniture: Furniture
    headings: Mapping[str, str]
    cues: Mapping[str, tuple[str, ...]]
    months: dict[str, int]
    weekdays: frozenset[str]
    ages: tuple[tuple[str, tuple[str, ...]], ...]
    near: tuple[str, ...]
    beside: frozenset[str]
    update: tuple[str, ...]

    @property
    def exact(self) -> Mapping[str, Match]:
        """The phrases that are whole lines."""
        return self.furniture.exact

    def kind(self, phrase: str) -> str:
        """The kind of furniture the line with the folded text `phrase` is, or "".

        >>> load().kind(fold("12 min read")), load().kind(fold("A quiet harbour"))
        ('counter', '')
        """
        return self.furniture.find(phrase)[0]


@cache
def load() -> Phrases:
    """All word files of the house. They are data of the package, so they are read once."""
    words = {
        stem: tables.table(f"words/{stem}")
        for stem in tables.names("words")
        if len(stem) == SUBTAG_LENGTH
    }
    labels = Profile(
        "",
        tuple(
            (kind, place, phrase)
            for word in words.values()
            for kind, places in word.get("furniture", {}).items()
            for place, phrases in places.items()
            for phrase in phrases
        ),
    )
    calendars = [word["calendar"] for word in words.values() if "calendar" in word]
    unicode = tables.table("words/calendars")
    today = tables.table("words/today")
    return Phrases(
        # A language's own labels win over a system's, general over special.
        furniture=collect((*reversed(packaged()), labels)),
        headings=_headings(words.values()),
        cues=_cues(words.values()),
        months=_months([*calendars, *unicode.values()]),
        weekdays=frozenset(
            [
                *(day for entry in calendars for day in entry["weekdays"].split()),
                *(
                    word
                    for entry in unicode.values()
                    for day in entry["days"]
                    for word in day.split()
                ),
            ]
        ),
        ages=_ages([*unicode.values(), today]),
        near=tuple(today["near"]),
        beside=frozenset(today["beside"]),
        update=tuple(sorted({fold(word) for entry in calendars for word in entry["update"]})),
    )


def why(phrase: str, profiles: tuple[Profile, ...] = ()) -> str:
    """In words, what the line with the folded text `phrase` is to its site, and who says so.

    >>> why(fold("12 min read")), why(fold("Home of the ferries"))
    ('a counter', 'a part of the site, not of the article')
    """
    desk = of_desk(profiles).find(phrase)
    kind, profile = desk if desk[0] else load().furniture.find(phrase)
    what = KINDS.get(kind, "a part of the site, not of the article")
    return f"{what} (profile {profile})" if profile else what


def _headings(words: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    return {
        fold(phrase): kind
        for word in words
        for kind, entries in word.get("headings", {}).items()
        for phrase in entries
    }


def _cues(words: Iterable[Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    cues: dict[str, dict[str, None]] = {}
    for word in words:
        for kind, entries in word.get("cues", {}).items():
            cues.setdefault(kind, {}).update(
                dict.fromkeys(entry.casefold().replace("’", "'") for entry in entries)
            )
    return {kind: tuple(sorted(entries, key=len, reverse=True)) for kind, entries in cues.items()}


def _months(calendars: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    months: dict[str, int] = {}
    for calendar in calendars:
        for number, names in enumerate(calendar["months"], start=1):
            for name in names.split("|") if "|" in names else names.split():
                months.setdefault(name, number)
    return months


def _ages(calendars: Iterable[Mapping[str, Any]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What stands before the number of an age → all that may stand behind it."""
    ages: dict[str, set[str]] = {}
    for calendar in calendars:
        for phrase in calendar["ago"]:
            before, _, behind = phrase.partition("#")
            ages.setdefault(before, set()).add(behind)
    return tuple((before, tuple(sorted(behind))) for before, behind in sorted(ages.items()))
