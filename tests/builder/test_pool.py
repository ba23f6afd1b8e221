"""Workers end, in time and within their memory, and cost one task at most."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from copydesk.builder.workers import pool
from copydesk.builder.workers.protocol import Bounds, Lost, WorkerSpec, WorkerTask
from copydesk.errors import ToolError
from copydesk.system import process
from offspring import gone, pid_in

pytestmark = pytest.mark.check

#: Workers that are forked from here hold what the tests before them left.
BOUNDS = Bounds(memory=4_000_000_000, file_size=1_000_000)
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the system has no such limit")


@pytest.fixture(autouse=True)
def forking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fork from the process of the tests, whatever threads others have started there."""
    monkeypatch.setattr(process, "can_fork", lambda _memory=None: True)


def perform(payload: Any) -> Any:
    return payload() if callable(payload) else payload


CRAFT = WorkerSpec(lambda: perform, BOUNDS)


def run(*tasks: WorkerTask, workers: int = 1, bounds: Bounds = BOUNDS) -> list[Any]:
    """The results, in the order of `tasks`."""
    got = {
        id(task): result
        for task, result in pool.run(tasks, WorkerSpec(lambda: perform, bounds), workers=workers)
    }
    assert not alive()
    return [got[id(task)] for task in tasks]


def alive() -> list[int]:
    """Processes that this one has started and that have not ended."""
    return [child.pid or 0 for child in multiprocessing.active_children()]


def kill_once(mark: Path) -> str:
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "second time"


def start_a_child(mark: Path) -> None:
    child = subprocess.Popen(["sleep", "60"])
    mark.write_text(str(child.pid), encoding="ascii")
    time.sleep(60)


def gorge(size: int) -> int:
    """Take so many bytes, and give back how many: all of them would weigh on the tests."""
    return len(bytearray(size))


def write_two_megabytes(path: Path) -> str:
    try:
        path.write_bytes(bytes(2_000_000))
    except OSError as error:
        return os.strerror(error.errno or 0)
    return "written"


def litter(mark: Path) -> str:
    """Put something aside as tools do, say where, and end at once the first two times."""
    place = tempfile.mkdtemp()
    with mark.open("a", encoding="utf-8") as file:
        file.write(f"{place}\n")
    if len(mark.read_text(encoding="utf-8").splitlines()) < 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return place


def cpu_limit() -> int:
    import resource

    return resource.getrlimit(resource.RLIMIT_CPU)[0]


def test_every_task_gets_its_result() -> None:
    assert run(*(WorkerTask(number) for number in range(20)), workers=3) == list(range(20))


@LINUX
def test_what_every_worker_needs_is_loaded_once_before_they_are_forked() -> None:
    loaded: list[int] = []
    spec = WorkerSpec(lambda: lambda _: loaded, BOUNDS, warm=lambda: loaded.append(os.getpid()))
    batch = pool.run([WorkerTask(number) for number in range(4)], spec, workers=2)
    assert [found for _, found in batch] == [[os.getpid()]] * 4


def test_the_heaviest_is_given_out_first() -> None:
    tasks = [WorkerTask("light", 1), WorkerTask("heavy", 9), WorkerTask("middle", 5)]
    order = [task.payload for task, _ in pool.run(tasks, CRAFT, workers=1)]
    assert order == ["heavy", "middle", "light"]


def test_a_killed_worker_costs_nothing_when_the_task_was_not_to_blame(tmp_path: Path) -> None:
    tasks = [
        WorkerTask(partial(kill_once, tmp_path / "mark")),
        *(WorkerTask(number) for number in range(5)),
    ]
    assert run(*tasks, workers=2) == ["second time", 0, 1, 2, 3, 4]


def test_a_task_that_kills_its_worker_twice_is_lost_alone() -> None:
    tasks = [WorkerTask(1), WorkerTask(partial(os.kill, 0, signal.SIGKILL)), WorkerTask(2)]
    first, lost, second = run(*tasks, workers=1)
    assert (first, second) == (1, 2)
    assert lost == Lost("ended its worker twice (signal 9)")


def test_a_worker_that_leaves_is_named_by_its_exit_code() -> None:
    (lost,) = run(WorkerTask(partial(os._exit, 7)))
    assert lost == Lost("ended its worker twice (exit code 7)")


