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
    from copydesk.system import xml

    return _page(xml.page(data), sheet)


def epub(data: bytes, sheet: Sheet) -> Printed:
    """The article of a book."""
    return next(chapters(data, {"": sheet}))


def chapters(data: bytes, sheets: Mapping[str, Sheet]) -> Iterator[Printed]:
    """The articles of a book, by the folder in which each stands."""
    from copydesk.system import archive, xml

    members = archive.read(data)
    for folder, sheet in sheets.items():
        place = f"EPUB/{folder}/article.xhtml" if folder else "EPUB/article.xhtml"
        yield _page(xml.parse(members[place]), sheet)


def _page(root: etree._Element, sheet: Sheet) -> Printed:
    printed = Printed()
    for article in root.iter("article", f"{_XHTML}article"):
        title = next(article.iter("h1", f"{_XHTML}h1"))
        title.text = title.text if sheet.titled else ""
        printed.texts.append(_said(article, printed))
    return printed


def _said(element: etree._Element, printed: Printed) -> str:
    """The text of `element`, its inner bounds as line breaks; entries go into `printed`."""
    said: list[str] = []
    _read(element, printed, said)
    return "".join(said)


def _read(element: etree._Element, printed: Printed, said: list[str]) -> None:
    """Add the text of `element` to what is `said`."""
    tag = element.tag.removeprefix(_XHTML)
    classes = element.get("class", "").split()
    if tag == "ul" and "references" in classes:
        for item in element:
            printed.entries[item.get("id", "")] = _said(item, Printed())
        return
    if tag == "a" and not _SIGNS.isdisjoint(classes):
        return
    if classes and classes[0] in PARTS:
        printed.tell(classes[0], _bare(element))
        return
    target = element.get("href", "")
    if target.startswith(f"#{REF}"):
        printed.links[target[1:]] += 1
    bound = "" if tag in _INLINE and not element.get("id", "").startswith("cite-") else "\n"
    said += (bound, element.get("alt", "") if tag == "img" else element.text or "")
    for child in element:
        _read(child, printed, said)
        said.append(child.tail or "")
    said.append(bound)


def _bare(element: etree._Element) -> str:
    """The text of `element`, whatever its own class."""
    said = [element.text or ""]
    for child in element:
        _read(child, Printed(), said)
        said.append(child.tail or "")
    return "".join(said)


def fragment(data: bytes, _: Sheet) -> Printed:
    """A piece of a page; its names without what sets them apart from those of other pieces."""
    from copydesk.system import xml

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
        printed.texts.append(_said(root, printed))
    return printed
