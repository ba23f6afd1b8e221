"""The one door that a browser comes in by: a server for this machine, of this machine.

It listens on addresses of this machine alone. A page from elsewhere can make a browser send
requests here, under a name of its own that leads to this address too (DNS rebinding) or as a
picture or script of its own: each request is asked which server it means and where it comes from.
What is answered is another's matter: `respond` has the answer to a request. `serve_pages` reads
alone: `answer` has the page at a path, `news` has what happened since.
"""

from __future__ import annotations

import contextlib
import errno
import re
import socket
import stat
import sys
import threading
import time
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final, TypeAlias
from urllib.parse import unquote_to_bytes

from copydesk.errors import CopydeskError, ToolError, UsageError

ADDRESS: Final = "127.0.0.1"
ADDRESS_6: Final = "::1"
#: Conversations at one time; each open page has one.
MOST: Final = 64
#: Where a page asks for the news. No article is called so: slugs begin with a letter or figure.
EVENTS: Final = "/-/events"
#: Tried in turn where nobody asks for a port.
PORTS: Final = range(8720, 8730)
#: Seconds that a browser may take to say what it wants, and between two signs of life to it.
PATIENCE: Final = 20.0
HEARTBEAT: Final = 10.0
#: And that answers which are under way at the end have to reach it.
_GRACE: Final = 1.0
#: Bytes of a request that are read behind its head: a passage of an editor's own, and its place.
LARGEST: Final = 64_000
READING: Final = ("GET", "HEAD")

#: Goes with every answer: nothing is kept, embedded, taken for another type or told of elsewhere.
_ALWAYS: Final = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
#: So many free ports are tried until one is free on both addresses.
_TRIES: Final = 20
_TAKEN: Final = frozenset((errno.EADDRINUSE, errno.EACCES))
#: No part of a path may hold these.
_FORBIDDEN: Final = re.compile(r"[\x00-\x1f\x7f\\:]")


@dataclass(frozen=True, slots=True)
class PageRequest:
    """What a browser asks for. `path` is decoded, and begins with no slash where it is no path.

    Names of headers are in small letters, each as often as it was said. Of a body that does not
    say how long it is, or that is too long, nothing is read.
    """

    method: str
    path: str
    query: str
    headers: Sequence[tuple[str, str]]
    body: bytes = b""

    def named(self, name: str) -> list[str]:
        """What it says in the header `name`, each time that it does."""
        wanted = name.lower()
        return [value for key, value in self.headers if key == wanted]

    @property
    def size(self) -> int | None:
        """Bytes that its body is to have, None where it does not say."""
        said = self.named("Content-Length")
        if len(said) != 1 or not said[0].isdecimal() or self.named("Transfer-Encoding"):
            return None
        return int(said[0]) if len(said[0]) <= len(str(LARGEST)) else LARGEST + 1


@dataclass(frozen=True, slots=True)
class PageResponse:
    """An answer. `policy` is what the browser may do with it (Content-Security-Policy).

    `more` are headers that no other answer has; `events` are told as they come, without an end
    that is known beforehand.
    """

    body: bytes
    media: str = "text/html; charset=utf-8"
    status: int = 200
    policy: str = "default-src 'none'; frame-ancestors 'none'"
    more: tuple[tuple[str, str], ...] = ()
    events: Iterator[bytes] | None = None


Respond: TypeAlias = Callable[[PageRequest], PageResponse]
"""The answer to a request that is meant for this server."""

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


def find_refusal(request: PageRequest, own: Container[str]) -> tuple[int, str] | None:
    """Status and words for a request that is not meant for a server called `own`; None for others.

    `own` are names with the port, in small letters.

    >>> asked = PageRequest("GET", "/", "", [("host", "[::1]:80"), ("origin", "http://evil.example")])
    >>> find_refusal(asked, {"[::1]:80"})
    (403, 'pages from elsewhere are not answered')
    """
    hosts, origins = request.named("Host"), request.named("Origin")
    if len(hosts) != 1 or hosts[0].lower() not in own:
        return 421, "this is not the server of that name"
    if any(one.lower().removeprefix("http://") not in own for one in origins if one):
        return 403, "pages from elsewhere are not answered"
    foreign = not {"cross-site", "same-site"}.isdisjoint(request.named("Sec-Fetch-Site"))
    if foreign and [*request.named("Sec-Fetch-Mode")] != ["navigate"]:
        return 403, "pages from elsewhere are not answered"
    return None


