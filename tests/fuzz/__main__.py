"""Spoils submissions and sees what becomes of them: `python tests/fuzz SECONDS [SEED [FOLDER]]`.

Cases of one seed (1 unless it is said) are the same on every machine with the same corpus.
What goes wrong is told, made small, and kept in FOLDER (`fuzz-finds`); then the exit code is 1.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from fuzz import run
from fuzz.seeds import seeds
from fuzz.trials import Watched


def main(seconds: float, seed: int = 1, folder: str = "fuzz-finds") -> int:
    """Fuzz as the arguments say."""
    sown = seeds(corpus=True)
    tried = 0

    def counted() -> Iterator[run.Case]:
        nonlocal tried
        for case in run.cases(seed, sown, seconds):
            tried += 1
            yield case

    kinds: Counter[str] = Counter()
    started = time.monotonic()
    with Watched() as watched:
        for crash in run.crashes(counted(), watched):
            kinds[crash.finding.kind] += 1
            kept = run.keep(crash, seed, Path(folder))
            print(f"{crash.finding.kind}: {kept} ({len(crash.least):,} bytes)", flush=True)
    spent = time.monotonic() - started
    print(f"seed {seed}: {tried:,} cases from {len(sown)} submissions in {spent:.0f} s")
    for kind, count in sorted(kinds.items()):
        print(f"{count:>6}  {kind}")
    return 1 if kinds else 0


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(main(float(given[0]), *map(int, given[1:2]), *given[2:3]))
