"""Frames and shapes of an .odt: pictures, boxes of text, formulas, and what is neither."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from copydesk.gate import pictures as kinds
from copydesk.gate import xml
from copydesk.gate.archive import Container
from copydesk.readers.document import Copy, Run, Shown
from copydesk.readers.word.math import formula
from copydesk.readers.word.pictures import Pictures, spoken
from copydesk.readers.word.xml import attribute, child, children, name

if TYPE_CHECKING:
    from lxml import etree

_LOST: Final = {
    "draw:object-ole": "embedded object", "draw:plugin": "embedded media",
    "draw:applet": "embedded program", "draw:floating-frame": "embedded page",
}  # fmt: skip


@dataclass(slots=True)
class Frame:
    """What a frame holds; `boxes` are elements with paragraphs in them."""

    pictures: list[Shown] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    formulas: list[Run] = field(default_factory=list)


class Frames:
    """Reads the frames of one document."""

    def __init__(self, container: Container, pictures: Pictures, copy: Copy) -> None:
        self._container = container
        self._pictures = pictures
        self._copy = copy

    def read(self, element: etree._Element) -> Frame:
        """What a `draw:` element holds, those inside it included."""
        found = Frame()
        self._into(found, element)
        return found

    def _into(self, found: Frame, element: etree._Element) -> None:
        alt = _alt(element)
        images = []
        has_object = False
        for inner in children(element):
            kind = name(inner)
            if kind == "draw:image":
                images.append(attribute(inner, "xlink:href"))
            elif kind in ("draw:object", *_LOST):
                has_object = True
                self._object(found, inner, kind, alt)
            elif kind == "draw:text-box":
                found.boxes.append(inner)
            elif kind.startswith("draw:"):
                self._into(found, inner)
        if any(name(inner) in ("text:p", "text:list") for inner in children(element)):
            found.boxes.append(element)  # a shape holds its paragraphs itself
        if images and not has_object:
            found.pictures.append(self._image(images, alt))

    def _image(self, addresses: list[str], alt: str) -> Shown:
        """The first version of a picture that an edition can hold, else the first."""
        for address in addresses:
            if address.startswith(("http://", "https://")):
                return Shown(address, spoken(alt))
        held = [place for place in map(_place, addresses) if place in self._container]
        for place in held:
            if self._pictures.is_small(self._container.size(place)):
                data = self._container.read(place)
                if kinds.kind(data):
                    return self._pictures.show(data, alt, place)
        if not held:
            return self._pictures.missing(_place(addresses[0]), alt, "is not in the file")
        small = self._pictures.is_small(self._container.size(held[0]))
        why = "is no PNG, JPEG, GIF or WebP" if small else "is larger than `limits.picture_bytes`"
        return self._pictures.missing(held[0], alt, why)

    def _object(self, found: Frame, element: etree._Element, kind: str, alt: str) -> None:
        """A formula is read; of any other object only its name is kept."""
        if kind == "draw:object":
            inline = child(element, "math:math")
            root = inline if inline is not None else self._document(element)
            if root is not None and name(root) == "math:math":
                found.formulas += formula(root)
                return
        said = spoken(alt)[:80]
        what = _LOST.get(kind, "embedded object")
        self._copy.drop(f"{what} “{said}”" if said else what)

    def _document(self, element: etree._Element) -> etree._Element | None:
        place = f"{_place(attribute(element, 'xlink:href'))}/content.xml"
        if place not in self._container:
            return None
        where = f"{self._container.path}: {place}"
        return xml.received(self._container.markup(place), where)


def _place(address: str) -> str:
    return posixpath.normpath(unquote(address)).lstrip("/")


def _alt(element: etree._Element) -> str:
    """A description stands before a title."""
    for kind in ("svg:desc", "svg:title"):
        found = child(element, kind)
        if found is not None and (found.text or "").strip():
            return found.text or ""
    return ""
