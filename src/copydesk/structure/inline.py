"""A line's text and marks → inline nodes, and back to plain text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from copydesk.model import (
    Block,
    Cite,
    Code,
    Emph,
    Figure,
    Heading,
    Inline,
    Items,
    Link,
    Mark,
    Note,
    Paragraph,
    Quote,
    Strong,
    Table,
    Text,
)  # fmt: skip


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


def plain(content: Iterable[Inline]) -> str:
    """The text of `content`, notes left out.

    >>> plain(inlines("a quiet harbour", [Mark(2, 7, "emph")]))
    'a quiet harbour'
    """
    parts = []
    for node in content:
        if isinstance(node, Text | Cite):
            parts.append(node.text)
        elif not isinstance(node, Note):
            parts.append(plain(node.content))
    return "".join(parts)


def block_texts(blocks: Iterable[Block]) -> Iterable[str]:
    """The texts of `blocks` in order, those of their notes after each block."""
    for block in blocks:
        if isinstance(block, Code):
            yield block.text
        elif isinstance(block, Quote):
            yield from block_texts(block.paragraphs)
        elif isinstance(block, Items):
            yield from block_texts(paragraph for item in block.items for paragraph in item)
        else:
            for content in _contents(block):
                yield from _with_notes(content)


def _contents(block: Block) -> Iterable[Sequence[Inline]]:
    if isinstance(block, Heading | Paragraph):
        yield block.content
    elif isinstance(block, Figure):
        yield block.caption
    elif isinstance(block, Table):
        for row in block.rows:
            yield from row


def _with_notes(content: Sequence[Inline]) -> Iterable[str]:
    yield plain(content)
    for node in content:
        if isinstance(node, Note):
            yield from block_texts(node.blocks)
        elif isinstance(node, Emph | Strong | Link):
            yield from list(_with_notes(node.content))[1:]
