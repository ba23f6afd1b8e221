"""What one element of a page says of itself: its names, whether it shows, how it is set."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final
from urllib.parse import parse_qs, urljoin, urlsplit

from lxml.html import HtmlElement

from copydesk import tables
from copydesk.readers.inlines import Trait

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
_BLOCK_DISPLAY = re.compile(r"(?:^|;)\s*display\s*:\s*(?:block|flex|grid|table)", re.IGNORECASE)
_SHOWN_WIDE = re.compile(
    r"d-(?:sm|md|lg|xl|xxl)-(?!none)[\w-]+|(?:sm|md|lg|xl|2xl):(?!hidden|invisible)[\w-]+"
)
_STYLES: Final[tuple[tuple[Trait, re.Pattern[str]], ...]] = (
    ("emph", re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)),
    ("strong", re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)),
    ("sup", re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE)),
    ("struck", re.compile(r"text-decoration[^;:]{0,9}:[^;]{0,60}line-through", re.IGNORECASE)),
)
_LIGHT = re.compile(r"font-weight\s*:\s*(?:normal|[1-4]00)", re.IGNORECASE)
MARKS: Final[Mapping[str, Trait]] = {
    "b": "strong", "strong": "strong", "i": "emph", "em": "emph", "cite": "emph", "dfn": "emph",
    "var": "emph", "sup": "sup", "sub": "sub", "code": "code", "kbd": "code", "samp": "code",
    "tt": "code", "s": "struck", "strike": "struck", "del": "struck",
}  # fmt: skip
_ZERO = re.compile(r"[+-]?0*\.?0*(?:px|em|rem|ex|pt|%)?")
#: So far to the left or above that no page is as wide.
_FAR = re.compile(
    r"-(?:\d{4,6}(?:\.\d{1,9})?px|\d{3,6}(?:\.\d{1,9})?(?:em|rem|vw|vh|%)|9{3,6}(?:px)?)"
)
_CLIPPED = re.compile(r"rect\(\s*[01](?:px)?(?:[\s,]{1,9}[01](?:px)?){3}\s*\)")
_INSET = re.compile(r"inset\(\s*(?:50|100)%.{0,40}")
_AWAY: Final = ("left", "right", "top", "bottom", "margin-left", "margin-top")
#: A page that moves what it does not show yet is about to show it.
_COMING: Final = ("transform", "transition", "animation", "will-change", "translate", "scale")
#: A link that does nothing but for a program of the page.
_NOWHERE = re.compile(
    r"javascript:(?:void)?[(0)'\";]{0,12}(?:(?:return)?false;?)?|about:(?:blank|srcdoc)",
    re.IGNORECASE,
)
_CSS_RULE = re.compile(r"\.([\w-]{1,40})\s*\{([^{}]{1,500})\}")
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_A-Za-z]+")
#: Styles, names and addresses longer than this are data.
LONGEST: Final = 2_000
#: What a caption never holds, and what a figure may hold instead of a picture.
_NO_CAPTION: Final = ("img", "amp-img", "picture", "video", "iframe", "figure", "table", "pre")
_NO_PICTURE: Final = ("table", "pre", "blockquote")
#: Characters of the longest caption, and of the shortest page that is one piece of `pre`.
_CAPTION: Final = 900
_PAGE: Final = 2_000
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
    return _split(f"{element.get('class') or ''} {element.get('id') or ''}"[:LONGEST])


@lru_cache(maxsize=4_096)
def _split(names: str) -> tuple[str, ...]:
    split = ("-".join(_WORDS.findall(name)).lower() for name in names.split())
    return tuple(name for name in split if name)


@cache
def name_pattern(key: str) -> re.Pattern[str]:
    """Compile the words under a dotted key of `pages.toml`; they match whole words of a name."""
    table, _, entry = key.partition(".")
    listed = sorted(tables.load_table("pages")[table][entry], key=len, reverse=True)
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
    classes = names[:LONGEST].lower().split()
    hiding = tables.load_table("pages")["look"]["hidden"]
    # On a wide screen another class may show it again.
    return any(name in hiding for name in classes) and not any(map(_SHOWN_WIDE.fullmatch, classes))


def is_unseen(style: str) -> bool:
    """Whether `style` hides its element: not displayed, of no size, see-through, out of sight.

    White letters on white are for nobody to tell without the page around them.

    >>> is_unseen("color:red; DISPLAY: none"), is_unseen("text-indent:-9999px")
    (True, True)
    >>> is_unseen("opacity:0;transform:translateY(20px)"), is_unseen("text-indent:-2em")
    (False, False)
    """
    said = _read_style(style)
    if not said:
        return False
    get = said.get
    if get("display") == "none" or get("visibility") in ("hidden", "collapse"):
        return True
    if _ZERO.fullmatch(get("opacity") or "1"):
        return not any(name.removeprefix("-webkit-").startswith(_COMING) for name in said)
    if _FAR.fullmatch(get("text-indent", "")):
        return True
    return get("position") in ("absolute", "fixed") and (
        any(_FAR.fullmatch(get(side, "")) for side in _AWAY)
        or _CLIPPED.fullmatch(get("clip", "")) is not None
        or _INSET.fullmatch(get("clip-path", "")) is not None
    )


def is_sizeless(style: str) -> bool:
    """Whether the letters of an element have no size, unless a part of it gives itself one.

    >>> is_sizeless("font-size: 0px"), is_sizeless("font-size:0.9em")
    (True, False)
    """
    size = _read_style(style).get("font-size")
    return bool(size) and _ZERO.fullmatch(size or "") is not None


def _read_style(style: str) -> dict[str, str]:
    """The declarations of `style`, in small letters; the last of a name counts.

    >>> _read_style("Color: Red !important; top:1px")
    {'color': 'red', 'top': '1px'}
    """
    pairs = (part.partition(":") for part in style[:LONGEST].lower().split(";"))
    return {
        name.strip(): value.replace("!important", "").strip()
        for name, colon, value in pairs
        if colon
    }


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
    return bool(style) and _BLOCK_DISPLAY.search(style[:LONGEST]) is not None


def find_block(element: HtmlElement) -> HtmlElement:
    """Return the nearest element of `BLOCKS` around `element` or itself, else the root."""
    around = (element, *element.iterancestors())
    return next((block for block in around if block.tag in BLOCKS), around[-1])


def heading_level(element: HtmlElement) -> int:
    """Return 1 to 6 for a heading, else 0."""
    if element.tag in HEADINGS:
        return int(element.tag[1])
    level = element.get("aria-level") or ""
    return (int(level) if level in set("123456") else 2) if element.get("role") == "heading" else 0


def find_marks(
    element: HtmlElement, base: str, classes: Mapping[str, tuple[Trait, ...]]
) -> tuple[tuple[Trait, str], ...]:
    """List what an inline element says of its letters, each with its target.

    `base` is the address of the page, `classes` what its style sheets make of a class.

    >>> from lxml.html import fromstring
    >>> find_marks(fromstring('<a href="b">x</a>'), "https://example.org/a", {})
    (('link', 'https://example.org/b'),)
    """
    tag, style = element.tag, (element.get("style") or "")[:LONGEST]
    if tag == "a":
        target = _skip_counter(make_absolute(element.get("href") or "", base))
        if not target or _NOWHERE.fullmatch(target):
            return ()
        if len(target) > _DATA_KEPT and target[:5].lower() == "data:":
            target = f"{target[:_DATA_KEPT]}…"
        return (("link", target),)
    if tag in MARKS:
        # Text pasted from office programs is wrapped in a bold element that is not bold.
        return () if tag == "b" and _LIGHT.search(style) else ((MARKS[tag], ""),)
    kinds = _find_styles(style)
    if classes:
        for name in (element.get("class") or "").split():
            kinds += classes.get(name, ())
    return tuple((kind, "") for kind in dict.fromkeys(kinds))


def is_raised(element: HtmlElement) -> bool:
    """Whether the element's tag or style sets it high."""
    style = (element.get("style") or "")[:LONGEST]
    return element.tag == "sup" or "sup" in _find_styles(style)


