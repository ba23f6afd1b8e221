"""Which caption is a table's: the one above it, or else the one below it that is no other's.

Pages have captions of tables as paragraphs of their own. One between two tables is the lower
one's, for captions of tables stand above them; that of a picture is a part of its figure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree


def above(table: etree._Element) -> etree._Element | None:
    """The caption right above `table`.

    >>> from copydesk.gate import xml
    >>> page = xml.parse(b'<div><table/><p class="caption">Dues</p><table/></div>')
    >>> [found is not None and found.text for found in map(above, page.iter("table"))]
    [False, 'Dues']
    """
    return _caption(table.getprevious())


def of(table: etree._Element) -> etree._Element | None:
    """The caption of `table`: the one above it, else the one below unless a table follows that.

    >>> from copydesk.gate import xml
    >>> page = xml.parse(b'<div><table/><p class="caption">Dues</p><p>They rose.</p></div>')
    >>> of(page[0]).text
    'Dues'
    """
    if (found := above(table)) is not None:
        return found
    found = _caption(table.getnext())
    behind = None if found is None else found.getnext()
    return None if behind is not None and behind.tag == "table" else found


def _caption(block: etree._Element | None) -> etree._Element | None:
    is_one = block is not None and block.tag == "p" and block.get("class") == "caption"
    return block if is_one else None
