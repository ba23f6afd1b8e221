"""Whether a line is one that sites print, by the phrases of profiles and word files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

from copydesk.model import Profile

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


def first_word(phrase: str) -> str:
    """What `Furniture.starts` is keyed by: the first word, or the first sign of a CJK phrase."""
    return phrase[0] if phrase[0] > "\u2e80" else phrase.partition(" ")[0].rstrip(":.,")


def last_word(phrase: str) -> str:
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
        for start, match in self.starts.get(first_word(phrase), ()):
            if (phrase.startswith(start) and _whole(phrase, start)) or start == phrase + ":":
                return match
        for end, match in self.ends.get(last_word(phrase), ()):
            if phrase.endswith(end):
                return match
        for piece, match in self.within:
            if piece in phrase:
                return match
        return self._row(phrase)

    def _row(self, phrase: str) -> Match:
        """What most parts of `phrase` are, when it is a row of such lines: "home | search"."""
        parts = _BETWEEN.split(phrase)
        known = [self.exact[part] for part in parts if part in self.exact]
        return known[0] if len(parts) > 1 and 2 * len(known) > len(parts) else NONE


def _whole(phrase: str, start: str) -> bool:
    """Whether `start` ends where a word of `phrase` does; Han and kana have no such ends."""
    return start[-1] > "\u2e80" or not (start[-1].isalnum() and phrase[len(start) :][:1].isalnum())


def collect(profiles: Iterable[Profile]) -> Furniture:
    """The phrases of `profiles`; where two have the same, the later one wins.

    >>> known = collect([Profile("Quay", (("counter", "exact", "# boats in the harbour"),))])
    >>> known.find(fold("12 boats in the harbour"))
    ('counter', 'Quay')
    """
    rows = [row for profile in profiles for row in _rows(profile)]
    return Furniture(
        exact={phrase: (kind, name) for place, phrase, kind, name in rows if place == "exact"},
        starts=_grouped(rows, "start", first_word),
        ends=_grouped(rows, "end", last_word),
        within=tuple((phrase, (kind, name)) for place, phrase, kind, name in rows
                     if place == "within"),
    )  # fmt: skip


@lru_cache(maxsize=8)
def of_desk(profiles: tuple[Profile, ...]) -> Furniture:
    """`collect`, remembered: a worker sees the same few desks and sidecars again and again."""
    return collect(profiles)


def _rows(profile: Profile) -> Iterable[_Row]:
    for kind, place, phrase in profile.phrases:
        folded = fold(phrase)
        # A closing sign belongs to the start of a line, not to the whole of it.
        last = phrase.rstrip()[-1:]
        signed = place == "start" and last in _CLOSING
        if folded:
            yield place, folded + last.replace("：", ":") * signed, kind, profile.name


def _grouped(
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
