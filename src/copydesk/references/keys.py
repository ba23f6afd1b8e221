"""Stable, readable, unique keys of the entries: `gabuev2022`, `fmprc2023a`, `fiala`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from copydesk.language import folding
from copydesk.model import Csl

#: With what stands before it, no longer than Word lets the name of a place be.
_LONGEST: Final = 31
_OTHER: Final = re.compile(r"[^a-z0-9]+")
#: An address, which goes by the name of its site.
_SITE: Final = re.compile(r"<?(?:https?://(?:www\.)?|www\.)([^/?#\s>]+)", re.IGNORECASE)


def keys(items: Sequence[tuple[Csl, str]]) -> list[str]:
    """A key for each `(csl, text)`, in order; those that would be equal get a, b, c.

    >>> lo = {"author": [{"family": "Lo"}], "issued": {"date-parts": [[2022]]}}
    >>> keys([(lo, ""), (lo, ""), ({"author": [{"literal": "World Bank"}]}, ""), ({}, "论语")])
    ['lo2022a', 'lo2022b', 'worldbank', 'entry']
    """
    stems = [stem(csl, text) for csl, text in items]
    counts = Counter(stems)
    taken = {name for name in stems if counts[name] == 1}
    numbers: Counter[str] = Counter()
    found: list[str] = []
    for name in stems:
        if counts[name] == 1:
            found.append(name)
            continue
        key = name
        while key == name or key in taken:
            numbers[name] += 1
            key = name + _tail(numbers[name], after_year=name[-1:].isdigit())
        taken.add(key)
        found.append(key)
    return found


def _tail(number: int, *, after_year: bool) -> str:
    letters = ""
    while number:
        number, digit = divmod(number - 1, 26)
        letters = chr(ord("a") + digit) + letters
    return letters if after_year else f"-{letters}"


def stem(csl: Csl, text: str) -> str:
    """The key before ties are broken: first author (or title), then the year.

    >>> stem({"title": "The Age of Steel", "issued": {"date-parts": [[1999, 5]]}}, "")
    'age1999'
    >>> stem({}, "https://www.tide.example/a/2019"), stem({}, "“On https://” and others")
    ('tideexample', 'on')
    """
    name = ascii_word(next(iter(families(csl)), ""))
    if not name:
        name = _first_word(csl.get("title") or csl.get("container-title") or text)
    return (name or "entry") + year(csl)


def families(csl: Mapping[str, Any]) -> list[str]:
    """The family names of those who sign a work, or the bodies.

    >>> families({"editor": [{"family": "Lo", "given": "B."}, {"literal": "World Bank"}]})
    ['Lo', 'World Bank']
    """
    people = csl.get("author") or csl.get("editor") or []
    return [str(one.get("family") or one.get("literal") or "") for one in people]


def year(csl: Mapping[str, Any]) -> str:
    """The year of publication, "" where it has none.

    >>> year({"issued": {"date-parts": [[2022, 5]]}}), year({"issued": {"literal": "in press"}})
    ('2022', '')
    """
    parts = (csl.get("issued") or {}).get("date-parts") or [[]]
    return str(parts[0][0]) if parts[0] else ""


def _first_word(text: str) -> str:
    for word in text.split()[:20]:
        site = _SITE.match(word)
        name = ascii_word(site[1] if site else word)
        if len(name) > 1 and name not in ("the", "an", "der", "die", "das", "le", "la", "les"):
            return name
    return ""


def ascii_word(text: str) -> str:
    """`text` as lower-case ASCII letters and digits, nothing between them.

    >>> ascii_word("Strüver"), ascii_word("O’Brien-Łukasz")
    ('struver', 'obrienlukasz')
    """
    return _OTHER.sub("", folding.fold_text(text[:200]))[:_LONGEST]
