"""A list of readers: a CSV file with a column `email`, and a column `name` if there are names."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from copydesk.errors import Refused, UsageError
from copydesk.newsletter import addresses
from copydesk.newsletter.addresses import Address

#: What the two columns are called, by whom lists are kept or exported.
EMAIL: Final = ("email", "e-mail", "email address", "e-mail address")
NAME: Final = ("name", "full name")
#: Of a name no more is shown to the reader's mail program.
_LONGEST_NAME: Final = 100


@dataclass(frozen=True, slots=True)
class ListMember:
    """A reader: the address, the name that is written before it or "", and the line of the list."""

    address: Address
    name: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Members:
    """The readers of a list, each once.

    `invalid` are the rows that are no reader, as (line, what is wrong); `repeated` are the rows
    that name one again, as (line, address, the line that had it first).
    """

    rows: tuple[ListMember, ...]
    invalid: tuple[tuple[int, str], ...] = ()
    repeated: tuple[tuple[int, str, int], ...] = ()


def read_members(data: bytes, name: str) -> Members:
    r"""The readers in `data`, a CSV file called `name`, parted by commas, semicolons or tabs.

    Raises `UsageError` for a file without a column of addresses, `Refused` for one that cannot
    be read.

    >>> data = b"Name;Email\nMara;mara@harbour.example\n;MARA@harbour.example\n"
    >>> found = read_members(data, "list.csv")
    >>> [(row.name, str(row.address), row.line) for row in found.rows], found.repeated
    ([('Mara', 'mara@harbour.example', 2)], ((3, 'MARA@harbour.example', 2),))
    """
    rows: dict[str, ListMember] = {}
    invalid: list[tuple[int, str]] = []
    repeated: list[tuple[int, str, int]] = []
    for line, email, said in read_rows(data, name):
        try:
            address = addresses.parse_address(email)
        except ValueError as error:
            invalid.append((line, f"`{email}`: {error}" if email else "the address is missing"))
            continue
        if first := rows.get(address.key):
            repeated.append((line, str(address), first.line))
        else:
            rows[address.key] = ListMember(address, _shown(said), line)
    return Members(tuple(rows.values()), tuple(invalid), tuple(repeated))


def read_rows(data: bytes, name: str) -> Iterator[tuple[int, str, str]]:
    """Each row of the CSV file `data` as (line, email, name), as they are written.

    Rows that hold nothing at all are left out. Raises as `read_members` does, also for a quotation
    mark that is not closed: all readers behind it would be read as part of one name.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        message = f"`{name}` is not UTF-8 text"
        hint = "save it as CSV in UTF-8"
        raise Refused(message, hint=hint, code="mail.list") from None
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=find_delimiter(text), strict=True)
    columns: tuple[int, int | None] | None = None
    line = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                if columns is None:
                    columns = _columns(row, name)
                else:
                    yield line, _cell(row, columns[0]), _cell(row, columns[1])
            line = reader.line_num + 1
    except csv.Error as error:
        message = f"`{name}` cannot be read: line {line}: {error}"
        hint = "correct the line; is a quotation mark in it opened and not closed, or not doubled?"
        raise Refused(message, hint=hint, code="mail.list") from None
    if columns is None:
        raise _no_column(name, "it is empty")


def find_delimiter(text: str) -> str:
    r"""What parts the columns of a CSV file: what stands most often in its first line.

    >>> find_delimiter("\r\nemail;name\rmara@harbour.example;Osei, Mara, of the quay\r")
    ';'
    """
    head = re.split(r"[\r\n]", text.lstrip("\r\n"), maxsplit=1)[0]
    return max(",;\t", key=head.count)


def _columns(row: list[str], name: str) -> tuple[int, int | None]:
    """Where the addresses and the names stand."""
    titles = [cell.strip().casefold() for cell in row]
    emails = [at for at, title in enumerate(titles) if title in EMAIL]
    if len(emails) != 1:
        found = "two of them" if emails else ", ".join(f"`{cell.strip()}`" for cell in row[:6])
        raise _no_column(name, f"found: {found}")
    return emails[0], next((at for at, title in enumerate(titles) if title in NAME), None)


def _no_column(name: str, found: str) -> UsageError:
    message = f"`{name}` has no single column of addresses ({found})"
    hint = "name the columns in its first line: email, name"
    return UsageError(message, hint=hint, code="mail.list")


def _cell(row: list[str], at: int | None) -> str:
    return row[at].strip() if at is not None and at < len(row) else ""


def _shown(name: str) -> str:
    r"""`name` as it may stand in a header: one line, nothing invisible, nothing encoded.

    >>> _shown("Mara\nBcc: a@b.example"), _shown("=?utf-8?q?=0A?=")
    ('Mara Bcc: a@b.example', '')
    """
    seen = "".join(
        " " if unicodedata.category(sign) in ("Cc", "Zl", "Zp", "Zs") else sign
        for sign in unicodedata.normalize("NFC", name)
        if unicodedata.category(sign) not in ("Cf", "Cs", "Co", "Cn")
    )
    plain = " ".join(seen.split())[:_LONGEST_NAME].strip()
    return "" if "=?" in plain else plain
