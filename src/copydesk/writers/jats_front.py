"""The front of a JATS article: what is known of the publication and of the article."""

from __future__ import annotations

from typing import Final

from lxml import etree

from copydesk.catalogue import ORCID, Record
from copydesk.model import Article, Person
from copydesk.writers.jats_tags import add, linked

_PAGES: Final = ("-", "–")


def front(article: Article, about: Record, slug: str) -> etree._Element:
    """What is known of `article`; nothing stands for what is not."""
    root = etree.Element("front")
    _journal(root, about)
    meta = add(root, "article-meta")
    add(meta, "article-id", slug, pub_id_type="publisher-id")
    if about.imprint.doi:
        add(meta, "article-id", about.imprint.doi, pub_id_type="doi")
    if article.front.title or about.subtitle:
        titles = add(meta, "title-group")
        add(titles, "article-title", article.front.title)
        if about.subtitle:
            add(titles, "subtitle", about.subtitle)
    _authors(meta, about, known=bool(article.front.authors))
    byline = article.front.byline or ", ".join(article.front.authors)
    if byline:
        add(add(meta, "author-notes"), "p", byline, content_type="byline")
    _date(meta, about, article.front.date)
    _place(meta, about)
    _rights(meta, about)
    if about.imprint.url:
        linked(meta, "self-uri", about.imprint.url, about.imprint.url)
    if about.subtitle:
        add(add(meta, "abstract", abstract_type="teaser"), "p", about.subtitle)
    if about.imprint.keywords:
        group = add(meta, "kwd-group", kwd_group_type="author")
        for keyword in about.imprint.keywords:
            add(group, "kwd", keyword)
    return root


def _journal(root: etree._Element, about: Record) -> None:
    publication = about.publication
    journal = etree.Element("journal-meta")
    if name := publication.name or publication.series:
        add(add(journal, "journal-title-group"), "journal-title", name)
    if publication.issn:
        add(journal, "issn", publication.issn)
    if about.publisher:
        publisher = add(journal, "publisher")
        add(publisher, "publisher-name", about.publisher)
        if publication.place:
            add(publisher, "publisher-loc", publication.place)
    if publication.url:
        linked(journal, "self-uri", publication.url, publication.url)
    if len(journal):
        root.append(journal)


def _authors(meta: etree._Element, about: Record, *, known: bool) -> None:
    """The authors, each name in parts where it is known which of them is the family's."""
    if not known:
        return
    group = add(meta, "contrib-group", content_type="authors")
    places = [*dict.fromkeys(one.affiliation for one in about.authors if one.affiliation)]
    for person in about.authors:
        _author(group, person, places)
    for number, place in enumerate(places, 1):
        add(add(group, "aff", id=f"aff.{number}"), "institution", place)


def _author(group: etree._Element, person: Person, places: list[str]) -> None:
    contrib = add(group, "contrib", contrib_type="author")
    if person.orcid:
        add(contrib, "contrib-id", ORCID + person.orcid, contrib_id_type="orcid")
    _name(contrib, person)
    if person.email:
        add(contrib, "email", person.email)
    if person.affiliation:
        number = places.index(person.affiliation) + 1
        add(contrib, "xref", ref_type="aff", rid=f"aff.{number}")


def _name(contrib: etree._Element, person: Person) -> None:
    if person.body:
        add(contrib, "collab", person.name)
    elif not person.family:
        add(contrib, "string-name", person.name)
    else:
        eastern = person.name.startswith(person.family) and "," not in person.name
        name = add(contrib, "name", name_style="eastern" if eastern else "western")
        add(name, "surname", person.family)
        for tag, part in (("given-names", person.given), ("suffix", person.suffix)):
            if part:
                add(name, tag, part)


def _date(meta: etree._Element, about: Record, printed: str) -> None:
    if not (about.date or printed):
        return
    date = add(meta, "pub-date", date_type="pub")
    if about.date:
        date.set("iso-8601-date", about.date)
    parts = [part for part in about.date.split("-") if part]
    for name, part in reversed([*zip(("year", "month", "day"), parts, strict=False)]):
        add(date, name, part if name == "year" else part.lstrip("0"))
    if printed:
        add(date, "string-date", printed)


def _place(meta: etree._Element, about: Record) -> None:
    imprint = about.imprint
    if imprint.volume:
        add(meta, "volume", imprint.volume)
    if about.publication.series and about.publication.name:
        add(meta, "volume-series", about.publication.series)
    if imprint.issue:
        add(meta, "issue", imprint.issue)
    pages(meta, imprint.pages)


def pages(parent: etree._Element, said: str) -> None:
    """First and last page of a range; what is none is the place of an article without pages."""
    first, sign, last = said.replace(_PAGES[1], _PAGES[0]).partition(_PAGES[0])
    if not said:
        return
    if first.strip().isalnum() and (last.strip().isalnum() or not sign):
        add(parent, "fpage", first.strip())
        if last:
            add(parent, "lpage", last.strip())
    else:
        add(parent, "page-range", said)


def _rights(meta: etree._Element, about: Record) -> None:
    if not (about.publication.rights or about.licence):
        return
    permissions = add(meta, "permissions")
    if about.publication.rights:
        add(permissions, "copyright-statement", about.publication.rights)
    if about.licence:
        licence = linked(permissions, "license", "", about.licence)
        said = add(licence, "license-p")
        linked(said, "ext-link", about.licence_name, about.licence)
