"""BibTeX and BibLaTeX in and out: which field of an entry is which variable of CSL.

The two share one reader. What CSL has no variable for stands under `custom` by the name of
its field, and goes out as that field again; a variable that the formats have no field
for goes out under its CSL name, which every bibliography style passes over.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final, Literal, TypeAlias

from copydesk import tables
from copydesk.model import DATES, NAMES, TEXTS, Csl
from copydesk.references import csl, latex
from copydesk.references.bibtex_syntax import MONTHS, BibtexEntry, read_blocks
from copydesk.references.csl import (
    Caps,
    FreeNames,
    Library,
    LibraryEntry,
    LibraryProblem,
    check_item,
    load_value,
)
from copydesk.references.names import OTHERS, Name, join_library_name, spell_given

Dialect: TypeAlias = Literal["bibtex", "biblatex"]

#: Fields in which bibliography styles make capitals small, but for what stands in braces.
_RECASED: Final = frozenset(("title", "shorttitle", "booktitle", "origtitle"))
#: Entries that one may take fields from.
_PARENTS: Final = 20
#: A field that only this module writes: what is under `custom` and is no plain field.
_REST: Final = "csl-custom"
_FIELD: Final = re.compile(r"[a-z][a-z0-9+._:-]*")
_KEY_SIGN: Final = re.compile(r"[\s,{}()\"=#%\\~@']+")
_DASH: Final = re.compile(r"--+|[‐‑‒–—−-]")
_BRACES: Final = {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
_URL: Final = re.compile(r"\\(?:url|path|nolinkurl)\s*\{([^{}]*)\}")
_AND: Final = re.compile(r"[{}]|\s+and(?=[\s{])|^\s*+and(?=\s)", re.IGNORECASE)
_COMMA: Final = re.compile(r"[{},]")
_BLANK: Final = re.compile(r"[{}]|(?:\\ |[\s~])+")
_LABELLED: Final = re.compile(r"\s*+(?:family|given|prefix|suffix|useprefix|[a-z]+-i)\s*+=")
_PARTS: Final = {"family": "family", "given": "given", "prefix": "non-dropping-particle",
                 "suffix": "suffix"}  # fmt: skip
#: What in a name would be read as more than a word of it.
_TELLING: Final = re.compile(r",|\band\b|=", re.IGNORECASE)
#: What LaTeX makes of the signs of an address.
_MASKED: Final = (
    *((masked, sign) for sign, masked in _BRACES.items()),
    ("\\textasciitilde{}", "~"), ("\\textasciitilde ", "~"), ("{\\textasciitilde}", "~"),
    ("\\~{}", "~"), ("$\\sim$", "~"), ("{\\_}", "_"), ("\\textunderscore{}", "_"),
    *((f"\\{sign}", sign) for sign in "_%&#$"),
)  # fmt: skip


def _table() -> dict[str, Any]:
    return tables.load_table("library/fields")


@cache
def _fields_of(kind: str) -> dict[str, list[str]]:
    """CSL variable → the fields that hold it in an entry of the CSL type `kind`."""
    table = _table()
    own = csl.number_variable(kind)
    fields: dict[str, list[str]] = table["bib"] | {"number": ["eid"], own: ["number"]}
    for name, rows in table["bib-types"].items():
        fields |= rows if kind.startswith(name) else {}
    first = ("author", "editor", "title", "container-title", "issued")
    ordered = dict.fromkeys((*first, *sorted(NAMES), *sorted(TEXTS), *sorted(DATES)))
    return {name: [*fields.get(name, ()), name.casefold()] for name in ordered}


@cache
def _known_fields() -> frozenset[str]:
    """Fields with a meaning, which nothing under `custom` may take."""
    held = (name for fields in _fields_of("").values() for name in fields)
    table = _table()
    return frozenset(
        (*held, *table["subtitles"].values(), *table["inherited"], "titleaddon", "howpublished",
         "entrysubtype", "langid", "hyphenation", "crossref", "xdata", _REST)
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
    found = []
    for block in blocks:
        if block.kind == "xdata":
            continue
        fields, wrong = _all_fields(block, parents)
        spent += sum(len(name) + len(value) for name, value in fields.items())
        spent -= sum(len(name) + len(value) for name, value in block.fields)
        if spent > caps.macros:
            slips.append(
                LibraryProblem(block.line, caps.too_much("what entries take from others comes to"))
            )
            break
        if wrong:
            slips.append(LibraryProblem(block.line, wrong, broken=False))
        raw = " ".join(block.raw.split())
        csl = check_item(_read_fields(block.kind, fields))
        found.append(LibraryEntry(block.key, csl, raw, block.line))
    return Library(tuple(found), tuple(sorted(slips, key=lambda slip: slip.line)))


def _own_fields(block: BibtexEntry) -> dict[str, str]:
    """The fields that `block` itself names; one named again goes by its number: `note-2`."""
    free = FreeNames()
    return {free.take(name.casefold()): value for name, value in block.fields}


def _all_fields(
    block: BibtexEntry, parents: Mapping[str, Mapping[str, str]]
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
                given = {
                    to: given[one] for to, one in _table()["inherited"].items() if one in given
                }
            fields = {**given, **fields}
        if not wrong:
            fields.pop(name, None)
    return fields, wrong


def _read_fields(entry_type: str, left: dict[str, str]) -> Csl:
    """The item that the fields `left` make; they are taken out until none is left."""

    def take(*fields: str) -> str:
        return next((value for name in fields if (value := left.pop(name, "").strip())), "")

    subtype = latex.decode(left.get("entrysubtype", ""))
    known = csl.read_bib_type(entry_type, subtype)
    kind = known or "document"
    if known in (subtype, f"article-{subtype}"):
        left.pop("entrysubtype", None)  # it has said the type
    _join_titles(left)
    link = _URL.fullmatch(left.get("howpublished", "").strip())
    if link and "url" not in left:
        left["url"] = link[1]
        del left["howpublished"]
    babel = left.get("langid", left.get("hyphenation", "")).strip().casefold()
    if "language" not in left and babel in csl.babel_languages()[0]:
        left["language"] = take("langid", "hyphenation")
    more = {"container-title" if subtype else "publisher": ["howpublished"]}
    if entry_type in ("online", "electronic", "www"):
        more["container-title"] = ["titleaddon"]
    found: Csl = {"type": kind}
    for variable, fields in _fields_of(kind).items():
        if variable == "issued":
            found[variable] = _read_issued(left)
        elif source := take(*fields, *more.get(variable, ())):
            found[variable] = _read_value(variable, source)
    genres = _table()["genres"]
    genre = found.get("genre") or (genres.get(entry_type, "") if kind == "thesis" else "")
    found["genre"] = genres.get(genre, "" if (kind, genre) == ("thesis", "Thesis") else genre)
    archive = (left.get("eprinttype") or left.get("archiveprefix") or "").strip()
    eprint = left.get("eprint", "").strip()
    if archive.casefold() == "arxiv" and eprint:
        found.setdefault("URL", f"https://arxiv.org/abs/{_verbatim(eprint)}")
    source = take(_REST)
    rest = load_value(latex.decode(source))
    custom = rest if isinstance(rest, dict) else {_REST: source} if source else {}
    custom |= {name: _verbatim(value) for name, value in left.items() if value.strip()}
    return found | {"custom": custom | ({} if known else {"entrytype": entry_type})}


def _join_titles(fields: dict[str, str]) -> None:
    """Put each subtitle behind its title."""
    for main, under in _table()["subtitles"].items():
        if under in fields and (main in fields or main == "title"):
            head, tail = (latex.unwrap(fields.pop(one, "").strip()) for one in (main, under))
            gap = "" if not head else " " if head[-1] in ":?!." else ": "
            fields[main] = f"{head}{gap}{tail}"


def _read_issued(left: dict[str, str]) -> Csl:
    date = _read_date(left.get("date", ""))
    parts = ("year", "month", "day")
    used = {"date", *parts}
    if "date-parts" not in date:
        from_parts, complete = csl.read_parts(*(latex.decode(left.get(one, "")) for one in parts))
        used -= ({"date"} if from_parts else set()) | (set() if complete else {"month", "day"})
        date = from_parts or date
    for name in used:
        left.pop(name, None)
    return date


def _read_date(source: str) -> Csl:
    # A tie is BibLaTeX's sign for "about".
    return csl.read_date(latex.decode(source).replace("\u00a0", "~"))


def _read_value(variable: str, source: str) -> Any:  # noqa: ANN401  what CSL holds
    if variable in NAMES:
        return read_names(source)
    if variable in DATES:
        return _read_date(source)
    if variable in ("DOI", "URL"):
        return _verbatim(source)
    text = latex.decode(source)
    if variable == "language":
        return csl.babel_languages()[0].get(text.casefold(), text)
    return re.sub(r" ?- ?", "-", _DASH.sub("-", text)) if variable == "page" else text


def _verbatim(source: str) -> str:
    """An address or a field of nobody: nothing in it is LaTeX but the escapes of its signs."""
    text = latex.unwrap(_URL.sub(r"\1", source.strip()))
    for masked, sign in _MASKED:
        text = text.replace(masked, sign)
    return text


# ── writing ──────────────────────────────────────────────────────────────────


def write(items: Sequence[Csl], dialect: Dialect) -> str:
    """Write `items`, each with its key as `id`, as a .bib file."""
    free = FreeNames()
    keys = (_KEY_SIGN.sub("-", str(item.get("id", ""))).strip("-") for item in items)
    return "\n".join(
        _write_entry(free.take(key or "entry"), item, dialect)
        for key, item in zip(keys, items, strict=True)
    )


def _write_entry(key: str, item: Csl, dialect: Dialect) -> str:
    kind = str(item.get("type") or "document")
    name, subtype = csl.write_type(kind, dialect)
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
    other: dict[str, str] = _table()["biblatex"]
    babel = csl.babel_languages()[1].get(str(item.get("language", "")))
    fields = {variable: held[0] for variable, held in _fields_of(kind).items()}
    fields["container-title"] = _container(kind, name)
    for variable, field in fields.items():
        value = item.get(variable)
        if not value:
            continue
        if variable == "issued":
            yield from _issued(value, dialect)
        elif variable == "language" and babel:
            yield "langid", babel
        else:
            own = other.get(field, field) if dialect == "biblatex" else field
            yield own, _latex(variable, value, recased=field in _RECASED)
    if kind == "thesis" and not item.get("genre") and dialect == "bibtex":
        yield "type", "Thesis"
    for field, value in (item.get("custom") or {}).items():
        known = field in _known_fields() or not _FIELD.fullmatch(field)
        if not known and isinstance(value, str) and _is_kept(value):
            yield field, value


def _container(kind: str, name: str) -> str:
    if name in ("incollection", "inreference", "inproceedings"):
        return "booktitle"
    if name in ("article", "periodical") or kind == "periodical":
        return "journal"
    if name == "online":
        return "titleaddon"
    return "howpublished" if name == "misc" and kind != "document" else "container-title"


def _latex(variable: str, value: Any, *, recased: bool) -> str:  # noqa: ANN401  what CSL holds
    if variable in NAMES:
        return write_names(value)
    if variable in DATES:
        said = csl.write_date(value)
        return said if value.get("date-parts") else latex.encode(said)
    text = str(value)
    if variable == "URL":
        return text.replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D")
    if variable == "DOI":
        return re.sub(r"[{}]", lambda found: _BRACES[found[0]], text)
    said = latex.encode(text)
    return f"{{{said}}}" if recased and text[1:] != text[1:].lower() else said


def _issued(date: Csl, dialect: Dialect) -> Iterator[tuple[str, str]]:
    said = csl.write_date(date)
    rows = date.get("date-parts") or []
    if not rows:
        yield "year", latex.encode(said)
    elif dialect == "biblatex":
        yield "date", said
    else:
        yield "year", csl.write_date({"date-parts": [rows[0][:1]]})
        if len(rows[0]) > 1:
            yield "month", tuple(MONTHS)[rows[0][1] - 1]
        if len(rows[0]) > 2:
            yield "day", str(rows[0][2])
        if len(rows) > 1 or date.get("circa") or date.get("season"):
            yield "date", said  # which BibTeX passes over, and this module reads


def _is_kept(value: str) -> bool:
    """Whether `value` comes back as it is when it stands in braces."""
    return latex.is_wrapped(f"{{{value}}}") and _verbatim(value) == value


# ── names ────────────────────────────────────────────────────────────────────


def read_names(source: str) -> list[Name]:
    """Read the names of a BibTeX list.

    >>> read_names("Berg, Anna and {World Bank} and others")[:2]
    [{'family': 'Berg', 'given': 'Anna'}, {'literal': 'World Bank'}]
    """
    return [name for piece in _split(source, _AND) if (name := _read_name(piece.strip()))]


def _split(text: str, separator: re.Pattern[str]) -> Iterator[str]:
    """The pieces of `text` between separators that stand in no braces."""
    depth = position = 0
    for found in separator.finditer(text):
        if found[0] == "{":
            depth += 1
        elif found[0] == "}":
            depth -= 1
        elif depth <= 0:
            yield text[position : found.start()]
            position = found.end()
    yield text[position:]


def _read_name(piece: str) -> Name:
    if piece.casefold() == "others":
        return dict(OTHERS)
    parts = [list(filter(None, _split(part, _BLANK))) for part in _split(piece, _COMMA)]
    if _LABELLED.match(piece):
        return _read_labelled(parts)
    if latex.is_wrapped(piece) or len(parts) > 3:
        return {"literal": latex.decode(piece)}
    words = parts[0]
    if len(parts) == 1:  # as it is spoken: First von Last
        small = [at for at, word in enumerate(words[:-1]) if _is_small(word)]
        first, last = (small[0], small[-1] + 1) if small else (len(words) - 1, len(words) - 1)
        return join_library_name(_say(words[last:]), _say(words[:first]), _say(words[first:last]))
    # As a list sorts it: von Last, Jr., First.
    count = 0
    while count < len(words) - 1 and (_is_small(words[count]) or latex.is_wrapped(words[count])):
        count += 1
    suffix = _say(parts[1]) if len(parts) == 3 else ""
    return join_library_name(_say(words[count:]), _say(parts[-1]), _say(words[:count]), suffix)


def _say(words: Sequence[str]) -> str:
    return " ".join(map(latex.decode, words))


def _is_small(word: str) -> bool:
    return not word.startswith("{") and latex.decode(word)[:1].islower()


def _read_labelled(parts: Sequence[Sequence[str]]) -> Name:
    """A name of BibLaTeX's own form, `family=Berg, given=Anna, prefix=van der`."""
    name: Name = {}
    for words in parts:
        label, _, value = " ".join(words).partition("=")
        part = _PARTS.get(label.strip())
        if part and (said := latex.decode(value.strip().strip('"'))):
            name[part] = said
    return name


