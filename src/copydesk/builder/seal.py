"""A seal on a desk where nothing is stale: while it fits, a build has nothing to do.

The index knows each article, and what of it is stale; to ask it about ten thousand takes a
third of a second. The seal only knows whether anything moved at all, which takes half of that:
one hash stands for every file and folder below the source, and the outputs are a list of names
and a row of numbers. Files elsewhere that a sidecar or a collection names have rows of their
own. It is put on after a build that left nothing to do or to say. Where it does not fit, or
there is none, the survey finds out what there is to do.

To import and read the settings takes a third of the time of a small desk. So the seal also
knows the files that they come from; while these too are as they were, nothing else of copydesk
is imported than this module and what it needs.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from array import array
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from copydesk.builder import inputs, named_files, store, versions
from copydesk.errors import ConfigError

if TYPE_CHECKING:
    from copydesk.builder.report import Report
    from copydesk.builder.survey import Survey
    from copydesk.config import Config


NAME: Final = f"{store.OWN}/seal"
VERSION: Final = 3
#: Where the outputs are, unless the settings say otherwise.
OUT: Final = "dist"
#: Either may hold the desk's settings.
_SETTINGS: Final = ("copydesk.toml", "pyproject.toml")
#: The page of all articles, which a build makes anew when it is gone.
PAGE: Final = "index.html"

#: What became of documents of a desk that may be sealed.
_DONE: Final = frozenset(("up to date", "built", "built with queries"))


class Look(NamedTuple):
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


class _Seal(NamedTuple):
    """What a seal says: its head, the outputs it knows, and their times and sizes."""

    head: dict[str, Any]
    names: list[str]
    stamps: bytes


def untouched_documents(root: Path) -> int | None:
    """How many documents the desk at `root` has, if its seal fits and its settings are the same.

    0 if something has moved; None when only the settings can tell, which `resting` asks.
    """
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        seal = _read(root / OUT)
        own = seal.head["settings"]
        if own and _is_as_it_was(root, own):
            fits = _fits(seal, root, root / OUT, own["source"])
            return int(seal.head["documents"]) if fits else 0
    return None


def resting_documents(root: Path, config: Config) -> int | None:
    """How many documents the desk at `root` has, if its seal fits; None when it must be surveyed.

    Reads and changes nothing else.
    """
    out = root / config.out
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        seal = _read(out)
        same = seal.head["base"] == _base(root, config, seal.head["code"][1])
        same = same and seal.head["newsletter"] == inputs.fingerprint_newsletter(config)
        if same and _fits(seal, root, out, config.source):
            return int(seal.head["documents"])
    return None


def _fits(seal: _Seal, root: Path, out: Path, source: str) -> bool:
    """Whether copydesk itself, the files that were read and the outputs are as they were."""
    head = seal.head
    known = (head["code"][0], head["code"][1])
    return bool(
        head["version"] == VERSION
        and versions.code_version(known) == known
        and head["source"] == _hash_of(look(f"{root}/{source}"))
        and head["named"] == named_files.stamp_files(root, [name for name, *_ in head["named"]])
        and not store.has_leftovers(out)
        and _stamps(out, seal.names) == seal.stamps
    )


def _is_as_it_was(root: Path, own: dict[str, Any]) -> bool:
    """Whether the settings, of which the head of the seal says `own`, and the tools are."""
    files = [name for name, *_ in own["files"]]
    tools = [list(tool) for tool in versions.tool_versions()]
    return bool(own["files"] == named_files.stamp_files(root, files) and own["tools"] == tools)


def _own_settings(desk: Survey) -> dict[str, Any] | None:
    """What `_is_as_it_was` has to know; None for settings that the files alone do not give.

    The stamps are taken first and the settings read again: that these are still the ones of
    the build shows that the files have not changed between the two.
    """
    from copydesk import config

    names = (*_SETTINGS, *desk.config.packs, *desk.config.files())
    files = named_files.stamp_files(desk.root, names, time.time_ns())
    try:
        now = config.load(desk.root)
    except ConfigError:
        return None
    if (now, desk.root / OUT) != (desk.config, desk.out) or now.out != OUT:
        return None
    if inputs.fingerprint_settings(desk.root, now) != desk.settings:
        return None
    return {"files": files, "source": now.source, "tools": desk.tools}


def put_on(desk: Survey, seen: Look | None, report: Report) -> None:
    """Seal the desk, if `report` leaves nothing to do or to say. Raises `ToolError`.

    `seen` is what the source looked like before the survey.
    """
    from copydesk.builder import index

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
        "newsletter": inputs.fingerprint_newsletter(desk.config),
        "settings": _own_settings(desk),
        "source": seen.digest,
        "named": named_files.list_named(desk.index),
        "documents": len(desk.everything),
    }
    others = [".", PAGE]  # what is laid into or taken out of the folder changes its own stamp
    content = "\0".join((json.dumps(head), *paths, *others)).encode("utf-8", "surrogateescape")
    row = array("q", numbers).tobytes() + _stamps(desk.out, others)
    store.keep_files(desk.out, {NAME: len(content).to_bytes(8, "little") + content + row})


def say_untouched(count: int) -> str:
    """What is said of a desk of `count` documents on which nothing is stale.

    >>> say_untouched(1_200)
    '1,200 documents: 1,200 up to date; nothing is stale'
    """
    return f"{count:,} document{'' if count == 1 else 's'}: {count:,} up to date; nothing is stale"


def _read(out: Path) -> _Seal:
    data = (out / NAME).read_bytes()
    end = 8 + int.from_bytes(data[:8], "little")
    head, *names = data[8:end].decode("utf-8", "surrogateescape").split("\0")
    return _Seal(json.loads(head), names, data[end:])


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
    settings = inputs.fingerprint_settings(root, config)
    return inputs.shared_digest(settings, config, code, versions.tool_versions())


def _hash_of(seen: Look | None) -> str:
    return "" if seen is None else seen.digest
