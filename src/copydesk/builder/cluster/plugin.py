"""A Dask worker's end of a build: it keeps worker processes, and passes tasks on to them.

It handles bytes alone. What they hold is read by the parent and by these, so that a
Dask worker imports nothing of the line and stays small however many documents pass through it.
"""

from __future__ import annotations

import contextlib
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from distributed import WorkerPlugin, get_worker

from copydesk.system import process

if TYPE_CHECKING:
    from distributed import Worker


PROCESS: Final = "copydesk.builder.cluster.worker_process"
#: How long a process that is told to end may take.
GRACE: Final = 2.0
#: How often a task is begun at most, as in `pool`.
TRIES: Final = 2
#: Differences of a worker that are named.
SHOWN: Final = 4

Versions: TypeAlias = tuple[str, tuple[tuple[str, str], ...]]
"""As `versions.here` gives them."""


@dataclass(frozen=True, slots=True)
class Charge:
    """What a worker is told of a build: `spec` is a pickled `protocol.WorkerSpec`.

    `token` is a file of the parent's, with `secret` in it as long as the build goes on.
    """

    spec: bytes
    versions: Versions
    token: str
    secret: bytes

    def seen(self) -> bool:
        """Whether the desk's folder is seen from here."""
        try:
            return Path(self.token).read_bytes() == self.secret
        except OSError:
            return False


@dataclass(frozen=True, slots=True)
class Unfit:
    """A worker that takes no tasks; `why` completes the sentence "it …".

    One that is `blind` only lacks the desk's folder.
    """

    worker: str
    why: str
    blind: bool = False


class BuildPlugin(WorkerPlugin):  # type: ignore[misc]  # distributed has no types
    """What of a build lives in a Dask worker. A process for each of its threads, kept."""

    def __init__(self, charge: Charge) -> None:
        self.charge = charge

    def setup(self, worker: Worker) -> None:
        self.address = worker.address
        self.place = Path(worker.local_directory)
        self.lock = threading.Lock()
        self.idle: list[_Process] = []
        self.busy: list[_Process] = []
        self.closed = False

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002  Dask's own signature
        """End the processes; those at work at once, and whoever waits for one clears up."""
        with self.lock:
            self.closed = True
            idle, self.idle = self.idle, []
            for child in self.busy:
                child.kill()
        for child in idle:
            child.close()

    def greet(self) -> Unfit | None:
        """What is wrong with this worker, if anything."""
        try:
            with self._process() as child:
                unlike = _difference(self.charge.versions, child.versions)
        except (EOFError, OSError) as error:
            unlike = f"cannot start a process: {error}"
        return Unfit(self.address, unlike) if unlike else self._blind()

    def _blind(self) -> Unfit | None:
        if self.charge.seen():
            return None
        return Unfit(self.address, "does not see the desk's folder", blind=True)

    def perform(self, task: bytes) -> bytes | Unfit:
        """The pickled result of `task`; nothing of one that has ended its process twice."""
        if blind := self._blind():
            return blind
        for _ in range(TRIES):
            with contextlib.suppress(EOFError, OSError), self._process() as child:
                if unlike := _difference(self.charge.versions, child.versions):
                    return Unfit(self.address, unlike)
                return child.do(self.charge.spec, task)
        return b""

    @contextlib.contextmanager
    def _process(self) -> Iterator[_Process]:
        """A process that nobody else uses meanwhile; afterwards it is kept, unless it failed."""
        child = self._idle() or _Process(Path(tempfile.mkdtemp(dir=self.place)))
        with self.lock:
            self.busy.append(child)
        whole = False
        try:
            yield child
            whole = True
        finally:
            with self.lock:
                self.busy.remove(child)
                if kept := whole and not self.closed:
                    self.idle.append(child)
            if not kept:
                child.close()

    def _idle(self) -> _Process | None:
        with self.lock:
            if self.closed:
                raise InterruptedError("the build is over")
            child = self.idle.pop() if self.idle else None
        if child is None or child.alive:
            return child
        child.close()
        return None


class _Process:
    """A `worker_process` in a folder of its own. Raises `EOFError`, `OSError`."""

    def __init__(self, folder: Path) -> None:
        self._employed = False
        with contextlib.ExitStack() as undone:
            undone.callback(shutil.rmtree, folder, ignore_errors=True)
            self._python = process.python(PROCESS, folder)
            undone.callback(self._python.end, GRACE)
            self.versions: Versions = self._python.pipe.recv()
            self._undo = undone.pop_all()

    @property
    def alive(self) -> bool:
        return self._python.child.poll() is None

    def do(self, spec: bytes, task: bytes) -> bytes:
        """The pickled result of `task`, a part of the `spec`. Raises `EOFError`, `OSError`."""
        pipe = self._python.pipe
        if not self._employed:
            pipe.send_bytes(spec)
            self._employed = True
        pipe.send_bytes(task)
        return pipe.recv_bytes()

    def close(self) -> None:
        self._undo.close()

    def kill(self) -> None:
        """End it from another thread than the one that waits for it."""
        process.kill_group(self._python.child.pid)


def _difference(ours: Versions, theirs: Versions) -> str:
    """What another machine has otherwise, as the end of a sentence; "" when nothing is.

    >>> _difference(("a", (("lxml", "6.1"),)), ("a", (("lxml", "6.0"),)))
    'has lxml 6.0 in place of 6.1'
    """
    (code, tools), (other, others) = ours, theirs
    was, now = dict(tools), dict(others)
    rows = ["another version of copydesk"] if code != other else []
    rows += [
        f"{name} {now.get(name, 'none')} in place of {was.get(name, 'none')}"
        for name in sorted(was.keys() | now.keys())
        if was.get(name) != now.get(name)
    ]
    more = f" and {len(rows) - SHOWN} more" if len(rows) > SHOWN else ""
    return f"has {', '.join(rows[:SHOWN])}{more}" if rows else ""


def dask_setup(_: Worker) -> None:
    """What Dask calls in the workers of a cluster that we start: they leave Ctrl-C to us."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


# ── what the parent asks of a Dask worker ──────────────────────────────────────


def greet(name: str, dask_worker: Worker) -> Unfit | None:
    """`BuildPlugin.greet` of the build `name` in this worker."""
    plugin: BuildPlugin = dask_worker.plugins[name]
    return plugin.greet()


def perform(name: str, task: bytes) -> bytes | Unfit:
    """`BuildPlugin.perform` of the build `name` in this worker."""
    plugin: BuildPlugin = get_worker().plugins[name]
    return plugin.perform(task)
