"""The reference list as Word's own sources, so that Word offers them under References."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from lxml import etree

from copydesk.model import Csl, Reference

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

#: CSL type → Word's.
_TYPES: Final = {
    "article-journal": "JournalArticle", "article-magazine": "ArticleInAPeriodical",
    "article-newspaper": "ArticleInAPeriodical", "book": "Book", "chapter": "BookSection",
    "interview": "Interview", "legal_case": "Case", "motion_picture": "Film",
    "paper-conference": "ConferenceProceedings", "patent": "Patent", "report": "Report",
    "thesis": "Report", "webpage": "InternetSite", "post": "InternetSite",
    "post-weblog": "InternetSite",
}  # fmt: skip
_CONTAINERS: Final = {
    "JournalArticle": "JournalName", "ArticleInAPeriodical": "PeriodicalTitle",
    "BookSection": "BookTitle", "ConferenceProceedings": "ConferenceName",
    "InternetSite": "InternetSiteTitle",
}  # fmt: skip
#: CSL variable → Word's, where the two say the same.
_FIELDS: Final = {
    "title": "Title", "publisher": "Publisher", "publisher-place": "City", "volume": "Volume",
    "issue": "Issue", "page": "Pages", "edition": "Edition", "URL": "URL",
    "DOI": "StandardNumber",
}  # fmt: skip
_ROLES: Final = {"author": "Author", "editor": "Editor", "translator": "Translator"}


def sources(references: Iterable[Reference]) -> dict[str, bytes]:
    """The custom XML parts that hold `references`, by name."""
    root = etree.Element(f"{{{_B}}}Sources", {"SelectedStyle": ""}, nsmap={"b": _B})
    for reference in references:
        _source(root, reference)
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


def _source(root: etree._Element, reference: Reference) -> None:
    csl = reference.csl or {"title": reference.text}
    kind = _TYPES.get(str(csl.get("type", "")), "Misc")
    source = etree.SubElement(root, f"{{{_B}}}Source")
    _field(source, "Tag", reference.key)
    _field(source, "SourceType", kind)
    _field(source, "Guid", _guid(json.dumps([reference.key, csl], sort_keys=True)))
    _people(source, csl)
    for name, words in _FIELDS.items():
        _field(source, words, csl.get(name))
    if kind in _CONTAINERS:
        _field(source, _CONTAINERS[kind], csl.get("container-title"))
    for words, part in zip(("Year", "Month", "Day"), _date(csl.get("issued")), strict=False):
        _field(source, words, part)
    names = ("YearAccessed", "MonthAccessed", "DayAccessed")
    for words, part in zip(names, _date(csl.get("accessed")), strict=False):
        _field(source, words, part)


def _field(parent: etree._Element, name: str, value: object) -> None:
    if value not in (None, ""):
        etree.SubElement(parent, f"{{{_B}}}{name}").text = str(value)


def _people(source: etree._Element, csl: Csl) -> None:
    roles = {role: csl[name] for name, role in _ROLES.items() if csl.get(name)}
    if not roles:
        return
    people = etree.SubElement(source, f"{{{_B}}}Author")
    for role, names in roles.items():
        holder = etree.SubElement(people, f"{{{_B}}}{role}")
        if len(names) == 1 and "literal" in names[0]:
            _field(holder, "Corporate", names[0]["literal"])
            continue
        rows = etree.SubElement(holder, f"{{{_B}}}NameList")
        for name in names:
            person = etree.SubElement(rows, f"{{{_B}}}Person")
            _field(person, "Last", _last(name))
            _field(person, "First", name.get("given"))


def _last(name: Mapping[str, Any]) -> str:
    particle = name.get("non-dropping-particle") or name.get("dropping-particle") or ""
    return f"{particle} {name.get('family') or name.get('literal') or ''}".strip()


def _date(value: object) -> Iterator[str]:
    """Year, month and day of a CSL date as far as they are known."""
    if not isinstance(value, Mapping):
        return
    parts = value.get("date-parts")
    if parts and parts[0]:
        yield from (str(part) for part in parts[0])
    elif words := value.get("literal") or value.get("raw"):
        yield str(words)


def _guid(text: str) -> str:
    return f"{{{str(uuid.uuid5(uuid.NAMESPACE_OID, text)).upper()}}}"
