"""Measure the parsing of references on strings that no training saw.

    export COPYDESK_DATA=… COPYDESK_TOOLS=…
    python tools/measure_references.py

Prints for AnyStyle's and GROBID's strings of `dev.jsonl`, the made ones of `own.jsonl` and the
third of the sources of `hand.jsonl` that is set apart: how many are right in every core field, and
F1 over the core fields. Strings tagged by hand have no CSL-JSON; what the parser makes of their
tags is what it must make of the bare string.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import references_tagged as tagged
from copydesk.references import fields, parse_entries
from copydesk.references.segments import Segment

sys.path.insert(0, os.environ["COPYDESK_TOOLS"])

import score_references as scorer

Record = Mapping[str, Any]


def main() -> None:
    """Print a row for each set."""
    data = Path(os.environ["COPYDESK_DATA"]) / "references"
    dev, own, hand = (list(_read(data / f"{name}.jsonl")) for name in ("dev", "own", "hand"))
    apart = [_with_csl(record) for record in hand if tagged.is_apart(record["source"])]
    sets = {
        "AnyStyle": [one for one in dev if one["source"].startswith("anystyle")],
        "GROBID": [one for one in dev if one["source"].startswith("grobid")],
        "own": own,
        "set apart": apart,
        "set apart, English": [one for one in apart if one["lang"] == "en"],
    }
    for name, records in sets.items():
        print(f"{name:<20} {score(records)}")


def score(records: Iterable[Record]) -> str:
    """How many of `records` are right in every core field, and F1 over the core fields."""
    gold = list(records)
    read = parse_entries([one["raw"] for one in gold])
    found = {scorer.key(one["raw"]): entry.csl for one, entry in zip(gold, read, strict=True)}
    result = scorer.score(gold, found)
    whole = round(result["exact_core"] * len(gold))
    return f"{whole} of {len(gold)} ({whole / len(gold):.3f}), F1 {result['micro_F1']:.3f}"


def _read(path: Path) -> Iterator[Record]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _with_csl(record: Record) -> Record:
    """A string tagged by hand, with what is made of its tags."""
    raw = " ".join(text for _, text in record["fields"])
    segments, end = [], 0
    for label, text in record["fields"]:
        start = raw.index(text, end)
        segments.append(Segment(label, text, 1.0, start))
        end = start + len(text)
    return {**record, "raw": raw, "csl": fields.read(raw, tuple(segments)).csl}


if __name__ == "__main__":
    main()
