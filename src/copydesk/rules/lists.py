"""The word lists of the rules, from `house/words`.

A list is a text file: one entry a line, `#` starts a comment, `wrong -> right` is a pair.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


def _entries(name: str) -> list[str]:
    text = (files("copydesk") / "house" / "words" / f"{name}.txt").read_text(encoding="utf-8")
    rows = (row.partition("#")[0].strip() for row in text.splitlines())
    return [row for row in rows if row]


@cache
def words(name: str) -> frozenset[str]:
    """The entries of the list `name`.

    >>> "the" in words("doubled")
    True
    """
    return frozenset(_entries(name))


@cache
def pairs(name: str) -> dict[str, str]:
    """The pairs of the list `name`, wrong form → right form.

    >>> pairs("brands")["Youtube"]
    'YouTube'
    """
    split = (entry.partition("->") for entry in _entries(name))
    return {wrong.strip(): right.strip() for wrong, _, right in split}


def alternatives(entries: frozenset[str] | dict[str, str]) -> str:
    """The entries as alternatives of a pattern, longest first.

    >>> alternatives(frozenset(("a", "ab")))
    'ab|a'
    """
    return "|".join(sorted(entries, key=lambda entry: (-len(entry), entry)))
