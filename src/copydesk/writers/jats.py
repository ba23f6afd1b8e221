"""JATS 1.3, the XML that journals, archives and indexes exchange.

The tag set is *Archiving and Interchange*: *Publishing* demands an ISSN, a journal's code and
a year, and a file of a desk that has none would have to invent them or leave them empty.

The body is made of the page that HTML shows, so that both say the same. What the page says of
authors, DOI, keywords and rights is left to the fields of the front. Each entry stands twice,
as `citation-alternatives`: its CSL fields for machines, and the words in print. The front and
these fields are in `data/templates/jats.xml`.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from copydesk import registry
from copydesk.anchors import anchors
from copydesk.catalogue import ORCID, Record
from copydesk.model import SEASONS, Article, Csl
from copydesk.system import xml
from copydesk.writers import beside, table_parts
from copydesk.writers.page import page

if TYPE_CHECKING:
    from jinja2 import Template

XLINK: Final = "http://www.w3.org/1999/xlink"
XML: Final = "http://www.w3.org/XML/1998/namespace"
HREF: Final = f"{{{XLINK}}}href"
LANG: Final = f"{{{XML}}}lang"

DOCTYPE: Final = (
    '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Archiving and Interchange'
    ' DTD v1.3 20210610//EN" "JATS-archivearticle1-3.dtd">'
)
_INLINE: Final = {
    "em": "italic", "i": "italic", "strong": "bold", "b": "bold", "code": "monospace",
    "sup": "sup", "sub": "sub",
}  # fmt: skip
_HEADINGS: Final = frozenset(("h2", "h3", "h4", "h5", "h6"))
_LISTS: Final = frozenset(("ul", "ol"))
#: Classes of what readers are shown of the record, which stands in `front` in fields.
_RECORD: Final = frozenset((
    "deck", "byline", "date", "affiliations", "doi", "keywords", "rights",
))  # fmt: skip
_BACKWARDS: Final = frozenset(("backlink", "footnote-back"))
#: Anchor of an entry without a key.
_NAMELESS: Final = "ref-"
#: Class of a part of the back matter → its element.
_BACK: Final = {"bio": "bio", "acknowledgements": "ack"}
#: Elements that hold blocks, never words.
_HOLDERS: Final = (
    "article", "front", "journal-meta", "article-meta", "contrib-group", "contrib", "permissions",
    "body", "back", "sec", "bio", "ack", "notes", "fn-group", "fn", "ref-list", "ref",
    "citation-alternatives", "disp-quote", "list", "list-item", "table-wrap", "table", "thead",
    "tbody", "tr", "fig", "title-group",
)  # fmt: skip
_CELLS: Final = ("scope", "colspan", "rowspan")
#: Elements that cannot say in which language they are; what they hold says it.
_MUTE: Final = frozenset(("title", "th", "td", "italic", "bold", "monospace", "sup", "sub"))


@registry.writer(
    "jats.xml", ".jats.xml", "application/xml", renderings=("html",), beside=beside.pictures
)
def write(copy: registry.Copy) -> bytes:
    """JATS XML 1.3 (Archiving) with the publication's data and every reference in fields."""
    found = page(copy)
    root = etree.Element("article", nsmap={"xlink": XLINK})
    root.attrib.update({"article-type": "other", "dtd-version": "1.3", LANG: found.record.language})
    entries = [one for one in copy.article.back.references if one.key and one.csl]
    front, *fields = make_fields(
        copy.article, found.record, copy.slug, [entry.csl for entry in entries]
    )
    root.append(front)
    source = xml.parse(found.xhtml.encode())
    _caption_tables(source)
    places = anchors(one.key for one in copy.article.back.references)
    own = (places[entry.key] for entry in entries)
    _Setting(dict(zip(own, fields, strict=True))).set(source, root)
    _space(root)
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, doctype=DOCTYPE)
    return data + b"\n"


