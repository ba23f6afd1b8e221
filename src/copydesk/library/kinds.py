"""What each format calls a CSL type, from `house/library/kinds.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from copydesk import tables
from copydesk.library.shelf import Form
from copydesk.model import TYPES

_COLUMNS: Final[Mapping[Form, int]] = {"bibtex": 0, "biblatex": 1, "ris": 2}

#: Types that a volume carries by issues, and those that a series carries by numbers.
_ISSUED: Final = frozenset(
    ("article-journal", "article-magazine", "article-newspaper", "review", "review-book",
     "periodical")
)  # fmt: skip
_NUMBERED: Final = frozenset(
    ("book", "chapter", "classic", "collection", "entry", "entry-dictionary",
     "entry-encyclopedia", "paper-conference", "thesis")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kinds:
    """Both ways: CSL type → (type, subtype) of a format, and back."""

    written: Mapping[Form, Mapping[str, tuple[str, str]]]
    bib: Mapping[str, str]
    ris: Mapping[str, str]
    languages: Mapping[str, str]
    babel: Mapping[str, str]


@cache
def table() -> Kinds:
    """The table."""
    found = tables.table("library/kinds")
    written: dict[Form, dict[str, tuple[str, str]]] = {}
    for form, column in _COLUMNS.items():
        rows = ((kind, row[column].partition(":")) for kind, row in found["write"].items())
        written[form] = {kind: (name, subtype) for kind, (name, _, subtype) in rows}
    bib = {
        name: kind
        for form in ("bibtex", "biblatex")
        for kind, (name, subtype) in written[form].items()
        if not subtype
    }
    ris = {name: kind for kind, (name, subtype) in written["ris"].items() if not subtype}
    languages = {name.casefold(): tag for name, tag in found["languages"].items()}
    babel: dict[str, str] = {}
    for name, tag in found["languages"].items():
        babel.setdefault(tag, name)
    read = found["read"]
    return Kinds(written, bib | read["bib"], ris | read["ris"], languages, babel)


def of_bib(name: str, subtype: str) -> str:
    """The CSL type of a BibTeX or BibLaTeX entry; "" when it is of no known type.

    >>> of_bib("article", "newspaper"), of_bib("misc", "map"), of_bib("poster", "")
    ('article-newspaper', 'map', '')
    """
    subtype = subtype.strip().casefold()
    if name == "article" and f"article-{subtype}" in TYPES:
        return f"article-{subtype}"
    return subtype if subtype in TYPES else table().bib.get(name, "")


def of_ris(name: str) -> str:
    """The CSL type of a RIS type; "" when it is of no known type."""
    return table().ris.get(name, "")


def written(kind: str, form: Form) -> tuple[str, str]:
    """The type of `form` for the CSL type `kind`, and its subtype or "".

    >>> written("webpage", "bibtex"), written("webpage", "biblatex"), written("webpage", "ris")
    (('misc', 'webpage'), ('online', ''), ('ELEC', ''))
    """
    rows = table().written[form]
    return rows.get(kind) or rows["document"]


def number_of(kind: str) -> str:
    """The CSL variable that the one field "number" means for a type.

    >>> number_of("article-journal"), number_of("report"), number_of("book")
    ('issue', 'number', 'collection-number')
    """
    if kind in _ISSUED:
        return "issue"
    return "collection-number" if kind in _NUMBERED else "number"
