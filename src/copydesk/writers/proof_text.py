"""The running text of a proof: every received line with what was changed in its place.

Values and no markup, so that the sheet and any other page draw the same ones. Spans that are
kept or given make the edited text, those that are kept or taken the text as received. What a
proposal would take (`doubted`) stands in both, what it would give (`offered`) in neither.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal, TypeAlias

from copydesk import cited
from copydesk.galley import received_span, texts
from copydesk.model import Article, Edit, Figure, Line, Role
from copydesk.writers import review_tracked as tracked
from copydesk.writers.proof_looks import Looks

Fate: TypeAlias = Literal["kept", "taken", "given", "doubted", "offered", "parted"]

#: Structure edits that move a line's end; all others take words out or set others.
BREAKS: Final = frozenset(("structure.join", "structure.split"))


@dataclass(frozen=True, slots=True)
class Span:
    """Words of one fate. `edit` decides on it, `cited` is the id of the citation they are.

    `looks` are those that the format gave them. `parted` has no words: a line is cut there.
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

    >>> from copydesk.model import Back, Front, Galley, Submission
    >>> edit = Edit("space.double", 1, 3, "  ", " ", "two blanks", "applied", span=(3, 5))
    >>> was, now = Line(1, "the  bar"), Line(1, "the bar")
    >>> galley = Galley(Submission("a", "", "", (was,)), (now,), ledger=(edit,))
    >>> (row,) = rows(Article(galley, Front(), (), Back()))
    >>> [(span.text, span.fate) for span in row.spans]
    [('the ', 'kept'), (' ', 'taken'), ('bar', 'kept')]
    """
    galley, over = article.galley, _overlaid(article, proposals)
    pictures = {
        number for block in article.body if isinstance(block, Figure) for number in block.lines
    }
    roles = galley.roles or (None,) * len(galley.lines)
    for line, role, pieces in zip(
        galley.submission.lines, roles, tracked.of(galley, changes), strict=False
    ):
        if not line.text.strip() and line.number not in pictures:
            continue
        own = over.get(line.number, _NOTHING)
        spans = tuple(_spans(pieces, own, Looks(line.marks)))
        yield Row(line.number, spans, role or "", line.hint, own.removed, own.glue)


def edited(row: Row) -> str:
    """The text of `row` after editing, what the structure took of it aside."""
    return "".join(span.text for span in row.spans if span.fate in ("kept", "given", "doubted"))


def removals(article: Article) -> dict[int, Edit]:
    """The received lines that are not in the article at all → the edit that took each out."""
    over = _overlaid(article).items()
    return {number: own.removed for number, own in over if own.removed is not None}


# ── what lies over a line ────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Place:
    """A stretch of a line as received, with what would stand there or does."""

    start: int
    end: int
    edit: Edit | None = None
    text: str = ""
    cited: str = ""


@dataclass(slots=True)
class _Over:
    """What is known of a line besides its copy edits; all places are as received."""

    proposed: list[_Place] = field(default_factory=list)
    structure: list[_Place] = field(default_factory=list)
    cited: list[_Place] = field(default_factory=list)
    removed: Edit | None = None
    glue: str | None = None


_NOTHING: Final = _Over()


def _overlaid(article: Article, proposals: tracked.Changes = tracked.in_words) -> dict[int, _Over]:
    """Line number → what lies over it."""
    found: dict[int, _Over] = {}
    for edit in article.galley.ledger:
        if edit.status == "proposed":
            found.setdefault(edit.line, _Over()).proposed.append(
                _proposal(article, edit, proposals)
            )
    lines = {citation.id: citation.line for citation in article.citations}
    for name, (start, end) in cited.places(article).items():
        found.setdefault(lines[name], _Over()).cited.append(_Place(start, end, cited=name))
    _restructured(article, found)
    return found


def _proposal(article: Article, edit: Edit, proposals: tracked.Changes) -> _Place:
    """What a proposal would change: the narrowest of its words, where they stand as received."""
    start, end = edit.span
    received = article.galley.submission.lines[edit.line - 1].text
    changes = list(proposals(edit))
    if received[start:end] != edit.before or len(changes) != 1:
        return _Place(start, end, edit, edit.after)
    ((offset, length, after),) = changes
    return _Place(start + offset, start + offset + length, edit, after)


def _restructured(article: Article, found: dict[int, _Over]) -> None:
    """Enter what the structure edits do to lines: a whole one left out, a part, a line's end.

    They count in the text that those before them left, where a join took up the lines below.
    """
    galley = article.galley
    current = texts(galley.lines)
    shifts: dict[int, _Shift] = {}
    joined: dict[int, list[int]] = {}
    for edit in article.structure:
        if edit.status == "stet":
            continue
        numbers = range(edit.line, edit.line + edit.before.count("\n") + 1)
        whole = "\n".join(current.get(number, "") for number in numbers)
        line = galley.lines[edit.line - 1]
        shift = shifts.setdefault(edit.line, _Shift())
        start = edit.start + shift.at(edit.start)
        own = found.setdefault(edit.line, _Over())
        if edit.status == "proposed":
            if len(numbers) == 1:
                own.proposed.append(_in_line(article, line, edit, start))
            continue
        if len(numbers) > 1:
            below = [number for number in numbers[1:] if current.get(number, "").strip()]
            for number in below:
                found.setdefault(number, _Over()).glue = edit.after
                joined.setdefault(edit.line, []).extend((number, *joined.pop(number, ())))
        if edit.rule not in BREAKS and not edit.after and edit.before.strip() == whole.strip():
            for number in (edit.line, *joined.get(edit.line, ())):
                found.setdefault(number, _Over()).removed = edit
        elif start <= len(line.text):
            own.structure.append(_in_line(article, line, edit, start))
        current.update(dict.fromkeys(numbers, ""))
        end = edit.start + len(edit.before)
        current[edit.line] = whole[: edit.start] + edit.after + whole[end:]
        shift.add(edit.start, len(edit.before) - len(edit.after))


class _Shift:
    """How many letters of a line are gone in front of a place that counts without them."""

    def __init__(self) -> None:
        self._gone: list[tuple[int, int]] = []
        self._total = self._last = 0

    def at(self, start: int) -> int:
        if start >= self._last:  # as edits come that are made from the left
            return self._total
        return sum(gone for place, gone in self._gone if place <= start)

    def add(self, start: int, gone: int) -> None:
        if gone:
            self._gone.append((start, gone))
            self._total += gone
            self._last = max(self._last, start)


def _in_line(article: Article, line: Line, edit: Edit, start: int) -> _Place:
    """The place of a structure edit in its own line as received, and what stands there."""
    words = edit.before.partition("\n")[0]
    received = article.galley.submission.lines[edit.line - 1].text
    end = min(start + len(words), len(line.text))
    after = "" if edit.rule in BREAKS else edit.after
    return _Place(*received_span(line, received, start, end), edit, after)


# ── the spans of a line ──────────────────────────────────────────────────────


class _Disjoint:
    """Places in order, none over another: of two that meet the earlier one has the words."""

    def __init__(self, places: Iterable[_Place]) -> None:
        self._places: list[_Place] = []
        reach = 0
        for place in sorted(places, key=lambda one: (one.start, one.end)):
            if place.start >= reach and place.start < place.end:
                self._places.append(place)
                reach = place.end
        self._starts = [place.start for place in self._places]

    def at(self, offset: int, *, inside: bool = False) -> _Place | None:
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


def _spans(pieces: Sequence[tracked.Piece], over: _Over, looks: Looks) -> Iterator[Span]:
    """The spans of one line, what a proposal offers behind the words that it doubts."""
    if over is _NOTHING and not looks.edges:
        yield from map(_edited, pieces)
        return
    doubted, restructured, quoted = map(_Disjoint, (over.proposed, over.structure, over.cited))
    changing = (*over.structure, *over.proposed)
    places = (*doubted.edges(), *restructured.edges(), *quoted.edges(), *looks.edges)
    edges = sorted({*places, *(one.end for one in changing)})
    more = deque(sorted((place.end, at, place) for at, place in enumerate(changing)))
    for piece in _cut(pieces, edges):
        while more and more[0][0] <= piece.at:
            yield from _added(more.popleft()[-1], quoted, looks)
        known = quoted.at(piece.at, inside=piece.given)
        taken = restructured.at(piece.at, inside=piece.given)
        asked = doubted.at(piece.at)
        look = looks.before(piece.at) if piece.given else looks.at(piece.at)
        span = _edited(piece, known.cited if known else "", look)
        if span.fate == "kept" and taken:
            span = replace(span, fate="taken", edit=taken.edit)
        elif span.fate == "kept" and asked:
            span = replace(span, fate="doubted", edit=asked.edit)
        # What an edit gave and the structure took again is in neither text.
        if not (taken and span.fate == "given"):
            yield span
    for *_, place in more:
        yield from _added(place, quoted, looks)


def _edited(piece: tracked.Piece, name: str = "", looks: tuple[str, ...] = ()) -> Span:
    """What copy editing made of a piece in the citation `name`."""
    fate: Fate = "given" if piece.given else "kept" if piece.stands else "taken"
    return Span(piece.text, fate, piece.edit, name, looks)


def _added(place: _Place, quoted: _Disjoint, looks: Looks) -> Iterator[Span]:
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
        yield Span(place.text, fate, edit, name, looks.before(place.end))


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
