"""The one door to the network: it asks one host, by GET, and for nothing but an answer.

Nothing in a build comes here. A `Host` is made from the settings; no address that a
submission or an answer names is ever asked. http.client reads no proxy from the
environment, so none is used. Redirects are followed within the same host alone.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urljoin, urlsplit

from copydesk.errors import ToolError

#: Bytes of an answer, redirects followed, and times a busy host is asked again.
LARGEST: Final = 2_000_000
REDIRECTS: Final = 3
AGAIN: Final = 2
#: Seconds between two questions, and the longest that a busy host may have us wait.
POLITE: Final = 0.2
LONGEST_WAIT: Final = 30.0
LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")

_BUSY: Final = (429, 503)
_MOVED: Final = (301, 302, 303, 307, 308)
_CHUNK: Final = 65_536


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host said: its status and the body, read whole."""

    status: int
    body: bytes


class Host:
    """One host that may be asked, by https, or by http on this machine (for tests).

    `base` is its address, `agent` who asks, `seconds` the time for a question with all
    that follows from it. Raises `ToolError` for any other kind of address.
    """

    def __init__(
        self, base: str, agent: str, seconds: float, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        origin = _origin(base)
        scheme, name, _ = origin
        plain = scheme == "http" and name in LOOPBACK
        if not name or not (plain or scheme == "https") or urlsplit(base).username:
            message = f"`{base}` is no address that may be asked"
            raise ToolError(message, hint="it must begin with https://", code="net.address")
        self._base = base.rstrip("/")
        self._origin = origin
        self._agent = agent
        self._seconds = seconds
        self._sleep = sleep
        self._last = 0.0

    def get(self, path: str) -> Answer:
        """The answer to GET `path` (with its query, percent-encoded) below the base.

        A busy host is asked again after the time it names. Raises `ToolError` when it cannot
        be reached, stays busy, answers too much or too slowly, or sends us elsewhere.
        """
        address = self._base + path
        deadline = time.monotonic() + self._seconds
        waited = moved = 0
        while True:
            self._wait_politely()
            status, headers, body = self._ask(address, deadline)
            if status in _BUSY and waited < AGAIN:
                waited += 1
                pause = _pause(headers.get("Retry-After", ""))
                self._sleep(pause)
                deadline += pause
            elif status in _MOVED and moved < REDIRECTS and headers.get("Location"):
                moved += 1
                address = _joined(address, headers["Location"])
            elif status in _BUSY:
                raise self._error("is busy", "ask again later", "net.busy")
            elif status in _MOVED:
                raise self._error("sends us in circles", "check `resolver.url`", "net.elsewhere")
            else:
                return Answer(status, body)

    def _wait_politely(self) -> None:
        if (rest := self._last + POLITE - time.monotonic()) > 0:
            self._sleep(rest)
        self._last = time.monotonic()

    def _ask(self, address: str, deadline: float) -> tuple[int, http.client.HTTPMessage, bytes]:
        if _origin(address) != self._origin:
            hint = "no host but the one of the settings is asked; check `resolver.url`"
            name = _origin(address)[1] or "nowhere"
            raise self._error(f"sends us to {name}", hint, "net.elsewhere")
        parts = urlsplit(address)
        target = f"{parts.path or '/'}{'?' * bool(parts.query)}{parts.query}"
        left = max(0.001, deadline - time.monotonic())
        connection = self._connection(left)
        try:
            connection.connect()
            with _cut_off(connection, deadline):
                connection.putrequest("GET", target, skip_accept_encoding=True)
                connection.putheader("User-Agent", self._agent)
                connection.putheader("Accept", "application/json")
                connection.putheader("Accept-Encoding", "identity")
                connection.endheaders()
                # A response that is given up holds the socket even when the connection is closed.
                with connection.getresponse() as response:
                    body = self._body(connection, response, deadline)
        except TimeoutError:
            raise self._slow() from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            if time.monotonic() >= deadline:
                raise self._slow() from None
            hint = "check the network; what is cached is used without it"
            said = str(error) or type(error).__name__
            raise self._error(f"cannot be asked: {said}", hint, "net.failed") from None
        else:
            return response.status, response.headers, body
        finally:
            connection.close()

    def _connection(self, seconds: float) -> http.client.HTTPConnection:
        scheme, name, port = self._origin
        host = str(name)
        if scheme == "http":
            return http.client.HTTPConnection(host, port, timeout=seconds)
        secure = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=seconds, context=secure)

    def _body(
        self,
        connection: http.client.HTTPConnection,
        response: http.client.HTTPResponse,
        deadline: float,
    ) -> bytes:
        """The body, read no further than the limits of size and time allow."""
        pieces: list[bytes] = []
        size = 0
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                raise self._slow()
            if connection.sock is not None:
                connection.sock.settimeout(left)
            piece = response.read1(_CHUNK)
            if not piece:
                if response.length:  # it ends before what it announced
                    raise http.client.IncompleteRead(b"", response.length)
                return b"".join(pieces)
            size += len(piece)
            if size > LARGEST:
                hint = "check that `resolver.url` is the address of the service"
                raise self._error(f"answers more than {LARGEST:,} bytes", hint, "net.too-large")
            pieces.append(piece)

    def _slow(self) -> ToolError:
        hint = "ask again later, or raise `resolver.seconds`"
        return self._error(f"did not answer within {self._seconds:g} seconds", hint, "net.slow")

    def _error(self, what: str, hint: str, code: str) -> ToolError:
        return ToolError(f"`{self._origin[1]}` {what}", hint=hint, code=code)


def _origin(address: str) -> tuple[str, str, int | None]:
    """Scheme, host and port of an address; all of them empty when it is none."""
    with suppress(ValueError):
        parts = urlsplit(address)
        return parts.scheme, parts.hostname or "", parts.port
    return "", "", None


def _joined(address: str, location: str) -> str:
    """Where `location` leads from `address`; "" when it is no address."""
    try:
        return urljoin(address, location)
    except ValueError:
        return ""


@contextmanager
def _cut_off(connection: http.client.HTTPConnection, deadline: float) -> Iterator[None]:
    """Shut what `connection` is read from at the deadline.

    Each byte of a head, and each "100 Continue", would renew the time that a socket waits.
    """

    def shut() -> None:
        with suppress(OSError, AttributeError):
            connection.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(max(0.001, deadline - time.monotonic()), shut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _pause(text: str) -> float:
    """Seconds that a Retry-After asks for, a number or a date; no more than is bearable."""
    try:
        seconds = float(text)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(text).timestamp() - time.time()
        except (ValueError, OverflowError):
            seconds = 1.0
    return min(max(seconds, 0.0), LONGEST_WAIT) if seconds == seconds else 1.0  # noqa: PLR0124  not a number
