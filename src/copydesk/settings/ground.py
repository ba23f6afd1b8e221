"""The location of a desk."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from typing import Final

from copydesk.errors import ConfigError
from copydesk.system import files

#: The file that holds the settings, and another that may hold them in a table, or tables of it.
SETTINGS: Final = "copydesk.toml"
PROJECT: Final = "pyproject.toml"
_TABLE: Final = re.compile(rb"(?m)^[ \t]*+\[[ \t]*+tool[ \t]*+\.[ \t]*+copydesk[ \t]*+[.\]]")


def find_root(start: Path) -> Path:
    """Find the root of the desk that `start` belongs to.

    It is the nearest folder upward with a `copydesk.toml`, a pyproject.toml with
    `[tool.copydesk]`, or a `source/` folder. Raises `ConfigError` when there is none.
    """
    for folder in (start, *start.parents):
        if find_settings(folder) or files.is_folder(folder / "source"):
            return folder
    message = f"no desk at `{start}` or above it"
    hint = "`copydesk init` creates one here; -C DIR names one elsewhere"
    raise ConfigError(message, hint=hint, code="config.no-desk")


def find_settings(folder: Path) -> str:
    """Find the settings file in `folder`; "" if there is none.

    A project of others may be anything, one that cannot be read too. Ours has `[tool.copydesk]`
    or a table below it.
    """
    if files.is_file(folder / SETTINGS):
        return SETTINGS
    if files.is_file(folder / PROJECT):
        with contextlib.suppress(OSError):
            return PROJECT if _TABLE.search((folder / PROJECT).read_bytes()) else ""
    return ""
