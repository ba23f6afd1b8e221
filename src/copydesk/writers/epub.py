"""EPUB 3.3, packaged here: pandoc's writer knows neither our roles nor all landmarks.

A book is one article or a collection of several. This module says what is in it; how its documents
are written is said in `data/templates/epub.xml`.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from copydesk import registry
from copydesk.composition.catalogue import ORCID, CatalogueRecord
from copydesk.composition.labels import load_labels
from copydesk.writers.templates import compile_template

if TYPE_CHECKING:
    from jinja2.environment import TemplateModule

    from copydesk.config import Config
    from copydesk.model import Imprint, Picture
    from copydesk.writers.collection import Volume
    from copydesk.writers.cover import Cover
    from copydesk.writers.page import Page

_CONTAINER: Final = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles>
    <rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>
"""


@registry.writer("epub", ".epub", "application/epub+zip", renderings=("html",))
def write(copy: registry.WriterInput) -> bytes:
    """One EPUB 3.3 book: cover, contents, landmarks, accessibility metadata and the article."""
    from copydesk.writers.page import page

    found = page(copy)
    publication = found.record.publication
    received = copy.article.edited.submission.sha256
    # An editor's correction does not make another book.
    name = book_id(publication.name, publication.publisher, copy.slug, received)
    return pack_book(_dress(Book(found.record, name, (Chapter("", found),)), copy.config))


def write_collection(volume: Volume) -> bytes:
    """One EPUB 3.3 book of all articles, each with its bibliography, and contents before them."""
    about = volume.record
    publication = about.publication
    digits = about.isbn.replace("-", "")
    own = book_id(publication.name, publication.publisher, "collection", volume.name)
    name = f"urn:isbn:{digits}" if digits else own
    chapters = tuple(Chapter(one.slug, one.page) for one in volume.members)
    return pack_book(_dress(Book(about, name, chapters, parts=volume.parts), volume.config))


def _dress(book: Book, config: Config) -> Book:
    """Give `book` the cover and the style sheet of the desk's theme."""
    from copydesk.writers.cover import make_cover
    from copydesk.writers.script_rules import find_script_rules
    from copydesk.writers.sheets import sheet

    pages = [chapter.page for chapter in book.chapters]
    needs = find_script_rules(pages, book.record.language, config.theme, "book")
    style = sheet("epub.css", config, "book", needs)
    return replace(book, style=style, cover=make_cover(book.record, config))


def book_id(*names: str) -> str:
    """A name for a book, made of what stays when its text is corrected.

    >>> book_id("The Harbour Review", "", "canals") == book_id("The Harbour Review", "", "canals")
    True
    """
    return uuid.uuid5(uuid.NAMESPACE_URL, f"urn:copydesk:{'/'.join(names)}").urn


# ── a book ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Chapter:
    """An article in a book.

    `folder` is where it stands with its pictures, so that no two articles can be in each
    other's way: the slug of the article, or "" for the only one of a book.
    """

    folder: str
    page: Page

    @property
    def title(self) -> str:
        return self.page.record.title

    @property
    def file(self) -> str:
        """Where the text stands inside the book."""
        return self._inside("article.xhtml")

    @property
    def up(self) -> str:
        """The way from the text to what all chapters share."""
        return "../" if self.folder else ""

    def find_place(self, picture: Picture) -> str:
        """Where `picture` stands inside the book."""
        return self._inside(f"pictures/{picture.name}")

    def _inside(self, name: str) -> str:
        return f"{self.folder}/{name}" if self.folder else name


class EpubPart(NamedTuple):
    """Chapters under a `title`, which stands on a page of its own, `file`; "" for none."""

    title: str
    file: str
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """One or more articles between covers.

    `record` is the catalogue record of the whole, `identifier` a URN that stays when the
    text is corrected, `style` the style sheet of every document in it. `parts` are titles
    under which its chapters stand ("" for none), each with how many.
    """

    record: CatalogueRecord
    identifier: str
    chapters: tuple[Chapter, ...]
    style: str = ""
    cover: Cover | None = None
    parts: tuple[tuple[str, int], ...] = ()

    @property
    def collected(self) -> bool:
        """Whether the book is one of several articles, with a title of its own."""
        return bool(self.parts) or len(self.chapters) > 1

    @property
    def front(self) -> tuple[str, ...]:
        """What stands before the articles of a collection; an article alone opens with `nav`."""
        return ("title", "imprint", "contents") if self.collected else ()

    def grouped(self) -> Iterator[EpubPart]:
        """The parts in order; chapters that no part has are one without a title."""
        start = 0
        for number, (title, count) in enumerate(self.parts or (("", len(self.chapters)),), 1):
            file = f"part-{number}.xhtml" if title else ""
            yield EpubPart(title, file, self.chapters[start : start + count])
            start += count


