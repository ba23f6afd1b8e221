"""Rows of cells → tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from copydesk.model import Block, Table
from copydesk.queries import ask
from copydesk.structure.passage import Passage, list_numbers
from copydesk.structure.sheet import Sheet

_FIGURE: Final = re.compile(r"\s*[-–+]?[€$£]?\s?\d[\d.,\s]*\s?[%€$£]?\s*")


def make_table(run: Sequence[Passage], sheet: Sheet) -> list[Block]:
    """The table of the rows of `run`; paragraphs when they are none, or more than the limits.

    Where the format calls it a table, that says what heads its rows and columns. Lines of plain
    text are rows when tabs part their cells. To set a cell on paper takes many times what its
    words in a paragraph take: a table that is too large is asked about; once where it is all
    the cells together, which may be in many tables.
    """
    hints = [passage.hint for passage in run]
    if not hints[0] and all(passage.text.startswith("\t") for passage in run):  # all is set in
        run = [passage.without((0, 1)) for passage in run]
    rows = tuple(passage.cells() for passage in run)
    columns = max(map(len, rows))
    if run[0].kind == "table":
        header = hints[0].startswith("table:header") and len(run) > 1
    else:
        header = is_headed([passage.text.split("\t") for passage in run])
    is_table = run[0].kind == "table" or columns > 1
    if not is_table or not _is_allowed(run, len(rows), columns, sum(map(len, rows)), sheet):
        return [passage.paragraph() for passage in run]
    stub = all(hint.startswith("table:stub") for hint in hints[header:])
    return [Table(rows, header, list_numbers(run), stub)]


def _is_allowed(run: Sequence[Passage], rows: int, columns: int, cells: int, sheet: Sheet) -> bool:
    """Whether a table is within the limits; if not, `sheet` asks."""
    limits = sheet.limits
    sizes = (
        ("table_rows", rows, "the table has {:,} rows"),
        ("table_columns", columns, "the table has {:,} columns"),
        (
            "table_cells",
            sheet.cells + cells,
            "with this table the article has {:,} cells of tables",
        ),
    )
    for key, size, said in sizes:
        if size > getattr(limits, key):
            if key != "table_cells" or not sheet.full:
                message = (
                    f"{said.format(size)}, the limit `limits.{key}` is {getattr(limits, key):,}"
                )
                query = ask("structure.table", run[0].numbers[0], message, anchor=run[0].text)
                sheet.asked.append(query)
            sheet.full = sheet.full or key == "table_cells"
            return False
    sheet.cells += cells
    return True


def is_headed(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first of `rows` names columns: it holds no figure, and a row below it does.

    In one whose first cell is empty the others name columns even where they are years.

    >>> is_headed([["Pier", "Dues"], ["North", "41%"]]), is_headed([["", "2019"], ["North", "41"]])
    (True, True)
    >>> is_headed([["1999", "41"], ["2000", "20"]]), is_headed([["Pier", "Dues"], ["North", "low"]])
    (False, False)
    """
    first, *rest = ([bool(_FIGURE.fullmatch(cell)) for cell in row] for row in rows)
    is_even = all(len(row) == len(first) for row in rest)
    return is_even and any(map(any, rest)) and not (any(first) and rows[0][0].strip())
