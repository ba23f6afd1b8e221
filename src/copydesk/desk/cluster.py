"""The same jobs on a Dask cluster: one that is started here, or one that runs somewhere else.

The parent plans, hands out jobs, remembers and reports as it does with workers of its own
(this is one more `engines.Engine`). What is settled here:

Files. Who sees the desk's folder puts outputs into the store itself. A token in `.desk/work`
tells: when every worker can read it, jobs are handed out as orders. Otherwise the submission
and all that lies beside it is sent along, and the parent publishes what comes back (see
`parcels`). A worker that joins later and is blind to the folder gives its task back, and is
sent the files.

Limits. A Dask worker has threads and a memory of its own, so nothing is built in it: beside
it stands a `station`, which runs copydesk's own supervised worker under all limits of the
settings. A document that kills its worker kills nothing else.

Versions. Code, tools, zlib and fonts of every station are held against the parent's before it
gets its first task; one that differs would make other bytes, and is an error.

Losses. A Dask worker that is lost costs its task another run, by Dask itself; a task that took
several with it is given up alone. Without scheduler or workers the batch ends with an error,
and what is finished stays. Where the parent is killed, queued tasks are forgotten with it; one
at work in a shared folder may still put its outputs there, which then stand or are stale like
any others.

Pace. A window of tasks is in flight, two for each thread and no more than `MOST` bytes; the
others wait in the parent, heaviest first. Results are let go as they come.

Danger. Dask runs code and reads pickles from whoever can reach its ports. A cluster started
here is on the loopback interface under TLS, with keys that live as long as the build; one that
is named is trusted, see SECURITY.md.
"""

from __future__ import annotations

import contextlib
import importlib.util
import logging
import pickle
import queue
import re
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from copydesk.desk import store, versions
from copydesk.desk.engines import Craft, Engine, Lost, Pulse, Task
from copydesk.errors import CopydeskError, ToolError, UsageError

if TYPE_CHECKING:
    from distributed import Client, Future

    from copydesk.desk.plan import Survey

#: Bytes that are on their way at most, beside one task that has more.
MOST: Final = 64_000_000
#: Tasks in flight for each thread of the cluster: one at work, one that waits for it.
AHEAD: Final = 2
#: Seconds to wait for a scheduler to answer, and for a first worker or another one to join.
ANSWER: Final = 10.0
JOIN: Final = 60.0
#: Seconds from one look at the cluster to the next.
LOOK: Final = 2.0
BEAT: Final = 0.5
#: How long the fetching of a result may take.
FETCH: Final = 120.0

_ADDRESS: Final = re.compile(r"(tcp|tls)://[^\s/]+:\d+")
_AGAIN: Final = object()
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Where:
    """The cluster: the scheduler at an address, or `workers` processes of this machine.

    `send` has files sent to workers that see the desk's folder, too.
    """

    scheduler: str = ""
    workers: int = 0
    send: bool = False


class Courier(Protocol):
    """Makes of what the batch asks for what a worker is sent, and of its answer the result."""

    def pack(self, payload: Any, *, shared: bool) -> Any: ...  # noqa: ANN401  as in `engines`
    def unpack(self, payload: Any, value: Any) -> Any: ...  # noqa: ANN401
    def failed(self, payload: Any, error: CopydeskError) -> Any: ...  # noqa: ANN401


def local(text: str, jobs: int) -> Where:
    """What `--cluster` means; `jobs` workers when it does not say how many.

    >>> local("local:3", 2), local("local", 2)
    (Where(scheduler='', workers=3, send=False), Where(scheduler='', workers=2, send=False))
    """
    found = re.fullmatch(r"local(?::([1-9]\d{0,3}))?", text)
    if not found:
        message = f"--cluster takes `local` or `local:N`, not `{text}`"
        hint = "a cluster that runs already is named by --scheduler tcp://HOST:PORT"
        raise UsageError(message, hint=hint, code="usage.cluster")
    return Where(workers=int(found[1] or jobs))


def at(address: str) -> Where:
    """What `--scheduler` means. Raises `UsageError` for what is no address."""
    if not _ADDRESS.fullmatch(address):
        message = f"--scheduler takes an address, and `{address}` is none"
        hint = "e.g. tcp://10.0.0.5:8786, or tls:// with the keys in Dask's own settings"
        raise UsageError(message, hint=hint, code="usage.cluster")
    return Where(address)


def require() -> None:
    """Raise `UsageError` when Dask is not installed."""
    if any(importlib.util.find_spec(name) is None for name in ("distributed", "cryptography")):
        message = "a cluster needs Dask, which is not installed"
        raise UsageError(message, hint="pip install 'copydesk[cluster]'", code="usage.cluster")


def engine(where: Where, desk: Survey) -> Engine:
    """What builds the documents of `desk` on the cluster `where`."""
    from copydesk.desk import parcels

    require()
    courier = parcels.Courier(desk)

    def work(
        tasks: Sequence[Task], craft: Craft, *, pulse: Pulse | None = None
    ) -> Generator[tuple[Task, Any], None, None]:
        abroad = replace(craft, make=partial(parcels.Branch, *courier.equipment()))
        yield from run(tasks, abroad, where, (desk.out / store.OWN / store.WORK).resolve(),
                       courier=courier, pulse=pulse)  # fmt: skip

    return work


