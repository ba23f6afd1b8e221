"""The engine whose workers are those of a Dask cluster, and the tasks on their way there and back.

See `cluster`.
"""

from __future__ import annotations

import contextlib
import importlib.util
import logging
import pickle
import re
import secrets
import time
from collections import deque
from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from concurrent import futures
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from copydesk.builder import store, versions
from copydesk.builder.cluster.charge import Charge, unfit
from copydesk.builder.workers.protocol import Engine, Lost, Pulse, WorkerSpec, WorkerTask
from copydesk.errors import CopydeskError, ToolError, UsageError
from copydesk.system.process import call_within

if TYPE_CHECKING:
    from distributed import Client, Future

    from copydesk.builder.survey import Survey


#: Tasks in flight for each thread of the cluster: one at work, one that waits for it.
AHEAD: Final = 2
#: Seconds to wait for a scheduler to answer, and for a first worker or another one to join.
ANSWER: Final = 10.0
JOIN: Final = 60.0
#: Seconds from one look at the cluster to the next.
LOOK: Final = 2.0
BEAT: Final = 0.5


def engine(where: Where, desk: Survey, _: Collection[int] = ()) -> Engine:
    """What builds the documents of `desk` on the cluster `where`."""
    require_dask()
    return partial(run, where=where, folder=desk.out.resolve() / store.OWN / store.WORK)


def run(
    tasks: Sequence[WorkerTask],
    spec: WorkerSpec,
    *,
    where: Where,
    folder: Path,
    pulse: Pulse | None = None,
) -> Generator[tuple[WorkerTask, Any], None, None]:
    """Yield each task with what the act returned, or with `Lost`, as an `Engine` does.

    `folder` is one of the desk's that is swept before and after a build.
    """
    waiting = deque(sorted(tasks, key=lambda task: -task.weight))
    with (
        _quiet(),
        _connected(where, folder) as client,
        _told(client, spec, folder) as name,
    ):
        yield from Window(client, name, waiting, pulse=pulse).results()


