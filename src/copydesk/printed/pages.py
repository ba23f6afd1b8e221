"""Pages, books and pieces of pages, read by their elements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from copydesk.printed.found import PARTS, REF, Printed, Sheet

if TYPE_CHECKING:
    from lxml import etree

_XHTML: Final = "{http://www.w3.org/1999/xhtml}"
#: Elements that words run through; every other one ends a text.
_INLINE: Final = frozenset(("a", "code", "em", "span", "strong", "sub", "sup", "time"))
#: Links whose words are numbers and arrows.
_SIGNS: Final = frozenset(("footnote-ref", "footnote-back", "backlink"))


def html(data: bytes, sheet: Sheet) -> Printed:
    """A web page."""
    from copydesk.gate import xml

    return _page(xml.page(data), sheet)


def epub(data: bytes, sheet: Sheet) -> Printed:
    """The article of a book."""
    return next(chapters(data, {"": sheet}))


def chapters(data: bytes, sheets: Mapping[str, Sheet]) -> Iterator[Printed]:
    """The articles of a book, by the folder in which each stands."""
    from copydesk.gate import archive, xml

    members = archive.read(data)
    for folder, sheet in sheets.items():
        place = f"EPUB/{folder}/article.xhtml" if folder else "EPUB/article.xhtml"
        yield _page(xml.parse(members[place]), sheet)


def _page(root: etree._Element, sheet: Sheet) -> Printed:
    printed = Printed()
    for article in root.iter("article", f"{_XHTML}article"):
        title = next(article.iter("h1", f"{_XHTML}h1"))
        title.text = title.text if sheet.titled else ""
        printed.texts.append("".join(_flow(article, printed)))
    return printed


def _flow(element: etree._Element, printed: Printed) -> Iterator[str]:
    """The text of `element`, its inner bounds as line breaks; entries go into `printed`."""
    tag = element.tag.removeprefix(_XHTML)
    classes = element.get("class", "").split()
    if tag == "ul" and "references" in classes:
        for item in element:
            printed.entries[item.get("id", "")] = "".join(_flow(item, Printed()))
        return
    if tag == "a" and not _SIGNS.isdisjoint(classes):
        return
    if classes and classes[0] in PARTS:
        printed.tell(classes[0], "".join(_bare(element)))
        return
    target = element.get("href", "")
    if target.startswith(f"#{REF}"):
        printed.links[target[1:]] += 1
    bound = "" if tag in _INLINE and not element.get("id", "").startswith("cite-") else "\n"
    yield bound
    yield element.get("alt", "") if tag == "img" else element.text or ""
    for child in element:
        yield from _flow(child, printed)
        yield child.tail or ""
    yield bound


def _bare(element: etree._Element) -> Iterator[str]:
    """The text of `element`, whatever its own class."""
    yield element.text or ""
    for child in element:
        yield from _flow(child, Printed())
        yield child.tail or ""


def fragment(data: bytes, _: Sheet) -> Printed:
    """A piece of a page; its names without what sets them apart from those of other pieces."""
    from copydesk.gate import xml

    printed = Printed()
    for root in xml.page(data).iterfind("body/div"):
        before = f"{root.get('id', '')}."
        for element in root.iter():
            element.set("id", element.get("id", "").removeprefix(before))
            if element.get("href", "").startswith("#"):
                element.set("href", f"#{element.get('href', '')[1:].removeprefix(before)}")
            names = element.get("class", "").replace("copydesk-", "")
            sign = element.tag == "a" and element.get("role") in ("doc-noteref", "doc-backlink")
            element.set("class", "backlink" if sign else names)
        printed.texts.append("".join(_flow(root, printed)))
    return printed
