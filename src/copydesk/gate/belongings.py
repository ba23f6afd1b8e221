"""What belongs to the desk: files that its settings name, and what links in it may lead to."""

from __future__ import annotations

import os
import stat
from itertools import takewhile
from pathlib import Path
from typing import Final

from copydesk.errors import ConfigError

_HINT: Final = "its path is relative to the desk's folder"


def read(root: str, name: str, most: int) -> bytes:
    """The bytes of the file `name` of the desk at `root`.

    Raises `ConfigError` for one that cannot be read, that has more than `most` bytes, that is
    a device or the like, or that lies outside the desk, be it by a link: editions are made of
    the desk alone, and a sidecar shall not fetch anything from elsewhere on the machine.
    """
    place = Path(root, name)
    try:
        place = place.resolve(strict=True)
        if not place.is_relative_to(Path(root).resolve()):
            raise _fault(name, "lies outside the desk", "copy it into the desk's folder")
        about = place.stat()
        if not stat.S_ISREG(about.st_mode):
            raise _fault(name, "is no file", _HINT)
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
    path = f"{root}/{name}"
    try:
        mode = os.lstat(path).st_mode
        if not stat.S_ISLNK(mode):
            return stat.S_ISREG(mode)
        end = Path(path).resolve(strict=True)
        folders = name.split("/")[:-1]
        above = sum(1 for _ in takewhile("..".__eq__, folders))
        homes = (Path(root), Path(root, *folders[: above + 1]))
        return end.is_file() and any(end.is_relative_to(home.resolve()) for home in homes)
    except (OSError, RuntimeError, ValueError):  # nothing there, links in a ring, a NUL
        return False


def _fault(name: str, what: str, hint: str) -> ConfigError:
    return ConfigError(f"`{name}` {what}", hint=hint, code="config.read")
