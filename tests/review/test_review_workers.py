"""The workers behind the page: others are answered meanwhile, and the end waits for none."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from copydesk.builder.workers import pool
from copydesk.builder.workers.protocol import Bounds, WorkerSpec, WorkerTask
from copydesk.review.browser import workers
from offspring import until

pytestmark = pytest.mark.check


def _asleep(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def _awaited(path: Path) -> str:
    until(path.exists, 120)
    return path.read_text("utf-8")


# A fresh Python gets these by their names, where this process must not be forked.
def _make_asleep() -> Callable[[float], float]:
    return _asleep


def _make_awaited() -> Callable[[Path], str]:
    return _awaited


def test_while_a_worker_gets_ready_others_are_answered(tmp_path: Path) -> None:
    steady = pool.SteadyWorker(
        WorkerSpec(_make_awaited, Bounds(4_000_000_000, 4_000)), puts_aside=False
    )
    desk = workers.Bench(steady)
    first, second = tmp_path / "first", tmp_path / "second"
    second.write_text("ready", "utf-8")

    try:
        desk.begin(WorkerTask(first))
        with ThreadPoolExecutor() as asking:
            answer = asking.submit(desk.do, WorkerTask(second))
            time.sleep(0.1)  # by now the second task waits for the first
            first.write_text("answered", "utf-8")
            assert answer.result() == "ready"
    finally:
        desk.close()


def test_the_end_waits_for_nothing_that_is_under_way_or_asked_for() -> None:
    steady = pool.SteadyWorker(
        WorkerSpec(_make_asleep, Bounds(4_000_000_000, 4_000)), puts_aside=False
    )
    desk = workers.Bench(steady)
    task = WorkerTask(600.0, seconds=900)
    try:
        with ThreadPoolExecutor() as asking:
            answers = [asking.submit(desk.do, task), asking.submit(desk.do, task)]
            time.sleep(1)
            desk.stop()
        assert [one.result() for one in answers] == [None, None]
        assert desk.do(task) is None
    finally:
        desk.close()
