"""A line's text and marks → inline nodes.

Marks overlap as a format or an author left them; nodes nest. Of two marks the one that
reaches farther holds the other, which is cut where the first ends. A link is never cut in
two, words of a program are always innermost, and a note stands behind the link it was
called in.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Final

from copydesk.model import (
    Emph,
    Inline,
    Link,
    Mark,
    Note,
    Strong,
    Subscript,
    Superscript,
    Text,
    Verbatim,
)

#: Marks that make a node around others; of two that reach equally far the first is the outer one.
_AROUND: Final[dict[str, Callable[[tuple[Inline, ...]], Inline]]] = {
    "strong": Strong, "emph": Emph, "sup": Superscript, "sub": Subscript,
}  # fmt: skip
_ORDER: Final = ("link", *_AROUND)
#: Marks that are one when only a blank parts them.
_JOINED: Final = ("strong", "emph", "link")


def nest_marks(
    text: str, marks: Iterable[Mark] = (), notes: Iterable[tuple[int, Note]] = ()
) -> tuple[Inline, ...]:
    """The nodes of `text`; `notes` are called at their offsets.

    >>> nest_marks("a quiet harbour", [Mark(2, 7, "emph")])
    (Text(text='a '), Emph(content=(Text(text='quiet'),)), Text(text=' harbour'))
    """
    drawn = _join_marks([mark for mark in (_trim_mark(mark, text) for mark in marks) if mark], text)
    ends = [(mark.start, mark.end) for mark in drawn if mark.kind == "link"]
    # No link may hold a note.
    called = [
        (max((end for start, end in ends if start <= offset < end), default=offset), note)
        for offset, note in notes
    ]
    leaves = _Leaves(text, [mark for mark in drawn if mark.kind == "code"], called)
    around = [mark for mark in drawn if mark.kind != "code"]
    return (*_nest(0, len(text), around, leaves), *leaves.take_notes(len(text)))


def _trim_mark(mark: Mark, text: str) -> Mark | None:
    """`mark` without blanks at its ends, where no format wants them; None when it is empty."""
    if mark.kind not in _ORDER and mark.kind != "code":
        return None
    piece = text[max(0, mark.start) : mark.end]
    start = max(0, mark.start) + len(piece) - len(piece.lstrip())
    end = max(0, mark.start) + len(piece.rstrip())
    return replace(mark, start=start, end=end) if start < end else None


def _join_marks(marks: Sequence[Mark], text: str) -> list[Mark]:
    """`marks` in order, those put together that touch or that only blanks part; no two links meet.

    >>> one, two = Mark(0, 5, "emph"), Mark(6, 13, "emph")
    >>> [(mark.start, mark.end) for mark in _join_marks([one, two], "quiet harbour")]
    [(0, 13)]
    """
    found: list[Mark] = []
    last: dict[str, int] = {}
    for mark in sorted(marks, key=lambda mark: mark.start):
        at = last.get(mark.kind)
        if at is None:
            last[mark.kind] = len(found)
            found.append(mark)
            continue
        above = found[at]
        between = text[above.end : mark.start]
        is_one = above.target == mark.target and not between.strip()
        if is_one and (not between or mark.kind in _JOINED):
            found[at] = replace(above, end=max(above.end, mark.end))
        elif mark.end > above.end:
            last[mark.kind] = len(found)
            found.append(replace(mark, start=max(mark.start, above.end)))
    return sorted(found, key=lambda mark: mark.start)


class _Leaves:
    """The text from left to right, cut where words of a program or a note begin or end."""

    def __init__(self, text: str, codes: Iterable[Mark], notes: Iterable[tuple[int, Note]]) -> None:
        self._text = text
        self._codes = deque(codes)
        self._notes = deque(sorted(notes, key=lambda called: called[0]))

    def take_notes(self, offset: int) -> Iterator[Note]:
        """The notes called up to `offset`."""
        while self._notes and self._notes[0][0] <= offset:
            yield self._notes.popleft()[1]

    def take(self, low: int, high: int) -> Iterator[Inline]:
        """The leaves from `low` up to `high`, where no note is called yet."""
        while low < high:
            yield from self.take_notes(low)
            while self._codes and self._codes[0].end <= low:
                self._codes.popleft()
            code = self._codes[0] if self._codes else None
            inside = code is not None and code.start <= low
            edges = [offset for offset, _ in list(self._notes)[:1]]
            if code is not None:
                edges.append(code.end if inside else code.start)
            end = min([high, *edges])
            yield (Verbatim if inside else Text)(self._text[low:end])
            low = end


def _nest(low: int, high: int, marks: Iterable[Mark], leaves: _Leaves) -> Iterator[Inline]:
    """The nodes from `low` to `high`, where `marks` lie in order."""
    waiting = deque(marks)
    while waiting:
        start = waiting[0].start
        yield from leaves.take(low, start)
        yield from leaves.take_notes(start)
        outer = max(_list_first(waiting), key=lambda mark: (mark.end, -_ORDER.index(mark.kind)))
        low = _find_end(outer, waiting)
        inner, rest = [], []
        while waiting and waiting[0].start < low:
            mark = waiting.popleft()
            if mark is not outer:
                inner.append(replace(mark, end=min(mark.end, low)))
            if mark.end > low:
                rest.append(replace(mark, start=low))
        waiting.extendleft(reversed(rest))
        content = tuple(_nest(start, low, inner, leaves))
        yield Link(content, outer.target) if outer.kind == "link" else _AROUND[outer.kind](content)
    yield from leaves.take(low, high)


def _list_first(marks: Sequence[Mark]) -> Iterator[Mark]:
    """Those of `marks` that begin where the first of them does."""
    return takewhile(lambda mark: mark.start == marks[0].start, marks)


def _find_end(outer: Mark, marks: Iterable[Mark]) -> int:
    """Where the node of `outer` ends: before a link that it would cut."""
    for mark in marks:
        if mark.start >= outer.end:
            break
        if mark.kind == "link" and mark.end > outer.end:
            return mark.start
    return outer.end