class LoopbackServer:
    """A server at the listening `sockets`, on its own threads, from `start` to `close`."""

    def __init__(self, respond: Respond, sockets: Sequence[socket.socket]) -> None:
        room = threading.BoundedSemaphore(MOST)
        self._busy = threading.BoundedSemaphore(MOST)
        self._listeners = [_Listener(one, respond, room, self._busy) for one in sockets]
        self._threads = [
            threading.Thread(target=one.serve_forever, args=(0.1,), daemon=True)
            for one in self._listeners
        ]

    @property
    def url(self) -> str:
        """The address of the first page."""
        return f"http://{ADDRESS}:{self._listeners[0].server_address[1]}/"

    def start(self) -> None:
        """Begin to answer."""
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Stop answering. Conversations that wait for news end with the process."""
        for listener, thread in zip(self._listeners, self._threads, strict=True):
            if thread.is_alive():
                listener.shutdown()
                thread.join()
            listener.server_close()
        end = time.monotonic() + _GRACE
        for _ in range(MOST):
            self._busy.acquire(timeout=max(0.0, end - time.monotonic()))


def serve_pages(answer: Answer, news: News, port: int | None = None) -> LoopbackServer:
    """A server of pages that can be read alone.

    `port` 0 means any; None one of `PORTS`, or any when all of them are taken. Raises
    `UsageError` for one that is taken, and `ToolError` when nothing can be served at all.
    """

    def respond(request: PageRequest) -> PageResponse:
        if request.method not in READING:
            return say_plainly(501, "pages are only read here")
        if request.path == EVENTS:
            return PageResponse(b"", "text/event-stream", events=_tell(news, request.query))
        if not request.path.startswith("/"):
            return say_plainly(400, "the address is no path in UTF-8")
        return answer(request.path[1:])

    return LoopbackServer(respond, open_sockets(port, PORTS))


def _tell(news: News, query: str) -> Iterator[bytes]:
    """The news as Server-Sent Events; behind them the page loads anew, and then asks again."""
    yield b"retry: 1000\n\n"
    told = b""
    while not told:
        told = b"".join(f"data: {text}\n\n".encode() for text in news(query, HEARTBEAT))
        yield told or b": still here\n\n"


def say_plainly(status: int, text: str) -> PageResponse:
    """An answer of a line of plain text."""
    return PageResponse(f"{text}\n".encode(), "text/plain; charset=utf-8", status)


# ── where it listens ─────────────────────────────────────────────────────────


def open_sockets(port: int | None = None, tried: Iterable[int] = ()) -> list[socket.socket]:
    """Listening sockets of this machine's own two addresses, at one port.

    It is `port`; without one the first of those `tried` that is free, else any, which 0 means
    too. Where the system knows no IPv6 there is one socket. Raises `UsageError` for a port that is
    taken or is none, `ToolError` for all else.
    """
    if port is not None and not 0 <= port < 1 << 16:
        raise _unserved(f"there is no port {port}", "up to 65535; 0 takes any that is free")
    for wanted in [port] if port else [*(tried if port is None else ()), *[0] * _TRIES]:
        first = _listen(socket.AF_INET, ADDRESS, wanted)
        if isinstance(first, CopydeskError):
            refused = first
            continue
        second = _listen(socket.AF_INET6, ADDRESS_6, first.getsockname()[1])
        if not isinstance(second, CopydeskError):
            return [first, second]
        if not isinstance(second, UsageError):
            return [first]
        first.close()
        refused = second
    raise refused


def show(url: str) -> bool:
    """Open `url` in the user's browser; whether there is one."""
    import webbrowser  # seldom asked for

    return webbrowser.open(url)


