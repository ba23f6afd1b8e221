"""Rows of cells → tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Final

from copydesk.model import Block, Inline, Table
from copydesk.queries import ask
from copydesk.structure.passage import Passage, list_numbers
from copydesk.structure.sheet import Sheet

Row = tuple[tuple[Inline, ...], ...]

#: A year may name a column of figures; what a cell says that has none.
_YEAR: Final = re.compile(r"(?:1[5-9]|20)\d\d")
_NOTHING: Final = frozenset(("", "-", "–", "—"))
#: Fewer figures below a word are no column of them.
_FEWEST: Final = 2
_FIGURE: Final = re.compile(r"[-–+]?[€$£]?\s?\d[\d.,\s]*\s?[%€$£]?")


def make_table(run: Sequence[Passage]) -> Table:
    """The table of rows that the format itself calls so; headers stand above the rest.

    Its first column heads the rows when the format says so of each of them.
    """
    rows = tuple(passage.cells() for passage in run)
    header = run[0].hint.startswith("table:header") and len(run) > 1
    stub = all(passage.hint.startswith("table:stub") for passage in run[header:])
    return Table(rows, header, list_numbers(run), stub)


def find_table(run: Sequence[Passage]) -> list[Block]:
    """The table that lines of plain text show; paragraphs when they are no rows.

    Some pages hand over a row as one line with tabs, some a cell a line; cells
    that fill whole rows stand in rows again.
    """
    if all(passage.text.startswith("\t") for passage in run):  # all of it is set in
        run = [passage.without((0, 1)) for passage in run]
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
    headed = "\t" not in run[0].text or is_headed([one.text.split("\t") for one in run])
    return [Table(tuple(rows), headed, list_numbers(run))]


def is_headed(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first of `rows` names columns: one of them holds nothing but figures below.

    >>> is_headed([["Pier", "Dues"], ["North", "41%"], ["South", "20%"]])
    True
    >>> is_headed([["Pier", "2019"], ["North", "41"], ["South", "–"], ["East", "7"]])
    True
    >>> is_headed([["1999", "41"], ["2000", "20"], ["2001", "7"]])
    False
    """
    if len({len(row) for row in rows}) > 1:
        return False
    found = False
    for name, *cells in zip(*([cell.strip() for cell in row] for row in rows), strict=True):
        figures = [cell for cell in cells if cell not in _NOTHING]
        is_year = _YEAR.fullmatch(name) is not None
        if any(map(_YEAR.fullmatch, figures)) if is_year else _is_figure(name):
            return False
        found |= len(figures) >= _FEWEST and name not in _NOTHING and all(map(_is_figure, figures))
    return found


def _is_figure(text: str) -> bool:
    return _FIGURE.fullmatch(text) is not None


def limit_table(blocks: Sequence[Block], run: Sequence[Passage], sheet: Sheet) -> Sequence[Block]:
    """`blocks`, made of `run`; its paragraphs when they are a table larger than the limits.

    To set a cell on paper takes many times what its words in a paragraph take. What is too
    large is asked about; once where it is all the cells together, which may be in many tables.
    """
    table = blocks[0]
    if not isinstance(table, Table):
        return blocks
    limits, cells = sheet.limits, sheet.cells + sum(map(len, table.rows))
    sizes = (
        ("table_rows", len(table.rows), "the table has {:,} rows"),
        ("table_columns", max(map(len, table.rows)), "the table has {:,} columns"),
        ("table_cells", cells, "with this table the article has {:,} cells of tables"),
    )
    over = next(((key, n, said) for key, n, said in sizes if n > getattr(limits, key)), None)
    if over is None:
        sheet.cells = cells
        return blocks
    key, size, said = over
    if key != "table_cells" or not sheet.full:
        message = f"{said.format(size)}, the limit `limits.{key}` is {getattr(limits, key):,}"
        query = ask("structure.table", run[0].numbers[0], message, anchor=run[0].text)
        sheet.asked.append(query)
    sheet.full = sheet.full or key == "table_cells"
    return [passage.paragraph() for passage in run]
