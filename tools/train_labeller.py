"""Train the line labeller and write its one model file.

    pip install -e '.[train]'
    COPYDESK_DATA=… COPYDESK_CORPUS=… COPYDESK_TOOLS=… python tools/train_labeller.py --folds
    … python tools/train_labeller.py --write src/copydesk/data/models/labeller.bin

A net is trained on pages of sites outside the held-out and the development split, and on
synthetic forms of them; then it is tuned with the hand-labelled documents and forms of them.
`--folds` cross-validates: each quarter of the hand-labelled documents is labelled by a net
that was tuned with the other three (the pages have none of their sites). The seeds are fixed;
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

from copydesk.next.structure.features import Features
from copydesk.next.structure.labeller import (
    COSTS,
    Costs,
    Labels,
    Masks,
    label_features,
)
from copydesk.next.structure.net import Model, parse_model
from labeller_export import count_transitions, pack_model
from labeller_net import LineNet, Vocabulary, build_vocabulary, train
from labeller_report import kind_of_corpus, print_report
from labeller_samples import CORPUS_FOLDS, Sample, load_or_prepare

CORPUS_WEIGHT = 1.5
PAGES_WHILE_TUNING = 1200


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
    sets: dict[str, list[Sample]], vocabulary: Vocabulary, arguments: argparse.Namespace
) -> LineNet:
    """Train a net on pages and their forms."""
    torch.manual_seed(arguments.seed)
    net = LineNet(sets["pages"][0].matrix.shape[1], len(vocabulary.words), arguments.hidden)
    train(net, vocabulary, [[sets["pages"]]] * arguments.epochs, arguments.seed, label="pages")
    return net


def tune(
    net: LineNet,
    vocabulary: Vocabulary,
    sets: dict[str, list[Sample]],
    without: int | None,
    arguments: argparse.Namespace,
) -> LineNet:
    """Tune a copy of `net` with the hand-labelled documents outside the fold `without`."""
    folds = fold_corpus(sets["corpus"])
    own = [
        sample
        for sample in [*sets["corpus"], *sets["corpus_forms"]]
        if folds[sample.document.slug] != without
    ]
    for sample in own:
        sample.weight = CORPUS_WEIGHT
    rng = random.Random(arguments.seed + (without or 0))
    parts = [[own, rng.sample(sets["pages"], PAGES_WHILE_TUNING)] for _ in range(arguments.tuning)]
    tuned = copy.deepcopy(net)
    train(
        tuned,
        vocabulary,
        parts,
        arguments.seed + (without or 0),
        rate=1e-3,
        label=f"tuning {without}",
    )
    return tuned


def fold_corpus(corpus: Sequence[Sample]) -> dict[str, int]:
    """The fold of each hand-labelled document; each has its own site, kinds are spread evenly."""
    slugs = sorted(sample.document.slug for sample in corpus)
    return {slug: at % CORPUS_FOLDS for at, slug in enumerate(slugs)}


def cross_validate(
    net: LineNet,
    vocabulary: Vocabulary,
    sets: dict[str, list[Sample]],
    arguments: argparse.Namespace,
) -> None:
    """Label each fold of the corpus by a net that has not seen it, and print the figures."""
    corpus = sets["corpus"]
    folds = fold_corpus(corpus)
    found: dict[str, Labels] = {}
    for fold in range(CORPUS_FOLDS):
        tuned = tune(net, vocabulary, sets, fold, arguments)
        model = parse_model(pack_model([tuned], vocabulary, count_transitions(sets["pages"])))
        own = [sample for sample in corpus if folds[sample.document.slug] == fold]
        found.update(
            zip([sample.document.slug for sample in own], label_samples(model, own), strict=True)
        )
        report(f"plain, fold {fold}", model, sets["plain"])
    documents = [sample.document for sample in corpus]
    print_report(
        "corpus, cross-validated",
        documents,
        [found[document.slug].roles for document in documents],
        kind_of_corpus,
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
    parser.add_argument("--pretrained", type=Path, help="keep the net trained on pages here")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=7)
    parser.add_argument(
        "--tuning", type=int, default=4, help="epochs with the hand-labelled documents"
    )
    parser.add_argument("--hidden", type=int, default=96)
    parser.add_argument("--forms", type=int, default=2, help="forms of each page")
    arguments = parser.parse_args()
    for name in ("COPYDESK_DATA", "COPYDESK_CORPUS", "COPYDESK_TOOLS"):
        if name not in os.environ:
            parser.error(f"set {name} to the folder of the shared data")
    torch.set_num_threads(1)
    sets = load_or_prepare(arguments.cache, arguments.seed, arguments.forms)
    vocabulary = build_vocabulary(sets["pages"])
    if arguments.pretrained and arguments.pretrained.exists():
        net = LineNet(sets["pages"][0].matrix.shape[1], len(vocabulary.words), arguments.hidden)
        net.load_state_dict(torch.load(arguments.pretrained))
    else:
        net = pretrain(sets, vocabulary, arguments)
        if arguments.pretrained:
            torch.save(net.state_dict(), arguments.pretrained)
    transitions = count_transitions(sets["pages"])
    report(
        "pages, development", parse_model(pack_model([net], vocabulary, transitions)), sets["dev"]
    )
    if arguments.folds:
        cross_validate(net, vocabulary, sets, arguments)
    if arguments.write or arguments.held_out:
        tuned = tune(net, vocabulary, sets, None, arguments)
        data = pack_model([tuned], vocabulary, transitions)
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
