"""Phrases by which a line is known, and the months and cue words of each language.

They live in `data/words/<language>.toml` (labels of sites, headings, cues, months), in
`data/sites/<system>.toml` (what one publishing system prints on every site) and in the
profiles of a desk. Every language is looked up whatever the article's own: pages mix them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final, TypeAlias

from copydesk import tables
from copydesk.model import Profile
from copydesk.settings.profiles import KINDS, load_packaged
from copydesk.structure.date import load_months

#: Kinds of lines that sites print, in the order of their columns.
SITE_KINDS: Final = (
    "ads", "comments", "counter", "form", "frame", "legal", "menu", "related", "reply",
    "section", "share", "subscribe", "tags",
)  # fmt: skip
#: Headings of parts of an article.
HEADING_KINDS: Final = (
    "acknowledgements", "bio", "contents", "disclaimer", "notes", "reading", "references",
    "summary",
)  # fmt: skip
#: Cue words by where they stand in a line, and what the class of such a line is called.
CUES: Final = {
    "start": ("open", (
        "byline", "caption", "credit", "datefield", "field", "greeting", "keywords", "noting",
        "salutation", "source", "table", "update", "valediction",
    )),
    "within": ("hold", (
        "calling", "caption", "credit", "cta", "disclaimer", "outlet", "seat", "shown", "thanks",
    )),
    "exact": ("whole", ("closing", "kicker")),
}  # fmt: skip
#: What a line may be known for.
CLASSES: Final = (
    *(f"site:{kind}" for kind in SITE_KINDS),
    *(f"heading:{kind}" for kind in HEADING_KINDS),
    *(f"{name}:{cue}" for name, cues in CUES.values() for cue in cues),
)
#: A line longer than this is prose, whatever phrase of a site it holds.
LONGEST_PHRASE: Final = 200
#: A primary language subtag, the name of a language's file; the folder holds other lists too.
SUBTAG_LENGTH: Final = 2

_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*(?:[km](?!\w))?")
_ORNAMENTS: Final = " \t\u00a0\u200b\ufeff\u200e\u200f.:…|•·–—-→←↑↓⬇\ufe0e«»‹›>*+_~¶▼▾▲×=\\/\"“”'"
#: Scripts that set no blanks between words.
_UNSPACED: Final = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
_WORD: Final = re.compile(r"[\w&']+")
#: What stands between the entries of a menu in one line.
_BETWEEN: Final = re.compile(r" ?[|•·] ?")
#: Words of a long line that are searched for phrases: its first and its last ones.
_FIRST_WORDS: Final = 60
_LAST_WORDS: Final = 30

Label: TypeAlias = tuple[str, str]
"""What a line is known for ("menu", "share" …), and the name of the profile that knows it."""

#: What is said of a line that no phrase fits.
NONE: Final[Label] = ("", "")

_Row: TypeAlias = tuple[str, str, Label]
"""(place, phrase, label)"""


def fold(text: str) -> str:
    """`text` as phrases are compared: no case, no ornaments, `#` for each number.

    >>> fold("  → 12 Comments: "), fold("Share this:")
    ('# comments', 'share this')
    """
    folded = _NUMBER.sub("#", text.casefold().replace("’", "'").replace("：", ":"))
    return " ".join(folded.split()).replace(" ,", ",").strip(_ORNAMENTS)


class PhraseIndex:
    """Phrases of each place ("exact", "start", "end", "within"), keyed for one line's look-up.

    Of two rows with the same phrase the first wins.
    """

    __slots__ = ("_ends", "_exact", "_starts", "_unspaced", "_within")

    def __init__(self, rows: Iterable[_Row]) -> None:
        self._exact: dict[str, list[Label]] = {}
        self._starts: dict[str, list[tuple[str, Label]]] = {}
        self._ends: dict[str, list[tuple[str, Label]]] = {}
        self._within: dict[str, list[tuple[list[str], Label]]] = {}
        self._unspaced: list[tuple[str, Label]] = []
        for place, phrase, label in rows:
            folded = fold(phrase)
            if not folded:
                continue
            if place == "exact":
                self._exact.setdefault(folded, []).append(label)
            elif place == "start":
                # A closing sign belongs to the start of a line, not to the whole of it.
                last = phrase.rstrip()[-1].replace("：", ":")
                start = folded + last if last in ":>|…" else folded
                self._starts.setdefault(_key_start(start), []).append((start, label))
            elif place == "end":
                self._ends.setdefault(folded.rpartition(" ")[2], []).append((folded, label))
            elif _UNSPACED.search(folded) or not _WORD.search(folded):
                self._unspaced.append((folded, label))
            else:
                words = _WORD.findall(folded)
                self._within.setdefault(words[0], []).append((words, label))
        for groups in (self._starts, self._ends):
            for group in groups.values():
                group.sort(key=lambda pair: -len(pair[0]))

    def find(self, folded: str) -> Iterator[Label]:
        """Find what the line with the folded text `folded` is known for, the surest first.

        >>> index = PhraseIndex([("start", "listen to", ("share", "Quay"))])
        >>> list(index.find(fold("Listen to this issue"))), list(index.find("listen tomorrow"))
        ([('share', 'Quay')], [])
        """
        yield from self._exact.get(folded, ())
        if not folded:
            return
        for start, label in self._starts.get(_key_start(folded), ()):
            if (folded.startswith(start) and _ends_word(folded, start)) or start == folded + ":":
                yield label
        for end, label in self._ends.get(folded.rpartition(" ")[2], ()):
            if folded.endswith(end):
                yield label
        yield from self._find_within(folded)
        parts = _BETWEEN.split(folded)
        known = [self._exact[part] for part in parts if part in self._exact]
        if len(parts) > 1 and 2 * len(known) > len(parts):  # a menu: "home | search"
            yield from known[0]

    def _find_within(self, folded: str) -> Iterator[Label]:
        words = _WORD.findall(folded)
        if len(words) > _FIRST_WORDS + _LAST_WORDS:
            words = words[:_FIRST_WORDS] + words[-_LAST_WORDS:]
        for at, word in enumerate(words):
            for phrase, label in self._within.get(word, ()):
                if words[at : at + len(phrase)] == phrase:
                    yield label
        yield from (label for piece, label in self._unspaced if piece in folded)


def _key_start(phrase: str) -> str:
    """The first word, or the first sign where no blanks stand between words."""
    first = phrase[0]
    return first if _UNSPACED.match(first) else phrase.partition(" ")[0].rstrip(":.,>|…")


def _ends_word(line: str, start: str) -> bool:
    """Whether `start` ends where a word of `line` does."""
    beyond = line[len(start) : len(start) + 1]
    return bool(_UNSPACED.match(start[-1])) or not (start[-1].isalnum() and beyond.isalnum())


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything the word files hold, keyed for look-up by one line."""

    phrases: PhraseIndex
    headings: Mapping[str, str]
    cues: Mapping[str, tuple[str, ...]]
    months: Mapping[str, int]

    def find_kind(self, folded: str) -> Label:
        """Find which line of a site the one with the folded text `folded` is, and who says so.

        >>> load().find_kind(fold("12 min read"))[0], load().find_kind(fold("A quiet harbour"))
        ('counter', ('', ''))
        """
        for name, profile in self.phrases.find(folded):
            group, _, kind = name.partition(":")
            if group == "site":
                return kind, profile
        return NONE

    def match_classes(self, folded: str) -> frozenset[str]:
        """Find all of `CLASSES` that the line with the folded text `folded` is known for.

        >>> sorted(load().match_classes(fold("By Mara Osei")))
        ['open:byline']
        """
        names = {name for name, _ in self.phrases.find(folded)}
        if len(folded) > LONGEST_PHRASE:
            names = {name for name in names if not name.startswith(("site:", "heading:"))}
        return frozenset(names)


