"""What belongs to the desk: files that its settings name, and what links in it may lead to."""

from __future__ import annotations

import errno
import os
import stat
from itertools import takewhile
from pathlib import Path
from typing import BinaryIO, Final

from copydesk.errors import ConfigError, ToolError

_HINT: Final = "its path is relative to the desk's folder"
#: What systems answer when a link is opened that is not to be followed.
_LINKED: Final = frozenset((errno.ELOOP, errno.EMLINK, getattr(errno, "EFTYPE", errno.ELOOP)))


def read(root: str, name: str, most: int) -> bytes:
    """The bytes of the file `name` of the desk at `root`.

    Raises `ConfigError` for one that cannot be read, that has more than `most` bytes, that is
    a device or the like, or that is outside the desk, be it by a link: editions are made of
    the desk alone, and a sidecar shall not fetch anything from elsewhere on the machine.
    """
    place = Path(root, name)
    try:
        place = place.resolve(strict=True)
        if not place.is_relative_to(Path(root).resolve()):
            raise _fault(name, "is outside the desk", "copy it into the desk's folder")
        about = place.stat()
        if not stat.S_ISREG(about.st_mode):
            raise _fault(name, "is not a file", _HINT)
        if about.st_size > most:
            raise _fault(name, f"is larger than {most:,} bytes", "make it smaller")
        return place.read_bytes()
    except (OSError, RuntimeError, ValueError) as error:  # links in a ring, a name with a NUL
        why = getattr(error, "strerror", None) or error
        raise _fault(name, f"cannot be read: {why}", _HINT) from None


def is_own(root: str | Path, name: str) -> bool:
    """Whether the file `name` (relative to `root`, with `/`) is one of the desk at `root`.

    A link counts when a file of the desk is where it ends: whoever unpacks what a stranger sent
    publishes nothing that lies elsewhere on the machine. Pipes and devices are no files. The
    folders of `name` are taken as they are; the outermost, `source/` or wherever the settings say
    that it lies, may be a link or beside the desk, and is the desk's too.
    """
    try:
        return _end(root, name) is not None
    except (OSError, RuntimeError, ValueError):  # nothing there, links in a ring, a NUL
        return False


def opened(root: str | Path, name: str) -> BinaryIO:
    """The file `name` of the desk at `root`, open for reading, if it is one that `is_own` means.

    What was found may be another thing when it is read: whoever puts a link or a pipe in its place
    meanwhile has nothing else read. Raises `ToolError` for such a one, and OSError.
    """
    try:
        end = _end(root, name)
    except (RuntimeError, ValueError):
        raise _foreign(root, name) from None
    if end is None:
        raise _foreign(root, name)
    flags = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(end, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | flags)
    except OSError as error:
        if error.errno in _LINKED:
            raise _foreign(root, name) from None
        raise
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise _foreign(root, name)
    return os.fdopen(handle, "rb")


def _end(root: str | Path, name: str) -> Path | None:
    """Where the file `name` lies, None for what is none of the desk's. Raises as `resolve` does."""
    path = Path(f"{root}/{name}")
    mode = path.lstat().st_mode
    if not stat.S_ISLNK(mode):
        return path if stat.S_ISREG(mode) else None
    end = path.resolve(strict=True)
    folders = name.split("/")[:-1]
    above = sum(1 for _ in takewhile("..".__eq__, folders))
    homes = (Path(root), Path(root, *folders[: above + 1]))
    inside = end.is_file() and any(end.is_relative_to(home.resolve()) for home in homes)
    return end if inside else None


def check_folders(root: str | Path, name: str) -> None:
    """Raise `ToolError` where a folder of `name` is a link, as no build finds a submission in one.

    The outermost may be, as `is_own` says. It is for whoever found the file long ago.
    """
    folders = name.split("/")[:-1]
    outermost = 1 + sum(1 for _ in takewhile("..".__eq__, folders))
    for count in range(outermost + 1, len(folders) + 1):
        folder = "/".join(folders[:count])
        if os.path.islink(f"{root}/{folder}"):  # noqa: PTH114  never raises
            message = f"the folder `{folder}` is now a link, which is not followed"
            raise ToolError(message, hint="put the folder itself there", code="desk.unreadable")


def to_write(root: str | Path, name: str) -> Path:
    """Where the file `name` of the desk at `root` is written, which need not be there yet.

    Raises `ToolError` for what lies there and is none that `is_own` means: what a link leads to is
    not ours to take, and who reads a pipe waits for ever.
    """
    path = f"{root}/{name}"
    if os.path.lexists(path) and not is_own(root, name):
        raise _foreign(root, name)
    return Path(path)


def _foreign(root: str | Path, name: str) -> ToolError:
    path = f"{root}/{name}"
    if not os.path.islink(path):  # noqa: PTH114  never raises
        what = "is not a file"
    elif os.path.exists(path):  # noqa: PTH110  never raises
        what = "is a link that leads out of the desk"
    else:
        what = "is a link that leads nowhere"
    return ToolError(f"`{name}` {what}", hint="put the file itself there", code="desk.unreadable")


def _fault(name: str, what: str, hint: str) -> ConfigError:
    return ConfigError(f"`{name}` {what}", hint=hint, code="config.read")
