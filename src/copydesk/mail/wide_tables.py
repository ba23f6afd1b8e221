"""Tables with more columns than a phone has room for, told row by row.

A page lets its reader move a wide table in its box; mail cannot, and columns of single letters help
nobody. So each row becomes a paragraph, in which the cells stand behind the heads of their columns.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml import etree

#: More columns than these stand as rows.
_MOST: Final = 6
_DOT: Final = " · "


def narrowed(root: etree._Element) -> None:
    """Turn the tables below `root` that are too wide into paragraphs.

    >>> from copydesk.gate import xml
    >>> head = "".join(f"<th>{name}</th>" for name in "abcdefg")
    >>> row = "".join(f"<td>{number}</td>" for number in range(7))
    >>> text = f"<div><table><thead><tr>{head}</tr></thead><tr>{row}</tr></table></div>"
    >>> page = xml.parse(text.encode())
    >>> narrowed(page)
    >>> "".join(page[0].itertext())
    'a: 0b: 1 · c: 2 · d: 3 · e: 4 · f: 5 · g: 6'
    """
    for table in [*root.iter("table")]:
        rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
        holder = table.getparent()
        if holder is None or max(map(len, rows), default=0) <= _MOST:
            continue
        place = holder.index(table)
        holder[place : place + 1] = [_paragraph(table, *row) for row in _told(table, rows)]


def _told(
    table: etree._Element, rows: Sequence[Sequence[etree._Element]]
) -> Iterator[tuple[str, str]]:
    """What stands first in each row of a table, and the rest of it."""
    headed = any(True for _ in table.iter("thead"))
    spans = any(cell.get("colspan") or cell.get("rowspan") for row in rows for cell in row)
    names = [_text(cell) for cell in rows[0]] if headed and not spans else []
    for row in rows[1:] if names else rows:
        pairs = zip_longest(names, map(_text, row), fillvalue="")
        told = [f"{name}: {cell}" if name else cell for name, cell in pairs if cell]
        yield (told[0] if told else ""), _DOT.join(told[1:])


def _paragraph(table: etree._Element, first: str, rest: str) -> etree._Element:
    made = table.makeelement("p", {"class": "row"})
    name = table.makeelement("strong")
    name.text = first
    made.append(name)
    made.append(table.makeelement("br"))
    made[-1].tail = rest
    return made


def _text(cell: etree._Element) -> str:
    return " ".join("".join(str(part) for part in cell.itertext()).split())
