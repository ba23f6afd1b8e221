"""Catalogue identifiers as people type them: validated and normalised.

Each function gives "" for what is none. The last sign of an ISBN, an ISSN and an ORCID iD
follows from the others, so that a slip of the hand shows; a DOI has no such sign.
"""

from __future__ import annotations

import re
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
    if signs[-1] != orcid_sign(signs[:-1]):
        return ""
    return "-".join(signs[at : at + 4] for at in range(0, len(signs), 4))


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
    return bare if signs[-1] == isbn_sign(signs[:-1]) else ""


def find_issn(text: str) -> str:
    """Find the ISSN in `text`; "" if there is none or its check digit is wrong.

    >>> find_issn("2049-3630"), find_issn("2049-3631")
    ('2049-3630', '')
    """
    right = _ISSN.fullmatch(text) and text[-1] == issn_sign(text.replace("-", "")[:-1])
    return text if right else ""


# ── the last sign ────────────────────────────────────────────────────────────


def orcid_sign(digits: str) -> str:
    """Compute the check digit of an ORCID iD from its fifteen digits (ISO 7064, MOD 11-2).

    >>> orcid_sign("000000021825009"), orcid_sign("000000021694233")
    ('7', 'X')
    """
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    return _sign_of_eleven(12 - total % 11)


def isbn_sign(digits: str) -> str:
    """Compute the check digit of an ISBN-13 or ISBN-10 that begins with `digits`.

    >>> isbn_sign("978316148410"), isbn_sign("080442957")
    ('0', 'X')
    """
    if len(digits) < _TEN:
        return _weighed(digits)
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return str(-total % 10)


def issn_sign(digits: str) -> str:
    """Compute the check digit of an ISSN.

    >>> issn_sign("2049363"), issn_sign("2434561")
    ('0', 'X')
    """
    return _weighed(digits)


def _weighed(digits: str) -> str:
    """The sign that makes the sum divisible by 11 in which a digit counts by its place."""
    total = sum(int(digit) * weight for weight, digit in enumerate(reversed(digits), start=2))
    return _sign_of_eleven(-total)


def _sign_of_eleven(rest: int) -> str:
    return "X" if rest % 11 == _TEN else str(rest % 11)


def _bare(text: str, lead: re.Pattern[str]) -> str:
    """`text` without what people set before it."""
    return lead.sub("", text.strip(), count=1) if lead.match(text.strip()) else text.strip()
