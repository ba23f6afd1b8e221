"""The file of the review copy: its paragraphs, comments, styles, and what frames the pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from html import escape
from typing import Final

from copydesk.catalogue import EPOCH, first_day, language, record
from copydesk.config import Config
from copydesk.docket import FORBIDDEN, SPACE, Docket
from copydesk.gate import archive
from copydesk.model import Article
from copydesk.registry import Copy
from copydesk.theme import Theme
from copydesk.writers.docx_looks import PAPERS, Look, family, looks, paper
from copydesk.writers.docx_properties import properties
from copydesk.writers.docx_styles import HEAD, SPACES, styles
from copydesk.writers.proof import shown
from copydesk.writers.reference_docx import fonts, office_theme, settings
from copydesk.writers.review_runs import DESK, Comment

_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE: Final = "application/vnd.openxmlformats-package"
_CORE: Final = "http://schemas.openxmlformats.org/package/2006/relationships/metadata"
#: Parts below word/ that the document refers to, and what they are declared as; each one's
#: place here is its id.
_PARTS: Final = {
    "styles": f"{_WORD}.styles+xml",
    "settings": f"{_WORD}.settings+xml",
    "fontTable": f"{_WORD}.fontTable+xml",
    "numbering": f"{_WORD}.numbering+xml",
    "theme": "application/vnd.openxmlformats-officedocument.theme+xml",
    "comments": f"{_WORD}.comments+xml",
    "header": f"{_WORD}.header+xml",
    "footer": f"{_WORD}.footer+xml",
}
#: Where the docket lies, its properties, and the id that these give it: no clock, no chance.
_DOCKET: Final = "customXml/item1.xml"
_TOLD: Final = "customXml/itemProps1.xml"
_DOCKET_ID: Final = "{5F0C1E5A-64D2-4F6B-9B0E-C0DE5C0DE501}"
_LEGEND: Final = (
    "Accept all changes for the edited text, reject all for the text as received."
    " Grey lines are not part of the article. Answer a comment by the number of an answer."
)
_INITIALS: Final = "cd"
_GREY: Final = "8A8A8A"
#: A margin that leaves room for the comments, in twentieths of a point.
_MARGIN: Final = 1418
#: The copy looks alike at every desk: it is no edition.
_THEME: Final = Theme()

#: What the received lines need besides the styles of every DOCX.
_OWN: Final = (
    Look("List Paragraph", "Body Text", left=18),
    Look("Left Out", "Normal", 9, 12, after=2, font=family("sans"), color=_GREY),
    Look("Blank Line", "Normal", 4, 5),
    Look("annotation text", "Normal", 10, 13),
)


def moment(article: Article) -> str:
    """When the desk changed and asked, for a file that must not know the clock."""
    return f"{first_day(article.front.date_iso) or EPOCH}T00:00:00Z"


def document(paragraphs: Iterable[str], config: Config) -> bytes:
    """The part with the text, a paragraph each."""
    body = ("".join(paragraphs) or "<w:p/>") + _section(config)
    return f"{HEAD}<w:document {SPACES}><w:body>{body}</w:body></w:document>".encode()


def package(
    copy: Copy, text: bytes, comments: Sequence[Comment], lists: str, docket: Docket
) -> bytes:
    """The file around the parts `text` and `lists`; equal articles give equal bytes.

    The `docket` lies in a part of its own, which Word and LibreOffice carry along.
    """
    article, config = copy.article, copy.config
    tongue = language(article, config)
    parts = {
        "styles": _styles(tongue, config.publication.paper),
        "settings": settings(tongue, tracked=True),
        "fontTable": fonts(_THEME),
        "numbering": lists,
        "theme": office_theme(_THEME),
        "comments": _comments(comments, moment(article)),
        "header": _header(article),
        "footer": _footer(),
    }
    members = {f"word/{name}.xml": part.encode() for name, part in parts.items()}
    members["word/document.xml"] = text
    members |= properties(record(article, config, copy.slug))
    members["[Content_Types].xml"] = _types().encode()
    members["_rels/.rels"] = _relations(
        (f"{_OFFICE}/officeDocument", "word/document.xml"),
        (f"{_CORE}/core-properties", "docProps/core.xml"),
        (f"{_OFFICE}/extended-properties", "docProps/app.xml"),
    )
    members["word/_rels/document.xml.rels"] = _relations(
        *((f"{_OFFICE}/{name}", f"{name}.xml") for name in _PARTS),
        (f"{_OFFICE}/customXml", f"../{_DOCKET}"),
    )
    members |= _custom(docket)
    return archive.write(members)


def _custom(docket: Docket) -> dict[str, bytes]:
    """The parts of the docket, by name."""
    space = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
    told = (
        f'{HEAD}<ds:datastoreItem xmlns:ds="{space}" ds:itemID="{_DOCKET_ID}"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{SPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    )
    return {
        _DOCKET: f"{HEAD}{docket.markup()}".encode(),
        "customXml/_rels/item1.xml.rels": _relations(
            (f"{_OFFICE}/customXmlProps", "itemProps1.xml")
        ),
        _TOLD: told.encode(),
    }


# ── comments ─────────────────────────────────────────────────────────────────


def _comments(comments: Iterable[Comment], at: str) -> str:
    rows = "".join(
        f'<w:comment w:id="{number}" w:author="{DESK}" w:date="{at}" w:initials="{_INITIALS}">'
        f"{''.join(_remarks(comment))}</w:comment>"
        for number, comment in enumerate(comments)
    )
    return f"{HEAD}<w:comments {SPACES}>{rows}</w:comments>"


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
    sides = "".join(f' w:{side}="{_MARGIN}"' for side in ("top", "right", "bottom", "left"))
    return (
        f'<w:sectPr><w:headerReference w:type="default" r:id="{_id("header")}"/>'
        f'<w:footerReference w:type="default" r:id="{_id("footer")}"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"/><w:pgMar{sides} w:header="{_MARGIN // 2}"'
        f' w:footer="{_MARGIN // 2}" w:gutter="0"/></w:sectPr>'
    )


def _header(article: Article) -> str:
    """Which file was received, so that a copy that was mailed around can be told."""
    sent = article.edited.submission
    words = f"{shown(sent.path)} · SHA-256 {sent.sha256}" if sent.sha256 else shown(sent.path)
    return f"{HEAD}<w:hdr {SPACES}>{_framing('Header', f'<w:r>{_text(words)}</w:r>')}</w:hdr>"


def _footer() -> str:
    number = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    legend = f"<w:r>{_text(_LEGEND + ' · ')}</w:r>"
    return f"{HEAD}<w:ftr {SPACES}>{_framing('Footer', legend + number)}</w:ftr>"


def _framing(style: str, runs: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'


# ── styles ───────────────────────────────────────────────────────────────────


@cache
def _styles(language: str, size: str) -> str:
    return styles((*looks(_THEME), *_OWN), _THEME, language, paper(size, _THEME))


# ── the package ──────────────────────────────────────────────────────────────


def _id(part: str) -> str:
    return f"rId{list(_PARTS).index(part) + 1}"


def _relations(*targets: tuple[str, str]) -> bytes:
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{HEAD}<Relationships xmlns="{space}">{rows}</Relationships>'.encode()


def _types() -> str:
    named = [("word/document.xml", f"{_WORD}.document.main+xml")]
    named += [(f"word/{part}.xml", kind) for part, kind in _PARTS.items()]
    named += [
        ("docProps/core.xml", f"{_PACKAGE}.core-properties+xml"),
        (
            "docProps/app.xml",
            "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        ),
        (_TOLD, "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"),
    ]
    rows = "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in named)
    return (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="{_PACKAGE}.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{rows}</Types>'
    )
