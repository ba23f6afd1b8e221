"""Which addresses are anybody's, and connections to them alone.

Who follows an address that a stranger wrote asks with the rights of the machine he sits at: of
its own services, of the router, of what the office keeps to itself. So a name is looked up once,
each address that it means is looked at, and the connection goes to one of these: what the name
means a moment later is never asked (DNS rebinding).
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Final, TypeAlias

from copydesk.system.exchange import Origin, Unanswered
from copydesk.system.process import call_within

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
May: TypeAlias = Callable[[Address], bool]
"""Whether an address may be connected to."""
LookUp: TypeAlias = Callable[[str, int], Sequence[str]]
"""All addresses that a name means at a port, as numbers. Raises OSError."""

#: Addresses of this network hold one of the older kind, which is where they lead.
_TRANSLATED: Final = ipaddress.ip_network("64:ff9b::/96")
#: Kept for other uses, or ways between the kinds that nobody offers any more. Not every Python
#: knows all of them.
_NOBODYS: Final = tuple(
    ipaddress.ip_network(one)
    for one in (
        "192.0.0.0/24", "192.88.99.0/24", "64:ff9b:1::/48", "100::/64", "2001::/23", "2002::/16",
        "3fff::/20", "5f00::/16", "fec0::/10",
    )
)  # fmt: skip
_LOW: Final = 0xFFFFFFFF
_WEB: Final = (80, 443)
_OTHERS_FROM: Final = 1024


class PrivateError(Exception):
    """The address is not anybody's; nothing was asked."""


def is_public(address: Address) -> bool:
    """Whether `address` is one that the whole network knows.

    >>> [is_public(ipaddress.ip_address(one)) for one in ("9.9.9.9", "2620:fe::9")]
    [True, True]
    >>> private = ("127.0.0.1", "10.0.0.1", "169.254.169.254", "::ffff:10.0.0.1", "64:ff9b::a00:1")
    >>> [is_public(ipaddress.ip_address(one)) for one in private]
    [False, False, False, False, False]
    """
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        if address in _TRANSLATED:
            return is_public(ipaddress.IPv4Address(int(address) & _LOW))
    reserved = address.is_multicast or address.is_reserved or address.is_unspecified
    inside = address.is_private or address.is_loopback or address.is_link_local
    nobodys = any(address in network for network in _NOBODYS)
    return address.is_global and not (reserved or inside or nobodys)


def look_up_host(host: str, port: int) -> Sequence[str]:
    """What the system says that `host` means."""
    return [str(place[0]) for *_, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def connect_public(
    place: Origin, deadline: float, may: May = is_public, look_up: LookUp = look_up_host
) -> socket.socket:
    """A connection to `place`, if all that its name means `may` be connected to.

    Raises `PrivateError` if not, `Unanswered` or OSError when it cannot be had by `deadline`.
    """
    port = place.entrance
    if port not in _WEB and port < _OTHERS_FROM:
        raise PrivateError(f"port {port} of `{place.host}` is not a web port")
    found = _in_time(place.host, port, deadline, look_up)
    for number in found:
        address = ipaddress.ip_address(number.partition("%")[0])
        if not may(address):
            named = "" if str(address) == place.host else f" ({address})"
            raise PrivateError(f"`{place.host}`{named} is inside a network or on this machine")
    failure: OSError = OSError("the name has no address")
    for number in found:
        seconds = max(0.001, (deadline - time.monotonic()) / 2)
        try:
            return socket.create_connection((number, port), seconds)  # a number is not looked up
        except OSError as error:
            failure = error
    raise failure


def _in_time(host: str, port: int, deadline: float, look_up: LookUp) -> Sequence[str]:
    """What `host` means. The system takes as long as it likes over a name: it is waited for."""
    with suppress(ValueError):
        return [str(ipaddress.ip_address(host))]  # which means itself
    left = max(0.001, deadline - time.monotonic())
    try:
        return call_within(left, partial(look_up, host, port))
    except TimeoutError:
        raise Unanswered("slow") from None
    except ValueError:  # a name that no host can have
        raise OSError(f"`{host}` is not a host name") from None
