"""Word's sources read back as CSL, by the names of the format and without the writer's tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from copydesk.gate import xml

B = "{http://schemas.openxmlformats.org/officeDocument/2006/bibliography}"

#: The elements that the schema of ISO/IEC 29500 knows in a source.
KNOWN = frozenset(
    (
        "AbbreviatedCaseNumber", "AlbumTitle", "Author", "BookTitle", "Broadcaster",
        "BroadcastTitle", "CaseNumber", "ChapterNumber", "City", "Comments", "ConferenceName",
        "CountryRegion", "Court", "Day", "DayAccessed", "Department", "Distributor", "Edition",
        "Guid", "Institution", "InternetSiteTitle", "Issue", "JournalName", "LCID", "Medium",
        "Month", "MonthAccessed", "NumberVolumes", "Pages", "PatentNumber", "PeriodicalTitle",
        "ProductionCompany", "PublicationTitle", "Publisher", "RecordingNumber", "RefOrder",
        "Reporter", "SourceType", "ShortTitle", "StandardNumber", "StateProvince", "Station",
        "Tag", "Theater", "ThesisType", "Title", "Type", "URL", "Version", "Volume", "Year",
        "YearAccessed",
    )
)  # fmt: skip
KINDS = frozenset(
    (
        "ArticleInAPeriodical", "Book", "BookSection", "JournalArticle",
        "ConferenceProceedings", "Report", "SoundRecording", "Performance", "Art",
        "DocumentFromInternetSite", "InternetSite", "Film", "Interview", "Patent",
        "ElectronicSource", "Case", "Misc",
    )
)  # fmt: skip
ROLE_NAMES = frozenset(
    (
        "Artist", "Author", "BookAuthor", "Compiler", "Composer", "Conductor", "Counsel",
        "Director", "Editor", "Interviewee", "Interviewer", "Inventor", "Performer",
        "ProducerName", "Translator", "Writer",
    )
)  # fmt: skip

#: Word's kind → the CSL type that it means by itself.
TYPES = {
    "ArticleInAPeriodical": "article-magazine", "Book": "book", "BookSection": "chapter",
    "JournalArticle": "article-journal", "ConferenceProceedings": "paper-conference",
    "Report": "report", "SoundRecording": "song", "Performance": "performance", "Art": "graphic",
    "InternetSite": "webpage", "Film": "motion_picture", "Interview": "interview",
    "Patent": "patent", "ElectronicSource": "dataset", "Case": "legal_case",
}  # fmt: skip
FIELDS = {
    "Title": "title", "ShortTitle": "title-short", "Publisher": "publisher",
    "ProductionCompany": "publisher", "Distributor": "publisher", "Institution": "publisher",
    "City": "publisher-place", "Volume": "volume", "Issue": "issue", "Pages": "page",
    "Edition": "edition", "URL": "URL", "NumberVolumes": "number-of-volumes",
    "ChapterNumber": "chapter-number", "Version": "version", "Medium": "medium", "Type": "genre",
    "ThesisType": "genre", "CountryRegion": "jurisdiction", "Court": "authority",
    "CaseNumber": "number", "PatentNumber": "number", "RecordingNumber": "number",
    "JournalName": "container-title", "PeriodicalTitle": "container-title",
    "BookTitle": "container-title", "InternetSiteTitle": "container-title",
    "Reporter": "container-title", "AlbumTitle": "container-title",
    "BroadcastTitle": "container-title", "PublicationTitle": "container-title",
}  # fmt: skip
ROLES = {
    "Author": "author", "BookAuthor": "container-author", "Editor": "editor",
    "Translator": "translator", "Compiler": "compiler", "Composer": "composer",
    "Director": "director", "Performer": "performer", "Interviewer": "interviewer",
    "ProducerName": "producer", "Writer": "script-writer", "Interviewee": "author",
    "Inventor": "author", "Artist": "author",
}  # fmt: skip
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
SEASONS = ("Spring", "Summer", "Autumn", "Winter")
REMARK = re.compile(r"([A-Za-z]+(?:[-_][a-z]+)*): (.+)")
#: What no source is to say, since no list prints it.
UNSAID = {"abstract", "annote", "citation-key", "citation-label", "citation-number", "id",
          "keyword"}  # fmt: skip

Plain = dict[str, Any]


# ── what is in the file ──────────────────────────────────────────────────────


def read(data: bytes) -> dict[str, Plain]:
    """Tag → what Word knows of the source, as CSL; names as (last, given) pairs."""
    found = {}
    for source in xml.parse(data):
        fields = {child.tag.removeprefix(B): child.text or "" for child in source if not len(child)}
        key = fields.pop("Tag")
        found[key] = dict(_source(source, fields))
    return found


def _source(source: Any, fields: dict[str, str]) -> Iterator[tuple[str, Any]]:
    kind = fields.pop("SourceType")
    del fields["Guid"]
    assert kind in KINDS
    assert fields.keys() <= KNOWN
    yield "type", TYPES.get(kind, "document")
    yield from dict(_people(source)).items()
    for suffix, name in (("", "issued"), ("Accessed", "accessed")):
        parts = [fields.pop(part + suffix, "") for part in ("Year", "Month", "Day")]
        if any(parts):
            yield name, date(*parts)
    event = fields.pop("ConferenceName", "")
    if event and event != fields.get("BookTitle"):
        yield "event-title", event
    for number in filter(None, fields.pop("StandardNumber", "").split("; ")):
        name, _, value = re.sub(r"^doi:", "DOI ", number).partition(" ")
        yield name, value
    remarks = fields.pop("Comments", "")
    yield from ((FIELDS[name], value) for name, value in fields.items())
    yield from _remarks(remarks)


def _remarks(said: str) -> Iterator[tuple[str, str]]:
    """Fields that Word lacks, and the rest as a note: one in their form is taken for a field."""
    note = []
    for line in filter(None, said.split("\n")):
        if remark := REMARK.fullmatch(line):
            yield remark[1], remark[2]
        else:
            note.append(line)
    if note:
        yield "note", "\n".join(note)


def _people(source: Any) -> Iterator[tuple[str, Any]]:
    roles = {}
    for holder in source.iterfind(f"{B}Author/*"):
        role = holder.tag.removeprefix(B)
        assert role in ROLE_NAMES
        if (body := holder.findtext(f"{B}Corporate")) is not None:
            assert role in ("Author", "Performer")
            roles[role] = [(body, "")]
            continue
        roles[role] = [_person(person) for person in holder.iterfind(f"{B}NameList/{B}Person")]
    for role, names in roles.items():
        # Who is named as the author of a film too is that alone.
        if role == "Author" or names != roles.get("Author"):
            yield ROLES[role], names


def _person(person: Any) -> tuple[str, str]:
    given = (person.findtext(f"{B}{part}") for part in ("First", "Middle"))
    return person.findtext(f"{B}Last", ""), " ".join(filter(None, given))


def date(year: str, month: str, day: str) -> Plain:
    """A CSL date of the three fields, in the form of `plain`."""
    about = year.startswith("c. ")
    year = year.removeprefix("c. ")
    if not re.fullmatch(r"-?\d+(–-?\d+)?", year):
        return {"words": year}
    found: Plain = {"circa": True} if about else {}
    ends = [part.split("–") for part in (year, month, day)]
    rows = []
    for at in range(max(map(len, ends))):
        row = [one[at] if len(one) > 1 else one[0] for one in ends]
        if row[1] in SEASONS:
            found["season"] = SEASONS.index(row[1]) + 1
            row[1] = ""
        elif row[1] in MONTHS:
            row[1] = str(MONTHS.index(row[1]) + 1)
        rows.append([part for part in row if part])
    return found | {"rows": rows}


# ── what was to be in it ─────────────────────────────────────────────────────


def plain(csl: Mapping[str, Any]) -> Plain:
    """`csl` in the form of `read`, without what no source is to say."""
    found: Plain = {}
    for name, value in csl.items():
        if name in UNSAID or value in ("", None, []):
            continue
        if name in ("issued", "accessed"):
            found[name] = _plain_date(value)
        elif name in ROLES.values():
            found[name] = [_plain_name(one) for one in value]
        elif isinstance(value, list):
            found[name] = "; ".join(", ".join(filter(None, _plain_name(one))) for one in value)
        elif isinstance(value, Mapping):
            rows = _plain_date(value)
            found[name] = rows.get("words") or "/".join(
                "-".join(part.zfill(2) for part in row) for row in rows["rows"]
            )
        else:
            found[name] = str(value) if name in (*FIELDS.values(), "note") else _line(value)
    if "event" in found:
        found["event-title"] = found.pop("event")
    found |= dict(_remarks(found.pop("note", "")))
    found.setdefault("type", "document")
    return found


def _line(value: object) -> str:
    return " ".join(str(value).split())


def _plain_name(name: Mapping[str, Any]) -> tuple[str, str]:
    parts = (name.get("dropping-particle"), name.get("non-dropping-particle"), name.get("family"))
    last = name.get("literal") or " ".join(part for part in parts if part)
    return last + (f", {name['suffix']}" if name.get("suffix") else ""), name.get("given", "")


def _plain_date(value: Mapping[str, Any]) -> Plain:
    if not value.get("date-parts"):
        return {"words": value.get("literal") or value.get("raw")}
    found: Plain = {"circa": True} if value.get("circa") else {}
    rows = [list(row) for row in value["date-parts"]]
    for row in rows:
        if len(row) > 1 and row[1] > 12:
            found["season"] = (row.pop(1) - 1) % 4 + 1
    if value.get("season"):
        found["season"] = int(value["season"])
    return found | {"rows": [[str(part) for part in row] for row in rows]}
