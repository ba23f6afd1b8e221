"""The article itself as an entry of somebody's list: what “How to cite this article” says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from copydesk.catalogue import Record, record
from copydesk.config import Config
from copydesk.model import Article, Csl
from copydesk.references import signed

#: The key of the article among its own references, which are called by name and year.
KEY = "this-article"


def own(article: Article, config: Config) -> Csl:
    """The CSL item of `article`; empty where nobody could cite it, or the house wants no such line.

    It takes a title, and a publication with a name or a DOI.
    """
    front, publication = article.front, config.publication
    if not (publication.cite_as and front.title and (publication.name or front.imprint.doi)):
        return {}
    about = record(article, config, "")
    if not front.authors:  # a byline of which nobody could be read names none that sorts
        about = replace(about, authors=())
    return item(about)


def item(about: Record) -> Csl:
    """The CSL item of the article with the record `about`.

    >>> from copydesk.config import Publication
    >>> from copydesk.model import Imprint, Person
    >>> review = Publication(name="The Estuary Review", series="Papers")
    >>> found = item(Record("Tides", "", (Person("Vera Lund"),), "en", "", "2021-05", review,
    ...     Imprint(issue="7")))
    >>> found["type"], found["number"], found["author"], found["issued"]
    ('report', '7', [{'family': 'Lund', 'given': 'Vera'}], {'date-parts': [[2021, 5]]})
    """
    publication, imprint = about.publication, about.imprint
    kind = about.kind
    serial = kind in ("article-journal", "article-magazine")
    fields: dict[str, Any] = {
        "id": KEY,
        "type": kind,
        "title": about.title,
        "author": [signed.csl(person, about.language) for person in about.authors],
        "container-title": (publication.name or publication.series) if serial else "",
        # Styles print the series of a report as its kind, before the number: “Working Papers 7”.
        "genre": publication.series if kind == "report" else "",
        # They would set those of a journal apart from journals of the same name, or twice.
        "publisher": about.publisher if not serial else "",
        "publisher-place": publication.place if not serial else "",
        "volume": imprint.volume,
        "issue": imprint.issue if serial else "",
        "number": imprint.issue if kind == "report" else "",
        "page": imprint.pages.replace("–", "-"),
        "issued": {"date-parts": [[*_date(about.date)]]} if about.day else {},
        "DOI": imprint.doi,
        "URL": imprint.url,
        "ISSN": publication.issn,
    }
    return {field: value for field, value in fields.items() if value}


def _date(date: str) -> Iterator[int]:
    return (int(part) for part in date.split("-"))
