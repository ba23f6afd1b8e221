"""Blocks of a file with formats → lines with hints, as `model.Line` promises them.

A word processor's file has no lines of its own: an empty one stands between any two blocks
but items of one list, rows of one table and the lines of one paragraph. Of Markdown, whose
lines are those of its source, `set_lines` tells what stands in which. Text that the file
hides stands in lines of its own behind the paragraph that it was taken out of, so that an
editor can still bring it back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf
from typing import Final

from copydesk.config import Config
from copydesk.errors import Refused
from copydesk.model import Flow, Line, make_note_hint
from copydesk.readers.copy.blocks import Block, Copy, Grid, Item, Para, Row, Shown
from copydesk.readers.copy.texts import (
    Printed,
    Setting,
    is_strong,
    prefixed,
    setting,
    together,
    unmarked,
)

#: A line break in one of these is a matter of the page, not of the text.
_ONE_LINE: Final = frozenset(("title", "subtitle", "byline", "date", "caption"))
_HEADS: Final = frozenset(("title", "subtitle"))
#: Characters of a paragraph in a cell that shows its table to be data by nothing else.
_CELL: Final = 80
#: Rows of which the first and the last may be set off as every second one is.
_STRIPES: Final = 3


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line that a file prints.

    `printed` tells the row of the source that it was taken from; it stands behind what is
    printed of row `place`. `flow` is that of `model.Line`.
    """

    printed: Printed
    hint: str
    zone: str
    place: float
    flow: Flow


def lines(copy: Copy, path: str, config: Config) -> tuple[Line, ...]:
    """The lines of `copy`: its text, then its notes in the order of their calls.

    Raises `Refused` past the limits on lines.
    """
    found: list[Line] = []
    for one in set_lines(copy, path, config):
        if found and one.flow == "off":
            found.append(Line(len(found) + 1, ""))
        printed = one.printed
        found.append(
            Line(
                len(found) + 1,
                printed.text,
                marks=printed.marks,
                hint=one.hint,
                zone=one.zone,
            )
        )
    return tuple(found)


def set_lines(copy: Copy, path: str, config: Config) -> list[SetLine]:
    """What `copy` prints, line by line: its text, then its notes in the order of their calls.

    Raises `Refused` past the limits on lines.
    """
    sheet = _Sheet(path, config, _silent(copy), _margin(copy))
    sheet.blocks(copy.blocks)
    for name, blocks in copy.notes.items():
        sheet.note(name, blocks, inner=name in copy.inner)
    return sheet.lines


def too_many_lines(path: str, most: int) -> Refused:
    """The refusal of a file with more lines than `limits.lines`."""
    message = f"`{path}` has more than {most:,} lines"
    hint = "send the article alone, or raise `limits.lines` in the settings"
    return Refused(message, hint=hint, code="refuse.too-many-lines")


def _silent(copy: Copy) -> frozenset[str]:
    """Notes that say nothing; their calls would lead nowhere."""
    return frozenset(
        name for name, blocks in copy.notes.items() if not any(_says(block) for block in blocks)
    )


def _margin(copy: Copy) -> int:
    """How far running text is set in: nothing, in most documents."""
    margins = Counter(
        block.indent
        for block in copy.blocks
        if isinstance(block, Para) and not block.item and not block.role and block.inlines
    )
    return max(margins, key=lambda margin: (margins[margin], -margin), default=0)


def _says(block: Block) -> bool:
    if isinstance(block, Para):
        return bool(block.text.strip()) or any(isinstance(part, Shown) for part in block.inlines)
    return any(_says(inner) for row in block.rows for cell in row.cells for inner in cell)


@dataclass(slots=True)
class _Step:
    """One level of the list that is being set."""

    key: str
    level: int
    indent: int


