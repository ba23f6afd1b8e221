"""What a table is to every format: its caption, columns of figures, and how long its texts are.

Pages have captions of tables as paragraphs of their own. One between two tables is the lower
one's, for captions of tables stand above them; that of a picture is a part of its figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from copydesk.columns import is_wide
from copydesk.gate import fonts

if TYPE_CHECKING:
    from lxml import etree

#: A cell of a column of figures: a number with its unit, sign or range; and one that says none.
_FIGURE: Final = re.compile(
    r"[<>≤≥~±+−–-]?\s?[€$£¥]?\s?\d[\d.,\s’]*(?:[–−-]\d[\d.,]*)?\s?(?:%|‰|°C?|[€$£¥]|[a-zµ]{1,3})?\*{0,3}"
)
#: The packaged face of labels and tables, and the widths of letters that it does not have.
_FACE: Final = "asset:sans/SourceSansPro-Regular.otf"
_SQUARE, _LETTER = 1.0, 0.55
_NOTHING: Final = frozenset(("–", "—", "-", "…", "n/a", "n. a."))


def are_figures(cells: Iterable[str]) -> bool:
    """Tell whether the cells of a column below its head are numbers, and more than one.

    >>> are_figures(["12 m", "–", "1,024"]), are_figures(["12", "deep"]), are_figures(["12", ""])
    (True, False, False)
    """
    figures = [text for text in cells if text and text not in _NOTHING]
    return len(figures) > 1 and all(map(_FIGURE.fullmatch, figures))


def measure_text(text: str, reserve: float = 1.0) -> float:
    """Reckon how long `text` is in the face of tables, in sizes of its letters.

    `reserve`: letters may be so much wider than in that face; Chinese and its like are squares.

    >>> measure_text("illicit") < measure_text("modern"), measure_text("水")
    (True, 1.0)
    """
    widths = fonts.advances(_FACE)
    return sum(_SQUARE if is_wide(sign) else reserve * widths.get(sign, _LETTER) for sign in text)


def find_caption_above(table: etree._Element) -> etree._Element | None:
    """Find the caption right above `table`.

    >>> from copydesk.gate import xml
    >>> page = xml.parse(b'<div><table/><p class="caption">Dues</p><table/></div>')
    >>> [found is not None and found.text for found in map(find_caption_above, page.iter("table"))]
    [False, 'Dues']
    """
    return _caption(table.getprevious())


def find_caption(table: etree._Element) -> etree._Element | None:
    """Find the caption of `table`: the one above, else the one below that is no other's.

    >>> from copydesk.gate import xml
    >>> page = xml.parse(b'<div><table/><p class="caption">Dues</p><p>They rose.</p></div>')
    >>> find_caption(page[0]).text
    'Dues'
    """
    if (found := find_caption_above(table)) is not None:
        return found
    found = _caption(table.getnext())
    behind = None if found is None else found.getnext()
    return None if behind is not None and behind.tag == "table" else found


def _caption(block: etree._Element | None) -> etree._Element | None:
    is_one = block is not None and block.tag == "p" and block.get("class") == "caption"
    return block if is_one else None
