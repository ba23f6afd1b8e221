"""A Dask worker's end of a build: it keeps worker processes, and passes tasks on to them."""

from __future__ import annotations

import signal
import tempfile
import threading
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from distributed import WorkerPlugin, get_worker

from copydesk.builder.cluster.charge import Charge, ChargedAct
from copydesk.builder.workers.pool import SteadyWorker
from copydesk.builder.workers.protocol import Lost, WorkerSpec, WorkerTask

if TYPE_CHECKING:
    from distributed import Worker


@dataclass(frozen=True, slots=True)
class Unfit:
    """A worker that takes no tasks; `why` completes the sentence "it …".

    One that is `blind` only lacks the desk's folder.
    """

    worker: str
    why: str
    blind: bool = False


Answer: TypeAlias = bytes | Lost | Unfit
"""The pickled result of a task, what it was lost by, or why it is not done here."""


class BuildPlugin(WorkerPlugin):  # type: ignore[misc]  # distributed has no types
    """What of a build lives in a Dask worker. A process for each of its threads, kept."""

    def __init__(self, charge: Charge) -> None:
        self.charge = charge

    def setup(self, worker: Worker) -> None:
        self.address = worker.address
        self.place = Path(worker.local_directory)
        self.lock = threading.Lock()
        self.idle: list[SteadyWorker] = []
        self.busy: list[SteadyWorker] = []
        self.closed = False

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002  Dask's own signature
        """End the processes; those at work at once, and whoever waits for one clears up."""
        with self.lock:
            self.closed = True
            idle, self.idle = self.idle, []
            for steady in self.busy:
                steady.kill()
        for steady in idle:
            steady.close()

    def greet(self) -> Unfit | None:
        """What is wrong with this worker, if anything."""
        answer = self.perform(b"", WorkerTask("").seconds)
        if isinstance(answer, Lost):
            return Unfit(self.address, f"cannot keep a process: it {answer.why}")
        return answer if isinstance(answer, Unfit) else None

    def perform(self, payload: bytes, seconds: float) -> Answer:
        """What becomes of a task with that pickled `payload`. Raises `ToolError`."""
        if not self.charge.sees_folder():
            return Unfit(self.address, "does not see the desk's folder", blind=True)
        with self.lock:
            if self.closed:
                raise InterruptedError("the build is over")
            if not self.idle:  # fresh, for a Dask worker has threads
                spec = WorkerSpec(partial(ChargedAct, self.charge), self.charge.bounds)
                aside = Path(tempfile.mkdtemp(dir=self.place))
                self.idle.append(SteadyWorker(spec, aside, fresh=True))
            steady = self.idle.pop()
            self.busy.append(steady)
        try:
            answer: str | bytes | Lost = steady.do(WorkerTask(payload, seconds=seconds))
        finally:
            with self.lock:
                self.busy.remove(steady)
                if not self.closed:
                    self.idle.append(steady)
            if self.closed:
                steady.close()
        if isinstance(answer, str):
            return Unfit(self.address, answer) if answer else b""
        return answer


def dask_setup(_: Worker) -> None:
    """What Dask calls in the workers of a cluster that we start: they leave Ctrl-C to us."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


# ── what the parent asks of a Dask worker ──────────────────────────────────────


def greet(name: str, dask_worker: Worker) -> Unfit | None:
    """`BuildPlugin.greet` of the build `name` in this worker."""
    plugin: BuildPlugin = dask_worker.plugins[name]
    return plugin.greet()


def perform(name: str, payload: bytes, seconds: float) -> Answer:
    """`BuildPlugin.perform` of the build `name` in this worker."""
    plugin: BuildPlugin = get_worker().plugins[name]
    return plugin.perform(payload, seconds)
