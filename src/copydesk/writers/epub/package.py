"""The package document of an EPUB: what catalogues are told, what is inside, in what order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape
from itertools import count, zip_longest
from typing import Final

from copydesk.catalogue import ORCID
from copydesk.labels import labels
from copydesk.model import Person
from copydesk.writers.epub.book import Book
from copydesk.writers.page import PICTURES, Page

_XHTML: Final = "application/xhtml+xml"
#: Numbers of DOI and ISBN in the list of identifiers that booksellers share (ONIX, list 5).
_DOI: Final = "06"
_ISBN: Final[Mapping[int, str]] = {13: "15", 10: "02"}
_ADDRESS: Final = re.compile(r"https?://")
#: The description of a picture.
_ALT: Final = re.compile(r'<img\b[^>]*\balt="([^"]*)"')
#: What is true of every book of the desk; claims of conformance are the publisher's to make.
_FEATURES: Final = (
    "structuralNavigation",
    "tableOfContents",
    "readingOrder",
    "displayTransformability",
)


def write_package(book: Book) -> bytes:
    """The package document: metadata, manifest and reading order."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"'
        f' xml:lang="{escape(book.record.language)}"{_turned(book)}>\n'
        '  <metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f"{_lines(_catalogue(book))}{_lines(_serial(book))}{_lines(_articles(book))}"
        f"{_lines(_access(book))}"
        "  </metadata>\n"
        f"  <manifest>\n{_lines(_items(book))}  </manifest>\n"
        f"  <spine{_pages(book)}>\n{_lines(_order(book))}  </spine>\n</package>\n"
    ).encode()


def _turned(book: Book) -> str:
    return ' dir="rtl"' if book.record.direction == "rtl" else ""


def _lines(rows: Iterator[str]) -> str:
    return "".join(f"    {row}\n" for row in rows)


def _dc(name: str, value: str, ident: str = "") -> str:
    return f"<dc:{name}{_attribute('id', ident)}>{escape(value)}</dc:{name}>"


def _meta(name: str, value: str, **attributes: str) -> str:
    """A `meta` element. A name in `attributes` is that of an attribute, `_` for its colon.

    >>> _meta("role", "aut", refines="#author-1")
    '<meta refines="#author-1" property="role">aut</meta>'
    """
    given = "".join(
        _attribute(key.replace("_", ":"), content) for key, content in attributes.items()
    )
    return f'<meta{given} property="{name}">{escape(value)}</meta>'


def _attribute(name: str, value: str) -> str:
    return f' {name}="{escape(value)}"' if value else ""


# ── what catalogues are told ─────────────────────────────────────────────────


def _catalogue(book: Book) -> Iterator[str]:
    """Title, makers, subject and rights, in Dublin Core."""
    about = book.record
    yield _dc("identifier", book.identifier, "id")
    if digits := about.isbn.replace("-", ""):
        kind = _ISBN[len(digits)]
        yield _meta("identifier-type", kind, refines="#id", scheme="onix:codelist5")
    if about.doi_address:
        yield _dc("identifier", about.doi_address, "doi")
        yield _meta("identifier-type", _DOI, refines="#doi", scheme="onix:codelist5")
    yield _dc("title", about.title, "title")
    if about.subtitle:
        yield _meta("title-type", "main", refines="#title")
        yield _dc("title", about.subtitle, "subtitle")
        yield _meta("title-type", "subtitle", refines="#subtitle")
    yield _dc("language", about.language)
    yield from _makers(book)
    optional = (
        ("publisher", about.publisher),
        ("description", about.description),
        *(("subject", keyword) for keyword in about.imprint.keywords),
        ("rights", about.publication.rights),
        ("date", about.day),
    )
    yield from (_dc(name, value) for name, value in optional if value)
    if _ADDRESS.match(about.licence):
        yield f'<link rel="dcterms:license" href="{escape(about.licence)}"/>'
    elif about.licence:
        yield _meta("dcterms:license", about.licence)
    if about.imprint.url:
        yield _meta("dcterms:isFormatOf", about.imprint.url)
    yield _meta("dcterms:modified", about.stamp)


def _makers(book: Book) -> Iterator[str]:
    """Who wrote the book or its articles, and who edited it."""
    about = book.record
    for number, author in enumerate(about.authors, 1):
        yield from _maker("creator", "aut", f"author-{number}", author)
    for number, editor in enumerate(about.editors, 1):
        yield from _maker("contributor", "edt", f"editor-{number}", editor)


def _maker(kind: str, role: str, name: str, person: Person) -> Iterator[str]:
    """A person, whose `role` is a relator of MARC."""
    yield _dc(kind, person.name, name)
    yield _meta("role", role, refines=f"#{name}", scheme="marc:relators")
    if person.filed:
        yield _meta("file-as", person.filed, refines=f"#{name}")
    if person.orcid:
        yield _meta("dcterms:identifier", ORCID + person.orcid, refines=f"#{name}")
    if person.affiliation:
        yield _meta("schema:affiliation", person.affiliation, refines=f"#{name}")


