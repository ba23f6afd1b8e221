"""A flow of text in an .rtf: the article, a note, a box. It knows paragraphs and cells.

RTF says only after a paragraph whether it stands in a cell, and only after a row that it
was one; tables therefore grow from the inside.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from copydesk.readers.document import Block, Grid, Para, Row
from copydesk.readers.word.fields import Fields

#: Tables in tables; what lies deeper is read as text of the deepest.
DEEPEST: Final = 16
_WIDEST: Final = 63
#: Twentieths of a point by which edges of cells in one column may differ.
_SLACK: Final = 30


@dataclass(slots=True)
class RowShape:
    """What the rows that follow look like: their left edge, the right edge of each cell."""

    left: int = 0
    edges: list[int] = field(default_factory=list)
    header: bool = False
    #: Whether all cells so far are shaded or ruled below, and whether the next one is.
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
            self.rows.append((self.cells, shape))
        self.cells, self.cell = [], []


@dataclass(slots=True)
class Story:
    """One flow of text."""

    blocks: list[Block] = field(default_factory=list)
    para: Para = field(default_factory=Para)
    asides: list[Block] = field(default_factory=list)
    fields: Fields = field(default_factory=Fields)
    shape: RowShape = field(default_factory=RowShape)
    #: Whether the text read last was deleted, and whether text so far is a table of contents.
    was_deleted: bool = False
    contents: set[bool] = field(default_factory=set)
    label: str = ""
    _tables: list[_Table] = field(default_factory=list)

    def end_paragraph(self, depth: int) -> None:
        """Close the paragraph, which stands in `depth` tables."""
        self._reach(depth)
        target = self._tables[-1].cell if self._tables else self.blocks
        target.append(self.para)
        target += self.asides
        self.para, self.asides, self.contents, self.label = Para(), [], set(), ""

    def end_cell(self, depth: int) -> None:
        """Close the paragraph and its cell, in the table at `depth`."""
        self.end_paragraph(max(1, depth))
        table = self._tables[-1]
        table.cells.append(table.cell)
        table.cell = []

    def end_row(self, depth: int) -> None:
        """Close the row of the table at `depth`."""
        self._reach(max(1, depth))
        self._tables[-1].end_row(self.shape)
        self.shape = replace(self.shape, edges=list(self.shape.edges))

    def end(self) -> list[Block]:
        """Close everything; the blocks of the story."""
        if self.para.inlines or self.asides:
            self.end_paragraph(0)
        self._reach(0)
        return self.blocks

    def _reach(self, depth: int) -> None:
        """Open or close tables until `depth` of them are open."""
        depth = min(depth, DEEPEST)
        while len(self._tables) > depth:
            table = self._tables.pop()
            table.end_row(self.shape)
            target = self._tables[-1].cell if self._tables else self.blocks
            if table.rows:
                target.append(_grid(table))
        while len(self._tables) < depth:
            self._tables.append(_Table())


def _grid(table: _Table) -> Grid:
    """The table with a cell for each column, whichever edges its rows name."""
    columns = _columns(table)
    grid = Grid()
    for cells, shape in table.rows:
        row, left = cells, shape.left
        if len(shape.edges) == len(cells) and len(columns) <= _WIDEST:
            row = []
            for cell, edge in zip(cells, shape.edges, strict=True):
                spanned = sum(left + _SLACK < column <= edge + _SLACK for column in columns)
                row += [cell, *([] for _ in range(spanned - 1))]
                left = edge
        grid.rows.append(Row(row, header=shape.header, set_off=shape.set_off))
    return grid


def _columns(table: _Table) -> list[int]:
    """The right edges of the columns that any row has."""
    edges: list[int] = []
    for edge in sorted({edge for _, shape in table.rows for edge in shape.edges}):
        if not edges or edge > edges[-1] + _SLACK:
            edges.append(edge)
    return edges
