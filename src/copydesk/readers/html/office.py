"""Pages that office programs wrote: what they say by class and style instead of by element.

Word writes items of lists as paragraphs with their sign in them; Google Docs writes emphasis
as classes of a style sheet, and every link as one to its own counter.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qs

from lxml.html import HtmlElement

from copydesk.readers.html.tree import Style, parted, style_kinds

_LEVEL = re.compile(r"mso-list\s*:\s*[^;]{0,30}\blevel(\d)", re.IGNORECASE)
_BULLET = re.compile(r"[·•o§–\-\uf0b7\uf0a7][\s\u00a0]+(?=\S)")
_NUMBER = re.compile(r"\(?(\d{1,3})[.)][\s\u00a0]+(?=\S)")
_RULE = re.compile(r"\.([\w-]{1,40})\s*\{([^{}]{1,500})\}")
#: How much of a page's style sheets is read, and classes that more than this have are a theme.
_SHEET: Final = 200_000
_THEME: Final = 2_000


def item(element: HtmlElement, text: str) -> tuple[str, int]:
    """The hint of a paragraph that Word meant as an item, and where its words begin.

    >>> from lxml.html import fromstring
    >>> paragraph = fromstring("<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'>")
    >>> item(paragraph, "3.\u00a0\u00a0 Rope"), item(fromstring("<p>"), "3. Rope")
    (('list:number:2:3', 5), ('', 0))
    """
    if element.tag != "p" or not (element.get("class") or "").startswith("MsoList"):
        return "", 0
    level = _LEVEL.search((element.get("style") or "")[:_THEME])
    depth = level[1] if level else "1"
    if sign := _BULLET.match(text):
        return f"list:bullet:{depth}", sign.end()
    if sign := _NUMBER.match(text):
        return f"list:number:{depth}:{int(sign[1])}", sign.end()
    return "", 0


def class_styles(root: HtmlElement) -> dict[str, tuple[Style, ...]]:
    """The marks that the page's own style sheets ask for by a single class.

    Only of pages that Google Docs wrote: in those of sites a class may mean anything.

    >>> from lxml.html import document_fromstring
    >>> sheet = "<style>ol.lst-kix_a-0{x:y}.c1{font-style:italic}.c2{color:red}</style><p>"
    >>> class_styles(document_fromstring(sheet))
    {'c1': ('emph',)}
    """
    sheet = "".join(style.text or "" for style in root.iter("style"))[:_SHEET]
    if "lst-kix" not in sheet and ".doc-content" not in sheet:
        return {}
    rules = ((match[1], style_kinds(match[2])) for match in _RULE.finditer(sheet))
    return {name: kinds for name, kinds in rules if kinds}


def counted(address: str) -> str:
    """The address that a link of Google Docs leads to behind its counter.

    >>> counted("https://www.google.com/url?q=https://example.org/a%3Fb&sa=D")
    'https://example.org/a?b'
    """
    if not address.startswith(("https://www.google.com/url?", "http://www.google.com/url?")):
        return address
    try:
        target = parse_qs(parted(address).query, max_num_fields=20).get("q", [""])[0]
    except ValueError:
        return address
    return target if target.startswith(("http://", "https://")) else address
