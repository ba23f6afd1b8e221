"""The running text of a proof: every received line with what was changed in its place.

Values and no markup, so that the sheet and any other page draw the same ones. Spans that are
kept or given make the edited text, those that are kept or taken the text as received. What a
proposal would take (`doubted`) stands in both, what it would give (`offered`) in neither.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from copydesk.model import Article, Edit, Figure, Role
from copydesk.writers import review_tracked as tracked
from copydesk.writers.proof_over import NOTHING, Over, Place, overlaid
from copydesk.writers.received_looks import ELEMENTS, Looks

Fate: TypeAlias = Literal["kept", "taken", "given", "doubted", "offered", "parted"]


@dataclass(frozen=True, slots=True)
class Span:
    """Words of one fate. `edit` decides on it, `cited` is the id of the citation they are.

    `looks` are those of its marks that are shown. `parted` has no words: a line is cut there.
    """

    text: str
    fate: Fate = "kept"
    edit: Edit | None = None
    cited: str = ""
    looks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A received line. `removed` took the whole of it out of the article.

    `glue` joins it to the row above, where both are one paragraph: a blank, or nothing.
    """

    number: int
    spans: tuple[Span, ...]
    role: Role | Literal[""] = ""
    hint: str = ""
    removed: Edit | None = None
    glue: str | None = None


def rows(
    article: Article,
    changes: tracked.Changes = tracked.in_words,
    proposals: tracked.Changes = tracked.in_words,
) -> Iterator[Row]:
    """The received lines of `article` that say or show something, in order.

    What `changes` and `proposals` say of an edit is shown as changed, or as what would be.

    >>> from copydesk.model import Back, Front, EditedText, Line, Submission
    >>> edit = Edit("space.double", 1, 3, "  ", " ", "two blanks", "applied", span=(3, 5))
    >>> was, now = Line(1, "the  bar"), Line(1, "the bar")
    >>> edited = EditedText(Submission("a", "", "", (was,)), (now,), ledger=(edit,))
    >>> (row,) = rows(Article(edited, Front(), (), Back()))
    >>> [(span.text, span.fate) for span in row.spans]
    [('the ', 'kept'), (' ', 'taken'), ('bar', 'kept')]
    """
    edited, over = article.edited, overlaid(article, proposals)
    pictures = {
        number for block in article.body if isinstance(block, Figure) for number in block.lines
    }
    roles = edited.roles or (None,) * len(edited.lines)
    made = tracked.of(edited, changes)
    for line, now, role, pieces in zip(
        edited.submission.lines, edited.lines, roles, made, strict=False
    ):
        if not line.text.strip() and line.number not in pictures:
            continue
        own = over.get(line.number, NOTHING)
        looks = Looks(line.marks, ELEMENTS), Looks(now.marks, ELEMENTS)
        spans = tuple(_spans(pieces, own, *looks))
        yield Row(line.number, spans, role or "", line.hint, own.removed, own.glue)


def edited(row: Row) -> str:
    """The text of `row` after editing, what the structure took of it aside."""
    return "".join(span.text for span in row.spans if span.fate in ("kept", "given", "doubted"))


# ── the spans of a line ──────────────────────────────────────────────────────


class _Disjoint:
    """Places in order, none over another: of two that meet the earlier one has the words."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._places: list[Place] = []
        reach = 0
        for place in sorted(places, key=lambda one: (one.start, one.end)):
            if place.start >= reach and place.start < place.end:
                self._places.append(place)
                reach = place.end
        self._starts = [place.start for place in self._places]

    def at(self, offset: int, *, inside: bool = False) -> Place | None:
        """The place that the received `offset` lies in; `inside` it has words on either side."""
        number = bisect_right(self._starts, offset) - 1
        if number < 0:
            return None
        place = self._places[number]
        return place if offset < place.end and not (inside and offset == place.start) else None

    def edges(self) -> Iterator[int]:
        for place in self._places:
            yield place.start
            yield place.end


def _spans(pieces: Sequence[tracked.Piece], over: Over, was: Looks, now: Looks) -> Iterator[Span]:
    """The spans of one line, what a proposal offers behind the words that it doubts.

    It looks as it `was` received; what was given looks as it does `now`.
    """
    if over is NOTHING and not was.edges and not now.edges:
        yield from map(_edited, pieces)
        return
    doubted, restructured, quoted = map(_Disjoint, (over.proposed, over.structure, over.cited))
    changing = (*over.structure, *over.proposed)
    edges = sorted(
        {*doubted.edges(), *restructured.edges(), *quoted.edges(), *(one.end for one in changing)}
    )
    more = deque(sorted((place.end, at, place) for at, place in enumerate(changing)))
    size = 0  # of the edited text so far
    for piece in _cut(pieces, edges):
        while more and more[0][0] <= piece.at:
            yield from _added(more.popleft()[-1], quoted, was)
        known = quoted.at(piece.at, inside=piece.given)
        taken = restructured.at(piece.at, inside=piece.given)
        asked = doubted.at(piece.at)
        span = _edited(piece, known.cited if known else "")
        if span.fate == "kept" and taken:
            span = replace(span, fate="taken", edit=taken.edit)
        elif span.fate == "kept" and asked:
            span = replace(span, fate="doubted", edit=asked.edit)
        # What an edit gave and the structure took again is in neither text.
        if not (taken and span.fate == "given"):
            start, looks = (size, now) if piece.given else (piece.at, was)
            for low, high, look in looks.parts(start, start + len(piece.text)):
                yield replace(span, text=piece.text[low - start : high - start], looks=look)
        size += len(piece.text) if piece.stands else 0
    for *_, place in more:
        yield from _added(place, quoted, was)


def _edited(piece: tracked.Piece, name: str = "") -> Span:
    """What copy editing made of a piece in the citation `name`."""
    fate: Fate = "given" if piece.given else "kept" if piece.stands else "taken"
    return Span(piece.text, fate, piece.edit, name)


def _added(place: Place, quoted: _Disjoint, was: Looks) -> Iterator[Span]:
    """What stands behind the words of a place, or would."""
    edit = place.edit
    if edit is None:
        return
    if edit.rule == "structure.split" and edit.status == "applied":
        yield Span("", "parted", edit)
    elif place.text:
        fate: Fate = "given" if edit.status == "applied" else "offered"
        known = quoted.at(place.end, inside=True)
        name = known.cited if known else ""
        yield Span(place.text, fate, edit, name, was.before(place.end))


def _cut(pieces: Iterable[tracked.Piece], edges: Sequence[int]) -> Iterator[tracked.Piece]:
    """`pieces`, those of received text cut at the received offsets `edges`."""
    for piece in pieces:
        low, end = piece.at, piece.at + len(piece.text)
        if not piece.given:
            number = bisect_right(edges, low)
            while number < len(edges) and edges[number] < end:
                yield tracked.Piece(piece.text[low - piece.at : edges[number] - piece.at], low,
                                    piece.edit)  # fmt: skip
                low = edges[number]
                number += 1
        yield tracked.Piece(piece.text[low - piece.at :], low, piece.edit, piece.given)
