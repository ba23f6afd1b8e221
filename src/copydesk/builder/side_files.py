"""What lies beside a submission: a folder of pictures, a library of references.

`a.txt` has `a.files/`; a page that a browser saved, `a.html`, may have `a_files/` too. Its
library is `a.txt.bib`, or `a.bib` for all submissions of that stem; `.ris` and `.csl.json`
as well.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from copydesk.errors import Refused
from copydesk.system import companion_files

if TYPE_CHECKING:
    from copydesk import pipeline
    from copydesk.settings.limits import Limits


#: What the folder is called after the submission's stem, and for which endings.
FOLDER: Final = ".files"
SAVED: Final = "_files"
PAGES: Final = (".html", ".htm", ".xhtml")
#: Endings of pictures that can be printed.
PRINTED: Final = (".png", ".jpg", ".gif", ".webp")
#: Endings of libraries.
LIBRARIES: Final = (".bib", ".csl.json", ".ris")

Pictures: TypeAlias = Callable[[str], bytes | None]
"""The bytes of the picture that a line names, None when it does not lie there."""


def picture_folders(source: str) -> tuple[str, ...]:
    """Where the pictures of the submission `source` may lie.

    >>> picture_folders("source/quay.html"), picture_folders("source/quay.txt")
    (('source/quay.files', 'source/quay_files'), ('source/quay.files',))
    """
    stem = _stem(source)
    saved = (stem + SAVED,) if source.lower().endswith(PAGES) else ()
    return (stem + FOLDER, *saved)


def _stem(source: str) -> str:
    stem, _, ending = source.rpartition(".")
    return stem if stem and "/" not in ending else source


def library_paths(source: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Where the library of `source` may lie: those of its own name first, then of its stem.

    >>> library_paths("source/quay.txt")[0][0], library_paths("source/quay.txt")[1][2]
    ('source/quay.txt.bib', 'source/quay.ris')
    """
    own, shared = (tuple(name + ending for ending in LIBRARIES) for name in (source, _stem(source)))
    return own, shared if shared != own else ()


def find_library(root: Path, source: str, limits: Limits) -> tuple[str, bytes] | None:
    """The library beside `source`, its name and bytes; None when there is none.

    Raises `Refused` ("refuse.library") for two of them, for one that cannot be read, or one
    larger than a submission may be.
    """
    there = next((found for group in library_paths(source) if (found := _present(root, group))), ())
    if not there:
        return None
    names = " and ".join(f"`{path.rpartition('/')[2]}`" for path in there)
    if len(there) > 1:
        message = f"{names} are both next to `{source}`"
        hint = "keep the one that replaces its list"
        raise Refused(message, hint=hint, code="refuse.library")
    data = _read(str(root / there[0]), limits.file_bytes, linked=True)
    if data is None:
        message = f"{names} cannot be read, or is larger than {limits.file_bytes:,} bytes"
        hint = "make it smaller, or raise `limits.file_bytes`"
        raise Refused(message, hint=hint, code="refuse.library")
    return there[0].rpartition("/")[2], data


def _present(root: Path, paths: tuple[str, ...]) -> tuple[str, ...]:
    # A name may be too long for the system with the ending of a library; then there is none.
    return tuple(path for path in paths if companion_files.is_own(root, path))


def digest_library(root: Path, source: str, limits: Limits) -> str:
    """A hash of the names and contents of all libraries beside `source`; "" for none."""
    rows = []
    for path in (one for group in library_paths(source) for one in _present(root, group)):
        data = _read(str(root / path), limits.file_bytes, linked=True)
        rows.append((path, hashlib.sha256(data).hexdigest() if data is not None else "unread"))
    return hashlib.sha256(repr(rows).encode("utf-8", "surrogatepass")).hexdigest() if rows else ""


def load_companion_files(root: Path, source: str, limits: Limits) -> pipeline.CompanionFiles:
    """The pictures and the library that lie beside the submission `source`.

    Raises as `find_library` does.

    >>> from copydesk.settings.limits import Limits
    >>> load_companion_files(Path("nowhere"), "source/mud.txt", Limits()).library is None
    True
    """
    from copydesk import pipeline

    return pipeline.CompanionFiles(
        picture_reader(root, source, limits), find_library(root, source, limits)
    )


