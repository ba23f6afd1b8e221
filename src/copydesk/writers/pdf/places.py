"""The places of a page that links lead to: kept from WeasyPrint, and told it when pages are set.

WeasyPrint works out the looks of an element once for all that match the same rules. But it
takes an `id` for a look, so that of forty entries and a hundred citations each gets its own,
with all that follows from it: a twelfth of the time of a PDF. So ids are hidden from it, but for
those by which a style sheet chooses or counts, and the places are found among the finished boxes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

#: Where an id is hidden.
_HIDDEN: Final = "data-place"
#: Counting at the target of an attribute.
_COUNTED: Final = re.compile(r"\btarget-\w+\(\s*attr\(\s*([\w-]+)", re.IGNORECASE)
#: What must know every id: a choice by one, counting at one that the sheet names itself, and
#: turned boxes, which WeasyPrint alone can reckon with.
_CHOSEN: Final = re.compile(
    r"#[^#{};]*\{|\[\s*id\b|\btarget-\w+\(\s*(?!\s|attr\()|(?<![\w-])transform(?!-)", re.IGNORECASE
)


def hide(root: Element, style: str) -> None:
    """Hide the ids of the document `root` that the sheet `style` does not speak of.

    >>> from xml.etree.ElementTree import fromstring
    >>> page = fromstring('<p><a id="x" href="#y"/><b id="y"/></p>')
    >>> hide(page, "a::after { content: target-counter(attr(href url), page) }")
    >>> page[0].get("id"), page[1].get("id"), name_of(page[0])
    (None, 'y', 'x')
    """
    if _CHOSEN.search(style):
        return
    counted = {found[1] for found in _COUNTED.finditer(style)}
    targets = {element.get(name, "")[1:] for name in counted for element in root.iter()}
    for element in root.iter():
        name = element.get("id")
        if name and name not in targets:
            element.set(_HIDDEN, element.attrib.pop("id"))


def name_of(element: Element) -> str:
    """The id of `element`, hidden or not, "" when it has none."""
    return element.get(_HIDDEN) or element.get("id") or ""


def mark(document: Any, root: Element) -> None:  # noqa: ANN401  WeasyPrint's type
    """Tell the pages of `document`, which was set from `root`, what places are on them."""
    names = {element: name for element in root.iter() if (name := name_of(element))}
    for page in document.pages:
        waiting = [page._page_box]  # noqa: SLF001  no public way
        while waiting:
            box = waiting.pop()
            name = names.get(box.element, "")
            # Of an element's boxes the first is its place; those around its text are anonymous.
            if name and name not in page.anchors and _is_own(box):
                left, top, width, height = box.hit_area()
                page.anchors[name] = (left, top, left + width, top + height)
            waiting += reversed([*box.all_children()])


def has_notes(document: Any, root: Element) -> bool:  # noqa: ANN401
    """Whether every note of `root` has found a foot among the marked pages of `document`."""
    found = {name for page in document.pages for name in page.anchors}
    notes = (one for one in root.iter() if one.get("role") == "doc-footnote")
    return found.issuperset(filter(None, map(name_of, notes)))


def _is_own(box: Any) -> bool:  # noqa: ANN401
    """Whether `box` is that of its element, and not one within it or beside it."""
    from weasyprint.css import AnonymousStyle

    return "::" not in box.element_tag and not isinstance(box.style, AnonymousStyle)
