"""The styles and lists of a .docx: what they say of the paragraphs and runs that bear them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from copydesk.readers.inlines import PLAIN, Look
from copydesk.readers.word.numbering import Level, Lists
from copydesk.readers.word.package import Part
from copydesk.readers.word.styles import ParagraphStyle, Styles, find_outline_role, list_bases
from copydesk.readers.word.xml import attribute, below, child, children, name, number, setting

if TYPE_CHECKING:
    from lxml import etree

_OFF: Final = frozenset(("0", "false", "off", "none"))
_SWITCHES: Final = {"w:b": "strong", "w:i": "emph", "w:vanish": "hidden"}
#: Word numbers no more levels.
_DEEPEST: Final = 8


@dataclass(slots=True)
class DocxStyles:
    """The styles of one document, by their ids."""

    names: Styles
    elements: dict[str, etree._Element] = field(default_factory=dict)
    default: str = ""
    _paragraphs: dict[str, ParagraphStyle] = field(default_factory=dict)
    _looks: dict[str, Look] = field(default_factory=dict)

    @classmethod
    def read(cls, part: Part | None, names: Styles) -> DocxStyles:
        """Read the styles in the part `part`."""
        found = cls(names)
        for element in below(part.root, "w:style") if part else ():
            key = attribute(element, "w:styleId")
            found.elements[key] = element
            if attribute(element, "w:type") == "paragraph" and is_on(element, "w:default"):
                found.default = key
        return found

    def paragraph(self, key: str) -> ParagraphStyle:
        """What the paragraph style `key` says; no key means the default style."""
        key = key or self.default
        if key not in self._paragraphs:
            chain = self._chain(key)
            role = self.names.role([setting(one, "w:name") for one in chain] or [key])
            level, numbered, indent = (
                next(
                    (found for one in chain if (found := child(one, "w:pPr", kind)) is not None),
                    None,
                )
                for kind in ("w:outlineLvl", "w:numPr", "w:ind")
            )
            self._paragraphs[key] = ParagraphStyle(
                outline_role(role, level),
                dress(PLAIN, *(child(one, "w:rPr") for one in reversed(chain))),
                indent=read_margin(indent),
                list_=None if numbered is None else find_list_place(numbered),
            )
        return self._paragraphs[key]

    def look(self, key: str) -> Look:
        """The look of runs that bear the character style `key`."""
        if key not in self._looks:
            chain = self._chain(key)
            found = self.names.look(setting(one, "w:name") for one in chain)
            self._looks[key] = dress(found, *(child(one, "w:rPr") for one in reversed(chain)))
        return self._looks[key]

    def has_header_row(self, key: str) -> bool:
        """Whether the table style `key` sets the first row apart."""
        return any(
            attribute(part, "w:type") == "firstRow" and len(part) > 0
            for element in self._chain(key)
            for part in below(element, "w:tblStylePr")
        )

    def _chain(self, key: str) -> list[etree._Element]:
        return list_bases(key, self.elements.get, lambda one: setting(one, "w:basedOn"))


def is_on(element: etree._Element, key: str = "w:val") -> bool:
    """Whether a switch is on; one without a value is.

    A switch stands as an element with `w:val`, or as an attribute of its own.
    """
    value = attribute(element, key)
    return value.lower() not in _OFF and (bool(value) or key == "w:val")


def dress(look: Look, *settings: etree._Element | None) -> Look:
    """`look` as one `w:rPr` after the other changes it."""
    changes: dict[str, Any] = {}
    for properties in settings:
        for one in children(properties) if properties is not None else ():
            kind = name(one)
            if kind in _SWITCHES:
                changes[_SWITCHES[kind]] = is_on(one)
            elif kind == "w:vertAlign":
                value = attribute(one, "w:val")
                changes["sup"], changes["sub"] = value == "superscript", value == "subscript"
    return replace(look, **changes) if changes else look


def outline_role(role: str, level: etree._Element | None) -> str:
    """`role`, or that of the place in the outline that a `w:outlineLvl` names."""
    return (
        role if level is None else find_outline_role(role, number(attribute(level, "w:val"), 9) + 1)
    )


def find_list_place(numbered: etree._Element) -> tuple[str, int]:
    """The list and level that a `w:numPr` names."""
    return setting(numbered, "w:numId"), min(number(setting(numbered, "w:ilvl")), _DEEPEST)


def read_margin(indent: etree._Element | None) -> int:
    """The left margin that a `w:ind` says."""
    if indent is None:
        return 0
    return number(attribute(indent, "w:left") or attribute(indent, "w:start"))


def read_lists(part: Part | None) -> Lists:
    """Read the numbering part."""
    lists, styles, links = Lists(), {}, {}
    for element in below(part.root, "w:abstractNum") if part else ():
        key = attribute(element, "w:abstractNumId")
        lists.levels[key] = _read_levels(element)
        styles[setting(element, "w:styleLink")] = key
        links[key] = setting(element, "w:numStyleLink")
    styles.pop("", None)
    for element in below(part.root, "w:num") if part else ():
        key = setting(element, "w:abstractNumId")
        starts = {
            number(attribute(override, "w:ilvl")): number(attribute(start, "w:val"), 1)
            for override in children(element)
            if (start := child(override, "w:startOverride")) is not None
        }
        key = styles.get(links.get(key, ""), key)
        lists.use(attribute(element, "w:numId"), key, _read_levels(element), starts)
    return lists


def _read_levels(element: etree._Element) -> dict[int, Level]:
    found = {}
    for level in below(element, "w:lvl"):
        form, start = child(level, "w:numFmt"), child(level, "w:start")
        found[number(attribute(level, "w:ilvl"))] = Level(
            "decimal" if form is None else attribute(form, "w:val"),
            0 if start is None else number(attribute(start, "w:val"), 1),
            setting(level, "w:lvlText"),
            read_margin(child(level, "w:pPr", "w:ind")),
        )
    return found
