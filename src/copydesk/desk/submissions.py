"""The submissions that lie in the source folder, and nothing else that lies there."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from copydesk.desk.index import Stamp

SIDECAR: Final = ".desk.toml"

#: Endings of what goes with submissions but is none.
BESIDE: Final = (".bib", ".csl.json", ".files")

#: Folders at the top of the source that hold other things.
APART: Final = frozenset(("newsletters", "collections"))

#: The folder at the top of the source where site profiles lie; a text that lies there all
#: the same is a submission.
PROFILES: Final = "sites"


@dataclass(frozen=True, slots=True)
class Found:
    """Each submission as (path, stamp, stamp of its sidecar), sorted by path.

    Paths are relative to the desk and written with `/`; `unreadable` are folders
    that could not be looked into, `alone` sidecars without a submission.
    """

    submissions: tuple[tuple[str, Stamp, Stamp | None], ...]
    unreadable: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()


def discover(root: Path, source: str) -> Found:
    """Look for submissions below `source`, a folder of the desk at `root`.

    Sidecars, libraries, picture folders, newsletters, collections, site profiles and
    hidden files are none. Linked folders are not followed; they may lead in a circle.
    """
    stamps: dict[str, Stamp] = {}
    unreadable: list[str] = []
    top = os.path.normpath(source).replace(os.sep, "/")
    _scan(f"{root}/{top}", top, stamps, unreadable, skip=APART)
    for path in [path for path in stamps if _is_profile(path, top)]:
        del stamps[path]
    return Found(
        tuple(
            (path, stamps[path], stamps.get(path + SIDECAR))
            for path in sorted(stamps)
            if not path.endswith(SIDECAR)
        ),
        tuple(sorted(unreadable)),
        tuple(
            path
            for path in sorted(stamps)
            if path.endswith(SIDECAR) and path.removesuffix(SIDECAR) not in stamps
        ),
    )


def _is_profile(path: str, top: str) -> bool:
    if not path.startswith(f"{top}/{PROFILES}/") or path.endswith(SIDECAR):
        return False
    return path.endswith(".toml")


def _scan(
    folder: str,
    prefix: str,
    stamps: dict[str, Stamp],
    unreadable: list[str],
    skip: frozenset[str] = frozenset(),
) -> None:
    try:
        entries = os.scandir(folder)
    except FileNotFoundError:
        return
    except OSError:
        unreadable.append(prefix)
        return
    with entries:
        for entry in entries:
            name = entry.name
            if name[0] == "." or name.endswith(BESIDE):
                continue
            path = f"{prefix}/{name}"
            if entry.is_dir(follow_symlinks=False):
                if name not in skip:
                    _scan(entry.path, path, stamps, unreadable)
            elif entry.is_file():
                facts = entry.stat()
                stamps[path] = (facts.st_mtime_ns, facts.st_size)
