"""Files of the desk that its settings name: its style sheet, its logo."""

from __future__ import annotations

import stat
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


def _fault(name: str, what: str, hint: str) -> ConfigError:
    return ConfigError(f"`{name}` {what}", hint=hint, code="config.read")
