"""The one door that a browser comes in by: a server for this machine, of this machine.

It listens on 127.0.0.1 alone, answers GET and HEAD, and asks of each request whether it
is meant for it (see `callers`). What is answered is another's matter: `answer` has the page at a
path, `news` has what happened since.
"""

from __future__ import annotations

import contextlib
import os
import re
import socketserver
import stat
import sys
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final
from urllib.parse import unquote_to_bytes

from copydesk.system import callers
from copydesk.system.callers import ADDRESS, ALWAYS, MOST

#: Where a page asks for the news. No article is called so: slugs begin with a letter or figure.
EVENTS: Final = "/-/events"
#: Tried in turn where nobody asks for a port.
PORTS: Final = range(8720, 8730)
#: Seconds that a browser may take to say what it wants, and between two signs of life to it.
PATIENCE: Final = 20.0
HEARTBEAT: Final = 10.0

#: No part of a path may hold these.
_FORBIDDEN: Final = re.compile(r"[\x00-\x1f\x7f\\:]")


@dataclass(frozen=True, slots=True)
class PageResponse:
    """An answer. `policy` is what the browser may do with it (Content-Security-Policy)."""

    body: bytes
    media: str = "text/html; charset=utf-8"
    status: int = 200
    policy: str = "default-src 'none'; frame-ancestors 'none'"


Answer = Callable[[str], PageResponse]
"""The page at a path such as `harbour/harbour.html`; "" is the first one."""

News = Callable[[str, float], Iterable[str]]
"""What a page with the query `since=…` has not heard, waiting so many seconds for the first."""


def inside(folder: Path, path: str) -> Path | None:
    """The file that `path`, of an address, means in `folder`; None when there is none.

    Nothing hidden is one, and nothing outside the folder, be it by `..` or by a link.
    """
    parts = path.split("/")
    if any(not part or part[0] == "." or _FORBIDDEN.search(part) for part in parts):
        return None
    try:
        top = folder.resolve(strict=True)
        found = top.joinpath(*parts).resolve(strict=True)
        if not found.is_relative_to(top) or not stat.S_ISREG(found.stat().st_mode):
            return None
    except (OSError, RuntimeError, ValueError):  # not there, links in a ring, a name too long
        return None
    hidden = any(part[0] == "." for part in found.relative_to(top).parts)
    return None if hidden else found


class LoopbackServer:
    """A server on its own threads, from `start` to `close`.

    `port` 0 means any; None one of `PORTS`, or any when all of them are taken. Raises
    `UsageError` for one that is taken, and `ToolError` when nothing can be served at all.
    """

    def __init__(self, answer: Answer, news: News, port: int | None = None) -> None:
        self._server = _bound(port)
        self._server.desk = _Desk(answer, news, threading.BoundedSemaphore(MOST))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True)

    @property
    def url(self) -> str:
        """The address of the first page."""
        return f"http://{ADDRESS}:{self._server.server_address[1]}/"

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def close(self) -> None:
        """Stop answering. Conversations that wait for news end with the process."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()


@dataclass(frozen=True, slots=True)
class _Desk:
    answer: Answer
    news: News
    room: threading.BoundedSemaphore


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = os.name != "nt"  # there it would let two servers have one port
    desk: _Desk

    def server_bind(self) -> None:
        # That of HTTPServer asks the network for the name of this machine.
        socketserver.TCPServer.server_bind(self)

    def process_request(self, request: object, client_address: object) -> None:
        """Give the conversation a thread, or end it when there are too many."""
        if self.desk.room.acquire(blocking=False):
            super().process_request(request, client_address)  # type: ignore[arg-type]
        else:
            self.shutdown_request(request)  # type: ignore[arg-type]

    def process_request_thread(self, request: object, client_address: object) -> None:
        """Hold the conversation, and make room for another."""
        try:
            super().process_request_thread(request, client_address)  # type: ignore[arg-type]
        finally:
            self.desk.room.release()

    def handle_error(self, request: object, client_address: object) -> None:
        """Tell of faults of ours alone; a browser that goes away in the middle is none."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def _bound(port: int | None) -> _Listener:
    for wanted in (*PORTS, 0) if port is None else (port,):
        try:
            return _Listener((ADDRESS, wanted), _Handler)
        except (OSError, OverflowError) as error:
            refused = callers.why(error, ADDRESS, wanted)
            if not callers.is_taken(error):
                raise refused from None
    raise refused


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "copydesk"
    sys_version = ""
    timeout = PATIENCE
    server: _Listener

    def do_GET(self) -> None:
        """Answer with a page, or with the news as they come."""
        path, _, query = self.path.partition("?")
        if refusal := self._refusal():
            self._send(refusal)
        elif path == EVENTS:
            self._tell(query)
        else:
            self._send(self._page(path))

    def do_HEAD(self) -> None:
        """Answer as to GET, without the page."""
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  its name there
        """Say nothing: the terminal belongs to what is built."""

    def _refusal(self) -> PageResponse | None:
        """Why the request is not answered; None when it is."""
        port = self.server.server_address[1]
        refused = callers.refusal(self._named, {f"{ADDRESS}:{port}", f"localhost:{port}"})
        return _plain(*refused) if refused else None

    def _named(self, name: str) -> list[str]:
        found: list[str] = self.headers.get_all(name, [])
        return found

    def _page(self, path: str) -> PageResponse:
        try:
            wanted = unquote_to_bytes(path.partition("#")[0]).decode("utf-8")
        except UnicodeDecodeError:
            return _plain(400, "the address is no UTF-8")
        if not wanted.startswith("/"):
            return _plain(400, "the address is no path")
        return self.server.desk.answer(wanted[1:])

    def _send(self, page: PageResponse) -> None:
        self.send_response(page.status)
        headers = {
            "Content-Type": page.media,
            "Content-Length": str(len(page.body)),
            "Content-Security-Policy": page.policy,
        }
        for name, value in (headers | ALWAYS).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(page.body)

    def _tell(self, query: str) -> None:
        """Tell the news as Server-Sent Events until the browser goes away."""
        self.close_connection = True
        self.send_response(200)
        for name, value in ({"Content-Type": "text/event-stream"} | ALWAYS).items():
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command == "HEAD":
            return
        with contextlib.suppress(OSError):
            self.wfile.write(b"retry: 1000\n\n")
            while True:
                told = False
                for text in self.server.desk.news(query, HEARTBEAT):
                    told = True
                    self.wfile.write(f"data: {text}\n\n".encode())
                if told:
                    return  # the page loads anew, and then asks again
                self.wfile.write(b": still here\n\n")


def _plain(status: int, text: str) -> PageResponse:
    return PageResponse(f"{text}\n".encode(), "text/plain; charset=utf-8", status)
