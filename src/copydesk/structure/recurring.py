"""Furniture of one site, told by what recurs: lines that stand in several of its documents.

A line is proposed when the labels call it furniture wherever it stands, or nearly so; it
must not be a heading, a credit, a note on a person, nor stand next to the article, where
column titles and notes on a series are. Numbers and dates do not count. What recurs but
may be the author's is handed on as `doubtful`; nothing is decided here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from copydesk.model import Profile, Role
from copydesk.structure.furniture import NONE, fold, of_desk
from copydesk.structure.phrases import LONGEST_PHRASE, load
from copydesk.structure.words import CLASSES, fold_phrase, load_phrases, match_phrases

#: In fewer documents a line may recur by chance, and in a smaller share of a site's as well.
FEWEST: Final = 3
SHARE: Final = 1 / 3
#: The labels must call it furniture in this share of the documents that were judged.
AGREED: Final = 2 / 3
#: A longer line is known by its start.
LONG: Final = 80
#: A line of so many characters is prose, and costs too much to compare.
PROSE: Final = 1_000
#: What is left of a dated line must say this much to be told by it.
TELLING: Final = 8
#: A date is a month or a day of the week with a number so many words away.
NEAR: Final = 2
_DATE: Final = "\0"

#: Classes of phrases that authors and editors write themselves.
_AUTHORS_OWN: Final = (
    "open:caption", "open:credit", "open:source", "hold:credit", "hold:disclaimer", "hold:thanks",
    "hold:calling",
)  # fmt: skip
_SITES_OWN: Final = frozenset[Role | None](("furniture", "cta"))

Where: TypeAlias = Literal["above", "amid", "below"]


@dataclass(frozen=True, slots=True)
class Page:
    """One document: the template of each received line, "" for lines that tell nothing."""

    source: str
    site: str
    templates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """The lines of a page after repair, and the role that the labels give each."""

    page: Page
    texts: tuple[str, ...]
    roles: tuple[Role | None, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line that recurs: how a profile says it, and where it was found."""

    kind: Literal["site", "cta"]
    place: str
    phrase: str
    documents: int
    source: str
    number: int
    where: Where


@dataclass(frozen=True, slots=True)
class Findings:
    """What recurs in `documents` documents of one site; `known` lines the house knows already."""

    documents: int
    proposed: tuple[Line, ...]
    doubtful: tuple[Line, ...]
    known: int


@dataclass(slots=True)
class _Case:
    """What speaks for and against one template."""

    text: str
    source: str
    number: int
    judged: int = 0
    sites: int = 0
    appeals: int = 0
    strays: int = 0
    beside: int = 0
    where: Counter[Where] = field(default_factory=Counter)


def template(text: str) -> str:
    r"""`text` without what changes from day to day; "" when nothing telling is left.

    >>> template("Read by 1,204 people since 3 May 2021"), template("3 / 12")
    ('read by # people since # \x00 #', '')
    """
    if len(text) > PROSE:
        return ""
    words = fold(text).split(" ")
    lexicon = load()
    numbers = [at for at, word in enumerate(words) if "#" in word]
    for at in {number + step for number in numbers for step in range(-NEAR, NEAR + 1)}:
        if 0 <= at < len(words):
            word = words[at].strip(".,()")
            if word in lexicon.months or word in lexicon.weekdays:
                words[at] = _DATE
    result = " ".join(words)
    return result if sum(char.isalpha() for char in result) > 1 else ""


def frequencies(pages: Iterable[Page]) -> Counter[str]:
    """In how many of `pages` each template stands."""
    return Counter(one for page in pages for one in set(page.templates) if one)


def recurring(pages: Sequence[Page]) -> Counter[str]:
    """The templates that stand in enough of the `pages` of one site."""
    least = max(FEWEST, SHARE * len(pages))
    return Counter({one: count for one, count in frequencies(pages).items() if count >= least})


def sites(pages: Sequence[Page]) -> dict[str, list[Page]]:
    """`pages` by site: as they say themselves, and the silent ones by how they begin."""
    groups: dict[str, list[Page]] = defaultdict(list)
    counts = frequencies(page for page in pages if not page.site)
    for page in pages:
        groups[page.site or _first(page, counts)].append(page)
    return dict(sorted(groups.items()))


