"""Train the line labeller and write its one model file.

    pip install -e '.[train]'
    export COPYDESK_DATA=… COPYDESK_CORPUS=… COPYDESK_TOOLS=…
    python tools/train_labeller.py --write src/copydesk/data/models/labeller.bin

Nets are trained on synthetic forms of pages whose sites are outside of the held-out and the
development split; every epoch sees another draw of forms. Each seed gives two nets: one sees the
texts as they are, one has tables and programs set into some. The model takes the nets' odds
together. No hand-labelled document and no case is trained with, so all figures are of texts
that the nets have not seen. The seeds are fixed; the same machine and versions give the same
bytes. Figures are measured with the model as shipped, quantised and run by numpy.
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

#: Draws of forms; a net of another seed begins with another one.
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


def load_or_train(
    seed: int, arguments: argparse.Namespace, *, inserts: bool
) -> tuple[LineNet, Vocabulary]:
    """The net of a seed and its words, from its file in `arguments.cache` or trained and kept."""
    cache = arguments.cache
    vocabulary = build_vocabulary(load_draw(cache, 0, arguments.forms, inserts=inserts))
    torch.manual_seed(seed)
    net = LineNet(len(vocabulary.mean), len(vocabulary.words))
    kept = cache / f"net-{seed}{'-inserts' * inserts}.pt" if cache else None
    if kept and kept.exists():
        net.load_state_dict(torch.load(kept))
        return net.eval(), vocabulary
    turns = [(seed + epoch) % DRAWS for epoch in range(arguments.epochs)]
    draws = {turn: load_draw(cache, turn, arguments.forms, inserts=inserts) for turn in set(turns)}
    train(net, vocabulary, [draws[turn] for turn in turns], seed)
    if kept:
        torch.save(net.state_dict(), kept)
    return net.eval(), vocabulary


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Train the line labeller.")
    parser.add_argument("--write", type=Path, help="where to write the model")
    parser.add_argument("--cache", type=Path, help="keep drawn forms and trained nets in here")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--seeds", type=int, nargs="+", default=[2, 3])
    parser.add_argument("--forms", type=int, default=2, help="forms of each page in a draw")
    arguments = parser.parse_args()
    for name in ("COPYDESK_DATA", "COPYDESK_CORPUS", "COPYDESK_TOOLS"):
        if name not in os.environ:
            parser.error(f"set {name} to the folder of the shared data")
    torch.set_num_threads(1)
    transitions = count_transitions(load_draw(arguments.cache, 0, arguments.forms, inserts=False))
    nets = [
        load_or_train(seed, arguments, inserts=inserts)
        for inserts in (False, True)
        for seed in arguments.seeds
    ]
    data = pack_model(nets, transitions)
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
