"""What a reader finds in a finished file: read back from its bytes, without the writers' help.

Each format is read by what is certain of it: pages and JATS by their elements, PDF by its
tags, DOCX by its paragraphs, Markdown by the little markup that the desk lets into it, plain
text as it stands. Citations are texts of their own, so that a style may set them tight without
two words becoming one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml import etree

    from copydesk.gate.pdf import Tag

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
_CITE: Final = "cite-"
#: Tags of PDF whose words are numbers and bullets.
_NUMBERS: Final = frozenset(("Lbl", "Reference"))
#: Tags of PDF that words run through.
_RUN_THROUGH: Final = frozenset(("Code", "Link", "Span"))
#: What breaks a word at the end of a line.
_BROKEN: Final = re.compile("\u00ad\\s+")

#: What an edition says of itself: the class of each division, and its paragraph style in Word.
_PARTS: Final[Mapping[str, str]] = {
    "affiliations": "Affiliation", "doi": "DOI", "keywords": "Keywords", "cite-as": "CiteAs",
    "rights": "Rights",
}  # fmt: skip
_STYLES: Final = {style: name for name, style in _PARTS.items()}
CITE_AS: Final = "cite-as"
#: What of it is set apart in a format; the front matter of Markdown says the rest.
TOLD: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(("html", "epub", "pdf", "docx"), tuple(_PARTS)), "md": (CITE_AS,),
}  # fmt: skip

_CITED_AS: Final = re.compile(rf'<a id="{CITE_AS}"></a>(.*)')
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
    how often each is linked to from outside the list. `told` is what the edition says of
    itself, by the classes of its divisions.
    """

    texts: list[str] = field(default_factory=list)
    entries: dict[str, str] = field(default_factory=dict)
    links: Counter[str] = field(default_factory=Counter)
    told: dict[str, str] = field(default_factory=dict)

    def tell(self, name: str, text: str) -> None:
        """Set apart what the edition says of itself."""
        self.told[name] = f"{self.told.get(name, '')} {text}"


def html(data: bytes, sheet: Sheet) -> Printed:
    """A web page."""
    from copydesk.gate import xml

    return _page(xml.page(data), sheet)


def epub(data: bytes, sheet: Sheet) -> Printed:
    """The article of a book."""
    return next(chapters(data, {"": sheet}))


def chapters(data: bytes, sheets: Mapping[str, Sheet]) -> Iterator[Printed]:
    """The articles of a book, by the folder in which each stands."""
    from copydesk.gate import archive, xml

    members = archive.read(data)
    for folder, sheet in sheets.items():
        place = f"EPUB/{folder}/article.xhtml" if folder else "EPUB/article.xhtml"
        yield _page(xml.parse(members[place]), sheet)


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
    if classes and classes[0] in _PARTS:
        printed.tell(classes[0], "".join(_bare(element)))
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


def _bare(element: etree._Element) -> Iterator[str]:
    """The text of `element`, whatever its own class."""
    yield element.text or ""
    for child in element:
        yield from _flow(child, Printed())
        yield child.tail or ""


def pdf(data: bytes, sheet: Sheet) -> Printed:
    """A PDF, as its tags are read aloud."""
    from copydesk.gate import pdf as file

    printed = Printed()
    printed.texts.append(_joined(_spoken(file.read(data), printed, sheet)))
    return printed


def _spoken(tag: Tag, printed: Printed, sheet: Sheet) -> Iterator[str]:
    """The text of `tag`, its inner bounds as line breaks; entries go into `printed`."""
    back = any(target.startswith(_CITE) for target in tag.leads_to)
    if tag.role in _NUMBERS or back or (tag.role == "H1" and not sheet.titled):
        return
    if tag.role == "LI" and tag.name.startswith(_REF):
        tags = (kid for kid in tag.kids if not isinstance(kid, str))
        texts = (text for kid in tags for text in _spoken(kid, Printed(), sheet))
        printed.entries[tag.name] = _joined(texts)
        return
    if tag.kind in _PARTS:
        words = (
            kid if isinstance(kid, str) else _joined(_spoken(kid, Printed(), sheet))
            for kid in tag.kids
        )
        printed.tell(tag.kind, _joined(words))
        return
    targets = {target for target in tag.leads_to if target.startswith(_REF)}
    printed.links.update(targets)
    bound = "" if tag.role in _RUN_THROUGH and not targets else "\n"
    yield bound
    yield tag.alt
    for kid in tag.kids:
        if isinstance(kid, str):
            yield kid
        else:
            yield from _spoken(kid, printed, sheet)
    yield bound


def _joined(texts: Iterable[str]) -> str:
    """`texts` as one, words that a line has broken made whole."""
    return _BROKEN.sub("", "".join(texts))


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
    key, listed, told = "", False, ""
    for element in root.iter():
        if element.tag == f"{_W}p":
            listed, told = False, ""
        elif element.tag == f"{_W}pStyle":
            style = element.get(f"{_W}val", "")
            listed, told = style == "Bibliography", _STYLES.get(style, "")
            if told:
                printed.tell(told, "")
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
        elif told:
            printed.told[told] += text
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
        elif found := _CITED_AS.match(line):
            printed.tell(CITE_AS, _MARKUP.sub(_unmarked, found[1]))
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


# ── formats made on request ──────────────────────────────────────────────────


def fragment(data: bytes, _: Sheet) -> Printed:
    """A piece of a page; its names without what sets them apart from those of other pieces."""
    from copydesk.gate import xml

    printed = Printed()
    for root in xml.page(data).iterfind("body/div"):
        before = f"{root.get('id', '')}-"
        for element in root.iter():
            element.set("id", element.get("id", "").removeprefix(before))
            if element.get("href", "").startswith("#"):
                element.set("href", f"#{element.get('href', '')[1:].removeprefix(before)}")
            names = element.get("class", "").replace("copydesk-", "")
            sign = element.tag == "a" and element.get("role") in ("doc-noteref", "doc-backlink")
            element.set("class", "backlink" if sign else names)
        printed.texts.append("".join(_flow(root, printed)))
    return printed


