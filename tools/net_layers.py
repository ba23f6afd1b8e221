"""The layers that both nets have in common, in torch, and the form of their files.

`copydesk.language.convolutions` reads the files and runs the layers with numpy.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

DROPOUT = 0.25


class Convolutions(nn.Module):
    """Dilated convolutions over rows, half way the mean and the maximum over all of them."""

    def __init__(self, hidden: int, classes: int, dilations: Sequence[int]) -> None:
        super().__init__()
        self.dilations = tuple(dilations)
        self.norms = nn.ModuleList([nn.LayerNorm(hidden) for _ in dilations])
        self.layers = nn.ModuleList([nn.Linear(3 * hidden, hidden) for _ in dilations])
        self.whole = nn.Linear(2 * hidden, hidden)
        self.last_norm = nn.LayerNorm(hidden)
        self.last = nn.Linear(hidden, classes)
        self.drop = nn.Dropout(DROPOUT)

    def run_layers(self, h: torch.Tensor, keep: torch.Tensor) -> torch.Tensor:
        """The logits [texts, rows, classes]; `keep` [texts, rows, 1] is 0 where a row is none."""
        for at, (norm, layer, dilation) in enumerate(
            zip(self.norms, self.layers, self.dilations, strict=True)
        ):
            normed = norm(h) * keep
            before = nn.functional.pad(normed, (0, 0, dilation, 0))[:, : h.shape[1]]
            after = nn.functional.pad(normed, (0, 0, 0, dilation))[:, dilation:]
            h = h + self.drop(torch.relu(layer(torch.cat([before, normed, after], -1)))) * keep
            if at == len(self.dilations) // 2:
                h = h + self.pool(h, keep)
        return self.last(self.last_norm(h))

    def pool(self, h: torch.Tensor, keep: torch.Tensor) -> torch.Tensor:
        """What the whole text says to each row."""
        mean = h.sum(1) / keep.sum(1)
        top = (h - (1 - keep) * 1e4).amax(1)
        return torch.relu(self.whole(torch.cat([mean, top], -1))).unsqueeze(1) * keep


def make_optimiser(
    net: nn.Module, vectors: str, rate: float, steps: int
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    """AdamW, with little decay for the weights named `vectors`, and one cycle of the rate."""
    decayed = [
        value for name, value in net.named_parameters() if value.dim() > 1 and vectors not in name
    ]
    others = [
        value for name, value in net.named_parameters() if value.dim() <= 1 or vectors in name
    ]
    optimiser = torch.optim.AdamW(
        [{"params": decayed, "weight_decay": 0.05}, {"params": others, "weight_decay": 0.005}],
        lr=rate,
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, max_lr=rate, total_steps=steps + 1, pct_start=0.15
    )
    return optimiser, schedule


def shrink(arrays: Mapping[str, NDArray[Any]]) -> list[tuple[str, NDArray[Any]]]:
    """Arrays as a file holds them: matrices as whole numbers of 8 bits, a scale a row."""
    shrunk: list[tuple[str, NDArray[Any]]] = []
    for name, array in arrays.items():
        if array.ndim > 1:
            scale = np.maximum(np.abs(array).max(axis=1, keepdims=True), 1e-8) / 127
            shrunk.append((name, np.round(array / scale).astype("i1")))
            shrunk.append((f"{name}:scale", scale.astype("<f4")))
        else:
            shrunk.append((name, array.astype("<f4")))
    return shrunk


def pack_arrays(head: Mapping[str, Any], arrays: Sequence[tuple[str, NDArray[Any]]]) -> bytes:
    """The bytes of a model's file: a line of JSON, then the arrays under zlib."""
    told = {**head, "arrays": [(name, array.dtype.str, array.shape) for name, array in arrays]}
    raw = b"".join(np.ascontiguousarray(array).tobytes() for _, array in arrays)
    return json.dumps(told, ensure_ascii=True).encode() + b"\n" + zlib.compress(raw, 9)
