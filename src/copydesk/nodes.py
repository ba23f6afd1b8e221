"""Reading the nodes of an article: their plain text and the paragraphs they hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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
    Note,
    Paragraph,
    Quote,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    Verbatim,
)


def plain(content: Iterable[Inline]) -> str:
    """The text of inline content; offsets of citations count in it. Notes are not in it.

    >>> plain((Text("a "), Emph((Text("b"),)), Cite(" (Lo, 2022)", 0)))
    'a b (Lo, 2022)'
    """
    pieces = []
    for node in content:
        match node:
            case Text() | Cite() | Verbatim():
                pieces.append(node.text)
            case Emph() | Strong() | Superscript() | Subscript() | Link():
                pieces.append(plain(node.content))
    return "".join(pieces)


def texts(block: Block) -> Iterator[str]:
    """The text of each paragraph, item, caption or cell of `block`.

    >>> list(texts(Quote((Paragraph((Text("one"),)), Paragraph((Text("two"),))))))
    ['one', 'two']
    """
    if isinstance(block, Code):
        yield block.text
    else:
        yield from map(plain, _contents(block))


def texts_with_notes(blocks: Iterable[Block]) -> Iterator[str]:
    """The texts of `blocks` in order, those of their notes after each block.

    >>> note = Note((Paragraph((Text("aside"),)),))
    >>> list(texts_with_notes([Paragraph((Text("so it was"), note))]))
    ['so it was', 'aside']
    """
    for block in blocks:
        yield from texts(block)
        for content in _contents(block):
            for note in _notes(content):
                yield from texts_with_notes(note.blocks)


def _contents(block: Block) -> Iterator[tuple[Inline, ...]]:
    match block:
        case Heading() | Paragraph():
            yield block.content
        case Quote():
            yield from (paragraph.content for paragraph in block.paragraphs)
        case Items():
            for item in block.items:
                for part in item:
                    yield from _contents(part)
        case Figure():
            yield block.caption
        case Table():
            yield from (cell for row in block.rows for cell in row)


def _notes(content: Iterable[Inline]) -> Iterator[Note]:
    for node in content:
        match node:
            case Note():
                yield node
            case Emph() | Strong() | Superscript() | Subscript() | Link():
                yield from _notes(node.content)
