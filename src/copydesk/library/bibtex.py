"""BibTeX and BibLaTeX in and out: which field of an entry is which variable of CSL.

The two share one reader. What CSL has no variable for stands under `custom` by the name of
its field, and goes out as that field again; a variable that the formats have no field
for goes out under its CSL name, which every bibliography style passes over.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, Literal, TypeAlias

from copydesk.library import edtf, latex, names
from copydesk.library.bibtex_syntax import MONTHS, Block, read_blocks
from copydesk.library.csl_json import check_item
from copydesk.library.entries import (
    Caps,
    Entry,
    Library,
    Slip,
    babel_languages,
    number_variable,
    read_bib_type,
    write_type,
)
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
#: Fields that an entry takes from the one it refers to.
_INHERITED: Final = (
    "editor", "publisher", "year", "month", "day", "date", "address", "location", "series",
    "volume", "volumes", "number", "edition", "organization", "eventtitle", "venue", "isbn",
    "journal", "journaltitle", "issn",
)  # fmt: skip
#: Entries that one may take fields from.
_PARENTS: Final = 20
#: A field that only this module writes: what is under `custom` and is no plain field.
_REST: Final = "csl-custom"
#: Fields with a meaning, which nothing under `custom` may take.
_KNOWN: Final = frozenset(
    {*_PLAIN.values(), *_DATED.values(), *_NAMED.values(), *_INHERITED, *NAMES, *DATES,
     *(name.casefold() for name in TEXTS), "booktitle", "subtitle", "booksubtitle", "titleaddon",
     "school", "institution", "howpublished", "entrysubtype", "langid", "hyphenation", "crossref",
     "xdata", "eid", "maintitle", "journalsubtitle", "mainsubtitle", _REST}
)  # fmt: skip
_FIELD: Final = re.compile(r"[a-z][a-z0-9+._:-]*")
_KEY_SIGN: Final = re.compile(r"[\s,{}()\"=#%\\~@']+")
_GENRES: Final = {"phdthesis": "PhD thesis", "mastersthesis": "Master’s thesis",
                  "mathesis": "Master’s thesis", "bathesis": "Bachelor’s thesis",
                  "candthesis": "Candidate thesis", "techreport": "Technical report",
                  "resreport": "Research report"}  # fmt: skip
_RANGE: Final = re.compile(r"\s*(?:--+|[‐‑‒–—−-])\s*")
_SPAN: Final = re.compile(r"(?<=\w)(?:[‐‑‒–—−-]|--)(?=\w)")
_BRACES: Final = {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
_URL: Final = re.compile(r"\\(?:url|path|nolinkurl)\s*\{([^{}]*)\}")
#: What LaTeX makes of the signs of an address.
_MASKED: Final = (
    *((masked, sign) for sign, masked in _BRACES.items()),
    ("\\textasciitilde{}", "~"), ("\\textasciitilde ", "~"), ("{\\textasciitilde}", "~"),
    ("\\~{}", "~"), ("$\\sim$", "~"), ("{\\_}", "_"), ("\\textunderscore{}", "_"),
    *((f"\\{sign}", sign) for sign in "_%&#$"),
)  # fmt: skip


# ── reading ──────────────────────────────────────────────────────────────────


def read(text: str, caps: Caps) -> Library:
    """Read the entries of a .bib file in the order of the file.

    >>> found = read("@Article{lam2011, author = {Lam, Wei}, title = {The {NATO} tide},"
    ...              " journal = {Tides}, year = 2011, month = may, pages = {4--9}}", Caps())
    >>> found.entries[0].key, found.entries[0].csl["issued"], found.entries[0].csl["page"]
    ('lam2011', {'date-parts': [[2011, 5]]}, '4-9')
    """
    blocks, slips = read_blocks(text, caps)
    parents = {block.key.casefold(): _own_fields(block) for block in reversed(blocks) if block.key}
    spent = 0
    entries = []
    for block in blocks:
        if block.kind == "xdata":
            continue
        fields, wrong = _all_fields(block, parents)
        spent += sum(len(name) + len(value) for name, value in fields.items())
        spent -= sum(len(name) + len(value) for name, value in block.fields)
        if spent > caps.macros:
            slips.append(Slip(block.line, caps.too_much("what entries take from others comes to")))
            break
        if wrong:
            slips.append(Slip(block.line, wrong, broken=False))
        raw = " ".join(block.raw.split())
        csl = check_item(_Fields(block.kind, fields).csl())
        entries.append(Entry(block.key, csl, raw, block.line))
    return Library(tuple(entries), tuple(sorted(slips, key=lambda slip: slip.line)))


def _own_fields(block: Block) -> dict[str, str]:
    """The fields that `block` itself names; one named again goes by its number: `note-2`."""
    fields: dict[str, str] = {}
    times: dict[str, int] = {}
    for name, value in block.fields:
        own = first = name.casefold()
        while own in fields:
            times[first] = times.get(first, 1) + 1
            own = f"{first}-{times[first]}"
        fields[own] = value
    return fields


def _all_fields(
    block: Block, parents: Mapping[str, Mapping[str, str]]
) -> tuple[dict[str, str], str]:
    """The fields of `block` and those it takes from others; what is wrong with its references."""
    fields = _own_fields(block)
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
                titles = {"booktitle": "title", "booksubtitle": "subtitle"}
                lent = titles | {one: one for one in _INHERITED}
                given = {ours: given[theirs] for ours, theirs in lent.items() if theirs in given}
            fields = {**given, **fields}
        if not wrong:
            fields.pop(name, None)
    return fields, wrong


class _Fields:
    """The fields of an entry on their way to CSL: taken out until none is left."""

    def __init__(self, entry_type: str, fields: dict[str, str]) -> None:
        self.left = fields
        self.entry_type = entry_type
        self.subtype = latex.decode(fields.get("entrysubtype", ""))
        self.known = read_bib_type(entry_type, self.subtype)
        if self.known in (self.subtype, f"article-{self.subtype}"):
            fields.pop("entrysubtype", None)  # it has said the type
        self.kind = self.known or "document"
        self.found: Csl = {"type": self.kind}

    def csl(self) -> Csl:
        for variable in sorted(NAMES):
            if source := self.take(_NAMED.get(variable, variable)):
                self.found[variable] = names.read_bibtex_names(source)
        self.titles()
        self.dates()
        self.makers()
        self.numbers()
        self.language()
        self.rest()
        return self.found

    def take(self, *fields: str) -> str:
        """The LaTeX of the first of `fields` that is there; the others stay."""
        return next((value for name in fields if (value := self.left.pop(name, "").strip())), "")

    def put(self, variable: str, *fields: str) -> None:
        """Enter the first of `fields` as `variable`, where that is still to be said."""
        if variable not in self.found and (source := self.take(*fields)):
            self.found[variable] = _text(variable, source)

    def titles(self) -> None:
        wholes = ["booktitle", "journaltitle", "journal", "maintitle"]
        if self.kind.startswith(("article", "review")):
            wholes.append(wholes.pop(0))
            wholes[2:] = ["booktitle", "maintitle"]
        for variable, fields in (("title", ["title"]), ("container-title", wholes)):
            name = next((one for one in fields if one in self.left), "")
            self.put(variable, name)
            under = name.removesuffix("title") + "subtitle"
            if name and (sub := latex.decode(self.take(under), title=True)):
                head = self.found.get(variable, "")
                gap = "" if not head else " " if head[-1] in ":?!." else ": "
                self.found[variable] = f"{head}{gap}{sub}"
        self.put("container-title", "container-title")
        if self.entry_type in ("online", "electronic", "www"):
            self.put("container-title", "titleaddon")

    def dates(self) -> None:
        date = _date(self.left.get("date", ""))
        used = ["date", "year", "month", "day"]
        if "date-parts" not in date:
            parts = [latex.decode(self.left.get(name, "")) for name in used[1:]]
            from_parts, complete = edtf.read_parts(*parts)
            used = [*(() if from_parts else ("date",)), *(used[1:] if complete else ("year",))]
            date = from_parts or date
        for name in used:
            self.left.pop(name, None)
        if date:
            self.found["issued"] = date
        for variable in sorted(DATES - {"issued"}):
            if said := _date(self.take(_DATED.get(variable, variable))):
                self.found[variable] = said

    def makers(self) -> None:
        first = {"thesis": ("school", "institution"), "report": ("institution",)}
        order = (*first.get(self.kind, ()), "publisher", "institution", "school", "organization")
        self.put("publisher", *order)
        self.put("publisher-place", "address", "location")
        link = _URL.fullmatch(self.left.get("howpublished", "").strip())
        if link and "url" not in self.left:
            self.left["url"] = link[1]
            del self.left["howpublished"]
        self.put("container-title" if self.subtype else "publisher", "howpublished")

    def numbers(self) -> None:
        own = number_variable(self.kind)
        self.put(own, "number")
        self.put("issue", "issue")
        self.put("number", *(("eid",) if own != "number" else ()))
        for variable, name in _PLAIN.items():
            self.put(variable, name, *(("annote",) if name == "annotation" else ()))
        genre = self.found.get("genre", "")
        if self.kind == "thesis":
            genre = genre or _GENRES.get(self.entry_type, "")
            self.found["genre"] = _GENRES.get(genre, "" if genre == "Thesis" else genre)
        elif genre in _GENRES:
            self.found["genre"] = _GENRES[genre]

    def language(self) -> None:
        tags, _ = babel_languages()
        said = latex.decode(self.take("language"))
        babel = self.left.get("langid", self.left.get("hyphenation", "")).strip().casefold()
        if said:
            self.found["language"] = tags.get(said.casefold(), said)
        elif babel in tags:
            self.take("langid", "hyphenation")
            self.found["language"] = tags[babel]

    def rest(self) -> None:
        """What is left: variables under their CSL names, then fields of nobody."""
        for variable in sorted(TEXTS):
            self.put(variable, variable.casefold())
        archive = (self.left.get("eprinttype") or self.left.get("archiveprefix") or "").strip()
        eprint = self.left.get("eprint", "").strip()
        if archive.casefold() == "arxiv" and eprint and "URL" not in self.found:
            self.found["URL"] = f"https://arxiv.org/abs/{_verbatim(eprint)}"
        custom = _load(self.take(_REST))
        custom |= {name: _verbatim(value) for name, value in self.left.items() if value.strip()}
        self.found["custom"] = custom | ({} if self.known else {"entrytype": self.entry_type})


def _date(source: str) -> Csl:
    """A date of BibLaTeX, in which a tie is the sign for "about"."""
    return edtf.read_date(latex.decode(source).replace("\u00a0", "~"))


def _text(variable: str, source: str) -> str:
    if variable in _VERBATIM:
        return _verbatim(source)
    text = latex.decode(source, title=variable in _TITLES)
    return _RANGE.sub("-", text) if variable == "page" else text


def _verbatim(source: str) -> str:
    """An address or a field of nobody: nothing in it is LaTeX but the escapes of its signs."""
    text = latex.unwrap(_URL.sub(r"\1", source.strip()))
    for masked, sign in _MASKED:
        text = text.replace(masked, sign)
    return text


def _load(source: str) -> dict[str, Any]:
    try:
        found = json.loads(latex.decode(source)) if source else {}
    except (ValueError, RecursionError):
        return {_REST: source}
    return found if isinstance(found, dict) else {_REST: source}


# ── writing ──────────────────────────────────────────────────────────────────


def write(items: Iterable[Csl], dialect: Dialect) -> str:
    """Write `items`, each with its key as `id`, as a .bib file."""
    used: set[str] = set()
    return "\n".join(_write_entry(_key(item, used), item, dialect) for item in items)


def _key(item: Csl, used: set[str]) -> str:
    """The key of `item` as BibTeX may hold it, different from those `used`."""
    name = key = _KEY_SIGN.sub("-", str(item.get("id", ""))).strip("-") or "entry"
    count = 1
    while key.casefold() in used:
        count += 1
        key = f"{name}-{count}"
    used.add(key.casefold())
    return key


def _write_entry(key: str, item: Csl, dialect: Dialect) -> str:
    kind = str(item.get("type") or "document")
    name, subtype = write_type(kind, dialect)
    if name == "phdthesis" and "master" in str(item.get("genre", "")).casefold():
        name = "mastersthesis"
    fields: dict[str, str] = {}
    for field, value in _rows(item, kind, name, dialect):
        if value:
            fields.setdefault(field, value)
    if subtype:
        fields["entrysubtype"] = subtype
    custom = item.get("custom") or {}
    if rest := {name: value for name, value in custom.items() if fields.get(name) != value}:
        fields[_REST] = latex.encode(json.dumps(rest, ensure_ascii=False))
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
            yield _NAMED.get(variable, variable), names.write_bibtex_names(named)
    yield from _texts(item, kind, name, dialect)
    yield from _issued(item.get("issued") or {}, dialect)
    for variable in sorted(DATES - {"issued"}):
        date = item.get(variable) or {}
        said = edtf.write_date(date)
        yield _DATED.get(variable, variable), said if date.get("date-parts") else latex.encode(said)
    for field, value in (item.get("custom") or {}).items():
        known = field in _KNOWN or not _FIELD.fullmatch(field)
        if not known and isinstance(value, str) and _is_kept(value):
            yield field, value


def _texts(item: Csl, kind: str, name: str, dialect: Dialect) -> Iterator[tuple[str, str]]:
    own = number_variable(kind)
    biblatex = dialect == "biblatex"
    maker = {"thesis": "institution" if biblatex else "school", "report": "institution"}
    fields = _PLAIN | {
        "container-title": _container(kind, name, dialect),
        "publisher": maker.get(kind, "publisher"),
        "publisher-place": "location" if biblatex else "address",
        "number": "eid",
        own: "number",
    }
    babel = babel_languages()[1].get(str(item.get("language", "")))
    for variable in ("title", "container-title", *sorted(TEXTS - {"title", "container-title"})):
        value = str(item.get(variable, ""))
        if variable == "language" and babel:
            yield "langid", babel
        elif value:
            field = fields.get(variable, variable)
            yield field, _latex(variable, value, title=field in _RECASED)
    if kind == "thesis" and not item.get("genre") and not biblatex:
        yield "type", "Thesis"


def _container(kind: str, name: str, dialect: Dialect) -> str:
    if name in ("incollection", "inreference", "inproceedings"):
        return "booktitle"
    if name in ("article", "periodical") or kind == "periodical":
        return "journaltitle" if dialect == "biblatex" else "journal"
    if name == "online":
        return "titleaddon"
    return "howpublished" if name == "misc" and kind != "document" else "container-title"


def _latex(variable: str, value: str, *, title: bool) -> str:
    if variable == "URL":
        return value.replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D")
    if variable == "DOI":
        return re.sub(r"[{}]", lambda found: _BRACES[found[0]], value)
    if variable == "page":
        return _SPAN.sub(_dash, latex.encode(value))
    return latex.encode(value, title=title)


def _dash(found: re.Match[str]) -> str:
    """Two hyphens between the ends of a range, one inside a single number ("A-12")."""
    text = found.string
    before = re.split(r"[\s,;]", text[: found.start()])[-1]
    after = re.split(r"[\s,;]", text[found.end() :])[0]
    ends = any(map(str.isdigit, before)) and any(map(str.isdigit, after))
    return "--" if ends else found[0]


def _issued(date: Csl, dialect: Dialect) -> Iterator[tuple[str, str]]:
    said = edtf.write_date(date)
    rows = date.get("date-parts") or []
    if not rows:
        yield "year", latex.encode(said)
    elif dialect == "biblatex":
        yield "date", said
    else:
        yield "year", edtf.write_date({"date-parts": [rows[0][:1]]})
        if len(rows[0]) > 1:
            yield "month", tuple(MONTHS)[rows[0][1] - 1]
        if len(rows[0]) > 2:
            yield "day", str(rows[0][2])
        if len(rows) > 1 or date.get("circa") or date.get("season"):
            yield "date", said  # which BibTeX passes over, and this module reads


def _is_kept(value: str) -> bool:
    """Whether `value` comes back as it is when it stands in braces."""
    return latex.is_wrapped(f"{{{value}}}") and _verbatim(value) == value
