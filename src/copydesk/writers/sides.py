"""Style sheets for pages whose lines run to either side.

The sheets of the house speak of left and right, as most pages need it. `either` says the same
of the sides where lines begin and end, so that one sheet serves both and nothing is said twice.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_SIDES: Final = {"left": "start", "right": "end"}
_PROPERTY: Final = re.compile(r"\b(padding|margin|border)-(left|right)(?=:)")
#: Four lengths in a row: top, right, bottom, left.
_FOUR: Final = re.compile(
    r"\b(padding|margin): ([^\s;{}()]+) ([^\s;{}()]+) ([^\s;{}()]+) ([^\s;{}()]+)(?=;| ?})"
)
_FLOAT: Final = re.compile(r"\bfloat: (left|right)\b")


@lru_cache(maxsize=16)
def either(sheet: str) -> str:
    """`sheet` with the sides of lines in the place of left and right.

    Figures stay at the right, where their last ones stand in a column.

    >>> either("li { padding-left: 1em; text-align: left } td { text-align: right }")
    'li { padding-inline-start: 1em; text-align: start } td { text-align: right }'
    >>> either("td { padding: 1em 2em 1em 0 }")
    'td { padding: 1em 0; padding-inline-start: 0; padding-inline-end: 2em }'
    """
    sheet = _FOUR.sub(_parted, sheet)
    sheet = _PROPERTY.sub(lambda found: f"{found[1]}-inline-{_SIDES[found[2]]}", sheet)
    sheet = _FLOAT.sub(lambda found: f"float: inline-{_SIDES[found[1]]}", sheet)
    return sheet.replace("text-align: left", "text-align: start")


def _parted(found: re.Match[str]) -> str:
    name, top, right, bottom, left = found.groups()
    if left == right:
        return found[0]
    around = top if top == bottom else f"{top} 0 {bottom}"
    zero = " 0" if top == bottom else ""
    sides = f"{name}-inline-start: {left}; {name}-inline-end: {right}"
    return f"{name}: {around}{zero}; {sides}"
