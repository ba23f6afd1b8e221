"""The one door for web pages of others: a parser that loads nothing and loses no word.

libxml2 stops without an error, and drops what follows, below 256 levels and after ten
million characters in a row. Either is noticed here, and the page is built anew with what
lies deeper laid side by side.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from lxml import etree
from lxml.html import HtmlElement, HTMLParser

from copydesk.errors import Refused
from copydesk.settings.limits import Limits

#: Levels of a page that is built anew. Below libxml2's own 256, so that whatever walks the
#: tree, its own copies included, meets no limit again.
DEPTH: Final = 200

#: What no XML tree can hold; HTML has no use for it either.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NAME = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
#: Elements without an end that libxml2 takes for ones with an end.
_NEW_VOIDS: Final = ("bgsound", "embed", "keygen", "source", "track", "wbr")
#: Elements without an end: nothing can lie below them.
_VOID: Final = frozenset(
    ("area", "base", "br", "col", "hr", "img", "input", "link", "meta", "param", *_NEW_VOIDS)
)
#: What the head of a page holds; anything else there is its text.
_OF_HEAD: Final = frozenset(
    ("base", "link", "meta", "noscript", "script", "style", "template", "title")
)


def received(text: str, where: str, limits: Limits) -> HtmlElement | None:
    """`parse` of a web page that somebody sent as `where`.

    Raises `Refused` when it has more tags or attributes than `limits` say, before
    anything is made of them.
    """
    text = _fit(text)
    check_limits(text, where, limits)
    return _parsed(text)


def parse(text: str) -> HtmlElement | None:
    """The `html` element of a web page, or None when there is no element and no text in it.

    No comment and no processing instruction is in the tree, and no element lies deeper
    than 256 levels. Characters that XML forbids are left out; every other one is there.

    >>> root = parse("<p>a<br>b &amp; c")
    >>> root.findtext(".//p"), parse("<!-- nothing -->")
    ('a', None)
    >>> deep = parse("<div>" * 5000 + "word" + "</div>" * 5000)
    >>> deep.text_content()
    'word'
    """
    return _parsed(_fit(text))


# ── limits ───────────────────────────────────────────────────────────────────

_BLANK: Final = r" \t\n\r\f"
#: One attribute: its name, which may begin with any sign, and its value.
_ATTRIBUTE: Final = (
    rf"[^{_BLANK}/>][^{_BLANK}/>=]*+(?:[{_BLANK}]*+=[{_BLANK}]*+"
    rf"""(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^{_BLANK}>"'][^{_BLANK}>]*+)?+)?+"""
)
_INSIDE: Final = rf"(?:[{_BLANK}/]++|{_ATTRIBUTE})*+"
#: A comment, what is treated as one, an element whose content is text whatever stands in it, a
#: tag. Each ends where libxml2 ends it, at the latest with the page: none is tried twice.
_PIECE: Final = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))"
    r"|<(?:[!?]|/[^a-z>])[^>]*+"
    rf"|<(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes)(?=[{_BLANK}/>])"
    rf"(?P<of>{_INSIDE})(?:(?<!/)>.*?(?:(?=</(?P=raw)[{_BLANK}/>])|\Z))?+"
    rf"|</?[a-z][^{_BLANK}/>]*+(?P<in>{_INSIDE})",
    re.IGNORECASE | re.DOTALL,
)
_ONE: Final = re.compile(_ATTRIBUTE)
#: Characters that an attribute takes at least.
_LEAST: Final = 2


def check_limits(text: str, where: str, limits: Limits) -> None:
    """Raise `Refused` when the page `text` has more tags or attributes than it may.

    They are counted before it is parsed. Every tag becomes an element, and some twenty times the
    size of its page in memory. libxml2 compares each attribute of a tag with all others of it, so
    that ten times as many take a hundred times as long.

    >>> from copydesk.settings.limits import Limits
    >>> check_limits("<p class=a hidden>Tar", "a.html", Limits())
    >>> check_limits("<p class=a hidden>Tar", "a.html", Limits(tag_attributes=1))
    Traceback (most recent call last):
    copydesk.errors.Refused: `a.html` has a tag with 2 attributes, the limit is 1
    """
    if (tags := text.count("<")) > limits.page_tags:
        raise _over(f"`{where}` has {tags:,} tags", limits.page_tags, "page_tags")
    # An attribute and the blank before it are two characters: most pages are too short to count.
    all_count = len(text) > _LEAST * limits.page_attributes
    total = 0
    for piece in _PIECE.finditer(text):
        inside = piece["in"] or piece["of"] or ""
        if not all_count and len(inside) <= _LEAST * limits.tag_attributes:
            continue
        count = sum(1 for _ in _ONE.finditer(inside))
        if count > limits.tag_attributes:
            message = f"`{where}` has a tag with {count:,} attributes"
            raise _over(message, limits.tag_attributes, "tag_attributes")
        total += count
    if total > limits.page_attributes:
        message = f"`{where}` has {total:,} attributes"
        raise _over(message, limits.page_attributes, "page_attributes")


