"""EPUB 3.3, packaged here: pandoc's writer knows neither our roles nor all landmarks."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from copydesk import registry

if TYPE_CHECKING:
    from copydesk.config import Config
    from copydesk.writers.collection import Volume
    from copydesk.writers.epub.book import Book

_CONTAINER: Final = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles>
    <rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>
"""


@registry.writer("epub", ".epub", "application/epub+zip", renderings=("html",))
def write(copy: registry.Copy) -> bytes:
    """One EPUB 3.3 book: cover, contents, landmarks, accessibility metadata and the article."""
    from copydesk.writers.epub.book import Book, Chapter
    from copydesk.writers.page import page

    found = page(copy)
    publication = found.record.publication
    received = copy.article.edited.submission.sha256
    # An editor's correction does not make another book.
    name = book_id(publication.name, publication.publisher, copy.slug, received)
    return pack(_dressed(Book(found.record, name, (Chapter("", found),)), copy.config))


def write_collection(volume: Volume) -> bytes:
    """One EPUB 3.3 book of all articles, each with its bibliography, and contents before them."""
    from copydesk.writers.epub.book import Book, Chapter

    about = volume.record
    publication = about.publication
    digits = about.isbn.replace("-", "")
    own = book_id(publication.name, publication.publisher, "collection", volume.name)
    name = f"urn:isbn:{digits}" if digits else own
    chapters = tuple(Chapter(one.slug, one.page) for one in volume.members)
    return pack(_dressed(Book(about, name, chapters, parts=volume.parts), volume.config))


def _dressed(book: Book, config: Config) -> Book:
    """`book` with the cover and the style sheet of the desk's theme."""
    from copydesk.writers.cover import make_cover
    from copydesk.writers.scripts import fit
    from copydesk.writers.sheets import sheet

    pages = [chapter.page for chapter in book.chapters]
    needs = fit(pages, book.record.language, config.theme, "book")
    style = sheet("epub.css", config, "book", needs)
    return replace(book, style=style, cover=make_cover(book.record, config))


def book_id(*names: str) -> str:
    """A name for a book, made of what stays when its text is corrected.

    >>> book_id("The Harbour Review", "", "canals") == book_id("The Harbour Review", "", "canals")
    True
    """
    return uuid.uuid5(uuid.NAMESPACE_URL, f"urn:copydesk:{'/'.join(names)}").urn


def pack(book: Book) -> bytes:
    """The file of `book`, whose bytes depend on nothing else.

    An article alone opens with the navigation; several have title page, imprint and contents
    before them, and a page for the title of each part.
    Raises `ToolError` for text with a character that XML forbids.
    """
    from copydesk.gate import archive, xml
    from copydesk.writers.epub import package, parts
    from copydesk.writers.page import PICTURES

    files = {
        "META-INF/container.xml": _CONTAINER.encode(),
        "EPUB/package.opf": package.write_package(book),
        "EPUB/nav.xhtml": parts.write_navigation(book),
    }
    if book.cover:
        files["EPUB/cover.xhtml"] = parts.write_cover(book, book.cover)
    if book.collected:
        files["EPUB/title.xhtml"] = parts.write_title_page(book)
        files["EPUB/imprint.xhtml"] = parts.write_imprint(book)
        files["EPUB/contents.xhtml"] = parts.write_contents(book)
    for file, (title, _) in zip(book.part_files, book.parts, strict=True):
        if file:
            files[f"EPUB/{file}"] = parts.write_part_title(book, title)
    for chapter in book.chapters:
        files[f"EPUB/{chapter.file}"] = parts.write_article(book, chapter)
    for part in files.values():
        xml.parse(part)  # a control character in the text would pass unseen until a reader opens it
    files["EPUB/style.css"] = book.style.encode()
    if book.cover:
        files["EPUB/cover.png"] = book.cover.png
    for chapter in book.chapters:
        for picture in chapter.page.pictures:
            files[f"EPUB/{chapter.inside(PICTURES)}/{picture.name}"] = picture.data
    files["mimetype"] = b"application/epub+zip"
    return archive.write(files)
