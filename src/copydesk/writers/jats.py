"""JATS 1.3, the XML that journals, archives and indexes exchange.

The tag set is *Archiving and Interchange*: *Publishing* demands an ISSN, a journal's code and
a year, and a file of a desk that has none would have to invent them or leave them empty.

The body is made of the page that HTML shows, so that both say the same: the style sheet
`data/templates/jats.xsl` says how. What the page says of authors, DOI, keywords and rights is left
to the fields of the front. Each entry stands twice, as `citation-alternatives`: its CSL fields for
machines, and the words in print. The front and these fields are in `data/templates/jats.xml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, partial
from importlib.resources import files
from typing import Any, Final

from lxml import etree

from copydesk.composition.catalogue import ORCID, CatalogueRecord
from copydesk.composition.entry_anchors import anchors
from copydesk.model import SEASONS, Article, Csl
from copydesk.registry import WriterInput
from copydesk.system import xml
from copydesk.writers import table_parts
from copydesk.writers.page import page, remove_links
from copydesk.writers.templates import compile_template

LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"

DOCTYPE: Final = (
    '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Archiving and Interchange'
    ' DTD v1.3 20210610//EN" "JATS-archivearticle1-3.dtd">'
)
#: Elements that hold blocks, never words.
_HOLDERS: Final = (
    "article", "front", "journal-meta", "article-meta", "contrib-group", "contrib", "permissions",
    "body", "back", "sec", "bio", "ack", "notes", "fn-group", "fn", "ref-list", "ref",
    "citation-alternatives", "disp-quote", "list", "list-item", "table-wrap", "table", "thead",
    "tbody", "tr", "fig", "title-group", "verse-group",
)  # fmt: skip


def write(copy: WriterInput) -> bytes:
    """JATS XML 1.3 (Archiving) with the publication's data and every reference in fields."""
    found = page(copy)
    source = xml.parse(found.xhtml.encode())
    table_parts.adopt_captions(source, table_parts.find_caption)
    remove_links(source)
    for paragraph in [*source.iter("p")]:
        _part_verses(paragraph)
    root = _load_stylesheet()(source).getroot()
    root.attrib.update({"article-type": "other", "dtd-version": "1.3", LANG: found.record.language})
    references = copy.article.back.references
    entries = [one for one in references if one.key and one.csl]
    front, *fields = make_fields(
        copy.article, found.record, copy.slug, [entry.csl for entry in entries]
    )
    front.extend(root[0])
    root[0] = front
    places = anchors(one.key for one in references)
    _add_fields(root, {places[one.key]: own for one, own in zip(entries, fields, strict=True)})
    _nest_sections(root[1])
    _space(root)
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, doctype=DOCTYPE)
    return data + b"\n"


def _part_verses(paragraph: etree._Element) -> None:
    """Make lines of verse of what breaks part in a paragraph: JATS has breaks in titles alone."""
    # No note has verse.
    if paragraph.find("br") is None or next(paragraph.iterancestors("li"), None) is not None:
        return
    paragraph.tag = "verse-group"
    children, first = list(paragraph), paragraph.text
    paragraph.text = None
    line = etree.Element("verse-line")
    line.text = first
    paragraph[:] = [line]
    for child in children:
        if child.tag == "br":
            line = etree.SubElement(paragraph, "verse-line")
            line.text, child.tail = (child.tail or "").lstrip(), None
        else:
            line.append(child)


@cache
def _load_stylesheet() -> etree.XSLT:
    source = files("copydesk") / "data" / "templates" / "jats.xsl"
    return xml.stylesheet(source.read_bytes())


def _add_fields(root: etree._Element, fields: Mapping[str, etree._Element]) -> None:
    """Put the fields of each entry, by its anchor, before its words in print."""
    for entry in root.iter("ref"):
        own = fields.get(entry.get("id", ""))
        if own is not None:
            printed = entry[0]
            printed.set("publication-type", own.get("publication-type", ""))
            etree.SubElement(entry, "citation-alternatives").extend((own, printed))


def _nest_sections(body: etree._Element) -> None:
    """Make sections of what stands in a row in `body`, by the levels of their titles."""
    open_ones = [(0, body)]
    for block in list(body):
        if block.tag == "title":
            level = int(block.attrib.pop("level"))
            while open_ones[-1][0] >= level:
                open_ones.pop()
            section = etree.SubElement(open_ones[-1][1], "sec")
            if identifier := block.attrib.pop("id", ""):
                section.set("id", identifier)
            open_ones.append((level, section))
        open_ones[-1][1].append(block)


