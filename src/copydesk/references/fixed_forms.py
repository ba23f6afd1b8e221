"""Read entries that have a fixed form: laws, judgments and treaties, and Chinese lists.

A directive of the Official Journal, a treaty of a Treaty Series, an act of the Statutes at
Large, a law of the Bundesgesetzblatt, a case with a `v`: what has one of these forms is read by it.
GB/T 7714 marks the kind of a work (`[J]` in a journal, `[M]` a book); Chinese lists in prose
put titles between 《 and 》. What has none of these forms is left to the tagger.
"""

from __future__ import annotations

import re
from typing import Final

from copydesk.model import Csl
from copydesk.references import dates

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


def _law_fields(match: re.Match[str]) -> Csl:
    found = {name: value for name, value in match.groupdict().items() if value}
    item: Csl = {"title": found["title"].strip(" ,")}
    for group, field in (
        ("container", "container-title"),
        ("volume", "volume"),
        ("number", "number"),
    ):
        if group in found:
            item[field] = found[group].strip()
    if "page" in found:
        item["page"] = re.sub(r"\s?[-–]\s?", "-", found["page"])
    if "ecli" in found:
        item["number"] = found["ecli"]
    if "date" in found and (parts := dates.join([found["date"]])):
        item["issued"] = {"date-parts": parts}
    return item


# ── Chinese, which no tagger has learned ──────────────────────────────────────


_MARKED: Final = re.compile(
    r"(?:\[\d{1,3}\]\s?)?(?P<author>[^.．\[\]]{1,120})[.．]\s?(?P<title>[^\[\]]{1,300})"
    r"\[(?P<kind>[JMNDCR]|EB/OL|J/OL|N/OL)\][.．]\s?(?P<rest>[^\n]{1,300})"
)
_KINDS: Final = {
    "J": "article-journal",
    "N": "article-newspaper",
    "M": "book",
    "D": "thesis",
    "C": "paper-conference",
    "R": "report",
    "EB/OL": "webpage",
    "J/OL": "article-journal",
    "N/OL": "article-newspaper",
}
_PERIODICAL: Final = re.compile(
    r"(?P<container>[^,，.．]{1,60})[,，]\s?(?P<date>\d{4}(?:-\d{1,2}-\d{1,2})?)"
    r"(?:[,，]\s?(?P<volume>\d{1,4}))?(?:\s?[(（]第?(?P<issue>\d{1,4}(?:[-–]\d{1,4})?)期?[)）])?"
    r"(?:[:：]\s?(?P<page>\d{1,5}(?:[-–]\d{1,5})?))?[.．。]?(?:\s?(?P<URL>https?://\S{4,200}?)\.?)?"
)
_IMPRINT: Final = re.compile(
    r"(?P<place>[^:：,，]{1,30})[:：]\s?(?P<publisher>[^,，]{1,60})[,，]\s?(?P<date>\d{4})"
    r"(?:[:：]\s?(?P<page>\d{1,5}(?:[-–]\d{1,5})?))?[.．。]?"
)
_WEB: Final = re.compile(
    r"[(（]?(?P<date>\d{4}-\d{1,2}-\d{1,2})[)）]?(?:\s?\[(?P<accessed>\d{4}-\d{1,2}-\d{1,2})\])?"
    r"[.．]\s?(?P<URL>https?://\S{4,200}?)[.．。]?"
)
_BETWEEN_BRACKETS: Final = re.compile(
    r"(?P<author>[^，,：:《》]{1,60})[，,：:]\s?《(?P<title>[^《》]{1,200})》[，,。]?\s?"
    r"(?:《(?P<container>[^《》]{1,60})》[，,]\s?|(?P<place>[^：:，,《》]{1,20})[：:]\s?"
    r"(?P<publisher>[^，,《》]{1,60})[，,]\s?)(?P<date>\d{4})年?"
    r"(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?)?(?:版)?(?:第(?P<issue>\d{1,4})期)?"
    r"(?:[，,]\s?第(?P<page>\d{1,5}(?:[-–]\d{1,5})?)[页版])?[。.]?"
)
_OTHERS: Final = re.compile(r"(?<=\S)[,，]?\s?等$")


def read_chinese(entry: str) -> Csl:
    """The CSL item of `entry`, {} when it has none of the known forms.

    >>> read_chinese("李明. 河流与盐[J]. 海洋研究, 2020, 12(3): 4-19.")["container-title"]
    '海洋研究'
    >>> read_chinese("李明，《河流与盐》，北京：海洋出版社，2020年。")["publisher"]
    '海洋出版社'
    """
    if match := _MARKED.fullmatch(entry):
        kind = _KINDS[match["kind"]]
        for form in (_WEB, _PERIODICAL, _IMPRINT):
            if rest := form.fullmatch(match["rest"]):
                return {"type": kind} | _chinese_fields(match.groupdict() | rest.groupdict())
        return {}
    if match := _BETWEEN_BRACKETS.fullmatch(entry):
        kind = "article-journal" if match["container"] else "book"
        return {"type": kind} | _chinese_fields(match.groupdict())
    return {}


def _chinese_fields(found: dict[str, str | None]) -> Csl:
    item: Csl = {"author": _authors(found["author"] or "")}
    for group, field in (
        ("title", "title"),
        ("container", "container-title"),
        ("volume", "volume"),
        ("issue", "issue"),
        ("page", "page"),
        ("publisher", "publisher"),
        ("place", "publisher-place"),
        ("URL", "URL"),
    ):
        if value := found.get(group):
            item[field] = value.strip()
    day = "-".join(part for name in ("date", "month", "day") if (part := found.get(name)))
    item["issued"] = {"date-parts": dates.join([day])}
    if seen := found.get("accessed"):
        item["accessed"] = {"date-parts": dates.join([seen])}
    return item | {"language": "zh"}


def _authors(text: str) -> list[dict[str, str]]:
    """The people as they are written: nobody has said where family and given name part."""
    bare = _OTHERS.sub("", text.strip())
    people = [{"literal": name.strip()} for name in re.split(r"[,，、;；]", bare) if name.strip()]
    return people + ([{"literal": "others"}] if bare != text.strip() else [])
