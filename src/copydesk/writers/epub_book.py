"""The EPUB of a collection: a chapter for each article, packed as that of one article is."""

from __future__ import annotations

from copydesk.writers.volume import Volume


def write(volume: Volume) -> bytes:
    """One EPUB 3.3 book of all articles, each with its bibliography, and contents before them."""
    from copydesk.writers.book import Book, Chapter
    from copydesk.writers.cover import cover
    from copydesk.writers.epub import book_id, pack
    from copydesk.writers.scripts import fit
    from copydesk.writers.sheets import sheet

    about = volume.record
    publication = about.publication
    own = book_id(publication.name, publication.publisher, "collection", volume.name)
    digits = about.isbn.replace("-", "")
    pages = [one.page for one in volume.members]
    needs = fit(pages, about.language, volume.config.theme, "book")
    return pack(
        Book(
            record=about,
            identifier=f"urn:isbn:{digits}" if digits else own,
            chapters=tuple(Chapter(one.slug, one.page) for one in volume.members),
            style=sheet("epub.css", volume.config, "book", needs),
            cover=cover(about, volume.config),
            parts=volume.parts,
        )
    )
