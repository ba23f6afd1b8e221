"""What a reader finds in a finished file: read back from its bytes, without the writers' help.

Four formats are read, each by what is certain of it: pages by their elements, DOCX by its
paragraphs, Markdown by the little markup that the desk lets into it. Citations are texts of
their own, so that a style may set them tight without two words becoming one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml import etree

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PICTURE: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_XHTML: Final = "{http://www.w3.org/1999/xhtml}"
#: Elements that words run through; every other one ends a text.
_INLINE: Final = frozenset(("a", "code", "em", "span", "strong", "sub", "sup", "time"))
#: Links whose words are numbers and arrows.
_SIGNS: Final = frozenset(("footnote-ref", "footnote-back", "backlink"))
#: Elements of WordprocessingML that end a text; of the others, `t` holds one.
_ENDS: Final = frozenset(
    f"{_W}{name}"
    for name in ("p", "br", "tab", "softHyphen", "noBreakHyphen", "bookmarkStart", "bookmarkEnd")
)
_REF: Final = "ref-"

_ENTRY: Final = re.compile(r'<a id="(?:ref-([^"]*))?"></a>(.*)')
_TITLES: Final = re.compile(r'^(?:sub)?title: "(.*)"$', re.MULTILINE)
_SCALAR_ESCAPE: Final = re.compile(r"\\(?:u[0-9a-f]{4}|.)")
#: The number of an item or note at the start of a line.
_NUMBER: Final = re.compile(r"^(?:\[\^\d+\]:)?[ >]*(?:- +|\d+\. +)*\d+\. ", re.MULTILINE)
_MARKUP: Final = re.compile(
    r"""\\([^\w\s])                                             # an escaped sign
    | \]\((?:<[^<>\n]*>|(?:[^()\s]|\((?:[^()\s]|\([^()\s]*+\))*+\))*+)\)  # where a link leads
    | <((?:https?://|mailto:|[^<>\s]+@)[^<>\s]*)>               # an address that stands for itself
    | (?<!`)(`++)(.+?)(?<!`)\3(?!`)                             # code, whatever it holds
    | </?su[bp]>                                                # a tag inside a word
    | (</?[a-z][^<>]*> | <!--[ ]-->)                            # a tag
    | \[\^\d+\]:?                                               # a note
    | (&\#?\w+;)                                                # an entity
    | [*\[\]]                                                   # emphasis, the text of a link
    """,
    re.VERBOSE,
)
#: The line above or below a program, which may stand in a note.
_FENCE: Final = re.compile(r"[ >]*(`{3,})(?:text)?$")
_TARGET: Final = re.compile(r"\]\(#(ref-[^)]+)\)")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a reading must know of the article.

    Whether it has a title of its own; a page without one bears the name of the file.
    """

    titled: bool = True


@dataclass(slots=True)
class Printed:
    """What stands in a file.

    The texts outside its list of references, the entries of that list by anchor, and
    how often each is linked to from outside the list.
    """

    texts: list[str] = field(default_factory=list)
    entries: dict[str, str] = field(default_factory=dict)
    links: Counter[str] = field(default_factory=Counter)


def html(data: bytes, sheet: Sheet) -> Printed:
    """A web page."""
    from copydesk.gate import xml

    return _page(xml.page(data), sheet)


def epub(data: bytes, sheet: Sheet) -> Printed:
    """The article of a book."""
    from copydesk.gate import archive, xml

    return _page(xml.parse(archive.read(data)["EPUB/article.xhtml"]), sheet)


def _page(root: etree._Element, sheet: Sheet) -> Printed:
    printed = Printed()
    for article in root.iter("article", f"{_XHTML}article"):
        title = next(article.iter("h1", f"{_XHTML}h1"))
        title.text = title.text if sheet.titled else ""
        printed.texts.append("".join(_flow(article, printed)))
    return printed


def _flow(element: etree._Element, printed: Printed) -> Iterator[str]:
    """The text of `element`, its inner bounds as line breaks; entries go into `printed`."""
    tag = element.tag.removeprefix(_XHTML)
    classes = element.get("class", "").split()
    if tag == "ul" and "references" in classes:
        for item in element:
            printed.entries[item.get("id", "")] = "".join(_flow(item, Printed()))
        return
    if tag == "a" and not _SIGNS.isdisjoint(classes):
        return
    target = element.get("href", "")
    if target.startswith(f"#{_REF}"):
        printed.links[target[1:]] += 1
    bound = "" if tag in _INLINE and not element.get("id", "").startswith("cite-") else "\n"
    yield bound
    yield element.get("alt", "") if tag == "img" else element.text or ""
    for child in element:
        yield from _flow(child, printed)
        yield child.tail or ""
    yield bound


def docx(data: bytes, _: Sheet) -> Printed:
    """A Word document, its notes included."""
    from copydesk.gate import archive, xml

    printed = Printed()
    members = archive.read(data)
    for name in ("word/document.xml", "word/footnotes.xml"):
        if name in members:
            printed.texts.append("".join(_running(xml.parse(members[name]), printed)))
    return printed


def _running(root: etree._Element, printed: Printed) -> Iterator[str]:
    """The text of `root`; that of its entries goes into `printed`."""
    key, listed = "", False
    for element in root.iter():
        if element.tag == f"{_W}p":
            listed = False
        elif element.tag == f"{_W}pStyle":
            listed = element.get(f"{_W}val") == "Bibliography"
        elif element.tag == f"{_W}bookmarkStart":
            name = element.get(f"{_W}name", "")
            key = name if name.startswith(_REF) else key
        elif element.tag == f"{_W}hyperlink" and not listed:
            target = element.get(f"{_W}anchor", "")
            if target.startswith(_REF):
                printed.links[target] += 1
        text = (element.text or "") if element.tag == f"{_W}t" else ""
        text = element.get("descr", "") if element.tag == _PICTURE else text
        text = "\n" if element.tag in _ENDS else text
        if listed:
            printed.entries[key] = printed.entries.get(key, "") + text
        else:
            yield text


def markdown(data: bytes, _: Sheet) -> Printed:
    """Markdown with its front matter."""
    front, _rule, body = data.decode().partition("\n---\n\n")
    printed = Printed([_SCALAR_ESCAPE.sub(" ", title) for title in _TITLES.findall(front)])
    running = []
    fence = ""
    for line in body.split("\n"):
        if (found := _FENCE.match(line)) and fence in ("", found[1]):
            fence = "" if fence else found[1]
        elif fence:
            printed.texts.append(line)
        elif line.startswith("<a id=") and (found := _ENTRY.match(line)):
            printed.entries[f"{_REF}{found[1] or ''}"] = _MARKUP.sub(_unmarked, found[2])
        else:
            running.append(line)
    text = "\n".join(running)
    printed.links.update(_TARGET.findall(text))
    printed.texts.append(_MARKUP.sub(_unmarked, _NUMBER.sub("", text)))
    return printed


def _unmarked(found: re.Match[str]) -> str:
    sign, address, _, code, tag, entity = found.groups()
    if entity:
        return unescape(entity)
    return sign or address or code or ("\n" if tag else "")


READINGS: Final[Mapping[str, Callable[[bytes, Sheet], Printed]]] = {
    "html": html, "epub": epub, "docx": docx, "md": markdown,
}  # fmt: skip