def _over(message: str, most: int, key: str) -> Refused:
    hint = f"send the article alone, without the page around it, or raise `limits.{key}`"
    return Refused(f"{message}, the limit is {most:,}", hint=hint, code="refuse.page")


# ── the tree ─────────────────────────────────────────────────────────────────


def _parsed(text: str) -> HtmlElement | None:
    data = text.encode()
    parser = _parser()
    try:
        root = etree.fromstring(data, parser)
    except etree.ParserError:  # nothing but blanks
        return None
    if any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log):
        root = etree.fromstring(data, _parser(_Flattened()))
    if not isinstance(root, HtmlElement):
        return None
    _empty_voids(root)
    _part_head(root)
    return root


def _empty_voids(root: HtmlElement) -> None:
    """Put behind elements without an end what libxml2, not knowing that, put into them."""
    for void in list(root.iter(*_NEW_VOIDS)):
        parent = void.getparent()
        if parent is None or not (len(void) or void.text):
            continue
        tail, void.tail, void.text = void.tail or "", void.text, None
        place = parent.index(void) + 1
        last = void
        for offset, child in enumerate(list(void)):
            parent.insert(place + offset, child)
            last = child
        last.tail = f"{last.tail or ''}{tail}" or None


def _part_head(root: HtmlElement) -> None:
    """Move into the body what libxml2 left in the head, not knowing elements of HTML 5."""
    head = root.find("head")
    if head is None:
        return
    strays = [child for child in head if child.tag not in _OF_HEAD]
    if not strays:
        return
    body = root.find("body")
    if body is None:
        body = root.makeelement("body")
        root.append(body)
    start, body.text = body.text, None
    for place, stray in enumerate(strays):
        body.insert(place, stray)
    strays[-1].tail = f"{strays[-1].tail or ''}{start or ''}" or None


def _fit(text: str) -> str:
    return _FORBIDDEN.sub("", text.replace("\f", " "))


def _parser(target: Any = None) -> HTMLParser:  # noqa: ANN401  lxml has no type for it
    return HTMLParser(
        encoding="utf-8",
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        # HTML has no entities of its own to expand; only the builder below lifts the limits.
        huge_tree=target is not None,
        target=target,
    )


class _Flattened:
    """Builds a tree from the parser's events in which nothing lies deeper than `DEPTH`.

    An element below that depth becomes a neighbour of the last one above it, and what
    follows its end another, so that words which it parted stay parted.
    """

    def __init__(self) -> None:
        make: Any = HTMLParser().makeelement
        self._builder = etree.TreeBuilder(element_factory=make)
        self._open: list[str] = []
        self._below: list[str] = []
        self._floor = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = tag if _NAME.fullmatch(tag) else "span"
        kept: dict[str | bytes, str | bytes] = {
            key: _fit(value) for key, value in attributes.items() if _NAME.fullmatch(key)
        }
        if name in _VOID:
            self._builder.start(name, kept)
            self._builder.end(name)
            return
        if len(self._open) < DEPTH:
            self._open.append(name)
            self._builder.start(name, kept)
            return
        if not self._below:
            self._floor = self._open[-1]
        self._below.append(name)
        self._beside(name, kept)

    def end(self, tag: str) -> None:
        if tag in _VOID:
            return
        if self._below:
            self._below.pop()
            self._beside(self._below[-1] if self._below else self._floor, {})
        elif self._open:
            self._builder.end(self._open.pop())

    def data(self, text: str) -> None:
        self._builder.data(_fit(text))

    def close(self) -> etree._Element:
        while self._open:
            self._builder.end(self._open.pop())
        return self._builder.close()

    def _beside(self, name: str, attributes: dict[str | bytes, str | bytes]) -> None:
        self._builder.end(self._open.pop())
        self._builder.start(name, attributes)
        self._open.append(name)
