"""The stale documents as tasks for workers, and what came back as results."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from dataclasses import replace
from functools import partial

from copydesk.builder import books
from copydesk.builder.job import JobRunner, Result
from copydesk.builder.report import Progress
from copydesk.builder.staleness import DocumentStatus
from copydesk.builder.state import BuildState
from copydesk.builder.survey import Survey
from copydesk.builder.workers import preload, protocol
from copydesk.builder.workers.pdf_process import PdfProcess
from copydesk.builder.workers.protocol import Engine, Lost, Pulse, WorkerSpec, WorkerTask


def build_results(
    desk: Survey,
    stale: Sequence[DocumentStatus],
    engine: Engine,
    progress: Progress | None = None,
) -> Generator[Result, None, None]:
    """Have `engine` build what is `stale`.

    Yields the result of each as it ends; `progress` hears of the others. The settings are
    checked already. Raises `ToolError` when nobody can do the work.
    """
    tasks = [_task(desk, standing) for standing in stale]
    orders: list[DocumentStatus] = [task.payload for task in tasks]
    # Documents may be many, and no article looks for others than its own.
    alone = not any(one.document.is_gathered for one in orders)
    lean = replace(desk, documents=()) if alone else desk
    spec = make_spec(lean, (name for one in orders for name in one.formats))
    pulse: Pulse | None = None
    if progress:
        progress.expect({task.payload.slug: task.weight for task in tasks})

        def pulse(orders: Sequence[DocumentStatus]) -> None:
            progress.pulse([order.slug for order in orders])

    for task, value in engine(tasks, spec, pulse=pulse):
        yield value if isinstance(value, Result) else _lost(desk, task.payload, value)


def make_spec(desk: Survey, formats: Iterable[str]) -> WorkerSpec:
    """What workers need that make `formats` of the documents of `desk`.

    They may work in a folder of their own, on another machine that has the desk at the same path.
    """
    root, out, made = desk.root.resolve(), desk.out.resolve(), frozenset(formats)
    known = replace(
        desk, root=root, out=out, config=replace(desk.config, root=str(root)),
        collections=(), issues=(), state=BuildState(),
    )  # fmt: skip
    return WorkerSpec(
        make=partial(JobRunner, known),
        bounds=protocol.worker_bounds(desk.config.limits),
        warm=partial(preload.preload_line, desk.config, made),
        lone=partial(make_lone_runner, known) if PdfProcess.FORMAT in made else None,
    )


def make_lone_runner(desk: Survey) -> JobRunner:
    """The runner of a single article, whose PDF is set beside the other files.

    The process that sets it gets ready while what these need is still imported.
    """
    return JobRunner(desk, PdfProcess(desk.config))


def _task(desk: Survey, standing: DocumentStatus) -> WorkerTask:
    limits, document = desk.config.limits, standing.document
    count, size = 1, min(document.stamp[1], limits.file_bytes)
    if document.is_gathered:
        count, size = books.book_extent(desk, document)
    seconds = protocol.allowed_seconds(limits, size, count)
    return WorkerTask(replace(standing, seconds=seconds), weight=size, seconds=seconds)


def _lost(desk: Survey, order: DocumentStatus, lost: Lost) -> Result:
    more = ""
    if sheet := desk.config.theme.css:
        more = f"; pages without end may come of `{sheet}`, without which it can be tried"
    error = protocol.limit_error(order.source, lost, more)
    return Result(JobRunner(desk).failed(order, error))
