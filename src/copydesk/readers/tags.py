"""Names of elements, and what between angle brackets is no element but words.

Writers put names between angle brackets where the reader is to fill in a value or where a
program has a type: `<api-key>`, `List<String>`. A browser takes them for elements that it
does not know, and shows nothing.
"""

from __future__ import annotations

import re
from typing import Final

from lxml.html import defs

#: Elements of HTML, those of long ago among them. Those of drawings and formulas have values
#: or an end; `<path>` and `<text>` alone are what somebody is to fill in, and so is `<command>`.
ELEMENTS: Final = defs.tags - {"command"} | {
    "bdi", "bgsound", "data", "dialog", "frame", "listing", "main", "nobr", "noembed", "noframes",
    "picture", "plaintext", "rb", "rtc", "search", "slot", "spacer", "template", "xmp",
}  # fmt: skip

#: What stands between angle brackets and gives no attribute a value: no tag of a page has a
#: name of other signs, and none has an address for one.
_BARE = re.compile(
    r"<((?:https?|ftp|mailto):[^\s<>\"']{1,2000}"
    r"|[A-Za-z][^\s<>/\"'=]{0,60}(?=[\s>])[^<>/\"'=]{0,60})>"
)
_STOPS: Final = frozenset(",.;:")
_ENDS = re.compile(r"</([A-Za-z][^\s<>/]{0,60})")


def find_end_tags(source: str) -> frozenset[str]:
    """Find the names of the elements that have an end tag in `source`.

    >>> sorted(find_end_tags("<p>A <My-Card>b</My-Card></p>"))
    ['my-card', 'p']
    """
    return frozenset(match[1].lower() for match in _ENDS.finditer(source))


def escape_bare_tags(page: str) -> str:
    """Write what is no element as the words it is.

    An element that HTML does not know is one of the page's own if it ends somewhere, or if no
    word stands right before or behind it.

    >>> escape_bare_tags("<p>Use <api-key> in a Map<K, V> of <my-card>cards</my-card></p>")
    '<p>Use &lt;api-key> in a Map&lt;K, V> of <my-card>cards</my-card></p>'
    >>> escape_bare_tags("<body><app-root></body>")
    '<body><app-root></body>'
    """
    known = ELEMENTS | find_end_tags(page)

    def escape(found: re.Match[str]) -> str:
        name, (start, end) = found[1].split(maxsplit=1)[0].lower(), found.span()
        beside = page[max(0, start - 2) : start].strip(" ")[-1:], page[end : end + 2].strip(" ")[:1]
        spoken = any(sign.isalnum() or sign in _STOPS for sign in beside if sign)
        return f"&lt;{found[1]}>" if spoken and name not in known else found.group()

    return _BARE.sub(escape, page)
