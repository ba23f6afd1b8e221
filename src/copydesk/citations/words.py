"""The words that citations by name are made of, read from `house/words/citations.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files


@cache
def _table(stem: str) -> dict[str, str | list[str]]:
    path = files("copydesk") / "house" / "words" / f"{stem}.toml"
    return tomllib.loads(path.read_text("utf-8"))


@cache
def words(name: str) -> frozenset[str]:
    """The words of the list `name`, without case.

    >>> "see" in words("says"), "osei" in words("says")
    (True, False)
    """
    return frozenset(str(_table("citations")[name]).casefold().split())


@cache
def phrases(name: str) -> tuple[str, ...]:
    """The phrases of the list `name`, the longest first."""
    return tuple(sorted(_table("citations")[name], key=lambda phrase: (-len(phrase), phrase)))


def pattern(alternatives: Iterable[str]) -> str:
    r"""A pattern for any of the phrases, whatever their blanks.

    >>> bool(re.fullmatch(pattern(["n. d."]), "n.d.")), pattern(["in press"])
    (True, '(?:in\\s+press)')
    """
    return f"(?:{'|'.join(_spaced(phrase) for phrase in alternatives)})"


def _spaced(phrase: str) -> str:
    escaped = (re.escape(word) for word in phrase.split())
    first, *rest = escaped
    pieces = [first]
    for word in rest:
        # "n. d." is also printed "n.d.".
        pieces += [r"\s*" if pieces[-1].endswith(".") else r"\s+", word]
    return "".join(pieces)


@cache
def places() -> frozenset[str]:
    """Names of cities, regions and countries, without case."""
    cities = {str(name).casefold() for group in _table("places").values() for name in group}
    return words("places") | cities
