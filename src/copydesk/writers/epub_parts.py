"""The documents inside an EPUB: package, navigation and the article itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Final

from copydesk.labels import labels
from copydesk.writers.page import PICTURES, Page

_SUMMARY: Final = (
    "Text with headings, a table of contents and links from each citation to its reference and"
    " back. All of it can be resized, restyled and read aloud."
)
#: What is true of every book copydesk makes; claims of conformance are the publisher's to make.
_ACCESS: Final = (
    ("schema:accessMode", "textual"),
    ("schema:accessModeSufficient", "textual"),
    ("schema:accessibilityFeature", "structuralNavigation"),
    ("schema:accessibilityFeature", "tableOfContents"),
    ("schema:accessibilityFeature", "readingOrder"),
    ("schema:accessibilityFeature", "displayTransformability"),
    ("schema:accessibilityFeature", "alternativeText"),
    ("schema:accessibilityHazard", "none"),
    ("schema:accessibilitySummary", _SUMMARY),
)
_SEEN: Final = ("schema:accessMode", "visual")
#: The tags of a note's call and of the note, as pandoc names them.
_CALL: Final = re.compile(r'(<a href="#fn\d+" class="footnote-ref")')
_NOTE: Final = re.compile(r'(<li id="fn\d+")')
_MANIFEST: Final = """  <manifest>
    <item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
    <item id="article" href="article.xhtml" media-type="application/xhtml+xml"/>
    <item id="style" href="style.css" media-type="text/css"/>
{pictures}  </manifest>
  <spine>
    <itemref idref="nav"/>
    <itemref idref="article"/>
  </spine>
"""


def package(found: Page, identifier: str) -> bytes:
    """The package document: metadata, manifest and reading order."""
    rows = "".join(f"    {row}\n" for row in _metadata(found, identifier))
    pictures = "".join(
        f'    <item id="picture-{number}" href="{PICTURES}/{escape(picture.name)}"'
        f' media-type="{picture.media_type}"/>\n'
        for number, picture in enumerate(found.pictures, 1)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"'
        f' xml:lang="{escape(found.record.language)}">\n'
        '  <metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f"{rows}  </metadata>\n{_MANIFEST.format(pictures=pictures)}</package>\n"
    ).encode()


def _metadata(found: Page, identifier: str) -> Iterator[str]:
    about = found.record
    yield f'<dc:identifier id="id">{escape(identifier)}</dc:identifier>'
    yield f"<dc:title>{escape(found.record.title)}</dc:title>"
    yield f"<dc:language>{escape(found.record.language)}</dc:language>"
    for number, author in enumerate(about.names, 1):
        yield f'<dc:creator id="author-{number}">{escape(author)}</dc:creator>'
        yield (
            f'<meta refines="#author-{number}" property="role" scheme="marc:relators">aut</meta>'
        )
    optional = (
        ("publisher", about.publisher),
        ("description", about.description),
        ("rights", about.publication.rights),
        ("date", about.day),
    )
    for name, value in optional:
        if value:
            yield f"<dc:{name}>{escape(value)}</dc:{name}>"
    yield f'<meta property="dcterms:modified">{about.stamp}</meta>'
    for name, value in (*_ACCESS, _SEEN) if found.pictures else _ACCESS:
        yield f'<meta property="{name}">{value}</meta>'


def navigation(found: Page) -> bytes:
    """Contents and landmarks."""
    words = labels(found.record.language)
    sections = "".join(
        f'<li><a href="article.xhtml#{escape(target)}">{escape(text)}</a></li>\n'
        for target, text in found.outline
    )
    inner = f"\n<ol>\n{sections}</ol>\n" if sections else ""
    marks = [
        ("toc", "nav.xhtml#toc", words["contents"]),
        ("bodymatter", "article.xhtml#title", found.record.title),
    ]
    if found.bibliography:
        heading = dict(found.outline).get(found.bibliography, words["references"])
        marks.append(("bibliography", f"article.xhtml#{found.bibliography}", heading))
    landmarks = "".join(
        f'<li><a epub:type="{kind}" href="{escape(target)}">{escape(text)}</a></li>\n'
        for kind, target, text in marks
    )
    title = found.record.title
    body = (
        f'<nav epub:type="toc" role="doc-toc" id="toc" aria-labelledby="contents">\n'
        f'<h1 id="contents">{escape(words["contents"])}</h1>\n'
        f'<ol>\n<li><a href="article.xhtml#title">{escape(title)}</a>{inner}</li>\n</ol>\n'
        f'</nav>\n<nav epub:type="landmarks" aria-labelledby="landmarks" hidden="hidden">\n'
        f'<h2 id="landmarks">{escape(words["landmarks"])}</h2>\n<ol>\n{landmarks}</ol>\n</nav>\n'
    )
    return _document(found, f"{words['contents']}: {found.record.title}", body)


def article(found: Page) -> bytes:
    """The article as one content document, whose notes open where they are called.

    Reading systems know such notes by the types of EPUB, of which HTML has none.
    """
    marked = _CALL.sub(r'\1 epub:type="noteref"', found.xhtml)
    body = _NOTE.sub(r'\1 epub:type="footnote"', marked)
    return _document(found, found.record.title, body + "\n")


def _document(found: Page, title: str, body: str) -> bytes:
    language = escape(found.record.language)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
        f' lang="{language}" xml:lang="{language}">\n<head>\n<meta charset="utf-8"/>\n'
        f'<title>{escape(title)}</title>\n<link rel="stylesheet" href="style.css"/>\n</head>\n'
        f"<body>\n{body}</body>\n</html>\n"
    ).encode()
