"""The text of an .odt: paragraphs, lists, tables, sections, notes.

OpenDocument keeps deleted text apart from the text, so the text is the final view already.
An element that nothing here knows is read through.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from copydesk.readers.document import Block, Copy, Grid, Item, Para, Row, Run
from copydesk.readers.word.numbering import Level, Numbering
from copydesk.readers.word.odt_runs import OdtRuns, text_of
from copydesk.readers.word.odt_styles import OdtStyles
from copydesk.readers.word.styles import outlined
from copydesk.readers.word.xml import attribute, below, child, children, name, number

if TYPE_CHECKING:
    from lxml import etree

_SILENT: Final = frozenset(
    ("text:sequence-decls", "text:variable-decls", "text:user-field-decls", "office:forms",
     "text:dde-connection-decls", "text:alphabetical-index-auto-mark-file", "table:table-column",
     "table:table-columns", "table:table-header-columns", "text:change", "text:change-start",
     "text:change-end", "text:soft-page-break", "office:event-listeners", "table:table-source",
     "table:desc", "table:title", "svg:title", "svg:desc", "draw:enhanced-geometry")
)  # fmt: skip
_INDEXES: Final = frozenset(
    ("text:table-of-content", "text:alphabetical-index", "text:illustration-index",
     "text:table-index", "text:object-index", "text:user-index")
)  # fmt: skip
_WIDEST: Final = 63


@dataclass(slots=True)
class _List:
    """A list that is being read: how far it has counted, and what tells it from others."""

    count: Numbering
    style: str
    key: str


class OdtBody:
    """Reads the texts of one document into a `Copy`."""

    def __init__(self, styles: OdtStyles, copy: Copy, runs: OdtRuns) -> None:
        self._styles = styles
        self._copy = copy
        self._runs = runs
        self._outline = Numbering(styles.outline)
        self._named: dict[str, _List] = {}
        self._latest: dict[str, _List] = {}
        self._made = 0
        self._in_index = 0
        self._hidden = 0
        runs.note = self._note
        runs.story = lambda element: list(self._blocks(element))

    def read(self, text: etree._Element) -> list[Block]:
        """The blocks of an `office:text`."""
        changes = child(text, "text:tracked-changes")
        for deletion in below(changes, "text:deletion") if changes is not None else ():
            blocks = (part for part in children(deletion) if name(part) != "office:change-info")
            said = " ".join(text_of(part) for part in blocks)
            if said.strip():
                self._copy.deleted.add(said)
        return list(self._blocks(text))

    def _blocks(self, element: etree._Element) -> Iterator[Block]:
        for found in children(element):
            kind = name(found)
            if kind in ("text:p", "text:h"):
                yield from self._paragraph(found)
            elif kind == "text:list":
                yield from self._list(found, 0, None)
            elif kind == "table:table":
                yield self._grid(found)
            elif kind in _INDEXES:
                self._in_index += 1
                body = child(found, "text:index-body")
                yield from self._blocks(body) if body is not None else ()
                self._in_index -= 1
            elif kind == "text:section":
                yield from self._section(found)
            elif kind == "text:numbered-paragraph":
                yield from self._numbered(found)
            elif kind.startswith("draw:") and kind != "draw:text-box":
                yield from self._drawing(found)
            elif kind != "text:tracked-changes" and kind not in _SILENT:
                yield from self._blocks(found)

    def _section(self, element: etree._Element) -> Iterator[Block]:
        hidden = attribute(element, "text:display") == "none"
        self._hidden += hidden
        yield from self._blocks(element)
        self._hidden -= hidden

    def _drawing(self, element: etree._Element) -> Iterator[Block]:
        para = Para()
        asides = self._runs.drawing(element, para)
        if para.inlines:
            yield para
        yield from asides

    # ── paragraphs ───────────────────────────────────────────────────────────

    def _paragraph(
        self, element: etree._Element, item: Item | None = None, level: Level | None = None
    ) -> Iterator[Block]:
        style = self._styles.paragraph(attribute(element, "text:style-name"))
        para = Para(
            role=style.role, indent=style.indent, rule=style.ruled, bold=style.bold, item=item
        )
        asides = self._runs.read(element, para, style, hidden=bool(self._hidden))
        if name(element) == "text:h":
            outline = number(attribute(element, "text:outline-level"), 1)
            para.role = outlined(style.role, min(outline, 9))
            if item is None and attribute(element, "text:is-list-header") != "true":
                self._number_heading(para, outline - 1)
        if para.zone == "hidden":
            para.inlines = [
                replace(part, look=replace(part.look, hidden=True))
                if isinstance(part, Run)
                else part
                for part in para.inlines
            ]
        if level is not None and item is not None and not item.more:
            para.indent = level.indent or para.indent
        if para.role == "contents" or self._in_index:
            para.role, para.zone = "", "nav"
        yield para
        yield from asides

    def _number_heading(self, para: Para, place: int) -> None:
        """The number that the outline prints before a heading."""
        level = self._styles.outline.get(place)
        if level is None or level.is_silent or level.is_bullet or not para.text.strip():
            return
        self._outline.next(place)
        self._prefix(para, self._outline.label(place))

    def _prefix(self, para: Para, label: str) -> None:
        if label:
            para.inlines.insert(0, Run(f"{label} "))

    # ── lists ────────────────────────────────────────────────────────────────

    def _list(self, element: etree._Element, place: int, outer: _List | None) -> Iterator[Block]:
        list_ = self._enter(element, place, outer)
        for item in children(element):
            kind = name(item)
            if kind not in ("text:list-item", "text:list-header"):
                continue
            start = attribute(item, "text:start-value")
            first = kind == "text:list-item"
            for found in children(item):
                if name(found) == "text:list":
                    yield from self._list(found, place + 1, list_)
                elif name(found) in ("text:p", "text:h"):
                    yield from self._entry(found, list_, place, start if first else None)
                    first = False
                elif name(found) == "table:table":
                    yield self._grid(found)
                elif name(found) not in _SILENT:
                    yield from self._blocks(found)

    def _entry(
        self, element: etree._Element, list_: _List, place: int, start: str | None
    ) -> Iterator[Block]:
        """A paragraph of an item; `start` is None for all but the first one."""
        level = list_.count.level(place)
        if start is None:
            yield from self._paragraph(element, Item(list_.key, place, more=True), level)
            return
        if level.is_silent:
            yield from self._paragraph(element)
            return
        if start:
            list_.count.set(place, number(start, 1))
        value = None if level.is_bullet else number(start) if start else list_.count.next(place)
        item = Item(list_.key, place, value)
        blocks = list(self._paragraph(element, item, level))
        para = blocks[0]
        if isinstance(para, Para) and (para.role.startswith("heading:") or level.speaks):
            para.item = None
            if value is not None and para.text.strip():
                self._prefix(para, list_.count.label(place))
        yield from blocks

    def _enter(self, element: etree._Element, place: int, outer: _List | None) -> _List:
        """The list that `element` starts, goes on with, or is a part of."""
        style = attribute(element, "text:style-name")
        if outer is not None:
            if style and style in self._styles.lists:
                outer.count.levels = outer.count.levels | {
                    step: level
                    for step, level in self._styles.lists[style].items()
                    if step >= place
                }
            outer.count.restart(place)
            return outer
        known = self._named.get(attribute(element, "text:continue-list"))
        if attribute(element, "text:continue-numbering") == "true":
            known = known or self._latest.get(style)
        if known is None:
            self._made += 1
            count = Numbering(self._styles.lists.get(style, {}))
            bullets = count.level(0).is_bullet
            known = _List(count, style, style if bullets else f"{style}/{self._made}")
        self._latest[style] = known
        if key := attribute(element, "xml:id"):
            self._named[key] = known
        return known

    def _numbered(self, element: etree._Element) -> Iterator[Block]:
        style = attribute(element, "text:style-name")
        place = number(attribute(element, "text:level"), 1) - 1
        if style not in self._latest:
            self._latest[style] = _List(Numbering(self._styles.lists.get(style, {})), style, style)
        for found in children(element):
            start = attribute(element, "text:start-value")
            yield from self._entry(found, self._latest[style], place, start)

    # ── notes and tables ─────────────────────────────────────────────────────

    def _note(self, element: etree._Element) -> str:
        key = str(len(self._copy.notes) + 1)
        self._copy.notes[key] = []
        body = child(element, "text:note-body")
        if body is not None:
            self._copy.notes[key] = list(self._blocks(body))
        return key

    def _grid(self, table: etree._Element) -> Grid:
        return Grid(list(self._rows(table, header=False)))

    def _rows(self, element: etree._Element, *, header: bool) -> Iterator[Row]:
        for found in children(element):
            kind = name(found)
            if kind == "table:table-row":
                yield Row(list(self._cells(found)), header, set_off=self._is_shaded(found))
            elif kind not in _SILENT:
                yield from self._rows(found, header=header or kind == "table:table-header-rows")

    def _is_shaded(self, row: etree._Element) -> bool:
        """Whether every cell of a row has a colour of its own behind it."""
        cells = [cell for cell in children(row) if name(cell) == "table:table-cell"]
        return bool(cells) and all(
            self._styles.is_shaded(attribute(cell, "table:style-name")) for cell in cells
        )

    def _cells(self, row: etree._Element) -> Iterator[list[Block]]:
        """The cells of a row; those that another one covers are there and empty."""
        width = 0
        for cell in children(row):
            if name(cell) not in ("table:table-cell", "table:covered-table-cell"):
                continue
            yield list(self._blocks(cell))
            repeated = number(attribute(cell, "table:number-columns-repeated"), 1) - 1
            width += 1
            for _ in range(min(repeated, max(0, _WIDEST - width))):
                yield []
                width += 1
