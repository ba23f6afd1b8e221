"""A bench with mines on it, for the watch over the cases."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from copydesk import pipeline
from fuzz.oracles import Finding, of_line


def _work() -> None:
    while True:
        pass


_MINES: Final[dict[bytes, Callable[[], object]]] = {
    b"die": lambda: os._exit(7),
    b"work": _work,
    b"wait": lambda: time.sleep(3_600),
    b"gorge": lambda: bytearray(5_000_000_000),
}


def mined(_: Path) -> Callable[[bytes, str, bool], Finding | None]:
    """The line, on which some words do what they say."""
    real = pipeline.read_and_compose

    def composed(data: bytes, *rest: object) -> object:
        _MINES.get(data, lambda: None)()
        return real(data, *rest)  # type: ignore[arg-type]

    pipeline.read_and_compose = composed  # type: ignore[assignment]
    return lambda data, suffix, _: of_line(data, suffix)
