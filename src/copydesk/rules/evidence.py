"""Doubts that rest on the document's own words. All are asked, none is fixed alone."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from copydesk.model import Edit
from copydesk.registry import PROSE, REFERENCES, ProofLine, document_rule, rule
from copydesk.rules.lists import alternatives, capitalised, pairs, replacement, words
from copydesk.rules.proof import overlaps

ALL = PROSE | REFERENCES
ENGLISH = ("en",)
#: Languages whose common nouns begin small, so that a capital tells a name.
SMALL_NOUNS = ("en", "fr", "es", "it", "pt", "nl", "sv", "da", "no", "nb", "pl")
#: Roles whose words may be flagged: the running text, never a title.
RUNNING = frozenset(("body", "quote", "list", "bio", "footnote", "caption"))

_WORD = re.compile(r"[^\W\d_]+")
_NAME = re.compile(r"(?<![\w’'-])[A-Z][^\W\d_]{5,}+(?![\w-])")
#: Endings that make another form of a name: Korea, Koreas, Korean, Koreans.
_ENDINGS = frozenset(
    ("", "s", "n", "ns", "a", "an", "ans", "ian", "ians", "es", "e", "i", "is", "ish")
)
#: Short names that are alike are often two people, unless one of them is cited.
_DISTINCT = 8
_SMALL = re.compile(r"(?<![\w-])[a-z]{6,}+")
#: How far the words around a place count as its context, and how often a slip may occur.
REACH = 10
RARE = 2
#: Places of a word that are looked at, and words alike beyond which they are no slip.
_ENOUGH = 12
_CROWD = 12
_SHORTEST = 5
_LONGEST = 24


@dataclass(frozen=True, slots=True)
class _Place:
    view: ProofLine
    start: int
    end: int
    names: dict[str, str]

    @property
    def around(self) -> frozenset[str]:
        """The names near the place, brought to their stems."""
        return frozenset(self.names)

    @property
    def running(self) -> bool:
        """Whether the place may be flagged."""
        return self.view.role in RUNNING and not overlaps(self.view.quoted, self.start, self.end)


@document_rule("word.in-document", "suggest", roles=ALL, languages=ENGLISH)
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
    for word, others in sorted(twins.items()):
        for place in places[word]:
            if not place.running or counts[word] > RARE:
                continue
            best = _evidence(place, word, others, places, counts)
            if best is not None:
                other, shared = best
                names = " and ".join(f"`{place.names[stem]}`" for stem in sorted(shared)[:2])
                text = place.view.text[place.start : place.end]
                after = other.capitalize() if text[0].isupper() else other
                yield place.view.edit(
                    place.start, place.end, after, f"`{other}` stands elsewhere with {names}"
                )


def _twins(vocabulary: frozenset[str]) -> dict[str, set[str]]:
    """Word → words of the document it may have been meant for."""
    twins: dict[str, set[str]] = defaultdict(set)
    confused = _confusions()
    for word in vocabulary & confused.keys():
        twins[word].update(confused[word] & vocabulary)
    alike: dict[str, list[str]] = defaultdict(list)
    for word in vocabulary:
        if _SHORTEST <= len(word) <= _LONGEST:
            alike[word[0] + word[-2:]].append(word)
    for group in alike.values():
        if len(group) > 1:
            for near in _near(group):
                for word in near:
                    twins[word].update(other for other in near if other != word)
    return {word: others for word, others in twins.items() if others}


def _near(group: Iterable[str]) -> Iterator[list[str]]:
    """Words of `group` that are one letter, or a swap of two, apart."""
    # Such words become the same once a letter is taken out of one or both.
    shortened: dict[str, list[str]] = defaultdict(list)
    for word in group:
        shortened[word].append(word)
        for key in {word[:at] + word[at + 1 :] for at in range(len(word))}:
            shortened[key].append(word)
    for near in shortened.values():
        if 1 < len(near) <= _CROWD:
            yield near


@cache
def _confusions() -> dict[str, frozenset[str]]:
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
        if view.words.isdisjoint(twins):
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


def _stem(name: str) -> str:
    """Brings `Poland` and `Polish`, `Norway` and `Norwegian` together."""
    return name.lower()[:6]


def _evidence(
    place: _Place,
    word: str,
    others: Iterable[str],
    places: dict[str, list[_Place]],
    counts: Counter[str],
) -> tuple[str, frozenset[str]] | None:
    found: list[tuple[int, int, str, frozenset[str]]] = []
    for other in others:
        needed = 1 if other in _confusions().get(word, ()) else 2
        for witness in places[other]:
            if witness.view is place.view:
                continue
            shared = (place.around & witness.around) - words("weekday-stems")
            titled = not witness.running
            if len(shared) >= needed and (titled or counts[other] > counts[word]):
                found.append((len(shared), counts[other], other, shared))
    if not found:
        return None
    best = max(found, key=lambda entry: entry[:3])
    return best[2], best[3]


@document_rule("spell.name-variant", "suggest", roles=ALL, languages=SMALL_NOUNS)
def name_variant(views: tuple[ProofLine, ...]) -> Iterator[Edit]:
    """Ask about a name that the document spells two ways.

    Two capitalised words of six letters or more, one letter or a swap apart, neither of
    which the document also writes small. Proposed is the other spelling; which of the
    two is right is the editor's to say.

    `(Abdouduoh, 2023)` with `Abdoudouh, A.` in the references → the editor chooses
    """
    names: dict[str, list[tuple[ProofLine, int]]] = defaultdict(list)
    for view in views:
        for match in _NAME.finditer(view.text):
            names[match.group()].append((view, match.start()))
    groups: dict[str, list[str]] = defaultdict(list)
    for name in names:
        groups[name[0]].append(name)
    pairs_found: set[tuple[str, str]] = set()
    for group in groups.values():
        for near in _near([name for name in group if len(name) <= _LONGEST]):
            pairs_found |= {(one, two) for one in near for two in near if one < two}
    if not pairs_found:
        return
    small = frozenset(word for view in views for word in _SMALL.findall(view.text))
    for one, two in sorted(pairs_found):
        if not _inflected(one, two) and small.isdisjoint((one.lower(), two.lower())):
            yield from _ask_name(one, two, names)


def _inflected(one: str, two: str) -> bool:
    """Whether the two differ as forms of one word do, or are two words of their own."""
    shared = next((i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), None)
    if shared is None:
        shared = min(len(one), len(two))
    if {one[shared:], two[shared:]} <= _ENDINGS or one[1:].lower() == two[1:].lower():
        return True
    return not words("common-capitals").isdisjoint((one.lower(), two.lower()))


def _ask_name(one: str, two: str, names: dict[str, list[tuple[ProofLine, int]]]) -> Iterator[Edit]:
    """Ask about the rarer spelling in the running text, at its first place."""
    listed = {name: any(view.role == "reference" for view, _ in names[name]) for name in (one, two)}
    if not any(listed.values()) and min(len(one), len(two)) < _DISTINCT:
        return
    kept, doubted = sorted((one, two), key=lambda name: (not listed[name], -len(names[name])))
    for view, start in names[doubted]:
        end = start + len(doubted)
        if view.role != "reference" and not overlaps(view.quoted, start, end):
            reason = f"the document spells this name `{kept}` as well; which is right?"
            yield view.edit(start, end, kept, reason)
            return


_WHERE = re.compile(r"\bwhere ((?:many|most|some|several|few|all|none) (?:[a-z]+ )?of which)\b")
_RATHER = re.compile(r"\b(more (?:[\w-]+ ){1,6}?)(rather than)\b")
_PHRASE = re.compile(rf"(?<![\w’'-]){alternatives(capitalised(pairs('phrases')))}(?![\w’'-])")


@rule("word.phrase", "suggest", languages=ENGLISH)
def phrase(view: ProofLine) -> Iterator[Edit]:
    """Ask about set phrases that are often mistaken, and comparisons begun twice.

    A closed list; quotations stay.

    `could of; tow the line; where many of which` → `could have; toe the line; many of which`
    """
    text = view.text
    for match in _WHERE.finditer(text):
        yield view.edit(*match.span(), match.group(1), "`where` and `of which` say the same")
    if "rather than" in text:
        for match in _RATHER.finditer(text):
            yield view.edit(*match.span(2), "than", "after `more` comes `than`")
    for match in _PHRASE.finditer(text):
        right = replacement("phrases", match.group())
        yield view.edit(*match.span(), right, "a set phrase that is often mistaken")
