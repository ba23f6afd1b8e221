"""The styles of an .odt: named ones, those that direct formatting made, lists, the outline."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from copydesk.readers.document import PLAIN, Look
from copydesk.readers.word.numbering import BULLET, NONE, Level
from copydesk.readers.word.styles import Styles, outlined
from copydesk.readers.word.xml import attribute, below, child, children, name, number

if TYPE_CHECKING:
    from lxml import etree

_LENGTH: Final = re.compile(r"(-?\d{1,6}(?:\.\d{1,6})?)(cm|mm|in|pt|pc)")
#: Unit → twentieths of a point.
_UNITS: Final = {"cm": 566.93, "mm": 56.693, "in": 1440.0, "pt": 20.0, "pc": 240.0}
_FORMS: Final = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "": NONE,
}  # fmt: skip
_BOLD: Final = 600
_UNSHADED: Final = frozenset(("", "transparent", "#ffffff"))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What a paragraph style says. `look` is that of direct formatting, on all of it."""

    role: str = ""
    indent: int = 0
    bold: bool = False
    italic: bool = False
    look: Look = PLAIN
    ruled: bool = False


@dataclass(slots=True)
class OdtStyles:
    """The styles of one document by family and name."""

    names: Styles
    lists: dict[str, dict[int, Level]] = field(default_factory=dict)
    outline: dict[int, Level] = field(default_factory=dict)
    _named: dict[tuple[str, str], etree._Element] = field(default_factory=dict)
    _automatic: dict[tuple[str, str], etree._Element] = field(default_factory=dict)
    _paragraphs: dict[str, Paragraph] = field(default_factory=dict)

    @classmethod
    def of(cls, roots: Iterable[etree._Element], names: Styles) -> OdtStyles:
        """The styles under `roots`; those of a later root stand before an earlier one's."""
        found = cls(names)
        for root in roots:
            for group in children(root):
                kind = name(group)
                if kind in ("office:styles", "office:automatic-styles"):
                    found._read(group, automatic=kind != "office:styles")
        return found

    def _read(self, group: etree._Element, *, automatic: bool) -> None:
        target = self._automatic if automatic else self._named
        for element in children(group):
            kind = name(element)
            key = attribute(element, "style:name")
            if kind == "style:style":
                target[attribute(element, "style:family"), key] = element
            elif kind == "text:list-style":
                self.lists[key] = _levels(element)
            elif kind == "text:outline-style":
                self.outline = _levels(element)

    def paragraph(self, key: str) -> Paragraph:
        """What the paragraph style `key` says."""
        if key not in self._paragraphs:
            self._paragraphs[key] = self._paragraph(key)
        return self._paragraphs[key]

    def _paragraph(self, key: str) -> Paragraph:
        automatic, named = self._chain("paragraph", key)
        role = self.names.role(_names(named) or [key])
        levels = (attribute(element, "style:default-outline-level") for element in named)
        level = next((number(value) for value in levels if value), None)
        margins = (
            attribute(properties, "fo:margin-left")
            for element in automatic + named
            if (properties := child(element, "style:paragraph-properties")) is not None
        )
        margin = next((twips(value) for value in margins if value), 0)
        style = direct = PLAIN
        for element in reversed(named):
            style = dressed(style, child(element, "style:text-properties"))
        for element in reversed(automatic):
            direct = dressed(direct, child(element, "style:text-properties"))
        ruled = any(
            attribute(properties, "fo:border-bottom") not in ("", "none")
            for element in automatic + named
            if (properties := child(element, "style:paragraph-properties")) is not None
        )
        return Paragraph(
            outlined(role, level),
            margin,
            style.strong,
            style.emph,
            replace(direct, hidden=direct.hidden or style.hidden),
            ruled,
        )

    def is_shaded(self, key: str) -> bool:
        """Whether the cell style `key` sets a colour that paper has not."""
        automatic, named = self._chain("table-cell", key)
        colours = (
            attribute(properties, "fo:background-color")
            for element in automatic + named
            if (properties := child(element, "style:table-cell-properties")) is not None
        )
        return next(filter(None, colours), "").lower() not in _UNSHADED

    def look(self, key: str, look: Look) -> Look:
        """`look` as the text style `key` changes it."""
        automatic, named = self._chain("text", key)
        by_name = self.names.look(_names(named))
        for mark in ("emph", "strong", "code"):
            if getattr(by_name, mark):
                changes: dict[str, Any] = {mark: True}
                look = replace(look, **changes)
        for element in reversed(automatic + named):
            look = dressed(look, child(element, "style:text-properties"))
        return look

    def font(self, key: str) -> str:
        """The font that the text style `key` sets, "" when it sets none."""
        automatic, named = self._chain("text", key)
        for element in automatic + named:
            properties = child(element, "style:text-properties")
            if properties is not None:
                font = attribute(properties, "fo:font-family") or attribute(
                    properties, "style:font-name"
                )
                if font:
                    return font.strip("'\"")
        return ""

    def _chain(self, family: str, key: str) -> tuple[list[etree._Element], list[etree._Element]]:
        """The automatic and the named styles that the style `key` is made of, itself first."""
        automatic: list[etree._Element] = []
        named: list[etree._Element] = []
        seen = set()
        while key and key not in seen:
            seen.add(key)
            element = None if named else self._automatic.get((family, key))
            if element is not None:
                automatic.append(element)
            else:
                element = self._named.get((family, key))
                if element is None:
                    break
                named.append(element)
            key = attribute(element, "style:parent-style-name")
        return automatic, named


