"""A terminal, as far as our messages use one, and a clock that is set by hand."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

import pytest

from copydesk.builder import progress

_PIECE = re.compile(r"\x1b\[(\d*)([A-Za-z])|(\r|\n)|([^\x1b\r\n]+)")


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


class Screen(io.StringIO):
    """What is written here is kept, and `lines` shows it as the eye would see it."""

    def __init__(self, patch: pytest.MonkeyPatch, columns: int = 80, *, terminal: bool = True):
        super().__init__()
        self.columns = columns
        self.terminal = terminal
        self.cells: list[str] = [""]
        self.row = 0
        self.writes = 0
        patch.setattr(progress, "_columns", lambda _: self.columns)
        patch.delenv("NO_COLOR", raising=False)
        patch.setenv("TERM", "xterm-256color")

    def isatty(self) -> bool:
        return self.terminal

    def write(self, text: str) -> int:
        self.writes += 1
        at = 0
        for found in _PIECE.finditer(text):
            assert found.start() == at, text
            at = found.end()
            self._obey(found)
        return super().write(text)

    def _obey(self, found: re.Match[str]) -> None:
        number, command, control, words = found.groups()
        if control == "\n":
            self.row += 1
            self.cells += [""] * (self.row + 1 - len(self.cells))
        elif command == "A":
            self.row -= int(number)
            assert self.row >= 0
        elif command == "J":
            del self.cells[self.row + 1 :]
            self.cells[self.row] = ""
        elif words:
            self._print(words)
        else:
            assert control == "\r" or command == "m"

    def _print(self, words: str) -> None:
        assert words.isprintable()
        whole = self.cells[self.row] + words
        parts = [whole[at : at + self.columns] for at in range(0, len(whole), self.columns)]
        self.cells[self.row : self.row + 1] = parts
        self.row += len(parts) - 1

    def narrow(self, columns: int) -> None:
        """Make the terminal narrower: what stands on it is broken anew, as terminals do."""
        self.columns = columns
        before = self.cells
        self.cells = [
            line[at : at + columns] for line in before for at in range(0, len(line) or 1, columns)
        ]
        self.row = len(self.cells) - 1

    @property
    def lines(self) -> list[str]:
        return [line for line in self.cells if line]
