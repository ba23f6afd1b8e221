"""A text of an .rtf, with its tables: it knows paragraphs and cells.

RTF says only after a paragraph whether it stands in a cell, and only after a row that it
was one; tables therefore grow from the inside.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from copydesk.readers.document import Block, Grid, TableRow
from copydesk.readers.word.story import WordStory

#: Tables in tables; what lies deeper is read as text of the deepest.
_DEEPEST: Final = 16
_WIDEST: Final = 63
#: Twentieths of a point by which edges of cells in one column may differ.
_SLACK: Final = 30


@dataclass(slots=True)
class RowShape:
    """What the rows that follow look like: their left edge, the right edge of each cell.

    `set_off`: all cells so far are shaded or ruled below; `next_off`: the next one is.
    """

    left: int = 0
    edges: list[int] = field(default_factory=list)
    header: bool = False
    set_off: bool = False
    next_off: bool = False

    def end_cell(self, edge: int) -> None:
        """Set the right edge of the next cell."""
        self.set_off = self.next_off and (self.set_off or not self.edges)
        self.next_off = False
        self.edges.append(edge)


@dataclass(slots=True)
class _Table:
    """A table that is being read."""

    rows: list[tuple[list[list[Block]], RowShape]] = field(default_factory=list)
    cells: list[list[Block]] = field(default_factory=list)
    cell: list[Block] = field(default_factory=list)

    def end_row(self, shape: RowShape) -> None:
        """Close the row, and the cell that is still open."""
        if self.cell:
            self.cells.append(self.cell)
        if self.cells:
            self.rows.append((self.cells, replace(shape, edges=list(shape.edges))))
        self.cells, self.cell = [], []


@dataclass(slots=True)
class RtfStory(WordStory):
    """A text of an .rtf. `label` is what its writer printed before the open paragraph."""

    blocks: list[Block] = field(default_factory=list)
    shape: RowShape = field(default_factory=RowShape)
    label: str = ""
    _tables: list[_Table] = field(default_factory=list)

    def put(self, blocks: list[Block], depth: int) -> None:
        """Append `blocks`, which stand in `depth` tables."""
        self._reach(depth).extend(blocks)

    def end_cell(self, depth: int) -> None:
        """Close the open cell of the table at `depth`."""
        self._reach(depth)
        table = self._tables[-1]
        table.cells.append(table.cell)
        table.cell = []

    def end_row(self, depth: int) -> None:
        """Close the row of the table at `depth`."""
        self._reach(depth)
        self._tables[-1].end_row(self.shape)

    def end(self) -> list[Block]:
        """Close all tables; the blocks of the story."""
        return self._reach(0)

    def _reach(self, depth: int) -> list[Block]:
        """Open or close tables until `depth` of them are open; where blocks go then."""
        depth = min(depth, _DEEPEST)
        while len(self._tables) > depth:
            table = self._tables.pop()
            table.end_row(self.shape)
            if table.rows:
                self._place.append(_make_grid(table))
        while len(self._tables) < depth:
            self._tables.append(_Table())
        return self._place

    @property
    def _place(self) -> list[Block]:
        return self._tables[-1].cell if self._tables else self.blocks


def _make_grid(table: _Table) -> Grid:
    """The table with a cell for each column, whichever edges its rows name."""
    columns: list[int] = []
    for edge in sorted({edge for _, shape in table.rows for edge in shape.edges}):
        if not columns or edge > columns[-1] + _SLACK:
            columns.append(edge)
    grid = Grid()
    for cells, shape in table.rows:
        row, left = cells, shape.left
        if len(shape.edges) == len(cells) and len(columns) <= _WIDEST:
            row = []
            for cell, edge in zip(cells, shape.edges, strict=True):
                spanned = sum(left + _SLACK < column <= edge + _SLACK for column in columns)
                row += [cell, *([] for _ in range(spanned - 1))]
                left = edge
        grid.rows.append(TableRow(row, header=shape.header, set_off=shape.set_off))
    return grid
