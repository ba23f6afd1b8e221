"""The file of the review copy: its paragraphs, comments, styles, and what frames the pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from typing import Final

from copydesk.config import Config
from copydesk.gate import archive
from copydesk.model import Article
from copydesk.record import EPOCH, first_day, record
from copydesk.registry import Copy
from copydesk.writers.docx import MARGIN, PAPERS
from copydesk.writers.docx_properties import properties
from copydesk.writers.proof import shown
from copydesk.writers.reference_docx import LOOKS, SANS, SERIF, Look
from copydesk.writers.review_runs import DESK, FORBIDDEN, Comment

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES: Final = (
    f'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{_OFFICE}"'
)
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE: Final = "application/vnd.openxmlformats-package"
_CORE: Final = "http://schemas.openxmlformats.org/package/2006/relationships/metadata"
#: Parts below word/ that the document refers to, and what they are declared as; each one's
#: place here is its id.
_PARTS: Final = {
    "styles": f"{_WORD}.styles+xml",
    "settings": f"{_WORD}.settings+xml",
    "fontTable": f"{_WORD}.fontTable+xml",
    "theme": "application/vnd.openxmlformats-officedocument.theme+xml",
    "comments": f"{_WORD}.comments+xml",
    "header": f"{_WORD}.header+xml",
    "footer": f"{_WORD}.footer+xml",
}
_LEGEND: Final = (
    "Accept all changes for the edited text, reject all for the text as received."
    " Grey lines are not part of the article."
)
_INITIALS: Final = "cd"
_GREY: Final = "8A8A8A"
_MONO: Final = "Consolas"

#: What the received lines need besides the styles of every DOCX.
_OWN: Final = (
    Look("List Paragraph", "Body Text", left=18),
    Look("Left Out", "Normal", 9, after=2, font=SANS, color=_GREY),
    Look("annotation text", "Normal", 10, after=0),
)
#: Word's own names where they are not those that a user sees.
_BUILT_IN: Final = {"Header": "header", "Footer": "footer", "Footnote Text": "footnote text"}
_CHARACTERS: Final = (
    ("CommentReference", "annotation reference", '<w:sz w:val="16"/>'),
    ("Hyperlink", "Hyperlink", '<w:color w:val="1F3A5F"/><w:u w:val="single"/>'),
    ("VerbatimChar", "Verbatim Char", f'<w:rFonts w:ascii="{_MONO}" w:hAnsi="{_MONO}"/>'),
)


def moment(article: Article) -> str:
    """When the desk changed and asked, for a file that must not know the clock."""
    return f"{first_day(article.front.date_iso) or EPOCH}T00:00:00Z"


def document(paragraphs: Iterable[str], config: Config) -> bytes:
    """The part with the text, a paragraph each."""
    body = ("".join(paragraphs) or "<w:p/>") + _section(config)
    return f"{_HEAD}<w:document {_SPACES}><w:body>{body}</w:body></w:document>".encode()


def package(copy: Copy, text: bytes, comments: Sequence[Comment]) -> bytes:
    """The file around the part `text`; equal articles give equal bytes."""
    article, config = copy.article, copy.config
    language = config.language(article.front.language)
    parts = {
        "styles": _styles(language),
        "settings": _settings(language),
        "fontTable": _fonts(),
        "comments": _comments(comments, moment(article)),
        "header": _header(article),
        "footer": _footer(),
    }
    members = {f"word/{name}.xml": (_HEAD + part).encode() for name, part in parts.items()}
    members["word/document.xml"] = text
    members["word/theme.xml"] = _theme()
    members |= properties(record(article, config, copy.slug))
    members["[Content_Types].xml"] = _types().encode()
    members["_rels/.rels"] = _relations(
        (f"{_OFFICE}/officeDocument", "word/document.xml"),
        (f"{_CORE}/core-properties", "docProps/core.xml"),
        (f"{_OFFICE}/extended-properties", "docProps/app.xml"),
    )
    members["word/_rels/document.xml.rels"] = _relations(
        *((f"{_OFFICE}/{name}", f"{name}.xml") for name in _PARTS)
    )
    return archive.write(members)


# ── comments ─────────────────────────────────────────────────────────────────


def _comments(comments: Iterable[Comment], at: str) -> str:
    rows = "".join(
        f'<w:comment w:id="{number}" w:author="{DESK}" w:date="{at}" w:initials="{_INITIALS}">'
        f"{''.join(_remarks(comment))}</w:comment>"
        for number, comment in enumerate(comments)
    )
    return f"<w:comments {_SPACES}>{rows}</w:comments>"


def _remarks(comment: Comment) -> Iterator[str]:
    sign = '<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:annotationRef/></w:r>'
    for number, words in enumerate(comment.paragraphs):
        text = _text(words)
        yield (
            '<w:p><w:pPr><w:pStyle w:val="annotationtext"/></w:pPr>'
            f"{'' if number else sign}<w:r>{text}</w:r></w:p>"
        )


def _text(words: str) -> str:
    return f'<w:t xml:space="preserve">{escape(FORBIDDEN.sub("", words), quote=False)}</w:t>'


# ── the pages ────────────────────────────────────────────────────────────────


def _section(config: Config) -> str:
    width, height = PAPERS[config.publication.paper]
    sides = "".join(f' w:{side}="{MARGIN}"' for side in ("top", "right", "bottom", "left"))
    return (
        f'<w:sectPr><w:headerReference w:type="default" r:id="{_id("header")}"/>'
        f'<w:footerReference w:type="default" r:id="{_id("footer")}"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"/><w:pgMar{sides} w:header="{MARGIN // 2}"'
        f' w:footer="{MARGIN // 2}" w:gutter="0"/></w:sectPr>'
    )


def _header(article: Article) -> str:
    """Which file was received, so that a copy that was mailed around can be told."""
    sent = article.galley.submission
    words = f"{shown(sent.path)} · SHA-256 {sent.sha256}" if sent.sha256 else shown(sent.path)
    return f"<w:hdr {_SPACES}>{_framing('Header', f'<w:r>{_text(words)}</w:r>')}</w:hdr>"


def _footer() -> str:
    number = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    legend = f"<w:r>{_text(_LEGEND + ' · ')}</w:r>"
    return f"<w:ftr {_SPACES}>{_framing('Footer', legend + number)}</w:ftr>"


def _framing(style: str, runs: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'


# ── styles and settings ──────────────────────────────────────────────────────


@cache
def _styles(language: str) -> str:
    """The looks of the house, without the parts that pandoc's text alone needs."""
    fonts = "".join(f' w:{name}="{SERIF}"' for name in ("ascii", "hAnsi", "cs", "eastAsia"))
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts{fonts}/><w:lang w:val="{escape(language)}"'
        "/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )
    paragraphs = "".join(map(_paragraph_style, (*LOOKS, *_OWN)))
    characters = "".join(
        f'<w:style w:type="character" w:styleId="{name}"><w:name w:val="{shown_as}"/>'
        f"<w:rPr>{look}</w:rPr></w:style>"
        for name, shown_as, look in _CHARACTERS
    )
    return f"<w:styles {_SPACES}>{defaults}{paragraphs}{characters}</w:styles>"


