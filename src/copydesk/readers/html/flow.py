"""What is open while a page is walked: the text of a block, lists, the elements around it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from copydesk.model import ListForm, make_list_hint
from copydesk.readers.inlines import (
    PLAIN,
    Call,
    MarkedLine,
    RunStyle,
    TextRun,
    Turn,
    list_struck,
    read_inlines,
)

#: White space that pages collapse; a no-break space is a character like any other.
_BLANKS = re.compile(r"[ \t\n\r\f]+")


@dataclass(slots=True)
class OpenList:
    """A list that is open: its depth, the number of its next item, how it counts, its blocks."""

    depth: int
    ordered: bool
    value: int
    step: int
    group: int
    form: ListForm = "1"


@dataclass(slots=True)
class OpenItem:
    """An item that is open; `begun` once it has had a block."""

    list: OpenList
    value: int
    begun: bool = False

    def next_hint(self) -> str:
        """Return the hint of the item's next block."""
        depth, begun, self.begun = self.list.depth, self.begun, True
        if begun:
            return f"list:more:{depth}"
        return make_list_hint(depth, self.value if self.list.ordered else None, self.list.form)


@dataclass(frozen=True, slots=True)
class BlockContext:
    """What the elements around it mean for a block.

    The block that is open, the innermost hint or item, the list and the note around; whether
    a quotation is; `joins`: a line break is a blank; `keeps`: all blanks stay.
    """

    element: HtmlElement
    hint: str = ""
    item: OpenItem | None = None
    list: OpenList | None = None
    note: str = ""
    quoted: bool = False
    joins: bool = False
    keeps: bool = False


class Flow:
    """The text of a block that is open, whose blanks collapse as in a browser unless `typed`."""

    def __init__(self, *, typed: bool = False) -> None:
        self.runs: list[TextRun | Call | Turn] = []
        self.row = 0  # the line of the source in which it begins
        self._typed = typed
        self._last = ""
        self._gap = False

    def add(self, text: str, look: RunStyle) -> None:
        """Go on with `text`."""
        flat = text if self._typed else _BLANKS.sub(" ", text)
        if self._last in ("", " "):
            flat = flat.lstrip(" ")
        elif self._gap and flat and self._last.isalnum() and (flat[0].isalnum() or flat[0] in "#@"):
            self.runs.append(TextRun(" "))
        if flat:
            self.keep(flat, look)

    def keep(self, text: str, look: RunStyle = PLAIN) -> None:
        """Go on with `text` as it stands."""
        self.runs.append(TextRun(text, look))
        self._last, self._gap = text[-1], False

    def attach(self, text: str) -> None:
        """Put `text` right behind what is there, before a blank that may follow it."""
        if self._last:
            self._attach(TextRun(text))

    def add_gap(self) -> None:
        """Keep what follows from growing together with the word before it.

        Pages set links, dates and names side by side and leave the gap to the style sheet.
        """
        self._gap = True

    def keep_apart(self) -> None:
        """Keep two raised numbers from growing together into one."""
        self.runs.append(TextRun(""))

    def call_note(self, name: str, sign: int) -> None:
        """Call the note `name` here; the last `sign` characters are its sign."""
        if not sign:
            self._attach(Call(name))
        at = len(self.runs)
        while sign > 0 and at > 0:
            at -= 1
            if isinstance(run := self.runs[at], TextRun):
                self.runs[at] = replace(run, look=replace(run.look, note=name))
                sign -= len(run.text)

    def turn(self, rows: int, look: RunStyle, *, soft: bool) -> None:
        """Go on in another line of the source, `rows` further down."""
        self.runs.append(Turn(rows, soft, look))
        self._last = "" if soft else self._last

    def take(self) -> list[MarkedLine]:
        """Return the lines that the runs make, and begin anew."""
        lines = read_inlines(self.runs, self.row).lines
        if lines and (struck := list_struck(self.runs)):
            lines[0] = replace(lines[0], struck=struck)
        self.runs, self._last, self._gap = [], "", False
        return lines

    def _attach(self, run: TextRun | Call) -> None:
        last = self.runs[-1] if self.runs else None
        if self._last == " " and isinstance(last, TextRun):
            self.runs[-1:] = [replace(last, text=last.text[:-1]), run, TextRun(" ")]
        else:
            self.runs.append(run)
