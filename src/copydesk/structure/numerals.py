"""Notes whose numbers stand on lines of their own, as pages print them below the article.

A row of bare numbers may as well be a ranking of the site; the marks that the
text sets behind its words ("a sham.1") tell the two apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from copydesk.structure.features import PROSE, Facts

#: A number and the next one stand so near, the paragraphs of a note between them.
REACH: Final = 5
#: So many of the numbers have their mark in the text.
MARKED: Final = 0.5
#: Notes are counted to here.
MOST: Final = 999

_MARK = re.compile(r"[^\W\d_][.,;:!?\"”’»)]{0,2}(\d{1,3})(?=[\s.,;)]|$)|\[(\d{1,3})\]")


def noted(units: Sequence[Facts]) -> list[bool]:
    """Units that are the number of a note or its text."""
    result = [False] * len(units)
    places = [index for index, unit in enumerate(units) if unit.text.isdecimal()]
    rows = _rows(units, places)
    if not rows:
        return result
    marks = {
        int(mark[1] or mark[2])
        for unit in units
        if unit.mass >= PROSE
        for mark in _MARK.finditer(unit.text)
    }
    for row in rows:
        if sum(number in marks for number in range(1, len(row) + 1)) < MARKED * len(row):
            continue
        # A second row with the same numbers is the ranking.
        end = min(row[-1] + 2, len(units))
        result[row[0] : end] = [True] * (end - row[0])
        break
    return result


def _rows(units: Sequence[Facts], places: Sequence[int]) -> list[list[int]]:
    """Rows of places where 1, 2, 3 … stand, each with a text below it."""
    rows: list[list[int]] = []
    row: list[int] = []
    for place in places:
        number = int(units[place].text[:4])
        near = bool(row) and 1 < place - row[-1] <= REACH
        if near and number == len(row) + 1 <= MOST:
            row.append(place)
        else:
            row = [place] if number == 1 else []
            if row:
                rows.append(row)
    return [row for row in rows if row[-1] + 1 < len(units)]
