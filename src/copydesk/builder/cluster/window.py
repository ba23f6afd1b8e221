"""The tasks of a batch on their way to a cluster and back (see `cluster`)."""

from __future__ import annotations

import contextlib
import pickle
import queue
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


#: Bytes that are on their way at most, beside one task that has more.
MOST: Final = 64_000_000
#: Tasks in flight for each thread of the cluster: one at work, one that waits for it.
AHEAD: Final = 2
#: Results that are fetched together at most.
TOGETHER: Final = 32
#: Seconds to wait for a scheduler to answer, and for a first worker or another one to join.
ANSWER: Final = 10.0
JOIN: Final = 60.0
#: Seconds from one look at the cluster to the next.
LOOK: Final = 2.0
BEAT: Final = 0.5
#: How long the fetching of a result may take.
FETCH: Final = 120.0

_T = TypeVar("_T")


@dataclass(slots=True)
class _InFlight:
    task: WorkerTask
    future: Future
    size: int


@dataclass(slots=True)
class Window:
    """The tasks of one batch: those that wait, and those that are at the cluster."""

    client: Client
    name: str
    waiting: deque[WorkerTask]
    pulse: Pulse | None
    in_flight: dict[str, _InFlight] = field(default_factory=dict)
    landed: queue.SimpleQueue[str] = field(default_factory=queue.SimpleQueue)
    threads: int = 0
    looked: float = 0.0
    peopled: float = 0.0
    number: int = 0
    proved: bool = False

    def results(self) -> Generator[tuple[WorkerTask, Any], None, None]:
        """Yield each task with its value, until none is left."""
        self.peopled = time.monotonic()
        arrived: list[tuple[_InFlight, Any]] = []
        try:
            while self.waiting or self.in_flight or arrived:
                self._look()
                self._submit()  # first, for whoever takes the values may take time
                self._tell()
                for one, answer in arrived:
                    yield one.task, self._value(answer)
                arrived = self._arrivals()
        finally:
            if self.in_flight:
                left = [one.future for one in self.in_flight.values()]
                tidy(self.client, partial(self.client.cancel, left, force=True))

    def _arrivals(self) -> list[tuple[_InFlight, Any]]:
        """What has landed, with Dask's answers, fetched together; none when none does for a moment.

        To fetch them one by one would take a journey there and back for each.
        """
        if not self.in_flight and not self.waiting:
            return []
        try:
            keys = [self.landed.get(timeout=BEAT)]
        except queue.Empty:
            return []
        while len(keys) < TOGETHER and not self.landed.empty():
            keys.append(self.landed.get())
        ones = [self.in_flight.pop(key) for key in keys if key in self.in_flight]
        return list(zip(ones, self._fetched([one.future for one in ones]), strict=True))

    def _fetched(self, landed: list[Future]) -> list[Any]:
        """What Dask gives for each, which may be an error."""
        if any(future.status in {"cancelled", "lost"} for future in landed):
            raise lost("the scheduler is lost")
        if all(future.status == "finished" for future in landed):
            with contextlib.suppress(Exception):  # of one of them, and we shall see of which
                return within(FETCH, partial(self.client.gather, landed))
        return [_answer(future) for future in landed]

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

    def _tell(self) -> None:
        """Tell what is being worked on: of what is in flight, what left first."""
        if self.pulse:
            at_work = list(self.in_flight.values())[: self.threads]
            self.pulse([one.task.payload for one in at_work])

    def _submit(self) -> None:
        """Hand out tasks as far as there is room."""
        held = sum(one.size for one in self.in_flight.values())
        while self.waiting and len(self.in_flight) < max(1, AHEAD * self.threads):
            if self.in_flight and held >= MOST:
                return
            held += self._send(self.waiting.popleft())

    def _send(self, task: WorkerTask) -> int:
        from copydesk.builder.cluster.plugin import perform

        data = pickle.dumps(task.payload)
        self.number += 1
        key = f"{self.name}-{self.number}"
        future = self.client.submit(perform, self.name, data, task.seconds, key=key, pure=False)
        self.in_flight[key] = _InFlight(task, future, len(data))
        future.add_done_callback(self._on_done)
        return len(data)

    def _on_done(self, future: Future) -> None:
        self.landed.put(future.key)

    def _value(self, answer: Any) -> Any:  # noqa: ANN401  what the act returned
        """What became of a task."""
        from distributed import KilledWorker

        from copydesk.builder.cluster.plugin import Unfit

        if isinstance(answer, KilledWorker):
            return Lost("ended every worker of the cluster that built it")
        if isinstance(answer, CopydeskError):
            raise answer
        if isinstance(answer, Exception):
            if not self.proved:  # so far it does none
                raise unfit("a machine", f"cannot take part: {said(answer)}") from answer
            return Lost(f"could not be done by the cluster: {said(answer)}")
        if isinstance(answer, Unfit):
            raise unfit(f"the worker `{answer.worker}`", answer.why, blind=answer.blind)
        self.proved = True
        return answer if isinstance(answer, Lost) else pickle.loads(answer)  # noqa: S301  trusted


def _answer(future: Future) -> Any:  # noqa: ANN401  whatever Dask gives
    """The result of a task, or the error that it ended in."""
    try:
        return within(FETCH, future.result)
    except (OSError, TimeoutError) as error:
        raise lost(f"a result cannot be fetched from the cluster: {said(error)}") from None
    except Exception as error:  # noqa: BLE001  as above
        return error


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