class _Sheet:
    """The lines so far, and where the next one stands in its list or table."""

    def __init__(self, path: str, config: Config, silent: frozenset[str], margin: int) -> None:
        self.lines: list[SetLine] = []
        self._size = 0
        self._place = 0.0
        self._margin = margin
        self._path = path
        self._limits = config.limits
        self._silent = silent
        self._group: object = None
        self._list: list[_Step] = []
        self._list_group: object = None
        self._tables = 0
        self._empty: list[Printed] = []

    def blocks(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            if isinstance(block, Grid):
                self._list = []
                self._grid(block)
            else:
                self._para(block)

    # ── lines ────────────────────────────────────────────────────────────────

    def _put(self, printed: Printed, hint: str, group: object, zone: str = "") -> None:
        apart = group != self._group
        self._group = group
        if hint != "code":
            self._empty = []
        self._size += 1 + (apart and bool(self.lines))
        if self._size > self._limits.lines:
            raise too_many_lines(self._path, self._limits.lines)
        if len(printed.text) > self._limits.line_characters:
            message = f"`{self._path}`: line {printed.row or self._size} has"
            message += f" {len(printed.text):,} characters, the limit is"
            message += f" {self._limits.line_characters:,}"
            advice = "break the text into paragraphs, or raise `limits.line_characters`"
            raise Refused(message, hint=advice, code="refuse.line-too-long")
        self._place = max(self._place, printed.row)
        flow: Flow = "off" if apart else printed.flow or "in"
        self.lines.append(SetLine(printed, hint, zone, self._place, flow))

    def _figures(self, pictures: Iterable[Shown]) -> None:
        for shown in pictures:
            self._list = []
            alt = Printed(" ".join(shown.alt.split()), row=shown.row)
            self._put(alt, f"figure:{shown.name}", object())

    def _hidden(self, texts: Iterable[str], row: int) -> None:
        group = object()
        for text in texts:
            self._put(Printed(text, row=row), "", group, "hidden")

    # ── paragraphs ───────────────────────────────────────────────────────────

    def _para(self, para: Para) -> None:
        role = para.role
        head = role in _HEADS or role.startswith("heading:")
        found = setting(
            para.inlines,
            para.row,
            joined=head or role in _ONE_LINE,
            verbatim=role.startswith("code"),
            silent=self._silent,
        )
        self._figures(found.before)
        if not found.lines:
            if para.rule and not found.before and not found.after:
                self._list = []
                self._put(Printed("", row=para.row), "break", object(), para.zone)
        elif role.startswith("code"):
            self._program(found.lines, role, para.zone)
        elif not role and self._is_item(para):
            self._item(para, found.lines)
        else:
            self._list = []
            group = object()
            for line in _signed(para, found.lines):
                bare = unmarked(line, "strong", "emph") if head else line
                self._put(bare, role, group, para.zone)
        self._figures(found.after)
        self._hidden(found.hidden, para.row)

    def _program(self, found: Iterable[Printed], role: str, zone: str) -> None:
        """Lines of a program stand together, each a paragraph or not; empty ones only inside."""
        self._list = []
        for line in found:
            if line.text:
                for empty in self._empty if role == self._group else ():
                    self._put(empty, "code", role, zone)
                self._empty = []
                self._put(line, "code", role, zone)
            elif role == self._group:
                self._empty.append(line)

    def _is_item(self, para: Para) -> bool:
        """Whether a paragraph is an item, or goes on with the one above it.

        A paragraph without a sign does when it is set in as far as the items are.
        """
        if para.item is not None:
            return bool(self._list) or not para.item.more
        return bool(self._list) and para.indent >= self._list[0].indent > self._margin

    def _item(self, para: Para, found: Sequence[Printed]) -> None:
        first, more = self._item_hints(para)
        for place, line in enumerate(found):
            self._put(line, more if place else first, self._list_group, para.zone)

    def _item_hints(self, para: Para) -> tuple[str, str]:
        """The hint of the first line of an item, or of what goes on with it, and of the others."""
        item = para.item
        if item is None or item.more:
            more = f"list:more:{self._depth_of(para)}"
            return more, more
        depth = self._enter(item, para.indent)
        kind = "bullet" if item.value is None else "number"
        value = "" if item.value is None else f":{item.value}"
        return f"list:{kind}:{depth}{value}", f"list:more:{depth}"

    def _enter(self, item: Item, indent: int) -> int:
        """The depth of an item, counted from 1 by the items above it that hold it."""
        new = _Step(item.key, item.level, indent)
        dropped: _Step | None = None
        while self._list and not _holds(self._list[-1], new):
            dropped = self._list.pop()
        if not self._list and (dropped is None or dropped.key != item.key):
            self._list_group = object()
        self._list.append(new)
        return len(self._list)

    def _depth_of(self, para: Para) -> int:
        if para.item is not None:
            inner = [step for step in self._list if step.level <= para.item.level]
        else:
            inner = [step for step in self._list if step.indent <= para.indent]
        self._list = inner or self._list[:1]
        return len(self._list)

    # ── notes ────────────────────────────────────────────────────────────────

    def note(self, name: str, blocks: Sequence[Block], *, inner: bool = False) -> None:
        """Set the text of a note; what it is made of stands together.

        One that is written where it is called (`inner`) stands behind all rows of the source.
        """
        self._list = []
        self._place = inf if inner else 0.0
        group = object()
        pictures: list[Shown] = []
        hidden: list[str] = []
        for para in _paras(blocks):
            first = more = para.role
            if not para.role and para.text.strip() and self._is_item(para):
                first, more = self._item_hints(para)
                found = setting(para.inlines, para.row, joined=True, silent=self._silent)
            else:
                self._list = []
                found = self._cell_text(para)
            for place, line in enumerate(found.lines):
                self._put(line, make_note_hint(name, more if place else first), group)
            pictures += found.before + found.after
            hidden += found.hidden
        self._figures(pictures)
        self._hidden(hidden, 0)

    # ── tables ───────────────────────────────────────────────────────────────

    def _grid(self, grid: Grid) -> None:
        rows = [row for row in grid.rows if _speaks(row)]
        silent = [cell for row in grid.rows if not _speaks(row) for cell in row.cells]
        if _is_layout(rows):
            for row in rows:
                for cell in row.cells:
                    self._list = []
                    self.blocks(cell)
            for cell in silent:
                self.blocks(cell)
            return
        self._tables += 1
        group = object()
        hidden: list[str] = []
        begins = next((para.row for para in _paras([grid])), 0)
        table = [[self._cell(cell, hidden) for cell in row.cells] for row in rows]
        headers = _headers(rows, table)
        width = max(len(row) for row in table)
        for place, cells in enumerate(table):
            kind = "header" if place < headers else "row"
            plain = [[unmarked(line, "strong") for line in cell] for cell in cells]
            filled = (plain if kind == "header" else cells) + [[]] * (width - len(cells))
            self._put(together(filled), f"table:{kind}:{self._tables}", group)
        for cell in silent:
            self._cell(cell, hidden)
        self._hidden(hidden, begins)

    def _cell(self, cell: Sequence[Block], hidden: list[str]) -> list[Printed]:
        found: list[Printed] = []
        for para in _paras(cell):
            text = self._cell_text(para)
            found += text.lines
            hidden += text.hidden
        return found

    def _cell_text(self, para: Para) -> Setting:
        """A paragraph of a cell or note, with the number that its list prints before it."""
        found = setting(para.inlines, para.row, joined=True, silent=self._silent)
        if para.item and para.item.value is not None:
            first, *rest = found.lines or [Printed("", row=para.row)]
            found.lines = [
                prefixed(first, f"{para.item.value}. "[: None if first.text else -1]),
                *rest,
            ]
        return found


def _signed(para: Para, found: Sequence[Printed]) -> Sequence[Printed]:
    """The lines of a paragraph behind the sign of its item, which no list sets for it.

    A list in a quotation stays in it: its items are paragraphs of somebody else's.
    """
    item = para.item
    if para.role != "quote" or item is None or item.more or not found:
        return found
    sign = "•" if item.value is None else f"{item.value}."
    return [prefixed(found[0], f"{sign} "), *found[1:]]


def _holds(outer: _Step, inner: _Step) -> bool:
    """Whether an item stands below another: by level in one list, by indent across lists."""
    if outer.key == inner.key or outer.indent == inner.indent:
        return outer.level < inner.level
    return outer.indent < inner.indent


def _paras(blocks: Iterable[Block]) -> list[Para]:
    """The paragraphs of a cell or note, those of tables in it among them."""
    found: list[Para] = []
    for block in blocks:
        if isinstance(block, Para):
            found.append(block)
        else:
            found += [para for row in block.rows for cell in row.cells for para in _paras(cell)]
    return found


def _speaks(row: Row) -> bool:
    return any(_says(block) for cell in row.cells for block in cell)


def _is_layout(rows: Sequence[Row]) -> bool:
    """Whether a table only puts things side by side: a box, a row of columns, a frame.

    Data have cells without headings and pictures. Where they stand in one row or column, or
    hold tables themselves, they are short and plain, and no place of a frame is left empty.
    """
    # What a cell spans has no block at all.
    places = [cell for row in rows for cell in row.cells if cell]
    cells = [cell for cell in places if any(map(_says, cell))]
    blocks = [block for cell in cells for block in cell]
    grids = [block for block in blocks if isinstance(block, Grid)]
    inner = [block for grid in grids for row in grid.rows for cell in row.cells for block in cell]
    held = [block for block in (*blocks, *inner) if isinstance(block, Para)]
    if len(cells) < 2 or any(isinstance(block, Grid) for block in inner):
        return True
    if any(_frames(para) for para in held):
        return True
    if grids and len(cells) < len(places):
        return True
    if not grids and len(rows) > 1 and max(len(row.cells) for row in rows) > 1:
        return False
    return any(para.role or para.item or len(para.text) > _CELL for para in held)


def _frames(block: Para) -> bool:
    if block.role in _HEADS or block.role.startswith("heading:"):
        return bool(block.text.strip())
    return any(isinstance(part, Shown) for part in block.inlines)


def _looks_apart(row: Row) -> bool:
    """Whether the format or a bold style sets the row off."""
    said = [para for cell in row.cells for para in _paras(cell) if para.text.strip()]
    return row.set_off or (bool(said) and all(para.bold for para in said))


def _headers(rows: Sequence[Row], table: Sequence[Sequence[Sequence[Printed]]]) -> int:
    """How many rows at the top are headers: as the format says, else one that looks apart."""
    if len(rows) < 2:
        return 0
    named = next((place for place, row in enumerate(rows) if not row.header), len(rows))
    if named:
        return named if named < len(rows) else 1
    apart = [_looks_apart(row) for row in rows]
    # A row of sums at the foot is set off too; in few rows that might be stripes.
    if apart[0] and not any(apart[1:-1]) and (len(rows) > _STRIPES or not apart[-1]):
        return 1
    first, second = ([line for cell in row for line in cell] for row in table[:2])
    bold = bool(first) and all(is_strong(line) for line in first)
    return int(bold and not all(is_strong(line) for line in second))
