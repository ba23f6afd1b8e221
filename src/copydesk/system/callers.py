"""Who may ask a server of this machine for anything, and where it listens.

A page from elsewhere can make a browser send requests here, under a name of its own that leads to
this address too (DNS rebinding) or as a picture or script of its own. So each request is asked
which server it means and where it comes from.
"""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Callable, Container, Sequence
from typing import Final, TypeAlias

from copydesk.errors import CopydeskError, ToolError, UsageError

ADDRESS: Final = "127.0.0.1"
ADDRESS_6: Final = "::1"
#: So many free ports are tried until one is free on both addresses.
_TRIES: Final = 20
_TAKEN: Final = frozenset((errno.EADDRINUSE, errno.EACCES))
#: Conversations at one time; each open page has one.
MOST: Final = 64

#: Goes with every answer: nothing is kept, embedded, taken for another type or told of elsewhere.
ALWAYS: Final = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

Named: TypeAlias = Callable[[str], Sequence[str]]
"""What a request says in the header of a name, each time that it does."""


def names(port: int) -> frozenset[str]:
    """What a server on the addresses of this machine is called, with its port.

    >>> sorted(names(49152))
    ['127.0.0.1:49152', '[::1]:49152', 'localhost:49152']
    """
    return frozenset(f"{host}:{port}" for host in (ADDRESS, f"[{ADDRESS_6}]", "localhost"))


def refusal(named: Named, own: Container[str]) -> tuple[int, str] | None:
    """Status and words for a request that is not meant for a server called `own`; None for others.

    `own` are names with the port, in small letters.

    >>> request = {"Host": ["127.0.0.1:8720"], "Origin": ["http://evil.example"]}
    >>> refusal(lambda name: request.get(name, []), {"127.0.0.1:8720"})
    (403, 'pages from elsewhere are not answered')
    """
    hosts, origins = named("Host"), named("Origin")
    if len(hosts) != 1 or hosts[0].lower() not in own:
        return 421, "this is not the server of that name"
    if any(one.lower().removeprefix("http://") not in own for one in origins if one):
        return 403, "pages from elsewhere are not answered"
    foreign = not {"cross-site", "same-site"}.isdisjoint(named("Sec-Fetch-Site"))
    if foreign and [*named("Sec-Fetch-Mode")] != ["navigate"]:
        return 403, "pages from elsewhere are not answered"
    return None


def sockets(port: int | None = None) -> tuple[list[socket.socket], int]:
    """Listening sockets of this machine's own two addresses at one port, and the port.

    Any that is free, unless one is named. Where the system knows no IPv6 there is one socket.
    Raises `UsageError` and `ToolError`.
    """
    for _ in range(_TRIES if not port else 1):
        first = listen(socket.AF_INET, ADDRESS, port or 0)
        number = int(first.getsockname()[1])
        try:
            return [first, listen(socket.AF_INET6, ADDRESS_6, number)], number
        except UsageError:  # another has it there
            if port:
                first.close()
                raise
            first.close()
        except ToolError:
            return [first], number
    raise _unserved(f"no port of {ADDRESS} and {ADDRESS_6} is free on both", port)


def listen(family: socket.AddressFamily, address: str, port: int) -> socket.socket:
    """A listening socket of `address` alone, at `port`; 0 means any that is free.

    Raises `UsageError` for a port that is taken or is none, `ToolError` for all else.
    """
    try:
        found = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        raise _why(error, address, port) from None
    try:
        if os.name != "nt":  # there it would let two servers have one port
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            found.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        found.bind((address, port))
        found.listen(MOST)
    except (OSError, OverflowError) as error:
        found.close()
        raise _why(error, address, port) from None
    return found


def show(url: str) -> bool:
    """Open `url` in the user's browser; whether there is one."""
    import webbrowser  # seldom asked for

    return webbrowser.open(url)


def _why(error: OSError | OverflowError, address: str, port: int) -> CopydeskError:
    """What to say when nothing can listen at `port` of `address`."""
    if isinstance(error, OverflowError):
        return _unserved(f"there is no port {port}", port, "up to 65535; 0 takes any that is free")
    if error.errno not in _TAKEN:
        message = f"the server cannot use {address}: {error.strerror}"
        hint = "open the built files from the disk: dist/index.html, review/proof.html"
        return ToolError(message, hint=hint, code="preview.serve")
    why = "is taken" if error.errno == errno.EADDRINUSE else "needs other rights"
    return _unserved(f"port {port} of {address} {why}", port)


def _unserved(message: str, port: int | None, hint: str = "") -> CopydeskError:
    hint = hint or "name another; `--port 0` takes any that is free"
    if port is None:
        hint = "name one: --port N"
    return UsageError(message, hint=hint, code="usage.port")
