"""Lists of works under a heading that announces reading: "Sources and further reading".

Sites print the same words above their own articles, so the heading alone says nothing: it
is one of the author's list where entries of works stand right below it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from copydesk import folding, tables
from copydesk.structure.clusters import is_entry
from copydesk.structure.features import LABEL, Facts

#: The label of such a heading, until what stands below it has been looked at.
READING: Final = "reading"
_LIST: Final = "references"
#: So many lines below are looked at.
_NEAR: Final = 3
#: A heading that no word file holds is made of so many of their words at least.
_FEWEST: Final = 2


def confirmed(units: Sequence[Facts]) -> list[Facts]:
    """`units`, the headings of reading labelled as that of a list where entries stand below.

    Below that heading, or one that says "References", it is a line of the list, whose reader
    knows it; above one it may be a box amid the text.
    """
    result = list(units)
    places = (at for at, unit in enumerate(units) if unit.label == _LIST)
    named = next((at for at in places if any(_below(units, at))), None)
    listed = False
    for at, unit in enumerate(units):
        listed = listed or at == named
        if unit.label == READING:
            result[at] = replace(unit, label="")
        if not _announces(unit) or not _lists(units, at):
            continue
        if listed:
            result[at] = replace(unit, kind="", label="", hint="reference")
        elif named is None:
            result[at] = replace(unit, kind="", label=_LIST)
            listed = True
    return result


def _announces(unit: Facts) -> bool:
    """Whether `unit` says what such headings say, or is put together from their words."""
    if unit.label == READING:
        return True
    if unit.label or unit.width > LABEL or unit.hint not in ("", "heading"):
        return False
    words = folding.words(unit.text)
    return len(words) >= _FEWEST and words_of_lists().issuperset(words)


def _lists(units: Sequence[Facts], at: int) -> bool:
    """Whether entries stand below the unit `at`: the next line is one, and most of the next."""
    below = _below(units, at)
    return bool(below) and below[0] and 2 * sum(below) > len(below)


def _below(units: Sequence[Facts], at: int) -> list[bool]:
    """Which of the next units are entries."""
    return [is_entry(unit) for unit in units[at + 1 : at + 1 + _NEAR]]


@cache
def words_of_lists() -> frozenset[str]:
    """The words that the headings of lists and of their parts are made of, in all languages."""
    lists = tables.table("words/lists")
    return frozenset(word for said in lists.values() for word in folding.words(said))
