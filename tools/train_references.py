"""Train the shipped model: the same inputs give the same bytes.

usage: python tools/train_references.py [--out FOLDER] [--own-only]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from pathlib import Path
from typing import Any, Final

import pycrfsuite

import references_render as render
import references_styled as styled
import references_tagged as tagged
import references_typed as typed
from copydesk.references.tagger import features

#: Where the shipped model lies.
MODEL: Final = Path(__file__).parent.parent / "src/copydesk/references/model"
SEED: Final = 20_260
OWN_STRINGS: Final = 1_500
STYLED_STRINGS: Final = 2_500
TYPED_STRINGS: Final = 3_500
PARAMETERS: Final = {
    "c1": 0.1,
    "c2": 0.005,
    "max_iterations": 160,
    "feature.possible_transitions": True,
    "feature.minfreq": 1,
}
NOTICE: Final = (
    "Trained in part on the tagged strings of AnyStyle (https://github.com/inukshuk/anystyle,"
    " res/parser/core.xml and gold.xml), BSD 2-clause licence, Copyright 2011-2023 Sylvester"
    " Keil. The strings are not part of this package."
)


def main(arguments: list[str] | None = None) -> int:
    """Train and write `references.crfsuite` and its note `model.json`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=MODEL)
    parser.add_argument("--own-only", action="store_true", help="leave the AnyStyle strings out")
    parser.add_argument("--own", type=int, default=OWN_STRINGS, help="strings of our own shapes")
    parser.add_argument("--styled", type=int, default=STYLED_STRINGS, help="strings in CSL styles")
    parser.add_argument("--typed", type=int, default=TYPED_STRINGS, help="strings as hands type")
    options = parser.parse_args(arguments)
    strings, note = _strings(options)
    trained = tagged.examples(strings)
    target = options.out / "references.crfsuite"
    train(trained, target)
    model = target.read_bytes()
    note |= {
        "examples": len(trained),
        "seed": SEED,
        "parameters": PARAMETERS,
        "bytes": len(model),
        "sha256": hashlib.sha256(model).hexdigest(),
    }
    (options.out / "model.json").write_text(json.dumps(note, indent=2) + "\n", encoding="utf-8")
    print(f"{target}: {len(model):,} bytes from {len(trained):,} strings", file=sys.stderr)
    return 0


def _strings(options: argparse.Namespace) -> tuple[list[tagged.Tagged], dict[str, Any]]:
    strings = list(render.strings(options.own, SEED))
    note: dict[str, Any] = {"own": {"strings": len(strings)}}
    set_in_styles = list(styled.strings(options.styled, SEED))
    note["styled"] = {"strings": len(set_in_styles)}
    written = list(typed.strings(options.typed, SEED))
    note["typed"] = {"strings": len(written)}
    strings += set_in_styles + written
    folder = os.environ.get("COPYDESK_DATA")
    if options.own_only or not folder:
        print("COPYDESK_DATA is not used: training on the package's own strings", file=sys.stderr)
        return strings, note
    path = Path(folder) / "references" / "train.jsonl"
    found = list(tagged.read(path))
    note["anystyle"] = {
        "strings": len(set(found)),
        "file": "references/train.jsonl",
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "notice": NOTICE,
    }
    return strings + found, note


def train(trained: list[tagged.Example], target: Path) -> None:
    """Fit a CRF to `trained` and write it to `target`."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=PARAMETERS, verbose=False)
    for made in trained:
        trainer.append(features(made.words), made.labels)
    target.parent.mkdir(exist_ok=True)
    trainer.train(str(target))


if __name__ == "__main__":
    sys.exit(main())
