"""The parts of a .docx: which there are, how they lead to each other, how they are numbered.

Nothing is found by its usual place: the relations say where the text, the notes and the
pictures lie.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from copydesk.errors import Refused
from copydesk.gate import xml
from copydesk.gate.archive import Container
from copydesk.readers.word.numbering import Level, Numbering
from copydesk.readers.word.xml import attribute, below, child, children, name, number

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
class Part:
    """An XML part: its root and its relations by id."""

    root: etree._Element
    relations: dict[str, Relation]

    def targets(self, kind: str) -> list[str]:
        """The names of the parts that this one leads to by relations of `kind`."""
        return [
            relation.target
            for relation in self.relations.values()
            if relation.kind == kind and not relation.external
        ]


class Package:
    """A .docx that is read part by part.

    Raises `Refused` for one with macros, or that holds no Word text.
    """

    def __init__(self, container: Container) -> None:
        self.container = container
        self.path = container.path
        self._refuse_macros()
        mains = [
            relation.target
            for relation in self._relations("").values()
            if relation.kind == "officeDocument" and relation.target in container
        ]
        if not mains or name(self.part(mains[0]).root) != "w:document":
            message = f"`{self.path}` holds no Word text, whatever its name says"
            hint = "open it in the program it came from, save it as .docx and send that"
            raise Refused(message, hint=hint, code="refuse.type")
        self.main = self.part(mains[0])

    def part(self, member: str) -> Part:
        """The part that the member `member` holds."""
        data = self.container.markup(member)
        return Part(xml.received(data, f"{self.path}: {member}"), self._relations(member))

    def first(self, kind: str) -> Part | None:
        """The part that the main part leads to by a relation of `kind`, if there is one."""
        targets = (target for target in self.main.targets(kind) if target in self.container)
        target = next(targets, None)
        return self.part(target) if target else None

    def properties(self) -> etree._Element | None:
        """The root of the properties of the document."""
        for relation in self._relations("").values():
            if relation.kind == "core-properties" and relation.target in self.container:
                return self.part(relation.target).root
        return None

    @cached_property
    def lists(self) -> Lists:
        return Lists(self.first("numbering"))

    def _relations(self, member: str) -> dict[str, Relation]:
        folder, base = posixpath.split(member)
        place = posixpath.join(folder, "_rels", f"{base}.rels")
        if place not in self.container:
            return {}
        root = xml.received(self.container.markup(place), f"{self.path}: {place}")
        found = {}
        for element in below(root, "rel:Relationship"):
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
        root = xml.received(self.container.markup(_TYPES), f"{self.path}: {_TYPES}")
        types = (str(element.get("ContentType")).lower() for element in children(root))
        if any(_MACROS in kind or "vbaproject" in kind for kind in types):
            raise Refused(
                f"`{self.path}` is a Word document with macros (.docm)",
                hint="save it as .docx, without macros, and send that",
                code="refuse.type",
            )


class Lists:
    """The numbering part: which number the next paragraph of a list gets."""

    def __init__(self, part: Part | None) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        self._styles: dict[str, str] = {}
        self._numbers: dict[str, tuple[str, dict[int, Level], dict[int, int]]] = {}
        self._counts: dict[str, Numbering] = {}
        self._started: set[tuple[str, int]] = set()
        if part is not None:
            self._read(part.root)

    def _read(self, root: etree._Element) -> None:
        links = {}
        for element in below(root, "w:abstractNum"):
            key = attribute(element, "w:abstractNumId")
            self._levels[key] = _levels(element)
            link = child(element, "w:styleLink")
            if link is not None:
                self._styles[attribute(link, "w:val")] = key
            link = child(element, "w:numStyleLink")
            if link is not None:
                links[key] = attribute(link, "w:val")
        for element in below(root, "w:num"):
            abstract = child(element, "w:abstractNumId")
            key = "" if abstract is None else attribute(abstract, "w:val")
            key = self._styles.get(links.get(key, ""), key)
            starts = {}
            for override in children(element):
                start = child(override, "w:startOverride")
                if start is not None:
                    place = number(attribute(override, "w:ilvl"))
                    starts[place] = number(attribute(start, "w:val"), 1)
            self._numbers[attribute(element, "w:numId")] = (key, _levels(element), starts)

    def level(self, num: str, place: int) -> Level | None:
        """How the level `place` of the list `num` is numbered, None for no list at all."""
        if num not in self._numbers:
            return None
        abstract, own, _ = self._numbers[num]
        return own.get(place) or self._levels.get(abstract, {}).get(place)

    def next(self, num: str, place: int) -> int:
        """The number of the next item of the list `num` at the level `place`."""
        abstract, own, starts = self._numbers[num]
        count = self._counts.setdefault(abstract, Numbering({}))
        count.levels = self._levels.get(abstract, {}) | own
        if place in starts and (num, place) not in self._started:
            self._started.add((num, place))
            count.set(place, starts[place])
            return starts[place]
        return count.next(place)

    def label(self, num: str, place: int) -> str:
        """What is printed before the item that `next` has counted."""
        return self._counts[self._numbers[num][0]].label(place)

    def key(self, num: str) -> str:
        """What lists have in common that go on with each other's numbers."""
        abstract, _, starts = self._numbers[num]
        return f"{abstract}/{num}" if starts else abstract


def _levels(element: etree._Element) -> dict[int, Level]:
    found = {}
    for level in below(element, "w:lvl"):
        form, start, text = (child(level, step) for step in ("w:numFmt", "w:start", "w:lvlText"))
        indent = child(level, "w:pPr", "w:ind")
        found[number(attribute(level, "w:ilvl"))] = Level(
            "decimal" if form is None else attribute(form, "w:val"),
            0 if start is None else number(attribute(start, "w:val"), 1),
            "" if text is None else attribute(text, "w:val"),
            margin(indent),
        )
    return found


def margin(indent: etree._Element | None) -> int:
    """The left margin that a `w:ind` says."""
    if indent is None:
        return 0
    return number(attribute(indent, "w:left") or attribute(indent, "w:start"))
