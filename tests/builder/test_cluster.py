"""Builds on a Dask cluster: real schedulers and worker processes on the loopback interface."""

from __future__ import annotations

import contextlib
import http.client
import importlib.util
import os
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from builder import far
from copydesk import errors
from copydesk.builder import versions
from copydesk.builder.cluster import client
from copydesk.builder.cluster.charge import Charge
from copydesk.builder.cluster.client import Where, parse_address, parse_local, require_dask
from copydesk.builder.workers.protocol import Bounds, Lost, WorkerSpec, WorkerTask
from copydesk.errors import ToolError, UsageError
from copydesk.system import process
from extras import brought
from offspring import gone, until

pytestmark = pytest.mark.check

distributed = brought("distributed")
plugin = brought("copydesk.builder.cluster.plugin")

CRAFT = WorkerSpec(far.make, Bounds(memory=2_000_000_000, file_size=1_000_000))


@dataclass
class Running:
    """A cluster of two workers; `folder` is what a build has of the desk's."""

    cluster: Any
    where: Where
    folder: Path

    def run(self, *tasks: WorkerTask, spec: WorkerSpec = CRAFT, **more: Any) -> list[Any]:
        """The results, in the order of `tasks`."""
        work = client.run(tasks, spec, where=self.where, folder=self.folder, **more)
        got = {id(task): result for task, result in work}
        assert not list(self.folder.iterdir())
        return [got[id(task)] for task in tasks]

    def pids(self) -> set[int]:
        return {nanny.pid for nanny in self.cluster.workers.values()}


@pytest.fixture(autouse=True)
def nobody_lingers() -> None:
    """Threads of Dask stay for the next test, and end with the module."""


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    scratch = tmp_path_factory.mktemp("dask")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0",
        memory_limit=0, local_directory=str(scratch),
    ) as running:  # fmt: skip
        yield running
    _end_idle_threads()


def _end_idle_threads() -> None:
    """Dask keeps two threads for the next time; tests after these fork."""
    from distributed import utils

    utils._offload_executor.shutdown()  # noqa: SLF001  nobody else ends them
    if executor := distributed.Future._cb_executor:  # noqa: SLF001
        executor.shutdown()
        distributed.Future._cb_executor = None  # noqa: SLF001


@pytest.fixture
def running(scheduler: Any, tmp_path: Path) -> Running:
    folder = tmp_path / "work"
    folder.mkdir()
    return Running(scheduler, Where(scheduler.scheduler_address), folder)


# ── tasks ────────────────────────────────────────────────────────────────────


def test_every_task_gets_its_result_from_several_processes(running: Running) -> None:
    results = running.run(
        *(WorkerTask(partial(far.pause, 0.1)) for _ in range(8)), WorkerTask("last")
    )
    assert results.pop() == "last"
    assert len(set(results)) == 2


def test_a_worker_stays_from_task_to_task_and_ends_with_the_build(running: Running) -> None:
    workers = running.run(*(WorkerTask(far.who) for _ in range(8)))
    assert len(set(workers)) <= 2
    assert all(map(gone, workers))


@pytest.mark.usefixtures("seccomp")
def test_a_dask_worker_speaks_to_the_build_and_who_reads_submissions_in_it_to_nobody(
    running: Running,
) -> None:
    port = int(running.where.scheduler.rpartition(":")[2])
    assert far.reach(port) == "reached"
    assert running.run(WorkerTask(partial(far.reach, port))) == ["PermissionError"]


def test_a_task_that_kills_its_worker_is_lost_alone(running: Running) -> None:
    dask = running.pids()
    first, lost, last = running.run(
        WorkerTask(1), WorkerTask(partial(os.kill, 0, signal.SIGKILL), 9), WorkerTask(2)
    )
    assert (first, last) == (1, 2)
    assert lost == Lost("ended its worker twice (signal 9)")
    assert running.pids() == dask


def test_a_task_keeps_its_deadline_and_its_memory(running: Running) -> None:
    late, large, other = running.run(
        WorkerTask(partial(time.sleep, 60), 9, seconds=0.3),
        WorkerTask(partial(bytearray, 3_000_000_000), 5),
        WorkerTask("other"),
    )
    assert late == Lost("took longer than 0.3 s", "seconds")
    assert large == Lost("needs more than 2000 MB of memory", "memory_mb")
    assert other == "other"


