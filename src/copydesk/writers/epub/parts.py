"""The documents inside an EPUB: cover, navigation, front matter and the articles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape
from itertools import zip_longest
from typing import Final

from copydesk.catalogue import Record
from copydesk.gate import xml
from copydesk.labels import labels
from copydesk.writers import collection, table_parts, tongues
from copydesk.writers.cover import Cover
from copydesk.writers.epub.book import Book, Chapter

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


def write_cover(book: Book, image: Cover) -> bytes:
    """A page with nothing but the cover."""
    body = f'<p><img src="cover.png" role="doc-cover" alt="{escape(image.alt)}"/></p>\n'
    return _document(book.record, image.alt, body, kind="cover")


def write_navigation(book: Book) -> bytes:
    """Contents and landmarks, as reading systems show them in their menus."""
    words = labels(book.record.language)
    title = book.record.title
    chapters = _in_parts(book, _chapter)
    landmarks = "".join(
        f'<li><a epub:type="{kind}" href="{escape(target)}">{escape(text)}</a></li>\n'
        for kind, target, text in _landmarks(book)
    )
    body = (
        f'<nav epub:type="toc" role="doc-toc" id="toc" aria-labelledby="contents">\n'
        f'<h1 id="contents">{escape(words["contents"])}</h1>\n<ol>\n{chapters}</ol>\n'
        f'</nav>\n<nav epub:type="landmarks" aria-labelledby="landmarks" hidden="hidden">\n'
        f'<h2 id="landmarks">{escape(words["landmarks"])}</h2>\n<ol>\n{landmarks}</ol>\n</nav>\n'
    )
    return _document(book.record, f"{words['contents']}: {title}", body)


def _in_parts(book: Book, row: Callable[[Chapter, Book], str]) -> str:
    """A `row` for each chapter, under the titles of the parts where there are any."""
    rows = []
    for file, (title, chapters) in zip_longest(book.part_files, book.grouped()):
        listed = "".join(row(chapter, book) for chapter in chapters)
        part = f'<li><a href="{file}">{escape(title)}</a>\n<ol>\n{listed}</ol></li>\n'
        rows.append(part if title else listed)
    return "".join(rows)


def _chapter(chapter: Chapter, book: Book) -> str:
    file = escape(chapter.file)
    sections = "".join(
        f'<li><a href="{file}#{escape(target)}">{escape(text)}</a></li>\n'
        for target, text in chapter.page.outline
    )
    inner = f"\n<ol>\n{sections}</ol>\n" if sections else ""
    link = f'<a href="{file}#title">{escape(_title(chapter))}</a>'
    return f"<li{_tongue(chapter, book)}>{link}{inner}</li>\n"


def _landmarks(book: Book) -> Iterator[tuple[str, str, str]]:
    """Kind, place and words of each landmark."""
    words = labels(book.record.language)
    if book.cover:
        yield "cover", "cover.xhtml", book.cover.alt
    if book.collected:
        yield "titlepage", "title.xhtml", book.record.title
    yield "toc", "contents.xhtml" if book.collected else "nav.xhtml#toc", words["contents"]
    if book.part_files and (file := book.part_files[0]):
        yield "bodymatter", file, book.parts[0][0]
    else:
        yield "bodymatter", f"{book.chapters[0].file}#title", _title(book.chapters[0])
    for chapter in book.chapters:
        page = chapter.page
        if page.bibliography:
            heading = dict(page.outline).get(page.bibliography, words["references"])
            title = f"{_title(chapter)}: {heading}" if book.collected else heading
            yield "bibliography", f"{chapter.file}#{page.bibliography}", title


def write_title_page(book: Book) -> bytes:
    """The title page of a collection."""
    about = book.record
    body = collection.mark_up_lines(collection.list_title_page(about), about, "h1")
    return _document(about, about.title, f"<header>\n{body}</header>\n", kind="titlepage")


def write_imprint(book: Book) -> bytes:
    """What stands on the back of the title page."""
    about = book.record
    body = collection.mark_up_lines(collection.list_imprint(about), about)
    return _document(about, about.title, body, kind="copyright-page")


def write_part_title(book: Book, title: str) -> bytes:
    """A page with the title of a part."""
    body = (
        '<section class="part" epub:type="part" role="doc-part" aria-labelledby="part">\n'
        f'<h1 id="part">{escape(title)}</h1>\n</section>\n'
    )
    return _document(book.record, title, body, kind="bodymatter")


def write_contents(book: Book) -> bytes:
    """Each article of a collection with its authors."""
    about = book.record
    words = labels(about.language)
    listed = _in_parts(book, _listed)
    body = (
        '<nav role="doc-toc" aria-labelledby="contents">\n'
        f'<h1 id="contents">{escape(words["contents"])}</h1>\n'
        f'<ol class="contents">\n{listed}</ol>\n</nav>\n'
    )
    return _document(about, f"{words['contents']}: {about.title}", body, kind="frontmatter")


def _masthead(about: Record) -> str:
    """The publication and what places the book in it; its logo is on the cover."""
    words = " · ".join(filter(None, (about.publication.name, *about.place)))
    return f'<header class="masthead">\n<p>{escape(words)}</p>\n</header>\n' if words else ""


def _listed(chapter: Chapter, book: Book) -> str:
    names = ", ".join(chapter.page.record.names)
    below = f'<p class="names">{escape(names)}</p>' if names else ""
    link = f'<a href="{escape(chapter.file)}">{escape(_title(chapter))}</a>'
    return f"<li{_tongue(chapter, book)}><p>{link}</p>{below}</li>\n"


def write_article(book: Book, chapter: Chapter) -> bytes:
    """An article as one content document, whose notes open where they are called.

    Reading systems know such notes by the types of EPUB, of which HTML has none.
    """
    body = _captioned(chapter.page.xhtml)
    body = _NOTES.sub(_noted, _LANG.sub(r'\1 xml:lang="\2"', body))
    for pattern, kind in _TYPES:
        body = pattern.sub(rf'\1 epub:type="{kind}"', body)
    title = _title(chapter)
    if book.collected and title != book.record.title:
        title = f"{title} – {book.record.title}"
    about = chapter.page.record
    above = "" if book.collected else _masthead(about)
    return _document(about, title, f"{above}{body}\n", kind="bodymatter", up=chapter.up)


def _captioned(xhtml: str) -> str:
    """The article with each caption above a table a part of it, where no box moves it alone."""
    if "<table" not in xhtml:
        return xhtml
    root = xml.parse(xhtml.encode())
    for table in root.iter("table"):
        caption = table_parts.find_caption_above(table)
        if caption is not None:
            caption.tag, caption.tail = "caption", table.text
            del caption.attrib["class"]
            table.insert(0, caption)
            table.text = "\n"
    return xml.text(root)


def _noted(found: re.Match[str]) -> str:
    """A list of notes with a part in each item that may be called a note; an item may not."""
    opened = _END.sub("</div></li>", found[0])
    return _NOTE.sub(r'<li\2><div \1 epub:type="footnote" role="doc-footnote">', opened)


def _title(chapter: Chapter) -> str:
    return chapter.page.record.title


def _tongue(chapter: Chapter, book: Book) -> str:
    """What says that an article is in another language than the book."""
    about = chapter.page.record
    language = about.language
    if language == book.record.language:
        return ""
    turned = f' dir="{about.direction}"' if about.direction != book.record.direction else ""
    return f' lang="{escape(language)}" xml:lang="{escape(language)}"{turned}'


def _document(about: Record, title: str, body: str, *, kind: str = "", up: str = "") -> bytes:
    """A document in the language of the book or article that `about` describes."""
    part = f' class="{kind}" epub:type="{kind}"' if kind else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
        f' xml:lang="{escape(about.language)}"{tongues.of_root(about)}>\n'
        '<head>\n<meta charset="utf-8"/>\n'
        f'<title>{escape(title)}</title>\n<link rel="stylesheet" href="{up}style.css"/>\n</head>\n'
        f"<body{part}>\n{body}</body>\n</html>\n"
    ).encode()
