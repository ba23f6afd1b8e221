"""The texts of an article in which citations are looked for, and their marks in them.

An article is gone through twice by the same walk: once to take its texts down, once to put a
Cite for each group of citations into them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from copydesk.citations.match import Match
from copydesk.model import (
    Article,
    Block,
    Citation,
    CitationForm,
    Cite,
    Emph,
    Figure,
    Heading,
    Inline,
    Items,
    Link,
    Note,
    Paragraph,
    Quote,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    Verbatim,
    notes_in,
    plain,
)

_Block = TypeVar("_Block", bound=Block)
#: Nodes that hold others.
_AROUND: Final = (Emph, Strong, Superscript, Subscript, Link)


@dataclass(frozen=True, slots=True)
class InlineRun:
    """A run of inline content; `text` is its plain text.

    `note` counts the notes of the article up to the one that it stands in, 0 outside of them,
    `block` is the index of its block, -1 in a note. `lines` are those of the text as received
    that it spans, `starts` their offsets.
    """

    content: tuple[Inline, ...]
    text: str
    note: int = 0
    block: int = -1
    lines: Sequence[int] = ()
    starts: Sequence[int] = ()

    def find_line(self, offset: int) -> int:
        """The line of the text as received in which `offset` of the text stands."""
        at = max(0, bisect_right(self.starts, offset) - 1)
        return self.lines[at] if self.lines else 0

    def find_spans(self, *kinds: type[Inline]) -> list[tuple[int, int]]:
        """Where the nodes of `kinds` lie in the text.

        >>> InlineRun((Text("so "), Emph((Text("it"),))), "so it").find_spans(Emph)
        [(3, 5)]
        """
        return list(_walk_spans(self.content, kinds, 0))


def _walk_spans(
    content: Iterable[Inline], kinds: tuple[type[Inline], ...], offset: int
) -> Iterator[tuple[int, int]]:
    for node in content:
        size = len(plain((node,)))
        if isinstance(node, kinds):
            yield offset, offset + size
        elif isinstance(node, _AROUND):
            yield from _walk_spans(node.content, kinds, offset)
        offset += size


def is_within(offset: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether `offset` lies in one of `spans`, which stand in order."""
    at = bisect_right(spans, offset, key=lambda span: span[0]) - 1
    return at >= 0 and offset < spans[at][1]


@dataclass(frozen=True, slots=True)
class Linked:
    """A citation with all the entries it may mean, and the text that it stands in."""

    citation: Citation
    text: str = ""
    reached: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CitationGroup:
    """The citations of the words at `[start, end)` of a passage: of a bracket, a sign, a note.

    They do not know yet where in the article they stand.
    """

    start: int
    end: int
    linked: tuple[Linked, ...]


def link_citation(  # noqa: PLR0913  the fields of a citation
    match: Match,
    text: str,
    form: CitationForm,
    span: tuple[int, int],
    *,
    name: str = "",
    year: str = "",
    prefix: str = "",
    locator: str = "",
) -> Linked:
    """A citation with what `match` found for it."""
    rest = len(match.all) - len(match.candidates)
    citation = Citation(
        text=text,
        line=0,
        group=0,
        name=name,
        year=year,
        form=form,
        block=-1,
        start=span[0],
        end=span[1],
        prefix=prefix,
        locator=locator,
        status=match.status,
        keys=match.keys,
        candidates=match.candidates,
        hint=match.hint or (f"{rest} more entries bear the name and year" if rest > 0 else ""),
    )
    return Linked(citation, "", (*match.keys, *match.all))


# ── the walk through an article ──────────────────────────────────────────────


def scan_article(article: Article) -> tuple[InlineRun, ...]:
    """The passages of the body and of the notes, those of a note behind that which calls it."""
    found: list[InlineRun] = []

    def visit(passage: InlineRun) -> tuple[Inline, ...]:
        found.append(passage)
        return passage.content

    _Walk(visit).article(article)
    return tuple(found)


