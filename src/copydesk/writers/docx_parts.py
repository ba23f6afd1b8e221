"""What paragraphs, runs, rows and cells of a DOCX say of themselves: their properties."""

from __future__ import annotations

from collections.abc import Container
from typing import Final

from lxml import etree

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STYLE: Final = f"{_W}pPr/{_W}pStyle"
_VALUE: Final = f"{_W}val"


def properties_of(element: etree._Element, name: str) -> etree._Element:
    """The properties of `element`, which are called `name` and stand first; made if it has none.

    >>> row = etree.Element(f"{_W}tr")
    >>> properties_of(row, "trPr") is properties_of(row, "trPr") is row[0]
    True
    """
    return _first(element, name)


def style_of(paragraph: etree._Element) -> str:
    """The style of `paragraph`, "" for that of all text."""
    found = paragraph.find(_STYLE)
    return "" if found is None else found.get(_VALUE, "")


def dress(paragraph: etree._Element, name: str) -> None:
    """Give `paragraph` the style `name`.

    >>> paragraph = etree.Element(f"{_W}p")
    >>> dress(paragraph, "BodyText")
    >>> dress(paragraph, "Quote")
    >>> style_of(paragraph), len(paragraph[0])
    ('Quote', 1)
    """
    _first(properties_of(paragraph, "pPr"), "pStyle").set(_VALUE, name)


def say(said: etree._Element, name: str, before: Container[object]) -> None:
    """Add the property `name` to those `said`, ahead of all that are called as in `before`.

    >>> said = properties_of(etree.Element(f"{_W}p"), "pPr")
    >>> said.append(etree.Element(f"{_W}jc"))
    >>> say(said, "bidi", (f"{_W}jc",))
    >>> [one.tag.removeprefix(_W) for one in said]
    ['bidi', 'jc']
    """
    if said.find(f"{_W}{name}") is not None:
        return
    made = etree.Element(f"{_W}{name}")
    behind = next((child for child in said if child.tag in before), None)
    if behind is None:
        said.append(made)
    else:
        behind.addprevious(made)


def _first(element: etree._Element, name: str) -> etree._Element:
    """What is called `name` in `element`; made as the first of all, if there is none."""
    found = element.find(f"{_W}{name}")
    if found is None:
        found = etree.Element(f"{_W}{name}")
        element.insert(0, found)
    return found
