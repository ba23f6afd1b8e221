"""One library out of many lists: records of one work together, near-twins apart.

Records meet by what they share (DOI, ISBN, address, title with year and author) and not by
comparing all with all, so that the work grows with their number. Two that meet stay apart
when anything tells two works: another edition, volume, part, outlet, day or DOI.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from copydesk.library import identity
from copydesk.model import DATES, NAMES, Csl
from copydesk.references import keys

#: A title must be as long as this for a slip of `_SLIPS` letters to be none but a slip.
_LONG: Final = 16
_SLIPS: Final = 2
#: Titles before and after, in order of their letters, that one is held against.
_NEIGHBOURS: Final = 4
#: Records of one bucket that a new one is held against, the first of their works each.
_SEEN: Final = 8
_ALIKE: Final = 80
#: What tells two entries of one list apart when only one of them says it.
_TELLING: Final = ("edition", "volume", "issue", "number", "part")
_NUMERAL: Final = re.compile(r"\b(?:\d+|[ivx]+|one|two|three|four|five|first|second|third)\b")


@dataclass(frozen=True, slots=True)
class Record:
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
class Work:
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
class _Facts:
    """What a record, or a group of records, says that tells it from near-twins."""

    title: str
    marks: dict[str, str]
    outlet: str
    kind: str
    articles: set[str]


@dataclass(slots=True)
class _Groups:
    """Records in groups that grow together."""

    facts: list[_Facts]
    parent: list[int] = field(default_factory=list)
    why: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))

    def root(self, at: int) -> int:
        while self.parent[at] != at:
            self.parent[at] = self.parent[self.parent[at]]
            at = self.parent[at]
        return at

    def meet(self, one: int, other: int, reason: str, *, strong: bool) -> bool:
        """Put two groups together unless something tells them apart; whether they are one."""
        first, second = sorted((self.root(one), self.root(other)))
        if first == second:
            return True
        if _differ(self.facts[first], self.facts[second], strong=strong):
            return False
        self.parent[second] = first
        facts, more = self.facts[first], self.facts[second]
        self.facts[first] = _Facts(
            facts.title or more.title, more.marks | facts.marks,
            facts.outlet or more.outlet, facts.kind, _joined(facts.articles, more.articles),
        )  # fmt: skip
        self.why[first] += [*self.why.pop(second, []), reason]
        return True


def merged(records: Sequence[Record]) -> tuple[Work, ...]:
    """The works that `records` mean, by key; the same whatever their order.

    >>> lam = {"type": "book", "title": "Tides", "author": [{"family": "Lam"}],
    ...        "issued": {"date-parts": [[2011]]}}
    >>> works = merged([Record("a", "lam2011", lam, "", 0.9), Record("b", "lam", lam, "", 0.8),
    ...                 Record("b", "lam2", lam | {"edition": "2"}, "", 0.8)])
    >>> [(work.key, work.uses) for work in works]
    [('lam2011a', (('a', 'lam2011'), ('b', 'lam'))), ('lam2011b', (('b', 'lam2'),))]
    """
    ordered = sorted(records, key=lambda one: (one.article, one.key, one.raw))
    groups = _Groups([_facts(one) for one in ordered], list(range(len(ordered))))
    _by_number(ordered, groups)
    _by_title(ordered, groups)
    _by_spelling(ordered, groups)
    members: dict[int, list[Record]] = defaultdict(list)
    for at, record in enumerate(ordered):
        members[groups.root(at)].append(record)
    works = [_work(rows, groups.why.get(root, [])) for root, rows in members.items()]
    works.sort(key=lambda one: (keys.stem(one.csl, one.raw), identity.title(one.csl), one.uses))
    named = keys.keys([(one.csl, one.raw) for one in works])
    found = (
        Work(key, {"id": key} | one.csl, one.raw, one.uses, one.reasons, one.conflicts)
        for key, one in zip(named, works, strict=True)
    )
    return tuple(sorted(found, key=lambda one: one.key))


# ── who is held against whom ─────────────────────────────────────────────────


def _by_number(records: Sequence[Record], groups: _Groups) -> None:
    for name, number, strong in (
        ("DOI", identity.doi, True),
        ("ISBN", identity.isbn, True),
        ("address", identity.address, False),
    ):
        buckets: dict[str, list[int]] = defaultdict(list)
        for at, record in enumerate(records):
            if value := number(record.csl):
                reason = f"the same {name}: {value}"
                _enter(buckets[value], at, groups, reason, strong=strong)


def _by_title(records: Sequence[Record], groups: _Groups) -> None:
    buckets: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for at, record in enumerate(records):
        csl = record.csl
        row = (identity.title(csl), identity.year(csl), identity.author(csl))
        if row[0] and (row[1] or row[2]):
            _enter(buckets[row], at, groups, "the same title, year and first author", strong=False)


def _enter(seen: list[int], at: int, groups: _Groups, reason: str, *, strong: bool) -> None:
    """Let record `at` meet those `seen` with its number or title, and be seen itself."""
    if not any(groups.meet(other, at, reason, strong=strong) for other in seen[:_SEEN]):
        seen.append(at)


def _by_spelling(records: Sequence[Record], groups: _Groups) -> None:
    """Titles that differ by a slip, of one author, year and outlet."""
    blocks: dict[tuple[str, str, str], dict[str, int]] = defaultdict(dict)
    for at, record in enumerate(records):
        title, author = identity.title(record.csl), identity.author(record.csl)
        year, outlet = identity.year(record.csl), _outlet(record.csl)
        if len(title) >= _LONG and author and year:
            blocks[author, year, outlet].setdefault(title, at)
    for block in blocks.values():
        # A slip leaves the beginning or the end of a title as it is, so that in order of
        # the one or of the other the two stand close together.
        for ordered in (sorted(block), sorted(block, key=lambda title: title[::-1])):
            for place, title in enumerate(ordered):
                for other in ordered[place + 1 : place + 1 + _NEIGHBOURS]:
                    if Levenshtein.distance(title, other, score_cutoff=_SLIPS) <= _SLIPS:
                        reason = f"titles that differ by a slip: “{title}”, “{other}”"
                        groups.meet(block[title], block[other], reason, strong=False)


# ── what tells two works apart ───────────────────────────────────────────────


def _joined(some: set[str], others: set[str]) -> set[str]:
    """Both sets in the larger one, so that a group may grow one by one."""
    small, large = sorted((some, others), key=len)
    large |= small
    return large


def _facts(record: Record) -> _Facts:
    csl = record.csl
    title = identity.title(csl)
    rows = (csl.get("issued") or {}).get("date-parts") or [[]]
    serial = _outlet(csl) and csl.get("type") != "chapter"
    marks = {
        "edition": identity.fold(str(csl.get("edition", ""))),
        "volume": identity.fold(str(csl.get("volume", ""))),
        "issue": identity.fold(str(csl.get("issue", ""))),
        "number": "" if serial else identity.fold(str(csl.get("number", ""))),
        "part": identity.fold(str(csl.get("part-number") or csl.get("part") or "")),
        "numerals": " ".join(_NUMERAL.findall(title)) or ("-" if title else ""),
        "day": str(rows[0]) if len(rows[0]) == 3 else "",
        "year": identity.year(csl),
        "DOI": identity.doi(csl),
    }
    said = {name: value for name, value in marks.items() if value}
    kind = "part" if csl.get("type") in ("chapter", "entry", "paper-conference") else ""
    kind = kind or ("whole" if csl.get("type") == "book" else "")
    return _Facts(title, said, _outlet(csl), kind, {record.article})


def _differ(one: _Facts, other: _Facts, *, strong: bool) -> bool:
    """Whether two records tell two works. With a `strong` tie, dates and outlets may differ."""
    loose = {"day", "year", "DOI", "volume", "issue", "number"} if strong else set()
    if any(
        other.marks.get(name, value) != value
        for name, value in one.marks.items()
        if name not in loose
    ):
        return True
    if not one.articles.isdisjoint(other.articles) and any(
        one.marks.get(name) != other.marks.get(name) for name in _TELLING
    ):
        return True  # a list that names both means two
    if one.title and other.title and not _are_alike(one.title, other.title):
        return True
    if strong:
        return False
    if {one.kind, other.kind} == {"part", "whole"}:
        return True
    return bool(one.outlet and other.outlet and not _are_alike(one.outlet, other.outlet))


def _are_alike(one: str, other: str) -> bool:
    """Whether two titles may be one: nearly the same letters, or one without its subtitle."""
    short, long = sorted((one, other), key=len)
    return long.startswith(f"{short} ") or fuzz.ratio(one, other) >= _ALIKE


def _outlet(csl: Csl) -> str:
    return identity.fold(str(csl.get("container-title", "")))


# ── what is said of a work ───────────────────────────────────────────────────


def _work(rows: list[Record], reasons: Iterable[str]) -> Work:
    ranked = sorted(rows, key=lambda one: (-one.confidence, -len(one.csl), one.article, one.key))
    fields = dict.fromkeys(name for one in ranked for name in one.csl if name != "id")
    csl: Csl = {}
    conflicts = []
    for name in sorted(fields, key=lambda one: (one != "type", one)):
        held = [(one.csl[name], one.article) for one in ranked if one.csl.get(name)]
        if not held:
            continue
        csl[name] = max((value for value, _ in held), key=lambda value: _weight(name, value))
        if others := tuple(_others(name, csl[name], held)):
            conflicts.append(Conflict(name, csl[name], others))
    uses = tuple(sorted({(one.article, one.key) for one in rows}))
    return Work("", csl, ranked[0].raw, uses, tuple(dict.fromkeys(reasons)), tuple(conflicts))


def _weight(name: str, value: Any) -> int:  # noqa: ANN401  what CSL holds
    """How complete a name or date is; of everything else the surest record's stands."""
    if name in DATES:
        return sum(map(len, value.get("date-parts") or []))
    if name in NAMES:
        return sum(len(part) for one in value for part in one.values())
    return 0


