"""The styles part of a .docx: what a style says of the paragraphs and runs that bear it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from copydesk.readers.document import PLAIN, Look
from copydesk.readers.word.package import Part, margin
from copydesk.readers.word.styles import Styles, outlined
from copydesk.readers.word.xml import attribute, below, child, children, name, number

if TYPE_CHECKING:
    from lxml import etree

_OFF: Final = frozenset(("0", "false", "off", "none"))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What a paragraph style says; `list_` is the list it puts its paragraphs in."""

    role: str = ""
    list_: tuple[str, int] | None = None
    indent: int = 0
    bold: bool = False
    italic: bool = False
    hidden: bool = False


@dataclass(slots=True)
class DocxStyles:
    """The styles of one document, by their ids."""

    names: Styles
    elements: dict[str, etree._Element] = field(default_factory=dict)
    default: str = ""
    _paragraphs: dict[str, Paragraph] = field(default_factory=dict)
    _looks: dict[str, Look] = field(default_factory=dict)

    @classmethod
    def of(cls, part: Part | None, names: Styles) -> DocxStyles:
        """The styles in the part `part`."""
        found = cls(names)
        for element in below(part.root, "w:style") if part else ():
            key = attribute(element, "w:styleId")
            found.elements[key] = element
            if attribute(element, "w:type") == "paragraph" and is_on(element, "w:default"):
                found.default = key
        return found

    def paragraph(self, key: str) -> Paragraph:
        """What the paragraph style `key` says; no key means the default style."""
        key = key or self.default
        if key not in self._paragraphs:
            self._paragraphs[key] = self._read(key)
        return self._paragraphs[key]

    def look(self, key: str) -> Look:
        """The look of runs that bear the character style `key`."""
        if key not in self._looks:
            chain = self._chain(key)
            found = self.names.look(_name(element) for element in chain)
            for element in reversed(chain):
                found = dressed(found, child(element, "w:rPr"))
            self._looks[key] = found
        return self._looks[key]

    def has_header_row(self, key: str) -> bool:
        """Whether the table style `key` sets the first row apart."""
        return any(
            attribute(part, "w:type") == "firstRow" and next(children(part), None) is not None
            for element in self._chain(key)
            for part in below(element, "w:tblStylePr")
        )

    def _read(self, key: str) -> Paragraph:
        chain = self._chain(key)
        role = self.names.role([_name(element) for element in chain] or [key])
        level = _first(chain, "w:outlineLvl")
        if level is not None:
            role = outlined(role, number(attribute(level, "w:val"), 9) + 1)
        look = PLAIN
        for element in reversed(chain):
            look = dressed(look, child(element, "w:rPr"))
        return Paragraph(
            role,
            self._list(chain),
            margin(_first(chain, "w:ind")),
            look.strong,
            look.emph,
            look.hidden,
        )

    def _list(self, chain: list[etree._Element]) -> tuple[str, int] | None:
        numbered = _first(chain, "w:numPr")
        return None if numbered is None else placed(numbered)

    def _chain(self, key: str) -> list[etree._Element]:
        """The style and those it is based on, itself first."""
        chain: list[etree._Element] = []
        seen = set()
        while key in self.elements and key not in seen:
            seen.add(key)
            element = self.elements[key]
            chain.append(element)
            base = child(element, "w:basedOn")
            key = "" if base is None else attribute(base, "w:val")
        return chain


def is_on(element: etree._Element, key: str = "w:val") -> bool:
    """Whether a switch is on; one without a value is.

    A switch stands as an element with `w:val`, or as an attribute of its own.
    """
    value = attribute(element, key)
    return value.lower() not in _OFF and (bool(value) or key == "w:val")


def dressed(look: Look, properties: etree._Element | None) -> Look:
    """`look` as a `w:rPr` changes it."""
    if properties is None:
        return look
    changes: dict[str, Any] = {}
    for setting in children(properties):
        kind = name(setting)
        if kind == "w:b":
            changes["strong"] = is_on(setting)
        elif kind == "w:i":
            changes["emph"] = is_on(setting)
        elif kind == "w:vanish":
            changes["hidden"] = is_on(setting)
        elif kind == "w:vertAlign":
            value = attribute(setting, "w:val")
            changes["sup"], changes["sub"] = value == "superscript", value == "subscript"
    return replace(look, **changes) if changes else look


def placed(numbered: etree._Element) -> tuple[str, int]:
    """The list and level that a `w:numPr` names."""
    num, level = child(numbered, "w:numId"), child(numbered, "w:ilvl")
    return (
        "" if num is None else attribute(num, "w:val"),
        0 if level is None else min(number(attribute(level, "w:val")), 8),
    )


def _name(element: etree._Element) -> str:
    found = child(element, "w:name")
    return "" if found is None else attribute(found, "w:val")


def _first(chain: list[etree._Element], setting: str) -> etree._Element | None:
    for element in chain:
        found = child(element, "w:pPr", setting)
        if found is not None:
            return found
    return None
