"""Trained nets, run with numpy: the form of their files, and the layers they have in common.

Both nets, of the lines of a text (`structure/net.py`) and of the words of a reference
(`references/tagger.py`), are dilated convolutions (van den Oord et al., WaveNet, 2016), half way
through what the whole text says. They are trained with torch (`tools/net_layers.py`).
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
#: What a matrix of whole numbers is multiplied by, row by row, stands beside it under this name.
_SCALE: Final = ":scale"


def read_arrays(data: bytes) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Read the bytes of a model's file: what its first line says in JSON, and its arrays.

    The first line names the arrays, with type and shape; they follow one behind the other under
    zlib. Whole numbers of 8 bits that have a scale are multiplied out. Raises ValueError when
    the bytes are no such file, zlib.error when they are damaged.

    >>> head = b'{"arrays": [["a", "<f4", [1, 2]]]}'
    >>> read_arrays(head + bytes([10]) + zlib.compress(np.float32([3, 4]).tobytes()))[1]["a"]
    array([[3., 4.]], dtype=float32)
    """
    head, _, packed = data.partition(b"\n")
    told: dict[str, Any] = json.loads(head)
    raw = zlib.decompress(packed)
    arrays: dict[str, NDArray[Any]] = {}
    at = 0
    for name, kind, shape in told["arrays"]:
        size = int(np.prod(shape))
        arrays[name] = np.frombuffer(raw, kind, size, at).reshape(shape)
        at += size * np.dtype(kind).itemsize
    scaled = {
        name: array.astype(np.float32) * arrays[name + _SCALE] if name + _SCALE in arrays else array
        for name, array in arrays.items()
        if not name.endswith(_SCALE)
    }
    return told, scaled


def run_layers(
    h: Floats, arrays: Mapping[str, Floats], dilations: Sequence[int], lengths: Sequence[int]
) -> Floats:
    """Compute the logits [rows, classes] from the first layer's values `h` [rows, units].

    The rows are those of one or more texts, one behind the other, `lengths` rows each; no text
    sees another. The layers are those of `Convolutions` in `tools/net_layers.py`.
    """
    sizes = np.asarray(lengths)
    starts = np.cumsum(sizes) - sizes
    place = np.arange(len(h)) - np.repeat(starts, sizes)
    left = np.repeat(sizes, sizes) - 1 - place
    for layer, dilation in enumerate(dilations):
        normed = normalise(h, arrays, f"norms.{layer}")
        before, after = np.roll(normed, dilation, axis=0), np.roll(normed, -dilation, axis=0)
        before[place < dilation] = 0
        after[left < dilation] = 0
        weight, bias = arrays[f"layers.{layer}.weight"], arrays[f"layers.{layer}.bias"]
        h = h + rectify(np.concatenate([before, normed, after], axis=1) @ weight.T + bias)
        if layer == len(dilations) // 2:
            mean = np.add.reduceat(h, starts) / sizes[:, None].astype(np.float32)
            whole = np.concatenate([mean, np.maximum.reduceat(h, starts)], axis=1)
            said = rectify(whole @ arrays["whole.weight"].T + arrays["whole.bias"])
            h = h + np.repeat(said, sizes, axis=0)
    logits: Floats = (
        normalise(h, arrays, "last_norm") @ arrays["last.weight"].T + arrays["last.bias"]
    )
    return logits


def rectify(values: Floats) -> Floats:
    """Set what is below zero to zero."""
    return np.maximum(values, 0)


def normalise(values: Floats, arrays: Mapping[str, Floats], name: str) -> Floats:
    """Give each row the mean 0 and the spread 1, then the layer's weight and bias of that name."""
    centred = values - values.mean(axis=1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(axis=1, keepdims=True) + 1e-5)
    scaled: Floats = centred / spread * arrays[f"{name}.weight"] + arrays[f"{name}.bias"]
    return scaled
