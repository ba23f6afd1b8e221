"""What lies in `dist/`, whatever the source folder says."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from copydesk.desk import store
from copydesk.desk.submissions import COLLECTIONS, ISSUES
from copydesk.gate import files

if TYPE_CHECKING:
    from copydesk.desk.plan import Survey


def orphans(desk: Survey) -> tuple[str, ...]:
    """Names of built articles in `dist/` that have no submission any more.

    None, when a part of the source folder could not be looked into: theirs may lie there.
    """
    if desk.unreadable:
        return ()
    known = {document.slug for document in desk.everything}
    return tuple(name for name in articles(desk.out, known) if not _lies_elsewhere(desk, name))


def _lies_elsewhere(desk: Survey, name: str) -> bool:
    """Whether it is an issue whose file was named by its path, and still lies there."""
    if not name.startswith(f"{ISSUES}/"):
        return False
    from copydesk.desk import colophon

    made = colophon.read(desk.out / name)
    return made is not None and files.is_there(desk.root / made.source)


def articles(out: Path, known: Iterable[str] = ()) -> Iterator[str]:
    """Names of the folders in `out` that hold a colophon and are not `known`, sorted."""
    passed = {store.OWN, *known}
    for prefix in ("", f"{COLLECTIONS}/", f"{ISSUES}/"):
        yield from _folders(out, prefix, passed)


def _folders(out: Path, prefix: str, passed: set[str]) -> list[str]:
    """Names of the folders below `prefix` that hold a colophon, sorted, but not the `passed`."""
    try:
        with os.scandir(f"{out}/{prefix}") as entries:
            there = sorted(
                f"{prefix}{entry.name}"
                for entry in entries
                if prefix + entry.name not in passed and entry.is_dir(follow_symlinks=False)
            )
    except OSError:
        return []
    return [name for name in there if files.is_there(out / name / store.COLOPHON)]