def _find_styles(style: str) -> tuple[Trait, ...]:
    return tuple(kind for kind, pattern in _STYLES if pattern.search(style)) if style else ()


def stands_apart(element: HtmlElement) -> bool:
    """Whether a reader sees a gap before an element that follows another one at once."""
    return element.tag in ("a", "time", "label") or has_name(element, "look.apart")


def read_class_marks(root: HtmlElement) -> dict[str, tuple[Trait, ...]]:
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


def is_caption(element: HtmlElement) -> bool:
    """Whether the element is a caption by its tag or name, or a figure with a picture in it."""
    if element.tag in ("figcaption", "caption"):
        return True
    if element.tag == "figure":
        return _holds(element, "img", "amp-img", "picture") and not _holds(element, *_NO_PICTURE)
    named = any(
        word.endswith("caption") for name in split_names(element) for word in name.split("-")
    )
    return named and len(element.text_content()) <= _CAPTION and not _holds(element, *_NO_CAPTION)


def find_hint_of_lines(element: HtmlElement, prose: int) -> str:
    """Return the hint of the lines in `pre`: code, but for verse and pages that are all `pre`."""
    if has_name(element, "look.verse"):
        return ""
    if element.find(".//code") is not None or element.get("class"):
        return "code"
    return "" if len(element.text_content()) > max(_PAGE, prose) else "code"


def _holds(element: HtmlElement, *tags: str) -> bool:
    return any(True for _ in element.iter(*tags))


def read_number(value: str | None) -> int | None:
    """Read a whole number of an attribute, None where it is none."""
    text = (value or "").strip()
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdecimal() and len(digits) <= 6 else None
