"""What two records of one work have in common: numbers, addresses, folded titles."""

from __future__ import annotations

import re
from typing import Final

from copydesk import folding
from copydesk.model import Csl

_MARKS: Final = re.compile(r"[\W_]+")
_TAG: Final = re.compile(r"</?(?:i|b|sup|sub|span)(?: [^<>]{0,60})?>")
_DOI: Final = re.compile(r"10\.\d{3,9}/\S+")
_ARTICLES: Final = ("the ", "a ", "an ")


def plain(text: str) -> str:
    """A CSL text without the markup that CSL allows in it.

    >>> plain("Notes on <i>Zostera</i>, p < 5")
    'Notes on Zostera, p < 5'
    """
    return _TAG.sub("", text)


def fold(text: str) -> str:
    """The words of `text` without case, accents, punctuation and a leading article.

    >>> fold("The “Quiet” Harbour: Ærø")
    'quiet harbour aero'
    """
    words = _MARKS.sub(" ", folding.plain(plain(text))).strip()
    return next((words[len(one) :] for one in _ARTICLES if words.startswith(one)), words)


def doi(csl: Csl) -> str:
    """The DOI, wherever the entry has it, in small letters; "" for none.

    >>> doi({"URL": "https://doi.org/10.5555/ABC."})
    '10.5555/abc'
    """
    for value in (str(csl.get("DOI", "")), str(csl.get("URL", ""))):
        if value and ("doi" in value.casefold() or value.startswith("10.")):
            found = _DOI.search(value)
            if found:
                return found[0].casefold().rstrip(".,;")
    return ""


def title(csl: Csl) -> str:
    """The folded title."""
    return fold(str(csl.get("title", "")))


def year(csl: Csl) -> str:
    """The year of publication, or the words that stand for it."""
    issued = csl.get("issued") or {}
    rows = issued.get("date-parts") or [[]]
    return str(rows[0][0]) if rows[0] else fold(str(issued.get("literal", "")))


def author(csl: Csl) -> str:
    """The folded family name of the first author or editor."""
    people = csl.get("author") or csl.get("editor") or [{}]
    return fold(people[0].get("family") or people[0].get("literal") or "")


def shown(csl: Csl) -> str:
    """An entry in words, for messages.

    >>> shown({"author": [{"family": "Lam", "given": "Wei"}], "title": "<i>Tides</i>",
    ...        "issued": {"date-parts": [[2011]]}})
    'Lam (2011) Tides'
    """
    people = csl.get("author") or csl.get("editor") or []
    names = [str(one.get("family") or one.get("literal") or "") for one in people]
    head = ", ".join(names[:3]) + (" et al." if len(names) > 3 else "")
    when = f"({year(csl)})" if year(csl) else ""
    parts = (head, when, plain(str(csl.get("title", ""))))
    said = " ".join(part for part in parts if part)
    outlet = plain(str(csl.get("container-title", "")))
    return f"{said}. {outlet}" if outlet else said


def bare(csl: Csl) -> Csl:
    """`csl` without markup in its texts, for those who print every sign as it stands."""
    return {name: plain(value) if isinstance(value, str) else value for name, value in csl.items()}
