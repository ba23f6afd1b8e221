"""Tables: which of them hold data, and their rows.

Old pages set their columns with tables; such a table is read as the blocks in its cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from lxml.html import HtmlElement

from copydesk.readers.html.tree import HEADINGS, flat

#: Cells that one cell may stand for, sideways and down, and columns from which on it is one.
_SPAN: Final = 50
_COLUMNS: Final = 200
#: Places that the spans of one table may leave empty: so many, and as many for each cell.
_EMPTY: Final = 2_000
_EMPTY_OF_CELL: Final = 4
#: Characters of a cell in a table of data, and of one that is still none of a layout.
_CELL: Final = 400
_MEAN: Final = 120
#: What cells of data never hold.
_LAYOUT: Final = ("form", "article", "section", "aside", "nav", "iframe")
#: What heads a column, not its row.
_OF_COLUMNS: Final = ("col", "colgroup")
#: So many tables of one row each, one behind the other, are one table.
_SEVERAL: Final = 3
_PARTS: Final = ("tbody", "thead", "tfoot")


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its cells from left to right, None where a span leaves one empty.

    `kind` is what a hint calls it: `header`, `stub` where its first cell heads it, or `row`.
    """

    element: HtmlElement
    cells: tuple[HtmlElement | None, ...]
    kind: str


def is_data(table: HtmlElement) -> bool:
    """Whether a table holds data, not the columns of a page.

    >>> from lxml.html import fromstring
    >>> is_data(fromstring("<table><tr><th>Year<th>Bees<tr><td>1990<td>12</table>"))
    True
    >>> is_data(fromstring("<table><tr><td><h1>News</h1><td><p>A long text</table>"))
    False
    """
    if table.get("role") in ("presentation", "none") or _holds(table, *_LAYOUT):
        return False
    if not all(_is_word_of(table, inner) for inner in table.iter("table") if inner is not table):
        return False
    cells = [cell for row in _rows(table) for cell in _cells(row)]
    lengths = [len(flat(cell.text_content())) for cell in cells]
    if len(cells) < 2 or max(lengths) > 4 * _CELL:
        return False
    if any(cell.tag == "th" for cell in cells) or table.find("caption") is not None:
        return True
    if max(lengths) > _CELL or _holds(table, *HEADINGS):
        return False
    rows = sum(1 for row in _rows(table) if len(_cells(row)) > 1)
    return rows > 1 and sum(lengths) <= _MEAN * len(lengths)


def rows(table: HtmlElement) -> Iterator[Row]:
    """The rows of a table of data, spans filled in.

    A table whose spans leave many times more places empty than it fills is no table that
    anybody set; from there on its cells stand for one place each.

    >>> from lxml.html import fromstring
    >>> table = fromstring("<table><tr><td rowspan=2>a<td>b<tr><td>c</table>")
    >>> [[cell is not None and cell.text for cell in row.cells] for row in rows(table)]
    [['a', 'b'], [False, 'c']]
    """
    below: dict[int, int] = {}
    left = _EMPTY
    for row in _rows(table):
        cells: list[HtmlElement | None] = []
        found = _cells(row)
        left += _EMPTY_OF_CELL * len(found)
        for cell in found:
            _skip(cells, below)
            narrow = len(cells) >= _COLUMNS or left <= len(cells)
            width = 1 if narrow else _span(cell, "colspan")
            height = 1 if narrow else _span(cell, "rowspan")
            for column in range(len(cells), len(cells) + width):
                if height > 1:
                    below[column] = height - 1
            cells += [cell, *[None] * (width - 1)]
        _skip(cells, below)
        left -= len(cells) - len(found)
        if left <= 0:
            below.clear()
        yield Row(row, tuple(cells), _kind(row, cells))


def _kind(row: HtmlElement, cells: Sequence[HtmlElement | None]) -> str:
    """What the cells of a row are by their tags."""
    parent, first = row.getparent(), cells[0] if cells else None
    found = [cell for cell in cells if cell is not None]
    corner = len(found) > 1 and found[0].tag == "td" and not flat(found[0].text_content())
    if found and (
        all(cell.tag == "th" for cell in found[corner:])
        or (parent is not None and parent.tag == "thead")
    ):
        return "header"
    heads = first is not None and first.tag == "th" and first.get("scope") not in _OF_COLUMNS
    return "stub" if heads and all(cell.tag == "td" for cell in found[1:]) else "row"


def join(root: HtmlElement) -> None:
    """Put the tables of `root` together that are a row each: editors break tables at empty lines.

    A few such tables may be columns of a page; rows that follow named columns, or several
    in a row, all of one class and with as many cells, are those of one table.

    >>> from lxml.html import fromstring
    >>> page = fromstring("<div>" + "<table><tr><td>a<td>b</table>" * 3 + "</div>")
    >>> join(page)
    >>> len(page.findall("table")), len(page.findall("table/tr"))
    (1, 3)
    """
    seen: set[HtmlElement] = set()
    for table in list(root.iter("table")):
        if table in seen:
            continue
        run = [table]
        while (below := _next(run[-1])) is not None and _is_row_of(table, below):
            run.append(below)
        seen.update(run)
        named = any(cell.tag == "th" for row in _rows(table) for cell in _cells(row))
        if len(run) >= (2 if named else _SEVERAL):
            for below in run[1:]:
                table.extend(list(_rows(below)))
                table.tail = below.tail
                _drop(below)


def _next(table: HtmlElement) -> HtmlElement | None:
    """The table right behind `table`, with nothing between."""
    below = table.getnext()
    beside = below is not None and below.tag == "table" and not (table.tail or "").strip()
    return below if beside else None


def _is_row_of(table: HtmlElement, below: HtmlElement) -> bool:
    """Whether `below` is one row and nothing else, such as the rows of `table`."""
    found = list(_rows(below))
    wide = [len(_cells(row)) for row in (*_rows(table), *found)]
    plain = _holds(below, "td") and not _holds(below, "caption", "table", *_LAYOUT)
    alike = table.get("class") == below.get("class") and len(set(wide)) == 1
    # What names the columns may stand in a table of its own.
    single = len(wide) == len(found) + 1
    return len(found) == 1 and plain and alike and single and wide[0] > 1


def _drop(element: HtmlElement) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _skip(cells: list[HtmlElement | None], below: dict[int, int]) -> None:
    """Leave the places free that cells of the rows above reach down to."""
    while left := below.get(len(cells), 0):
        below[len(cells)] = left - 1
        cells.append(None)


def _is_word_of(table: HtmlElement, inner: HtmlElement) -> bool:
    """Whether `inner` is data that stand in a cell below the named columns of `table`."""
    first = next(_rows(table), None)
    named = first is not None and any(cell.tag == "th" for cell in _cells(first))
    return named and not _holds(inner, "table") and is_data(inner)


def _holds(table: HtmlElement, *tags: str) -> bool:
    return any(element is not table for element in table.iter(*tags))


def _rows(table: HtmlElement) -> Iterator[HtmlElement]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in _PARTS:
            yield from child.iterchildren("tr")


def _cells(row: HtmlElement) -> list[HtmlElement]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _span(cell: HtmlElement, name: str) -> int:
    value = cell.get(name) or ""
    if not (value.isascii() and value.isdecimal() and len(value) < 7):
        return 1
    return min(max(int(value), 1), _SPAN)
