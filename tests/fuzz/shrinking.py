"""The least that still goes wrong in the same way, by leaving out all that can be left out."""

from __future__ import annotations

import time
from collections.abc import Callable


def shrunk(data: bytes, fails: Callable[[bytes], bool], seconds: float) -> bytes:
    """The smallest part of `data` found within `seconds` for which `fails` holds.

    Pieces are left out while that can be done, half of it at first and single bytes at last.

    >>> shrunk(b"In the mill, (by the water", lambda data: b"(" in data, 1)
    b'('
    """
    end = time.monotonic() + seconds
    size = max(len(data) // 2, 1)
    while time.monotonic() < end:
        before, at = len(data), 0
        while at < len(data) and time.monotonic() < end:
            less = data[:at] + data[at + size :]
            if less and fails(less):
                data = less
            else:
                at += size
        if size == 1 and len(data) == before:
            break
        size = max(size // 2, 1)
    return data
