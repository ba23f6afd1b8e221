"""Word processors' files written by hand: as little around the text as the formats allow."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping

from copydesk.system import archive

OOXML = "http://schemas.openxmlformats.org"
SPACES = " ".join(
    f'xmlns:{prefix}="{space}"'
    for prefix, space in {
        "w": f"{OOXML}/wordprocessingml/2006/main",
        "r": f"{OOXML}/officeDocument/2006/relationships",
        "m": f"{OOXML}/officeDocument/2006/math",
        "a": f"{OOXML}/drawingml/2006/main",
        "wp": f"{OOXML}/drawingml/2006/wordprocessingDrawing",
        "pic": f"{OOXML}/drawingml/2006/picture",
        "c": f"{OOXML}/drawingml/2006/chart",
        "mc": f"{OOXML}/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
    }.items()
)
RELATIONS = f"{OOXML}/package/2006/relationships"
KINDS = f"{OOXML}/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"

#: Name of a style → what it looks like. The ids are those of a German Word, the names Word's.
STYLES = {
    "Standard": ("Normal", ""),
    "Titel": ("Title", ""),
    "Untertitel": ("Subtitle", ""),
    "Verfasser": ("Author", ""),
    "berschrift1": ("heading 1", "<w:rPr><w:b/></w:rPr>"),
    "berschrift2": ("heading 2", "<w:rPr><w:b/></w:rPr>"),
    "Zitat": ("Quote", "<w:rPr><w:i/></w:rPr>"),
    "Beschriftung": ("caption", "<w:rPr><w:b/></w:rPr>"),
    "Quelltext": ("Source Code", ""),
    "Verzeichnis1": ("toc 1", ""),
    "Listenabsatz": ("List Paragraph", '<w:pPr><w:ind w:left="720"/></w:pPr>'),
    "Eigen": ("House Head", '<w:basedOn w:val="berschrift2"/>'),
}
CHARACTERS = {
    "Fett": ("Strong", "<w:rPr><w:b/></w:rPr>"),
    "Kursiv": ("Emphasis", "<w:rPr><w:i/></w:rPr>"),
}


def png(width: int = 8, height: int = 8, shade: int = 200) -> bytes:
    """A grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    rows = (b"\x00" + bytes([shade]) * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def relations(*rows: tuple[str, str, str]) -> bytes:
    """Relations of a part: (id, kind, target); a target with a colon lies outside."""
    entries = "".join(
        f'<Relationship Id="{key}" Type="{KINDS}/{kind}" Target="{target}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if ':' in target else ''}/>"
        for key, kind, target in rows
    )
    return f'<Relationships xmlns="{RELATIONS}">{entries}</Relationships>'.encode()


def part(root: str, content: str) -> bytes:
    return f'<?xml version="1.0"?><w:{root} {SPACES}>{content}</w:{root}>'.encode()


def styles() -> bytes:
    paragraphs = ""
    for key, (name, rest) in STYLES.items():
        default = ' w:default="1"' if name == "Normal" else ""
        paragraphs += (
            f'<w:style w:type="paragraph" w:styleId="{key}"{default}><w:name w:val="{name}"/>'
            f"{rest}</w:style>"
        )
    characters = "".join(
        f'<w:style w:type="character" w:styleId="{key}"><w:name w:val="{name}"/>{rest}</w:style>'
        for key, (name, rest) in CHARACTERS.items()
    )
    return part("styles", paragraphs + characters)


def numbering(*lists: str) -> bytes:
    """Lists 1, 2, …: each a row of levels, `bullet` or a form with its label, `decimal %1.`."""
    abstract, numbers = "", ""
    for key, levels in enumerate(lists, 1):
        rows = ""
        for place, level in enumerate(levels.split("|")):
            form, _, label = level.strip().partition(" ")
            rows += (
                f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
                f'<w:lvlText w:val="{label or "•"}"/><w:pPr><w:ind w:left="{720 * (place + 1)}"'
                ' w:hanging="360"/></w:pPr></w:lvl>'
            )
        abstract += f'<w:abstractNum w:abstractNumId="{key}">{rows}</w:abstractNum>'
        numbers += f'<w:num w:numId="{key}"><w:abstractNumId w:val="{key}"/></w:num>'
    return part("numbering", abstract + numbers)


def notes(kind: str, *texts: str) -> bytes:
    """Notes 1, 2, … of `kind`, each a row of paragraphs."""
    sign = f'<w:r><w:{kind}Ref/></w:r><w:r><w:t xml:space="preserve"> </w:t></w:r>'
    rows = f'<w:{kind} w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:{kind}>'
    for key, text in enumerate(texts, 1):
        rows += f'<w:{kind} w:id="{key}">{text.replace("<w:p>", f"<w:p>{sign}", 1)}</w:{kind}>'
    return part(f"{kind}s", rows)


def docx(body: str, parts: Mapping[str, bytes] | None = None, *more: tuple[str, str, str]) -> bytes:
    """A .docx whose text is `body`; `parts` are further members, `more` further relations."""
    given = dict(parts or {})
    known = {
        name: (f"r{name}", name, f"{name}.xml")
        for name in ("styles", "numbering", "footnotes", "endnotes", "comments", "header1")
        if f"word/{name}.xml" in given
    }
    if "header1" in known:
        known["header1"] = ("rheader1", "header", "header1.xml")
    types = "".join(
        f'<Override PartName="/{name}" ContentType="{WORD}.{name[5:-4].rstrip("1")}+xml"/>'
        for name in given
        if name.startswith("word/") and name.endswith(".xml")
    )
    return archive.write(
        {
            "[Content_Types].xml": (
                f'<Types xmlns="{OOXML}/package/2006/content-types">'
                '<Default Extension="rels"'
                ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                '<Default Extension="png" ContentType="image/png"/>'
                '<Default Extension="xml" ContentType="application/xml"/>'
                f'<Override PartName="/word/document.xml" ContentType="{WORD}.document.main+xml"/>'
                f"{types}</Types>"
            ).encode(),
            "_rels/.rels": relations(("d", "officeDocument", "word/document.xml")),
            "word/_rels/document.xml.rels": relations(*known.values(), *more),
            "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
            **given,
        }
    )


def p(text: str, style: str = "", properties: str = "") -> str:
    """A paragraph; `text` without a tag is one run."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    runs = text if text.startswith("<") else r(text)
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{runs}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def item(text: str, num: int, level: int = 0) -> str:
    """A paragraph of the list `num`."""
    place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'
    return p(text, "", place)


def field(instruction: str, result: str) -> str:
    """A field and the runs of its result."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def table(*rows: str, header: bool = False) -> str:
    """A table; cells are parted by bars. The first row may be marked as a header."""
    made = ""
    for place, row in enumerate(rows):
        mark = "<w:trPr><w:tblHeader/></w:trPr>" if header and not place else ""
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>{p(cell.strip())}</w:tc>'
            for cell in row.split("|")
        )
        made += f"<w:tr>{mark}{cells}</w:tr>"
    columns = '<w:gridCol w:w="2000"/>' * (rows[0].count("|") + 1)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{made}</w:tbl>"


