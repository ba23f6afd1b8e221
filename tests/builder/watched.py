"""A desk that a real `copydesk watch` watches, as a person at two windows sees it."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from offspring import below, gone

#: Seconds that anything may take on a machine that has much else to do.
LONG = 90.0
#: The line that ends a build.
DONE = r"^\d\d:\d\d:\d\d  \d+ .* · [\d.]+ s$"
TEXT = """The bell of {}

By Mara Osei

The bell rang twice on the morning of the flood, and nobody who heard it has agreed since on what
it meant. The council asked its keeper in the spring; he answered that a bell has no meaning.
"""


@dataclass
class Watched:
    """A desk, the process that watches it, and the lines that it has printed."""

    root: Path
    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)
    read: int = 0
    _news: threading.Condition = field(default_factory=threading.Condition)

    def listen(self) -> None:
        """Take what the process prints, until it ends."""
        for line in self.process.stderr or ():
            with self._news:
                self.lines.append(line.rstrip("\n"))
                self._news.notify_all()

    def hear(self, pattern: str) -> list[str]:
        """The lines since the last ones heard, up to the first that `pattern` is found in."""

        def found() -> int:
            at = enumerate(self.lines[self.read :], self.read + 1)
            return next((number for number, line in at if re.search(pattern, line)), 0)

        with self._news:
            assert self._news.wait_for(found, LONG), "\n".join([f"no `{pattern}` in", *self.lines])
            heard = self.lines[self.read : found()]
            self.read = found()
        return heard

    def built(self, heard: list[str]) -> list[str]:
        """The slugs that `heard` says were built."""
        told = (re.match(r"built(?: with queries)? {2,}(\S+)", line) for line in heard)
        return [found[1] for found in told if found]

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def change(self, slug: str) -> None:
        """Save the submission of `slug` with other words."""
        self.write(f"source/{slug}.txt", TEXT.format(f"{slug} at {time.time_ns()}"))

    def rest(self, slug: str) -> None:
        """Wait until all that was done so far is built: `slug`, changed now, is built alone."""
        for _ in range(5):
            self.change(slug)
            heard = self.hear(rf"^built.* {slug} ") + self.hear(r"^\d\d:\d\d:\d\d  \d+ .* s$")
            if self.built(heard) == [slug] and len(heard) == 3:
                return
        raise AssertionError("\n".join(["it never comes to rest", *self.lines]))

    def interrupt(self, number: int = signal.SIGINT) -> int:
        """End the watch as a terminal or a supervisor does; its exit code."""
        self.process.send_signal(number)
        return self.process.wait(LONG)

    def offspring(self) -> list[int]:
        """The processes that it has started, and those that these have."""
        return below(self.process.pid)


def lay_out(root: Path, *slugs: str) -> None:
    """A desk of short articles that are made as Markdown alone."""
    (root / "source").mkdir()
    (root / "copydesk.toml").write_text('formats = ["md"]\n', encoding="utf-8")
    for slug in slugs:
        (root / "source" / f"{slug}.txt").write_text(TEXT.format(slug), encoding="utf-8")


@contextlib.contextmanager
def watching(
    root: Path, *words: str, wait: bool = True, library: Path | None = None
) -> Iterator[Watched]:
    """`copydesk watch` on the desk at `root`; its first build is over, unless not to `wait`.

    The copydesk is that in `library`, if it is given.
    """
    command = [sys.executable, "-m", "copydesk", "watch", "-C", str(root), *words]
    environment = os.environ | {"NO_COLOR": "1"}
    if library:
        environment["PYTHONPATH"] = str(library)
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    watched = Watched(root, process)
    ear = threading.Thread(target=watched.listen, daemon=True)
    ear.start()
    try:
        if wait:
            watched.hear("waiting for changes")
        yield watched
    finally:
        offspring = watched.offspring()
        process.kill()
        process.wait()
        ear.join(LONG)
        if process.stderr:
            process.stderr.close()
    assert all(map(gone, offspring))
