"""Tables of Word files: as wide as the text, each column by what stands in it.

Word fits columns by itself, other programs take the widths that the file gives. The families of
a theme are not on every machine, and what stands in for them is wider: letters are taken as wide
as in those, so that no word is cut where a reader has another face.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from copydesk.writers.docx_reference import CELLS, NARROW_CELLS, Element, W, put
from copydesk.writers.table_parts import are_figures, measure_text

#: Letters of other faces beside those of the house, and letters in bold beside others.
_OTHERS, _BOLD = 1.22, 1.08
#: Distance of lines in cells, in sizes.
_LINE: Final = 1.35
#: No column asks for more than this width, in sizes, however much it holds.
_WIDEST: Final = 90
#: A small table is as wide as this part of the measure: figures far apart are hard to compare.
_SMALL: Final = 0.5
#: Letters on a line of a head that is turned, and how many lines it may have.
_TALL, _LINES = 16, 3
#: What a cell needs beside its margins, lest its text be as wide as it to the last twentieth.
_SLACK: Final = 20
#: The style in which the heads of rows come, and what says that a table has them.
_STUB: Final = "TableStub"
_FIRST_COLUMN: Final = 0x80
#: Rows of a table that is kept on one page, with the caption below it; a longer one is parted.
_SHORT: Final = 12


@dataclass(frozen=True, slots=True)
class Cut:
    """Size of the letters in cells, in points, and the margins left and right in twentieths."""

    size: float
    margins: int

    def width(self, text: str, *, bold: bool = False) -> int:
        """The width of `text`, in twentieths of a point.

        >>> cut = Cut(10, 200)
        >>> cut.width("ill"), cut.width("mmm"), cut.width("水")
        (184, 607, 200)
        """
        ems = measure_text(text, _OTHERS) * (_BOLD if bold else 1)
        return round(ems * self.size * 20)


@dataclass(slots=True)
class _Column:
    """A column: its longest word and text, the height of its head if that is turned."""

    figures: bool
    least: int = 0
    wanted: int = 0
    turned: bool = False
    tall: int = 0

    def widen(self, least: int, wanted: int) -> None:
        self.least = max(self.least, least)
        self.wanted = max(self.wanted, self.least, wanted)


@dataclass(frozen=True, slots=True)
class Plan:
    """How a table is set: the `widths` of its columns, in `small` letters or not.

    Of each column, `figures` says whether it holds numbers, `turned` whether its head runs
    upwards; `tall` is how high such a head is.
    """

    widths: tuple[int, ...]
    figures: tuple[bool, ...] = ()
    small: bool = False
    turned: tuple[bool, ...] = ()
    tall: int = 0


def plan_table(
    texts: Sequence[Sequence[str]], heads: Sequence[bool], measure: int, cuts: tuple[Cut, Cut]
) -> Plan:
    """Plan a table with the `texts` on a `measure`, in the letters of one of two `cuts`.

    The smaller one is for columns too many for the other. Where a head has no room in that
    either, those of figures are turned: numbers are narrow, and a word is never cut.
    """
    usual, small = cuts
    for cut, turned in ((usual, False), (small, False), (small, True)):
        columns = _measure_columns(texts, heads, cut, turned=turned)
        if sum(column.least for column in columns) <= measure:
            break
    return Plan(
        tuple(_share([one.least for one in columns], [one.wanted for one in columns], measure)),
        tuple(column.figures for column in columns),
        cut is not usual,
        tuple(column.turned for column in columns),
        max((column.tall for column in columns), default=0),
    )


def _measure_columns(
    texts: Sequence[Sequence[str]], heads: Sequence[bool], cut: Cut, *, turned: bool
) -> list[_Column]:
    below = (row for row, head in zip(texts, heads, strict=True) if not head)
    figures = [are_figures(cells) for cells in zip_longest(*below, fillvalue="")]
    found = [_Column(one) for one in figures]
    found += [_Column(figures=False) for _ in range(max(map(len, texts), default=0) - len(found))]
    for row, bold in zip(texts, heads, strict=True):
        for column, text in zip(found, row, strict=False):
            if turned and bold and text and column.figures:
                lines = textwrap.wrap(text, max(_TALL, 2 + len(text) // _LINES))
                high = len(lines) * round(cut.size * _LINE * 20) + cut.margins
                column.widen(high, high)
                column.turned = True
                column.tall = max(column.tall, *(cut.width(one, bold=True) for one in lines))
            else:
                words = (cut.width(word, bold=bold) for word in text.split())
                whole = min(cut.width(text, bold=bold), round(_WIDEST * cut.size * 20))
                column.widen(max(words, default=0) + cut.margins, whole + cut.margins)
    return found


def _share(least: Sequence[int], wanted: Sequence[int], measure: int) -> list[int]:
    """The widths of columns on a `measure`: each has its longest word, long texts the rest.

    They fill the measure, those of a small table half of it. Short texts have room on one line,
    and what is left goes to the long ones by their length.

    >>> _share([100, 100, 100], [150, 900, 300], 600)
    [150, 300, 150]
    >>> _share([100, 100], [150, 150], 600)
    [150, 150]
    """
    if sum(wanted) <= measure * _SMALL:
        measure = round(measure * _SMALL)
    found: list[float] = list(least)
    if sum(least) >= measure or sum(wanted) <= measure:
        base = least if sum(least) >= measure else wanted
        found = [measure * one / (sum(base) or 1) for one in base]
    else:
        spare = float(measure - sum(least))
        needs = {at: wanted[at] - low for at, low in enumerate(least)}
        while short := [at for at, need in needs.items() if need <= spare / len(needs)]:
            for at in short:
                found[at] += needs[at]
                spare -= needs.pop(at)
        whole = sum(needs.values())
        for at, need in needs.items():
            found[at] += spare * need / whole
    widths = [int(one) for one in found]
    if widths:
        widths[-1] += measure - sum(widths)
    return widths


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
    usual, small = sizes
    cuts = Cut(usual, 2 * CELLS + _SLACK), Cut(small, 2 * NARROW_CELLS + _SLACK)
    plan = plan_table(texts, heads, measure, cuts)
    _set_frame(table, plan, stub=any(stubs))
    last = len(rows) - 1
    for at, row in enumerate(rows):
        _set_row(row, cells[at], plan, head=heads[at], stub=stubs[at])
        short = len(rows) <= _SHORT
        if kept and short if at == last else short or at <= sum(heads) or at == last - 1:
            for cell in cells[at]:
                for paragraph in cell.p_lst:
                    put(paragraph.get_or_add_pPr(), "keepNext")


def _set_frame(table: Element, plan: Plan, *, stub: bool) -> None:
    """Tell the widths of the columns, and whether the first of them is a `stub`."""
    properties = table.tblPr
    put(properties, "tblStyle", val="TableNarrow" if plan.small else "Table")
    put(properties, "tblW", type="dxa", w=sum(plan.widths))
    for look in properties.iterfind(f"{W}tblLook") if stub else ():
        value = int(look.get(f"{W}val", "0"), 16) | _FIRST_COLUMN
        put(properties, "tblLook", firstColumn=1, val=f"{value:04X}")
    for column, width in zip(table.iterfind(f"{W}tblGrid/{W}gridCol"), plan.widths, strict=False):
        column.set(f"{W}w", str(width))


def _set_row(row: Element, cells: Sequence[Element], plan: Plan, *, head: bool, stub: bool) -> None:
    from docx.shared import Twips

    properties = row.get_or_add_trPr()
    put(properties, "cantSplit")
    if head and plan.tall:
        put(properties, "trHeight", val=plan.tall + 200, hRule="atLeast")
    base = "TableSmall" if plan.small else "Table"
    for at, (cell, width) in enumerate(zip(cells, plan.widths, strict=False)):
        cell.width = Twips(width)
        turned = head and plan.turned[at]
        if turned:
            put(cell.tcPr, "textDirection", val="btLr")
        style = f"{base}Stub" if stub and at == 0 else f"{base}Head" if head else base
        if plan.figures[at] and not turned and not style.endswith("Stub"):
            style += "Number"
        for paragraph in cell.p_lst:
            paragraph.style = "TableText" if style == "Table" else style
