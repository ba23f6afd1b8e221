"""A host on this machine that answers as it is told, for tests of what asks the network."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Reply:
    """What is answered to one question; `slow` seconds pass between its first bytes."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    slow: float = 0.0


@dataclass
class Loopback:
    """The address of a running host, and what it was asked."""

    url: str
    replies: Callable[[str], Reply]
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)


@contextlib.contextmanager
def answering(replies: Callable[[str], Reply]) -> Iterator[Loopback]:
    """A host that answers each path with what `replies` gives for it, ended afterwards."""

    class Handler(BaseHTTPRequestHandler):
        timeout = 20  # for who asks nothing

        def do_GET(self) -> None:
            told.asked.append((self.path, dict(self.headers)))
            reply = replies(self.path)
            with contextlib.suppress(OSError):
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                if reply.slow:
                    for at in range(len(reply.body)):
                        self.wfile.write(reply.body[at : at + 1])
                        self.wfile.flush()
                        time.sleep(reply.slow)
                else:
                    self.wfile.write(reply.body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = False  # its end waits for them: beside a thread no worker is forked
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    told = Loopback(f"http://127.0.0.1:{server.server_port}", replies)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def one(work: dict) -> bytes:
    """The body that answers with one work."""
    message = {"status": "ok", "message-type": "work", "message-version": "1.0.0"}
    return json.dumps(message | {"message": work}).encode()


def several(*works: dict) -> bytes:
    """The body that answers with a list of works."""
    listed = {"total-results": len(works), "items": list(works), "items-per-page": 5}
    message = {"status": "ok", "message-type": "work-list", "message-version": "1.0.0"}
    return json.dumps(message | {"message": listed}).encode()


@contextlib.contextmanager
def speaking(*answers: Iterable[bytes]) -> Iterator[str]:
    """The address of a host that gives each connection the next of `answers`, piece by piece.

    It speaks no HTTP by itself, so an answer may be anything; it hangs up after the last piece.
    """

    def serve() -> None:
        for pieces in answers:
            with contextlib.suppress(OSError), server.accept()[0] as connection:
                connection.settimeout(20)
                connection.recv(65_536)
                for piece in pieces:
                    connection.sendall(piece)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}"
        finally:
            with contextlib.suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)
            thread.join()
