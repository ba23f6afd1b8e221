"""The works of a list as notes cite them: by author and title, often a short one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Final

from rapidfuzz.fuzz import ratio

from copydesk.citations.entries import Entry
from copydesk.citations.spelling import fold
from copydesk.model import Reference

_WORD: Final = re.compile(r"\w+")
_ARTICLES: Final = frozenset(
    (
        "a", "an", "the", "der", "die", "das", "den", "dem", "ein", "eine", "le", "la", "les", "l",
        "un", "une", "el", "los", "las", "il", "lo", "gli", "o", "os",
    )
)  # fmt: skip
#: How alike titles must be that are misspelt or abridged (0 to 100).
_ALIKE: Final = 88
#: Of works of one author and one beginning no more are compared.
_COMPARED: Final = 50
#: So many words of its beginning tell an entry, among so many characters.
_TELLING: Final = 5
_OPENING: Final = 120

#: How well words are a work's title.
WHOLE: Final = 3
SHORT: Final = 2
NEARLY: Final = 1


@dataclass(frozen=True, slots=True)
class Work:
    """An entry of the list: folded names and words, the articles of its title left out."""

    key: str
    shown: str
    names: tuple[str, ...]
    title: tuple[str, ...]
    year: str
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Index:
    by_author: defaultdict[str, list[Work]]
    by_title: defaultdict[tuple[str, str], list[Work]]
    by_opening: defaultdict[tuple[str, ...], list[Work]]
    by_key: dict[str, Work]


class Works:
    """The works of a list by what notes call them."""

    def __init__(self, references: Sequence[Reference], entries: Sequence[Entry]) -> None:
        self._listed = tuple(zip(references, entries, strict=True))

    @cached_property
    def _index(self) -> _Index:
        """The works by what they may be called, once a note asks: few articles have notes."""
        index = _Index(defaultdict(list), defaultdict(list), defaultdict(list), {})
        for reference, known in self._listed:
            work = _work(reference, known)
            index.by_key[work.key] = work
            opening = title_words(reference.text[:_OPENING])
            index.by_opening[tuple(islice(opening, _TELLING))].append(work)
            if work.names:
                for alias in known.aliases:
                    index.by_author[alias].append(work)
            if work.title:
                index.by_title[_head(work.title)].append(work)
        return index

    @property
    def by_key(self) -> Mapping[str, Work]:
        """The works by the keys of their entries."""
        return self._index.by_key

    def of_author(self, name: str) -> Sequence[Work]:
        """The works whose first author is `name`, the given names before it if any.

        >>> from copydesk.citations.entries import entry
        >>> listed = Reference("lo2019", "", "", {"author": [{"family": "Lo"}]}, 1.0)
        >>> [work.key for work in Works([listed], [entry(listed)]).of_author("Bobo Lo")]
        ['lo2019']
        """
        words = name.split()
        for first in range(len(words)):
            if first and not words[first - 1][:1].isupper():
                return ()
            if found := self._index.by_author.get(fold(" ".join(words[first:]))):
                return found
        return ()

    def beginning(self, words: Sequence[str]) -> Sequence[Work]:
        """The works whose entry begins with the words that a reference begins with."""
        return (
            self._index.by_opening.get(tuple(words[:_TELLING]), ())
            if len(words) >= _TELLING
            else ()
        )

    def titled(self, words: Sequence[str]) -> Sequence[Work]:
        """The works whose title begins as `words` do."""
        return self._index.by_title.get(_head(words), ()) if words else ()


def _head(words: Sequence[str]) -> tuple[str, str]:
    return words[0], words[1] if len(words) > 1 else ""


def _work(reference: Reference, known: Entry) -> Work:
    csl = reference.csl
    people = csl.get("author") or csl.get("editor") or []
    return Work(
        key=reference.key,
        shown=known.shown,
        names=known.names if people else (),
        title=tuple(title_words(str(csl.get("title") or ""))),
        year=known.year,
        words=frozenset(title_words(reference.text)),
    )


def title_words(text: str) -> Iterator[str]:
    """The words of a title, folded, without articles.

    >>> list(title_words("The Quiet Harbour"))
    ['quiet', 'harbour']
    """
    for word in _WORD.findall(text):
        folded = fold(word)
        if folded and folded not in _ARTICLES:
            yield folded


def fit(said: Sequence[str], title: Sequence[str]) -> int:
    """How well the words of a note are a title: `WHOLE`, `SHORT`, `NEARLY`, or 0.

    >>> full = ("tides", "of", "northern", "estuary")
    >>> [fit(words.split(), full) for words in ("tides of northern estuary", "northern estuary")]
    [3, 2]
    >>> fit("tide of northern estuary".split(), full), fit("silent piers".split(), full)
    (1, 0)
    """
    if not said or not title:
        return 0
    if tuple(said[: len(title)]) == tuple(title):
        return WHOLE
    if _within(said, title) and (len(said) > 1 or len(said[0]) > 3):
        return SHORT
    return NEARLY if ratio(" ".join(said[: len(title)]), " ".join(title)) >= _ALIKE else 0


def _within(said: Sequence[str], title: Sequence[str]) -> bool:
    size = len(said)
    return any(tuple(title[at : at + size]) == tuple(said) for at in range(len(title) - size + 1))


def best(said: Sequence[str], works: Sequence[Work]) -> tuple[list[Work], int]:
    """Those of `works` whose title `said` fits best, and how well."""
    scored = [(fit(said, work.title), work) for work in works[:_COMPARED]]
    most = max((score for score, _ in scored), default=0)
    return [work for score, work in scored if score == most and most], most
