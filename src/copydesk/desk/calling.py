"""What the submissions of a desk are called, by their files and by their sidecars."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path

from copydesk.config import Config
from copydesk.desk import belonging
from copydesk.desk import index as stamps
from copydesk.desk.index import Index, Stamp
from copydesk.desk.submissions import COLLECTIONS, ISSUES, SIDECAR, Found, discover
from copydesk.errors import CopydeskError
from copydesk.gate import names


def called(root: Path, config: Config) -> tuple[str, ...]:
    """The slugs of all articles, collections and issues of the desk at `root`.

    Neither code nor outputs are looked at, so that a shell may ask at each press of a key.
    """
    found = discover(root, config.source)
    index = stamps.load(root / config.out)
    slugs = names_of(root, config, found, index, time.time_ns())[1]
    groups = ((COLLECTIONS, found.collections), (ISSUES, found.issues))
    bound = (
        f"{group}/{names.slug(names.stem_of(path))}" for group, rows in groups for path, _ in rows
    )
    return (*slugs.values(), *bound)


def names_of(
    root: Path, config: Config, found: Found, index: Index, taken: int
) -> tuple[Mapping[str, tuple[str, str]], Mapping[str, str], tuple[str, ...]]:
    """Of what was `found` at the time `taken`: what sidecars tell, slugs, and whose was taken.

    A sidecar tells its slug, or "", and the `Document.named` of its submission.
    """
    listed, most = found.submissions, config.limits.sidecar_bytes
    told = {path: _told(root, path, (side, taken), index, most) for path, _, side in listed if side}
    overrides = {path: slug for path, (slug, _) in told.items() if slug}
    top = os.path.normpath(config.source).replace(os.sep, "/")
    return (told, *names.assign([path for path, _, _ in listed], overrides, top))


def _told(
    root: Path, path: str, mark: tuple[Stamp, int], index: Index, most: int
) -> tuple[str, str]:
    """The slug that the sidecar of `path` asks for, or "", and the `Document.named` of it.

    `mark` is the stamp that it bears, and when that was looked at; it may have `most` bytes.
    """
    side, taken = mark
    known = index.sidecars.get(path)
    if known and belonging.is_settled(known, root, side, taken):
        return str(known[2]), belonging.spoken(known)
    from copydesk import sidecar

    name, wanted = path + SIDECAR, ""
    try:
        read = sidecar.load(root / name, name, most)
        wanted = read.decisions.slug
        named = belonging.named(root, read.settings, name)
    except CopydeskError:
        return wanted, ""  # the build of this document says what is wrong
    index.sidecars[path] = row = belonging.row(root, mark, wanted, named)
    index.dirty = True
    return wanted, belonging.spoken(row)
