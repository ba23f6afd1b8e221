"""The phrases of publishing systems and the generic labels of each language, read once.

They live in `house/words/<language>.toml` (labels, cues, months, and the words a
language is known by) and `house/sites/<system>.toml` (what one publishing system
prints on every site). Every language is looked up whatever the article's own:
pages mix them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

#: A line longer than this is prose, whatever phrase it holds.
LONGEST_PHRASE: Final = 200
#: A primary language subtag, the name of a language's file; the folder holds other lists too.
SUBTAG_LENGTH: Final = 2

_NUMBER = re.compile(r"\d[\d,.\u00a0]*")
_TRIM: Final = " \t\u00a0\u200b\ufeff\u200e\u200f:…→←»«›‹>|▼▾▲•·*¶↑↓⬇︎"

_CLOSING: Final = ":：>|…"

Furniture = dict[str, str]
"""Phrase → kind of site furniture ("menu", "share", "comments" …)."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """Everything the word files hold, keyed for look-up by one line.

    `starts` groups the phrases a line may begin with by their first word, `ends`
    by their last.
    """

    exact: Mapping[str, str]
    starts: Mapping[str, tuple[tuple[str, str], ...]]
    ends: Mapping[str, tuple[tuple[str, str], ...]]
    within: tuple[tuple[str, str], ...]
    headings: Mapping[str, str]
    cues: Mapping[str, tuple[str, ...]]
    months: dict[str, int]
    weekdays: frozenset[str]
    ages: tuple[tuple[str, tuple[str, ...]], ...]
    near: tuple[str, ...]
    beside: frozenset[str]
    update: tuple[str, ...]
    languages: Mapping[str, frozenset[str]]

    def kind(self, phrase: str) -> str:
        """The kind of furniture the line with the folded text `phrase` is, or "".

        >>> load().kind(fold("12 min read")), load().kind(fold("A quiet harbour"))
        ('counter', '')
        """
        if found := self.exact.get(phrase):
            return found
        if not phrase:
            return ""
        first, last = first_word(phrase), last_word(phrase)
        for start, kind in self.starts.get(first, ()):
            if (phrase.startswith(start) and _whole(phrase, start)) or start == phrase + ":":
                return kind
        for end, kind in self.ends.get(last, ()):
            if phrase.endswith(end):
                return kind
        return next((kind for piece, kind in self.within if piece in phrase), "")


def fold(text: str) -> str:
    """`text` as phrases are compared: no case, no ornaments, `#` for each number.

    >>> fold("  → 12 Comments: ")
    '# comments'
    """
    text = _NUMBER.sub("#", text.casefold().replace("’", "'").replace("：", ":"))
    return " ".join(text.split()).replace(" ,", ",").strip(_TRIM).rstrip(".:")


def _whole(phrase: str, start: str) -> bool:
    """Whether `start` ends where a word of `phrase` does; Han and kana have no such ends."""
    return start[-1] > "\u2e80" or not (start[-1].isalnum() and phrase[len(start) :][:1].isalnum())


def first_word(phrase: str) -> str:
    """What `Phrases.starts` is keyed by: the first word, or the first sign of a CJK phrase."""
    return phrase[0] if phrase[0] > "\u2e80" else phrase.partition(" ")[0].rstrip(":.,")


def last_word(phrase: str) -> str:
    """What `Phrases.ends` is keyed by."""
    return phrase.rpartition(" ")[2]


@cache
def load() -> Phrases:
    """All word files of the house. They are data of the package, so they are read once."""
    house = files("copydesk") / "house"
    words = {
        entry.name.removesuffix(".toml"): tomllib.loads(entry.read_text(encoding="utf-8"))
        for entry in sorted((house / "words").iterdir(), key=lambda entry: entry.name)
        if len(entry.name.removesuffix(".toml")) == SUBTAG_LENGTH
    }
    sites = [
        tomllib.loads(entry.read_text(encoding="utf-8"))
        for entry in sorted((house / "sites").iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".toml")
    ]
    # A language's own labels win over a system's, general over special.
    tables = [*reversed(sites), *(word.get("furniture", {}) for word in words.values())]
    pairs = {place: list(_pairs(tables, place)) for place in ("exact", "start", "end", "within")}
    calendars = [word["calendar"] for word in words.values() if "calendar" in word]
    unicode = tomllib.loads((house / "words" / "calendars.toml").read_text(encoding="utf-8"))
    today = tomllib.loads((house / "words" / "today.toml").read_text(encoding="utf-8"))
    return Phrases(
        exact={phrase: kind for phrase, kind in pairs["exact"] if phrase},
        starts=_grouped(pairs["start"], first_word),
        ends=_grouped(pairs["end"], last_word),
        within=tuple(pairs["within"]),
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
        ages=_ages(unicode.values()),
        near=tuple(today["near"]),
        beside=frozenset(today["beside"]),
        update=tuple(sorted({fold(word) for entry in calendars for word in entry["update"]})),
        languages={
            name: frozenset(word["language"].split())
            for name, word in words.items()
            if word["language"]
        },
    )


def _pairs(tables: Iterable[Mapping[str, Any]], place: str) -> Iterable[tuple[str, str]]:
    for table in tables:
        for kind, entry in table.items():
            if isinstance(entry, Mapping):
                for phrase in entry.get(place, ()):
                    folded = fold(phrase)
                    # A closing sign belongs to the start of a line, not to the whole of it.
                    signed = place == "start" and phrase[-1] in _CLOSING
                    yield folded + phrase[-1].replace("：", ":") * signed, kind


def _grouped(pairs: Iterable[tuple[str, str]], key: Any) -> dict[str, tuple[tuple[str, str], ...]]:  # noqa: ANN401  one of the two functions above
    groups: dict[str, list[tuple[str, str]]] = {}
    for phrase, kind in pairs:
        if phrase:
            groups.setdefault(key(phrase), []).append((phrase, kind))
    return {
        word: tuple(sorted(entries, key=lambda pair: -len(pair[0])))
        for word, entries in groups.items()
    }


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
