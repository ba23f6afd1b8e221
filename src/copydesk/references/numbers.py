"""Volume, issue and pages of an entry, and its edition."""

from __future__ import annotations

import re
from typing import Final

_PLAIN: Final = re.compile(
    r"(?<![\w(])(?P<volume>[A-Z]{0,2}\d{1,4}[A-Za-z]?|[IVXLC]{1,7})\s?[(\[]"
    r"(?P<issue>[^()\[\]]{1,24})[)\]]"
)
_ISSUE: Final = re.compile(
    r"(?:\b(?:no|nos|nr|num|núm|issue|iss|n|heft|h|number|numéro|вып)\b\.?|n°|nº|№|#)\s?:?\s?"
    r"(?P<issue>\d{1,5}(?:\s?[-–/]\s?\d{1,5})?[A-Za-z]?)",
    re.IGNORECASE,
)
_VOLUME: Final = re.compile(
    r"\b(?:vol|vols|volume|volumes|bd|band|tome|tomo|т|том|τόμος|t|v|jg|jahrgang)\b\.?\s?:?\s?"
    r"(?P<volume>[A-Z]?\d{1,4}[A-Za-z]?(?:\s?[-–/]\s?\d{1,4})?|[IVXLC]{1,7}\b)",
    re.IGNORECASE,
)
_PAIR: Final = re.compile(
    r"^\W*(?P<volume>[A-Z]?\d{1,4}[A-Za-z]?)\s?[.,:/]\s?(?P<issue>\d{1,4}(?:[-–/]\d{1,4})?)\W*$"
)
_HOW_MANY: Final = re.compile(
    r"(?<!\w)(\d{1,3})\s?(?:vols?|volumes|bde|bände|tomes|tomos)\b(?!\.?\s?\d)\.?", re.IGNORECASE
)
_ARXIV: Final = re.compile(r"(?<!\d)\d{4}\.\d{4,5}(?!\d)")
#: `(49)` alone: what stands in brackets is the issue, here with no volume in front.
_BRACKETED: Final = re.compile(r"\((?P<issue>\d{1,4}(?:[-–/]\d{1,4})?)\)\W*$")
_FRENCH: Final = re.compile(r"^\W*(?P<volume>\d{2,4})-(?P<issue>\d)\W*$")
_BARE: Final = re.compile(
    r"(?<!\w)([A-Z]{0,2}\d{1,5}[A-Za-z]?(?:[-–/]\d{1,5})?|[IVXLCivxlc]{1,7})(?!\w)"
)
_LABELS: Final = re.compile(
    r"\b(?:pages?|pp?|pgs?|seiten?|s|с|σσ?|págs?|pags?|blz)\b\.?\s?:?|[()\[\]]", re.IGNORECASE
)
_DASH: Final = re.compile(r"\s*(?:[-‐‑‒–—―−]|--)+\s*")
_PAGE: Final = re.compile(
    r"[A-Za-z]{0,3}\.?\d{1,7}(?:ff?\b|[A-Za-z])?(?:-[A-Za-z]{0,3}\d{1,7}[A-Za-z]?)?"
    r"|(?<![^\W_])(?:[ivxlc]{1,8}(?:-[ivxlc]{1,8})?|[IVXLC]{1,8}(?:-[IVXLC]{1,8})?)(?![^\W_])",
)
#: `345:e4800`, as medicine glues them.
_VOLUME_AND_PAGES: Final = re.compile(r"(?P<volume>\d{1,4}):(?P<pages>[A-Za-z]{0,3}\d.*)")
#: `A/HRC/26/36`, a document's symbol.
_SYMBOL: Final = re.compile(r"\b[A-Z]{1,5}/(?:[A-Z]{1,5}/|\d)")
_COUNTED: Final = re.compile(r"\b(\d{1,5})p\b\.?", re.IGNORECASE)


def volume_count(text: str) -> tuple[str, str]:
    """How many volumes `text` counts, "" where it counts none, and `text` without that.

    >>> volume_count("(2 vols)."), volume_count("Vol. 2 of 5 vols."), volume_count("28 vol. 3")
    (('2', '( ).'), ('5', 'Vol. 2 of  '), ('', '28 vol. 3'))
    """
    match = _HOW_MANY.search(text)
    return (match[1], _HOW_MANY.sub(" ", text)) if match else ("", text)


def volume_and_issue(text: str) -> dict[str, str]:
    """`volume` and `issue` in a volume segment as it stands.

    >>> volume_and_issue("28(117),"), volume_and_issue("vol. 57, no. 12,")
    ({'volume': '28', 'issue': '117'}, {'volume': '57', 'issue': '12'})
    >>> volume_and_issue("nr 29."), volume_and_issue("10(2),"), volume_and_issue("6,")
    ({'issue': '29'}, {'volume': '10', 'issue': '2'}, {'volume': '6'})
    """
    found: dict[str, str] = {}
    count, text = volume_count(text)
    if count:
        found["number-of-volumes"] = count
    if _ARXIV.search(text):
        return found
    for form in (_FRENCH, _PAIR, _BRACKETED):
        if (match := form.match(text)) and not found:
            return match.groupdict()
    found |= _labelled(text)
    if "volume" not in found:
        found = _bare(_ISSUE.sub(" ", text)) | found
    return {field: value for field, value in found.items() if value}


