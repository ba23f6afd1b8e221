"""The stale documents as tasks for workers, and what came back as results."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from copydesk.config import Config
from copydesk.desk import allowance, gathering
from copydesk.desk.engines import Craft, Engine, Lost, Pulse, Task
from copydesk.desk.index import Index
from copydesk.desk.orders import Order, Result
from copydesk.desk.plan import Standing, Survey
from copydesk.desk.report import Progress
from copydesk.desk.typesetter import Typesetter

if TYPE_CHECKING:
    from copydesk.desk.press import Press


def results(
    desk: Survey,
    stale: Sequence[tuple[Standing, bool]],
    engine: Engine,
    progress: Progress | None = None,
) -> Generator[Result, None, None]:
    """Have `engine` build `stale` (each with whether all its formats are asked for).

    Yields the result of each as it ends; `progress` hears of the others. The settings are
    checked already. Raises `ToolError` when nobody can do the work.
    """
    tasks = [_task(desk, standing, whole=whole) for standing, whole in stale]
    craft = craft_of(desk, (name for task in tasks for name in task.payload.formats))
    pulse: Pulse | None = None
    if progress:
        progress.expect({task.payload.slug: task.weight for task in tasks})
        pulse = partial(_pulse, progress)
    for task, value in engine(tasks, craft, pulse=pulse):
        yield value if isinstance(value, Result) else _lost(desk, task.payload, value)


def craft_of(desk: Survey, formats: Iterable[str]) -> Craft:
    """What workers need that make `formats` of the documents of `desk`."""
    known, made = replace(desk, index=Index()), frozenset(formats)
    return Craft(
        make=partial(press, known),
        bounds=allowance.bounds(desk.config.limits),
        warm=partial(_warm, desk.config, made),
        lone=partial(lone, known) if Typesetter.FORMAT in made else None,
    )


def press(desk: Survey, typesetter: Typesetter | None = None) -> Press:
    """The press of a worker. What it needs is imported in the worker, unless that is warm."""
    from copydesk.desk.press import Press

    return Press(desk, typesetter)


def lone(desk: Survey) -> Press:
    """The press for a single article, whose PDF is set beside the other files.

    The typesetter gets ready while what the others need is still imported.
    """
    return press(desk, Typesetter(desk.config))


def _warm(config: Config, formats: frozenset[str]) -> None:
    from copydesk.desk import warming

    warming.warm(config, formats)


def _pulse(progress: Progress, orders: Sequence[Order]) -> None:
    progress.pulse([order.slug for order in orders])


def _task(desk: Survey, standing: Standing, *, whole: bool) -> Task:
    limits, document = desk.config.limits, standing.document
    count, size = 1, min(document.stamp[1], limits.file_bytes)
    if document.members:
        count, size = gathering.extent(desk, document)
    seconds = allowance.seconds(limits, size, count)
    order = Order(
        document.slug,
        document.source,
        standing.formats,
        standing.reasons,
        whole=whole,
        seconds=seconds,
        gathers=bool(document.members),
        needed=document.needed,
    )
    return Task(order, weight=size, seconds=seconds)


def _lost(desk: Survey, order: Order, lost: Lost) -> Result:
    more = ""
    if sheet := desk.config.theme.css:
        more = f"; pages without end may come of `{sheet}`, without which it can be tried"
    error = allowance.exceeded(order.source, lost, more)
    return Result(press(desk).failed(order, error))
