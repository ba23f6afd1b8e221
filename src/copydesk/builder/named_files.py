"""Files of the desk that a sidecar, collection or issue names: its style sheet, its logo, its pack.

They may lie anywhere in the desk, so the walk through the source folder does not meet them. The
`state` keeps a row for each sidecar, collection and issue: its own time and size, what it was read
with, what was learnt from it, and the name, time and size of each file that it names. While all
of these are as they were it need not be opened; a pack that moved may name others.
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
"""Time and size of a file, what it was read with, what was learnt, the stamps of what it names."""

#: A file changed so shortly before it was looked at may change again within one
#: tick of the file system's clock, and its stamp would not tell.
TICK_NS: Final = 20_000_000


def settled(stamp: Stamp, taken: int) -> Stamp:
    """`stamp`, or one that never fits when the file changed just before `taken`.

    >>> settled((1_000_000_000, 5), taken=1_000_000_001)
    (0, 5)
    """
    return (0 if taken - stamp[0] < TICK_NS else stamp[0], stamp[1])


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
    return [[name, *_stamp(os.path.join(root, name), taken)] for name in names]  # noqa: PTH118  asked in each build


def _stamp(path: str, taken: int) -> tuple[int | None, int | None]:
    mark = stamp_of(path)
    if mark is None:
        return None, None
    return settled(mark, taken) if taken else mark


def make_row(
    root: Path, seen: tuple[Stamp, int], given: str, learnt: object, names: Iterable[str]
) -> Row:
    """What is kept of a file with the stamp of `seen`, at which it was looked at a moment later."""
    mark, taken = seen
    return [*settled(mark, taken), given, learnt, stamp_files(root, names, taken)]


def is_row_settled(known: Row, root: Path, mark: Stamp, taken: int) -> bool:
    """Whether the row `known` still holds for a file that bears the stamp `mark`."""
    if (known[0], known[1]) != mark:
        return False
    files = known[4]
    return not files or bool(files == stamp_files(root, [name for name, *_ in files], taken))


def row_stamps(known: Row) -> str:
    """The stamps of what a file names, in a word; "" when it names none."""
    return repr(known[4]) if known[4] else ""


def list_named(state: BuildState) -> list[list[Any]]:
    """The stamps of all files that sidecars, collections and issues name, each once."""
    return [*{file[0]: file for known in state.memos.values() for file in known[4]}.values()]
