"""The text of the block that is being read, its white space collapsed as a browser does."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, TypeAlias

from copydesk.model import Mark

Kind: TypeAlias = Literal["emph", "strong", "link", "sup", "sub", "code", "note"]

#: White space that HTML collapses; a no-break space is a character like any other.
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_BLANK = " \t\n\r\f"


@dataclass(frozen=True, slots=True)
class Span:
    """An inline element that is open: what it marks, and where the mark begins."""

    kind: Kind
    target: str
    start: int


class Flow:
    r"""Collects text and marks until `take` hands them over.

    Marks that are open when a block ends go on in the next one, since a link may hold
    several blocks.

    >>> flow = Flow()
    >>> flow.add(" A "), flow.open("emph"), flow.add(" b\n"), flow.close(), flow.add("c ")
    (None, None, None, None, None)
    >>> flow.take()
    ('A b c', (Mark(start=2, end=3, kind='emph', target=''),))
    """

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._blank = False
        self._parted = False
        self._last = ""
        self._open: list[Span] = []
        self._marks: list[Mark] = []

    @property
    def empty(self) -> bool:
        """Whether nothing but blanks came since the last `take`."""
        return not self._length

    def add(self, text: str) -> None:
        """Go on with `text`."""
        if not text:
            return
        flat = _BLANKS.sub(" ", text)
        if flat[0] == " ":
            self._blank = True
            flat = flat[1:]
        if not flat:
            return
        if self._length and (self._blank or (self._parted and _glues(self._last, flat[0]))):
            self._put(" ")
        self._blank = self._parted = False
        if flat[-1] == " ":
            self._blank = True
            flat = flat[:-1]
        self._put(flat)

    def keep(self, text: str) -> None:
        """Go on with `text` as it stands, blanks and line breaks included."""
        if text:
            self._blank = self._parted = False
            self._put(text)

    def stick(self, text: str) -> None:
        """Put `text` right behind what is there, before a blank that may follow it."""
        if self._length:
            self._put(text)

    def part(self) -> None:
        """Keep what follows from growing together with the word before it.

        Pages set links, dates and names side by side and leave the gap to the style sheet.
        """
        self._parted = True

    def open(self, kind: Kind, target: str = "") -> None:
        """Mark what follows until `close`; marks nest."""
        self._open.append(Span(kind, target, self._length))

    def close(self) -> None:
        """End the mark that was opened last."""
        self._mark(self._open.pop())

    def call(self, target: str, sign: int) -> None:
        """Call the note `target` here; the last `sign` characters are its sign."""
        self._marks.append(Mark(max(self._length - sign, 0), self._length, "note", target))

    def take(self) -> tuple[str, tuple[Mark, ...]]:
        """The text and its marks, in the order of their starts; begins anew."""
        for span in self._open:
            self._mark(span)
        text = "".join(self._pieces)
        ordered = sorted(dict.fromkeys(_trimmed(self._marks, text)), key=_place)
        marks = tuple(_unnested(ordered, text))
        self._pieces, self._marks = [], []
        self._length, self._blank, self._parted, self._last = 0, False, False, ""
        self._open = [Span(span.kind, span.target, 0) for span in self._open]
        return text, marks

    def _put(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)
        self._last = text[-1]

    def _mark(self, span: Span) -> None:
        if self._length > span.start:
            self._marks.append(Mark(span.start, self._length, span.kind, span.target))


def joined(by: str, parts: Iterable[tuple[str, tuple[Mark, ...]]]) -> tuple[str, tuple[Mark, ...]]:
    """Texts in a row with `by` between them, and their marks where they are then.

    >>> joined(" ", [("a", ()), ("b", (Mark(0, 1, "emph"),))])
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


def shifted(text: str, marks: Iterable[Mark], start: int, end: int) -> tuple[str, tuple[Mark, ...]]:
    """`text[start:end]` and the marks inside of it.

    >>> shifted("1. bee", (Mark(0, 6, "emph"),), 3, 6)
    ('bee', (Mark(start=0, end=3, kind='emph', target=''),))
    """
    kept = (
        replace(mark, start=max(mark.start, start) - start, end=min(mark.end, end) - start)
        for mark in marks
        if mark.start < end and mark.end > start
    )
    return text[start:end], tuple(kept)


def behind(lead: str, text: str, marks: Iterable[Mark]) -> tuple[str, tuple[Mark, ...]]:
    """`text` with `lead` before it, which no mark covers.

    >>> behind("• ", "bee", (Mark(0, 3, "emph"),))
    ('• bee', (Mark(start=2, end=5, kind='emph', target=''),))
    """
    size = len(lead)
    moved = (replace(mark, start=mark.start + size, end=mark.end + size) for mark in marks)
    return lead + text, tuple(moved)


def _glues(before: str, after: str) -> bool:
    return before.isalnum() and (after.isalnum() or after in "#@")


def _trimmed(marks: list[Mark], text: str) -> list[Mark]:
    """The marks without the blanks at their ends, and without those that hold nothing else."""
    kept = []
    for mark in marks:
        start, end = mark.start, mark.end
        while start < end and text[start] in _BLANK:
            start += 1
        while end > start and text[end - 1] in _BLANK:
            end -= 1
        if start < end or mark.kind == "note":
            kept.append(Mark(start, end, mark.kind, mark.target))
    return kept


def _unnested(marks: list[Mark], text: str) -> list[Mark]:
    """The marks with each link ended where the next one begins, as a browser does."""
    links = [mark for mark in marks if mark.kind == "link"]
    cut = {
        link: replace(link, end=following.start)
        for link, following in pairwise(links)
        if following.start < link.end
    }
    return _trimmed([cut.get(mark, mark) for mark in marks], text)


def _place(mark: Mark) -> tuple[int, int, str, str]:
    return mark.start, -mark.end, mark.kind, mark.target
