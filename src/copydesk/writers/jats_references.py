"""Entries of the reference list in the fields of JATS."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from lxml import etree

from copydesk.model import SEASONS, Csl
from copydesk.writers.jats_front import pages
from copydesk.writers.jats_tags import ADDRESS, add, linked

#: CSL type → publication type of JATS, as JATS4R recommends; any other is itself.
_TYPES: Final = {
    "article-journal": "journal", "article-magazine": "magazine",
    "article-newspaper": "newspaper", "article": "preprint", "book": "book", "chapter": "book",
    "dataset": "data", "entry-encyclopedia": "book", "entry-dictionary": "book",
    "paper-conference": "confproc", "post": "web", "post-weblog": "web", "webpage": "web",
    "legal_case": "legal", "motion_picture": "video", "document": "other",
}  # fmt: skip
#: Types whose title stands in a book of other titles.
_CHAPTERS: Final = frozenset(("chapter", "entry-dictionary", "entry-encyclopedia"))
#: CSL variable → element, where the two say the same; in the order of reading.
_FIELDS: Final = {
    "edition": "edition", "version": "version", "volume": "volume", "issue": "issue",
    "supplement": "supplement", "collection-title": "series", "event-title": "conf-name",
    "event": "conf-name", "event-place": "conf-loc", "publisher-place": "publisher-loc",
    "publisher": "publisher-name", "ISSN": "issn", "ISBN": "isbn",
}  # fmt: skip
#: CSL variables that JATS has no element for.
_COMMENTS: Final = ("genre", "number", "medium", "section", "status", "archive", "archive_location")
_ROLES: Final = ("author", "editor", "translator", "director", "interviewer", "compiler")
_IDENTIFIERS: Final = {"DOI": "doi", "PMID": "pmid", "PMCID": "pmcid"}
#: The last author of an entry that ends in "et al.".
_OTHERS: Final = "others"
#: How many numbers a date has that ends with its month.
_TO_MONTH: Final = 2


def element_citation(parent: etree._Element, csl: Csl) -> etree._Element:
    """The fields of `csl` as a child of `parent`."""
    kind = str(csl.get("type", "document"))
    made = add(parent, "element-citation", publication_type=_TYPES.get(kind, kind))
    for role in _ROLES:
        if people := csl.get(role):
            _people(made, role, people)
    _date(made, csl.get("issued"))
    _titles(made, csl, kind)
    for name, tag in _FIELDS.items():
        if csl.get(name) and made.find(tag) is None:
            add(made, tag, str(csl[name]))
    pages(made, str(csl.get("page", "")))
    for name, identifier in _IDENTIFIERS.items():
        if csl.get(name):
            add(made, "pub-id", str(csl[name]), pub_id_type=identifier)
    _address(made, str(csl.get("URL", "")))
    _accessed(made, csl.get("accessed"))
    for name in _COMMENTS:
        if csl.get(name):
            add(made, "comment", str(csl[name]), content_type=name)
    return made


def _people(made: etree._Element, role: str, people: Iterable[Mapping[str, Any]]) -> None:
    group = add(made, "person-group", person_group_type=role)
    for person in people:
        literal = str(person.get("literal", ""))
        if literal == _OTHERS:
            add(group, "etal")
        elif literal or not person.get("family"):
            add(group, "collab", literal or str(person.get("given", "")))
        else:
            _name(group, person)


def _name(group: etree._Element, person: Mapping[str, Any]) -> None:
    name = add(group, "name")
    particles = (person.get("dropping-particle"), person.get("non-dropping-particle"))
    add(name, "surname", " ".join(filter(None, (*particles, person["family"]))))
    for part, tag in (("given", "given-names"), ("suffix", "suffix")):
        if person.get(part):
            add(name, tag, str(person[part]))


def _titles(made: etree._Element, csl: Csl, kind: str) -> None:
    title, source = str(csl.get("title", "")), str(csl.get("container-title", ""))
    if kind == "dataset" and title:
        add(made, "data-title", title)
    elif title and source:
        add(made, "chapter-title" if kind in _CHAPTERS else "article-title", title)
    elif title:
        add(made, "article-title" if kind.startswith("article") else "source", title)
    if source:
        add(made, "source", source)


def _date(made: etree._Element, date: object) -> None:
    numbers, words = _read(date)
    if numbers:
        year, *rest = numbers
        iso = "-".join((f"{year:04d}", *(f"{part:02d}" for part in rest)))
        add(made, "year", str(year), iso_8601_date=iso)
        for name, part in zip(("month", "day"), rest, strict=False):
            add(made, name, str(part))
        if not rest and isinstance(date, Mapping) and (season := _season(date)):
            add(made, "season", season)
    elif words:
        add(made, "string-date", words)


def _accessed(made: etree._Element, date: object) -> None:
    numbers, words = _read(date)
    if numbers:
        iso = "-".join((f"{numbers[0]:04d}", *(f"{part:02d}" for part in numbers[1:])))
        add(made, "date-in-citation", iso, content_type="access-date", iso_8601_date=iso)
    elif words:
        add(made, "date-in-citation", words, content_type="access-date")


def _address(made: etree._Element, url: str) -> None:
    """A link to where the work stands; what a library has for one may lead to anything."""
    if ADDRESS.match(url):
        linked(made, "ext-link", url, url)
    elif url:
        add(made, "comment", url, content_type="URL")


def _season(date: Mapping[str, Any]) -> str:
    """The season of a CSL date, "" when it names none: by its own field, or as a month from 13."""
    row: list[object] = next(iter(date.get("date-parts") or ()), [])
    number = str(date.get("season") or (row[1] if len(row) == _TO_MONTH else ""))
    return SEASONS[(int(number) - 1) % len(SEASONS)] if number.isdigit() else ""


def _read(date: object) -> tuple[tuple[int, ...], str]:
    """The numbers of a CSL date, and the words of one that has none."""
    if not isinstance(date, Mapping):
        return (), ""
    for parts in date.get("date-parts") or ():
        try:
            numbers = tuple(int(part) for part in parts)
        except (TypeError, ValueError):
            break
        if numbers and numbers[0] > 0 and all(1 <= month <= 12 for month in numbers[1:2]):
            return numbers, ""
        if len(numbers) == _TO_MONTH and numbers[0] > 0 and _season(date):
            return numbers[:1], ""
        if numbers:
            return (), " ".join(map(str, numbers))
    return (), str(date.get("literal") or date.get("raw") or "")
