"""Train the shipped tagger: the same inputs and the same torch give the same bytes.

usage: python tools/train_references.py [--out FOLDER] [--own-only] [--nets N] [--epochs N]

Needs the extra `train`. Each net is trained on a draw of made strings of its own, and on all
tagged ones.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Final

import references_real as real
import references_render as render
import references_styled as styled
import references_tagged as tagged
import references_typed as typed
from references_net import train_nets

#: Where the shipped model lies.
MODEL: Final = Path(__file__).parent.parent / "src/copydesk/references/model"
SEED: Final = 20_260
NETS: Final = 2
EPOCHS: Final = 8
OWN_STRINGS: Final = 3_000
STYLED_STRINGS: Final = 6_000
TYPED_STRINGS: Final = 12_000
REAL_STYLED: Final = 10_000
REAL_TYPED: Final = 6_000
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
    "grobid": (
        "train.jsonl",
        (
            "Trained in part on strings of GROBID (https://github.com/kermitt2/grobid, Patrice"
            " Lopez and contributors), annotated data CC BY 4.0, changed: spans mapped to whole"
            " words, and some strings left out. The strings are not part of this package."
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


def main(arguments: list[str] | None = None) -> int:
    """Train and write `references.bin` and its note `model.json`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=MODEL)
    parser.add_argument("--own-only", action="store_true", help="use no data of others")
    parser.add_argument("--nets", type=int, default=NETS)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args(arguments)
    folder = None if options.own_only else os.environ.get("COPYDESK_DATA")
    if not folder:
        print("COPYDESK_DATA is not used: training on the package's own strings", file=sys.stderr)
    data = Path(folder) / "references" if folder else None
    draws = [draw_strings(options.seed + number, data) for number in range(options.nets)]
    packed = train_nets(
        [[made for part in draw.values() for made in part] for draw in draws],
        options.seed,
        options.epochs,
    )
    options.out.mkdir(exist_ok=True, parents=True)
    (options.out / "references.bin").write_bytes(packed)
    note = {
        part: {"strings": [len(set(draw[part])) for draw in draws]} | _describe(part, data)
        for part in draws[0]
    } | {
        "seed": options.seed,
        "epochs": options.epochs,
        "bytes": len(packed),
        "sha256": hashlib.sha256(packed).hexdigest(),
    }
    (options.out / "model.json").write_text(json.dumps(note, indent=2) + "\n", encoding="utf-8")
    return 0


def draw_strings(seed: int, data: Path | None) -> dict[str, list[tagged.Example]]:
    """The examples of each part: strings made with `seed`, and the tagged ones of `data`."""
    parts = {
        "own": tagged.examples(render.strings(OWN_STRINGS, seed)),
        "styled": tagged.examples(styled.strings(STYLED_STRINGS, seed)),
        "typed": tagged.examples(typed.strings(TYPED_STRINGS, seed)),
        "cases": tagged.examples(tagged.read_cases()),
    }
    if data is None:
        return parts
    works = real.Works(data / "works.jsonl.gz").items
    otherwise = tagged.examples(tagged.read_otherwise(data / "train.jsonl"))
    return parts | {
        "anystyle": tagged.examples(tagged.read(data / "train.jsonl")),
        "grobid": [replace(made, otherwise=True) for made in otherwise],
        "hand": tagged.examples(tagged.read_hand(data / "hand.jsonl")),
        "works": tagged.examples(
            [
                *styled.strings(REAL_STYLED, seed, works),
                *typed.strings(REAL_TYPED, seed, works),
            ]
        ),
    }


def _describe(part: str, data: Path | None) -> dict[str, str]:
    """Where the tagged strings of a part come from."""
    if data is None or part not in SOURCES:
        return {}
    name, notice = SOURCES[part]
    return {
        "file": f"references/{name}",
        "sha256": hashlib.sha256((data / name).read_bytes()).hexdigest(),
        "notice": notice,
    }


if __name__ == "__main__":
    sys.exit(main())
