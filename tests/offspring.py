"""Processes that a test has started: what it waits for, their words and their end."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


def until(asked: Callable[[], T], seconds: float = 20.0) -> T:
    """What `asked` says as soon as it is something, or when that many seconds are over."""
    end = time.monotonic() + seconds
    while not (said := asked()) and time.monotonic() < end:
        time.sleep(0.02)
    return said


def below(pid: int) -> list[int]:
    """The processes that `pid` has started, and those that these have (on Linux)."""
    found: list[int] = []
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in map(int, (task / "children").read_text(encoding="ascii").split()):
                found += [child, *below(child)]
    return found


def gone(pid: int) -> bool:
    """Whether `pid` has ended, or waits for somebody to bury it; some seconds are given."""
    return until(lambda: _ended(pid))


def pid_in(path: Path) -> int:
    """The pid that a process writes to `path`."""
    return int(until(lambda: path.exists() and path.read_text(encoding="ascii")))


def _ended(pid: int) -> bool:
    try:
        facts = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        return True
    return facts.rpartition(")")[2].split()[0] == "Z"
