"""Hashes of what outputs are made from."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from copydesk.config import Config


def base(settings: str, config: Config, code: str, tools: tuple[tuple[str, str], ...]) -> str:
    """Everything but the submission that decides the outputs, in one hash."""
    parts = (settings, config.formats, config.limits, code, tools)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:20]


def fingerprint(root: Path, config: Config) -> str:
    """A hash of the settings and of the desk's own files they name."""
    result = config.fingerprint()
    if named := config.files():
        # A pipe or device would be read without end; what it is, the build says.
        contents = "".join(digest(root / name) for name in named if (root / name).is_file())
        result = hashlib.sha256(f"{result}{contents}".encode()).hexdigest()
    return result


def digest(path: Path, limit: int = 0) -> str:
    """The SHA-256 of a file; of its size alone when it is larger than `limit` bytes."""
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if limit and size > limit:
                return f"size {size}"
            return hashlib.sha256(file.read()).hexdigest()
    except OSError:
        return ""
