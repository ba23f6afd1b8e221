"""The styles of an .odt: named ones, those that direct formatting made, lists, the outline."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from copydesk.readers.word.numbering import BULLET, NONE, Level
from copydesk.readers.word.styles import StyleEntry, StyleSheet
from copydesk.readers.word.xml import attribute, below, child, children, name, number

if TYPE_CHECKING:
    from lxml import etree

_LENGTH: Final = re.compile(r"(-?\d{1,6}(?:\.\d{1,6})?)(cm|mm|in|pt|pc)")
#: Unit → twentieths of a point.
_UNITS: Final = {"cm": 566.93, "mm": 56.693, "in": 1440.0, "pt": 20.0, "pc": 240.0}
_BOLD: Final = 600
#: What is set by another edge than the left one.
_APART: Final = frozenset(("center", "end", "right"))
_UNSHADED: Final = frozenset(("", "transparent", "#ffffff"))


@dataclass(slots=True)
class OdtStyles:
    """The styles of one document by family and name, its lists and its outline."""

    sheet: StyleSheet = field(default_factory=StyleSheet)
    lists: dict[str, dict[int, Level]] = field(default_factory=dict)
    outline: dict[int, Level] = field(default_factory=dict)

    @classmethod
    def read(cls, roots: Iterable[etree._Element]) -> OdtStyles:
        """Read the styles under `roots`; those of a later root stand before an earlier one's."""
        found = cls()
        groups = [group for root in roots for group in children(root)]
        for kind in ("office:styles", "office:automatic-styles"):
            for group in groups:
                if name(group) == kind:
                    found._read_group(group, is_direct=kind != "office:styles")
        return found

    def _read_group(self, group: etree._Element, *, is_direct: bool) -> None:
        for element in children(group):
            kind, key = name(element), attribute(element, "style:name")
            if kind == "style:style":
                family = attribute(element, "style:family")
                self.sheet.add(family, key, _read_style(element, is_direct=is_direct))
            elif kind == "text:list-style":
                self.lists[key] = _read_levels(element)
            elif kind == "text:outline-style":
                self.outline = _read_levels(element)

    def is_shaded(self, key: str) -> bool:
        """Whether the cell style `key` sets a colour that paper has not."""
        fills = (style.fill for style in self.sheet.chain("table-cell", key))
        return next(filter(None, fills), "") not in _UNSHADED

    def font(self, key: str) -> str:
        """The font that the text style `key` sets, "" when it sets none."""
        fonts = (style.font for style in self.sheet.chain("text", key))
        return next(filter(None, fonts), "")


def _read_style(element: etree._Element, *, is_direct: bool) -> StyleEntry:
    paragraph, text, cell = (
        child(element, f"style:{kind}-properties") for kind in ("paragraph", "text", "table-cell")
    )
    level = attribute(element, "style:default-outline-level")
    margin = _setting(paragraph, "fo:margin-left")
    is_apart = _setting(paragraph, "fo:text-align") in _APART
    is_apart |= _setting(paragraph, "fo:text-indent").startswith("-")
    font = _setting(text, "fo:font-family") or _setting(text, "style:font-name")
    keys = ("style:name", "style:display-name")
    return StyleEntry(
        tuple(said for key in keys if (said := attribute(element, key))),
        attribute(element, "style:parent-style-name") or None,
        _read_look(text),
        number(level) if level and not is_direct else None,
        parse_length(margin) if margin else None,
        None if is_apart else parse_length(_setting(paragraph, "fo:margin-right")),
        ruled=_setting(paragraph, "fo:border-bottom") not in ("", "none"),
        is_direct=is_direct,
        font=font.strip("'\""),
        fill=_setting(cell, "fo:background-color").lower(),
    )


def _setting(properties: etree._Element | None, key: str) -> str:
    return "" if properties is None else attribute(properties, key)


def _read_look(properties: etree._Element | None) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if weight := _setting(properties, "fo:font-weight"):
        changes["strong"] = weight == "bold" or number(weight) >= _BOLD
    if slant := _setting(properties, "fo:font-style"):
        changes["emph"] = slant in ("italic", "oblique")
    if place := _setting(properties, "style:text-position").split():
        rise = place[0]
        changes["sup"] = rise == "super" or number(rise.rstrip("%")) > 0
        changes["sub"] = rise == "sub" or number(rise.rstrip("%")) < 0
    if line := _setting(properties, "style:text-line-through-style"):
        changes["struck"] = line != "none"
    if shown := _setting(properties, "text:display"):
        changes["hidden"] = shown == "none"
    return changes


def parse_length(length: str) -> int:
    """A length in twentieths of a point.

    >>> parse_length("0.5in"), parse_length("1cm"), parse_length("50%")
    (720, 566, 0)
    """
    found = _LENGTH.fullmatch(length)
    return int(float(found.group(1)) * _UNITS[found.group(2)]) if found else 0


def _read_levels(style: etree._Element) -> dict[int, Level]:
    found = {}
    for element in children(style):
        place = number(attribute(element, "text:level"), 1) - 1
        alignment = next(below(element, "style:list-level-label-alignment"), None)
        indent = (
            parse_length(attribute(alignment, "fo:margin-left")) if alignment is not None else 0
        )
        if name(element) in ("text:list-level-style-bullet", "text:list-level-style-image"):
            found[place] = Level(BULLET, indent=indent)
            continue
        form = attribute(element, "style:num-format")
        depth = number(attribute(element, "text:display-levels"), 1)
        numbers = ".".join(f"%{step + 1}" for step in range(max(0, place + 1 - depth), place + 1))
        label = attribute(element, "style:num-prefix") + numbers * (form != "")
        found[place] = Level(
            form or NONE,
            number(attribute(element, "text:start-value"), 1),
            label + attribute(element, "style:num-suffix"),
            indent,
        )
    return found
