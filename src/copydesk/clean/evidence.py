"""Doubts that rest on the document's own words. All are asked, none is fixed alone."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from copydesk.clean import lexicon
from copydesk.clean.conventions import ENGLISH
from copydesk.clean.lists import words
from copydesk.clean.views import overlaps
from copydesk.model import Edit, Role
from copydesk.registry import ALL_COPY, ProofLine, document_rule

#: Roles whose words may be asked about: the running text, never a title.
RUNNING: frozenset[Role] = frozenset(("body", "quote", "list", "bio", "footnote", "caption"))
#: How far the words around a place count as its context, and how often a slip may occur.
REACH = 10
RARE = 2

_WORD = re.compile(r"[^\W\d_]+")
#: Places of a word that are looked at, and words alike beyond which they are no slip.
_ENOUGH = 12
_CROWD = 12
_SHORTEST = 4
_LONGEST = 24
#: Letters of a word in which two slips are looked for, and what they may cost.
_TWO_SLIPS = 8
_FAR = 2.6
#: Words more frequent than this stand beside any name.
_FREQUENT = 5.8
#: Endings that make another form of a word.
_FORMS = frozenset(
    (
        "", "s", "es", "d", "ed", "r", "er", "ers", "rs", "n", "y", "ly", "ing", "t", "st",
        "est", "ied", "ies", "al", "ally", "an", "ans", "ns", "ian", "ic", "en", "ens", "able",
        "ive", "ion", "ions", "on", "ons", "ng", "ve", "or", "ors", "ent", "ence", "ant", "ance",
        "a", "i", "ish",
    )
)  # fmt: skip
#: A name on this many lines, or this share of them, is the subject and no evidence.
_LINES = 6
_SHARE = 5


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a word stands; `names` are the proper names near it, by their stems."""

    view: ProofLine
    start: int
    end: int
    names: dict[str, str]

    @property
    def running(self) -> bool:
        """Whether the place may be asked about."""
        return self.view.role in RUNNING and not overlaps(self.view.quoted, self.start, self.end)


@dataclass(frozen=True, slots=True)
class _Evidence:
    """The doubtful words of a document: near twins, places, and how often each occurs.

    `telling` are the stems of names rare enough in it to tie two places together.
    """

    twins: dict[str, set[str]]
    places: dict[str, list[_Place]]
    counts: Counter[str]
    telling: frozenset[str]

    def speaks_for(self, place: _Place, word: str) -> tuple[str, list[str]] | None:
        """The twin that may be meant at `place`, and the names that both stand with."""
        found: list[tuple[int, int, str, list[str]]] = []
        for other in sorted(self.twins[word]):
            needed = 1 if other in confusions().get(word, ()) else 2
            for witness in self.places[other]:
                if witness.view is place.view:
                    continue
                stems = place.names.keys() & witness.names.keys() - words("weekday-stems")
                more = self.counts[other] - self.counts[word]
                # Of two as frequent the first is asked about; nobody knows which is right.
                first = more == 0 and place.view.number < witness.view.number
                weighs = not witness.running or more > 0 or first
                if len(stems) < needed or not weighs:
                    continue
                shared = [witness.names[stem] for stem in sorted(stems & self.telling)]
                if len(shared) >= needed:
                    found.append((len(shared), self.counts[other], other, shared))
        if not found:
            return None
        _, _, best, names = max(found)
        return best, names


@document_rule("word.in-document", "suggest", roles=ALL_COPY, languages=ENGLISH)
def in_document(views: tuple[ProofLine, ...]) -> Iterator[Edit]:
    """Ask about a word whose near twin stands elsewhere among the same names.

    Two words one letter apart, or of a pair that is often confused, with proper names
    in common within ten words. The one in the running text is asked about, never the
    one in a title.

    `meditation between Iran and Saudi Arabia`, with `“Mediation between Saudi and Iran”`
    in the references → `mediation`
    """
    twins = _twins(frozenset().union(*(view.words for view in views)))
    if not twins:
        return
    places, counts = _places(views, twins)
    evidence = _Evidence(twins, places, counts, _telling(views, places))
    for word in sorted(twins):
        if evidence.counts[word] > RARE:
            continue
        for place in evidence.places[word]:
            if (
                place.running
                and place.view.text[place.start].islower()
                and (found := evidence.speaks_for(place, word))
            ):
                other, names = found
                after = lexicon.known_form(other) or other
                beside = " and ".join(f"`{name}`" for name in names[:2])
                reason = f"`{other}` stands elsewhere with {beside}"
                yield place.view.edit(place.start, place.end, after, reason)