def write_names(names: Sequence[Name]) -> str:
    """Write the names of CSL as a BibTeX list; `read_names` gives them back.

    >>> write_names([{"family": "Berg", "given": "Anna", "non-dropping-particle": "van der"},
    ...                     {"literal": "World Bank"}, {"literal": "others"}])
    'van der Berg, Anna and {World Bank} and others'
    """
    return " and ".join(map(_write_name, names))


def _write_name(name: Name) -> str:
    if name == OTHERS:
        return "others"
    family, given = name.get("family", ""), spell_given(name)
    if not family:
        return f"{{{latex.encode(name.get('literal') or given)}}}"
    particle, suffix = name.get("non-dropping-particle", ""), name.get("suffix", "")
    shown = latex.encode(family)
    if not (given or particle or suffix):
        alone = " " not in family.strip() and family.casefold() != "others"
        return _braced(shown) if alone else f"{{{shown}}}"
    last = f"{{{shown}}}" if family[:1].islower() else _braced(shown)
    before = (latex.encode(word) for word in particle.split())
    front = [word if word[:1].islower() else f"{{{word}}}" for word in before]
    parts = [" ".join((*front, last)), *([_braced(latex.encode(suffix))] if suffix else [])]
    return ", ".join((*parts, _braced(latex.encode(given))))


def _braced(text: str) -> str:
    return f"{{{text}}}" if _TELLING.search(text) else text
