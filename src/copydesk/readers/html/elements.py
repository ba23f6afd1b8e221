"""What one element of a page says of itself: its names, whether it shows, how it is set."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final
from urllib.parse import parse_qs, urljoin, urlsplit

from lxml.html import HtmlElement

from copydesk import tables
from copydesk.readers.inlines import Kind
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
HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
#: What they hold is not text of the page, or none that it shows.
SKIPPED: Final = frozenset((
    "area", "audio", "base", "canvas", "colgroup", "datalist", "embed", "frame", "head",
    "iframe", "input", "link", "map", "meta", "meter", "noembed", "noscript", "object",
    "param", "progress", "script", "source", "style", "svg", "template", "title", "track",
    "video",
))  # fmt: skip
#: Elements without an end.
VOID: Final = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
))  # fmt: skip
_BLOCK_DISPLAY = re.compile(r"(?:^|;)\s*display\s*:\s*(?:block|flex|grid|table)", re.IGNORECASE)
_SHOWN_WIDE = re.compile(
    r"d-(?:sm|md|lg|xl|xxl)-(?!none)[\w-]+|(?:sm|md|lg|xl|2xl):(?!hidden|invisible)[\w-]+"
)
_STYLES: Final[tuple[tuple[Kind, re.Pattern[str]], ...]] = (
    ("emph", re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)),
    ("strong", re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)),
    ("sup", re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE)),
)
_LIGHT = re.compile(r"font-weight\s*:\s*(?:normal|[1-4]00)", re.IGNORECASE)
_MARKS: Final[Mapping[str, Kind]] = {
    "b": "strong", "strong": "strong", "i": "emph", "em": "emph", "cite": "emph", "dfn": "emph",
    "var": "emph", "sup": "sup", "sub": "sub", "code": "code", "kbd": "code", "samp": "code",
    "tt": "code",
}  # fmt: skip
#: A link that does nothing but for a program of the page.
_NOWHERE = re.compile(
    r"javascript:(?:void)?[(0)'\";]{0,12}(?:(?:return)?false;?)?|about:(?:blank|srcdoc)",
    re.IGNORECASE,
)
_CSS_RULE = re.compile(r"\.([\w-]{1,40})\s*\{([^{}]{1,500})\}")
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_A-Za-z]+")
#: Styles, names and addresses longer than this are data.
_LONGEST: Final = 2_000
#: How much of an address that holds data is kept, to tell what it was.
_DATA_KEPT: Final = 80
#: How much of a page's style sheets is read.
_SHEET: Final = 200_000


def split_names(element: HtmlElement) -> tuple[str, ...]:
    """Return the names in `class` and `id`, each as its words in small letters and hyphens.

    >>> from lxml.html import fromstring
    >>> split_names(fromstring('<p class="post-date isBig" id="entryDate">'))
    ('post-date', 'is-big', 'entry-date')
    """
    return _split(f"{element.get('class') or ''} {element.get('id') or ''}"[:_LONGEST])


@lru_cache(maxsize=4_096)
def _split(names: str) -> tuple[str, ...]:
    split = ("-".join(_WORDS.findall(name)).lower() for name in names.split())
    return tuple(name for name in split if name)


@cache
def name_pattern(key: str) -> re.Pattern[str]:
    """Compile the words under a dotted key of `pages.toml`; they match whole words of a name."""
    table, _, entry = key.partition(".")
    listed = sorted(tables.table("pages")[table][entry], key=len, reverse=True)
    words = "|".join(re.escape(word.replace(" ", "-")) for word in listed)
    return re.compile(rf"(?<![^-])(?:{words})(?![^-])")


def has_name(element: HtmlElement, key: str) -> bool:
    """Whether a name of the element holds one of the words under a dotted key of `pages.toml`.

    >>> from lxml.html import fromstring
    >>> has_name(fromstring('<p class="post-author">'), "front.byline")
    True
    """
    return any(map(name_pattern(key).search, split_names(element)))


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
    hiding = tables.table("pages")["look"]["hidden"]
    # On a wide screen another class may show it again.
    return any(name in hiding for name in classes) and not any(map(_SHOWN_WIDE.fullmatch, classes))


def _is_seen(element: HtmlElement) -> bool:
    """Whether what only voices are spared is a word in a line, a drop cap or a caption."""
    inline = element.tag not in BLOCKS or element.tag == "figcaption"
    return inline and any(map(str.isalnum, element.text_content()))


def _is_resized(element: HtmlElement) -> bool:
    """Whether parts of an element without size may be given one, as pages do to close gaps."""
    return any(part.get("style") or part.get("class") for part in element.iterdescendants())


def is_block(element: HtmlElement) -> bool:
    """Whether the element is set apart from the text around it.

    >>> from lxml.html import fromstring
    >>> [is_block(fromstring(p)[0]) for p in ("<p>Press <button>OK</button>.", "<p><button>OK")]
    [False, True]
    """
    if element.tag == "button":
        # Beside words of a paragraph it is one of them.
        parent, before = element.getparent(), element.getprevious()
        lead = before.tail if before is not None else parent.text if parent is not None else ""
        spoken = f"{lead or ''}{element.tail or ''}".strip()
        return not spoken or parent is None or parent.tag != "p"
    if element.tag in BLOCKS:
        return True
    style = element.get("style")
    return bool(style) and _BLOCK_DISPLAY.search(style[:_LONGEST]) is not None


def heading_level(element: HtmlElement) -> int:
    """Return 1 to 6 for a heading, else 0."""
    if element.tag in HEADINGS:
        return int(element.tag[1])
    level = element.get("aria-level") or ""
    return (int(level) if level in set("123456") else 2) if element.get("role") == "heading" else 0


def find_marks(
    element: HtmlElement, base: str, classes: Mapping[str, tuple[Kind, ...]]
) -> tuple[tuple[Kind, str], ...]:
    """List the marks that an inline element sets, each with its target.

    `base` is the address of the page, `classes` what its style sheets make of a class.

    >>> from lxml.html import fromstring
    >>> find_marks(fromstring('<a href="b">x</a>'), "https://example.org/a", {})
    (('link', 'https://example.org/b'),)
    """
    tag, style = element.tag, (element.get("style") or "")[:_LONGEST]
    if tag == "a":
        target = _skip_counter(make_absolute(element.get("href") or "", base))
        if not target or _NOWHERE.fullmatch(target):
            return ()
        if len(target) > _DATA_KEPT and target[:5].lower() == "data:":
            target = f"{target[:_DATA_KEPT]}…"
        return (("link", target),)
    if tag in _MARKS:
        # Text pasted from office programs is wrapped in a bold element that is not bold.
        return () if _LIGHT.search(style) else ((_MARKS[tag], ""),)
    kinds = _find_styles(style)
    if classes:
        for name in (element.get("class") or "").split():
            kinds += classes.get(name, ())
    return tuple((kind, "") for kind in dict.fromkeys(kinds))


def is_raised(element: HtmlElement) -> bool:
    """Whether the element's tag or style sets it high."""
    style = (element.get("style") or "")[:_LONGEST]
    return element.tag == "sup" or "sup" in _find_styles(style)