def _others(
    name: str,
    kept: Any,  # noqa: ANN401  what CSL holds
    held: Sequence[tuple[Any, str]],
) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """The values that contradict the one that is kept, each with its articles."""
    rows: dict[str, tuple[Any, list[str]]] = {}
    for value, article in held:
        if not _agree(name, value, kept):
            rows.setdefault(repr(value), (value, []))[1].append(article)
    for value, articles in rows.values():
        yield value, tuple(dict.fromkeys(articles))


def _agree(name: str, value: Any, kept: Any) -> bool:  # noqa: ANN401  what CSL holds
    if value == kept:
        return True
    if name in DATES:
        ours, theirs = value.get("date-parts"), kept.get("date-parts")
        return bool(ours and theirs) and ours[0] == theirs[0][: len(ours[0])]
    if name in NAMES:
        return [_initialled(one) for one in value] == [_initialled(one) for one in kept]
    if isinstance(value, str) and isinstance(kept, str):
        if name in ("DOI", "URL"):
            return identity.address({"URL": value}) == identity.address({"URL": kept}) != ""
        return identity.fold(value) == identity.fold(kept)
    return False


def _initialled(name: dict[str, str]) -> tuple[str, str]:
    family = identity.fold(name.get("family") or name.get("literal") or "")
    return family, identity.fold(name.get("given", ""))[:1]
