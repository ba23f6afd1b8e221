"""Supervised workers: each task ends, in time and within its memory, and costs only itself.

One process for each worker, its own process group, one task in flight. A worker
that dies or overruns is killed with everything it started and replaced; the task
of a worker that died is given out once more. On Linux the parent forks: what it has
loaded, its workers need not. A parent that must not be forked starts a fresh Python for each: a
fork copies one thread only, so in a notebook, a server, or wherever WeasyPrint has set type before
(Pango reads its fonts on a thread), a forked worker would wait for threads that it does not have;
and one of a process with large tables would hold these too, and have no room left. (A pool over
one shared pipe, such as pebble's, can lose its lock with a killed worker, and kills the worker's
pid alone.)
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import time
from collections import deque
from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from multiprocessing import connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Final, NoReturn

from copydesk.builder.workers.protocol import Lost, Pulse, WorkerSpec, WorkerTask
from copydesk.errors import ToolError
from copydesk.system import files, process

#: How long a worker may take to close its own child when told to stop.
GRACE: Final = 2.0

#: How often a task is begun at most: once more, for its worker may have died of something else.
TRIES: Final = 2

#: Seconds from one pulse to the next, when nothing ends between them.
BEAT: Final = 0.5

#: Whether workers come from this process with all that it has loaded.
_FORKS: Final = sys.platform == "linux"

_REQUEUED: Final = object()


@dataclass(slots=True)
class _Worker:
    process: BaseProcess | process.Python
    pipe: connection.Connection
    task: WorkerTask | None = None
    deadline: float = 0.0
    ended: bool = False


@dataclass(slots=True)
class _Pool:
    spec: WorkerSpec
    waiting: deque[WorkerTask]
    pulse: Pulse | None = None
    aside: Path | None = None
    forks: bool = _FORKS
    held: Collection[int] = ()
    most: int = TRIES
    tries: dict[int, int] = field(default_factory=dict)
    workers: list[_Worker] = field(default_factory=list)

    def drop_ended(self) -> None:
        """Keep those alone that are there: the pid of another may be a stranger's by now."""
        self.workers = [worker for worker in self.workers if not worker.ended]


def run(  # noqa: PLR0913  a batch, and what is good for all of it
    tasks: Sequence[WorkerTask],
    spec: WorkerSpec,
    *,
    workers: int,
    pulse: Pulse | None = None,
    aside: Path | None = None,
    held: Collection[int] = (),
) -> Generator[tuple[WorkerTask, Any], None, None]:
    """The engine of this machine (see `protocol.Engine`), with so many `workers` at most.

    What their tools write for a while lies in the folder `aside`, without one in a new folder
    where the system has such files. It is gone afterwards, even if a worker was killed. All that
    work have the files `held` open, which a fork has by itself.
    Raises `ToolError` when not a single worker can be started.
    """
    forks = _FORKS and process.can_fork(spec.bounds.memory)
    queue = deque(sorted(tasks, key=lambda task: -task.weight))
    if spec.lone and len(queue) == 1 < workers and _FORKS:
        spec = replace(spec, make=spec.lone)
    count = max(1, min(workers, len(queue)))
    if spec.warm and forks and len(queue) > 1:
        spec.warm()
    pool = _Pool(spec, queue, pulse, aside or _new_aside(), forks, held)
    orderly = False
    try:
        while pool.waiting or any(worker.task for worker in pool.workers):
            _hand_out(pool, count)
            yield from _collect(pool)
        orderly = True
    finally:
        _stop_all(pool, orderly=orderly)


def _new_aside() -> Path | None:
    """A folder for what tools write for a while; None where none can be made."""
    with contextlib.suppress(OSError):
        return Path(tempfile.mkdtemp(prefix="copydesk-"))
    return None


