"""`<name>.sent.jsonl`: who has had an issue, written before and after each message.

A line `intent` is on the disk before a message goes out, and one with its outcome behind it. So
whatever happens in between, nobody is mailed twice: who has an intent alone is uncertain, is
told, and is mailed again only when somebody says so. Lines are never changed.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias, get_args

from copydesk.errors import ToolError
from copydesk.newsletter.addresses import Address
from copydesk.system import growing

SCHEMA: Final = "copydesk.sent/1"
ENDING: Final = ".sent.jsonl"

#: What a line says: about to be sent; taken; refused for good; not taken now; nobody can tell. Or
#: that a `copy` goes to somebody, to be looked at: who has had the issue is another matter.
Mark: TypeAlias = Literal["intent", "done", "refused", "later", "uncertain", "copy"]


@dataclass(frozen=True, slots=True)
class Record:
    """The last that is known of one reader and one issue. `token` is what its links hold."""

    address: str
    mark: Mark
    said: str = ""
    token: str = ""

    @property
    def uncertain(self) -> bool:
        """Whether the message may have gone out, and may not."""
        return self.mark in ("intent", "uncertain")


class Journal:
    """What was sent of the issue `issue`; `known` has the last record of each reader by key."""

    def __init__(
        self, file: growing.Growing, issue: str, known: dict[str, Record],
        clock: Callable[[], float] = time.time,
    ) -> None:  # fmt: skip
        self._file = file
        self._issue = issue
        self._clock = clock
        self.known = known

    def note(
        self, address: Address, mark: Mark, *, said: str = "", token: str = "", message_id: str = ""
    ) -> None:
        """Write down what is meant to happen to `address`, or has. The disk has it then."""
        row = {
            "schema": SCHEMA, "issue": self._issue, "to": str(address), "key": address.key,
            "mark": mark, "at": _moment(self._clock()),
        }  # fmt: skip
        told = {"said": said, "token": token, "message_id": message_id}
        row |= {key: value for key, value in told.items() if value}
        self._file.add(json.dumps(row, ensure_ascii=False))
        if mark != "copy":
            self.known[address.key] = Record(str(address), mark, said, token)


class Copies:
    """Notes of copies to single addresses: the words in their links alone, for who has them."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def note(
        self, address: Address, mark: Mark, *, said: str = "", token: str = "", message_id: str = ""
    ) -> None:
        """Write the word down before the copy goes; what becomes of the copy is nobody's matter."""
        if mark == "intent" and token:
            self._journal.note(address, "copy", said=said, token=token, message_id=message_id)


@contextlib.contextmanager
def opened(path: Path, issue: str, clock: Callable[[], float] = time.time) -> Iterator[Journal]:
    """The journal at `path` of the issue `issue`, held for one process, to be written.

    Raises `Locked` when another process holds it, and `ToolError` for a line that cannot be
    read: without it somebody might be mailed twice.
    """
    with growing.growing(path) as file:
        yield Journal(file, issue, _known(file.lines, path.name, issue), clock)


def read(path: Path, issue: str) -> dict[str, Record]:
    """The last record of each reader of the issue `issue` by key; nothing is held or changed."""
    return _known(growing.read(path), path.name, issue)


def tokens(path: Path) -> dict[str, str]:
    """The address that each token in the journal at `path` was made for."""
    rows = _rows(growing.read(path), path.name)
    return {row["token"]: row["to"] for row in rows if row.get("token")}


def others(path: Path, issue: str) -> dict[str, int]:
    """The other issues in the journal at `path`, with the number of readers who have had each.

    Whose `id` was changed between two sendings would go to everybody again.
    """
    found: dict[str, set[str]] = {}
    for row in _rows(growing.read(path), path.name):
        if row["issue"] != issue and row["mark"] == "done":
            found.setdefault(row["issue"], set()).add(row["key"])
    return {name: len(keys) for name, keys in found.items()}


def _known(lines: list[str], name: str, issue: str) -> dict[str, Record]:
    found: dict[str, Record] = {}
    for row in _rows(lines, name):
        if row["issue"] == issue and row["mark"] != "copy":
            found[row["key"]] = Record(
                row["to"], row["mark"], row.get("said", ""), row.get("token", "")
            )
    return found


def _rows(lines: list[str], name: str) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            good = row["schema"] == SCHEMA and row["mark"] in get_args(Mark)
            good = good and all(isinstance(row[key], str) for key in ("issue", "to", "key"))
        except (ValueError, TypeError, KeyError):
            good = False
        if not good:
            message = f"`{name}`: line {number} is none that copydesk wrote"
            hint = "put back a copy of the file; without the line somebody might be mailed twice"
            raise ToolError(message, hint=hint, code="mail.journal")
        yield row


def _moment(now: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now))
