"""Going through an article's blocks and notes, marking the citations of each text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from copydesk.citations.group import Group, Said
from copydesk.citations.places import Met
from copydesk.citations.placing import AROUND, Place, placed
from copydesk.model import (
    Article,
    Block,
    Cite,
    Figure,
    Heading,
    Inline,
    Items,
    Note,
    Paragraph,
    Quote,
    Table,
    notes_in,
    plain,
)

Finder: TypeAlias = Callable[[Said], Iterable[Group]]
"""What sees the citations of one text, in order and apart from each other."""


@dataclass(slots=True)
class Walk:
    """The citations met so far, in the order of the text; a note's come after its paragraph's."""

    find: Finder
    met: list[Met] = field(default_factory=list)
    groups: int = 0
    notes: int = 0

    def article(self, article: Article) -> Article:
        """`article` with a Cite for each group that is found in its body and notes."""
        body = tuple(self._block(block, at, note=0) for at, block in enumerate(article.body))
        notes = tuple(self._paragraph(one, -1, note=self._next()) for one in article.back.notes)
        return replace(article, body=body, back=replace(article.back, notes=notes))

    def _next(self) -> int:
        """The number of the next note; those at their places come before those below the text."""
        self.notes += 1
        return self.notes

    def _block(self, block: Block, index: int, *, note: int) -> Block:
        match block:
            case Paragraph():
                return self._paragraph(block, index, note=note)
            case Quote():
                paragraphs = (self._paragraph(one, index, note=note) for one in block.paragraphs)
                return replace(block, paragraphs=tuple(paragraphs))
            case Items():
                return self._items(block, index, note=note)
            case Heading() | Figure() | Table():
                return self._lined(block, index)
            case _:
                return block

    def _lined(self, block: Heading | Figure | Table, index: int) -> Block:
        """Headings, captions and cells, whose words all count to the first line of their block."""

        def marked(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
            return self._content(content, index, block.lines[:1], (), note=0)

        if isinstance(block, Heading):
            return replace(block, content=marked(block.content))
        if isinstance(block, Figure):
            return replace(block, caption=marked(block.caption))
        return replace(block, rows=tuple(tuple(map(marked, row)) for row in block.rows))

    def _items(self, block: Items, index: int, *, note: int) -> Items:
        def part(one: Paragraph | Items) -> Paragraph | Items:
            if isinstance(one, Items):
                return self._items(one, index, note=note)
            return self._paragraph(one, index, note=note)

        return replace(block, items=tuple(tuple(map(part, item)) for item in block.items))

    def _paragraph(self, paragraph: Paragraph, index: int, *, note: int) -> Paragraph:
        content, lines, starts = paragraph.content, paragraph.lines, paragraph.starts
        return replace(paragraph, content=self._content(content, index, lines, starts, note=note))

    def _content(
        self,
        content: tuple[Inline, ...],
        index: int,
        lines: Sequence[int],
        starts: Sequence[int],
        *,
        note: int,
    ) -> tuple[Inline, ...]:
        text = plain(content)
        places: list[Place] = []
        for group in self.find(Said(content, text, note)):
            places.append(
                (group.start, group.end, Cite(text[group.start : group.end], self.groups))
            )
            for one in group.linked:
                at = max(0, bisect_right(starts, one.citation.start) - 1)
                line = lines[at] if lines else 0
                found = replace(one.citation, group=self.groups, block=index, line=line)
                self.met.append(Met(found, text, one.reached))
            self.groups += 1
        return self._notes(placed(content, places) if places else content)

    def _notes(self, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
        """`content` with the citations of its notes marked; they come after those of the text."""
        if not any(notes_in(content)):
            return content
        result: list[Inline] = []
        for node in content:
            if isinstance(node, Note):
                note = self._next()
                blocks = (self._block(block, -1, note=note) for block in node.blocks)
                result.append(Note(tuple(blocks)))
            elif isinstance(node, AROUND):
                result.append(replace(node, content=self._notes(node.content)))
            else:
                result.append(node)
        return tuple(result)
