"""No test reaches another machine: what connects or looks a name up stays on loopback.

The system's own events are heard, so nothing that this Python imports gets past, and processes
that it forks hear them too. Programs that tests start are cut off by `.ci/offline`.
"""

from __future__ import annotations

import ipaddress
import socket
import sys
from collections.abc import Iterator
from typing import Any, Final

import pytest

#: Events with a socket and an address, and those with a name that is looked up.
_SENDING: Final = frozenset(("socket.connect", "socket.sendto", "socket.sendmsg"))
_ASKING: Final = frozenset(("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"))
#: Kinds of sockets that can leave a machine.
_FAR: Final = frozenset((socket.AF_INET, socket.AF_INET6))

#: What somebody tried since it was last asked; threads and handlers swallow the failure itself.
tried: Final[list[str]] = []


def is_here(host: object) -> bool:
    """Whether `host` means this machine alone.

    >>> [is_here(host) for host in ("127.0.0.1", "::1", "localhost", b"127.8.8.8", "", None)]
    [True, True, True, True, True, True]
    >>> [is_here(host) for host in ("192.0.2.1", "localhost.example", "::ffff:192.0.2.1")]
    [False, False, False]
    """
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    if name in (None, "", "localhost", "0.0.0.0", "::"):  # noqa: S104  asked, not bound to
        return True
    try:
        return ipaddress.ip_address(str(name).partition("%")[0]).is_loopback
    except ValueError:
        return name == socket.gethostname()


def _heard(event: str, args: tuple[Any, ...]) -> None:
    if event in _SENDING:
        address = args[1]  # None where the socket has been connected before
        if args[0].family not in _FAR or address is None or is_here(address[0]):
            return
    elif event not in _ASKING or is_here(args[0]):
        return
    elif str(args[0]).endswith(".invalid"):  # no server need be asked, says RFC 6761
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    what = f"{event}: {args[1:] if event in _SENDING else args}"
    tried.append(what)
    pytest.fail(f"a test reaches for the network: {what}")


def forbid() -> None:
    """Let nothing of this process leave the machine from now on; there is no way back."""
    sys.addaudithook(_heard)


@pytest.fixture(autouse=True)
def nothing_leaves() -> Iterator[None]:
    """Fail the test in which something was tried, whoever swallowed the failure."""
    tried.clear()
    yield
    if tried:
        pytest.fail(f"reached for the network: {'; '.join(tried)}")
