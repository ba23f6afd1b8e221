"""Train the line labeller and write its one model file.

    pip install -e '.[train]'
    COPYDESK_DATA=… COPYDESK_CORPUS=… COPYDESK_TOOLS=… python tools/train_labeller.py --folds
    … python tools/train_labeller.py --write src/copydesk/data/models/labeller.bin

Nets are trained, each from a seed of its own, on pages of sites outside the held-out and the
development split, and on synthetic forms of them; the model takes their odds together. With
`--tuning` they are tuned with the hand-labelled documents and forms of them; then `--folds`
cross-validates: each quarter of these documents is labelled by nets that were tuned with the
other three (the pages have none of their sites). The seeds are fixed;
the same machine and versions give the same bytes. All figures are measured with the model as
shipped, quantised and run by numpy.
"""

from __future__ import annotations

import argparse
import copy
import os
import random
import sys
from collections.abc import Sequence
from pathlib import Path

import torch

from copydesk.structure.features import Features
from copydesk.structure.labeller import (
    COSTS,
    Costs,
    Labels,
    Masks,
    label_features,
)
from copydesk.structure.net import Model, parse_model
from labeller_export import count_transitions, join_models, pack_model
from labeller_net import LineNet, Vocabulary, build_vocabulary, train
from labeller_report import kind_of_corpus, print_report
from labeller_samples import CORPUS_FOLDS, Sample, load_or_prepare

CORPUS_WEIGHT = 1.5
CASES_WEIGHT = 0.4
#: Rates of learning: anew, while tuning.
RATE, TUNING_RATE = 2e-3, 1e-3


def label_samples(model: Model, samples: Sequence[Sample], costs: Costs = COSTS) -> list[Labels]:
    """Label samples as the product does."""
    return [
        label_features(
            Features(sample.matrix, sample.ids, sample.phrases),
            model,
            Masks(sample.document.hints),
            costs=costs,
        )
        for sample in samples
    ]


def report(name: str, model: Model, samples: Sequence[Sample], *, by_form: bool = False) -> None:
    """Print the figures of a set."""
    documents = [sample.document for sample in samples]
    roles = [labels.roles for labels in label_samples(model, samples)]
    print_report(name, documents, roles, (lambda document: document.form) if by_form else None)


def pretrain(
    sets: dict[str, list[Sample]], vocabulary: Vocabulary, seed: int, arguments: argparse.Namespace
) -> LineNet:
    """Train a net on pages and their forms from nothing."""
    torch.manual_seed(seed)
    net = LineNet(len(vocabulary.mean), len(vocabulary.words), arguments.hidden)
    rng = random.Random(seed)
    most = min(arguments.most, len(sets["pages"]))
    parts = [[rng.sample(sets["pages"], most)] for _ in range(arguments.epochs)]
    train(net, vocabulary, parts, seed, rate=RATE, label=f"pages, seed {seed}")
    return net


def load_or_pretrain(
    sets: dict[str, list[Sample]], arguments: argparse.Namespace
) -> tuple[list[LineNet], Vocabulary]:
    """The nets of all seeds, each from its file in `arguments.pretrained` or kept there."""
    vocabulary = build_vocabulary(sets["pages"])
    nets = []
    for number in range(arguments.nets):
        seed = arguments.seed + number
        kept = arguments.pretrained / f"{seed}.pt" if arguments.pretrained else None
        if kept and kept.exists():
            net = LineNet(len(vocabulary.mean), len(vocabulary.words), arguments.hidden)
            net.load_state_dict(torch.load(kept))
        else:
            net = pretrain(sets, vocabulary, seed, arguments)
            if kept:
                kept.parent.mkdir(parents=True, exist_ok=True)
                torch.save(net.state_dict(), kept)
        nets.append(net.eval())
    return nets, vocabulary


def tune(
    net: LineNet,
    vocabulary: Vocabulary,
    sets: dict[str, list[Sample]],
    without: int | None,
    arguments: argparse.Namespace,
) -> LineNet:
    """Tune a copy of `net` with the hand-labelled documents outside the fold `without`."""
    own: list[Sample] = []
    for name, weight in (("corpus", CORPUS_WEIGHT), ("cases", CASES_WEIGHT)):
        folds = fold_documents(sets[name])
        for sample in [*sets[name], *sets[f"{name}_forms"]]:
            if folds[sample.document.slug] != without:
                sample.weight = weight
                own.append(sample)
    seed = arguments.seed + (without or 0)
    rng = random.Random(seed)
    parts = [
        [own, rng.sample(sets["pages"], min(arguments.beside, len(sets["pages"])))]
        for _ in range(arguments.tuning)
    ]
    tuned = copy.deepcopy(net)
    if not parts:
        return tuned
    train(
        tuned,
        vocabulary,
        parts,
        seed,
        rate=TUNING_RATE,
        label=f"tuning {without}",
    )
    return tuned


