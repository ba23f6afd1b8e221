"""PDF: the page of the article set by WeasyPrint, tagged, archivable, with its source inside."""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import datetime
from functools import cache, partial
from html import escape
from typing import TYPE_CHECKING, Any, Final

from copydesk import registry
from copydesk.gate import fetch
from copydesk.writers.html import document
from copydesk.writers.sheets import sheet

if TYPE_CHECKING:
    from copydesk.record import Record
    from copydesk.writers.page import Page

#: Longest running title; a head that repeats the whole title reads as an error to checkers.
_RUNNING: Final = 48
#: Settings of one article before a file is taken as it is; the second is good but for rare luck.
_ATTEMPTS: Final = 4


@registry.writer("pdf", ".pdf", "application/pdf")
def write(copy: registry.Copy) -> bytes:
    """One PDF that is both PDF/UA-1 and PDF/A-3a, with the Markdown file attached."""
    from copydesk.writers.page import page
    from copydesk.writers.pdf_finish import ends_in_return

    found = page(copy)
    # Once in ten articles a stream happens to end in a carriage return; see `pdf_finish`.
    for attempt in range(_ATTEMPTS):
        result = _set(copy, found, partial(_finish, about=found.record, attempt=attempt))
        if not ends_in_return(result):
            break
    return result


def _finish(document: Any, file: Any, *, about: Record, attempt: int) -> None:  # noqa: ANN401  WeasyPrint's types
    from copydesk.writers.pdf_finish import finish
    from copydesk.writers.pdf_metadata import describe

    finish(document, file, language=about.language, attempt=attempt)
    describe(file, about)


def _set(copy: registry.Copy, found: Page, finisher: Callable[[Any, Any], None]) -> bytes:
    import weasyprint

    config = copy.config
    sheets, fonts = press(sheet("paper.css", config, "paper"), config.publication.paper)
    html = weasyprint.HTML(string=_document(found), url_fetcher=fetch.Fetcher())
    result: bytes = html.write_pdf(
        stylesheets=list(sheets),
        font_config=fonts,
        pdf_variant="pdf/a-3a",
        attachments=_attachments(copy, found),
        finisher=finisher,
    )
    return result


@cache
def press(style: str, paper: str) -> tuple[tuple[Any, ...], Any]:
    """The style sheet `style` and the fonts it names, for a paper size.

    They are parsed once in the life of a worker, which costs three times as much
    as setting an article.
    """
    from multiprocessing.util import Finalize

    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    # WeasyPrint keeps copies of the fonts in a folder that goes with this object, which is too
    # late at the end of a process; unlike atexit, this is called in the workers of a pool too.
    Finalize(None, _clear, exitpriority=1)
    texts = (style, f"@page {{ size: {paper} }}")
    fetcher = fetch.Fetcher()
    return tuple(CSS(string=text, font_config=fonts, url_fetcher=fetcher) for text in texts), fonts


def _clear() -> None:
    press.cache_clear()
    gc.collect()


def _document(found: Page) -> str:
    about = found.record
    dates = "".join(
        f'<meta name="dcterms.{name}" content="{found.record.stamp}">\n'
        for name in ("created", "modified")
    )
    publication = about.publication.name or " · ".join(about.names[:2])
    body = (
        f'<body data-running="{escape(running_title(found.record.title))}"'
        f' data-publication="{escape(publication[:_RUNNING])}">'
    )
    return document(found, dates).replace("<body>", body, 1)


def running_title(title: str) -> str:
    """`title` cut for the head of a page: at a colon or question mark, else between words.

    >>> running_title("Who mends the wall? Canals, dykes and the politics of upkeep since 1848")
    'Who mends the wall?'
    >>> running_title("A short title")
    'A short title'
    """
    if len(title) <= _RUNNING:
        return title
    for mark in (":", "?", " – ", " — "):
        head, found, _ = title.partition(mark)
        if found and len(head) < _RUNNING:
            return head + (mark if mark == "?" else "")
    return title[:_RUNNING].rsplit(" ", 1)[0].rstrip(",;:–— ") + " …"


def _attachments(copy: registry.Copy, found: Page) -> list[Any]:
    """The Markdown edition of the article, for whoever wants to work on with it."""
    from weasyprint import Attachment

    markdown = registry.WRITERS.get("md")
    if markdown is None:
        return []
    day = datetime.fromisoformat(found.record.stamp)
    return [
        Attachment(
            string=markdown.write(copy),
            name=f"{copy.slug}.md",
            description=found.record.title,
            created=day,
            modified=day,
            relationship="Source",
        )
    ]
