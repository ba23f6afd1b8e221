"""An .odt → `ReadFile`: its text, and what lies beside the text.

OpenDocument keeps deleted text apart from the text, so the text is the final view already.
An element that nothing here knows is read through.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import unquote

from copydesk.config import Config
from copydesk.errors import Refused
from copydesk.readers.document import Block, Grid, ListPlace, Para, ReadFile, TableRow, join_text
from copydesk.readers.inlines import BREAK, PLAIN, PlacedPicture, RunStyle, TextRun
from copydesk.readers.symbols import draw_symbols
from copydesk.readers.text import refuse_lines
from copydesk.readers.word.math import read_formula
from copydesk.readers.word.numbering import Lists, fill_levels
from copydesk.readers.word.odt_styles import OdtStyles
from copydesk.readers.word.pictures import Pictures, clean_alt
from copydesk.readers.word.story import WordStory, add_note, drop_object, drop_prompt
from copydesk.readers.word.styles import find_outline_role
from copydesk.readers.word.xml import (
    attribute,
    below,
    child,
    children,
    find_text,
    holds_more,
    name,
    number,
)
from copydesk.system import xml
from copydesk.system.archive import Container

if TYPE_CHECKING:
    from lxml import etree

_MANIFEST: Final = "META-INF/manifest.xml"
_RUNNING: Final = {
    f"style:{kind}{pages}": f"page {kind}"
    for kind in ("header", "footer")
    for pages in ("", "-left", "-first")
}
#: Marks of places, data of forms and programs: nothing that a reader sees.
_SILENT: Final = frozenset(
    ("text:tracked-changes", "text:sequence-decls", "text:variable-decls",
     "text:user-field-decls", "text:dde-connection-decls", "office:forms", "text:script",
     "text:alphabetical-index-auto-mark-file", "table:table-column", "table:table-columns",
     "table:table-header-columns", "table:table-source", "table:desc", "table:title",
     "text:change", "text:change-start", "text:change-end", "text:soft-page-break",
     "text:note-citation", "text:page-number", "text:page-count", "text:page-continuation",
     "office:annotation-end", "office:event-listeners", "svg:title", "svg:desc",
     "draw:enhanced-geometry", "draw:glue-point", "draw:image-map")
)  # fmt: skip
_INDEXES: Final = frozenset(
    ("text:table-of-content", "text:alphabetical-index", "text:illustration-index",
     "text:table-index", "text:object-index", "text:user-index")
)  # fmt: skip
_LOST: Final = {
    "draw:object": "embedded object", "draw:object-ole": "embedded object",
    "draw:plugin": "embedded media", "draw:applet": "embedded program",
    "draw:floating-frame": "embedded page",
}  # fmt: skip
_SPACES: Final = re.compile(r"[ \t\r\n]+")
_PROMPTING: Final = "loext:showing-place-holder"
_OUTLINE: Final = "outline"
_MOST_SPACES: Final = 80
_WIDEST: Final = 63
_DEEPEST: Final = 9


def read_odt_copy(data: bytes, path: str, config: Config) -> ReadFile:
    """What the .odt in `data` says; `Refused` for one that must not be opened."""
    copy = ReadFile()
    container = Container(data, path, config.limits)
    _refuse_locked(container)
    content = _parse_member(container, "content.xml")
    text = child(content, "office:body", "office:text")
    if content is None or text is None:
        message = f"`{path}` contains no OpenDocument text, despite its name"
        hint = "open it in its program, save it as .odt and send that"
        raise Refused(message, hint=hint, code="refuse.type")
    if holds_more(text, "text:p", config.limits.lines):
        raise refuse_lines(path, config.limits.lines)
    common = _parse_member(container, "styles.xml")
    roots = [root for root in (common, content) if root is not None]
    styles = OdtStyles.read(roots)
    reader = _Reader(container, styles, copy, Pictures(copy, config.limits))
    reader.count_deletions(child(text, "text:tracked-changes"))
    copy.blocks = list(reader.read_blocks(text))
    # What lies beside the text adds neither notes nor pictures to it.
    scratch = ReadFile()
    aside = _Reader(container, styles, scratch, Pictures(scratch, config.limits))
    for kind, what in _RUNNING.items():
        for element in below(common, kind) if common is not None else ():
            copy.running[join_text(aside.read_blocks(element))] = what
    meta = child(_parse_member(container, "meta.xml"), "office:meta")
    copy.title = find_text(meta, "dc:title")
    copy.creator = find_text(meta, "meta:initial-creator") or find_text(meta, "dc:creator")
    return copy


def _parse_member(container: Container, member: str) -> etree._Element | None:
    if member not in container:
        return None
    return xml.received(container.markup(member), f"{container.path}: {member}")


def _refuse_locked(container: Container) -> None:
    """The manifest of a locked file names what its parts are locked with."""
    manifest = container.markup(_MANIFEST) if _MANIFEST in container else b""
    if "encrypted-package" in container or re.search(rb"[:<]encryption-data\b", manifest):
        raise Refused(
            f"`{container.path}` is locked with a password",
            hint="open it with the password, save it without one and send that",
            code="refuse.container",
        )


@dataclass(slots=True)
class _Story(WordStory):
    """A paragraph of an .odt; `blank` says that a further blank prints nothing."""

    blank: bool = True
    font: str = ""

    def put(self, text: str, look: RunStyle, *, blank: bool = False) -> None:
        """Add text as it stands."""
        self.write(text, look)
        self.blank = blank

    def add(self, text: str | None, look: RunStyle) -> None:
        """Add text; blanks in a row, and those that open a paragraph, are one or none."""
        plain = _SPACES.sub(" ", text or "")
        if self.blank:
            plain = plain.lstrip(" ")
        if plain:
            self.put(draw_symbols(plain, self.font), look, blank=plain.endswith(" "))


_ReadInline: TypeAlias = Callable[["etree._Element", RunStyle, _Story], None]  # noqa: SLF001  no public name


class _Reader:
    """Reads the texts of one document into a `ReadFile`."""

    def __init__(
        self, container: Container, styles: OdtStyles, copy: ReadFile, pictures: Pictures
    ) -> None:
        self._container = container
        self._styles = styles
        self._copy = copy
        self._pictures = pictures
        self._lists = Lists({_OUTLINE: styles.outline})
        self._lists.use(_OUTLINE, _OUTLINE)
        self._named: dict[str, str] = {}
        self._latest: dict[str, str] = {}
        self._made = 0
        self._in_index = 0
        self._hidden = 0
        self._inline_readers: dict[str, _ReadInline] = {
            "text:span": self._read_span, "text:a": self._read_link,
            "text:s": self._read_blanks, "text:note": self._read_note,
            "text:tab": lambda _, look, story: story.put("\t", look, blank=True),
            "text:line-break": lambda _, look, story: story.put(BREAK, look, blank=True),
            "office:annotation": self._read_comment,
            "text:ruby-text": self._read_ruby_text, "text:placeholder": self._drop_prompt,
            "text:hidden-text": self._read_hidden,
            "text:hidden-paragraph": self._read_hidden_paragraph,
        }  # fmt: skip

    def count_deletions(self, changes: etree._Element | None) -> None:
        """Count what was deleted, which stands apart from the text."""
        for deletion in below(changes, "text:deletion") if changes is not None else ():
            blocks = (part for part in children(deletion) if name(part) != "office:change-info")
            said = " ".join(_join_all(part) for part in blocks)
            if said.strip():
                self._copy.deleted.add(said)

    def read_blocks(self, element: etree._Element) -> Iterator[Block]:
        """The blocks in an element."""
        for found in children(element):
            yield from self._read_block(found)

    def _read_block(self, element: etree._Element) -> Iterator[Block]:
        kind = name(element)
        if kind in ("text:p", "text:h"):
            yield from self._read_paragraph(element)
        elif kind == "text:list":
            yield from self._read_list(element)
        elif kind == "table:table":
            yield Grid(list(self._read_rows(element, header=False)))
        elif kind in _INDEXES or kind == "text:section":
            hidden = attribute(element, "text:display") == "none"
            self._in_index += kind in _INDEXES
            self._hidden += hidden
            yield from self.read_blocks(element)
            self._in_index -= kind in _INDEXES
            self._hidden -= hidden
        elif kind.startswith("draw:") and kind not in ("draw:text-box", *_SILENT):
            yield from self._read_loose_drawing(element)
        elif kind not in _SILENT:
            yield from self.read_blocks(element)

    def _read_loose_drawing(self, element: etree._Element) -> Iterator[Block]:
        """A frame or shape that stands in no paragraph."""
        story = _Story(self._copy)
        self._read_drawing(element, PLAIN, story)
        is_full = bool(story.para.inlines)
        yield from story.end_paragraph("")[not is_full :]

    # ── paragraphs ───────────────────────────────────────────────────────────

    def _read_paragraph(
        self, element: etree._Element, list_: str = "", place: int = 0,
        start: str | None = None,
    ) -> list[Block]:  # fmt: skip
        """A paragraph, and the boxes in it; `start` is None for all of an item but the first."""
        style = self._styles.sheet.paragraph("paragraph", attribute(element, "text:style-name"))
        para = Para(indent=style.indent, inset=style.inset, rule=style.ruled)
        story = _Story(self._copy, para, style)
        hidden = style.direct.hidden or bool(self._hidden)
        self._read_inlines(element, replace(style.direct, hidden=hidden), story)
        if para.zone == "hidden":
            para.inlines = [
                replace(part, look=replace(part.look, hidden=True))
                if isinstance(part, TextRun)
                else part
                for part in para.inlines
            ]
        para.role, outline = style.role, 0
        if name(element) == "text:h":
            outline = number(attribute(element, "text:outline-level"), 1)
            para.role = find_outline_role(style.role, min(outline, _DEEPEST))
            if attribute(element, "text:is-list-header") == "true":
                outline = 0
        if list_ and start is None:
            para.item = ListPlace(list_, place, more=True)
        elif list_ and not self._lists.level(list_, place).is_silent:
            if start:
                self._lists.start(list_, place, number(start, 1))
            self._lists.number(para, (list_, place))
        elif outline and para.text.strip():
            self._lists.number(para, (_OUTLINE, outline - 1))
        return story.end_paragraph(para.role, contents=bool(self._in_index))

    # ── lists ────────────────────────────────────────────────────────────────

    def _read_list(
        self, element: etree._Element, place: int = 0, outer: str = ""
    ) -> Iterator[Block]:
        list_ = self._find_list(element, place, outer)
        for item in children(element):
            if name(item) not in ("text:list-item", "text:list-header"):
                continue
            start = attribute(item, "text:start-value") if name(item) == "text:list-item" else None
            for found in children(item):
                if name(found) == "text:list":
                    yield from self._read_list(found, min(place + 1, _DEEPEST), list_)
                elif name(found) in ("text:p", "text:h"):
                    yield from self._read_paragraph(found, list_, place, start)
                    start = None
                else:
                    yield from self._read_block(found)

    def _find_list(self, element: etree._Element, place: int, outer: str) -> str:
        """The list that `element` starts, goes on with, or is a part of."""
        style = attribute(element, "text:style-name")
        levels = self._styles.lists.get(style, {})
        if outer:
            self._lists.restart(outer, place, levels)
            return outer
        known = self._named.get(attribute(element, "text:continue-list"), "")
        if attribute(element, "text:continue-numbering") == "true":
            known = known or self._latest.get(style, "")
        if not known:
            self._made += 1
            # Bullets are one list wherever they stand.
            known = style if 0 in levels and levels[0].is_bullet else f"{style}/{self._made}"
            self._lists.levels[known] = fill_levels(levels)
            self._lists.use(known, known)
        self._latest[style] = known
        if key := attribute(element, "xml:id"):
            self._named[key] = known
        return known

    # ── inlines ──────────────────────────────────────────────────────────────

    def _read_inlines(self, element: etree._Element, look: RunStyle, story: _Story) -> None:
        story.add(element.text, look)
        for found in element:
            kind = name(found)
            if kind and kind not in _SILENT:
                self._read_inline(found, kind, look, story)
            story.add(found.tail, look)

    def _read_inline(
        self, element: etree._Element, kind: str, look: RunStyle, story: _Story
    ) -> None:
        if kind in self._inline_readers:
            self._inline_readers[kind](element, look, story)
        elif kind.startswith("draw:"):
            self._read_drawing(element, look, story)
        elif attribute(element, _PROMPTING) == "true":
            self._drop_prompt(element, look, story)
        else:
            self._read_inlines(element, look, story)

    def _read_span(self, element: etree._Element, look: RunStyle, story: _Story) -> None:
        key = attribute(element, "text:style-name")
        before, story.font = story.font, self._styles.font(key) or story.font
        self._read_inlines(element, self._styles.sheet.dress("text", key, look), story)
        story.font = before

    def _read_link(self, element: etree._Element, look: RunStyle, story: _Story) -> None:
        target = attribute(element, "xlink:href")
        target = "" if target.startswith("#") else target
        self._read_inlines(element, replace(look, link=target or look.link), story)

    def _read_blanks(self, element: etree._Element, look: RunStyle, story: _Story) -> None:
        story.put(" " * min(number(attribute(element, "text:c"), 1), _MOST_SPACES), look)

    def _read_note(self, element: etree._Element, look: RunStyle, story: _Story) -> None:
        if look.hidden:
            return
        citation, body = child(element, "text:note-citation"), child(element, "text:note-body")
        key = add_note(self._copy, lambda: [] if body is None else list(self.read_blocks(body)))
        story.call(key, "" if citation is None else attribute(citation, "text:label"))
        story.blank = False

    def _read_comment(self, element: etree._Element, _look: RunStyle, _story: _Story) -> None:
        self._copy.comments.add(" ".join(map(_join_all, below(element, "text:p"))))

    def _drop_prompt(self, element: etree._Element, _look: RunStyle, _story: _Story) -> None:
        drop_prompt(self._copy, _join_all(element))

    def _read_ruby_text(self, element: etree._Element, look: RunStyle, story: _Story) -> None:
        """A reading above a word, in brackets behind it as HTML falls back to."""
        if _join_all(element).strip():
            story.put("(", look)
            self._read_inlines(element, look, story)
            story.put(")", look)

    def _read_hidden(self, element: etree._Element, look: RunStyle, story: _Story) -> None:
        said = element.text or attribute(element, "text:string-value")
        story.write(said, replace(look, hidden=True))

    def _read_hidden_paragraph(
        self, element: etree._Element, look: RunStyle, story: _Story
    ) -> None:
        """A field that hides its whole paragraph while a condition holds."""
        if attribute(element, "text:is-hidden") == "true":
            story.para.zone = "hidden"
        else:
            self._read_inlines(element, look, story)

    # ── drawings ─────────────────────────────────────────────────────────────

    def _read_drawing(self, element: etree._Element, look: RunStyle, story: _Story) -> None:
        """Frames and shapes: pictures, boxes of text, formulas, and what is neither."""
        descriptions = (find_text(element, kind) for kind in ("svg:desc", "svg:title"))
        alt = next(filter(None, descriptions), "")
        parts = list(children(element))
        for inner in parts:
            kind = name(inner)
            if kind in _LOST:
                self._read_object(inner, alt, look, story)
            elif kind == "draw:text-box":
                story.asides += self.read_blocks(inner)
            elif kind.startswith("draw:") and kind != "draw:image":
                self._read_drawing(inner, look, story)
        if any(name(inner) in ("text:p", "text:list") for inner in parts):
            story.asides += self.read_blocks(element)  # a shape holds its paragraphs itself
        images = [attribute(one, "xlink:href") for one in parts if name(one) == "draw:image"]
        # A picture beside an object only shows the object.
        if images and not look.hidden and not any(name(inner) in _LOST for inner in parts):
            story.para.inlines.append(self._show(images, alt))

    def _show(self, addresses: list[str], alt: str) -> PlacedPicture:
        far = [one for one in addresses if one.startswith(("http://", "https://"))]
        if far:
            return PlacedPicture(far[0], clean_alt(alt))
        return self._pictures.show_member(self._container, [*map(_find_member, addresses)], alt)

    def _read_object(
        self, element: etree._Element, alt: str, look: RunStyle, story: _Story
    ) -> None:
        """A formula is read; of any other object only its name is kept."""
        root = None
        if name(element) == "draw:object":
            root = child(element, "math:math")
            if root is None:
                place = f"{_find_member(attribute(element, 'xlink:href'))}/content.xml"
                root = _parse_member(self._container, place)
        if root is None or name(root) != "math:math":
            drop_object(self._copy, _LOST[name(element)], clean_alt(alt)[:80])
            return
        story.write_formula(read_formula(root), look)
        story.blank = False

    # ── tables ───────────────────────────────────────────────────────────────

    def _read_rows(self, element: etree._Element, *, header: bool) -> Iterator[TableRow]:
        for found in children(element):
            kind = name(found)
            if kind == "table:table-row":
                yield TableRow(
                    list(self._read_cells(found)), header, set_off=self._is_shaded(found)
                )
            elif kind not in _SILENT:
                yield from self._read_rows(
                    found, header=header or kind == "table:table-header-rows"
                )

    def _is_shaded(self, row: etree._Element) -> bool:
        """Whether every cell of a row has a colour of its own behind it."""
        cells = [cell for cell in children(row) if name(cell) == "table:table-cell"]
        return bool(cells) and all(
            self._styles.is_shaded(attribute(cell, "table:style-name")) for cell in cells
        )

    def _read_cells(self, row: etree._Element) -> Iterator[list[Block]]:
        """The cells of a row; those that another one covers are there and empty."""
        width = 0
        for cell in children(row):
            if name(cell) not in ("table:table-cell", "table:covered-table-cell"):
                continue
            yield list(self.read_blocks(cell))
            repeated = number(attribute(cell, "table:number-columns-repeated"), 1) - 1
            further = min(repeated, max(0, _WIDEST - width - 1))
            yield from ([] for _ in range(further))
            width += 1 + max(0, further)


def _find_member(address: str) -> str:
    return posixpath.normpath(unquote(address)).lstrip("/")


def _join_all(element: etree._Element) -> str:
    """All text below `element`, its notes and comments included."""
    pieces = []
    for found in element.iter():
        kind = name(found)
        if kind in ("text:s", "text:tab", "text:line-break", "text:p", "text:h"):
            pieces.append(" ")
        pieces.append((found.text or "") if kind else "")
        if found is not element:
            pieces.append(found.tail or "")
    return "".join(pieces)
