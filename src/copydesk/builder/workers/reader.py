"""Submissions that are read outside a build: by a worker too, within the limits of the settings.

A build has its workers. Whoever only looks at a submission, or decides about it, reads the same
stranger's file, which may take all memory or never end. So a command says `reading`, and as long
as it does, what `call` is asked for is done by one worker that stays from file to file. Where no
worker can be forked (elsewhere than on Linux, in a program that has threads), and in programs that
use copydesk as a library, it is done where it is asked for.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar

from copydesk.errors import CopydeskError
from copydesk.settings.limits import Limits

if TYPE_CHECKING:
    from copydesk.builder.workers.pool import SteadyWorker
    from copydesk.builder.workers.protocol import Bounds


P = ParamSpec("P")
T = TypeVar("T")

_READER: Final[ContextVar[_Reader | None]] = ContextVar("_READER", default=None)


@contextlib.contextmanager
def read_in_worker() -> Iterator[None]:
    """Have what is read meanwhile be read by a worker, which ends with this."""
    reader = _Reader()
    token = _READER.set(reader)
    try:
        yield
    finally:
        _READER.reset(token)
        reader.close()


@dataclass(frozen=True, slots=True)
class ReadingJob:
    """A submission to be read: what messages call it, how large it is, what it may cost."""

    name: str
    size: int
    limits: Limits


def file_work(root: Path, source: str, limits: Limits) -> ReadingJob:
    """The work on the submission `source` of the desk at `root`."""
    size = 0
    with contextlib.suppress(OSError, ValueError):  # the reading says what is wrong with it
        size = (root / source).stat().st_size
    return ReadingJob(source, min(size, limits.file_bytes), limits)


def call_in_worker(
    work: ReadingJob, function: Callable[P, T], *given: P.args, **named: P.kwargs
) -> T:
    """What `function` returns, or raises; `ToolError` when it needs more than the limits allow.

    >>> with read_in_worker():
    ...     call_in_worker(ReadingJob("four", 4, Limits()), len, "four")
    4
    """
    from copydesk.system import process

    reader = _READER.get()
    if reader is None or not process.can_fork():
        return function(*given, **named)
    result: T = reader.do(work, function, given, named)
    return result


class _Reader:
    """The worker of a command, once there is something to read."""

    def __init__(self) -> None:
        self._steady: SteadyWorker | None = None
        self._bounds: Bounds | None = None

    def do(self, work: ReadingJob, function: Callable[..., Any], given: Any, named: Any) -> Any:  # noqa: ANN401
        from copydesk.builder.workers import protocol
        from copydesk.builder.workers.protocol import Lost, WorkerTask

        seconds = protocol.allowed_seconds(work.limits, work.size)
        result = self._at_work(work.limits).do(
            WorkerTask((function, given, named), seconds=seconds)
        )
        if isinstance(result, Lost):
            raise protocol.limit_error(work.name, result)
        if isinstance(result, _Raised):
            raise result.error
        return result

    def _at_work(self, limits: Limits) -> SteadyWorker:
        from copydesk.builder.workers import pool, protocol
        from copydesk.builder.workers.protocol import WorkerSpec

        bounds = protocol.worker_bounds(limits)
        if self._steady is None or self._bounds != bounds:
            self.close()
            self._bounds = bounds
            self._steady = pool.SteadyWorker(WorkerSpec(_act, bounds), puts_aside=False)
        return self._steady

    def close(self) -> None:
        """End the worker."""
        if self._steady:
            self._steady.close()
            self._steady = None


# ── in the worker ──────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Raised:
    error: Exception


def _act() -> Callable[[Any], Any]:
    return _perform


def _perform(asked: tuple[Callable[..., Any], Any, Any]) -> Any:  # noqa: ANN401  what was asked for
    function, given, named = asked
    try:
        return function(*given, **named)
    except MemoryError:
        raise
    except CopydeskError as error:
        # It says all; what it came of may be of a library, and not to be sent: some others (tblib,
        # with Dask) have exceptions sent with all that.
        error.__cause__ = error.__context__ = None
        return _Raised(error)
    except Exception as error:  # noqa: BLE001  whoever asked tells of it
        return _Raised(_told(error))


def _told(error: Exception) -> Exception:
    """`error`, or where it cannot be sent its words, with where it happened."""
    import pickle
    import traceback

    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301  what was made here
    except Exception:  # noqa: BLE001  exceptions of libraries may fail in any way
        error = RuntimeError(f"{type(error).__name__}: {error}")
    error.add_note("".join(traceback.format_exc()))
    return error
