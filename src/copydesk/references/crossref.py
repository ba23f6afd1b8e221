"""What Crossref knows of an entry, as proposals. Nothing is taken without being asked.

A work counts only when its title, its year and one of its authors agree with the entry; an entry's
DOI that leads to another work is said to do so. The shapes of questions and answers are those of
the API's documentation, version 1 of its messages: `/works/{doi}` answers one work,
`/works?query.bibliographic=…` a list of works.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal
from urllib.parse import quote, urlencode

from rapidfuzz.distance import Indel
from rapidfuzz.fuzz import token_sort_ratio

from copydesk import tables
from copydesk.errors import ToolError
from copydesk.model import Csl
from copydesk.references import keys
from copydesk.references.identifiers import work_doi
from copydesk.review.sidecar.values import letters

#: Works that one question brings.
ROWS: Final = 5
_LONGEST: Final = 300
_FIELDS: Final = (
    "DOI,type,title,subtitle,author,editor,issued,container-title,volume,issue,page,publisher"
)
#: Markup, which begins with a letter; "p < 0.05 and r > 0.3" holds none.
_TAG: Final = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_TEXTS: Final = ("volume", "issue", "page", "publisher")


def question(csl: Mapping[str, Any]) -> str:
    """The path that asks for the work an entry names: its DOI, else title, author and year."""
    if known := work_doi(csl):
        return f"/works/{quote(known, safe='')}"
    words = [str(csl.get("title") or ""), *keys.families(csl)[:3], keys.year(csl)]
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
        "type": tables.load_table("library/kinds")["crossref"].get(str(work.get("type")), ""),
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


# ── which work an entry means ────────────────────────────────────────────────

#: How alike two titles must be (0 to 1), more so where a part of the rest is not known.
TITLE: Final = 0.9
CERTAIN: Final = 0.96
#: A title this short is borne by many works, so the outlet must agree too.
SHORT: Final = 15
#: Works this near to the best one leave open which is meant.
CLEAR: Final = 0.03
#: Kinds of works that are registered. Others are asked about only by name.
REGISTERED: Final = frozenset(
    ("article", "article-journal", "book", "chapter", "dataset", "document", "paper-conference",
     "report", "thesis")
)  # fmt: skip
_COMPARED: Final = (
    "author", "editor", "title", "container-title", "issued", "volume", "issue", "page",
    "publisher", "DOI",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CrossrefMatch:
    """The outcome for one entry.

    `agrees`: `work` is the one meant, `score` says how surely (0 to 1). `differs`: a work was
    found that is another one; of a DOI it says that the DOI is wrong. `unsure`: several
    works agree as well. `nothing`: no work is near.
    """

    outcome: Literal["agrees", "differs", "unsure", "nothing"]
    work: Csl
    score: float
    others: tuple[Csl, ...] = ()


def wanted(csl: Mapping[str, Any]) -> bool:
    """Whether an entry is of a kind that is registered, and says enough to be asked about."""
    if work_doi(csl):
        return True
    return bool(csl.get("type") in REGISTERED and csl.get("title") and _families(csl))


def judge(csl: Mapping[str, Any], works: Sequence[Csl]) -> CrossrefMatch:
    """Which of `works` the entry `csl` means.

    >>> entry = {"title": "Counting boats at sea", "author": [{"family": "Finn"}],
    ...          "issued": {"date-parts": [[2018]]}}
    >>> judge(entry, [entry | {"DOI": "10.5555/a"}, {"title": "Boats"}]).outcome
    'agrees'
    """
    ranked = sorted(works, key=lambda work: -score(csl, work))
    if not ranked:
        return CrossrefMatch("nothing", {}, 0.0)
    best = ranked[0]
    sure = score(csl, best)
    if not _agrees(csl, best):
        return CrossrefMatch("differs", best, sure)
    near = tuple(
        work for work in ranked[1:] if _agrees(csl, work) and sure - score(csl, work) < CLEAR
    )
    return CrossrefMatch("unsure" if near else "agrees", best, sure, near)


def score(csl: Mapping[str, Any], work: Mapping[str, Any]) -> float:
    """How well a work fits an entry: title 0.6, authors 0.2, year 0.2."""
    year = _distance(csl, work)
    points = 0.6 * _likeness(csl, work) + 0.2 * _share_author(csl, work)
    return round(points + (0.2 if year == 0 else 0.1 if year == 1 else 0.0), 3)


def _agrees(csl: Mapping[str, Any], work: Mapping[str, Any]) -> bool:
    title, year = _likeness(csl, work), _distance(csl, work)
    authored = _share_author(csl, work)
    if work_doi(csl).casefold() == str(work.get("DOI", "")).casefold() != "":
        # The entry names the work itself: one more sign is enough.
        return title >= TITLE or (authored and year in {0, 1} and title >= TITLE / 2)
    if not authored or title < TITLE or year not in {0, 1, None}:
        return False
    if year is None and title < CERTAIN:
        return False
    if len(letters(str(csl.get("title", "")))) >= SHORT:
        return True
    outlets = [letters(str(one.get("container-title", ""))) for one in (csl, work)]
    return year == 0 and bool(outlets[0]) and Indel.normalized_similarity(*outlets) >= TITLE


def _likeness(csl: Mapping[str, Any], work: Mapping[str, Any]) -> float:
    """Of two titles, of which one may lack its subtitle."""
    one, other = (" ".join(str(each.get("title", "")).casefold().split()) for each in (csl, work))
    if not one or not other:
        return 0.0
    heads = [text.partition(":")[0] for text in (one, other)]
    pairs = [(one, other)]
    if (":" in one) != (":" in other):
        pairs.append((heads[0], heads[1]))
    return max(_alike(*pair) for pair in pairs)


def _alike(one: str, other: str) -> float:
    straight = Indel.normalized_similarity(letters(one), letters(other))
    return float(max(straight, token_sort_ratio(one, other) / 100))


def _families(csl: Mapping[str, Any]) -> set[str]:
    return {letters(name) for name in keys.families(csl)} - {""}


def _share_author(csl: Mapping[str, Any], work: Mapping[str, Any]) -> bool:
    return bool(_families(csl) & _families(work))


def _distance(csl: Mapping[str, Any], work: Mapping[str, Any]) -> int | None:
    """Years between the two, None when one of them has none."""
    one, other = keys.year(csl), keys.year(work)
    return abs(int(one) - int(other)) if one and other else None


def proposals(csl: Mapping[str, Any], work: Csl) -> Csl:
    """The fields of `work` that say more or something else than the entry does.

    What differs by case, punctuation or dashes alone is no proposal, nor is a coarser date.
    """
    return {name: work[name] for name in _COMPARED if name in work and _is_news(name, csl, work)}


def _is_news(name: str, csl: Mapping[str, Any], work: Csl) -> bool:
    old, new = csl.get(name), work[name]
    if not old:
        return name not in {"editor", "publisher"} or csl.get("type") != "article-journal"
    if name == "issued":
        before, after = old.get("date-parts", [[]])[0], new["date-parts"][0]
        return bool(before[: len(after)] != after)
    if name in {"author", "editor"}:
        return _spelt(old) != _spelt(new) and not _says_more(old, new)
    if name == "title" and ":" in str(old) and ":" not in str(new):
        return False
    return letters(str(old)) != letters(str(new))


def _spelt(names: Sequence[Mapping[str, str]]) -> list[str]:
    parts = ("non-dropping-particle", "family", "given", "literal")
    return [letters("".join(one.get(part, "") for part in parts)) for one in names]


def _says_more(old: Sequence[Mapping[str, str]], new: Sequence[Mapping[str, str]]) -> bool:
    """Whether the entry has the same people with given names no shorter."""
    if len(old) != len(new):
        return False
    pairs = zip(_spelt(old), _spelt(new), strict=True)
    return all(one.startswith(other) for one, other in pairs)
