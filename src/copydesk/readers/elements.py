"""Names of elements, and what between angle brackets is no element but words.

Writers put names between angle brackets where the reader is to fill in a value or where a
program has a type: `<api-key>`, `List<String>`. A browser takes them for elements that it
does not know, and shows nothing.
"""

from __future__ import annotations

import html
import re
from typing import Final

#: Elements of HTML, those of long ago among them, and of the formulas and drawings in it.
ELEMENTS: Final = frozenset((
    "a", "abbr", "acronym", "address", "applet", "area", "article", "aside", "audio", "b", "base",
    "basefont", "bdi", "bdo", "bgsound", "big", "blink", "blockquote", "body", "br", "button",
    "canvas", "caption", "center", "cite", "code", "col", "colgroup", "command", "content", "data",
    "datalist", "dd", "del", "details", "dfn", "dialog", "dir", "div", "dl", "dt", "em", "embed",
    "fieldset", "figcaption", "figure", "font", "footer", "form", "frame", "frameset", "h1", "h2",
    "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "i", "iframe", "image",
    "img", "input", "ins", "isindex", "kbd", "keygen", "label", "layer", "legend", "li", "link",
    "listing", "main", "map", "mark", "marquee", "math", "menu", "menuitem", "meta", "meter",
    "nav", "nobr", "noembed", "noframes", "noscript", "object", "ol", "optgroup", "option",
    "output", "p", "param", "picture", "plaintext", "portal", "pre", "progress", "q", "rb", "rp",
    "rt", "rtc", "ruby", "s", "samp", "script", "search", "section", "select", "shadow", "slot",
    "small", "source", "spacer", "span", "strike", "strong", "style", "sub", "summary", "sup",
    "svg", "table", "tbody", "td", "template", "textarea", "tfoot", "th", "thead", "time", "title",
    "tr", "track", "tt", "u", "ul", "var", "video", "wbr", "xmp",
    # formulas and drawings
    "annotation", "circle", "clippath", "defs", "desc", "ellipse", "filter", "foreignobject", "g",
    "line", "lineargradient", "marker", "mask", "merror", "metadata", "mfenced", "mfrac", "mi",
    "mmultiscripts", "mn", "mo", "mover", "mpadded", "mphantom", "mprescripts", "mroot", "mrow",
    "ms", "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr",
    "munder", "munderover", "none", "path", "pattern", "polygon", "polyline", "radialgradient",
    "rect", "semantics", "stop", "symbol", "text", "textpath", "tspan", "use", "view",
))  # fmt: skip

#: What stands between angle brackets and gives no attribute a value: no tag of a page has a
#: name of other signs, and none has an address for one.
_BARE = re.compile(
    r"<((?:https?|ftp|mailto):[^\s<>\"']{1,2000}|[A-Za-z][^\s<>/\"'=]{0,60}(?=[\s>])[^<>/\"'=]{0,60})>"
)
_ENDS = re.compile(r"</([A-Za-z][^\s<>/]{0,60})")
#: Comments, what programs hold, whole tags, in the order in which one may hide another.
_MARKUP = re.compile(
    r"<!--|<(?P<raw>script|style|textarea|title|xmp|noscript|iframe)(?=[\s>/])|"
    r"</?[A-Za-z](?:[^<>\"']|\"[^\"<>]*\"|'[^'<>]*')*+>",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]")


def ends(source: str) -> frozenset[str]:
    """The names of the elements that have an end tag in `source`.

    >>> sorted(ends("<p>A <My-Card>b</My-Card></p>"))
    ['my-card', 'p']
    """
    return frozenset(match[1].lower() for match in _ENDS.finditer(source))


def spelt(page: str) -> str:
    """`page` with what is no element, amid running text, written as the words it is.

    An element that HTML does not know is one of the page's own only if it ends somewhere.

    >>> spelt("<p>Use <api-key> in a Map<K, V> of <my-card>cards</my-card></p>")
    '<p>Use &lt;api-key> in a Map&lt;K, V> of <my-card>cards</my-card></p>'
    >>> spelt("<body><app-root></body>")
    '<body><app-root></body>'
    """
    closed = ends(page)
    if not any(_is_bare(match, closed) for match in _BARE.finditer(page)):
        return page
    found: list[str] = []
    position = copied = 0
    lowered = page.lower()
    while token := _MARKUP.search(page, position):
        start, position = token.span()
        if token.group() == "<!--" or token["raw"]:
            position = _behind(lowered, token)
            continue
        bare = _BARE.fullmatch(page, start, position)
        if bare and _is_bare(bare, closed) and _is_amid(page, start, position, closed):
            found += (page[copied:start], "&lt;")
            copied = start + 1
    return "".join((*found, page[copied:]))


def _is_bare(match: re.Match[str], closed: frozenset[str]) -> bool:
    name = match[1].split(maxsplit=1)[0].lower()
    return name not in ELEMENTS and name not in closed


def _behind(page: str, token: re.Match[str]) -> int:
    """Where what a browser does not read for tags ends; unclosed, it is the tag alone."""
    end = f"</{token['raw'].lower()}" if token["raw"] else "-->"
    found = page.find(end, token.end())
    return token.end() if found < 0 else found + len(end)


def _is_amid(page: str, start: int, end: int, closed: frozenset[str]) -> bool:
    """Whether words stand in the same text as the tag, before or behind it."""

    def only_words(text: str) -> str:
        bare = _BARE.sub(lambda match: "" if _is_bare(match, closed) else match[0], text)
        return html.unescape(bare.replace("&lt;", "").replace("&gt;", ""))

    before = only_words(page[max(0, start - 200) : start]).rpartition(">")[2]
    behind = only_words(page[end : end + 200]).partition("<")[0]
    return bool(_WORD.search(before) or _WORD.search(behind))
