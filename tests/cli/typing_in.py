"""A shell at a terminal, in which somebody types and presses the key that completes."""

from __future__ import annotations

import os
import pty
import select
import signal
import time
from pathlib import Path
from types import TracebackType
from typing import Self

#: Seconds that a shell may take for a line on a machine that has much else to do.
PATIENCE = 20.0


class Terminal:
    """`command`, run at a terminal of its own; `folder` is where it stands."""

    def __init__(self, command: list[str], folder: Path, **environment: str) -> None:
        self.pid, self.end = pty.fork()
        if not self.pid:
            os.chdir(folder)
            os.execvpe(command[0], command, {**os.environ, **environment, "TERM": "dumb"})  # noqa: S606
        self.count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.end)

    def say(self, text: str) -> None:
        os.write(self.end, text.encode())

    def heard(self, until: str) -> str:
        """All that is shown until `until` is."""
        shown, ends = "", time.monotonic() + PATIENCE
        while until not in shown:
            ready = select.select([self.end], [], [], max(0.0, ends - time.monotonic()))[0]
            assert ready, f"`{until}` was not shown, but {shown[-2000:]!r}"
            shown += os.read(self.end, 65_536).decode("utf-8", "replace")
        return shown

    def do(self, line: str) -> str:
        """What the shell shows for `line`, which is run."""
        self.count += 1
        # The mark is in two pieces where it is typed, so that it is one only where it is printed.
        self.say(f"{line}; echo done'='{self.count}:\n")
        return self.heard(f"done={self.count}:")

    def completed(self, line: str) -> list[str]:
        """The words of `line` when the key was pressed behind it, as `copydesk` is given them.

        The shell knows a function of that name, which prints them.
        """
        self.count += 1
        self.say(f"{line}\t")
        time.sleep(0.05)
        self.say(f" end={self.count}:\n")
        shown = self.heard(f"<end={self.count}:>").replace("\r", "")
        row = next(one for one in reversed(shown.split("\n")) if f"<end={self.count}:>" in one)
        return [word.strip("<>") for word in row.partition("got ")[2].split("> <")][:-1]
