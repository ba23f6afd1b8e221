"""What a file with formats of its own says, whichever format it is in, and its lines.

The readers of .docx, .odt, .rtf and .pdf build a `ReadFile`; `make_lines` makes its lines with
hints.

A word processor's file has no lines of its own: an empty one stands between any two blocks
but items of one list, rows of one table and the lines of one paragraph. Text that the file
hides stands in lines of its own behind the paragraph that it was taken out of, so that an
editor can still bring it back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from copydesk.config import Config
from copydesk.language.list_numbers import format_number
from copydesk.model import Flow, Line, ListForm, Picture, make_list_hint, make_note_hint
from copydesk.readers.inlines import (
    PLAIN,
    Inline,
    MarkedLine,
    ParagraphText,
    PlacedPicture,
    RunStyle,
    TextRun,
    join_cells,
    read_inlines,
)
from copydesk.readers.text import check_line

#: A line break in one of these is a matter of the page, not of the text.
_ONE_LINE: Final = frozenset(("title", "subtitle", "byline", "date", "caption"))
_HEADS: Final = ("title", "subtitle", "heading:")
#: Characters of a paragraph in a cell that shows its table to be data by nothing else.
_CELL: Final = 80
#: Rows of which the first and the last may be set off as every second one is.
_STRIPES: Final = 3


@dataclass(frozen=True, slots=True)
class ListPlace:
    """The place of a paragraph in a list.

    `key` tells its list from others, `level` counts from 0 as the format does; `value`
    is the number printed before it, None for a bullet, and `form` how it is written. `more`
    marks a further paragraph of the item above, where the format says so itself.
    """

    key: str
    level: int
    value: int | None = None
    more: bool = False
    form: ListForm = "1"

    @property
    def sign(self) -> str:
        """What is printed before it where no list prints it."""
        return "•" if self.value is None else f"{format_number(self.value, self.form)}."


@dataclass(slots=True)
class Para:
    """A paragraph. `role` is the hint of its style: `title`, `heading:2`, `quote`, ….

    `indent` is its left margin in twentieths of a point, by which it may go on with a list item
    above it; `inset` how far it is set in by itself, not by its style, from the left and from the
    right, (0, 0) for one whose first line stands out or that is centred. `rule` says that a line is
    drawn below it, `bold` that its style is.
    """

    inlines: list[Inline] = field(default_factory=list)
    role: str = ""
    zone: str = ""
    item: ListPlace | None = None
    indent: int = 0
    inset: tuple[int, int] = (0, 0)
    rule: bool = False
    bold: bool = False

    def add(self, text: str, look: RunStyle = PLAIN) -> None:
        """Append `text`."""
        if text:
            self.inlines.append(TextRun(text, look))

    @property
    def is_head(self) -> bool:
        """Whether it is a title, a deck or a heading."""
        return self.role.startswith(_HEADS)

    @property
    def is_shown(self) -> bool:
        """Whether it holds a picture."""
        return any(isinstance(part, PlacedPicture) for part in self.inlines)

    @property
    def text(self) -> str:
        """What a reader sees of it, without its pictures and notes."""
        parts = (part for part in self.inlines if isinstance(part, TextRun))
        return "".join(part.text for part in parts if not part.look.hidden)


@dataclass(slots=True)
class TableRow:
    """A row of a table; each cell is a text of its own. `header` as the format says.

    `set_off`: its cells are shaded or ruled, which says something where no other row's are.
    """

    cells: list[list[Block]] = field(default_factory=list)
    header: bool = False
    set_off: bool = False

    @property
    def says(self) -> bool:
        """Whether it holds words or a picture."""
        return any(map(_says, self.cells))

    @property
    def looks_apart(self) -> bool:
        """Whether the format or a bold style sets it off."""
        said = [para for cell in self.cells for para in list_paras(cell) if para.text.strip()]
        return self.set_off or (bool(said) and all(para.bold for para in said))


@dataclass(slots=True)
class Grid:
    """A table. A cell that spans several columns is followed by empty ones."""

    rows: list[TableRow] = field(default_factory=list)


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
class ReadFile:
    """A file as read: its blocks, its notes by id in the order of their calls, its losses.

    `title` and `creator` are what the file's properties say, which is seldom what the
    article says. `dropped` names what no edition can hold, each kind with its number;
    `running` holds what stands at the head or foot of pages, each with its kind.
    """

    blocks: list[Block] = field(default_factory=list)
    notes: dict[str, list[Block]] = field(default_factory=dict)
    pictures: list[Picture] = field(default_factory=list)
    deleted: Tally = field(default_factory=Tally)
    comments: Tally = field(default_factory=Tally)
    dropped: dict[str, int] = field(default_factory=dict)
    running: dict[str, str] = field(default_factory=dict)
    title: str = ""
    creator: str = ""

    def drop(self, kind: str) -> None:
        """Record that something of `kind` was left out."""
        self.dropped[kind] = self.dropped.get(kind, 0) + 1


# ── lines ────────────────────────────────────────────────────────────────────


def make_lines(copy: ReadFile, path: str, config: Config) -> tuple[Line, ...]:
    """Make the lines of `copy`: its text, then its notes in the order of their calls.

    Raises `Refused` past the limits on lines.
    """
    margins = Counter(
        block.indent
        for block in copy.blocks
        if isinstance(block, Para) and not block.item and not block.role and block.inlines
    )
    # Running text is not set in, in most documents.
    margin = max(margins, key=lambda margin: (margins[margin], -margin), default=0)
    # Calls of notes that say nothing would lead nowhere.
    silent = [name for name, blocks in copy.notes.items() if not _says(blocks)]
    printer = _Printer(path, config, frozenset(silent), margin)
    printer.print_blocks(copy.blocks)
    for name, blocks in copy.notes.items():
        printer.print_note(name, blocks)
    return tuple(printer.lines)


@dataclass(slots=True)
class _Step:
    """One level of the list that is being printed."""

    key: str
    level: int
    indent: int

    def holds(self, inner: _Step) -> bool:
        """Whether an item stands below this one: by level in one list, else by indent."""
        if self.key == inner.key or self.indent == inner.indent:
            return self.level < inner.level
        return self.indent < inner.indent


class _Printer:
    """The lines so far, and where the next one stands in its list or table."""

    def __init__(self, path: str, config: Config, silent: frozenset[str], margin: int) -> None:
        self.lines: list[Line] = []
        self._path, self._limits = path, config.limits
        self._silent, self._margin = silent, margin
        self._group: object = None
        self._list: list[_Step] = []
        self._list_group: object = None
        self._tables = 0
        self._empty: list[MarkedLine] = []

    def print_blocks(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            if isinstance(block, Para):
                self._print_para(block)
            else:
                self._list = []
                self._print_grid(block)

    def print_note(self, name: str, blocks: Sequence[Block]) -> None:
        """Print the text of a note; what it is made of stands together."""
        self._list = []
        group = object()
        pictures: list[PlacedPicture] = []
        hidden: list[str] = []
        for para in list_paras(blocks):
            first = more = para.role
            if not para.role and para.text.strip() and self._is_item(para):
                first, more = self._find_item_hints(para)
                found = read_inlines(para.inlines, joined=True, silent=self._silent)
            else:
                self._list = []
                found = self._read_cell_para(para)
            for place, line in enumerate(found.lines):
                self._put(line, make_note_hint(name, more if place else first), group)
            pictures += found.before + found.after
            hidden += found.hidden
        self._print_figures(pictures)
        self._print_hidden(hidden)

    def _put(self, printed: MarkedLine, hint: str, group: object, zone: str = "") -> None:
        apart = group != self._group
        self._group = group
        if hint != "code":
            self._empty = []
        if apart and self.lines:
            self.lines.append(Line(len(self.lines) + 1, ""))
        number, text = len(self.lines) + 1, printed.text
        check_line(number, text, self._path, self._limits)
        flow: Flow = "wrap" if printed.flow == "on" else printed.flow  # by the page's width
        self.lines.append(Line(number, text, marks=printed.marks, hint=hint, zone=zone, flow=flow))

    def _print_figures(self, pictures: Iterable[PlacedPicture]) -> None:
        for shown in pictures:
            self._list = []
            self._put(MarkedLine(" ".join(shown.alt.split())), f"figure:{shown.name}", object())

    def _print_hidden(self, texts: Iterable[str]) -> None:
        group = object()
        for text in texts:
            self._put(MarkedLine(text), "", group, "hidden")

    def _print_para(self, para: Para) -> None:
        role = para.role
        found = read_inlines(
            para.inlines,
            joined=para.is_head or role in _ONE_LINE,
            verbatim=role == "code",
            silent=self._silent,
        )
        self._print_figures(found.before)
        if not found.lines:
            if para.rule and not found.before and not found.after:
                self._list = []
                self._put(MarkedLine(""), "break", object(), para.zone)
        elif role == "code":
            self._print_program(found.lines, para.zone)
        elif not role and self._is_item(para):
            first, more = self._find_item_hints(para)
            for place, line in enumerate(found.lines):
                self._put(line, more if place else first, self._list_group, para.zone)
        else:
            self._list = []
            group = object()
            if role == "quote" and para.item is not None and not para.item.more:
                # A list in a quotation stays in it: its items are paragraphs of somebody else's.
                found.lines[0] = found.lines[0].behind(f"{para.item.sign} ")
            for line in found.lines:
                bare = line.without("strong", "emph") if para.is_head else line
                self._put(bare, role, group, para.zone)
        self._print_figures(found.after)
        self._print_hidden(found.hidden)

    def _print_program(self, lines: Iterable[MarkedLine], zone: str) -> None:
        """Lines of a program stand together, each a paragraph or not; empty ones only inside."""
        self._list = []
        for line in lines:
            if line.text or self._group == "code":
                self._empty.append(line)
            if line.text:
                program, self._empty = self._empty, []
                for one in program:
                    self._put(one, "code", "code", zone)

    # ── lists ────────────────────────────────────────────────────────────────

    def _is_item(self, para: Para) -> bool:
        """Whether a paragraph is an item, or goes on with one: set in as far as the items are."""
        if para.item is not None:
            return bool(self._list) or not para.item.more
        return bool(self._list) and para.indent >= self._list[0].indent > self._margin

    def _find_item_hints(self, para: Para) -> tuple[str, str]:
        """The hint of the first line of an item, or of what goes on with it, and of the others.

        Its depth is counted from 1 by the items above it that hold it.
        """
        item = para.item
        if item is None or item.more:
            inner = [
                step
                for step in self._list
                if (step.level <= item.level if item else step.indent <= para.indent)
            ]
            self._list = inner or self._list[:1]
            more = f"list:more:{len(self._list)}"
            return more, more
        new = _Step(item.key, item.level, para.indent)
        dropped: _Step | None = None
        while self._list and not self._list[-1].holds(new):
            dropped = self._list.pop()
        if not self._list and (dropped is None or dropped.key != item.key):
            self._list_group = object()
        self._list.append(new)
        depth = len(self._list)
        return make_list_hint(depth, item.value, item.form), f"list:more:{depth}"

    # ── tables ───────────────────────────────────────────────────────────────

    def _print_grid(self, grid: Grid) -> None:
        rows = [row for row in grid.rows if row.says]
        if _is_layout(rows):
            for cell in (cell for row in grid.rows for cell in row.cells):
                self._list = []
                self.print_blocks(cell)
            return
        self._tables += 1
        group = object()
        hidden: list[str] = []
        every = [[self._read_cell(cell, hidden) for cell in row.cells] for row in grid.rows]
        table = [cells for row, cells in zip(grid.rows, every, strict=True) if row.says]
        headers = _count_headers(rows, table)
        width = max(len(row) for row in table)
        for place, cells in enumerate(table):
            row = [*cells, *([] for _ in range(width - len(cells)))]
            kind = "header" if place < headers else "row"
            if kind == "header":
                row = [[line.without("strong") for line in cell] for cell in row]
            self._put(join_cells(row), f"table:{kind}:{self._tables}", group)
        self._print_hidden(hidden)

    def _read_cell(self, cell: Sequence[Block], hidden: list[str]) -> list[MarkedLine]:
        found = [self._read_cell_para(para) for para in list_paras(cell)]
        hidden += [text for one in found for text in one.hidden]
        return [line for one in found for line in one.lines]

    def _read_cell_para(self, para: Para) -> ParagraphText:
        """A paragraph of a cell or note, with the number that its list prints before it."""
        found = read_inlines(para.inlines, joined=True, silent=self._silent)
        if para.item and para.item.value is not None:
            first, *rest = found.lines or [MarkedLine("")]
            sign = f"{para.item.sign} " if first.text else para.item.sign
            found.lines = [first.behind(sign), *rest]
        return found


def list_paras(blocks: Iterable[Block]) -> list[Para]:
    """The paragraphs of a cell or note, those of tables in it among them."""
    found: list[Para] = []
    for block in blocks:
        if isinstance(block, Para):
            found.append(block)
        else:
            for row in block.rows:
                found += (para for cell in row.cells for para in list_paras(cell))
    return found


def join_text(blocks: Iterable[Block]) -> str:
    """All that `blocks` say, in one line."""
    return " ".join(" ".join(para.text for para in list_paras(blocks)).split())


def _says(blocks: Iterable[Block]) -> bool:
    return any(para.text.strip() or para.is_shown for para in list_paras(blocks))


def _is_layout(rows: Sequence[TableRow]) -> bool:
    """Whether a table only puts things side by side: a box, a row of columns, a frame.

    Data have cells without headings and pictures. Where they stand in one row or column, or
    hold tables themselves, they are short and plain, and no place of a frame is left empty.
    """
    # What a cell spans has no block at all.
    places = [cell for row in rows for cell in row.cells if cell]
    cells = [cell for cell in places if _says(cell)]
    blocks = [block for cell in cells for block in cell]
    grids = [block for block in blocks if isinstance(block, Grid)]
    inner = [block for grid in grids for row in grid.rows for cell in row.cells for block in cell]
    held = [block for block in (*blocks, *inner) if isinstance(block, Para)]
    if len(cells) < 2 or any(isinstance(block, Grid) for block in inner):
        return True
    if any(bool(para.text.strip()) if para.is_head else para.is_shown for para in held):
        return True
    if grids and len(cells) < len(places):
        return True
    if not grids and len(rows) > 1 and max(len(row.cells) for row in rows) > 1:
        return False
    return any(para.role or para.item or len(para.text) > _CELL for para in held)


def _count_headers(
    rows: Sequence[TableRow], table: Sequence[Sequence[Sequence[MarkedLine]]]
) -> int:
    """How many rows at the top are headers: as the format says, else one that looks apart."""
    if len(rows) < 2:
        return 0
    named = next((place for place, row in enumerate(rows) if not row.header), len(rows))
    if named:
        return named if named < len(rows) else 1
    apart = [row.looks_apart for row in rows]
    # A row of sums at the foot is set off too; in few rows that might be stripes.
    if apart[0] and not any(apart[1:-1]) and (len(rows) > _STRIPES or not apart[-1]):
        return 1
    first, second = ([line for cell in row for line in cell] for row in table[:2])
    bold = bool(first) and all(line.is_strong for line in first)
    return int(bold and not all(line.is_strong for line in second))
