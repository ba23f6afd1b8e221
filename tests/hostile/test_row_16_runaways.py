"""Row 16: every job ends by its deadline within its memory, and reaches nobody.

Promised on Linux: a worker has an address space, a time and a largest file; what it starts ends
with it, none of them has a network, and no core file is left of one that dies. The rest of this row
is in `tests/desk/test_jobs.py`, that of the wall in `tests/gate/test_wall.py`.
"""

from __future__ import annotations

import socket
import subprocess
import sys
from typing import Any

import pytest

from copydesk.desk import jobs
from copydesk.desk.engines import Bounds, Craft, Task
from copydesk.gate import process, wall

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="a promise for Linux"),
    pytest.mark.skipif(not wall.tried(), reason="this system keeps nobody from the network"),
]
BOUNDS = Bounds(memory=1_000_000_000, file_size=1_000_000)


def in_a_worker(act: Any, payload: object) -> Any:
    ((_, result),) = jobs.run([Task(payload)], Craft(lambda: act, BOUNDS), workers=1)
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


def core_limit(_: object) -> int:
    import resource

    return resource.getrlimit(resource.RLIMIT_CORE)[0]


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A server of this machine. Workers are forked, whatever else runs in this process."""
    monkeypatch.setattr(process, "has_threads", lambda: False)
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_worker_reaches_nobody(line: int) -> None:
    assert reach(line) == "reached"
    assert in_a_worker(reach, line) == "PermissionError"


def test_what_a_worker_starts_reaches_nobody(line: int) -> None:
    assert have_a_child_reach(line) == "reached"
    assert in_a_worker(have_a_child_reach, line) == "failed"


def test_a_worker_that_stays_reaches_nobody_either(line: int) -> None:
    steady = jobs.Steady(Craft(lambda: reach, BOUNDS))
    try:
        assert [steady.do(Task(line)) for _ in range(2)] == ["PermissionError"] * 2
    finally:
        steady.close()
    assert reach(line) == "reached"


def test_no_core_is_left_of_a_worker(line: int) -> None:
    assert line
    assert in_a_worker(core_limit, None) == 0
