"""Blocks of an issue as they are made: a division, what is added to it, and words in a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copydesk.mail import prose

if TYPE_CHECKING:
    from lxml import etree


def division() -> etree._Element:
    """A division with nothing in it."""
    from lxml import etree

    return etree.Element("div")


def add(holder: etree._Element, tag: str, text: str, name: str = "") -> etree._Element:
    """A new last element of `holder`, with the class `name` where it has one."""
    from lxml import etree

    made = etree.SubElement(holder, tag)
    made.text = prose.bare(text) or None
    if name:
        made.set("class", name)
    return made


def say(holder: etree._Element, text: str, address: str = "") -> None:
    """Put `text` behind what `holder` says, as a link where there is an `address`.

    >>> from copydesk.gate import xml
    >>> line = division()
    >>> say(line, "The wall: "), say(line, "PDF", "wall.pdf"), say(line, ".")
    (None, None, None)
    >>> xml.text(line)
    '<div>The wall: <a href="wall.pdf">PDF</a>.</div>'
    """
    if address:
        add(holder, "a", text).set("href", address)
    elif len(holder):
        holder[-1].tail = (holder[-1].tail or "") + prose.bare(text)
    else:
        holder.text = (holder.text or "") + prose.bare(text)
