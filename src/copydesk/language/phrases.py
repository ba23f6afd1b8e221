"""Phrases of the word lists under `data/words/`, and patterns that find them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from copydesk import tables


@cache
def table(stem: str) -> dict[str, str | list[str]]:
    """The lists of the file `stem`."""
    return tables.table(f"words/{stem}")


@cache
def phrases(name: str) -> tuple[str, ...]:
    """The phrases of the list `name` of `citations.toml`, the longest first."""
    return tuple(sorted(table("citations")[name], key=lambda phrase: (-len(phrase), phrase)))


def pattern(alternatives: Iterable[str]) -> str:
    r"""A pattern for any of the phrases, whatever their blanks.

    >>> bool(re.fullmatch(pattern(["n. d."]), "n.d.")), pattern(["in press"])
    (True, '(?:in\\s+press)')
    """
    return f"(?:{'|'.join(_spaced(phrase) for phrase in alternatives)})"


@cache
def shape(name: str) -> re.Pattern[str]:
    """What finds a phrase of the list `name` of `citations.toml`, whatever its case.

    >>> shape("undated").fullmatch("N. D.") is not None
    True
    """
    return re.compile(pattern(phrases(name)), re.IGNORECASE)


def _spaced(phrase: str) -> str:
    escaped = (re.escape(word) for word in phrase.split())
    first, *rest = escaped
    pieces = [first]
    for word in rest:
        # "n. d." is also printed "n.d.".
        pieces += [r"\s*" if pieces[-1].endswith(".") else r"\s+", word]
    return "".join(pieces)
