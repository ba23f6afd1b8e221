"""Lists of a page: how deep an item lies, its number, and which are no lists of items."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lxml.html import HtmlElement

LISTS: Final = frozenset(("ul", "ol", "menu", "dir", "dl"))
ITEMS: Final = frozenset(("li", "dt", "dd"))
#: What turns an item into a block of a layout that was made with a list.
_CARDS: Final = ("h1", "h2", "h3", "h4", "h5", "h6", "article", "section", "table", "form", "nav")
_DIGITS: Final = 6


@dataclass(slots=True)
class OpenList:
    """A list that is open: its depth, the number of its next item, its group of blocks."""

    depth: int
    ordered: bool
    value: int
    step: int
    group: int


@dataclass(slots=True)
class Item:
    """An item that is open; `begun` once it has had a block."""

    list: OpenList
    value: int
    begun: bool = False

    def hint(self) -> str:
        """The hint of the item's next block.

        >>> item = Item(OpenList(1, True, 4, 1, 0), 3)
        >>> item.hint(), item.hint()
        ('list:number:1:3', 'list:more:1')
        """
        if self.begun:
            return f"list:more:{self.list.depth}"
        self.begun = True
        if self.list.ordered:
            return f"list:number:{self.list.depth}:{self.value}"
        return f"list:bullet:{self.list.depth}"


def sign(hint: str) -> str:
    """What a list would set before the item that `hint` means.

    >>> sign("list:number:1:3"), sign("list:bullet:2"), sign("list:more:1")
    ('3. ', '• ', '')
    """
    kind, _, value = hint.split(":", 1)[1].partition(":")
    if kind == "number":
        return f"{value.rpartition(':')[2]}. "
    return "• " if kind == "bullet" else ""


class Lists:
    """The lists and items that are open where the walk stands."""

    def __init__(self) -> None:
        self._open: list[OpenList] = []
        self._termless: dict[HtmlElement, bool] = {}

    def enter(self, element: HtmlElement, group: int) -> None:
        """Open the list `element`; the outermost one gives its items their `group`."""
        ordered = element.tag == "ol"
        backwards = ordered and element.get("reversed") is not None
        first = _number(element.get("start"))
        if first is None:
            first = sum(1 for _ in element.iterchildren("li")) if backwards else 1
        group = self._open[-1].group if self._open else group
        step = -1 if backwards else 1
        self._open.append(OpenList(len(self._open) + 1, ordered, first, step, group))

    def leave(self) -> None:
        """Close the list that was opened last."""
        self._open.pop()

    def item(self, element: HtmlElement, group: int) -> Item | None:
        """The item `element`, None where it is a block of a layout."""
        if any(True for _ in element.iter(*_CARDS)):
            return None
        if element.tag == "dd" and self._has_no_term(element):
            return None
        # An item outside of any list is one of a list of its own.
        held = (
            self._open[-1]
            if self._open
            else OpenList(depth=1, ordered=False, value=1, step=1, group=group)
        )
        value = _number(element.get("value"))
        if value is not None:
            held.value = value
        item = Item(held, held.value, begun=element.tag == "dd")
        held.value += held.step
        return item

    def _has_no_term(self, definition: HtmlElement) -> bool:
        """Whether a definition stands alone, as in lists that only indent; a list is asked once."""
        parent = definition.getparent()
        if parent is None:
            return False
        if parent not in self._termless:
            self._termless[parent] = parent.find("dt") is None and parent.find("*/dt") is None
        return self._termless[parent]


def _number(value: str | None) -> int | None:
    text = (value or "").strip()
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= _DIGITS):
        return None
    return int(text)
