"""The pages of a DOCX: their size, what stands at their heads and feet, and the logo."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Final

from lxml import etree

from copydesk.catalogue import Record, shortened
from copydesk.gate import pictures
from copydesk.model import Picture
from copydesk.writers.docx_looks import Paper, paper
from copydesk.writers.docx_styles import HEAD, SPACES
from copydesk.writers.logo import logo

if TYPE_CHECKING:
    from copydesk.config import Config
    from copydesk.writers.docx_package import Package

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006"
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
#: Letters that a running head has room for, its two parts together, and the first of them.
_HEAD_LENGTH: Final = 84
_NAME_LENGTH: Final = 40
#: How tall and wide a logo is at most, in the units of drawings: 14 and 60 millimetres.
_TALL, _WIDE = 14 * 36_000, 60 * 36_000
_PIXEL: Final = 9525


def frame(package: Package, body: etree._Element, about: Record, config: Config) -> None:
    """Set `body` on its pages, under a head and above a foot."""
    marginalia = {
        ("header", "default"): put(
            package, "header1", "header", head(about.publication.name, about.title)
        ),
        ("footer", "default"): put(package, "footer1", "footer", foot()),
        ("footer", "first"): put(package, "footer2", "footer", foot()),
    }
    if above := masthead(package, about, config):
        marginalia["header", "first"] = above
    for old in list(body.iter(f"{_W}sectPr")):
        body.remove(old)
    body.append(section(marginalia, config))


def put(package: Package, name: str, kind: str, text: str) -> str:
    """Add a head or foot; returns the id by which a section names it."""
    package.put(f"word/{name}.xml", text.encode(), f"{_WORD}.{kind}+xml")
    return package.relate(f"{name}.xml", kind)


def section(marginalia: Mapping[tuple[str, str], str], config: Config) -> etree._Element:
    """The pages of a section, with heads and feet by kind and the pages that each is for."""
    found = etree.Element(f"{_W}sectPr")
    for (kind, pages), identity in marginalia.items():
        element = etree.SubElement(found, f"{_W}{kind}Reference", {f"{_W}type": pages})
        element.set(f"{_R}id", identity)
    _measures(found, paper(config.publication.paper, config.theme))
    return found


def masthead(package: Package, about: Record, config: Config) -> str:
    """The id of the head of a first page, with the logo or the name of the publication, or ""."""
    mark = logo(config)
    if not mark and not about.publication.name:
        return ""
    if mark:
        suffix = (pictures.kind(mark.data) or ("", ""))[1]
        package.put(f"word/media/logo{suffix}", mark.data, mark.media_type)
        relation = (
            f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
            f'relationships"><Relationship Id="rId1" Type="{_OFFICE}/image"'
            f' Target="media/logo{suffix}"/></Relationships>'
        )
        package.put("word/_rels/header2.xml.rels", relation.encode())
    return put(package, "header2", "header", _masthead(about, mark))


def _measures(section: etree._Element, page: Paper) -> None:
    sides = {"top": page.top, "right": page.right, "bottom": page.bottom, "left": page.left}
    for tag, values in (
        ("pgSz", {"w": page.width, "h": page.height}),
        ("pgMar", sides | {"header": page.top // 2, "footer": page.bottom // 2, "gutter": 0}),
    ):
        element = etree.SubElement(section, f"{_W}{tag}")
        for name, value in values.items():
            element.set(f"{_W}{name}", str(value))
    etree.SubElement(section, f"{_W}titlePg")


def head(name: str, title: str) -> str:
    """The `name` of what is read at the one edge, its `title` at the other, as in a PDF."""
    from copydesk.writers.heads import running_title

    name = shortened(name, _NAME_LENGTH)
    title = shortened(running_title(title), _HEAD_LENGTH - len(name))
    words = (name, title) if name else (title,)
    runs = "<w:r><w:tab/></w:r>".join(f"<w:r>{_text(one)}</w:r>" for one in words)
    return _part("hdr", "Header", runs)


def _masthead(about: Record, mark: Picture | None) -> str:
    """Logo and name of the publication and what places the article in it, above the first page."""
    publication = about.publication
    rest = "".join(f"\u2002·\u2002{part}" for part in about.place)
    runs = []
    if mark:
        runs.append(f"<w:r>{_drawn(mark, publication.name or about.publisher or 'Logo')}</w:r>")
    if publication.name:
        runs.append(f"<w:r>{_text(f'  {publication.name}' if mark else publication.name)}</w:r>")
    if rest:
        look = '<w:rPr><w:rStyle w:val="MastheadDetail"/></w:rPr>'
        runs.append(f"<w:r>{look}{_text(rest)}</w:r>")
    return _part("hdr", "Masthead", "".join(runs))


def foot() -> str:
    """PAGE / NUMPAGES as fields, which Word and LibreOffice fill in."""
    fields = (
        f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        for name in ("PAGE", "NUMPAGES")
    )
    return _part("ftr", "Footer", f"<w:r>{_text(' / ')}</w:r>".join(fields))


def _part(kind: str, style: str, runs: str) -> str:
    return (
        f'{HEAD}<w:{kind} {SPACES}><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'
        f"</w:{kind}>"
    )


def _text(words: str) -> str:
    return f'<w:t xml:space="preserve">{escape(words, quote=False)}</w:t>'


def _drawn(mark: Picture, words: str) -> str:
    wide, tall = (side * _PIXEL for side in pictures.size(mark.data))
    scale = min(1, _WIDE / wide, _TALL / tall)
    extent = f'cx="{round(wide * scale)}" cy="{round(tall * scale)}"'
    about = f'name="Logo" descr="{escape(words)}"'
    return (
        f'<w:drawing><wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" distT="0" distB="0"'
        f' distL="0" distR="0"><wp:extent {extent}/><wp:docPr id="1" {about}/>'
        f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/picture">'
        f'<pic:pic xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr><pic:cNvPr id="1" {about}/>'
        '<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId1"/><a:stretch>'
        '<a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext {extent}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
