"""A Dask worker's end of a build: it keeps worker processes, and passes tasks on to them."""

from __future__ import annotations

import signal
import tempfile
import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from distributed import WorkerPlugin, get_worker

from copydesk.builder.cluster.charge import Charge, ChargedAct, unfit
from copydesk.builder.workers.pool import SteadyWorker
from copydesk.builder.workers.protocol import Lost, WorkerSpec, WorkerTask
from copydesk.errors import ToolError

if TYPE_CHECKING:
    from distributed import Worker


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

    def greet(self) -> None:
        """Raise `ToolError` when something is wrong with this worker."""
        answer = self.perform(b"", WorkerTask("").seconds)
        if isinstance(answer, Lost):
            raise self._unfit(f"cannot keep a process: it {answer.why}")

    def perform(self, payload: bytes, seconds: float) -> bytes | Lost:
        """The pickled result of a task with that pickled `payload`, or what it was lost by.

        Raises `ToolError` when this worker takes no tasks.
        """
        if not self.charge.sees_folder():
            raise self._unfit("does not see the desk's folder", blind=True)
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
            if answer:
                raise self._unfit(answer)
            return b""
        return answer

    def _unfit(self, why: str, *, blind: bool = False) -> ToolError:
        return unfit(f"the worker `{self.address}`", why, blind=blind)


def dask_setup(_: Worker) -> None:
    """What Dask calls in the workers of a cluster that we start: they leave Ctrl-C to us."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


# ── what the parent asks of a Dask worker ──────────────────────────────────────


def greet(name: str, dask_worker: Worker) -> None:
    """`BuildPlugin.greet` of the build `name` in this worker."""
    plugin: BuildPlugin = dask_worker.plugins[name]
    plugin.greet()


def perform(name: str, payload: bytes, seconds: float) -> bytes | Lost:
    """`BuildPlugin.perform` of the build `name` in this worker."""
    plugin: BuildPlugin = get_worker().plugins[name]
    return plugin.perform(payload, seconds)
