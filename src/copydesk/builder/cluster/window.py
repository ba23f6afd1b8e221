"""The tasks of a batch on their way to a cluster and back (see `cluster`)."""

from __future__ import annotations

import contextlib
import pickle
import threading
import time
from collections import deque
from collections.abc import Callable, Generator
from concurrent import futures
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar

from copydesk.builder.workers.protocol import Lost, Pulse, WorkerTask
from copydesk.errors import CopydeskError, ToolError

if TYPE_CHECKING:
    from distributed import Client, Future


#: Tasks in flight for each thread of the cluster: one at work, one that waits for it.
AHEAD: Final = 2
#: Seconds to wait for a scheduler to answer, and for a first worker or another one to join.
ANSWER: Final = 10.0
JOIN: Final = 60.0
#: Seconds from one look at the cluster to the next.
LOOK: Final = 2.0
BEAT: Final = 0.5

_T = TypeVar("_T")


@dataclass(slots=True)
class Window:
    """The tasks of one batch: those that wait, and those that are at the cluster."""

    client: Client
    name: str
    waiting: deque[WorkerTask]
    pulse: Pulse | None
    in_flight: dict[Future, WorkerTask] = field(default_factory=dict)
    threads: int = 0
    looked: float = 0.0
    peopled: float = 0.0
    proved: bool = False

    def results(self) -> Generator[tuple[WorkerTask, Any], None, None]:
        """Yield each task with its value, until none is left."""
        from distributed import as_completed

        from copydesk.builder.cluster.plugin import perform

        self.peopled = time.monotonic()
        # It fetches results while others are on their way; a journey for each would cost more.
        landing = as_completed(loop=self.client.loop, with_results=True, raise_errors=False)
        landed: list[tuple[Future, Any]] = []
        try:
            while self.waiting or self.in_flight:
                self._look()
                arrived = [(self.in_flight.pop(future), answer) for future, answer in landed]
                # First, for whoever takes the values may take time.
                while self.waiting and len(self.in_flight) < max(1, AHEAD * self.threads):
                    task = self.waiting.popleft()
                    payload = pickle.dumps(task.payload)
                    future = self.client.submit(
                        perform, self.name, payload, task.seconds, pure=False
                    )
                    self.in_flight[future] = task
                    landing.add(future)
                if self.pulse:  # of what is in flight, what left first is at work
                    at_work = [*self.in_flight.values()][: self.threads]
                    self.pulse([task.payload for task in at_work])
                for task, answer in arrived:
                    yield task, self._value(answer)
                with landing.thread_condition:
                    if self.in_flight and not landing.has_ready():
                        landing.thread_condition.wait(BEAT)
                landed = landing.next_batch(block=False)
        finally:
            if left := [*self.in_flight]:
                tidy(self.client, partial(self.client.cancel, left, force=True))

    def _look(self) -> None:
        """See how many threads there are, now and then."""
        now = time.monotonic()
        if now - self.looked < LOOK:
            return
        self.looked = now
        try:
            threads = within(ANSWER, self.client.nthreads)
        except Exception as error:
            raise lost("the scheduler is lost") from error
        self.threads = sum(threads.values())
        if self.threads:
            self.peopled = now
        elif now - self.peopled > JOIN:
            raise lost("the cluster has no workers any more")

    def _value(self, answer: Any) -> Any:  # noqa: ANN401  what the act returned
        """What became of a task, of which Dask gives its result or the error that it ended in."""
        from distributed import KilledWorker

        from copydesk.builder.cluster.plugin import Unfit

        error = answer[1] if isinstance(answer, tuple) else answer
        if isinstance(error, futures.CancelledError):
            raise lost("the scheduler is lost")
        if isinstance(error, KilledWorker):
            return Lost("ended every worker of the cluster that built it")
        if isinstance(error, CopydeskError):
            raise error
        if isinstance(error, Exception):
            if not self.proved:  # so far it does none
                raise unfit("a machine", f"cannot take part: {said(error)}") from error
            return Lost(f"could not be done by the cluster: {said(error)}")
        if isinstance(answer, Unfit):
            raise unfit(f"the worker `{answer.worker}`", answer.why, blind=answer.blind)
        self.proved = True
        return answer if isinstance(answer, Lost) else pickle.loads(answer)  # noqa: S301  trusted


# ── what goes wrong ────────────────────────────────────────────────────────────


def lost(what: str) -> ToolError:
    """The cluster, or `what` of it, is not there any more."""
    hint = "finished documents are kept; run it again when the cluster is back"
    return ToolError(what, hint=hint, code="cluster.lost")


def unfit(worker: str, why: str, *, blind: bool = False) -> ToolError:
    """Somebody of the cluster cannot do the work; `why` completes the sentence.

    One that is `blind` only lacks the desk's folder.
    """
    if blind:
        hint = "let every worker see the folder at the same path, or build without a cluster: -j"
        return ToolError(f"{worker} of the cluster {why}", hint=hint, code="cluster.folder")
    hint = (
        "install the same copydesk, Dask, tools and fonts on every machine of the cluster, the"
        " scheduler's included, and restart them"
    )
    return ToolError(f"{worker} of the cluster {why}", hint=hint, code="cluster.version")


def said(error: BaseException) -> str:
    """What Dask or Python says of `error`, in a line."""
    return f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"


def within(seconds: float, call: Callable[[], _T]) -> _T:
    """What `call` returns. Raises `TimeoutError`: Dask waits for a stuck scheduler for ever."""
    found: futures.Future[_T] = futures.Future()

    def work() -> None:
        try:
            found.set_result(call())
        except BaseException as error:  # noqa: BLE001  it is raised where it is waited for
            found.set_exception(error)

    threading.Thread(target=work, daemon=True).start()
    return found.result(seconds)


def tidy(client: Client, call: Callable[[], object]) -> None:
    """Do what is best done before leaving, if the scheduler is still there."""
    with contextlib.suppress(Exception):
        if client.status == "running":
            within(ANSWER, call)