def _names(chain: Iterable[etree._Element]) -> list[str]:
    """What the menus call the styles, each after what the file calls it."""
    keys = ("style:name", "style:display-name")
    return [said for element in chain for key in keys if (said := attribute(element, key))]


def dressed(look: Look, properties: etree._Element | None) -> Look:
    """`look` as a `style:text-properties` changes it."""
    if properties is None:
        return look
    changes: dict[str, Any] = {}
    if weight := attribute(properties, "fo:font-weight"):
        changes["strong"] = weight == "bold" or number(weight) >= _BOLD
    if slant := attribute(properties, "fo:font-style"):
        changes["emph"] = slant in ("italic", "oblique")
    if place := attribute(properties, "style:text-position"):
        rise = place.split()[0]
        changes["sup"] = rise == "super" or number(rise.rstrip("%")) > 0
        changes["sub"] = rise == "sub" or number(rise.rstrip("%")) < 0
    if shown := attribute(properties, "text:display"):
        changes["hidden"] = shown == "none"
    return replace(look, **changes) if changes else look


def twips(length: str) -> int:
    """A length in twentieths of a point.

    >>> twips("0.5in"), twips("1cm"), twips("50%")
    (720, 566, 0)
    """
    found = _LENGTH.fullmatch(length)
    return int(float(found.group(1)) * _UNITS[found.group(2)]) if found else 0


def _levels(style: etree._Element) -> dict[int, Level]:
    found = {}
    for element in children(style):
        place = number(attribute(element, "text:level"), 1) - 1
        alignment = next(below(element, "style:list-level-label-alignment"), None)
        indent = twips(attribute(alignment, "fo:margin-left")) if alignment is not None else 0
        if name(element) in ("text:list-level-style-bullet", "text:list-level-style-image"):
            found[place] = Level(BULLET, indent=indent)
            continue
        form = attribute(element, "style:num-format")
        depth = number(attribute(element, "text:display-levels"), 1)
        numbers = ".".join(f"%{step + 1}" for step in range(max(0, place + 1 - depth), place + 1))
        label = attribute(element, "style:num-prefix") + numbers * (form != "")
        found[place] = Level(
            _FORMS.get(form, "decimal"),
            number(attribute(element, "text:start-value"), 1),
            label + attribute(element, "style:num-suffix"),
            indent,
        )
    return found
