"""The levels of headings: 2 for the sections of an article, and no step left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from copydesk.structure.numbering import depths
from copydesk.structure.passage import Passage

TOP: Final = 2
#: No format knows a lower one.
LOWEST: Final = 6


def levels(passages: Sequence[Passage]) -> dict[int, int]:
    """The level of each heading, by its index.

    Where the format tells levels, they keep their order and lose their gaps: the highest
    of them is a section, whatever the site called it. Elsewhere the numbers before them
    tell, or where they have none the shape.

    >>> told = [Passage("heading", "A", (1,), hint=f"heading:{level}") for level in (1, 4, 3, 1)]
    >>> levels(told)
    {0: 2, 1: 3, 2: 3, 3: 2}
    """
    told = {index: _told(passage) for index, passage in enumerate(passages)}
    if any(told.values()):
        return _by_hints(passages, told)
    places = [index for index, passage in enumerate(passages) if passage.role == "heading"]
    numbered = dict(zip(places, depths([passages[at].text for at in places]), strict=True))
    return _by_number(numbered) if any(numbered.values()) else _by_shape(passages)


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


def _by_number(numbered: dict[int, int]) -> dict[int, int]:
    """A section without a number is one of the highest; one right above a "1." is above all."""
    parts = any(not depth and numbered.get(index + 1) == 1 for index, depth in numbered.items())
    return {
        index: min(LOWEST, TOP - 1 + depth + parts) if depth else TOP
        for index, depth in numbered.items()
    }


def _by_shape(passages: Sequence[Passage]) -> dict[int, int]:
    """A heading right below another opens the lower level, until headings stand so again."""
    found = {}
    level = TOP
    for index, passage in enumerate(passages):
        if passage.role != "heading":
            continue
        above = index > 0 and passages[index - 1].role == "heading"
        below = index + 1 < len(passages) and passages[index + 1].role == "heading"
        if above:
            level = TOP + 1
        elif below:
            level = TOP
        found[index] = level
    return found