#: Elements of JATS that words run through, and those that say what no page prints.
_JATS_INLINE: Final = frozenset(
    ("bold", "code", "ext-link", "italic", "monospace", "sub", "sup", "xref")
)
_JATS_SILENT: Final = frozenset(
    (
        "abstract", "article-id", "contrib-group", "element-citation", "fpage", "issue",
        "journal-meta", "kwd-group", "label", "lpage", "page-range", "permissions", "self-uri",
        "volume", "volume-series", "day", "month", "year",
    )
)  # fmt: skip


def jats(data: bytes, _: Sheet) -> Printed:
    """An article in JATS; its document type, which no parser of ours takes, is left out."""
    from copydesk.gate import xml

    head, _type, rest = data.partition(b"<!DOCTYPE ")
    printed = Printed()
    root = xml.parse(head + rest.partition(b">\n")[2])
    printed.texts.append("".join(_jats(root, printed)))
    return printed


def _jats(element: etree._Element, printed: Printed) -> Iterator[str]:
    """The text of `element`, its inner bounds as line breaks; entries go into `printed`."""
    tag = element.tag
    if tag in _JATS_SILENT:
        return
    if tag == "ref":
        inner = "".join(part for child in element for part in _jats(child, Printed()))
        printed.entries[element.get("id", _REF)] = inner
        return
    if tag == "xref":
        if element.get("ref-type") == "fn":
            return
        printed.links[element.get("rid", "")] += 1
    bound = "" if tag in _JATS_INLINE else "\n"
    yield bound
    yield element.text or ""
    for child in element:
        yield from _jats(child, printed)
        yield child.tail or ""
    yield bound


def text(data: bytes, _: Sheet) -> Printed:
    """Plain text, in which a list of references is words like others."""
    return Printed([data.decode()])


_NOCITE: Final = re.compile(r'^nocite: "(.*)"$', re.MULTILINE)
_DIVISION: Final = re.compile(r"^:::+(?: (?:\{(?:\#(\S+) ?)?([^{}]*)\}|(\S+)))?$")
_KEYED: Final = re.compile(
    r"""\\(?P<sign>[^\w\s])                                      # an escaped sign
    | \]\((?P<to><[^<>\n]*>|(?:[^()\s]|\((?:[^()\s]|\([^()\s]*+\))*+\))*+)\)  # where a link leads
    | <(?P<address>(?:https?://|mailto:|[^<>\s]+@)[^<>\s]*)>    # an address that stands for itself
    | (?<!`)(?P<ticks>`++)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)   # code, whatever it holds
    | (?<!\w)-?@(?:\{(?P<braced>[^{}\s]+)\}                   # a key; an `@` in words is escaped
                  |(?P<key>(?:\w|[:.\#$%&\-+?<>~/](?=\w))+))
    | \{alt="(?P<alt>(?:[^"\\]|\\.)*)"\}                       # words of a picture
    | \{[^{}]*\}                                               # a name, or an end of pages
    | \[\^\d+\]:?                                              # a note
    | (?P<entity>&\#?\w+;)                                     # an entity
    | [*\[\]^~]                                               # emphasis, powers, links
    """,
    re.VERBOSE,
)


def pandoc_markdown(data: bytes, _: Sheet) -> Printed:
    """Markdown for pandoc: its citations are links, its library holds the entries."""
    front, _rule, body = data.decode().partition("\n---\n\n")
    printed = Printed([_SCALAR_ESCAPE.sub(" ", title) for title in _TITLES.findall(front)])
    running, entry = [], ""
    fence = ""
    for line in body.split("\n"):
        if (found := _FENCE.match(line)) and fence in ("", found[1]):
            fence = "" if fence else found[1]
        elif fence:
            printed.texts.append(line)
        elif found := _DIVISION.match(line):
            listed = "csl-entry" in (found[2] or found[3] or "")
            entry = (found[1] or _REF) if listed else ""
        elif entry:
            said = printed.entries.get(entry, "")
            printed.entries[entry] = f"{said}\n{_unkeyed(line, printed)}"
        else:
            running.append(line)
    for keys in _NOCITE.findall(front):
        _unkeyed(keys.replace('\\"', '"'), printed)
    printed.links.clear()
    printed.texts.append(_unkeyed(_NUMBER.sub("", "\n".join(running)), printed))
    return printed


def _unkeyed(text: str, printed: Printed) -> str:
    """`text` without its markup; the keys that it cites are entries, and linked to."""

    def unmarked(found: re.Match[str]) -> str:
        if key := found["braced"] or found["key"]:
            printed.entries[f"{_REF}{key}"] = f"the entry {key}"
            printed.links[f"{_REF}{key}"] += 1
        elif (found["to"] or "").startswith(f"#{_REF}"):
            printed.links[found["to"][1:]] += 1
        words = ("sign", "address", "code")
        if found["entity"]:
            return unescape(found["entity"])
        if found["alt"]:
            return f" {found['alt']}"
        return next((found[name] for name in words if found[name]), "")

    return _KEYED.sub(unmarked, text)


READINGS: Final[Mapping[str, Callable[[bytes, Sheet], Printed]]] = {
    "html": html, "epub": epub, "pdf": pdf, "docx": docx, "md": markdown,
    "pandoc.md": pandoc_markdown, "fragment.html": fragment, "jats.xml": jats, "txt": text,
}  # fmt: skip
