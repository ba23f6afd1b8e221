"""Train the line labeller and write its one model file.

    pip install -e '.[train]'
    export COPYDESK_DATA=… COPYDESK_CORPUS=… COPYDESK_TOOLS=…
    python tools/train_labeller.py --write src/copydesk/data/models/labeller.bin

Nets are trained, each from a seed of its own, on synthetic forms of pages whose sites are
outside of the held-out and the development split; every epoch sees another draw of forms. The
model takes the nets' odds together. No hand-labelled document and no case is trained with, so
all figures are of texts that the nets have not seen. The seeds are fixed; the same machine and
versions give the same bytes. Figures are measured with the model as shipped, quantised and run
by numpy.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import torch

from copydesk.structure.features import Features
from copydesk.structure.labeller import Masks, label_features
from copydesk.structure.net import Model, parse_model
from labeller_export import count_transitions, pack_model
from labeller_net import LineNet, Vocabulary, build_vocabulary, train
from labeller_report import kind_of_corpus, print_report
from labeller_samples import Sample, load_draw, measure_sets

#: Draws of forms; a net begins with another one than the net before it.
DRAWS = 8


def report(name: str, model: Model, samples: Sequence[Sample]) -> None:
    """Print the figures of a set, labelled as the product does."""
    roles = [
        label_features(
            Features(sample.matrix, sample.ids), model, Masks(sample.document.hints)
        ).roles
        for sample in samples
    ]
    kinds = {"corpus": kind_of_corpus, "dev_forms": lambda document: document.form}
    documents = [sample.document for sample in samples]
    print_report(name, documents, roles, kinds.get(name), details=name == "corpus")


def load_or_train(number: int, vocabulary: Vocabulary, arguments: argparse.Namespace) -> LineNet:
    """The net of a number, from its file in `arguments.cache` or trained and kept there."""
    torch.manual_seed(number)
    net = LineNet(len(vocabulary.mean), len(vocabulary.words))
    kept = arguments.cache / f"net-{number}.pt" if arguments.cache else None
    if kept and kept.exists():
        net.load_state_dict(torch.load(kept))
        return net.eval()
    turns = [(number + epoch) % DRAWS for epoch in range(arguments.epochs)]
    draws = {turn: load_draw(arguments.cache, turn, arguments.forms) for turn in set(turns)}
    train(net, vocabulary, [draws[turn] for turn in turns], number)
    if kept:
        torch.save(net.state_dict(), kept)
    return net.eval()


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Train the line labeller.")
    parser.add_argument("--write", type=Path, help="where to write the model")
    parser.add_argument("--cache", type=Path, help="keep drawn forms and trained nets in here")
    parser.add_argument("--epochs", type=int, default=16)
    parser.add_argument(
        "--nets", type=int, nargs="+", default=[0, 1, 2, 3], help="numbers of the nets"
    )
    parser.add_argument("--forms", type=int, default=2, help="forms of each page in a draw")
    arguments = parser.parse_args()
    for name in ("COPYDESK_DATA", "COPYDESK_CORPUS", "COPYDESK_TOOLS"):
        if name not in os.environ:
            parser.error(f"set {name} to the folder of the shared data")
    torch.set_num_threads(1)
    first = load_draw(arguments.cache, 0, arguments.forms)
    vocabulary, transitions = build_vocabulary(first), count_transitions(first)
    nets = [load_or_train(number, vocabulary, arguments) for number in arguments.nets]
    data = pack_model(nets, vocabulary, transitions)
    model = parse_model(data)
    cases = Path(__file__).parents[1] / "tests" / "cases" / "structure"
    sets = measure_sets(
        Path(os.environ["COPYDESK_DATA"]), Path(os.environ["COPYDESK_CORPUS"]), cases
    )
    for name, samples in sets.items():
        report(name, model, samples)
    if arguments.write:
        arguments.write.parent.mkdir(parents=True, exist_ok=True)
        arguments.write.write_bytes(data)
        print(f"{arguments.write}: {len(data):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
