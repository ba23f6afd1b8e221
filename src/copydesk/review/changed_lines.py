"""The received lines of an article with what was changed in place: values, no markup.

Spans that are kept or given make the edited text, those that are kept or taken the text as
received. What a proposal would take (`doubted`) stands in both, what it would give (`offered`)
in neither.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal, TypeAlias

from copydesk.ledger import line_texts, locate_citations
from copydesk.model import Article, Edit, Figure, Role
from copydesk.review import tracked
from copydesk.review.received_styles import ELEMENTS, ReceivedStyles

Fate: TypeAlias = Literal["kept", "taken", "given", "doubted", "offered", "parted"]

#: Structure edits that move a line's end; all others take words out or set others.
BREAKS: Final = frozenset(("structure.join", "structure.split"))


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
class ChangedLine:
    """A received line. `removed` took the whole of it out of the article.

    `glue` joins it to the row above, where both are one paragraph: a blank, or nothing.
    """

    number: int
    spans: tuple[Span, ...]
    role: Role | Literal[""] = ""
    hint: str = ""
    removed: Edit | None = None
    glue: str | None = None

    @property
    def edited(self) -> str:
        """The text after editing; what the structure took of it is not in it."""
        return "".join(
            span.text for span in self.spans if span.fate in ("kept", "given", "doubted")
        )


def make_rows(
    article: Article,
    changes: tracked.Changes = tracked.widen_edit,
    proposals: tracked.Changes = tracked.widen_edit,
) -> Iterator[ChangedLine]:
    """The received lines of `article` that say or show something, in order.

    What `changes` and `proposals` say of an edit is shown as changed, or as what would be.

    >>> from copydesk.model import Back, Front, EditedText, Line, Submission
    >>> edit = Edit("space.double", 1, 3, "  ", " ", "two blanks", "applied", span=(3, 5))
    >>> was, now = Line(1, "the  bar"), Line(1, "the bar")
    >>> edited = EditedText(Submission("a", "", "", (was,)), (now,), ledger=(edit,))
    >>> (row,) = make_rows(Article(edited, Front(), (), Back()))
    >>> [(span.text, span.fate) for span in row.spans]
    [('the ', 'kept'), (' ', 'taken'), ('bar', 'kept')]
    """
    edited, layers = article.edited, _find_layers(article, proposals)
    pictures = {
        number for block in article.body if isinstance(block, Figure) for number in block.lines
    }
    roles = edited.roles or (None,) * len(edited.lines)
    made = tracked.split_lines(edited, changes)
    for line, now, role, pieces in zip(
        edited.submission.lines, edited.lines, roles, made, strict=False
    ):
        if not line.text.strip() and line.number not in pictures:
            continue
        own = layers.get(line.number, _Layers())
        looks = ReceivedStyles(line.marks, ELEMENTS), ReceivedStyles(now.marks, ELEMENTS)
        spans = tuple(_make_spans(line.text, pieces, own, *looks))
        yield ChangedLine(line.number, spans, role or "", line.hint, own.removed, own.glue)


def find_removals(article: Article) -> dict[int, Edit]:
    """The received lines that are not in the article at all → the edit that took each out."""
    layers = _find_layers(article).items()
    return {number: own.removed for number, own in layers if own.removed is not None}


# ── what lies over a line besides its copy edits ─────────────────────────────


@dataclass(frozen=True, slots=True)
class _Place:
    """A stretch of a line as received, with what would stand there or does."""

    start: int
    end: int
    edit: Edit | None = None
    text: str = ""
    cited: str = ""


@dataclass(slots=True)
class _Layers:
    """Proposals, structure edits and citations of a line; all places are as received."""

    proposed: list[_Place] = field(default_factory=list)
    structure: list[_Place] = field(default_factory=list)
    cited: list[_Place] = field(default_factory=list)
    removed: Edit | None = None
    glue: str | None = None


def _find_layers(
    article: Article, proposals: tracked.Changes = tracked.widen_edit
) -> dict[int, _Layers]:
    """Line number → what lies over it."""
    found: dict[int, _Layers] = {}
    for edit in article.edited.ledger:
        if edit.status == "proposed":
            place = _place_proposal(article, edit, proposals)
            found.setdefault(edit.line, _Layers()).proposed.append(place)
    lines = {citation.id: citation.line for citation in article.citations}
    for name, (start, end) in locate_citations(article).items():
        found.setdefault(lines[name], _Layers()).cited.append(_Place(start, end, cited=name))
    _place_structure(article, found)
    return found


def _place_proposal(article: Article, edit: Edit, proposals: tracked.Changes) -> _Place:
    """What a proposal would change: the narrowest of its words, where they stand as received."""
    start, end = edit.span
    received = article.edited.submission.lines[edit.line - 1].text
    changes = list(proposals(edit))
    if received[start:end] != edit.before or len(changes) != 1:
        return _Place(start, end, edit, edit.after)
    ((offset, length, after),) = changes
    return _Place(start + offset, start + offset + length, edit, after)


def replay_structure(article: Article) -> Iterator[tuple[Edit, list[str]]]:
    """Each structure edit with the texts that it found: of its line, and of those it joins to it.

    They count in the edited text as those before them left it, where a join took up the lines
    below.
    """
    current = line_texts(article.edited.lines)
    for edit in article.structure:
        numbers = range(edit.line, edit.line + edit.before.count("\n") + 1)
        texts = [current.get(number, "") for number in numbers]
        yield edit, texts
        if edit.status == "applied":
            whole, end = "\n".join(texts), edit.start + len(edit.before)
            current.update(dict.fromkeys(numbers, ""))
            current[edit.line] = whole[: edit.start] + edit.after + whole[end:]


def _place_structure(article: Article, found: dict[int, _Layers]) -> None:
    """Enter what the structure edits do to lines: a whole one left out, a part, a line's end.

    What they do to a line that was joined to theirs is not shown.
    """
    sizes = {line.number: len(line.text) for line in article.edited.lines}  # of its own text
    joined: dict[int, list[int]] = {}
    for edit, texts in replay_structure(article):
        if edit.status == "stet":
            continue
        own = found.setdefault(edit.line, _Layers())
        if edit.status == "proposed":
            if len(texts) == 1:
                own.proposed.append(_place_in_line(article, edit))
            continue
        for number in (edit.line + at for at, text in enumerate(texts) if at and text.strip()):
            found.setdefault(number, _Layers()).glue = edit.after
            joined.setdefault(edit.line, []).extend((number, *joined.pop(number, ())))
        is_whole = edit.before.strip() == "\n".join(texts).strip()
        if edit.rule not in BREAKS and not edit.after and is_whole:
            for number in (edit.line, *joined.get(edit.line, ())):
                found.setdefault(number, _Layers()).removed = edit
        elif edit.start <= (size := sizes[edit.line]):
            own.structure.append(_place_in_line(article, edit))
            sizes[edit.line] = max(edit.start, size + len(edit.after) - len(edit.before))


def _place_in_line(article: Article, edit: Edit) -> _Place:
    """The place of a structure edit in its own line as received, and what stands there."""
    received = article.edited.submission.lines[edit.line - 1].text
    start, end = edit.span
    # An entry of a printed list has the place of its whole line.
    if (at := received.find(edit.before, start, end)) > start:
        start, end = at, at + len(edit.before)
    return _Place(start, end, edit, "" if edit.rule in BREAKS else edit.after)


# ── the spans of a line ──────────────────────────────────────────────────────

_Owners: TypeAlias = list[_Place | None]


def _own(places: Iterable[_Place], size: int) -> _Owners:
    """The place that each offset of a line lies in; of two that meet the earlier one has it."""
    found: _Owners = [None] * (size + 1)
    reach = 0
    for place in sorted(places, key=lambda one: (one.start, one.end)):
        if reach <= place.start < place.end:
            found[place.start : place.end] = [place] * (place.end - place.start)
            reach = place.end
    return found


def _at(owners: _Owners, offset: int, *, inside: bool = False) -> _Place | None:
    """The place at `offset`; `inside` it, words of it stand on either side."""
    if inside and (not offset or owners[offset] is not owners[offset - 1]):
        return None
    return owners[offset]


def _make_spans(
    received: str,
    pieces: Sequence[tracked.TrackedPiece],
    layers: _Layers,
    was: ReceivedStyles,
    now: ReceivedStyles,
) -> Iterator[Span]:
    """The spans of one line, what a proposal offers behind the words that it doubts.

    It looks as it `was` received; what was given looks as it does `now`.
    """
    changing = (*layers.structure, *layers.proposed)
    everything = (*changing, *layers.cited)
    if not everything and not was.edges and not now.edges:
        yield from map(_edited, pieces)
        return
    doubted, restructured, quoted = (
        _own(places, len(received)) for places in (layers.proposed, layers.structure, layers.cited)
    )
    edges = sorted({edge for place in everything for edge in (place.start, place.end)})
    waiting = deque(sorted(changing, key=lambda place: place.end))
    size = 0  # of the edited text so far
    for piece in _cut(pieces, edges):
        while waiting and waiting[0].end <= piece.at:
            yield from _added(waiting.popleft(), quoted, was)
        known = _at(quoted, piece.at, inside=piece.given)
        taken = _at(restructured, piece.at, inside=piece.given)
        asked = _at(doubted, piece.at)
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
    for place in waiting:
        yield from _added(place, quoted, was)


def _edited(piece: tracked.TrackedPiece, name: str = "") -> Span:
    """What copy editing made of a piece in the citation `name`."""
    fate: Fate = "given" if piece.given else "kept" if piece.stands else "taken"
    return Span(piece.text, fate, piece.edit, name)


def _added(place: _Place, quoted: _Owners, was: ReceivedStyles) -> Iterator[Span]:
    """What stands behind the words of a place, or would."""
    edit = place.edit
    if edit is None:
        return
    if edit.rule == "structure.split" and edit.status == "applied":
        yield Span("", "parted", edit)
    elif place.text:
        fate: Fate = "given" if edit.status == "applied" else "offered"
        known = _at(quoted, place.end, inside=True)
        yield Span(place.text, fate, edit, known.cited if known else "", was.before(place.end))


def _cut(
    pieces: Iterable[tracked.TrackedPiece], edges: Sequence[int]
) -> Iterator[tracked.TrackedPiece]:
    """`pieces`, those of received text cut at the received offsets `edges`."""
    for piece in pieces:
        low, end = piece.at, piece.at + len(piece.text)
        if not piece.given:
            number = bisect_right(edges, low)
            while number < len(edges) and edges[number] < end:
                head = piece.text[low - piece.at : edges[number] - piece.at]
                yield tracked.TrackedPiece(head, low, piece.edit)
                low = edges[number]
                number += 1
        yield tracked.TrackedPiece(piece.text[low - piece.at :], low, piece.edit, piece.given)
