"""What a worker process may use, and how it and its children end together.

Linux keeps every promise here; elsewhere the limits that the system does not
know are left out and the deadline alone ends a job.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import Final, TypeVar

#: What a fresh Python does: it looks for modules where this one does, and has one serve.
_BOOT: Final = """
import importlib, sys
from multiprocessing.connection import Connection
handle, parent, name, *sys.path = sys.argv[1:]
importlib.import_module("copydesk.system.process").end_with(int(parent))
importlib.import_module(name).serve(Connection(int(handle)))
"""

_T = TypeVar("_T")

_PR_SET_PDEATHSIG: Final = 1
#: Bytes that a thread may want for its stack, which is 8 MB on most systems, and as much besides.
_STACK: Final = 16 << 20


def end_with(parent: int) -> None:
    """Have the system kill this process when the thread that started it ends (Linux).

    `parent` is the pid of that thread's process: if it has died already, this one ends here.
    """
    if ask := ending_with(parent):
        ask()


def ending_with(parent: int) -> Callable[[], None] | None:
    """What a process has to do to `end_with` its `parent`; None on systems that know no such thing.

    For `preexec_fn` too: nothing is looked for after the fork.
    """
    if sys.platform != "linux":
        return None
    import ctypes  # workers alone need it

    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def ask() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)  # it died before the system was told

    return ask


def start_child(
    command: Sequence[str], environment: Mapping[str, str], folder: Path
) -> subprocess.Popen[bytes]:
    """Start a program that ends with the thread that starts it; pipes lead to its three streams.

    It sees `environment` alone and works in `folder`. Raises OSError.
    """
    return subprocess.Popen(  # noqa: S603  a program of ours
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        cwd=folder,
        preexec_fn=ending_with(os.getpid()),  # noqa: PLW1509  no other way to set it
    )


def end_child(child: subprocess.Popen[bytes], seconds: float) -> int:
    """End a program that `start_child` started, and return its status.

    A crashed one keeps its own status; one that waits sees the end of its input, and has so many
    `seconds` to end by itself.
    """
    for stream in (child.stdin, child.stdout):
        with contextlib.suppress(OSError):
            if stream:
                stream.close()
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(timeout=seconds)
    child.kill()
    return child.wait()


def output_of(
    command: Sequence[str], seconds: float, data: bytes = b"", good: Collection[int] = (0,)
) -> bytes:
    """What a program of ours makes of `data`, in a folder where nothing of the desk lies.

    Raises OSError when it cannot be run, takes longer than `seconds`, or ends with a status that
    is not among the `good` ones.
    """
    try:
        done = subprocess.run(  # noqa: S603  a program of ours
            command, input=data, capture_output=True, check=False, timeout=seconds, cwd=os.sep
        )
    except subprocess.TimeoutExpired:
        raise TimeoutError(f"did not answer within {seconds:g} seconds") from None
    except OSError as error:
        raise OSError(f"could not be run: {error.strerror}") from None
    if done.returncode not in good:
        said = done.stderr.decode(errors="replace").strip()[:200]
        raise OSError(f"failed with {done.returncode}: {said}")
    return done.stdout


def isolate(parent: int, memory: int, file_size: int) -> None:
    """Have this worker lead a group of its own, within its limits and without a network.

    It will `end_with` its `parent`, whom alone an interrupt from the terminal reaches. `memory` is
    the address space and `file_size` the largest file, both in bytes. What a dying worker held, a
    submission perhaps, is left in no file.
    """
    from copydesk.system import wall  # workers alone need it

    if hasattr(os, "setsid"):
        with contextlib.suppress(PermissionError):  # it leads one already
            os.setsid()
    end_with(parent)
    wall.shut_off()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit("RLIMIT_CORE", 0)
    _limit("RLIMIT_AS", memory)
    _limit("RLIMIT_FSIZE", file_size)


def _limit(name: str, value: int) -> None:
    if sys.platform != "linux":
        return
    import resource  # not on every system

    kind = getattr(resource, name)
    _, hard = resource.getrlimit(kind)
    ceiling = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (ceiling, hard))


def allow_cpu(seconds: float, pid: int = 0) -> None:
    """Let this process, or its child `pid`, use `seconds` more of CPU time.

    The system counts over a whole life, so this is called anew before each job.
    Past the limit the system ends the process.
    """
    if sys.platform != "linux":
        return
    import resource  # not on every system

    limit = int(_cpu(pid) + seconds) + 1
    with contextlib.suppress(OSError):  # the child has ended
        _, hard = resource.prlimit(pid, resource.RLIMIT_CPU)
        resource.prlimit(pid, resource.RLIMIT_CPU, (limit, hard))


def _cpu(pid: int) -> float:
    if not pid:
        return time.process_time()
    try:
        facts = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return 0.0
    user, system = facts.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def resident(pid: int = 0) -> int:
    """Bytes of memory this process, or its child `pid`, holds; 0 where nobody says."""
    if sys.platform != "linux":
        return 0
    try:
        facts = Path(f"/proc/{pid or 'self'}/statm").read_text(encoding="ascii")
    except OSError:  # the child has ended
        return 0
    return int(facts.split()[1]) * os.sysconf("SC_PAGE_SIZE")


def kill_group(pid: int) -> None:
    """End the process `pid` and everything it started, at once.

    To be called before `pid` is waited for: until then no other process can have
    its number.
    """
    if not hasattr(os, "killpg"):
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGTERM)
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, signal.SIGKILL)  # it may not have become a leader yet


def start(thread: threading.Thread) -> None:
    """Start `thread`; raises `MemoryError` where its stack has no room.

    Of that Python says `RuntimeError`, and the same of too many threads.
    """
    try:
        thread.start()
    except RuntimeError:
        try:
            mmap.mmap(-1, _STACK).close()  # as a stack is, whatever else has been given back
        except OSError:
            raise MemoryError from None
        raise


def call_within(seconds: float, call: Callable[[], _T]) -> _T:
    """What `call` returns, or raises; `TimeoutError` when that takes longer than so many `seconds`.

    It is for what may never return, and is then left behind on a thread of its own.

    >>> call_within(5, lambda: 6 * 7)
    42
    """
    from concurrent import futures  # seldom asked for

    found: futures.Future[_T] = futures.Future()

    def work() -> None:
        try:
            found.set_result(call())
        except BaseException as error:  # noqa: BLE001  it is raised where it is waited for
            found.set_exception(error)

    threading.Thread(target=work, daemon=True).start()
    return found.result(seconds)


def can_fork(memory: int | None = None) -> bool:
    """Whether a fork of this process can work as it does (Linux; elsewhere none is made).

    Of several threads it would lose all but one. It holds what this process holds, so that one
    which may have `memory` bytes of address space has room for its work if that is less than half
    of them. Where the system does not tell, none can.

    >>> can_fork(0)
    False
    """
    if sys.platform != "linux":
        return False
    try:
        alone = len(os.listdir("/proc/self/task")) == 1  # noqa: PTH208
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return False
    return alone and (memory is None or pages * os.sysconf("SC_PAGE_SIZE") < memory / 2)


@dataclass(frozen=True, slots=True)
class Fork:
    """A copy of this process, which works at the other end of `pipe`."""

    pid: int
    pipe: Connection

    def end(self) -> None:
        """End it, whatever it does."""
        self.pipe.close()
        with contextlib.suppress(OSError):
            os.kill(self.pid, signal.SIGKILL)
        with contextlib.suppress(OSError):
            os.waitpid(self.pid, 0)


def fork(work: Callable[[Connection], None]) -> Fork:
    """A copy of this process that does `work` and ends, or ends before it with this one.

    To be called where it `can_fork`. Raises OSError.

    >>> double = fork(lambda pipe: pipe.send(2 * pipe.recv()))
    >>> double.pipe.send(21)
    >>> double.pipe.recv(), double.end()
    (42, None)
    """
    ours, theirs = Pipe()
    parent = os.getpid()
    try:
        pid = os.fork()
    except OSError:
        ours.close()
        theirs.close()
        raise
    if pid:
        theirs.close()
        return Fork(pid, ours)
    try:  # what others registered for the end of this process is not done twice
        ours.close()
        end_with(parent)
        work(theirs)
    finally:
        os._exit(0)


class Python(subprocess.Popen[bytes]):
    """A fresh Python that serves at the other end of `pipe`."""

    pipe: Connection

    @property
    def exitcode(self) -> int | None:
        """Its status, or the negative number of the signal that ended it; None before `join`."""
        return self.returncode

    def join(self) -> None:
        """Wait until it has ended."""
        self.wait()


def python(module: str, held: Collection[int] = ()) -> Python:
    """Start a Python that calls `serve` of a module of ours with its end of a pipe (Linux).

    It runs nothing of the program that this one runs, which may be a script without a
    guard. It dies with the thread that starts it, and till then has the files `held` open
    too. Raises OSError.
    """
    ours, theirs = Pipe()
    path = [os.path.abspath(entry) for entry in sys.path]  # noqa: PTH100  "" is where we are
    arguments = [str(theirs.fileno()), str(os.getpid()), module, *path]
    try:
        child = Python(
            [sys.executable or "python3", "-c", _BOOT, *arguments],
            stdin=subprocess.DEVNULL,
            pass_fds=(theirs.fileno(), *held),
            start_new_session=True,  # an interrupt from the terminal reaches the parent only
        )
    except OSError:
        ours.close()
        raise
    finally:
        theirs.close()
    child.pipe = ours
    return child
