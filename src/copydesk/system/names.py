"""File names out of names that others chose: slugs that are safe on every system.

A slug hangs on the paths of the desk and on nothing that was built before: the same
submissions have the same outputs, whatever lay in `dist/`. So a new file may take the name
of one that comes after it; that it takes no more than one is why folders, and not numbers,
tell equal names apart. The desk reports it, and a `slug` in the sidecar holds a name.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

from copydesk.language import folding

LONGEST: Final = 80
#: A name that somebody still likes to type.
_HANDY: Final = 60

SLUG: Final = re.compile(r"[a-z0-9-]{1,80}")

#: Stems that Windows keeps for devices (after folding, so `COM¹` is `com1`).
RESERVED: Final = frozenset(
    (
        *("con", "prn", "aux", "nul", "conin", "conout", "clock"),
        *(f"{device}{digit}" for device in ("com", "lpt") for digit in range(10)),
    )
)

#: Folders of `dist/` that are no article's.
TAKEN: Final = frozenset(("newsletter", "collections"))

_OTHER: Final = re.compile(r"[^a-z0-9]+")


def slug(stem: str) -> str:
    """The slug of a source file's stem: `[a-z0-9-]{1,80}`, the same on every machine.

    A stem that folds to nothing, or to a name that Windows reserves, becomes a
    hash of the stem.

    >>> slug("Café Society – Part Ⅱ"), slug("NUL"), slug("中国")
    ('cafe-society-part-ii', 'ae6de1827cfc', 'f0e9521611bb')
    """
    name = _folded(stem)[:LONGEST].rstrip("-")
    if name and name not in RESERVED:
        return name
    return _hash(stem)


def telling(words: str) -> str:
    """A stem for a file out of `words`, such as a title, cut at a word; "" when none remains.

    >>> telling("Café Society – Part Ⅱ: " + "a very long way down " * 4)
    'cafe-society-part-ii-a-very-long-way-down-a-very-long-way'
    >>> telling("中国"), telling("NUL")
    ('', '')
    """
    name = _folded(words)
    if len(name) > _HANDY:
        name = name[: _HANDY + 1].rpartition("-")[0] or name[:_HANDY]
    return "" if name in RESERVED else name


def _folded(words: str) -> str:
    # A combining accent belongs to its letter; other foreign characters part words.
    return _OTHER.sub("-", folding.fold_text(words)).strip("-")


def _hash(stem: str) -> str:
    # NFC, since macOS hands out decomposed file names.
    received = unicodedata.normalize("NFC", stem).encode("utf-8", "surrogatepass")
    return hashlib.sha256(received).hexdigest()[:12]


def stem_of(path: str) -> str:
    """The name of the file at `path` without its ending.

    >>> stem_of("source/quay.desk.txt"), stem_of("source/quay")
    ('quay.desk', 'quay')
    """
    name = path.rpartition("/")[2]
    return name.rpartition(".")[0] or name


def is_cipher(name: str, path: str) -> bool:
    """Whether the slug `name` of the file at `path` is a hash, in which nobody knows it again.

    >>> is_cipher("f0e9521611bb", "source/中国.txt"), is_cipher("quay", "source/quay.txt")
    (True, False)
    """
    return name.startswith(_hash(stem_of(path)))


def assign(
    paths: Iterable[str], overrides: Mapping[str, str] | None = None, top: str = "source"
) -> tuple[dict[str, str], tuple[str, ...]]:
    """A slug of its own for each of `paths`, which stand in source order below the folder `top`.

    `overrides` are the slugs that editors chose, by path; they are given out first, then
    to one of each stem its own: the least deep, and the first of these. Of the others each
    gets the names of the folders it lies in behind it, the nearest first, so that a new file
    renames no others; `-2`, `-3`, … where the other lies in the same folder, or that is taken
    too. Returns path → slug, and the paths whose own slug was taken.

    >>> assign(["source/Z/a.txt", "source/a.txt", "source/b/A.txt", "source/b/a.html"])[0].values()
    dict_values(['a-z', 'a', 'a-b', 'a-b-2'])
    """
    order = list(paths)
    wanted = {path: slug(stem_of(path)) for path in order} | dict(overrides or {})
    holders = dict.fromkeys(TAKEN, "")
    given: dict[str, str] = {}
    waiting: list[str] = []
    for path in sorted(order, key=lambda path: (path not in (overrides or {}), path.count("/"))):
        if wanted[path] in holders:
            waiting.append(path)
        else:
            holders[wanted[path]] = path
            given[path] = wanted[path]
    last: dict[str, int] = {}
    for path in waiting:
        name = _beside(path, wanted[path], holders, top)
        base, count = name, last.get(name, 1)
        while name in holders:
            count += 1
            ending = f"-{count}"
            name = base[: LONGEST - len(ending)].rstrip("-") + ending
        last[base] = count
        holders[name] = path
        given[path] = name
    return {path: given[path] for path in order}, tuple(
        path for path in order if given[path] != wanted[path]
    )


def _beside(path: str, name: str, holders: Mapping[str, str], top: str) -> str:
    """`name` with the folders of `path` behind it, as many as make it free."""
    folder = path.rpartition("/")[0]
    if holders[name].rpartition("/")[0] == folder:
        return name
    inner = folder.removeprefix(top).strip("/")
    longer = name
    for each in reversed(inner.split("/") if inner else []):
        longer = f"{longer}-{slug(each)}"[:LONGEST].rstrip("-")
        if longer not in holders or holders[longer].rpartition("/")[0] == folder:
            return longer
    return longer
