"""The words that publishing systems share in `class` and `id` (`house/pages.toml`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TypeAlias

from copydesk import tables

Name: TypeAlias = tuple[str, ...]
"""One name of an element, as its words in small letters."""


@dataclass(frozen=True, slots=True)
class Words:
    """Single words, and pairs of which the second follows the first in one name."""

    single: frozenset[str]
    pairs: frozenset[tuple[str, str]]

    def in_name(self, name: Name) -> bool:
        """Whether `name` has one of the words or pairs.

        >>> listed("front.byline").in_name(("post", "author"))
        True
        """
        return not self.single.isdisjoint(name) or (
            len(name) > 1 and any(pair in self.pairs for pair in pairwise(name))
        )

    def among(self, names: Iterable[Name]) -> bool:
        """Whether one of `names` has one of the words or pairs."""
        return any(self.in_name(name) for name in names)


@cache
def listed(key: str) -> Words:
    """The words under a dotted key of the file.

    >>> ("sub", "title") in listed("front.subtitle").pairs
    True
    """
    table, _, name = key.partition(".")
    entries = [tuple(entry.split()) for entry in _file()[table][name]]
    return Words(
        frozenset(entry[0] for entry in entries if len(entry) == 1),
        frozenset((entry[0], entry[1]) for entry in entries if len(entry) == 2),
    )


@cache
def zones() -> dict[str | tuple[str, str], str]:
    """The zone that each word or pair names; pairs come first.

    >>> zones()["sidebar"], zones()[("most", "read")]
    ('aside', 'aside')
    """
    found: dict[str | tuple[str, str], str] = {}
    for zone in _file()["zones"]:
        if zone != "layout":
            words = listed(f"zones.{zone}")
            found |= dict.fromkeys(words.pairs, zone) | dict.fromkeys(words.single, zone)
    return found


@cache
def _file() -> dict[str, dict[str, list[str]]]:
    return tables.table("pages")
