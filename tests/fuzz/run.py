"""Runs cases until the time is over, and keeps what goes wrong."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from fuzz.mutators import mutated
from fuzz.oracles import Finding
from fuzz.seeds import Seed
from fuzz.shrinking import shrunk
from fuzz.trials import Watched

#: Each so many a case is set in every format; the others become an article.
WHOLE: Final = 20
#: How many findings of a kind are made small: often they have more than one cause.
KEPT: Final = 3
#: Seconds to make one small.
SHRINKING: Final = 40.0


@dataclass(frozen=True, slots=True)
class Case:
    """One mutated submission. It is known by the seed of the run and its number."""

    number: int
    suffix: str
    data: bytes
    whole: bool
    origin: str


@dataclass(frozen=True, slots=True)
class Crash:
    """A case that went wrong, and the least of it that goes wrong in the same way."""

    case: Case
    finding: Finding
    least: bytes


def drawn(run: int, number: int, seeds: tuple[Seed, ...]) -> Case:
    """The case of that number in the run of that seed: always the same."""
    chance = Random(f"{run}/{number}")  # noqa: S311  the same cases are wanted again
    seed = chance.choice(seeds)
    data = mutated(seed, chance, seeds)
    return Case(number, seed.suffix, data, number % WHOLE == 0, seed.name)


def cases(run: int, seeds: tuple[Seed, ...], seconds: float, most: int = 0) -> Iterator[Case]:
    """Cases of a run from the first on, for `seconds`, and no more than `most` if that is set."""
    end, number = time.monotonic() + seconds, 1
    while time.monotonic() < end and not 0 < most < number:
        yield drawn(run, number, seeds)
        number += 1


def crashes(found: Iterator[Case], watched: Watched, small: float = SHRINKING) -> Iterator[Crash]:
    """What goes wrong among the cases of `found`; the first few of a kind are made small."""
    seen: Counter[str] = Counter()
    for case in found:
        finding = watched.tried(case.data, case.suffix, whole=case.whole)
        if finding is None:
            continue
        seen[finding.kind] += 1
        least = case.data
        if small and seen[finding.kind] <= KEPT:
            least = shrunk(case.data, _alike(case, finding, watched), small)
        yield Crash(case, finding, least)


def _alike(case: Case, finding: Finding, watched: Watched) -> Callable[[bytes], bool]:
    def fails(data: bytes) -> bool:
        found = watched.tried(data, case.suffix, whole=case.whole)
        return found is not None and found.kind == finding.kind

    return fails


def keep(crash: Crash, run: int, folder: Path) -> Path:
    """Write the crash to `folder`: what it was, the least of it, and what was said."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{run}-{crash.case.number}"
    (folder / f"{stem}{crash.case.suffix}").write_bytes(crash.case.data)
    (folder / f"{stem}.log").write_text(
        f"{crash.finding.kind}\nfrom {crash.case.origin}\n\n{crash.finding.detail}",
        encoding="utf-8",
        errors="backslashreplace",
    )
    least = folder / f"{stem}.least{crash.case.suffix}"
    least.write_bytes(crash.least)
    return least
