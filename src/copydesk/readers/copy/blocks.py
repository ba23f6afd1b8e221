"""What a file with formats of its own says, whichever format it is in.

The readers of .docx, .odt, .rtf and Markdown build these; `word_lines` sets them in lines.
So the formats differ in how a thing is spelt and nowhere else.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from copydesk.model import Picture

#: A line break inside a paragraph. Formats' own line feeds are blanks and never get here.
BREAK: Final = "\n"


@dataclass(frozen=True, slots=True)
class Look:
    """How a run of text looks, as far as an edition can say it."""

    emph: bool = False
    strong: bool = False
    sup: bool = False
    sub: bool = False
    code: bool = False
    link: str = ""
    hidden: bool = False


PLAIN: Final = Look()


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one look."""

    text: str
    look: Look = PLAIN


@dataclass(frozen=True, slots=True)
class Call:
    """The place that calls the note `id`; `sign` is what the author typed for it, if anything."""

    id: str
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture at its place: the name of a `Picture` or an address, and its alternative text."""

    name: str
    alt: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """Where a paragraph goes on in another line of the source, `rows` further down.

    A blank stands for a `soft` break; others are amid marks and print nothing. `look` is that
    in which the line is broken.
    """

    rows: int
    soft: bool
    look: Look = PLAIN


Inline: TypeAlias = Run | Call | Shown | Turn


@dataclass(frozen=True, slots=True)
class Item:
    """The place of a paragraph in a list.

    `key` tells its list from others, `level` counts from 0 as the format does; `value`
    is the number printed before it, None for a bullet. `more` marks a further paragraph
    of the item above, where the format says so itself.
    """

    key: str
    level: int
    value: int | None = None
    more: bool = False


@dataclass(slots=True)
class Para:
    """A paragraph. `role` is the hint of its style: `title`, `heading:2`, `quote`, ….

    Lines of one program bear `code`, or `code:2` where the format tells programs apart.

    `row` is the line of the source that it begins in, where the source has lines. `indent` is
    its left margin in twentieths of a point, by which it may go on with a list item above it;
    `rule` says that a line is drawn below it, `bold` that its style is.
    """

    inlines: list[Inline] = field(default_factory=list)
    role: str = ""
    zone: str = ""
    item: Item | None = None
    indent: int = 0
    rule: bool = False
    bold: bool = False
    row: int = 0

    def add(self, text: str, look: Look = PLAIN) -> None:
        """Append `text`."""
        if text:
            self.inlines.append(Run(text, look))

    @property
    def text(self) -> str:
        """What a reader sees of it, without its pictures and notes."""
        return "".join(
            " " * part.soft if isinstance(part, Turn) else part.text
            for part in self.inlines
            if isinstance(part, Run | Turn) and not part.look.hidden
        )


@dataclass(slots=True)
class Row:
    """A row of a table; each cell is a text of its own. `header` as the format says.

    `set_off`: its cells are shaded or ruled, which says something where no other row's are.
    """

    cells: list[list[Block]] = field(default_factory=list)
    header: bool = False
    set_off: bool = False


@dataclass(slots=True)
class Grid:
    """A table. A cell that spans several columns is followed by empty ones."""

    rows: list[Row] = field(default_factory=list)


Block: TypeAlias = Para | Grid


@dataclass(slots=True)
class Tally:
    """Text that was taken out: how often, and how many words it had."""

    pieces: int = 0
    words: int = 0

    def add(self, text: str) -> None:
        """Count one more piece."""
        self.pieces += 1
        self.more(text)

    def more(self, text: str) -> None:
        """Count further text of the piece before."""
        self.words += len(text.split())


@dataclass(slots=True)
class Copy:
    """A file as read: its blocks, its notes by id in the order of their calls, its losses.

    `title` and `creator` are what the file's properties say, which is seldom what the
    article says. `dropped` names what no edition can hold, each kind with its number,
    `nested` what stands in a quotation, which holds nothing but paragraphs; `running` holds
    what stands at the head or foot of pages, each with its kind. `inner` are the notes that
    are written where they are called.
    """

    blocks: list[Block] = field(default_factory=list)
    notes: dict[str, list[Block]] = field(default_factory=dict)
    pictures: list[Picture] = field(default_factory=list)
    deleted: Tally = field(default_factory=Tally)
    comments: Tally = field(default_factory=Tally)
    dropped: dict[str, int] = field(default_factory=dict)
    nested: Counter[str] = field(default_factory=Counter)
    running: dict[str, str] = field(default_factory=dict)
    inner: set[str] = field(default_factory=set)
    title: str = ""
    creator: str = ""

    def drop(self, kind: str) -> None:
        """Record that something of `kind` was left out."""
        self.dropped[kind] = self.dropped.get(kind, 0) + 1
