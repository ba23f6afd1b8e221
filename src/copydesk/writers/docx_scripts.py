"""The direction of paragraphs and runs in a DOCX whose language is written from right to left.

Word takes everything for written from left to right unless it is told; pages find out by
themselves.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from lxml import etree

from copydesk.model import Galley
from copydesk.writers.docx_styles import is_right_to_left

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RIGHT: Final = frozenset(("R", "AL"))
#: Paragraph properties that stand behind the direction.
_BEHIND: Final = tuple(
    f"{_W}{name}" for name in ("adjustRightInd", "snapToGrid", "spacing", "ind", "jc", "outlineLvl")
)


def is_plain(_: Galley, language: str) -> bool:
    """Whether an article in `language` needs no directions."""
    return not is_right_to_left(language)


def turn(root: etree._Element, _: str) -> None:
    """Give the paragraphs, tables and pages of a part their direction."""
    for paragraph in root.iter(f"{_W}p"):
        if direction("".join(text.text or "" for text in paragraph.iter(f"{_W}t"))) == "L":
            continue
        _mark_paragraph(paragraph)
        for run in paragraph.iter(f"{_W}r"):
            words = "".join(text.text or "" for text in run.iter(f"{_W}t"))
            found = any(unicodedata.bidirectional(char) in _RIGHT for char in words)
            if found or not direction(words):
                _mark_run(run)
    for section in root.iter(f"{_W}sectPr"):
        etree.SubElement(section, f"{_W}bidi")
    for table in root.iter(f"{_W}tblPr"):
        style = table.find(f"{_W}tblStyle")
        table.insert(0 if style is None else 1, etree.Element(f"{_W}bidiVisual"))


def direction(text: str) -> str:
    """The direction of the first letter of `text` that has one: R, L or "".

    >>> direction("12. שלום"), direction("“Lo”"), direction("1999")
    ('R', 'L', '')
    """
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in _RIGHT or kind == "L":
            return "L" if kind == "L" else "R"
    return ""


def _mark_paragraph(paragraph: etree._Element) -> None:
    properties = paragraph.find(f"{_W}pPr")
    if properties is None:
        properties = etree.Element(f"{_W}pPr")
        paragraph.insert(0, properties)
    mark = etree.Element(f"{_W}bidi")
    behind = next((child for child in properties if child.tag in _BEHIND), None)
    if behind is None:
        properties.append(mark)
    else:
        behind.addprevious(mark)


def _mark_run(run: etree._Element) -> None:
    properties = run.find(f"{_W}rPr")
    if properties is None:
        properties = etree.Element(f"{_W}rPr")
        run.insert(0, properties)
    etree.SubElement(properties, f"{_W}rtl")
