"""RIS in and out.

RIS has a tag for the plainest fields only. What it has none for goes out as a note that
names the variable (`N1  - csl.event-place: Hull`), which every program shows and this
one reads back; tags of no meaning to CSL stand under `custom`.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final

from copydesk.library import dates, kinds, people
from copydesk.library.csljson import clean, sound
from copydesk.library.shelf import Caps, Entry, Shelf, Slip
from copydesk.model import DATES, NAMES, TEXTS, Csl

TAG: Final = re.compile(r"([A-Z][A-Z0-9])(?:  -| {1,3}- )[ \t]?(.*)")
_NOTE: Final = re.compile(r"csl\.([^:]+): (.*)")
_ISSN: Final = re.compile(r"\d{4}-?\d{3}[\dXx]")
_SPAN: Final = re.compile(r"([^\s,;–-]+)[–-]([^\s,;–-]+)")
_KEY: Final = re.compile(r"[^\s,{}()\"=#%\\~@']{1,80}")
#: Tag → CSL variable where it is one text.
_READ: Final = {
    "TI": "title", "T1": "title", "CT": "title", "T2": "container-title",
    "JO": "container-title", "JF": "container-title", "BT": "container-title",
    "JA": "container-title-short", "J2": "container-title-short", "J1": "container-title-short",
    "T3": "collection-title", "ST": "title-short", "VL": "volume", "ET": "edition",
    "NV": "number-of-volumes", "PB": "publisher", "CY": "publisher-place",
    "PP": "publisher-place", "DO": "DOI", "UR": "URL", "L2": "URL", "LK": "URL",
    "AB": "abstract", "N2": "abstract", "LA": "language", "M3": "genre", "CN": "call-number",
}  # fmt: skip
_NAMES_READ: Final = {
    "AU": "author", "A1": "author", "A2": "editor", "ED": "editor", "A3": "collection-editor",
    "A4": "translator", "TA": "translator",
}  # fmt: skip
_WRITE: Final = {
    "title": "TI", "container-title": "T2", "container-title-short": "J2",
    "collection-title": "T3", "title-short": "ST", "volume": "VL", "edition": "ET",
    "number-of-volumes": "NV", "publisher": "PB", "publisher-place": "CY", "DOI": "DO",
    "URL": "UR", "abstract": "AB", "language": "LA", "genre": "M3", "call-number": "CN",
}  # fmt: skip
_NAMES_WRITTEN: Final = {
    "author": "AU", "editor": "A2", "collection-editor": "A3", "translator": "A4",
}  # fmt: skip


# ── reading ──────────────────────────────────────────────────────────────────


def read(text: str, caps: Caps) -> Shelf:
    r"""The records of a RIS file.

    >>> text = "TY  - JOUR\nAU  - Lam, Wei\nPY  - 2011\nSP  - 4\nEP  - 9\nER  - \n"
    >>> shelf = read(text, Caps())
    >>> shelf.entries[0].csl["page"], shelf.entries[0].csl["issued"]
    ('4-9', {'date-parts': [[2011]]})
    """
    slips: list[Slip] = []
    entries: list[Entry] = []
    for record, line in _records(text, slips):
        if len(entries) >= caps.entries:
            slips.append(Slip(line, caps.too_many("records")))
            break
        long = next((tag for tag, value in record if len(value) > caps.value), "")
        if long:
            slips.append(Slip(line, caps.too_long(f"`{long}`")))
            continue
        raw = " ".join(f"{tag} - {value}" for tag, value in record)
        key = next((clean(value) for tag, value in record if tag == "ID"), "")
        key = key if _KEY.fullmatch(key) else ""
        entries.append(Entry(key, _Record(record, keyed=bool(key)).csl(), raw, line))
    return Shelf(tuple(entries), tuple(slips))


def _records(text: str, slips: list[Slip]) -> Iterator[tuple[list[tuple[str, str]], int]]:
    """The records as rows of tag and value, each with its line; continued lines joined."""
    rows: list[tuple[str, list[str]]] = []
    begun = 0
    for number, line in enumerate(text.splitlines(), 1):
        found = TAG.fullmatch(line.strip("\ufeff\r"))
        tag = found[1] if found else ""
        if tag in ("TY", "ER") and begun:
            if tag == "TY":
                message = f"the record of line {begun} has no end (`ER  - `)"
                slips.append(Slip(number, message, broken=False))
            yield [(name, " ".join(parts).strip()) for name, parts in rows], begun
            begun = 0
        if tag == "TY":
            rows, begun = [("TY", [found[2] if found else ""])], number
        elif tag and begun and found:
            rows.append((tag, [found[2]]))
        elif begun:
            rows[-1][1].append(line.strip())
        elif line.strip() and tag != "ER":
            slips.append(Slip(number, "the line belongs to no record (`TY  - ` begins one)"))
    if begun:
        slips.append(Slip(begun, "the record has no end (`ER  - `)", broken=False))
        yield [(name, " ".join(parts).strip()) for name, parts in rows], begun


class _Record:
    """One record on its way to CSL."""

    def __init__(self, rows: list[tuple[str, str]], *, keyed: bool) -> None:
        name = rows[0][1].strip().upper()
        self.kind = kinds.of_ris(name)
        self.custom: dict[str, Any] = {} if self.kind else {"TY": name}
        self.found: Csl = {"type": self.kind or "document"}
        self.rows = [(tag, value) for tag, value in rows[1:] if value]
        self.keyed = keyed
        self.words: dict[str, list[str]] = {"KW": [], "N1": []}
        self.ends: dict[str, str] = {}
        self.more: Counter[str] = Counter()

    def csl(self) -> Csl:
        for tag, value in self.rows:
            self.row(tag, value)
        self.date()
        self.pages()
        if keywords := self.words["KW"]:
            self.found["keyword"] = ", ".join(keywords)
        if notes := self.words["N1"]:
            self.found["note"] = "; ".join(notes)
        return sound(self.found | ({"custom": self.custom} if self.custom else {}))

    def row(self, tag: str, value: str) -> None:
        if tag in _NAMES_READ:
            if name := people.from_ris(value):
                self.found.setdefault(_NAMES_READ[tag], []).append(name)
        elif tag == "N1" and (named := _NOTE.fullmatch(value)):
            self.named(named[1], named[2])
        elif tag in self.words:
            self.words[tag].append(value)
        elif tag in ("PY", "Y1", "DA", "Y2", "SP", "EP"):
            self.once(self.ends, tag, tag, value)
        elif tag == "SN":
            self.once(self.found, "ISSN" if _ISSN.fullmatch(value) else "ISBN", tag, value)
        elif tag in ("IS", "M1"):
            self.once(self.found, kinds.number_of(self.found["type"]), tag, value)
        elif tag in _READ:
            self.once(self.found, _READ[tag], tag, value)
        elif tag != "ID" or not self.keyed:
            self.once(self.custom, tag, tag, value)

    def once(self, held: dict[str, Any], name: str, tag: str, value: str) -> None:
        """Enter `value`; a second one is kept under its tag."""
        if name not in held:
            held[name] = value
            return
        if held[name] == value:
            return
        self.more[tag] += 1
        count = self.more[tag]
        self.custom[f"{tag}-{count}" if count > 1 or tag in self.custom else tag] = value

    def named(self, name: str, value: str) -> None:
        """A variable that RIS has no tag for, written as a note."""
        if name.startswith("custom."):
            self.custom[name.removeprefix("custom.")] = _loaded(value)
        elif name in DATES:
            self.found[name] = dates.read(value)
        elif name in NAMES:
            self.found.setdefault(name, []).append(people.from_ris(value))
        elif name in TEXTS or name == "type":
            self.found[name] = value
        else:
            self.words["N1"].append(f"csl.{name}: {value}")

    def date(self) -> None:
        ends = self.ends
        date = _date(ends.get("DA", ""))
        if not date.get("date-parts"):
            year = _date(ends.get("PY", "") or ends.get("Y1", ""))
            if date and year.get("date-parts"):
                self.custom["DA"] = ends["DA"]
            date = year or date
        if date:
            self.found["issued"] = date
        if seen := _date(ends.get("Y2", "")):
            self.found["accessed"] = seen

    def pages(self) -> None:
        first, last = self.ends.get("SP", ""), self.ends.get("EP", "")
        if first and last and last != first and not _SPAN.fullmatch(first):
            self.found["page"] = f"{first}-{last}"
        elif first or last:
            self.found["page"] = first or last


def _loaded(value: str) -> Any:  # noqa: ANN401  any JSON
    try:
        return json.loads(value) if value[:1] in "[{" else value
    except (ValueError, RecursionError):
        return value


def _date(value: str) -> Csl:
    """`YYYY/MM/DD/other words`, of which all but the year may be empty."""
    parts = [part.strip() for part in value.split("/", 3)]
    if not parts[0].lstrip("-").isdecimal():
        return dates.read(value.replace("/", "-") if value.count("/") == 2 else value.strip("/ "))
    plain = "-".join(part for part in parts[:3] if part)
    other = parts[3].strip("/ ") if len(parts) > 3 else ""
    date = dates.read(plain)
    if not other or "date-parts" not in date:
        return date if "date-parts" in date else {"literal": value.strip("/ ")}
    for word in re.findall(r"to \S+|\S+", other):
        if word.startswith("to "):
            end = dates.read(word[3:])
            if not end.get("date-parts"):
                return {"literal": value.strip("/ ")}
            date["date-parts"] += end["date-parts"]
        elif word == "circa":
            date["circa"] = True
        elif season := dates.season_of({"season": word.casefold().replace("fall", "autumn")}):
            date["season"] = season
        else:
            return {"literal": f"{plain} {other}"}
    return date


# ── writing ──────────────────────────────────────────────────────────────────


def write(items: Iterable[Csl]) -> str:
    """`items`, each with its key as `id`, as a RIS file."""
    return "\n".join(
        "".join(f"{tag}  - {clean(value)}\n" for tag, value in (*_rows(item), ("ER", "")))
        for item in items
    )


def _rows(item: Csl) -> Iterator[tuple[str, str]]:
    kind = str(item.get("type") or "document")
    name, subtype = kinds.written(kind, "ris")
    yield "TY", name
    if subtype:
        yield "N1", f"csl.type: {kind}"
    if key := str(item.get("id", "")):
        yield "ID", key
    for variable in sorted(NAMES, key=lambda one: (one not in _NAMES_WRITTEN, one)):
        for person in item.get(variable) or ():
            said = people.to_ris(person)
            if tag := _NAMES_WRITTEN.get(variable):
                yield tag, said
            else:
                yield "N1", f"csl.{variable}: {said}"
    yield from _moments(item)
    own = kinds.number_of(kind)
    for variable in ("title", *sorted(TEXTS - {"title"})):
        if value := str(item.get(variable, "")):
            yield from _field(variable, value, own)
    for custom, value in (item.get("custom") or {}).items():
        if re.fullmatch(r"[A-Z][A-Z0-9]", custom) and isinstance(value, str) and _free(custom):
            yield custom, value
        else:
            said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            yield "N1", f"csl.custom.{custom}: {said}"


def _free(tag: str) -> bool:
    taken = ("TY", "ER", "ID", "KW", "N1", "PY", "Y1", "DA", "Y2", "SP", "EP", "SN", "IS", "M1")
    return tag not in taken and tag not in _READ and tag not in _NAMES_READ


def _field(variable: str, value: str, own: str) -> Iterator[tuple[str, str]]:
    if variable == "page":
        span = _SPAN.fullmatch(value)
        yield "SP", span[1] if span else value
        if span:
            yield "EP", span[2]
    elif variable == "keyword":
        yield from (("KW", word.strip()) for word in value.split(",") if word.strip())
    elif variable == "note":
        yield "N1", value
    elif variable == "ISSN" and not _ISSN.fullmatch(value):
        yield "N1", f"csl.ISSN: {value}"
    elif variable in ("ISBN", "ISSN"):
        yield "SN", value
    elif variable == own:
        yield "IS", value
    elif tag := _WRITE.get(variable):
        yield tag, value
    else:
        yield "N1", f"csl.{variable}: {value}"


def _moments(item: Csl) -> Iterator[tuple[str, str]]:
    issued = item.get("issued") or {}
    rows = issued.get("date-parts") or []
    if rows:
        yield "PY", dates.written({"date-parts": [rows[0][:1]]})
        if _slashed(issued) != f"{rows[0][0]:04d}///":
            yield "DA", _slashed(issued)
    elif said := dates.written(issued):
        yield "PY", said
    if seen := item.get("accessed"):
        yield "Y2", _slashed(seen)
    for variable in sorted(DATES - {"issued", "accessed"}):
        if said := dates.written(item.get(variable) or {}):
            yield "N1", f"csl.{variable}: {said}"


def _slashed(date: Csl) -> str:
    rows = date.get("date-parts") or []
    if not rows:
        return dates.written(date)
    parts = dates.written({"date-parts": rows[:1]}).rsplit("-", len(rows[0]) - 1)
    season = dates.season_of(date)
    other = [
        f"to {dates.written({'date-parts': rows[1:]})}" if len(rows) > 1 else "",
        "circa" if date.get("circa") else "",
        dates.SEASONS[season - 1].title() if season else "",
    ]
    return "/".join((*parts, *[""] * (3 - len(parts)), " ".join(filter(None, other))))
