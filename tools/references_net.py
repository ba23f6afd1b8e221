"""The net that labels the words of a reference, and how it is trained.

A word's vector is the sum of the vectors of its features; convolutions see words up to eight
places away. The loss is that of a chain of labels (a linear-chain CRF whose potentials the net
gives). Trained with torch, run by numpy (`copydesk.references.tagger`).
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from copydesk.references.features import of_word, place_features
from copydesk.references.tagger import hash_feature
from net_layers import Convolutions, make_optimiser, pack_arrays, shrink
from references_tagged import Example

DILATIONS: Final = (1, 2, 4, 8)
#: The rate of learning at its highest.
RATE: Final = 2e-3
#: Units of a layer, and of the vector of a feature.
HIDDEN: Final = 96
VECTOR: Final = 48
#: Features that fewer words have are not learned, and so many at most are.
LEAST: Final = 4
FEATURES: Final = 30_000
#: Share of a word's features that training hides.
HIDDEN_SHARE: Final = 0.15
#: Strings of a step, and the words beyond which a string is not learned from.
STRINGS: Final = 48
LONGEST: Final = 120
#: What marks the words of strings that are tagged by other conventions; no reader sets it.
_OTHERWISE: Final = "otherwise"


class WordNet(Convolutions):
    """Potentials of the labels, [strings, words, labels]."""

    def __init__(self, features: int, labels: int) -> None:
        super().__init__(HIDDEN, labels, DILATIONS)
        self.vectors = nn.EmbeddingBag(features + 1, VECTOR, mode="sum", padding_idx=0)
        nn.init.normal_(self.vectors.weight, std=0.05)
        with torch.no_grad():
            self.vectors.weight[0] = 0
        self.first_norm = nn.LayerNorm(VECTOR)
        self.first = nn.Linear(VECTOR, HIDDEN)
        self.follows = nn.Parameter(torch.zeros(labels, labels))
        self.begins = nn.Parameter(torch.zeros(labels))

    def forward(
        self, numbers: torch.Tensor, starts: torch.Tensor, mask: torch.Tensor
    ) -> torch.Tensor:
        keep = mask.unsqueeze(-1).float()
        vectors = self.vectors(numbers, starts).view(*mask.shape, -1)
        h = torch.relu(self.first(self.drop(self.first_norm(vectors)))) * keep
        return self.run_layers(h, keep)

    def compute_loss(
        self, logits: torch.Tensor, labels: torch.Tensor, mask: torch.Tensor
    ) -> torch.Tensor:
        """The negative log likelihood of each string's labels, by word."""
        right = (logits.gather(2, labels.unsqueeze(2)).squeeze(2) * mask).sum(1)
        right = right + self.begins[labels[:, 0]]
        right = right + (self.follows[labels[:, :-1], labels[:, 1:]] * mask[:, 1:]).sum(1)
        total = self.begins + logits[:, 0]
        for at in range(1, logits.shape[1]):
            further = torch.logsumexp(total.unsqueeze(2) + self.follows, 1) + logits[:, at]
            total = torch.where(mask[:, at : at + 1], further, total)
        return (torch.logsumexp(total, 1) - right) / mask.sum(1)


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A string as the net takes it: the features of each word, and its label."""

    words: tuple[tuple[int, ...], ...]
    labels: tuple[int, ...]


def train_nets(draws: Sequence[Sequence[Example]], seed: int, epochs: int) -> bytes:
    """Train a net on each of `draws`; the same arguments give the same bytes of the model's file.

    The nets know the same features, those that are most frequent in all draws.
    """
    rows = {made: _list_features(made) for made in {made for draw in draws for made in draw}}
    counts = Counter(name for row in rows.values() for names in row for name in names)
    known = sorted(hashed for hashed, count in counts.most_common(FEATURES) if count >= LEAST)
    places = {hashed: place for place, hashed in enumerate(known, 1)}
    names = sorted({label for made in rows for label in made.labels})
    strings = {
        made: _Numbered(
            tuple(tuple(places[name] for name in names if name in places) for names in row),
            tuple(map(names.index, made.labels)),
        )
        for made, row in rows.items()
        if len(made.words) <= LONGEST
    }
    jobs = [
        ([strings[made] for made in draw if made in strings], len(known), len(names), seed, epochs)
        for seed, draw in enumerate(draws, seed)
    ]
    # A process for each net: sums of one thread are the same on every machine.
    with ProcessPoolExecutor(len(jobs), get_context("spawn")) as pool:
        trained = list(pool.map(_train_net, *zip(*jobs, strict=True)))
    arrays: list[tuple[str, NDArray[Any]]] = [("features", np.array(known, "<u4"))]
    for number, state in enumerate(trained):
        arrays += shrink({f"{number}.{name}": value for name, value in state.items()})
    head = {"format": "copydesk.references/1", "labels": names, "dilations": DILATIONS}
    return pack_arrays(head | {"nets": len(draws)}, arrays)


def _train_net(
    strings: Sequence[_Numbered], features: int, labels: int, seed: int, epochs: int
) -> dict[str, NDArray[Any]]:
    """The arrays of a net trained on `strings`."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    net = WordNet(features, labels)
    _fit(net, strings, seed, epochs)
    return {name: value.detach().numpy() for name, value in net.state_dict().items()}


