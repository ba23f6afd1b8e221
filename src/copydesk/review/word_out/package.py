"""The file of the review copy: its parts and their package, and whether it leads to both texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from copydesk.composition.catalogue import EPOCH, first_day, language, record
from copydesk.config import Config
from copydesk.errors import BrokenLaw
from copydesk.model import Article, EditedText
from copydesk.readers.word.manifest import FORBIDDEN, SPACE, Manifest
from copydesk.registry import WriterInput
from copydesk.review.markup import shown
from copydesk.review.word_out.runs import DESK, Comment
from copydesk.settings.theme import Theme
from copydesk.writers.docx import write_properties
from copydesk.writers.docx_reference import (
    HEAD,
    add_part,
    fill_template,
    make_reference,
    pack_package,
)
from copydesk.writers.paper_size import measure_paper

if TYPE_CHECKING:
    from lxml import etree

#: Where the manifest lies, and its properties.
_MANIFEST: Final = "/customXml/item1.xml"
_TOLD: Final = "/customXml/itemProps1.xml"
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LETTERS: Final = (f"{_W}t", f"{_W}delText", f"{_W}tab", f"{_W}br")
_SIGNS: Final = {f"{_W}tab": "\t", f"{_W}br": "\n"}
#: What holds no text of a line: its shape, with stops of tabs, and the calls of notes.
_BESIDE: Final = (f"{_W}pPr", f"{_W}hyperlink")
#: The copy looks alike at every desk: it is no edition.
_THEME: Final = Theme()


def moment(article: Article) -> str:
    """When the desk changed and asked, for a file that must not know the clock."""
    return f"{first_day(article.front.date_iso) or EPOCH}T00:00:00Z"


def document(paragraphs: Iterable[str], config: Config) -> bytes:
    """The part with the text, a paragraph each."""
    page = measure_paper(config.publication.paper, _THEME)
    return _fill("document", text="".join(paragraphs) or "<w:p/>", page=page)


def _fill(part: str, **values: object) -> bytes:
    return fill_template("review", which=part, **values)


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
    sent = article.edited.submission
    head = _fill("header", path=shown(sent.path), sha256=sent.sha256)
    add_part(main, "HEADER", "/word/header.xml", head)
    add_part(main, "FOOTER", "/word/footer.xml", _fill("footer"))
    tongue, size = language(article, config), config.publication.paper
    for kind, path, data in make_reference(_THEME, tongue, size, review=True):
        add_part(main, kind, path, data)
    add_part(main, "NUMBERING", "/word/numbering.xml", lists)
    rows = [[FORBIDDEN.sub("", words) for words in one.paragraphs] for one in comments]
    remarks = _fill("comments", comments=rows, at=moment(article), author=DESK)
    add_part(main, "COMMENTS", "/word/comments.xml", remarks)
    add_part(main, "CUSTOM_XML", _MANIFEST, f"{HEAD}{manifest.markup()}".encode(), CONTENT_TYPE.XML)
    told = _fill("item", space=SPACE)
    item = main.part_related_by(RELATIONSHIP_TYPE.CUSTOM_XML)
    add_part(item, "CUSTOM_XML_PROPS", _TOLD, told, CONTENT_TYPE.OFC_CUSTOM_XML_PROPERTIES)
    write_properties(made, record(article, config, copy.slug))
    return pack_package(made)


def check_copy(document: bytes, edited: EditedText) -> None:
    """Raise `BrokenLaw` unless `document`, the part with the text, leads to both of its texts.

    Every change accepted it is the edited one, every change rejected the received one, line
    by line, without what no XML can hold.
    """
    from copydesk.system import xml

    lines = xml.parse(document).findall(f"{_W}body/{_W}p")
    if len(lines) != max(len(edited.lines), 1):
        raise BrokenLaw("the review copy has not a paragraph a line", code="law.output")
    for found, received, line in zip(lines, edited.submission.lines, edited.lines, strict=False):
        for verdict, skipped, wanted, code in (
            ("accepting", f"{_W}del", line.text, "law.replay"),
            ("rejecting", f"{_W}ins", received.text, "law.revert"),
        ):
            if _text(found, skipped) != FORBIDDEN.sub("", wanted):
                message = f"{verdict} the changes of line {line.number} gives another text"
                raise BrokenLaw(message, code=code)


def _text(paragraph: etree._Element, skipped: str) -> str:
    """The text of `paragraph` but that of the changes `skipped`, and of what Word sets itself."""
    return "".join(
        _SIGNS.get(str(leaf.tag)) or leaf.text or ""
        for part in paragraph
        if part.tag not in (skipped, *_BESIDE)
        for leaf in part.iter(*_LETTERS)
    )
