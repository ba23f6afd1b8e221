"""Files of the desk that a sidecar, collection or issue names: its style sheet, its logo, its pack.

They may lie anywhere in the desk, so the walk through the source folder does not meet them. The
index keeps a row for each of these: its own time and size, what was learnt from
it, and the name, time and size of each file that it names. While all of these are as they were
it need not be opened; a pack that moved may name others.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from copydesk.builder.index import Index, Stamp


Row: TypeAlias = list[Any]
"""Time and size of a file that was read, what was learnt from it, the `stamps` of what it names."""


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
    return [[name, *_stamp(os.path.join(root, name), taken)] for name in names]  # noqa: PTH118  asked in each build


def _stamp(path: str, taken: int) -> tuple[int | None, int | None]:
    try:
        facts = os.stat(path)  # noqa: PTH116  as above
    except (OSError, ValueError):
        return None, None
    mark = (facts.st_mtime_ns, facts.st_size)
    return _settled(mark, taken) if taken else mark


def _settled(mark: Stamp, taken: int) -> Stamp:
    from copydesk.builder import index  # which a build with nothing to do does without

    return index.settled(mark, taken)


def make_row(root: Path, read: tuple[Stamp, int], learnt: object, names: Iterable[str]) -> Row:
    """What is kept of a file with the stamp of `read`, at which it was looked at a moment later."""
    mark, taken = read
    return [*_settled(mark, taken), learnt, stamp_files(root, names, taken)]


def is_row_settled(known: Row, root: Path, mark: Stamp, taken: int) -> bool:
    """Whether the row `known` still holds for a file that bears the stamp `mark`."""
    if (known[0], known[1]) != mark:
        return False
    files = known[3]
    return not files or files == stamp_files(root, [name for name, *_ in files], taken)


def row_stamps(known: Row) -> str:
    """The stamps of what a file names, as `Document.named` has them."""
    return repr(known[3]) if known[3] else ""


def list_named(index: Index) -> list[list[Any]]:
    """The stamps of all files that sidecars, collections and issues name, each once."""
    every = (*index.sidecars.values(), *index.collections.values(), *index.issues.values())
    return [*{file[0]: file for known in every for file in known[3]}.values()]
