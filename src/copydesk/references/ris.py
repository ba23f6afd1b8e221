"""RIS in and out.

RIS has a tag for the plainest fields only. What it has none for goes out as a note that
names the variable (`N1  - csl.event-place: Hull`), which every program shows and this
one reads back; tags of no meaning to CSL stand under `custom`.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, Final

from copydesk import tables
from copydesk.model import DATES, NAMES, SEASONS, TEXTS, Csl
from copydesk.references import csl
from copydesk.references.csl import (
    Caps,
    FreeNames,
    Library,
    LibraryEntry,
    LibraryProblem,
    check_item,
    clean,
    load_value,
)
from copydesk.references.names import OTHERS, Name, join_library_name, spell_given

_TAG: Final = re.compile(r"([A-Z][A-Z0-9])(?:  -| {1,3}- )[ \t]?(.*)")
_NOTE: Final = re.compile(r"csl\.([^:]+): (.*)")
_ISSN: Final = re.compile(r"\d{4}-?\d{3}[\dXx]")
_SPAN: Final = re.compile(r"([^\s,;–-]+)[–-]([^\s,;–-]+)")
_KEY: Final = re.compile(r"[^\s,{}()\"=#%\\~@']{1,80}")
#: Tags that are read with others, and what parts those that are said several times.
_PARTS: Final = frozenset(("PY", "Y1", "DA", "Y2", "SP", "EP"))
_JOINED: Final = {"keyword": ", ", "note": "; "}
#: What is said once; what is said again is kept under its tag.
_SINGLE: Final = DATES | TEXTS | _PARTS | {"type"}


@cache
def _tags() -> tuple[dict[str, str], dict[str, str]]:
    """Tag → the CSL variable it holds, and CSL variable → the tag that is written."""
    table: dict[str, list[str]] = tables.load_table("library/fields")["ris"]
    variables = {tag: name for name, tags in table.items() for tag in tags}
    return variables, {name: tags[0] for name, tags in table.items()}


# ── reading ──────────────────────────────────────────────────────────────────


def read(text: str, caps: Caps) -> Library:
    r"""Read the records of a RIS file.

    >>> text = "TY  - JOUR\nAU  - Lam, Wei\nPY  - 2011\nSP  - 4\nEP  - 9\nER  - \n"
    >>> found = read(text, Caps())
    >>> found.entries[0].csl["page"], found.entries[0].csl["issued"]
    ('4-9', {'date-parts': [[2011]]})
    """
    slips: list[LibraryProblem] = []
    found: list[LibraryEntry] = []
    for rows, line in _records(text, slips):
        if len(found) >= caps.entries:
            slips.append(LibraryProblem(line, caps.too_many("records")))
            break
        if long := next((tag for tag, value in rows if len(value) > caps.value), ""):
            slips.append(LibraryProblem(line, caps.too_long(f"`{long}`")))
            continue
        raw = " ".join(f"{tag} - {value}" for tag, value in rows)
        key = next((clean(value) for tag, value in rows if tag == "ID"), "")
        key = key if _KEY.fullmatch(key) else ""
        held = [row for row in rows if not key or row[0] != "ID"]
        found.append(LibraryEntry(key, check_item(_read_record(held)), raw, line))
    return Library(tuple(found), tuple(slips))


def _records(text: str, slips: list[LibraryProblem]) -> Iterator[tuple[list[tuple[str, str]], int]]:
    """The records as rows of tag and value, each with its line; continued lines joined."""
    rows: list[tuple[str, list[str]]] = []
    begun = 0

    def joined() -> list[tuple[str, str]]:
        return [(tag, " ".join(parts).strip()) for tag, parts in rows]

    for number, line in enumerate(text.splitlines(), 1):
        found = _TAG.fullmatch(line.strip("\ufeff\r"))
        tag, value = (found[1], found[2]) if found else ("", "")
        if tag in ("TY", "ER") and begun:
            if tag == "TY":
                message = f"the record of line {begun} has no end (`ER  - `)"
                slips.append(LibraryProblem(number, message, broken=False))
            yield joined(), begun
            begun = 0
        if tag == "TY":
            rows, begun = [(tag, [value])], number
        elif begun and tag:
            rows.append((tag, [value]))
        elif begun:
            rows[-1][1].append(line.strip())
        elif line.strip() and tag != "ER":
            slips.append(
                LibraryProblem(number, "the line belongs to no record (`TY  - ` begins one)")
            )
    if begun:
        slips.append(LibraryProblem(begun, "the record has no end (`ER  - `)", broken=False))
        yield joined(), begun


def _read_record(rows: Sequence[tuple[str, str]]) -> Csl:
    name = rows[0][1].strip().upper()
    known = csl.read_ris_type(name)
    found: Csl = {"type": known or "document"}
    custom: dict[str, Any] = {} if known else {"TY": name}
    free = FreeNames(custom)
    held: dict[str, list[str]] = defaultdict(list)
    for tag, value in (row for row in rows[1:] if row[1]):
        variable, said = _find_variable(tag, value, found["type"])
        if variable == "type":
            found["type"] = said
        elif variable in NAMES or variable in _JOINED:
            held[variable].append(said)
        elif variable.startswith("custom."):
            custom[variable.removeprefix("custom.")] = load_value(said)
        elif variable not in held and variable in _SINGLE:
            held[variable] = [said]
        elif held.get(variable) != [said]:
            custom[free.take(tag)] = said
    for variable, values in held.items():
        found |= _read_values(variable, values)
    return found | _read_parts({tag: held[tag][0] if held[tag] else "" for tag in _PARTS}, custom)


def _read_values(variable: str, values: Sequence[str]) -> Csl:
    if variable in NAMES:
        return {variable: [name for one in values if (name := read_name(one))]}
    if variable in DATES:
        return {variable: csl.read_date(values[0])}
    return {} if variable in _PARTS else {variable: _JOINED.get(variable, "").join(values)}


def _read_parts(part: dict[str, str], custom: dict[str, Any]) -> Csl:
    """Dates and pages, and `custom` with what of the dates is no date."""
    date = _read_date(part["DA"])
    if "date-parts" not in date:
        year = _read_date(part["PY"] or part["Y1"])
        if date and year not in ({}, date):
            custom = custom | {"DA": part["DA"]}
        date = year or date
    first, last = part["SP"], part["EP"]
    ends = first and last and last != first and not _SPAN.fullmatch(first)
    page = f"{first}-{last}" if ends else first or last
    return {"issued": date, "accessed": _read_date(part["Y2"]), "page": page, "custom": custom}


def _find_variable(tag: str, value: str, kind: str) -> tuple[str, str]:
    """What a row names, and what it says of it: a variable, `custom.` and a name, or its tag."""
    note = _NOTE.fullmatch(value) if tag == "N1" else None
    if note and (note[1] in _SINGLE or note[1] in NAMES or note[1].startswith("custom.")):
        return note[1], note[2]
    if tag in ("IS", "M1"):
        return csl.number_variable(kind), value
    if tag == "SN":
        return "ISSN" if _ISSN.fullmatch(value) else "ISBN", value
    return _tags()[0].get(tag, tag), value


def _read_date(value: str) -> Csl:
    """`YYYY/MM/DD/other words`, of which all but the year may be empty."""
    *parts, other = [part.strip() for part in f"{value}///".split("/", 3)]
    whole, plain = csl.read_date(other.strip("/ ")), value.strip("/ ")
    if "date-parts" in whole:  # what three parts cannot say
        return whole
    date = csl.read_date("-".join(filter(None, parts)))
    if not parts[0].lstrip("-").isdecimal():
        return date if "date-parts" in date else csl.read_date(plain)
    if season := csl.season_of({"season": other.strip("/ ")}):
        date["season"] = season
    return date if "date-parts" in date and (season or not whole) else csl.read_date(plain)


# ── writing ──────────────────────────────────────────────────────────────────


def write(items: Iterable[Csl]) -> str:
    """Write `items`, each with its key as `id`, as a RIS file."""
    return "\n".join(
        "".join(f"{tag}  - {clean(value)}\n" for tag, value in (*_rows(item), ("ER", "")))
        for item in items
    )


def _rows(item: Csl) -> Iterator[tuple[str, str]]:
    kind = str(item.get("type") or "document")
    name, subtype = csl.write_type(kind, "ris")
    yield "TY", name
    if subtype:
        yield _as_note("type", kind)
    if key := str(item.get("id", "")):
        yield "ID", key
    variables, written = _tags()
    for variable in sorted(NAMES, key=lambda one: (one not in written, one)):
        for person in item.get(variable) or ():
            said = write_name(person)
            yield (written[variable], said) if variable in written else _as_note(variable, said)
    yield from _date_rows(item)
    for variable in ("title", *sorted(TEXTS - {"title"})):
        if value := str(item.get(variable, "")):
            yield from _text_rows(variable, value, kind)
    for tag, value in (item.get("custom") or {}).items():
        known = tag in variables or tag in _PARTS or tag in ("TY", "ER", "ID", "SN", "IS", "M1")
        said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        plain = said is value and not known and re.fullmatch(r"[A-Z][A-Z0-9]", tag)
        yield (tag, said) if plain else _as_note(f"custom.{tag}", said)


def _as_note(variable: str, value: str) -> tuple[str, str]:
    return "N1", f"csl.{variable}: {value}"


def _text_rows(variable: str, value: str, kind: str) -> Iterator[tuple[str, str]]:
    if variable == "page":
        span = _SPAN.fullmatch(value)
        yield from zip(("SP", "EP"), span.groups() if span else (value,), strict=False)
    elif variable == "keyword":
        yield from (("KW", word.strip()) for word in value.split(",") if word.strip())
    elif variable == "ISBN" or (variable == "ISSN" and _ISSN.fullmatch(value)):
        yield "SN", value
    elif variable == csl.number_variable(kind):
        yield "IS", value
    else:
        tag = _tags()[1].get(variable)
        yield (tag, value) if tag else _as_note(variable, value)


def _date_rows(item: Csl) -> Iterator[tuple[str, str]]:
    issued = item.get("issued") or {}
    rows = issued.get("date-parts") or []
    if rows:
        year = csl.write_date({"date-parts": [rows[0][:1]]})
        yield "PY", year
        if (whole := _write_date(issued)) != f"{year}///":
            yield "DA", whole
    elif said := csl.write_date(issued):
        yield "PY", said
    if seen := item.get("accessed"):
        yield "Y2", _write_date(seen)
    for variable in sorted(DATES - {"issued", "accessed"}):
        if said := csl.write_date(item.get(variable) or {}):
            yield _as_note(variable, said)


def _write_date(date: Csl) -> str:
    rows = date.get("date-parts") or []
    whole, season = csl.write_date(date), csl.season_of(date)
    if not rows:
        return whole
    parts = csl.write_date({"date-parts": rows[:1]}).rsplit("-", len(rows[0]) - 1)
    other = whole if len(rows) > 1 or date.get("circa") else SEASONS[season - 1] if season else ""
    return "/".join((*parts, *[""] * (3 - len(parts)), other))


# ── names ────────────────────────────────────────────────────────────────────


def read_name(text: str) -> Name:
    """Read a name of RIS: "Family, Given, Suffix"; one without a comma is no person's.

    >>> read_name("van Berg, Anna")["non-dropping-particle"], read_name("World Bank")
    ('van', {'literal': 'World Bank'})
    """
    parts = [part.strip() for part in text.split(",")]
    if len(parts) not in (2, 3) or not parts[0]:
        said = text.strip(" ,")
        if said.casefold().rstrip(".") in ("et al", "others"):
            return dict(OTHERS)
        return {"literal": said} if said else {}
    words = parts[0].split()
    count = 0
    while count < len(words) - 1 and words[count][:1].islower():
        count += 1
    return join_library_name(" ".join(words[count:]), parts[1], " ".join(words[:count]), *parts[2:])


def write_name(name: Name) -> str:
    """Write a name of CSL as RIS does."""
    family, given, suffix = name.get("family", ""), spell_given(name), name.get("suffix", "")
    if not family:
        return name.get("literal") or given
    last = " ".join(filter(None, (name.get("non-dropping-particle", ""), family)))
    if suffix:
        return f"{last}, {given}, {suffix}"
    return f"{last}, {given}" if given else f"{last},"
