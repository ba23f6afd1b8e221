"""EPUB 3.3, packaged here: pandoc's writer knows neither our roles nor all landmarks."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Final

from copydesk import registry

if TYPE_CHECKING:
    from copydesk.writers.book import Book

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
    from copydesk.writers.book import Book, Chapter
    from copydesk.writers.cover import cover
    from copydesk.writers.page import page
    from copydesk.writers.scripts import fit
    from copydesk.writers.sheets import sheet

    found = page(copy)
    publication = found.record.publication
    received = copy.article.edited.submission.sha256
    needs = fit((found,), found.record.language, copy.config.theme, "book")
    return pack(
        Book(
            record=found.record,
            # An editor's correction does not make another book.
            identifier=book_id(publication.name, publication.publisher, copy.slug, received),
            chapters=(Chapter("", found),),
            style=sheet("epub.css", copy.config, "book", needs),
            cover=cover(found.record, copy.config),
        )
    )


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
    from copydesk.writers import epub_package, epub_parts
    from copydesk.writers.page import PICTURES

    parts = {
        "META-INF/container.xml": _CONTAINER.encode(),
        "EPUB/package.opf": epub_package.package(book),
        "EPUB/nav.xhtml": epub_parts.navigation(book),
    }
    if book.cover:
        parts["EPUB/cover.xhtml"] = epub_parts.cover(book, book.cover)
    if book.collected:
        parts["EPUB/title.xhtml"] = epub_parts.title_page(book)
        parts["EPUB/imprint.xhtml"] = epub_parts.imprint(book)
        parts["EPUB/contents.xhtml"] = epub_parts.contents(book)
    for file, (title, _) in zip(book.part_files, book.parts, strict=True):
        if file:
            parts[f"EPUB/{file}"] = epub_parts.part(book, title)
    for chapter in book.chapters:
        parts[f"EPUB/{chapter.file}"] = epub_parts.article(book, chapter)
    for part in parts.values():
        xml.parse(part)  # a control character in the text would pass unseen until a reader opens it
    parts["EPUB/style.css"] = book.style.encode()
    if book.cover:
        parts["EPUB/cover.png"] = book.cover.png
    for chapter in book.chapters:
        for picture in chapter.page.pictures:
            parts[f"EPUB/{chapter.inside(PICTURES)}/{picture.name}"] = picture.data
    parts["mimetype"] = b"application/epub+zip"
    return archive.write(parts)
