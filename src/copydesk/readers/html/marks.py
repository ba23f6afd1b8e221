"""Inline elements: the marks they set, and which of them stand apart from their neighbours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from lxml.html import HtmlElement

from copydesk.readers.html.inline import Kind
from copydesk.readers.html.office import counted
from copydesk.readers.html.tree import absolute, is_light, styled, words
from copydesk.readers.html.words import listed

_MARKS: Final[dict[str, Kind]] = {
    "b": "strong", "strong": "strong", "i": "emph", "em": "emph", "cite": "emph", "dfn": "emph",
    "var": "emph", "sup": "sup", "sub": "sub", "code": "code", "kbd": "code", "samp": "code",
    "tt": "code",
}  # fmt: skip
_NO_CLASSES: Final[Mapping[str, tuple[Kind, ...]]] = {}
#: A link that does nothing but for a program of the page.
_NOWHERE = re.compile(
    r"javascript:(?:void)?[(0)'\";]{0,12}(?:(?:return)?false;?)?|about:(?:blank|srcdoc)",
    re.IGNORECASE,
)
#: What is no address for an edition may be as long as a picture; so much tells what it was.
_TOLD: Final = 80


def kinds(
    element: HtmlElement, base: str, classes: Mapping[str, tuple[Kind, ...]] = _NO_CLASSES
) -> tuple[tuple[Kind, str], ...]:
    """The marks that an inline element sets, each with its target.

    `classes` says what the page's style sheets make of a class.

    >>> from lxml.html import fromstring
    >>> kinds(fromstring('<a href="b">x</a>'), "https://example.org/a")
    (('link', 'https://example.org/b'),)
    """
    tag = element.tag
    if tag == "a":
        target = counted(absolute(element.get("href") or "", base))
        if not target or _NOWHERE.fullmatch(target):
            return ()
        if len(target) > _TOLD and target[:5].lower() == "data:":
            target = f"{target[:_TOLD]}…"
        return (("link", target),)
    if tag in _MARKS:
        # Text pasted from office programs is wrapped in a bold element that is not bold.
        return () if is_light(element) else ((_MARKS[tag], ""),)
    told: dict[Kind, None] = dict.fromkeys(styled(element), None)
    if classes:
        for name in (element.get("class") or "").split():
            told |= dict.fromkeys(classes.get(name, ()), None)
    return tuple((kind, "") for kind in told)


def stands_apart(element: HtmlElement) -> bool:
    """Whether a reader sees a gap before an element that follows another one at once.

    >>> from lxml.html import fromstring
    >>> stands_apart(fromstring("<time>May 3</time>")), stands_apart(fromstring("<i>m</i>"))
    (True, False)
    """
    if element.tag in ("a", "time", "label"):
        return True
    return listed("look.apart").among(words(element))
