"""The net that gives each line the odds of its roles: dilated convolutions over lines.

The first layer sees a line's figures and the mean of its words' vectors, in three bags; each
further layer sees lines farther away (1, 2, 4, 8, 16); the mean and the maximum over the whole
document go in half way. Trained with torch, run by numpy (`copydesk.structure.labeller`).
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from copydesk.structure.features import WORDS_IN_A_BAG
from labeller_data import ROLES
from labeller_samples import Sample
from net_layers import Convolutions, make_optimiser

DILATIONS = (1, 2, 4, 8, 16)
#: The rate of learning at its highest.
RATE = 2e-3
#: Units of a layer, and of the vector of a word.
HIDDEN = 96
VECTOR = 20
#: Shares of words that training hides, and of texts whose words are hidden altogether: the
#: net must not lean on the vocabulary of the sites it saw.
WORD_DROP = 0.3
TEXT_DROP = 0.12
#: How much more a line of a rare role counts in training.
ROLE_WEIGHTS = {
    "title": 2.0,
    "subtitle": 1.5,
    "byline": 1.5,
    "date": 1.3,
    "quote": 1.5,
    "bio": 2.0,
    "disclaimer": 2.0,
    "cta": 1.5,
    "footnote": 1.5,
}


@dataclass
class Vocabulary:
    """Which hashed words have a vector, and the mean and spread of each figure."""

    words: NDArray[np.uint32]
    mean: NDArray[np.float32]
    spread: NDArray[np.float32]

    def number(self, ids: NDArray[np.uint32]) -> NDArray[np.int64]:
        """The numbers of hashed words; 0 stands for none and for unknown ones."""
        at = np.searchsorted(self.words, ids)
        at[at == len(self.words)] = 0
        return np.where(self.words[at] == ids, at + 1, 0).astype(np.int64)

    def scale(self, matrix: NDArray[np.float32]) -> NDArray[np.float32]:
        """Figures with mean 0 and spread 1, between -4 and 4."""
        return np.clip((matrix - self.mean) / self.spread, -4, 4).astype(np.float32)


def build_vocabulary(samples: Sequence[Sample], sites: int = 4, limit: int = 24000) -> Vocabulary:
    """The words that enough sites have, the most frequent first."""
    counts: Counter[int] = Counter()
    seen: dict[str, set[int]] = {}
    for sample in samples:
        seen.setdefault(sample.document.site, set()).update(np.unique(sample.ids).tolist())
    for ids in seen.values():
        counts.update(ids)
    counts.pop(0, None)
    kept = [word for word, count in counts.most_common(limit) if count >= sites]
    rows = np.concatenate([sample.matrix for sample in samples[:: max(1, len(samples) // 1500)]])
    spread = rows.std(axis=0)
    return Vocabulary(
        np.array(sorted(kept), np.uint32),
        rows.mean(axis=0),
        np.maximum(spread, 0.05).astype(np.float32),
    )


class LineNet(Convolutions):
    """Logits of the roles, [texts, lines, 16]."""

    def __init__(self, figures: int, words: int) -> None:
        super().__init__(HIDDEN, len(ROLES), DILATIONS)
        hidden, vector = HIDDEN, VECTOR
        self.vectors = nn.Embedding(words + 1, vector, padding_idx=0)
        nn.init.normal_(self.vectors.weight, std=0.1)
        with torch.no_grad():
            self.vectors.weight[0] = 0
        self.first = nn.Linear(figures + len(WORDS_IN_A_BAG) * vector, hidden)

    def forward(
        self,
        figures: torch.Tensor,
        numbers: torch.Tensor,
        mask: torch.Tensor,
    ) -> torch.Tensor:
        if self.training:
            shown = torch.rand(numbers.shape) > WORD_DROP
            shown &= torch.rand(len(numbers), 1, 1) > TEXT_DROP
            numbers = numbers * shown
        bags, start = [], 0
        vectors = self.vectors(numbers)
        for size in WORDS_IN_A_BAG:
            part = vectors[:, :, start : start + size]
            known = (numbers[:, :, start : start + size] > 0).sum(-1, keepdim=True).clamp(min=1)
            bags.append(part.sum(2) / known)
            start += size
        inputs = torch.cat([figures, *bags], dim=-1)
        keep = mask.unsqueeze(-1).float()
        h = torch.relu(self.first(self.drop(inputs))) * keep
        return self.run_layers(h, keep)


@dataclass
class Batch:
    """Padded samples."""

    figures: torch.Tensor
    numbers: torch.Tensor
    target: torch.Tensor
    mask: torch.Tensor
    weight: torch.Tensor


def make_batch(samples: Sequence[Sample], vocabulary: Vocabulary) -> Batch:
    """Pad samples to the longest."""
    size = max(len(sample.target) for sample in samples)
    count, columns = len(samples), samples[0].matrix.shape[1]
    figures = np.zeros((count, size, columns), np.float32)
    numbers = np.zeros((count, size, sum(WORDS_IN_A_BAG)), np.int64)
    target = np.full((count, size), -100, np.int64)
    mask = np.zeros((count, size), bool)
    weight = np.zeros((count, size), np.float32)
    for at, sample in enumerate(samples):
        lines = len(sample.target)
        figures[at, :lines] = vocabulary.scale(sample.matrix)
        numbers[at, :lines] = vocabulary.number(sample.ids)
        target[at, :lines] = sample.target
        mask[at, :lines] = True
        weight[at, :lines] = sample.weight / (lines / 60) ** 0.5
    return Batch(*map(torch.from_numpy, (figures, numbers, target, mask, weight)))


def list_batches(
    samples: Sequence[Sample], rng: random.Random, lines: int = 2400
) -> list[list[Sample]]:
    """Samples of like length together, in random order."""
    order = sorted(samples, key=lambda sample: len(sample.target) * (1 + 0.2 * rng.random()))
    batches: list[list[Sample]] = [[]]
    for sample in order:
        if batches[-1] and len(sample.target) * (len(batches[-1]) + 1) > lines:
            batches.append([])
        batches[-1].append(sample)
    rng.shuffle(batches)
    return batches


def train(
    net: LineNet,
    vocabulary: Vocabulary,
    draws: Sequence[Sequence[Sample]],
    seed: int,
) -> None:
    """Train `net`, an epoch a draw of forms, with the rate falling to 0 (one cycle, AdamW)."""
    rng = random.Random(seed)
    torch.manual_seed(seed)
    epochs = [list_batches(draw, rng) for draw in draws]
    steps = sum(map(len, epochs))
    optimiser, schedule = make_optimiser(net, "vectors", RATE, steps)
    class_weight = torch.tensor([ROLE_WEIGHTS.get(role, 1.0) for role in ROLES])
    loss_of = nn.CrossEntropyLoss(weight=class_weight, reduction="none", label_smoothing=0.02)
    net.train()
    for number, batches in enumerate(epochs):
        start, total, count = time.time(), 0.0, 0.0
        for samples in batches:
            batch = make_batch(samples, vocabulary)
            logits = net(batch.figures, batch.numbers, batch.mask)
            loss = loss_of(logits.flatten(0, 1), batch.target.flatten()) * batch.weight.flatten()
            mean = loss.sum() / batch.weight.sum()
            optimiser.zero_grad()
            mean.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total += float(loss.detach().sum())
            count += float(batch.weight.sum())
        print(
            f"seed {seed}, epoch {number + 1}/{len(epochs)} loss {total / count:.4f} "
            f"{time.time() - start:.0f} s",
            flush=True,
        )
    net.eval()