def picture(key: str, alt: str) -> str:
    """A run that shows the picture with the relation `key`."""
    size = 'cx="914400" cy="914400"'
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent {size}/><wp:docPr id="1" name="Picture 1"'
        f' descr="{alt}"/><a:graphic><a:graphicData uri="{OOXML}/drawingml/2006/picture">'
        '<pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="a.png"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{key}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )


ODF = "urn:oasis:names:tc:opendocument:xmlns"
ODF_SPACES = " ".join(
    f'xmlns:{prefix}="{space}"'
    for prefix, space in {
        **{
            prefix: f"{ODF}:{name}:1.0"
            for prefix, name in {
                "office": "office", "text": "text", "table": "table", "draw": "drawing",
                "style": "style", "svg": "svg-compatible", "fo": "xsl-fo-compatible",
                "meta": "meta", "manifest": "manifest",
            }.items()
        },
        "dc": "http://purl.org/dc/elements/1.1/",
        "xlink": "http://www.w3.org/1999/xlink",
        "math": "http://www.w3.org/1998/Math/MathML",
        "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
    }.items()
)  # fmt: skip


def odt(
    body: str,
    automatic: str = "",
    named: str = "",
    masters: str = "",
    parts: Mapping[str, bytes] | None = None,
) -> bytes:
    """An .odt whose text is `body`: styles that are automatic, named ones, pages."""
    return archive.write(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": f"<manifest:manifest {ODF_SPACES}/>".encode(),
            "content.xml": (
                f"<office:document-content {ODF_SPACES}><office:automatic-styles>{automatic}"
                f"</office:automatic-styles><office:body><office:text>{body}</office:text>"
                "</office:body></office:document-content>"
            ).encode(),
            "styles.xml": (
                f"<office:document-styles {ODF_SPACES}><office:styles>{named}</office:styles>"
                f"<office:master-styles>{masters}</office:master-styles></office:document-styles>"
            ).encode(),
            **(parts or {}),
        }
    )


def rtf(body: str, head: str = "") -> bytes:
    """An .rtf whose text is `body`; what is not ASCII is written as numbers."""
    fonts = r"{\fonttbl{\f0 Times New Roman;}{\f1\fcharset2 Symbol;}{\f2\fcharset204 Times Cyr;}}"
    source = rf"{{\rtf1\ansi\ansicpg1252\deff0\uc1{fonts}{head}" + body + "}"
    return "".join(
        sign if ord(sign) < 128 else f"\\u{ord(sign) if ord(sign) < 0x8000 else ord(sign) - 65536}?"
        for sign in source
    ).encode("ascii")
