"""A process of its own that leads the workers, where this one must not be forked.

A fork copies one thread only. In a notebook, a server, or wherever WeasyPrint has set type
before (Pango reads its fonts on a thread), a forked worker would wait for threads that it
does not have; and one of a process with large tables would hold these too, and have no room
left. So a fresh Python is started, which has but one thread; it forks the workers
and hands on what they say. It is slower to start than a fork, and may therefore be kept.
"""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable, Collection, Generator, Sequence
from dataclasses import replace
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final, Self, TypeAlias

from copydesk.builder.workers import pool
from copydesk.builder.workers.protocol import Pulse, Task, WorkerSpec
from copydesk.errors import ToolError
from copydesk.system import process

#: Seconds without a word, after which it is taken for lost; at work it says something twice
#: a second, and it may need some to load what the workers share.
SILENCE: Final = 120.0

Batch: TypeAlias = Generator[tuple[Task, Any], None, None]


class Leader:
    """An engine (see `protocol.Engine`) with a process of its own, which stays till `close`.

    What it has loaded for one batch the next ones find. Whatever goes wrong ends it, and
    the next batch starts another. `aside` is as for `pool.run`. It and its workers have the
    files `held` open for as long as they live, so that a lock which hangs on one of these
    outlasts a parent that is killed.

    >>> from copydesk.builder.workers.protocol import Bounds
    >>> spec = WorkerSpec(lambda: str, Bounds(10**9, 10**6))
    >>> with Leader(workers=2) as engine:
    ...     list(engine([], spec))
    []
    """

    def __init__(self, workers: int, aside: Path | None = None, held: Collection[int] = ()) -> None:
        self.workers = workers
        self.aside = aside
        self._held = tuple(held)
        self._child: process.Python | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __call__(
        self, tasks: Sequence[Task], spec: WorkerSpec, *, pulse: Pulse | None = None
    ) -> Batch:
        """Have it do the tasks."""
        if not tasks:
            return
        orderly = False
        try:
            child = self._child = self._child or _started(self._held)
            child.pipe.send((tuple(tasks), spec, self.workers, self.aside))
            while (said := _heard(child)) is not None:
                numbers, result = said
                if isinstance(numbers, int):
                    yield tasks[numbers], result
                elif pulse:
                    pulse([tasks[number].payload for number in numbers])
            orderly = True
        except OSError as error:
            raise _lost(f"cannot be spoken to: {error}") from None
        finally:
            if not orderly:
                self.close()

    def close(self) -> None:
        """End it, and the workers with it."""
        child, self._child = self._child, None
        if child:
            child.end(pool.GRACE)


def _started(held: Collection[int]) -> process.Python:
    try:
        return process.python("copydesk.builder.workers.leader", held=held)
    except OSError as error:
        message = f"no process can be started to lead the workers: {error.strerror}"
        hint = "free some memory or processes and run it again"
        raise ToolError(message, hint=hint, code="desk.worker") from None


def _heard(child: process.Python) -> Any:  # noqa: ANN401  number and result, numbers, or None
    """What it says next: a result, what is being worked on, or that this was all."""
    if not child.pipe.poll(SILENCE):
        raise _lost(f"said nothing for {SILENCE:g} s")
    try:
        said = child.pipe.recv()
    except EOFError:
        raise _lost("has ended") from None
    if isinstance(said, str):
        raise ToolError(said, hint="free some memory or processes and run it again",
                        code="desk.worker")  # fmt: skip
    return said


def _lost(how: str) -> ToolError:
    message = f"the process that leads the workers {how}"
    return ToolError(message, hint="run it again", code="desk.worker")


# ── in that process ────────────────────────────────────────────────────────────


def serve(pipe: Connection) -> None:
    """Lead workers through one batch after the other, until nobody asks any more."""
    signal.signal(signal.SIGTERM, _leave)
    with contextlib.suppress(EOFError, OSError):  # whoever asked has gone; so have the workers
        while True:
            tasks, spec, workers, aside = pipe.recv()
            if spec.warm:
                spec.warm()
            run = partial(pool.lead, tasks, replace(spec, warm=None), workers=workers, aside=aside)
            try:
                _lead(pipe, tasks, run)
            except ToolError as error:
                pipe.send(str(error))
            else:
                pipe.send(None)


def _lead(pipe: Connection, tasks: Sequence[Task], run: Callable[..., Batch]) -> None:
    """Hand on what `run` says of `tasks`, by their numbers."""
    numbers = {id(task): number for number, task in enumerate(tasks)}
    bearing = {id(task.payload): number for number, task in enumerate(tasks)}

    def pulse(payloads: Sequence[Any]) -> None:
        pipe.send(([bearing[id(payload)] for payload in payloads], None))

    with contextlib.closing(run(pulse=pulse)) as batch:
        for task, result in batch:
            pipe.send((numbers[id(task)], result))


def _leave(*_: object) -> None:
    raise SystemExit(os.EX_TEMPFAIL)
