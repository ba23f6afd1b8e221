"""A line's text and marks → inline nodes.

Marks overlap as a format or an author left them; nodes nest. The text is cut where a
mark begins or ends, and the pieces are put together again so that of two marks the one
that reaches farther holds the other. A link is never cut in two, words of a program are
always innermost, and a note stands behind the link it was called in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
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
_KNOWN: Final = frozenset((*_AROUND, "link", "code"))

#: Marks that are one when only a blank parts them.
_JOINED: Final = ("strong", "emph", "link")


@dataclass(frozen=True, slots=True)
class _Piece:
    """Text of one look, or a note. `link` is where it leads, None when nowhere."""

    text: str = ""
    kinds: tuple[str, ...] = ()
    link: str | None = None
    code: bool = False
    note: Note | None = None


def nest_marks(
    text: str, marks: Iterable[Mark] = (), notes: Iterable[tuple[int, Note]] = ()
) -> tuple[Inline, ...]:
    """The nodes of `text`; `notes` are called at their offsets.

    >>> nest_marks("a quiet harbour", [Mark(2, 7, "emph")])
    (Text(text='a '), Emph(content=(Text(text='quiet'),)), Text(text=' harbour'))
    """
    drawn = _join_marks([mark for mark in (_trim_mark(mark, text) for mark in marks) if mark], text)
    called = [(_leave_link(offset, drawn), note) for offset, note in notes]
    if not drawn and not called:
        return (Text(text),) if text else ()
    return tuple(_nest_pieces(list(_cut_text(text, drawn, called))))


def _trim_mark(mark: Mark, text: str) -> Mark | None:
    """`mark` without blanks at its ends, where no format wants them; None when it is empty."""
    if mark.kind not in _KNOWN:
        return None
    piece = text[max(0, mark.start) : mark.end]
    start = max(0, mark.start) + len(piece) - len(piece.lstrip())
    end = max(0, mark.start) + len(piece.rstrip())
    return replace(mark, start=start, end=end) if start < end else None


def _join_marks(marks: Sequence[Mark], text: str) -> list[Mark]:
    """`marks` with those put together that nothing but blanks part: words emphasised one by one.

    >>> one, two = Mark(0, 5, "emph"), Mark(6, 13, "emph")
    >>> [(mark.start, mark.end) for mark in _join_marks([one, two], "quiet harbour")]
    [(0, 13)]
    """
    found: list[Mark] = []
    last: dict[tuple[str, str], int] = {}
    for mark in sorted(marks, key=lambda mark: mark.start):
        key = (mark.kind, mark.target)
        at = last.get(key, -1) if mark.kind in _JOINED else -1
        if at >= 0 and not text[found[at].end : mark.start].strip():
            found[at] = replace(found[at], end=max(found[at].end, mark.end))
        else:
            last[key] = len(found)
            found.append(mark)
    return found


def _leave_link(offset: int, marks: Sequence[Mark]) -> int:
    """`offset`, or the end of the link it lies in: no link may hold a note."""
    links = (mark.end for mark in marks if mark.kind == "link" and mark.start <= offset < mark.end)
    return max(links, default=offset)


def _cut_text(
    text: str, marks: Sequence[Mark], notes: Sequence[tuple[int, Note]]
) -> Iterator[_Piece]:
    edges = {0, len(text), *(min(offset, len(text)) for offset, _ in notes)}
    opening: dict[int, list[Mark]] = {}
    for mark in marks:
        edges |= {mark.start, mark.end}
        opening.setdefault(mark.start, []).append(mark)
    waiting = sorted(notes, key=lambda called: -called[0])
    open_: list[Mark] = []
    for start, end in pairwise((*sorted(edges), len(text))):
        while waiting and waiting[-1][0] <= start:
            around = {mark.kind for mark in open_ if mark.end > start}
            yield _Piece(kinds=_sort_kinds(around), note=waiting.pop()[1])
        open_ = [mark for mark in open_ if mark.end > start] + opening.get(start, [])
        if start < end:
            kinds = {mark.kind for mark in open_}
            yield _Piece(
                text[start:end],
                _sort_kinds(kinds),
                next((mark.target for mark in open_ if mark.kind == "link"), None),
                "code" in kinds,
            )
    yield from (_Piece(note=note) for _, note in reversed(waiting))


def _sort_kinds(kinds: Iterable[str]) -> tuple[str, ...]:
    found = frozenset(kinds)
    return tuple(kind for kind in _AROUND if kind in found)


def _nest_pieces(pieces: Sequence[_Piece]) -> Iterator[Inline]:
    """The nodes of a row of pieces."""
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        reach = {kind: _find_reach(pieces, at, kind) for kind in piece.kinds}
        kind = max(reach, key=lambda kind: reach[kind], default="")
        linked = _find_link_end(pieces, at)
        if piece.link is not None and linked >= reach.get(kind, 0):
            inner = [replace(one, link=None) for one in pieces[at:linked]]
            yield Link(tuple(_nest_pieces(inner)), piece.link)
            at = linked
        elif kind:
            inner = [_drop_kind(one, kind) for one in pieces[at : reach[kind]]]
            yield _AROUND[kind](tuple(_nest_pieces(inner)))
            at = reach[kind]
        else:
            end = _find_leaf_end(pieces, at)
            yield _make_leaf(pieces[at:end])
            at = end


def _find_reach(pieces: Sequence[_Piece], at: int, kind: str) -> int:
    """Where the mark of `kind` that is open at `at` ends, or a link that it would cut begins."""
    end = at
    while end < len(pieces) and kind in pieces[end].kinds:
        end += 1
    if end < len(pieces) and _is_same_link(pieces[end - 1], pieces[end]):
        cut = end
        while cut > at and _is_same_link(pieces[cut - 1], pieces[end]):
            cut -= 1
        # A link that begins with the mark holds it instead.
        return max(at, cut)
    return end


def _find_link_end(pieces: Sequence[_Piece], at: int) -> int:
    end = at
    while end < len(pieces) and _is_same_link(pieces[end], pieces[at]):
        end += 1
    return end


def _is_same_link(one: _Piece, other: _Piece) -> bool:
    return one.link is not None and one.link == other.link


def _drop_kind(piece: _Piece, kind: str) -> _Piece:
    return replace(piece, kinds=tuple(other for other in piece.kinds if other != kind))


def _find_leaf_end(pieces: Sequence[_Piece], at: int) -> int:
    """The end of the pieces from `at` on that make one leaf."""
    first = pieces[at]
    end = at + 1
    while not first.note and end < len(pieces) and replace(pieces[end], text=first.text) == first:
        end += 1
    return end


def _make_leaf(pieces: Sequence[_Piece]) -> Inline:
    if pieces[0].note is not None:
        return pieces[0].note
    text = "".join(piece.text for piece in pieces)
    return Verbatim(text) if pieces[0].code else Text(text)
