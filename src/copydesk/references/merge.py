"""One library out of many lists: records of one work together, near-twins apart.

Records meet by a DOI, or by title, year and first author, and not by comparing all with all, so
that the work grows with their number. Two that meet stay apart when anything tells two works:
another edition, volume, part, outlet, day or DOI.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from rapidfuzz import fuzz

from copydesk.language import folding
from copydesk.model import DATES, NAMES, Csl
from copydesk.references import identifiers, keys

#: Works of one tie that a new record is held against.
_SEEN: Final = 8
_ALIKE: Final = 80
_PARTS: Final = ("chapter", "entry", "paper-conference")
#: What differs between two visits to one page.
_VISIT: Final = re.compile(r"^\w+://(?:www\.)?|[?&](?:utm_\w+|fbclid|gclid)=[^&#]*|#.*$")
#: What tells two works apart when one list names both and only one of its entries says it, and
#: what does so when both say it.
_TELLING: Final = ("edition", "volume", "issue", "number", "part-number")
_MARKS: Final = (*_TELLING, "day", "DOI")


@dataclass(frozen=True, slots=True)
class MergeRecord:
    """An entry of one article's list."""

    article: str
    key: str
    csl: Csl
    raw: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field about which the records differ: what stands, and what others say where."""

    field: str
    kept: Any
    others: tuple[tuple[Any, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class MergedWork:
    """One entry of the library: `uses` are articles and the keys they know it by.

    `reasons` say why records were taken for one work, none where there was one only.
    """

    key: str
    csl: Csl
    raw: str
    uses: tuple[tuple[str, str], ...]
    reasons: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


@dataclass(slots=True)
class _Group:
    """Records of one work, and what they say that tells it from near-twins."""

    rows: list[MergeRecord]
    marks: dict[str, str]
    articles: set[str]
    reasons: list[str] = field(default_factory=list)

    def add(self, other: _Group, reason: str) -> None:
        """Take up the records of `other`; what is said already stands."""
        self.rows += other.rows
        self.marks = other.marks | self.marks
        self.articles |= other.articles
        self.reasons += [*other.reasons, reason]


def merge_records(records: Sequence[MergeRecord]) -> tuple[MergedWork, ...]:
    """The works that `records` mean, by key; the same whatever their order.

    >>> lam = {"type": "book", "title": "Tides", "author": [{"family": "Lam"}],
    ...        "issued": {"date-parts": [[2011]]}}
    >>> rows = [MergeRecord("a", "lam2011", lam, "", 0.9), MergeRecord("b", "lam", lam, "", 0.8),
    ...         MergeRecord("b", "lam2", lam | {"edition": "2"}, "", 0.8)]
    >>> works = merge_records(rows)
    >>> [(work.key, work.uses) for work in works]
    [('lam2011a', (('a', 'lam2011'), ('b', 'lam'))), ('lam2011b', (('b', 'lam2'),))]
    """
    ordered = sorted(records, key=lambda one: (one.article, one.key, one.raw))
    groups = [_Group([one], _marks(one.csl), {one.article}) for one in ordered]
    groups = _join(groups, _doi_tie, _are_two_titles)
    groups = _join(groups, _title_tie, _are_two_works)
    works = [_make_work(one) for one in groups]
    works.sort(key=lambda one: (keys.stem(one.csl, one.raw), fold_title(one.csl), one.uses))
    named = zip(keys.keys([(one.csl, one.raw) for one in works]), works, strict=True)
    found = (replace(one, key=key, csl={"id": key} | one.csl) for key, one in named)
    return tuple(sorted(found, key=lambda one: one.key))


# ── who meets whom ───────────────────────────────────────────────────────────


def _join(
    groups: Iterable[_Group],
    tie_of: Callable[[_Group], tuple[str, str]],
    are_two: Callable[[_Group, _Group], bool],
) -> list[_Group]:
    """`groups`, those of one tie together that are not told apart.

    `tie_of` gives what ties a group to others ("" for nothing), and the reason in words.
    """
    seen: dict[str, list[_Group]] = defaultdict(list)
    found = []
    for group in groups:
        tie, reason = tie_of(group)
        known = seen[tie] if tie else []
        same = next((one for one in known[:_SEEN] if not are_two(one, group)), None)
        if same:
            same.add(group, reason)
        else:
            found.append(group)
            known.append(group)
    return found


def _doi_tie(group: _Group) -> tuple[str, str]:
    doi = group.marks.get("DOI", "")
    return doi, f"the same DOI: {doi}"


def _title_tie(group: _Group) -> tuple[str, str]:
    title, year, author = (group.marks.get(name, "") for name in ("title", "year", "author"))
    tie = f"{title}\n{year}\n{author}" if title and year else ""
    return tie, "the same title, year and first author"


def _marks(csl: Csl) -> dict[str, str]:
    """What an entry says, folded, of what ties it to others or tells it from them."""
    kind, rows = csl.get("type"), (csl.get("issued") or {}).get("date-parts") or [[]]
    texts = ("title", "container-title", "edition", "volume", "issue", "number", "part-number")
    marks = {name: fold(str(csl.get(name, ""))) for name in texts}
    if marks["container-title"] and kind != "chapter":
        marks["number"] = ""  # an article's may be left out
    marks |= {
        "year": find_year(csl),
        "author": fold_author(csl),
        "kind": "whole" if kind == "book" else "part" if kind in _PARTS else "",
        "day": str(rows[0]) if len(rows[0]) == 3 else "",
        "DOI": identifiers.work_doi(csl).casefold(),
    }
    return {name: value for name, value in marks.items() if value}


# ── what tells two works apart ───────────────────────────────────────────────


def _are_two_titles(one: _Group, other: _Group) -> bool:
    """Whether title or edition tell two works, one of which has the DOI by mistake."""
    ours, theirs = one.marks, other.marks
    titles = ours.get("title", ""), theirs.get("title", "")
    return _differ(("edition",), ours, theirs) or not _are_alike(*titles)


def _are_two_works(one: _Group, other: _Group) -> bool:
    """Whether something tells two works of one title, year and author."""
    ours, theirs = one.marks, other.marks
    listed_together = not one.articles.isdisjoint(other.articles)
    return (
        _differ(_MARKS, ours, theirs)
        # A list that names both means two.
        or (listed_together and any(ours.get(name) != theirs.get(name) for name in _TELLING))
        or {ours.get("kind"), theirs.get("kind")} == {"part", "whole"}
        or not _are_alike(*(one.get("container-title", "") for one in (ours, theirs)))
    )


def _differ(names: Iterable[str], ours: Mapping[str, str], theirs: Mapping[str, str]) -> bool:
    return any(name in ours and theirs.get(name, ours[name]) != ours[name] for name in names)


def _are_alike(one: str, other: str) -> bool:
    """Whether two titles may be one: nearly the same letters, or one without its subtitle."""
    short, long = sorted((one, other), key=len)
    return not short or long.startswith(f"{short} ") or fuzz.ratio(one, other) >= _ALIKE


# ── what is said of a work ───────────────────────────────────────────────────


def _make_work(group: _Group) -> MergedWork:
    ranked = sorted(
        group.rows, key=lambda one: (-one.confidence, -len(one.csl), one.article, one.key)
    )
    names = {name for one in ranked for name in one.csl if name != "id" and one.csl[name]}
    csl: Csl = {}
    conflicts = []
    for name in sorted(names, key=lambda one: (one != "type", one)):
        held = [(one.csl[name], one.article) for one in ranked if one.csl.get(name)]
        kept = csl[name] = max((value for value, _ in held), key=lambda value: _weight(name, value))
        others: dict[str, tuple[Any, dict[str, None]]] = {}
        for value, article in held:
            if not _agree(name, value, kept):
                others.setdefault(repr(value), (value, {}))[1][article] = None
        if others:
            said = tuple((value, tuple(articles)) for value, articles in others.values())
            conflicts.append(Conflict(name, kept, said))
    uses = tuple(sorted({(one.article, one.key) for one in ranked}))
    reasons = tuple(dict.fromkeys(group.reasons))
    return MergedWork("", csl, ranked[0].raw, uses, reasons, tuple(conflicts))


def _weight(name: str, value: Any) -> int:  # noqa: ANN401  what CSL holds
    """How complete a name or date is; of everything else the surest record's stands."""
    if name in DATES:
        return sum(map(len, value.get("date-parts") or []))
    if name in NAMES:
        return sum(len(part) for one in value for part in one.values())
    return 0


