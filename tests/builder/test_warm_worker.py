"""A worker that stays between builds makes what fresh ones make, and holds nothing meanwhile."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from builder.bench import Desk
from copydesk.builder import store
from copydesk.builder.run import find_pool
from copydesk.builder.watch.warm_worker import WarmWorker
from copydesk.builder.workers.pool import SteadyWorker
from copydesk.builder.workers.protocol import Bounds, WorkerSpec, WorkerTask
from copydesk.system import process

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(sys.platform != "linux", reason="workers are not forked"),
]


@pytest.fixture
def resident(bench: Desk) -> Iterator[WarmWorker]:
    """The worker of `bench`, with articles `a` and `b` built."""
    bench.write("a.txt", "The tide.")
    bench.write("b.txt", "The ebb.")
    bench.build()
    with contextlib.closing(WarmWorker()) as found:
        found.prepare(bench.root, bench.config)
        yield found
    assert multiprocessing.active_children() == []


def build(bench: Desk, resident: WarmWorker) -> dict[str, str]:
    """How each article stands after a build; the desk is free for others then."""
    report = bench.build(
        engine=lambda desk, held: partial(resident.run, others=find_pool(desk, held, 1))
    )
    with store.lock_desk(bench.root / "dist"):
        return bench.states(report)


def test_its_articles_are_those_of_a_fresh_worker(bench: Desk, resident: WarmWorker) -> None:
    worker = resident.pid
    for text in ("The tide  came.", "The tide came?", "Tide."):
        bench.write("a.txt", text)
        assert build(bench, resident)["a"].startswith("built")
        tree = bench.tree()
        bench.build(rebuild_all=True)
        assert bench.tree() == tree
    assert resident.pid == worker


def test_settings_that_have_changed_are_those_of_its_next_article(
    bench: Desk, resident: WarmWorker
) -> None:
    bench.set(style={"locale": "de-DE"})
    (bench.root / "source" / "b.txt").unlink()
    build(bench, resident)
    assert b"de-DE" in bench.tree()["a/a.book"]


def test_a_build_of_several_has_fresh_workers(bench: Desk, resident: WarmWorker) -> None:
    worker = resident.pid
    bench.write("a.txt", "die-once " + str(bench.root / "mark"))
    bench.write("b.txt", "Other.")
    assert build(bench, resident) == {"a": "built", "b": "built"}
    assert resident.pid == worker


@pytest.mark.parametrize(("text", "status"), [
    ("refuse it", "refused"), ("bug it", "failed"), ("fail it", "failed"), ("lawless it", "failed"),
])  # fmt: skip
def test_a_text_that_goes_wrong_does_not_end_it(
    bench: Desk, resident: WarmWorker, text: str, status: str
) -> None:
    worker = resident.pid
    bench.write("a.txt", text)
    assert build(bench, resident)["a"] == status
    bench.write("a.txt", "The tide again.")
    assert build(bench, resident)["a"] == "built"
    assert resident.pid == worker


@pytest.mark.parametrize(("text", "status"), [
    ("die", "failed"), ("die-once {mark}", "built"), ("sleep 60", "failed"), ("spin", "failed"),
])  # fmt: skip
def test_a_text_that_ends_it_costs_no_other_and_leaves_the_desk_free(
    bench: Desk, resident: WarmWorker, text: str, status: str, tmp_path: Path
) -> None:
    bench.set(limits={"seconds": 1})
    resident.prepare(bench.root, bench.config)
    bench.write("a.txt", text.format(mark=tmp_path / "mark"))
    assert build(bench, resident)["a"] == status
    assert not resident.is_ready(bench.config)
    bench.write("a.txt", "The tide again.")
    assert build(bench, resident)["a"] == "built"
    resident.prepare(bench.root, bench.config)
    assert resident.is_ready(bench.config)


def test_one_that_was_killed_while_it_waited_is_missed_by_nobody(
    bench: Desk, resident: WarmWorker
) -> None:
    assert resident.pid  # 0 would end all of these tests
    os.kill(resident.pid, signal.SIGKILL)
    bench.write("a.txt", "The tide again.")
    assert build(bench, resident)["a"] == "built"


def test_other_limits_want_another_worker(bench: Desk, resident: WarmWorker) -> None:
    assert resident.is_ready(bench.config)
    bench.set(limits={"memory_mb": 3_000})
    assert not resident.is_ready(bench.config)
    bench.write("a.txt", "The tide again.")
    assert build(bench, resident)["a"] == "built"


def test_an_interrupted_task_leaves_no_answer_for_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def perform(payload: str) -> str:
        if payload == "interrupt":
            os.kill(os.getppid(), signal.SIGINT)
            time.sleep(60)
        return payload

    monkeypatch.setattr(process, "can_fork", lambda _: True)
    steady = SteadyWorker(WorkerSpec(lambda: perform, Bounds(2_000_000_000, 1_000)))
    with pytest.raises(KeyboardInterrupt):
        steady.do(WorkerTask("interrupt"))
    assert steady.pid == 0
    assert steady.do(WorkerTask("next")) == "next"
    steady.close()
    assert multiprocessing.active_children() == []