def _space(root: etree._Element) -> None:
    """One block a line, so that the file can be read, and no blank behind the words of an item."""
    for holder in root.iter(*_HOLDERS):
        holder.text = "\n"
        for child in holder:
            child.tail = "\n"
    for words in root.iterfind(".//list-item/p"):
        if len(words):
            words[-1].tail = (words[-1].tail or "").rstrip()
        else:
            words.text = (words.text or "").rstrip()


# ── fields ───────────────────────────────────────────────────────────────────

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
#: How many numbers a date has that ends with its month.
_TO_MONTH: Final = 2
#: Addresses that are led to; a library may hold others, of programs among them.
_ADDRESS: Final = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)


def make_fields(
    article: Article, about: CatalogueRecord, slug: str, entries: Iterable[Csl]
) -> list[etree._Element]:
    """Make the front of an article and the fields of each of its `entries`."""
    made = _load_template().render(article=article, about=about, slug=slug, entries=entries)
    return [*xml.parse(made.encode(), strip_blanks=True)]


def _part_pages(said: object) -> list[tuple[str, str]]:
    """First and last page of a range; what is none is the place of an article without pages.

    >>> _part_pages("5–17"), _part_pages("1-4, 9")
    ([('fpage', '5'), ('lpage', '17')], [('page-range', '1-4, 9')])
    """
    text = str(said or "")
    first, sign, last = (part.strip() for part in text.replace("–", "-").partition("-"))
    if first.isalnum() and (last.isalnum() or not sign):
        return [("fpage", first), ("lpage", last)]
    return [("page-range", text)]


def _part_date(date: str) -> list[tuple[str, str]]:
    """Day, month and year of an ISO date, as far as it has them."""
    parts = [*zip(("year", "month", "day"), filter(None, date.split("-")), strict=False)]
    return [(name, part if name == "year" else part.lstrip("0")) for name, part in reversed(parts)]


def _pick_fields(csl: Csl) -> Iterator[tuple[str, str]]:
    """What CSL and JATS both have a field for, each field once."""
    found: dict[str, str] = {}
    for name, tag in _FIELDS.items():
        if csl.get(name):
            found.setdefault(tag, str(csl[name]))
    yield from found.items()


def _pick_titles(csl: Csl) -> Iterator[tuple[str, str]]:
    title, source = str(csl.get("title", "")), str(csl.get("container-title", ""))
    kind = str(csl.get("type", "document"))
    if kind == "dataset":
        yield "data-title", title
    elif source:
        yield "chapter-title" if kind in _CHAPTERS else "article-title", title
    else:
        yield "article-title" if kind.startswith("article") else "source", title
    yield "source", source


def _read_date(date: object) -> dict[str, str]:
    """The parts of a CSL date, or the words of one that has none."""
    numbers, words = _find_numbers(date)
    if not numbers:
        return {"words": words}
    iso = "-".join((f"{numbers[0]:04d}", *(f"{part:02d}" for part in numbers[1:])))
    parts = dict(zip(("year", "month", "day"), map(str, numbers), strict=False))
    season = _find_season(date) if len(numbers) == 1 and isinstance(date, Mapping) else ""
    return {"iso": iso, "season": season, **parts}


def _find_season(date: Mapping[str, Any]) -> str:
    """The season of a CSL date, "" when it names none: by its own field, or as a month from 13."""
    row: list[object] = next(iter(date.get("date-parts") or ()), [])
    number = str(date.get("season") or (row[1] if len(row) == _TO_MONTH else ""))
    return SEASONS[(int(number) - 1) % len(SEASONS)] if number.isdigit() else ""


def _find_numbers(date: object) -> tuple[tuple[int, ...], str]:
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
        if len(numbers) == _TO_MONTH and numbers[0] > 0 and _find_season(date):
            return numbers[:1], ""
        if numbers:
            return (), " ".join(map(str, numbers))
    return (), str(date.get("literal") or date.get("raw") or "")


_load_template: Final = partial(
    compile_template,
    "jats.xml",
    ORCID=ORCID,
    ROLES=_ROLES,
    COMMENTS=_COMMENTS,
    date=_read_date,
    day_first=_part_date,
    fields=_pick_fields,
    is_address=lambda url: bool(_ADDRESS.match(str(url or ""))),
    pages=_part_pages,
    publication=lambda kind: _TYPES.get(kind or "document", kind),
    titles=_pick_titles,
)
