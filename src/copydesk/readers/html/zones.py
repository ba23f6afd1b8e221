"""Where on a page a block stands, as far as the page's own markup says it.

Elements, ARIA roles and schema.org types say it outright. Names in `class` and `id` say it
in the words that publishing systems share; they are compared as whole words, and none of
them outweighs the evidence that most of the page's prose is inside: of one element, or of
many of the same name, as where each paragraph behind the first is called a paywall.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Final

from lxml.html import HtmlElement

from copydesk import tables
from copydesk.readers.html.elements import name_pattern, split_names
from copydesk.readers.html.page import PageBlock

_TAGS: Final[Mapping[str, str]] = {
    "nav": "nav", "aside": "aside", "footer": "footer", "header": "header", "form": "form",
    "select": "form", "textarea": "form", "search": "form", "dialog": "aside", "menu": "nav",
}  # fmt: skip
_ROLES: Final[Mapping[str, str]] = {
    "navigation": "nav", "menu": "nav", "menubar": "nav", "toolbar": "nav", "tablist": "nav",
    "complementary": "aside", "dialog": "aside", "alertdialog": "aside", "contentinfo": "footer",
    "banner": "header", "search": "form", "form": "form",
    "doc-toc": "nav", "doc-pagelist": "nav",
}  # fmt: skip
#: The share of a page's prose from which on a block is no furniture, whatever it is called.
_MOST: Final = 0.4
#: Characters of running text, links not counted, that show an article going on.
PROSE: Final = 80
_ROOTS: Final = ("html", "body")


def find_zones(blocks: Sequence[PageBlock]) -> list[str]:
    """Return the zone of each block: that of the nearest element around it which names one.

    >>> from lxml.html import fromstring
    >>> page = fromstring("<div><nav><a>Home</a></nav><p>Bees</p></div>")
    >>> find_zones([PageBlock("Home", page[0][0], 1), PageBlock("Bees", page[1], 2)])
    ['nav', '']
    """
    root = blocks[0].element.getroottree().getroot()
    named: dict[HtmlElement | None, str] = {}
    for element in root.iter():
        own = "" if element.tag in _ROOTS else name_zone(element)
        # What is in comments is, since these have a head and a foot of their own.
        named[element] = "comments" if named.get(element.getparent()) == "comments" else own
    sums, alike = _measure_prose(blocks, named)
    most = _MOST * max(sums.values(), default=0)
    zones: dict[HtmlElement | None, str] = {None: ""}
    for element, zone in named.items():
        if element is None:
            continue
        around = zones[element.getparent()]
        if around != "comments" and zone:
            if zone == "comments":
                # A page is more than what its readers say of it.
                around = zone if most else around
            elif max(sums[element], alike[_name_kind(element)]) < most or not most:
                inside = zone == element.tag in ("header", "footer") and any(
                    outer.tag in ("article", "main") for outer in element.iterancestors()
                )
                around = around if inside else zone
        zones[element] = around
    return [block.zone or zones[block.element] for block in blocks]


def name_zone(element: HtmlElement) -> str:
    """Return the zone that the element itself names, "" when it names none.

    >>> from lxml.html import fromstring
    >>> [name_zone(fromstring(f"<p class={name}>")) for name in ("postComments", "has-sidebar")]
    ['comments', '']
    """
    zone = _TAGS.get(element.tag) or _ROLES.get(element.get("role") or "")
    if zone or element.get("itemprop") == "comment":
        return zone or "comments"
    known = _read_words()
    for name in split_names(element):
        words = name.split("-")
        for pair in pairwise(words):
            if "-".join(pair) in known:
                return known["-".join(pair)]
        if len(words) == 1 or not name_pattern("zones.layout").search(name):
            for word in words:
                if word in known:
                    return known[word]
    return ""


@cache
def _read_words() -> dict[str, str]:
    listed = tables.load_table("pages")["zones"]
    return {
        word.replace(" ", "-"): zone
        for zone, words in listed.items()
        if zone != "layout"
        for word in words
    }


def count_plain(block: PageBlock) -> int:
    """Count the characters of a block that are in no link."""
    links = (mark.end - mark.start for mark in block.marks if mark.kind == "link")
    return len(block.text) - sum(links)


def _name_kind(element: HtmlElement) -> tuple[str, str]:
    """Return what the elements of one kind have in common on a page; nothing without a class."""
    return element.tag, element.get("class") or "."


def _measure_prose(
    blocks: Iterable[PageBlock], named: Mapping[HtmlElement | None, str]
) -> tuple[Counter[HtmlElement], Counter[tuple[str, str]]]:
    """Count characters of prose by element and by kind, readers' comments apart."""
    sums: Counter[HtmlElement] = Counter()
    alike: Counter[tuple[str, str]] = Counter()
    for block in blocks:
        length = count_plain(block)
        if length >= PROSE and block.zone != "hidden" and named[block.element] != "comments":
            path = (block.element, *block.element.iterancestors())
            sums.update(dict.fromkeys(path, length))
            kinds = {_name_kind(element) for element in path if element.get("class")}
            alike.update(dict.fromkeys(kinds, length))
    return sums, alike