def test_a_killed_dask_worker_costs_nothing(running: Running, tmp_path: Path) -> None:
    dask = running.pids()
    poison = WorkerTask(partial(far.kill_the_dask_worker, tmp_path / "mark"), 9)
    results = running.run(poison, *(WorkerTask(partial(far.pause, 0.1)) for _ in range(6)))
    assert results[0] == "second time"
    assert len(results) == 7
    assert not any(isinstance(one, Lost) for one in results)
    assert len(dask - running.pids()) == 1


def test_closing_the_batch_ends_what_is_at_work(running: Running, tmp_path: Path) -> None:
    marks = [tmp_path / "one", tmp_path / "two"]
    tasks = [WorkerTask(partial(far.note_and_sleep, mark), 9) for mark in marks]
    results = client.run(
        [*tasks, WorkerTask("last")], CRAFT, where=running.where, folder=running.folder
    )
    watch = threading.Thread(target=_interrupt_when, args=(marks,))
    watch.start()
    with pytest.raises(KeyboardInterrupt), contextlib.closing(results):
        list(results)
    watch.join()
    assert all(gone(int(mark.read_text(encoding="ascii"))) for mark in marks)
    assert not list(running.folder.iterdir())
    assert running.run(WorkerTask("again")) == ["again"]


def _interrupt_when(marks: list[Path]) -> None:
    until(lambda: all(mark.exists() for mark in marks))
    os.kill(os.getpid(), signal.SIGINT)


def test_what_the_tools_of_a_worker_put_aside_lies_with_the_dask_worker_and_goes(
    running: Running,
) -> None:
    (place,) = map(Path, running.run(WorkerTask(tempfile.mkdtemp)))
    folders = [Path(nanny.worker_dir) for nanny in running.cluster.workers.values()]
    assert any(place.is_relative_to(folder) for folder in folders)
    assert not place.exists()


def test_a_worker_that_does_not_start_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, place = tmp_path / "token", tmp_path / "place"
    token.write_bytes(b"")
    place.mkdir()
    charge = Charge(b"", CRAFT.bounds, ("", ()), str(token), b"")
    post = plugin.BuildPlugin(charge)
    post.setup(SimpleNamespace(address="tcp://127.0.0.1:1", local_directory=str(place)))
    monkeypatch.setattr(process, "python", _failing)
    with pytest.raises(ToolError, match="no worker can be started: No such file"):
        post.greet()
    post.teardown(SimpleNamespace())
    assert list(place.iterdir()) == []


def _failing(*_: object, **__: object) -> None:
    raise FileNotFoundError(2, "No such file or directory")


# ── the window ───────────────────────────────────────────────────────────────


@dataclass
class Payload:
    """Notes in `left` when it is sent, and arrives as its number."""

    number: int
    left: list[int]

    def __reduce__(self) -> Any:
        self.left.append(self.number)
        return far.arrive, (self.number,)


def test_few_tasks_are_handed_out_at_a_time_the_heaviest_first(running: Running) -> None:
    left: list[int] = []
    tasks = [WorkerTask(Payload(number, left), weight=number) for number in range(60)]
    most = 0
    for done, _ in enumerate(client.run(tasks, CRAFT, where=running.where, folder=running.folder)):
        most = max(most, len(left) - done)
    assert left == list(reversed(range(60)))
    assert most <= 2 * (2 * client.AHEAD)  # as many in flight, and as many that have landed


def test_what_is_being_worked_on_is_told(running: Running) -> None:
    told: list[set[str]] = []
    tasks = [WorkerTask("x", 9), *(WorkerTask(partial(far.pause, 0.7), 5) for _ in range(3))]
    running.run(*tasks, pulse=lambda payloads: told.append(set(map(str, payloads))))
    assert max(map(len, told)) == 2
    assert "x" in told[0]


# ── the folder ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize("late", [False, True])
def test_a_worker_that_does_not_see_the_folder_is_refused(
    running: Running, monkeypatch: pytest.MonkeyPatch, *, late: bool
) -> None:
    left: list[int] = []
    within = client.call_within

    def blinded(seconds: float, call: Any) -> Any:
        """Take the token away before the workers are asked for it, or when they have answered."""
        asking = isinstance(call, partial) and plugin.greet in call.args
        tokens = list(running.folder.glob("*.token")) if asking else []
        for token in [] if late else tokens:
            token.unlink()
        found = within(seconds, call)
        for token in tokens if late else []:
            token.unlink()
        return found

    monkeypatch.setattr(client, "call_within", blinded)
    with pytest.raises(ToolError, match="does not see the desk's folder") as raised:
        running.run(WorkerTask(Payload(1, left)))
    assert raised.value.code == "cluster.folder"
    assert bool(left) == late


# ── versions, and clusters that are not there ────────────────────────────────


