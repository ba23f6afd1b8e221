"""EPUB 3.3, packaged here: pandoc's writer knows neither our roles nor all landmarks.

A book is one article or a collection of several. This module says what is in it; how its documents
are written is said in `data/templates/epub.xml`.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Final, NamedTuple

from markupsafe import Markup

from copydesk.composition.catalogue import ORCID, CatalogueRecord
from copydesk.composition.labels import load_labels
from copydesk.model import Imprint
from copydesk.registry import WriterInput
from copydesk.system import archive, xml
from copydesk.writers import collection, table_parts
from copydesk.writers.collection import BookArticle, Volume
from copydesk.writers.cover import Cover, make_cover
from copydesk.writers.page import PICTURES, Page, page
from copydesk.writers.script_rules import find_script_rules
from copydesk.writers.sheets import sheet
from copydesk.writers.templates import compile_template

_CONTAINER: Final = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles>
    <rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>
"""


def write(copy: WriterInput) -> bytes:
    """One EPUB 3.3 book: cover, contents, landmarks, accessibility metadata and the article."""
    found = page(copy)
    about = found.record
    # An editor's correction does not make another book.
    name = book_id(about, copy.slug, copy.article.edited.submission.sha256)
    alone = BookArticle(1, copy.slug, copy.article, about, found)
    return _pack_book(Volume(copy.slug, about, copy.config, (alone,)), name)


def write_collection(volume: Volume) -> bytes:
    """One EPUB 3.3 book of all articles, each with its bibliography, and contents before them."""
    about = volume.record
    digits = about.isbn.replace("-", "")
    name = f"urn:isbn:{digits}" if digits else book_id(about, "collection", volume.name)
    return _pack_book(volume, name)


def book_id(about: CatalogueRecord, *names: str) -> str:
    """A name for the book `about`, made of what stays when its text is corrected."""
    own = (about.publication.name, about.publication.publisher, *names)
    return uuid.uuid5(uuid.NAMESPACE_URL, f"urn:copydesk:{'/'.join(own)}").urn


# ── a book ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class EpubBook:
    """What the templates are told of a book: its articles, its URN, and its cover if it has one."""

    volume: Volume
    identifier: str
    cover: Cover | None

    @property
    def record(self) -> CatalogueRecord:
        return self.volume.record

    @property
    def front(self) -> tuple[str, ...]:
        """What stands before the articles of a collection; an article alone opens with `nav`."""
        return ("title", "imprint", "contents") if self.volume.parts else ()

    def find_place(self, member: BookArticle, name: str = "article.xhtml") -> str:
        """Where the text of an article stands inside the book, or its file `name`.

        No two articles can be in each other's way.
        """
        return f"{member.slug}/{name}" if self.volume.parts else name


def _pack_book(volume: Volume, identifier: str) -> bytes:
    """The file of a book, whose bytes depend on nothing else.

    Raises `ToolError` for text with a character that XML forbids.
    """
    about, config = volume.record, volume.config
    book = EpubBook(volume, identifier, make_cover(about, config))
    needs = find_script_rules(
        [one.page for one in volume.members], about.language, config.theme, "book"
    )
    words = load_labels(about.language)
    documents = {
        "package.opf": _render("package", book, find_access(book)),
        "nav.xhtml": _render("navigation", book, words),
    }
    if book.cover:
        documents["cover.xhtml"] = _render("cover", book)
    for name in book.front:
        documents[f"{name}.xhtml"] = _render(f"{name}_page", book, words)
    for number, (title, _) in enumerate(volume.grouped(), 1):
        if title:
            documents[f"part-{number}.xhtml"] = _render("part_title", book, title)
    documents = {name: _BLANK_LINES.sub("\n", made) for name, made in documents.items()}
    for member in volume.members:
        body = mark_up_article(member.page.xhtml)
        documents[book.find_place(member)] = _render("article", book, member, body)
    packed = {f"EPUB/{name}": f"{made.strip()}\n".encode() for name, made in documents.items()}
    packed["META-INF/container.xml"] = _CONTAINER.encode()
    for text in packed.values():
        xml.parse(text)  # a control character in the text would pass unseen until a reader opens it
    packed["EPUB/style.css"] = sheet("epub.css", config, "book", needs).encode()
    if book.cover:
        packed["EPUB/cover.png"] = book.cover.png
    for member in volume.members:
        for picture in member.page.pictures:
            place = book.find_place(member, f"{PICTURES}/{picture.name}")
            packed[f"EPUB/{place}"] = picture.data
    packed["mimetype"] = b"application/epub+zip"
    return archive.write(packed)


