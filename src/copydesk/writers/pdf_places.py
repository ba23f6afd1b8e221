"""The places of a page that links lead to, told to WeasyPrint after it has set the page.

WeasyPrint works out the looks of an element once for all that match the same rules. But it
takes an `id` for a look, so that of forty entries and a hundred citations each gets its own,
with all that follows from it: a ninth of the time of a PDF. Here ids are kept from it, but for
those at which a style sheet counts pages, and the places are found among the finished boxes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

#: The attribute of a document that names those by which its sheets count at places.
_COUNTED: Final = "data-counted"
_COUNTER: Final = re.compile(
    r"\btarget-\w+\(\s*(?:attr\(\s*([\w-]+))?|(?<![\w-])transform(?!-)", re.IGNORECASE
)
_EVERY: Final = "*"

#: What is left of the looks that attributes give: specificity, element, declarations, base.
_Looks = tuple[tuple[int, int, int], "Element", Any, "str | None"]


def count(root: Element, style: str) -> None:
    """Tell the document `root` by which attributes the sheet `style` counts at places."""
    root.set(_COUNTED, " ".join(sorted(counted(style))))


def counted(style: str) -> set[str]:
    """The attributes by which the sheet `style` counts at places.

    `*` stands for all places: a sheet that names them itself, or turns boxes, which WeasyPrint
    alone can reckon with.

    >>> counted("a::after { content: target-counter(attr(href url), page) }"), counted("p { x: y }")
    ({'href'}, set())
    >>> counted("p::after { content: target-counter('#end', page) }")
    {'*'}
    """
    return {found[1] or _EVERY for found in _COUNTER.finditer(style)}


def looks(tree: Element, _hints: object = None, base: str | None = None) -> Iterator[_Looks]:
    """What `weasyprint.css.find_style_attributes` finds in `tree`, without ids nothing counts at.

    Its presentational hints are of HTML as nobody writes it any more, and never asked for.
    """
    import tinycss2

    wanted = _wanted(tree)
    for element in tree.iter():
        if style := element.get("style"):
            yield (1, 0, 0), element, tinycss2.parse_blocks_contents(style), base
        if language := element.get("lang"):
            yield (0, 0, 0), element, (_declared("lang", language),), base
        if (name := element.get("id")) and (name in wanted or _EVERY in wanted):
            yield (0, 0, 0), element, (_declared("anchor", name),), base


def _wanted(tree: Element) -> set[str]:
    """The ids that the sheets of `tree` count at."""
    names = tree.get(_COUNTED, "").split()
    targets = {element.get(name, "") for name in names for element in tree.iter()}
    return {target.removeprefix("#") for target in targets} | {_EVERY}.intersection(names)


def _declared(name: str, value: str) -> Any:  # noqa: ANN401  tinycss2's type
    import tinycss2

    return tinycss2.parse_one_declaration(f'-weasy-{name}:"{value}"')


def mark(document: Any, root: Element) -> None:  # noqa: ANN401  WeasyPrint's type
    """Tell the pages of `document`, which was set from `root`, what places are on them."""
    names = {element: name for element in root.iter() if (name := element.get("id"))}
    for page in document.pages:
        waiting = [page._page_box]  # noqa: SLF001  no public way
        while waiting:
            box = waiting.pop()
            name = names.get(box.element)
            # Of an element's boxes the first is its place; those around its text are anonymous.
            if name and name not in page.anchors and _own(box):
                left, top, width, height = box.hit_area()
                page.anchors[name] = (left, top, left + width, top + height)
            waiting += reversed([*box.all_children()])


def _own(box: Any) -> bool:  # noqa: ANN401
    """Whether `box` is that of its element, and not one within it or beside it."""
    from weasyprint.css import AnonymousStyle

    return "::" not in box.element_tag and not isinstance(box.style, AnonymousStyle)
