"""Look up the phrases of sites and the cue words of languages in a line.

The phrases lie in `house/sites/*.toml` (what publishing systems print) and in
`house/words/<language>.toml` (headings, cues and labels). Every language is looked up
whatever the article's own, since pages mix them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from copydesk import tables

#: Classes of whole-line and opening phrases that sites print, in the order of their columns.
SITE_KINDS: Final = (
    "ads", "comments", "counter", "form", "frame", "legal", "menu", "related", "reply",
    "section", "share", "subscribe", "tags",
)  # fmt: skip
#: Kinds whose words authors set as headings too; they say little about a site.
WEAK_KINDS: Final = frozenset(("section", "frame", "tags", "form", "menu"))
#: Headings of parts of an article.
HEADING_KINDS: Final = (
    "acknowledgements", "bio", "contents", "disclaimer", "notes", "reading", "references",
    "summary",
)  # fmt: skip
#: Cue words that open a line.
OPENING_CUES: Final = (
    "byline", "caption", "credit", "datefield", "field", "greeting", "keywords", "noting",
    "salutation", "source", "table", "update", "valediction",
)  # fmt: skip
#: Cue words anywhere in a line.
HELD_CUES: Final = (
    "calling", "caption", "credit", "cta", "disclaimer", "outlet", "seat", "shown", "thanks",
)  # fmt: skip
#: Cue words that are the whole line.
WHOLE_CUES: Final = ("closing", "kicker")

CLASSES: Final = (
    *(f"site:{kind}" for kind in SITE_KINDS),
    *(f"heading:{kind}" for kind in HEADING_KINDS),
    *(f"open:{cue}" for cue in OPENING_CUES),
    *(f"hold:{cue}" for cue in HELD_CUES),
    *(f"whole:{cue}" for cue in WHOLE_CUES),
)
_BIT: Final = {name: 1 << at for at, name in enumerate(CLASSES)}
_SITE_BITS: Final = (1 << len(SITE_KINDS)) - 1

#: A longer line is prose, whatever phrase of a site it equals.
LONGEST_PHRASE: Final = 200
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*(?:[km](?!\w))?")
_ORNAMENTS: Final = " \t.:…|•·–—-→←»«›‹>*+_~▼▲×=\\/\"“”'"
_UNSPACED: Final = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
_WORD: Final = re.compile(r"[\w&']+")
_HEAD: Final = 2  # letters by which opening phrases are indexed
_FIRST_WORDS: Final = 60
_LAST_WORDS: Final = 30


@dataclass(frozen=True, slots=True)
class PhraseIndex:
    """All phrases, keyed for the look-up of one line; a value is a set of bits of `CLASSES`.

    `months` are the names of months and their short forms, in small letters.
    """

    whole: dict[str, int] = field(default_factory=dict)
    opening: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    held: dict[str, list[tuple[tuple[str, ...], int]]] = field(default_factory=dict)
    unspaced: dict[str, int] = field(default_factory=dict)
    months: frozenset[str] = frozenset()


def fold_phrase(text: str) -> str:
    """Fold `text` as phrases are compared: no case, `#` for any number, no ornaments.

    >>> fold_phrase("12 Comments »"), fold_phrase("Share this:")
    ('# comments', 'share this')
    """
    folded = _NUMBER.sub("#", text.casefold().replace("’", "'"))
    return " ".join(folded.split()).strip(_ORNAMENTS)


@cache
def load_phrases() -> PhraseIndex:
    """Read every word file of the package, once in a process.

    >>> "share this" in load_phrases().whole, "august" in load_phrases().months
    (True, True)
    """
    index = PhraseIndex(months=_list_months())
    for place, name, phrase in _list_phrases():
        _add_phrase(index, place, phrase, _BIT[name])
    return index


def match_phrases(text: str, folded: str, index: PhraseIndex) -> int:
    """Find the classes of the phrases in a line, as bits of `CLASSES`.

    `folded` is the line as `fold_phrase` gives it.

    >>> line = "Share this:"
    >>> bits = match_phrases(line, fold_phrase(line), load_phrases())
    >>> [name for at, name in enumerate(CLASSES) if bits >> at & 1]
    ['site:share']
    """
    bits = 0
    if len(folded) <= LONGEST_PHRASE:
        bits |= index.whole.get(folded, 0)
    for phrase, found in index.opening.get(folded[:_HEAD], ()):
        if folded.startswith(phrase) and _ends_word(folded, len(phrase)):
            bits |= found if len(folded) <= LONGEST_PHRASE else found & ~_SITE_BITS
    return bits | _match_held(text, folded, index)


def _match_held(text: str, folded: str, index: PhraseIndex) -> int:
    bits = 0
    words = _WORD.findall(folded)
    if len(words) > _FIRST_WORDS + _LAST_WORDS:
        words = words[:_FIRST_WORDS] + words[-_LAST_WORDS:]
    for at, word in enumerate(words):
        for phrase, found in index.held.get(word, ()):
            if len(phrase) == 1 or tuple(words[at : at + len(phrase)]) == phrase:
                bits |= found
    if _UNSPACED.search(text):
        for sign, found in index.unspaced.items():
            if sign in folded:
                bits |= found
    return bits


def site_kinds(bits: int) -> list[str]:
    """The kinds of site phrases among `bits`.

    >>> site_kinds(match_phrases("12 Comments", "# comments", load_phrases()))
    ['comments']
    """
    return [kind for at, kind in enumerate(SITE_KINDS) if bits >> at & 1]


def _ends_word(text: str, at: int) -> bool:
    if at >= len(text):
        return True
    return not (text[at].isalnum() and text[at - 1].isalnum()) or bool(_UNSPACED.match(text[at]))


def _list_phrases() -> Iterator[tuple[str, str, str]]:
    for name in tables.names("sites"):
        yield from _list_site(tables.table(f"sites/{name}"))
    for name in tables.names("words"):
        if len(name) != len("en"):
            continue
        table = tables.table(f"words/{name}")
        yield from _list_site(table.get("furniture", {}))
        for kind, phrases in table.get("headings", {}).items():
            if kind in HEADING_KINDS:
                yield from (("exact", f"heading:{kind}", phrase) for phrase in phrases)
        cues = dict(table.get("cues", {}))
        cues["update"] = table.get("calendar", {}).get("update", [])
        for places, prefix, names in (
            ("start", "open", OPENING_CUES),
            ("within", "hold", HELD_CUES),
            ("exact", "whole", WHOLE_CUES),
        ):
            for cue in names:
                yield from ((places, f"{prefix}:{cue}", phrase) for phrase in cues.get(cue, ()))


def _list_months() -> frozenset[str]:
    names: set[str] = set()
    for stem in tables.names("words"):
        if len(stem) == len("en"):
            for month in tables.table(f"words/{stem}").get("calendar", {}).get("months", ()):
                names.update(name.lower().strip(".") for name in month.split())
    for table in tables.table("words/dates").values():
        for month in table.get("months", ()):
            names.update(name.lower().strip(".") for name in month.split())
    return frozenset(name for name in names if len(name) > 2 and name.isalpha())


def _list_site(table: dict[str, object]) -> Iterator[tuple[str, str, str]]:
    for kind, places in table.items():
        if kind in SITE_KINDS and isinstance(places, dict):
            for place, phrases in places.items():
                yield from ((place, f"site:{kind}", phrase) for phrase in phrases)


def _add_phrase(index: PhraseIndex, place: str, phrase: str, bit: int) -> None:
    folded = fold_phrase(phrase)
    if not folded:
        return
    if place == "exact":
        index.whole[folded] = index.whole.get(folded, 0) | bit
    elif place == "start":
        index.opening.setdefault(folded[:_HEAD], []).append((folded, bit))
    elif _UNSPACED.search(folded):
        index.unspaced[folded] = index.unspaced.get(folded, 0) | bit
    else:
        words = tuple(_WORD.findall(folded))
        if words:
            index.held.setdefault(words[0], []).append((words, bit))
