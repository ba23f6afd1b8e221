"""Verses: lines that touch in stanzas, told from menus by their words and by how they end.

A menu has a word or two a line and never a stop; a poem has phrases, some of which go on
in the next line and some of which stop.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from copydesk.structure.features import FEWEST_WORDS, Facts

#: Lines of a poem, and how wide a verse is at most.
FEWEST: Final = 6
WIDEST: Final = 75
#: Shares of the lines with several words, and of those that stop or go on.
WORDY: Final = 0.8
BROKEN: Final = 0.4
#: Lines of one stanza at most; a longer pile is a list.
STANZA: Final = 14

_STOPS: Final = frozenset(".,;:!?—–…")


def verses(units: Sequence[Facts]) -> list[bool]:
    """Units that are lines of a poem: at least two stanzas, or one that is long."""
    result = [False] * len(units)
    stanzas = _stanzas(units)
    start = 0
    for end in range(1, len(stanzas) + 1):
        if end < len(stanzas) and stanzas[end][0] == stanzas[end - 1][-1] + 1:
            continue
        group = stanzas[start:end]
        poem = [index for stanza in group for index in stanza]
        start = end
        # Questions, an answer below each.
        asked = sum(units[stanza[0]].asks for stanza in group)
        if 2 * asked < max(1, len(group)) and _is_poem([units[index] for index in poem]):
            for index in poem:
                result[index] = True
    return result


def _stanzas(units: Sequence[Facts]) -> list[list[int]]:
    """Rows of touching lines, each narrow enough for a verse."""
    rows: list[list[int]] = []
    row: list[int] = []
    for index, unit in enumerate(units):
        apart = bool(row) and unit.lines[0] - units[row[-1]].lines[-1] > 1
        if row and (apart or not _may_be_verse(unit)):
            rows.append(row)
            row = []
        if _may_be_verse(unit):
            row.append(index)
    rows.append(row)
    return [row for row in rows if 1 < len(row) <= STANZA]


def _may_be_verse(unit: Facts) -> bool:
    if unit.kind or unit.label or unit.sign or unit.cells or unit.code or unit.figure:
        return False
    return unit.width <= WIDEST and not (unit.dated or unit.announced or unit.hour or unit.caption)


def _is_poem(lines: Sequence[Facts]) -> bool:
    if len(lines) < FEWEST:
        return False
    wordy = sum(len(line.text.split()) >= FEWEST_WORDS for line in lines)
    stops = sum(line.text[-1] in _STOPS for line in lines)
    goes_on = sum(below.lower for _, below in pairwise(lines))
    return wordy >= WORDY * len(lines) and stops + goes_on >= BROKEN * len(lines) and stops > 0
