"""The two workers behind the page: one reads and decides, the other sets previews.

Each request has a thread that waits for one of them: others are answered meanwhile. Each does one
thing at a time, within its limits, and is replaced when it is lost.
"""

from __future__ import annotations

from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any, Final

from copydesk.builder import store
from copydesk.builder.submissions import Document
from copydesk.builder.workers import pool, protocol
from copydesk.builder.workers.protocol import Lost, WorkerSpec, WorkerTask
from copydesk.builder.workers.reader import file_work
from copydesk.config import Config
from copydesk.errors import CopydeskError
from copydesk.review.browser import replies
from copydesk.review.browser.decision_worker import DecisionWorker
from copydesk.review.browser.previews import KINDS, PreviewRenderer
from copydesk.review.browser.take_action import WorkerCall
from copydesk.system.loopback import PageResponse

#: Seconds that a worker has to load what it needs, besides those for the article.
_LOADING: Final = 60.0
#: And between two looks whether one has ended that is to end.
_BEAT: Final = 0.1
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

    def ask(self, question: WorkerCall) -> PageResponse:
        """What the worker that does such things answers."""
        desk = self._setter if question.verb in KINDS else self._decider
        limits, document = self._config.limits, self.documents.get(question.slug)
        size = file_work(self._root, document.source, limits).size if document else 0
        seconds = protocol.allowed_seconds(limits, size) + _LOADING
        try:
            found = desk.do(WorkerTask(question, seconds=seconds))
        except CopydeskError as error:  # no worker can be started
            return replies.trouble(error, 500)
        if found is None:
            return replies.data(_OVER, 503)
        if isinstance(found, Lost):
            name = document.source if document else "the desk"
            return replies.trouble(protocol.limit_error(name, found), 500)
        if not isinstance(found, PageResponse):
            raise TypeError(found)
        return found

    def begin(self) -> None:
        """Start the workers, so that they are ready when somebody asks."""
        first, *others = self.documents
        self._decider.begin(WorkerTask(WorkerCall("list") if others else WorkerCall("open", first)))
        self._setter.begin(WorkerTask(WorkerCall("warm")))

    def stop(self) -> None:
        """Break off what the workers are at: nobody waits for it any more."""
        self._decider.stop()
        self._setter.stop()

    def close(self) -> None:
        """End the workers."""
        self._decider.close()
        self._setter.close()


class Bench:
    """A worker that gets its tasks one by one, whoever asks: a thread of its own waits for it.

    It is the same one until the end, for on Linux a worker ends with the thread that started it.
    """

    def __init__(self, steady: pool.SteadyWorker) -> None:
        self._steady = steady
        self._thread = ThreadPoolExecutor(1)
        self._work = Lock()
        self._stopped = False

    def begin(self, task: WorkerTask) -> Future[Any]:
        """Have it do `task`, whether somebody waits for the answer or not."""
        return self._thread.submit(self._do, task)

    def _do(self, task: WorkerTask) -> Any:  # noqa: ANN401  what the act returned
        with self._work:
            return None if self._stopped else self._steady.do(task)

    def do(self, task: WorkerTask) -> Any:  # noqa: ANN401  what the act returned
        """What the act returned, or `Lost`; None when it was stopped."""
        try:
            waiting = self.begin(task)
        except RuntimeError:  # no more is begun
            return None
        found = None
        with suppress(CancelledError):
            found = waiting.result()
        return None if self._stopped else found

    def stop(self) -> None:
        """Break off what is under way, and do nothing more."""
        self._stopped = True
        self._thread.shutdown(wait=False, cancel_futures=True)
        self._steady.kill()

    def close(self) -> None:
        """End the worker, of which nothing is unsaved."""
        self.stop()
        while not self._work.acquire(timeout=_BEAT):
            self._steady.kill()  # it may have been about to start a process
        self._steady.close(orderly=False)
