"""Label the words of an entry with the shipped model, and cut it into segments.

The labels are those of AnyStyle: author, editor, translator, title,
container-title, journal, collection-title, date, volume, pages, publisher,
location, edition, genre, medium, url, doi, isbn, note, source, citation-number
and a few rarer ones.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from copydesk.references.features import features
from copydesk.references.tokens import Token, tokenise
from copydesk.references.words import kind_of_number

if TYPE_CHECKING:
    import pycrfsuite


#: CRFsuite takes UTF-8, which cannot say half a character.
_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of words with one label.

    `text` is what stands there, `confidence` (0 to 1) the mean certainty of the
    tagger over its words, `start` the offset in the entry.
    """

    label: str
    text: str
    confidence: float
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@cache
def _model() -> bytes:
    # Kept for as long as the tagger, which reads from this memory without owning it.
    return (files("copydesk.references") / "model" / "references.crfsuite").read_bytes()


@cache
def _tagger() -> pycrfsuite.Tagger:
    import pycrfsuite

    tagger = pycrfsuite.Tagger()
    tagger.open_inmemory(_model())
    return tagger


def segment(entry: str) -> tuple[Segment, ...]:
    """The labelled segments of `entry`, in order; together they hold all of its words.

    >>> [part.label for part in segment("Lo, B., 2022. Turning point. Lowy Institute.")]
    ['author', 'date', 'title', 'publisher']
    """
    tokens = tokenise(entry)
    if not tokens:
        return ()
    words = [token.text for token in tokens]
    if _LONE_SURROGATE.search(entry):
        words = [_LONE_SURROGATE.sub("\ufffd", word) for word in words]
    tagger = _tagger()
    labels = tagger.tag(features(words))
    certain = [tagger.marginal(label, at) for at, label in enumerate(labels)]
    return tuple(_group(entry, tokens, _settled(words, labels), certain))


def _settled(words: Sequence[str], labels: Sequence[str]) -> list[str]:
    """`labels`, with links and DOIs known by their form whatever the tagger says."""
    found = list(labels)
    for at, word in enumerate(words):
        kind = kind_of_number(word)
        if kind in ("url", "doi"):
            found[at] = kind
    return found


def _group(
    entry: str, tokens: Sequence[Token], labels: Sequence[str], certain: Sequence[float]
) -> list[Segment]:
    segments: list[Segment] = []
    first = 0
    for at in range(1, len(tokens) + 1):
        if at < len(tokens) and labels[at] == labels[first]:
            continue
        start, end = tokens[first].start, tokens[at - 1].end
        mean = sum(certain[first:at]) / (at - first)
        segments.append(Segment(labels[first], entry[start:end], mean, start))
        first = at
    return segments
