"""Footnotes of a page: the signs that call them, their texts, the ways back.

No element of HTML says "footnote". Word, WordPress, Substack, MediaWiki, SPIP and the
Markdown tools agree on this much: a link whose text is a sign (`1`, `[b]`, `*`), raised or
in brackets, leads to a place further down; there a link with a sign or an arrow leads back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote

from lxml.html import HtmlElement

from copydesk.readers.html.tree import BLOCKS, HEADINGS, flat, styled, words
from copydesk.readers.html.words import listed

_SIGN = re.compile(
    r"[\[({（〔【]?\s?(?:(?:notes?|fn|nb)[ .]{0,2})?"
    r"(?:\d{1,4}|[a-z]{1,2}|[ivxlc]{1,6}|[*†‡§¶‖#]{1,4}|[¹²³⁰⁴-⁹]{1,4})\s?[.:]?\s?[\])}）〕】]?[.:]?",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"[\[(（〔【].{1,12}[\])）〕】]")
_BACK = re.compile(r"[\[(]?\s?[\^↑↩⤴⏎↵▲△▴◄←⇑⮌⬆↖]?[\ufe0e\ufe0f]?\s?[\])]?\s?\d{0,4}")
_ROLES: Final = ("doc-noteref", "noteref")
#: A note is shorter; what a table of contents leads to is longer.
_LONGEST: Final = 6_000
_FEW: Final = 3


@dataclass(frozen=True, slots=True)
class Notes:
    """What `find` saw. Elements are keys, so the tree must outlive this.

    `calls` holds links to notes and the id of each note; `texts` the elements that hold
    a note's text; `starts` places inside a block from which on the text is a note's;
    `backs` what leads back to the text and is none of its words.
    """

    calls: dict[HtmlElement, str] = field(default_factory=dict)
    texts: dict[HtmlElement, str] = field(default_factory=dict)
    starts: dict[HtmlElement, str] = field(default_factory=dict)
    backs: frozenset[HtmlElement] = frozenset()


def find(root: HtmlElement) -> Notes:
    """The footnotes of the page.

    >>> from lxml.html import fromstring
    >>> page = fromstring('<div><p>A<sup><a href="#n1">1</a></sup><p id="n1">B</div>')
    >>> list(find(page).calls.values())
    ['n1']
    """
    links = [
        (link, unquote(href.partition("#")[2]))
        for link in root.iter("a")
        if "#" in (href := link.get("href") or "") and not href.endswith("#")
    ]
    if not links:
        return Notes()
    order = {element: place for place, element in enumerate(root.iter())}
    places = _places(order)
    answers: dict[HtmlElement, set[str]] = {}
    for link, name in links:
        answers.setdefault(_block(link), set()).add(name)
    calls: dict[HtmlElement, str] = {}
    fit: dict[HtmlElement, bool] = {}
    headed: dict[HtmlElement, bool] = {}
    for link, name in links:
        target = places.get(name)
        if target is None or order[target] < order[link] or not _is_sign(link):
            continue
        if not _looks_called(link) and answers.get(_block(target), set()).isdisjoint(_names(link)):
            continue
        if target not in fit:
            fit[target] = _is_note(target) and not _is_listed(target, headed)
        if fit[target]:
            calls[link] = name
    if not calls:
        return Notes()
    targets = {places[name]: name for name in calls.values()}
    texts, starts = _texts(targets, calls)
    backs = frozenset(
        link
        for link, name in links
        if link not in calls
        and (target := places.get(name)) is not None
        and order[target] < order[link]
        and _leads_back(link)
        and _inside(link, texts, starts)
    )
    return Notes(calls, texts, starts, backs)


def is_beside(element: HtmlElement) -> bool:
    """Whether an inline element is a note that the style sheet puts beside its sentence.

    >>> from lxml.html import fromstring
    >>> is_beside(fromstring('<span class="sidenote">Salt water.</span>'))
    True
    """
    return element.tag in ("span", "small") and listed("notes.beside").among(words(element))


def _places(order: dict[HtmlElement, int]) -> dict[str, HtmlElement]:
    """The elements by the names that links call them; the first one counts."""
    places: dict[str, HtmlElement] = {}
    for element in order:
        for key in ("id", "name"):
            name = element.get(key)
            if name and (key == "id" or element.tag == "a"):
                places.setdefault(name, element)
    return places


def _is_sign(link: HtmlElement) -> bool:
    return _SIGN.fullmatch(flat(link.text_content()[:40])) is not None


def _names(link: HtmlElement) -> set[str]:
    """The names by which a way back may call the link: its own and those close around it."""
    near = [link, *link.iter(), link.getprevious()]
    near += [around for around, _ in zip(link.iterancestors(), range(2), strict=False)]
    found = {element.get(key) for element in near if element is not None for key in ("id", "name")}
    return {name for name in found if name}


def _looks_called(link: HtmlElement) -> bool:
    return (
        link.get("role") in _ROLES
        or "noteref" in (link.get("epub:type") or "")
        or _BRACKETED.fullmatch(flat(link.text_content()[:40])) is not None
        or _raised(link)
        or _around(link)
    )


def _raised(link: HtmlElement) -> bool:
    """Whether the sign is set high, or named a note by what holds it."""
    if any(child.tag == "sup" for child in link.iter("sup")):
        return True
    element: HtmlElement | None = link
    for _ in range(_FEW):
        if element is None or element.tag in BLOCKS:
            return False
        named = listed("notes.call").among(words(element))
        if named or element.tag == "sup" or "sup" in styled(element):
            return True
        element = element.getparent()
    return False


def _around(link: HtmlElement) -> bool:
    """Whether brackets stand around the link: `[<a>1</a>]`."""
    before = link.getprevious()
    parent = link.getparent()
    if before is not None:
        left = before.tail or ""
    else:
        left = (parent.text or "") if parent is not None else ""
    return left.rstrip().endswith(("[", "(", "（")) and (link.tail or "").lstrip()[:1] in "])）"


def _is_note(target: HtmlElement) -> bool:
    if target.tag in HEADINGS or target.tag in ("section", "article", "main", "body"):
        return False
    return len(target.text_content()) <= _LONGEST and not _is_work(target)


def _is_work(target: HtmlElement) -> bool:
    element: HtmlElement | None = target
    for _ in range(_FEW):
        if element is None:
            return False
        if element.get("role") in ("doc-biblioentry", "doc-bibliography"):
            return True
        if listed("notes.works").among(words(element)):
            return True
        element = element.getparent()
    return False


def _is_listed(target: HtmlElement, headed: dict[HtmlElement, bool]) -> bool:
    """Whether the target is in a list of works: below such a heading, and with no way back.

    `headed` remembers the lists that were looked at.
    """
    element: HtmlElement | None = target
    for _ in range(_FEW):
        if element is None:
            return False
        if element.tag in ("ol", "ul"):
            if element not in headed:
                headed[element] = _has_heading(element) and not _has_ways_back(element)
            return headed[element]
        element = element.getparent()
    return False


def _has_heading(rows: HtmlElement) -> bool:
    element: HtmlElement | None = rows
    for _ in range(_FEW):
        if element is None:
            return False
        before = element.getprevious()
        if before is not None:
            name = tuple(flat(before.text_content()[:60]).casefold().strip(": ").split())
            known = listed("notes.above-works")
            return before.tag in HEADINGS and len(name) in (1, 2) and known.in_name(name)
        element = element.getparent()
    return False


def _has_ways_back(rows: HtmlElement) -> bool:
    return any((link.get("href") or "").startswith("#") for link in rows.iter("a"))


def _block(element: HtmlElement) -> HtmlElement:
    while element.tag not in BLOCKS:
        parent = element.getparent()
        if parent is None:
            return element
        element = parent
    return element


def _texts(
    targets: dict[HtmlElement, str], calls: dict[HtmlElement, str]
) -> tuple[dict[HtmlElement, str], dict[HtmlElement, str]]:
    """The elements that hold notes, and the places where notes begin amid a block."""
    blocks = {target: _block(target) for target in targets}
    shared: dict[HtmlElement, int] = {}
    for block in blocks.values():
        shared[block] = shared.get(block, 0) + 1
    calling = {_block(call) for call in calls}
    texts: dict[HtmlElement, str] = {}
    starts: dict[HtmlElement, str] = {}
    for target, block in blocks.items():
        if shared[block] > 1 or block in calling or not _opens(target, block):
            starts[target] = targets[target]
        else:
            texts[_widened(block, shared, calling)] = targets[target]
    return texts, starts


def _opens(target: HtmlElement, block: HtmlElement) -> bool:
    """Whether no text of the block stands before the target."""
    element = target
    while element is not block:
        parent = element.getparent()
        if parent is None:
            return True
        before = [parent.text or ""]
        before += [
            f"{left.text_content()}{left.tail or ''}"
            for left in element.itersiblings(preceding=True)
        ]
        if any(text.strip() for text in before):
            return False
        element = parent
    return True


def _widened(
    block: HtmlElement, shared: dict[HtmlElement, int], calling: set[HtmlElement]
) -> HtmlElement:
    """The element around `block` that holds the further paragraphs of the same note."""
    while True:
        parent = block.getparent()
        if parent is None or parent.tag not in ("li", "dd", "div", "aside", "td"):
            return block
        if block.getprevious() is not None or (parent.text or "").strip():
            return block
        inside = [element for element in parent.iter() if element in shared]
        if len(inside) != 1 or any(element in calling for element in parent.iter()):
            return block
        if len(parent.text_content()) > _LONGEST:
            return block
        block = parent


def _leads_back(link: HtmlElement) -> bool:
    text = flat(link.text_content()[:60])
    if _BACK.fullmatch(text) or _SIGN.fullmatch(text):
        return True
    return len(text) <= 30 and listed("notes.back").among(
        (*words(link), tuple(text.lower().split()))
    )


def _inside(
    link: HtmlElement, texts: dict[HtmlElement, str], starts: dict[HtmlElement, str]
) -> bool:
    if link in starts:
        return True
    blocks = {_block(start) for start in starts}
    element: HtmlElement | None = link
    while element is not None:
        if element in texts or element in blocks:
            return True
        element = element.getparent()
    return False
