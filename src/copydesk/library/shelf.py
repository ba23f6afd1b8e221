"""What a library file holds: its entries, and what could not be read of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from copydesk.model import Csl

Form: TypeAlias = Literal["bibtex", "biblatex", "ris", "csl-json"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its key ("" when the file gives none), its item, its words in the file."""

    key: str
    csl: Csl
    raw: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Slip:
    """What is wrong at `line`. A `broken` one cost an entry or a part of it."""

    line: int
    message: str
    broken: bool = True


@dataclass(frozen=True, slots=True)
class Shelf:
    """A library as it was read; `slips` stand in the order of their lines."""

    entries: tuple[Entry, ...]
    slips: tuple[Slip, ...] = ()

    @property
    def broken(self) -> Slip | None:
        """The first slip that cost something, None when all of the file was read."""
        return next((slip for slip in self.slips if slip.broken), None)


@dataclass(frozen=True, slots=True)
class Caps:
    """What a library may hold: entries, characters of one value, characters from macros."""

    entries: int = 20_000
    value: int = 100_000
    macros: int = 2_000_000

    def too_many(self, what: str) -> str:
        """What is said when there are more entries, which are called `what`."""
        limit = f"{self.entries:,} {what}, the limit `limits.library_entries`"
        return f"there are more than {limit}; the rest is left out"

    def too_long(self, what: str) -> str:
        """What is said when a value is longer."""
        return f"{what} is longer than {self.value:,} characters, the limit `limits.library_value`"

    def too_much(self, what: str) -> str:
        """What is said when macros, or what entries lend, come to more."""
        return f"{what} more than {self.macros:,} characters, the limit `limits.characters`"
