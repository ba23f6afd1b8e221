"""The longest run of values that ascends: what a list is ordered by shows in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TypeVar

_Value = TypeVar("_Value", str, int)


def ascending(values: Sequence[_Value], *, strict: bool = False) -> set[int]:
    """The places of a longest run of `values` that does not descend; n log n.

    >>> sorted(ascending([1, 2, 9, 3, 4])), sorted(ascending(["b", "b"], strict=True))
    ([0, 1, 3, 4], [1])
    """
    ends: list[_Value] = []
    places: list[int] = []
    before: list[int] = [-1] * len(values)
    for at, value in enumerate(values):
        rank = bisect_left(ends, value) if strict else bisect_right(ends, value)
        before[at] = places[rank - 1] if rank else -1
        ends[rank : rank + 1] = [value]
        places[rank : rank + 1] = [at]
    kept: set[int] = set()
    at = places[-1] if places else -1
    while at >= 0:
        kept.add(at)
        at = before[at]
    return kept
