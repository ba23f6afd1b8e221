"""The text of a .docx: paragraphs, tables, notes, and what changes were made to them.

Word's final view is what is read: insertions are text, deletions are counted and gone,
moved text stands where it was moved to. An element that nothing here knows is read
through, so that a new kind of wrapper loses no word.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from copydesk.readers.document import Block, Copy, Grid, Item, Para, Row, Run
from copydesk.readers.word.docx_runs import Runs
from copydesk.readers.word.docx_styles import Paragraph as Style
from copydesk.readers.word.docx_styles import is_on, placed
from copydesk.readers.word.package import Package, Part, margin
from copydesk.readers.word.styles import outlined
from copydesk.readers.word.xml import attribute, child, children, name, number

if TYPE_CHECKING:
    from lxml import etree

_DELETED: Final = frozenset(("w:del", "w:moveFrom"))
#: What stands among blocks and holds none.
_SILENT: Final = frozenset(
    ("w:sectPr", "w:sdtPr", "w:sdtEndPr", "w:tblPr", "w:tblGrid", "w:tcPr", "w:trPr", "w:tblPrEx",
     "w:customXmlPr", "w:pPr")
)  # fmt: skip
#: Word allows no more columns.
_WIDEST: Final = 63
_UNSHADED: Final = frozenset(("", "auto", "ffffff"))
_GALLERY: Final = "table of contents"


class Body:
    """Reads the stories of one document into a `Copy`: its text, its notes, its boxes."""

    def __init__(self, package: Package, copy: Copy, runs: Runs) -> None:
        self._lists = package.lists
        self._styles = runs.styles
        self._copy = copy
        self._runs = runs
        self._in_contents = 0
        #: A paragraph that the next one goes on with: its end was deleted, or it is an initial.
        self._open: Para | None = None
        self._notes = {kind: package.first(kind) for kind in ("footnotes", "endnotes")}
        self._texts = {
            kind: {attribute(note, "w:id"): note for note in children(part.root)}
            for kind, part in self._notes.items()
            if part is not None
        }
        runs.note = self._call
        runs.story = self._aside

    def read(self, part: Part) -> list[Block]:
        """The blocks of the main part."""
        body = child(part.root, "w:body")
        return [] if body is None else self._story(body, part)

    def _story(self, element: etree._Element, part: Part) -> list[Block]:
        """The blocks of a text of its own, whose fields and paragraphs end with it."""
        before, self._open = self._open, None
        with self._runs.story_of(element, part):
            blocks = list(self._blocks(element))
        if self._open is not None:
            blocks.append(self._open)
        self._open = before
        return blocks

    def _aside(self, element: etree._Element) -> list[Block]:
        return self._story(element, self._runs.part)

    def _blocks(self, element: etree._Element) -> Iterator[Block]:
        for found in children(element):
            kind = name(found)
            if kind == "w:p":
                yield from self._paragraph(found)
            elif kind == "w:tbl":
                yield self._grid(found)
            elif kind == "w:sdt":
                yield from self._control(found)
            elif kind == "w:altChunk":
                self._copy.drop("another file set into the text (w:altChunk)")
            elif kind in _DELETED:
                self._delete(found)
            elif kind == "mc:AlternateContent":
                yield from self._blocks(self._runs.choice(found))
            elif kind not in _SILENT:
                yield from self._blocks(found)

    def _control(self, element: etree._Element) -> Iterator[Block]:
        """A content control; Word keeps the table of contents in one."""
        gallery = child(element, "w:sdtPr", "w:docPartObj", "w:docPartGallery")
        contents = gallery is not None and attribute(gallery, "w:val").casefold() == _GALLERY
        self._in_contents += contents
        content = self._runs.content(element)
        if content is not None:
            yield from self._blocks(content)
        self._in_contents -= contents

    def _delete(self, element: etree._Element) -> None:
        if name(element) == "w:del":
            self._copy.deleted.add(self._runs.text_of(element))

    # ── paragraphs ───────────────────────────────────────────────────────────

    def _paragraph(self, element: etree._Element) -> Iterator[Block]:
        properties = child(element, "w:pPr")
        style = self._styles.paragraph(_value(properties, "w:pStyle"))
        para = Para()
        if self._open is not None:
            para.inlines, self._open = self._open.inlines, None
        asides = self._runs.read(element, para, style)
        mark = child(properties, "w:rPr")
        deleted = any(child(mark, kind) is not None for kind in _DELETED)
        if deleted or _is_initial(properties):
            self._open = para
        else:
            self._describe(para, properties, style)
            yield para
        yield from asides

    def _describe(self, para: Para, properties: etree._Element | None, style: Style) -> None:
        role = style.role
        level = child(properties, "w:outlineLvl")
        if level is not None:
            role = outlined(role, number(attribute(level, "w:val"), 9) + 1)
        if role == "contents" or self._in_contents or self._runs.only_contents:
            para.zone, role = "nav", ""
        para.role, para.bold = role, style.bold
        indent = child(properties, "w:ind")
        para.indent = margin(indent) if indent is not None else style.indent
        border = child(properties, "w:pBdr", "w:bottom")
        ruled = border is not None and attribute(border, "w:val") not in ("nil", "none")
        para.rule = ruled or self._runs.ruled
        numbered = child(properties, "w:numPr")
        where = placed(numbered) if numbered is not None else style.list_
        if where is not None and numbered is not None and not where[0] and style.list_:
            where = (style.list_[0], where[1])
        if where is not None:
            self._number(para, where, indented=indent is not None and margin(indent) > 0)

    def _number(self, para: Para, where: tuple[str, int], *, indented: bool) -> None:
        """Count a paragraph of a list; a heading and a label in words print their number."""
        num, place = where
        level = self._lists.level(num, place)
        if level is None:
            return
        if level.is_silent:
            # A bullet of blanks sets a paragraph under the words of the item above it.
            if level.is_bullet and not indented:
                para.indent = level.indent or para.indent
            return
        value = None if level.is_bullet else self._lists.next(num, place)
        if value is not None and (level.speaks or para.role.startswith("heading:")):
            label = self._lists.label(num, place)
            if label:
                para.inlines.insert(0, Run(f"{label} "))
            return
        if not indented:
            para.indent = level.indent or para.indent
        para.item = Item(self._lists.key(num), place, value)

    # ── notes ────────────────────────────────────────────────────────────────

    def _call(self, kind: str, key: str) -> str:
        """The id of the note `key`, which is read when it is first called; "" for none."""
        part, note = self._notes.get(kind), self._texts.get(kind, {}).get(key)
        if part is None or note is None:
            return ""
        known = f"{kind}/{key}"
        if known in self._runs.notes:
            return self._runs.notes[known]
        name_ = self._runs.notes[known] = str(len(self._runs.notes) + 1)
        self._copy.notes[name_] = []
        self._copy.notes[name_] = self._story(note, part)
        return name_

    # ── tables ───────────────────────────────────────────────────────────────

    def _grid(self, table: etree._Element) -> Grid:
        look = child(table, "w:tblPr", "w:tblLook")
        first = look is not None and (
            is_on(look, "w:firstRow") or bool(_hex(attribute(look, "w:val")) & 0x20)
        )
        style = _value(child(table, "w:tblPr"), "w:tblStyle")
        styled = first and self._styles.has_header_row(style)
        grid = Grid()
        for row in _inside(table, "w:tr"):
            properties = child(row, "w:trPr")
            if child(properties, "w:del") is not None:
                self._copy.deleted.add(self._runs.text_of(row))
                continue
            repeated = child(properties, "w:tblHeader")
            named = repeated is not None and is_on(repeated)
            cells: list[list[Block]] = [[] for _ in range(_span(properties, "w:gridBefore", 0))]
            for cell in _inside(row, "w:tc"):
                cells += self._cell(cell)
            header = named or (styled and not grid.rows)
            grid.rows.append(Row(cells, header=header, set_off=_is_shaded(row)))
        return grid

    def _cell(self, cell: etree._Element) -> list[list[Block]]:
        """A cell, and an empty one for each further column it spans."""
        properties = child(cell, "w:tcPr")
        if child(properties, "w:cellDel") is not None:
            self._copy.deleted.add(self._runs.text_of(cell))
            return []
        before, self._open = self._open, None
        blocks = list(self._blocks(cell))
        if self._open is not None:
            blocks.append(self._open)
        self._open = before
        return [blocks, *([] for _ in range(_span(properties, "w:gridSpan", 1) - 1))]


def _is_initial(properties: etree._Element | None) -> bool:
    """Whether a paragraph is the large first letter of the next one."""
    frame = child(properties, "w:framePr")
    return frame is not None and attribute(frame, "w:dropCap") in ("drop", "margin")


def _inside(element: etree._Element, kind: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, through controls and marks of changes."""
    for found in children(element):
        if name(found) == kind:
            yield found
        elif name(found) not in _SILENT and name(found) not in ("w:p", "w:tbl"):
            yield from _inside(found, kind)


def _is_shaded(row: etree._Element) -> bool:
    """Whether every cell of a row has a colour of its own behind it."""
    shades = [child(cell, "w:tcPr", "w:shd") for cell in _inside(row, "w:tc")]
    fills = ["" if shade is None else attribute(shade, "w:fill").lower() for shade in shades]
    return bool(fills) and all(fill not in _UNSHADED for fill in fills)


def _value(properties: etree._Element | None, setting: str) -> str:
    found = child(properties, setting)
    return "" if found is None else attribute(found, "w:val")


def _span(properties: etree._Element | None, setting: str, default: int) -> int:
    return min(number(_value(properties, setting), default), _WIDEST)


def _hex(text: str) -> int:
    try:
        return int(text[:8], 16)
    except ValueError:
        return 0
