"""Crossref's REST API: the question about an entry, and the CSL fields of a work it names.

The shapes are those of the API's documentation, version 1 of its messages: `/works/{doi}`
answers one work, `/works?query.bibliographic=…` a list of works.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote, urlencode

from copydesk.errors import ToolError
from copydesk.model import Csl

#: Works that one question brings.
ROWS: Final = 5
_LONGEST: Final = 300
_FIELDS: Final = (
    "DOI,type,title,subtitle,author,editor,issued,container-title,volume,issue,page,publisher"
)
#: Markup, which begins with a letter; "p < 0.05 and r > 0.3" holds none.
_TAG: Final = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_PREFIX: Final = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_DOI: Final = re.compile(r"10\.\d{4,9}/\S{1,400}")
_TYPES: Final = {
    "journal-article": "article-journal", "book-chapter": "chapter", "book": "book",
    "monograph": "book", "edited-book": "book", "reference-book": "book", "report": "report",
    "proceedings-article": "paper-conference", "dissertation": "thesis", "dataset": "dataset",
    "posted-content": "article",
}  # fmt: skip
_TEXTS: Final = ("volume", "issue", "page", "publisher")


def doi(csl: Mapping[str, Any]) -> str:
    """The DOI of an entry without what stands before it, "" when it has none.

    >>> doi({"DOI": "https://doi.org/10.5555/Tide.1"})
    '10.5555/Tide.1'
    """
    text = _PREFIX.sub("", str(csl.get("DOI") or ""), count=1).strip()
    return text if _DOI.fullmatch(text) else ""


def question(csl: Mapping[str, Any]) -> str:
    """The path that asks for the work an entry names: its DOI, else title, author and year."""
    if known := doi(csl):
        return f"/works/{quote(known, safe='')}"
    people = csl.get("author") or csl.get("editor") or []
    names = [str(one.get("family") or one.get("literal") or "") for one in people[:3]]
    parts = (csl.get("issued") or {}).get("date-parts") or [[]]
    words = [str(csl.get("title") or ""), *names, *map(str, parts[0][:1])]
    text = " ".join(filter(None, words))[:_LONGEST]
    return "/works?" + urlencode(
        {"query.bibliographic": text, "rows": ROWS, "select": _FIELDS}, quote_via=quote
    )


def works(body: bytes) -> tuple[Csl, ...]:
    """The works of an answer as CSL items. Raises `ToolError` for another shape.

    >>> works(b'{"message": {"DOI": "10.5555/a", "title": ["Tides &amp; <i>mud</i>"]}}')
    ({'title': 'Tides & mud', 'DOI': '10.5555/a'},)
    """
    try:
        message = json.loads(body)["message"]
        rows = message.get("items", [message])
        return tuple(_item(row) for row in rows[:ROWS])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        text = "the answer of the resolver is none of its documented shape"
        hint = "check `resolver.url`; `--refresh` asks again"
        raise ToolError(text, hint=hint, code="net.answer") from None


def _item(work: Mapping[str, Any]) -> Csl:
    title, subtitle = _first(work.get("title")), _first(work.get("subtitle"))
    if title and subtitle and subtitle.casefold() not in title.casefold():
        title = f"{title}: {subtitle}"
    csl: Csl = {
        "type": _TYPES.get(str(work.get("type")), ""),
        "author": _people(work.get("author")),
        "editor": _people(work.get("editor")),
        "title": title,
        "container-title": _first(work.get("container-title")),
        "issued": _date(work.get("issued")),
        "DOI": _text(work.get("DOI")),
    }
    csl |= {name: _text(work.get(name)) for name in _TEXTS}
    return {name: value for name, value in csl.items() if value}


def _first(value: object) -> str:
    return _text(value[0]) if isinstance(value, list) and value else ""


def _text(value: object) -> str:
    """A text without markup and control characters."""
    if not isinstance(value, str):
        return ""
    bare = _TAG.sub("", html.unescape(_TAG.sub("", value)))
    return " ".join("".join(sign if sign.isprintable() else " " for sign in bare).split())


def _people(value: object) -> list[dict[str, str]]:
    rows = []
    for one in value if isinstance(value, list) else ():
        parts = {part: _text(one.get(part)) for part in ("family", "given", "suffix")}
        person = {part: text for part, text in parts.items() if text}
        if name := _text(one.get("name")):
            person = {"literal": name}
        if "family" in person or "literal" in person:
            rows.append(person)
    return rows


def _date(value: object) -> dict[str, Any]:
    parts = value.get("date-parts") if isinstance(value, Mapping) else None
    numbers = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    if not numbers or not all(type(one) is int for one in numbers[:3]):
        return {}
    day = [1 <= one <= most for one, most in zip(numbers[1:3], (12, 31), strict=False)]
    return {"date-parts": [numbers[:3] if all(day) else numbers[:1]]}
