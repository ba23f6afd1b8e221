"""Tagged strings: the form both kinds of training data take, and the reader of AnyStyle's."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, replace
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Final

from copydesk.references.tokens import in_known_words, tokenise
from copydesk.system import toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
#: Sources of the tagged file that follow the conventions the finishing rules expect, and how
#: often each string counts: core.xml is nearer to lists typed by hand than gold.xml.
_SOURCES: Final = {"anystyle-core": 3, "anystyle-gold": 1}
_VOLUME_AND_PAGES: Final = re.compile(r"[\d)]:$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A segment of a tagged string; `glued` when no blank stands before it."""

    label: str
    text: str
    glued: bool = False

    def with_text(self, text: str) -> Piece:
        """The same segment reading `text`."""
        return replace(self, text=text)

    def with_glue(self) -> Piece:
        """The same segment without the blank before it."""
        return replace(self, glued=True)


Tagged = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """The words of one string and a label for each; `otherwise` when by other conventions."""

    words: tuple[str, ...]
    labels: tuple[str, ...]
    otherwise: bool = False


def example(tagged: Tagged) -> Example:
    """`tagged` cut into words as the tagger cuts them.

    >>> example((Piece("author", "Lo, B.,"), Piece("date", "2022.Rare")))
    Example(words=('Lo,', 'B.,', '2022.', 'Rare'), labels=('author', 'author', 'date', 'date'))
    """
    joined, starts = _joined(tagged)
    # As the tagger is shown it, sign by sign in the same place.
    string = in_known_words(joined)
    words: list[str] = []
    labels: list[str] = []
    current = 0
    for token in tokenise(string):
        while current + 1 < len(starts) and starts[current + 1] <= token.start:
            current += 1
        label = tagged[current].label
        if label == "volume" and words and labels[-1] == "volume" and _pages(words[-1], token.text):
            label = "pages"
        words.append(token.text)
        labels.append(label)
    return Example(tuple(words), tuple(labels))


def text(tagged: Tagged) -> str:
    """The string itself.

    >>> text((Piece("author", "Lo, B.,"), Piece("date", "2022.")))
    'Lo, B., 2022.'
    """
    return _joined(tagged)[0]


def _joined(tagged: Tagged) -> tuple[str, list[int]]:
    """The string, and where each of its segments starts."""
    text = ""
    starts: list[int] = []
    for piece in tagged:
        text += "" if piece.glued or not text else " "
        starts.append(len(text))
        text += piece.text
    return text, starts


def _pages(before: str, word: str) -> bool:
    # `52:884-885` is one word, tagged as volume; cut in two, the second is the pages.
    return bool(_VOLUME_AND_PAGES.search(before)) and word[0].isdigit()


def read(path: Path) -> Iterator[Tagged]:
    """The strings of AnyStyle in `path` (JSON lines with `source` and `fields`)."""
    for source, string in _read_sources(path):
        yield from repeat(string, _SOURCES.get(source, 0))


def read_otherwise(path: Path) -> Iterator[Tagged]:
    """The strings of GROBID in `path`, once each."""
    return (string for source, string in _read_sources(path) if source not in _SOURCES)


def _read_sources(path: Path) -> Iterator[tuple[str, Tagged]]:
    with path.open(encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            yield record["source"], tuple(Piece(label, text) for label, text in record["fields"])


def is_apart(source: str) -> bool:
    """Whether the strings of `source` are never trained on: those of a third of the sources."""
    return int(hashlib.sha256(source.encode()).hexdigest(), 16) % 3 == 0


def read_hand(path: Path) -> Iterator[Tagged]:
    """The strings of `path` tagged by hand, each twice, but for those set apart."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if not is_apart(record["source"]):
                string = tuple(Piece(label, text) for label, text in record["fields"])
                yield from repeat(string, 2)


def read_cases() -> Iterator[Tagged]:
    """The entries of the cases as they are to be tagged."""
    entries = Path(__file__).with_name("references_entries.toml").read_text("utf-8")
    for one in toml.loads(entries)["entry"]:
        parted = (piece.split(": ", 1) for piece in one["pieces"])
        yield from repeat(tuple(Piece(label, text) for label, text in parted), 8)


def examples(strings: Iterable[Tagged]) -> list[Example]:
    """Each string as an example, those without a word left out."""
    return [made for made in map(example, strings) if made.words]
