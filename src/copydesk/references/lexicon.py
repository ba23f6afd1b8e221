"""Well-known outlets, publishers and places, and where they stand in an entry."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from copydesk import tables
from copydesk.language import folding

_EDGE: Final = re.compile(r"^[^\w&]+|[^\w&]+$")
_MOTTO: Final = re.compile(r"\s[–—|-]\s")
#: Kinds that joined the lists after the tagger had learned from them; it is not shown them.
_UNLEARNED: Final = frozenset(("exonym",))
#: `J.`, `J.-P.`, `J-P.`, `J.P`, `J P`
INITIALS: Final = re.compile(
    r"(?:[^\W\d_]{1,2}\.[\s-]?){1,5}[^\W\d_]?|[^\W\d_](?:[\s-][^\W\d_]){1,3}\.?|[^\W\d_]"
)
_ARTICLES: Final = frozenset(("the", "le", "la", "les", "der", "die", "das", "el", "il"))


@dataclass(frozen=True, slots=True)
class ListedName:
    """A name of the lists: its folded words and its kind (`newspaper`, `press`, `city` …)."""

    words: tuple[str, ...]
    kind: str


@lru_cache(maxsize=50_000)
def core(word: str) -> str:
    """`word` in lower case without the punctuation around it.

    >>> core("Press,"), core("(eds.)")
    ('press', 'eds')
    """
    return _EDGE.sub("", word).casefold()


@lru_cache(maxsize=20_000)
def fold(text: str) -> tuple[str, ...]:
    """The words of `text` for looking names up: no accents, no case, no article in front.

    >>> fold("The Straits Times,"), fold("El País")
    (('straits', 'times'), ('pais',))
    """
    bare = folding.strip_accents(text.replace("’", "'"))
    words = tuple(word for word in map(core, bare.split()) if word)
    return words[1:] if len(words) > 1 and words[0] in _ARTICLES else words


@cache
def _announcing() -> dict[str, dict[str, str]]:
    return tables.load_table("words/references")


@cache
def keywords() -> dict[str, str]:
    """Each word that announces something in a reference, and the class it belongs to.

    >>> keywords()["hrsg"], keywords()["pp"]
    ('ed', 'pp')
    """
    classes = reversed(_announcing()["keywords"].items())
    return {word: name for name, words in classes for word in words.split()}


@cache
def word_list(table: str, name: str) -> frozenset[str]:
    """One of the word lists of `references.toml`.

    >>> "van" in word_list("names", "particles")
    True
    """
    return frozenset(_announcing()[table][name].split())


def is_listed_given(word: str) -> bool:
    """Whether `word` is a given name of the lists."""
    return any(core(word) in word_list("names", name) for name in ("first", "given"))


@cache
def known_words() -> dict[str, str]:
    """What announces a field where the tagger has seen little, and a word for it that it knows."""
    return _announcing()["known"]


@cache
def names() -> dict[str, str]:
    """Each list's names, folded and joined by blanks, with their kind."""
    found: dict[str, str] = {}
    for stem in ("places", "publishers", "outlets"):
        for kind, entries in tables.load_table(f"words/{stem}").items():
            for entry in entries:
                found[" ".join(fold(entry))] = kind
    return found


@cache
def _by_first_word() -> dict[str, tuple[ListedName, ...]]:
    table: dict[str, list[ListedName]] = {}
    for name, kind in names().items():
        if kind in _UNLEARNED:
            continue
        words = tuple(name.split())
        table.setdefault(words[0], []).append(ListedName(words, kind))
    return {
        first: tuple(sorted(group, key=lambda name: -len(name.words)))
        for first, group in table.items()
    }


@lru_cache(maxsize=20_000)
def kind(text: str) -> str:
    """The kind of the name that `text` is, "" when it is on no list.

    A motto behind a dash or bar, as in page titles, does not count.

    >>> kind("The Guardian"), kind("Carnegie Europe"), kind("Guardian of the Seals")
    ('newspaper', 'institute', '')
    >>> kind("Lowy Institute – Policy for a Region")
    'institute'
    """
    head = _MOTTO.split(text, maxsplit=1)[0]
    return names().get(" ".join(fold(text)), "") or names().get(" ".join(fold(head)), "")


def marks(words: Sequence[str]) -> list[str]:
    """For each folded word the kind of the longest name it is part of, else "".

    Only the names that the tagger has learned from.

    >>> marks(["see", "foreign", "affairs", "9"])
    ['', 'magazine', 'magazine', '']
    """
    table = _by_first_word()
    found = [""] * len(words)
    at = 0
    while at < len(words):
        step = 1
        for name in table.get(words[at], ()):
            size = len(name.words)
            if tuple(words[at : at + size]) == name.words:
                found[at : at + size] = [name.kind] * size
                step = size
                break
        at += step
    return found
