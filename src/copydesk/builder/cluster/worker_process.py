"""The process beside a Dask worker in which documents are built (see `cluster`).

A Dask worker has threads, which must not fork; this process has none. It says what it
is, is told what is to be done, imports what that needs, and then works off one task after
another in a supervised worker of `pool`: what ends that worker ends neither this process nor
the Dask worker. It dies with the process that started it, and its worker with it.

Messages are pickles. What it says of itself holds nothing but plain values, so that no other
version of copydesk has to understand our classes.
"""

from __future__ import annotations

import contextlib
import pickle
import tempfile
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

from copydesk.builder import versions
from copydesk.builder.workers import pool
from copydesk.builder.workers.protocol import Task, WorkerSpec
from copydesk.errors import ToolError

#: A process that has nothing to do so many seconds ends: its build may have been killed.
IDLE: Final = 600.0


def serve(pipe: Connection) -> None:
    """Say what we are, then work until nothing more comes."""
    tempfile.tempdir = str(Path.cwd())  # which goes with this process, whatever ends it
    with contextlib.suppress(EOFError, OSError):  # whoever started us has gone
        pipe.send(versions.machine_versions())
        if not pipe.poll(IDLE):
            return
        with contextlib.closing(_Tasks(pipe.recv_bytes())) as work:
            while pipe.poll(IDLE):
                pipe.send_bytes(pickle.dumps(work.do(pipe.recv_bytes())))


class _Tasks:
    """Where tasks are done, if what was told can be understood and prepared here."""

    def __init__(self, told: bytes) -> None:
        self._steady: pool.SteadyWorker | None = None
        self._failure = ""
        try:
            spec: WorkerSpec = pickle.loads(told)  # noqa: S301  from the process that started us
            if spec.warm:
                spec.warm()
            self._steady = pool.SteadyWorker(spec)
        except Exception as error:  # noqa: BLE001  it is told to whoever waits for a task
            self._failure = f"{type(error).__name__}: {error}"

    def do(self, order: bytes) -> Any:  # noqa: ANN401  what the act returned, or an error
        """What became of a task; a `ToolError` is about this place, and not about the task."""
        if self._steady is None:
            message = f"a worker of the cluster cannot begin: {self._failure}"
            return ToolError(message, hint="see that it has what is here", code="desk.worker")
        task: Task = pickle.loads(order)  # noqa: S301  as above
        try:
            return self._steady.do(task)
        except ToolError as error:
            return error

    def close(self) -> None:
        if self._steady:
            self._steady.close()
