"""Where a desk is."""

from __future__ import annotations

from pathlib import Path

from copydesk.errors import ConfigError


def find_root(start: Path) -> Path:
    """The desk that `start` belongs to.

    It is the nearest folder upward with a `copydesk.toml`, a pyproject.toml with
    `[tool.copydesk]`, or a `source/` folder. Raises `ConfigError` when there is none.
    """
    for folder in (start, *start.parents):
        if (folder / "copydesk.toml").is_file() or (folder / "source").is_dir():
            return folder
        project = folder / "pyproject.toml"
        if project.is_file() and "[tool.copydesk]" in project.read_text(encoding="utf-8"):
            return folder
    message = f"no desk at `{start}` or above it"
    hint = "make a folder `source/` with an article in it, or name the desk with -C"
    raise ConfigError(message, hint=hint, code="config.no-desk")
