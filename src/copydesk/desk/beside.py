"""The pictures that lie beside a submission, in the folder that goes with it.

`a.txt` has `a.files/`; a page that a browser saved, `a.html`, may have `a_files/` too.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, TypeAlias
from urllib.parse import unquote

from copydesk.config import Limits

#: What the folder is called after the submission's stem, and for which endings.
FOLDER: Final = ".files"
SAVED: Final = "_files"
PAGES: Final = (".html", ".htm", ".xhtml")

Beside: TypeAlias = Callable[[str], bytes | None]
"""The bytes of the picture that a line names, None when it does not lie there."""


def folders(source: str) -> tuple[str, ...]:
    """Where the pictures of the submission `source` may lie.

    >>> folders("source/quay.html"), folders("source/quay.txt")
    (('source/quay.files', 'source/quay_files'), ('source/quay.files',))
    """
    stem, _, ending = source.rpartition(".")
    stem = stem if stem and "/" not in ending else source
    saved = (stem + SAVED,) if source.lower().endswith(PAGES) else ()
    return (stem + FOLDER, *saved)


def _files(root: Path, source: str) -> Iterator[os.DirEntry[str]]:
    for folder in folders(source):
        try:
            with os.scandir(root / folder) as entries:
                yield from sorted(
                    (entry for entry in entries if entry.is_file(follow_symlinks=False)),
                    key=lambda entry: entry.name,
                )
        except OSError:
            continue


def stamp(root: Path, source: str) -> str:
    """What tells whether a file beside `source` moved; "" when there is none."""
    rows = [
        (entry.path, facts.st_mtime_ns, facts.st_size)
        for entry in _files(root, source)
        for facts in (entry.stat(),)
    ]
    return hashlib.sha256(repr(rows).encode("utf-8", "surrogatepass")).hexdigest() if rows else ""


def digest(root: Path, source: str, limits: Limits) -> str:
    """A hash of names and contents; "" when there is no file. Too large ones count by size."""
    whole = hashlib.sha256()
    found = False
    for entry in _files(root, source):
        found = True
        data = _read(entry.path, limits.picture_bytes)
        content = hashlib.sha256(data).hexdigest() if data is not None else entry.stat().st_size
        whole.update(f"{entry.name}\0{content}\n".encode("utf-8", "surrogatepass"))
    return whole.hexdigest() if found else ""


def reader(root: Path, source: str, limits: Limits) -> Beside | None:
    """What gives out the pictures beside `source`, by the last part of the name a line has.

    None when nothing lies there. All of them together are no larger than a submission may
    unpack to.
    """
    paths = {entry.name: entry.path for entry in _files(root, source)}
    if not paths:
        return None
    left = limits.expanded_bytes

    def find(name: str) -> bytes | None:
        nonlocal left
        last = name.partition("?")[0].partition("#")[0].rpartition("/")[2]
        path = paths.get(last) or paths.get(unquote(last))
        data = _read(path, min(left, limits.picture_bytes)) if path else None
        left -= len(data or b"")
        return data

    return find


def _read(path: str, limit: int) -> bytes | None:
    try:
        with Path(path).open("rb") as file:
            data = file.read(limit + 1)
    except OSError:
        return None
    return data if len(data) <= limit else None
