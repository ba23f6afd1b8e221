"""The author's own letters behind years: 2021a and 2021b for two works of one year.

A style gives letters of its own, by the order of its list, and takes no others. Where the
author's order differs they would name the wrong work in every citation that is kept as
written, and in every other text that cites this one. A mark before their titles, which the
press takes out again, lets citeproc sort such works as the author did.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from copydesk.composition.restyled import year_of
from copydesk.model import Reference

if TYPE_CHECKING:
    from copydesk.composition.forme import Forme

#: Letters that works of one year may bear.
LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


def letter_of(entry: Reference) -> str:
    """The letter behind the year of an entry, "" when it bears none.

    >>> csl = {"issued": {"date-parts": [[2021]]}}
    >>> letter_of(Reference("m", "", "Marlow, I. (2021b) Tides.", csl, 1.0))
    'b'
    """
    year = year_of(entry.csl)
    found = re.search(rf"(?<!\d){re.escape(year)}([a-z])\b", entry.text) if year else None
    return found[1] if found else ""


def works_of_a_year(entries: Iterable[Reference]) -> Iterator[tuple[Reference, ...]]:
    """The entries of one author and year together, where at least one bears a letter."""
    works: dict[str, list[Reference]] = defaultdict(list)
    for entry in entries:
        if entry.csl and entry.key:
            names = entry.csl.get("author") or entry.csl.get("editor") or []
            works[json.dumps([names, year_of(entry.csl)], sort_keys=True)].append(entry)
    yield from (tuple(row) for row in works.values() if any(map(letter_of, row)))


def ranks(works: Iterable[Reference]) -> Mapping[str, int]:
    """Key → place of each of the works by its letter; empty when the letters are not a, b, c ….

    >>> csl = {"title": "Tides", "issued": {"date-parts": [[2021]]}}
    >>> ranks([Reference(name, "", f"2021{name}", csl, 1.0) for name in "ba"])
    {'b': 1, 'a': 0}
    """
    letters = {entry.key: letter_of(entry) for entry in works if entry.csl.get("title")}
    if len(letters) < 2 or sorted(letters.values()) != [*LETTERS[: len(letters)]]:
        return {}
    return {key: LETTERS.index(letter) for key, letter in letters.items()}


def lettered(references: Iterable[Reference], forme: Forme) -> dict[str, int]:
    """Key → place by letter, for works that the style is to letter as the author did.

    What it will letter otherwise, or not at all, becomes a question.
    """
    places: dict[str, int] = {}
    for works in works_of_a_year(references):
        found = ranks(works)
        places |= found
        if not found:
            _ask(works, forme)
    return places


def _ask(works: Iterable[Reference], forme: Forme) -> None:
    for entry in works:
        letter = letter_of(entry)
        if letter:
            line = entry.lines[0] if entry.lines else 0
            named = ", ".join(f"`{one.text[:60]}`" for one in works if one is not entry)
            message = (
                f"`{entry.text[:60]}` bears the letter {letter}; the style letters works of one"
                f" year anew, and the letters here are not a, b, c …: beside it stand"
                f" {named or 'no others of that year'}"
            )
            forme.ask("compose.year-letter", line, message, entry.key)
