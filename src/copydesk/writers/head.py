"""What the head of a page says of the article to catalogues, in the words that each of them reads.

Dublin Core for libraries, `citation_` for Google Scholar and reference managers, links to the
licence and to the page's own address. All of it is data in `meta` and `link`; JSON-LD would be a
script, of which a page of ours holds none.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from copydesk.catalogue import ORCID, Record


def metadata(about: Record) -> str:
    """The elements that tell of the article with the record `about`."""
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
