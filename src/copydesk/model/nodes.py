"""The nodes that the body and the notes of an article are made of, and how they are read.

The set is closed: `Block` and `Inline` name all of them.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Text:
    text: str


@dataclass(frozen=True, slots=True)
class Emph:
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strong:
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Link:
    content: tuple[Inline, ...]
    target: str


@dataclass(frozen=True, slots=True)
class Superscript:
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Subscript:
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Words of a program inside a sentence."""

    text: str


@dataclass(frozen=True, slots=True)
class Cite:
    """The words of one citation group; `group` is that of its `Citation`s."""

    text: str
    group: int


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote at its place in the text."""

    blocks: tuple[Block, ...]


Inline: TypeAlias = Text | Emph | Strong | Superscript | Subscript | Verbatim | Link | Cite | Note


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    content: tuple[Inline, ...]
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`starts` holds the offset in the plain text where each of `lines` begins."""

    content: tuple[Inline, ...]
    lines: tuple[int, ...] = ()
    starts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    paragraphs: tuple[Paragraph, ...]
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Items:
    """A list; each item is a row of paragraphs and of lists below it.

    `start` is the number of the first item of an ordered one.
    """

    items: tuple[tuple[Paragraph | Items, ...], ...]
    ordered: bool = False
    lines: tuple[int, ...] = ()
    start: int = 1


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its caption, or a caption whose picture did not arrive.

    `source` names a `Picture` of the submission, or a file or address that it does not hold.
    `decorative`: the editor says that it adds nothing to the text, so that it has no `alt`.
    """

    caption: tuple[Inline, ...]
    source: str = ""
    alt: str = ""
    lines: tuple[int, ...] = ()
    decorative: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `header` says that its first row heads the columns, `stub` its first column rows."""

    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    header: bool = False
    lines: tuple[int, ...] = ()
    stub: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    text: str
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Break:
    """A thematic break."""

    lines: tuple[int, ...] = ()


Block: TypeAlias = Heading | Paragraph | Quote | Items | Figure | Table | Code | Break


# ── their text ───────────────────────────────────────────────────────────────


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
