"""The parts of a .docx: which there are, and how they lead to each other.

Nothing is found by its usual place: the relations say where the text, the notes and the
pictures lie.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from copydesk.errors import Refused
from copydesk.readers.text import refuse_lines
from copydesk.readers.word.xml import below, children, holds_more, name
from copydesk.settings.limits import Limits
from copydesk.system import xml
from copydesk.system.archive import Container

if TYPE_CHECKING:
    from lxml import etree

_TYPES: Final = "[Content_Types].xml"
_MACROS: Final = "macroenabled"


@dataclass(frozen=True, slots=True)
class Relation:
    """Where a part leads: `kind` is the last word of the relation's type."""

    kind: str
    target: str
    external: bool


@dataclass(frozen=True, slots=True)
class XmlPart:
    """An XML part: its root and its relations by id."""

    root: etree._Element
    relations: dict[str, Relation]


class Package:
    """A .docx that is read part by part.

    Raises `Refused` for one with macros, that holds no Word text, or has more paragraphs than
    `limits.lines`.
    """

    def __init__(self, data: bytes, path: str, limits: Limits) -> None:
        self.container = Container(data, path, limits)
        self.path = path
        self._refuse_macros()
        self._relations = self._read_relations("")
        main = next(self._list_parts(self._relations, "officeDocument"), None)
        if main is None or name(main.root) != "w:document":
            message = f"`{self.path}` contains no Word text, despite its name"
            hint = "open it in its program, save it as .docx and send that"
            raise Refused(message, hint=hint, code="refuse.type")
        self.main = main
        if holds_more(self.main.root, "w:p", limits.lines):
            raise refuse_lines(path, limits.lines)

    def parts(self, kind: str) -> Iterator[XmlPart]:
        """The parts that the main part leads to by relations of `kind`."""
        return self._list_parts(self.main.relations, kind)

    def first(self, kind: str) -> XmlPart | None:
        """The first of the `parts` of `kind`, if there is one."""
        return next(self.parts(kind), None)

    def properties(self) -> etree._Element | None:
        """The root of the properties of the document."""
        found = next(self._list_parts(self._relations, "core-properties"), None)
        return found.root if found else None

    def _list_parts(self, relations: dict[str, Relation], kind: str) -> Iterator[XmlPart]:
        for one in relations.values():
            if one.kind == kind and not one.external and one.target in self.container:
                yield XmlPart(self._parse(one.target), self._read_relations(one.target))

    def _parse(self, member: str) -> etree._Element:
        return xml.received(self.container.markup(member), f"{self.path}: {member}")

    def _read_relations(self, member: str) -> dict[str, Relation]:
        folder, base = posixpath.split(member)
        place = posixpath.join(folder, "_rels", f"{base}.rels")
        if place not in self.container:
            return {}
        found = {}
        for element in below(self._parse(place), "rel:Relationship"):
            external = element.get("TargetMode") == "External"
            target = element.get("Target") or ""
            if not external:
                # Written from the root of the package, or from the folder of the part.
                whole = target.lstrip("/") if target[:1] == "/" else f"{folder}/{target}"
                target = posixpath.normpath(unquote(whole)).lstrip("/")
            kind = (element.get("Type") or "").rpartition("/")[2]
            found[element.get("Id") or ""] = Relation(kind, target, external)
        return found

    def _refuse_macros(self) -> None:
        if _TYPES not in self.container:
            return
        listed = children(self._parse(_TYPES))
        types = (str(element.get("ContentType")).lower() for element in listed)
        if any(_MACROS in kind or "vbaproject" in kind for kind in types):
            raise Refused(
                f"`{self.path}` is a Word document with macros (.docm)",
                hint="save it as .docx, without macros, and send that",
                code="refuse.type",
            )
