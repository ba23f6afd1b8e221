"""A worker that stays from build to build, for who saves one article time and again.

The first article of a worker costs twice what its next ones do: pandoc has to start, Pango to
read the fonts, a citation style to be loaded. So while nobody waits, one worker is started and
takes a small article through the whole line; then each build of a single document is its own.
Builds of several have fresh workers, as always.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from copydesk.builder import batch, store, survey
from copydesk.builder.job import JobRunner, Result
from copydesk.builder.staleness import DocumentStatus
from copydesk.builder.workers import pool, protocol
from copydesk.builder.workers.protocol import Bounds, Engine, Pulse, WorkerSpec, WorkerTask
from copydesk.config import Config
from copydesk.system import files

#: Seconds that the rehearsal may take.
REHEARSAL = 120.0


class WarmWorker:
    """The worker of one build after the other, and `run`, which is their engine.

    Its worker is started by `prepare`, never in a build: there it might inherit the lock of the
    desk, and hold it for as long as it stays.
    """

    def __init__(self) -> None:
        self._steady: pool.SteadyWorker | None = None
        self._bounds: Bounds | None = None
        self._aside: Path | None = None

    def is_ready(self, config: Config) -> bool:
        """Whether the worker is there, within the limits of `config`."""
        return bool(self.pid) and self._bounds == protocol.worker_bounds(config.limits)

    def prepare(self, root: Path, config: Config) -> None:
        """Start the worker for the desk at `root`, and have it rehearse."""
        self.close()
        formats = survey.wanted_formats(config)
        desk = survey.survey_desk(root, config)
        spec = batch.make_spec(desk, formats)
        self._bounds = spec.bounds
        self._aside = store.aside_folder(desk.out, os.getpid())
        self._steady = pool.SteadyWorker(WorkerSpec(_Act, spec.bounds), self._aside)
        self._steady.do(WorkerTask((spec.make, formats), seconds=REHEARSAL))

    def run(
        self,
        tasks: Sequence[WorkerTask],
        spec: WorkerSpec,
        *,
        others: Engine,
        pulse: Pulse | None = None,
    ) -> Generator[tuple[WorkerTask, Any], None, None]:
        """Yield each task with its result, as any engine; `others` do several."""
        steady, pid = self._steady, self.pid
        if steady is None or len(tasks) != 1 or not self._serves(spec):
            yield from others(tasks, spec, pulse=pulse)
            return
        (task,) = tasks
        result = steady.do(replace(task, payload=(spec.make, task.payload)))
        if self.pid != pid:
            self.close()  # it has died; who came for it was started in a build
        yield task, result

    def _serves(self, spec: WorkerSpec) -> bool:
        """Whether the worker is there for `spec`, and so is what its tools have put aside."""
        there = self._aside is not None and files.is_folder(self._aside)
        return bool(self.pid) and there and spec.bounds == self._bounds

    @property
    def pid(self) -> int:
        """The process id of the worker; 0 while there is none."""
        return self._steady.pid if self._steady else 0

    def close(self) -> None:
        """End the worker."""
        if self._steady:
            self._steady.close()
            self._steady = None


class _Act:
    """The act of the worker: each order by the runner of its desk, with the pandoc of the last."""

    def __init__(self) -> None:
        self._runner: JobRunner | None = None

    def __call__(
        self, given: tuple[Callable[[], JobRunner], DocumentStatus | tuple[str, ...]]
    ) -> Result | None:
        make, asked = given
        runner = make()
        if self._runner:
            runner.succeed(self._runner)
        self._runner = runner
        if isinstance(asked, DocumentStatus):
            return runner(asked)
        from copydesk.builder import article_job  # for which the parent has no use

        with contextlib.suppress(Exception):  # each article says what is missing
            article_job.rehearse(runner, asked, REHEARSAL)
        return None

    def close(self) -> None:
        """End the pandoc."""
        if self._runner:
            self._runner.close()
