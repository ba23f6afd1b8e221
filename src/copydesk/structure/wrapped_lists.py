"""A reference list wrapped at a width below a text that is not.

Pasted from a print or a mail, a list keeps its line breaks while the text above it runs on.
Its lines say little one by one; put together as they were broken they are entries, or else
they stay lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from copydesk.structure import entries

#: No list is wrapped outside these columns.
_NARROWEST: Final = 40
_WIDEST: Final = 120
#: An entry may fill so many lines, and a list has so many.
_MOST_LINES: Final = 12
_FEWEST: Final = 3
#: From this likeness on lines together are an entry, and so many of a list are.
_ENTRY: Final = 0.5
_MOSTLY: Final = 0.8
#: Columns by which a break may come early.
_SLACK: Final = 4


def continued(texts: Sequence[str]) -> frozenset[int]:
    """The lines of a wrapped list at the end of `texts` that go on with the line above.

    >>> lines = ["Osei, M., 2019. The quay and its keepers, 1840 to", "1890. Hull: Tide Press."]
    >>> sorted(continued([*lines, "", *lines, "", *lines]))
    [1, 4, 7]
    >>> continued(["The tide had gone, and so had", "the boats."] * 4)
    frozenset()
    """
    start = next((at + 1 for at in reversed(range(len(texts))) if len(texts[at]) > _WIDEST), 0)
    width = max((len(text.rstrip()) for text in texts[start:]), default=0)
    if width < _NARROWEST:
        return frozenset()
    groups = _groups(texts, start, width)
    like = [_is_entry(texts, group) for group in groups]
    if True not in like:
        return frozenset()
    first, last = like.index(True), len(like) - like[::-1].index(True)
    listed = groups[first:last]
    wrapped = sum(len(group) > 1 for group in listed)
    sure = wrapped * 2 >= len(listed) >= _FEWEST and sum(like) >= _MOSTLY * len(listed)
    return frozenset(at for group in listed for at in group[1:]) if sure else frozenset()


def _groups(texts: Sequence[str], start: int, width: int) -> list[list[int]]:
    """The lines from `start` on, those together that a break at `width` or an indent parts."""
    hangs = any(
        below[:1].isspace() and above.strip() and not above[:1].isspace()
        for above, below in pairwise(texts[start:])
    )
    groups: list[list[int]] = []
    for at in range(start, len(texts)):
        if not texts[at].strip():
            continue
        above = texts[at - 1] if at > start else ""
        new = len(groups[-1]) >= _MOST_LINES if groups else True
        if new or not above.strip() or not _goes_on(above, texts[at], width, hangs=hangs):
            groups.append([at])
        else:
            groups[-1].append(at)
    return groups


def _goes_on(above: str, below: str, width: int, *, hangs: bool) -> bool:
    if hangs:
        return below[:1].isspace()
    first = below.split(maxsplit=1)[0]
    forced = len(above.rstrip()) + 1 + len(first) > width - _SLACK
    return forced and not (entries.is_named(below) and above.rstrip()[-1] in ".)/>")


def _is_entry(texts: Sequence[str], group: Sequence[int]) -> bool:
    text = " ".join(texts[at].strip() for at in group)
    return entries.likeness(text, len(text)) >= _ENTRY
