"""What being inside of an element means for a block: a quotation, a caption, code, verse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lxml.html import HtmlElement

from copydesk.readers.html.tree import words
from copydesk.readers.html.words import listed

#: What a caption never holds.
_SHOWN: Final = ("img", "amp-img", "picture", "video", "iframe", "figure", "table", "pre")
#: What a figure may hold instead of a picture, and is not its caption.
_OTHER: Final = ("table", "pre", "blockquote")
#: Characters of the longest caption, and of the shortest page that is one piece of `pre`.
_LONGEST: Final = 900
_PAGE: Final = 2_000


@dataclass(frozen=True, slots=True)
class Context:
    """The `hint` of the blocks inside; `joins`: a line break is a blank; `keeps`: all blanks."""

    hint: str = ""
    joins: bool = False
    keeps: bool = False


NONE: Final = Context()
QUOTE: Final = Context("quote")
_CAPTION: Final = Context("caption", joins=True)


def of(element: HtmlElement, prose: int) -> Context | None:
    """The context that `element` opens; `prose` says how much the page has in paragraphs.

    >>> from lxml.html import fromstring
    >>> of(fromstring('<p class="wp-caption-text">A bee</p>'), 0).hint
    'caption'
    """
    tag = element.tag
    if tag in ("pre", "xmp", "listing"):
        return Context(_of_lines(element, prose), keeps=True)
    if tag == "blockquote" or _is_pull_quote(element):
        return QUOTE
    if tag in ("figcaption", "caption"):
        return _CAPTION
    if tag == "figure":
        pictured = _holds(element, "img", "amp-img", "picture") and not _holds(element, *_OTHER)
        return _CAPTION if pictured else None
    return _CAPTION if _is_called_caption(element) else None


def _is_pull_quote(element: HtmlElement) -> bool:
    return any("pullquote" in name or name[:2] == ("pull", "quote") for name in words(element))


def _is_called_caption(element: HtmlElement) -> bool:
    if not any(word.endswith("caption") for name in words(element) for word in name):
        return False
    return len(element.text_content()) <= _LONGEST and not _holds(element, *_SHOWN)


def _of_lines(element: HtmlElement, prose: int) -> str:
    """The hint of the lines in `pre`: code, but for verse and pages that are nothing else."""
    if listed("look.verse").among(words(element)):
        return ""
    if element.find(".//code") is not None or element.get("class"):
        return "code"
    length = len(element.text_content())
    return "" if length > max(_PAGE, prose) else "code"


def _holds(element: HtmlElement, *tags: str) -> bool:
    return any(True for _ in element.iter(*tags))