def pack_book(book: Book) -> bytes:
    """The file of `book`, whose bytes depend on nothing else.

    Raises `ToolError` for text with a character that XML forbids.
    """
    from copydesk.system import archive, xml

    words = load_labels(book.record.language)
    documents = {
        "package.opf": _render("package", book, find_access(book)),
        "nav.xhtml": _render("navigation", book, words),
    }
    if book.cover:
        documents["cover.xhtml"] = _render("cover", book)
    if book.collected:
        documents["title.xhtml"] = _render("title_page", book)
        documents["imprint.xhtml"] = _render("imprint", book)
        documents["contents.xhtml"] = _render("contents", book, words)
    for part in book.grouped():
        if part.file:
            documents[part.file] = _render("part_title", book, part.title)
    documents = {name: _BLANK_LINES.sub("\n", made) for name, made in documents.items()}
    for chapter in book.chapters:
        body = mark_up_article(chapter.page.xhtml)
        documents[chapter.file] = _render("article", book, chapter, body)
    packed = {f"EPUB/{name}": f"{made.strip()}\n".encode() for name, made in documents.items()}
    packed["META-INF/container.xml"] = _CONTAINER.encode()
    for text in packed.values():
        xml.parse(text)  # a control character in the text would pass unseen until a reader opens it
    packed["EPUB/style.css"] = book.style.encode()
    if book.cover:
        packed["EPUB/cover.png"] = book.cover.png
    for chapter in book.chapters:
        for picture in chapter.page.pictures:
            packed[f"EPUB/{chapter.find_place(picture)}"] = picture.data
    packed["mimetype"] = b"application/epub+zip"
    return archive.write(packed)


#: Where the template says nothing.
_BLANK_LINES: Final = re.compile(r"\n\s*\n")


def _render(name: str, *values: object) -> str:
    """Render what the template has under `name`, of `values`."""
    return str(getattr(load_template(), name)(*values))


@cache
def load_template() -> TemplateModule:
    """Load how the documents of a book are written; a worker does so once."""
    from copydesk.writers import collection

    filters: dict[str, Callable[..., object]] = {
        "imprint": lambda about: collection.load_template().imprint(about),
        "is_address": lambda text: text.startswith(("http://", "https://")),
        "position": find_position,
        "title_page": lambda about: collection.load_template().title_page(about),
    }
    return compile_template("epub.xml", filters, ORCID=ORCID).module


def find_position(imprint: Imprint) -> str:
    """The place of an issue in its series, "" where it is no number.

    >>> from copydesk.model import Imprint
    >>> find_position(Imprint(volume="12", issue="3")), find_position(Imprint(volume="XII"))
    ('12.3', '')
    """
    place = ".".join(filter(None, (imprint.volume, imprint.issue)))
    digits = place.replace(".", "")
    return place if imprint.volume and digits.isascii() and digits.isdigit() else ""


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


def find_access(book: Book) -> Access:
    """Find out how `book` can be read; a cover is described by its title."""
    pages = [chapter.page for chapter in book.chapters]
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
    from html import escape

    none = load_labels(page.record.language)["undescribed"]
    found = [alt for alt in _ALT.findall(page.xhtml) if alt != escape(none)]
    return len(found) == page.xhtml.count("<img ")


# ── the text of an article ───────────────────────────────────────────────────

#: What the page says to browsers and screen readers, and EPUB says again in words of its own.
_TYPES: Final = (
    (re.compile(r'(<a href="#fn\d+" class="footnote-ref")'), "noteref"),
    (re.compile(r'(<section\b[^>]* role="doc-bibliography")'), "bibliography"),
    (re.compile(r'(<section\b[^>]* role="doc-endnotes")'), "endnotes"),
)
_NOTES: Final = re.compile(r'<section\b[^>]* role="doc-endnotes".*?</section>', re.DOTALL)
#: A tag up to its language, which XML knows by a name of its own.
_LANG: Final = re.compile(r'(<[a-z][^<>]*? lang="([^"]*)")')
#: Where a note begins, and where it ends: before the next one or at the end of their list.
_NOTE: Final = re.compile(r'<li (id="fn\d+")([^<>]*+)>')
_END: Final = re.compile(r'</li>(?=\s*(?:<li id="fn\d+"|</ol>\s*</section>))')


def mark_up_article(xhtml: str) -> str:
    """Mark up an article for reading systems, in which notes open where they are called.

    They know such notes by the types of EPUB, of which HTML has none.
    """
    from markupsafe import Markup

    body = _caption_tables(xhtml)
    body = _NOTES.sub(_mark_notes, _LANG.sub(r'\1 xml:lang="\2"', body))
    for pattern, kind in _TYPES:
        body = pattern.sub(rf'\1 epub:type="{kind}"', body)
    return Markup(body)  # noqa: S704  the page is markup


def _caption_tables(xhtml: str) -> str:
    """Make each caption above a table a part of it, where no box moves it alone."""
    from copydesk.system import xml
    from copydesk.writers import table_parts

    if "<table" not in xhtml:
        return xhtml
    root = xml.parse(xhtml.encode())
    table_parts.adopt_captions(root, table_parts.find_caption_above)
    return xml.text(root)


def _mark_notes(found: re.Match[str]) -> str:
    """Give each item of a list of notes a part that may be called a note; an item may not."""
    opened = _END.sub("</div></li>", found[0])
    return _NOTE.sub(r'<li\2><div \1 epub:type="footnote" role="doc-footnote">', opened)
