"""One question to a host and its answer, within limits of time and size.

http.client reads no proxy from the environment, so none is used; certificates are checked.
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
from typing import Final, Literal, NamedTuple, TypeAlias
from urllib.parse import urljoin, urlsplit

#: Bytes of an answer, and the longest that a busy host may have us wait.
LARGEST: Final = 2_000_000
LONGEST_WAIT: Final = 30.0
LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
BUSY: Final = (429, 503)
MOVED: Final = (301, 302, 303, 307, 308)

#: Of one that is `unreached` nothing was asked.
Why: TypeAlias = Literal["slow", "unreached", "failed", "large"]


class Unanswered(Exception):  # noqa: N818  an outcome, of which each door makes an error of its own
    """There is no answer, for the reason `why`; `said` is what the system says of it."""

    def __init__(self, why: Why, said: str = "") -> None:
        super().__init__(said)
        self.why: Why = why
        self.said = said

    def describe(self, seconds: float, largest: int) -> str:
        """What the host did, which had so many `seconds` and might say `largest` bytes."""
        return {
            "slow": f"did not answer within {seconds:.3g} seconds",
            "large": f"answers more than {largest:,} bytes",
            "unreached": f"cannot be reached: {self.said}",
            "failed": f"gave no answer: {self.said}",
        }[self.why]


class Origin(NamedTuple):
    """Scheme, host and port of an address; all of them empty when it is none."""

    scheme: str
    host: str
    port: int | None

    @property
    def usual_port(self) -> int:
        """The port that need not be named."""
        return 443 if self.scheme == "https" else 80

    @property
    def entrance(self) -> int:
        """The port that is asked."""
        return self.port or self.usual_port

    @property
    def allowed(self) -> bool:
        """Whether it may be asked: by https, or by http on this machine (for tests)."""
        if not self.host:
            return False
        return self.scheme == "https" or (self.scheme == "http" and self.host in LOOPBACK)


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """What is asked: a method, an address, fields besides those of every question, a body."""

    method: str
    address: str
    fields: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None


class HttpResponse(NamedTuple):
    """What a host says: its status, the fields of its head, the body read whole."""

    status: int
    fields: http.client.HTTPMessage
    body: bytes


Reach: TypeAlias = Callable[[Origin, float], socket.socket]
"""A connection to where an address lies, made by a deadline. Raises `Unanswered` or OSError."""

Wants: TypeAlias = Callable[[int, http.client.HTTPMessage], bool]
"""Whether the body of an answer is to be read, by its status and the fields of its head."""


def read_origin(address: str) -> Origin:
    """Where `address` lies.

    >>> read_origin("https://harbour.example:8443/api").host
    'harbour.example'
    >>> read_origin("http://harbour.example").allowed
    False
    """
    with suppress(ValueError):
        parts = urlsplit(address)
        return Origin(parts.scheme, parts.hostname or "", parts.port)
    return Origin("", "", None)


def join_address(address: str, location: str) -> str:
    """Where `location` leads from `address`; "" when it is no address."""
    try:
        return urljoin(address, location)
    except ValueError:
        return ""


def ask_host(
    question: HttpRequest, deadline: float, largest: int = LARGEST,
    reach: Reach | None = None, wants: Wants | None = None,
) -> HttpResponse:  # fmt: skip
    """The answer to `question`, given by `deadline` on the clock that never goes back.

    The connection is the one that `reach` makes, where there is one; an answer that `wants` does
    not take has no body. Raises `Unanswered`, also for one of more than `largest` bytes.
    """
    place, parts = read_origin(question.address), urlsplit(question.address)
    target = f"{parts.path or '/'}{'?' * bool(parts.query)}{parts.query}"
    connection = http.client.HTTPConnection(place.host, place.entrance)
    connection.default_port = place.usual_port
    connection.auto_open = 0  # nothing but `_connect` connects
    try:
        _connect(connection, place, deadline, reach)
        with _cut_off(connection.sock, deadline):
            connection.putrequest(question.method, target, skip_accept_encoding=True)
            for name, value in (*question.fields, ("Accept-Encoding", "identity")):
                connection.putheader(name, value)
            if question.body is not None:
                connection.putheader("Content-Length", str(len(question.body)))
            with suppress(BrokenPipeError, ConnectionResetError):
                connection.endheaders(question.body)  # who takes no more may have said why
            # A response that is given up holds the socket even when the connection is closed.
            with connection.getresponse() as response:
                wanted = wants is None or wants(response.status, response.headers)
                body = response.read(largest + 1) if wanted else b""
                left = response.length if wanted else 0
    except TimeoutError:
        raise Unanswered("slow") from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        if time.monotonic() >= deadline:
            raise Unanswered("slow") from None
        raise Unanswered("failed", _words(error)) from None
    finally:
        connection.close()
    if len(body) > largest:
        raise Unanswered("large")
    if time.monotonic() >= deadline:  # what is cut off may not have announced its length
        raise Unanswered("slow")
    if left:
        raise Unanswered("failed", f"it ends {left:,} bytes too early")
    return HttpResponse(response.status, response.headers, body)


def _connect(
    connection: http.client.HTTPConnection, place: Origin, deadline: float, reach: Reach | None
) -> None:
    """Reach the host. Raises `Unanswered` when that cannot be, `TimeoutError` when it is slow."""
    try:
        connection.sock = (reach or _reach_by_name)(place, deadline)
        connection.sock.settimeout(_left(deadline))
        if place.scheme == "https":
            secure = ssl.create_default_context()
            connection.sock = secure.wrap_socket(connection.sock, server_hostname=place.host)
    except TimeoutError:
        raise
    except (OSError, ValueError) as error:  # a name that no host can have is a ValueError
        raise Unanswered("unreached", _words(error)) from None


def _reach_by_name(place: Origin, deadline: float) -> socket.socket:
    return socket.create_connection((place.host, place.entrance), _left(deadline))


def _left(deadline: float) -> float:
    return max(0.001, deadline - time.monotonic())


def _words(error: Exception) -> str:
    """What the system says of an error, without its number.

    >>> _words(socket.gaierror(-2, "Name or service not known"))
    'Name or service not known'
    """
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted: {error.verify_message}"
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


@contextmanager
def _cut_off(way: socket.socket, deadline: float) -> Iterator[None]:
    """Shut `way` at the deadline.

    Each byte of an answer, and each "100 Continue", would renew the time that a socket waits.
    """

    def shut() -> None:
        with suppress(OSError):
            way.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(_left(deadline), shut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()  # a process with one thread may fork


def wait_asked(text: str) -> float:
    """Seconds that a Retry-After asks for, a number or a date; one when it says neither.

    >>> wait_asked("2.5"), wait_asked("soon"), wait_asked("nan"), wait_asked("-1")
    (2.5, 1.0, 1.0, 0.0)
    """
    try:
        seconds = float(text)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(text).timestamp() - time.time()
        except (ValueError, OverflowError):
            return 1.0
    return max(seconds, 0.0) if seconds == seconds else 1.0  # noqa: PLR0124  not a number
