"""The text of the block that is being read, its white space collapsed as a browser does."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from copydesk.model import Mark
from copydesk.next.readers.html.elements import MarkKind

#: White space that HTML collapses; a no-break space is a character like any other.
_BLANK = " \t\n\r\f"
_BLANKS = re.compile(f"[{_BLANK}]+")


class TextFlow:
    r"""Collects text and marks until `take` hands them over.

    Marks that are open when a block ends go on in the next one, since a link may hold
    several blocks.

    >>> flow = TextFlow()
    >>> flow.add(" A "), flow.open("emph"), flow.add(" b\n"), flow.close(), flow.add("c ")
    (None, None, None, None, None)
    >>> flow.take()
    ('A b c', (Mark(start=2, end=3, kind='emph', target=''),))
    """

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._blank = self._gap = False
        self._open: list[tuple[MarkKind, str, int]] = []
        self._marks: list[Mark] = []

    @property
    def is_empty(self) -> bool:
        """Whether nothing but blanks came since the last `take`."""
        return not self._length

    def add(self, text: str) -> None:
        """Go on with `text`."""
        flat = _BLANKS.sub(" ", text)
        if flat[:1] == " ":
            self._blank, flat = True, flat[1:]
        if not flat:
            return
        if self._length and (self._blank or (self._gap and self._would_join(flat[0]))):
            self.keep(" ")
        self._blank = self._gap = False
        if flat[-1] == " ":
            self._blank, flat = True, flat[:-1]
        self._pieces.append(flat)
        self._length += len(flat)

    def keep(self, text: str) -> None:
        """Go on with `text` as it stands, blanks and line breaks included."""
        if text:
            self._blank = self._gap = False
            self._pieces.append(text)
            self._length += len(text)

    def attach(self, text: str) -> None:
        """Put `text` right behind what is there, before a blank that may follow it."""
        if self._length:
            self._pieces.append(text)
            self._length += len(text)

    def add_gap(self) -> None:
        """Keep what follows from growing together with the word before it.

        Pages set links, dates and names side by side and leave the gap to the style sheet.
        """
        self._gap = True

    def open(self, kind: MarkKind, target: str = "") -> None:
        """Mark what follows until `close`; marks nest."""
        self._open.append((kind, target, self._length))

    def close(self) -> None:
        """End the mark that was opened last."""
        kind, target, start = self._open.pop()
        self._marks.append(Mark(start, self._length, kind, target))

    def call_note(self, target: str, sign: int) -> None:
        """Call the note `target` here; the last `sign` characters are its sign."""
        self._marks.append(Mark(max(self._length - sign, 0), self._length, "note", target))

    def take(self) -> tuple[str, tuple[Mark, ...]]:
        """Return the text and its marks, in the order of their starts, and begin anew."""
        text = "".join(self._pieces)
        held = [Mark(start, self._length, kind, target) for kind, target, start in self._open]
        marks = sorted(
            dict.fromkeys(_trim_marks([*self._marks, *held], text)),
            key=lambda mark: (mark.start, -mark.end, mark.kind, mark.target),
        )
        self._pieces, self._marks, self._length = [], [], 0
        self._blank = self._gap = False
        self._open = [(kind, target, 0) for kind, target, _ in self._open]
        return text, tuple(_part_links(marks, text))

    def _would_join(self, after: str) -> bool:
        return self._pieces[-1][-1:].isalnum() and (after.isalnum() or after in "#@")


def join_texts(
    by: str, parts: Iterable[tuple[str, tuple[Mark, ...]]]
) -> tuple[str, tuple[Mark, ...]]:
    """Set texts in a row with `by` between them, and their marks where they are then.

    >>> join_texts(" ", [("a", ()), ("b", (Mark(0, 1, "emph"),))])
    ('a b', (Mark(start=2, end=3, kind='emph', target=''),))
    """
    texts: list[str] = []
    moved: list[Mark] = []
    length = 0
    for text, marks in parts:
        moved += (replace(mark, start=mark.start + length, end=mark.end + length) for mark in marks)
        texts.append(text)
        length += len(text) + len(by)
    return by.join(texts), tuple(moved)


def cut_text(text: str, marks: Iterable[Mark], start: int, end: int) -> tuple[str, tuple[Mark, ...]]:
    """Return `text[start:end]` and the marks inside of it.

    >>> cut_text("1. bee", (Mark(0, 6, "emph"),), 3, 6)
    ('bee', (Mark(start=0, end=3, kind='emph', target=''),))
    """
    kept = (
        replace(mark, start=max(mark.start, start) - start, end=min(mark.end, end) - start)
        for mark in marks
        if mark.start < end and mark.end > start
    )
    return text[start:end], tuple(kept)


def _trim_marks(marks: Iterable[Mark], text: str) -> Iterable[Mark]:
    """Yield the marks without the blanks at their ends, but for those that hold nothing else."""
    for mark in marks:
        start, end = mark.start, mark.end
        while start < end and text[start] in _BLANK:
            start += 1
        while end > start and text[end - 1] in _BLANK:
            end -= 1
        if start < end or mark.kind == "note":
            yield Mark(start, end, mark.kind, mark.target)


def _part_links(marks: list[Mark], text: str) -> Iterable[Mark]:
    """End each link where the next one begins, as a browser does."""
    links = [mark for mark in marks if mark.kind == "link"]
    ends = {one: two.start for one, two in pairwise(links) if two.start < one.end}
    return _trim_marks(
        (replace(mark, end=ends[mark]) if mark in ends else mark for mark in marks), text
    )
