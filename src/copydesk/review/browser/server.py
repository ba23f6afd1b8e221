"""The server of the review page: started, told of, and ended by Ctrl-C."""

from __future__ import annotations

import contextlib
import importlib.util
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import NoReturn

from copydesk.builder.submissions import Document
from copydesk.config import Config
from copydesk.errors import DONE, UsageError
from copydesk.system import callers


@dataclass(frozen=True, slots=True)
class ReviewRequest:
    """The articles to review, the port, and whether a browser is to open."""

    documents: tuple[Document, ...]
    port: int | None = None
    opens: bool = False


def require() -> None:
    """Raise `UsageError` when what the page is served with is not installed."""
    if any(importlib.util.find_spec(name) is None for name in ("starlette", "uvicorn")):
        message = "a review needs Starlette and uvicorn, which are not installed"
        raise UsageError(message, hint="pip install 'copydesk[review]'", code="usage.review")


def serve(root: Path, config: Config, wanted: ReviewRequest, say: Callable[[str], None]) -> int:
    """Serve the review of the `wanted` articles until it is interrupted; the exit code.

    Raises `UsageError` for a port that is taken, and `ToolError` when nothing can be served.
    """
    import uvicorn

    class Server(uvicorn.Server):
        """One that waits for nothing that the workers are at once they have to end."""

        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            workers.stop()
            super().handle_exit(sig, frame)

    from copydesk.review.browser.app import application
    from copydesk.review.browser.guard import Keys
    from copydesk.review.browser.workers import Workers

    sockets, port = callers.sockets(wanted.port)
    keys = Keys()
    with contextlib.closing(Workers(root, config, wanted.documents)) as workers:
        workers.begin()
        server = Server(uvicorn.Config(
            application(workers, keys, port), loop="asyncio", http="h11", ws="none", lifespan="off",
            log_config=None, access_log=False, server_header=False, date_header=False,
            limit_concurrency=callers.MOST, timeout_graceful_shutdown=1,
        ))  # fmt: skip
        url = f"http://{callers.ADDRESS}:{port}/?token={keys.link}"
        say(f"review: {url}")
        say("the link works once; Ctrl-C ends the review, what is decided is written already")
        if wanted.opens and not callers.show(url):
            say("no browser can be opened; copy the link")
        before = signal.signal(signal.SIGTERM, _interrupt)
        try:
            server.run(sockets=sockets)
        except KeyboardInterrupt:
            pass  # the end of a review, not an error
        finally:
            signal.signal(signal.SIGTERM, before)
            for one in sockets:
                one.close()
    return DONE


def _interrupt(_: int, __: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
