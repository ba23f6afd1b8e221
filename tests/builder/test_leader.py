"""Where the process must not be forked, another one leads the workers."""

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
from copydesk.builder.workers.leader import Leader
from copydesk.builder.workers.protocol import Lost, Task, WorkerSpec
from copydesk.errors import ToolError
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
            batch = pool.run([Task(opened)], CRAFT, workers=1, held=handles)
            ((_, there),) = batch
            assert (lock in there) is found


def test_each_task_that_was_given_comes_back_with_its_result() -> None:
    tasks = [Task(number) for number in range(7)]
    with Leader(workers=2) as engine:
        found = {id(task): result for task, result in engine(tasks, CRAFT)}
    assert [found[id(task)] for task in tasks] == list(range(7))


def test_it_stays_from_batch_to_batch_and_leaves_at_the_end() -> None:
    with Leader(workers=1) as engine:
        leaders = [result for _ in range(2) for _, result in engine([Task(os.getppid)], CRAFT)]
    assert leaders[0] == leaders[1] != os.getpid()
    assert gone(leaders[0])


def test_what_is_being_worked_on_is_told_by_it_too() -> None:
    heard: list[list[Any]] = []
    with Leader(workers=1) as engine:
        list(engine([Task("ferry")], CRAFT, pulse=heard.append))
    assert ["ferry"] in heard


def test_a_task_that_kills_its_worker_is_lost_alone() -> None:
    tasks = [Task("one", 3), Task(partial(os.kill, 0, signal.SIGKILL), 2), Task("two", 1)]
    with Leader(workers=1) as engine:
        found = [result for _, result in engine(tasks, CRAFT)]
    assert found == ["one", Lost("ended its worker twice (signal 9)"), "two"]


def test_when_it_is_killed_that_is_said_and_the_next_batch_has_another(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    with Leader(workers=1) as engine:
        (_, leader), *_ = engine([Task(os.getppid)], CRAFT)
        killer = Thread(target=lambda: (pid_in(mark), os.kill(leader, signal.SIGKILL)))
        killer.start()
        with pytest.raises(ToolError, match="that leads the workers has ended"):
            list(engine([Task(partial(touch_and_wait, mark))], CRAFT))
        killer.join()
        assert gone(pid_in(mark))
        assert [result for _, result in engine([Task("after")], CRAFT)] == ["after"]


def test_closing_a_batch_ends_what_is_being_worked_on(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    tasks = [Task(partial(pid_in, mark), 2), Task(partial(touch_and_wait, mark), 1)]
    with Leader(workers=2) as engine:
        batch = engine(tasks, CRAFT)
        _, worker = next(batch)
        batch.close()
        assert gone(worker)


def test_that_it_cannot_be_started_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object, **__: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(subprocess, "Popen", failing)
    with (
        Leader(workers=1) as engine,
        pytest.raises(ToolError, match="no process can be started to lead the workers: Resource"),
    ):
        list(engine([Task(1)], CRAFT))


@pytest.mark.usefixtures("threaded")
def test_a_process_with_threads_is_not_forked() -> None:
    ((_, leader),) = pool.run([Task(os.getppid)], CRAFT, workers=1)
    assert leader != os.getpid()


@pytest.mark.usefixtures("threaded")
def test_what_tools_of_its_workers_put_aside_lies_where_it_is_wanted_and_goes(
    tmp_path: Path,
) -> None:
    aside = tmp_path / "work" / "aside"
    ((_, place),) = pool.run([Task(tempfile.mkdtemp)], CRAFT, workers=1, aside=aside)
    assert Path(place).parent == aside
    assert not aside.exists()


def test_it_and_its_workers_die_with_a_killed_parent(tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "from functools import partial\n"
        "from pathlib import Path\n"
        "from test_leader import CRAFT, Leader, Task, touch_and_wait\n"
        "task = Task(partial(touch_and_wait, Path(sys.argv[1])))\n"
        "list(Leader(workers=1)([task], CRAFT))\n"
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
