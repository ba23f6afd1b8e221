"""PDF: the page of the article set by WeasyPrint, tagged, archivable, with its source inside."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

from copydesk import registry
from copydesk.gate import fetch
from copydesk.writers import heads, paper, pdf_looks, pdf_places, scripts
from copydesk.writers.logo import logo
from copydesk.writers.sheets import sheet, stylesheet

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from copydesk.catalogue import Record
    from copydesk.config import Config
    from copydesk.writers.page import Page

_VERSION: Final = "1.7"
#: How programs are told what time it is, and what it is: the first day of 1980, as in archives.
_TOLD: Final = "SOURCE_DATE_EPOCH"
_DAY: Final = "315532800"
#: Something in each of the faces that most articles are set in, with a word to be parted.
_LINE: Final = (
    "<body><article><h1>Harbours</h1><p>Extraordinarily <em>quiet</em> and <strong>small</strong>"
    "</p><h2>Tides</h2><p><code>a</code></p></article></body>"
)


@registry.writer("pdf", ".pdf", "application/pdf", renderings=("html", "markdown"))
def write(copy: registry.Copy) -> bytes:
    """One PDF that is both PDF/UA-1 and PDF/A-3a, with the Markdown file attached."""
    from copydesk.writers.page import page

    found = page(copy)
    config = copy.config
    language = found.record.language
    needs = scripts.fit((found,), language, config.theme, "paper")
    style = sheet("paper.css", config, "paper", needs)
    sheets, fonts = press(style, config.publication.paper)
    pictures = {f"{paper.PICTURE}{one.name}": one for one in found.pictures}
    mark = logo(config)
    if mark is not None:
        pictures[heads.LOGO] = mark
    root = paper.document(found, config.theme, mark=mark is not None)
    pdf_places.count(root, style)
    return set_in_type(
        root,
        fetch.Fetcher({name: (one.media_type, one.data) for name, one in pictures.items()}),
        about=found.record,
        stylesheets=list(sheets),
        font_config=fonts,
        attachments=_attachments(copy, found),
    )


@contextmanager
def _collecting_later() -> Iterator[None]:
    """Leave garbage until afterwards: a document's many boxes all live until it is written.

    Looking through them again and again costs a sixth of the whole. It stands around a whole
    function, so that its boxes are gone when collecting goes on.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@contextmanager
def _undated() -> Iterator[None]:
    """Have fontTools, which cuts fonts of the system down, write no time into them but this."""
    before = os.environ.get(_TOLD)
    os.environ[_TOLD] = _DAY
    try:
        yield
    finally:
        if before is None:
            del os.environ[_TOLD]
        else:
            os.environ[_TOLD] = before


@_undated()
@_collecting_later()
def set_in_type(root: Element, fetcher: fetch.Fetcher, *, about: Record, **how: Any) -> bytes:  # noqa: ANN401  WeasyPrint's options
    """The document `root` as a finished PDF of what `about` describes; `how` are WeasyPrint's."""
    from copydesk.writers import pdf_finish, pdf_metadata, pdf_tags

    held: list[Any] = []
    options = {"pdf_variant": "pdf/a-3a", "pdf_version": _VERSION, **how}
    document = laid_out(root, fetcher, **options)
    leaves = pdf_tags.painted(document)

    def last_hand(document: Any, pdf: Any) -> None:  # noqa: ANN401
        pdf_finish.finish(pdf, root, leaves, about.language)
        pdf_metadata.describe(pdf, about)
        pdf_metadata.turn(pdf, about)
        if not pdf_metadata.is_readable(document.fonts.values()):
            pdf_metadata.disclaim(pdf)
        pdf_finish.settle_all(pdf)
        held.append(pdf)

    del options["font_config"]
    data = document.write_pdf(finisher=last_hand, **options)
    return pdf_finish.written(held[0], data, _VERSION)


def laid_out(root: Element, fetcher: fetch.Fetcher, **how: Any) -> Any:  # noqa: ANN401  WeasyPrint's types
    """The pages of `root`, which is taken as it is: parsing its text anew would be slow."""
    from cssselect2 import ElementWrapper

    from copydesk.gate.weasy import HTML
    from copydesk.writers import pdf_engine

    html = HTML.__new__(HTML)
    html.base_url, html.url_fetcher, html.media_type = None, fetcher, "print"
    html.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
    html.etree_element = root
    html._ua_stylesheets = _elements  # noqa: SLF001  no public way
    pdf_engine.relieve()
    document = html.render(**how)
    pdf_places.mark(document, root)
    return document


@cache
def _elements(*_: object) -> tuple[Any, ...]:
    from copydesk.gate.weasy import CSS

    return (CSS(string=stylesheet("elements.css"), url_fetcher=fetch.Fetcher()),)


@lru_cache(maxsize=8)  # one for most articles, one for each script besides
def press(style: str, paper_size: str) -> tuple[tuple[Any, ...], Any]:
    """The style sheet `style` and the fonts it names, for a paper size.

    They are parsed once in the life of a worker, which costs three times as much
    as setting an article.
    """
    from multiprocessing.util import Finalize

    from copydesk.gate.weasy import CSS, FontConfiguration

    fonts = FontConfiguration()
    # WeasyPrint keeps copies of the fonts in a folder that goes with this object, which is too
    # late at the end of a process; unlike atexit, this is called in the workers of a pool too.
    Finalize(None, forget, exitpriority=1)
    pdf_looks.keep(fonts, style)
    texts = (style, f"@page {{ size: {paper_size} }}")
    fetcher = fetch.Fetcher()
    return tuple(CSS(string=text, font_config=fonts, url_fetcher=fetcher) for text in texts), fonts


def forget() -> None:
    """Let go of style sheets and fonts, so that no copies of these are left on the disk."""
    press.cache_clear()
    gc.collect()


def rehearse(config: Config) -> None:
    """Load what setting an article with the settings `config` takes, by setting a line.

    What goes wrong here goes wrong with the article too, and is told of that.
    """
    from xml.etree.ElementTree import fromstring

    with suppress(Exception):
        sheets, fonts = press(sheet("paper.css", config, "paper"), config.publication.paper)
        root = fromstring(f'<html lang="{config.style.locale}">{_LINE}</html>')  # noqa: S314  ours
        how = {"stylesheets": list(sheets), "font_config": fonts, "pdf_variant": "pdf/a-3a"}
        laid_out(root, fetch.Fetcher({}), **how).write_pdf()


def _attachments(copy: registry.Copy, found: Page) -> list[Any]:
    """The Markdown edition of the article, for whoever wants to work on with it."""
    from copydesk.gate.weasy import Attachment

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
