"""The styles, header and footer of every DOCX, made by this recipe from pandoc's own.

pandoc names the styles of its paragraphs; here is how each of them looks. The
recipe runs once in a process; its parts take the place of pandoc's.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from copydesk.gate import archive

if TYPE_CHECKING:
    from docx.document import Document as DocumentType
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph

#: Stands in the header until a document puts its own there.
RUNNING_HEAD: Final = "{running head}"
SERIF: Final = "Cambria"
SANS: Final = "Calibri"
_INK: Final = "1F3A5F"
_GREY: Final = "595959"


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph style looks; sizes and spaces in points, indents too."""

    name: str
    base: str = "Body Text"
    size: float = 0
    before: float = 0
    after: float = 0
    left: float = 0
    hanging: float = 0
    font: str = ""
    color: str = ""
    align: Literal["", "center", "right"] = ""
    bold: bool | None = None
    italic: bool | None = None
    keep_with_next: bool | None = None
    keep_together: bool | None = None


LOOKS: Final = (
    Look("Normal", "", size=11.5, after=6),
    Look("Body Text", "Normal", after=8),
    Look("First Paragraph", after=8),
    Look("Compact", before=2, after=2),
    Look("Title", "Normal", 24, after=6, font=SANS, bold=True, keep_with_next=True),
    Look("Subtitle", "Normal", 15, after=8, font=SANS, color=_GREY, keep_with_next=True),
    Look("Byline", size=11.5, after=2, font=SANS, bold=True),
    Look("Date", "Body Text", 10.5, after=10, font=SANS, color=_GREY),
    Look("Image Credit", size=9, after=8, font=SANS, color=_GREY),
    Look("Disclaimer", size=10, after=10, italic=True),
    Look("Heading 1", "Normal", 16, 18, 6, font=SANS, bold=True, keep_with_next=True),
    Look("Heading 2", "Normal", 13.5, 14, 4, font=SANS, bold=True, keep_with_next=True),
    Look("Heading 3", "Normal", 12, 12, 4, font=SANS, bold=True, keep_with_next=True),
    Look("Heading 4", "Normal", 11.5, 12, 4, font=SANS, italic=True, keep_with_next=True),
    Look("Block Text", before=4, after=10, left=24),
    Look("Footnote Text", "Normal", 9.5, after=3),
    Look("Image Caption", "Body Text", 9.5, after=10, font=SANS, color=_GREY),
    Look("Source Code", "Normal", 10, after=8, left=12),
    Look("Section Break", before=8, after=8, align="center"),
    Look("Author Bio", after=8),
    Look("Acknowledgements", after=8),
    Look("Notes", size=10, after=4),
    Look("Bibliography", "Normal", 11, after=5, left=24, hanging=24, keep_together=True),
    Look("Header", "Normal", 9, after=0, font=SANS, color=_GREY),
    Look("Footer", "Normal", 9, after=0, font=SANS, color=_GREY, align="center"),
)


@lru_cache(maxsize=1)
def reference(seed: bytes) -> dict[str, bytes]:
    """The parts that every DOCX shares, by their name in the file.

    `seed` is an empty document as pandoc writes it, with the styles that its
    paragraphs will name.
    """
    import docx

    document = docx.Document(io.BytesIO(seed))
    _clear(document)
    for look in LOOKS:
        _apply(document, look)
    _tables(document)
    _links(document)
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header.paragraphs[0].add_run(RUNNING_HEAD)
    section.header.paragraphs[0].style = document.styles["Header"]
    for footer in (section.footer, section.first_page_footer):
        _page_number(footer.paragraphs[0])
    target = io.BytesIO()
    document.save(target)
    members = archive.read(target.getvalue())
    wanted = ("word/styles.xml", "word/header", "word/footer")
    return {name: data for name, data in sorted(members.items()) if name.startswith(wanted)}


def _clear(document: DocumentType) -> None:
    """Drop what no article uses, and the theme's fonts, which hide those of a style."""
    from docx.oxml.ns import qn

    root = document.styles.element
    for style in list(root.findall(qn("w:style"))):
        if style.get(qn("w:styleId"), "").endswith("Tok"):
            root.remove(style)
    for fonts in root.iter(qn("w:rFonts")):
        for name in list(fonts.attrib):
            if name.endswith("Theme") or name == qn("w:cstheme"):
                del fonts.attrib[name]
    defaults = root.find(f".//{qn('w:rPrDefault')}//{qn('w:rFonts')}")
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        defaults.set(qn(f"w:{name}"), SERIF)


def _apply(document: DocumentType, look: Look) -> None:
    from docx.enum.style import WD_STYLE_TYPE

    styles = document.styles
    if look.name in {style.name for style in styles}:
        style = styles[look.name]
    else:
        known = look.name in ("Header", "Footer")
        style = styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH, builtin=known)
        # The name as pandoc makes it an id of, where python-docx would write "header".
        style.element.styleId = look.name.replace(" ", "")
    if look.base:
        style.base_style = styles[look.base]
    style.quick_style = True
    style.hidden = False
    _shape(style, look)
    _letters(style, look)


def _shape(style: ParagraphStyle, look: Look) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    alignments = {
        "": WD_ALIGN_PARAGRAPH.LEFT,
        "center": WD_ALIGN_PARAGRAPH.CENTER,
        "right": WD_ALIGN_PARAGRAPH.RIGHT,
    }
    shape = style.paragraph_format
    shape.alignment = alignments[look.align]
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    shape.left_indent = Pt(look.left)
    shape.first_line_indent = Pt(-look.hanging)
    shape.keep_with_next = look.keep_with_next
    shape.keep_together = look.keep_together
    shape.widow_control = True


def _letters(style: ParagraphStyle, look: Look) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    letters = style.font
    if look.font:
        letters.name = look.font
        fonts = style.element.rPr.rFonts
        fonts.set(qn("w:cs"), look.font)
    if look.size:
        letters.size = Pt(look.size)
    letters.bold, letters.italic = look.bold, look.italic
    if look.name.startswith(("Heading", "Title")):
        letters.color.rgb = RGBColor.from_string(_INK)
    elif look.color:
        letters.color.rgb = RGBColor.from_string(look.color)


def _tables(document: DocumentType) -> None:
    """Give pandoc's table style the base it names and lines between its rows."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn

    root = document.styles.element
    table = next(s for s in root.findall(qn("w:style")) if s.get(qn("w:styleId")) == "Table")
    table.attrib.pop(qn("w:default"), None)
    base = parse_xml(
        f'<w:style {nsdecls("w")} w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>'
        '<w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style>"
    )
    table.addprevious(base)


def _links(document: DocumentType) -> None:
    from docx.shared import RGBColor

    link = document.styles["Hyperlink"].font
    link.color.rgb = RGBColor.from_string(_INK)
    link.underline = True


def _page_number(paragraph: Paragraph) -> None:
    """PAGE / NUMPAGES as fields, which Word and LibreOffice fill in."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for number, name in enumerate(("PAGE", "NUMPAGES")):
        if number:
            paragraph.add_run(" / ")
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), f" {name} ")
        paragraph.add_run("1")
        field.append(paragraph.runs[-1]._r)  # noqa: SLF001  python-docx has no fields
        paragraph._p.append(field)  # noqa: SLF001
