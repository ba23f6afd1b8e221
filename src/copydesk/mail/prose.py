"""What an editor writes for an issue itself, in Markdown: its beginning and teasers."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from copydesk.gate import xml

if TYPE_CHECKING:
    from lxml import etree
    from markdown_it import MarkdownIt

#: Where a link may lead; another is printed as it is written.
_LINK: Final = re.compile(r"(?:https?://|mailto:)\S", re.IGNORECASE)
#: What no XML can hold.
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: Deeper than anybody writes, and far from where the parser of the page gives up.
_NESTING: Final = 30
_DEEPEST: Final = 6


def read(text: str, below: int = 1) -> etree._Element:
    """A `div` with the blocks of the Markdown `text`. Tags are words in it, not markup.

    Its headings stand under one of the level `below`.

    Links lead to the web or to a mail address, and pictures are told in the words beside them: what
    mail shows of a picture on somebody else's server tells that server who reads.

    >>> made = read("See *this* and [that](https://harbour.example), <b>.")
    >>> xml.text(made[0]).strip()
    '<p>See <em>this</em> and <a href="https://harbour.example">that</a>, &lt;b&gt;.</p>'
    """
    if not text.strip():
        return xml.fragment(b"")
    markup = bare(_parser().render(text))  # which may be named by number in `text`
    root = xml.fragment(markup.encode())
    for heading in [*root.iter("h1", "h2", "h3", "h4", "h5", "h6")]:
        heading.tag = f"h{min(int(heading.tag[1]) + below, _DEEPEST)}"
    for picture in [*root.iter("img")]:
        words = picture.makeelement("em")
        words.text, words.tail = picture.get("alt"), picture.tail
        holder = picture.getparent()
        if holder is not None:
            holder.replace(picture, words)
    return root


def bare(text: str) -> str:
    """`text` without what no XML can hold."""
    return _FORBIDDEN.sub("", text)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # 30 ms, for what has words of its own only

    options = {"html": False, "xhtmlOut": True, "maxNesting": _NESTING}
    parser = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    setattr(parser, "validateLink", lambda url: bool(_LINK.match(url)))  # noqa: B010  a slot of theirs
    return parser
