"""A seal on a desk where nothing is stale: while it fits, a build has nothing to do.

The index knows each article, and what of it is stale; to ask it about ten thousand takes a
third of a second. The seal only knows whether anything moved at all, which takes half of that:
one hash stands for every file and folder below the source, and the outputs are a list of names
and a row of numbers. Files elsewhere that a sidecar or a collection names have rows of their
own. It is put on after a build that left nothing to do or to say. Where it does not fit, or
there is none, the survey finds out what there is to do.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from array import array
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from copydesk.desk import belonging, fingerprints, index, store, versions

if TYPE_CHECKING:
    from copydesk.config import Config
    from copydesk.desk.plan import Survey
    from copydesk.desk.report import Report

NAME: Final = f"{store.OWN}/seal"
VERSION: Final = 1
#: The page of all articles, which a build makes anew when it is gone.
PAGE: Final = "index.html"

#: What became of documents of a desk that may be sealed.
_DONE: Final = frozenset(("up to date", "built", "built with queries"))


@dataclass(frozen=True, slots=True)
class Look:
    """The source folder at one moment: a hash of all that lies there, and the latest stamp."""

    digest: str
    newest: int


def look(folder: str) -> Look | None:
    """Everything that lies below `folder`; None where it cannot be told from its stamps.

    So it is when something cannot be looked into, and when a link leads to a folder, which
    may hold pictures whose stamps are not seen.
    """
    names: list[str] = []
    numbers: list[int] = []
    try:
        _walk(folder, names, numbers)
    except OSError:
        return None
    found = hashlib.sha256("\0".join(names).encode("utf-8", "surrogatepass"))
    found.update(array("q", numbers).tobytes())
    return Look(found.hexdigest(), max(numbers[::2], default=0))


def _walk(folder: str, names: list[str], numbers: list[int]) -> None:
    """Enter the files below `folder` with their times and sizes, and the folders by name."""
    deeper = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.is_symlink():
                    raise NotADirectoryError(entry.path)
                deeper.append(entry.path)
                continue
            facts = entry.stat()
            names.append(entry.name)
            numbers.append(facts.st_mtime_ns)
            numbers.append(facts.st_size)
    for path in deeper:
        names.append(f"{path}/")
        _walk(path, names, numbers)


def resting(root: Path, config: Config) -> int | None:
    """How many documents the desk at `root` has, if its seal fits; None when it must be surveyed.

    Reads and changes nothing else.
    """
    out = root / config.out
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        head, names, stamps = _read(out)
        known = (head["code"][0], head["code"][1])
        if (
            head["version"] == VERSION
            and versions.code(known) == known
            and head["base"] == _base(root, config, known[1])
            and head["source"] == _hash_of(look(f"{root}/{config.source}"))
            and head["named"] == belonging.stamps(root, [name for name, *_ in head["named"]])
            and not store.leftovers(out)
            and _stamps(out, names) == stamps
        ):
            return int(head["documents"])
    return None


def put_on(desk: Survey, seen: Look | None, report: Report) -> None:
    """Seal the desk, if `report` leaves nothing to do or to say. Raises `ToolError`.

    `seen` is what the source looked like before the survey.
    """
    entries = [desk.index.articles.get(one.slug) for one in desk.everything]
    told = report.orphans or report.notes or report.interrupted or not entries
    if seen is None or told or desk.taken - seen.newest < index.TICK_NS or not all(entries):
        return
    if any(outcome.status not in _DONE for outcome in report.outcomes):
        return
    paths, numbers = [], []
    for one, entry in zip(desk.everything, entries, strict=True):
        for name, stamp in (entry or {})["files"].items():
            paths.append(f"{one.slug}/{name}")
            numbers += stamp
    head = {
        "version": VERSION,
        "code": desk.index.code,
        "base": desk.base,
        "source": seen.digest,
        "named": belonging.rows(desk.index),
        "documents": len(desk.everything),
    }
    others = [".", PAGE]  # what is laid into or taken out of the folder changes its own stamp
    content = "\0".join((json.dumps(head), *paths, *others)).encode("utf-8", "surrogateescape")
    row = array("q", numbers).tobytes() + _stamps(desk.out, others)
    store.keep(desk.out, {NAME: len(content).to_bytes(8, "little") + content + row})


def told(count: int) -> str:
    """What is said of a desk of `count` documents on which nothing is stale.

    >>> told(1_200)
    '1,200 documents: 1,200 up to date; nothing is stale'
    """
    return f"{count:,} document{'' if count == 1 else 's'}: {count:,} up to date; nothing is stale"


def _read(out: Path) -> tuple[dict[str, Any], list[str], bytes]:
    """The head of the seal, the outputs it knows, and their times and sizes."""
    data = (out / NAME).read_bytes()
    end = 8 + int.from_bytes(data[:8], "little")
    head, *names = data[8:end].decode("utf-8", "surrogateescape").split("\0")
    return json.loads(head), names, data[end:]


def _stamps(out: Path, names: list[str]) -> bytes:
    """The times and sizes of `names` in `out`. Raises OSError when one is not there."""
    stat, numbers = os.stat, array("q")
    folder = os.open(out, os.O_RDONLY)
    try:
        for name in names:
            facts = stat(name, dir_fd=folder)  # the way to it is gone once
            numbers.append(facts.st_mtime_ns)
            numbers.append(facts.st_size)
    finally:
        os.close(folder)
    return numbers.tobytes()


def _base(root: Path, config: Config, code: str) -> str:
    settings = fingerprints.settings(root, config)
    return fingerprints.base(settings, config, code, versions.tools())


def _hash_of(seen: Look | None) -> str:
    return "" if seen is None else seen.digest
