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
from copydesk.system import append_file
from copydesk.system.append_file import AppendFile

SCHEMA: Final = "copydesk.sent/1"
ENDING: Final = ".sent.jsonl"

#: What a line says: about to be sent; taken; refused for good; not taken now; nobody can tell. Or
#: that a `copy` goes to somebody, to be looked at: who has had the issue is another matter.
Mark: TypeAlias = Literal["intent", "done", "refused", "later", "uncertain", "copy"]


@dataclass(frozen=True, slots=True)
class JournalRecord:
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
    """What was sent of the issue `issue`; `known` has the last record of each reader by key.

    Of `copies` that go to single addresses only the words in their links are kept, for who has
    them: written down before a copy goes; what becomes of it is nobody's matter.
    """

    def __init__(
        self, file: AppendFile, issue: str, known: dict[str, JournalRecord],
        clock: Callable[[], float] = time.time, *, copies: bool = False,
    ) -> None:  # fmt: skip
        self._file = file
        self._copies = copies
        self._issue = issue
        self._clock = clock
        self.known = known

    def note(
        self, address: Address, mark: Mark, *, said: str = "", token: str = "", message_id: str = ""
    ) -> None:
        """Write down what is meant to happen to `address`, or has. The disk has it then."""
        if self._copies:
            if mark != "intent" or not token:
                return
            mark = "copy"
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self._clock()))
        row = {
            "schema": SCHEMA, "issue": self._issue, "to": str(address), "key": address.key,
            "mark": mark, "at": at,
        }  # fmt: skip
        told = {"said": said, "token": token, "message_id": message_id}
        row |= {key: value for key, value in told.items() if value}
        self._file.add(json.dumps(row, ensure_ascii=False))
        if mark != "copy":
            self.known[address.key] = JournalRecord(str(address), mark, said, token)


@contextlib.contextmanager
def open_journal(
    path: Path, issue: str, clock: Callable[[], float] = time.time, *, copies: bool = False
) -> Iterator[Journal]:
    """The journal at `path` of the issue `issue`, held for one process, to be written.

    Raises `Locked` when another process holds it, and `ToolError` for a line that cannot be
    read: without it somebody might be mailed twice.
    """
    with append_file.open_append_file(path) as file:
        yield Journal(file, issue, _known(file.lines, path.name, issue), clock, copies=copies)


def read_records(path: Path, issue: str) -> dict[str, JournalRecord]:
    """The last record of each reader of the issue `issue` by key; nothing is held or changed."""
    return _known(append_file.read_lines(path), path.name, issue)


def read_tokens(path: Path) -> dict[str, str]:
    """The address that each token in the journal at `path` was made for."""
    rows = _rows(append_file.read_lines(path), path.name)
    return {row["token"]: row["to"] for row in rows if row.get("token")}


def count_other_issues(path: Path, issue: str) -> dict[str, int]:
    """The other issues in the journal at `path`, with the number of readers who have had each.

    Whose `id` was changed between two sendings would go to everybody again.
    """
    found: dict[str, set[str]] = {}
    for row in _rows(append_file.read_lines(path), path.name):
        if row["issue"] != issue and row["mark"] == "done":
            found.setdefault(row["issue"], set()).add(row["key"])
    return {name: len(keys) for name, keys in found.items()}


def _known(lines: list[str], name: str, issue: str) -> dict[str, JournalRecord]:
    found: dict[str, JournalRecord] = {}
    for row in _rows(lines, name):
        if row["issue"] == issue and row["mark"] != "copy":
            found[row["key"]] = JournalRecord(
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
            message = f"`{name}`: line {number} was not written by copydesk"
            hint = "restore a copy of the file; without the line, somebody might be mailed twice"
            raise ToolError(message, hint=hint, code="mail.journal")
        yield row
