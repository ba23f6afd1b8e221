"""Phrases by which a line is known for a site's, and the labels and months of each language.

They live in `house/words/<language>.toml` (labels, cues, months), in
`house/sites/<system>.toml` (what one publishing system prints on every site) and in the
profiles of a desk. Every language is looked up whatever the article's own: pages mix them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final, TypeAlias

from copydesk import tables
from copydesk.model import Profile
from copydesk.profiles import KINDS, load_packaged

#: A line longer than this is prose, whatever phrase it holds.
LONGEST_PHRASE: Final = 200
#: A primary language subtag, the name of a language's file; the folder holds other lists too.
SUBTAG_LENGTH: Final = 2

_NUMBER = re.compile(r"\d[\d,.\u00a0]*")
_TRIM: Final = " \t\u00a0\u200b\ufeff\u200e\u200f:…→←»«›‹>|▼▾▲•·*¶↑↓⬇︎"
#: What stands between the entries of a menu in one line.
_BETWEEN: Final = re.compile(r" ?[|•·] ?")
_CLOSING: Final = ":：>|…"

Match: TypeAlias = tuple[str, str]
"""The kind of a line ("menu", "share" …) and the name of the profile that knows it."""

#: What is said of a line that no phrase fits.
NONE: Final[Match] = ("", "")

_Row: TypeAlias = tuple[str, str, str, str]
"""(place, folded phrase, kind, name of the profile)"""


def fold(text: str) -> str:
    """`text` as phrases are compared: no case, no ornaments, `#` for each number.

    >>> fold("  → 12 Comments: ")
    '# comments'
    """
    text = _NUMBER.sub("#", text.casefold().replace("’", "'").replace("：", ":"))
    return " ".join(text.split()).replace(" ,", ",").strip(_TRIM).rstrip(".:")


def _key_start(phrase: str) -> str:
    """What `Furniture.starts` is keyed by: the first word, or the first sign of a CJK phrase."""
    return phrase[0] if phrase[0] > "\u2e80" else phrase.partition(" ")[0].rstrip(":.,")


def _key_end(phrase: str) -> str:
    """What `Furniture.ends` is keyed by."""
    return phrase.rpartition(" ")[2]


@dataclass(frozen=True, slots=True)
class Furniture:
    """Phrases keyed for look-up by one line.

    `starts` groups those that a line may begin with by their first word, `ends` those
    that it may end with by their last.
    """

    exact: Mapping[str, Match]
    starts: Mapping[str, tuple[tuple[str, Match], ...]]
    ends: Mapping[str, tuple[tuple[str, Match], ...]]
    within: tuple[tuple[str, Match], ...]

    def find(self, phrase: str) -> Match:
        """What the line with the folded text `phrase` is: the longest that fits tells."""
        if found := self.exact.get(phrase):
            return found
        if not phrase:
            return NONE
        for start, match in self.starts.get(_key_start(phrase), ()):
            if (phrase.startswith(start) and _ends_word(phrase, start)) or start == phrase + ":":
                return match
        for end, match in self.ends.get(_key_end(phrase), ()):
            if phrase.endswith(end):
                return match
        for piece, match in self.within:
            if piece in phrase:
                return match
        return self._find_row(phrase)

    def _find_row(self, phrase: str) -> Match:
        """What most parts of `phrase` are, when it is a row of such lines: "home | search"."""
        parts = _BETWEEN.split(phrase)
        known = [self.exact[part] for part in parts if part in self.exact]
        return known[0] if len(parts) > 1 and 2 * len(known) > len(parts) else NONE


def _ends_word(phrase: str, start: str) -> bool:
    """Whether `start` ends where a word of `phrase` does; Han and kana have no such ends."""
    return start[-1] > "\u2e80" or not (start[-1].isalnum() and phrase[len(start) :][:1].isalnum())


@lru_cache(maxsize=8)
def collect_phrases(profiles: tuple[Profile, ...]) -> Furniture:
    """Collect the phrases of `profiles`; where two have the same, the later one wins.

    A worker sees the same few desks and sidecars again and again, so they are remembered.

    >>> known = collect_phrases((Profile("Quay", (("counter", "exact", "# boats in here"),)),))
    >>> known.find(fold("12 boats in here"))
    ('counter', 'Quay')
    """
    rows = [row for profile in profiles for row in _list_rows(profile)]
    return Furniture(
        exact={phrase: (kind, name) for place, phrase, kind, name in rows if place == "exact"},
        starts=_group_rows(rows, "start", _key_start),
        ends=_group_rows(rows, "end", _key_end),
        within=tuple((phrase, (kind, name)) for place, phrase, kind, name in rows
                     if place == "within"),
    )  # fmt: skip


def _list_rows(profile: Profile) -> Iterable[_Row]:
    for kind, place, phrase in profile.phrases:
        folded = fold(phrase)
        # A closing sign belongs to the start of a line, not to the whole of it.
        last = phrase.rstrip()[-1:]
        signed = place == "start" and last in _CLOSING
        if folded:
            yield place, folded + last.replace("：", ":") * signed, kind, profile.name


def _group_rows(
    rows: Iterable[_Row], wanted: str, key: Callable[[str], str]
) -> dict[str, tuple[tuple[str, Match], ...]]:
    groups: dict[str, list[tuple[str, Match]]] = {}
    for place, phrase, kind, name in rows:
        if place == wanted:
            groups.setdefault(key(phrase), []).append((phrase, (kind, name)))
    return {
        word: tuple(sorted(entries, key=lambda pair: -len(pair[0])))
        for word, entries in groups.items()
    }


@dataclass(frozen=True, slots=True)
class Phrases:
    """Everything the word files hold, keyed for look-up by one line."""

    furniture: Furniture
    headings: Mapping[str, str]
    cues: Mapping[str, tuple[str, ...]]
    months: dict[str, int]
    weekdays: frozenset[str]

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
    """Load all word files of the house. They are data of the package, so they are read once."""
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
    return Phrases(
        # A language's own labels win over a system's, general over special.
        furniture=collect_phrases((*reversed(load_packaged()), labels)),
        headings=_collect_headings(words.values()),
        cues=_collect_cues(words.values()),
        months=_number_months([*calendars, *unicode.values()]),
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
    )


def why(phrase: str, profiles: tuple[Profile, ...] = ()) -> str:
    """Say in words what the line with the folded text `phrase` is to its site, and who says so.

    >>> why(fold("12 min read")), why(fold("Home of the ferries"))
    ('a counter', 'a part of the site, not of the article')
    """
    desk = collect_phrases(profiles).find(phrase)
    kind, profile = desk if desk[0] else load().furniture.find(phrase)
    what = KINDS.get(kind, "a part of the site, not of the article")
    return f"{what} (profile {profile})" if profile else what


def _collect_headings(words: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    return {
        fold(phrase): kind
        for word in words
        for kind, entries in word.get("headings", {}).items()
        for phrase in entries
    }


def _collect_cues(words: Iterable[Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    cues: dict[str, dict[str, None]] = {}
    for word in words:
        for kind, entries in word.get("cues", {}).items():
            cues.setdefault(kind, {}).update(
                dict.fromkeys(entry.casefold().replace("’", "'") for entry in entries)
            )
    return {kind: tuple(sorted(entries, key=len, reverse=True)) for kind, entries in cues.items()}


def _number_months(calendars: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    months: dict[str, int] = {}
    for calendar in calendars:
        for number, names in enumerate(calendar["months"], start=1):
            for name in names.split("|") if "|" in names else names.split():
                months.setdefault(name, number)
    return months
