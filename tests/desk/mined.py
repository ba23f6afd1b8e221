"""The real line with mines laid in it: words in a text have its worker die, sleep or gorge.

Run as a program it builds a desk: `python mined.py ROOT JOBS`. As `python mined.py ROOT JOBS
COUNT DELAY` it has that done by another process, kills it DELAY seconds after COUNT articles
are complete, and prints what of it still lives when it has had time to die.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

_PR_SET_CHILD_SUBREAPER = 36
#: Seconds that what a killed build has started may take to die.
PATIENCE = 10.0

MINES: dict[bytes, Callable[[], object]] = {
    b"die": lambda: os.kill(os.getpid(), 9),
    b"sleep": lambda: time.sleep(3600),
    b"gorge": lambda: bytearray(50_000_000_000),
    b"leave": lambda: os._exit(3),
}


def build(root: Path, jobs: int) -> int:
    """Build the desk at `root`; the exit code of the command."""
    from copydesk import cli
    from copydesk.desk import press

    real = press.pipeline.composed

    def composed(data: bytes, *rest: Any) -> Any:
        if mine := MINES.get(data.split(maxsplit=1)[0] if data.strip() else b""):
            mine()
        return real(data, *rest)

    press.pipeline.composed = composed
    return cli.main(["-C", str(root), "-q", "-j", str(jobs)])


def complete(root: Path) -> int:
    """How many articles of the desk have their colophon."""
    return sum(1 for _ in (root / "dist").glob("*/colophon.json"))


def kill(root: Path, jobs: int, count: int, delay: float) -> list[str]:
    """Build, kill the build at that moment, and name what it has left behind alive."""
    # What loses its parent becomes a child of this process.
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    builder = subprocess.Popen([sys.executable, __file__, str(root), str(jobs)])
    while complete(root) < count and builder.poll() is None:
        time.sleep(0.02)
    time.sleep(delay)
    builder.kill()
    builder.wait()
    end = time.monotonic() + PATIENCE
    while (left := children()) and time.monotonic() < end:
        time.sleep(0.02)
    return left


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
    print(*kill(Path(root), int(jobs), int(rest[0]), float(rest[1])), sep="\n", end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
