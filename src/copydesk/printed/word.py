"""Word documents, read by their paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from copydesk.printed.found import REF, STYLES, Printed, Sheet

if TYPE_CHECKING:
    from lxml import etree

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PICTURE: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
#: What the style of a paragraph ends in where it is the last of its kind.
_LAST: Final = "Last"
#: Elements of WordprocessingML that end a text; of the others, `t` holds one.
_ENDS: Final = frozenset(
    f"{_W}{name}" for name in ("p", "br", "tab", "softHyphen", "noBreakHyphen")
)
_T, _P, _MARK = f"{_W}t", f"{_W}p", f"{_W}bookmarkStart"
#: Those that say something; most of the others are the looks of a run.
_READ: Final = (_T, f"{_W}pStyle", f"{_W}hyperlink", _MARK, _PICTURE, *sorted(_ENDS))


def docx(data: bytes, _: Sheet) -> Printed:
    """A Word document, its notes included."""
    from copydesk.system import archive, xml

    printed = Printed()
    members = archive.read(data)
    for name in ("word/document.xml", "word/footnotes.xml"):
        if name in members:
            printed.texts.append("".join(_running(xml.parse(members[name]), printed)))
    return printed


def _running(root: etree._Element, printed: Printed) -> Iterator[str]:
    """The text of `root`; that of its entries goes into `printed`."""
    key, listed, told = "", False, ""
    for element in root.iter(*_READ):
        tag = element.tag
        if tag == _P:
            listed, told = False, ""
        elif tag == f"{_W}pStyle":
            style = element.get(f"{_W}val", "")
            listed, told = style == "Bibliography", STYLES.get(style.removesuffix(_LAST), "")
            if told:
                printed.tell(told, "")
        elif tag == _MARK:
            name = element.get(f"{_W}name", "")
            key = name if name.startswith(REF) else key
        elif tag == f"{_W}hyperlink" and not listed:
            target = element.get(f"{_W}anchor", "")
            if target.startswith(REF):
                printed.links[target] += 1
        text = _said(element)
        if listed:
            printed.entries[key] = printed.entries.get(key, "") + text
        elif told:
            printed.told[told] += text
        else:
            yield text


def _said(element: etree._Element) -> str:
    if element.tag == _T:
        return element.text or ""
    if element.tag == _PICTURE:
        return element.get("descr", "")
    return "\n" if element.tag in _ENDS else ""
