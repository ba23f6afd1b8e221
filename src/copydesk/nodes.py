"""Reading the nodes of an article: their plain text and the paragraphs they hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
    Paragraph,
    Quote,
    Strong,
    Table,
    Text,
)


def plain(content: Sequence[Inline]) -> str:
    """The text of inline content; offsets of citations count in it. Notes are not in it.

    >>> plain((Text("a "), Emph((Text("b"),)), Cite(" (Lo, 2022)", 0)))
    'a b (Lo, 2022)'
    """
    pieces = []
    for node in content:
        match node:
            case Text() | Cite():
                pieces.append(node.text)
            case Emph() | Strong() | Link():
                pieces.append(plain(node.content))
    return "".join(pieces)


def texts(block: Block) -> Iterator[str]:
    """The text of each paragraph, item, caption or cell of `block`.

    >>> list(texts(Quote((Paragraph((Text("one"),)), Paragraph((Text("two"),))))))
    ['one', 'two']
    """
    match block:
        case Heading() | Paragraph():
            yield plain(block.content)
        case Quote():
            yield from (plain(paragraph.content) for paragraph in block.paragraphs)
        case Items():
            yield from (plain(paragraph.content) for item in block.items for paragraph in item)
        case Figure():
            yield plain(block.caption)
        case Table():
            yield from (plain(cell) for row in block.rows for cell in row)
        case Code():
            yield block.text
