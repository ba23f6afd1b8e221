"""Names of elements, and what between angle brackets is no element but words.

Writers put names between angle brackets where the reader is to fill in a value or where a
program has a type: `<api-key>`, `List<String>`. A browser takes them for elements that it
does not know, and shows nothing.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final

#: Elements of HTML, those of long ago among them. Those of drawings and formulas have values
#: or an end; `<path>` and `<text>` alone are what somebody is to fill in.
ELEMENTS: Final = frozenset((
    "a", "abbr", "acronym", "address", "applet", "area", "article", "aside", "audio", "b", "base",
    "basefont", "bdi", "bdo", "bgsound", "big", "blink", "blockquote", "body", "br", "button",
    "canvas", "caption", "center", "cite", "code", "col", "colgroup", "data",
    "datalist", "dd", "del", "details", "dfn", "dialog", "dir", "div", "dl", "dt", "em", "embed",
    "fieldset", "figcaption", "figure", "font", "footer", "form", "frame", "frameset", "h1", "h2",
    "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "i", "iframe",
    "img", "input", "ins", "isindex", "kbd", "keygen", "label", "legend", "li", "link",
    "listing", "main", "map", "mark", "marquee", "math", "menu", "meta", "meter",
    "nav", "nobr", "noembed", "noframes", "noscript", "object", "ol", "optgroup", "option",
    "output", "p", "param", "picture", "plaintext", "pre", "progress", "q", "rb", "rp",
    "rt", "rtc", "ruby", "s", "samp", "script", "search", "section", "select", "slot",
    "small", "source", "spacer", "span", "strike", "strong", "style", "sub", "summary", "sup",
    "svg", "table", "tbody", "td", "template", "textarea", "tfoot", "th", "thead", "time", "title",
    "tr", "track", "tt", "u", "ul", "var", "video", "wbr", "xmp",
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
    r"</?(?P<name>[A-Za-z][^\s<>/\"']{0,60})(?:[^<>\"']|\"[^\"<>]*\"|'[^'<>]*')*+>",
    re.IGNORECASE,
)
#: What marks words within their sentence.
_WITHIN: Final = frozenset((
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
    "time", "tt", "u", "var", "wbr",
))  # fmt: skip


def find_end_tags(source: str) -> frozenset[str]:
    """The names of the elements that have an end tag in `source`.

    >>> sorted(find_end_tags("<p>A <My-Card>b</My-Card></p>"))
    ['my-card', 'p']
    """
    return frozenset(match[1].lower() for match in _ENDS.finditer(source))


def escape_bare_tags(page: str) -> str:
    """`page` with what is no element, amid running text, written as the words it is.

    An element that HTML does not know is one of the page's own only if it ends somewhere.

    >>> escape_bare_tags("<p>Use <api-key> in a Map<K, V> of <my-card>cards</my-card></p>")
    '<p>Use &lt;api-key> in a Map&lt;K, V> of <my-card>cards</my-card></p>'
    >>> escape_bare_tags("<body><script>start()</script><app-root></body>")
    '<body><script>start()</script><app-root></body>'
    """
    closed = find_end_tags(page)
    if not any(_is_bare(match, closed) for match in _BARE.finditer(page)):
        return page
    parts: list[str] = []
    copied = 0
    for place in _amid(page, closed):
        parts += (page[copied:place], "&lt;")
        copied = place + 1
    return "".join((*parts, page[copied:]))


def _amid(page: str, closed: frozenset[str]) -> Iterator[int]:
    """Where what is no element stands in one text with words, however that is marked."""
    waiting: list[int] = []
    spoken = False
    position = 0
    for token, behind in _markup(page):
        spoken = spoken or _speaks(page[position : token.start()])
        position = behind
        bare = _BARE.fullmatch(token.group())
        if bare and _is_bare(bare, closed):
            waiting.append(token.start())
        elif (token["name"] or "").lower() not in _WITHIN:
            if spoken:
                yield from waiting
            waiting, spoken = [], False
    if spoken or _speaks(page[position:]):
        yield from waiting


def _speaks(text: str) -> bool:
    return not text.isspace() and any(map(str.isalnum, html.unescape(text)))


def _markup(page: str) -> Iterator[tuple[re.Match[str], int]]:
    """The tags of a page, each with where what it keeps from being read for tags ends."""
    missing: set[str] = set()
    position = 0
    while token := _MARKUP.search(page, position):
        position = token.end()
        raw = (token["raw"] or "").lower()
        if (raw or token.group() == "<!--") and raw not in missing:
            end = re.compile(f"</{raw}" if raw else "-->", re.IGNORECASE).search(page, position)
            if end is None:
                missing.add(raw)
            else:
                position = end.end()
        yield token, position


def _is_bare(match: re.Match[str], closed: frozenset[str]) -> bool:
    name = match[1].split(maxsplit=1)[0].lower()
    return name not in ELEMENTS and name not in closed
