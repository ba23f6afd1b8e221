"""Blocks and inline content of an article as nodes of the closed set."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from copydesk.compose.cited import cite_nodes
from copydesk.compose.forme import Forme, Place
from copydesk.compose.nodes import Node, attr, div, header, node, reach, sound, words
from copydesk.model import (
    Block,
    Break,
    Cite,
    Code,
    Emph,
    Figure,
    Heading,
    Inline,
    Items,
    Link,
    Note,
    Paragraph,
    Quote,
    Strong,
    Table,
    Text,
)

#: Levels of nesting from the document down; deeper content is flattened to its text.
DEEPEST: Final = 12

_ADDRESS: Final = re.compile(r"(?:https?://|mailto:|doi:)[^\s<>\"\\^`{|}]+", re.IGNORECASE)


# ── blocks ───────────────────────────────────────────────────────────────────


def blocks_of(blocks: Iterable[Block], forme: Forme, place: Place) -> list[Node]:
    """The nodes of `blocks`; empty ones make none."""
    nodes: list[Node] = []
    for block in blocks:
        line = block.lines[0] if block.lines else place.line
        nodes += _block(block, forme, replace(place, line=line))
    return nodes


def _block(block: Block, forme: Forme, place: Place) -> Iterator[Node]:
    match block:
        case Heading(level, content):
            if inlines := inlines_of(content, forme, place.below()):
                yield header(level, forme.identifier(plain(content)), inlines)
        case Paragraph(content):
            if inlines := inlines_of(content, forme, place.below()):
                yield node("Para", inlines)
        case Quote(paragraphs):
            if inner := blocks_of(paragraphs, forme, place.below()):
                yield node("BlockQuote", inner)
        case Code(text):
            yield node("CodeBlock", [attr(), sound(text)])
        case Break():
            yield {"t": "HorizontalRule"}
        case _:
            yield from _display(block, forme, place)


def _display(block: Items | Figure | Table, forme: Forme, place: Place) -> Iterator[Node]:
    match block:
        case Items():
            yield from _items(block, forme, place)
        case Figure():
            yield from _figure(block, forme, place)
        case Table():
            yield from _table(block, forme, place)


def _items(block: Items, forme: Forme, place: Place) -> Iterator[Node]:
    rows = [blocks_of(item, forme, place.below()) for item in block.items]
    rows = [row for row in rows if row]
    if not rows:
        return
    if all(len(row) == 1 for row in rows):
        rows = [[node("Plain", row[0]["c"])] for row in rows]
    if block.ordered:
        style = [1, {"t": "Decimal"}, {"t": "Period"}]
        yield node("OrderedList", [style, rows])
    else:
        yield node("BulletList", rows)


def _figure(block: Figure, forme: Forme, place: Place) -> Iterator[Node]:
    if block.source:
        message = f"the picture `{block.source}` was not supplied; its caption stays"
        forme.ask("compose.picture-missing", place.line, message, block.source)
    caption = inlines_of(block.caption, forme, place.below()) or words(block.alt)
    if caption:
        yield div("", "caption", [node("Para", caption)])


def _table(block: Table, forme: Forme, place: Place) -> Iterator[Node]:
    width = max((len(row) for row in block.rows), default=0)
    if not width:
        return
    rows = [
        [attr(), [_cell(row[index] if index < len(row) else (), forme, place.below())
                   for index in range(width)]]
        for row in block.rows
    ]  # fmt: skip
    head, body = (rows[:1], rows[1:]) if block.header else ([], rows)
    columns = [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}]] * width
    yield node(
        "Table",
        [attr(), [None, []], columns, [attr(), head], [[attr(), 0, [], body]], [attr(), []]],
    )


def _cell(content: Sequence[Inline], forme: Forme, place: Place) -> list[Any]:
    inlines = inlines_of(content, forme, place.below())
    blocks = [node("Plain", inlines)] if inlines else []
    return [attr(), {"t": "AlignDefault"}, 1, 1, blocks]


# ── inline content ───────────────────────────────────────────────────────────


def inlines_of(content: Iterable[Inline], forme: Forme, place: Place) -> list[Node]:
    """The nodes of inline content."""
    nodes: list[Node] = []
    for inline in content:
        match inline:
            case Text(text):
                nodes += words(text, linked=place.linked)
            # A citation is the deepest of all: an anchor, a link in it, and the words.
            case _ if place.depth + 3 > DEEPEST:
                nodes += _flattened(inline, forme, place)
            case Cite():
                nodes += cite_nodes(inline, forme, place)
            case Emph(inner):
                nodes.append(node("Emph", inlines_of(inner, forme, place.below())))
            case Strong(inner):
                nodes.append(node("Strong", inlines_of(inner, forme, place.below())))
            case Link():
                nodes += _link(inline, forme, place)
            case Note():
                nodes += _note(inline, forme, place)
    return nodes


def _flattened(inline: Inline, forme: Forme, place: Place) -> list[Node]:
    text = plain((inline,))
    message = f"`{text[:60]}` was nested too deeply; it stays as plain text"
    forme.ask("compose.flattened", place.line, message, text)
    return words(text)


def _note(note: Note, forme: Forme, place: Place) -> list[Node]:
    if place.noted or place.linked:  # neither notes nor links can hold a note
        return words(f" [{plain((note,))}]")
    blocks = blocks_of(note.blocks, forme, place.below(noted=True))
    return [node("Note", blocks)] if blocks else []


def _link(link: Link, forme: Forme, place: Place) -> list[Node]:
    target = link.target.strip()
    if target.startswith("#") or place.linked:
        return inlines_of(link.content, forme, place)  # to a place of the page it came from
    if not _ADDRESS.fullmatch(target):
        message = f"the link of `{plain(link.content)[:60]}` to `{target[:80]}` was dropped"
        forme.ask("compose.link-dropped", place.line, message, target)
        return inlines_of(link.content, forme, place)
    if target[:4].lower() == "doi:":
        target = f"https://doi.org/{target[4:]}"
    return [reach(inlines_of(link.content, forme, place.below(linked=True)), target)]


def plain(content: Iterable[Inline]) -> str:
    """The text of inline content, notes included, however deep it is.

    >>> plain((Text("a"), Note((Paragraph((Emph((Text("b"),)),)), Code("c")))))
    'a b c'
    """
    pieces: list[str] = []
    waiting: list[Inline | Block] = [*content]
    waiting.reverse()
    while waiting:
        match waiting.pop():
            case Text(text) | Cite(text):
                pieces.append(text)
            case Emph(inner) | Strong(inner) | Link(inner):
                waiting += inner[::-1]
            case Code(text):
                pieces.append(f" {text}")
            case Paragraph(inner) | Heading(_, inner) | Figure(inner):
                pieces.append(" ")
                waiting += inner[::-1]
            case Note(blocks) | Quote(blocks):
                waiting += blocks[::-1]
            case Items(items):
                waiting += [paragraph for item in items for paragraph in item][::-1]
            case Table(rows):
                cells = (cell for row in rows for cell in row)
                waiting += [inline for cell in cells for inline in (Text(" "), *cell)][::-1]
    return "".join(pieces)
