"""DOCX: pandoc's document in our styles, with every part that could vary written anew.

pandoc sets the text with its headings, notes, bookmarks and links. What is done
here: styles, page, header and footer of the reference document, properties
without clock or machine, the references as Word's own sources, a zip without dates.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from copydesk import registry
from copydesk.errors import BrokenLaw
from copydesk.gate import archive
from copydesk.model import Article
from copydesk.record import record, shortened
from copydesk.writers.docx_properties import properties

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

    from copydesk.config import Config
    from copydesk.writers.docx_package import Package

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PROPERTIES: Final = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
#: Width and height of a page, and its margin, in twentieths of a point.
PAPERS: Final = {"A4": (11906, 16838), "letter": (12240, 15840)}
MARGIN: Final = 1418
#: Parts that pandoc writes and no article needs.
_NEEDLESS: Final = ("word/comments.xml", "word/webSettings.xml", "docProps/custom.xml")
#: Part of the reference document → kind, and the pages that it is for.
_MARGINALIA: Final = {
    "header1": ("header", "default"), "footer1": ("footer", "default"),
    "footer2": ("footer", "first"),
}  # fmt: skip
_NOTES: Final = "word/footnotes.xml"
#: Number of the first bookmark that is added here; pandoc counts from 9 on.
_PLACES: Final = 1_000_000
#: Width of a figure in the list of references, and of the blank behind its numbers.
_DIGIT: Final = 120
_GAP: Final = 160
_HEAD_LENGTH: Final = 80


@registry.writer(
    "docx",
    ".docx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
)
def write(copy: registry.Copy) -> bytes:
    """Word: real heading and front-matter styles, page numbers, links to the references and back.

    Raises `BrokenLaw` when a link of the document leads nowhere.
    """
    # lxml and python-docx are not needed to plan a build.
    from copydesk.writers.docx_package import Package
    from copydesk.writers.reference_docx import reference

    article = copy.article
    language = copy.config.language(article.front.language)
    house = reference(copy.render("reference"))
    package = Package(archive.read(copy.render("docx")))
    for name in _NEEDLESS:
        package.drop(name)
    package.put("word/styles.xml", house["word/styles.xml"])
    package.edit("word/styles.xml", lambda root: _speak(root, language))
    package.edit("word/settings.xml", lambda root: _speak(root, language))
    marginalia = _marginalia(package, house, article.front.title)
    package.edit("word/document.xml", lambda root: _finish(root, marginalia, copy.config))
    if package.root(_NOTES) is not None:
        package.edit(_NOTES, _plain_notes)
    _lift_places(package)
    _check_links(package)
    for name, data in properties(record(article, copy.config, copy.slug)).items():
        package.put(name, data)
    _sources(package, article)
    return package.zipped()


# ── the text ─────────────────────────────────────────────────────────────────


def _finish(root: etree._Element, marginalia: Mapping[str, str], config: Config) -> None:
    for paragraph in root.iter(f"{_W}p"):
        _join_runs(paragraph)
    _number_column(root)
    body = root.find(f"{_W}body")
    if body is None:
        raise BrokenLaw("pandoc wrote a document without a body", code="law.markup")
    for section in list(body.iter(f"{_W}sectPr")):
        body.remove(section)
    body.append(_section(marginalia, config.publication.paper))


def _join_runs(paragraph: etree._Element) -> None:
    """One run for text of one look; pandoc starts another at almost every blank."""
    for holder in (paragraph, *paragraph.iter(f"{_W}hyperlink")):
        last: etree._Element | None = None
        look = b""
        for run in list(holder):
            text = run.find(f"{_W}t") if run.tag == f"{_W}r" else None
            if text is None or run[-1] is not text or len(run) > 1 + len(run.findall(f"{_W}rPr")):
                last = None
                continue
            here = _look(run)
            if last is not None and here == look:
                last.text = (last.text or "") + (text.text or "")
                last.set(_SPACE, "preserve")
                holder.remove(run)
            else:
                last, look = text, here


def _number_column(root: etree._Element) -> None:
    """Set the numbers of a list of references in a column that is as wide as the longest.

    pandoc writes the tab behind a number as a character, after a blank.
    """
    from lxml import etree

    numbers: list[tuple[etree._Element, str]] = []
    for style in root.iter(f"{_W}pStyle"):
        if style.get(f"{_W}val") != "Bibliography":
            continue
        for text in style.iterfind(f"../../{_W}r/{_W}t[1]"):
            number, tab, rest = (text.text or "").partition("\t")
            if tab:
                text.text = number.rstrip()
                column = etree.Element(f"{_W}tab")
                words = etree.Element(f"{_W}t", {_SPACE: "preserve"})
                words.text = rest
                text.addnext(column)
                column.addnext(words)
                numbers.append((style, text.text))
            break
    width = max((_DIGIT * len(number) + _GAP for _, number in numbers), default=0)
    for style, _ in numbers:
        indent = etree.Element(f"{_W}ind")
        indent.set(f"{_W}left", str(width))
        indent.set(f"{_W}hanging", str(width))
        style.addnext(indent)


def _look(run: etree._Element) -> bytes:
    from lxml import etree

    properties = run.find(f"{_W}rPr")
    return b"" if properties is None else etree.tostring(properties, method="c14n")


def _lift_places(package: Package) -> None:
    """Let what leads to a citation in a note lead to the sign of the note.

    Few programs find a bookmark in a footnote.
    """
    notes = package.root(_NOTES)
    if notes is None:
        return
    inside = {
        str(mark.get(f"{_W}name")): str(note.get(f"{_W}id"))
        for note in notes.iter(f"{_W}footnote")
        for mark in note.iter(f"{_W}bookmarkStart")
    }
    if not inside:
        return
    package.edit(_NOTES, _renamed)
    package.edit("word/document.xml", lambda root: _with_places(root, inside))


def _plain_notes(root: etree._Element) -> None:
    """Links of notes to entries in the look of their text: a style may make one of a whole note."""
    for link in root.iter(f"{_W}hyperlink"):
        if str(link.get(f"{_W}anchor", "")).startswith("ref-"):
            for look in list(link.iter(f"{_W}rStyle")):
                if look.get(f"{_W}val") == "Hyperlink" and (parent := look.getparent()) is not None:
                    parent.remove(look)


def _renamed(root: etree._Element) -> None:
    """Free the names of the bookmarks for those that take their part."""
    for mark in root.iter(f"{_W}bookmarkStart"):
        mark.set(f"{_W}name", f"in-{mark.get(f'{_W}name')}")


def _with_places(root: etree._Element, inside: Mapping[str, str]) -> None:
    from lxml import etree

    signs = {str(sign.get(f"{_W}id")): sign for sign in root.iter(f"{_W}footnoteReference")}
    for number, (name, note) in enumerate(inside.items(), start=_PLACES):
        run = signs[note].getparent()
        if run is not None:
            start = etree.Element(f"{_W}bookmarkStart", {f"{_W}id": str(number)})
            start.set(f"{_W}name", name)
            run.addprevious(start)
            run.addnext(etree.Element(f"{_W}bookmarkEnd", {f"{_W}id": str(number)}))


def _check_links(package: Package) -> None:
    """Raise unless every link within the document, its notes among it, leads somewhere."""
    parts = [package.root(name) for name in ("word/document.xml", _NOTES)]
    roots = [root for root in parts if root is not None]
    places = {mark.get(f"{_W}name") for mark in roots[0].iter(f"{_W}bookmarkStart")}
    for link in (link for root in roots for link in root.iter(f"{_W}hyperlink")):
        anchor = link.get(f"{_W}anchor")
        if anchor is not None and anchor not in places:
            message = f"a link of the DOCX leads to `{anchor}`, which is not in it"
            raise BrokenLaw(message, code="law.link")


def _section(marginalia: Mapping[str, str], paper: str) -> etree._Element:
    from lxml import etree

    section = etree.Element(f"{_W}sectPr")
    for name, (kind, pages) in _MARGINALIA.items():
        mark = etree.SubElement(section, f"{_W}{kind}Reference")
        mark.set(f"{_W}type", pages)
        mark.set(f"{_R}id", marginalia[name])
    width, height = PAPERS[paper]
    size = etree.SubElement(section, f"{_W}pgSz")
    margin = etree.SubElement(section, f"{_W}pgMar")
    sides = dict.fromkeys(("top", "right", "bottom", "left"), MARGIN)
    for element, values in (
        (size, {"w": width, "h": height}),
        (margin, sides | {"header": MARGIN // 2, "footer": MARGIN // 2, "gutter": 0}),
    ):
        for name, value in values.items():
            element.set(f"{_W}{name}", str(value))
    etree.SubElement(section, f"{_W}titlePg")
    return section


# ── the parts around it ──────────────────────────────────────────────────────


def _speak(root: etree._Element, language: str) -> None:
    """Say the language where pandoc or the reference document says its own."""
    for name in ("lang", "themeFontLang"):
        for element in root.iter(f"{_W}{name}"):
            element.set(f"{_W}val", language)


def _marginalia(package: Package, house: Mapping[str, bytes], title: str) -> dict[str, str]:
    """Add header and footers; returns the id of each."""
    from copydesk.writers.reference_docx import RUNNING_HEAD

    head = escape(shortened(title, _HEAD_LENGTH), quote=False)
    ids = {}
    for name, (kind, _) in _MARGINALIA.items():
        data = house[f"word/{name}.xml"].replace(RUNNING_HEAD.encode(), head.encode())
        package.put(f"word/{name}.xml", data, f"{_WORD}.{kind}+xml")
        ids[name] = package.relate(f"{name}.xml", kind)
    return ids


def _sources(package: Package, article: Article) -> None:
    from copydesk.writers.docx_sources import PROPERTIES, sources

    if not article.back.references:
        return
    for name, data in sources(article.back.references).items():
        package.put(name, data, _PROPERTIES if name == PROPERTIES else "")
    package.relate("../customXml/item1.xml", "customXml")
