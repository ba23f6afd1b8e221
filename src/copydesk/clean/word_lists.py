"""The word lists of the rules, from `data/words`.

A list is a text file: one entry a line, `#` starts a comment, `wrong -> right` is a pair.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files


def _entries(name: str) -> list[str]:
    text = (files("copydesk") / "data" / "words" / f"{name}.txt").read_text(encoding="utf-8")
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
def load_pairs(name: str) -> dict[str, str]:
    """The pairs of the list `name`, wrong form → right form.

    >>> load_pairs("brands")["Youtube"]
    'YouTube'
    """
    split = (entry.partition("->") for entry in _entries(name))
    return {wrong.strip(): right.strip() for wrong, _, right in split}


def find_replacement(name: str, found: str) -> str:
    """What the pair of the list `name` has for `found`, with a capital where `found` has one.

    >>> find_replacement("contractions", "Dont"), find_replacement("particles", "Van Der Bellen")
    ('Don’t', 'Van der Bellen')
    """
    if found in load_pairs(name):
        return load_pairs(name)[found]
    right = load_pairs(name)[found[0].lower() + found[1:]]
    return right[0].upper() + right[1:] if found[0].isupper() else right


def join_alternatives(entries: Iterable[str]) -> str:
    r"""The entries as alternatives of a pattern, common beginnings taken together.

    >>> join_alternatives(("could of", "could care", "a", "an"))
    '(?:could\\ (?:of|care)|a(?:n|))'
    """
    branches = [
        re.escape(first) + (join_alternatives(tails) if first else "")
        for first, tails in _by_first(entries).items()
    ]
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


def join_capitalised(entries: Iterable[str]) -> str:
    """The entries as alternatives of a pattern, each as it stands and with a capital.

    >>> join_capitalised(("dont", "cant"))
    '(?:[dD]ont|[cC]ant)'
    """
    branches = (
        f"[{re.escape(first + first.upper())}]{join_alternatives(tails)}"
        for first, tails in _by_first(entries).items()
    )
    return f"(?:{'|'.join(branches)})"


def _by_first(entries: Iterable[str]) -> dict[str, list[str]]:
    """What follows each first letter; the empty entry is last, so that longer ones are tried."""
    rest: dict[str, list[str]] = {}
    for entry in sorted(set(entries), reverse=True):
        rest.setdefault(entry[:1], []).append(entry[1:])
    return rest