class _Setting:
    """The article so far: how many figures and tables it has, and its `fields` by anchor."""

    def __init__(self, fields: Mapping[str, etree._Element]) -> None:
        self.fields = fields
        self.figures = count(1)
        self.tables = count(1)

    def set(self, source: etree._Element, root: etree._Element) -> None:
        """Make `front` whole, and `body` and `back` of the page `source`."""
        head = root[0]
        body, back = add(root, "body"), etree.Element("back")
        open_ones = [(0, body)]
        for block in source:
            role, name = block.get("role", ""), block.get("class", "")
            if block.tag == "header":
                self.above(block, head)
            elif role == "doc-endnotes":
                self.notes(block, add(back, "fn-group"))
            elif role == "doc-bibliography":
                self.references(block, add(back, "ref-list"))
            elif block.tag == "footer" or (block.tag == "section" and name):
                self.part(block, name, back)
            elif block.tag == "section":
                self.flow(block, open_ones)
            else:
                self.flow((block,), open_ones)
        if len(back):
            root.append(back)

    # ── parts ────────────────────────────────────────────────────────────────

    def above(self, header: etree._Element, head: etree._Element) -> None:
        """What stands between the title and the text, and is no field of the record."""
        for block in header:
            kind = block.get("class", "")
            if block.tag == "p" and kind not in _RECORD:
                self.block(block, add(head, "notes", notes_type=kind or "other"))

    def flow(
        self, blocks: Iterable[etree._Element], open_ones: list[tuple[int, etree._Element]]
    ) -> None:
        """Blocks of the body, in sections by the levels of their headings."""
        for block in blocks:
            level = int(block.tag[1]) if block.tag in _HEADINGS else 0
            if not level:
                self.block(block, open_ones[-1][1])
                continue
            while open_ones[-1][0] >= level:
                open_ones.pop()
            made = add(open_ones[-1][1], "sec")
            if identifier := block.get("id"):
                made.set("id", identifier)
            self.inline(block, add(made, "title"))
            open_ones.append((level, made))

    def part(self, block: etree._Element, name: str, back: etree._Element) -> None:
        """A part of the back matter: bio, acknowledgements, notes on the article."""
        own = [inner for inner in block if inner.get("class", "") not in _RECORD]
        if not own:
            return
        tag = _BACK.get(name, "notes")
        made = add(back, tag, **({"notes_type": name or "other"} if tag == "notes" else {}))
        for inner in own:
            if inner.tag in _HEADINGS:
                if identifier := inner.get("id"):
                    made.set("id", identifier)
                self.inline(inner, add(made, "title"))
            else:
                self.block(inner, made)

    def notes(self, section: etree._Element, group: etree._Element) -> None:
        """The notes of the text."""
        self.inline(section[0], add(group, "title"))
        for number, item in enumerate(section.iterfind("ol/li"), 1):
            note = add(group, "fn", id=item.get("id", ""))
            add(note, "label", str(number))
            for block in item:
                # A note holds paragraphs alone, and a paragraph whatever there is.
                self.block(block, note if block.tag == "p" else add(note, "p"))

    def references(self, section: etree._Element, made: etree._Element) -> None:
        """The list of references: fields, and words as they are printed."""
        for block in section:
            if block.tag in _HEADINGS:
                made.set("id", block.get("id", ""))
                self.inline(block, add(made, "title"))
            elif block.tag == "ul":
                for item in block:
                    self.reference(item, add(made, "ref"))
            else:
                self.block(block, made)

    def reference(self, item: etree._Element, made: etree._Element) -> None:
        """An entry."""
        anchor = item.get("id", "")
        if anchor not in ("", _NAMELESS):
            made.set("id", anchor)
        fields = self.fields.get(anchor)
        place = made if fields is None else add(made, "citation-alternatives")
        if fields is not None:
            place.append(fields)
        printed = add(place, "mixed-citation")
        if fields is not None:
            printed.set("publication-type", fields.get("publication-type", ""))
        self.inline(item, printed)

    # ── blocks ───────────────────────────────────────────────────────────────

    def block(self, block: etree._Element, parent: etree._Element) -> None:
        """One block of the text."""
        match block.tag:
            case "p":
                said = {"content_type": name} if (name := block.get("class", "")) else {}
                made = add(parent, "p", **said)
                self.inline(block, made)
                if not len(made) and not (made.text or "").strip():
                    parent.remove(made)  # it held nothing but the way back from a note
            case "blockquote":
                self.blocks(block, _tongued(block, add(parent, "disp-quote")))
            case "ul" | "ol":
                self.items(block, parent)
            case "table":
                self.table(block, add(parent, "table-wrap", id=f"table.{next(self.tables)}"))
            case "figure":
                self.figure(block, add(parent, "fig", id=f"fig.{next(self.figures)}"))
            case "pre":
                code = add(parent, "code", "".join(map(str, block.itertext())))
                code.set(f"{{{XML}}}space", "preserve")
            case "hr":
                add(parent, "p", content_type="break").append(etree.Element("hr"))
            case _:
                self.blocks(block, parent)

    def blocks(self, holder: etree._Element, parent: etree._Element) -> None:
        """The blocks that `holder` holds."""
        for inner in holder:
            self.block(inner, parent)

    def items(self, items: etree._Element, parent: etree._Element) -> None:
        """A list; one that begins at another number than 1 bears its numbers."""
        ordered, start = items.tag == "ol", int(items.get("start", "1"))
        kind = "order" if ordered else "bullet"
        made = _tongued(items, add(parent, "list", list_type=kind))
        for number, item in enumerate(items, start):
            row = _tongued(item, add(made, "list-item"))
            if ordered and start != 1:
                add(row, "label", f"{number}.")
            if not any(part.tag == "p" for part in item):
                words = add(row, "p")
                self.inline(item, words, without=_LISTS)
                _trim(words)
            for part in item:
                if part.tag == "p" or part.tag in _LISTS:
                    self.block(part, row)

    def table(self, table: etree._Element, wrap: etree._Element) -> None:
        """A table, which JATS takes as HTML has it; its caption stands before it."""
        for caption in table.iterfind("caption"):
            self.inline(caption, add(add(wrap, "caption"), "p"))
        made = add(_tongued(table, wrap), "table")
        for part in table:
            if part.tag not in ("thead", "tbody", "tfoot"):
                continue
            rows = add(made, str(part.tag))
            for row in part:
                cells = add(rows, "tr")
                for cell in row:
                    set_ = add(cells, str(cell.tag))
                    for name in _CELLS:
                        if value := cell.get(name):
                            set_.set(name, value)
                    self.inline(cell, set_)

    def figure(self, figure: etree._Element, made: etree._Element) -> None:
        """A picture with its caption, and its words for those who cannot see it."""
        for caption in figure.iter("figcaption"):
            self.inline(caption, add(add(made, "caption"), "p"))
        for image in figure.iter("img"):
            name = image.get("src", "")
            kind = name.rpartition(".")[2].replace("jpg", "jpeg")
            graphic = linked(made, "graphic", "", name)
            graphic.attrib.update({"mimetype": "image", "mime-subtype": kind})
            if alt := image.get("alt", ""):
                add(graphic, "alt-text", alt)

    # ── inline content ───────────────────────────────────────────────────────

    def inline(
        self, source: etree._Element, made: etree._Element, without: Container[str] = ()
    ) -> None:
        """The words of `source` at the end of `made`."""
        if source.get("lang") and made.tag in _MUTE:
            made = add(made, "named-content", content_type="foreign")
        _tongued(source, made)
        _append(made, source.text)
        for child in source:
            if child.tag not in without:
                self.piece(child, made)
            _append(made, child.tail)

    def piece(self, child: etree._Element, made: etree._Element) -> None:
        """One inline element."""
        tag, target = str(child.tag), child.get("href", "")
        if tag in _INLINE:
            self.inline(child, add(made, _INLINE[tag]))
        elif tag == "br":
            _append(made, " ")
        elif tag == "a" and target.startswith("#"):
            self.reach(child, target[1:], made)
        elif tag == "a":
            self.inline(child, linked(made, "ext-link", "", target))
        elif child.get("id", "").startswith("cite-"):
            place = add(made, "named-content", content_type="citation", id=child.get("id", ""))
            self.inline(child, place)
        elif child.get("lang"):
            self.inline(child, add(made, "named-content", content_type="foreign"))
        else:
            self.inline(child, made)

    def reach(self, link: etree._Element, target: str, made: etree._Element) -> None:
        """A link inside the article; what leads back from a note or an entry is left out."""
        classes = link.get("class", "").split()
        if not _BACKWARDS.isdisjoint(classes):
            _trim(made)
            return
        kind = "fn" if "footnote-ref" in classes else "bibr"
        self.inline(link, add(made, "xref", ref_type=kind, rid=target))


