"""BibTeX and BibLaTeX in and out: which field of an entry is which variable of CSL.

The two share one reader. What CSL has no variable for stands under `custom` by the name of
its field, and goes out as that field again; a variable that the formats have no field
for goes out under its CSL name, which every bibliography style passes over.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, Literal, TypeAlias

from copydesk.library import bib_syntax, dates, kinds, latex, people
from copydesk.library.bib_syntax import Block
from copydesk.library.csljson import sound
from copydesk.library.shelf import Caps, Entry, Shelf, Slip
from copydesk.model import DATES, NAMES, TEXTS, Csl

Dialect: TypeAlias = Literal["bibtex", "biblatex"]

#: CSL variable ↔ field, where the two stand for the same in every type and dialect.
_PLAIN: Final = {
    "title-short": "shorttitle", "container-title-short": "shortjournal",
    "collection-title": "series", "volume": "volume", "number-of-volumes": "volumes",
    "edition": "edition", "page": "pages", "number-of-pages": "pagetotal",
    "chapter-number": "chapter", "event-title": "eventtitle", "event-place": "venue",
    "DOI": "doi", "URL": "url", "ISBN": "isbn", "ISSN": "issn", "PMID": "pmid",
    "PMCID": "pmcid", "abstract": "abstract", "keyword": "keywords", "note": "note",
    "annote": "annotation", "genre": "type", "version": "version", "status": "pubstate",
    "original-title": "origtitle", "original-publisher": "origpublisher",
    "original-publisher-place": "origlocation", "call-number": "library",
}  # fmt: skip
_DATED: Final = {"accessed": "urldate", "original-date": "origdate", "event-date": "eventdate"}
_NAMED: Final = {"container-author": "bookauthor"}
_TITLES: Final = frozenset(
    ("title", "title-short", "container-title", "container-title-short", "collection-title",
     "original-title")
)  # fmt: skip
#: Fields in which bibliography styles make capitals small.
_RECASED: Final = frozenset(("title", "shorttitle", "booktitle", "origtitle"))
_VERBATIM: Final = frozenset(("DOI", "URL"))
_ALIASES: Final = {"annote": "annotation", "author+an": "author+an", "issuetitle": "issuetitle"}
#: Fields that an entry takes from the one it refers to.
_INHERITED: Final = (
    "editor", "publisher", "year", "month", "day", "date", "address", "location", "series",
    "volume", "volumes", "number", "edition", "organization", "eventtitle", "venue", "isbn",
    "journal", "journaltitle", "issn",
)  # fmt: skip
#: Entries that one may take fields from.
_PARENTS: Final = 20
_FIELD: Final = re.compile(r"[A-Za-z][A-Za-z0-9+._:-]*")
#: A field that only this module writes: what is under `custom` and is no plain field.
_REST: Final = "csl-custom"
_MONTHS: Final = tuple(bib_syntax.MONTHS)
_KEY_SIGN: Final = re.compile(r"[\s,{}()\"=#%\\~@']+")
_THESIS: Final = {"phdthesis": "PhD thesis", "mastersthesis": "Master’s thesis",
                  "mathesis": "Master’s thesis", "bathesis": "Bachelor’s thesis",
                  "candthesis": "Candidate thesis", "techreport": "Technical report",
                  "resreport": "Research report"}  # fmt: skip
_RANGE: Final = re.compile(r"\s*(?:--+|[‐‑‒–—−-])\s*")
_SPAN: Final = re.compile(r"(?<=\w)(?:[‐‑‒–—−-]|--)(?=\w)")


# ── reading ──────────────────────────────────────────────────────────────────


def read(text: str, caps: Caps) -> Shelf:
    """The entries of a .bib file in the order of the file.

    >>> shelf = read("@Article{lam2011, author = {Lam, Wei}, title = {The {NATO} tide},"
    ...              " journal = {Tides}, year = 2011, month = may, pages = {4--9}}", Caps())
    >>> shelf.entries[0].key, shelf.entries[0].csl["issued"], shelf.entries[0].csl["page"]
    ('lam2011', {'date-parts': [[2011, 5]]}, '4-9')
    """
    blocks, slips = bib_syntax.blocks(text, caps)
    parents = {block.key.casefold(): _own(block) for block in reversed(blocks) if block.key}
    spent = 0
    entries = []
    for block in blocks:
        if block.kind == "xdata":
            continue
        fields, wrong = _fields(block, parents)
        spent += sum(len(name) + len(value) for name, value in fields.items())
        spent -= sum(len(name) + len(value) for name, value in block.fields)
        if spent > caps.macros:
            slips.append(Slip(block.line, caps.too_much("what entries take from others comes to")))
            break
        if wrong:
            slips.append(Slip(block.line, wrong, broken=False))
        raw = " ".join(block.raw.split())
        entries.append(Entry(block.key, _Item(block.kind, fields).csl(), raw, block.line))
    return Shelf(tuple(entries), tuple(sorted(slips, key=lambda slip: slip.line)))


def _own(block: Block) -> dict[str, str]:
    """The fields that `block` itself names; one named again goes by its number: `note-2`."""
    fields: dict[str, str] = {}
    times: Counter[str] = Counter()
    for name, value in block.fields:
        own = first = name.casefold()
        while own in fields:
            times[first] += 1
            own = f"{first}-{times[first] + 1}"
        fields[own] = value
    return fields


def _fields(block: Block, parents: Mapping[str, Mapping[str, str]]) -> tuple[dict[str, str], str]:
    """The fields of `block` and those it takes from others; what is wrong with its references."""
    fields = _own(block)
    wrong = ""
    for name in ("crossref", "xdata"):
        said = [one.strip() for one in fields.get(name, "").split(",")]
        for place, key in enumerate(dict.fromkeys(filter(None, said))):
            given = parents.get(key.casefold())
            if given is None or key.casefold() == block.key.casefold():
                wrong = wrong or f"`{block.key}` refers to `{key}`, which is not in this file"
                continue
            if place >= _PARENTS:
                wrong = wrong or f"`{block.key}` refers to more than {_PARENTS} entries"
                break
            if name == "crossref":
                titles = (("booktitle", "title"), ("booksubtitle", "subtitle"))
                inherited = {ours: given[theirs] for ours, theirs in titles if theirs in given}
                given = inherited | {one: given[one] for one in _INHERITED if one in given}
            for one, value in given.items():
                fields.setdefault(one, value)
        if not wrong:
            fields.pop(name, None)
    return fields, wrong


class _Item:
    """One entry on its way to CSL: fields are taken out until none is left."""

    def __init__(self, kind: str, fields: dict[str, str]) -> None:
        self.left = fields
        self.entry_type = kind
        subtype = fields.get("entrysubtype", "")
        self.subtype = latex.decoded(subtype)
        self.kind = kinds.of_bib(kind, self.subtype)
        self.found: Csl = {"type": self.kind or "document"}
        if self.kind in {self.subtype, f"article-{self.subtype}"}:
            self.left.pop("entrysubtype", None)  # it has said the type

    def csl(self) -> Csl:
        self.names()
        self.titles()
        self.dates()
        self.makers()
        self.numbers()
        self.language()
        self.rest()
        return sound(self.found)

    def take(self, *names: str) -> str:
        """The LaTeX of the first of `names` that is there; the others stay."""
        for name in names:
            if value := self.left.pop(name, "").strip():
                return value
        return ""

    def put(self, variable: str, value: str) -> None:
        if value and variable not in self.found:
            self.found[variable] = value

    def names(self) -> None:
        for variable in sorted(NAMES):
            if source := self.take(_NAMED.get(variable, variable)):
                self.found[variable] = people.from_bib(source)

    def title(self, name: str, under: str) -> str:
        """A title with its subtitle."""
        main, sub = self.take(name), self.take(under)
        head = latex.decoded(main, title=True)
        if not sub:
            return head
        tail = latex.decoded(sub, title=True)
        gap = " " if head[-1:] in ":?!." else ": "
        return f"{head}{gap}{tail}" if head else tail

    def titles(self) -> None:
        self.put("title", self.title("title", "subtitle"))
        articles = ("journaltitle", "journal", "booktitle")
        books = ("booktitle", "journaltitle", "journal")
        whole = articles if self.found["type"].startswith(("article", "review")) else books
        for name in (*whole, "maintitle", "container-title"):
            if name in self.left and "container-title" not in self.found:
                under = name.removesuffix("title") + "subtitle"
                self.put("container-title", self.title(name, under))
        if self.entry_type in ("online", "electronic", "www"):
            self.put("container-title", latex.decoded(self.take("titleaddon"), title=True))

    def dates(self) -> None:
        whole = _moment(self.left.get("date", ""))
        date = dates.read(whole)
        if date and "literal" not in date:
            for name in ("date", "year", "month", "day"):
                self.left.pop(name, None)
        else:
            parts = [latex.decoded(self.left.get(name, "")) for name in ("year", "month", "day")]
            date, complete = dates.of_parts(*parts)
            if not date:
                date = dates.read(_moment(self.take("date")))
            for name in ("year", *(("month", "day") if complete else ())):
                self.left.pop(name, None)
        if date:
            self.found["issued"] = date
        for variable in sorted(DATES - {"issued"}):
            source = self.take(_DATED.get(variable, variable))
            if said := dates.read(_moment(source)):
                self.found[variable] = said

    def makers(self) -> None:
        first = {"thesis": ("school", "institution"), "report": ("institution",)}
        order = (*first.get(self.found["type"], ()), "publisher")
        for name in dict.fromkeys((*order, "institution", "school", "organization")):
            if name in self.left and "publisher" not in self.found:
                self.put("publisher", latex.decoded(self.take(name)))
        self.put("publisher-place", latex.decoded(self.take("address", "location")))
        if said := self.left.get("howpublished", "").strip():
            link = re.fullmatch(r"\\url\s*\{([^{}]*)\}", said)
            if link and "url" not in self.left:
                self.left["url"] = link[1]
            elif self.subtype:
                self.put("container-title", latex.decoded(said, title=True))
            elif "publisher" not in self.found:
                self.put("publisher", latex.decoded(said))
            else:
                return
            self.left.pop("howpublished")

    def numbers(self) -> None:
        own = kinds.number_of(self.found["type"])
        self.put(own, latex.decoded(self.take("number")))
        if "issue" not in self.found:
            self.put("issue", latex.decoded(self.take("issue")))
        if own != "number":
            self.put("number", latex.decoded(self.take("eid")))
        for variable, name in _PLAIN.items():
            if source := self.take(name, *(alias for alias, to in _ALIASES.items() if to == name)):
                self.put(variable, _text(variable, source))
        genre = self.found.get("genre", "")
        if self.found["type"] == "thesis":
            default = _THESIS.get(self.entry_type, "")
            self.found["genre"] = _THESIS.get(genre, genre or default)
            if self.found["genre"] == "Thesis":
                del self.found["genre"]
        elif genre in _THESIS:
            self.found["genre"] = _THESIS[genre]

    def language(self) -> None:
        known = kinds.table().languages
        said = latex.decoded(self.left.get("language", ""))
        babel = self.left.get("langid", self.left.get("hyphenation", "")).strip()
        if said:
            self.left.pop("language")
            self.put("language", known.get(said.casefold(), said))
        elif babel.casefold() in known:
            self.take("langid", "hyphenation")
            self.put("language", known[babel.casefold()])

    def rest(self) -> None:
        """What is left: variables under their CSL names, then fields of nobody."""
        for variable in sorted(TEXTS):
            if variable not in self.found and (source := self.take(variable.casefold())):
                self.put(variable, _text(variable, source))
        archive = (self.left.get("eprinttype") or self.left.get("archiveprefix") or "").strip()
        eprint = self.left.get("eprint", "").strip()
        if archive.casefold() == "arxiv" and eprint and "URL" not in self.found:
            self.found["URL"] = f"https://arxiv.org/abs/{_verbatim(eprint)}"
        custom = _loaded(self.take(_REST))
        custom |= {name: _verbatim(value) for name, value in self.left.items() if value.strip()}
        if not self.kind:
            custom["entrytype"] = self.entry_type
        if custom:
            self.found["custom"] = custom


def _moment(source: str) -> str:
    """A date of BibLaTeX, in which a tie is the sign for "about"."""
    return latex.decoded(source).replace("\u00a0", "~")


def _text(variable: str, source: str) -> str:
    if variable in _VERBATIM:
        return _verbatim(source)
    text = latex.decoded(source, title=variable in _TITLES)
    return _RANGE.sub("-", text) if variable == "page" else text


_UNESCAPED: Final = re.compile(r"\\(?:url|path|nolinkurl)\s*\{([^{}]*)\}")
_MASKED: Final = (
    ("\\textbraceleft{}", "{"), ("\\textbraceright{}", "}"), ("\\textasciitilde{}", "~"),
    ("\\textasciitilde ", "~"), ("\\~{}", "~"), ("{\\_}", "_"), ("\\_", "_"), ("\\%", "%"),
    ("\\&", "&"), ("\\#", "#"), ("\\$", "$"), ("\\textunderscore{}", "_"),
    ("{\\textasciitilde}", "~"), ("$\\sim$", "~"),
)  # fmt: skip


def _verbatim(source: str) -> str:
    """An address or a field of nobody: nothing in it is LaTeX but the escapes of its signs."""
    text = latex.unwrapped(_UNESCAPED.sub(r"\1", source.strip()))
    for masked, sign in _MASKED:
        text = text.replace(masked, sign)
    return text


def _loaded(source: str) -> dict[str, Any]:
    try:
        found = json.loads(latex.decoded(source)) if source else {}
    except (ValueError, RecursionError):
        return {_REST: source}
    return found if isinstance(found, dict) else {_REST: source}


# ── writing ──────────────────────────────────────────────────────────────────


def write(items: Iterable[Csl], dialect: Dialect) -> str:
    """`items`, each with its key as `id`, as a .bib file."""
    used: set[str] = set()
    return "\n".join(_entry(_key(item, used), item, dialect) for item in items)


def _key(item: Csl, used: set[str]) -> str:
    """The key of `item` as BibTeX may hold it, different from those `used`."""
    name = key = _KEY_SIGN.sub("-", str(item.get("id", ""))).strip("-") or "entry"
    count = 1
    while key.casefold() in used:
        count += 1
        key = f"{name}-{count}"
    used.add(key.casefold())
    return key


def _entry(key: str, item: Csl, dialect: Dialect) -> str:
    kind = str(item.get("type") or "document")
    name, subtype = kinds.written(kind, dialect)
    genre = str(item.get("genre", ""))
    if name == "phdthesis" and "master" in genre.casefold():
        name = "mastersthesis"
    fields: dict[str, str] = {}
    for field, value in _rows(item, kind, name, dialect):
        if value and field not in fields:
            fields[field] = value
    if subtype:
        fields["entrysubtype"] = subtype
    if rest := _custom(item, fields):
        fields[_REST] = latex.encoded(json.dumps(rest, ensure_ascii=False))
    lines = "".join(
        # The name of a month is a macro, which each style sets in its own way.
        f"  {field} = {value if field == 'month' else f'{{{value}}}'},\n"
        for field, value in fields.items()
    )
    return f"@{name}{{{key},\n{lines}}}\n"


def _rows(item: Csl, kind: str, name: str, dialect: Dialect) -> Iterator[tuple[str, str]]:
    """Each field with its LaTeX; of two for one field the first stands."""
    for variable in ("author", "editor", *sorted(NAMES - {"author", "editor"})):
        if named := item.get(variable):
            yield _NAMED.get(variable, variable), people.to_bib(named)
    yield from _texts(item, kind, name, dialect)
    yield from _issued(item.get("issued") or {}, dialect)
    for variable in sorted(DATES - {"issued"}):
        date = item.get(variable) or {}
        if said := dates.written(date):
            shown = said if date.get("date-parts") else latex.encoded(said)
            yield _DATED.get(variable, variable), shown
    for field, value in (item.get("custom") or {}).items():
        if _is_field(field) and isinstance(value, str) and _is_balanced(value):
            yield field, value


def _texts(item: Csl, kind: str, name: str, dialect: Dialect) -> Iterator[tuple[str, str]]:
    own = kinds.number_of(kind)
    fields = _PLAIN | {
        "container-title": _container(kind, name, dialect),
        "publisher": _maker(kind, dialect),
        "publisher-place": "location" if dialect == "biblatex" else "address",
        "number": "number" if own == "number" else "eid",
        own: "number",
    }
    babel = kinds.table().babel.get(str(item.get("language", "")))
    for variable in ("title", "container-title", *sorted(TEXTS - {"title", "container-title"})):
        value = str(item.get(variable, ""))
        if variable == "language" and babel:
            yield "langid", babel
        elif value:
            field = fields.get(variable, variable)
            yield field, _latex(variable, value, title=field in _RECASED)
    if kind == "thesis" and not item.get("genre") and dialect == "bibtex":
        yield "type", "Thesis"


def _container(kind: str, name: str, dialect: Dialect) -> str:
    if name in ("incollection", "inreference", "inproceedings"):
        return "booktitle"
    if name in ("article", "periodical") or kind == "periodical":
        return "journaltitle" if dialect == "biblatex" else "journal"
    if name == "online":
        return "titleaddon"
    return "howpublished" if name == "misc" and kind != "document" else "container-title"


def _maker(kind: str, dialect: Dialect) -> str:
    if kind == "thesis":
        return "institution" if dialect == "biblatex" else "school"
    return "institution" if kind == "report" else "publisher"


def _latex(variable: str, value: str, *, title: bool) -> str:
    if variable in _VERBATIM:
        masked = value.replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D")
        return masked if variable == "URL" else _braceless(value)
    if variable == "page":
        return _SPAN.sub(_dash, latex.encoded(value))
    return latex.encoded(value, title=title)


def _dash(found: re.Match[str]) -> str:
    """Two hyphens between the ends of a range, one inside a single number ("A-12")."""
    text = found.string
    before = re.split(r"[\s,;]", text[: found.start()])[-1]
    after = re.split(r"[\s,;]", text[found.end() :])[0]
    ends = any(map(str.isdigit, before)) and any(map(str.isdigit, after))
    return "--" if ends else found[0]


_BRACE: Final = re.compile(r"[{}]")
_BRACES: Final = {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}


def _braceless(value: str) -> str:
    return _BRACE.sub(lambda found: _BRACES[found[0]], value)


def _issued(date: Csl, dialect: Dialect) -> Iterator[tuple[str, str]]:
    said = dates.written(date)
    if not said:
        return
    rows = date.get("date-parts") or []
    if not rows:
        yield "year", latex.encoded(said)
    elif dialect == "biblatex":
        yield "date", said
    else:
        yield "year", dates.written({"date-parts": [rows[0][:1]]})
        if len(rows[0]) > 1:
            yield "month", _MONTHS[rows[0][1] - 1]
        if len(rows[0]) > 2:
            yield "day", str(rows[0][2])
        if len(rows) > 1 or date.get("circa") or date.get("season"):
            yield "date", said  # which BibTeX passes over, and this module reads


def _custom(item: Csl, fields: Mapping[str, str]) -> dict[str, Any]:
    """What of `custom` did not become a field of its own."""
    custom = item.get("custom") or {}
    return {name: value for name, value in custom.items() if fields.get(name) != value}


_KNOWN: Final = frozenset(
    {*_PLAIN.values(), *_DATED.values(), *_NAMED.values(), *_INHERITED, *NAMES, *DATES,
     *(name.casefold() for name in TEXTS), "booktitle", "subtitle", "booksubtitle", "titleaddon",
     "school", "institution", "howpublished", "entrysubtype", "langid", "hyphenation", "crossref",
     "xdata", "eid", "annote", "maintitle", "journalsubtitle", "mainsubtitle", _REST}
)  # fmt: skip


def _is_field(name: str) -> bool:
    return bool(_FIELD.fullmatch(name)) and name == name.casefold() and name not in _KNOWN


def _is_balanced(value: str) -> bool:
    """Whether `value` comes back as it is when it stands in braces."""
    depth = 0
    for sign in re.findall(r"[{}]", value):
        depth += 1 if sign == "{" else -1
        if depth < 0:
            return False
    return depth == 0 and _verbatim(value) == value
