"""What the parts of a DOCX tell programs of it, without clock or machine."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from copydesk.model import Article, Paragraph
from copydesk.nodes import plain

if TYPE_CHECKING:
    from copydesk.config import Config

_DESCRIPTION_LENGTH: Final = 300
_EPOCH: Final = "1980-01-01"


def day(article: Article) -> str:
    """The article's own date; never the clock."""
    return f"{article.front.date_iso or _EPOCH}-01-01"[: len(_EPOCH)]


def properties(article: Article, config: Config) -> dict[str, bytes]:
    """The parts that tell programs of `article`, by name."""
    front, publication = article.front, config.publication
    description = front.deck or shortened(_opening(article), _DESCRIPTION_LENGTH)
    named = (
        ("dc:title", front.title),
        ("dc:subject", front.deck or publication.name or description),
        ("dc:creator", "; ".join(front.authors) or front.byline),
        ("dc:description", description),
        ("dc:language", config.language(front.language)),
        ("cp:lastModifiedBy", "copydesk"),
    )
    fields = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in named if text)
    times = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{day(article)}T00:00:00Z</dcterms:{name}>'
        for name in ("created", "modified")
    )
    core = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties'
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{fields}{times}'
        "</cp:coreProperties>"
    )
    company = publication.publisher or publication.name
    extended = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns='
        '"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Application>copydesk</Application>"
        f"{f'<Company>{escape(company)}</Company>' if company else ''}</Properties>"
    )
    return {"docProps/core.xml": core.encode(), "docProps/app.xml": extended.encode()}


def _opening(article: Article) -> str:
    """The text of the first paragraph."""
    paragraphs = (block for block in article.body if isinstance(block, Paragraph))
    return next((plain(block.content) for block in paragraphs), "")


def shortened(text: str, length: int) -> str:
    """`text` cut at a word's end, with an ellipsis, when it is longer than `length`.

    >>> shortened("The harbour, at night", 15)
    'The harbour …'
    """
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—") + " …"
