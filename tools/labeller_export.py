"""Write trained nets as the one file that `copydesk.structure.labeller` reads."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from copydesk.structure.features import COLUMNS
from labeller_data import ROLES
from labeller_net import DILATIONS, ROLE_WEIGHTS, LineNet, Vocabulary
from labeller_samples import Sample
from net_layers import pack_arrays, shrink

#: How much of the weights of rare roles the model's odds do without again.
EVENED = 0.5
_LOG_WEIGHTS = np.log([ROLE_WEIGHTS.get(role, 1.0) for role in ROLES]).astype(np.float32)
NOTICE = (
    "Trained by tools/train_labeller.py on lines labelled from the DOM of public pages "
    "(data sets: rundimeco/waddle, adbar/trafilatura, adbar/htmldate, Murrough-Foley/web- "
    "content-extraction-benchmark, flairNLP/fundus, scrapinghub/article-extraction- "
    "benchmark, newspaper3k and 4k, Chinese-Web-Content-Extraction, postlight/parser, "
    "readability ports, CleanPortalEval), on hand-labelled texts, and on reference strings "
    "of AnyStyle (BSD-2-Clause, Copyright 2011-2023 Sylvester Keil) and GROBID (CC BY 4.0, "
    "changed). It holds figures and hashes of frequent words, no text."
)


def count_transitions(samples: Sequence[Sample]) -> NDArray[np.float32]:
    """How much oftener than by chance a role follows another, in nats [16, 16]."""
    pairs = np.full((len(ROLES), len(ROLES)), 0.5)
    alone = np.full(len(ROLES), 0.5)
    for sample in samples:
        weight = 1 / len(sample.target) ** 0.5
        np.add.at(pairs, (sample.target[:-1], sample.target[1:]), weight)
        np.add.at(alone, sample.target, weight)
    pairs /= pairs.sum(axis=1, keepdims=True)
    alone /= alone.sum()
    return np.clip(np.log(pairs / alone), -4, 4).astype(np.float32)


def pack_model(
    nets: Sequence[LineNet],
    vocabulary: Vocabulary,
    transitions: NDArray[np.float32],
) -> bytes:
    """The bytes of the model file; matrices as whole numbers of 8 bits, a scale a row."""
    arrays = [
        ("transitions", transitions),
        ("words", vocabulary.words.astype("<u4")),
        ("mean", vocabulary.mean.astype("<f4")),
        ("spread", vocabulary.spread.astype("<f4")),
    ]
    for number, net in enumerate(nets):
        values = {name: value.detach().numpy() for name, value in net.state_dict().items()}
        values["last.bias"] = values["last.bias"] - EVENED * _LOG_WEIGHTS
        arrays += shrink({f"{number}.{name}": value for name, value in values.items()})
    head = {
        "format": "copydesk.labeller/2",
        "notice": NOTICE,
        "roles": ROLES,
        "columns": COLUMNS,
        "dilations": DILATIONS,
        "nets": len(nets),
    }
    return pack_arrays(head, arrays)
