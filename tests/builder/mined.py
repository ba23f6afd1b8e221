"""The real line with mines laid in it: words in a text have its worker die, sleep or gorge.

Run as a program it builds a desk: `python mined.py ROOT JOBS`. As `python mined.py ROOT JOBS
COUNT DELAY SIGNAL` it has that done by another process, sends it SIGNAL DELAY seconds after COUNT
articles are complete, and prints what of it still lives when it has had time to die. With the
SIGNAL `workers` not the process is killed but what it has started, one after the other, and the
build goes on to its end.
"""

from __future__ import annotations

import ctypes
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from copydesk import errors

_PR_SET_CHILD_SUBREAPER = 36
#: Seconds that what a killed build has started may take to die.
PATIENCE = 10.0

#: The word for killing what a build has started, and how many of that.
WORKERS, VICTIMS = "workers", 5
#: How a build may end by a signal, when not at once: it may have been done before.
DONE = (errors.DONE, errors.USAGE)
ENDS = {
    "SIGINT": (errors.INTERRUPTED, *DONE), "SIGTERM": (-signal.SIGTERM, *DONE),
    "SIGHUP": (-signal.SIGHUP, *DONE), "SIGKILL": (-signal.SIGKILL, *DONE), WORKERS: DONE,
}  # fmt: skip

MINES: dict[bytes, Callable[[], object]] = {
    b"die": lambda: os.kill(os.getpid(), 9),
    b"sleep": lambda: time.sleep(3600),
    b"gorge": lambda: bytearray(50_000_000_000),
    b"leave": lambda: os._exit(3),
}


def build(root: Path, jobs: int) -> int:
    """Build the desk at `root`; the exit code of the command."""
    from copydesk import cli
    from copydesk.builder import article_job

    real = article_job.pipeline.read_and_compose

    def composed(data: bytes, *rest: Any) -> Any:
        if mine := MINES.get(data.split(maxsplit=1)[0] if data.strip() else b""):
            mine()
        return real(data, *rest)

    article_job.pipeline.read_and_compose = composed
    return cli.main(["-C", str(root), "-q", "-j", str(jobs)])


def complete(root: Path) -> int:
    """How many articles of the desk have their colophon."""
    return sum(1 for _ in (root / "dist").glob("*/colophon.json"))


def holds(root: Path, pid: int) -> bool:
    """Whether the build of that process has begun."""
    try:
        note = json.loads((root / "dist" / ".desk" / "lock").read_bytes())
    except (OSError, ValueError):
        return False
    return bool(note["pid"] == pid)


def kill(root: Path, jobs: int, count: int, delay: float, name: str) -> list[str]:
    """Build, send the build that signal at that moment, and name what it has left alive."""
    # What loses its parent becomes a child of this process.
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    builder = subprocess.Popen([sys.executable, __file__, str(root), str(jobs)])
    while builder.poll() is None and not (holds(root, builder.pid) and complete(root) >= count):
        time.sleep(0.02)
    time.sleep(delay)
    if name == WORKERS:
        _kill_workers(builder, delay)
    else:
        builder.send_signal(signal.Signals[name])
    wrong = [] if builder.wait() in ENDS[name] else [f"exit {builder.returncode}"]
    end = time.monotonic() + PATIENCE
    while (left := children()) and time.monotonic() < end:
        time.sleep(0.02)
    return wrong + left


def _kill_workers(builder: subprocess.Popen[bytes], pause: float) -> None:
    """Kill what `builder` has started, and what that has, any of it, every now and then."""
    chosen = random.Random(pause)  # noqa: S311  the same ones each time
    for _ in range(VICTIMS):
        if found := descendants(builder.pid):
            os.kill(chosen.choice(found), signal.SIGKILL)
        time.sleep(pause)


def descendants(pid: int) -> list[int]:
    """The processes that `pid` has started, and theirs."""
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return []
    return [one for child in map(int, listed) for one in (child, *descendants(child))]


def children() -> list[str]:
    """The names of the children of this process that live; the dead are buried."""
    listed = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii")
    alive = []
    for pid in listed.split():
        if os.waitpid(int(pid), os.WNOHANG) == (0, 0):
            command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ")
            alive.append(command.decode("utf-8", "replace")[:100])
    return alive


def main() -> int:
    """Do what the arguments say."""
    root, jobs, *rest = sys.argv[1:]
    if not rest:
        return build(Path(root), int(jobs))
    count, delay, name = rest
    print(*kill(Path(root), int(jobs), int(count), float(delay), name), sep="\n", end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
