"""What one element says of itself: its words, whether it shows, how it is set."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal, TypeAlias
from urllib.parse import SplitResult, urljoin, urlsplit

from lxml.html import HtmlElement

from copydesk.readers.html.words import Name, listed
from copydesk.readers.unseen import is_sizeless, is_unseen

#: Elements that browsers set as blocks, and buttons and options, which stand apart too.
BLOCKS: Final = frozenset((
    "address", "article", "aside", "blockquote", "body", "button", "caption", "center",
    "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption",
    "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "html", "legend", "li", "listing", "main", "menu", "nav", "noframes", "ol",
    "optgroup", "option", "p", "pre", "search", "section", "select", "summary", "table",
    "tbody", "td", "textarea", "tfoot", "th", "thead", "tr", "ul", "xmp",
))  # fmt: skip
HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
#: What they hold is not text of the page, or none that it shows.
SKIPPED: Final = frozenset((
    "area", "audio", "base", "canvas", "colgroup", "datalist", "embed", "frame", "head",
    "iframe", "input", "link", "map", "meta", "meter", "noembed", "noscript", "object",
    "param", "progress", "script", "source", "style", "svg", "template", "title", "track",
    "video",
))  # fmt: skip
_BLOCK_DISPLAY = re.compile(r"(?:^|;)\s*display\s*:\s*(?:block|flex|grid|table)", re.IGNORECASE)
_SHOWN_WIDE = re.compile(
    r"d-(?:sm|md|lg|xl|xxl)-(?!none)[\w-]+|(?:sm|md|lg|xl|2xl):(?!hidden|invisible)[\w-]+"
)
#: Where controls stand in rows, whatever is between them.
_APART: Final = frozenset(("body", "div", "footer", "form", "header", "nav"))
Style: TypeAlias = Literal["emph", "strong", "sup"]

_STYLES: Final[tuple[tuple[Style, re.Pattern[str]], ...]] = (
    ("emph", re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)),
    ("strong", re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)),
    ("sup", re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE)),
)
_LIGHT = re.compile(r"font-weight\s*:\s*(?:normal|[1-4]00)", re.IGNORECASE)
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_A-Za-z]+")
#: Styles and names longer than this are data, not names.
_LONGEST = 2_000


def words(element: HtmlElement) -> tuple[Name, ...]:
    """The names in `class` and `id`, each as its words in small letters.

    >>> from lxml.html import fromstring
    >>> words(fromstring('<p class="post-date isBig" id="entryDate">'))
    (('post', 'date'), ('is', 'big'), ('entry', 'date'))
    """
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return _words(names[:_LONGEST])


@lru_cache(maxsize=4_096)
def _words(names: str) -> tuple[Name, ...]:
    split = (tuple(part.lower() for part in _PARTS.findall(name)) for name in names.split())
    return tuple(parts for parts in split if parts)


def is_hidden(element: HtmlElement) -> bool:
    """Whether a reader does not see the element, as far as it says so itself."""
    get = element.get
    if get("hidden") is not None and get("hidden") != "until-found":
        return True
    if element.tag == "dialog" and get("open") is None:
        return True
    if get("aria-hidden") == "true" and not _is_seen(element):
        return True
    style = get("style")
    if style and (is_unseen(style) or (is_sizeless(style) and not _is_resized(element))):
        return True
    names = get("class")
    if not names:
        return False
    classes = names[:_LONGEST].lower().split()
    hiding = listed("look.hidden").single
    # On a wide screen another class may show it again.
    return not hiding.isdisjoint(classes) and not any(map(_SHOWN_WIDE.fullmatch, classes))


def _is_seen(element: HtmlElement) -> bool:
    """Whether what is hidden from voices alone is a word in a line, such as a drop cap.

    So is a caption that says to those who see it what the alternative text says to others.
    """
    inline = element.tag not in BLOCKS or element.tag == "figcaption"
    return inline and any(map(str.isalnum, element.text_content()))


def _is_resized(element: HtmlElement) -> bool:
    """Whether parts of an element without size may be given one, as pages do to close gaps."""
    return any(part.get("style") or part.get("class") for part in element.iterdescendants())


def is_block(element: HtmlElement) -> bool:
    """Whether the element is set apart from the text around it.

    >>> from lxml.html import fromstring
    >>> is_block(fromstring("<p>Press <button>Save</button>.")[0])
    False
    >>> is_block(fromstring("<p><button>Save</button>")[0])
    True
    """
    if element.tag == "button" and _is_amid(element):
        return False
    if element.tag in BLOCKS:
        return True
    style = element.get("style")
    return bool(style) and _BLOCK_DISPLAY.search(style[:_LONGEST]) is not None


def _is_amid(element: HtmlElement) -> bool:
    """Whether a control stands in a sentence, and so is a word of it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None or parent.tag in _APART:
        return False
    lead = (parent.text if before is None else before.tail) or ""
    tail = element.tail or ""
    spoken = any(map(str.isalnum, lead)), any(map(str.isalnum, tail))
    return all(spoken) or (spoken[0] and bool(tail.strip())) or (spoken[1] and parent.tag == "p")


def heading_level(element: HtmlElement) -> int:
    """1 to 6 for a heading, else 0."""
    if element.tag in HEADINGS:
        return int(element.tag[1])
    if element.get("role") != "heading":
        return 0
    level = element.get("aria-level") or ""
    return int(level) if level in {"1", "2", "3", "4", "5", "6"} else 2


def styled(element: HtmlElement) -> tuple[Style, ...]:
    """The kinds of mark that the element's `style` asks for."""
    return style_kinds((element.get("style") or "")[:_LONGEST])


def style_kinds(style: str) -> tuple[Style, ...]:
    """The kinds of mark that declarations of a style sheet ask for.

    >>> style_kinds("font-weight:700;font-style:italic")
    ('emph', 'strong')
    """
    return tuple(kind for kind, pattern in _STYLES if pattern.search(style)) if style else ()


def is_light(element: HtmlElement) -> bool:
    """Whether `style` takes the weight from a bold element, as pasted text often does."""
    return _LIGHT.search((element.get("style") or "")[:_LONGEST]) is not None


def absolute(address: str, base: str) -> str:
    """`address` as a whole one where `base` is known and both are of the web.

    >>> absolute("../b?c=1", "https://example.org/x/a")
    'https://example.org/b?c=1'
    >>> absolute("mailto:a@example.org", "https://example.org/")
    'mailto:a@example.org'
    """
    plain = "".join(address.split()) if len(address) <= _LONGEST else address.strip()
    try:
        scheme = urlsplit(plain).scheme
        if not base or scheme or not plain:
            return plain
        return urljoin(base, plain)
    except ValueError:  # a bracket in the host
        return plain


def parted(address: str) -> SplitResult:
    """The parts of an address; none of it where it is no address at all.

    >>> parted("https://example.org/a").path, parted("http://[broken").netloc
    ('/a', '')
    """
    try:
        return urlsplit(address[:_LONGEST])
    except ValueError:  # a bracket in the host
        return SplitResult("", "", "", "", "")


def flat(text: str | None) -> str:
    r"""`text` with its white space collapsed.

    >>> flat(" a\n  b ")
    'a b'
    """
    return " ".join((text or "").split())
