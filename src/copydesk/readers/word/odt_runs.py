"""What stands inside a paragraph of an .odt: spans, links, notes, frames, fields."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from copydesk.readers.document import BREAK, Block, Call, Copy, Look, Para
from copydesk.readers.word.odt_frames import Frames
from copydesk.readers.word.odt_styles import OdtStyles, Paragraph
from copydesk.readers.word.symbols import drawn
from copydesk.readers.word.xml import attribute, below, child, children, name, number

if TYPE_CHECKING:
    from lxml import etree

_SPACES: Final = re.compile(r"[ \t\r\n]+")
_PROMPTING: Final = "loext:showing-place-holder"
_MOST_SPACES: Final = 80
#: Marks of places, data of forms and programs: nothing that a reader sees.
_SILENT: Final = frozenset(
    ("text:tracked-changes", "text:script", "office:forms", "text:variable-decls",
     "text:sequence-decls", "text:user-field-decls", "text:dde-connection-decls",
     "text:note-citation", "office:annotation-end", "text:change", "svg:title", "svg:desc",
     "office:event-listeners", "draw:enhanced-geometry", "draw:glue-point", "draw:image-map")
)  # fmt: skip
_RAISED: Final = frozenset(("text:ruby-base", "text:ruby-text"))


class OdtRuns:
    """Reads paragraphs of one document; `note` and `story` are how it asks for their texts.

    `note` reads a `text:note` and gives its id, `story` the blocks in an element.
    """

    note: Callable[[etree._Element], str]
    story: Callable[[etree._Element], list[Block]]

    def __init__(self, styles: OdtStyles, copy: Copy, frames: Frames) -> None:
        self._styles = styles
        self._copy = copy
        self._frames = frames
        self._para = Para()
        self._asides: list[Block] = []
        self._style = Paragraph()
        self._blank = True

    def read(
        self, element: etree._Element, para: Para, style: Paragraph, *, hidden: bool
    ) -> list[Block]:
        """Add the inlines of a `text:p` or `text:h` to `para`; texts of boxes are returned."""
        before = self._para, self._asides, self._style, self._blank
        self._para, self._asides, self._style, self._blank = para, [], style, True
        self._inlines(element, replace(style.look, hidden=style.look.hidden or hidden), "")
        asides = self._asides
        self._para, self._asides, self._style, self._blank = before
        return asides

    def drawing(self, element: etree._Element, para: Para) -> list[Block]:
        """Read a frame or shape that stands in no paragraph."""
        before = self._para, self._asides
        self._para, self._asides = para, []
        self._drawing(element, Look())
        asides = self._asides
        self._para, self._asides = before
        return asides

    def _inlines(self, element: etree._Element, look: Look, font: str) -> None:
        self._add(element.text, look, font)
        for found in element:
            kind = name(found)
            if kind and kind not in _SILENT:
                self._inline(found, kind, look, font)
            self._add(found.tail, look, font)

    def _inline(self, element: etree._Element, kind: str, look: Look, font: str) -> None:
        if kind == "text:span":
            key = attribute(element, "text:style-name")
            self._inlines(element, self._styles.look(key, look), self._styles.font(key) or font)
        elif kind == "text:a":
            target = attribute(element, "xlink:href")
            target = "" if target.startswith("#") else target
            self._inlines(element, replace(look, link=target or look.link), font)
        elif kind in ("text:s", "text:tab", "text:line-break"):
            self._sign(element, kind, look)
        elif kind == "text:note":
            self._note(element, look)
        elif kind == "office:annotation":
            texts = (text_of(paragraph) for paragraph in below(element, "text:p"))
            self._copy.comments.add(" ".join(texts))
        elif kind == "text:ruby":
            self._ruby(element, look, font)
        elif kind in ("text:hidden-text", "text:hidden-paragraph"):
            self._hide(element, kind, look, font)
        elif kind.startswith("draw:"):
            self._drawing(element, look)
        elif kind == "text:placeholder" or attribute(element, _PROMPTING) == "true":
            said = " ".join(text_of(element).split())
            self._copy.drop(f"prompt of an empty form field “{said[:80]}”")
        else:
            self._inlines(element, look, font)

    def _add(self, text: str | None, look: Look, font: str) -> None:
        """Add text; blanks in a row, and those that open a paragraph, are one or none."""
        if not text:
            return
        plain = _SPACES.sub(" ", text)
        if self._blank:
            plain = plain.lstrip(" ")
        if not plain:
            return
        self._blank = plain.endswith(" ")
        self._put(drawn(plain, font), look)

    def _put(self, text: str, look: Look) -> None:
        shown = replace(
            look,
            # A style that is bold as a whole says nothing of these words.
            strong=look.strong and not self._style.bold,
            emph=look.emph and not self._style.italic,
        )
        self._para.add(text, shown)

    def _sign(self, element: etree._Element, kind: str, look: Look) -> None:
        if kind == "text:s":
            count = number(attribute(element, "text:c"), 1)
            self._put(" " * min(count, _MOST_SPACES), look)
            self._blank = False
        else:
            self._put("\t" if kind == "text:tab" else BREAK, look)
            self._blank = True

    def _note(self, element: etree._Element, look: Look) -> None:
        if look.hidden:
            return
        citation = child(element, "text:note-citation")
        sign = attribute(citation, "text:label") if citation is not None else ""
        self._para.inlines.append(Call(self.note(element), sign))
        self._blank = False

    def _ruby(self, element: etree._Element, look: Look, font: str) -> None:
        """A reading above a word, in brackets behind it as HTML falls back to."""
        for part in children(element):
            if name(part) not in _RAISED:
                continue
            reading = name(part) == "text:ruby-text" and bool(text_of(part).strip())
            self._put("(" * reading, look)
            self._inlines(part, look, font)
            self._put(")" * reading, look)

    def _hide(self, element: etree._Element, kind: str, look: Look, font: str) -> None:
        """A field that hides its text, or its whole paragraph, while a condition holds."""
        is_hidden = attribute(element, "text:is-hidden") == "true"
        if kind == "text:hidden-text":
            said = element.text or attribute(element, "text:string-value")
            self._put(said, replace(look, hidden=True))
        elif is_hidden:
            self._para.zone = "hidden"
        else:
            self._inlines(element, look, font)

    def _drawing(self, element: etree._Element, look: Look) -> None:
        found = self._frames.read(element)
        if not look.hidden:
            self._para.inlines += found.pictures
        for piece in found.formulas:
            self._put(piece.text, replace(look, sup=piece.look.sup, sub=piece.look.sub))
            self._blank = False
        for box in found.boxes:
            self._asides += self.story(box)


def text_of(element: etree._Element) -> str:
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
