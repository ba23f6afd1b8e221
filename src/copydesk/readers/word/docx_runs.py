"""What stands inside a paragraph of a .docx: runs, links, fields, notes, boxes, pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from copydesk.readers.document import BREAK, Block, Call, Copy, Look, Para
from copydesk.readers.word.docx_drawings import Drawings
from copydesk.readers.word.docx_styles import DocxStyles, Paragraph, dressed, is_on
from copydesk.readers.word.fields import Fields
from copydesk.readers.word.math import formula
from copydesk.readers.word.package import Part
from copydesk.readers.word.symbols import drawn, is_symbolic
from copydesk.readers.word.xml import attribute, below, child, children, name

if TYPE_CHECKING:
    from lxml import etree

#: Line feeds inside a text are blanks; a character that means a break is one.
_BLANKS: Final = str.maketrans({"\n": " ", "\r": " ", "\t": " ", "\u2028": BREAK, "\u2029": BREAK})
_SIGNS: Final = {
    "w:tab": "\t", "w:ptab": "\t", "w:br": BREAK, "w:cr": BREAK,
    "w:softHyphen": "\u00ad", "w:noBreakHyphen": "\u2011",
}  # fmt: skip
#: What says how something looks, or stands for nothing a reader sees.
_SILENT: Final = frozenset(
    ("w:instrText", "w:delInstrText", "w:delText", "w:footnoteRef", "w:endnoteRef",
     "w:annotationRef", "w:separator", "w:continuationSeparator", "w:commentReference", "w:pgNum",
     "w:lastRenderedPageBreak", "w:moveFrom", "w:sdtEndPr")
)  # fmt: skip
_TEXTS: Final = frozenset(("w:t", "w:delText"))


class Runs:
    """Reads paragraphs of one document; `note` and `story` are how it asks for their texts.

    `note` turns a kind and key of a note into its id, `story` a box into its blocks.
    """

    note: Callable[[str, str], str]
    story: Callable[[etree._Element], list[Block]]

    def __init__(self, styles: DocxStyles, copy: Copy, drawings: Drawings, part: Part) -> None:
        self.styles = styles
        self.part = part
        self.notes: dict[str, str] = {}
        self.ruled = False
        self._copy = copy
        self._drawings = drawings
        self._fields = Fields()
        self._whole: set[etree._Element] = set()
        self._taken: etree._Element | None = None
        self._para = Para()
        self._asides: list[Block] = []
        self._style = Paragraph()
        self._contents: set[bool] = set()
        self._was_deleted = False

    @contextmanager
    def story_of(self, element: etree._Element, part: Part) -> Iterator[None]:
        """Read a text of its own: its fields begin and end in it."""
        before = (
            self.part, self._fields, self._whole, self._para, self._asides, self._style,
            self._contents, self._was_deleted, self.ruled,
        )  # fmt: skip
        self.part, self._fields = part, Fields()
        self._whole = set(_whole_fields(element))
        yield
        (
            self.part, self._fields, self._whole, self._para, self._asides, self._style,
            self._contents, self._was_deleted, self.ruled,
        ) = before  # fmt: skip

    @property
    def only_contents(self) -> bool:
        """Whether all text of the paragraph that was read last is a table of contents."""
        return self._contents == {True}

    def read(self, element: etree._Element, para: Para, style: Paragraph) -> list[Block]:
        """Add the inlines of a `w:p` to `para`; the texts of boxes in it are returned."""
        self._para, self._style, self._asides = para, style, []
        self._contents, self.ruled, self._was_deleted = set(), False, False
        self._inlines(element, Look(hidden=style.hidden))
        return self._asides

    def choice(self, element: etree._Element) -> etree._Element:
        """The version of an `mc:AlternateContent` to read: the first that says anything."""
        versions = [found for found in children(element) if name(found) != "w:rPr"]
        for version in versions:
            if any(True for key in ("w:t", "a:blip") for _ in below(version, key)):
                return version
        return versions[0] if versions else element

    def content(self, control: etree._Element) -> etree._Element | None:
        """What a content control holds; the prompt of an empty one is no text."""
        prompt = child(control, "w:sdtPr", "w:showingPlcHdr")
        content = child(control, "w:sdtContent")
        if prompt is None or not is_on(prompt) or content is None:
            return content
        said = " ".join(self.text_of(content).split())
        if said:
            self._copy.drop(f"prompt of an empty form field “{said[:80]}”")
        return None

    def text_of(self, element: etree._Element) -> str:
        """All text below `element`, deleted or not, paragraphs parted by blanks."""
        pieces = []
        for found in element.iter():
            kind = name(found)
            if kind in _TEXTS:
                pieces.append(found.text or "")
            elif kind in _SIGNS or kind == "w:p":
                pieces.append(" ")
        return "".join(pieces)

    # ── inlines ──────────────────────────────────────────────────────────────

    def _inlines(self, element: etree._Element, look: Look) -> None:
        for found in children(element):
            kind = name(found)
            if kind == "w:del":
                self._delete(found)
                continue
            known = self._sign(found, kind, look) or self._wrapper(found, kind, look)
            if not known and kind not in _SILENT and not _tells(kind):
                self._inlines(found, look)
            self._was_deleted &= kind.startswith(("w:bookmark", "w:proofErr", "w:comment"))

    def _wrapper(self, element: etree._Element, kind: str, look: Look) -> bool:
        """Read what holds runs and says more of them; False for anything else."""
        if kind == "w:r":
            self._run(element, look)
        elif kind == "w:hyperlink":
            self._inlines(element, replace(look, link=self._target(element)))
        elif kind == "w:fldSimple":
            self._simple_field(element, look)
        elif kind in ("m:oMath", "m:oMathPara"):
            self._formula(element, look)
        elif kind == "mc:AlternateContent":
            self._inlines(self.choice(element), look)
        elif kind == "w:ruby":
            self._ruby(element, look)
        elif kind == "w:sdt":
            if (content := self.content(element)) is not None:
                self._inlines(content, look)
        else:
            return False
        return True

    def _run(self, run: etree._Element, look: Look) -> None:
        if not len(run):
            return
        properties = child(run, "w:rPr")
        style = child(properties, "w:rStyle")
        named = self.styles.look(attribute(style, "w:val")) if style is not None else Look()
        shown = dressed(
            Look(named.emph, named.strong, named.sup, named.sub, named.code, look.link,
                 hidden=named.hidden or look.hidden),
            properties,
        )  # fmt: skip
        shown = replace(
            shown,
            # A style that is bold as a whole says nothing of these words.
            strong=shown.strong and not self._style.bold,
            emph=shown.emph and not self._style.italic,
            link=look.link or self._fields.link,
        )
        font = child(properties, "w:rFonts")
        symbols = attribute(font, "w:ascii") if font is not None else ""
        if is_symbolic(symbols):
            self._symbols(run, symbols, shown)
        else:
            self._inlines(run, shown)

    def _symbols(self, run: etree._Element, font: str, look: Look) -> None:
        for found in children(run):
            if name(found) == "w:t":
                self._add(drawn(found.text or "", font), look)
            else:
                self._sign(found, name(found), look)

    def _sign(self, element: etree._Element, kind: str, look: Look) -> bool:
        """Read what can only stand in a run; False for anything else."""
        if kind == "w:t":
            if element is not self._taken:
                self._add(drawn((element.text or "").translate(_BLANKS), ""), look)
        elif kind in _SIGNS:
            self._add(_SIGNS[kind], look)
        elif kind == "w:sym":
            self._add(self._symbol(element), look)
        elif kind == "w:fldChar":
            self._field(element)
        elif kind == "w:instrText":
            self._fields.code(element.text or "")
        elif kind in ("w:footnoteReference", "w:endnoteReference"):
            self._call(element, kind, look)
        elif kind in ("w:drawing", "w:pict", "w:object"):
            self._drawing(element)
        else:
            return False
        return True

    def _add(self, text: str, look: Look) -> None:
        if self._fields.is_code:
            return
        if text.strip():
            self._contents.add(self._fields.is_contents)
        self._para.add(text, look)

    def _symbol(self, element: etree._Element) -> str:
        code = attribute(element, "w:char")
        try:
            sign = chr(int(code[:4], 16))
        except ValueError:
            return ""
        return drawn(sign, attribute(element, "w:font"))

    def _field(self, element: etree._Element) -> None:
        kind = attribute(element, "w:fldCharType")
        if element not in self._whole:
            return  # a field that never ends would swallow the text behind it
        if kind == "begin":
            self._fields.begin()
        elif kind == "separate":
            self._fields.separate()
        else:
            self._fields.end()

    def _simple_field(self, element: etree._Element, look: Look) -> None:
        self._fields.begin()
        self._fields.code(attribute(element, "w:instr"))
        self._fields.separate()
        self._inlines(element, look)
        self._fields.end()

    def _target(self, element: etree._Element) -> str:
        relation = self.part.relations.get(attribute(element, "r:id"))
        if relation is None or not relation.external:
            return ""
        anchor = attribute(element, "w:anchor")
        return f"{relation.target}#{anchor}" if anchor else relation.target

    def _delete(self, element: etree._Element) -> None:
        """Count a deletion; Word starts a new one where the look changes."""
        text = self.text_of(element)
        if self._was_deleted:
            self._copy.deleted.more(text)
        elif text.strip():
            self._copy.deleted.add(text)
        self._was_deleted = self._was_deleted or bool(text.strip())

    def _call(self, element: etree._Element, kind: str, look: Look) -> None:
        note = self.note(kind.removeprefix("w:").removesuffix("Reference") + "s",
                         attribute(element, "w:id"))  # fmt: skip
        if not note or look.hidden or self._fields.is_code:
            return
        sign = ""
        if attribute(element, "w:customMarkFollows"):
            following = element.getnext()
            if following is not None and name(following) == "w:t":
                sign, self._taken = following.text or "", following
        self._para.inlines.append(Call(note, sign))

    def _formula(self, element: etree._Element, look: Look) -> None:
        for piece in formula(element):
            self._add(piece.text, replace(look, sup=piece.look.sup, sub=piece.look.sub))

    def _ruby(self, element: etree._Element, look: Look) -> None:
        """A reading above a word, in brackets behind it as HTML falls back to."""
        base, reading = child(element, "w:rubyBase"), child(element, "w:rt")
        if base is not None:
            self._inlines(base, look)
        if reading is not None and self.text_of(reading).strip():
            self._add("(", look)
            self._inlines(reading, look)
            self._add(")", look)

    def _drawing(self, element: etree._Element) -> None:
        if self._fields.is_code:
            return
        found = self._drawings.read(element, self.part)
        self.ruled |= found.ruled
        self._para.inlines += found.pictures
        for box in found.boxes:
            self._asides += self.story(box)
        for text in found.texts:
            para = Para()
            para.add(text)
            self._asides.append(para)


def _tells(kind: str) -> bool:
    """Whether an element tells how its parent looks and holds no text."""
    return kind.endswith(("Pr", "PrChange"))


def _whole_fields(element: etree._Element) -> Iterator[etree._Element]:
    """The `w:fldChar` of fields that begin and end in a story, deleted ones apart."""
    open_: list[list[etree._Element]] = []
    for found in below(element, "w:fldChar"):
        if any(name(outer) in ("w:del", "w:moveFrom") for outer in found.iterancestors()):
            continue
        kind = attribute(found, "w:fldCharType")
        if kind == "begin":
            open_.append([found])
        elif open_:
            open_[-1].append(found)
            if kind == "end":
                yield from open_.pop()
