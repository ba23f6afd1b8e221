"""What the readers of rich formats share: text with marks, lists, the signs of notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, Literal, TypeAlias

from copydesk.model import Mark, read_note_hint

MarkKind: TypeAlias = Literal["emph", "strong", "link", "sup", "sub", "code", "note"]

#: White space that formats collapse; a no-break space is a character like any other.
_BLANK: Final = " \t\n\r\f"
_BLANKS = re.compile(f"[{_BLANK}]+")
#: What is left of a way back before the text of a note, and behind it.
_OPENING = re.compile(r"\s*(?:[\[(]\s*[\])]|[\^↑])[\s.:,|]*")
_CLOSING = re.compile(r"[\[(]\s*[\])]$")


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


def cut_text(
    text: str, marks: Iterable[Mark], start: int, end: int
) -> tuple[str, tuple[Mark, ...]]:
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


# ── lists ────────────────────────────────────────────────────────────────────


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
    """An item that is open; `begun` once it has had a block.

    >>> item = OpenItem(OpenList(1, ordered=True, value=4, step=1, group=0), 3)
    >>> item.next_hint(), item.next_hint()
    ('list:number:1:3', 'list:more:1')
    """

    list: OpenList
    value: int
    begun: bool = False

    def next_hint(self) -> str:
        """Return the hint of the item's next block."""
        depth, begun, self.begun = self.list.depth, self.begun, True
        if begun:
            return f"list:more:{depth}"
        return f"list:number:{depth}:{self.value}" if self.list.ordered else f"list:bullet:{depth}"


# ── signs of notes ────────────────────────────────────────────────────────────────


def cover_brackets(text: str, marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """Return the marks of a line, those of notes with the brackets around their sign.

    What sets the sign high is left out: the edition sets its own.

    >>> cover_brackets("Bees [1].", (Mark(6, 7, "note", "n1"),))
    (Mark(start=5, end=8, kind='note', target='n1'),)
    """
    notes: list[Mark] = []
    signs = bytearray(len(text))
    for mark in marks:
        if mark.kind == "note":
            before, after = text[mark.start - 1 : mark.start], text[mark.end : mark.end + 1]
            inside = before in ("[", "(", "（") and after in ("]", ")", "）")
            notes.append(replace(mark, start=mark.start - inside, end=mark.end + inside))
            signs[notes[-1].start : notes[-1].end] = b"\1" * (notes[-1].end - notes[-1].start)
    if not notes:
        return tuple(marks)
    left = iter(notes)
    result = []
    for mark in marks:
        if mark.kind == "note":
            result.append(next(left))
            continue
        span = range(mark.start, mark.end)
        called = mark.kind != "code" and any(signs[at] for at in span)
        if not called or any(not signs[at] and text[at] not in "[]() ," for at in span):
            result.append(mark)
    return tuple(result)


def cut_sign(
    text: str, marks: Sequence[Mark], sign: str, *, first: bool, last: bool
) -> tuple[str, tuple[Mark, ...]]:
    """Take from a line of a note its sign and what is left of the way back.

    `first` and `last` say which line of its note it is.

    >>> cut_sign("^ Bees hum. [ ]", (), "1", first=True, last=True)[0]
    'Bees hum. '
    >>> cut_sign("10 bees.", (), "1", first=True, last=True)[0]
    '10 bees.'
    """
    start, end = 0, len(text)
    if last and (closing := _CLOSING.search(text)):
        end = closing.start()
    if first:
        opening = _OPENING.match(text, 0, end)
        start = opening.end() if opening else len(text) - len(text.lstrip())
        if core := re.escape(sign.strip("[](). ")):
            numbered = rf"[\[(]?{core}(?:[\])]|[.:](?=\s)|(?=\s))[\s.:]*"
            if found := re.compile(numbered).match(text, start, end):
                start = found.end()
        start = start if start < end else 0
    return cut_text(text, marks, start, end)


def settle_signs(
    lines: Sequence[tuple[str, tuple[Mark, ...], str]],
) -> list[tuple[str, tuple[Mark, ...]]]:
    """Return the texts and marks of lines, each given with its hint, with their signs settled.

    Calls cover their brackets, and notes begin without their sign.
    """
    covered = [cover_brackets(text, marks) for text, marks, _ in lines]
    signs: dict[str, str] = {}
    for (text, _, _), marks in zip(lines, covered, strict=True):
        for mark in marks:
            if mark.kind == "note":
                signs.setdefault(mark.target, text[mark.start : mark.end])
    names = [read_note_hint(hint)[0] for _, _, hint in lines]
    last = {name: place for place, name in enumerate(names)}
    begun: set[str] = set()
    result = []
    for place, (text, _, _) in enumerate(lines):
        name, marks = names[place], covered[place]
        if name:
            first, final = name not in begun, last[name] == place
            text, marks = cut_sign(text, marks, signs.get(name, ""), first=first, last=final)  # noqa: PLW2901
            begun.add(name)
        result.append((text, marks))
    return result
