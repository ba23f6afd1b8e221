"""The article as a piece of a page, to paste where a site builder takes HTML.

The site prints the title and knows its own looks, so the piece has neither: headings from
the second level down, elements that every builder lets through, no style sheet. What would
be wrong without one (references that hang, pictures wider than the column, tables without
lines) is said at the element. Names are the article's own: `slug.` stands before each id, so
that two pieces live on one page (no slug holds a stop), and `copydesk-` before each class, so
that no class of the site's means one of ours. `header`, `footer`, `article` and `section` are
divisions here: sites style those elements as parts of themselves.

Pictures are files to upload, named by their places beside this one: builders drop pictures
that stand inside a page as data, and drop them without a word.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from copydesk.composition.labels import load_labels
from copydesk.registry import WriterInput
from copydesk.system import xml
from copydesk.writers.html import box_wide
from copydesk.writers.page import page

#: Element → what it would look wrong without.
_STYLES: Final = {
    "figure": "margin: 1.5em 0",
    "img": "max-width: 100%; height: auto",
    "figcaption": "font-size: 0.875em",
    "table": "border-collapse: collapse; margin: 1em 0",
    "th": "border: 1px solid; padding: 0.35em 0.6em; text-align: {start}; vertical-align: top",
    "td": "border: 1px solid; padding: 0.35em 0.6em; vertical-align: top",
    "pre": "overflow-x: auto",
}
#: Role → the same. What is wider than a phone is moved in its box; signs are as wide as a finger.
_ROLES: Final = {
    "region": "overflow-x: auto",
    "doc-backlink": "padding: 4px 8px",
    "doc-noteref": "padding: 4px 9px; margin: 0 -7px",
}
#: Long addresses are broken.
_ROOT: Final = "overflow-wrap: break-word"
_LIST: Final = "list-style: none; margin: 0; padding: 0"
_ENTRY: Final = "margin: 0 0 0.5em; overflow-wrap: anywhere"
_HANGING: Final = f"{_ENTRY}; padding-{{start}}: 2em; text-indent: -2em"
_LANDMARKS: Final = frozenset(("article", "header", "footer", "section"))
#: Attributes that say something without our style sheet; the others are left out.
_KEPT: Final = frozenset(
    (
        "alt", "aria-label", "class", "datetime", "dir", "href", "id", "lang", "role",
        "scope", "src", "start", "style", "tabindex", "type",
    )
)  # fmt: skip
#: Classes that a site may want to style; the others are citeproc's and ours.
CLASSES: Final = frozenset(
    (
        "acknowledgements", "bibliography", "bio", "byline", "caption", "cite-as", "credit",
        "date", "deck", "disclaimer", "endnotes", "notes", "number", "references", "smallcaps",
    )
)  # fmt: skip


def write(copy: WriterInput) -> bytes:
    """A piece of HTML to paste into a site builder: no title, no style sheet, ids of its own."""
    found = page(copy)
    language = found.record.language
    root = xml.parse(found.xhtml.encode())
    _untitle(root)
    start = "right" if found.record.direction == "rtl" else "left"
    box_wide(root, load_labels(language)["table"])
    for element in root.iter():
        _look(element, start)
    for element in root.iter():
        _own(element, copy.slug)
    etree.strip_tags(root, _BARE)
    root.attrib.update({"id": copy.slug, "class": "copydesk", "lang": language, "style": _ROOT})
    if found.record.direction == "rtl":
        root.set("dir", "rtl")
    text = etree.tostring(root, encoding="unicode", method="html", with_tail=False)
    return f"{text}\n".encode()


def _untitle(root: etree._Element) -> None:
    header = root[0]
    header.remove(header[0])
    if not len(header):
        root.remove(header)


def _look(element: etree._Element, start: str) -> None:
    """Say of the looks of `element` what no site can be trusted to say."""
    style = _STYLES.get(str(element.tag), "")
    classes = element.get("class", "").split()
    if element.tag == "ul" and "references" in classes:
        style = _LIST
        for entry in element:
            look = _HANGING if "hanging" in classes else _ENTRY
            entry.set("style", look.format(start=start))
    if "number" in classes:
        style = style.replace("text-align: {start}; ", "") + "; text-align: right"
    if "smallcaps" in classes:
        style = "font-variant: small-caps"
    style = _ROLES.get(element.get("role", ""), style)
    if style:
        element.set("style", style.format(start=start))
    elif element.tag != "li" and "style" in element.attrib:
        del element.attrib["style"]


#: Name of spans that say nothing, until they are dissolved.
_BARE: Final = "bare"


def _own(element: etree._Element, slug: str) -> None:
    """Put the article's name before the names that `element` gives and uses."""
    classes = [f"copydesk-{name}" for name in element.get("class", "").split() if name in CLASSES]
    if "class" in element.attrib:
        del element.attrib["class"]
    for name in [str(name) for name in element.attrib if str(name) not in _KEPT]:
        del element.attrib[name]
    if classes:
        element.set("class", " ".join(classes))
    if identifier := element.get("id"):
        element.set("id", f"{slug}.{identifier}")
    if element.get("href", "").startswith("#"):
        element.set("href", f"#{slug}.{element.get('href', '')[1:]}")
    if element.tag in _LANDMARKS:
        element.tag = "div"
    elif element.tag == "span" and not element.attrib:
        element.tag = _BARE
