"""What moves in the folders of a desk, heard of when a watch asks.

A change is a hint and no more: what is stale, `staleness` decides. So it does no harm that one
is told twice, or that a folder made a moment ago is looked into before it is watched.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from copydesk.builder.submissions import is_scratch
from copydesk.settings import ground

#: Seconds without a further change after which those so far are told, and the longest that they
#: are gathered: an editor saves in several steps, and people save all files at once.
QUIET: Final = 0.05
LONGEST: Final = 1.6

#: What Vim makes and removes to learn whether it may write in a folder.
_TRIALS: Final = frozenset(("4913", "5036", "5159"))

#: So often in a row watching may fail before the folders are looked through time and again.
_ENOUGH: Final = 3

Kind = Literal["added", "modified", "deleted"]
_News = Generator[set[tuple[Any, str]], None, None]


@dataclass(frozen=True, slots=True)
class Places:
    """Where a desk lies: its folder, its submissions, its outputs, and files its settings name."""

    root: Path
    source: Path
    out: Path
    files: tuple[Path, ...] = ()

    @property
    def single(self) -> frozenset[Path]:
        """The files that matter besides the submissions."""
        return frozenset(
            (*(self.root / name for name in (ground.SETTINGS, ground.PROJECT)), *self.files)
        )

    def folders(self) -> list[Path]:
        """All folders to be watched. Those of the source one by one: links are not followed."""
        found = {self.root, *map(_nearest, (self.source, self.out, *self.single))}
        for folder, below, _ in os.walk(self.source):
            found.add(Path(folder))
            below[:] = [name for name in below if not is_scratch(name)]
        return sorted(found)

    def matters(self, path: Path, kind: Kind) -> bool:
        """Whether a change of that `kind` at `path` may make something stale."""
        if path != self.source and path.is_relative_to(self.source):
            parts = path.relative_to(self.source).parts
            return not (any(map(is_scratch, parts)) or parts[-1] in _TRIALS)
        if path in self.single:
            return True
        if kind == "modified":
            return False  # a folder in which something else has moved
        # The folder of the outputs is made by builds.
        below = (self.source, *self.single, *((self.out,) if kind == "deleted" else ()))
        return any(other.is_relative_to(path) for other in below)

    def named(self, path: Path) -> str:
        """What messages call `path`."""
        return os.path.relpath(path, self.root).replace(os.sep, "/")


def _nearest(path: Path) -> Path:
    """The folder of `path`, or the nearest above it that is there."""
    return next((folder for folder in path.parents if folder.is_dir()), path.parent)


class Changes:
    """What moves in the places of a desk: the system gathers it, whatever this process does.

    `say` gets a note for people.
    """

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._places = Places(Path(), Path(), Path())
        self._folders: list[Path] = []
        self._news: _News | None = None
        self._missed = False
        self._failures = 0
        self._polls = False

    def look(self, places: Places) -> None:
        """Watch `places` from now on, instead of what was watched before.

        What moves after it has returned is told.
        """
        self.close()
        self._places = places
        self._hear()

    def close(self) -> None:
        """Watch nothing any more."""
        if self._news:
            self._news.close()
            self._news = None

    def gather(self, seconds: float = 0.0) -> set[str] | None:
        """The names of what has moved since the last time; None, if nothing does in `seconds`.

        No name at all means that something may have been missed.
        """
        moved: set[str] | None = None
        end, latest = time.monotonic() + seconds, math.inf
        while True:
            found = self._hear()
            now = time.monotonic()
            if found is not None:
                moved = (moved or set()) | found
                latest = min(latest, now + LONGEST)
            if moved is None and now >= end:
                return None
            if moved is not None and (found is None or now >= latest):
                return moved
            time.sleep(QUIET)

    def _hear(self) -> set[str] | None:
        """The names of what has moved since it was last asked; None for nothing.

        When folders have come or gone, others are watched the next time. What was made in them
        before that has not been heard of.
        """
        try:
            self._news = self._news or self._begin()
            found = next(self._news)
        except FileNotFoundError:  # a folder has gone since they were listed
            self._begin_anew()
            return None
        except (OSError, RuntimeError) as error:  # a name that is no text; no room to watch
            self._begin_anew()
            self._failures += 1
            if self._failures == _ENOUGH:
                self._polls = True
                self._say(f"the system does not report changes ({error}); the files are polled")
            return None
        self._failures = 0
        missed, self._missed = self._missed, False
        moved = [(Path(path), kind.name) for kind, path in found]
        moved = [one for one in moved if self._places.matters(*one)]
        others = (path for path, kind in moved if kind != "modified")
        if any(path in self._folders or path.is_dir() for path in others):
            self._begin_anew()
        names = {self._places.named(path) for path, _ in moved}
        return names if names or missed else None

    def _begin(self) -> _News:
        """Watch the folders as they are now, once the first is asked for."""
        from watchfiles import watch  # for those alone who watch

        self._folders = self._places.folders()
        return watch(
            *self._folders, watch_filter=None, recursive=False, debounce=1, step=1,
            rust_timeout=1, yield_on_timeout=True, ignore_permission_denied=True,
            force_polling=self._polls or None,
        )  # fmt: skip

    def _begin_anew(self) -> None:
        self.close()
        self._missed = True
