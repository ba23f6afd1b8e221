"""A disk that takes what is written in pieces, and one that tells what a power cut would leave."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self

import pytest

from copydesk.builder import store
from torture.failing import replaced

#: Bytes that the system takes at a time, at most.
PIECE = 3


@contextlib.contextmanager
def cut_short() -> Iterator[list[int]]:
    """Have each writing take a few bytes only; yields how many each took."""
    real, pieces = os.write, list[int]()

    def write(handle: int, data: Any) -> int:
        pieces.append(real(handle, bytes(data[:PIECE])))
        return pieces[-1]

    with replaced({(os, "write"): write}):
        yield pieces


class Recorder:
    """Follows what is written, and what of it the disk has been told to keep.

    `names` are the names that were given, in order, and `lacking` the names and folders that a
    power cut would still have undone when each was. `torn` are names given to a file whose
    content was not yet down. What lies in the desk's own folder may be lost.
    """

    def __init__(self) -> None:
        self.names: list[Path] = []
        self.lacking: list[set[Path]] = []
        self.torn: list[Path] = []
        self.synced = 0
        self.unwritten: set[Path] = set()
        self.unsynced: set[Path] = set()
        self._paths: dict[int, Path] = {}
        self._patch = pytest.MonkeyPatch()

    def __enter__(self) -> Self:
        followed = {
            "open": self._opened, "write": self._wrote, "fsync": self._down,
            "fdatasync": self._down, "replace": self._replaced, "mkdir": self._made,
        }  # fmt: skip
        for name, note in followed.items():
            self._patch.setattr(os, name, _followed(getattr(os, name), note))
        return self

    def __exit__(self, *_: object) -> None:
        self._patch.undo()

    def _opened(self, handle: int, path: Path, *_: object) -> None:
        self._paths[handle] = Path(path)

    def _wrote(self, _: int, handle: int, *__: object) -> None:
        self.unwritten.add(self._paths[handle])

    def _down(self, _: None, handle: int) -> None:
        self.synced += 1
        path = self._paths[handle]
        self.unwritten.discard(path)
        self.unsynced = {one for one in self.unsynced if one.parent != path}

    def _replaced(self, _: None, staged: Path, path: Path) -> None:
        self.names.append(Path(path))
        self.lacking.append(set(self.unsynced))
        if Path(staged) in self.unwritten:
            self.torn.append(Path(path))
        self._made(None, path)

    def _made(self, _: None, path: Path, *__: object) -> None:
        if store.OWN not in Path(path).parts:
            self.unsynced.add(Path(path))


def _followed(real: Callable[..., Any], note: Callable[..., None]) -> Callable[..., Any]:
    def call(*args: Any, **kwargs: Any) -> Any:
        result = real(*args, **kwargs)
        note(result, *args)
        return result

    return call