@cache
def load() -> Lexicon:
    """Load all word files. They are data of the package, so they are read once in a process.

    >>> load().headings["works cited"], load().months["august"]
    ('references', 8)
    """
    words = {
        stem: tables.load_table(f"words/{stem}")
        for stem in tables.list_tables("words")
        if len(stem) == SUBTAG_LENGTH
    }
    return Lexicon(
        PhraseIndex(_list_rows(list(words.values()))),
        {
            fold(phrase): kind
            for word in words.values()
            for kind, phrases in word.get("headings", {}).items()
            for phrase in phrases
        },
        _collect_cues(words.values()),
        load_months(),
    )


def _list_rows(words: Iterable[Mapping[str, Any]]) -> Iterator[_Row]:
    """The phrases of all classes; a language's own win over a system's, general over special."""
    for word in words:
        for kind, places in word.get("furniture", {}).items():
            for place, phrases in places.items():
                yield from ((place, phrase, (f"site:{kind}", "")) for phrase in phrases)
    for profile in reversed(load_packaged()):
        yield from (
            (place, phrase, (f"site:{kind}", profile.name))
            for kind, place, phrase in profile.phrases
        )
    for word in words:
        for kind in HEADING_KINDS:
            for phrase in word.get("headings", {}).get(kind, ()):
                yield "exact", phrase, (f"heading:{kind}", "")
        cues = {"update": word.get("calendar", {}).get("update", ()), **word.get("cues", {})}
        for place, (name, kinds) in CUES.items():
            for cue in kinds:
                yield from ((place, phrase, (f"{name}:{cue}", "")) for phrase in cues.get(cue, ()))


@lru_cache(maxsize=8)
def collect_phrases(profiles: tuple[Profile, ...]) -> PhraseIndex:
    """Collect the phrases of `profiles`; where two have the same, the later one wins.

    A worker sees the same few desks and sidecars again and again, so they are remembered.

    >>> known = collect_phrases((Profile("Quay", (("counter", "exact", "# boats in here"),)),))
    >>> next(known.find(fold("12 boats in here")))
    ('counter', 'Quay')
    """
    return PhraseIndex(
        (place, phrase, (kind, profile.name))
        for profile in reversed(profiles)
        for kind, place, phrase in profile.phrases
    )


def why(folded: str, profiles: tuple[Profile, ...] = ()) -> str:
    """Say in words what the line with the folded text `folded` is to its site, and who says so.

    >>> why(fold("12 min read")), why(fold("Home of the ferries"))
    ('a counter', 'a part of the site, not of the article')
    """
    kind, profile = next(collect_phrases(profiles).find(folded), NONE)
    if not kind:
        kind, profile = load().find_kind(folded)
    what = KINDS.get(kind, "a part of the site, not of the article")
    return f"{what} (profile {profile})" if profile else what


def _collect_cues(words: Iterable[Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    cues: dict[str, dict[str, None]] = {}
    for word in words:
        for kind, entries in word.get("cues", {}).items():
            cues.setdefault(kind, {}).update(
                dict.fromkeys(entry.casefold().replace("’", "'") for entry in entries)
            )
    return {kind: tuple(sorted(entries, key=len, reverse=True)) for kind, entries in cues.items()}
