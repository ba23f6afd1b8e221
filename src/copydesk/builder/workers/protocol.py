"""What stands between a batch and whoever does its work: tasks in, results out.

An engine is all that a batch knows of workers. `pool.run` is the one of this machine;
another takes the same tasks to other machines. Everything here can be pickled, as long as
what is put into it can.
"""

from __future__ import annotations

import copyreg
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Protocol

from copydesk.errors import ToolError
from copydesk.settings.limits import Limits

#: A worker that holds more than this is replaced: WeasyPrint grows with each document.
CEILING: Final = 600_000_000

Act = Callable[[Any], Any]
"""What a worker does with a task's payload. It may have a `close`."""

Pulse = Callable[[Sequence[Any]], None]
"""Hears the payloads that are being worked on, twice a second and whenever one ends."""


@dataclass(frozen=True, slots=True)
class WorkerTask:
    """`weight` orders the queue (heaviest first), `seconds` is the deadline."""

    payload: Any
    weight: int = 0
    seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class Lost:
    """A task that ended its worker; `why` completes the sentence "it …".

    `limit` is the setting of `[limits]` that stopped it, "" when it was none or nobody knows.
    """

    why: str
    limit: str = ""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one worker may use, in bytes."""

    memory: int
    file_size: int
    ceiling: int = CEILING


@dataclass(frozen=True, slots=True)
class WorkerSpec:
    """What workers know and may use.

    `make` is called once in each worker and gives its act. `warm` loads what every worker
    needs: it is called once, in the process that several workers are forked from, and must
    start no thread, for that would be missing in them. `lone` is another `make`, for a worker
    that has one task only while processors have nothing to do.
    """

    make: Callable[[], Act]
    bounds: Bounds
    warm: Callable[[], None] | None = None
    lone: Callable[[], Act] | None = None


class Engine(Protocol):
    """Does the work of a batch."""

    def __call__(
        self, tasks: Sequence[WorkerTask], spec: WorkerSpec, *, pulse: Pulse | None = None
    ) -> Generator[tuple[WorkerTask, Any], None, None]:
        """Yield each task with what the act returned, or with `Lost`, as they end.

        The task is the one that was given, not a copy of it. Closing the generator, or an
        exception in its consumer, ends the workers and what they started. Raises
        `ToolError` when nobody can do the work.
        """


# ── limits ─────────────────────────────────────────────────────────────────────

#: Bytes of a submission that deserve the deadline of the settings once more.
WEIGHTY: Final = 1_000_000


def worker_bounds(limits: Limits) -> Bounds:
    """What a worker may use, whatever it does."""
    return Bounds(limits.memory_mb * 1_000_000, limits.output_bytes)


def allowed_seconds(limits: Limits, size: int, count: int = 1) -> float:
    """How long it may take to work on so many documents, which have so many bytes together."""
    return limits.seconds * (count + size / WEIGHTY)


def limit_error(name: str, lost: Lost, more: str = "") -> ToolError:
    """What became of the submission `name`, whose worker was `lost`; `more` ends the hint.

    >>> str(limit_error("a.txt", Lost("took longer than 60 s", "seconds")))
    '`a.txt` took longer than 60 s'
    """
    key = f"`limits.{lost.limit}`" if lost.limit else "[limits] in the settings"
    hint = f"shorten the article, or raise {key}{more}"
    return ToolError(f"`{name}` {lost.why}", hint=hint, code="limit.job")


def _view(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(values)


copyreg.pickle(MappingProxyType, lambda view: (_view, (dict(view),)))