def _list_features(made: Example) -> list[list[int]]:
    """The hashed features of each word; one more marks strings of other conventions."""
    marks = (_OTHERWISE,) if made.otherwise else ()
    return [
        sorted(set(map(hash_feature, (*of_word(word), *places, *marks))))
        for word, places in zip(made.words, place_features(made.words), strict=True)
    ]


def _fit(net: WordNet, strings: Sequence[_Numbered], seed: int, epochs: int) -> None:
    rng, hiding = random.Random(seed), np.random.default_rng(seed)
    steps = epochs * -(-len(strings) // STRINGS)
    optimiser, schedule = make_optimiser(net, "vectors", RATE, steps)
    net.train()
    for epoch in range(epochs):
        start, total = time.time(), 0.0
        batches = _list_batches(strings, rng)
        for batch in batches:
            numbers, starts, labels, mask = _make_batch(batch, hiding)
            loss = net.compute_loss(net(numbers, starts, mask), labels, mask).mean()
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total += float(loss.detach())
        print(
            f"seed {seed}, epoch {epoch + 1}/{epochs} loss {total / len(batches):.4f} "
            f"{time.time() - start:.0f} s",
            file=sys.stderr,
            flush=True,
        )
    net.eval()


def _list_batches(strings: Sequence[_Numbered], rng: random.Random) -> list[list[_Numbered]]:
    """Strings of like length together, in random order."""
    order = sorted(strings, key=lambda one: len(one.labels) * (1 + 0.2 * rng.random()))
    batches = [list(order[at : at + STRINGS]) for at in range(0, len(order), STRINGS)]
    rng.shuffle(batches)
    return batches


def _make_batch(
    strings: Sequence[_Numbered], hiding: np.random.Generator
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """Strings padded to the longest, some features of each word hidden."""
    size = max(len(one.labels) for one in strings)
    numbers: list[int] = []
    starts: list[int] = []
    labels = np.zeros((len(strings), size), np.int64)
    mask = np.zeros((len(strings), size), bool)
    for at, one in enumerate(strings):
        labels[at, : len(one.labels)] = one.labels
        mask[at, : len(one.labels)] = True
        for place in range(size):
            starts.append(len(numbers))
            if place < len(one.words):
                word = one.words[place]
                shown = hiding.random(len(word)) > HIDDEN_SHARE
                numbers += [number for number, show in zip(word, shown, strict=True) if show]
    return tuple(map(torch.from_numpy, (np.array(numbers), np.array(starts), labels, mask)))
