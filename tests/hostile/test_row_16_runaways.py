"""Row 16: every job ends by its deadline within its memory, and reaches nobody.

Promised on Linux: a worker has an address space, a time and a largest file; what it starts ends
with it, none of them has a network, and no core file is left of one that dies. That holds for
commands that only look at a submission too, and their errors name the limit. The rest of this row
is in `tests/builder/test_pool.py`, that of the wall in `tests/system/test_wall.py`.
"""

from __future__ import annotations

import multiprocessing
import os
import socket
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from cli.desks import article, laid_out, run
from copydesk import pipeline
from copydesk.builder.workers import pool, reader
from copydesk.builder.workers.protocol import Bounds, WorkerSpec, WorkerTask
from copydesk.cli import main
from copydesk.errors import Refused, ToolError
from copydesk.readers.word import reviewed
from copydesk.review.word_back import copy_decisions
from copydesk.settings.limits import Limits
from copydesk.system import process
from writers.tracked import written

pytestmark = [
    pytest.mark.check,
    pytest.mark.skipif(sys.platform != "linux", reason="a promise for Linux"),
    pytest.mark.usefixtures("walled"),
]
#: Workers that are forked from here hold what the tests before them left.
BOUNDS = Bounds(memory=4_000_000_000, file_size=1_000_000)


def _given(act: Any) -> Any:
    """`act`: what makes it has to have a name where workers are not forked."""
    return act


def in_a_worker(act: Any, payload: object) -> Any:
    ((_, result),) = pool.run(
        [WorkerTask(payload)], WorkerSpec(partial(_given, act), BOUNDS), workers=1
    )
    return result


def reach(port: int) -> str:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5):
            return "reached"
    except OSError as error:
        return type(error).__name__


def have_a_child_reach(port: int) -> str:
    script = f"import socket; socket.create_connection(('127.0.0.1', {port}), timeout=5)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    return "failed" if done.returncode else "reached"


def start_a_thread(room: int) -> str:
    """Start a thread where no more than `room` bytes of address space are left."""
    import resource

    size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (size + room, resource.RLIM_INFINITY))
    threading.stack_size(50_000_000)  # larger than those that threads before it have left to it
    thread = threading.Thread(target=time.sleep, args=(0,))
    process.start(thread)
    thread.join()
    return "started"