#: Where the template says nothing.
_BLANK_LINES: Final = re.compile(r"\n\s*\n")


def _render(name: str, *values: object) -> str:
    """Render what the template has under `name`, of `values`."""
    return str(getattr(load_template().module, name)(*values))


def find_position(imprint: Imprint) -> str:
    """The place of an issue in its series, "" where it is no number.

    >>> from copydesk.model import Imprint
    >>> find_position(Imprint(volume="12", issue="3")), find_position(Imprint(volume="XII"))
    ('12.3', '')
    """
    place = ".".join(filter(None, (imprint.volume, imprint.issue)))
    digits = place.replace(".", "")
    return place if imprint.volume and digits.isascii() and digits.isdigit() else ""


#: How the documents of a book are written, a macro each.
load_template: Final = partial(
    compile_template,
    "epub.xml",
    ORCID=ORCID,
    around=lambda: collection.load_template().module,
    is_address=lambda text: text.startswith(("http://", "https://")),
    position=find_position,
)


# ── how it can be read, and by whom ──────────────────────────────────────────

#: The description of a picture.
_ALT: Final = re.compile(r'<img\b[^>]*\balt="([^"]*)"')


class Access(NamedTuple):
    """What was found of a book: whether it shows something, and says what that is.

    `summary` says so in words, of which `language` is told where it is not the book's.
    """

    seen: bool
    described: bool
    summary: str
    language: str | None


def find_access(book: EpubBook) -> Access:
    """Find out how `book` can be read; a cover is described by its title."""
    pages = [member.page for member in book.volume.members]
    images = any(page.pictures for page in pages)
    described = all(map(_is_described, pages))
    words = load_labels(book.record.language)
    said = [words["access"]]
    if any(page.bibliography for page in pages):
        said.append(words["access_links"])
    if images and described:
        said.append(words["access_pictures"])
    english = words["access"] == load_labels("en")["access"]
    seen = images or book.cover is not None
    return Access(seen, described, " ".join(said), "en" if english else None)


def _is_described(page: Page) -> bool:
    """Whether it was said of every picture of a page what it shows, or that it adds nothing."""
    none = load_labels(page.record.language)["undescribed"]
    found = [alt for alt in _ALT.findall(page.xhtml) if alt != escape(none)]
    return len(found) == page.xhtml.count("<img ")


# ── the text of an article ───────────────────────────────────────────────────

#: What roles say to browsers and screen readers, and EPUB says again in types of its own.
_TYPES: Final = {
    "doc-noteref": "noteref", "doc-bibliography": "bibliography", "doc-endnotes": "endnotes",
}  # fmt: skip
_TYPE: Final = "{http://www.idpf.org/2007/ops}type"
#: What the template declares, and an article while it is alone.
_DECLARED: Final = ' xmlns:epub="http://www.idpf.org/2007/ops"'
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


def mark_up_article(xhtml: str) -> str:
    """Mark up an article for reading systems, in which notes open where they are called.

    They know such notes by the types of EPUB, of which HTML has none. A caption above a table is a
    part of it, where no box moves the table alone.
    """
    root = xml.parse(xhtml.replace("<article", f"<article{_DECLARED}", 1).encode())
    table_parts.adopt_captions(root, table_parts.find_caption_above)
    for element in root.iter():
        if language := element.get("lang"):
            element.set(_LANG, language)
        if kind := _TYPES.get(element.get("role", "")):
            element.set(_TYPE, kind)
    for item in root.iterfind(".//section[@role='doc-endnotes']/ol/li[@id]"):
        # An item of a list may not be called a note, but a part of it may.
        note = item.makeelement("div", {"id": item.get("id", "")})
        note.attrib.update({_TYPE: "footnote", "role": "doc-footnote"})
        del item.attrib["id"]
        note.text, item.text = item.text, None
        note.extend([*item])
        item.append(note)
    return Markup(xml.text(root).replace(_DECLARED, "", 1))  # noqa: S704  the page is markup
