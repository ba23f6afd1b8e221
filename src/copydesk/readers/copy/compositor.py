"""Sets blocks one piece after another, in the way a marked-up text tells them.

The reader of Markdown says what comes next: words, a break, the start of an item, the end
of a cell. The compositor knows where that stands, and so what kind of paragraph it is.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from copydesk.readers.copy.blocks import (
    BREAK,
    Block,
    Call,
    Copy,
    Grid,
    Item,
    Look,
    Para,
    Row,
    Shown,
    Turn,
)

#: Tables inside cells of tables; further down they are paragraphs.
_DEEPEST: Final = 5


@dataclass(slots=True)
class _List:
    """An open list: the number of its next item, None for bullets.

    `fresh` says that the item's sign is still to be set, `broken` that something other than
    a paragraph stands in the item, so that what follows cannot go on with it.
    """

    key: str
    value: int | None
    fresh: bool = True
    broken: bool = False


@dataclass(slots=True)
class _Column:
    """What is being filled: the article, a note, or a cell, with all that is open in it."""

    blocks: list[Block]
    lists: list[_List] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    quotes: int = 0
    grid: Grid | None = None
    note: bool = False


class Compositor:
    """Builds a `Copy`; `struck` are the passages a line runs through, `calls` the notes called.

    `row` is the line of the source that is read, which the reader keeps up to date, `fences`
    are those that enclose programs.

    >>> desk = Compositor()
    >>> desk.start_list(3), desk.start_item(), desk.words("Mud"), desk.end_list()
    (None, None, None, None)
    >>> para = desk.copy.blocks[0]
    >>> para.text, para.item.value
    ('Mud', 3)
    """

    def __init__(self) -> None:
        self.copy = Copy()
        self.row = 0
        self.fences: set[int] = set()
        self.struck: list[str] = []
        self.calls: dict[str, None] = {}
        self._columns = [_Column(self.copy.blocks)]
        self._para: Para | None = None
        self._set = 0  # the row in which the paragraph stands so far
        self._looks: Counter[str] = Counter()
        self._links: list[str] = []
        self._lists = 0
        self._programs = 0
        self._strike = 0
        self._flat = 0
        self._blank = False

    # ── inside a paragraph ───────────────────────────────────────────────────

    def words(self, text: str) -> None:
        """Go on with `text`, whose line breaks are those of the source.

        Where a picture or a comment was taken out, one of the blanks around it goes too.
        """
        for place, piece in enumerate(text.split("\n")):
            if place:
                self.soft_break()
            self._words(piece)

    def soft_break(self) -> None:
        """Go on in the next line of the source."""
        self.row += 1
        if self._para is not None:
            if self._strike:
                self.struck[-1] += " "
            self._catch_up(self._para, soft=True)

    def _catch_up(self, para: Para, *, soft: bool = False) -> None:
        """Tell `para` that it goes on in the row that is read now."""
        if self.row > self._set:
            para.inlines.append(Turn(self.row - self._set, soft, self._look()))
            self._set = self.row
            self._blank = self._blank and not soft

    def _words(self, text: str) -> None:
        if self._para is None and not text.strip():
            return
        para, look = self._open(), self._look()
        if not look.hidden:
            if self._blank:
                text = text.lstrip(" ")
            self._blank = text.endswith(" ") or (self._blank and not text)
        if self._strike:
            self.struck[-1] += text
        para.add(text, look)

    def line_break(self) -> None:
        """End the line, not the paragraph."""
        if self._para is not None:
            self._catch_up(self._para)
            self._para.add(BREAK)

    def picture(self, name: str, alt: str, title: str = "") -> None:
        """Show a picture; its title is printed below it."""
        self._open().inlines.append(Shown(name, alt, self.row))
        if title.strip() and " ".join(title.split()) != " ".join(alt.split()):
            self.end_block()
            caption = Para(role="caption", row=self.row)
            caption.add(" ".join(title.split()))
            self._column.blocks.append(caption)

    def call(self, note: str) -> None:
        """Call a note."""
        self.calls[note] = None
        self._open().inlines.append(Call(note))

    def turn(self, kind: str, *, on: bool) -> None:
        """Begin or end a look: `emph`, `strong`, `sup`, `sub`, `code`, `hidden`, or `strike`."""
        if kind == "strike":
            self._strike += 1 if on else -1
            if on:
                self.struck.append("")
        else:
            self._looks[kind] += 1 if on else -1

    def start_link(self, target: str) -> None:
        """Begin a link; links nest in broken pages."""
        self._links.append(target)

    def end_link(self) -> None:
        """End the link that was begun last."""
        self._links.pop()

    # ── blocks ───────────────────────────────────────────────────────────────

    def end_block(self) -> None:
        """What comes next stands in a paragraph of its own."""
        if self._para is not None and any(isinstance(part, Shown) for part in self._para.inlines):
            self._break_lists()
        self._para = None

    def start(self, role: str) -> None:
        """Begin a heading, a caption or a `quote`, whose paragraphs bear that role."""
        self.end_block()
        if role == "quote":
            self.copy.nested["quotation"] += self._column.quotes == 1
            self._column.quotes += 1
        else:
            self._column.roles.append(role)

    def end(self, role: str) -> None:
        """End what `start` began."""
        self.end_block()
        if role == "quote":
            self._column.quotes = max(0, self._column.quotes - 1)
        elif role in self._column.roles:
            self._column.roles.remove(role)

    def code(self, text: str) -> None:
        """Set the lines of a program, the first of which stands in this row."""
        self.end_block()
        self._break_lists()
        self._programs += 1
        for row, line in enumerate(text.rstrip("\n").split("\n"), self.row):
            para = Para(role=f"code:{self._programs}", row=row)
            para.add(line)
            self._column.blocks.append(para)

    def rule(self) -> None:
        """Draw a line across the page."""
        self.end_block()
        self._break_lists()
        self._column.blocks.append(Para(rule=True, row=self.row))

    # ── lists ────────────────────────────────────────────────────────────────

    def start_list(self, first: int | None) -> None:
        """Begin a list whose items count from `first`, or have bullets."""
        self.end_block()
        lists = self._column.lists
        if not lists:
            self._lists += 1
            self.copy.nested["list"] += self._column.quotes > 0
        lists.append(_List(str(self._lists), None if first is None else first - 1))

    def start_item(self) -> None:
        """Begin an item; outside any list, a list begins with it."""
        self.end_block()
        if not self._column.lists:
            self.start_list(None)
        current = self._column.lists[-1]
        current.fresh, current.broken = True, False
        if current.value is not None:
            current.value += 1

    def end_list(self) -> None:
        """End the innermost list."""
        self.end_block()
        if self._column.lists:
            self._column.lists.pop()

    def _break_lists(self) -> None:
        for one in self._column.lists:
            one.broken = True

    # ── tables and notes ─────────────────────────────────────────────────────

    def start_table(self) -> None:
        """Begin a table."""
        self.end_block()
        if self._flat or sum(column.grid is not None for column in self._columns) >= _DEEPEST:
            self._flat += 1
            return
        self._break_lists()
        grid = Grid()
        self._column.blocks.append(grid)
        self._columns.append(_Column([], grid=grid))

    def start_row(self, *, header: bool = False) -> None:
        """Begin a row of the table."""
        if self._flat:
            self.end_block()
            return
        self.end_cell()
        if self._column.grid is not None:
            self._column.grid.rows.append(Row(header=header))

    def start_cell(self, *, header: bool = False) -> None:
        """Begin a cell of the row; a row of nothing but header cells is a header."""
        if self._flat:
            self.end_block()
            return
        self.end_cell()
        grid = self._column.grid
        if grid is None:
            return
        if not grid.rows:
            grid.rows.append(Row())
        row = grid.rows[-1]
        row.header = header and (row.header or not row.cells)
        row.cells.append([])
        self._columns.append(_Column(row.cells[-1]))

    def end_cell(self) -> None:
        """End the cell, if one is being filled."""
        self.end_block()
        if (
            self._column.grid is None
            and len(self._columns) > 1
            and self._columns[-2].grid is not None
        ):
            self._columns.pop()

    def end_table(self) -> None:
        """End the innermost table."""
        if self._flat:
            self.end_block()
            self._flat -= 1
            return
        self.end_cell()
        if self._column.grid is not None:
            spilt = self._column.blocks
            self._columns.pop()
            # Words between the tags of a table, which belong to no cell, stand below it.
            self._column.blocks += spilt

    def start_note(self, name: str) -> None:
        """Begin the text of the note `name`."""
        self.end_block()
        self._columns.append(_Column(self.copy.notes.setdefault(name, []), note=True))

    def end_note(self) -> None:
        """End the text of the note, with the tables that were left open in it."""
        self.end_block()
        self._flat = 0
        while len(self._columns) > 1 and not self._column.note:
            self.end_table()
        if self._column.note:
            self._columns.pop()

    def close(self) -> None:
        """End all that is open, as broken pages leave it."""
        while len(self._columns) > 1:
            self.end_note()

    # ── where we are ─────────────────────────────────────────────────────────

    @property
    def _column(self) -> _Column:
        return self._columns[-1]

    def _open(self) -> Para:
        if self._para is None:
            column = self._column
            role = column.roles[-1] if column.roles else ""
            self._blank = False
            self._set = self.row
            self._para = Para(role=role or ("quote" if column.quotes else ""), row=self.row)
            if column.lists and not role:
                self._para.item = self._item(column.lists)
            if self._para.role:
                self._break_lists()
            column.blocks.append(self._para)
        self._catch_up(self._para)
        return self._para

    def _item(self, lists: list[_List]) -> Item | None:
        current, level = lists[-1], len(lists) - 1
        if current.fresh:
            current.fresh = False
            return Item(current.key, level, current.value)
        return None if current.broken else Item(current.key, level, more=True)

    def _look(self) -> Look:
        return Look(
            **{kind: True for kind, depth in self._looks.items() if depth > 0},
            link=self._links[-1] if self._links else "",
        )