def _caption_tables(source: etree._Element) -> None:
    """Put a caption that stands alone into the table that it is of."""
    for table, caption in [
        (table, table_parts.find_caption(table)) for table in source.iter("table")
    ]:
        if caption is not None:
            caption.tag, caption.tail = "caption", None
            table.insert(0, caption)


def _tongued(source: etree._Element, made: etree._Element) -> etree._Element:
    """`made`, in the language that `source` says."""
    if language := source.get("lang"):
        made.set(LANG, language)
    return made


def _append(made: etree._Element, text: str | None) -> None:
    if text and len(made):
        made[-1].tail = (made[-1].tail or "") + text
    elif text:
        made.text = (made.text or "") + text


def _trim(made: etree._Element) -> None:
    """Take away the blank that stood before an arrow."""
    if len(made):
        made[-1].tail = (made[-1].tail or "").rstrip()
    else:
        made.text = (made.text or "").rstrip()


def _space(root: etree._Element) -> None:
    """One block a line, so that the file can be read."""
    for holder in root.iter(*_HOLDERS):
        holder.text = "\n"
        for child in holder:
            child.tail = "\n"


def add(parent: etree._Element, tag: str, text: str = "", **attributes: str) -> etree._Element:
    """A new last child of `parent`; underscores of attributes are hyphens in JATS.

    >>> etree.tostring(add(etree.Element("p"), "xref", "Lo", ref_type="bibr"))
    b'<xref ref-type="bibr">Lo</xref>'
    """
    element = etree.SubElement(parent, tag)
    for name, value in attributes.items():
        element.set(name.replace("_", "-"), value)
    if text:
        element.text = text
    return element


def linked(parent: etree._Element, tag: str, text: str, target: str) -> etree._Element:
    """A child of `parent` that leads to an address."""
    element = add(parent, tag, text)
    if tag == "ext-link":
        element.set("ext-link-type", "uri")
    element.set(HREF, target)
    return element


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
    article: Article, about: Record, slug: str, entries: Iterable[Csl]
) -> list[etree._Element]:
    """Make the front of an article and the fields of each of its `entries`."""
    made = _load_template().render(article=article, about=about, slug=slug, entries=entries)
    return [*xml.parse(made.encode(), strip_blanks=True)]


@cache
def _load_template() -> Template:
    from jinja2 import Environment

    engine = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    engine.globals |= {"ORCID": ORCID, "ROLES": _ROLES, "COMMENTS": _COMMENTS}
    engine.filters |= {
        "date": _read_date,
        "day_first": _part_date,
        "fields": _pick_fields,
        "is_address": lambda url: bool(_ADDRESS.match(str(url or ""))),
        "pages": _part_pages,
        "publication": lambda kind: _TYPES.get(kind or "document", kind),
        "titles": _pick_titles,
    }
    source = files("copydesk") / "data" / "templates" / "jats.xml"
    return engine.from_string(source.read_text(encoding="utf-8"))


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