def _articles(book: Book) -> Iterator[str]:
    """What is known of each article of a collection, said of its file."""
    for number, chapter in enumerate(book.chapters, 1) if book.collected else ():
        about = chapter.page.record
        facts = (
            ("title", about.title),
            *(("creator", author.name) for author in about.authors),
            ("language", about.language),
            ("date", about.date),
            ("identifier", about.doi_address),
            ("license", about.licence),
            *(("subject", keyword) for keyword in about.imprint.keywords),
        )
        refined = f"#article-{number}"
        yield from (_meta(f"dcterms:{name}", text, refines=refined) for name, text in facts if text)


def _serial(book: Book) -> Iterator[str]:
    """The series that the book is part of, and where in it."""
    publication, imprint = book.record.publication, book.record.imprint
    series = publication.series or (publication.name if publication.issn else "")
    if series:
        yield _meta("belongs-to-collection", series, id="series")
        yield _meta("collection-type", "series", refines="#series")
        place = ".".join(filter(None, (imprint.volume, imprint.issue)))
        if imprint.volume and place.replace(".", "").isascii() and place.replace(".", "").isdigit():
            yield _meta("group-position", place, refines="#series")
    if publication.issn:
        urn = f"urn:issn:{publication.issn}"
        if series:
            yield _meta("dcterms:identifier", urn, refines="#series")
        yield _meta("dcterms:isPartOf", urn)


def _access(book: Book) -> Iterator[str]:
    """How the book can be read, and by whom; nothing that was not looked at."""
    pages = [chapter.page for chapter in book.chapters]
    images = any(page.pictures for page in pages)
    described = all(map(_described, pages))
    seen = images or book.cover is not None
    yield _meta("schema:accessMode", "textual")
    if seen:
        yield _meta("schema:accessMode", "visual")
    yield _meta("schema:accessModeSufficient", "textual" if described else "textual,visual")
    for feature in (*_FEATURES, "alternativeText") if seen and described else _FEATURES:
        yield _meta("schema:accessibilityFeature", feature)
    yield _meta("schema:accessibilityHazard", "none")
    words, english = labels(book.record.language), labels("en")
    said = [words["access"]]
    if any(page.bibliography for page in pages):
        said.append(words["access_links"])
    if images and described:
        said.append(words["access_pictures"])
    tongue = "en" if words["access"] == english["access"] else ""
    yield _meta("schema:accessibilitySummary", " ".join(said), xml_lang=tongue)
    publication = book.record.publication
    if publication.conforms_to:
        yield _meta("dcterms:conformsTo", publication.conforms_to, id="conformance")
        if publication.certified_by:
            name = publication.certified_by
            yield _meta("a11y:certifiedBy", name, refines="#conformance")


def _described(page: Page) -> bool:
    """Whether it was said of every picture of a page what it shows, or that it adds nothing."""
    none = labels(page.record.language)["undescribed"]
    found = [alt for alt in _ALT.findall(page.xhtml) if alt != escape(none)]
    return len(found) == page.xhtml.count("<img ")


# ── what is inside, in what order ────────────────────────────────────────────


def _items(book: Book) -> Iterator[str]:
    yield _item("nav", "nav.xhtml", _XHTML, "nav")
    if book.cover:
        yield _item("cover", "cover.xhtml", _XHTML)
        yield _item("cover-image", "cover.png", "image/png", "cover-image")
    for name in _front(book):
        yield _item(f"{name}-page", f"{name}.xhtml", _XHTML)
    for file in filter(None, book.part_files):
        yield _item(file.removesuffix(".xhtml"), file, _XHTML)
    yield _item("style", "style.css", "text/css")
    for number, chapter in enumerate(book.chapters, 1):
        yield _item(f"article-{number}", chapter.file, _XHTML)
        for place, picture in enumerate(chapter.page.pictures, 1):
            where = f"{chapter.inside(PICTURES)}/{picture.name}"
            yield _item(f"picture-{number}-{place}", where, picture.media_type)


def _pages(book: Book) -> str:
    """To which side the pages turn, where it is not the usual one."""
    return ' page-progression-direction="rtl"' if book.record.direction == "rtl" else ""


def _item(ident: str, where: str, media_type: str, properties: str = "") -> str:
    more = _attribute("properties", properties)
    return f'<item id="{ident}" href="{escape(where)}" media-type="{media_type}"{more}/>'


def _front(book: Book) -> tuple[str, ...]:
    """What stands before the articles of a collection."""
    return ("title", "imprint", "contents") if book.collected else ()


def _order(book: Book) -> Iterator[str]:
    if book.cover:
        yield '<itemref idref="cover"/>'
    for name in [f"{name}-page" for name in _front(book)] or ["nav"]:
        yield f'<itemref idref="{name}"/>'
    numbers = count(1)
    for file, (_, chapters) in zip_longest(book.part_files, book.grouped()):
        if file:
            yield f'<itemref idref="{file.removesuffix(".xhtml")}"/>'
        for _ in chapters:
            yield f'<itemref idref="article-{next(numbers)}"/>'