def run(  # noqa: PLR0913  the last two are seldom given
    tasks: Sequence[Task],
    craft: Craft,
    where: Where,
    folder: Path,
    *,
    courier: Courier | None = None,
    pulse: Pulse | None = None,
) -> Generator[tuple[Task, Any], None, None]:
    """Yield each task with what the act returned, or with `Lost`, as an `Engine` does.

    `folder` is one of the desk's that is swept before and after a build.
    """
    waiting = deque(sorted(tasks, key=lambda task: -task.weight))
    with (
        _quiet(),
        _connected(where, folder) as client,
        _told(client, craft, folder) as (name, seen),
    ):
        shared = seen and not where.send
        flight = _Flight(client, name, waiting, shared=shared, courier=courier, pulse=pulse)
        yield from flight.land()


# ── the cluster ──────────────────────────────────────────────────────────────


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Let the report say what goes wrong, which Dask logs as well."""
    import dask.config
    import distributed  # noqa: F401  its import sets the levels

    loggers = [logging.getLogger(name) for name in ("distributed", "distributed.client")]
    levels = [logger.level for logger in loggers]
    settings = {"distributed.admin.large-graph-warning-threshold": 2 * MOST}
    try:
        for logger in loggers:
            logger.setLevel(logging.CRITICAL)
        with dask.config.set(settings):
            yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


@contextlib.contextmanager
def _connected(where: Where, folder: Path) -> Iterator[Client]:
    """A client of the cluster `where`. Raises `ToolError` when nobody answers."""
    from distributed import Client

    with _started(where, folder) as address, contextlib.ExitStack() as stack:
        try:
            client = Client(address, timeout=ANSWER, set_as_default=False)
            stack.callback(_at_most, ANSWER, client.close)
            client.wait_for_workers(1, timeout=JOIN)
        except TimeoutError:
            raise _silent(where) from None
        except OSError as error:
            raise _silent(where, str(error)) from None
        yield client


@contextlib.contextmanager
def _started(where: Where, folder: Path) -> Iterator[Any]:
    """What a client connects to: a cluster that is started for it, or the one that is named."""
    if where.scheduler:
        yield where.scheduler
        return
    import dask.config
    from distributed import LocalCluster

    settings = {
        "distributed.scheduler.http.routes": [],
        "distributed.worker.http.routes": [],
        "temporary-directory": str(folder / "cluster.dask"),
    }
    with dask.config.set(settings):
        cluster = LocalCluster(
            n_workers=where.workers,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            security=True,
            memory_limit=0,  # a station has limits of its own, and the worker does nothing
            silence_logs=logging.CRITICAL,
            dashboard_address=None,
            preload=["copydesk.desk.outpost"],
            scheduler_kwargs={"dashboard": False, "dashboard_address": "127.0.0.1:0"},
        )
    try:
        yield cluster
    finally:
        cluster.close(timeout=ANSWER)


@contextlib.contextmanager
def _told(client: Client, craft: Craft, folder: Path) -> Iterator[tuple[str, bool]]:
    """The name of a build that every worker is told of, and whether all see the desk's folder.

    Raises `ToolError` when one of them would make other outputs than the parent.
    """
    from copydesk.desk.outpost import Charge, Outpost, greet

    name = f"copydesk-{secrets.token_hex(6)}"
    token, secret = folder / "cluster.token", secrets.token_bytes(16)
    folder.mkdir(parents=True, exist_ok=True)
    token.write_bytes(secret)
    charge = Charge(pickle.dumps(craft), versions.here(), str(token), secret)
    try:
        client.register_plugin(Outpost(charge), name=name)
        answers = client.run(greet, name, on_error="return")
        for worker, answer in sorted(answers.items()):
            if isinstance(answer, BaseException):
                raise _unfit(worker, f"does not take part: {type(answer).__name__}: {answer}")
            if answer[0] is not None:
                raise _unfit(worker, answer[0].why)
        yield name, all(sees for _, sees in answers.values())
    finally:
        token.unlink(missing_ok=True)
        _if_there(client, partial(client.unregister_worker_plugin, name))


def _silent(where: Where, why: str = "") -> ToolError:
    what = f"the scheduler `{where.scheduler}`" if where.scheduler else "the cluster"
    message = f"{what} does not answer, or has no workers{f': {why}' if why else ''}"
    hint = "start it, or build without it: -j"
    return ToolError(message, hint=hint, code="cluster.silent")


def _unfit(worker: str, why: str) -> ToolError:
    hint = "install there what is installed here, copydesk, tools and fonts, and start it anew"
    return ToolError(f"the worker `{worker}` {why}", hint=hint, code="cluster.version")


def _lost(what: str) -> ToolError:
    hint = "what is finished stays; run it again when the cluster is back"
    return ToolError(what, hint=hint, code="cluster.lost")


def _if_there(client: Client, ask: Callable[[], _T]) -> _T | None:
    """What a client is told by its scheduler, None when that has gone or is stuck."""
    return _at_most(ANSWER, ask) if client.status == "running" else None


def _at_most(seconds: float, call: Callable[[], _T]) -> _T | None:
    """What `call` returns, None when it takes longer: Dask waits for a stuck scheduler for ever."""
    found: queue.SimpleQueue[_T] = queue.SimpleQueue()

    def work() -> None:
        with contextlib.suppress(Exception):
            found.put(call())

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(seconds)
    return None if found.empty() else found.get()


# ── the tasks ────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class _Flying:
    task: Task
    future: Future
    size: int


@dataclass(slots=True)
class _Flight:
    """The tasks of one batch: those that wait, and those that are at the cluster."""

    client: Client
    name: str
    waiting: deque[Task]
    shared: bool
    courier: Courier | None
    pulse: Pulse | None
    flying: dict[str, _Flying] = field(default_factory=dict)
    landed: queue.SimpleQueue[str] = field(default_factory=queue.SimpleQueue)
    threads: int = 0
    looked: float = 0.0
    peopled: float = 0.0
    number: int = 0

    def land(self) -> Generator[tuple[Task, Any], None, None]:
        """Yield each task with its value, until none is left."""
        self.peopled = time.monotonic()
        try:
            while self.waiting or self.flying:
                self._look()
                yield from self._fill()
                if one := self._next():
                    value = self._value(one)
                    if value is not _AGAIN:
                        yield one.task, value
        finally:
            if self.flying:
                futures = [one.future for one in self.flying.values()]
                _if_there(self.client, partial(self.client.cancel, futures, force=True))

    def _next(self) -> _Flying | None:
        """A task that has landed; None when none does for a moment."""
        if not self.flying and not self.waiting:
            return None
        try:
            return self.flying.pop(self.landed.get(timeout=BEAT), None)
        except queue.Empty:
            return None

    def _look(self) -> None:
        """See how many threads there are, and tell what is being worked on."""
        now = time.monotonic()
        if now - self.looked < LOOK:
            return
        self.looked = now
        threads = _if_there(self.client, self.client.nthreads)
        if threads is None:
            raise _lost("the scheduler is lost")
        self.threads = sum(threads.values())
        if self.threads:
            self.peopled = now
        elif now - self.peopled > JOIN:
            raise _lost("the cluster has no workers any more")
        if self.pulse:
            at_work = list(self.flying.values())[: self.threads]
            self.pulse([one.task.payload for one in at_work])

    def _fill(self) -> Iterator[tuple[Task, Any]]:
        """Hand out tasks as far as there is room; yield those that cannot be."""
        held = sum(one.size for one in self.flying.values())
        while self.waiting and len(self.flying) < max(1, AHEAD * self.threads):
            if self.flying and held >= MOST:
                return
            task = self.waiting.popleft()
            try:
                held += self._send(task, shared=self.shared)
            except CopydeskError as error:
                if self.courier is None:
                    raise
                yield task, self.courier.failed(task.payload, error)

    def _send(self, task: Task, *, shared: bool) -> int:
        from copydesk.desk.outpost import perform

        payload = task.payload
        if self.courier:
            payload = self.courier.pack(payload, shared=shared)
        data = pickle.dumps(replace(task, payload=payload))
        self.number += 1
        key = f"{self.name}-{self.number}"
        future = self.client.submit(perform, self.name, data, shared=shared, key=key, pure=False)
        self.flying[key] = _Flying(task, future, len(data))
        future.add_done_callback(self._touch_down)
        return len(data)

    def _touch_down(self, future: Future) -> None:
        self.landed.put(future.key)

    def _value(self, one: _Flying) -> Any:  # noqa: ANN401  what the act returned
        """What became of a task; `_AGAIN` when it was sent anew."""
        from distributed import KilledWorker

        from copydesk.desk.outpost import Unfit

        if one.future.status in {"cancelled", "lost"}:
            raise _lost("the scheduler is lost")
        try:
            answer = one.future.result(timeout=FETCH)
        except KilledWorker:
            return Lost("ended every worker of the cluster that tried it")
        except (OSError, TimeoutError) as error:
            raise _lost(f"a result cannot be fetched from the cluster: {error}") from None
        except Exception as error:  # noqa: BLE001  whatever Dask makes of it
            return Lost(f"could not be done by the cluster: {type(error).__name__}: {error}")
        if isinstance(answer, Unfit) and answer.blind:
            self._send(one.task, shared=False)
            return _AGAIN
        if isinstance(answer, Unfit):
            raise _unfit(answer.worker, answer.why)
        return self._read(one.task, answer)

    def _read(self, task: Task, answer: bytes) -> Any:  # noqa: ANN401  as above
        if not answer:
            return Lost("ended its station twice")
        value = pickle.loads(answer)  # noqa: S301  from a worker, which is trusted
        if isinstance(value, CopydeskError):
            raise value
        return self.courier.unpack(task.payload, value) if self.courier else value
