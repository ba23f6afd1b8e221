"""Tables of Word files: as wide as the text, each column by what stands in it.

Word fits columns by itself, other programs take the widths that the file gives. The families of
a theme are not on every machine, and what stands in for them is wider: letters are taken as wide
as in those, so that no word is cut where a reader has another face.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from docx.shared import Twips

from copydesk.writers.docx_reference import CELLS, NARROW_CELLS, Element, W, put_property
from copydesk.writers.table_parts import SHORT, Setting, TablePlan, plan_table

#: Letters of other faces beside those of the house.
_OTHERS: Final = 1.22
#: What a cell needs beside its margins, lest its text be as wide as it to the last twentieth.
_SLACK: Final = 20
#: The style in which the heads of rows come, and what says that a table has them.
_STUB: Final = "TableStub"
_FIRST_COLUMN: Final = 0x80


def set_table(table: Element, measure: int, sizes: tuple[float, float], *, kept: bool) -> None:
    """Set `table` on the `measure` of the page; its head is repeated on every one.

    `sizes` are those of the letters in cells, and in those of a table of many columns.
    `kept`: with the paragraph below it, its caption. No row is cut by the end of a page; a short
    table is not parted, and of a longer one no row stands alone.
    """
    rows = table.tr_lst
    cells = [row.tc_lst for row in rows]
    texts = [["".join(map(str, cell.itertext(f"{W}t"))) for cell in row] for row in cells]
    heads = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
    stubs = [row[0].p_lst[0].style == _STUB for row in cells]
    settings = [
        Setting(size, (2 * margin + _SLACK) / 20, _OTHERS)
        for size, margin in zip(sizes, (CELLS, NARROW_CELLS), strict=True)
    ]
    plan = plan_table(texts, heads, measure / 20, settings, turns=True)
    small = plan.setting is not settings[0]
    widths = round_widths(plan.widths)
    _set_frame(table, widths, small=small, stub=any(stubs))
    last = len(rows) - 1
    for at, row in enumerate(rows):
        properties = row.get_or_add_trPr()
        put_property(properties, "cantSplit")
        if heads[at] and plan.tall:
            put_property(properties, "trHeight", val=round(20 * plan.tall) + 200, hRule="atLeast")
        base = "TableSmall" if small else "Table"
        _set_cells(cells[at], widths, plan, base, head=heads[at], stub=stubs[at])
        short = len(rows) <= SHORT
        if kept and short if at == last else short or at <= sum(heads) or at == last - 1:
            for paragraph in (one for cell in cells[at] for one in cell.p_lst):
                put_property(paragraph.get_or_add_pPr(), "keepNext")


def round_widths(points: Sequence[float]) -> list[int]:
    """Widths of columns in twentieths of a point, as wide together as those in `points`.

    >>> round_widths([10.01, 10.01, 9.98])
    [200, 200, 200]
    """
    widths = [int(20 * one) for one in points]
    if widths:
        widths[-1] += round(20 * sum(points)) - sum(widths)
    return widths


def _set_frame(table: Element, widths: Sequence[int], *, small: bool, stub: bool) -> None:
    """Tell the `widths` of the columns, and whether the first of them is a `stub`."""
    properties = table.tblPr
    put_property(properties, "tblStyle", val="TableNarrow" if small else "Table")
    put_property(properties, "tblW", type="dxa", w=sum(widths))
    for look in properties.iterfind(f"{W}tblLook") if stub else ():
        value = int(look.get(f"{W}val", "0"), 16) | _FIRST_COLUMN
        put_property(properties, "tblLook", firstColumn=1, val=f"{value:04X}")
    for column, width in zip(table.iterfind(f"{W}tblGrid/{W}gridCol"), widths, strict=False):
        column.set(f"{W}w", str(width))


def _set_cells(  # noqa: PLR0913
    cells: Sequence[Element],
    widths: Sequence[int],
    plan: TablePlan,
    base: str,
    *,
    head: bool,
    stub: bool,
) -> None:
    """Give the `cells` of a row their `widths`, and their texts styles that begin with `base`."""
    for at, (cell, width) in enumerate(zip(cells, widths, strict=False)):
        cell.width = Twips(width)
        turned = head and plan.turned[at]
        if turned:
            put_property(cell.tcPr, "textDirection", val="btLr")
        style = f"{base}Stub" if stub and at == 0 else f"{base}Head" if head else base
        if plan.figures[at] and not turned and not style.endswith("Stub"):
            style += "Number"
        for paragraph in cell.p_lst:
            paragraph.style = "TableText" if style == "Table" else style
