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

from copydesk.config import Config
from copydesk.desk import allowance, jobs, store
from copydesk.desk.engines import Craft, Lost, Task
from copydesk.desk.plan import Document
from copydesk.desk.supervised import of_file
from copydesk.review import replies
from copydesk.review.clerk import Clerk, Question
from copydesk.review.previews import Setter
from copydesk.review.replies import Reply

Work: TypeAlias = Generator[tuple[Connection, float], None, Any]
"""What `Steady.work` gives: what to wait for, and at the end the answer."""

#: Seconds that a worker has to load what it needs, besides those for the article.
_LOADING: Final = 60.0


class Office:
    """The workers for the `documents` of the desk at `root`, until `close`."""

    def __init__(self, root: Path, config: Config, documents: tuple[Document, ...]) -> None:
        self.documents = {document.slug: document for document in documents}
        self._root = root
        self._config = config
        bounds = allowance.bounds(config.limits)
        # Fresh ones: a copy of this process would hold its sockets too.
        clerk = Craft(partial(Clerk, root), bounds)
        setter = Craft(partial(Setter, root), bounds)
        aside = store.aside(root / config.out)
        self._clerk = _Desk(jobs.Steady(clerk, puts_aside=False, fresh=True))
        self._setter = _Desk(jobs.Steady(setter, aside, fresh=True))

    async def ask(self, question: Question) -> Reply:
        """What the clerk answers."""
        return await self._reply(self._clerk, question, question.slug)

    async def preview(self, kind: str, slug: str) -> Reply:
        """The preview of a kind; `warm` has the engines get ready for the formats `slug`."""
        return await self._reply(self._setter, (kind, slug), slug)

    async def _reply(self, desk: _Desk, payload: object, slug: str) -> Reply:
        limits = self._config.limits
        document = self.documents.get(slug)
        size = of_file(self._root, document.source, limits).size if document else 0
        found = await desk.do(Task(payload, seconds=allowance.seconds(limits, size) + _LOADING))
        if isinstance(found, Lost):
            name = document.source if document else "the desk"
            return replies.trouble(allowance.exceeded(name, found), 500)
        if not isinstance(found, Reply):
            raise TypeError(found)
        return found

    def begin(self) -> None:
        """Start the workers, so that they are ready when somebody asks."""
        first, *others = self.documents
        self._clerk.begin(Task(Question("list") if others else Question("open", first)))
        self._setter.begin(Task(("warm", "html")))

    def close(self) -> None:
        """End the workers."""
        self._clerk.close()
        self._setter.close()


class _Desk:
    """A worker that gets its tasks one by one, whoever asks."""

    def __init__(self, steady: jobs.Steady) -> None:
        self._steady = steady
        self._turn: anyio.Lock | None = None
        self._begun: Work | None = None
        self.close: Callable[[], None] = partial(steady.close, orderly=False)  # nothing is unsaved

    def begin(self, task: Task) -> None:
        """Have it do `task`, whose answer nobody waits for."""
        self._begun = self._steady.work(task)
        next(self._begun)

    async def do(self, task: Task) -> Any:  # noqa: ANN401  what the act returned
        """What the act returned, or `Lost`. Nobody breaks off what is under way."""
        self._turn = self._turn or anyio.Lock()
        with anyio.CancelScope(shield=True):
            async with self._turn:
                if self._begun:
                    await _ended(self._begun)
                    self._begun = None
                return await _ended(self._steady.work(task))


async def _ended(work: Work) -> Any:  # noqa: ANN401  what the act returned
    """What comes of `work`, while others are answered."""
    while True:
        try:
            pipe, seconds = next(work)
        except StopIteration as done:
            return done.value
        with anyio.move_on_after(seconds):
            await anyio.wait_readable(pipe)
