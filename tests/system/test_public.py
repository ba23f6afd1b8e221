"""Only what is anybody's is connected to, and what was looked at is what is connected to."""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from copydesk.system import public
from copydesk.system.exchange import Origin, Unanswered
from copydesk.system.public import PrivateError, is_public

PUBLIC = ["9.9.9.9", "93.184.215.14", "2620:fe::9", "64:ff9b::909:909", "::ffff:9.9.9.9"]
PRIVATE = [
    "0.0.0.0", "10.1.2.3",  # noqa: S104  asked about, not bound to
    "100.64.0.1", "127.0.0.1", "127.8.8.8", "169.254.169.254", "172.16.0.1",
    "192.0.0.8", "192.0.2.1", "192.168.1.1", "198.18.0.1", "203.0.113.9", "224.0.0.1", "240.0.0.1",
    "255.255.255.255", "::", "::1", "fe80::1", "fc00::1", "fd12::9", "fec0::1", "ff02::1",
    "2001:db8::1", "::ffff:127.0.0.1", "::ffff:192.168.1.1", "64:ff9b::7f00:1", "2002:7f00:1::1",
    "2002:c0a8:101::1", "2001:0:909:909:0:0:80ff:fffe", "3fff::1", "64:ff9b:1::909:909",
]  # fmt: skip


@pytest.fixture
def listening() -> Iterator[int]:
    """The port of a server on this machine that says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def names(*addresses: str):
    """A table of names in which every one means `addresses`, and how often it was asked."""
    asked: list[str] = []

    def look_up(host: str, _: int):
        asked.append(host)
        return addresses

    return look_up, asked


def soon() -> float:
    return time.monotonic() + 3


@pytest.mark.parametrize("address", PUBLIC)
def test_what_the_whole_network_knows_is_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", PRIVATE)
def test_what_lies_inside_a_network_or_on_this_machine_is_not(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", [one for one in PRIVATE if "." in one or one == "::1"])
def test_nothing_of_that_is_connected_to_by_number_or_name(address: str) -> None:
    look_up, _ = names(address)
    with pytest.raises(PrivateError, match="is inside a network or on this machine"):
        public.connect_public(Origin("https", "harbour.example", None), soon(), look_up=look_up)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_this_machine_is_not_connected_to_whatever_it_is_called(host: str) -> None:
    with pytest.raises(PrivateError):
        public.connect_public(Origin("http", host, None), soon())


def test_a_name_that_means_one_private_address_among_others_is_refused() -> None:
    look_up, _ = names("9.9.9.9", "192.168.1.1")
    with pytest.raises(PrivateError, match=r"`harbour\.example` \(192\.168\.1\.1\)"):
        public.connect_public(Origin("https", "harbour.example", None), soon(), look_up=look_up)


def test_a_name_is_looked_up_once_and_what_was_looked_at_is_connected_to(listening: int) -> None:
    look_up, asked = names("127.0.0.1")
    place = Origin("http", "harbour.example", listening)
    with public.connect_public(place, soon(), lambda one: one.is_loopback, look_up) as way:
        assert way.getpeername() == ("127.0.0.1", listening)
    assert asked == ["harbour.example"]


def test_of_several_addresses_the_next_is_tried(listening: int) -> None:
    look_up, _ = names("::1", "127.0.0.1")  # nobody listens at the first
    place = Origin("http", "harbour.example", listening)
    with public.connect_public(place, soon(), lambda one: one.is_loopback, look_up) as way:
        assert way.getpeername()[0] == "127.0.0.1"


@pytest.mark.parametrize("port", [22, 25, 110, 1])
def test_ports_of_other_services_are_not_connected_to(port: int) -> None:
    look_up, asked = names("9.9.9.9")
    with pytest.raises(PrivateError, match="not a web port"):
        public.connect_public(Origin("http", "harbour.example", port), soon(), look_up=look_up)
    assert asked == []


def test_a_name_that_takes_too_long_is_given_up() -> None:
    over, answered = threading.Event(), []

    def look_up(*_: object):
        over.wait()
        answered.append(True)
        return []

    until = time.monotonic() + 0.1
    with pytest.raises(Unanswered) as caught:
        public.connect_public(Origin("http", "harbour.example", None), until, look_up=look_up)
    assert caught.value.why == "slow"
    assert not answered  # it was not waited for
    over.set()


def test_a_name_that_nobody_knows_is_told_in_the_words_of_the_system() -> None:
    with pytest.raises(OSError, match="not known"):
        public.connect_public(Origin("http", "harbour.invalid", None), soon())