def core_limit(_: object) -> int:
    import resource

    return resource.getrlimit(resource.RLIMIT_CORE)[0]


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A server of this machine. Workers are forked, whatever else runs in this process."""
    monkeypatch.setattr(process, "can_fork", lambda _memory=None: True)
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_worker_reaches_nobody(line: int) -> None:
    assert reach(line) == "reached"
    assert in_a_worker(reach, line) == "PermissionError"


def test_what_a_worker_starts_reaches_nobody(line: int) -> None:
    assert have_a_child_reach(line) == "reached"
    assert in_a_worker(have_a_child_reach, line) == "failed"


def test_a_worker_that_stays_reaches_nobody_either(line: int) -> None:
    steady = pool.SteadyWorker(WorkerSpec(lambda: reach, BOUNDS))
    try:
        assert [steady.do(WorkerTask(line)) for _ in range(2)] == ["PermissionError"] * 2
    finally:
        steady.close()
    assert reach(line) == "reached"


def test_no_core_is_left_of_a_worker(line: int) -> None:
    assert line
    assert in_a_worker(core_limit, None) == 0


# ── commands that only look ──────────────────────────────────────────────────

SMALL = Limits(seconds=1, memory_mb=4_000)


@pytest.fixture
def forking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "can_fork", lambda _memory=None: True)


def sleep(_: object) -> None:
    time.sleep(60)


def spin(_: object) -> None:
    while True:
        pass


def gorge(_: object) -> int:
    return len(bytearray(8_000_000_000))


def end(_: object) -> None:
    os._exit(3)


def refuse(_: object) -> None:
    raise Refused("it is empty", hint="send the text", code="refuse.empty")


def fail(_: object) -> None:
    raise ZeroDivisionError("by nought")


def fail_oddly(_: object) -> None:
    class OddError(Exception):
        """Cannot be sent, for nobody else knows it."""

    raise OddError("by nought")


def pid(_: object) -> int:
    return os.getpid()


def read(act: Any) -> Any:
    return reader.call_in_worker(reader.ReadingJob("a.txt", 0, SMALL), act, None)


@pytest.mark.usefixtures("forking")
@pytest.mark.parametrize(
    ("act", "why", "key"),
    [
        (sleep, "`a.txt` took longer than 1 s", "limits.seconds"),
        (spin, "`a.txt`", "limits.seconds"),
        (gorge, "`a.txt` needs more than 4000 MB", "limits.memory_mb"),
        (end, "`a.txt` ended its worker twice", "[limits]"),
    ],
)
def test_what_runs_away_is_named_with_its_limit_and_costs_nothing_else(
    act: Any, why: str, key: str
) -> None:
    with reader.read_in_worker():
        with pytest.raises(ToolError) as caught:
            read(act)
        assert why in str(caught.value)
        assert key in caught.value.hint
        assert read(pid) != os.getpid()
    assert multiprocessing.active_children() == []


@pytest.mark.usefixtures("forking")
def test_what_is_wrong_with_a_submission_is_said_as_ever() -> None:
    with reader.read_in_worker():
        with pytest.raises(Refused) as caught:
            read(refuse)
        assert (caught.value.hint, caught.value.code) == ("send the text", "refuse.empty")
        with pytest.raises(ZeroDivisionError, match="by nought") as bug:
            read(fail)
        assert "in fail" in "".join(bug.value.__notes__)
        with pytest.raises(RuntimeError, match="OddError: by nought"):
            read(fail_oddly)


@pytest.mark.usefixtures("forking")
def test_one_worker_reads_one_file_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    # It inherits the memory of the tests before it, and would be replaced for it.
    monkeypatch.setattr(process, "resident", lambda *_: 0)
    with reader.read_in_worker():
        assert read(pid) == read(pid) != os.getpid()
    assert multiprocessing.active_children() == []


@pytest.mark.usefixtures("forking")
def test_who_reads_reaches_nobody(line: int) -> None:
    with reader.read_in_worker():
        work = reader.ReadingJob("a.txt", 0, SMALL)
        assert reader.call_in_worker(work, reach, line) == "PermissionError"


def test_in_a_program_that_uses_copydesk_it_is_read_where_it_is_asked_for() -> None:
    assert read(pid) == os.getpid()


#: Each command that reads a submission, as it is given.
READS = (
    "inspect source/a.txt", "inspect loose.txt", "check", "proof a", "edit source/a.txt",
    "edit loose.txt", "references source/a.txt", "references --from article loose.txt", "library",
    "cite a", "entry a", "role a", "role a 1 title", "set a", "stet a b", "accept a b",
    "rewrite a b c", "resolve a", "sites learn", "new loose.txt", "proof a --letter",
)  # fmt: skip


@pytest.mark.usefixtures("forking")
@pytest.mark.parametrize("command", READS)
def test_no_command_reads_a_submission_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], command: str
) -> None:
    """Where reading takes the process with it, the command is still there to say so."""
    (tmp_path / "source").mkdir()
    (tmp_path / "copydesk.toml").write_text('formats = ["md"]\n')
    for name in ("source/a.txt", "loose.txt"):
        (tmp_path / name).write_text("The ferry left at dawn.\n")
    monkeypatch.chdir(tmp_path)
    parent = os.getpid()

    def deadly(*_: object, **__: object) -> None:
        assert os.getpid() != parent, "it is read by the command itself"
        os._exit(3)

    monkeypatch.setattr(pipeline.readers, "read", deadly)
    main(command.split(" "))
    assert "ended its worker twice" in capfd.readouterr().err


@pytest.mark.usefixtures("forking")
@pytest.mark.parametrize(
    ("module", "name"), [(reviewed, "Package"), (copy_decisions, "read_decisions")]
)
def test_nor_does_accept_read_a_copy_that_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str],
    module: ModuleType, name: str,
) -> None:  # fmt: skip
    desk, parent = laid_out(tmp_path), os.getpid()
    (desk / "back.docx").write_bytes(written(article(desk)))

    def deadly(*_: object, **__: object) -> None:
        assert os.getpid() != parent, "it is read by the command itself"
        os._exit(3)

    monkeypatch.setattr(module, name, deadly)
    run(desk, "accept", "--from", str(desk / "back.docx"))
    assert "`back.docx` ended its worker twice" in capfd.readouterr().err


def test_a_thread_that_has_no_room_is_want_of_memory_and_no_bug() -> None:
    assert in_a_worker(start_a_thread, 100_000_000) == "started"
    assert in_a_worker(start_a_thread, 4_000_000).limit == "memory_mb"