def _first(page: Page, counts: Mapping[str, int]) -> str:
    """The first line of `page` that recurs and that the house does not know from other sites."""
    return next(
        (one for one in page.templates if counts.get(one, 0) >= FEWEST and not load().kind(one)), ""
    )


def findings(
    pages: Sequence[Page], judged: Sequence[Judged], profiles: tuple[Profile, ...] = ()
) -> Findings:
    """What recurs in the `pages` of one site, judged on some of them.

    What the house or the desk's own `profiles` know is only counted. The cost grows with
    the number of lines.
    """
    desk = of_desk(profiles)
    counts = recurring(pages)
    cases: dict[str, _Case] = {}
    for one in judged:
        _hear(one, counts, cases)
    proposed: list[Line] = []
    doubtful: list[Line] = []
    known = 0
    for name, case in sorted(cases.items(), key=lambda pair: (-counts[pair[0]], pair[0])):
        phrase = fold(case.text)
        if load().kind(phrase) or desk.find(phrase) != NONE:
            known += 1
        elif line := _line(name, case, counts[name]):
            if _is_sites(case):
                (doubtful if _may_be_authors(case) else proposed).append(line)
            elif case.sites:
                doubtful.append(line)
    return Findings(len(pages), tuple(proposed), tuple(doubtful), known)


def _hear(one: Judged, counts: Mapping[str, int], cases: dict[str, _Case]) -> None:
    """Enter what the lines of one page say about the templates that recur."""
    filled = [at for at, text in enumerate(one.texts) if text.strip()]
    own = [at for at in filled if one.roles[at] not in _SITES_OWN]
    first, last = (own[0], own[-1]) if own else (len(one.texts), -1)
    names = one.page.templates
    for position, at in enumerate(filled):
        if names[at] not in counts:
            continue
        case = cases.setdefault(names[at], _Case(one.texts[at], one.page.source, at + 1))
        around = filled[max(0, position - 1) : position] + filled[position + 1 : position + 2]
        case.judged += 1
        case.where["above" if at < first else "below" if at > last else "amid"] += 1
        if one.roles[at] in _SITES_OWN:
            case.sites += 1
            case.appeals += one.roles[at] == "cta"
            case.beside += any(
                one.roles[near] not in _SITES_OWN and names[near] not in counts for near in around
            )
        else:
            # A label that went astray stands among lines of the site all the same.
            case.strays += any(
                one.roles[near] in _SITES_OWN and names[near] in counts for near in around
            )


def _is_sites(case: _Case) -> bool:
    """Whether the labels call the line furniture, but for a few that went astray."""
    return case.sites >= AGREED * case.judged and case.sites + case.strays == case.judged


def _may_be_authors(case: _Case) -> bool:
    bits = match_phrases(case.text, fold_phrase(case.text), load_phrases())
    said = any(bits >> CLASSES.index(name) & 1 for name in _AUTHORS_OWN)
    return said or 2 * case.beside >= case.sites or fold(case.text) in load().headings


def _line(name: str, case: _Case, documents: int) -> Line | None:
    """How a profile tells the line; None when too little of it stays the same."""
    where = case.where.most_common(1)[0][0]
    kind: Literal["site", "cta"] = "cta" if 2 * case.appeals > case.sites else "site"
    for place, phrase in _tellings(name, case.text):
        return Line(kind, place, phrase, documents, case.source, case.number, where)
    return None


def _tellings(name: str, text: str) -> Iterator[tuple[str, str]]:
    if _DATE not in name:
        folded = fold(text)
        if len(text) <= LONGEST_PHRASE:
            yield "exact", folded
        else:
            yield "start", folded[:LONG].rpartition(" ")[0] or folded[:LONG]
        return
    head, tail = name.partition(_DATE)[0], name.rpartition(_DATE)[2]
    for place, piece in (("start", head.strip(" ,.(")), ("end", tail.strip(" ,.)"))):
        if sum(char.isalpha() for char in piece) >= TELLING:
            yield place, piece