def _labelled(text: str) -> dict[str, str]:
    """What a label or a bracket says to be volume or issue."""
    found: dict[str, str] = {}
    if match := _VOLUME.search(text):
        found["volume"] = _squeezed(match["volume"])
    if match := _ISSUE.search(text):
        found["issue"] = _squeezed(match["issue"])
    if match := _PLAIN.search(text):
        found = {"volume": match["volume"], "issue": _issue(match["issue"])} | found
    return found


def _bare(text: str) -> dict[str, str]:
    """Numbers without a label: the first is the volume, a second the issue."""
    numbers = [match[1] for match in _BARE.finditer(text)][:2]
    return dict(zip(("volume", "issue"), numbers, strict=False))


def _issue(text: str) -> str:
    if match := _ISSUE.search(text):
        return _squeezed(match["issue"])
    return _squeezed(text.strip(" .,;:"))


def _squeezed(text: str) -> str:
    return _DASH.sub("-", text).strip()


def pages_or_count(text: str) -> dict[str, str]:
    """What a pages segment says: the pages, with a volume glued to them, or how many there are.

    >>> pages_or_count("pp. 14-16"), pages_or_count("xii + 335 pp.")
    ({'page': '14-16'}, {'number-of-pages': '335'})
    >>> pages_or_count("345:e4800.")
    {'volume': '345', 'page': 'e4800'}
    """
    if glued := _VOLUME_AND_PAGES.fullmatch(text):
        return {"volume": glued["volume"], "page": pages(glued["pages"])}
    page = pages(text)
    return page_count(text) or ({"page": page} if page else {})


def pages(text: str) -> str:
    """The page or pages in a pages segment, ranges with a plain hyphen.

    >>> pages("pp. 468 – 481."), pages("p.153."), pages("(pp. xii–xv)."), pages("E12-E19")
    ('468-481', '153', 'xii-xv', 'E12-E19')
    >>> pages("S. XV–XCV;"), pages("S.187ff. (online)."), pages("474 final,")
    ('XV-XCV', '187ff', '474')
    """
    if _SYMBOL.search(text):
        return ""
    bare = _DASH.sub("-", _LABELS.sub(" ", _COUNTED.sub(r"\1", text)))
    found = [match[0].strip(".") for match in _PAGE.finditer(bare)]
    return ", ".join(found)


_VERSION: Final = re.compile(
    r"\W*(?:version|verze|ver\.|v\.?)\s?v?(\d[\w.]{0,12}?)\W*", re.IGNORECASE
)


def edition_and_volumes(text: str) -> dict[str, str]:
    """`edition` and `number-of-volumes` in an edition segment as it stands, `version` of software.

    >>> edition_and_volumes("(2nd ed., 2 vols.)."), edition_and_volumes("3 Bde.")
    ({'edition': '2', 'number-of-volumes': '2'}, {'number-of-volumes': '3'})
    >>> edition_and_volumes("(Version 2.0.1)")
    {'version': '2.0.1'}
    """
    if match := _VERSION.fullmatch(text):
        return {"version": match[1]}
    count, rest = volume_count(text)
    found = {} if count and not any(map(str.isalnum, rest)) else {"edition": edition(rest)}
    return found | ({"number-of-volumes": count} if count else {})


def edition(text: str) -> str:
    """The edition as CSL wants it: the number alone when there is one.

    >>> edition("(2nd ed.)."), edition("4th."), edition("Rev. ed.")
    ('2', '4', 'Rev. ed.')
    """
    bare = text.strip(" ()[],;:")
    if match := re.fullmatch(r"(\d{1,3})(?:st|nd|rd|th)\.?", bare):
        return match[1]
    if match := re.match(
        r"(\d{1,3})\.?(?:st|nd|rd|th|e|ème|ª|º|\.)?,?\s*(?:ed|edn|edition|aufl|auflage|éd|édition)\b",
        bare,
        re.IGNORECASE,
    ):
        return match[1]
    return bare


_PAGE_COUNT: Final = re.compile(
    r"\W*(?:[xivlc]{1,7}\s?[+,]\s?)?(?P<count>\d{2,4})\s?"
    r"(?:pp?|pgs|S|с|σ|Seiten|pages|páginas)\b\.?\W*"
)


def page_count(text: str) -> dict[str, str]:
    """The number of pages when `text` counts them and does not name some.

    >>> page_count("xii + 335 pp."), page_count("976 p."), page_count("pp. 33-35")
    ({'number-of-pages': '335'}, {'number-of-pages': '976'}, {})
    """
    match = _PAGE_COUNT.fullmatch(text)
    return {"number-of-pages": match["count"]} if match else {}
