"""Names that a document spells two ways, and words taken for one that stands among the same names.

All of it is asked about, nothing is fixed alone.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import OSA, Prefix

from copydesk.clean import lexicon
from copydesk.clean.candidates import strip_vowels
from copydesk.clean.rules import document_rule
from copydesk.clean.views import View, is_touched
from copydesk.clean.word_lists import words
from copydesk.model import Edit, Role

#: Roles whose words may be asked about: the running text, never a title.
RUNNING: frozenset[Role] = frozenset(("body", "quote", "list", "bio", "footnote", "caption"))
#: How far the words around a place count as its context, and how often a slip may occur.
REACH = 10
RARE = 2
_WORD = re.compile(r"[^\W\d_]+")
#: Places of a word that are looked at, and names alike beyond which they are no slip.
_ENOUGH = 12
_CROWD = 12
#: A name on this many lines, or this share of them, is the subject and no evidence.
_LINES = 6
_SHARE = 5


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a word stands; `names` are the proper names near it, by their stems."""

    view: View
    start: int
    end: int
    names: dict[str, str]

    @property
    def running(self) -> bool:
        """Whether the place may be asked about."""
        return self.view.role in RUNNING and not is_touched(self.view.quoted, self.start, self.end)


@document_rule("word.in-document")
def in_document(views: tuple[View, ...]) -> Iterator[Edit]:
    """Ask about a word that is taken for one that stands elsewhere among the same names."""
    confused = load_confusions()
    vocabulary = frozenset().union(*(view.words for view in views)) & confused.keys()
    twins = {word: confused[word] & vocabulary for word in vocabulary}
    twins = {word: others for word, others in twins.items() if others}
    if not twins:
        return
    places, counts = _places(views, twins)
    telling = _telling(views, places)
    for word in sorted(twins):
        for place in places[word] if counts[word] <= RARE else ():
            if not place.running or not place.view.text[place.start].islower():
                continue
            witnesses = (
                (len(shared), counts[other], other, shared)
                for other in twins[word]
                for witness in places[other]
                if (shared := _shared(place, witness, counts[other] - counts[word], telling))
            )
            if best := max(witnesses, default=None):
                _, _, other, names = best
                after = lexicon.known_form(other) or other
                beside = " and ".join(f"`{name}`" for name in names[:2])
                reason = f"`{other}` stands elsewhere with {beside}"
                yield place.view.edit(place.start, place.end, after, reason)


def _shared(place: _Place, witness: _Place, more: int, telling: frozenset[str]) -> list[str]:
    """The rare names that stand at both places, none where the other word weighs no more.

    `more` is how much more often it stands in the document. Of two as frequent the first is
    asked about; nobody knows which is right.
    """
    first = more == 0 and place.view.number < witness.view.number
    if witness.view is place.view or (witness.running and more <= 0 and not first):
        return []
    stems = place.names.keys() & witness.names.keys() & telling
    return [witness.names[stem] for stem in sorted(stems)]


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
def load_confusions() -> dict[str, frozenset[str]]:
    """Word → the words it is often taken for."""
    table: dict[str, set[str]] = defaultdict(set)
    for entry in words("confusions"):
        group = entry.split()
        for word in group:
            table[word].update(other for other in group if other != word)
    return {word: frozenset(others) for word, others in table.items()}