def test_a_worker_with_another_version_is_refused_by_what_differs(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, tools = versions.machine_versions()
    other = tuple(
        (name, "0.1" if name == "lxml" else value) for name, value in tools if name != "zlib"
    )
    monkeypatch.setattr(versions, "machine_versions", lambda: ("another", other))
    with pytest.raises(
        ToolError, match=r"another version of copydesk, lxml .* in place of 0.1, zlib"
    ):
        running.run(WorkerTask(1))
    monkeypatch.setattr(versions, "machine_versions", lambda: (code, tools))
    assert running.run(WorkerTask(1)) == [1]


def test_a_scheduler_that_does_not_answer_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "ANSWER", 0.5)
    work = client.run([WorkerTask(1)], CRAFT, where=Where("tcp://127.0.0.1:9"), folder=tmp_path)
    with pytest.raises(
        ToolError, match=r"at `tcp://127.0.0.1:9` cannot be used: Timed out"
    ) as raised:
        next(work)
    assert raised.value.exit_code == errors.TOOL


SCHEDULER = """
import sys, time
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=1, threads_per_worker=1, host="127.0.0.1",
                      dashboard_address="127.0.0.1:0", local_directory=sys.argv[1]) as running:
        print(running.scheduler_address, flush=True)
        time.sleep(120)
"""


@contextlib.contextmanager
def elsewhere(folder: Path, *before: str) -> Iterator[tuple[subprocess.Popen[str], Where]]:
    """A cluster of another process, which looks for modules in the folders `before` ours."""
    script = folder / "scheduler.py"
    script.write_text(SCHEDULER, encoding="utf-8")
    command = [sys.executable, str(script), str(folder / "dask")]
    path = os.pathsep.join([*before, *filter(None, sys.path)])
    here = {**os.environ, "PYTHONPATH": path}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=here) as child:
        try:
            assert child.stdout
            yield child, Where(child.stdout.readline().strip())
        finally:
            child.kill()


def test_a_machine_without_copydesk_takes_no_part(tmp_path: Path) -> None:
    (tmp_path / "lacking").mkdir()
    lacking = "raise ModuleNotFoundError('no copydesk here')"
    (tmp_path / "lacking" / "copydesk.py").write_text(lacking, encoding="utf-8")
    with elsewhere(tmp_path, str(tmp_path / "lacking")) as (_, where):
        work = client.run([WorkerTask(1)], CRAFT, where=where, folder=tmp_path / "work")
        with pytest.raises(ToolError, match=r"cannot take part: .*no copydesk here") as raised:
            next(work)
    assert raised.value.code == "cluster.version"


def test_a_scheduler_that_is_lost_ends_the_batch_and_keeps_what_is_done(tmp_path: Path) -> None:
    with elsewhere(tmp_path) as (child, where):
        tasks = [WorkerTask(far.who, 9), *(WorkerTask(partial(far.pause, 5.0)) for _ in range(3))]
        results = client.run(tasks, CRAFT, where=where, folder=tmp_path / "work")
        worker = next(results)[1]
        child.kill()
        with pytest.raises(ToolError, match="scheduler is lost") as raised:
            list(results)
        assert raised.value.code == "cluster.lost"
        assert gone(worker)


def test_nobody_without_the_keys_of_the_build_can_speak_to_a_cluster_of_ours(
    tmp_path: Path,
) -> None:
    with client.started(Where(workers=1), tmp_path) as ours:
        host, _, port = ours.scheduler_address.removeprefix("tls://").partition(":")
        assert host == "127.0.0.1"
        stranger = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        stranger.check_hostname = False
        stranger.verify_mode = ssl.CERT_NONE
        with (
            socket.create_connection((host, int(port)), timeout=10) as plain,
            stranger.wrap_socket(plain) as line,
            pytest.raises(ssl.SSLError, match=r"certificate required"),
        ):
            line.recv(1)
        page = http.client.HTTPConnection(host, ours.scheduler.http_server.port, timeout=10)
        page.request("GET", "/health")
        assert page.getresponse().status == 404
        page.close()


# ── words ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("text", ["", "here", "local:0", "local:x", "tcp://127.0.0.1:8786"])
def test_what_is_no_local_cluster_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="`local` or `local:N`"):
        parse_local(text, 2)


@pytest.mark.parametrize("text", ["", "127.0.0.1", "http://127.0.0.1:8786", "tcp://a b:1"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="takes an address"):
        parse_address(text)


def test_without_dask_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(UsageError) as raised:
        require_dask()
    assert raised.value.hint == "pip install 'copydesk[cluster]'"
