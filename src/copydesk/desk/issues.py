"""The files of issues: which one a name on the command line means, and where it is built."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from copydesk.config import Config
from copydesk.desk.submissions import SIDECAR, is_scratch
from copydesk.errors import UsageError
from copydesk.gate import names
from copydesk.hints import nearest

#: The folder of the source that holds issues, and that of the outputs.
NEWSLETTERS: Final = "newsletters"
BUILT: Final = "newsletter"
ENDING: Final = ".toml"


def listed(root: Path, config: Config) -> tuple[str, ...]:
    """The names of the issues in `source/newsletters/`, sorted."""
    try:
        with os.scandir(root / config.source / NEWSLETTERS) as entries:
            return tuple(sorted(
                entry.name.removesuffix(ENDING)
                for entry in entries
                if entry.name.endswith(ENDING)
                and not entry.name.endswith(SIDECAR)
                and not is_scratch(entry.name)
                and entry.is_file()
            ))  # fmt: skip
    except OSError:
        return ()


def found(root: Path, config: Config, name: str, here: Path | None = None) -> tuple[Path, str]:
    """The file of the issue that `name` means, and its stem, by which it is called.

    A name means `source/newsletters/<name>.toml` of the desk at `root`; anything else is the
    path of a file, relative to `here` or to the desk. Raises `UsageError` with the nearest name.
    """
    known = listed(root, config)
    if name in known:
        return root / config.source / NEWSLETTERS / f"{name}{ENDING}", name
    for base in dict.fromkeys((here or root, root)):
        path = Path(os.path.normpath(base / name))
        if path.is_file():
            return path, path.name.removesuffix(ENDING)
    message = f"there is no issue `{name}`"
    hint = f"write `{config.source}/{NEWSLETTERS}/<name>{ENDING}`, or name a file"
    if known and "/" not in name:
        hint = nearest(name, [*known])
    raise UsageError(message, hint=hint, code="usage.issue")


def folder(root: Path, config: Config, stem: str) -> Path:
    """Where the issue of that `stem` is built.

    >>> folder(Path("/desk"), Config(), "May 2026").as_posix()
    '/desk/dist/newsletter/may-2026'
    """
    return root / config.out / BUILT / names.slug(stem)
