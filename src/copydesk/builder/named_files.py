"""Files of the desk that a sidecar, collection or issue names: its style sheet, its logo, its pack.

They may lie anywhere in the desk, so the walk through the source folder does not meet them. The
`state` keeps a row for each sidecar, collection and issue: what was learnt from it, what it was
read with, and the name, time and size of it and of each file that it names. While all of these are
as they were it need not be opened; a pack that moved may name others.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from copydesk.builder.state import BuildState

Stamp: TypeAlias = tuple[int, int]
"""`st_mtime_ns` and `st_size`."""

Row: TypeAlias = list[Any]
"""What was learnt from a file, what it was read with, the stamps of it and of what it names."""

#: A file changed so shortly before it was looked at may change again within one
#: tick of the file system's clock, and its stamp would not tell.
TICK_NS: Final = 20_000_000


def lasting(stamp: Stamp, taken: int) -> Stamp:
    """`stamp`, or one that no other look gives when the file changed just before `taken`.

    >>> lasting((1_000_000_000, 5), taken=1_000_000_001)
    (-1000000001, 5)
    """
    return stamp if taken - stamp[0] >= TICK_NS else (-taken, stamp[1])


def stamp_of(path: Path | str) -> Stamp | None:
    """The stamp of the file at `path`, None when there is none."""
    try:
        facts = os.stat(path)  # noqa: PTH116  asked in each build
    except (OSError, ValueError):
        return None
    return (facts.st_mtime_ns, facts.st_size)


def find_named(root: Path, settings: Mapping[str, Any], origin: str) -> tuple[str, ...]:
    """The files that `settings`, which lie over those of the desk at `root`, name of themselves.

    Raises `ConfigError` for settings that cannot be; `origin` says in messages whose they are.
    """
    if not settings:
        return ()
    from copydesk.config import Config, for_article

    own = for_article(Config(root=str(root)), settings, origin)
    return tuple(dict.fromkeys((*own.files(), *own.packs)))


def stamp_files(root: Path, names: Iterable[str], taken: int = 0) -> list[list[Any]]:
    """Each of `names` with its time and size; with None for both where there is no such file.

    A time shortly before `taken` is one that never fits again.
    """
    found = ((name, stamp_of(os.path.join(root, name))) for name in names)  # noqa: PTH118  asked in each build
    return [
        [name, *(lasting(mark, taken) if taken else mark)] if mark else [name, None, None]
        for name, mark in found
    ]


def list_named(state: BuildState) -> list[list[Any]]:
    """The stamps of all files that sidecars, collections and issues name, each once."""
    rows = state.memos.values()
    return [*{file[0]: file for _, _, stamps in rows for file in stamps[1:]}.values()]
