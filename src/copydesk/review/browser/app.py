"""The server of the review page: what it answers whom the guard lets through, and how it ends."""

from __future__ import annotations

import contextlib
import json
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from types import FrameType
from typing import Any, Final, NoReturn
from urllib.parse import quote

from copydesk.builder.submissions import Document
from copydesk.config import Config
from copydesk.errors import DONE
from copydesk.review.browser import guard
from copydesk.review.browser.guard import Keys
from copydesk.review.browser.previews import KINDS
from copydesk.review.browser.replies import data
from copydesk.review.browser.take_action import WorkerCall
from copydesk.review.browser.workers import Workers
from copydesk.system import loopback
from copydesk.system.loopback import LoopbackServer, PageRequest, PageResponse, say_plainly
from copydesk.writers.sheets import read_stylesheet
from copydesk.writers.templates import compile_template

_HOUSE: Final = files("copydesk") / "data" / "review"
#: What is served as it lies in the house.
_STATIC: Final = {
    "review.js": "text/javascript; charset=utf-8",
    "review.css": "text/css; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
#: What is asked of an article, and what writes, with the words that it has to come with.
_ASKING: Final = ("state", "version", "open")
_WRITING: Final = {"decide": ("version", "item", "action"), "undo": ("version",)}
_NOWHERE: Final = data({"error": "there is no such article here"}, 404)


class ReviewPages:
    """The page of the articles of `workers`, for a server on `port`."""

    def __init__(self, workers: Workers, keys: Keys, port: int) -> None:
        self._workers = workers
        self._keys = keys
        self._port = port
        self._used = False
        self._judging = threading.Lock()
        self._pages = {name: _read_static(name) for name in _STATIC}
        self._pages["favicon.ico"] = self._pages["icon.svg"]
        slug, *others = workers.documents
        self._pages[""] = self._show() if others else _move(f"/a/{slug}")

    def __call__(self, request: PageRequest) -> PageResponse:
        """The answer to `request`; to one that brings the link, a cookie."""
        with self._judging:  # of two that bring the link at once one opens it
            verdict = guard.judge(request, self._keys, self._port, used=self._used)
            self._used |= verdict.uses_link
        if verdict.uses_link:
            # To an address of ours, without the link in it.
            name, path = guard.cookie(self._port), quote(f"/{request.path.lstrip('/')}")
            cookie = f"{name}={self._keys.cookie}; HttpOnly; Path=/; SameSite=strict"
            return _move(path, ("Set-Cookie", cookie))
        if verdict.status:
            return say_plainly(verdict.status, verdict.words)
        match request.path.split("/")[1:]:
            case ["a", slug, *more] if slug in self._workers.documents:
                return self._answer(request, slug, "/".join(more))
            case ["articles"]:
                return self._workers.ask(WorkerCall("list"))
            case [name] if name in self._pages and request.method != "POST":
                return self._pages[name]
        return _NOWHERE

    def _answer(self, request: PageRequest, slug: str, what: str) -> PageResponse:
        """The answer to a request about one article."""
        is_writing, kind = request.method == "POST", what.removeprefix("preview/")
        if is_writing != (what in _WRITING):
            return say_plainly(405, "this request is not allowed here")
        if is_writing:
            return self._write(slug, what, request.body)
        if what in _ASKING or (kind in KINDS and kind != what):
            return self._workers.ask(WorkerCall(kind, slug))
        return _NOWHERE if what else self._show(slug)

    def _show(self, slug: str = "") -> PageResponse:
        """The page of the article `slug`, or of all, which asks for the rest itself."""
        found = self._workers.documents
        text = compile_template("review-page.html").render(
            word=self._keys.word, document=found.get(slug), several=len(found) > 1
        )
        return PageResponse(text.encode("utf-8", "replace"), policy=guard.POLICIES["page"])

    def _write(self, slug: str, verb: str, body: bytes) -> PageResponse:
        """Have the worker write what `body`, an object of JSON, says."""
        try:
            said = json.loads(body)
        except (ValueError, RecursionError):
            said = None
        names = _WRITING[verb]
        if not isinstance(said, dict) or not all(isinstance(said.get(one), str) for one in names):
            return data({"error": "the page sent an unknown request"}, 400)
        fields: dict[str, Any] = {name: said.get(name) for name in (*names, "value")}
        return self._workers.ask(WorkerCall(verb, slug, **fields))


def _read_static(name: str) -> PageResponse:
    """A file of the house."""
    text = (_HOUSE / name).read_text(encoding="utf-8")
    if name.endswith(".css"):
        text = read_stylesheet("sheet.css") + text
    return PageResponse(text.encode(), _STATIC[name], policy=guard.POLICIES["page"])


def _move(path: str, *more: tuple[str, str]) -> PageResponse:
    """What sends the browser on to `path`."""
    return PageResponse(b"", status=303, more=(("Location", path), *more))


# ── the server ───────────────────────────────────────────────────────────────


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
    sockets = loopback.open_sockets(wanted.port)
    port = sockets[0].getsockname()[1]
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
            if wanted.opens and not loopback.show(url):
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
