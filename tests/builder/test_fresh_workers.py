"""Where the process must not be forked, each worker is a fresh Python."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from builder.promised import promised
from copydesk.builder import store
from copydesk.builder.workers import pool, protocol
from copydesk.builder.workers.protocol import Lost, WorkerSpec, WorkerTask
from copydesk.errors import ToolError
from copydesk.system import process
from offspring import gone, pid_in

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is forked"),
]

ARTICLE = """The mill that ground at night

By Ada Lovell

The mill stood by the river (Carr, 2011), and the council sold it for 40,000 pounds.

References

Carr, E. (2011) Mills of the north. York: Quarry Press.
"""


def perform(payload: Any) -> Any:
    return payload() if callable(payload) else payload


def performer() -> protocol.Act:
    return perform


def touch_and_wait(path: Path) -> None:
    path.write_text(str(os.getpid()), encoding="ascii")
    time.sleep(60)


CRAFT = WorkerSpec(performer, protocol.Bounds(memory=2_000_000_000, file_size=1_000_000))


@pytest.fixture
def threaded() -> Iterator[None]:
    """A second thread in this process, as a server or a notebook has it."""
    over = Event()
    thread = Thread(target=over.wait)
    thread.start()
    yield
    over.set()
    thread.join()


def opened() -> set[str]:
    """The files that this process has open."""
    handles = Path("/proc/self/fd")
    return {str(one.readlink()) for one in handles.iterdir() if one.is_symlink()}


@pytest.mark.usefixtures("threaded")
def test_the_lock_hangs_on_the_workers_of_a_process_with_threads(tmp_path: Path) -> None:
    lock = str(tmp_path / "dist" / store.OWN / store.LOCK)
    with store.lock_desk(tmp_path / "dist") as held:
        for handles, found in (((held,), True), ((), False)):
            batch = pool.run([WorkerTask(opened)], CRAFT, workers=1, held=handles)
            ((_, there),) = batch
            assert (lock in there) is found


def run(tasks: list[WorkerTask], workers: int = 1, **more: Any) -> list[Any]:
    """The results, in the order of `tasks`."""
    found = {id(task): result for task, result in pool.run(tasks, CRAFT, workers=workers, **more)}
    return [found[id(task)] for task in tasks]


@pytest.mark.usefixtures("threaded")
def test_each_task_that_was_given_comes_back_with_its_result() -> None:
    assert run([WorkerTask(number) for number in range(7)], workers=2) == list(range(7))


@pytest.mark.usefixtures("threaded")
def test_a_worker_stays_from_task_to_task_and_leaves_at_the_end() -> None:
    workers = set(run([WorkerTask(os.getpid) for _ in range(3)]))
    assert len(workers) == 1
    assert gone(workers.pop())


@pytest.mark.usefixtures("threaded")
def test_what_is_being_worked_on_is_told() -> None:
    heard: list[list[Any]] = []
    run([WorkerTask("ferry")], pulse=heard.append)
    assert ["ferry"] in heard


@pytest.mark.usefixtures("threaded")
def test_a_task_that_kills_its_worker_is_lost_alone() -> None:
    tasks = [
        WorkerTask("one", 3),
        WorkerTask(partial(os.kill, 0, signal.SIGKILL), 2),
        WorkerTask("two", 1),
    ]
    assert run(tasks) == ["one", Lost("ended its worker twice (signal 9)"), "two"]


@pytest.mark.usefixtures("threaded")
def test_closing_a_batch_ends_what_is_being_worked_on(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    tasks = [WorkerTask(partial(pid_in, mark), 2), WorkerTask(partial(touch_and_wait, mark), 1)]
    batch = pool.run(tasks, CRAFT, workers=2)
    _, worker = next(batch)
    batch.close()
    assert gone(worker)


@pytest.mark.usefixtures("threaded")
def test_that_none_can_be_started_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object, **__: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(process, "Python", failing)
    with pytest.raises(ToolError, match="no worker can be started: Resource"):
        run([WorkerTask(1)])


@pytest.mark.usefixtures("threaded")
def test_a_process_with_threads_is_not_forked() -> None:
    command = Path("/proc/self/cmdline").read_bytes
    assert run([WorkerTask(command)]) != [command()]


@pytest.mark.usefixtures("threaded")
def test_what_tools_of_its_workers_put_aside_lies_where_it_is_wanted_and_goes(
    tmp_path: Path,
) -> None:
    aside = tmp_path / "work" / "aside"
    ((_, place),) = pool.run([WorkerTask(tempfile.mkdtemp)], CRAFT, workers=1, aside=aside)
    assert Path(place).parent == aside
    assert not aside.exists()


def test_they_die_with_a_killed_parent(tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "from functools import partial\n"
        "from pathlib import Path\n"
        "from builder.test_fresh_workers import CRAFT, WorkerTask, pool, process, touch_and_wait\n"
        "process.can_fork = lambda memory: False\n"
        "task = WorkerTask(partial(touch_and_wait, Path(sys.argv[1])))\n"
        "list(pool.run([task], CRAFT, workers=1))\n"
    )
    found = os.pathsep.join(entry for entry in sys.path if entry)
    mark = tmp_path / "mark"
    environment = {**os.environ, "PYTHONPATH": found}
    parent = subprocess.Popen([sys.executable, "-c", script, str(mark)], env=environment)
    try:
        worker = pid_in(mark)
    finally:
        parent.kill()
        parent.wait()
    assert gone(worker)


#: What a script may do before it builds, that its forks would not bear.
BEFORE = {
    "nothing": "",
    "set": "import weasyprint\nweasyprint.HTML(string='<p>Weir').write_pdf()\n",
    "held": "import mmap\ntable = mmap.mmap(-1, 3 << 30)\n",  # more than a worker may have
}


def test_a_desk_is_built_whatever_the_same_process_has_done_before(tmp_path: Path) -> None:
    """A script without a guard, as people write them: nothing of it may run again."""
    for name in BEFORE:
        (tmp_path / name / "source").mkdir(parents=True)
        for stem in ("mill", "weir"):
            path = tmp_path / name / "source" / f"{stem}.txt"
            path.write_text(ARTICLE.replace("mill", stem), encoding="utf-8")
    build = (
        "import copydesk, sys\n"
        "from pathlib import Path\n"
        "report = copydesk.build(Path(sys.argv[1]), copydesk.Config())\n"
        "print(*(outcome.status for outcome in report.outcomes))\n"
    )
    for name, before in BEFORE.items():
        run = [sys.executable, "-c", before + build, str(tmp_path / name)]
        done = subprocess.run(run, check=True, capture_output=True, text=True, timeout=120)
        assert done.stdout.split() == ["built", "built"]
    assert promised(tmp_path / "set") == promised(tmp_path / "nothing")
    assert promised(tmp_path / "held") == promised(tmp_path / "nothing")
