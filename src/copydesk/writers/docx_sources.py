"""The reference list as Word's own sources, so that Word offers them under References.

Word has fewer kinds of sources than CSL and other names for what they hold. What Word has no
place for stands in the comments of a source, a line each, by the name that CSL gives it; so
nothing that was read of an entry is lost on the way.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from lxml import etree

from copydesk.model import SEASONS, Csl, Reference
from copydesk.writers.docx_source_names import (
    CONTAINERS,
    FIELDS,
    FIELDS_BY_KIND,
    KINDS,
    MAIN_TYPES,
    MONTHS,
    NUMBERS,
    ROLES,
    ROLES_BY_KIND,
    SHOWN_ROLES,
    UNSAID,
)

#: The part that describes the sources; it is declared in the package's content types.
PROPERTIES: Final = "customXml/itemProps1.xml"
_B: Final = "http://schemas.openxmlformats.org/officeDocument/2006/bibliography"
_DS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_RELATIONS: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/customXmlProps" Target="itemProps1.xml"/></Relationships>'
)
#: Between the two ends of a span of time.
_TO: Final = "–"
_ABOUT: Final = "c. "


def sources(references: Iterable[Reference], language: str = "en") -> dict[str, bytes]:
    """The custom XML parts that hold `references`, by name.

    Months are words where the `language` of the text is English, since Word's styles print
    them as they stand, and numbers elsewhere. Seasons are English words.
    """
    english = language.partition("-")[0] == "en"
    root = etree.Element(f"{{{_B}}}Sources", {"SelectedStyle": ""}, nsmap={"b": _B})
    for reference in references:
        _source(root, reference, english=english)
    data = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    identity = _guid(data.decode())
    item = etree.Element(f"{{{_DS}}}datastoreItem", nsmap={"ds": _DS})
    item.set(f"{{{_DS}}}itemID", identity)
    schemas = etree.SubElement(item, f"{{{_DS}}}schemaRefs")
    etree.SubElement(schemas, f"{{{_DS}}}schemaRef").set(f"{{{_DS}}}uri", _B)
    properties = etree.tostring(item, encoding="UTF-8", xml_declaration=True, standalone=True)
    return {
        "customXml/item1.xml": data,
        PROPERTIES: properties,
        "customXml/_rels/item1.xml.rels": _RELATIONS,
    }


def _source(root: etree._Element, reference: Reference, *, english: bool) -> None:
    csl = reference.csl or {"title": reference.text}
    kind = KINDS.get(str(csl.get("type", "")), "Misc")
    source = etree.SubElement(root, f"{{{_B}}}Source")
    _field(source, "Tag", reference.key)
    _field(source, "SourceType", kind)
    _field(source, "Guid", _guid(json.dumps([reference.key, csl], sort_keys=True)))
    said = {"type", *_people(source, csl, kind)}
    for name, words in {**FIELDS, **FIELDS_BY_KIND.get(kind, {})}.items():
        if words and name in csl:
            _field(source, words, csl[name])
            said.add(name)
    said |= _container(source, csl, kind)
    _field(source, "StandardNumber", "; ".join(_numbers(csl)))
    said.update(NUMBERS)
    for name, suffix in (("issued", ""), ("accessed", "Accessed")):
        for part, words in _date(csl.get(name), english=english):
            _field(source, part + suffix, words)
        said.add(name)
    _field(source, "Comments", "\n".join(_remarks(csl, said, kind)))


def _field(parent: etree._Element, name: str, value: object) -> None:
    if value not in (None, ""):
        etree.SubElement(parent, f"{{{_B}}}{name}").text = str(value)


def _container(source: etree._Element, csl: Csl, kind: str) -> set[str]:
    """What the work stands in. Word names a conference, where CSL may name its proceedings too."""
    container, event = csl.get("container-title"), csl.get("event-title") or csl.get("event")
    if kind == "ConferenceProceedings":
        _field(source, "ConferenceName", event or container)
        _field(source, "BookTitle", container)
        return {"container-title", "event-title" if csl.get("event-title") else "event"}
    _field(source, CONTAINERS.get(kind, "PublicationTitle"), container)
    return {"container-title"}


def _numbers(csl: Csl) -> Iterator[str]:
    """The numbers by which the work is known everywhere, each with its name."""
    for name, sign in NUMBERS.items():
        if csl.get(name):
            yield f"{sign}{csl[name]}"


# ── people ───────────────────────────────────────────────────────────────────


def _people(source: etree._Element, csl: Csl, kind: str) -> Iterator[str]:
    roles = {name: role for name, role in {**ROLES, **ROLES_BY_KIND.get(kind, {})}.items()
             if csl.get(name)}  # fmt: skip
    if not roles:
        return
    people = etree.SubElement(source, f"{{{_B}}}Author")
    for name, role in roles.items():
        _names(people, role, csl[name])
        yield name
    # Word prints the maker of a film, not its author; who is only that is named as both.
    shown = SHOWN_ROLES.get(kind, "")
    if shown and shown not in roles.values() and csl.get("author"):
        _names(people, shown, csl["author"])


def _names(people: etree._Element, role: str, names: Iterable[Mapping[str, Any]]) -> None:
    holder = etree.SubElement(people, f"{{{_B}}}{role}")
    names = list(names)
    # The schema knows a body as the author or performer alone, and one that is alone.
    if role in ("Author", "Performer") and len(names) == 1 and "literal" in names[0]:
        _field(holder, "Corporate", names[0]["literal"])
        return
    rows = etree.SubElement(holder, f"{{{_B}}}NameList")
    for name in names:
        person = etree.SubElement(rows, f"{{{_B}}}Person")
        _field(person, "Last", last_name(name))
        # Word makes one initial of each of the two.
        first, _, middle = str(name.get("given") or "").partition(" ")
        _field(person, "First", first)
        _field(person, "Middle", middle)


def last_name(name: Mapping[str, Any]) -> str:
    """What stands in the list before the given names, a suffix behind it.

    >>> last_name({"family": "Gaulle", "non-dropping-particle": "de"}), last_name(
    ...     {"family": "King", "suffix": "Jr."})
    ('de Gaulle', 'King, Jr.')
    """
    particles = (name.get("dropping-particle"), name.get("non-dropping-particle"))
    parts = (*particles, name.get("family") or name.get("literal"))
    words = " ".join(str(part) for part in parts if part)
    return f"{words}, {name['suffix']}" if name.get("suffix") else words


# ── dates ────────────────────────────────────────────────────────────────────


def _date(value: object, *, english: bool) -> Iterator[tuple[str, str]]:
    """Year, month and day of a CSL date as far as they are known, each as Word's field."""
    if not isinstance(value, Mapping):
        return
    rows = [row for row in value.get("date-parts") or () if row]
    if not rows:
        words = value.get("literal") or value.get("raw")
        yield "Year", str(words or "")
        return
    for at, field in enumerate(("Year", "Month", "Day")):
        ends = [_part(row, at, english=english) for row in rows[:2]]
        if at == 1 and value.get("season") and not any(ends):
            ends = [SEASONS[(int(value["season"]) - 1) % 4]]
        words = ends[0] if len(set(ends)) == 1 else _TO.join(ends)
        about = _ABOUT if field == "Year" and value.get("circa") else ""
        yield field, about + words if words else ""


