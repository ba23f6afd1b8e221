"""Annotated bibliographies: paragraphs below the entries of a list that speak of the one above.

One paragraph behind a list goes on with the article. Paragraphs that stand below most of
the entries, from the first on, belong to them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from copydesk.structure.clusters import ENTRY
from copydesk.structure.features import LABEL, PROSE, Facts

#: So many entries bear annotations, and this share of those that others follow.
FEWEST: Final = 2
MOSTLY: Final = 0.6
#: A paragraph that cites looks a little like an entry.
_UNLIKE: Final = 0.4


def annotated(units: Sequence[Facts], parts: Sequence[str]) -> list[bool]:
    """Which of `units` annotate the entry above them; `parts` says below which heading each is."""
    result = [False] * len(units)
    groups = list(_groups(units, parts))
    inner = groups[:-1]
    noted = [group for group in inner if len(group) > 1]
    enough = len(noted) >= FEWEST or (len(groups) == FEWEST and all(map(_is_noted, groups)))
    if not enough or len(noted) < MOSTLY * len(inner):
        return result
    longest = max(len(group) for group in noted)
    for group in (*inner, groups[-1][:longest]):
        for at in group[1:]:
            result[at] = True
    return result


def _is_noted(group: range) -> bool:
    return len(group) > 1


def _groups(units: Sequence[Facts], parts: Sequence[str]) -> Iterator[range]:
    """The entries below the heading of the references, each with the paragraphs below it."""
    start: int | None = None
    for at, unit in enumerate(units):
        if parts[at] != "references":
            continue
        if unit.reference >= ENTRY and not unit.kind:
            if start is not None:
                yield range(start, at)
            start = at
        elif start is None or not _is_prose(unit):
            if start is not None:
                yield range(start, at)
            return
    if start is not None:
        yield range(start, len(units))


def _is_prose(unit: Facts) -> bool:
    """Whether `unit` may annotate: sentences without a sign, a heading's or a site's words."""
    plain = not (unit.kind or unit.label or unit.sign or unit.hint)
    return plain and unit.reference < _UNLIKE and unit.mass >= PROSE and unit.width > LABEL // 2