def _twins(vocabulary: frozenset[str]) -> dict[str, set[str]]:
    """Word → words of the document it may have been meant for."""
    twins: dict[str, set[str]] = defaultdict(set)
    confused = confusions()
    for word in vocabulary & confused.keys():
        twins[word].update(confused[word] & vocabulary)
    telling = [word for word in vocabulary - words("look-alikes") if _tells(word)]
    for group in _grouped(telling, lambda word: word[0]):
        for near in near_twins(group):
            _pair(twins, near)
    longer = [word for word in telling if len(word) >= _TWO_SLIPS]
    for group in _grouped(longer, lambda word: word[:2] + word[-3:]):
        if len(group) <= _CROWD:
            _pair(twins, group, two_slips=True)
    return {word: others for word, others in twins.items() if others}


def _tells(word: str) -> bool:
    return _SHORTEST <= len(word) <= _LONGEST and lexicon.frequency(word) <= _FREQUENT


def _grouped(found: Iterable[str], key: Callable[[str], str]) -> Iterator[list[str]]:
    """Those of `found` that share a key, where several do."""
    groups: dict[str, list[str]] = defaultdict(list)
    for word in found:
        groups[key(word)].append(word)
    return (group for group in groups.values() if len(group) > 1)


def _pair(twins: dict[str, set[str]], near: list[str], *, two_slips: bool = False) -> None:
    for word in near:
        for other in near:
            if word == other or other in twins[word]:
                continue
            if two_slips:
                near_enough = lexicon.cost(word, other, _FAR) <= _FAR
            else:
                near_enough = lexicon.slip(word, other) is not None
            if near_enough and not _are_forms(word, other):
                twins[word].add(other)


def _are_forms(one: str, two: str) -> bool:
    """Whether the two are forms of one word: they differ by an ending (`state`, `states`)."""
    shared = next(
        (at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b),
        min(len(one), len(two)),
    )
    return {one[shared:], two[shared:]} <= _FORMS or lexicon.are_twins(one, two)


def near_twins(group: Iterable[str]) -> Iterator[list[str]]:
    """Words of `group` that are one letter, or a swap of two, apart.

    >>> sorted(sorted(near) for near in near_twins(["form", "farm", "bread"]))
    [['farm', 'form']]
    """
    # Such words become the same once a letter is taken out of one or both.
    first: dict[str, str] = {}
    shared: dict[str, list[str]] = {}
    for word in group:
        for key in {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}:
            other = first.setdefault(key, word)
            if other is not word:  # few keys are of two words: only those have a list
                shared.setdefault(key, [other]).append(word)
    for near in shared.values():
        if len(near) <= _CROWD:
            yield near


@cache
def confusions() -> dict[str, frozenset[str]]:
    """Word → the words it is often taken for."""
    table: dict[str, set[str]] = defaultdict(set)
    for entry in words("confusions"):
        group = entry.split()
        for word in group:
            table[word].update(other for other in group if other != word)
    return {word: frozenset(others) for word, others in table.items()}


def _places(
    views: tuple[ProofLine, ...], twins: dict[str, set[str]]
) -> tuple[dict[str, list[_Place]], Counter[str]]:
    """Where the words of `twins` stand (the first few places of each), and how often."""
    places: dict[str, list[_Place]] = defaultdict(list)
    counts: Counter[str] = Counter()
    for view in views:
        if twins.keys().isdisjoint(view.words):
            continue
        matches = list(_WORD.finditer(view.text))
        for at, match in enumerate(matches):
            word = match.group().lower()
            if word not in twins:
                continue
            counts[word] += 1
            if counts[word] <= _ENOUGH:
                near = matches[max(0, at - REACH) : at] + matches[at + 1 : at + REACH + 1]
                names = {
                    _stem(other.group()): other.group()
                    for other in near
                    if other.group()[0].isupper() and len(other.group()) > 2
                }
                places[word].append(_Place(view, match.start(), match.end(), names))
    return places, counts


def _telling(
    views: tuple[ProofLine, ...], places: Mapping[str, Iterable[_Place]]
) -> frozenset[str]:
    """The stems of names that stand on so few lines that they are not the document's subject."""
    stems = {
        name.lower(): stem
        for found in places.values()
        for place in found
        for stem, name in place.names.items()
    }
    lines: Counter[str] = Counter()
    for view in views:
        lines.update({stems[word] for word in view.words if word in stems})
    enough = max(_LINES, len(views) // _SHARE)
    return frozenset(stem for stem in stems.values() if lines[stem] <= enough)


def _stem(name: str) -> str:
    """Brings `Poland` and `Polish`, `Norway` and `Norwegian` together."""
    return name.lower()[:6]
