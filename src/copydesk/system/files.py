"""The one way a file is written: complete under its name, or not there at all."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import time
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import Final

from copydesk.errors import ToolError

_WHY: Final = {
    errno.ENOSPC: "free some space and run it again; the previous file is untouched",
    errno.EDQUOT: "the quota is used up; the previous file is untouched",
    errno.EACCES: "check who owns the folder and its permissions",
    errno.EPERM: "check who owns the folder and its permissions",
    errno.ENOENT: "check the path: the file or its folder does not exist or has moved",
    errno.ENOTDIR: "check the path: a file is in the place of its folder",
    errno.EISDIR: "check the path: it is a folder",
    errno.EROFS: "mount the file system for writing, or give another folder with --out",
    errno.ENAMETOOLONG: "use a shorter name; the ending (`.desk.toml`) counts too",
    errno.EFBIG: "raise `limits.output_bytes` in the settings if the file should be so large",
}

#: The name under which a process writes a file before it gets its own. It has the same length
#: whatever that is called, and hidden files are no submissions.
_STAGED: Final = ".copydesk-{}.new"
_LEFT: Final = re.compile(r"\.copydesk-([0-9]+)\.new")

#: The folders that are held by who is at work here.
_HELD: Final[ContextVar[frozenset[str]]] = ContextVar("_HELD", default=frozenset())

#: Whether anything, a file (no pipe or device) or a folder lies at a path. What cannot be looked at
#: does not, and nothing is raised: whoever reads or writes there is told what is wrong.
is_there, is_file, is_folder = os.path.exists, os.path.isfile, os.path.isdir

#: What a drive answers that cannot sync a folder, as those of some networks.
_UNSYNCED: Final = frozenset((errno.EINVAL, errno.ENOTSUP))


def failure(error: OSError, what: str) -> ToolError:
    """The `ToolError` that says what the system refused to do, and what helps.

    >>> failure(OSError(28, "No space left on device"), "`a.pdf` could not be written").hint
    'free some space and run it again; the previous file is untouched'
    """
    hint = _WHY.get(error.errno or 0, "the previous file is untouched; run it again")
    return ToolError(f"{what}: {error.strerror or error}", hint=hint, code="file.write")


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold `folder` while a file of it is read, changed and written; whoever else would, waits.

    Two commands at once then keep the changes of both. What is called meanwhile may hold it too.
    Where the system has no `flock` (Windows, some network drives) nothing is held.
    """
    name = os.path.realpath(folder)
    if name in _HELD.get():
        yield
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # the writing says what is wrong with it
        yield
        return
    try:
        with contextlib.suppress(OSError):
            lock(handle)
        token = _HELD.set(_HELD.get() | {name})
        try:
            yield
        finally:
            _HELD.reset(token)
    finally:
        os.close(handle)


def lock(handle: int, seconds: float | None = None) -> None:
    """Hold the open file `handle` for this process; waits for it so many `seconds`, or for ever.

    Where the system has no `flock` (Windows) nothing is held. Raises `BlockingIOError` while
    another process holds it, OSError where it cannot be held.
    """
    try:
        import fcntl
    except ImportError:
        return
    if seconds is None:
        fcntl.flock(handle, fcntl.LOCK_EX)
        return
    end = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)
        else:
            return


def write(path: Path, data: bytes, mode: int | None = None) -> None:
    """Put `data` at `path` at once: readers see the old file or the new one.

    A file that is replaced keeps its permissions, a new one gets those of `mode`, when it says
    any. What a process that was killed left in the folder goes. Raises `ToolError`; the old file
    is then as it was.
    """
    try:
        _sweep(path.parent)
        beside = path.with_name(_STAGED.format(os.getpid()))
        kept = _mode(path)
        stage(beside, data, mode=mode if kept is None else kept)
        put(beside, path)
        sync(path.parent)
    except OSError as error:
        raise failure(error, f"`{path.name}` could not be written") from None


def create(path: Path, data: bytes) -> bool:
    """Put `data` at `path` as `write` does, unless something lies there; whether it was put.

    What lies there, be it a link to nothing, stays as it is.
    """
    with alone(path.parent):
        if os.path.lexists(path):
            return False
        write(path, data)
    return True


def folder(path: Path) -> None:
    """Make the folder `path`, and those above it, where it is not there. Raises `ToolError`."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise failure(error, f"the folder `{path.name}` could not be made") from None


def _sweep(folder: Path) -> None:
    """Remove from `folder` what processes that live no more had not given its name yet."""
    with contextlib.suppress(OSError):
        for name in os.listdir(folder):  # noqa: PTH208  folders are large, and few names are ours
            if (found := _LEFT.fullmatch(name)) and not lives(int(found[1])):
                discard(folder / name)


def lives(pid: int) -> bool:
    """Whether the process `pid` has not ended; where that cannot be told, it has not."""
    if os.name == "nt":
        return True  # asking would end it
    try:
        os.kill(pid, 0)
        told = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # another's, no number of one, or a system without /proc
        return True
    return told.rpartition(")")[2].split()[0] != "Z"  # dead, and nobody has buried it yet


def _mode(path: Path) -> int | None:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return None


def stage(path: Path, data: bytes, mode: int | None = None) -> None:
    """Write `data` to the new file `path` and down to the disk. Raises OSError."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_CLOEXEC", 0)
    handle = os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o666)
    try:
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(handle, rest) :]
            if mode is not None and hasattr(os, "fchmod"):
                os.fchmod(handle, mode)
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError:
        discard(path)
        raise


def put(staged: Path, path: Path) -> None:
    """Give the staged file its name. Raises OSError, the staged file is then gone."""
    try:
        staged.replace(path)
    except OSError:
        discard(staged)
        raise


def sync(folder: Path) -> None:
    """Make the names in `folder` outlast a power cut, where the drive can. Raises OSError."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _UNSYNCED:
            raise
    finally:
        os.close(handle)


def private(folder: Path) -> None:
    """Make `folder`, and those above it, where it is not there, for nobody but the owner.

    One that lets others in is closed to them, as far as it is ours. Where the folder above it is a
    group's (its set-group-ID bit is set) the group may enter. Raises OSError.
    """
    with contextlib.suppress(FileExistsError):  # a file there is told by what comes next
        folder.parent.mkdir(parents=True)
    wanted = 0o770 if folder.parent.stat().st_mode & stat.S_ISGID else 0o700
    with contextlib.suppress(FileExistsError):
        folder.mkdir(wanted)
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode & 0o777 & ~wanted:
        with contextlib.suppress(PermissionError):  # it is another's
            folder.chmod(mode & ~0o777 | wanted & mode)


def discard(path: Path) -> None:
    """Remove a file of our own that is not wanted, if that can be done."""
    with contextlib.suppress(OSError):
        path.unlink()