def _part(row: list[Any], at: int, *, english: bool) -> str:
    part = str(row[at]) if at < len(row) else ""
    if at != 1 or not part.isdigit():
        return part
    month = int(part)
    if month > len(MONTHS):  # CSL's numbers of seasons: 13 to 16, and 21 to 24
        return SEASONS[(month - 1) % 4]
    return MONTHS[month - 1] if english and month else part


# ── remarks ──────────────────────────────────────────────────────────────────


def _remarks(csl: Csl, said: set[str], kind: str) -> Iterator[str]:
    """The note on a work, and what of it has no other place."""
    if csl.get("note"):
        yield str(csl["note"])
    if csl.get("type") and csl["type"] != MAIN_TYPES.get(kind, ""):
        yield f"type: {csl['type']}"
    for name in sorted(csl.keys() - said - UNSAID - {"note"}):
        if words := _worded(csl[name]):
            yield f"{name}: {words}"


def _worded(value: object) -> str:
    """A value of CSL in a line of text.

    >>> _worded([{"family": "Lo", "given": "B."}, {"literal": "IMO"}])
    'Lo, B.; IMO'
    >>> _worded({"date-parts": [[1890, 5]]})
    '1890-05'
    """
    if isinstance(value, Mapping):
        rows = value.get("date-parts") or ()
        ends = ("-".join(f"{part:02}" for part in row) for row in rows if row)
        return "/".join(ends) or str(value.get("literal") or value.get("raw") or "")
    if isinstance(value, list):
        return "; ".join(
            ", ".join(filter(None, (last_name(name), str(name.get("given") or ""))))
            for name in value if isinstance(name, Mapping)
        )  # fmt: skip
    return " ".join(str(value).split())


def _guid(text: str) -> str:
    return f"{{{str(uuid.uuid5(uuid.NAMESPACE_OID, text)).upper()}}}"
