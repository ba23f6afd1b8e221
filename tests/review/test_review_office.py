"""The workers behind the page: others are answered meanwhile, and the end waits for none."""

from __future__ import annotations

import time

from copydesk.desk import jobs
from copydesk.desk.engines import Bounds, Craft, Task
from extras import brought

anyio = brought("anyio")
office = brought("copydesk.review.office")


def _asleep(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def test_while_a_worker_gets_ready_others_are_answered() -> None:
    steady = jobs.Steady(Craft(lambda: _asleep, Bounds(4_000_000_000, 4_000)), puts_aside=False)
    desk = office.Bench(steady)
    longest = 0.0

    async def others() -> None:
        nonlocal longest
        while True:
            asked = time.monotonic()
            await anyio.sleep(0.01)
            longest = max(longest, time.monotonic() - asked)

    async def review() -> float:
        desk.begin(Task(3.0))
        async with anyio.create_task_group() as group:
            group.start_soon(others)
            found = await desk.do(Task(0.5))
            group.cancel_scope.cancel()
        return float(found)

    try:
        assert anyio.run(review) == 0.5
    finally:
        desk.close()
    assert longest < 2.5


def test_the_end_waits_for_nothing_that_is_under_way_or_asked_for() -> None:
    steady = jobs.Steady(Craft(lambda: _asleep, Bounds(4_000_000_000, 4_000)), puts_aside=False)
    desk = office.Bench(steady)
    answers: list[object] = []

    async def ask() -> None:
        answers.append(await desk.do(Task(600.0, seconds=900)))

    async def review() -> None:
        async with anyio.create_task_group() as group:
            group.start_soon(ask)
            group.start_soon(ask)
            await anyio.sleep(1)
            desk.stop()
        answers.append(await desk.do(Task(600.0, seconds=900)))

    began = time.monotonic()
    try:
        anyio.run(review)
    finally:
        desk.close()
    assert answers == [None, None, None]
    assert time.monotonic() - began < 100
