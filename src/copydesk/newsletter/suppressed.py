"""`suppressed.csv`: who wants no more issues, beside the files of the issues; always honoured.

An issue that lies elsewhere heeds the one beside it and that of the desk.
"""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final, TypeAlias

from copydesk.errors import ToolError
from copydesk.newsletter import addresses, members
from copydesk.newsletter.addresses import Address
from copydesk.system import files

NAME: Final = "suppressed.csv"
_HEAD: Final = "email,since,reason"
_PRIVATE: Final = 0o600

_Stamp: TypeAlias = tuple[int, int, int] | None


class Suppressed:
    """The addresses of the files at `paths`, each read again whenever it changes.

    Sending to many takes a while, and somebody may ask to be left alone meanwhile.
    """

    def __init__(self, *paths: Path) -> None:
        self._paths = paths
        self._read: dict[Path, tuple[_Stamp, frozenset[str]]] = {}

    def __contains__(self, address: object) -> bool:
        return isinstance(address, Address) and any(
            address.key in self._meant(path) for path in self._paths
        )

    def _meant(self, path: Path) -> frozenset[str]:
        stamp = _stamp(path)
        before, keys = self._read.get(path, (None, frozenset[str]()))
        if before and not stamp:
            message = f"`{path.name}` has disappeared"
            hint = "restore it: readers on it would be mailed"
            raise ToolError(message, hint=hint, code="mail.suppressed")
        if stamp != before:
            keys = _keys(_read(path), path.name)
            self._read[path] = stamp, keys
        return keys


def _stamp(path: Path) -> _Stamp:
    """What changes with the file at `path`; None when there is none."""
    try:
        facts = path.stat()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise files.failure(error, f"`{path.name}` could not be read") from None
    return facts.st_mtime_ns, facts.st_size, facts.st_ino


def add_addresses(
    path: Path, wanted: Iterable[Address], reason: str, clock: Callable[[], float] = time.time
) -> tuple[Address, ...]:
    """Put the addresses `wanted` on the list at `path`, made where there is none; those new on it.

    The other rows stay as they are. Raises `ToolError`.
    """
    with files.alone(path.parent):
        data = _read(path) if path.exists() else b""
        known = _keys(data, path.name) if data.strip() else frozenset()
        fresh: dict[str, Address] = {}
        for one in wanted:
            if one.key not in known:
                fresh.setdefault(one.key, one)
        if fresh:
            files.write(path, _with(data, fresh.values(), reason, clock()), mode=_PRIVATE)
    return tuple(fresh.values())


def _with(data: bytes, fresh: Iterable[Address], reason: str, now: float) -> bytes:
    """`data` with rows of ours behind those in it, in the columns that it has."""
    text = data.decode("utf-8-sig") if data.strip() else f"{_HEAD}\n"
    delimiter = members.find_delimiter(text)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    head = next(row for row in rows if any(map(str.strip, row)))
    titles = [title.strip().casefold() for title in head]
    today = time.strftime("%Y-%m-%d", time.gmtime(now))
    made = io.StringIO()
    writer = csv.writer(made, delimiter=delimiter, lineterminator="\n")
    for one in fresh:
        told = {"since": today, "reason": reason} | dict.fromkeys(members.EMAIL, str(one))
        writer.writerow([told.get(title, "") for title in titles])
    return f"{text}{'' if text.endswith(chr(10)) else chr(10)}{made.getvalue()}".encode()


def _keys(data: bytes, name: str) -> frozenset[str]:
    """Whom the list means; a row that cannot be read stops everything, for it means somebody."""
    found = set()
    for line, email, _ in members.read_rows(data, name):
        try:
            found.add(addresses.parse_address(email).key)
        except ValueError as error:
            message = f"`{name}`: line {line}: `{email}` is no address: {error}"
            hint = "correct the line, so that nobody on the list is mailed"
            raise ToolError(message, hint=hint, code="mail.suppressed") from None
    return frozenset(found)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise files.failure(error, f"`{path.name}` could not be read") from None
