"""The words that citations by name are made of, read from `house/words/citations.toml`."""

from __future__ import annotations

from functools import cache

from copydesk import tables
from copydesk.phrases import pattern, phrases, table

__all__ = ["months", "pattern", "phrases", "places", "words"]


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


@cache
def months(name: str) -> frozenset[int]:
    """The months that `name` may stand for, in any language; seasons are none.

    >>> sorted(months("Feb")), sorted(months("März")), sorted(months("listopad")), months("Winter")
    ([2], [3], [10, 11], frozenset())
    """
    said = name.casefold()
    return frozenset(
        number
        for language in tables.table("words/dates").values()
        for number, one in enumerate(language.get("months", ()), 1)
        if one.casefold().split()[-1].startswith(said)
    )
