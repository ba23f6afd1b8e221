"""File names out of names that others chose: slugs that are safe on every system."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

from copydesk import folding

LONGEST: Final = 80

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
    # A combining accent belongs to its letter; other foreign characters part words.
    plain = folding.plain(stem)
    name = _OTHER.sub("-", plain).strip("-")[:LONGEST].rstrip("-")
    if name and name not in RESERVED:
        return name
    # NFC, since macOS hands out decomposed file names.
    received = unicodedata.normalize("NFC", stem).encode("utf-8", "surrogatepass")
    return hashlib.sha256(received).hexdigest()[:12]


def _stem(path: str) -> str:
    name = path.rpartition("/")[2]
    stem = name.rpartition(".")[0]
    return stem or name


def assign(
    paths: Iterable[str], overrides: Mapping[str, str] | None = None
) -> tuple[dict[str, str], tuple[str, ...]]:
    """A slug of its own for each of `paths`, which stand in source order.

    `overrides` are the slugs that editors chose, by path; they are given out
    first. Returns path → slug, and the paths whose slug was already taken and
    which therefore got `-2`, `-3`, ….

    >>> assign(["source/a.txt", "source/b/A.txt"])
    ({'source/a.txt': 'a', 'source/b/A.txt': 'a-2'}, ('source/b/A.txt',))
    """
    overrides = overrides or {}
    order = list(paths)
    used = set(TAKEN)
    given: dict[str, str] = {}
    collided = set()
    last: dict[str, int] = {}
    for path in sorted(order, key=lambda path: path not in overrides):
        wanted = overrides.get(path) or slug(_stem(path))
        name, count = wanted, last.get(wanted, 1)
        while name in used:
            count += 1
            ending = f"-{count}"
            name = wanted[: LONGEST - len(ending)].rstrip("-") + ending
        last[wanted] = count
        if name != wanted:
            collided.add(path)
        used.add(name)
        given[path] = name
    return {path: given[path] for path in order}, tuple(path for path in order if path in collided)
