"""The nodes that the body and the notes of an article are made of: a closed set."""

from __future__ import annotations

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
