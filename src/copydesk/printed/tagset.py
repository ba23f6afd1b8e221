"""JATS, read by its elements."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from copydesk.printed.found import REF, Printed, Sheet

if TYPE_CHECKING:
    from lxml import etree

#: Elements of JATS that words run through, and those that say what no page prints.
_JATS_INLINE: Final = frozenset(
    ("bold", "code", "ext-link", "italic", "monospace", "named-content", "sub", "sup", "xref")
)
_JATS_SILENT: Final = frozenset(
    (
        "abstract", "article-id", "contrib-group", "element-citation", "fpage", "issue",
        "journal-meta", "kwd-group", "label", "lpage", "page-range", "permissions", "self-uri",
        "volume", "volume-series", "day", "month", "year",
    )
)  # fmt: skip


def jats(data: bytes, _: Sheet) -> Printed:
    """An article in JATS; its document type, which no parser of ours takes, is left out."""
    from copydesk.system import xml

    head, _type, rest = data.partition(b"<!DOCTYPE ")
    printed = Printed()
    root = xml.parse(head + rest.partition(b">\n")[2])
    printed.texts.append("".join(_jats(root, printed)))
    return printed


def _jats(element: etree._Element, printed: Printed) -> Iterator[str]:
    """The text of `element`, its inner bounds as line breaks; entries go into `printed`."""
    tag = element.tag
    if tag in _JATS_SILENT:
        return
    if tag == "ref":
        inner = "".join(part for child in element for part in _jats(child, Printed()))
        printed.entries[element.get("id", REF)] = inner
        return
    if tag == "xref":
        if element.get("ref-type") == "fn":
            return
        printed.links[element.get("rid", "")] += 1
    bound = "" if tag in _JATS_INLINE else "\n"
    yield bound
    yield element.text or ""
    for child in element:
        yield from _jats(child, printed)
        yield child.tail or ""
    yield bound
