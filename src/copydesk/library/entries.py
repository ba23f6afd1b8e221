"""What a library file holds, and what each format calls a CSL type and a language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal, TypeAlias

from copydesk import tables
from copydesk.model import TYPES, Csl

Form: TypeAlias = Literal["bibtex", "biblatex", "ris", "csl-json"]

_COLUMNS: Final[Mapping[Form, int]] = {"bibtex": 0, "biblatex": 1, "ris": 2}


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
class Library:
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
        """Say that there are more entries, which are called `what`."""
        limit = f"{self.entries:,} {what}, the limit `limits.library_entries`"
        return f"there are more than {limit}; the rest is left out"

    def too_long(self, what: str) -> str:
        """Say that a value is longer."""
        return f"{what} is longer than {self.value:,} characters, the limit `limits.library_value`"

    def too_much(self, what: str) -> str:
        """Say that macros, or what entries lend, come to more."""
        return f"{what} more than {self.macros:,} characters, the limit `limits.characters`"


class FreeNames:
    """Gives each name once, whatever its case; one that is taken goes by its number.

    >>> names = FreeNames(["tide"])
    >>> names.take("Tide"), names.take("tide"), names.take("ebb")
    ('Tide-2', 'tide-3', 'ebb')
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {name.casefold() for name in taken}
        self._times: dict[str, int] = {}

    def take(self, name: str) -> str:
        """Give `name`, or the next of its numbers that is free."""
        free = name
        while free.casefold() in self._taken:
            count = self._times[name] = self._times.get(name, 1) + 1
            free = f"{name}-{count}"
        self._taken.add(free.casefold())
        return free


# ── types and languages, from `data/library/kinds.toml` ─────────────────────


@cache
def _types_read(room: Literal["bib", "ris"]) -> dict[str, str]:
    """Type of a format → CSL type."""
    table = tables.table("library/kinds")
    columns = (2,) if room == "ris" else (0, 1)
    written = {row[at]: kind for at in columns for kind, row in table["write"].items()}
    further: dict[str, str] = table["read"][room]
    return {name: kind for name, kind in written.items() if ":" not in name} | further


def read_bib_type(name: str, subtype: str) -> str:
    """The CSL type of a BibTeX or BibLaTeX entry; "" when it is of no known type.

    >>> read_bib_type("article", "newspaper"), read_bib_type("misc", "map")
    ('article-newspaper', 'map')
    """
    subtype = subtype.strip().casefold()
    named = (f"article-{subtype}" if name == "article" else "", subtype)
    return next((one for one in named if one in TYPES), _types_read("bib").get(name, ""))


def read_ris_type(name: str) -> str:
    """The CSL type of a RIS type; "" when it is of no known type."""
    return _types_read("ris").get(name, "")


def write_type(kind: str, form: Form) -> tuple[str, str]:
    """The type of `form` for the CSL type `kind`, and its subtype or "".

    >>> write_type("webpage", "bibtex"), write_type("webpage", "ris")
    (('misc', 'webpage'), ('ELEC', ''))
    """
    rows: dict[str, Any] = tables.table("library/kinds")["write"]
    name, _, subtype = (rows.get(kind) or rows["document"])[_COLUMNS[form]].partition(":")
    return name, subtype


def number_variable(kind: str) -> str:
    """The CSL variable that the one field "number" means for a type.

    >>> number_variable("article-journal"), number_variable("report"), number_variable("book")
    ('issue', 'number', 'collection-number')
    """
    numbers: dict[str, list[str]] = tables.table("library/kinds")["numbers"]
    return next((name for name, kinds in numbers.items() if kind in kinds), "number")


@cache
def babel_languages() -> tuple[dict[str, str], dict[str, str]]:
    """What babel calls a language, in small letters → its tag, and a tag → its first name."""
    names: dict[str, str] = tables.table("library/kinds")["languages"]
    tags = {name.casefold(): tag for name, tag in names.items()}
    return tags, {tag: name for name, tag in reversed(names.items())}
