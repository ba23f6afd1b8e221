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
from typing import Final

from copydesk.model import Csl
from copydesk.references import dates, identifiers, names

# ── laws and judgments ────────────────────────────────────────────────────────


#: Kinds of laws and judgments: what one cannot do without, and the whole of it. That begins with
#: the entry: in the midst of one, each word could begin a title.
_FORMS: Final = (
    (
        "legislation",
        re.compile(r"OJ"),
        re.compile(
            r"\A(?P<title>(?:(?:Council|Commission)\s)?(?:Implementing\s|Delegated\s)?(?:Directive|Regulation"
            r"|Decision|Recommendation)\s[^\n]{10,600}?),?\s\(?(?P<container>OJ\s[LC])\s?(?P<volume>\d{1,4})"
            r"(?:,?\s(?P<date>\d{1,2}[./]\d{1,2}[./]\d{4}))?(?:,?\spp?\.\s?(?P<page>\d+(?:\s?[-–]\s?\d+)?))?\)?\.?"
        ),
    ),
    (
        "legislation",
        re.compile(r"Stat\.|U\.S\.C\."),
        re.compile(
            r"\A(?P<title>[A-Z][^\n,]{3,200}?\sAct(?:\s(?:of\s)?\d{4})?),\s(?:Pub\.\sL\.\sNo\.\s(?P<number>[\d–-]+),?\s)?"
            r"(?P<volume>\d{1,3})\s(?P<container>Stat\.|U\.S\.C\.)\s(?P<page>§?\s?\d+)(?:\s\((?P<date>\d{4})\))?\.?"
        ),
    ),
    (
        "legislation",
        re.compile(r"BGBl"),
        re.compile(
            r"\A(?P<title>(?:Gesetz|Verordnung)\s[^\n]{5,300}?)\svom\s(?P<date>\d{1,2}\.\s?[\w.äö]+\s?\d{4})"
            r"\s?[(,]\s?(?P<container>BGBl\.?\s?I{0,2})\s(?:\d{4},?\s)?S\.\s?(?P<page>\d+)\)?\.?"
        ),
    ),
    (
        "treaty",
        re.compile(r"Treaty Series"),
        re.compile(
            r"\A(?P<title>[^\n]{10,300}?),\s(?:concluded|signed|done|adopted)\s(?:in|at)\s"
            r"(?P<place>[^\d\n,]{3,40}?),?\s(?P<date>\d{1,2}\s[A-Z][a-z]+\s\d{4}|[A-Z][a-z]{2,9}\.?\s\d{1,2},\s\d{4}),\s"
            r"(?P<container>United Nations Treaty Series),?\s[Vv]ol\.\s(?P<volume>\d{1,4})"
            r"(?:,\s(?:[Rr]egistration\s)?[Nn]o\.?\s(?P<number>I?-?\d{1,6}))?[.;]?",
            re.IGNORECASE,
        ),
    ),
    (
        "treaty",
        re.compile(r"[UL]NTS|ETS|ILM|\.T\.S\.|U\.S\.T\.|T\.I\.A\.S\.|I\.L\.M\."),
        re.compile(
            r"\A(?P<title>[^\n]{5,300}?)(?:,\s(?:opened for signature|signed|adopted))?,?\s\(?"
            r"(?P<date>\d{1,2}\s[A-Z][a-z]+\s\d{4}|[A-Z][a-z]{2,9}\.?\s\d{1,2},\s\d{4})\)?(?:\s?\([^()]{1,60}\))?,\s"
            r"(?P<volume>\d{1,4})\s"
            r"(?P<container>UNTS|LNTS|ETS|ILM|(?:U\.N|L\.N)\.T\.S\.|U\.S\.T\.|T\.I\.A\.S\.|I\.L\.M\.|E\.T\.S\.)"
            r"\s(?P<page>\d+)(?:,\s(?:\d{1,4}\s[A-Z.]{3,9}\s\d{1,5}))?(?:\s?\([^()]{1,90}\))?\.?"
        ),
    ),
    (
        "treaty",
        re.compile(r"[UL]NTS|C?ETS|ILM|UKTS|ATS"),
        re.compile(
            r"\A(?P<title>[^\n()]{5,300}?),?\s\((?:adopted|signed|opened for signature|concluded)\s"
            r"(?P<date>\d{1,2}\s[A-Z][a-z]+\s\d{4})(?:,\s[^()]{5,80})?\)\s(?:\([A-Za-z]{2,20}\)\s)?"
            r"(?P<volume>\d{1,4})\s(?P<container>UNTS|LNTS|ETS|ILM|CETS|UKTS|ATS)\s(?P<page>\d{1,5})\.?"
        ),
    ),
    (
        "legal_case",
        re.compile(r"\sv\.?\s"),
        re.compile(
            r"\A(?P<title>[A-Z][^\n\[\]]{0,160}?\sv\.?\s[^\n\[\]]{2,160}?)\s\[(?P<date>\d{4})\]\s"
            r"(?:UKSC|UKHL|UKPC|EW[CH][AC]|NICA|CSIH|CSOH|HCA|SCC|IESC|IEHC|NZSC|NZCA|SGCA)"
            r"(?:\s(?:Civ|Crim|Admin|Ch|QB|KB|Fam|Comm|TCC))?\s\d{1,5}(?:\s\([A-Z][A-Za-z]{1,5}\))?,\s"
            r"[\[(]\d{4}[\])]\s(?:(?P<volume>\d{1,3})\s)?(?P<container>[A-Z][A-Za-z]{1,5}(?:\s[A-Z][A-Za-z.]{0,6}){0,2})"
            r"\s(?P<page>\d{1,5})\.?"
        ),
    ),
    (
        "legal_case",
        re.compile(r"\sv\.?\s"),
        re.compile(
            r"\A(?P<title>[A-Z][^\n\[\]]{0,160}?\sv\.?\s[^\n\[\]]{2,160}?)\s[\[(](?P<date>\d{4})[\])]\s"
            r"(?:(?P<volume>\d{1,3})\s)?(?P<container>[A-Z]{2,6}(?:\s[A-Z][A-Za-z.]{0,6}){0,2})\s(?P<page>\d+)\.?"
        ),
    ),
    (
        "legal_case",
        re.compile(r"\svs?\.?\s"),
        re.compile(
            r"\A(?P<title>[A-Z][^\n\[\]]{1,160}?\svs?\.?\s[^\n\[\],]{2,160}?),\s(?P<volume>\d{1,4})\s"
            r"(?P<container>[A-Z][A-Za-z]{0,5}\.(?:\s?(?:[A-Z][A-Za-z]{0,5}\.|\d(?:d|th))){0,3})\s(?P<page>\d{1,5})"
            r"(?:,\s\d{1,5}(?:[-–]\d{1,5})?)?\s\((?:[A-Z0-9][\w. ]{0,20}\s)?(?P<date>\d{4})\)\.?"
        ),
    ),
    (
        "legal_case",
        re.compile(r"\sv(?:om|\.)\s"),
        re.compile(
            r"\A(?P<author>(?:EuGH|EGMR|EuG|B(?:GH|VerfG|VerwG|AG|SG|FH)|(?:O?LG|O?VG|AG|VGH|LAG|SG|FG)\s[A-ZÄÖÜ][\w-]{2,20})),"
            r"\s(?P<genre>Urteil|Urt\.|Beschluss|Beschl\.)\s(?:vom|v\.)\s(?P<date>\d{1,2}\.\s?[\w.ä]{1,10}\s?\d{4})"
            r"\s?[-–,](?:\sAz\.:?)?\s(?P<title>[^\n,]{3,60}?(?:,\s[^\n,]{3,60}\d/\d\d)?)"
            r"(?:,\s(?P<container>[A-Z][A-Za-z]{1,9})\s(?P<volume>\d{1,4}),\s(?P<page>\d{1,5}))?[.:;]?"
        ),
    ),
    (
        "legal_case",
        re.compile(r"Case"),
        re.compile(
            r"\A(?:Joined\s)?Cases?\s(?P<number>[CTF]-\d{1,4}/\d\d)\S*,?\s"
            r"(?P<title>[^\n]{2,200}?\sv\.?\s[^\n,\[\]]{2,200})"
            r"(?:,?\s(?:ECLI:)?(?P<ecli>EU:[CTF]:(?P<date>\d{4}):\d+))?\.?"
        ),
    ),
)  # fmt: skip
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
    for kind, sign, form in _FORMS:
        if sign.search(entry) and (match := form.fullmatch(entry)):
            return {"type": kind} | _law_fields(match)
    return {}


