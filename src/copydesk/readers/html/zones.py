"""Where on a page a block stands, as far as the page's own markup says it.

Elements, ARIA roles and schema.org types say it outright. Names in `class` and `id` say it
in the words that publishing systems share; they are compared as whole words, and none of
them outweighs the evidence that most of the page's prose is inside: of one element, or of
many of the same name, as where each paragraph behind the first is called a paywall.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from lxml.html import HtmlElement

from copydesk.readers.html.stick import Draft
from copydesk.readers.html.tree import words
from copydesk.readers.html.words import Name, listed, zones

_TAGS: Final = {
    "nav": "nav", "aside": "aside", "footer": "footer", "header": "header", "form": "form",
    "button": "form", "select": "form", "textarea": "form", "search": "form", "dialog": "aside",
    "menu": "nav",
}  # fmt: skip
_ROLES: Final = {
    "navigation": "nav", "menu": "nav", "menubar": "nav", "toolbar": "nav", "tablist": "nav",
    "complementary": "aside", "dialog": "aside", "alertdialog": "aside", "contentinfo": "footer",
    "banner": "header", "search": "form", "form": "form", "button": "form",
    "doc-toc": "nav", "doc-pagelist": "nav",
}  # fmt: skip
_TYPES: Final = {
    "WPHeader": "header", "WPFooter": "footer", "WPSideBar": "aside", "WPAdBlock": "aside",
    "SiteNavigationElement": "nav", "BreadcrumbList": "nav", "Comment": "comments",
    "UserComments": "comments",
}  # fmt: skip

#: The share of a page's prose from which on a block is no furniture, whatever it is called.
_MOST: Final = 0.4
#: Characters of a paragraph of prose.
_PARAGRAPH: Final = 80
_ROOTS: Final = ("html", "body")
_ARTICLE: Final = ("article", "main")


class Zones:
    """The zone of each element of a page with these blocks."""

    def __init__(self, drafts: Iterable[Draft], headline: HtmlElement | None = None) -> None:
        self._drafts = tuple(drafts)
        self._known: dict[HtmlElement, str] = {}
        self._prose, self._alike = _prose(self._drafts)
        self._whole = max(self._prose.values(), default=0)
        self._above = frozenset(_path(headline)) if headline is not None else frozenset()

    def around(self, headline: HtmlElement) -> Zones:
        """The zones of the same page once its own headline is known: no furniture holds it."""
        return Zones(self._drafts, headline)

    def of(self, element: HtmlElement) -> str:
        """The zone of `element`: that of the nearest one around it which says any."""
        path = []
        here: HtmlElement | None = element
        while here is not None and here not in self._known:
            path.append(here)
            here = here.getparent()
        zone = self._known[here] if here is not None else ""
        for step in reversed(path):
            if zone != "comments":  # a comment has a head and a foot of its own
                zone = self._own(step) or zone
            self._known[step] = zone
        return zone

    def _own(self, element: HtmlElement) -> str:
        if element.tag in _ROOTS or element in self._above:
            return ""
        zone = _said(element)
        if zone == "comments" and not self._whole:
            return ""  # a page is more than what its readers say of it
        if zone and zone != "comments" and self._is_most(element):
            return ""
        if zone in ("header", "footer") and element.tag == zone and _in_article(element):
            return ""
        return zone

    def _is_most(self, element: HtmlElement) -> bool:
        prose = max(self._prose.get(element, 0), self._alike.get(_name(element), 0))
        return prose >= _MOST * self._whole > 0


def _name(element: HtmlElement) -> tuple[str, str]:
    """What the elements of one kind have in common on a page."""
    return element.tag, element.get("class") or ""


def _said(element: HtmlElement) -> str:
    """The zone that the element itself names."""
    tag = element.tag
    if tag in _TAGS:
        return _TAGS[tag]
    role = element.get("role")
    if role in _ROLES:
        return _ROLES[role]
    kind = (element.get("itemtype") or "").rpartition("/")[2]
    if kind in _TYPES:
        return _TYPES[kind]
    if element.get("itemprop") == "comment":
        return "comments"
    return named(words(element))


def named(names: tuple[Name, ...]) -> str:
    """The zone that names in `class` and `id` tell, "" when they tell none.

    >>> named((("post", "comments"),)), named((("has", "sidebar"),)), named((("most", "read"),))
    ('comments', '', 'aside')
    """
    known, layout = zones(), listed("zones.layout")
    for name in names:
        for pair in pairwise(name):
            if pair in known:
                return known[pair]
        if len(name) > 1 and layout.in_name(name):
            continue
        for word in name:
            if word in known:
                return known[word]
    return ""


def _prose(
    drafts: Iterable[Draft],
) -> tuple[dict[HtmlElement, int], dict[tuple[str, str], int]]:
    """Characters of prose by element and by what names several, readers' comments apart."""
    sums: dict[HtmlElement, int] = {}
    alike: dict[tuple[str, str], int] = {}
    talk: dict[HtmlElement, bool] = {}
    for draft in drafts:
        length = len(draft.text) - sum(
            mark.end - mark.start for mark in draft.marks if mark.kind == "link"
        )
        if length < _PARAGRAPH or draft.zone == "hidden":
            continue
        path = _path(draft.element)
        for element in path:
            if element not in talk:
                talk[element] = element.tag not in _ROOTS and _said(element) == "comments"
        if any(talk[element] for element in path):
            continue
        for element in path:
            sums[element] = sums.get(element, 0) + length
        for name in {_name(element) for element in path if element.get("class")}:
            alike[name] = alike.get(name, 0) + length
    return sums, alike


def _path(element: HtmlElement) -> list[HtmlElement]:
    path = [element]
    while (parent := path[-1].getparent()) is not None:
        path.append(parent)
    return path


def _in_article(element: HtmlElement) -> bool:
    return any(parent.tag in _ARTICLE for parent in element.iterancestors())
