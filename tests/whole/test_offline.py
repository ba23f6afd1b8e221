"""The tests themselves reach nothing but this machine, and so does what they start."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import NoReturn

import pytest

import offline
from places import ROOT

#: Of a block that is kept for examples: nobody is there.
NOBODY = "192.0.2.1"

PROBE = f"""
import socket
with socket.create_server(("127.0.0.1", 0)) as server:
    socket.create_connection(server.getsockname()).close()
print("loopback", flush=True)
try:
    socket.create_connection(("{NOBODY}", 9), 2)
except OSError as error:
    print(error.strerror)
"""


def udp(act: Callable[[socket.socket], object]) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        act(sender)


REACHING: dict[str, Callable[[], object]] = {
    "a connection": lambda: socket.create_connection((NOBODY, 9), 1),
    "a connection that reports": lambda: udp(lambda one: one.connect_ex((NOBODY, 9))),
    "a packet": lambda: udp(lambda one: one.sendto(b"a", (NOBODY, 9))),
    "a message": lambda: udp(lambda one: one.sendmsg([b"a"], [], 0, (NOBODY, 9))),
    "a name": lambda: socket.getaddrinfo("copydesk.example", 443),
    "a name, as of old": lambda: socket.gethostbyname("copydesk.example"),
}


@pytest.mark.parametrize("reach", REACHING.values(), ids=REACHING)
def test_whoever_reaches_out_fails(reach: Callable[[], object]) -> None:
    with pytest.raises(pytest.fail.Exception, match="reaches for the network"):
        reach()
    offline.tried.clear()


def test_a_name_that_cannot_be_is_unknown_without_a_question() -> None:
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo("nowhere.invalid", 587)


def test_what_a_thread_tried_and_swallowed_is_known() -> None:
    def reach() -> None:
        with contextlib.suppress(BaseException):
            socket.create_connection((NOBODY, 9), 1)

    thread = threading.Thread(target=reach)
    thread.start()
    thread.join()
    assert len(offline.tried) == 1
    offline.tried.clear()


def test_this_machine_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        for host in ("127.0.0.1", "localhost"):
            socket.create_connection((host, server.getsockname()[1]), 2).close()
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendmsg([b"a"])
        assert theirs.recv(1) == b"a"


@pytest.mark.skipif(sys.platform != "linux", reason="Linux has networks of one's own")
def test_programs_are_cut_off_where_the_system_can(missing: Callable[[str], NoReturn]) -> None:
    run = [sys.executable, ROOT / ".ci" / "offline", sys.executable, "-c", PROBE]
    done = subprocess.run(run, check=True, capture_output=True, text=True)
    if done.stderr:
        missing(done.stderr.strip())
    assert done.stdout.splitlines() == ["loopback", os.strerror(101)]
