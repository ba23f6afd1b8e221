"""One article with all that an edition can say, as a .docx; LibreOffice makes the others of it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

from readers.wordfiles import (
    docx,
    field,
    item,
    notes,
    numbering,
    p,
    part,
    picture,
    png,
    r,
    styles,
    table,
)

_BOLD = "<w:b/>"
_ITALIC = "<w:i/>"
_LINK = '<w:hyperlink r:id="rlink">' + r("the survey of the port") + "</w:hyperlink>"


def _call(kind: str, key: int) -> str:
    raised = '<w:vertAlign w:val="superscript"/>'
    return f'<w:r><w:rPr>{raised}</w:rPr><w:{kind}Reference w:id="{key}"/></w:r>'


BODY = (
    p("The Long Way of the Mud", "Titel")
    + p("What a harbour owes to its dredgers", "Untertitel")
    + p(
        r("Every spring the channel is ")
        + r("two metres", _BOLD)
        + r(" shallower than in autumn, says ")
        + _LINK
        + r(", and every spring it is ")
        + r("dug out again", _ITALIC)
        + r(".")
        + _call("footnote", 1)
        + r(" Nobody has counted the cost.")
    )
    + p("Where the mud comes from", "berschrift1")
    + p("Three rivers meet above the town – “none of them clean”, as the pilots say:")
    + item("the northern one carries sand,", 1)
    + item("from the quarries and", 1, 1)
    + item("from the new road;", 1, 1)
    + item("the southern one carries clay.", 1)
    + p("The engineers go by a plan:")
    + item("measure the bed;", 2)
    + item("mark the shoals;", 2)
    + item("dig.", 2)
    + p("A second look", "berschrift2")
    + p(
        r("At 20 °C a litre weighs 1.3 kg of H")
        + r("2", '<w:vertAlign w:val="subscript"/>')
        + r("O and silt, or 10")
        + r("3", '<w:vertAlign w:val="superscript"/>')
        + r(" grains.")
        + _call("endnote", 1)
    )
    + p("We dig where our fathers dug, and our sons will dig there too.", "Zitat")
    + table(
        f"{r('Year', _BOLD)} | {r('Tonnes', _BOLD)}", "2021 | 40,000", "2022 | 52,500", header=True
    )
    + p(picture("rpicture", "A dredger at work below the bridge"))
    + p(r("Figure ") + field(" SEQ Figure ", r("1")) + r(": The dredger in May"), "Beschriftung")
    + p("<w:r><w:t>Mud in, mud out,</w:t><w:br/><w:t>the tide turns about.</w:t></w:r>")
    + p("The last word belongs to the river.")
)


_BY = 'w:author="A. Nother" w:date="2024-05-01T09:00:00Z"'
_BOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0"'
    ' distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0" locked="0"'
    ' layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH'
    ' relativeFrom="column"><wp:posOffset>0</wp:posOffset></wp:positionH><wp:positionV'
    ' relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV><wp:extent'
    ' cx="900000" cy="500000"/><wp:wrapSquare wrapText="bothSides"/><wp:docPr id="5" name="Box"/>'
    '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/'
    'wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="900000" cy="500000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    f"</wps:spPr><wps:txbx><w:txbxContent>{p('In the box.')}</w:txbxContent></wps:txbx>"
    "<wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
    "</mc:AlternateContent></w:r>"
)


def _head(text: str, level: int) -> str:
    place = f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="3"/></w:numPr>'
    return p(text, f"berschrift{level}", place)


def _cell(text: str, properties: str = "") -> str:
    width = '<w:tcW w:w="2000" w:type="dxa"/>'
    return f"<w:tc><w:tcPr>{width}{properties}</w:tcPr>{p(text) if text else p(r(''))}</w:tc>"


_MERGED = (
    "<w:tbl><w:tblPr/><w:tblGrid>" + '<w:gridCol w:w="2000"/>' * 3 + "</w:tblGrid><w:tr>"
    + _cell("wide", '<w:gridSpan w:val="2"/>').replace("2000", "4000")
    + _cell("tall", '<w:vMerge w:val="restart"/>')
    + "</w:tr><w:tr>" + _cell("a") + _cell("b") + _cell("", "<w:vMerge/>") + "</w:tr></w:tbl>"
)  # fmt: skip
#: A manuscript that is still worked on, and what an edition has no use for.
REVISED = (
    p("The Mud, Second Draft", "Titel")
    + _head("First", 1)
    + _head("Under it", 2)
    + _head("Second", 1)
    + p(r("A paragraph with a box.") + _BOX)
    + p(
        r("Kept ")
        + f'<w:ins w:id="1" {_BY}>{r("new ")}</w:ins>'
        + f'<w:del w:id="2" {_BY}><w:r><w:delText xml:space="preserve">old, gone </w:delText></w:r>'
        + f"</w:del>{r('words ')}{r('SECRET ', '<w:vanish/>')}{r('end.')}"
    )
    + p(
        r("Re")
        + '<w:commentRangeStart w:id="1"/>'
        + r("marked")
        + '<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>'
    )
    + p(field(' HYPERLINK "https://example.org/x" ', r("a page")) + r(", 漢字, 😀, Ж, a\u00a0b"))
    + item("five", 2)
    + item("six", 2)
    + p("In between.")
    + item("seven", 2)
    + p("if mud:", "Quelltext")
    + p("dig()", "Quelltext")
    + _MERGED
    + p("Below the table.")
    + p("Within one winter the harbour had silted up, as the pilots of the town had always said:")
    + p("We told the board.", "", '<w:ind w:left="720" w:right="720"/>')
    + p("Nobody of the board had an answer to us.", "", '<w:ind w:left="720" w:right="720"/>')
    + p(
        r("Two years later the same board paid for ")
        + r("two dredgers", "<w:strike/>")
        + r(" a dredger, which came too late for the fishermen.")
    )
)


def revised() -> bytes:
    """The manuscript as a .docx."""
    lists = numbering("bullet", "decimal %1)", "decimal %1. | decimal %1.%2")
    remark = f'<w:comment w:id="1" {_BY} w:initials="x">{p("Is that so?")}</w:comment>'
    return docx(
        REVISED,
        {
            "word/styles.xml": styles(),
            "word/numbering.xml": lists.replace(
                b'<w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1)"',
                b'<w:start w:val="5"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1)"',
            ),
            "word/comments.xml": part("comments", remark),
        },
    )


def article() -> bytes:
    """The article as a .docx."""
    return docx(
        BODY,
        {
            "word/styles.xml": styles(),
            "word/numbering.xml": numbering("bullet | bullet", "decimal %1. | lowerLetter %2)"),
            "word/footnotes.xml": notes("footnote", p("Measured in March.")),
            "word/endnotes.xml": notes("endnote", p("See the tables of the port office.")),
            "word/media/image1.png": png(),
        },
        ("rlink", "hyperlink", "https://example.org/survey?year=2022"),
        ("rpicture", "image", "media/image1.png"),
    )


def converted(tool: Callable[[str], str], folder: Path, data: bytes, *suffixes: str) -> list[bytes]:
    """`data`, a .docx, as LibreOffice writes it in each of the formats."""
    source = folder / "article.docx"
    source.write_bytes(data)
    for suffix in suffixes:
        subprocess.run(
            [
                tool("soffice"), f"-env:UserInstallation=file://{folder / 'profile'}", "--headless",
                "--convert-to", suffix, "--outdir", str(folder), str(source),
            ],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
    return [source.with_suffix(f".{suffix}").read_bytes() for suffix in suffixes]