def _agree(name: str, value: Any, kept: Any) -> bool:  # noqa: ANN401  what CSL holds
    if value == kept:
        return True
    if name in DATES:
        ours, theirs = value.get("date-parts"), kept.get("date-parts")
        return bool(ours and theirs) and ours[0] == theirs[0][: len(ours[0])]
    if name in NAMES:
        return [_initialled(one) for one in value] == [_initialled(one) for one in kept]
    if isinstance(value, str) and isinstance(kept, str):
        ours, theirs = (_VISIT.sub("", one) if name == "URL" else one for one in (value, kept))
        return fold(ours) == fold(theirs)
    return False


def _initialled(name: dict[str, str]) -> tuple[str, str]:
    family = fold(name.get("family") or name.get("literal") or "")
    return family, fold(name.get("given", ""))[:1]


# ── what two records of one work have in common ──────────────────────────────

_SIGNS: Final = re.compile(r"[\W_]+")
_TAG: Final = re.compile(r"</?(?:i|b|sup|sub|span)(?: [^<>]{0,60})?>")
_ARTICLES: Final = ("the ", "a ", "an ")


def plain_text(text: str) -> str:
    """A CSL text without the markup that CSL allows in it.

    >>> plain_text("Notes on <i>Zostera</i>, p < 5")
    'Notes on Zostera, p < 5'
    """
    return _TAG.sub("", text)