def mark_citations(article: Article, cites: Iterable[Sequence[tuple[int, int, Cite]]]) -> Article:
    """`article` with the Cites of each of its passages put in their places."""
    row = iter(cites)
    return _Walk(lambda passage: place_cites(passage.content, next(row))).article(article)


@dataclass(slots=True)
class _Walk:
    visit: Callable[[InlineRun], tuple[Inline, ...]]
    notes: int = 0

    def article(self, article: Article) -> Article:
        body = tuple(self._block(block, at, 0) for at, block in enumerate(article.body))
        notes = tuple(self._block(one, -1, self._next()) for one in article.back.notes)
        return replace(article, body=body, back=replace(article.back, notes=notes))

    def _next(self) -> int:
        """The number of the next note; those at their places come before those below the text."""
        self.notes += 1
        return self.notes

    def _block(self, block: _Block, index: int, note: int) -> _Block:
        """`block` visited; the words of a heading, caption or cell count to its first line."""

        def run(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
            return self._run(InlineRun(content, plain(content), 0, index, first))

        first = getattr(block, "lines", ())[:1]
        match block:
            case Paragraph(content, lines, starts):
                passage = InlineRun(content, plain(content), note, index, lines, starts)
                return replace(block, content=self._run(passage))
            case Quote():
                rows = tuple(self._block(one, index, note) for one in block.paragraphs)
                return replace(block, paragraphs=rows)
            case Items():
                items = (tuple(self._block(one, index, note) for one in row) for row in block.items)
                return replace(block, items=tuple(items))
            case Heading():
                block = replace(block, content=run(block.content))
            case Figure():
                block = replace(block, caption=run(block.caption))
            case Table():
                block = replace(block, rows=tuple(tuple(map(run, row)) for row in block.rows))
        return block

    def _run(self, passage: InlineRun) -> tuple[Inline, ...]:
        """The content of `passage` visited, and its notes, which come after the text."""
        content = self.visit(passage)
        return self._notes(content) if any(notes_in(content)) else content

    def _notes(self, content: Iterable[Inline]) -> tuple[Inline, ...]:
        result: list[Inline] = []
        for node in content:
            if isinstance(node, Note):
                note = self._next()
                result.append(Note(tuple(self._block(block, -1, note) for block in node.blocks)))
            elif isinstance(node, _AROUND):
                result.append(replace(node, content=self._notes(node.content)))
            else:
                result.append(node)
        return tuple(result)


def place_cites(
    content: tuple[Inline, ...], places: Sequence[tuple[int, int, Cite]]
) -> tuple[Inline, ...]:
    """`content` with each `[start, end)` of `places` replaced by its Cite.

    `places` stand in order and do not overlap. A citation that begins inside emphasis
    or a link is placed where it begins; the rest of its span is cut from what follows.
    A note called inside it stays behind it.

    >>> place_cites((Text("so (Lo, 2022) said"),), [(3, 13, Cite("(Lo, 2022)", 0))])
    (Text(text='so '), Cite(text='(Lo, 2022)', group=0), Text(text=' said'))
    """
    if not places:
        return content
    result: list[Inline] = []
    offset = first = 0
    for node in content:
        size = len(plain((node,)))
        while first < len(places) and places[first][1] <= offset:
            first += 1
        last = first
        while last < len(places) and places[last][0] < offset + size:
            last += 1
        here = [(low - offset, high - offset, cite) for low, high, cite in places[first:last]]
        if not here or isinstance(node, Note):
            result.append(node)
        elif isinstance(node, Text | Verbatim):
            result.extend(_cut(node.text, here))
        elif isinstance(node, _AROUND):
            inside = place_cites(node.content, here)
            if inside or isinstance(node, Link):  # where it leads is told, though no word is left
                result.append(replace(node, content=inside))
        offset += size
    return tuple(result)


def _cut(text: str, places: Sequence[tuple[int, int, Cite]]) -> Iterator[Inline]:
    position = 0
    for start, end, cite in places:
        if start > position:
            yield Text(text[position:start])
        if start >= 0:
            yield cite
        position = min(len(text), end)
    if position < len(text):
        yield Text(text[position:])
