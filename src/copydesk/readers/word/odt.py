"""An .odt → `Copy`: its text, and what lies beside the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from copydesk.config import Config
from copydesk.errors import Refused
from copydesk.gate import xml
from copydesk.gate.archive import Container
from copydesk.readers.document import Copy, refuse_lines
from copydesk.readers.word.odt_body import OdtBody
from copydesk.readers.word.odt_frames import Frames
from copydesk.readers.word.odt_runs import OdtRuns
from copydesk.readers.word.odt_styles import OdtStyles
from copydesk.readers.word.pictures import Pictures
from copydesk.readers.word.running import is_telling
from copydesk.readers.word.styles import Styles
from copydesk.readers.word.xml import below, child, holds_more, name

if TYPE_CHECKING:
    from lxml import etree

_CONTENT: Final = "content.xml"
_MANIFEST: Final = "META-INF/manifest.xml"
_RUNNING: Final = (
    ("style:header", "page header"), ("style:header-left", "page header"),
    ("style:header-first", "page header"), ("style:footer", "page footer"),
    ("style:footer-left", "page footer"), ("style:footer-first", "page footer"),
)  # fmt: skip
_PAGING: Final = frozenset(("text:page-number", "text:page-count", "text:page-continuation"))


def read_odt_copy(data: bytes, path: str, config: Config) -> Copy:
    """What the .odt in `data` says; `Refused` for one that must not be opened."""
    copy = Copy()
    container = Container(data, path, config.limits)
    _refuse_locked(container)
    content = _root(container, _CONTENT)
    text = child(content, "office:body", "office:text") if content is not None else None
    if content is None or text is None:
        message = f"`{path}` holds no OpenDocument text, whatever its name says"
        hint = "open it in the program it came from, save it as .odt and send that"
        raise Refused(message, hint=hint, code="refuse.type")
    if holds_more(text, "text:p", config.limits.lines):
        raise refuse_lines(path, config.limits.lines)
    common = _root(container, "styles.xml")
    roots = [root for root in (common, content) if root is not None]
    styles = OdtStyles.of(roots, Styles.load())
    frames = Frames(container, Pictures(copy, config.limits), copy)
    copy.blocks = OdtBody(styles, copy, OdtRuns(styles, copy, frames)).read(text)
    if common is not None:
        _name_running_lines(common, copy)
    _read_properties(container, copy)
    return copy


def _root(container: Container, member: str) -> etree._Element | None:
    if member not in container:
        return None
    return xml.received(container.markup(member), f"{container.path}: {member}")


def _refuse_locked(container: Container) -> None:
    """The manifest of a locked file names what its parts are locked with."""
    manifest = container.markup(_MANIFEST) if _MANIFEST in container else b""
    if "encrypted-package" in container or re.search(rb"[:<]encryption-data\b", manifest):
        raise Refused(
            f"`{container.path}` is locked with a password",
            hint="open it with the password, save it without one and send that",
            code="refuse.container",
        )


def _name_running_lines(root: etree._Element, copy: Copy) -> None:
    for kind, what in _RUNNING:
        for element in below(root, kind):
            text = " ".join(_printed(element).split())
            if is_telling(text):
                copy.running[text] = what


def _printed(element: etree._Element) -> str:
    """The text of an element without numbers of pages."""
    pieces = [element.text or ""]
    for found in element:
        kind = name(found)
        if kind and kind not in _PAGING:
            pieces.append(" " * kind.startswith(("text:p", "text:tab", "text:s")) + _printed(found))
        pieces.append(found.tail or "")
    return "".join(pieces)


def _read_properties(container: Container, copy: Copy) -> None:
    root = _root(container, "meta.xml")
    meta = child(root, "office:meta")
    title = child(meta, "dc:title")
    creator = child(meta, "meta:initial-creator")
    creator = creator if creator is not None else child(meta, "dc:creator")
    copy.title = " ".join((title.text or "").split()) if title is not None else ""
    copy.creator = " ".join((creator.text or "").split()) if creator is not None else ""
