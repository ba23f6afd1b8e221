"""A line's text and marks → inline nodes.

Marks overlap as a format or an author left them; nodes nest. Of two marks the one that
reaches farther holds the other, which is cut where the first ends. A link is never cut in
two, words of a program are always innermost, and a note stands behind the link it was
called in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
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
_ORDER: Final = ("link", *_AROUND, "code")
#: Marks that are one when only a blank parts them.
_JOINED: Final = ("strong", "emph", "link")

_Leaf = tuple[Inline, int, tuple[Mark, ...]]
"""A node without others in it, where it ends in the text, and the marks around it."""


def nest_marks(
    text: str, marks: Iterable[Mark] = (), notes: Iterable[tuple[int, Note]] = ()
) -> tuple[Inline, ...]:
    """The nodes of `text`; `notes` are called at their offsets.

    >>> nest_marks("a quiet harbour", [Mark(2, 7, "emph")])
    (Text(text='a '), Emph(content=(Text(text='quiet'),)), Text(text=' harbour'))
    """
    drawn = _join_marks([mark for mark in (_trim_mark(mark, text) for mark in marks) if mark], text)
    return tuple(_nest(list(_find_leaves(text, drawn, notes))))


def _trim_mark(mark: Mark, text: str) -> Mark | None:
    """`mark` without blanks at its ends, where no format wants them; None when it is empty."""
    piece = text[max(0, mark.start) : mark.end]
    start = max(0, mark.start) + len(piece) - len(piece.lstrip())
    end = max(0, mark.start) + len(piece.rstrip())
    return replace(mark, start=start, end=end) if mark.kind in _ORDER and start < end else None


def _join_marks(marks: Sequence[Mark], text: str) -> list[Mark]:
    """`marks` in order, those put together that touch or that only blanks part; no two links meet.

    Two raised numbers that touch stay two.

    >>> one, two = Mark(0, 5, "emph"), Mark(6, 13, "emph")
    >>> [(mark.start, mark.end) for mark in _join_marks([one, two], "quiet harbour")]
    [(0, 13)]
    """
    found: dict[str, list[Mark]] = {}
    for mark in sorted(marks, key=lambda mark: mark.start):
        row = found.setdefault(mark.kind, [])
        above = row[-1] if row else Mark(-1, -1, mark.kind)
        between = text[above.end : mark.start] if row else "|"
        is_one = above.target == mark.target and not between.strip()
        if is_one and ((not between and mark.kind != "sup") or mark.kind in _JOINED):
            row[-1] = replace(above, end=max(above.end, mark.end))
        elif mark.end > above.end:
            row.append(replace(mark, start=max(mark.start, above.end)))
    return sorted((mark for row in found.values() for mark in row), key=lambda mark: mark.start)


def _find_leaves(
    text: str, marks: Sequence[Mark], notes: Iterable[tuple[int, Note]]
) -> Iterator[_Leaf]:
    """The text from left to right, cut where a mark or a note begins or ends."""
    links = [(mark.start, mark.end) for mark in marks if mark.kind == "link"]
    called: dict[int, list[Note]] = {}
    for at, note in sorted(notes, key=lambda call: call[0]):
        # No link may hold a note.
        place = max((end for start, end in links if start <= at < end), default=min(at, len(text)))
        called.setdefault(place, []).append(note)
    edges = {0, len(text), *called, *(edge for mark in marks for edge in (mark.start, mark.end))}
    waiting = list(reversed(marks))
    around: list[Mark] = []
    for low, high in pairwise([*sorted(edges), len(text)]):
        around = [mark for mark in around if mark.end > low]
        held = tuple(mark for mark in around if mark.kind != "code")
        yield from ((note, low, held) for note in called.get(low, ()))
        while waiting and waiting[-1].start <= low:
            around.append(waiting.pop())
        if low < high:
            is_code = any(mark.kind == "code" for mark in around)
            held = tuple(mark for mark in around if mark.kind != "code")
            yield (Verbatim if is_code else Text)(text[low:high]), high, held


def _nest(leaves: Sequence[_Leaf]) -> Iterator[Inline]:
    """The nodes that `leaves` make: around each the mark that reaches farthest comes first."""
    last = leaves[-1][1] if leaves else 0
    at = 0
    while at < len(leaves):
        node, _, marks = leaves[at]
        if not marks:
            yield node
            at += 1
            continue
        outer = max(marks, key=lambda mark: (min(mark.end, last), -_ORDER.index(mark.kind)))
        inner: list[_Leaf] = []
        while at < len(leaves) and outer in leaves[at][2]:
            leaf, end, own = leaves[at]
            if any(mark.kind == "link" and mark.end > min(outer.end, last) for mark in own):
                break
            inner.append((leaf, end, tuple(mark for mark in own if mark != outer)))
            at += 1
        content = tuple(_nest(inner))
        yield Link(content, outer.target) if outer.kind == "link" else _AROUND[outer.kind](content)
