"""The styles and lists of a .docx: what they say of the paragraphs and runs that bear them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from copydesk.readers.word.numbering import PADDED, Level, Lists
from copydesk.readers.word.package import XmlPart
from copydesk.readers.word.styles import StyleEntry, StyleSheet
from copydesk.readers.word.xml import attribute, below, child, children, name, number, setting

if TYPE_CHECKING:
    from lxml import etree

_OFF: Final = frozenset(("0", "false", "off", "none"))
_SWITCHES: Final = {
    "w:b": "strong", "w:i": "emph", "w:vanish": "hidden",
    "w:strike": "struck", "w:dstrike": "struck",
}  # fmt: skip
#: Forms of numbers; others are figures, if they are no bullet.
_FORMS: Final = {
    "lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I",
    "decimalZero": PADDED,
}  # fmt: skip
#: What is set by another edge than the left one.
_APART: Final = frozenset(("center", "right", "end"))
#: Word numbers no more levels.
_DEEPEST: Final = 8


def read_styles(part: XmlPart | None) -> StyleSheet:
    """Read the styles of a document by their ids; "" is the default style of paragraphs."""
    sheet = StyleSheet()
    for element in below(part.root, "w:style") if part else ():
        style = _read_style(element)
        sheet.add("", attribute(element, "w:styleId"), style)
        if attribute(element, "w:type") == "paragraph" and is_on(element, "w:default"):
            sheet.add("", "", style)
    return sheet


def _read_style(element: etree._Element) -> StyleEntry:
    properties = child(element, "w:pPr")
    indent, numbered = child(properties, "w:ind"), child(properties, "w:numPr")
    return StyleEntry(
        (setting(element, "w:name"),),
        setting(element, "w:basedOn") or None,
        read_look(child(element, "w:rPr")),
        read_level(properties),
        None if indent is None else read_margin(indent),
        list_=None if numbered is None else find_list_place(numbered),
        has_header=any(
            attribute(part, "w:type") == "firstRow" and len(part) > 0
            for part in below(element, "w:tblStylePr")
        ),
    )


def is_on(element: etree._Element, key: str = "w:val") -> bool:
    """Whether a switch is on; one without a value is.

    A switch stands as an element with `w:val`, or as an attribute of its own.
    """
    value = attribute(element, key)
    return value.lower() not in _OFF and (bool(value) or key == "w:val")


def read_look(properties: etree._Element | None) -> dict[str, Any]:
    """What a `w:rPr` changes of a look."""
    changes: dict[str, Any] = {}
    for one in children(properties) if properties is not None else ():
        kind = name(one)
        if kind in _SWITCHES:
            changes[_SWITCHES[kind]] = is_on(one)
        elif kind == "w:vertAlign":
            value = attribute(one, "w:val")
            changes["sup"], changes["sub"] = value == "superscript", value == "subscript"
    return changes


def read_level(properties: etree._Element | None) -> int | None:
    """The place in the outline, from 1, that a `w:pPr` names."""
    level = child(properties, "w:outlineLvl")
    return None if level is None else number(attribute(level, "w:val"), 9) + 1


def find_list_place(numbered: etree._Element) -> tuple[str, int]:
    """The list and level that a `w:numPr` names."""
    return setting(numbered, "w:numId"), min(number(setting(numbered, "w:ilvl")), _DEEPEST)


def read_margin(indent: etree._Element | None, default: int = 0) -> int:
    """The left margin that a `w:ind` says, `default` where it says none."""
    if indent is None:
        return default
    return number(attribute(indent, "w:left") or attribute(indent, "w:start"), default)


def read_inset(properties: etree._Element | None, left: int) -> tuple[int, int]:
    """How far a `w:pPr` sets its paragraph in, whose style has the margin `left`; as in `Para`."""
    indent = child(properties, "w:ind")
    if indent is None or number(attribute(indent, "w:hanging")) > 0:
        return (0, 0)
    if setting(properties, "w:jc") in _APART:
        return (0, 0)
    right = number(attribute(indent, "w:right") or attribute(indent, "w:end"))
    return read_margin(indent, left) - left, right


def read_lists(part: XmlPart | None) -> Lists:
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
        form, start = setting(level, "w:numFmt"), child(level, "w:start")
        found[number(attribute(level, "w:ilvl"))] = Level(
            _FORMS.get(form, form),
            0 if start is None else number(attribute(start, "w:val"), 1),
            setting(level, "w:lvlText"),
            read_margin(child(level, "w:pPr", "w:ind")),
        )
    return found
