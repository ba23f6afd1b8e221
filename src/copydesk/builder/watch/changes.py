"""What moves in the folders of a desk, told as it happens.

A change is a hint and no more: what is stale, `staleness` decides. So it does no harm that one
is told twice, or that a folder made a moment ago is looked into before it is watched.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import queue
import threading
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from copydesk.builder.submissions import is_scratch
from copydesk.errors import ToolError

#: Milliseconds without a further change after which those so far are told, and the longest
#: that they are gathered: an editor saves in several steps, and people save all files at once.
QUIET: Final = 50
LONGEST: Final = 1_600

#: What Vim makes and removes to learn whether it may write in a folder.
_TRIALS: Final = frozenset(("4913", "5036", "5159"))
_SETTINGS: Final = ("copydesk.toml", "pyproject.toml")

#: Seconds until a watch of very many folders is waited for no longer.
_PATIENCE: Final = 5.0
#: Milliseconds after which a watch that has nothing to tell shows that it is there.
_SIGN: Final = 200
#: So often in a row watching may fail before the folders are looked through time and again.
_ENOUGH: Final = 3

Kind = Literal["added", "modified", "deleted"]
_Told = tuple[str, ...] | str
_Watch = Callable[..., Generator[set[tuple[Any, str]], None, None]]


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
        return frozenset((*(self.root / name for name in _SETTINGS), *self.files))

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


def _watching() -> _Watch:
    """`watchfiles.watch`, which is imported by those alone who watch."""
    try:
        from watchfiles import watch
    except ImportError as error:
        message = f"watching needs the package `watchfiles`: {error}"
        hint = "`python -m pip install watchfiles`"
        raise ToolError(message, hint=hint, code="tool.watchfiles") from None
    return watch


class Changes:
    """A thread that watches, and the `pipe` that can be read from once it has `told` something.

    What is told never waits for a listener: whoever ends the watch waits for the thread.
    """

    def __init__(self) -> None:
        self.pipe, self._ringing = multiprocessing.Pipe(duplex=False)
        self._told: queue.SimpleQueue[_Told] = queue.SimpleQueue()
        self._stop = threading.Event()
        self._ready = threading.Event()
        self._thread: threading.Thread | None = None
        self._polling = False
        self._untold: set[str] = set()

    def look(self, places: Places) -> None:
        """Watch `places` from now on, instead of what was watched before.

        What moves after it has returned is told. Raises `ToolError` where watchfiles is not
        installed.
        """
        watch = _watching()
        self.close()
        self._stop, self._ready = threading.Event(), threading.Event()
        watching = watch, places, self._stop
        self._thread = threading.Thread(target=self._watch, args=watching, daemon=True)
        self._thread.start()
        self._ready.wait(_PATIENCE)

    def close(self) -> None:
        """Watch nothing any more."""
        self._stop.set()
        if self._thread:
            self._thread.join()

    def told(self) -> Iterator[_Told]:
        """What was told since the last time.

        That is tuples of names of what has moved; an empty one means that something may have
        been missed, and a text is a note for people.
        """
        while self.pipe.poll():
            self.pipe.recv_bytes()
            yield self._told.get()

    # ── on the thread ────────────────────────────────────────────────────────

    def _watch(self, watch: _Watch, places: Places, stop: threading.Event) -> None:
        failures = 0
        while not stop.is_set():
            try:
                for told in self._rounds(watch, places, stop):
                    failures = 0
                    self._tell(told)
            except FileNotFoundError:
                stop.wait(QUIET / 1_000)  # a folder has gone since they were listed
            except (OSError, RuntimeError) as error:  # a name that is no text; no room to watch
                failures += 1
                if failures == _ENOUGH:
                    self._polling = True
                    self._tell(
                        f"the system does not report changes ({error}); the files are polled"
                    )
                stop.wait(QUIET / 1_000)

    def _rounds(self, watch: _Watch, places: Places, stop: threading.Event) -> Iterator[_Told]:
        """What is told until the folders to be watched are others.

        Of folders that have come or gone the next round tells, when it watches: what was made
        in them before has not been heard of.
        """
        folders = places.folders()
        news = watch(
            *folders, watch_filter=None, recursive=False, debounce=LONGEST, step=QUIET,
            rust_timeout=_SIGN, yield_on_timeout=True, stop_event=stop, raise_interrupt=False,
            ignore_permission_denied=True, force_polling=self._polling or None,
        )  # fmt: skip
        again = self._ready.is_set()
        with contextlib.closing(news):
            for found in news:
                moved = [(Path(path), kind.name) for kind, path in found]
                moved = [one for one in moved if places.matters(*one)]
                self._untold |= {places.named(path) for path, _ in moved}
                others = (path for path, kind in moved if kind != "modified")
                if any(path in folders or path.is_dir() for path in others):
                    return
                if self._untold or again:
                    yield tuple(sorted(self._untold))
                self._untold, again = set(), False
                self._ready.set()

    def _tell(self, told: _Told) -> None:
        self._told.put(told)
        self._ringing.send_bytes(b"")
