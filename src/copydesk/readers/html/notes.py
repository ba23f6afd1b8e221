"""Footnotes of a page: the signs that call them, their texts, the ways back.

No element of HTML says "footnote". Word, WordPress, Substack, MediaWiki, SPIP and the
Markdown tools agree on this much: a link whose text is a sign (`1`, `[b]`, `*`), raised or
in brackets, leads to a place further down; there a link with a sign or an arrow leads back.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import Final
from urllib.parse import unquote

from lxml import etree
from lxml.html import HtmlElement

from copydesk import tables
from copydesk.readers.html.elements import (
    BLOCKS,
    HEADINGS,
    find_block,
    flatten,
    has_name,
    is_raised,
    name_pattern,
)
from copydesk.readers.inlines import MarkedLine

_SIGN = re.compile(
    r"[\[({（〔【]?\s?(?:(?:notes?|fn|nb)[ .]{0,2})?"
    r"(?:\d{1,4}|[a-z]{1,2}|[ivxlc]{1,6}|[*†‡§¶‖#]{1,4}|[¹²³⁰⁴-⁹]{1,4})\s?[.:]?\s?[\])}）〕】]?[.:]?",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"[\[(（〔【].{1,12}[\])）〕】]")
_BACK = re.compile(r"[\[(]?\s?[\^↑↩⤴⏎↵▲△▴◄←⇑⮌⬆↖]?[\ufe0e\ufe0f]?\s?[\])]?\s?\d{0,4}")
#: What is left of a way back before the text of a note, and behind it.
_OPENING = re.compile(r"\s*(?:[\[(]\s*[\])]|[\^↑])[\s.:,|]*")
_CLOSING = re.compile(r"(?<!\s)\s*+[\[(]\s*+[\])]$")
#: A note is shorter; what a table of contents leads to is longer.
_LONGEST: Final = 6_000
#: Characters of a link that leads back.
_BACK_LENGTH: Final = 30
#: Elements around a link or a target that are asked what they are.
_NEAR: Final = 3
#: What holds a note of several paragraphs.
_HOLDERS: Final = ("li", "dd", "div", "aside", "td")


@dataclass(frozen=True, slots=True)
class FoundNotes:
    """What `find_notes` saw. Elements are keys, so the tree must outlive this.

    `calls` holds links to notes and the id of each note; `texts` the elements that hold
    a note's text; `backs` what leads back to the text and is none of its words.
    """

    calls: dict[HtmlElement, str] = field(default_factory=dict)
    texts: dict[HtmlElement, str] = field(default_factory=dict)
    backs: frozenset[HtmlElement] = frozenset()


def find_notes(root: HtmlElement) -> FoundNotes:
    """Find the footnotes of the page.

    >>> from lxml.html import fromstring
    >>> page = fromstring('<div><p>A<sup><a href="#n1">1</a></sup><p id="n1">B</div>')
    >>> list(find_notes(page).calls.values())
    ['n1']
    """
    links = [
        (link, unquote(href.partition("#")[2]))
        for link in root.iter("a")
        if "#" in (href := link.get("href") or "") and not href.endswith("#")
    ]
    order = {element: place for place, element in enumerate(root.iter())} if links else {}
    places: dict[str, HtmlElement] = {}
    for element in order:
        for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
            if name:
                places.setdefault(name, element)
    answers: dict[HtmlElement, set[str]] = {}
    for link, name in links:
        answers.setdefault(find_block(link), set()).add(name)
    calls: dict[HtmlElement, str] = {}
    is_note = cache(_is_note)
    for link, name in links:
        target = places.get(name)
        if target is None or order[target] < order[link] or not _is_sign(link):
            continue
        answered = not answers.get(find_block(target), set()).isdisjoint(_names(link))
        if (answered or _is_call(link)) and is_note(target):
            calls[link] = name
    texts = _find_texts({places[name]: name for name in calls.values()}, calls)
    told = set(texts.values())
    calls = {link: name for link, name in calls.items() if name in told}
    backs = frozenset(
        link
        for link, name in links
        if link not in calls
        and (target := places.get(name)) is not None
        and order[target] < order[link]
        and _is_back(link)
        and not texts.keys().isdisjoint((link, *link.iterancestors()))
    )
    return FoundNotes(calls, texts, backs) if calls else FoundNotes()


def is_beside(element: HtmlElement) -> bool:
    """Whether an inline element is a note that the style sheet puts beside its sentence."""
    return element.tag in ("span", "small") and has_name(element, "notes.beside")


def _is_sign(link: HtmlElement) -> bool:
    return _SIGN.fullmatch(flatten(link.text_content()[:40])) is not None


def _names(link: HtmlElement) -> set[str]:
    """Return the names by which a way back may call the link: its own and those around it."""
    near = [*link.iter(), link.getprevious(), *islice(link.iterancestors(), 2)]
    found = {element.get(key) for element in near if element is not None for key in ("id", "name")}
    return {name for name in found if name}


def _is_call(link: HtmlElement) -> bool:
    """Whether the sign stands in brackets, is set high, or is named a note by what holds it."""
    if link.get("role") in ("doc-noteref", "noteref") or "noteref" in (link.get("epub:type") or ""):
        return True
    if _BRACKETED.fullmatch(flatten(link.text_content()[:40])) or link.find(".//sup") is not None:
        return True
    for element in _list_near(link):
        if element.tag in BLOCKS:
            break
        if is_raised(element) or has_name(element, "notes.call"):
            return True
    before, parent = link.getprevious(), link.getparent()
    left = before.tail if before is not None else parent.text if parent is not None else ""
    around = (left or "").rstrip().endswith(("[", "(", "（"))
    return around and (link.tail or "").lstrip()[:1] in "])）"


def _is_note(target: HtmlElement) -> bool:
    """Whether the target is short enough, and no entry of a list of works."""
    if target.tag in (*HEADINGS, "section", "article", "main", "body"):
        return False
    near, works = _list_near(target), ("doc-biblioentry", "doc-bibliography")
    if any(element.get("role") in works or has_name(element, "notes.works") for element in near):
        return False
    rows = next((element for element in near if element.tag in ("ol", "ul")), None)
    listed = rows is not None and _is_list_of_works(rows)
    return not listed and len(target.text_content()) <= _LONGEST


def _is_list_of_works(rows: HtmlElement) -> bool:
    """Whether a list stands below a heading of works, and nothing in it leads back."""
    above = (element.getprevious() for element in _list_near(rows))
    head = next((element for element in above if element is not None), None)
    if head is None or head.tag not in HEADINGS:
        return False
    name = flatten(head.text_content()[:60]).casefold().strip(": ")
    backs = ((link.get("href") or "").startswith("#") for link in rows.iter("a"))
    return name in tables.load_table("pages")["notes"]["above-works"] and not any(backs)


def _list_near(element: HtmlElement) -> list[HtmlElement]:
    return list(islice((element, *element.iterancestors()), _NEAR))


def _find_texts(
    targets: dict[HtmlElement, str], calls: Iterable[HtmlElement]
) -> dict[HtmlElement, str]:
    """Return the elements that hold notes; none of several in one block, or begun amid it."""
    blocks = {target: find_block(target) for target in targets}
    shared = Counter(blocks.values())
    calling = set(map(find_block, calls))
    return {
        _widen(block, shared, calling): targets[target]
        for target, block in blocks.items()
        if shared[block] == 1 and block not in calling and _begins(target, block)
    }


def _begins(target: HtmlElement, block: HtmlElement) -> bool:
    """Whether no text of the block stands before the target."""
    for event, element in etree.iterwalk(block, ("start", "end")):
        if element is target:
            break
        if ((element.text if event == "start" else element.tail) or "").strip():
            return False
    return True


def _widen(
    block: HtmlElement, shared: Counter[HtmlElement], calling: set[HtmlElement]
) -> HtmlElement:
    """Return the element around `block` that holds the further paragraphs of the same note."""
    while (parent := block.getparent()) is not None and parent.tag in _HOLDERS:
        first = block.getprevious() is None and not (parent.text or "").strip()
        inside = [element for element in parent.iter() if element in shared]
        alone = len(inside) == 1 and calling.isdisjoint(parent.iter())
        if not first or not alone or len(parent.text_content()) > _LONGEST:
            break
        block = parent
    return block


def _is_back(link: HtmlElement) -> bool:
    text = flatten(link.text_content()[:60])
    says = name_pattern("notes.back").search("-".join(text.lower().split()))
    shown = _BACK.fullmatch(text) or _SIGN.fullmatch(text) or says
    return len(text) <= _BACK_LENGTH and (shown is not None or has_name(link, "notes.back"))


def strip_way_back(line: MarkedLine) -> MarkedLine:
    """Take from a line of a note what is left of the way back when that is gone.

    >>> strip_way_back(MarkedLine("[ ] Bees hum. [ ]")).text
    'Bees hum.'
    """
    opening, closing = _OPENING.match(line.text), _CLOSING.search(line.text)
    start = opening.end() if opening else len(line.text) - len(line.text.lstrip())
    return line.cut(start, closing.start() if closing else len(line.text))