class SteadyWorker:
    """One supervised worker that stays between tasks, for who gets them one by one.

    Raises as `run` does, and has an `aside` like it, unless its tools put nothing aside. `close`
    ends the worker, and takes away what its tools have left. A `fresh` worker is a Python of its
    own on every system: it has nothing of this process, no open connection and no lock.

    >>> from functools import partial
    >>> from operator import attrgetter
    >>> from copydesk.builder.workers.protocol import Bounds
    >>> spec = WorkerSpec(partial(attrgetter("upper"), str), Bounds(2_000_000_000, 1_000))
    >>> with contextlib.closing(SteadyWorker(spec)) as steady:
    ...     steady.do(WorkerTask("four")), steady.do(WorkerTask("seven"))
    ('FOUR', 'SEVEN')
    """

    def __init__(
        self,
        spec: WorkerSpec,
        aside: Path | None = None,
        *,
        puts_aside: bool = True,
        fresh: bool = False,
    ) -> None:
        self._aside = aside
        self._puts_aside = puts_aside
        self._forks = _FORKS and not fresh and process.can_fork(spec.bounds.memory)
        self._pool = _Pool(spec, deque(), forks=self._forks)

    def do(self, task: WorkerTask) -> Any:  # noqa: ANN401  what the act returned
        """What the act returned for `task`, or `Lost`."""
        work = self.work(task)
        try:
            while True:
                next(work)
        except StopIteration as done:
            return done.value

    def work(self, task: WorkerTask) -> Generator[tuple[connection.Connection, float], None, Any]:
        """Do `task` for whoever has other things to do meanwhile; returns what `do` does.

        Yields what is to be waited for before it is resumed, and for how many seconds at most. It
        waits itself when it is resumed before.
        """
        pool = self._pool
        if self._puts_aside:
            pool.aside = pool.aside or self._aside or _new_aside()
        pool.tries.clear()  # of earlier tasks, whose numbers may come again
        pool.waiting.append(task)
        try:
            while True:
                _hand_out(pool, 1)
                for worker in pool.workers:
                    yield worker.pipe, max(0.0, worker.deadline - time.monotonic())
                for _, result in _collect(pool):
                    return result
        except BaseException:
            self.close(orderly=False)  # its answer would be taken for that of the next task
            raise

    @property
    def pid(self) -> int:
        """The process id of the worker; 0 while there is none."""
        there = (worker for worker in self._pool.workers if not worker.ended)
        return next((worker.process.pid or 0 for worker in there), 0)

    def kill(self) -> None:
        """End the worker from another thread than the one that waits for its answer: `Lost`."""
        self._pool.most = 0
        if pid := self.pid:
            process.kill_group(pid)

    def close(self, *, orderly: bool = True) -> None:
        """Let the worker close what it opened, if `orderly`, and see that it is gone."""
        _stop_all(self._pool, orderly=orderly)
        self._pool = _Pool(self._pool.spec, deque(), forks=self._forks)


def _hand_out(pool: _Pool, count: int) -> None:
    pool.drop_ended()
    for worker in pool.workers:
        if worker.task is None and pool.waiting:
            _assign(pool, worker)
    pool.drop_ended()
    while pool.waiting and len(pool.workers) < count:
        try:
            worker = _start(pool)
        except OSError as error:
            if pool.workers:
                return  # those at work go on; the next round tries again
            message = f"no worker can be started: {error.strerror}"
            hint = "free some memory or processes and run it again"
            raise ToolError(message, hint=hint, code="desk.worker") from None
        pool.workers.append(worker)
        _assign(pool, worker)
        pool.drop_ended()


def _start(pool: _Pool) -> _Worker:
    if _FORKS and not pool.forks:
        python = process.python(__name__, pool.held)
        try:
            python.pipe.send((replace(pool.spec, warm=None), pool.aside, os.getpid()))
        except BaseException:
            _end(_Worker(python, python.pipe))
            raise
        return _Worker(python, python.pipe)
    ours, theirs = multiprocessing.Pipe()
    # A forked worker has copies of our ends of all pipes, which would hide our end.
    inherited = [ours, *(worker.pipe for worker in pool.workers)] if pool.forks else []
    arguments = (theirs, pool.spec, pool.aside, os.getpid(), inherited)
    try:
        context: Any = multiprocessing.get_context("fork" if pool.forks else "spawn")
        started: BaseProcess = context.Process(target=do_tasks, args=arguments, daemon=True)
        started.start()
    except OSError:
        ours.close()
        raise
    finally:
        theirs.close()
    return _Worker(started, ours)


def _assign(pool: _Pool, worker: _Worker) -> None:
    task = pool.waiting.popleft()
    try:
        worker.pipe.send((task.payload, task.seconds))
    except OSError:  # it died while idle: nothing is lost but the worker
        pool.waiting.appendleft(task)
        _end(worker)
        return
    worker.task = task
    worker.deadline = time.monotonic() + task.seconds


def _collect(pool: _Pool) -> Iterator[tuple[WorkerTask, Any]]:
    """Wait until a task ends or a deadline passes, and settle what happened."""
    busy = {worker.pipe: worker for worker in pool.workers if worker.task}
    if not busy:
        return
    patience = min(worker.deadline for worker in busy.values()) - time.monotonic()
    if pool.pulse:
        pool.pulse([worker.task.payload for worker in busy.values() if worker.task])
        patience = min(patience, BEAT)
    ready = connection.wait(list(busy), timeout=max(0.0, patience))
    for worker in busy.values():
        task = worker.task
        if task is None:
            continue
        # Whoever took the result before this one may have taken its time.
        if worker.pipe in ready or worker.pipe.poll():
            result = _receive(pool, worker, task)
        elif time.monotonic() >= worker.deadline:
            _end(worker)
            result = Lost(f"took longer than {task.seconds:.3g} s", "seconds")
        else:
            continue
        worker.task = None
        if result is not _REQUEUED:
            yield task, result


