"""The second wall: workers, and whatever they start, have no network.

Nothing that a worker does asks for one: this holds where something of it is not as we think. On
Linux the kernel is told once, and for good, what a process may no longer ask of it (seccomp); an
open pipe to who started it is all that is left. Where the kernel or a container does not allow
that, the process goes into a network of its own, in which there is nothing. Elsewhere there is no
such wall, and `copydesk doctor` says so.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import platform
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal, TypeAlias

from copydesk.system import process

Means: TypeAlias = Literal["seccomp", "namespace", ""]
"""How a process is shut off; "" when it is not."""

#: What nobody may ask for: connections; a process of another's, through whose connections it
#: could speak; a way round this filter. The numbers are those of the kernel, by architecture.
_DENIED: Final = {
    "x86_64": {
        "socket": 41, "connect": 42, "bind": 49, "ptrace": 101, "bpf": 321,
        "process_vm_readv": 310, "process_vm_writev": 311,
    },
    "aarch64": {
        "socket": 198, "connect": 203, "bind": 200, "ptrace": 117, "bpf": 280,
        "process_vm_readv": 270, "process_vm_writev": 271,
    },
}  # fmt: skip
_EVERYWHERE: Final = {"io_uring_setup": 425, "pidfd_getfd": 438}
#: What the kernel calls these architectures (AUDIT_ARCH_…).
_ARCHITECTURES: Final = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
#: Calls of the x32 ABI have this bit; with it they would go by other numbers.
_X32: Final = 0x40000000

_PR_SET_SECCOMP: Final = 22
_PR_SET_NO_NEW_PRIVS: Final = 38
_SECCOMP_MODE_FILTER: Final = 2
_CLONE_NEWNET: Final = 0x40000000
_CLONE_NEWUSER: Final = 0x10000000

# Instructions of the kernel's packet filters, and where in what it tells of a call they look.
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER, _ARCHITECTURE = 0, 4
_ALLOW: Final = 0x7FFF0000
_DENY: Final = 0x00050000 | errno.EACCES

#: Seconds that a trial may take on a machine that has much else to do.
_PATIENCE: Final = 30.0
_TRIAL: Final = """
import socket, sys
sys.path[:] = sys.argv[1:]
from copydesk.system import wall
means = wall.shut_off()
try:
    with socket.socket() as way, socket.socket() as there:
        way.settimeout(5.0)
        there.bind(("127.0.0.1", 0))
        there.listen()
        way.connect(there.getsockname())
except OSError:
    print(means)
"""


def shut_off() -> Means:
    """Take the network from this process and from all that it starts; how that was done.

    To be called where there is one thread only. Connections that are open stay open.
    """
    if sys.platform != "linux":
        return ""
    if _filtered(platform.machine()):
        return "seccomp"
    return "namespace" if _apart() else ""


def tried() -> Means:
    """What `shut_off` would do here: a fresh Python that it shut off reaches not even itself."""
    path = [os.path.abspath(entry) for entry in sys.path]  # noqa: PTH100  "" is where we are
    try:
        said = process.output_of(
            [sys.executable or "python3", "-c", _TRIAL, *path], _PATIENCE
        ).strip()
    except OSError:
        return ""
    return "seccomp" if said == b"seccomp" else "namespace" if said == b"namespace" else ""


# ── seccomp ──────────────────────────────────────────────────────────────────


class _Instruction(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_ushort), ("met", ctypes.c_ubyte), ("unmet", ctypes.c_ubyte),
        ("value", ctypes.c_uint),
    )  # fmt: skip


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("first", ctypes.POINTER(_Instruction)))


def _filtered(machine: str) -> bool:
    """Have the kernel refuse what `_DENIED` names, with EACCES; whether it does."""
    if machine not in _DENIED or sys.maxsize < 2**32:
        return False
    rows = [_Instruction(*row) for row in _instructions(machine)]
    program = _Program(len(rows), (_Instruction * len(rows))(*rows))
    prctl = ctypes.CDLL(None).prctl
    if prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    return not prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0)


def _instructions(machine: str) -> Iterator[tuple[int, int, int, int]]:
    """The filter: an instruction, how many are skipped when it is met or not, and its value."""
    denied = sorted((_DENIED[machine] | _EVERYWHERE).values())
    yield _LOAD, 0, 0, _ARCHITECTURE
    yield _EQUAL, 1, 0, _ARCHITECTURES[machine]
    yield _RETURN, 0, 0, _DENY  # a call by the numbers of another architecture
    yield _LOAD, 0, 0, _NUMBER
    yield _AT_LEAST, len(denied) + 1, 0, _X32
    for place, number in enumerate(denied):
        yield _EQUAL, len(denied) - place, 0, number
    yield _RETURN, 0, 0, _ALLOW
    yield _RETURN, 0, 0, _DENY


# ── a network of its own ─────────────────────────────────────────────────────


def _apart() -> bool:
    """Go into an empty network; whether that was allowed.

    Whoever may not do so as he is may as the owner of a space of users, in which nobody else is.
    """
    unshare = ctypes.CDLL(None).unshare
    if not unshare(_CLONE_NEWNET):
        return True
    users, groups = os.getuid(), os.getgid()
    if not _may_map() or unshare(_CLONE_NEWUSER | _CLONE_NEWNET):
        return False
    _map(users, groups)
    return True


def _map(user: int, group: int) -> None:
    """Be in the new space of users who one was before."""
    own = Path("/proc/self")
    with contextlib.suppress(OSError):  # without `setgroups` only older kernels
        (own / "setgroups").write_text("deny", encoding="ascii")
    (own / "gid_map").write_text(f"{group} {group} 1", encoding="ascii")
    (own / "uid_map").write_text(f"{user} {user} 1", encoding="ascii")


def _may_map() -> bool:
    """Whether a process may leave for another space of users and be itself there.

    A child tries it, for one that stays nobody there could write no file any more.
    """
    user, group = os.getuid(), os.getgid()
    try:
        child = os.fork()
    except OSError:
        return False
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    failed = True
    try:
        if not ctypes.CDLL(None).unshare(_CLONE_NEWUSER | _CLONE_NEWNET):
            _map(user, group)
            failed = False
    finally:
        os._exit(failed)
