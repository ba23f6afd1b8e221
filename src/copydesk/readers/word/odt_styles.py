"""The styles of an .odt: named ones, those that direct formatting made, lists, the outline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from copydesk.readers.inlines import PLAIN, Look
from copydesk.readers.word.numbering import BULLET, NONE, Level
from copydesk.readers.word.styles import ParagraphStyle, Styles, find_outline_role, list_bases
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


@dataclass(slots=True)
class OdtStyles:
    """The styles of one document by family and name."""

    names: Styles
    lists: dict[str, dict[int, Level]] = field(default_factory=dict)
    outline: dict[int, Level] = field(default_factory=dict)
    _elements: dict[tuple[str, str], etree._Element] = field(default_factory=dict)
    _automatic: set[etree._Element] = field(default_factory=set)
    _paragraphs: dict[str, ParagraphStyle] = field(default_factory=dict)

    @classmethod
    def read(cls, roots: Iterable[etree._Element], names: Styles) -> OdtStyles:
        """Read the styles under `roots`; those of a later root stand before an earlier one's."""
        found = cls(names)
        groups = [group for root in roots for group in children(root)]
        for kind in ("office:styles", "office:automatic-styles"):
            for group in groups:
                if name(group) == kind:
                    found._read_group(group, automatic=kind != "office:styles")
        return found

    def _read_group(self, group: etree._Element, *, automatic: bool) -> None:
        for element in children(group):
            kind = name(element)
            key = attribute(element, "style:name")
            if kind == "style:style":
                self._elements[attribute(element, "style:family"), key] = element
                if automatic:
                    self._automatic.add(element)
            elif kind == "text:list-style":
                self.lists[key] = _read_levels(element)
            elif kind == "text:outline-style":
                self.outline = _read_levels(element)

    def paragraph(self, key: str) -> ParagraphStyle:
        """What the paragraph style `key` says."""
        if key not in self._paragraphs:
            chain = self._chain("paragraph", key)
            named = [one for one in chain if one not in self._automatic]
            levels = (attribute(one, "style:default-outline-level") for one in named)
            level = next((number(value) for value in levels if value), None)
            margins = _list_settings(chain, "paragraph", "fo:margin-left")
            borders = _list_settings(chain, "paragraph", "fo:border-bottom")
            look = dress(PLAIN, named)
            direct = dress(PLAIN, [one for one in chain if one in self._automatic])
            self._paragraphs[key] = ParagraphStyle(
                find_outline_role(self.names.role(_list_names(named) or [key]), level),
                look,
                replace(direct, hidden=direct.hidden or look.hidden),
                next((parse_length(value) for value in margins if value), 0),
                any(value not in ("", "none") for value in borders),
            )
        return self._paragraphs[key]

    def is_shaded(self, key: str) -> bool:
        """Whether the cell style `key` sets a colour that paper has not."""
        chain = self._chain("table-cell", key)
        colours = _list_settings(chain, "table-cell", "fo:background-color")
        return next(filter(None, colours), "").lower() not in _UNSHADED

    def look(self, key: str, look: Look) -> Look:
        """`look` as the text style `key` changes it."""
        chain = self._chain("text", key)
        named = self.names.look(_list_names(one for one in chain if one not in self._automatic))
        marked: dict[str, Any] = {
            mark: True for mark in ("emph", "strong", "code") if getattr(named, mark)
        }
        return dress(replace(look, **marked), chain)

    def font(self, key: str) -> str:
        """The font that the text style `key` sets, "" when it sets none."""
        chain = self._chain("text", key)
        kinds = ("fo:font-family", "style:font-name")
        fonts = (
            font for one in chain for kind in kinds for font in _list_settings([one], "text", kind)
        )
        return next(filter(None, fonts), "").strip("'\"")

    def _chain(self, family: str, key: str) -> list[etree._Element]:
        """The styles that the style `key` is made of, itself first."""
        return list_bases(
            key,
            lambda key: self._elements.get((family, key)),
            lambda one: attribute(one, "style:parent-style-name"),
        )


def _list_names(chain: Iterable[etree._Element]) -> list[str]:
    """What the menus call the styles, each after what the file calls it."""
    keys = ("style:name", "style:display-name")
    return [said for element in chain for key in keys if (said := attribute(element, key))]


def _list_settings(chain: Iterable[etree._Element], kind: str, key: str) -> Iterator[str]:
    """What the styles set `key` to among their properties of `kind`."""
    for element in chain:
        properties = child(element, f"style:{kind}-properties")
        if properties is not None:
            yield attribute(properties, key)


def dress(look: Look, chain: Iterable[etree._Element]) -> Look:
    """`look` as styles change it, the first one last."""
    changes: dict[str, Any] = {}
    for element in reversed(list(chain)):
        properties = child(element, "style:text-properties")
        if properties is None:
            continue
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
            _FORMS.get(form, "decimal"),
            number(attribute(element, "text:start-value"), 1),
            label + attribute(element, "style:num-suffix"),
            indent,
        )
    return found