def _places(
    views: tuple[View, ...], twins: Mapping[str, frozenset[str]]
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


def _telling(views: tuple[View, ...], places: Mapping[str, Iterable[_Place]]) -> frozenset[str]:
    """The stems of names that are no days and, by their few lines, not the document's subject."""
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
    rare = frozenset(stem for stem in stems.values() if lines[stem] <= enough)
    return rare - words("weekday-stems")


def _stem(name: str) -> str:
    """Brings `Poland` and `Polish`, `Norway` and `Norwegian` together."""
    return name.lower()[:6]


#: A raised figure behind a name leads to a note, or to where its bearer works.
_RAISED = "¹²³⁰⁴-⁹"
_NAME = re.compile(rf"(?<![\w’'-])[A-Z][^\W\d_{_RAISED}]{{4,}}+(?![^\W{_RAISED}]|-)")
_CAPITAL = re.compile(r"(?<![\w’'-])[A-Z][^\W\d_]++")
#: Endings that make another form of a name: Korea, Koreas, Korean, Koreans.
_ENDINGS = frozenset(
    ("", "s", "n", "ns", "a", "an", "ans", "ian", "ians", "es", "e", "i", "is", "ish")
)
#: Short names that are alike are often two people, unless one of them is cited or the same
#: names stand with both.
_DISTINCT = 8
_SHORT = 6
_LONGEST_NAME = 24
#: Frequency from which a name is one that many bear.
_BORNE = 2.5
#: Characters either side of a name in which the names beside it are looked for.
_AROUND = 80
#: Places of a name that are looked at.
_PLACES_SEEN = 12
_SMALL = re.compile(r"(?<![\w-])[a-z]{5,}+")
_Places = dict[str, list[tuple[View, int]]]


@document_rule("spell.name-variant")
def name_variant(views: tuple[View, ...]) -> Iterator[Edit]:
    """Ask about a name that the document spells two ways."""
    names: _Places = defaultdict(list)
    for view in views:
        for match in _NAME.finditer(view.text):
            if not view.style.knows(match.group()):
                names[match.group()].append((view, match.start()))
    groups: dict[str, list[str]] = defaultdict(list)
    for name in names:
        groups[name[0]].append(name)
    pairs_found: set[tuple[str, str]] = set()
    for group in groups.values():
        for near in near_twins([name for name in group if len(name) <= _LONGEST_NAME]):
            pairs_found |= {(one, two) for one in near for two in near if one < two}
    if not pairs_found:
        return
    small = frozenset(word for view in views for word in _SMALL.findall(view.text))
    for one, two in sorted(pairs_found):
        if not _inflected(one, two) and small.isdisjoint((one.lower(), two.lower())):
            yield from _ask_name(one, two, names)


def _inflected(one: str, two: str) -> bool:
    """Whether the two differ as forms of one word do, or are two words of their own."""
    shared = Prefix.similarity(one, two)
    if {one[shared:], two[shared:]} <= _ENDINGS or one[1:].lower() == two[1:].lower():
        return True
    return all(map(lexicon.known_form, (one.lower(), two.lower())))


def _ask_name(one: str, two: str, names: _Places) -> Iterator[Edit]:
    """Ask about the rarer spelling in the running text, at its first place."""
    listed = {name: any(view.role == "reference" for view, _ in names[name]) for name in (one, two)}
    if not _are_one(one, two, names, cited=any(listed.values())):
        return

    def rank(name: str) -> tuple[bool, int, float]:
        return (not listed[name], -len(names[name]), -lexicon.find_frequency(name.lower()))

    kept, doubted = sorted((one, two), key=rank)
    for view, start in names[doubted]:
        end = start + len(doubted)
        if view.role != "reference" and not is_touched(view.quoted, start, end):
            reason = f"the document spells this name `{kept}` as well; which is right?"
            yield view.edit(start, end, kept, reason)
            return


def _are_one(one: str, two: str, names: _Places, *, cited: bool) -> bool:
    """Whether the two may be one name: by their length, the list, or the names beside them."""
    letters = min(len(one), len(two))
    if letters >= _DISTINCT or (cited and letters >= _SHORT):
        return True
    small = (one.lower(), two.lower())
    borne = all(lexicon.find_frequency(name) >= _BORNE for name in small)
    slipped = OSA.distance(*small) == 1 and _is_of_ear_or_hand(*small)
    return slipped and not borne and bool((_beside(names[one]) & _beside(names[two])) - {one, two})


def _is_of_ear_or_hand(one: str, two: str) -> bool:
    """Whether a slip of a common kind makes `two` of `one`: no other letter in place of one."""
    return (
        len(one) != len(two) or sorted(one) == sorted(two) or strip_vowels(one) == strip_vowels(two)
    )


def _beside(places: list[tuple[View, int]]) -> frozenset[str]:
    """The names near the first places of a name."""
    return frozenset(
        name
        for view, start in places[:_PLACES_SEEN]
        for name in _CAPITAL.findall(view.text, max(0, start - _AROUND), start + _AROUND)
        if len(name) > 3
    )