def _page(text: str) -> str:
    return re.sub(r"\s?[-–]\s?", "-", text)


def _law_fields(match: re.Match[str]) -> Csl:
    found = {name: value for name, value in match.groupdict().items() if value}
    item: Csl = {"title": found["title"].strip(" ,")}
    for group, field in (
        ("container", "container-title"),
        ("volume", "volume"),
        ("number", "number"),
        ("place", "event-place"),
        ("genre", "genre"),
    ):
        if group in found:
            item[field] = found[group].strip()
    if "author" in found:
        item["author"] = [{"literal": found["author"]}]
    if "page" in found:
        item["page"] = _page(found["page"])
    if "ecli" in found:
        item["number"] = found["ecli"]
    if "date" in found and (parts := dates.join([found["date"]])):
        item["issued"] = {"date-parts": parts}
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
#: What an area may say. The year of a periodical stands alone, that of a book behind its press.
_AREAS: Final = (
    re.compile(
        r"(?P<place>[^:,;\d]{1,40}?)(?:\s?[:;]\s?(?P<publisher>[^:]{2,90}?))?,\s(?P<date>\d{4})"
    ),
    re.compile(r"(?P<date>\d{4})"),
    re.compile(
        r"(?:(?:Т|Вип|Вып)\.\s?(?P<volume>[\dIVX]{1,6})(?:[,.]\s?|$))?"
        r"(?:(?:№|[Вв][ыи]п\.)\s?(?P<issue>[\d/-]{1,9}(?:\s?\(\d{1,4}\))?))?"
    ),
    re.compile(r"[Сс]\.\s?(?P<page>\d{1,5}(?:\s?[-–]\s?\d{1,5})?)"),
    re.compile(r"(?P<count>\d{1,4})\s?с"),
    re.compile(r"(?P<edition>\d{1,2})-[тг]?е (?:изд|вид)\.[^–]{0,40}"),
    re.compile(r"(?:DOI:?\s?(?P<DOI>10\.\S+)|ISBN\s(?P<ISBN>[\dX-]{10,17})|EDN\s(?P<note>\w+))"),
    re.compile(
        r"(?:URL|Режим доступ[ау]|Доступно)\s?:\s?(?P<URL>https?://\S{4,300}?)[.,;]?"
        r"(?:\s\(?дата (?:обращения|звернення)\s?:\s?(?P<accessed>[\d.-]{8,10})\)?)?"
    ),
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
        said = next((match for form in _AREAS if (match := form.fullmatch(bare))), None)
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
    periodical, web = "place" not in found, "URL" in found and "publisher" not in found
    kind_of_item = ("article-journal" if periodical else "chapter") if outlet else "book"
    return {"type": "webpage" if web and not outlet else kind_of_item} | _fields(found) | item


# ── Chinese and Japanese, which no tagger has learned ─────────────────────────

_PAGE: Final = r"(?P<page>\d{1,5}(?:[-–]\d{1,5})?)"
_LINK: Final = r"(?:\s?(?P<URL>https?://\S{4,200}?)[.．。]?)?"
#: The mark of GB/T 7714 for a kind of work; it is unmistakable in any script.
_MARK: Final = r"\[(?P<kind>[JMNDCRSZ]|EB/OL|J/OL|N/OL)\]"
_MARKED: Final = re.compile(
    r"(?:\[?\d{1,3}[\].]\s?)?(?:(?P<author>[^.．\[\]]{1,120})[.．](?:\s|(?=[^\x00-\x7f])))?"
    rf"(?P<title>[^\[\]]{{1,300}}?)\s?{_MARK}[.．]\s?(?P<rest>[^\n]{{1,300}})"
)
_KINDS: Final = {
    "J": "article-journal",
    "N": "article-newspaper",
    "M": "book",
    "D": "thesis",
    "C": "paper-conference",
    "R": "report",
    "S": "standard",
    "Z": "document",
    "EB/OL": "webpage",
    "J/OL": "article-journal",
    "N/OL": "article-newspaper",
}
_PERIODICAL: Final = re.compile(
    r"(?P<container>[^,，.．]{1,60})[,，]\s?(?P<date>\d{4}(?:-\d{1,2}-\d{1,2})?)"
    r"(?:[,，]\s?(?P<volume>\d{1,4}))?(?:\s?[(（]第?(?P<issue>\d{1,4}(?:[-–]\d{1,4})?)期?[)）])?"
    rf"(?:[:：]\s?{_PAGE})?[.．。]?{_LINK}"
)
_IMPRINT: Final = re.compile(
    r"(?:(?:(?P<place>[^:：,，]{1,30})[:：]\s?)?(?P<publisher>[^,，:：]{1,60})[,，]\s?)?"
    rf"(?P<date>\d{{4}}(?:-\d{{1,2}}-\d{{1,2}})?)(?:[:：]\s?{_PAGE})?[.．。]?{_LINK}"
)
_WEB: Final = re.compile(
    r"(?:[(（]?(?P<date>\d{4}-\d{1,2}-\d{1,2})[)）]?(?:\s?\[(?P<accessed>\d{4}-\d{1,2}-\d{1,2})\])?"
    r"[.．]\s?)?(?P<URL>https?://\S{4,200}?)[.．。]?"
)
#: `李明，《河流与盐》，北京：海洋出版社，2020年。`
_BETWEEN_BRACKETS: Final = re.compile(
    r"(?P<author>[^，,：:《》]{1,60})[，,：:]\s?《(?P<title>[^《》]{1,200})》[，,。]?\s?"
    r"(?:《(?P<container>[^《》]{1,60})》[，,]\s?|(?P<place>[^：:，,《》]{1,20})[：:]\s?"
    r"(?P<publisher>[^，,《》]{1,60})[，,]\s?)(?P<date>\d{4})年?"
    r"(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?)?(?:版)?(?:第(?P<issue>\d{1,4})期)?"
    rf"(?:[，,]\s?第{_PAGE}[页版])?[。.]?"
)
#: `山田太郎. (2001). 川と塩. 海洋論集, 66, 550, 193-200.`
_YEAR_SECOND: Final = re.compile(
    r"(?P<author>[^.．()（）]{1,120})[.．]?\s?[(（](?P<date>\d{4})[)）][.．]?\s?(?P<title>.{1,200}?)"
    r"(?:\s?\[(?P<medium>[^\[\]]{2,20})\])?[.．]\s?(?:(?P<container>[^,，.．]{2,60})[,，]\s?"
    rf"(?P<volume>\d{{1,4}})(?:[,，]\s?(?P<issue>\d{{1,4}}))?[,，]\s?{_PAGE}"
    r"|(?:(?P<place>[^:：,，.]{2,30})[:：]\s?)?(?P<publisher>[^,，.．:：]{2,60}))[.．]?(?:\s?アクセス日[:：]\s?"
    rf"(?P<accessed>\d{{4}}\s?年\s?\d{{1,2}}\s?月\s?\d{{1,2}}\s?日)[.．]?)?{_LINK}"
)
#: `山田太郎著, 川と塩, 海洋全書 331, 海洋書店, 1981年11月.`
_YEAR_LAST: Final = re.compile(
    r"(?:\[?\S{1,3}[\].]\s?)?(?P<author>[^,，、「『]{2,60}?)(?:\s?著)?[,，]\s?"
    r"(?:(?P<translator>[^,，]{2,30})訳[,，]\s?)?[「『]?(?P<title>[^,，「」『』]{2,100})[」』]?[,，]?\s?"
    r"(?:(?P<series>[^,，\d]{2,30}?)\s?(?P<number>\d{1,4})[,，]\s?)?"
    r"(?P<publisher>[^,，\d]{1,30}(?:書店|出版|社|書房|出版会|堂|館|書院))[,，]\s?"
    r"(?P<date>\d{4})年?(?:(?P<month>\d{1,2})月)?[.。]?"
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
        periodical = kind[0] in "JN"
        for form in (_WEB, _PERIODICAL, _IMPRINT) if periodical else (_WEB, _IMPRINT, _PERIODICAL):
            if rest := form.fullmatch(match["rest"]):
                found = match.groupdict() | rest.groupdict()
                if kind[0] == "N":  # a newspaper's bracket holds its page
                    found["page"] = found.get("page") or found.pop("issue", None)
                return {"type": _KINDS[kind]} | _eastern_fields(found, entry)
        return {}
    for form in (_BETWEEN_BRACKETS, _YEAR_SECOND, _YEAR_LAST):
        if match := form.fullmatch(entry):
            found = match.groupdict()
            kind = "article-journal" if found.get("container") else "book"
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


def _fields(found: Mapping[str, str | None]) -> Csl:
    """The fields that the groups of a form hold, but for who made the work."""
    item: Csl = {}
    for group, field in (
        ("title", "title"),
        ("container", "container-title"),
        ("series", "collection-title"),
        ("number", "collection-number"),
        ("volume", "volume"),
        ("issue", "issue"),
        ("note", "note"),
        ("DOI", "DOI"),
        ("publisher", "publisher"),
        ("place", "publisher-place"),
        ("medium", "medium"),
        ("count", "number-of-pages"),
        ("edition", "edition"),
        ("URL", "URL"),
    ):
        if value := found.get(group):
            item[field] = value.strip()
    if page := found.get("page"):
        item["page"] = _page(page)
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