def tune_all(
    nets: Sequence[LineNet],
    vocabulary: Vocabulary,
    sets: dict[str, list[Sample]],
    without: int | None,
    arguments: argparse.Namespace,
) -> list[LineNet]:
    """Tune copies of `nets`, each with a seed of its own."""
    tuned = []
    for number, net in enumerate(nets):
        own = argparse.Namespace(**{**vars(arguments), "seed": arguments.seed + 100 * number})
        tuned.append(tune(net, vocabulary, sets, without, own))
    return tuned


def fold_documents(documents: Sequence[Sample]) -> dict[str, int]:
    """The fold of each hand-labelled document; each has its own site, kinds are spread evenly."""
    slugs = sorted(sample.document.slug for sample in documents)
    return {slug: at % CORPUS_FOLDS for at, slug in enumerate(slugs)}


def cross_validate(
    nets: Sequence[LineNet],
    vocabulary: Vocabulary,
    sets: dict[str, list[Sample]],
    arguments: argparse.Namespace,
) -> None:
    """Label each fold of the corpus by a net that has not seen it, and print the figures."""
    found: dict[str, dict[str, Labels]] = {"corpus": {}, "cases": {}}
    transitions = count_transitions(sets["pages"])
    for fold in range(CORPUS_FOLDS):
        tuned = tune_all(nets, vocabulary, sets, fold, arguments)
        model = parse_model(pack_model(tuned, vocabulary, transitions))
        for name, labels in found.items():
            folds = fold_documents(sets[name])
            own = [sample for sample in sets[name] if folds[sample.document.slug] == fold]
            slugs = [sample.document.slug for sample in own]
            labels.update(zip(slugs, label_samples(model, own), strict=True))
        report(f"plain, fold {fold}", model, sets["plain"])
    for name, labels in found.items():
        documents = [sample.document for sample in sets[name]]
        print_report(
            f"{name}, cross-validated",
            documents,
            [labels[document.slug].roles for document in documents],
            kind_of_corpus if name == "corpus" else None,
            details=True,
        )


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Train the line labeller.")
    parser.add_argument("--write", type=Path, help="where to write the model of all documents")
    parser.add_argument(
        "--folds", action="store_true", help="cross-validate over the hand-labelled documents"
    )
    parser.add_argument(
        "--held-out", action="store_true", help="print the figures of the held-out sites"
    )
    parser.add_argument("--cache", type=Path, help="keep the measured samples here")
    parser.add_argument("--pretrained", type=Path, help="keep the nets trained on pages in here")
    parser.add_argument("--join", type=Path, help="take the nets of this model as well")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--most", type=int, default=99_999, help="texts of pages in an epoch")
    parser.add_argument("--beside", type=int, default=1200, help="texts of pages while tuning")
    parser.add_argument(
        "--tuning", type=int, default=0, help="epochs with the hand-labelled documents"
    )
    parser.add_argument(
        "--nets", type=int, default=4, help="nets whose odds the model takes together"
    )
    parser.add_argument("--hidden", type=int, default=96)
    parser.add_argument("--forms", type=int, default=2, help="forms of each page")
    arguments = parser.parse_args()
    for name in ("COPYDESK_DATA", "COPYDESK_CORPUS", "COPYDESK_TOOLS"):
        if name not in os.environ:
            parser.error(f"set {name} to the folder of the shared data")
    torch.set_num_threads(1)
    sets = load_or_prepare(arguments.cache, arguments.seed, arguments.forms)
    nets, vocabulary = load_or_pretrain(sets, arguments)
    transitions = count_transitions(sets["pages"])
    if arguments.folds:
        cross_validate(nets, vocabulary, sets, arguments)
    if arguments.write or arguments.held_out:
        tuned = tune_all(nets, vocabulary, sets, None, arguments)
        data = pack_model(tuned, vocabulary, transitions)
        if arguments.join:
            data = join_models(data, arguments.join.read_bytes())
        model = parse_model(data)
        report("pages, development", model, sets["dev"])
        report("forms, development", model, sets["dev_forms"], by_form=True)
        report("plain", model, sets["plain"])
        if arguments.held_out:
            report("pages, held out", model, sets["held_out"])
        if arguments.write:
            arguments.write.parent.mkdir(parents=True, exist_ok=True)
            arguments.write.write_bytes(data)
            print(f"{arguments.write}: {len(data):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