def _find_styles(style: str) -> tuple[Kind, ...]:
    return tuple(kind for kind, pattern in _STYLES if pattern.search(style)) if style else ()


def stands_apart(element: HtmlElement) -> bool:
    """Whether a reader sees a gap before an element that follows another one at once."""
    return element.tag in ("a", "time", "label") or has_name(element, "look.apart")


def read_class_marks(root: HtmlElement) -> dict[str, tuple[Kind, ...]]:
    """Read the marks that the style sheets of a page by Google Docs ask for by a class.

    In the pages of sites a class may mean anything; those give none.

    >>> from lxml.html import document_fromstring
    >>> sheet = "<style>ol.lst-kix_a-0{x:y}.c1{font-style:italic}.c2{color:red}</style><p>"
    >>> read_class_marks(document_fromstring(sheet))
    {'c1': ('emph',)}
    """
    sheet = "".join(style.text or "" for style in root.iter("style"))[:_SHEET]
    if "lst-kix" not in sheet and ".doc-content" not in sheet:
        return {}
    rules = ((match[1], _find_styles(match[2])) for match in _CSS_RULE.finditer(sheet))
    return {name: kinds for name, kinds in rules if kinds}


def _skip_counter(address: str) -> str:
    """Return the address that a link of Google Docs leads to behind its counter."""
    if not address.startswith(("https://www.google.com/url?", "http://www.google.com/url?")):
        return address
    try:
        target = parse_qs(urlsplit(address).query, max_num_fields=20).get("q", [""])[0]
    except ValueError:
        return address
    return target if target.startswith(("http://", "https://")) else address


def make_absolute(address: str, base: str) -> str:
    """Return `address` as a whole one where `base` is known and both are of the web.

    >>> make_absolute("../b?c=1", "https://example.org/x/a")
    'https://example.org/b?c=1'
    """
    plain = "".join(part.strip() for part in address.splitlines()).replace("\t", "")
    try:
        return urljoin(base, plain) if plain and base and not urlsplit(plain).scheme else plain
    except ValueError:  # a bracket in the host
        return plain


def flatten(text: str | None) -> str:
    r"""Collapse the white space of `text`.

    >>> flatten(" a\n  b ")
    'a b'
    """
    return " ".join((text or "").split())


def fold(text: str) -> str:
    """Keep the letters and digits of `text` in small letters, for comparison.

    >>> fold("“Bees!”") == fold("bees")
    True
    """
    return "".join(filter(str.isalnum, text)).casefold()