def test_a_task_that_sleeps_is_ended_at_its_deadline() -> None:
    lost, after = run(
        WorkerTask(partial(time.sleep, 20), weight=1, seconds=0.3), WorkerTask("after")
    )
    assert lost == Lost("took longer than 0.3 s", "seconds")
    assert after == "after"


def test_what_the_consumer_takes_for_itself_is_no_time_of_a_task() -> None:
    tasks = [WorkerTask("first", 2), WorkerTask(partial(time.sleep, 0.3), 1, seconds=0.6)]
    results = []
    for _, result in pool.run(tasks, CRAFT, workers=2):
        results.append(result)
        time.sleep(1.0)
    assert results == ["first", None]


def test_what_a_task_started_ends_with_it(tmp_path: Path) -> None:
    (lost,) = run(WorkerTask(partial(start_a_child, tmp_path / "pid"), seconds=1.0))
    assert isinstance(lost, Lost)
    pid = int((tmp_path / "pid").read_text(encoding="ascii"))
    assert gone(pid)


@LINUX
def test_a_task_that_gorges_is_lost_and_says_so() -> None:
    lost, after = run(WorkerTask(partial(gorge, 8_000_000_000), weight=1), WorkerTask("after"))
    assert lost == Lost("needs more than 4000 MB of memory", "memory_mb")
    assert after == "after"


@LINUX
def test_a_worker_that_has_no_room_for_what_it_begins_with_says_which_limit_is_too_low(
    tmp_path: Path,
) -> None:
    begun = tmp_path / "begun"

    def make() -> Callable[[Any], Any]:
        with begun.open("a") as file:
            file.write("x")
        return partial(max, gorge(8_000_000_000))

    with contextlib.closing(
        pool.SteadyWorker(WorkerSpec(make, BOUNDS), puts_aside=False)
    ) as steady:
        assert steady.do(WorkerTask(1)) == Lost("needs more than 4000 MB of memory", "memory_mb")
    assert begun.read_text() == "x"  # it is not begun again


@LINUX
def test_a_file_past_the_limit_is_cut_off_with_an_error(tmp_path: Path) -> None:
    assert run(WorkerTask(partial(write_two_megabytes, tmp_path / "big"))) == ["File too large"]


@LINUX
def test_cpu_time_is_counted_anew_for_each_task() -> None:
    first, second = run(WorkerTask(cpu_limit, seconds=10), WorkerTask(cpu_limit, seconds=500))
    assert first <= 20
    assert second >= 500


def test_a_worker_that_has_grown_is_replaced() -> None:
    small = Bounds(memory=4_000_000_000, file_size=1_000_000, ceiling=1)
    assert len(set(run(*(WorkerTask(os.getpid) for _ in range(3)), bounds=small))) == 3
    assert len(set(run(*(WorkerTask(os.getpid) for _ in range(3))))) == 1


def test_what_is_being_worked_on_is_told_while_nothing_ends(monkeypatch) -> None:
    monkeypatch.setattr(pool, "BEAT", 0.05)
    heard: list[list[Any]] = []
    slow = partial(time.sleep, 0.4)
    tasks = [WorkerTask(slow, 2), WorkerTask("ferry", 1)]
    batch = pool.run(tasks, CRAFT, workers=2, pulse=heard.append)
    assert [value for _, value in batch] == ["ferry", None]
    assert heard[0] == [slow, "ferry"]
    assert heard.count([slow]) > 3


def test_closing_the_batch_ends_the_workers() -> None:
    tasks = [
        WorkerTask("first", 9),
        WorkerTask(partial(time.sleep, 60), 5),
        WorkerTask(partial(time.sleep, 60), 1),
    ]
    results = pool.run(tasks, CRAFT, workers=2)
    assert next(results)[1] == "first"
    results.close()
    assert not alive()


def test_an_act_is_closed_when_its_worker_is_told_to_stop(tmp_path: Path) -> None:
    class Act:
        def __call__(self, payload: object) -> object:
            return payload

        def close(self) -> None:
            (tmp_path / str(os.getpid())).touch()

    assert (
        len(list(pool.run([WorkerTask(1), WorkerTask(2)], WorkerSpec(Act, BOUNDS), workers=2))) == 2
    )
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("given", [True, False])
def test_what_tools_put_aside_is_gone_afterwards_even_if_their_worker_was_killed(
    tmp_path: Path, *, given: bool
) -> None:
    mark, aside = tmp_path / "mark", tmp_path / "work" / "aside" if given else None
    batch = pool.run(
        [WorkerTask(partial(litter, mark)) for _ in range(2)], CRAFT, workers=1, aside=aside
    )
    results = [result for _, result in batch]
    places = [Path(line) for line in mark.read_text(encoding="utf-8").splitlines()]
    assert [type(result) for result in results] == [Lost, str]
    assert not any(place.exists() for place in places)
    assert len({place.parent for place in places}) == 1
    assert places[0].parent == aside or not given
    assert not places[0].parent.exists()


