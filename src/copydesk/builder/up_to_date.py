"""Whether anything has moved on a desk on which nothing was stale: a build's way out at once.

What a desk remembers lies in one file, `dist/.desk/state`, in parts. This module reads the first:
the times and sizes of all outputs, a hash of those below the source, and what the settings came
from. A full build that leaves nothing to do or to say writes it; while it fits, there is nothing
to do. Where it does not fit, `survey` and `staleness` find out what there is to do.

A row of numbers for ten thousand articles is compared in half the time in which the records of
`state` are read. To import and read the settings takes a third of the time of a small desk, so
the files that they come from are known too: while these are as they were, nothing else of
copydesk is imported than this module and what it needs.
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
from copydesk.settings import ground

if TYPE_CHECKING:
    from copydesk.builder.report import Report
    from copydesk.builder.survey import Survey
    from copydesk.config import Config

NAME: Final = f"{store.OWN}/state"
#: What the file begins with; another version of it is not read.
_BEGINNING: Final = b"copydesk state 3\n"
#: The parts of the file: what this module compares, what the documents are called, what `state`
#: knows of them.
PARTS: Final = 3
#: Where the outputs are, unless the settings say otherwise.
OUT: Final = "dist"
#: The page of all articles, which a build makes anew when it is gone.
PAGE: Final = "index.html"


# ── the file ───────────────────────────────────────────────────────────────────


def read_parts(out: Path, most: int = PARTS) -> list[bytes]:
    """The first parts of the file in `out`, `most` at most. Raises `OSError` and `ValueError`."""
    with open(out / NAME, "rb") as file:  # noqa: PTH123  read on every run
        if file.read(len(_BEGINNING)) != _BEGINNING:
            raise ValueError(NAME)
        sizes = array("q", file.read(8 * PARTS))
        parts = [file.read(size) for size in sizes[:most]]
    if [len(part) for part in parts] != list(sizes[:most]):
        raise ValueError(NAME)
    return parts


def join_parts(parts: list[bytes]) -> bytes:
    """The content of the file."""
    return b"".join((_BEGINNING, array("q", map(len, parts)).tobytes(), *parts))


# ── looking ────────────────────────────────────────────────────────────────────


class SourceSnapshot(NamedTuple):
    """The source folder at one moment: a hash of all that lies there, and the latest stamp."""

    digest: str
    newest: int


class Rest(NamedTuple):
    """A desk on which nothing has moved: its documents, the formats made, the source folder.

    `documents` is 0 where something has moved.
    """

    documents: int = 0
    formats: tuple[str, ...] = ()
    source: str = ""
    out: Path = Path()

    def names(self) -> list[tuple[str, str]]:
        """The slug and the source of each document. Raises `OSError` and `ValueError`."""
        names = read_parts(self.out, 2)[1].decode("utf-8", "surrogateescape").split("\0")
        return list(zip(names[::2], names[1::2], strict=True))


def look_at_source(folder: str) -> SourceSnapshot | None:
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
    return SourceSnapshot(found.hexdigest(), max(numbers[::2], default=0))


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


class _Table(NamedTuple):
    """The first part of the file: its head, the outputs it knows, and their times and sizes."""

    head: dict[str, Any]
    names: list[str]
    stamps: bytes


def look_by_files(root: Path) -> Rest | None:
    """How the desk at `root` rests, if the files that its settings come from are the same.

    None when only the settings can tell, which `look_by_settings` asks.
    """
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        table = _read(root / OUT)
        own = table.head["settings"]
        if own and _is_as_it_was(root, own):
            return _rest(table, root, root / OUT, own["source"]) or Rest()
    return None


def look_by_settings(root: Path, config: Config) -> Rest | None:
    """How the desk at `root` rests with these settings; None when it must be surveyed.

    Reads and changes nothing else.
    """
    out = root / config.out
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        table = _read(out)
        settings, tools = inputs.fingerprint_settings(root, config), versions.tool_versions()
        base = inputs.shared_digest(settings, config, table.head["code"][1], tools)
        if table.head["base"] == base and table.head["newsletter"] == inputs.fingerprint_newsletter(
            config
        ):
            return _rest(table, root, out, config.source)
    return None


def _rest(table: _Table, root: Path, out: Path, source: str) -> Rest | None:
    """The desk, if copydesk itself, the files that were read and the outputs are as they were."""
    head = table.head
    known = (head["code"][0], head["code"][1])
    fits = (
        versions.code_version(known) == known
        and (seen := look_at_source(f"{root}/{source}"))
        and head["source"] == seen.digest
        and head["named"] == named_files.stamp_files(root, [name for name, *_ in head["named"]])
        and not store.list_leftovers(out)
        and _stamps(out, table.names) == table.stamps
    )
    return Rest(int(head["documents"]), tuple(head["formats"]), source, out) if fits else None


def _is_as_it_was(root: Path, own: dict[str, Any]) -> bool:
    """Whether the settings, of which the head says `own`, and the tools are."""
    files = [name for name, *_ in own["files"]]
    tools = [list(tool) for tool in versions.tool_versions()]
    return bool(own["files"] == named_files.stamp_files(root, files) and own["tools"] == tools)


def say_up_to_date(count: int) -> str:
    """What is said of `count` documents of which none is stale.

    >>> say_up_to_date(1_200)
    '1,200 documents: 1,200 up to date; nothing is stale'
    """
    return f"{count:,} document{'' if count == 1 else 's'}: {count:,} up to date; nothing is stale"


# ── remembering ────────────────────────────────────────────────────────────────


def table_of(
    desk: Survey, seen: SourceSnapshot | None, report: Report
) -> tuple[bytes, bytes] | None:
    """The first two parts of the file, if `report` leaves nothing to do or to say, else None.

    `seen` is what the source looked like before the survey. Raises `OSError`.
    """
    outputs = [desk.state.entry(one.source).get("files") for one in desk.everything]
    told = report.orphans or report.notes or report.interrupted or not outputs
    if seen is None or told or desk.taken - seen.newest < named_files.TICK_NS or not all(outputs):
        return None
    if not all(outcome.is_done for outcome in report.outcomes):
        return None
    paths, numbers = [], []
    for one, there in zip(desk.everything, outputs, strict=True):
        for name, stamp in (there or {}).items():
            paths.append(f"{one.slug}/{name}")
            numbers += stamp
    head = {
        "code": desk.state.code,
        "base": desk.base,
        "newsletter": inputs.fingerprint_newsletter(desk.config),
        "settings": _own_settings(desk),
        "source": seen.digest,
        "named": named_files.list_named(desk.state),
        "documents": len(desk.everything),
        "formats": desk.config.formats,
    }
    others = [".", PAGE]  # what is laid into or taken out of the folder changes its own stamp
    content = _joined([json.dumps(head), *paths, *others])
    row = array("q", numbers).tobytes() + _stamps(desk.out, others)
    names = _joined([name for one in desk.everything for name in (one.slug, one.source)])
    return len(content).to_bytes(8, "little") + content + row, names


def _joined(names: list[str]) -> bytes:
    return "\0".join(names).encode("utf-8", "surrogateescape")


def _own_settings(desk: Survey) -> dict[str, Any] | None:
    """What `_is_as_it_was` has to know; None for settings that the files alone do not give.

    The stamps are taken first and the settings read again: that these are still the ones of
    the build shows that the files have not changed between the two.
    """
    from copydesk import config

    names = (ground.SETTINGS, ground.PROJECT, *desk.config.packs, *desk.config.files())
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


def _read(out: Path) -> _Table:
    (data,) = read_parts(out, 1)
    end = 8 + int.from_bytes(data[:8], "little")
    head, *names = data[8:end].decode("utf-8", "surrogateescape").split("\0")
    return _Table(json.loads(head), names, data[end:])


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
