"""The server of the review page: started, told of, and ended by Ctrl-C."""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import NoReturn

from copydesk.builder.submissions import Document
from copydesk.config import Config
from copydesk.errors import DONE
from copydesk.review.browser.app import ReviewPages
from copydesk.review.browser.guard import Keys
from copydesk.review.browser.workers import Workers
from copydesk.system import callers
from copydesk.system.loopback import LoopbackServer


@dataclass(frozen=True, slots=True)
class ReviewRequest:
    """The articles to review, the port, and whether a browser is to open."""

    documents: tuple[Document, ...]
    port: int | None = None
    opens: bool = False


def serve(root: Path, config: Config, wanted: ReviewRequest, say: Callable[[str], None]) -> int:
    """Serve the review of the `wanted` articles until it is interrupted; the exit code.

    Raises `UsageError` for a port that is taken, and `ToolError` when nothing can be served.
    """
    sockets, port = callers.sockets(wanted.port)
    keys = Keys()
    workers = Workers(root, config, wanted.documents)
    server = LoopbackServer(ReviewPages(workers, keys, port), sockets)
    ends = signal.SIGINT, signal.SIGTERM
    before = [signal.signal(one, _interrupt) for one in ends]
    with contextlib.closing(workers), contextlib.closing(server), contextlib.suppress(_Ended):
        try:
            workers.begin()
            server.start()
            url = f"{server.url}?token={keys.link}"
            say(f"review: {url}")
            say("the link works once; Ctrl-C ends the review, what is decided is written already")
            if wanted.opens and not callers.show(url):
                say("no browser can be opened; copy the link")
            while True:
                time.sleep(60)  # until a signal comes
        finally:
            workers.stop()  # nobody waits for what they are at
            for one, handler in zip(ends, before, strict=True):
                signal.signal(one, handler)
    return DONE


class _Ended(BaseException):
    """The review was interrupted, which is its end and no error."""


def _interrupt(_: int, __: FrameType | None) -> NoReturn:
    raise _Ended
