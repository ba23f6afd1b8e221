"""The composing stick: holds the text of the block being read and sets finished blocks in a row.

It knows where the walk stands: in which block, list, item, quotation or note. So it can say of
each block what kind it is, and which blocks belong together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from lxml.html import HtmlElement

from copydesk import noting
from copydesk.model import Mark
from copydesk.readers.html import context as html_context
from copydesk.readers.html import lists as html_lists
from copydesk.readers.html import office
from copydesk.readers.html.context import Context
from copydesk.readers.html.inline import Flow, behind, shifted
from copydesk.readers.html.lists import Item, Lists

Place: TypeAlias = Context | Item
"""What being inside of an element means for a block."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A block on its way to be a `Line`.

    `element` is the smallest one that holds it, `nested` what it was inside of a quotation,
    where it is a paragraph now. Blocks of one `group` (items of a list, rows
    of a table, lines of a verse) have no gap between them.
    """

    text: str
    element: HtmlElement
    group: int
    marks: tuple[Mark, ...] = ()
    hint: str = ""
    zone: str = ""
    nested: str = ""


class Stick:
    """Sets blocks one after another into `drafts`; `note` is the note that is being read.

    >>> from lxml.html import fromstring
    >>> stick = Stick(fromstring("<p>"))
    >>> stick.text(stick.block, "A bee"), stick.line_break(), stick.text(stick.block, "hums")
    (None, None, None)
    >>> stick.end_block()
    >>> [(draft.text, draft.group) for draft in stick.drafts]
    [('A bee', 1), ('hums', 1)]
    """

    def __init__(self, root: HtmlElement) -> None:
        self.drafts: list[Draft] = []
        self.flow = Flow()
        self.lists = Lists()
        self.note = ""
        #: How many places were open when the note began: lists around it are not its own.
        self.outside = 0
        self._after: list[Draft] = []
        self._origin: HtmlElement | None = None
        self._blocks = [root]
        self._places: list[Place] = []
        self._quotes = 0
        self._groups = 0
        self._group = self.new_group()

    @property
    def block(self) -> HtmlElement:
        """The block that is open."""
        return self._blocks[-1]

    @property
    def context(self) -> Context:
        """How the open block is set."""
        last = self._places[-1] if self._places else None
        return last if isinstance(last, Context) else html_context.NONE

    def enter(self, element: HtmlElement, place: Place | None) -> None:
        """Open the block `element`, in which blocks are what `place` says."""
        self._blocks.append(element)
        if place is not None:
            self._places.append(place)
            self._quotes += place == html_context.QUOTE

    def leave(self, place: Place | None) -> None:
        """Close the block that was opened last."""
        self._blocks.pop()
        if place is not None:
            self._places.pop()
            self._quotes -= place == html_context.QUOTE

    def new_group(self) -> int:
        """A group that no block is in yet."""
        self._groups += 1
        return self._groups

    def text(self, element: HtmlElement, text: str) -> None:
        """Go on with `text`, which stands in `element`."""
        if self.context.keeps:
            self.flow.keep(text)
        else:
            self.flow.add(text)
        if not text.isspace():
            same = self._origin is None or self._origin is element
            self._origin = element if same else self.block

    def line_break(self) -> None:
        """End the line; the next one belongs to it unless it is empty."""
        if self.context.keeps:
            self.flow.keep("\n")
        elif self.context.joins:
            self.flow.add(" ")
        elif self.flow.empty:
            self._group = self.new_group()
        else:
            self._flush()

    def begin_note(self, name: str) -> None:
        """Go on with the text of the note `name`, or of none."""
        if name != self.note:
            self.note, self.outside = name, len(self._places)

    def end_block(self) -> None:
        """Set what is held, and what was put aside meanwhile; a gap follows."""
        self._flush()
        self.drafts += self._after
        self._after = []
        self._group = self.new_group()

    def put(self, draft: Draft) -> None:
        """Set a block that is none of running text."""
        self.drafts.append(draft)

    def put_aside(self, drafts: Iterable[Draft]) -> None:
        """Set blocks that interrupt no sentence: before the one that is held, or after it."""
        kept = self.drafts if self.flow.empty else self._after
        kept.extend(drafts)

    def _flush(self) -> None:
        element = self._origin if self._origin is not None else self.block
        self._origin = None
        text, marks = self.flow.take()
        if self.context.keeps:
            self._flush_lines(text, element)
        elif text.strip():
            hint, group = self._hint()
            nested = ""
            if not hint:
                hint, start = office.item(self.block, text)
                text, marks = shifted(text, marks, start, len(text))
                if hint and self.drafts and self.drafts[-1].hint.startswith("list:"):
                    group = self.drafts[-1].group
            elif self._quotes and hint.startswith("list:"):
                # Another's list stays in the quotation, which holds paragraphs.
                text, marks = behind(html_lists.sign(hint), text, marks)
                hint, group, nested = html_context.QUOTE.hint, self._group, "list"
            elif self._quotes > 1 and hint == html_context.QUOTE.hint:
                nested = "quotation"
            self.drafts.append(Draft(text, element, group, marks, hint, nested=nested))

    def _flush_lines(self, text: str, element: HtmlElement) -> None:
        hint = self.context.hint
        group = self.new_group()
        lines = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n").split("\n")
        for line in lines if text.strip() else ():
            if hint or line.strip():
                self.drafts.append(Draft(line.rstrip(), element, group, hint=hint))
            else:
                group = self.new_group()

    def _hint(self) -> tuple[str, int]:
        """What the block is by the innermost place that says it, and its group."""
        if self.note:
            return self._hint_in_note()
        for place in reversed(self._places):
            if isinstance(place, Item):
                return place.hint(), place.list.group
            if place.hint:
                return place.hint, self._group
        return "", self._group

    def _hint_in_note(self) -> tuple[str, int]:
        for place in reversed(self._places[self.outside :]):
            if isinstance(place, Item):
                return noting.hint(self.note, place.hint()), place.list.group
            if place.hint:
                return noting.hint(self.note, place.hint), self._group
        return noting.hint(self.note), self._group
