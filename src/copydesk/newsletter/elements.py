"""Trees of elements: what HTML, text and Markdown of an issue are written from.

An article comes as a fragment that is dressed for site builders. Here its dress is taken off, so
that what is left says what things are, in the words that the pages of editions have: a table, a
list of references, the sign of a note. What an editor writes for the issue comes as Markdown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from lxml import etree

from copydesk.system import xml
from copydesk.writers.page import remove_links

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


def make_division() -> etree._Element:
    """A division with nothing in it."""
    return etree.Element("div")


def add_element(holder: etree._Element, tag: str, text: str, name: str = "") -> etree._Element:
    """A new last element of `holder`, with the class `name` where it has one."""
    made = etree.SubElement(holder, tag)
    made.text = remove_forbidden(text) or None
    if name:
        made.set("class", name)
    return made


def add_words(holder: etree._Element, text: str, address: str = "") -> None:
    """Put `text` behind what `holder` says, as a link where there is an `address`.

    >>> line = make_division()
    >>> add_words(line, "The wall: "), add_words(line, "PDF", "wall.pdf"), add_words(line, ".")
    (None, None, None)
    >>> xml.text(line)
    '<div>The wall: <a href="wall.pdf">PDF</a>.</div>'
    """
    if address:
        add_element(holder, "a", text).set("href", address)
    elif len(holder):
        holder[-1].tail = (holder[-1].tail or "") + remove_forbidden(text)
    else:
        holder.text = (holder.text or "") + remove_forbidden(text)


# ── the editor's own words ────────────────────────────────────────────────────


#: Where a link may lead; another is printed as it is written.
_LINK: Final = re.compile(r"(?:https?://|mailto:)\S", re.IGNORECASE)
#: What no XML can hold.
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: Deeper than anybody writes, and far from where the parser of the page gives up.
_NESTING: Final = 30
_DEEPEST: Final = 6


def read_markdown(text: str, below: int = 1) -> etree._Element:
    """A `div` with the blocks of the Markdown `text`. Tags are words in it, not markup.

    Its headings stand under one of the level `below`.

    Links lead to the web or to a mail address, and pictures are told in the words beside them: what
    mail shows of a picture on somebody else's server tells that server who reads.

    >>> made = read_markdown("See *this* and [that](https://harbour.example), <b>.")
    >>> xml.text(made[0]).strip()
    '<p>See <em>this</em> and <a href="https://harbour.example">that</a>, &lt;b&gt;.</p>'
    """
    if not text.strip():
        return xml.fragment(b"")
    markup = remove_forbidden(_parser().render(text))  # which may be named by number in `text`
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


def remove_forbidden(text: str) -> str:
    """`text` without what no XML can hold."""
    return _FORBIDDEN.sub("", text)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # 30 ms, for what has words of its own only

    options = {"html": False, "xhtmlOut": True, "maxNesting": _NESTING}
    parser = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    setattr(parser, "validateLink", lambda url: bool(_LINK.match(url)))  # noqa: B010  a slot of theirs
    return parser


# ── an article ────────────────────────────────────────────────────────────────


_PREFIX: Final = "copydesk-"
#: Role → the class that the pages of editions have for it.
_ROLES: Final = {
    "doc-noteref": "footnote-ref", "doc-backlink": "backlink", "doc-biblioref": "biblioref",
    "doc-endnotes": "endnotes",
}  # fmt: skip
_KEPT: Final = frozenset(
    (
        "alt", "class", "datetime", "dir", "href", "id", "lang", "role",
        "scope", "src", "start", "type",
    )
)  # fmt: skip
#: What the article says of itself above its text, and mail prints in lines of its own.
_LED: Final = ("deck", "byline", "date")


@dataclass(frozen=True, slots=True)
class Body:
    """An article without its title.

    `led` is what leads into it, by class; `matter` what else is said of it above its text, such as
    the credit of its first picture; `blocks` is a `div` with the text and what follows it.
    """

    led: dict[str, etree._Element]
    matter: tuple[etree._Element, ...]
    blocks: etree._Element


def read_fragment(markup: str) -> Body:
    """The article in the fragment `markup`; its headings stand one level lower than there.

    >>> read_fragment('<div id="a"><div><h2 id="a.b" style="x">B</h2></div></div>').blocks[0][0].tag
    'h3'
    """
    page = xml.page(markup.encode())
    root = page.find("body/div")
    if root is None:
        return Body({}, (), xml.parse(b"<div/>"))
    _unbox(root)
    for element in root.iter():
        _undress(element)
    root.attrib.clear()
    root.tail = None
    above = _above(root)
    led = {name: block for block in above if (name := block.get("class", "")) in _LED}
    return Body(led, tuple(block for block in above if block not in led.values()), root)


def _unbox(root: etree._Element) -> None:
    """Take tables out of the boxes in which they can be moved: no mail can do that."""
    for box in [*root.iter("div")]:
        holder = box.getparent()
        if box.get("role") == "region" and holder is not None and len(box) == 1:
            table = box[0]
            table.tail = box.tail
            holder.replace(box, table)


def _undress(element: etree._Element) -> None:
    role = element.get("role", "")
    classes = [name.removeprefix(_PREFIX) for name in element.get("class", "").split()]
    if role in _ROLES:
        classes.append(_ROLES[role])
    for name in [str(name) for name in element.attrib if str(name) not in _KEPT]:
        del element.attrib[name]
    if classes:
        element.set("class", " ".join(dict.fromkeys(classes)))
    tag = str(element.tag)
    if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
        element.tag = f"h{min(int(tag[1]) + 1, _DEEPEST)}"


def _above(root: etree._Element) -> list[etree._Element]:
    """Take the block above the text out of the article; the paragraphs in it."""
    if not len(root):
        return []
    head = root[0]
    if head.tag != "div" or any(block.tag != "p" for block in head):
        return []
    root.remove(head)
    for block in head:
        block.tail = None
    return [*head]


def remove_inner_links(root: etree._Element) -> None:
    """Let what leads about within a page be plain words: hardly a mail program can follow it.

    Ways back, which are nothing but that, are left out.

    >>> root = xml.parse(b'<p>So <a href="#x">Lo</a><a href="#y" class="backlink">^</a>.</p>')
    >>> remove_inner_links(root)
    >>> xml.text(root)
    '<p>So Lo.</p>'
    """
    remove_links(root)
    for link in root.iter("a"):
        if link.get("href", "").startswith("#"):
            link.tag = _BARE
    etree.strip_tags(root, _BARE)
    for element in root.iter():
        if "id" in element.attrib:
            del element.attrib["id"]


#: Name of elements that are nothing but their words, until they are dissolved.
_BARE: Final = "bare"