def fold(text: str) -> str:
    """The words of `text` without case, accents, punctuation and a leading article.

    >>> fold("The “Quiet” Harbour: Ærø")
    'quiet harbour aero'
    """
    words = _SIGNS.sub(" ", folding.fold_text(plain_text(text))).strip()
    return next((words[len(one) :] for one in _ARTICLES if words.startswith(one)), words)


def fold_title(csl: Csl) -> str:
    """The folded title."""
    return fold(str(csl.get("title", "")))


def find_year(csl: Csl) -> str:
    """The year of publication, or the words that stand for it."""
    return keys.year(csl) or fold(str((csl.get("issued") or {}).get("literal", "")))


def fold_author(csl: Csl) -> str:
    """The folded family name of the first author or editor."""
    return fold(next(iter(keys.families(csl)), ""))


def show_entry(csl: Csl) -> str:
    """An entry in words, for messages.

    >>> show_entry({"author": [{"family": "Lam", "given": "Wei"}], "title": "<i>Tides</i>",
    ...        "issued": {"date-parts": [[2011]]}})
    'Lam (2011) Tides'
    """
    names = keys.families(csl)
    head = ", ".join(names[:3]) + (" et al." if len(names) > 3 else "")
    when = f"({find_year(csl)})" if find_year(csl) else ""
    parts = (head, when, plain_text(str(csl.get("title", ""))))
    said = " ".join(part for part in parts if part)
    outlet = plain_text(str(csl.get("container-title", "")))
    return f"{said}. {outlet}" if outlet else said


def without_markup(csl: Csl) -> Csl:
    """`csl` without markup in its texts, for those who print every sign as it stands."""
    return {
        name: plain_text(value) if isinstance(value, str) else value for name, value in csl.items()
    }