def _paragraph_style(look: Look) -> str:
    name = _BUILT_IN.get(look.name, look.name.replace("Heading", "heading"))
    default = ' w:default="1"' if look.name == "Normal" else ""
    base = f'<w:basedOn w:val="{_style_id(look.base)}"/>' if look.base else ""
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{_style_id(look.name)}">'
        f'<w:name w:val="{name}"/>{base}<w:qFormat/><w:pPr>{_shape(look)}</w:pPr>'
        f"<w:rPr>{_letters(look)}</w:rPr></w:style>"
    )


def _style_id(name: str) -> str:
    return name.replace(" ", "")


def _shape(look: Look) -> str:
    """Paragraph properties, sizes in twentieths of a point."""
    keep = "<w:keepNext/>" if look.keep_with_next else ""
    together = "<w:keepLines/>" if look.keep_together else ""
    spacing = f'<w:spacing w:before="{look.before * 20:.0f}" w:after="{look.after * 20:.0f}"/>'
    indent = f'<w:ind w:left="{look.left * 20:.0f}" w:hanging="{look.hanging * 20:.0f}"/>'
    align = f'<w:jc w:val="{look.align}"/>' if look.align else ""
    return keep + together + spacing + (indent if look.left else "") + align


def _letters(look: Look) -> str:
    """Run properties, sizes in half points."""
    font = look.font
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:cs="{font}"/>' if font else ""
    bold, italic = "<w:b/>" * (look.bold is True), "<w:i/>" * (look.italic is True)
    color = f'<w:color w:val="{look.color}"/>' if look.color else ""
    size = f'<w:sz w:val="{look.size * 2:.0f}"/>' if look.size else ""
    return fonts + bold + italic + color + size


def _settings(language: str) -> str:
    """What the editor changes by hand is tracked too."""
    return (
        f"<w:settings {_SPACES}><w:trackRevisions/><w:compat><w:compatSetting"
        ' w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word"'
        f' w:val="15"/></w:compat><w:themeFontLang w:val="{escape(language)}"/></w:settings>'
    )


def _fonts() -> str:
    rows = "".join(f'<w:font w:name="{name}"/>' for name in (SERIF, SANS, _MONO))
    return f"<w:fonts {_SPACES}>{rows}</w:fonts>"


@cache
def _theme() -> bytes:
    """Colours and fonts that Word offers; nothing in the text refers to them."""
    return (files("copydesk") / "house" / "theme.xml").read_bytes()


# ── the package ──────────────────────────────────────────────────────────────


def _id(part: str) -> str:
    return f"rId{list(_PARTS).index(part) + 1}"


def _relations(*targets: tuple[str, str]) -> bytes:
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{_HEAD}<Relationships xmlns="{space}">{rows}</Relationships>'.encode()


def _types() -> str:
    named = [("word/document.xml", f"{_WORD}.document.main+xml")]
    named += [(f"word/{part}.xml", kind) for part, kind in _PARTS.items()]
    named += [
        ("docProps/core.xml", f"{_PACKAGE}.core-properties+xml"),
        (
            "docProps/app.xml",
            "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        ),
    ]
    rows = "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in named)
    return (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="{_PACKAGE}.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{rows}</Types>'
    )
