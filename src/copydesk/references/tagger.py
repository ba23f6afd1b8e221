"""Label the words of an entry with the shipped net, and cut it into segments.

The labels are those of AnyStyle: author, editor, translator, title,
container-title, journal, collection-title, date, volume, pages, publisher,
location, edition, genre, medium, url, doi, isbn, note, source, citation-number
and a few rarer ones. What the net sees of a word are features, strings that are there or not:
of the word alone and of its place in the entry. Each has a vector; a word's are added, then
convolutions see its neighbours (`language/convolutions.py`). The labels are those of the
likeliest path of a chain (Lafferty et al., Conditional Random Fields, 2001) whose potentials the
net gives.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from copydesk.language.convolutions import Floats, normalise, read_arrays, rectify, run_layers
from copydesk.references.features import of_word, place_features
from copydesk.references.segments import Segment
from copydesk.references.tokens import Token, tokenise

if TYPE_CHECKING:
    import pycrfsuite

#: Entries that are labelled in one go.
_TOGETHER: Final = 64


@cache
def _read_model(name: str) -> bytes:
    # Kept for as long as the tagger, which reads from this memory without owning it.
    return (files("copydesk.references") / "model" / name).read_bytes()


@cache
def open_model(name: str) -> pycrfsuite.Tagger:
    """Open the shipped CRF of that file name, once in a process."""
    import pycrfsuite

    tagger = pycrfsuite.Tagger()
    tagger.open_inmemory(_read_model(name))
    return tagger


def segment(entry: str) -> tuple[Segment, ...]:
    """The labelled segments of `entry`, in order; together they hold all of its words.

    >>> [part.label for part in segment("Lo, B., 2022. Turning point. Lowy Institute.")]
    ['author', 'date', 'title', 'publisher']
    """
    return segment_all([entry])[0]


def segment_all(entries: Sequence[str]) -> list[tuple[Segment, ...]]:
    """The labelled segments of each of `entries`; many together cost half of each alone.

    >>> [[part.label for part in parts] for parts in segment_all(["Lo, B., 2022.", "", "Ng, A."])]
    [['author', 'date'], [], ['author']]
    """
    split = [tokenise(entry) for entry in entries]
    strings = [[token.text for token in tokens] for tokens in split if tokens]
    labelled = iter(
        [
            one
            for at in range(0, len(strings), _TOGETHER)
            for one in label_words(strings[at : at + _TOGETHER])
        ]
    )
    return [
        tuple(_group(entry, tokens, *next(labelled))) if tokens else ()
        for entry, tokens in zip(entries, split, strict=True)
    ]


# ── the net ──────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Model:
    """Nets of one shape, the row of each hashed feature, the labels."""

    nets: tuple[Mapping[str, Floats], ...]
    rows: Mapping[int, int]
    labels: tuple[str, ...]
    dilations: tuple[int, ...]


@cache
def _load_model() -> _Model:
    told, arrays = read_arrays(_read_model("references.bin"))
    rows = {hashed: row for row, hashed in enumerate(arrays["features"].tolist(), 1)}
    nets = tuple(
        {name[2:]: array for name, array in arrays.items() if name.startswith(f"{number}.")}
        for number in range(told["nets"])
    )
    return _Model(nets, rows, tuple(told["labels"]), tuple(told["dilations"]))


def hash_feature(feature: str) -> int:
    """The number, of 32 bits, under which the model knows `feature`."""
    return zlib.crc32(feature.encode("utf-8", "replace"))


@lru_cache(maxsize=50_000)
def _row(feature: str) -> int:
    return _load_model().rows.get(hash_feature(feature), 0)


@lru_cache(maxsize=50_000)
def _sum_vectors(word: str) -> tuple[Floats, ...]:
    """The sum of the vectors of the features of `word` itself, for each net."""
    rows = [_row(feature) for feature in of_word(word)]
    return tuple(net["vectors.weight"][rows].sum(axis=0) for net in _load_model().nets)


def label_words(strings: Sequence[Sequence[str]]) -> list[tuple[list[str], list[float]]]:
    """The label of each word of each entry, and how certain it is (0 to 1).

    No entry may be without words.

    >>> label_words([["Lo,", "B.", "(2022)."]])[0][0]
    ['author', 'author', 'date']
    """
    model, lengths = _load_model(), [len(words) for words in strings]
    own = [_sum_vectors(word) for words in strings for word in words]
    places = [[_row(name) for name in row] for words in strings for row in place_features(words)]
    starts = np.cumsum([0, *map(len, places[:-1])])
    flat = [number for row in places for number in row]
    padded = np.zeros((max(lengths), len(lengths), len(model.labels)))
    for net, vectors in zip(model.nets, zip(*own, strict=True), strict=True):
        total = np.add.reduceat(net["vectors.weight"][flat], starts) + np.stack(vectors)
        total = normalise(total, net, "first_norm")
        h = rectify(total @ net["first.weight"].T + net["first.bias"])
        logits = run_layers(h, net, model.dilations, lengths) / len(model.nets)
        for number, rows in enumerate(np.split(logits, np.cumsum(lengths)[:-1])):
            padded[: len(rows), number] += rows
    steps = (np.mean([net[name] for net in model.nets], axis=0) for name in ("follows", "begins"))
    chain = _Chain(padded, np.array(lengths), *steps)
    paths = chain.find_paths()
    odds = np.take_along_axis(chain.compute_odds(), paths[:, :, None], axis=2)[:, :, 0]
    return [
        (
            [model.labels[label] for label in paths[: len(words), number]],
            odds[: len(words), number].tolist(),
        )
        for number, words in enumerate(strings)
    ]


@dataclass(frozen=True, slots=True)
class _Chain:
    """Chains of labels: potentials [words, strings, labels], those of steps and of beginnings."""

    logits: NDArray[np.float64]
    lengths: NDArray[np.int64]
    follows: Floats
    begins: Floats

    def find_paths(self) -> NDArray[np.int64]:
        """The likeliest labels [words, strings]: the Viterbi algorithm."""
        best = self.begins + self.logits[0]
        stay = np.broadcast_to(np.arange(best.shape[1]), best.shape)
        steps = []
        for at, row in enumerate(self.logits[1:], 1):
            goes_on = (at < self.lengths)[:, None]
            paths = best[:, :, None] + self.follows
            step = paths.argmax(axis=1)
            steps.append(np.where(goes_on, step, stay))
            best = np.where(goes_on, paths.max(axis=1) + row, best)
        path = [best.argmax(axis=1)]
        for step in reversed(steps):
            path.append(np.take_along_axis(step, path[-1][:, None], axis=1)[:, 0])
        return np.array(path[::-1])

    def compute_odds(self) -> NDArray[np.float64]:
        """The odds [words, strings, labels] of each label over all paths: forward and backward."""
        own = np.exp(self.logits - self.logits.max(axis=2, keepdims=True))
        step = np.exp(self.follows)
        before, behind = np.empty_like(own), np.ones_like(own)
        before[0] = np.exp(self.begins) * own[0]
        for at in range(1, len(own)):
            row = (before[at - 1] @ step) * own[at]
            before[at] = row / row.sum(axis=1, keepdims=True)
        for at in range(len(own) - 2, -1, -1):
            row = (own[at + 1] * behind[at + 1]) @ step.T
            row /= row.sum(axis=1, keepdims=True)
            behind[at] = np.where((at + 1 < self.lengths)[:, None], row, 1)
        odds: NDArray[np.float64] = before * behind
        odds /= odds.sum(axis=2, keepdims=True)
        return odds


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
