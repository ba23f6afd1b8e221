"""The second wall: what a process that it stands around can no longer ask of the system."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from multiprocessing import Pipe
from pathlib import Path
from typing import Final, NoReturn

import pytest

from copydesk.cli import doctor
from copydesk.composition import pandoc
from copydesk.system import wall

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such wall")

#: What somebody does who wants out; each line of it is tried alone, behind the wall.
WAYS_OUT: Final = {
    "a connection": 'socket.socket().connect(("127.0.0.1", port))',
    "a datagram": 'socket.socket(type=socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", port))',
    "another family": 'socket.socket(socket.AF_INET6).connect(("::1", port))',
    "a socket that was open": "old.connect(way)",
    "another Python": 'subprocess.run([sys.executable, "-c", CHILD], check=True)',
    "a call by its number": "number(41 if x86 else 198, 2, 1, 0)",
    "a call of the x32 ABI": "number(0x40000000 | 41 if x86 else 198, 2, 1, 0)",
    "rings of the kernel": "number(425, 1, 0)",
    "its parent's memory": "number(310 if x86 else 270, os.getppid(), 0, 0, 0, 0, 0)",
}
WALLED: Final = """
import ctypes, os, platform, socket, subprocess, sys
x86 = platform.machine() == "x86_64"
CHILD = "import socket; socket.socket(); print('out')"
server = socket.create_server(("127.0.0.1", 0))
way = server.getsockname()
port, old = way[1], socket.socket()

def number(*call):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(*call) == -1:
        raise OSError(ctypes.get_errno(), "refused")

if {behind}:
    from copydesk.system import wall
    assert wall.shut_off() == "seccomp"
try:
    {way}
except (OSError, subprocess.CalledProcessError) as error:
    print("refused", getattr(error, "errno", None))
else:
    print("out")
"""


def tried(way: str, *, behind: bool = True) -> str:
    """What became of `way` in a Python of its own."""
    script = WALLED.replace("{way}", way).replace("{behind}", repr(behind))
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True,
                          check=False, timeout=60)  # fmt: skip
    return done.stdout.split()[-2] if "refused" in done.stdout else done.stdout + done.stderr


@pytest.mark.usefixtures("seccomp")
@pytest.mark.parametrize("way", WAYS_OUT.values(), ids=WAYS_OUT)
def test_no_way_leads_out(way: str) -> None:
    assert tried(way) == "refused"


@pytest.mark.parametrize("name", ["a connection", "a datagram", "a socket that was open"])
def test_without_the_wall_there_are_ways(name: str) -> None:
    assert "out" in tried(WAYS_OUT[name], behind=False)


@pytest.mark.usefixtures("seccomp")
def test_what_workers_live_by_is_left_to_them() -> None:
    """Pipes, forks, programs, files and pandoc."""
    script = """
import os, subprocess
from multiprocessing import Pipe
from copydesk.system import misspellings, wall
from copydesk.composition.pandoc import Pandoc
wall.shut_off()
one, other = Pipe()
if not os.fork():
    other.send(misspellings.find_corrections(["recieve"]))
    os._exit(0)
assert one.recv() == {"recieve": ("receive",)}
with Pandoc() as pandoc:
    pandoc.start()
    assert pandoc.pid
print("well")
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True,
                          check=False, timeout=120)  # fmt: skip
    assert (done.stdout, done.returncode) == ("well\n", 0), done.stderr


@pytest.mark.usefixtures("seccomp")
def test_pandoc_behind_the_wall_fetches_nothing() -> None:
    """It would, for a page: so its own way to the network is tried, and not an article."""
    script = f"""
import select, socket, subprocess, sys
from copydesk.system import wall
server = socket.create_server(("127.0.0.1", 0))
if sys.argv[1] == "behind":
    wall.shut_off()
address = "http://127.0.0.1:%d/a.html" % server.getsockname()[1]
child = subprocess.Popen([{pandoc.find_pandoc()!r}, address], stderr=subprocess.DEVNULL)
met = []
while not met and child.poll() is None:
    met = select.select([server], [], [], 0.05)[0]
print("met" if met or select.select([server], [], [], 0)[0] else "alone")
child.kill()
"""
    for where, expected in (("behind", "alone"), ("before", "met")):
        done = subprocess.run([sys.executable, "-c", script, where], capture_output=True, text=True,
                              check=False, timeout=60)  # fmt: skip
        assert done.stdout.split() == [expected], done.stderr


def test_where_seccomp_is_missing_an_empty_network_takes_its_place(
    tmp_path: Path, missing: Callable[[str], NoReturn]
) -> None:
    script = """
import os, socket
from copydesk.system import wall
wall._filtered = lambda _: False
before = os.getuid(), os.getgid(), os.stat("/proc/self/ns/net").st_ino
means = wall.shut_off()
assert (os.getuid(), os.getgid()) == before[:2]
open("written", "w").close()
assert os.stat("written").st_uid == before[0]
print(means, before[2] != os.stat("/proc/self/ns/net").st_ino)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True,
                          check=False, timeout=60, cwd=tmp_path)  # fmt: skip
    if done.stdout.split() == ["False"]:
        missing("this system allows no namespaces either")
    assert done.stdout.split() == ["namespace", "True"], done.stderr


def test_elsewhere_there_is_no_wall(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert wall.shut_off() == ""
    one, other = Pipe()
    one.send(1)
    assert other.recv() == 1


@pytest.mark.parametrize(
    ("means", "words"),
    [("seccomp", "by seccomp"), ("namespace", "a network namespace"), ("", "does not block")],
)
def test_doctor_says_whether_it_stands(
    monkeypatch: pytest.MonkeyPatch, means: wall.Means, words: str
) -> None:
    monkeypatch.setattr(wall, "tried", lambda: means)
    (check,) = (check for check in doctor.examine_tools() if check.name == "wall")
    assert (check.good, check.optional, not check.remedy) == (bool(means), True, bool(means))
    assert words in check.finding
