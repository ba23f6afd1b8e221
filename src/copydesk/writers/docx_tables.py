"""Tables of a DOCX: as wide as the text, each column by what stands in it.

Word fits columns by itself, other programs take the widths that the file gives. A head is
repeated on every page, and no row is cut by the end of one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import zip_longest
from typing import Final

from lxml import etree

from copydesk.writers.figures import are_figures

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: Width of a letter in the cells, of those in small letters, and of the margins of a cell.
_LETTER: Final = 97
_SMALL: Final = 84
_MARGINS: Final = 220
#: No column asks for more than this many letters, however much it holds.
_WIDEST: Final = 60
#: A text of so many letters or less stays on a line where there is room.
_ONE_LINE: Final = 14
#: Rows whose table is kept with the caption below it; a longer one is cut anyway.
_SHORT: Final = 12


def set_table(table: etree._Element, measure: int, *, kept: bool) -> None:
    """Set `table` on the `measure` of the page.

    `kept`: with the paragraph below it, its caption.
    """
    rows = table.findall(f"{_W}tr")
    cells = [row.findall(f"{_W}tc") for row in rows]
    texts = [[_text(cell) for cell in row] for row in cells]
    width = max(map(len, cells), default=0)
    small = _least(texts, width, _LETTER) > measure
    columns = shares(texts, width, measure, _SMALL if small else _LETTER)
    _set_frame(table, columns)
    heads = [row.find(f"{_W}trPr/{_W}tblHeader") is not None for row in rows]
    below = [text for text, head in zip(texts, heads, strict=True) if not head]
    numbers = [are_figures(column) for column in zip_longest(*below, fillvalue="")]
    for at, row in enumerate(rows):
        style = "TableSmall" if small else "TableHead" if heads[at] else "TableText"
        style += "Head" if small and heads[at] else ""
        _set_row(row, cells[at], columns, [_numbered(style) if one else style for one in numbers])
        if kept and len(rows) <= _SHORT and at >= len(rows) - 2:
            _keep(row)


def _numbered(style: str) -> str:
    """The style of figures in the place of `style`.

    >>> _numbered("TableText"), _numbered("TableSmallHead")
    ('TableNumber', 'TableSmallHeadNumber')
    """
    return f"{style.removesuffix('Text')}Number"


def _keep(row: etree._Element) -> None:
    """Keep `row` on the page of what is below it."""
    for style in row.iter(f"{_W}pStyle"):
        style.addnext(etree.Element(f"{_W}keepNext"))


def shares(
    texts: Sequence[Sequence[str]], columns: int, measure: int, letter: int = _LETTER
) -> list[int]:
    """The widths of `columns` on a `measure`: each has its longest word, long texts the rest.

    >>> shares([["Port", "Remark"], ["Oslo", "deep enough for all that came so far"]], 2, 6000)
    [844, 5156]
    """
    least, wanted = [0] * columns, [0] * columns
    for row in texts:
        for at, text in enumerate(row):
            words = max((_length(word) for word in text.split()), default=0)
            least[at] = max(least[at], words * letter + _MARGINS)
            wanted[at] = max(wanted[at], min(_WIDEST, _length(text)) * letter + _MARGINS)
    wanted = [max(pair) for pair in zip(least, wanted, strict=True)]
    short = _ONE_LINE * letter + _MARGINS
    whole = [want if want <= short else low for low, want in zip(least, wanted, strict=True)]
    least = whole if sum(whole) <= measure else least
    if sum(least) >= measure:
        found = [measure * one / (sum(least) or 1) for one in least]
    elif sum(wanted) <= measure:
        found = [measure * one / (sum(wanted) or 1) for one in wanted]
    else:
        spare = (measure - sum(least)) / (sum(wanted) - sum(least))
        found = [low + (high - low) * spare for low, high in zip(least, wanted, strict=True)]
    widths = [int(one) for one in found]
    if widths:
        widths[-1] += measure - sum(widths)
    return widths


def _least(texts: Sequence[Sequence[str]], columns: int, letter: int) -> int:
    longest = [0] * columns
    for row in texts:
        for at, text in enumerate(row):
            longest[at] = max((longest[at], *map(_length, text.split())))
    return sum(one * letter + _MARGINS for one in longest)


def _length(text: str) -> int:
    """The letters of `text`, those of Chinese and its like as two."""
    if text.isascii():
        return len(text)
    return sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in text)


def _text(cell: etree._Element) -> str:
    return "".join(text.text or "" for text in cell.iter(f"{_W}t"))


def _set_frame(table: etree._Element, columns: Sequence[int]) -> None:
    properties = table.find(f"{_W}tblPr")
    if properties is not None:
        for size in properties.iterfind(f"{_W}tblW"):
            size.set(f"{_W}type", "dxa")
            size.set(f"{_W}w", str(sum(columns)))
    for column, width in zip(table.iterfind(f"{_W}tblGrid/{_W}gridCol"), columns, strict=False):
        column.set(f"{_W}w", str(width))


def _set_row(
    row: etree._Element,
    cells: Sequence[etree._Element],
    columns: Sequence[int],
    styles: Sequence[str],
) -> None:
    properties = row.find(f"{_W}trPr")
    if properties is None:
        properties = etree.Element(f"{_W}trPr")
        row.insert(0, properties)
    properties.insert(0, etree.Element(f"{_W}cantSplit"))
    for cell, width, style in zip(cells, columns, styles, strict=False):
        about = cell.find(f"{_W}tcPr")
        if about is None:
            about = etree.Element(f"{_W}tcPr")
            cell.insert(0, about)
        size = etree.Element(f"{_W}tcW", {f"{_W}w": str(width)})
        size.set(f"{_W}type", "dxa")
        about.insert(0, size)
        for paragraph in cell.iterfind(f"{_W}p"):
            _call(paragraph, style)


def _call(paragraph: etree._Element, style: str) -> None:
    properties = paragraph.find(f"{_W}pPr")
    if properties is None:
        properties = etree.Element(f"{_W}pPr")
        paragraph.insert(0, properties)
    mark = properties.find(f"{_W}pStyle")
    if mark is None:
        mark = etree.Element(f"{_W}pStyle")
        properties.insert(0, mark)
    mark.set(f"{_W}val", style)
