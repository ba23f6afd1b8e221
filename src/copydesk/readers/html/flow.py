"""What is open while a page is walked: the text of a block, lists, the elements around it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from copydesk.readers.inlines import PLAIN, Call, Look, Printed, Run, Turn, read_inlines

#: White space that pages collapse; a no-break space is a character like any other.
_BLANKS = re.compile(r"[ \t\n\r\f]+")


@dataclass(slots=True)
class OpenList:
    """A list that is open: its depth, the number of its next item, its group of blocks."""

    depth: int
    ordered: bool
    value: int
    step: int
    group: int


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
        return f"list:number:{depth}:{self.value}" if self.list.ordered else f"list:bullet:{depth}"


@dataclass(frozen=True, slots=True)
class Place:
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
        self.runs: list[Run | Call | Turn] = []
        self.row = 0  # the line of the source in which it begins
        self._typed = typed
        self._last = ""
        self._gap = False

    def add(self, text: str, look: Look) -> None:
        """Go on with `text`."""
        flat = text if self._typed else _BLANKS.sub(" ", text)
        if self._last in ("", " "):
            flat = flat.lstrip(" ")
        elif self._gap and flat and self._last.isalnum() and (flat[0].isalnum() or flat[0] in "#@"):
            self.runs.append(Run(" "))
        if flat:
            self.keep(flat, look)

    def keep(self, text: str, look: Look = PLAIN) -> None:
        """Go on with `text` as it stands."""
        self.runs.append(Run(text, look))
        self._last, self._gap = text[-1], False

    def attach(self, text: str) -> None:
        """Put `text` right behind what is there, before a blank that may follow it."""
        if self._last:
            self._attach(Run(text))

    def add_gap(self) -> None:
        """Keep what follows from growing together with the word before it.

        Pages set links, dates and names side by side and leave the gap to the style sheet.
        """
        self._gap = True

    def call_note(self, name: str, sign: int) -> None:
        """Call the note `name` here; the last `sign` characters are its sign."""
        if not sign:
            self._attach(Call(name))
        at = len(self.runs)
        while sign > 0 and at > 0:
            at -= 1
            if isinstance(run := self.runs[at], Run):
                self.runs[at] = replace(run, look=replace(run.look, note=name))
                sign -= len(run.text)

    def turn(self, rows: int, look: Look, *, soft: bool) -> None:
        """Go on in another line of the source, `rows` further down."""
        self.runs.append(Turn(rows, soft, look))
        self._last = "" if soft else self._last

    def take(self) -> list[Printed]:
        """Return the lines that the runs make, and begin anew."""
        lines = read_inlines(self.runs, self.row).lines
        self.runs, self._last, self._gap = [], "", False
        return lines

    def _attach(self, run: Run | Call) -> None:
        last = self.runs[-1] if self.runs else None
        if self._last == " " and isinstance(last, Run):
            self.runs[-1:] = [replace(last, text=last.text[:-1]), run, Run(" ")]
        else:
            self.runs.append(run)
