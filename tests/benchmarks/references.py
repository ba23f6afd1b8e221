"""What reading a reference entry costs: `python tests/benchmarks/references.py [FILE…]`.

CPU time on one core: of loading the model and reading the first entry, of reading the entries of
`tests/cases` (alone: one after the other; cold: all together, each word new; warm: its spellings
known), of entries of growing length, and of files of JSON lines with a `raw` named on the command
line. The last column of the growth table is the cost of a sign as a ratio to the first row.
"""

from __future__ import annotations

import json
import sys
import time
import tomllib
from importlib.resources import files
from pathlib import Path

from copydesk.references import parse_entries, tagger

RUNS = 5
CASES = Path(__file__).parents[1] / "cases" / "references" / "entries.toml"
MILLISECONDS = 1_000
ENTRY = "Lund, V. and Osei, M., 2021. Tides of salt. The Estuary Review, 12(3), pp. 4-19. "
LENGTHS = (500, 1_000, 2_000, 4_000)


def seconds(entries: list[str]) -> float:
    """CPU seconds of reading all of `entries` together."""
    start = time.process_time()
    parse_entries(entries)
    return time.process_time() - start


def seconds_alone(entries: list[str]) -> float:
    """CPU seconds of reading `entries` one after the other."""
    return sum(seconds([entry]) for entry in entries)


def loading() -> float:
    """CPU seconds until the tagger is there."""
    start = time.process_time()
    tagger.segment("Lund, V. 2021.")
    return time.process_time() - start


def report(name: str, entries: list[str]) -> None:
    """Print how many entries a second are read, new and with their words known."""
    cold = len(entries) / seconds(entries)
    warm = len(entries) / min(seconds(entries) for _ in range(RUNS))
    alone = len(entries) / min(seconds_alone(entries) for _ in range(RUNS))
    print(f"{name[-40:]:<40} {len(entries):>6,} {cold:>8,.0f} {warm:>8,.0f} {alone:>8,.0f}")


def main(paths: list[str]) -> None:
    """Print the tables."""
    model = files("copydesk.references") / "model" / "references.bin"
    print(f"model {len(model.read_bytes()):,} bytes, ready in {loading() * MILLISECONDS:.1f} ms")
    print(f"\n{'entries':<40} {'n':>6} {'cold/s':>8} {'warm/s':>8} {'alone/s':>8}")
    cases = tomllib.loads(CASES.read_text("utf-8"))["entry"]
    report("cases", [case["raw"] for case in cases])
    for path in paths:
        lines = Path(path).read_text("utf-8").splitlines()
        report(path, [json.loads(line)["raw"] for line in lines if line.strip()])
    first = 0.0
    print(f"\n{'signs of an entry':<40} {'ms':>8} {'ratio':>6}")
    for length in LENGTHS:
        entry = (ENTRY * (length // len(ENTRY) + 1))[:length]
        least = min(seconds([entry]) for _ in range(RUNS))
        first = first or least / length
        print(f"{length:<40,} {least * MILLISECONDS:>8.2f} {least / length / first:>6.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
