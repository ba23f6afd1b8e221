"""Whatever ends a build, finished documents stay finished and a rerun does the rest."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from builder.bench import Desk
from copydesk import errors
from copydesk.builder import DocumentOutcome, Options, build, run, state
from copydesk.builder.survey import Survey
from copydesk.builder.workers.protocol import WorkerTask
from offspring import until

pytestmark = pytest.mark.check

POSIX = pytest.mark.skipif(os.name != "posix", reason="needs signals")

# A shell that starts a suite in the background has its children ignore Ctrl-C.
BUILDER = """
import signal
import sys
from pathlib import Path
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.path[:0] = sys.argv[2:]
from builder.bench import Desk, install
install(setattr)
report = Desk(Path(sys.argv[1])).build(jobs=2)
sys.exit(report.exit_code())
"""


def start(bench: Desk) -> subprocess.Popen[bytes]:
    """A build of `bench` in a process of its own, at its first document that touches a file."""
    tests = str(Path(__file__).parents[1])
    return subprocess.Popen([sys.executable, "-c", BUILDER, str(bench.root), tests])


def fill(bench: Desk, mark: Path) -> None:
    """Build six documents, change them all, and let one of them touch `mark` and hang."""
    for number in range(6):
        bench.write(f"a{number}.txt", f"Ferry {number} " + "left at dawn. " * (30 - 5 * number))
    bench.build()
    for path in sorted((bench.root / "source").iterdir()):
        path.write_text(path.read_text(encoding="utf-8") + " Again.", encoding="utf-8")
    bench.write("a3.txt", f"touch {mark}")


def whole(bench: Desk) -> None:
    """Assert that every finished document is old or new as a whole."""
    for folder in (bench.root / "dist").glob("a*"):
        book, leaf = (folder / f"{folder.name}.{form}" for form in ("book", "leaf"))
        if (folder / "colophon.json").exists():
            assert book.read_bytes()[4:] == leaf.read_bytes()[4:]


@POSIX
def test_ctrl_c_ends_the_workers_and_keeps_what_is_finished(bench: Desk, tmp_path: Path) -> None:
    mark = tmp_path / "hangs"
    fill(bench, mark)
    builder = start(bench)
    assert until(mark.exists)
    time.sleep(0.2)
    builder.send_signal(signal.SIGINT)
    assert builder.wait(20) == errors.INTERRUPTED
    assert not bench.leftovers()
    whole(bench)
    bench.write("a3.txt", "Ferry 3 left at last.")
    states = bench.states(bench.build())
    assert set(states.values()) == {"built", "up to date"}
    assert bench.reasons() == {}


@POSIX
@pytest.mark.parametrize("delay", [0.0, 0.03, 0.1])
def test_a_killed_build_is_taken_up_again(bench: Desk, tmp_path: Path, delay: float) -> None:
    mark = tmp_path / "hangs"
    fill(bench, mark)
    builder = start(bench)
    assert until(mark.exists)
    time.sleep(delay)
    builder.kill()
    builder.wait()
    bench.write("a3.txt", "Ferry 3 left at last.")
    bench.build(jobs=2)
    resumed = bench.tree()
    assert not bench.leftovers()
    bench.build(rebuild_all=True)
    assert bench.tree() == resumed


@POSIX
def test_a_worker_killed_from_outside_costs_one_document_at_most(
    bench: Desk, tmp_path: Path
) -> None:
    once = tmp_path / "once"
    bench.write("a.txt", f"die-once {once}")
    bench.write("b.txt", "It came back at noon.")
    assert bench.states(bench.build(jobs=2)) == {"a": "built", "b": "built"}
    assert once.exists()


def test_an_interrupt_is_reported_with_what_was_not_tried(bench: Desk) -> None:
    for number in range(3):
        bench.write(f"a{number}.txt", "The ferry left at dawn. " * (3 - number))

    def interrupt(_: DocumentOutcome) -> None:
        raise KeyboardInterrupt

    report = build(bench.root, bench.config, options=Options(jobs=1), tell=interrupt)
    assert report.interrupted
    assert report.exit_code() == errors.INTERRUPTED
    assert bench.states(report) == {"a0": "built", "a1": "not tried", "a2": "not tried"}
    assert bench.states(bench.build()) == {"a0": "up to date", "a1": "built", "a2": "built"}


def test_what_stops_the_whole_batch_is_said_once(bench: Desk) -> None:
    for number in range(3):
        bench.write(f"a{number}.txt", f"Ferry {number} left at dawn.")

    def nobody(*_: object, **__: object) -> Iterator[tuple[WorkerTask, object]]:
        raise errors.ToolError("nobody can do it", hint="later", code="desk.worker")
        yield

    report = bench.build(engine=lambda *_: nobody)
    assert sorted(bench.states(report).values()) == ["failed", "not tried", "not tried"]
    assert [outcome.message for outcome in bench.told] == ["nobody can do it"]
    assert report.exit_code() == errors.TOOL
    assert set(bench.states(bench.build()).values()) == {"built"}


def test_a_large_state_is_not_written_over_and_over(
    bench: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[int] = []
    save = state.save

    def counted(desk: Survey) -> None:
        written.append(len(desk.state.documents))
        save(desk)

    monkeypatch.setattr(run, "SHARE", 1e-9)  # of the time, however long it takes
    monkeypatch.setattr(run, "SAVE_EVERY", 2)
    monkeypatch.setattr(state, "save", counted)
    for number in range(12):
        bench.write(f"a{number}.txt", f"Ferry {number} left at dawn.")
    bench.build()
    assert written == [2, 12]
