"""Catalogue identifiers as people type them: validated and normalised.

Each function gives "" for what is none. The last sign of an ISBN, an ISSN and an ORCID iD
follows from the others, so that a slip of the hand shows; a DOI has no such sign.
"""

from __future__ import annotations

import re
from functools import reduce
from typing import Final

#: What people set before an identifier: an address, or its name.
_DOI_LEAD: Final = re.compile(r"(?:https?://(?:dx\.|www\.)?doi\.org/|doi:)\s*", re.IGNORECASE)
_ORCID_LEAD: Final = re.compile(r"(?:https?://(?:www\.)?orcid\.org/|orcid:)\s*", re.IGNORECASE)
_ISBN_LEAD: Final = re.compile(r"(?:urn:isbn:|isbn(?:-?1[03])?:?)\s*", re.IGNORECASE)
#: Directory 10, a registrant of four to nine figures and its parts, and a name without blanks.
_DOI: Final = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s<>\"{}|\\^`]+")
_ORCID: Final = re.compile(r"[0-9]{4}-?[0-9]{4}-?[0-9]{4}-?[0-9]{3}[0-9X]")
_ISBN: Final = re.compile(r"(?:97[89][- ]?)?[0-9](?:[- ]?[0-9]){8}[- ]?[0-9X]")
_ISSN: Final = re.compile(r"[0-9]{4}-[0-9]{3}[0-9X]")
_TEN: Final = 10


def find_doi(text: str) -> str:
    """Find the bare DOI in `text`, in lower case; "" if there is none.

    >>> find_doi("https://doi.org/10.5555/Tide.1"), find_doi("doi: 10.5555/a(b)c")
    ('10.5555/tide.1', '10.5555/a(b)c')
    >>> find_doi("10.5555")
    ''
    """
    bare = _bare(text, _DOI_LEAD)
    if not _DOI.fullmatch(bare) or bare.endswith((".", ",", ";")):
        return ""
    return re.sub("[A-Z]+", lambda found: found[0].lower(), bare)


def find_orcid(text: str) -> str:
    """Find the bare ORCID iD in `text`; "" if there is none or a digit is wrong.

    >>> find_orcid("https://orcid.org/0000-0002-1825-0097"), find_orcid("0000-0002-1825-0098")
    ('0000-0002-1825-0097', '')
    """
    bare = _bare(text, _ORCID_LEAD).removesuffix("/").upper()
    if not _ORCID.fullmatch(bare):
        return ""
    signs = bare.replace("-", "")
    rest = reduce(lambda total, value: 2 * total + value, _list_values(signs)) % 11
    # As ISO 7064 has it, by the name of MOD 11-2.
    return "-".join(signs[at : at + 4] for at in range(0, len(signs), 4)) if rest == 1 else ""


def find_isbn(text: str) -> str:
    """Find the ISBN in `text`, with its hyphens; "" if its check digit is wrong.

    >>> find_isbn("ISBN 978-3-16-148410-0"), find_isbn("0-8044-2957-X")
    ('978-3-16-148410-0', '0-8044-2957-X')
    >>> find_isbn("978-3-16-148410-1")
    ''
    """
    bare = "-".join(_bare(text, _ISBN_LEAD).upper().split())
    if not _ISBN.fullmatch(bare):
        return ""
    signs = bare.replace("-", "")
    if len(signs) == _TEN:
        return bare if _is_weighed(signs) else ""
    values = _list_values(signs)
    return bare if signs.isdigit() and sum(values + 2 * values[1::2]) % 10 == 0 else ""


def find_issn(text: str) -> str:
    """Find the ISSN in `text`; "" if there is none or its check digit is wrong.

    >>> find_issn("2049-3630"), find_issn("2049-3631")
    ('2049-3630', '')
    """
    return text if _ISSN.fullmatch(text) and _is_weighed(text.replace("-", "")) else ""


def correct_issn(text: str) -> str:
    """Give `text`, in the form of an ISSN, the last sign that follows from the others.

    >>> correct_issn("2049-3631"), correct_issn("2434-5610")
    ('2049-3630', '2434-561X')
    """
    return next(filter(find_issn, (text[:-1] + sign for sign in "0123456789X")))


def _is_weighed(signs: str) -> bool:
    """Whether the sum is divisible by 11 in which a sign counts by its place from behind."""
    weighed = enumerate(reversed(_list_values(signs)), start=1)
    return sum(weight * value for weight, value in weighed) % 11 == 0


def _list_values(signs: str) -> list[int]:
    return [_TEN if sign == "X" else int(sign) for sign in signs]


def _bare(text: str, lead: re.Pattern[str]) -> str:
    """`text` without what people set before it."""
    return lead.sub("", text.strip(), count=1) if lead.match(text.strip()) else text.strip()