def test_what_tools_of_a_worker_that_stays_put_aside_goes_when_it_goes(tmp_path: Path) -> None:
    mark, steady = tmp_path / "mark", pool.SteadyWorker(CRAFT)
    assert isinstance(steady.do(WorkerTask(partial(litter, mark))), Lost)
    place = Path(steady.do(WorkerTask(partial(litter, mark))))
    assert place.exists()
    steady.close()
    assert not place.parent.exists()
    again = Path(steady.do(WorkerTask(partial(litter, mark))))
    assert again.parent != place.parent
    steady.close()
    assert not again.parent.exists()


def test_a_worker_that_stays_can_be_waited_for_by_whoever_has_other_things_to_do() -> None:
    def answered(steady: pool.SteadyWorker) -> Generator[float, None, int]:
        work = steady.work(WorkerTask("four"))
        while True:
            try:
                pipe, seconds = next(work)
            except StopIteration as done:
                return int(done.value)
            assert pipe.poll(10)
            yield seconds

    def waited() -> Generator[float, None, None]:
        with contextlib.closing(pool.SteadyWorker(WorkerSpec(lambda: len, BOUNDS))) as steady:
            assert (yield from answered(steady)) == len("four")

    (seconds,) = waited()
    assert 0 < seconds <= WorkerTask("").seconds


def test_a_fresh_worker_has_nothing_of_this_process_open(tmp_path: Path) -> None:
    with (tmp_path / "held").open("wb") as held:
        held_here = os.path.realpath(f"/proc/self/fd/{held.fileno()}")
        for fresh in (False, True):
            steady = pool.SteadyWorker(WorkerSpec(opening, BOUNDS), fresh=fresh)
            with contextlib.closing(steady):
                assert (held_here in steady.do(WorkerTask("/proc/self/fd"))) is not fresh


def opening() -> Callable[[str], list[str]]:
    return lambda folder: [os.path.realpath(path) for path in Path(folder).iterdir()]


def test_one_worker_that_cannot_start_is_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    fork = os.fork
    calls = iter(range(1000))

    def failing() -> int:
        if next(calls) == 1:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        return fork()

    monkeypatch.setattr(os, "fork", failing)
    assert run(*(WorkerTask(number) for number in range(6)), workers=2) == list(range(6))


def test_when_no_worker_can_start_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", failing)
    with pytest.raises(ToolError, match="no worker can be started: Resource temporarily"):
        run(WorkerTask(1))


def test_no_pid_is_killed_that_another_process_may_have_by_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kill_group, killed = process.kill_group, []

    def recorded(pid: int) -> None:
        killed.append(pid)
        kill_group(pid)

    monkeypatch.setattr(process, "kill_group", recorded)
    steady = pool.SteadyWorker(CRAFT)
    assert isinstance(steady.do(WorkerTask(partial(time.sleep, 60), seconds=0.2)), Lost)
    assert steady.do(WorkerTask("next")) == "next"
    steady.close()
    assert len(killed) == len(set(killed)) == 2


@LINUX
def test_workers_and_their_children_die_with_a_killed_parent(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        "import subprocess, time, os\n"
        "from pathlib import Path\n"
        "from copydesk.builder.workers import pool, protocol\n"
        f"folder = Path({str(tmp_path)!r})\n"
        "def act(name):\n"
        "    (folder / name).write_text(str(os.getpid()))\n"
        "    time.sleep(60)\n"
        "spec = protocol.WorkerSpec(lambda: act, protocol.Bounds(2_000_000_000, 1_000_000))\n"
        "tasks = [protocol.WorkerTask('one'), protocol.WorkerTask('two')]\n"
        "list(pool.run(tasks, spec, workers=2))\n",
        encoding="utf-8",
    )
    parent = subprocess.Popen([sys.executable, str(script)])
    try:
        pids = [pid_in(tmp_path / name) for name in ("one", "two")]
    finally:
        parent.kill()
        parent.wait()
    assert all(gone(pid) for pid in pids)