def _receive(pool: _Pool, worker: _Worker, task: WorkerTask) -> Any:  # noqa: ANN401  what the act returned
    """The result of `task`; `_REQUEUED` when it was queued again."""
    try:
        result, held = worker.pipe.recv()
    except (EOFError, OSError):
        return _requeue_or_give_up(pool, worker, task)
    if held > pool.spec.bounds.ceiling or isinstance(result, Lost):
        _stop([worker])
    return result


def _requeue_or_give_up(pool: _Pool, worker: _Worker, task: WorkerTask) -> object:
    _end(worker)
    code = worker.process.exitcode or 0
    if hasattr(signal, "SIGXCPU") and code == -signal.SIGXCPU:
        return Lost(f"used more than {task.seconds:.3g} s of CPU time", "seconds")
    pool.tries[id(task)] = pool.tries.get(id(task), 1) + 1
    if pool.tries[id(task)] <= pool.most:
        pool.waiting.appendleft(task)
        return _REQUEUED
    cause = f"signal {-code}" if code < 0 else f"exit code {code}"
    return Lost(f"ended its worker twice ({cause})")


def _end(worker: _Worker) -> None:
    """Kill a worker and all it started, and take its exit code."""
    if worker.process.pid is not None:
        process.kill_group(worker.process.pid)
    worker.process.join()
    worker.pipe.close()
    worker.ended = True


def _stop(workers: Iterable[_Worker], *, orderly: bool = True) -> None:
    """Let idle workers close what they opened, if it is `orderly`; see that they are gone."""
    remaining = [worker for worker in workers if not worker.ended]
    for worker in remaining if orderly else ():
        with contextlib.suppress(OSError):
            worker.pipe.send(None)
    end = time.monotonic() + GRACE * orderly
    for worker in remaining:
        with contextlib.suppress(OSError):  # the pipe ends with the worker
            worker.pipe.poll(max(0.0, end - time.monotonic()))
        _end(worker)


def _stop_all(pool: _Pool, *, orderly: bool) -> None:
    """End the workers, as `_stop` does, and clear up."""
    _stop(pool.workers, orderly=orderly)
    if pool.aside:
        shutil.rmtree(pool.aside, ignore_errors=True)


# ── in a worker ────────────────────────────────────────────────────────────────


def serve(pipe: connection.Connection) -> None:
    """`do_tasks` in a fresh Python, which is told the rest through `pipe`."""
    with contextlib.suppress(EOFError, OSError):  # whoever asked has gone
        spec, aside, parent = pipe.recv()
        do_tasks(pipe, spec, aside, parent)


def do_tasks(
    pipe: connection.Connection,
    spec: WorkerSpec,
    aside: Path | None,
    parent: int,
    inherited: Iterable[connection.Connection] = (),
) -> None:
    """Do what `pipe` asks for until it asks for nothing more, or `parent` is gone.

    Each order is a payload and the seconds that it may take; the answer to it is what the act of
    `spec` made of it, or `Lost`, and the bytes of memory that are held by then. `inherited` are
    pipes of others, to be closed, and `aside` is where tools write for a while.
    """
    bounds = spec.bounds
    process.isolate(parent, bounds.memory, bounds.file_size)
    for other in inherited:
        other.close()
    if aside:
        with contextlib.suppress(OSError):  # where it cannot be made, nothing can be published
            files.private(aside)
            tempfile.tempdir = os.environ["TMPDIR"] = str(aside)
    gc.freeze()  # what was loaded before the fork stays: looking through it copies its pages
    try:
        act = spec.make()
    except MemoryError:
        act = _starved
    try:
        while (order := _next_order(pipe)) is not None:
            payload, seconds = order
            process.allow_cpu(seconds)
            try:
                result = act(payload)
            except MemoryError:
                megabytes = bounds.memory // 1_000_000
                result = Lost(f"needs more than {megabytes} MB of memory", "memory_mb")
            pipe.send((result, process.resident()))
    finally:
        if close := getattr(act, "close", None):
            close()


def _starved(_: object) -> NoReturn:
    """The act of a worker whose memory does not even hold what it begins with."""
    raise MemoryError


def _next_order(pipe: connection.Connection) -> Any:  # noqa: ANN401  what the parent sent
    try:
        return pipe.recv()
    except EOFError:
        return None
