"""The words that citations by name are made of, read from `house/words/citations.toml`."""

from __future__ import annotations

from functools import cache

from copydesk.phrases import pattern, phrases, table

__all__ = ["pattern", "phrases", "places", "words"]


@cache
def words(name: str) -> frozenset[str]:
    """The words of the list `name`, without case.

    >>> "see" in words("says"), "osei" in words("says")
    (True, False)
    """
    return frozenset(str(table("citations")[name]).casefold().split())


@cache
def places() -> frozenset[str]:
    """Names of cities, regions and countries, without case."""
    cities = {str(name).casefold() for group in table("places").values() for name in group}
    return words("places") | cities
