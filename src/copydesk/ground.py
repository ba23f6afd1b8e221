"""Where a desk is."""

from __future__ import annotations

import contextlib
from pathlib import Path

from copydesk.errors import ConfigError
from copydesk.gate import files


def find_root(start: Path) -> Path:
    """The desk that `start` belongs to.

    It is the nearest folder upward with a `copydesk.toml`, a pyproject.toml with
    `[tool.copydesk]`, or a `source/` folder. Raises `ConfigError` when there is none.
    """
    for folder in (start, *start.parents):
        if files.is_file(folder / "copydesk.toml") or files.is_folder(folder / "source"):
            return folder
        if _is_of_desk(folder / "pyproject.toml"):
            return folder
    message = f"no desk at `{start}` or above it"
    hint = "make a folder `source/` with an article in it, or name the desk with -C"
    raise ConfigError(message, hint=hint, code="config.no-desk")


def _is_of_desk(project: Path) -> bool:
    """Whether the file `project` has settings of ours; that of others may be anything."""
    if files.is_file(project):
        with contextlib.suppress(OSError):
            return b"[tool.copydesk]" in project.read_bytes()
    return False
