"""A .docx → `ReadFile`: its text, and what lies beside the text.

Word's final view is what is read: insertions are text, deletions are counted and gone,
moved text stands where it was moved to. An element that nothing here knows is read
through, so that a new kind of wrapper loses no word.

An own walk stands in the place of pandoc, which was measured on the same files: it prints
hidden text, loses boxes, the content controls and alternative texts of .odt, and every
style and the tracked deletions of .rtf, and starting it costs ten times what a walk does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeAlias

from copydesk.config import Config
from copydesk.readers.document import Block, Grid, Para, ReadFile, TableRow, join_text
from copydesk.readers.inlines import BREAK, PLAIN, PlacedPicture, RunStyle, TextRun
from copydesk.readers.symbols import draw_symbols
from copydesk.readers.word.docx_styles import (
    find_list_place,
    is_on,
    read_inset,
    read_level,
    read_lists,
    read_look,
    read_margin,
    read_styles,
)
from copydesk.readers.word.math import read_formula
from copydesk.readers.word.numbering import Lists
from copydesk.readers.word.package import Package, XmlPart
from copydesk.readers.word.pictures import Pictures, clean_alt
from copydesk.readers.word.story import WordStory, drop_object, drop_prompt
from copydesk.readers.word.styles import StyleSheet, find_outline_role
from copydesk.readers.word.xml import (
    WORD_SIGNS,
    attribute,
    below,
    child,
    children,
    find_text,
    is_silent,
    name,
    number,
    read_symbol,
    setting,
)
from copydesk.settings.limits import Limits

if TYPE_CHECKING:
    from lxml import etree

_PAGE: Final = (("header", "page header"), ("footer", "page footer"))
_DELETED: Final = frozenset(("w:del", "w:moveFrom"))
#: Line feeds inside a text are blanks; a character that means a break is one.
_BLANKS: Final = str.maketrans({"\n": " ", "\r": " ", "\t": " ", "\u2028": BREAK, "\u2029": BREAK})
#: What no edition can hold.
_LOST: Final = {"o:OLEObject": "embedded object", "c:chart": "chart", "dgm:relIds": "diagram"}
#: What a version of something must hold to be read before others.
_HELD: Final = (
    "w:t", "w:txbxContent", "a:blip", "v:imagedata", "c:chart", "dgm:relIds", "a:t",
)  # fmt: skip
#: Word allows no more columns.
_WIDEST: Final = 63
_UNSHADED: Final = frozenset(("", "auto", "ffffff"))
_CONTENTS: Final = "table of contents"


def read_package(data: bytes, path: str, config: Config) -> ReadFile:
    """What the .docx in `data` says; `Refused` for one that must not be opened."""
    copy = ReadFile()
    package = Package(data, path, config.limits)
    styles = read_styles(package.first("styles"))
    reader = _Reader(package, copy, styles, read_lists(package.first("numbering")), config.limits)
    body = child(package.main.root, "w:body")
    copy.blocks = [] if body is None else reader.read_story(body, package.main)
    # What lies beside the text adds neither notes nor pictures to it.
    aside = _Reader(package, ReadFile(), styles, Lists(), config.limits)
    comments = package.first("comments")
    for comment in below(comments.root, "w:comment") if comments else ():
        copy.comments.add(join_text(aside.read_story(comment, package.main)))
    for kind, what in _PAGE:
        for part in package.parts(kind):
            copy.running[join_text(aside.read_story(part.root, part))] = what
    properties = package.properties()
    copy.title = find_text(properties, "dc:title")
    copy.creator = find_text(properties, "dc:creator")
    return copy


@dataclass(slots=True, kw_only=True)
class _Story(WordStory):
    """A text of a .docx, in `part`.

    `whole` are the signs of fields that begin and end in it. The paragraph `is_open` that the
    next one goes on with: its end was deleted, or it is an initial. `ruled` tells whether it
    holds a rule; `taken` is text that was read as the sign of a note.
    """

    part: XmlPart
    whole: frozenset[etree._Element]
    is_open: bool = False
    font: str = ""
    ruled: bool = False
    taken: etree._Element | None = None


_ReadInline: TypeAlias = Callable[["etree._Element", RunStyle, _Story], None]  # noqa: SLF001  no public name


class _Reader:
    """Reads the stories of one document into a `ReadFile`."""

    def __init__(
        self, package: Package, copy: ReadFile, styles: StyleSheet, lists: Lists, limits: Limits
    ) -> None:
        self._package = package
        self._copy = copy
        self._styles = styles
        self._lists = lists
        self._pictures = Pictures(copy, limits)
        self._notes: dict[str, str] = {}
        self._in_contents = 0
        self._inline_readers: dict[str, _ReadInline] = {
            **dict.fromkeys(WORD_SIGNS,
                            lambda one, look, story: story.write(WORD_SIGNS[name(one)], look)),
            "w:sym": lambda one, look, story: story.write(read_symbol(one), look),
            "w:instrText": lambda one, _, story: story.fields.code(one.text or ""),
            "mc:AlternateContent": lambda one, look, story: self._read_inlines(
                _find_version(one), look, story
            ),
            **dict.fromkeys(("w:footnoteReference", "w:endnoteReference"), self._read_call),
            **dict.fromkeys(("w:drawing", "w:pict", "w:object"), self._read_drawing),
            **dict.fromkeys(("m:oMath", "m:oMathPara"), lambda one, look, story:
                            story.write_formula(read_formula(one), look)),
            "w:r": self._read_run, "w:t": self._read_text,
            "w:hyperlink": self._read_link, "w:sdt": self._read_inline_control,
            "w:fldChar": self._read_field_sign, "w:fldSimple": self._read_field,
            "w:ruby": self._read_ruby,
        }  # fmt: skip

    def read_story(self, element: etree._Element, part: XmlPart) -> list[Block]:
        """The blocks of a text of its own."""
        whole = frozenset(_list_whole_fields(element))
        return self._read_flow(element, _Story(self._copy, part=part, whole=whole))

    def _read_flow(self, element: etree._Element, story: _Story) -> list[Block]:
        """The blocks in `element`, whose last paragraph ends with it."""
        before, story.para, story.is_open = (story.para, story.is_open), Para(), False
        blocks = list(self._read_blocks(element, story))
        if story.is_open:
            blocks.append(story.para)
        story.para, story.is_open = before
        return blocks

    def _read_blocks(self, element: etree._Element, story: _Story) -> Iterator[Block]:
        for found in children(element):
            kind = name(found)
            if kind == "w:p":
                yield from self._read_paragraph(found, story)
            elif kind == "w:tbl":
                yield self._read_table(found, story)
            elif kind == "w:sdt":
                yield from self._read_control(found, story)
            elif kind == "w:altChunk":
                self._copy.drop("another file set into the text (w:altChunk)")
            elif kind == "w:del":
                self._copy.deleted.add(_join_all(found))
            elif kind == "mc:AlternateContent":
                yield from self._read_blocks(_find_version(found), story)
            elif not is_silent(kind):
                yield from self._read_blocks(found, story)

    def _read_control(self, element: etree._Element, story: _Story) -> Iterator[Block]:
        """A content control; Word keeps the table of contents in one."""
        gallery = setting(element, "w:sdtPr", "w:docPartObj", "w:docPartGallery")
        contents = gallery.casefold() == _CONTENTS
        self._in_contents += contents
        content = self._find_content(element)
        if content is not None:
            yield from self._read_blocks(content, story)
        self._in_contents -= contents

    def _find_content(self, control: etree._Element) -> etree._Element | None:
        """What a content control holds; the prompt of an empty one is no text."""
        prompt = child(control, "w:sdtPr", "w:showingPlcHdr")
        content = child(control, "w:sdtContent")
        if prompt is None or not is_on(prompt) or content is None:
            return content
        drop_prompt(self._copy, _join_all(content))
        return None

    # ── paragraphs ───────────────────────────────────────────────────────────

    def _read_paragraph(self, element: etree._Element, story: _Story) -> Iterator[Block]:
        properties = child(element, "w:pPr")
        story.style = self._styles.paragraph("", setting(properties, "w:pStyle"))
        story.ruled = story.was_deleted = False
        self._read_inlines(element, PLAIN.put_inside(story.style.look), story)
        mark = child(properties, "w:rPr")
        frame = child(properties, "w:framePr")
        initial = frame is not None and attribute(frame, "w:dropCap") in ("drop", "margin")
        story.is_open = initial or any(child(mark, kind) is not None for kind in _DELETED)
        if story.is_open:
            yield from story.asides
            story.asides, story.contents = [], set()
        else:
            yield from self._end_paragraph(properties, story)

    def _end_paragraph(self, properties: etree._Element | None, story: _Story) -> list[Block]:
        para, style = story.para, story.style
        indent, numbered = child(properties, "w:ind"), child(properties, "w:numPr")
        para.indent = read_margin(indent, style.indent)
        para.inset = read_inset(properties, style.indent)
        border = setting(properties, "w:pBdr", "w:bottom")
        para.rule = story.ruled or border not in ("", "nil", "none")
        role = find_outline_role(style.role, read_level(properties))
        blocks = story.end_paragraph(role, contents=bool(self._in_contents))
        where = style.list_
        if numbered is not None:
            num, place = find_list_place(numbered)
            where = (num or (where or ("",))[0], place)
        if where is not None:
            self._lists.number(para, where, indented=read_margin(indent) > 0)
        return blocks

    # ── inlines ──────────────────────────────────────────────────────────────

    def _read_inlines(self, element: etree._Element, look: RunStyle, story: _Story) -> None:
        for found in children(element):
            kind = name(found)
            if kind == "w:del":
                story.delete(_join_all(found))
                continue
            if kind in self._inline_readers:
                self._inline_readers[kind](found, look, story)
            elif not is_silent(kind):
                self._read_inlines(found, look, story)
            story.was_deleted &= kind.startswith(("w:bookmark", "w:proofErr", "w:comment"))

    def _read_run(self, run: etree._Element, look: RunStyle, story: _Story) -> None:
        properties = child(run, "w:rPr")
        style = setting(properties, "w:rStyle")
        named = self._styles.dress("", style) if style else PLAIN
        font = child(properties, "w:rFonts")
        story.font = attribute(font, "w:ascii") if font is not None else ""
        self._read_inlines(run, replace(named.put_inside(look), **read_look(properties)), story)
        story.font = ""

    def _read_text(self, element: etree._Element, look: RunStyle, story: _Story) -> None:
        if element is not story.taken:
            story.write(draw_symbols((element.text or "").translate(_BLANKS), story.font), look)

    def _read_link(self, element: etree._Element, look: RunStyle, story: _Story) -> None:
        relation = story.part.relations.get(attribute(element, "r:id"))
        target, anchor = "", attribute(element, "w:anchor")
        if relation is not None and relation.external:
            target = f"{relation.target}#{anchor}" if anchor else relation.target
        self._read_inlines(element, replace(look, link=target), story)

    def _read_field_sign(self, element: etree._Element, _look: RunStyle, story: _Story) -> None:
        # A field that never ends would swallow the text behind it.
        if element in story.whole:
            story.fields.take(attribute(element, "w:fldCharType"))

    def _read_field(self, element: etree._Element, look: RunStyle, story: _Story) -> None:
        fields = story.fields
        fields.take("begin")
        fields.code(attribute(element, "w:instr"))
        fields.take("separate")
        self._read_inlines(element, look, story)
        fields.take("end")

    def _read_inline_control(self, element: etree._Element, look: RunStyle, story: _Story) -> None:
        content = self._find_content(element)
        if content is not None:
            self._read_inlines(content, look, story)

    def _read_ruby(self, element: etree._Element, look: RunStyle, story: _Story) -> None:
        """A reading above a word, in brackets behind it as HTML falls back to."""
        base, reading = child(element, "w:rubyBase"), child(element, "w:rt")
        if base is not None:
            self._read_inlines(base, look, story)
        if reading is not None and _join_all(reading).strip():
            story.write("(", look)
            self._read_inlines(reading, look, story)
            story.write(")", look)

    def _read_call(self, element: etree._Element, look: RunStyle, story: _Story) -> None:
        kind = name(element).removeprefix("w:").removesuffix("Reference") + "s"
        note = self._read_note(kind, attribute(element, "w:id"))
        if not note or look.hidden or story.fields.is_code:
            return
        sign = ""
        following = element.getnext()
        custom = attribute(element, "w:customMarkFollows")
        if custom and following is not None and name(following) == "w:t":
            sign, story.taken = following.text or "", following
        story.call(note, sign)

    @cached_property
    def _note_texts(self) -> dict[str, tuple[etree._Element, XmlPart]]:
        parts = {kind: self._package.first(kind) for kind in ("footnotes", "endnotes")}
        return {
            f"{kind}/{attribute(note, 'w:id')}": (note, part)
            for kind, part in parts.items()
            if part is not None
            for note in children(part.root)
        }

    def _read_note(self, kind: str, key: str) -> str:
        """The id of the note `key`, which is read when it is first called; "" for none."""
        known = f"{kind}/{key}"
        if known not in self._note_texts:
            return ""
        if known not in self._notes:
            note = self._notes[known] = str(len(self._notes) + 1)
            self._copy.notes[note] = []
            self._copy.notes[note] = self.read_story(*self._note_texts[known])
        return self._notes[known]

    # ── drawings ─────────────────────────────────────────────────────────────

    def _read_drawing(self, element: etree._Element, _look: RunStyle, story: _Story) -> None:
        """Old (VML) and new ones: pictures, boxes of text, and what is neither."""
        if story.fields.is_code:
            return
        alt = ""
        for inner in _list_drawn(element):
            kind = name(inner)
            if kind in ("wp:docPr", "pic:cNvPr"):
                alt = attribute(inner, "descr") or alt or attribute(inner, "title")
            elif kind in ("v:shape", "v:rect"):
                alt = attribute(inner, "alt") or alt
                story.ruled |= attribute(inner, "o:hr") in ("t", "true", "1")
            elif kind == "w:txbxContent":
                story.asides += self.read_story(inner, story.part)
            elif kind in ("v:textpath", "a:t"):
                story.asides.append(Para([TextRun(attribute(inner, "string") or inner.text or "")]))
            elif kind in ("a:blip", "v:imagedata"):
                shown = self._show(inner, alt or attribute(inner, "o:title"), story.part)
                story.para.inlines += [shown] if shown else []
            elif kind in _LOST:
                said = attribute(inner, "ProgID") or clean_alt(alt)[:80]
                drop_object(self._copy, _LOST[kind], said)

    def _show(self, element: etree._Element, alt: str, part: XmlPart) -> PlacedPicture | None:
        keys = (attribute(element, key) for key in ("r:embed", "r:link", "r:id"))
        key = next(filter(None, keys), "")
        relation = part.relations.get(key)
        if relation is None:
            held = key or clean_alt(alt)
            return self._pictures.missing("", alt, "is not in the file") if held else None
        if relation.external:
            # Nothing is fetched; the address stands for the picture.
            return PlacedPicture(relation.target, clean_alt(alt))
        return self._pictures.show_member(self._package.container, [relation.target], alt)

    # ── tables ───────────────────────────────────────────────────────────────

    def _read_table(self, table: etree._Element, story: _Story) -> Grid:
        look = child(table, "w:tblPr", "w:tblLook")
        first = look is not None and (
            is_on(look, "w:firstRow") or bool(_parse_hex(attribute(look, "w:val")) & 0x20)
        )
        chain = self._styles.chain("", setting(table, "w:tblPr", "w:tblStyle"))
        styled = first and any(style.has_header for style in chain)
        grid = Grid()
        for row in _list_parts(table, "w:tr"):
            properties = child(row, "w:trPr")
            if child(properties, "w:del") is not None:
                self._copy.deleted.add(_join_all(row))
                continue
            repeated = child(properties, "w:tblHeader")
            named = repeated is not None and is_on(repeated)
            cells: list[list[Block]] = [[] for _ in range(_span(properties, "w:gridBefore", 0))]
            for cell in _list_parts(row, "w:tc"):
                cells += self._read_cell(cell, story)
            header = named or (styled and not grid.rows)
            grid.rows.append(TableRow(cells, header=header, set_off=_is_shaded(row)))
        return grid

    def _read_cell(self, cell: etree._Element, story: _Story) -> list[list[Block]]:
        """A cell, and an empty one for each further column it spans."""
        properties = child(cell, "w:tcPr")
        if child(properties, "w:cellDel") is not None:
            self._copy.deleted.add(_join_all(cell))
            return []
        further = _span(properties, "w:gridSpan", 1) - 1
        return [self._read_flow(cell, story), *([] for _ in range(further))]


def _join_all(element: etree._Element) -> str:
    """All text below `element`, deleted or not, paragraphs parted by blanks."""
    pieces = []
    for found in element.iter():
        kind = name(found)
        if kind in ("w:t", "w:delText"):
            pieces.append(found.text or "")
        elif kind in WORD_SIGNS or kind == "w:p":
            pieces.append(" ")
    return "".join(pieces)


def _find_version(element: etree._Element) -> etree._Element:
    """The version of an `mc:AlternateContent` to read: the first that holds anything."""
    versions = [found for found in children(element) if name(found) != "w:rPr"]
    for version in versions:
        if any(True for key in _HELD for _ in below(version, key)):
            return version
    return versions[0] if versions else element


def _list_whole_fields(element: etree._Element) -> Iterator[etree._Element]:
    """The `w:fldChar` of fields that begin and end in a story, deleted ones apart."""
    open_: list[list[etree._Element]] = []
    for found in below(element, "w:fldChar"):
        if any(name(outer) in _DELETED for outer in found.iterancestors()):
            continue
        kind = attribute(found, "w:fldCharType")
        if kind == "begin":
            open_.append([found])
        elif open_:
            open_[-1].append(found)
            if kind == "end":
                yield from open_.pop()


def _list_drawn(element: etree._Element) -> Iterator[etree._Element]:
    """The elements of a drawing in order; boxes are named, what is in them is their own."""
    for found in children(element):
        if name(found) == "mc:AlternateContent":
            yield from _list_drawn(_find_version(found))
            continue
        yield found
        if name(found) != "w:txbxContent":
            yield from _list_drawn(found)


def _list_parts(element: etree._Element, kind: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, through controls and marks of changes."""
    for found in children(element):
        if name(found) == kind:
            yield found
        elif not is_silent(name(found)) and name(found) not in ("w:p", "w:tbl"):
            yield from _list_parts(found, kind)


def _is_shaded(row: etree._Element) -> bool:
    """Whether every cell of a row has a colour of its own behind it."""
    shades = [child(cell, "w:tcPr", "w:shd") for cell in _list_parts(row, "w:tc")]
    fills = ["" if shade is None else attribute(shade, "w:fill").lower() for shade in shades]
    return bool(fills) and all(fill not in _UNSHADED for fill in fills)


def _span(properties: etree._Element | None, kind: str, default: int) -> int:
    return min(number(setting(properties, kind), default), _WIDEST)


def _parse_hex(text: str) -> int:
    try:
        return int(text[:8], 16)
    except ValueError:
        return 0
