"""A citation beside the entries that it may mean, with what differs marked; values, no markup.

Where one name or year is not the other, these are what differs. Where several entries bear the
cited name and year, the words that the sentence shares with an entry tell them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal, TypeAlias

from copydesk import folding
from copydesk.model import Article, Citation, Csl, Reference
from copydesk.writers.proof_places import Spot

Sign: TypeAlias = Literal["", "differs", "shared"]

#: So alike are two spellings of one name that the letters in which they differ are shown.
_ALIKE: Final = 0.6
#: The longest name that is compared letter by letter.
_LONGEST: Final = 60
_YEAR: Final = re.compile(r"\d{4}")
#: Words that say what a text is about; short ones say little.
_TELLING: Final = re.compile(r"[^\W\d_]{4,}")
#: So many of their first letters make Chinese meet China’s, and plurals singulars.
_STEM: Final = 6


@dataclass(frozen=True, slots=True)
class Part:
    """Words, and whether they are what `differs` or what is `shared`."""

    text: str
    sign: Sign = ""


@dataclass(frozen=True, slots=True)
class Likely:
    """An entry that a citation may mean; `linked` says that the citation leads to it now."""

    key: str
    score: float
    reason: str
    entry: tuple[Part, ...]
    linked: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """A citation that is not certain: its sentence in three parts, and what it may mean."""

    citation: Citation
    before: tuple[Part, ...]
    words: tuple[Part, ...]
    after: tuple[Part, ...]
    likely: tuple[Likely, ...]


def cases(article: Article, places: Mapping[int, Spot]) -> dict[str, Case]:
    """The id of each citation of `article` that is neither exact nor settled → its case.

    `places` are the `spots` of the article.
    """
    open_ones = [one for one in article.citations if one.status != "exact" and not one.verdict]
    entries = {reference.key: reference for reference in article.back.references}
    return {one.id: case(one, places.get(one.group), entries) for one in open_ones}


def case(citation: Citation, spot: Spot | None, entries: dict[str, Reference]) -> Case:
    """`citation` at its place beside its candidates among `entries`, by their keys.

    >>> entry = Reference("lo2022", "", "Lo, B., 2022. Turning point?", {
    ...     "author": [{"family": "Lo"}], "issued": {"date-parts": [[2022]]}}, 1.0)
    >>> cited = Citation("(Lo, 2020)", 3, 0, "Lo", "2020", "parenthetical", 0, 0, 10,
    ...     "year-mismatch", ("lo2022",))
    >>> found = case(cited, None, {"lo2022": entry})
    >>> [(part.text, part.sign) for part in found.words]
    [('(Lo, ', ''), ('2020', 'differs'), (')', '')]
    >>> [part.text for part in found.likely[0].entry if part.sign]
    ['2022']
    """
    before, words, after = _in_sentence(citation, spot)
    rows = {row.key: (row.score, row.reason) for row in citation.candidates}
    keys = [key for key in dict.fromkeys((*rows, *citation.keys)) if key in entries]
    likely = []
    differing: set[tuple[int, int]] = set()
    shared: set[str] = set()
    said = stems(before + after)
    for key in keys:
        entry = entries[key]
        if citation.status == "ambiguous":
            common = said & stems(str(entry.csl.get("title") or entry.text))
            shared |= common
            parts = tuple(telling(entry.text, common))
        else:
            here, there = differences(citation, words, entry)
            differing |= here
            parts = tuple(cut(entry.text, there, "differs"))
        score, reason = rows.get(key, (1.0, ""))
        likely.append(Likely(key, score, reason, parts, key in citation.keys))
    if not differing and len(words) > len(citation.text):
        differing = _found(words, citation.text)  # which of several is asked about
    return Case(
        citation,
        tuple(telling(before, shared)),
        tuple(cut(words, differing, "differs")),
        tuple(telling(after, shared)),
        tuple(likely),
    )


def _in_sentence(citation: Citation, spot: Spot | None) -> tuple[str, str, str]:
    """The sentence of `citation` before, of and behind its words, a name before a bracket too."""
    if spot is None:
        return "", citation.text, ""
    before, after = spot.sentence
    head = citation.text.removesuffix(spot.words)
    if head != citation.text and before.endswith(head):
        return before.removesuffix(head), citation.text, after
    return before, spot.words, after


# ── what differs ─────────────────────────────────────────────────────────────


def differences(
    citation: Citation, words: str, entry: Reference
) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Where name and year of `citation` differ from those of `entry`: in `words`, in its text."""
    here: set[tuple[int, int]] = set()
    there: set[tuple[int, int]] = set()
    own = max(0, words.find(citation.text))
    year = year_of(entry.csl)
    if citation.year and citation.year[:4] != year and _YEAR.match(citation.year):
        here |= _found(words, citation.year, own)
        there |= _found(entry.text, year)
    name = citation.name[:_LONGEST]
    nearest = max(_names(entry.csl), key=lambda one: _ratio(one, name), default="")
    if name and nearest and folding.plain(nearest) != folding.plain(name):
        if _ratio(nearest, name) < _ALIKE:
            return here, there
        at, to = words.find(name, own), entry.text.find(nearest)
        for kind, i, j, k, m in SequenceMatcher(None, name, nearest, autojunk=False).get_opcodes():
            if kind != "equal" and at >= 0:
                here.add((at + i, at + max(j, i)))
            if kind != "equal" and to >= 0:
                there.add((to + k, to + max(m, k)))
    return here, there


def year_of(csl: Csl) -> str:
    """The year of an entry as it was read, "" without one."""
    parts = csl.get("issued", {}).get("date-parts") or [[]]
    return str(parts[0][0]) if parts[0] else ""


def _names(csl: Csl) -> Iterator[str]:
    for person in csl.get("author") or csl.get("editor") or ():
        name = str(person.get("family") or person.get("literal") or "")
        if name and name != "others":
            yield name[:_LONGEST]


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _found(text: str, words: str, start: int = 0) -> set[tuple[int, int]]:
    at = text.find(words, start) if words else -1
    return {(at, at + len(words))} if at >= 0 else set()


def cut(text: str, spans: Iterable[tuple[int, int]], sign: Sign) -> Iterator[Part]:
    """`text` in parts, those of `spans` bearing `sign`.

    >>> list(cut("Lo 2022", [(3, 7)], "differs"))
    [Part(text='Lo ', sign=''), Part(text='2022', sign='differs')]
    """
    at = 0
    for start, end in sorted(spans):
        if start < at or start == end:
            continue
        if at < start:
            yield Part(text[at:start])
        yield Part(text[start:end], sign)
        at = end
    if at < len(text):
        yield Part(text[at:])


# ── what is shared ───────────────────────────────────────────────────────────


def stems(text: str) -> frozenset[str]:
    """The words of `text` that say what it is about, as they are compared."""
    return frozenset(_stem(word) for word in _TELLING.findall(text))


def telling(text: str, wanted: frozenset[str] | set[str]) -> Iterator[Part]:
    """`text` in parts, the words whose stems are `wanted` bearing the sign `shared`."""
    found = (match for match in _TELLING.finditer(text) if _stem(match[0]) in wanted)
    return cut(text, (match.span() for match in found), "shared")


def _stem(word: str) -> str:
    return folding.plain(word)[:_STEM]
