"""What a worker and its pandoc hold: `python tests/benchmarks/memory.py [N [EVERY]]`.

One worker builds N different articles (2,000 unless it is said) in five formats as a build has it
done, and is replaced as there when it has grown past the ceiling. After each EVERY of them (100)
a row tells what it and its pandoc hold then, and the last line how much any worker ever held.
The articles come from the maker of `batch.py`, so COPYDESK_TOOLS must be set.
"""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from batch import supply

from copydesk.builder import survey
from copydesk.builder.job import JobRunner
from copydesk.builder.staleness import DocumentStatus
from copydesk.builder.workers import pool, protocol
from copydesk.builder.workers.protocol import CEILING, WorkerSpec, WorkerTask
from copydesk.config import load
from copydesk.system import process

MEGABYTE: Final = 1_000_000


@dataclass(frozen=True)
class Held:
    """After one article: its state, who made it, and the bytes that it and its pandoc hold."""

    status: str
    worker: int
    worker_bytes: int
    pandoc_bytes: int


class Weighed:
    """The act of a worker that also says what it holds."""

    def __init__(self, desk: survey.Survey) -> None:
        self.press = JobRunner(desk)

    def __call__(self, order: DocumentStatus) -> Held:
        """Build the article."""
        result = self.press(order)
        pandoc = self.press.pandoc(order.seconds).pid
        held = (process.resident(), process.resident(pandoc) if pandoc else 0)
        return Held(result.outcome.status, os.getpid(), *held)

    def close(self) -> None:
        """End its pandoc."""
        self.press.close()


def main() -> None:
    """Measure as the arguments say."""
    given = [int(text) for text in sys.argv[1:]]
    count, every = (*given, *(2_000, 100)[len(given) :])
    with tempfile.TemporaryDirectory() as place:
        supply(Path(place), Path(os.environ["COPYDESK_TOOLS"]) / "baselines", count)
        root = Path(place) / "desk"
        config = load(root)
        desk = survey.survey_desk(root, config)
        formats = survey.wanted_formats(config)
        tasks = [WorkerTask(DocumentStatus(one, "stale", formats)) for one in desk.documents]
        spec = WorkerSpec(partial(Weighed, desk), protocol.worker_bounds(config.limits))
        workers: set[int] = set()
        most = 0
        print("articles  worker MB  pandoc MB  workers so far")
        for number, (_, held) in enumerate(pool.run(tasks, spec, workers=1), 1):
            if not isinstance(held, Held) or not held.status.startswith("built"):
                sys.exit(f"an article was not built: {held}")
            workers.add(held.worker)
            most = max(most, held.worker_bytes)
            if number % every == 0 or number == 1:
                ours, pandoc = held.worker_bytes // MEGABYTE, held.pandoc_bytes // MEGABYTE
                print(f"{number:8,} {ours:10,} {pandoc:10,} {len(workers):8}", flush=True)
        print(f"no worker held more than {most // MEGABYTE} MB; it is replaced past "
              f"{CEILING // MEGABYTE} MB")  # fmt: skip


if __name__ == "__main__":
    main()
