"""Tables: which of them hold data, and their rows.

Old pages set their columns with tables; such a table is read as the blocks in its cells.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml.html import HtmlElement

from copydesk.readers.html.elements import HEADINGS, flatten

#: Cells that one cell may stand for, sideways and down, and columns from which on it is one.
_SPAN: Final = 50
_COLUMNS: Final = 200
#: Places that the spans of one table may leave empty: so many, and as many for each cell.
_EMPTY: Final = 2_000
_EMPTY_OF_CELL: Final = 4
#: Characters of the longest and of the mean cell in a table of data without named columns,
#: and how many times longer one may be beside names.
_CELL: Final = 400
_MEAN: Final = 120
_NAMED: Final = 4
#: What cells of data never hold.
_LAYOUT: Final = ("form", "article", "section", "aside", "nav", "iframe")
#: So many tables of one row each, one behind the other, are one table.
_SEVERAL: Final = 3


@dataclass(frozen=True, slots=True)
class HtmlRow:
    """A row: its cells from left to right, None where a span leaves one empty.

    `kind` is what a hint calls it: `header`, `stub` where its first cell heads it, or `row`.
    """

    element: HtmlElement
    cells: tuple[HtmlElement | None, ...]
    kind: str


def is_data(table: HtmlElement, *, typed: bool = False) -> bool:
    """Whether a table holds data, not the columns of a page.

    In a manuscript, which somebody `typed`, one of plain cells does, whatever its size.

    >>> from lxml.html import fromstring
    >>> is_data(fromstring("<table><tr><th>Year<th>Bees<tr><td>1990<td>12</table>"))
    True
    >>> is_data(fromstring("<table><tr><td><h1>News</h1><td><p>A long text</table>"))
    False
    """
    if table.get("role") in ("presentation", "none") or _holds(table, *_LAYOUT):
        return False
    found = [_find_cells(row) for row in _find_rows(table)]
    lengths = [len(flatten(cell.text_content())) for cells in found for cell in cells]
    if len(lengths) < 2 or max(lengths) > _NAMED * _CELL:
        return False
    # A table within is one of data in a cell below named columns.
    named = bool(found) and any(cell.tag == "th" for cell in found[0])
    for inner in table.iter("table"):
        if inner is not table and not (named and not _holds(inner, "table") and is_data(inner)):
            return False
    if any(cell.tag == "th" for cells in found for cell in cells):
        return True
    if table.find("caption") is not None:
        return True
    wide = sum(1 for cells in found if len(cells) > 1) > 1
    plain = max(lengths) <= _CELL and not _holds(table, *HEADINGS)
    return plain and (typed or (wide and sum(lengths) <= _MEAN * len(lengths)))


def read_rows(table: HtmlElement) -> Iterator[HtmlRow]:
    """Yield the rows of a table of data, spans filled in.

    A table whose spans leave many times more places empty than it fills is no table that
    anybody set; from there on its cells stand for one place each.

    >>> from lxml.html import fromstring
    >>> table = fromstring("<table><tr><td rowspan=2>a<td>b<tr><td>c</table>")
    >>> [[cell is not None and cell.text for cell in row.cells] for row in read_rows(table)]
    [['a', 'b'], [False, 'c']]
    """
    below: dict[int, int] = {}
    left = _EMPTY
    for row in _find_rows(table):
        cells: list[HtmlElement | None] = []
        found = _find_cells(row)
        left += _EMPTY_OF_CELL * len(found)
        for cell in found:
            _skip_spans(cells, below)
            narrow = len(cells) >= _COLUMNS or left <= len(cells)
            width = 1 if narrow else _read_span(cell, "colspan")
            height = 1 if narrow else _read_span(cell, "rowspan")
            if height > 1:
                below |= dict.fromkeys(range(len(cells), len(cells) + width), height - 1)
            cells += [cell, *[None] * (width - 1)]
        _skip_spans(cells, below)
        left -= len(cells) - len(found)
        if left <= 0:
            below.clear()
        yield HtmlRow(row, tuple(cells), _find_kind(row, cells[:1], found))


def join_rows(root: HtmlElement) -> None:
    """Put the tables of `root` together that are a row each: editors break tables at empty lines.

    A few such tables may be columns of a page; rows that follow named columns, or several
    in a row, all of one class and with as many cells, are those of one table.

    >>> from lxml.html import fromstring
    >>> page = fromstring("<div>" + "<table><tr><td>a<td>b</table>" * 3 + "</div>")
    >>> join_rows(page)
    >>> len(page.findall("table")), len(page.findall("table/tr"))
    (1, 3)
    """
    seen: set[HtmlElement] = set()
    for table in list(root.iter("table")):
        if table in seen:
            continue
        run = [table]
        while (below := run[-1].getnext()) is not None and _is_next_row(table, run[-1], below):
            run.append(below)
        seen.update(run)
        named = any(cell.tag == "th" for row in _find_rows(table) for cell in _find_cells(row))
        for below in run[1:] if len(run) >= (2 if named else _SEVERAL) else ():
            table.extend(list(_find_rows(below)))
            table.tail, below.tail = below.tail, None
            below.drop_tree()


def _is_next_row(table: HtmlElement, above: HtmlElement, below: HtmlElement) -> bool:
    """Whether `below`, right behind `above`, is one row and nothing else, such as `table` has."""
    if below.tag != "table" or (above.tail or "").strip() or not _holds(below, "td"):
        return False
    if table.get("class") != below.get("class") or _holds(below, "caption", "table", *_LAYOUT):
        return False
    rows = [len(_find_cells(row)) for row in _find_rows(below)]
    return (
        len(rows) == 1
        and rows[0] > 1
        and rows == [len(_find_cells(row)) for row in _find_rows(table)]
    )


def _find_kind(row: HtmlElement, first: list[HtmlElement | None], found: list[HtmlElement]) -> str:
    """Tell by the tags of its cells what a row is."""
    corner = len(found) > 1 and found[0].tag == "td" and not flatten(found[0].text_content())
    parent = row.getparent()
    if found and (
        all(cell.tag == "th" for cell in found[corner:])
        or (parent is not None and parent.tag == "thead")
    ):
        return "header"
    head = first[0] if first else None
    heads = head is not None and head.tag == "th" and head.get("scope") not in ("col", "colgroup")
    return "stub" if heads and all(cell.tag == "td" for cell in found[1:]) else "row"


def _skip_spans(cells: list[HtmlElement | None], below: dict[int, int]) -> None:
    """Leave the places free that cells of the rows above reach down to."""
    while left := below.get(len(cells), 0):
        below[len(cells)] = left - 1
        cells.append(None)


def _holds(table: HtmlElement, *tags: str) -> bool:
    return any(element is not table for element in table.iter(*tags))


def _find_rows(table: HtmlElement) -> Iterator[HtmlElement]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("tbody", "thead", "tfoot"):
            yield from child.iterchildren("tr")


def _find_cells(row: HtmlElement) -> list[HtmlElement]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _read_span(cell: HtmlElement, name: str) -> int:
    value = cell.get(name) or ""
    plain = value.isascii() and value.isdecimal() and len(value) < 7
    return min(max(int(value), 1), _SPAN) if plain else 1
