"""Licences: the SPDX names that a desk may use, and the names that readers see."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from copydesk import tables

_ADDRESS: Final = re.compile(r"https?://[^\s<>\"]+")


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence: its address and its name; the name is "" if unknown.

    `spdx` is its name among the SPDX licences, "" for others.
    """

    address: str
    name: str = ""
    spdx: str = ""


def find_licence(text: str) -> Licence:
    """Find the licence that `text`, an SPDX name or an address, names.

    >>> find_licence("CC-BY-4.0").address, find_licence("CC-BY-4.0").name.partition(" (")[2]
    ('https://creativecommons.org/licenses/by/4.0/', 'CC BY 4.0)')
    >>> find_licence("http://creativecommons.org/licenses/by/4.0").spdx
    'CC-BY-4.0'
    >>> find_licence("https://example.org/terms")
    Licence(address='https://example.org/terms', name='', spdx='')
    """
    named, placed = _known()
    found = named.get(text.casefold()) or placed.get(_place(text))
    return found or Licence(text)


def is_licence(text: str) -> bool:
    """Whether `text` is an address or a known SPDX name.

    >>> is_licence("CC-BY-4.0"), is_licence("https://example.org/terms"), is_licence("CC-BY-4")
    (True, True, False)
    """
    return text.casefold() in _known()[0] or _ADDRESS.fullmatch(text) is not None


def list_licences() -> list[str]:
    """List the known SPDX names."""
    return [one.spdx for one in _known()[0].values()]


def _place(address: str) -> str:
    """What two ways of writing one address have in common."""
    return address.casefold().partition("://")[2].removeprefix("www.").removesuffix("/")


@cache
def _known() -> tuple[dict[str, Licence], dict[str, Licence]]:
    found = [
        Licence(row["address"], f"{row['name']} ({row['short']})", spdx)
        for spdx, row in tables.load_table("licences").items()
    ]
    return (
        {one.spdx.casefold(): one for one in found},
        {_place(one.address): one for one in found},
    )
