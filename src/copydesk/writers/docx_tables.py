"""Tables of a DOCX: as wide as the text, each column by what stands in it.

A head is repeated on every page, and no row is cut by the end of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Final

from lxml import etree

from copydesk.writers.docx_columns import Cut, Plan, plan
from copydesk.writers.docx_parts import dress, properties_of
from copydesk.writers.docx_styles import CELLS, NARROW_CELLS
from copydesk.writers.figures import are_figures

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: What a cell needs beside its margins, lest its text be as wide as it to the last twentieth.
_SLACK: Final = 20
#: The style in which the heads of rows come, and what says that a table has them.
_STUB: Final = "TableStub"
_FIRST_COLUMN: Final = 0x80
#: Rows of a table that is kept on one page, with the caption below it; a longer one is parted.
_SHORT: Final = 12


def set_table(
    table: etree._Element, measure: int, sizes: tuple[float, float], *, kept: bool
) -> None:
    """Set `table` on the `measure` of the page.

    `sizes` are those of the letters in cells, and in those of a table of many columns.
    `kept`: with the paragraph below it, its caption.
    """
    rows = table.findall(f"{_W}tr")
    cells = [row.findall(f"{_W}tc") for row in rows]
    texts = [[_text(cell) for cell in row] for row in cells]
    heads = [row.find(f"{_W}trPr/{_W}tblHeader") is not None for row in rows]
    stubs = [bool(row) and _style(row[0]) == _STUB for row in cells]
    usual, small = sizes
    cuts = Cut(usual, 2 * CELLS + _SLACK), Cut(small, 2 * NARROW_CELLS + _SLACK)
    found = plan(texts, heads, measure, cuts)
    _set_frame(table, found, stub=any(stubs))
    below = [text for text, head in zip(texts, heads, strict=True) if not head]
    numbers = [are_figures(column) for column in zip_longest(*below, fillvalue="")]
    for at, row in enumerate(rows):
        style = "TableSmall" if found.small else "TableHead" if heads[at] else "TableText"
        style += "Head" if found.small and heads[at] else ""
        styles = [_numbered(style) if one else style for one in numbers]
        if stubs[at]:
            styles[0] = "TableSmallStub" if found.small else _STUB
        _set_row(row, cells[at], found, styles)
        if heads[at]:
            _turn(row, cells[at], found, style)
        if _stays(at, rows, sum(heads), kept=kept):
            keep(row)


def _turn(row: etree._Element, cells: Sequence[etree._Element], found: Plan, style: str) -> None:
    """Let the heads that have no room run upwards."""
    if not any(found.turned):
        return
    properties = row.find(f"{_W}trPr")
    if properties is not None:
        height = etree.SubElement(properties, f"{_W}trHeight", {f"{_W}val": str(found.tall + 200)})
        height.set(f"{_W}hRule", "atLeast")
    for cell, turned in zip(cells, found.turned, strict=False):
        about = cell.find(f"{_W}tcPr")
        if turned and about is not None:
            etree.SubElement(about, f"{_W}textDirection", {f"{_W}val": "btLr"})
            for paragraph in cell.iterfind(f"{_W}p"):
                dress(paragraph, style)


def _numbered(style: str) -> str:
    """The style of figures in the place of `style`.

    >>> _numbered("TableText"), _numbered("TableSmallHead")
    ('TableNumber', 'TableSmallHeadNumber')
    """
    return f"{style.removesuffix('Text')}Number"


def _stays(at: int, rows: Sequence[etree._Element], heads: int, *, kept: bool) -> bool:
    """Whether the row `at` is kept on the page of what is below it.

    A short table is not parted; of a longer one, no row stands alone.
    """
    last = len(rows) - 1
    if at == last:
        return kept and len(rows) <= _SHORT
    return len(rows) <= _SHORT or at <= heads or at == last - 1


def keep(element: etree._Element) -> None:
    """Keep the paragraph or row `element` on the page of what is below it."""
    for style in element.iter(f"{_W}pStyle"):
        style.addnext(etree.Element(f"{_W}keepNext"))


def _text(cell: etree._Element) -> str:
    return "".join(text.text or "" for text in cell.iter(f"{_W}t"))


def _style(cell: etree._Element) -> str:
    """The style that the text of a cell comes in."""
    found = cell.find(f"{_W}p/{_W}pPr/{_W}pStyle")
    return "" if found is None else found.get(f"{_W}val", "")


def _set_frame(table: etree._Element, found: Plan, *, stub: bool) -> None:
    """Tell the widths of the columns, and whether the first of them is a `stub`."""
    columns, properties = found.widths, table.find(f"{_W}tblPr")
    if properties is not None:
        for look in properties.iterfind(f"{_W}tblLook") if stub else ():
            look.set(f"{_W}firstColumn", "1")
            look.set(f"{_W}val", f"{int(look.get(f'{_W}val', '0'), 16) | _FIRST_COLUMN:04X}")
        for style in properties.iterfind(f"{_W}tblStyle"):
            style.set(f"{_W}val", "TableNarrow" if found.small else "Table")
        for size in properties.iterfind(f"{_W}tblW"):
            size.set(f"{_W}type", "dxa")
            size.set(f"{_W}w", str(sum(columns)))
    for column, width in zip(table.iterfind(f"{_W}tblGrid/{_W}gridCol"), columns, strict=False):
        column.set(f"{_W}w", str(width))


def _set_row(
    row: etree._Element,
    cells: Sequence[etree._Element],
    found: Plan,
    styles: Sequence[str],
) -> None:
    properties_of(row, "trPr").insert(0, etree.Element(f"{_W}cantSplit"))
    for cell, width, style in zip(cells, found.widths, styles, strict=False):
        size = etree.Element(f"{_W}tcW", {f"{_W}w": str(width)})
        size.set(f"{_W}type", "dxa")
        properties_of(cell, "tcPr").insert(0, size)
        for paragraph in cell.iterfind(f"{_W}p"):
            dress(paragraph, style)
