"""HTML: one page that holds everything it needs and asks for nothing."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Final

from copydesk import registry
from copydesk.catalogue import ORCID, Record
from copydesk.folding import words
from copydesk.labels import labels
from copydesk.writers import scripts, tongues
from copydesk.writers.logo import logo
from copydesk.writers.sheets import sheet

if TYPE_CHECKING:
    from lxml import etree

    from copydesk.model import Picture
    from copydesk.theme import Theme
    from copydesk.writers.page import Page

#: No script, no request: the browser itself keeps what the page promises.
POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
#: The same of a page with pictures, which lie inside it. Checkers take `img-src data:` for a
#: ban on them, so the policy is silent on pictures; the page names none that lies elsewhere.
SHOWING: Final = (
    "style-src 'unsafe-inline'; "
    + "; ".join(
        f"{kind}-src 'none'"
        for kind in (
            "script", "connect", "font", "media", "object", "frame", "child", "worker", "manifest",
        )
    )
    + "; form-action 'none'; base-uri 'none'"
)  # fmt: skip


@registry.writer("html", ".html", "text/html", renderings=("html",))
def write(copy: registry.Copy) -> bytes:
    """One self-contained web page: readable on a phone, in the dark and on paper."""
    from copydesk.writers.page import page

    found = page(copy)
    mark = logo(copy.config)
    # Within texts and comments of CSS, where alone it may stand, `<\/` means the same as `</`.
    style = _style(found, copy).replace("</", r"<\/")
    policy = SHOWING if found.pictures or mark or "data:" in style else POLICY
    head = (
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">\n'
        f'<meta name="color-scheme" content="light dark">\n{_around(copy.config.theme)}'
        f"<style>\n{style}</style>\n"
    )
    return document(found.record, article(found), head, _masthead(found.record, mark)).encode()


def _style(found: Page, copy: registry.Copy) -> str:
    language = found.record.language
    needs = scripts.fit((found,), language, copy.config.theme, "screen")
    return sheet("screen.css", copy.config, "screen", needs)


def _around(theme: Theme) -> str:
    """Let the bars that a phone draws around the page have the colour of its paper."""
    whole = theme.settled()
    return "".join(
        f'<meta name="theme-color" content="{paper}" media="(prefers-color-scheme: {scheme})">\n'
        for scheme, paper in (("light", whole.paper), ("dark", whole.dark_paper))
    )


def article(found: Page) -> str:
    """The article with its pictures inside, and what may be wider than a phone in boxes."""
    from lxml import etree

    from copydesk.system import xml
    from copydesk.writers.page import PICTURES, inside

    root = xml.parse(found.xhtml.encode())
    places = {f"{PICTURES}/{picture.name}": inside(picture) for picture in found.pictures}
    for image in root.iter("img"):
        image.set("src", places[image.get("src", "")])
    box_wide(root, labels(found.record.language)["table"])
    return etree.tostring(root, encoding="unicode", method="html")


def box_wide(root: etree._Element, label: str) -> None:
    """Let a keyboard move what may be wider than a phone: tables in boxes, and programs.

    Whoever comes to a box hears the caption of its table, or `label` with the table's number.
    """
    from copydesk.writers import table_parts

    for number, table in enumerate([*root.iter("table")], start=1):
        caption = table_parts.find_caption_above(table)
        words = label.format(number) if caption is None else "".join(map(str, caption.itertext()))
        box = table.makeelement(
            "div",
            {
                "class": "wide",
                "role": "region",
                "tabindex": "0",
                "aria-label": " ".join(words.split()),
            },
        )
        box.text, box.tail, table.tail = "\n", table.tail, "\n"
        table.addprevious(box)
        box.append(table)
    for program in root.iter("pre"):
        program.set("tabindex", "0")


def _masthead(about: Record, mark: Picture | None) -> str:
    """Logo and name of the publication and what places the article in it, above the article."""
    from copydesk.writers.page import inside

    publication = about.publication
    if not (publication.name or mark):
        return ""
    name = escape(publication.name)
    image = ""
    if mark:
        image = f'<p><img src="{inside(mark)}" alt="{name}"></p>\n'
    if name and publication.url:
        name = f'<a href="{escape(publication.url)}">{name}</a>'
    words = " · ".join(filter(None, (f"<b>{name}</b>" if name else "", *map(escape, about.place))))
    line = f"<p>{words}</p>\n" if words else ""
    return f'<header class="masthead">\n{image}{line}</header>\n'


def _window(about: Record) -> str:
    """What a browser writes on the window: title and publication, which is named once."""
    name = about.publication.name
    said, own = (f" {' '.join(words(text))} " for text in (about.title, name))
    return about.title if own in said or not name else f"{about.title} – {name}"


def document(about: Record, markup: str, head: str, above: str = "") -> str:
    """The `markup` of an article as an HTML document.

    `head` is markup to add to what it says of itself, `above` what stands over the article.
    """
    return (
        f'<!DOCTYPE html>\n<html{tongues.of_root(about)}>\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(_window(about))}</title>\n{_metadata(about)}{head}</head>\n"
        f"<body>\n{above}<main>\n{markup}</main>\n</body>\n</html>\n"
    )


# ── what the head tells catalogues ───────────────────────────────────────────


def _metadata(about: Record) -> str:
    """The elements that tell catalogues of the article, in the words that each of them reads.

    Dublin Core for libraries, `citation_` for Google Scholar and reference managers, links to the
    licence and to the page's own address. All of it is data in `meta` and `link`; JSON-LD would be
    a script, of which a page of ours holds none.
    """
    metas = (
        f'<meta name="{name}" content="{escape(value)}">\n'
        for name, value in (*_plain(about), *_dublin_core(about), *_citation(about))
        if value
    )
    links = (
        f'<link rel="{kind}" href="{escape(address)}">\n'
        for kind, address in (("canonical", about.imprint.url), ("license", about.licence))
        if address
    )
    return "".join((*metas, *links))


def _plain(about: Record) -> Iterator[tuple[str, str]]:
    yield "generator", "copydesk"
    for author in about.names:
        yield "author", author
    yield "description", about.description
    yield "keywords", ", ".join(about.imprint.keywords)


def _dublin_core(about: Record) -> Iterator[tuple[str, str]]:
    publication = about.publication
    yield "dcterms.publisher", about.publisher
    yield "dcterms.rights", publication.rights
    yield "dcterms.license", about.licence
    yield "dcterms.date", about.day
    yield "dcterms.identifier", about.doi_address or about.imprint.url
    yield "dcterms.isPartOf", publication.series or publication.name


def _citation(about: Record) -> Iterator[tuple[str, str]]:
    """What Google Scholar asks for, and nothing where no publication stands behind it."""
    publication, imprint = about.publication, about.imprint
    if not (publication.name or publication.series or imprint.doi):
        return
    yield "citation_title", about.title
    for author in about.authors:
        yield "citation_author", author.name
        yield "citation_author_institution", author.affiliation
        yield "citation_author_orcid", ORCID + author.orcid if author.orcid else ""
    yield "citation_publication_date", about.date.replace("-", "/")
    if about.kind == "report":
        yield "citation_technical_report_institution", about.publisher
        yield "citation_technical_report_number", imprint.issue
    else:
        yield "citation_journal_title", publication.name or publication.series
        yield "citation_issue", imprint.issue
    yield "citation_publisher", about.publisher
    yield "citation_issn", publication.issn
    yield "citation_volume", imprint.volume
    first, last = about.pages
    yield "citation_firstpage", first
    yield "citation_lastpage", last
    yield "citation_doi", imprint.doi
    yield "citation_language", about.language
    for keyword in imprint.keywords:
        yield "citation_keywords", keyword
    yield "citation_public_url", imprint.url
