"""RIS in and out.

RIS has a tag for the plainest fields only. What it has none for goes out as a note that
names the variable (`N1  - csl.event-place: Hull`), which every program shows and this
one reads back; tags of no meaning to CSL stand under `custom`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from copydesk.library import edtf, names
from copydesk.library.csl_json import check_item, clean
from copydesk.library.entries import (
    Caps,
    Entry,
    Library,
    Slip,
    number_variable,
    read_ris_type,
    write_type,
)
from copydesk.model import DATES, NAMES, SEASONS, TEXTS, Csl

_TAG: Final = re.compile(r"([A-Z][A-Z0-9])(?:  -| {1,3}- )[ \t]?(.*)")
_NOTE: Final = re.compile(r"csl\.([^:]+): (.*)")
_ISSN: Final = re.compile(r"\d{4}-?\d{3}[\dXx]")
_SPAN: Final = re.compile(r"([^\s,;–-]+)[–-]([^\s,;–-]+)")
_KEY: Final = re.compile(r"[^\s,{}()\"=#%\\~@']{1,80}")
#: Tag ↔ CSL variable where it is one text; of several tags the first is written.
_TEXT_TAGS: Final = {
    "TI": "title", "T1": "title", "CT": "title", "T2": "container-title",
    "JO": "container-title", "JF": "container-title", "BT": "container-title",
    "J2": "container-title-short", "JA": "container-title-short", "J1": "container-title-short",
    "T3": "collection-title", "ST": "title-short", "VL": "volume", "ET": "edition",
    "NV": "number-of-volumes", "PB": "publisher", "CY": "publisher-place",
    "PP": "publisher-place", "DO": "DOI", "UR": "URL", "L2": "URL", "LK": "URL",
    "AB": "abstract", "N2": "abstract", "LA": "language", "M3": "genre", "CN": "call-number",
}  # fmt: skip
_NAME_TAGS: Final = {
    "AU": "author", "A1": "author", "A2": "editor", "ED": "editor", "A3": "collection-editor",
    "A4": "translator", "TA": "translator",
}  # fmt: skip
_TEXTS_WRITTEN: Final = {name: tag for tag, name in reversed(_TEXT_TAGS.items())}
_NAMES_WRITTEN: Final = {name: tag for tag, name in reversed(_NAME_TAGS.items())}
_OWN_TAGS: Final = frozenset(
    ("TY", "ER", "ID", "KW", "N1", "PY", "Y1", "DA", "Y2", "SP", "EP", "SN", "IS", "M1")
)


# ── reading ──────────────────────────────────────────────────────────────────


def read(text: str, caps: Caps) -> Library:
    r"""Read the records of a RIS file.

    >>> text = "TY  - JOUR\nAU  - Lam, Wei\nPY  - 2011\nSP  - 4\nEP  - 9\nER  - \n"
    >>> found = read(text, Caps())
    >>> found.entries[0].csl["page"], found.entries[0].csl["issued"]
    ('4-9', {'date-parts': [[2011]]})
    """
    slips: list[Slip] = []
    entries: list[Entry] = []
    for rows, line in _records(text, slips):
        if len(entries) >= caps.entries:
            slips.append(Slip(line, caps.too_many("records")))
            break
        if long := next((tag for tag, value in rows if len(value) > caps.value), ""):
            slips.append(Slip(line, caps.too_long(f"`{long}`")))
            continue
        raw = " ".join(f"{tag} - {value}" for tag, value in rows)
        key = next((clean(value) for tag, value in rows if tag == "ID"), "")
        key = key if _KEY.fullmatch(key) else ""
        held = [row for row in rows if not key or row[0] != "ID"]
        entries.append(Entry(key, check_item(_Record(held).csl()), raw, line))
    return Library(tuple(entries), tuple(slips))


def _records(text: str, slips: list[Slip]) -> Iterator[tuple[list[tuple[str, str]], int]]:
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
                slips.append(Slip(number, message, broken=False))
            yield joined(), begun
            begun = 0
        if tag == "TY":
            rows, begun = [(tag, [value])], number
        elif begun and tag:
            rows.append((tag, [value]))
        elif begun:
            rows[-1][1].append(line.strip())
        elif line.strip() and tag != "ER":
            slips.append(Slip(number, "the line belongs to no record (`TY  - ` begins one)"))
    if begun:
        slips.append(Slip(begun, "the record has no end (`ER  - `)", broken=False))
        yield joined(), begun


class _Record:
    """One record on its way to CSL."""

    def __init__(self, rows: list[tuple[str, str]]) -> None:
        name = rows[0][1].strip().upper()
        kind = read_ris_type(name)
        self.custom: dict[str, Any] = {} if kind else {"TY": name}
        self.found: Csl = {"type": kind or "document"}
        self.words: dict[str, list[str]] = {"KW": [], "N1": []}
        self.ends: dict[str, str] = {}
        for tag, value in rows[1:]:
            if value:
                self.row(tag, value)

    def csl(self) -> Csl:
        self.dates()
        first, last = self.ends.get("SP", ""), self.ends.get("EP", "")
        if first and last and last != first and not _SPAN.fullmatch(first):
            self.found["page"] = f"{first}-{last}"
        elif first or last:
            self.found["page"] = first or last
        said = {"keyword": ", ".join(self.words["KW"]), "note": "; ".join(self.words["N1"])}
        return (
            self.found
            | {name: words for name, words in said.items() if words}
            | {"custom": self.custom}
        )

    def row(self, tag: str, value: str) -> None:
        if variable := _NAME_TAGS.get(tag):
            self.name(variable, value)
        elif tag == "N1" and (note := _NOTE.fullmatch(value)):
            self.note(note[1], note[2])
        elif tag in self.words:
            self.words[tag].append(value)
        elif tag in ("PY", "Y1", "DA", "Y2", "SP", "EP"):
            self.once(self.ends, tag, tag, value)
        elif tag == "SN":
            self.once(self.found, "ISSN" if _ISSN.fullmatch(value) else "ISBN", tag, value)
        elif tag in ("IS", "M1"):
            self.once(self.found, number_variable(self.found["type"]), tag, value)
        elif variable := _TEXT_TAGS.get(tag):
            self.once(self.found, variable, tag, value)
        else:
            self.once(self.custom, tag, tag, value)

    def name(self, variable: str, value: str) -> None:
        if name := names.read_ris_name(value):
            self.found.setdefault(variable, []).append(name)

    def once(self, held: dict[str, Any], name: str, tag: str, value: str) -> None:
        """Enter `value`; a second one is kept under its tag."""
        if held.setdefault(name, value) == value:
            return
        count = 1
        own = tag
        while own in self.custom:
            count += 1
            own = f"{tag}-{count}"
        self.custom[own] = value

    def note(self, name: str, value: str) -> None:
        """A variable that RIS has no tag for, written as a note."""
        if name.startswith("custom."):
            self.custom[name.removeprefix("custom.")] = _load(value)
        elif name in DATES:
            self.found[name] = edtf.read_date(value)
        elif name in NAMES:
            self.name(name, value)
        elif name in TEXTS or name == "type":
            self.found[name] = value
        else:
            self.words["N1"].append(f"csl.{name}: {value}")

    def dates(self) -> None:
        date = _read_date(self.ends.get("DA", ""))
        if "date-parts" not in date:
            year = _read_date(self.ends.get("PY") or self.ends.get("Y1", ""))
            if date and "date-parts" in year:
                self.custom["DA"] = self.ends["DA"]
            date = year or date
        for variable, said in (("issued", date), ("accessed", _read_date(self.ends.get("Y2", "")))):
            if said:
                self.found[variable] = said


def _load(value: str) -> Any:  # noqa: ANN401  any JSON
    try:
        return json.loads(value) if value[:1] in ("[", "{") else value
    except (ValueError, RecursionError):
        return value


def _read_date(value: str) -> Csl:
    """`YYYY/MM/DD/other words`, of which all but the year may be empty."""
    *parts, other = [part.strip() for part in f"{value}///".split("/", 3)]
    whole = {"literal": value.strip("/ ")} if value.strip("/ ") else {}
    if not parts[0].lstrip("-").isdecimal():
        return edtf.read_date(
            value.replace("/", "-") if value.count("/") == 2 else value.strip("/ ")
        )
    date = edtf.read_date("-".join(filter(None, parts)))
    if "date-parts" not in date:
        return whole
    for word in re.findall(r"to \S+|\S+", other.strip("/ ")):
        end = edtf.read_date(word[3:]) if word.startswith("to ") else {}
        if "date-parts" in end:
            date["date-parts"] += end["date-parts"]
        elif word == "circa":
            date["circa"] = True
        elif season := edtf.season_of({"season": word}):
            date["season"] = season
        else:
            return whole
    return date


# ── writing ──────────────────────────────────────────────────────────────────


def write(items: Iterable[Csl]) -> str:
    """Write `items`, each with its key as `id`, as a RIS file."""
    return "\n".join(
        "".join(f"{tag}  - {clean(value)}\n" for tag, value in (*_rows(item), ("ER", "")))
        for item in items
    )


def _rows(item: Csl) -> Iterator[tuple[str, str]]:
    kind = str(item.get("type") or "document")
    name, subtype = write_type(kind, "ris")
    yield "TY", name
    if subtype:
        yield _as_note("type", kind)
    if key := str(item.get("id", "")):
        yield "ID", key
    for variable in sorted(NAMES, key=lambda one: (one not in _NAMES_WRITTEN, one)):
        for person in item.get(variable) or ():
            said = names.write_ris_name(person)
            tag = _NAMES_WRITTEN.get(variable)
            yield (tag, said) if tag else _as_note(variable, said)
    yield from _date_rows(item)
    own = number_variable(kind)
    for variable in ("title", *sorted(TEXTS - {"title"})):
        if value := str(item.get(variable, "")):
            yield from _text_rows(variable, value, own)
    for tag, value in (item.get("custom") or {}).items():
        free = re.fullmatch(r"[A-Z][A-Z0-9]", tag) and not (
            tag in _OWN_TAGS or tag in _TEXT_TAGS or tag in _NAME_TAGS
        )
        said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        yield (tag, said) if free and said is value else _as_note(f"custom.{tag}", said)


def _as_note(variable: str, value: str) -> tuple[str, str]:
    return "N1", f"csl.{variable}: {value}"


def _text_rows(variable: str, value: str, own: str) -> Iterator[tuple[str, str]]:
    if variable == "page":
        ends = span.groups() if (span := _SPAN.fullmatch(value)) else (value,)
        yield from zip(("SP", "EP"), ends, strict=False)
    elif variable == "keyword":
        yield from (("KW", word.strip()) for word in value.split(",") if word.strip())
    elif variable == "note":
        yield "N1", value
    elif variable == "ISBN" or (variable == "ISSN" and _ISSN.fullmatch(value)):
        yield "SN", value
    elif tag := "IS" if variable == own else _TEXTS_WRITTEN.get(variable):
        yield tag, value
    else:
        yield _as_note(variable, value)


def _date_rows(item: Csl) -> Iterator[tuple[str, str]]:
    issued = item.get("issued") or {}
    rows = issued.get("date-parts") or []
    if rows:
        year = edtf.write_date({"date-parts": [rows[0][:1]]})
        yield "PY", year
        if (whole := _write_date(issued)) != f"{year}///":
            yield "DA", whole
    elif said := edtf.write_date(issued):
        yield "PY", said
    if seen := item.get("accessed"):
        yield "Y2", _write_date(seen)
    for variable in sorted(DATES - {"issued", "accessed"}):
        if said := edtf.write_date(item.get(variable) or {}):
            yield _as_note(variable, said)


def _write_date(date: Csl) -> str:
    rows = date.get("date-parts") or []
    if not rows:
        return edtf.write_date(date)
    parts = edtf.write_date({"date-parts": rows[:1]}).rsplit("-", len(rows[0]) - 1)
    season = edtf.season_of(date)
    other = (
        f"to {edtf.write_date({'date-parts': rows[1:]})}" if len(rows) > 1 else "",
        "circa" if date.get("circa") else "",
        SEASONS[season - 1] if season else "",
    )
    return "/".join((*parts, *[""] * (3 - len(parts)), " ".join(filter(None, other))))
