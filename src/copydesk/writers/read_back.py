"""What a reader finds in a finished file: read back from its bytes, without the writers' help.

Each format is read by what is certain of it: pages and JATS by their elements, PDF by its
tags, DOCX by its paragraphs, Markdown by the little markup that the desk lets into it, plain
text as it stands. Citations are texts of their own, so that a style may set them tight without
two words becoming one.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

from lxml import etree

from copydesk.composition.entry_anchors import REF
from copydesk.system import archive, pdf, xml
from copydesk.system.pdf import Tag

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

#: What an edition says of itself: the class of each division, and its paragraph style in Word.
PARTS: Final[Mapping[str, str]] = {
    "affiliations": "Affiliation", "doi": "DOI", "keywords": "Keywords", "cite-as": "CiteAs",
    "rights": "Rights",
}  # fmt: skip
CITE_AS: Final = "cite-as"
#: What of it is set apart in a format; the front matter of Markdown says the rest.
TOLD: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(("html", "epub", "pdf", "docx"), tuple(PARTS)), "md": (CITE_AS,),
}  # fmt: skip
#: What the anchors of citations begin with.
_CITE: Final = "cite-"


@dataclass(slots=True)
class FileContent:
    """What stands in a file.

    The texts outside its list of references, of which `titles` are those that pages and PDFs set
    above the article: of one without a title, they are the name of its file. The entries of that
    list by anchor, and how often each is linked to from outside the list. `told` is what the
    edition says of itself, by the classes of its divisions. `boxes` are signs that show as empty
    boxes.
    """

    texts: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    entries: dict[str, str] = field(default_factory=dict)
    links: Counter[str] = field(default_factory=Counter)
    told: dict[str, str] = field(default_factory=dict)
    boxes: frozenset[str] = frozenset()

    def tell(self, name: str, text: str) -> None:
        """Set apart what the edition says of itself."""
        self.told[name] = f"{self.told.get(name, '')} {text}"


# ── Markdown ───────────────────────────────────────────────────────────────

_TITLES: Final = re.compile(r'^(?:sub)?title: (".*")$', re.MULTILINE)
#: Levels of lists and quotations that are read; parsing deeper ones would take too long.
_DEEPEST: Final = 200


def read_markdown(data: bytes) -> FileContent:
    """Markdown with its front matter."""
    front, _rule, body = data.decode().partition("\n---\n\n")
    printed = FileContent([json.loads(title) for title in _TITLES.findall(front)])
    root = xml.page(f"<body>{_load_parser().render(body)}</body>".encode())
    for block in [*root.iter("p")]:
        name = block[0].get("id") if len(block) and not block.text else None
        if name == CITE_AS:
            printed.tell(CITE_AS, _say_inner(block))
        elif name is not None and (not name or name.startswith(REF)):
            printed.entries[name or REF] = _say_inner(block)
        else:
            continue
        block.clear()
    printed.texts.append(_say_element(root, printed))
    return printed


@cache
def _load_parser() -> MarkdownIt:
    """A parser that leaves addresses as written and keeps numbers of notes out of the text."""
    from markdown_it import MarkdownIt  # 30 ms, for Markdown only
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable("table")
    parser.use(footnote_plugin)
    for sign in ("footnote_ref", "footnote_anchor"):
        parser.add_render_rule(sign, lambda *_: "")
    for name, keep in (("normalizeLink", str), ("normalizeLinkText", str), ("validateLink", bool)):
        setattr(parser, name, keep)
    return parser


# ── pages and books ────────────────────────────────────────────────────────

_XHTML: Final = "{http://www.w3.org/1999/xhtml}"
#: Elements that words run through; every other one ends a text.
_HTML_INLINE: Final = frozenset(("a", "code", "em", "span", "strong", "sub", "sup", "time"))
#: Links whose words are numbers and arrows.
_SIGNS: Final = frozenset(("footnote-ref", "footnote-back", "backlink"))


def read_html(data: bytes) -> FileContent:
    """A web page."""
    return _read_page(xml.page(data))


def read_epub(data: bytes) -> FileContent:
    """The article of a book."""
    return next(read_chapters(data, [""]))


def read_chapters(data: bytes, folders: Iterable[str]) -> Iterator[FileContent]:
    """The articles of a book, by the folder in which each stands."""
    members = archive.read(data)
    for folder in folders:
        place = f"EPUB/{folder}/article.xhtml" if folder else "EPUB/article.xhtml"
        yield _read_page(xml.parse(members[place]))


def _read_page(root: etree._Element) -> FileContent:
    printed = FileContent()
    for article in root.iter("article", f"{_XHTML}article"):
        title = next(article.iter("h1", f"{_XHTML}h1"))
        printed.titles.append(_say_element(title, printed))
        title.text = ""
        del title[:]
        printed.texts.append(_say_element(article, printed))
    return printed


def _say_element(element: etree._Element, printed: FileContent) -> str:
    """The text of `element`, its inner bounds as line breaks; entries go into `printed`."""
    said: list[str] = []
    _read_element(element, printed, said)
    return "".join(said)


def _read_element(element: etree._Element, printed: FileContent, said: list[str]) -> None:
    """Add the text of `element` to what is `said`."""
    tag = element.tag.removeprefix(_XHTML)
    classes = element.get("class", "").split()
    if tag == "ul" and "references" in classes:
        for item in element:
            printed.entries[item.get("id", "")] = _say_element(item, FileContent())
        return
    if tag == "a" and not _SIGNS.isdisjoint(classes):
        return
    if classes and classes[0] in PARTS:
        printed.tell(classes[0], _say_inner(element))
        return
    target = element.get("href", "")
    if target.startswith(f"#{REF}"):
        printed.links[target[1:]] += 1
    bound = "" if tag in _HTML_INLINE and not element.get("id", "").startswith(_CITE) else "\n"
    said += (bound, element.get("alt", "") if tag == "img" else element.text or "")
    for child in element:
        _read_element(child, printed, said)
        said.append(child.tail or "")
    said.append(bound)


def _say_inner(element: etree._Element) -> str:
    """The text of `element`, whatever its own class."""
    said = [element.text or ""]
    for child in element:
        _read_element(child, FileContent(), said)
        said.append(child.tail or "")
    return "".join(said)


def read_fragment(data: bytes) -> FileContent:
    """A piece of a page; its names without what sets them apart from those of other pieces."""
    printed = FileContent()
    for root in xml.page(data).iterfind("body/div"):
        before = f"{root.get('id', '')}."
        for element in root.iter():
            element.set("id", element.get("id", "").removeprefix(before))
            if element.get("href", "").startswith("#"):
                element.set("href", f"#{element.get('href', '')[1:].removeprefix(before)}")
            names = element.get("class", "").replace("copydesk-", "")
            sign = element.tag == "a" and element.get("role") in ("doc-noteref", "doc-backlink")
            element.set("class", "backlink" if sign else names)
        printed.texts.append(_say_element(root, printed))
    return printed


# ── PDF ────────────────────────────────────────────────────────────────────

#: Tags of PDF whose words are numbers and bullets.
_NUMBERS: Final = frozenset(("Lbl", "Reference"))
#: Tags of PDF that words run through.
_RUN_THROUGH: Final = frozenset(("Code", "Link", "Span"))
#: What breaks a word at the end of a line.
_BROKEN: Final = re.compile("\u00ad\\s+")


def read_pdf(data: bytes) -> FileContent:
    """A PDF, as its tags are read aloud."""
    root = pdf.read(data)
    printed = FileContent(boxes=root.boxes)
    printed.texts.append(_say_tag(root, printed))
    return printed


def _say_tag(tag: Tag, printed: FileContent) -> str:
    """The text of `tag`, its inner bounds as line breaks; entries go into `printed`."""
    said: list[str] = []
    _read_tag(tag, printed, said)
    return _join_broken(said)


def _read_tag(tag: Tag, printed: FileContent, said: list[str]) -> None:
    """Add the text of `tag` to what is `said`."""
    back = any(target.startswith(_CITE) for target in tag.leads_to)
    if tag.role in _NUMBERS or back:
        return
    if tag.role == "H1":
        printed.titles.append(_say_kids(tag, printed))
        return
    if tag.role == "LI" and tag.name.startswith(REF):
        entry: list[str] = []
        for kid in tag.kids:
            if not isinstance(kid, str):
                _read_tag(kid, FileContent(), entry)
        printed.entries[tag.name] = _join_broken(entry)
        return
    if tag.kind in PARTS:
        printed.tell(tag.kind, _say_kids(tag, FileContent()))
        return
    targets = {target for target in tag.leads_to if target.startswith(REF)}
    printed.links.update(targets)
    bound = "" if tag.role in _RUN_THROUGH and not targets else "\n"
    said += (bound, tag.alt)
    for kid in tag.kids:
        if isinstance(kid, str):
            said.append(kid)
        else:
            _read_tag(kid, printed, said)
    said.append(bound)


def _say_kids(tag: Tag, printed: FileContent) -> str:
    """The text inside of `tag`, whatever it is itself."""
    return _join_broken(kid if isinstance(kid, str) else _say_tag(kid, printed) for kid in tag.kids)


def _join_broken(texts: Iterable[str]) -> str:
    """`texts` as one, words that a line has broken made whole."""
    return _BROKEN.sub("", "".join(texts))


# ── Word ───────────────────────────────────────────────────────────────────

#: The part of an edition that a style of paragraphs says.
_STYLES: Final = {style: name for name, style in PARTS.items()}
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PICTURE: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
#: What the style of a paragraph ends in where it is the last of its kind.
_LAST: Final = "Last"
#: Elements of WordprocessingML that end a text; of the others, `t` holds one.
_ENDS: Final = frozenset(
    f"{_W}{name}" for name in ("p", "br", "tab", "softHyphen", "noBreakHyphen")
)
_T, _P, _MARK = f"{_W}t", f"{_W}p", f"{_W}bookmarkStart"
#: Those that say something; most of the others are the looks of a run.
_READ: Final = (_T, f"{_W}pStyle", f"{_W}hyperlink", _MARK, _PICTURE, *sorted(_ENDS))


def read_docx(data: bytes) -> FileContent:
    """A Word document, its notes included."""
    printed = FileContent()
    members = archive.read(data)
    for name in ("word/document.xml", "word/footnotes.xml"):
        if name in members:
            printed.texts.append("".join(_read_paragraphs(xml.parse(members[name]), printed)))
    return printed


def _read_paragraphs(root: etree._Element, printed: FileContent) -> Iterator[str]:
    """The text of `root`; that of its entries goes into `printed`."""
    key, listed, told = "", False, ""
    for element in root.iter(*_READ):
        tag = element.tag
        if tag == _P:
            listed, told = False, ""
        elif tag == f"{_W}pStyle":
            style = element.get(f"{_W}val", "")
            listed, told = style == "Bibliography", _STYLES.get(style.removesuffix(_LAST), "")
            if told:
                printed.tell(told, "")
        elif tag == _MARK:
            name = element.get(f"{_W}name", "")
            key = name if name.startswith(REF) else key
        elif tag == f"{_W}hyperlink" and not listed:
            target = element.get(f"{_W}anchor", "")
            if target.startswith(REF):
                printed.links[target] += 1
        text = _say_run(element)
        if listed:
            printed.entries[key] = printed.entries.get(key, "") + text
        elif told:
            printed.told[told] += text
        else:
            yield text


def _say_run(element: etree._Element) -> str:
    if element.tag == _T:
        return element.text or ""
    if element.tag == _PICTURE:
        return element.get("descr", "")
    return "\n" if element.tag in _ENDS else ""


# ── JATS ───────────────────────────────────────────────────────────────────

#: Elements of JATS that words run through, and those that say what no page prints.
_JATS_INLINE: Final = frozenset(
    ("bold", "code", "ext-link", "italic", "monospace", "named-content", "sub", "sup", "xref")
)
_JATS_SILENT: Final = frozenset(
    (
        "abstract", "article-id", "contrib-group", "element-citation", "fpage", "issue",
        "journal-meta", "kwd-group", "label", "lpage", "page-range", "permissions", "self-uri",
        "volume", "volume-series", "day", "month", "year",
    )
)  # fmt: skip


def read_jats(data: bytes) -> FileContent:
    """An article in JATS; its document type, which no parser of ours takes, is left out."""
    head, _type, rest = data.partition(b"<!DOCTYPE ")
    printed = FileContent()
    root = xml.parse(head + rest.partition(b">\n")[2])
    printed.texts.append("".join(_say_jats(root, printed)))
    return printed


def _say_jats(element: etree._Element, printed: FileContent) -> Iterator[str]:
    """The text of `element`, its inner bounds as line breaks; entries go into `printed`."""
    tag = element.tag
    if tag in _JATS_SILENT:
        return
    if tag == "ref":
        inner = "".join(part for child in element for part in _say_jats(child, FileContent()))
        printed.entries[element.get("id", REF)] = inner
        return
    if tag == "xref":
        if element.get("ref-type") == "fn":
            return
        printed.links[element.get("rid", "")] += 1
    bound = "" if tag in _JATS_INLINE else "\n"
    yield bound
    yield element.text or ""
    for child in element:
        yield from _say_jats(child, printed)
        yield child.tail or ""
    yield bound


def read_text(data: bytes) -> FileContent:
    """Plain text, in which a list of references is words like others."""
    return FileContent([data.decode()])


READINGS: Final[Mapping[str, Callable[[bytes], FileContent]]] = {
    "html": read_html, "epub": read_epub, "pdf": read_pdf, "docx": read_docx,
    "md": read_markdown, "fragment.html": read_fragment, "jats.xml": read_jats, "txt": read_text,
}  # fmt: skip
