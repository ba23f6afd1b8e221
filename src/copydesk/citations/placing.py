"""Citations put into the inline content they were found in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from copydesk.model import (
    Cite,
    Emph,
    Inline,
    Link,
    Note,
    Strong,
    Subscript,
    Superscript,
    Text,
    Verbatim,
    plain,
)

Place: TypeAlias = tuple[int, int, Cite]
"""A citation group with its span in the plain text."""

#: Nodes that hold others.
AROUND: Final = (Emph, Strong, Superscript, Subscript, Link)


def placed(content: Sequence[Inline], places: Sequence[Place]) -> tuple[Inline, ...]:
    """`content` with each `[start, end)` of `places` replaced by its Cite.

    `places` stand in order and do not overlap. A citation that begins inside emphasis
    or a link is placed where it begins; the rest of its span is cut from what follows.
    A note called inside it stays behind it.

    >>> placed((Text("so (Lo, 2022) said"),), [(3, 13, Cite("(Lo, 2022)", 0))])
    (Text(text='so '), Cite(text='(Lo, 2022)', group=0), Text(text=' said'))
    """
    result: list[Inline] = []
    offset = first = 0
    for node in content:
        size = len(plain((node,)))
        while first < len(places) and places[first][1] <= offset:
            first += 1
        last = first
        while last < len(places) and places[last][0] < offset + size:
            last += 1
        here = places[first:last]
        if not here or isinstance(node, Note):
            result.append(node)
        elif isinstance(node, Text | Verbatim):
            result.extend(_cut(node.text, offset, here))
        elif isinstance(node, AROUND):
            moved = [(start - offset, end - offset, cite) for start, end, cite in here]
            result.append(replace(node, content=placed(node.content, moved)))
        offset += size
    return tuple(result)


def _cut(text: str, offset: int, places: Sequence[Place]) -> Iterator[Inline]:
    position = 0
    for start, end, cite in places:
        low, high = max(0, start - offset), min(len(text), end - offset)
        if low > position:
            yield Text(text[position:low])
        if start >= offset:
            yield cite
        position = high
    if position < len(text):
        yield Text(text[position:])
