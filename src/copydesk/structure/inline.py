"""A line's text and marks → inline nodes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from copydesk.model import Emph, Inline, Link, Mark, Strong, Text


def inlines(text: str, marks: Sequence[Mark] = ()) -> tuple[Inline, ...]:
    """The nodes of `text`; where marks overlap, links hold bold text and that italics.

    >>> inlines("a quiet harbour", [Mark(2, 7, "emph")])
    (Text(text='a '), Emph(content=(Text(text='quiet'),)), Text(text=' harbour'))
    """
    if not marks:
        return (Text(text),) if text else ()
    size = len(text)
    edges = sorted(
        {
            0,
            size,
            *(min(mark.start, size) for mark in marks),
            *(min(mark.end, size) for mark in marks),
        }
    )
    opening: dict[int, list[Mark]] = {}
    for mark in marks:
        opening.setdefault(min(mark.start, size), []).append(mark)
    open_: list[Mark] = []
    nodes: list[Inline] = []
    for start, end in pairwise(edges):
        open_ = [mark for mark in open_ if mark.end > start] + opening.get(start, [])
        _append(nodes, _node(text[start:end], open_))
    return tuple(nodes)


def _node(piece: str, marks: Sequence[Mark]) -> Inline:
    kinds = {mark.kind for mark in marks}
    node: Inline = Text(piece)
    if "emph" in kinds:
        node = Emph((node,))
    if "strong" in kinds:
        node = Strong((node,))
    target = next((mark.target for mark in marks if mark.kind == "link"), None)
    return node if target is None else Link((node,), target)


def _append(nodes: list[Inline], node: Inline) -> None:
    """Add `node`, which may go on with the link before it."""
    last = nodes[-1] if nodes else None
    if isinstance(node, Link) and isinstance(last, Link) and last.target == node.target:
        nodes[-1] = Link(last.content + node.content, last.target)
    else:
        nodes.append(node)
