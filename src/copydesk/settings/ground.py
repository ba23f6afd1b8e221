"""The location of a desk."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from copydesk.errors import ConfigError
from copydesk.system import files

#: The file that holds the settings, and another that may hold them in a table, or tables of it.
SETTINGS: Final = "copydesk.toml"
PROJECT: Final = "pyproject.toml"


def find_root(start: Path) -> Path:
    """Find the root of the desk that `start` belongs to.

    It is the nearest folder upward with settings or a `source/` folder. Raises `ConfigError` when
    there is none, and as `find_settings` does.
    """
    for folder in (start, *start.parents):
        if find_settings(folder) or files.is_folder(folder / "source"):
            return folder
    message = f"no desk at `{start}` or above it"
    hint = "`copydesk init` creates one here; -C DIR names one elsewhere"
    raise ConfigError(message, hint=hint, code="config.no-desk")


def find_settings(folder: Path) -> str:
    """Find the settings file in `folder`; "" if there is none.

    A project of others may be anything, one that cannot be read too. Raises `ConfigError` for one
    that names copydesk and is not TOML.
    """
    if files.is_file(folder / SETTINGS):
        return SETTINGS
    data = b""
    with contextlib.suppress(OSError):
        data = (folder / PROJECT).read_bytes() if files.is_file(folder / PROJECT) else b""
    if b"copydesk" not in data:
        return ""
    from copydesk.system import toml  # for who keeps the settings there

    try:
        return PROJECT if find_table(toml.loads(data.decode("utf-8-sig"))) is not None else ""
    except ValueError as error:
        message = f"`{folder / PROJECT}` names copydesk and is not valid TOML: {error}"
        hint = "correct it, or put the settings into a copydesk.toml"
        raise ConfigError(message, hint=hint, code="config.syntax") from None


def find_table(project: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Find the table `[tool.copydesk]` of a pyproject.toml; None if there is none.

    >>> find_table({"tool": {"copydesk": {"source": "texts"}}})
    {'source': 'texts'}
    """
    tools = project.get("tool")
    own = tools.get("copydesk") if isinstance(tools, Mapping) else None
    return own if isinstance(own, Mapping) else None
