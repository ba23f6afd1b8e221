"""The levels of headings: 2 for the sections of an article, and no step left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from copydesk.structure.passage import Passage

TOP: Final = 2
#: No format knows a lower one.
LOWEST: Final = 6

_SECTION = re.compile(r"\d+\.\d+")


def levels(passages: Sequence[Passage]) -> dict[int, int]:
    """The level of each heading, by its index.

    Where the format tells levels, they keep their order and lose their gaps: the highest
    of them is a section, whatever the site called it. Elsewhere the shape tells.

    >>> told = [Passage("heading", "A", (1,), hint=f"heading:{level}") for level in (1, 4, 3, 1)]
    >>> levels(told)
    {0: 2, 1: 3, 2: 3, 3: 2}
    """
    told = {index: _told(passage) for index, passage in enumerate(passages)}
    if any(told.values()):
        return _by_hints(passages, told)
    return _by_shape(passages)


def _told(passage: Passage) -> int:
    if passage.role != "heading" or passage.kind != "heading":
        return 0
    level = passage.hint.partition(":")[2]
    return int(level) if level.isdigit() else 0


def _by_hints(passages: Sequence[Passage], told: dict[int, int]) -> dict[int, int]:
    """Each heading below the last one of a higher level; an untold one is below all above it."""
    found = {}
    above: list[int] = []
    for index, passage in enumerate(passages):
        if passage.role != "heading":
            continue
        level = told[index]
        if level:
            while above and above[-1] >= level:
                above.pop()
            above.append(level)
        found[index] = min(LOWEST, TOP + len(above) - bool(level))
    return found


def _by_shape(passages: Sequence[Passage]) -> dict[int, int]:
    """A heading right below another opens the lower level, until headings stand so again."""
    found = {}
    level = TOP
    for index, passage in enumerate(passages):
        if passage.role != "heading":
            continue
        above = index > 0 and passages[index - 1].role == "heading"
        below = index + 1 < len(passages) and passages[index + 1].role == "heading"
        if _SECTION.match(passage.text) or above:
            level = TOP + 1
        elif below:
            level = TOP
        found[index] = level
    return found
