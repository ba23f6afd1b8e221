"""Reading the nodes of an article: their plain text and the paragraphs they hold."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

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


def plain(content: Iterable[Inline], apart: Container[int] = ()) -> str:
    """The text of inline content; offsets of citations count in it. Notes are not in it.

    Citations of the groups in `apart` have a blank on either side.

    >>> plain((Text("a "), Emph((Text("b"),)), Cite("3", 0))), plain([Cite("3", 0)], apart={0})
    ('a b3', ' 3 ')
    """
    pieces = []
    waiting = [*content][::-1]
    while waiting:
        match waiting.pop():
            case Cite(text, group) if group in apart:
                pieces.append(f" {text} ")
            case Text(text) | Cite(text) | Verbatim(text):
                pieces.append(text)
            case Emph(inner) | Strong(inner) | Superscript(inner) | Subscript(inner) | Link(inner):
                waiting += inner[::-1]
    return "".join(pieces)


def whole(content: Iterable[Inline]) -> str:
    """The text of inline content, behind it that of its notes.

    >>> whole((Text("so it was"), Note((Paragraph((Text("aside"),)),)), Text(".")))
    'so it was. aside'
    """
    nodes = tuple(content)
    notes = (text for note in notes_in(nodes) for text in texts_with_notes(note.blocks))
    return " ".join((plain(nodes), *notes))


def texts(block: Block, apart: Container[int] = ()) -> Iterator[str]:
    """The text of each paragraph, item, caption or cell of `block`.

    >>> list(texts(Quote((Paragraph((Text("one"),)), Paragraph((Text("two"),))))))
    ['one', 'two']
    """
    if isinstance(block, Code):
        yield block.text
    else:
        yield from (plain(content, apart) for content in contents(block))


def texts_with_notes(blocks: Iterable[Block], apart: Container[int] = ()) -> Iterator[str]:
    """The texts of `blocks` in order, those of their notes after each block.

    >>> note = Note((Paragraph((Text("aside"),)),))
    >>> list(texts_with_notes([Paragraph((Text("so it was"), note))]))
    ['so it was', 'aside']
    """
    for block in blocks:
        yield from texts(block, apart)
        for content in contents(block):
            for note in notes_in(content):
                yield from texts_with_notes(note.blocks, apart)


def contents(block: Block) -> Iterator[tuple[Inline, ...]]:
    """The inline content of each paragraph, item, caption or cell of `block`."""
    match block:
        case Heading() | Paragraph():
            yield block.content
        case Quote():
            yield from (paragraph.content for paragraph in block.paragraphs)
        case Items():
            yield from (paragraph.content for paragraph in paragraphs(block))
        case Figure():
            yield block.caption
        case Table():
            yield from (cell for row in block.rows for cell in row)


def paragraphs(items: Items) -> Iterator[Paragraph]:
    """The paragraphs of a list and of the lists below its items, in order.

    >>> below = Items(((Paragraph((Text("b"),)),),))
    >>> list(map(plain, (one.content for one in paragraphs(Items(((below,),))))))
    ['b']
    """
    waiting: list[Paragraph | Items] = [items]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Items):
            waiting += [below for item in part.items for below in item][::-1]
        else:
            yield part


def cites_in(content: Iterable[Inline]) -> Iterator[int]:
    """The groups of the citations in inline content and in its notes.

    >>> list(cites_in((Emph((Cite("(Lo, 2022)", 3),)), Note((Paragraph((Cite("[4]", 5),)),)))))
    [3, 5]
    """
    waiting = [*content][::-1]
    while waiting:
        match waiting.pop():
            case Cite(_, group):
                yield group
            case Emph(inner) | Strong(inner) | Superscript(inner) | Subscript(inner) | Link(inner):
                waiting += inner[::-1]
            case Note(blocks):
                inside = [one for block in blocks for text in contents(block) for one in text]
                waiting += inside[::-1]


def notes_in(content: Iterable[Inline]) -> Iterator[Note]:
    """The notes that inline content calls, in order; not those inside them."""
    waiting = [*content][::-1]
    while waiting:
        match waiting.pop():
            case Note() as note:
                yield note
            case Emph(inner) | Strong(inner) | Superscript(inner) | Subscript(inner) | Link(inner):
                waiting += inner[::-1]
