"""The two workers behind the page: one reads and decides, the other sets previews.

Whoever answers the browser waits for neither: while one works, other requests are answered. Each
does one thing at a time, within its limits, and is replaced when it is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final, TypeAlias

import anyio

from copydesk.builder import store
from copydesk.builder.submissions import Document
from copydesk.builder.workers import pool, protocol
from copydesk.builder.workers.protocol import Lost, WorkerSpec, WorkerTask
from copydesk.builder.workers.reader import file_work
from copydesk.config import Config
from copydesk.review.browser import replies
from copydesk.review.browser.decision_worker import DecisionWorker, WorkerCall
from copydesk.review.browser.previews import PreviewRenderer
from copydesk.review.browser.replies import Reply

Wait: TypeAlias = tuple[Connection, float]
"""What is to be waited for, and for how many seconds at most."""
Work: TypeAlias = Generator[Wait, None, Any]
"""What `SteadyWorker.work` gives: what to wait for, and at the end the answer."""

#: Seconds that a worker has to load what it needs, besides those for the article.
_LOADING: Final = 60.0
#: What is said to a page that asks while the review ends.
_OVER: Final = {
    "error": "`copydesk review` has ended",
    "hint": "all decisions are written; start it again to continue",
}


class Workers:
    """The workers for the `documents` of the desk at `root`, until `close`."""

    def __init__(self, root: Path, config: Config, documents: tuple[Document, ...]) -> None:
        self.documents = {document.slug: document for document in documents}
        self._root = root
        self._config = config
        bounds = protocol.worker_bounds(config.limits)
        # Fresh ones: a copy of this process would hold its sockets too.
        decider = WorkerSpec(partial(DecisionWorker, root), bounds)
        setter = WorkerSpec(partial(PreviewRenderer, root), bounds)
        aside = store.aside_folder(root / config.out)
        self._decider = Bench(pool.SteadyWorker(decider, puts_aside=False, fresh=True))
        self._setter = Bench(pool.SteadyWorker(setter, aside, fresh=True))

    async def ask(self, question: WorkerCall) -> Reply:
        """What the worker answers."""
        return await self._reply(self._decider, question, question.slug)

    async def preview(self, kind: str, slug: str) -> Reply:
        """The preview of a kind; `warm` has the engines get ready for the formats `slug`."""
        return await self._reply(self._setter, (kind, slug), slug)

    async def _reply(self, desk: Bench, payload: object, slug: str) -> Reply:
        limits = self._config.limits
        document = self.documents.get(slug)
        size = file_work(self._root, document.source, limits).size if document else 0
        found = await desk.do(
            WorkerTask(payload, seconds=protocol.allowed_seconds(limits, size) + _LOADING)
        )
        if found is None:
            return replies.data(_OVER, 503)
        if isinstance(found, Lost):
            name = document.source if document else "the desk"
            return replies.trouble(protocol.limit_error(name, found), 500)
        if not isinstance(found, Reply):
            raise TypeError(found)
        return found

    def begin(self) -> None:
        """Start the workers, so that they are ready when somebody asks."""
        first, *others = self.documents
        self._decider.begin(WorkerTask(WorkerCall("list") if others else WorkerCall("open", first)))
        self._setter.begin(WorkerTask(("warm", "html")))

    def stop(self) -> None:
        """Break off what the workers are at: nobody waits for it any more."""
        self._decider.stop()
        self._setter.stop()

    def close(self) -> None:
        """End the workers."""
        self._decider.close()
        self._setter.close()


class Bench:
    """A worker that gets its tasks one by one, whoever asks."""

    def __init__(self, steady: pool.SteadyWorker) -> None:
        self._steady = steady
        self._turn: anyio.Lock | None = None
        self._begun: tuple[Work, Wait] | None = None
        self._waiting: set[anyio.CancelScope] = set()
        self._stopped = False
        self.close: Callable[[], None] = partial(steady.close, orderly=False)  # nothing is unsaved

    def begin(self, task: WorkerTask) -> None:
        """Have it do `task`, whose answer nobody waits for."""
        work = self._steady.work(task)
        self._begun = work, next(work)

    def stop(self) -> None:
        """Break off what is under way, and do nothing more."""
        self._stopped = True
        for scope in self._waiting:
            scope.cancel()

    async def do(self, task: WorkerTask) -> Any:  # noqa: ANN401  what the act returned
        """What the act returned, or `Lost`; None when it was stopped."""
        self._turn = self._turn or anyio.Lock()
        with anyio.CancelScope() as scope:
            self._waiting.add(scope)
            try:
                async with self._turn:
                    if self._begun:
                        begun, self._begun = self._begun, None
                        await _ended(*begun)
                    return None if self._stopped else await _ended(self._steady.work(task))
            finally:
                self._waiting.discard(scope)
        return None


async def _ended(work: Work, wait: Wait | None = None) -> Any:  # noqa: ANN401  what the act returned
    """What comes of `work`, while others are answered; whoever is broken off ends its worker.

    `wait` is what it has to be waited for already, when it was begun before.
    """
    try:
        pipe, seconds = wait or next(work)
        while True:
            with anyio.move_on_after(seconds):
                await anyio.wait_readable(pipe)
            pipe, seconds = next(work)
    except StopIteration as done:
        return done.value
    finally:
        work.close()
