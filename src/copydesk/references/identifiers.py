"""Links, DOIs and numbers of catalogues by their form, wherever they stand in an entry."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

_URL: Final = re.compile(
    r"(?:https?://|ftp://|www\.)[^\s<>\"“”«»]+|"
    r"(?<![\w@.])[a-z0-9][a-z0-9-]{1,60}(?:\.[a-z0-9-]{1,60}){0,3}"
    r"\.(?:com|org|net|edu|gov|eu|uk|de|fr|io|int|info|ie|ch|at|ca|au|cn|ru)/[^\s<>\"“”«»]*",
    re.IGNORECASE,
)
#: Of angle brackets only those that a SICI has: `…/16<1661::AID-SIM968>3.0.CO;2-2`.
_DOI: Final = re.compile(
    r"10\.\d{4,9}/(?:[^\s<>\"“”]|<[^\s<>]{1,40}:[^\s<>]{0,40}>(?=\d\.\d\.))+", re.IGNORECASE
)
#: In a field nothing but blanks ends it.
_DOI_FIELD: Final = re.compile(r"10\.\d{4,9}/\S+")
#: What the link of a publisher has behind a DOI.
_BEHIND_DOI: Final = re.compile(r"(?:/(?:abstract|epdf|full|pdf))?/?(?:[?#].*)?$")
_DOI_LINK: Final = re.compile(r"https?://(?:dx\.)?doi\.org/|doi:", re.IGNORECASE)
_ISBN: Final = re.compile(r"(?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx]")
#: CSL variable → its number behind the label that says what it is.
_LABELLED: Final = {
    "PMID": re.compile(r"(?<!\w)PMID:?\s?(\d{1,8})(?!\w)", re.IGNORECASE),
    "PMCID": re.compile(r"(?<!\w)(?:PMCID:?\s?)?(PMC\d{3,9})(?!\w)"),
    "ISSN": re.compile(r"(?<!\w)ISSN:?\s?(\d{4}-\d{3}[\dXx])(?!\w)", re.IGNORECASE),
}
#: Brackets and stops that a number leaves behind when it is taken out.
_EMPTIED: Final = re.compile(r"[(\[]\s*+(?:[;,.]\s*+)?[)\]]")
_BARE: Final = re.compile(
    r"(?:[a-z0-9-]{1,60}\.){1,4}(?:com|org|net|edu|gov|int|eu|uk|de|fr|au|ca|ch|io|ie)(?:/[^\s<>]*)?"
)
#: A blank inside an address: what follows goes on with it and is no word or date.
_BROKEN: Final = re.compile(
    r"(?<=[\w/._=?&-])\s+(?=[/?&=#])|(?<=[/_=?&-])\s+(?=[\w%])|(?<=\w\.)\s+(?=[a-z]{2,}[./])"
)
#: The word that follows an address, with no blank before it: `…/tides.html.Accessed`
GLUED: Final = re.compile(
    r"(?:[.,;)\]](?:Accessed|Retrieved|Viewed|Abgerufen|Zugriff|Consulté|Consultado|Geraadpleegd)"
    r"|(?<=[/a-z0-9])\((?:[Aa]ccessed|[Rr]etrieved|[Vv]iewed|[Aa]bgerufen|[Zz]ugriff)):?$"
)
_LONGEST_BROKEN: Final = 300
_CLOSERS: Final = {")": "(", "]": "[", "}": "{"}


def url(text: str) -> str:
    """The first link in `text`, its blanks closed up, "" when there is none.

    >>> url("<http://a.example/b>."), url("https://www.paper.example/2020 /05/x-y/")
    ('http://a.example/b', 'https://www.paper.example/2020/05/x-y/')
    >>> url("https://a.example/tides.html.Accessed"), url("https://a.example/Accessed")
    ('https://a.example/tides.html', 'https://a.example/Accessed')
    """
    if "/" not in text and "www." not in text.casefold():
        return ""
    joined = _BROKEN.sub("", text) if len(text.split()) < 6 else text
    if match := (_URL.search(joined) or _URL.search(text)):
        found = _trimmed(match[0])
        again = re.search(r"(?<=.)https?://", found)
        # A web archive's address holds another one; two addresses in a row are separate.
        if again and found[again.start() - 1] not in "/=":
            found = found[: again.start()]
        return found
    return ""


def broken(text: str) -> str:
    """The link in `text` when it is nothing else, with blanks in it and no scheme.

    >>> broken("paper. example. org/2020/tides."), broken("Annual report. 2020")
    ('paper.example.org/2020/tides', '')
    """
    if len(text) > _LONGEST_BROKEN:
        return ""
    joined = _trimmed(re.sub(r"\s+", "", text))
    return joined if _BARE.fullmatch(joined) else ""


def doi(text: str) -> str:
    """The first DOI in `text`, without its resolver, "" when there is none.

    >>> doi("https://doi.org/10.1234/ab.c12."), doi("doi:10.1234/5678"), doi("10.50 Euro")
    ('10.1234/ab.c12', '10.1234/5678', '')
    """
    match = _DOI.search(text) or _DOI.search(re.sub(r"\s+", "", text))
    return _trimmed(match[0]) if match else ""


def work_doi(csl: Mapping[str, Any]) -> str:
    """The DOI of an item, from its field or from a link that leads to it; "" when it has none.

    >>> work_doi({"DOI": "doi:10.5555/Tide.1"}), work_doi({"URL": "https://doi.org/10.5555/ABC."})
    ('10.5555/Tide.1', '10.5555/ABC')
    >>> work_doi({"URL": "https://tide.example/doi/full/10.5555/12?need=1"})
    '10.5555/12'
    """
    if match := _DOI_FIELD.search(str(csl.get("DOI") or "")):
        return match[0].rstrip(".,;")
    link = str(csl.get("URL") or "")
    return _BEHIND_DOI.sub("", doi(link), count=1) if "doi" in link.casefold() else ""


def is_resolver(link: str) -> bool:
    """Whether `link` only leads to a DOI."""
    return bool(_DOI_LINK.match(link) and _DOI.search(link))


def isbn(text: str) -> str:
    """The ISBN in `text` with its hyphens, "" when there is none.

    >>> isbn("ISBN 978-0-521-63338-3.")
    '978-0-521-63338-3'
    """
    match = _ISBN.search(text)
    return match[0].strip() if match else ""


def labelled(text: str) -> tuple[dict[str, str], str]:
    """The labelled numbers of catalogues in `text` by CSL variable, and `text` without them.

    >>> labelled("Reprinted. [PMID: 19679750]")
    ({'PMID': '19679750'}, 'Reprinted')
    >>> labelled("PMID: 19679750; PMCID: PMC2737584.")
    ({'PMID': '19679750', 'PMCID': 'PMC2737584'}, '')
    """
    found: dict[str, str] = {}
    for variable, pattern in _LABELLED.items():
        if match := pattern.search(text):
            found[variable] = match[1]
            text = text.replace(match[0], "")
    return found, _EMPTIED.sub("", text).strip(" ,;.") if found else text


def _trimmed(link: str) -> str:
    """`link` without the punctuation of the entry; a bracket it opened itself stays."""
    link = re.split(r"[,;](?=\D{4})", link, maxsplit=1)[0] if "," in link[-12:] else link
    link = GLUED.sub("", link).rstrip(".,;:!?'’>–—")
    while link and link[-1] in _CLOSERS and link.count(link[-1]) > link.count(_CLOSERS[link[-1]]):
        link = link[:-1].rstrip(".,;:!?'’>")
    return link
