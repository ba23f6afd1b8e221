"""What a registry of works knows of an entry, as proposals. Nothing is taken without being asked.

A work counts only when its title, its year and one of its authors agree with the entry;
an entry's DOI that leads to another work is said to do so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from rapidfuzz.distance import Indel
from rapidfuzz.fuzz import token_sort_ratio

from copydesk.model import Csl
from copydesk.resolver import crossref
from copydesk.sidecar.values import letters

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
class Found:
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
    if crossref.doi(csl):
        return True
    return bool(csl.get("type") in REGISTERED and csl.get("title") and _names(csl))


def judge(csl: Mapping[str, Any], works: Sequence[Csl]) -> Found:
    """Which of `works` the entry `csl` means.

    >>> entry = {"title": "Counting boats at sea", "author": [{"family": "Finn"}],
    ...          "issued": {"date-parts": [[2018]]}}
    >>> judge(entry, [entry | {"DOI": "10.5555/a"}, {"title": "Boats"}]).outcome
    'agrees'
    """
    ranked = sorted(works, key=lambda work: -score(csl, work))
    if not ranked:
        return Found("nothing", {}, 0.0)
    best = ranked[0]
    sure = score(csl, best)
    if not _agrees(csl, best):
        return Found("differs", best, sure)
    near = tuple(
        work for work in ranked[1:] if _agrees(csl, work) and sure - score(csl, work) < CLEAR
    )
    return Found("unsure" if near else "agrees", best, sure, near)


def score(csl: Mapping[str, Any], work: Mapping[str, Any]) -> float:
    """How well a work fits an entry: title 0.6, authors 0.2, year 0.2."""
    year = _distance(csl, work)
    points = 0.6 * _likeness(csl, work) + 0.2 * _share_author(csl, work)
    return round(points + (0.2 if year == 0 else 0.1 if year == 1 else 0.0), 3)


def _agrees(csl: Mapping[str, Any], work: Mapping[str, Any]) -> bool:
    title, year = _likeness(csl, work), _distance(csl, work)
    authored = _share_author(csl, work)
    if crossref.doi(csl).casefold() == str(work.get("DOI", "")).casefold() != "":
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


def _names(csl: Mapping[str, Any]) -> set[str]:
    people = csl.get("author") or csl.get("editor") or []
    return {letters(str(one.get("family") or one.get("literal") or "")) for one in people} - {""}


def _share_author(csl: Mapping[str, Any], work: Mapping[str, Any]) -> bool:
    return bool(_names(csl) & _names(work))


def _distance(csl: Mapping[str, Any], work: Mapping[str, Any]) -> int | None:
    """Years between the two, None when one of them has none."""
    one, other = _year(csl), _year(work)
    return None if one is None or other is None else abs(one - other)


def _year(csl: Mapping[str, Any]) -> int | None:
    parts = (csl.get("issued") or {}).get("date-parts") or [[]]
    return int(parts[0][0]) if parts[0] else None


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
        return _people(old) != _people(new) and not _says_more(old, new)
    if name == "title" and ":" in str(old) and ":" not in str(new):
        return False
    return letters(str(old)) != letters(str(new))


def _people(names: Sequence[Mapping[str, str]]) -> list[str]:
    parts = ("non-dropping-particle", "family", "given", "literal")
    return [letters("".join(one.get(part, "") for part in parts)) for one in names]


def _says_more(old: Sequence[Mapping[str, str]], new: Sequence[Mapping[str, str]]) -> bool:
    """Whether the entry has the same people with given names no shorter."""
    if len(old) != len(new):
        return False
    pairs = zip(_people(old), _people(new), strict=True)
    return all(one.startswith(other) for one, other in pairs)
