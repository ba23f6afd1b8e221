"""Read entries that have a fixed form: laws, judgments and treaties, and Chinese lists.

A directive of the Official Journal, a treaty of a Treaty Series, an act of the Statutes at
Large, a law of the Bundesgesetzblatt, a case with a `v`: what has one of these forms is read by it.
GOST parts the areas of a Russian entry by dashes. GB/T 7714 marks the kind of a work (`[J]` in a
journal, `[M]` a book); Chinese lists in prose put titles between 《 and 》, Japanese ones the year
second or last. What has none of these forms is left to the tagger.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from copydesk import tables
from copydesk.model import Csl
from copydesk.references import dates, identifiers, names

#: A page and a link as all forms have them.
_PAGE: Final = r"(?P<page>\d{1,5}(?:[-–]\d{1,5})?)"
_LINK: Final = r"(?:\s?(?P<URL>https?://\S{4,200}?)[.．。]?)?"


@cache
def _forms() -> dict[str, Any]:
    """The forms of the table, compiled: each begins with the entry."""
    table = tables.load_table("library/forms")

    def shape(text: str) -> re.Pattern[str]:
        whole = text.replace("{page}", _PAGE).replace("{link}", _LINK)
        return re.compile(rf"\A(?:{whole})")

    return {
        "law": [(row["type"], re.compile(row["has"]), shape(row["form"])) for row in table["law"]],
        "area": [shape(row["form"]) for row in table["area"]],
        "marked": {name: shape(form) for name, form in table["marked"].items()},
        "unmarked": [shape(row["form"]) for row in table["unmarked"]],
    }


# ── laws and judgments ────────────────────────────────────────────────────────

#: A case is named by two parties; a title may hold a lone `v` much later.
_LONGEST: Final = 900


def read_law(entry: str) -> Csl:
    """The CSL item of a law or judgment, {} when `entry` is none of the known forms.

    >>> law = read_law("Directive (EU) 2019/77 on harbour dues, OJ L 12, 3.4.2019, p. 5–9.")
    >>> law["title"], law["container-title"], law["volume"], law["page"]
    ('Directive (EU) 2019/77 on harbour dues', 'OJ L', '12', '5-9')
    >>> read_law("Tide Island v Port Authority [2016] ICJ Rep 833")["type"]
    'legal_case'
    >>> read_law("Lo, B. State v. market (2019) World Politics 33")
    {}
    """
    if len(entry) > _LONGEST:
        return {}
    for kind, sign, form in _forms()["law"]:
        if sign.search(entry) and (match := form.fullmatch(entry)):
            return {"type": kind} | _law_fields(match)
    return {}


def _law_fields(match: re.Match[str]) -> Csl:
    found = match.groupdict()
    item = _fields(found)
    if author := found.get("author"):
        item["author"] = [{"literal": author}]
    if number := found.get("ecli"):
        item["number"] = number
    return item


# ── Russian and its neighbours, by GOST 7.1 and 7.0.5 ────────────────────────

_LIST_NUMBER: Final = re.compile(r"^[\[(]?\d{1,3}[.)\]]\s+")
_CYRILLIC: Final = re.compile(r"[\u0400-\u04ff]{3}")
_BIG: Final = "[А-ЯЁІЇЄҐҚӘҒҢӨҰҮҺ]"
#: `Лунд В. А., Осей М. и др.` in front of a title, family first, and a year behind them.
_HEADING: Final = re.compile(
    rf"(?:(?P<author>(?:{_BIG}[\w’'-]{{1,30}},?\s(?:{_BIG}\.\s?){{1,2}}(?:,\s(?={_BIG}))?){{1,9}}"
    r"(?:(?:и|та)\sдр\.)?)(?:\s?(?P<date>\d{4})\.)?\s?)?(?=\S)"
)
_AREA: Final = re.compile(r"(?<=[.\])”»)])\s[–—-]\s")
_RESPONSIBLE: Final = re.compile(rf"\s/\s(?=(?:[^\W\d_]{{2,7}}\.?\s){{0,5}}{_BIG}\.)")
_EDITORS: Final = re.compile(
    r"(?:[^\W\d_]{2,7}\.?\s){0,3}(?:ред|упоряд|сост)\.\s(?:(?:акад|проф|канд)\.\s)?"
)
_MEDIUM: Final = re.compile(r"\s?\[(?:[ЭЕ]лектрон[^\]]{1,20}|Текст)\]")
_KIND_OF_WORK: Final = re.compile(
    r"\s?:\s?(?P<kind>(?:учеб|офиц|навч|справочник|довідник|монограф|сборник|збірник)[^:]{0,60})$",
    re.IGNORECASE,
)


def read_gost(entry: str) -> Csl:
    """Read the CSL item of an `entry` in areas, as GOST parts them by dashes, else {}.

    Who is responsible stands behind a stroke, and once more in front of the title.

    >>> found = read_gost("Лунд В. А. Соль / В. А. Лунд, М. Осей. – М. : Причал, 2019. – 140 с.")
    >>> found["title"], found["author"][1], found["publisher"], found["number-of-pages"]
    ('Соль', {'family': 'Осей', 'given': 'М.'}, 'Причал', '140')
    >>> read_gost("Лунд В. Соль // Вестник воды. – 2019. – Т. 2, № 5. – С. 4-9.")["page"]
    '4-9'
    """
    first, *areas = _AREA.split(_LIST_NUMBER.sub("", entry))
    heading = _HEADING.match(first)
    if not areas or not heading or not _CYRILLIC.search(first[heading.end() :]):
        return {}
    found = {name: value for name, value in heading.groupdict().items() if value}
    for area in areas:
        bare = area.rstrip(" .;")
        said = next((match for form in _forms()["area"] if (match := form.fullmatch(bare))), None)
        new = {name: value for name, value in said.groupdict().items() if value} if said else {}
        if not new or any(found.get(name, value) != value for name, value in new.items()):
            return {}
        found |= new
    title, _, outlet = first[heading.end() :].partition(" // ")
    title, *people = _RESPONSIBLE.split(_MEDIUM.sub("", title), maxsplit=1)
    item: Csl = {}
    if kind := _KIND_OF_WORK.search(title):
        title, item["genre"] = title[: kind.start()], kind["kind"].strip(" .")
    item["title"] = title.strip(" .")
    if outlet:
        item["container-title"] = _MEDIUM.sub("", outlet).strip(" .")
    for text in (found.pop("author", ""), *people):
        field = "editor" if _EDITORS.match(text) else "author"
        if text:
            item[field] = names.read_names(_EDITORS.sub("", text))
    if not item["title"] or not found.keys() & {"date", "URL"}:
        return {}
    periodical, web = "publisher_place" not in found, "URL" in found and "publisher" not in found
    kind_of_item = ("article-journal" if periodical else "chapter") if outlet else "book"
    return {"type": "webpage" if web and not outlet else kind_of_item} | _fields(found) | item


# ── Chinese and Japanese, which no tagger has learned ─────────────────────────

#: The mark of GB/T 7714 for a kind of work; it is unmistakable in any script.
_MARK: Final = r"\[(?P<kind>[JMNDCRSZ]|EB/OL|J/OL|N/OL)\]"
_MARKED: Final = re.compile(
    r"(?:\[?\d{1,3}[\].]\s?)?(?:(?P<author>[^.．\[\]]{1,120})[.．](?:\s|(?=[^\x00-\x7f])))?"
    rf"(?P<title>[^\[\]]{{1,300}}?)\s?{_MARK}[.．]\s?(?P<rest>[^\n]{{1,300}})"
)
_OTHERS: Final = re.compile(r"(?<=\S)[,，]?\s?(?:等|他)$")
_JAPANESE: Final = re.compile(r"[\u3040-\u30ff]|[著訳][,，]")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")


def is_marked(entry: str) -> bool:
    """Whether `entry` bears a mark of GB/T 7714, as Chinese lists set it, in whatever script.

    >>> is_marked("Lund V. Tides[M]. Hull: Quay, 2019."), is_marked("Lund V. Tides [online].")
    (True, False)
    """
    return "[" in entry and re.search(_MARK, entry) is not None


def read_eastern(entry: str) -> Csl:
    """Read the CSL item of a Chinese or Japanese `entry`, {} when it has none of the known forms.

    >>> read_eastern("李明. 河流与盐[J]. 海洋研究, 2020, 12(3): 4-19.")["container-title"]
    '海洋研究'
    >>> read_eastern("李明，《河流与盐》，北京：海洋出版社，2020年。")["publisher"]
    '海洋出版社'
    """
    if match := _MARKED.fullmatch(entry):
        kind = match["kind"]
        first = ("periodical", "imprint") if kind[0] in "JN" else ("imprint", "periodical")
        for name in ("web", *first):
            if rest := _forms()["marked"][name].fullmatch(match["rest"]):
                found = match.groupdict() | rest.groupdict()
                if kind[0] == "N":  # a newspaper's bracket holds its page
                    found["page"] = found.get("page") or found.pop("issue", None)
                item_type = tables.load_table("library/kinds")["marks"][kind]
                return {"type": item_type} | _eastern_fields(found, entry)
        return {}
    for form in _forms()["unmarked"]:
        if match := form.fullmatch(entry):
            found = match.groupdict()
            imprint = "book" if found.get("publisher") else "webpage"
            kind = "article-journal" if found.get("container_title") else imprint
            return {"type": kind} | _eastern_fields(found, entry)
    return {}


def _eastern_fields(found: Mapping[str, str | None], entry: str) -> Csl:
    item: Csl = {}
    for group in ("author", "translator"):
        if people := found.get(group):
            item[group] = _authors(people)
    if _HAN.search(entry):
        item["language"] = "ja" if _JAPANESE.search(entry) else "zh"
    return item | _fields(found)


#: Groups of the forms that are no field as they stand.
_PARTS: Final = frozenset(
    ("author", "translator", "kind", "rest", "ecli", "date", "month", "day", "accessed")
)


def _fields(found: Mapping[str, str | None]) -> Csl:
    """The fields that the groups of a form hold, but for who made the work."""
    item: Csl = {
        group.replace("_", "-"): value.strip(" ,")
        for group, value in found.items()
        if value and group not in _PARTS
    }
    if page := item.get("page"):
        item["page"] = re.sub(r"\s?[-–]\s?", "-", page)
    if identifiers.is_resolver(item.get("URL", "")):
        item["DOI"] = identifiers.doi(item.pop("URL"))
    day = "-".join(part for name in ("date", "month", "day") if (part := found.get(name)))
    if parts := dates.join([day]):
        item["issued"] = {"date-parts": parts}
    if seen := found.get("accessed"):
        seen = re.sub(r"\s?[年月]\s?", "-", seen).rstrip(" 日")
        item["accessed"] = {"date-parts": dates.join([seen])}
    return item


def _authors(text: str) -> list[dict[str, str]]:
    """The people as they are written: nobody has said where family and given name part.

    An Arabic comma says so, if there is one.
    """
    family, comma, given = text.strip().partition("، ")
    if comma and "،" not in given:
        return [{"family": family, "given": given}]
    bare = _OTHERS.sub("", text.strip())
    people = [{"literal": name.strip()} for name in re.split(r"[,，、;；]", bare) if name.strip()]
    return people + ([{"literal": "others"}] if bare != text.strip() else [])