# ── the cluster ────────────────────────────────────────────────────────────────


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Let the report say what goes wrong, which Dask logs as well."""
    import distributed  # noqa: F401  its import sets the levels

    loggers = [logging.getLogger(name) for name in ("distributed", "distributed.client")]
    levels = [logger.level for logger in loggers]
    try:
        for logger in loggers:
            logger.setLevel(logging.CRITICAL)
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


@contextlib.contextmanager
def _connected(where: Where, folder: Path) -> Iterator[Client]:
    """A client of the cluster `where`. Raises `ToolError` when nobody answers."""
    from distributed import Client

    with started(where, folder) as address:
        try:
            client = Client(address, timeout=ANSWER, set_as_default=False)
        except (OSError, TimeoutError) as error:
            raise _silent(where, str(error)) from None
        try:
            client.wait_for_workers(1, timeout=JOIN)
            yield client
        except TimeoutError:
            raise _silent(where, f"no worker has joined for {JOIN:g} s") from None
        finally:
            with contextlib.suppress(Exception):
                call_within(ANSWER, client.close)


@contextlib.contextmanager
def started(where: Where, folder: Path) -> Iterator[Any]:
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
    try:
        with dask.config.set(settings):
            cluster = LocalCluster(
                n_workers=where.workers,
                threads_per_worker=1,
                processes=True,
                host="127.0.0.1",
                security=True,
                memory_limit=0,  # the process beside it has limits of its own
                silence_logs=logging.CRITICAL,
                dashboard_address=None,
                preload=["copydesk.builder.cluster.plugin"],
                scheduler_kwargs={"dashboard": False, "dashboard_address": "127.0.0.1:0"},
            )
    except (OSError, TimeoutError, RuntimeError) as error:
        raise _silent(where, said(error)) from error
    try:
        yield cluster
    finally:
        cluster.close(timeout=ANSWER)


@contextlib.contextmanager
def _told(client: Client, spec: WorkerSpec, folder: Path) -> Iterator[str]:
    """The name of a build that every worker is told of.

    Raises `ToolError` when one of them would make other outputs than the parent, or none.
    """
    from copydesk.builder.cluster.plugin import BuildPlugin, greet

    name = f"copydesk-{secrets.token_hex(6)}"
    token, secret = folder / "cluster.token", secrets.token_bytes(16)
    folder.mkdir(parents=True, exist_ok=True)
    token.write_bytes(secret)
    make, own = pickle.dumps(spec.make), versions.machine_versions()
    charge = Charge(make, spec.bounds, own, str(token), secret)
    try:
        try:
            call_within(ANSWER, partial(client.register_plugin, BuildPlugin(charge), name=name))
            answers = call_within(JOIN, partial(client.run, greet, name, on_error="return"))
        except Exception as error:
            raise unfit("a worker", f"cannot take part: {said(error)}") from error
        for worker, fault in sorted(answers.items()):
            if isinstance(fault, CopydeskError):
                raise fault
            if fault:
                raise unfit(f"the worker `{worker}`", f"cannot take part: {said(fault)}")
        yield name
    finally:
        token.unlink(missing_ok=True)
        tidy(client, partial(client.unregister_worker_plugin, name))


def _silent(where: Where, why: str) -> ToolError:
    what = f"the cluster at `{where.scheduler}`" if where.scheduler else "a local cluster"
    hint = "start it, or build without it: -j"
    return ToolError(f"{what} cannot be used: {why}", hint=hint, code="cluster.silent")


# ── the tasks ──────────────────────────────────────────────────────────────────


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
            threads = call_within(ANSWER, self.client.nthreads)
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
        self.proved = True
        return answer if isinstance(answer, Lost) else pickle.loads(answer)  # noqa: S301  trusted


# ── what goes wrong ────────────────────────────────────────────────────────────


def lost(what: str) -> ToolError:
    """The cluster, or `what` of it, is not there any more."""
    hint = "finished documents are kept; run it again when the cluster is back"
    return ToolError(what, hint=hint, code="cluster.lost")


def said(error: BaseException) -> str:
    """What Dask or Python says of `error`, in a line."""
    return f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"


def tidy(client: Client, call: Callable[[], object]) -> None:
    """Do what is best done before leaving, if the scheduler is still there."""
    with contextlib.suppress(Exception):
        if client.status == "running":
            call_within(ANSWER, call)


# ── options ────────────────────────────────────────────────────────────────────

_ADDRESS: Final = re.compile(r"(tcp|tls)://[^\s/]+:\d+")


@dataclass(frozen=True, slots=True)
class Where:
    """The cluster: the scheduler at an address, or `workers` processes of this machine."""

    scheduler: str = ""
    workers: int = 0


def parse_local(text: str, jobs: int) -> Where:
    """What `--cluster` means; `jobs` workers when it does not say how many.

    >>> parse_local("local:3", 2), parse_local("local", 2)
    (Where(scheduler='', workers=3), Where(scheduler='', workers=2))
    """
    found = re.fullmatch(r"local(?::([1-9]\d{0,3}))?", text)
    if not found:
        message = f"--cluster takes `local` or `local:N`, not `{text}`"
        hint = "name a running cluster with --scheduler tcp://HOST:PORT"
        raise UsageError(message, hint=hint, code="usage.cluster")
    return Where(workers=int(found[1] or jobs))


def parse_address(address: str) -> Where:
    """What `--scheduler` means. Raises `UsageError` for what is no address."""
    if not _ADDRESS.fullmatch(address):
        message = f"--scheduler takes an address, and `{address}` is not one"
        hint = "e.g. tcp://10.0.0.5:8786, or tls:// with the keys in Dask's own settings"
        raise UsageError(message, hint=hint, code="usage.cluster")
    return Where(address)


def require_dask() -> None:
    """Raise `UsageError` when Dask is not installed."""
    if any(importlib.util.find_spec(name) is None for name in ("distributed", "cryptography")):
        message = "a cluster needs Dask, which is not installed"
        raise UsageError(message, hint="pip install 'copydesk[cluster]'", code="usage.cluster")
