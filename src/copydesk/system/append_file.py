"""A file to which lines are added alone: each is on the disk before anything else happens."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from copydesk.errors import Locked, ToolError
from copydesk.system.files import failure, lock, sync

#: Nobody but the owner reads or writes such a file.
PRIVATE: Final = 0o600
_CAREFUL: Final = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)


class AppendFile:
    """An open file of lines; `lines` are those that were in it."""

    def __init__(self, path: Path, handle: int, lines: list[str]) -> None:
        self._path = path
        self._handle = handle
        self.lines = lines

    def add(self, line: str) -> None:
        """Add `line`, and return when the disk has it. Raises `ToolError`; none of it stays."""
        size = os.fstat(self._handle).st_size
        try:
            rest = memoryview(f"{line}\n".encode())
            while rest:
                rest = rest[os.write(self._handle, rest) :]
            _flush(self._handle)
        except OSError as error:
            with contextlib.suppress(OSError):
                os.ftruncate(self._handle, size)
            raise failure(error, f"`{self._path.name}` could not be written") from None


@contextlib.contextmanager
def open_append_file(path: Path) -> Iterator[AppendFile]:
    """Hold the file `path`, made where there is none, for one process.

    A last line without an end was cut off by a crash and goes. Raises `Locked` when another
    process holds it, `ToolError` when it cannot be used.
    """
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | _CAREFUL, PRIVATE)
    except OSError as error:
        raise failure(error, f"`{path.name}` cannot be used") from None
    try:
        try:
            lock(handle, 0)
        except BlockingIOError:
            message = f"this issue is being sent: another process has locked `{path.name}`"
            raise Locked(message, hint="wait for it", code="mail.locked") from None
        except OSError as error:
            raise failure(error, f"`{path.name}` cannot be locked") from None
        try:
            lines = _read_whole(handle, path)
            sync(path.parent)
        except OSError as error:
            raise failure(error, f"`{path.name}` cannot be used") from None
        yield AppendFile(path, handle, lines)
    finally:
        os.close(handle)


def read_lines(path: Path) -> list[str]:
    """The whole lines of `path`, none when it is not there. Raises `ToolError`."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise failure(error, f"`{path.name}` could not be read") from None
    return _decode(data[: data.rfind(b"\n") + 1], path)


def _read_whole(handle: int, path: Path) -> list[str]:
    about = os.fstat(handle)
    if hasattr(os, "fchmod") and stat.S_IMODE(about.st_mode) != PRIVATE:
        os.fchmod(handle, PRIVATE)
    data = b""
    while piece := os.read(handle, 1 << 20):
        data += piece
    whole = data.rfind(b"\n") + 1
    if whole != len(data):
        os.ftruncate(handle, whole)
        _flush(handle)
    return _decode(data[:whole], path)


def _decode(data: bytes, path: Path) -> list[str]:
    try:
        return data.decode().split("\n")[:-1]
    except UnicodeDecodeError:
        message = f"`{path.name}` is damaged: it is not UTF-8 text"
        hint = "restore a copy; without it, copydesk cannot know who got the issue"
        raise ToolError(message, hint=hint, code="mail.journal") from None


def _flush(handle: int) -> None:
    """Have the disk take what was written; macOS and Windows know the stronger call alone."""
    getattr(os, "fdatasync", os.fsync)(handle)
