"""Phrases of the word lists under `data/words/`, and patterns that find them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from copydesk import tables


@cache
def table(stem: str) -> dict[str, str | list[str]]:
    """Load the lists of the file `stem`."""
    return tables.load_table(f"words/{stem}")


@cache
def list_phrases(name: str) -> tuple[str, ...]:
    """List the phrases of the list `name` of `citations.toml`, the longest first."""
    return tuple(sorted(table("citations")[name], key=lambda phrase: (-len(phrase), phrase)))


def make_pattern(alternatives: Iterable[str]) -> str:
    r"""Make a pattern for any of the phrases, with any white space between words.

    >>> bool(re.fullmatch(make_pattern(["n. d."]), "n.d.")), make_pattern(["in press"])
    (True, '(?:in\\s+press)')
    """
    return f"(?:{'|'.join(_spaced(phrase) for phrase in alternatives)})"


@cache
def find_shape(name: str) -> re.Pattern[str]:
    """Make a case-insensitive pattern for the list `name` of `citations.toml`.

    >>> find_shape("undated").fullmatch("N. D.") is not None
    True
    """
    return re.compile(make_pattern(list_phrases(name)), re.IGNORECASE)


def _spaced(phrase: str) -> str:
    escaped = (re.escape(word) for word in phrase.split())
    first, *rest = escaped
    pieces = [first]
    for word in rest:
        # "n. d." is also printed "n.d.".
        pieces += [r"\s*" if pieces[-1].endswith(".") else r"\s+", word]
    return "".join(pieces)
