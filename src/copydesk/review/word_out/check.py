"""The law of the review copy, held against the text of the finished file itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from copydesk.errors import BrokenLaw
from copydesk.model import EditedText
from copydesk.readers.word.manifest import FORBIDDEN
from copydesk.system import xml

if TYPE_CHECKING:
    from lxml import etree

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LETTERS: Final = (f"{_W}t", f"{_W}delText", f"{_W}tab", f"{_W}br")
_SIGNS: Final = {f"{_W}tab": "\t", f"{_W}br": "\n"}

#: What holds no text of a line: its shape, with stops of tabs, and the calls of notes.
_BESIDE: Final = (f"{_W}pPr", f"{_W}hyperlink")


def check_copy(document: bytes, edited: EditedText) -> None:
    """Raise `BrokenLaw` unless `document`, the part with the text, leads to both of its texts.

    Every change accepted it is the edited one, every change rejected the received one, line
    by line, without what no XML can hold.
    """
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
