"""The trained net: read its file, run it with numpy.

Training is `tools/train_labeller.py`; the layers are those of `LineNet` in
`tools/labeller_net.py`: a line's figures and the mean vectors of its words, then dilated
convolutions over lines (van den Oord et al., WaveNet, 2016), half way what the whole text says.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, get_args

import numpy as np
from numpy.typing import NDArray

from copydesk.model import Role
from copydesk.structure.features import COLUMNS, WORDS_IN_A_BAG, Features, Floats

ROLES: Final[tuple[Role, ...]] = get_args(Role)
MODEL: Final = Path(__file__).parents[1] / "data" / "models" / "labeller.bin"


@dataclass(frozen=True, slots=True)
class Net:
    """The arrays of one trained net, the places of its columns, the hashed words it knows."""

    columns: NDArray[np.int64]
    words: NDArray[np.uint32]
    arrays: Mapping[str, Floats]
    dilations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """What `tools/train_labeller.py` writes: nets, and how often a role follows another."""

    nets: tuple[Net, ...]
    transitions: Floats
    notice: str


@cache
def load_model(path: Path = MODEL) -> Model:
    """Read a model file, once in a process.

    Raises OSError when it is not there, ValueError when it was trained for columns that the
    code does not have.

    >>> load_model().transitions.shape
    (16, 16)
    """
    return parse_model(path.read_bytes())


def parse_model(data: bytes) -> Model:
    """Read a model from the bytes of its file: a line of JSON, then arrays under zlib.

    Raises ValueError when a column is unknown to the code, or roles are others.

    >>> len(parse_model(MODEL.read_bytes()).nets) > 0
    True
    """
    head, _, packed = data.partition(b"\n")
    told: dict[str, Any] = json.loads(head)
    if not set(told["columns"]) <= set(COLUMNS) or tuple(told["roles"]) != ROLES:
        raise ValueError("the model was trained for other features: run `tools/train_labeller.py`")
    raw = zlib.decompress(packed)
    arrays: dict[str, NDArray[Any]] = {}
    at = 0
    for name, kind, shape in told["arrays"]:
        size = int(np.prod(shape)) * np.dtype(kind).itemsize
        arrays[name] = np.frombuffer(raw, kind, int(np.prod(shape)), at).reshape(shape)
        at += size
    columns = np.array([COLUMNS.index(name) for name in told["columns"]])
    shared = {name: arrays[name] for name in ("mean", "spread")}
    nets = []
    for number in range(told["nets"]):
        prefix = f"{number}."
        own = {
            name.removeprefix(prefix): array.astype(np.float32) * arrays[f"{name}:scale"]
            if f"{name}:scale" in arrays
            else array
            for name, array in arrays.items()
            if name.startswith(prefix) and not name.endswith(":scale")
        }
        nets.append(Net(columns, arrays["words"], {**shared, **own}, tuple(told["dilations"])))
    return Model(tuple(nets), arrays["transitions"], told["notice"])


def run_net(net: Net, features: Features) -> Floats:
    """Compute the logits [lines, 16] of one net.

    The layers are those of `LineNet` in `tools/labeller_net.py`.

    >>> from copydesk.structure.features import compute_features
    >>> run_net(load_model().nets[0], compute_features(["Fog"], [0])).shape
    (1, 16)
    """
    arrays = net.arrays
    matrix = features.matrix[:, net.columns]
    figures = np.clip((matrix - arrays["mean"]) / arrays["spread"], -4, 4)
    places = np.searchsorted(net.words, features.ids)
    places[places == len(net.words)] = 0
    numbers = np.where(net.words[places] == features.ids, places + 1, 0)
    vectors = arrays["vectors.weight"][numbers]
    bags, start = [], 0
    for size in WORDS_IN_A_BAG:
        known = (numbers[:, start : start + size] > 0).sum(axis=1, keepdims=True)
        bags.append(vectors[:, start : start + size].sum(axis=1) / np.maximum(known, 1))
        start += size
    h = _rectify(
        np.concatenate([figures, *bags], axis=1) @ arrays["first.weight"].T + arrays["first.bias"]
    )
    for layer, dilation in enumerate(net.dilations):
        normed = _normalise(h, arrays, f"norms.{layer}")
        blank = np.zeros((min(dilation, len(h)), h.shape[1]), np.float32)
        before = np.concatenate([blank, normed[: len(h) - len(blank)]])
        after = np.concatenate([normed[len(blank) :], blank])
        weight, bias = arrays[f"layers.{layer}.weight"], arrays[f"layers.{layer}.bias"]
        h = h + _rectify(np.concatenate([before, normed, after], axis=1) @ weight.T + bias)
        if layer == len(net.dilations) // 2:
            whole = np.concatenate([h.mean(axis=0), h.max(axis=0)])
            h = h + _rectify(arrays["whole.weight"] @ whole + arrays["whole.bias"])
    logits: Floats = (
        _normalise(h, arrays, "last_norm") @ arrays["last.weight"].T + arrays["last.bias"]
    )
    return logits


def _rectify(values: Floats) -> Floats:
    return np.maximum(values, 0)


def _normalise(values: Floats, arrays: Mapping[str, Floats], name: str) -> Floats:
    centred = values - values.mean(axis=1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(axis=1, keepdims=True) + 1e-5)
    scaled: Floats = centred / spread * arrays[f"{name}.weight"] + arrays[f"{name}.bias"]
    return scaled


def compute_logits(features: Features, model: Model) -> Floats:
    """Compute the logits [lines, 16] of the roles: the mean of the nets of `model`.

    >>> from copydesk.structure.features import compute_features
    >>> compute_logits(compute_features(["Fog", "Tau"], [0, 0]), load_model()).shape
    (2, 16)
    """
    total = run_net(model.nets[0], features)
    for net in model.nets[1:]:
        total = total + run_net(net, features)
    return total / np.float32(len(model.nets))
