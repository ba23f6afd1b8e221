"""Train the shipped model: the same inputs give the same bytes.

usage: python tools/train_references.py [--out FOLDER] [--own-only] [--more PART…]
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

import references_real as real
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
TYPED_STRINGS: Final = 4_500
REAL_STYLED: Final = 2_500
REAL_TYPED: Final = 1_500
PARAMETERS: Final = {
    "c1": 0.1,
    "c2": 0.005,
    "max_iterations": 160,
    "feature.possible_transitions": True,
    "feature.minfreq": 1,
}
#: Part of the strings → the file in `COPYDESK_DATA`, and where its strings come from.
SOURCES: Final = {
    "anystyle": (
        "train.jsonl",
        (
            "Trained in part on the tagged strings of AnyStyle"
            " (https://github.com/inukshuk/anystyle, res/parser/core.xml and gold.xml), BSD"
            " 2-clause licence, Copyright 2011-2023 Sylvester Keil. The strings are not part of"
            " this package."
        ),
    ),
    "hand": (
        "hand.jsonl",
        (
            "Two thirds of the sources of 876 references printed by newsrooms, think tanks, courts,"
            " authors of essays and others, tagged by hand. They are not part of this package."
        ),
    ),
    "works": (
        "works.jsonl.gz",
        (
            "Facts about works (authors, titles, outlets, dates) from the bibliographies of 37"
            " public repositories, set in CSL styles. The works are not part of this package."
        ),
    ),
}
#: What joins the made strings and AnyStyle's; `model/README.md` says what it gave.
MORE: Final = ("cases", "hand", "works")


def main(arguments: list[str] | None = None) -> int:
    """Train and write `references.crfsuite` and its note `model.json`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=MODEL)
    parser.add_argument("--own-only", action="store_true", help="use no data of others")
    parser.add_argument("--own", type=int, default=OWN_STRINGS, help="strings of our own shapes")
    parser.add_argument("--styled", type=int, default=STYLED_STRINGS, help="strings in CSL styles")
    parser.add_argument("--typed", type=int, default=TYPED_STRINGS, help="strings as hands type")
    parser.add_argument("--more", nargs="*", choices=MORE, default=MORE, help="further strings")
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args(arguments)
    strings, note = _strings(options)
    trained = tagged.examples(strings)
    target = options.out / "references.crfsuite"
    train(trained, target)
    model = target.read_bytes()
    note |= {
        "examples": len(trained),
        "seed": options.seed,
        "parameters": PARAMETERS,
        "bytes": len(model),
        "sha256": hashlib.sha256(model).hexdigest(),
    }
    (options.out / "model.json").write_text(json.dumps(note, indent=2) + "\n", encoding="utf-8")
    print(f"{target}: {len(model):,} bytes from {len(trained):,} strings", file=sys.stderr)
    return 0


def _strings(options: argparse.Namespace) -> tuple[list[tagged.Tagged], dict[str, Any]]:
    seed = options.seed
    parts = {
        "own": list(render.strings(options.own, seed)),
        "styled": list(styled.strings(options.styled, seed)),
        "typed": list(typed.strings(options.typed, seed)),
    }
    if "cases" in options.more:
        parts["cases"] = list(tagged.read_cases())
    folder = os.environ.get("COPYDESK_DATA")
    if options.own_only or not folder:
        print("COPYDESK_DATA is not used: training on the package's own strings", file=sys.stderr)
        return _joined(parts, {})
    data = Path(folder) / "references"
    parts["anystyle"] = list(tagged.read(data / "train.jsonl"))
    if "hand" in options.more:
        parts["hand"] = list(tagged.read_hand(data / "hand.jsonl"))
    if "works" in options.more:
        works = real.Works(data / "works.jsonl.gz").items
        parts["works"] = [
            *styled.strings(REAL_STYLED, seed, works),
            *typed.strings(REAL_TYPED, seed, works),
        ]
    notes = {
        part: {
            "file": f"references/{name}",
            "sha256": hashlib.sha256((data / name).read_bytes()).hexdigest(),
            "notice": notice,
        }
        for part, (name, notice) in SOURCES.items()
    }
    return _joined(parts, notes)


def _joined(
    parts: dict[str, list[tagged.Tagged]], notes: dict[str, dict[str, str]]
) -> tuple[list[tagged.Tagged], dict[str, Any]]:
    """All strings, and what the note of the model says of each part."""
    note = {
        part: {"strings": len(set(strings))} | notes.get(part, {})
        for part, strings in parts.items()
    }
    return [string for strings in parts.values() for string in strings], note


def train(trained: list[tagged.Example], target: Path) -> None:
    """Fit a CRF to `trained` and write it to `target`."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=PARAMETERS, verbose=False)
    for made in trained:
        trainer.append(features(made.words), made.labels)
    target.parent.mkdir(exist_ok=True)
    trainer.train(str(target))


if __name__ == "__main__":
    sys.exit(main())