def _listen(family: socket.AddressFamily, address: str, port: int) -> socket.socket | CopydeskError:
    """A listening socket of `address` alone, at `port`, or why there is none."""
    try:
        return socket.create_server((address, port), family=family, backlog=MOST)
    except OSError as error:
        if error.errno not in _TAKEN:
            message = f"the server cannot use {address}: {error.strerror}"
            hint = "open the built files from the disk: dist/index.html, review/proof.html"
            return ToolError(message, hint=hint, code="preview.serve")
        why = "is taken" if error.errno == errno.EADDRINUSE else "needs other rights"
        return _unserved(f"port {port} of {address} {why}")


def _unserved(
    message: str, hint: str = "name another; `--port 0` takes any that is free"
) -> UsageError:
    return UsageError(message, hint=hint, code="usage.port")


# ── conversations ────────────────────────────────────────────────────────────


class _Listener(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(
        self,
        listening: socket.socket,
        respond: Respond,
        room: threading.BoundedSemaphore,
        busy: threading.BoundedSemaphore,
    ) -> None:
        super().__init__(listening.getsockname()[:2], _Handler, bind_and_activate=False)
        self.socket.close()
        self.socket = listening
        self.respond, self.room, self.busy = respond, room, busy
        port = self.server_address[1]
        self.names = {f"{host}:{port}" for host in (ADDRESS, f"[{ADDRESS_6}]", "localhost")}

    def process_request(self, request: object, client_address: object) -> None:
        """Give the conversation a thread, or end it when there are too many."""
        if self.room.acquire(blocking=False):
            super().process_request(request, client_address)  # type: ignore[arg-type]
        else:
            self.shutdown_request(request)  # type: ignore[arg-type]

    def process_request_thread(self, request: object, client_address: object) -> None:
        """Hold the conversation, and make room for another."""
        try:
            super().process_request_thread(request, client_address)  # type: ignore[arg-type]
        finally:
            self.room.release()

    def handle_error(self, request: object, client_address: object) -> None:
        """Tell of faults of ours alone; a browser that goes away in the middle is none."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "copydesk"
    sys_version = ""
    timeout = PATIENCE
    disable_nagle_algorithm = True  # a body does not wait until its head was heard to have come
    server: _Listener

    def do_GET(self) -> None:
        """Answer, whatever the method: which of them are allowed is not the server's matter."""
        request = self._read_request()
        if request is None:
            return
        with self.server.busy:
            refused = find_refusal(request, self.server.names)
            page = say_plainly(*refused) if refused else self.server.respond(request)
            self._send(page)
        if page.events is not None and self.command != "HEAD":
            with contextlib.suppress(OSError):
                for piece in page.events:
                    self.wfile.write(piece)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  its name there
        """Say nothing: the terminal belongs to what is built."""

    def _read_request(self) -> PageRequest | None:
        """What is asked for; None when the browser goes away before it has said all of it."""
        path, _, query = self.path.partition("?")
        try:
            path = unquote_to_bytes(path.partition("#")[0]).decode("utf-8")
        except UnicodeDecodeError:
            path = ""
        headers = [(name.lower(), value) for name, value in self.headers.items()]
        request = PageRequest(self.command, path, query, headers)
        if not (request.named("Content-Length") or request.named("Transfer-Encoding")):
            return request
        self.close_connection = True  # what is not read of a body is no next request
        size = request.size
        if size is None or size > LARGEST:
            return request
        body = self.rfile.read(size)
        return replace(request, body=body) if len(body) == size else None

    def _send(self, page: PageResponse) -> None:
        self.send_response_only(page.status)
        headers = {
            "Content-Type": page.media,
            "Content-Length": str(len(page.body)),
            "Content-Security-Policy": page.policy,
            **_ALWAYS,
            **dict(page.more),
        }
        if page.events is not None:
            del headers["Content-Length"]
            self.close_connection = True
        if self.close_connection:
            headers["Connection"] = "close"
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(page.body)


for _method in ("HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"):
    setattr(_Handler, f"do_{_method}", _Handler.do_GET)
