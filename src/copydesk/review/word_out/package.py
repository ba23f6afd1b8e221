"""The file of the review copy: its paragraphs, comments, styles, and what frames the pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Final

from copydesk.composition.catalogue import EPOCH, first_day, language, record
from copydesk.config import Config
from copydesk.model import Article
from copydesk.readers.word.manifest import FORBIDDEN, SPACE, Manifest
from copydesk.registry import WriterInput
from copydesk.review.markup import shown
from copydesk.review.word_out.runs import DESK, Comment
from copydesk.settings.theme import Theme
from copydesk.writers.docx import write_properties
from copydesk.writers.docx_reference import (
    HEAD,
    SPACES,
    add_part,
    make_reference,
    pack_package,
)
from copydesk.writers.paper_size import measure_paper

#: The ids that the text knows its head and foot by.
_HEADER, _FOOTER = "rId1", "rId2"
#: Where the manifest lies, its properties, and the id that these give it: no clock, no chance.
_MANIFEST: Final = "/customXml/item1.xml"
_TOLD: Final = "/customXml/itemProps1.xml"
_MANIFEST_ID: Final = "{5F0C1E5A-64D2-4F6B-9B0E-C0DE5C0DE501}"
_LEGEND: Final = (
    "Accept all changes for the edited text, reject all for the text as received."
    " Grey lines are not part of the article. Answer a comment by the number of an answer."
)
_INITIALS: Final = "cd"
#: A margin that leaves room for the comments, in twentieths of a point.
_MARGIN: Final = 1418
#: The copy looks alike at every desk: it is no edition.
_THEME: Final = Theme()


def moment(article: Article) -> str:
    """When the desk changed and asked, for a file that must not know the clock."""
    return f"{first_day(article.front.date_iso) or EPOCH}T00:00:00Z"


def document(paragraphs: Iterable[str], config: Config) -> bytes:
    """The part with the text, a paragraph each."""
    body = ("".join(paragraphs) or "<w:p/>") + _section(config)
    return f"{HEAD}<w:document {SPACES}><w:body>{body}</w:body></w:document>".encode()


def package(
    copy: WriterInput, text: bytes, comments: Sequence[Comment], lists: bytes, manifest: Manifest
) -> bytes:
    """The file around the parts `text` and `lists`; equal articles give equal bytes.

    The `manifest` lies in a part of its own, which Word and LibreOffice carry along.
    """
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.package import OpcPackage

    article, config = copy.article, copy.config
    made = OpcPackage()
    add_part(made, "OFFICE_DOCUMENT", "/word/document.xml", text, CONTENT_TYPE.WML_DOCUMENT_MAIN)
    main = made.main_document_part
    add_part(main, "HEADER", "/word/header.xml", _header(article).encode())
    add_part(main, "FOOTER", "/word/footer.xml", _footer().encode())
    tongue, size = language(article, config), config.publication.paper
    for kind, path, data in make_reference(_THEME, tongue, size, review=True):
        add_part(main, kind, path, data)
    add_part(main, "NUMBERING", "/word/numbering.xml", lists)
    remarks = _comments(comments, moment(article))
    add_part(main, "COMMENTS", "/word/comments.xml", remarks.encode())
    add_part(main, "CUSTOM_XML", _MANIFEST, f"{HEAD}{manifest.markup()}".encode(), CONTENT_TYPE.XML)
    space = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
    told = (
        f'{HEAD}<ds:datastoreItem xmlns:ds="{space}" ds:itemID="{_MANIFEST_ID}"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{SPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    )
    item = main.part_related_by(RELATIONSHIP_TYPE.CUSTOM_XML)
    add_part(item, "CUSTOM_XML_PROPS", _TOLD, told.encode(), CONTENT_TYPE.OFC_CUSTOM_XML_PROPERTIES)
    write_properties(made, record(article, config, copy.slug))
    return pack_package(made)


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
            '<w:p><w:pPr><w:pStyle w:val="AnnotationText"/></w:pPr>'
            f"{'' if number else sign}<w:r>{text}</w:r></w:p>"
        )


def _text(words: str) -> str:
    return f'<w:t xml:space="preserve">{escape(FORBIDDEN.sub("", words), quote=False)}</w:t>'


# ── the pages ────────────────────────────────────────────────────────────────


def _section(config: Config) -> str:
    page = measure_paper(config.publication.paper, _THEME)
    sides = "".join(f' w:{side}="{_MARGIN}"' for side in ("top", "right", "bottom", "left"))
    return (
        f'<w:sectPr><w:headerReference w:type="default" r:id="{_HEADER}"/>'
        f'<w:footerReference w:type="default" r:id="{_FOOTER}"/>'
        f'<w:pgSz w:w="{page.width}" w:h="{page.height}"/><w:pgMar{sides} w:header="{_MARGIN // 2}"'
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
