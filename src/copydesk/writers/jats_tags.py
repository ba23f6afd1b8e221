"""Elements of JATS: how one is made, and the name spaces of their attributes."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

XLINK: Final = "http://www.w3.org/1999/xlink"
XML: Final = "http://www.w3.org/XML/1998/namespace"
HREF: Final = f"{{{XLINK}}}href"
LANG: Final = f"{{{XML}}}lang"
#: Addresses that are led to; a library may hold others, of programs among them.
ADDRESS: Final = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)


def add(parent: etree._Element, tag: str, text: str = "", **attributes: str) -> etree._Element:
    """A new last child of `parent`; underscores of attributes are hyphens in JATS.

    >>> etree.tostring(add(etree.Element("p"), "xref", "Lo", ref_type="bibr"))
    b'<xref ref-type="bibr">Lo</xref>'
    """
    element = etree.SubElement(parent, tag)
    for name, value in attributes.items():
        element.set(name.replace("_", "-"), value)
    if text:
        element.text = text
    return element


def linked(parent: etree._Element, tag: str, text: str, target: str) -> etree._Element:
    """A child of `parent` that leads to an address."""
    element = add(parent, tag, text)
    if tag == "ext-link":
        element.set("ext-link-type", "uri")
    element.set(HREF, target)
    return element
