"""Drawings of a .docx, old (VML) and new: pictures, boxes of text, and what is neither."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from copydesk.gate.archive import Container
from copydesk.readers.document import Copy, Shown
from copydesk.readers.word.package import Part
from copydesk.readers.word.pictures import Pictures, spoken
from copydesk.readers.word.xml import attribute, below, children, name

if TYPE_CHECKING:
    from lxml import etree

#: What no edition can hold.
_LOST: Final = {"o:OLEObject": "embedded object", "c:chart": "chart", "dgm:relIds": "diagram"}


@dataclass(slots=True)
class Drawing:
    """What a drawing holds. `ruled` says that it is a horizontal rule."""

    pictures: list[Shown] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    ruled: bool = False


class Drawings:
    """Reads the drawings of one document."""

    def __init__(self, container: Container, pictures: Pictures, copy: Copy) -> None:
        self._container = container
        self._pictures = pictures
        self._copy = copy

    def read(self, element: etree._Element, part: Part) -> Drawing:
        """What a `w:drawing`, `w:pict` or `w:object` holds."""
        found = Drawing()
        alt = ""
        for inner in _outside_boxes(element):
            kind = name(inner)
            if kind in ("wp:docPr", "pic:cNvPr"):
                alt = attribute(inner, "descr") or alt or attribute(inner, "title")
            elif kind in ("v:shape", "v:rect"):
                alt = attribute(inner, "alt") or alt
                found.ruled |= attribute(inner, "o:hr") in ("t", "true", "1")
            elif kind == "w:txbxContent":
                found.boxes.append(inner)
            elif kind in ("v:textpath", "a:t"):
                found.texts.append(attribute(inner, "string") or inner.text or "")
            elif kind in ("a:blip", "v:imagedata"):
                keys = (attribute(inner, key) for key in ("r:embed", "r:link", "r:id"))
                said = alt or attribute(inner, "o:title")
                self._show(found, next((key for key in keys if key), ""), said, part)
            elif kind in _LOST:
                self._lose(inner, kind, alt)
        return found

    def _lose(self, element: etree._Element, kind: str, alt: str) -> None:
        said = attribute(element, "ProgID") or spoken(alt)[:80]
        self._copy.drop(f"{_LOST[kind]} “{said}”" if said else _LOST[kind])

    def _show(self, found: Drawing, key: str, alt: str, part: Part) -> None:
        relation = part.relations.get(key)
        if relation is None:
            if key or spoken(alt):
                found.pictures.append(self._pictures.missing("", alt, "is not in the file"))
            return
        if relation.external:
            # Nothing is fetched; the address stands for the picture.
            found.pictures.append(Shown(relation.target, spoken(alt)))
        elif relation.target not in self._container:
            found.pictures.append(
                self._pictures.missing(relation.target, alt, "is not in the file")
            )
        elif not self._pictures.is_small(self._container.size(relation.target)):
            why = "is larger than `limits.picture_bytes`"
            found.pictures.append(self._pictures.missing(relation.target, alt, why))
        else:
            data = self._container.read(relation.target)
            found.pictures.append(self._pictures.show(data, alt, relation.target))


def _outside_boxes(element: etree._Element) -> Iterator[etree._Element]:
    """The elements of a drawing in order; boxes are named, what is in them is their own.

    Of two versions of one thing, the first that holds anything is read.
    """
    for found in children(element):
        kind = name(found)
        if kind == "mc:AlternateContent":
            versions = list(children(found))
            spoke = next((version for version in versions if _holds(version)), None)
            if spoke is not None:
                yield from _outside_boxes(spoke)
            continue
        yield found
        if kind != "w:txbxContent":
            yield from _outside_boxes(found)


def _holds(version: etree._Element) -> bool:
    keys = ("w:txbxContent", "a:blip", "v:imagedata", "c:chart", "dgm:relIds", "a:t")
    return any(True for key in keys for _ in below(version, key))
