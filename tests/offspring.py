"""Processes that a test has started, or whose end it waits for."""

from __future__ import annotations

import time
from pathlib import Path


def gone(pid: int) -> bool:
    """Whether `pid` has ended, or waits for somebody to bury it; twenty seconds are given."""
    for _ in range(1_000):
        try:
            facts = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
        except (FileNotFoundError, ProcessLookupError):
            return True
        if facts.rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.02)
    return False