def list_pictures(root: Path, source: str) -> Iterator[os.DirEntry[str]]:
    """The pictures beside `source`, folder by folder, sorted by name."""
    for folder in picture_folders(source):
        yield from list_files(root / folder)


def list_files(folder: Path) -> Iterator[os.DirEntry[str]]:
    """The files in `folder`, sorted by name; none where it is not there or cannot be looked into.

    Links are none of them, and a folder that is a link holds none: it may lead anywhere.
    """
    try:
        if folder.is_symlink():
            return
        with os.scandir(folder) as entries:
            there = [entry for entry in entries if entry.is_file(follow_symlinks=False)]
    except OSError:
        return
    yield from sorted(there, key=lambda entry: entry.name)


def stamp_pictures(root: Path, source: str) -> str:
    """What tells whether a file beside `source` moved; "" when there is none."""
    asked = ((entry.path, _facts(entry)) for entry in list_pictures(root, source))
    rows = [(path, facts.st_mtime_ns, facts.st_size) for path, facts in asked if facts]
    return hashlib.sha256(repr(rows).encode("utf-8", "surrogatepass")).hexdigest() if rows else ""


def _facts(entry: os.DirEntry[str]) -> os.stat_result | None:
    """Time and size of a file; None of one that has gone since it was listed."""
    try:
        return entry.stat()
    except OSError:
        return None


def digest_pictures(root: Path, source: str, limits: Limits) -> str:
    """A hash of names and contents; "" when there is no file. Too large ones count by size."""
    whole = hashlib.sha256()
    found = False
    for entry in list_pictures(root, source):
        if (facts := _facts(entry)) is None:
            continue
        found = True
        data = _read(entry.path, limits.picture_bytes)
        content = facts.st_size if data is None else hashlib.sha256(data).hexdigest()
        whole.update(f"{entry.name}\0{content}\n".encode("utf-8", "surrogatepass"))
    return whole.hexdigest() if found else ""


def picture_reader(root: Path, source: str, limits: Limits) -> Pictures | None:
    """What gives out the pictures beside `source`, by the name a line has: see `called`.

    None when nothing lies there. All of them together are no larger than a submission may
    unpack to.
    """
    paths = {entry.name: entry.path for entry in list_pictures(root, source)}
    if not paths:
        return None
    left = limits.expanded_bytes

    def find(name: str) -> bytes | None:
        nonlocal left
        path = next((paths[one] for one in picture_names(name) if one in paths), None)
        data = _read(path, min(left, limits.picture_bytes)) if path else None
        left -= len(data or b"")
        return data

    return find


def picture_names(name: str) -> Iterator[str]:
    """What the file of the picture may be called that a line names `name`, the surest first.

    The name that tells it from all others is for those whose last part others have too.

    >>> list(picture_names("https://harbour.example/a/old%20pier.jpg?w=600"))[-2:]
    ['old%20pier.jpg', 'old pier.jpg']
    """
    from urllib.parse import unquote  # for nothing, in a build with nothing to do

    apart = unique_stem(name)
    yield from (f"{apart}{ending}" for ending in PRINTED)
    last = name.partition("?")[0].partition("#")[0].rpartition("/")[2]
    yield last
    yield unquote(last)


def unique_stem(name: str) -> str:
    """The stem of a file for the picture `name` that no other picture has."""
    return f"picture-{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:10]}"


def _read(path: str, limit: int, *, linked: bool = False) -> bytes | None:
    """The bytes of a file, None of one that is larger, gone, or a link by now."""
    flags = 0 if linked else getattr(os, "O_NOFOLLOW", 0)
    try:
        with open(path, "rb", opener=lambda name, mode: os.open(name, mode | flags)) as file:
            data = file.read(limit + 1)
    except OSError:
        return None
    return data if len(data) <= limit else None
