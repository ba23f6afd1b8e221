"""What workers on a cluster do in tests: importable there, which a test's own functions are not."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def perform(payload: Any) -> Any:
    return payload() if callable(payload) else payload


def make() -> Callable[[Any], Any]:
    return perform


def who() -> int:
    """The pid of this worker."""
    return os.getpid()


def arrive(number: int) -> int:
    """What is sent as more than it is."""
    return number


def pause(seconds: float) -> int:
    time.sleep(seconds)
    return who()


def kill_the_dask_worker(mark: Path) -> str:
    """End the Dask worker that keeps this worker, the first time."""
    if mark.exists():
        return "second time"
    mark.touch()
    os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(60)
    return "first time"


def note_and_sleep(mark: Path) -> None:
    """Write down our pid, at once and whole, and wait."""
    new = mark.with_suffix(".new")
    new.write_text(str(os.getpid()), encoding="ascii")
    new.rename(mark)
    time.sleep(60)


def reach(port: int) -> str:
    """What becomes of a connection to this machine."""
    import socket

    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except OSError as error:
        return type(error).__name__
    return "reached"
