"""Volume, issue and pages of an entry, and its edition."""

from __future__ import annotations

import re
from typing import Final

_PLAIN: Final = re.compile(
    r"(?<![\w(])(?P<volume>[A-Z]{0,2}\d{1,4}[A-Za-z]?|[IVXLC]{1,7})\s?[(\[]"
    r"(?P<issue>[^()\[\]]{1,24})[)\]]"
)
_ISSUE: Final = re.compile(
    r"(?:\b(?:no|nos|nr|num|núm|issue|iss|n|heft|h|number|numéro)\b\.?|n°|nº|№|#)\s?:?\s?"
    r"(?P<issue>\d{1,5}(?:\s?[-–/]\s?\d{1,5})?[A-Za-z]?)",
    re.IGNORECASE,
)
_VOLUME: Final = re.compile(
    r"\b(?:vol|vols|volume|volumes|bd|band|tome|tomo|t|v|jg|jahrgang)\b\.?\s?:?\s?"
    r"(?P<volume>[A-Z]?\d{1,4}[A-Za-z]?(?:\s?[-–/]\s?\d{1,4})?|[IVXLC]{1,7}\b)",
    re.IGNORECASE,
)
_BEFORE_JAHRGANG: Final = re.compile(r"(?P<volume>\d{1,4})\.?\s?(?:Jg|Jahrgang)", re.IGNORECASE)
_PAIR: Final = re.compile(
    r"^\W*(?P<volume>[A-Z]?\d{1,4}[A-Za-z]?)\s?[.,:/]\s?(?P<issue>\d{1,4}(?:[-–/]\d{1,4})?)\W*$"
)
_HOW_MANY: Final = re.compile(
    r"(?<!\w)(\d{1,3})\s?(?:vols|volumes|bde|bände|tomes)\b\.?", re.IGNORECASE
)
_ARXIV: Final = re.compile(r"(?<!\d)\d{4}\.\d{4,5}(?!\d)")
_FRENCH: Final = re.compile(r"^\W*(\d{2,4})-(\d)\W*$")
_BARE: Final = re.compile(
    r"(?<!\w)([A-Z]{0,2}\d{1,5}[A-Za-z]?(?:[-–/]\d{1,5})?|[IVXLCivxlc]{1,7})(?!\w)"
)
_LABELS: Final = re.compile(
    r"\b(?:pages?|pp?|pgs?|seiten?|s|págs?|pags?|blz)\b\.?\s?:?|[()\[\]]", re.IGNORECASE
)
_DASH: Final = re.compile(r"\s*(?:[-‐‑‒–—―−]|--)+\s*")
_PAGE: Final = re.compile(
    r"[A-Za-z]{0,3}\.?\d{1,7}[A-Za-z]?(?:-[A-Za-z]{0,3}\d{1,7}[A-Za-z]?)?|[ivxlc]{1,8}-[ivxlc]{1,8}|[ivxlcIVXLC]{1,8}",
)
_COUNTED: Final = re.compile(r"\b(\d{1,5})p\b\.?", re.IGNORECASE)


def volume_and_issue(text: str) -> dict[str, str]:
    """`volume` and `issue` in a volume segment as it stands.

    >>> volume_and_issue("28(117),"), volume_and_issue("vol. 57, no. 12,")
    ({'volume': '28', 'issue': '117'}, {'volume': '57', 'issue': '12'})
    >>> volume_and_issue("nr 29."), volume_and_issue("10(2),"), volume_and_issue("6,")
    ({'issue': '29'}, {'volume': '10', 'issue': '2'}, {'volume': '6'})
    """
    found: dict[str, str] = {}
    if match := _HOW_MANY.search(text):
        found["number-of-volumes"] = match[1]
        text = _HOW_MANY.sub(" ", text)
    if _ARXIV.search(text):
        return found
    if match := _FRENCH.match(text):
        return {"volume": match[1], "issue": match[2]}
    if match := _ISSUE.search(text):
        found["issue"] = _squeezed(match["issue"])
    if match := (_VOLUME.search(text) or _BEFORE_JAHRGANG.search(text)):
        found = {"volume": _squeezed(match["volume"])} | found
    if "volume" not in found and (match := _PLAIN.search(text)):
        found = {"volume": match["volume"]} | {"issue": _issue(match["issue"])} | found
    elif "volume" in found and "issue" not in found and (match := _PLAIN.search(text)):
        found["issue"] = _issue(match["issue"])
    if not {"volume", "issue"} & set(found) and (match := _PAIR.match(text)):
        return {"volume": match["volume"], "issue": match["issue"]}
    if "volume" not in found:
        rest = _ISSUE.sub(" ", text)
        if match := _BARE.search(rest):
            found = {"volume": match[1]} | found
            if "issue" not in found and (second := _BARE.search(rest, match.end())):
                found["issue"] = second[1]
    return {field: value for field, value in found.items() if value}


def _issue(text: str) -> str:
    if match := _ISSUE.search(text):
        return _squeezed(match["issue"])
    return _squeezed(text.strip(" .,;:"))


def _squeezed(text: str) -> str:
    return _DASH.sub("-", text).strip()


def pages(text: str) -> str:
    """The page or pages in a pages segment, ranges with a plain hyphen.

    >>> pages("pp. 468 – 481."), pages("p.153."), pages("(pp. xii–xv)."), pages("E12-E19")
    ('468-481', '153', 'xii-xv', 'E12-E19')
    """
    bare = _DASH.sub("-", _LABELS.sub(" ", _COUNTED.sub(r"\1", text)))
    found = [match[0].strip(".") for match in _PAGE.finditer(bare)]
    return ", ".join(found)


def edition(text: str) -> str:
    """The edition as CSL wants it: the number alone when there is one.

    >>> edition("(2nd ed.)."), edition("Rev. ed.")
    ('2', 'Rev. ed.')
    """
    bare = text.strip(" ()[],;:")
    if match := re.match(
        r"(\d{1,3})(?:st|nd|rd|th|e|ème|\.)?\s*(?:ed|edn|edition|aufl|auflage|éd|édition)\b",
        bare,
        re.IGNORECASE,
    ):
        return match[1]
    return bare
