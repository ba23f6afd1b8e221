"""Read entries in Chinese that have one of the fixed forms; no tagger has learned the script.

GB/T 7714 marks the kind of a work (`[J]` in a journal, `[M]` a book); lists in prose
put titles between 《 and 》. What has neither form stays as it stands.
"""

from __future__ import annotations

import re
from typing import Final

from copydesk.model import Csl
from copydesk.references import dates

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


def read(entry: str) -> Csl:
    """The CSL item of `entry`, {} when it has none of the known forms.

    >>> read("李明. 河流与盐[J]. 海洋研究, 2020, 12(3): 4-19.")["container-title"]
    '海洋研究'
    >>> read("李明，《河流与盐》，北京：海洋出版社，2020年。")["publisher"], read("李明 河流与盐")
    ('海洋出版社', {})
    """
    if match := _MARKED.fullmatch(entry):
        kind = _KINDS[match["kind"]]
        for form in (_WEB, _PERIODICAL, _IMPRINT):
            if rest := form.fullmatch(match["rest"]):
                return {"type": kind} | _fields(match.groupdict() | rest.groupdict())
        return {}
    if match := _BETWEEN_BRACKETS.fullmatch(entry):
        kind = "article-journal" if match["container"] else "book"
        return {"type": kind} | _fields(match.groupdict())
    return {}


def _fields(found: dict[str, str | None]) -> Csl:
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
