"""Rows of cells → tables."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from copydesk.model import Block, Inline, Table
from copydesk.structure.passage import Passage

Row = tuple[tuple[Inline, ...], ...]


def told(run: Sequence[Passage]) -> Table:
    """The table of rows that the format itself calls so; headers stand above the rest.

    Its first column heads the rows when the format says so of each of them.
    """
    rows = tuple(passage.cells() for passage in run)
    header = run[0].hint.startswith("table:header") and len(run) > 1
    stub = all(passage.hint.startswith("table:stub") for passage in run[header:])
    return Table(rows, header, _numbers(run), stub)


def shown(run: Sequence[Passage]) -> list[Block]:
    """The table that lines of plain text show; paragraphs when they are no rows.

    Some pages hand over a row as one line with tabs, some a cell a line; cells
    that fill whole rows stand in rows again.
    """
    columns = max(passage.text.count("\t") + 1 for passage in run)
    if columns == 1:
        return [passage.paragraph() for passage in run]
    rows: list[Row] = []
    for single, group in groupby(run, key=lambda passage: "\t" not in passage.text):
        lines = [passage.cells() for passage in group]
        if single and len(lines) % columns == 0:
            cells = [line[0] for line in lines]
            lines = [tuple(cells[at : at + columns]) for at in range(0, len(cells), columns)]
        rows += lines
    return [Table(tuple(rows), "\t" not in run[0].text, _numbers(run))]


def _numbers(run: Sequence[Passage]) -> tuple[int, ...]:
    return tuple(number for passage in run for number in passage.numbers)
