"""A process that tries cases one after another, and one that sees to it that each ends.

A case has seconds of work and a share of memory, as a submission has at the press. One that
ends its process, or has to be ended with it, is a finding like any other.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import tempfile
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType
from typing import Final, Self

from copydesk.builder.workers.protocol import CEILING
from copydesk.settings.limits import Limits
from copydesk.system import process
from fuzz.oracles import Finding, of_both, of_error

#: Seconds of work that a case of some kilobytes may take, which is a hundred times the usual.
WORK: Final = 10.0
#: How many times as long all formats may take.
_FORMATS: Final = 4
#: Seconds of the clock; a case that waits for something does no work.
PATIENCE: Final = 90.0
#: Seconds that a process may take to load what it needs.
STARTING: Final = 120.0

#: A fresh process: this one may have threads, as Pango starts, which no fork survives.
_CONTEXT: Final = multiprocessing.get_context("spawn")

#: Makes, in a folder of its own, what tries cases: bytes, suffix, and whether in every format.
Bench = Callable[[Path], Callable[[bytes, str, bool], Finding | None]]


class TooLongError(BaseException):
    """The alarm of a case; nothing in the line catches it."""


class Watched:
    """Tries cases in a process of its own, which is replaced when it ends.

    >>> with Watched() as watched:
    ...     watched.tried(b"How Aldmouth lost a mill", ".txt", whole=False)
    """

    def __init__(
        self, bench: Bench = of_both, work: float = WORK, patience: float = PATIENCE
    ) -> None:
        self._bench, self._work, self._patience = bench, work, patience
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def tried(self, data: bytes, suffix: str, *, whole: bool) -> Finding | None:
        """What is wrong with `data`, set in every format if `whole`, else as an article."""
        if self._process is None or process.resident(self._process.pid or 0) > CEILING:
            self._start()  # one that has grown is replaced, as workers are
        assert self._pipe is not None
        self._pipe.send((data, suffix, whole))
        if not self._pipe.poll(self._patience):
            self._end()
            return Finding("waits", f"the case has not ended after {self._patience:.0f} s")
        try:
            finding: Finding | None = self._pipe.recv()
        except EOFError:
            return Finding("ended its process", f"exit code {self._end()}")
        return finding

    def _start(self) -> None:
        self._end()
        self._pipe, other = _CONTEXT.Pipe()
        how = (other, os.getpid(), self._bench, self._work)
        self._process = _CONTEXT.Process(target=_serve, args=how, daemon=True)
        self._process.start()
        other.close()
        if not self._pipe.poll(STARTING) or not self._pipe.recv():
            raise RuntimeError("the process that tries cases does not start")

    def _end(self) -> int | None:
        """Kill the process and all that it has started; its exit code."""
        if self._process is None or self._pipe is None:
            return None
        self._pipe.close()
        self._process.join(2)
        if self._process.pid and self._process.is_alive():
            process.kill_group(self._process.pid)
            self._process.join()
        code, self._process, self._pipe = self._process.exitcode, None, None
        return code


def _serve(pipe: Connection, parent: int, bench: Bench, work: float) -> None:
    """Try what comes through `pipe` until it closes."""
    limits = Limits()
    process.isolate(parent, limits.memory_mb * 1_000_000, limits.output_bytes)
    signal.signal(signal.SIGPROF, _alarm)
    with tempfile.TemporaryDirectory() as folder:
        oracle = bench(Path(folder))
        pipe.send(True)  # noqa: FBT003  it is ready
        while True:
            try:
                data, suffix, whole = pipe.recv()
            except EOFError:
                return
            seconds = work * (_FORMATS if whole else 1)
            process.allow_cpu(2 * seconds)  # where no alarm comes through, as in a pattern
            signal.setitimer(signal.ITIMER_PROF, seconds)
            try:
                finding = oracle(data, suffix, whole)
            except TooLongError as error:  # it went off when all was said
                finding = of_error(error)
            finally:
                signal.setitimer(signal.ITIMER_PROF, 0)
            pipe.send(finding)


def _alarm(_: int, __: FrameType | None) -> None:
    raise TooLongError
