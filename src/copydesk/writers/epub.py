"""EPUB 3.3, packaged here: pandoc's writer knows neither our roles nor all landmarks."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Final

from copydesk import registry

if TYPE_CHECKING:
    from copydesk.writers.page import Page

_CONTAINER: Final = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles>
    <rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>
"""


@registry.writer("epub", ".epub", "application/epub+zip")
def write(copy: registry.Copy) -> bytes:
    """One EPUB 3.3 book of the article, with contents, landmarks and accessibility metadata."""
    from copydesk.gate import archive, xml
    from copydesk.writers import epub_parts
    from copydesk.writers.page import PICTURES, page
    from copydesk.writers.sheets import sheet

    found = page(copy)
    parts = {
        "META-INF/container.xml": _CONTAINER.encode(),
        "EPUB/package.opf": epub_parts.package(found, identifier(copy, found)),
        "EPUB/nav.xhtml": epub_parts.navigation(found),
        "EPUB/article.xhtml": epub_parts.article(found),
    }
    for part in parts.values():
        xml.parse(part)  # a control character in the text would pass unseen until a reader opens it
    parts["EPUB/style.css"] = sheet("epub.css", copy.config, "book").encode()
    for picture in found.pictures:
        parts[f"EPUB/{PICTURES}/{picture.name}"] = picture.data
    parts["mimetype"] = b"application/epub+zip"
    return archive.write(parts)


def identifier(copy: registry.Copy, found: Page) -> str:
    """A name for the book that an editor's correction does not change.

    It is made of the publication, the slug and the submission as received.
    """
    publication = found.record.publication
    received = copy.article.galley.submission.sha256
    name = f"{publication.name}/{publication.publisher}/{copy.slug}/{received}"
    return uuid.uuid5(uuid.NAMESPACE_URL, f"urn:copydesk:{name}").urn
