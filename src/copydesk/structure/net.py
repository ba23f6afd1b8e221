"""The trained net: read its file, run it with numpy.

Training is `tools/train_labeller.py`; the layers are those of `LineNet` in
`tools/labeller_net.py`: a line's figures and the mean vectors of its words, then dilated
convolutions over lines (van den Oord et al., WaveNet, 2016), half way what the whole text says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, get_args

import numpy as np
from numpy.typing import NDArray

from copydesk.language.convolutions import Floats, read_arrays, rectify, run_layers
from copydesk.model import Role
from copydesk.structure.features import COLUMNS, WORDS_IN_A_BAG, Features

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
    told, arrays = read_arrays(data)
    if not set(told["columns"]) <= set(COLUMNS) or tuple(told["roles"]) != ROLES:
        raise ValueError("the model was trained for other features: run `tools/train_labeller.py`")
    columns = np.array([COLUMNS.index(name) for name in told["columns"]])
    shared = {name: arrays[name] for name in ("mean", "spread")}
    nets = []
    for number in range(told["nets"]):
        prefix = f"{number}."
        own = {
            name.removeprefix(prefix): array
            for name, array in arrays.items()
            if name.startswith(prefix)
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
    inputs = np.concatenate([figures, *bags], axis=1)
    h = rectify(inputs @ arrays["first.weight"].T + arrays["first.bias"])
    return run_layers(h, arrays, net.dilations, [len(h)])


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
