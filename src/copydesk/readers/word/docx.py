"""A .docx → `Copy`: its text, and what lies beside the text.

Own walks stand in the place of pandoc, which was measured on the same files: it prints
hidden text, loses boxes, the content controls and alternative texts of .odt, and every
style and the tracked deletions of .rtf, and starting it costs ten times what a walk does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from copydesk.config import Config
from copydesk.gate.archive import Container
from copydesk.readers.document import Copy, refuse_lines
from copydesk.readers.word.docx_body import Body
from copydesk.readers.word.docx_drawings import Drawings
from copydesk.readers.word.docx_runs import Runs
from copydesk.readers.word.docx_styles import DocxStyles
from copydesk.readers.word.fields import Fields
from copydesk.readers.word.package import Package
from copydesk.readers.word.pictures import Pictures
from copydesk.readers.word.running import is_telling
from copydesk.readers.word.styles import Styles
from copydesk.readers.word.xml import attribute, below, child, holds_more, name

if TYPE_CHECKING:
    from lxml import etree

_PAGE: Final = (("header", "page header"), ("footer", "page footer"))


def read_package(data: bytes, path: str, config: Config) -> Copy:
    """What the .docx in `data` says; `Refused` for one that must not be opened."""
    copy = Copy()
    package = Package(Container(data, path, config.limits))
    if holds_more(package.main.root, "w:p", config.limits.lines):
        raise refuse_lines(path, config.limits.lines)
    styles = DocxStyles.of(package.first("styles"), Styles.load())
    drawings = Drawings(package.container, Pictures(copy, config.limits), copy)
    body = Body(package, copy, Runs(styles, copy, drawings, package.main))
    copy.blocks = body.read(package.main)
    _count_comments(package, copy)
    _name_running_lines(package, copy)
    properties = package.properties()
    if properties is not None:
        copy.title = _property(properties, "dc:title")
        copy.creator = _property(properties, "dc:creator")
    return copy


def _count_comments(package: Package, copy: Copy) -> None:
    part = package.first("comments")
    for comment in below(part.root, "w:comment") if part else ():
        texts = (_printed(paragraph) for paragraph in below(comment, "w:p"))
        copy.comments.add(" ".join(texts))


def _name_running_lines(package: Package, copy: Copy) -> None:
    """Record what stands at the head and foot of pages; numbers of pages say nothing."""
    for kind, what in _PAGE:
        for target in package.main.targets(kind):
            if target not in package.container:
                continue
            root = package.part(target).root
            text = " ".join(" ".join(map(_printed, below(root, "w:p"))).split())
            if is_telling(text):
                copy.running[text] = what


def _printed(paragraph: etree._Element) -> str:
    """The text of a paragraph without numbers of pages and deletions."""
    fields, pieces = Fields(), []
    for found in paragraph.iter():
        kind = name(found)
        if kind == "w:fldChar":
            steps = {"begin": fields.begin, "separate": fields.separate, "end": fields.end}
            steps.get(attribute(found, "w:fldCharType"), lambda: None)()
        elif kind == "w:instrText":
            fields.code(found.text or "")
        elif kind == "w:t" and not fields.is_paging and not fields.is_code:
            pieces.append(found.text or "")
        elif kind in ("w:tab", "w:br"):
            pieces.append(" ")
    return "".join(pieces)


def _property(properties: etree._Element, key: str) -> str:
    found = child(properties, key)
    return " ".join((found.text or "").split()) if found is not None else ""
