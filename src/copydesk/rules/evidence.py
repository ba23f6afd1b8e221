"""Doubts that rest on the document's own words. All are asked, none is fixed alone."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from copydesk.model import Edit
from copydesk.registry import PROSE, REFERENCES, ProofLine, document_rule, rule
from copydesk.rules.lists import alternatives, pairs, words
from copydesk.rules.proof import overlaps

ALL = PROSE | REFERENCES
ENGLISH = ("en",)
#: Roles whose words may be flagged: the running text, never a title.
RUNNING = frozenset(("body", "quote", "list", "bio", "footnote", "caption"))

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_NAME = re.compile(r"(?<![\w’'-])[A-Z][^\W\d_]{5,}+(?![\w-])")
#: How far the words around a place count as its context, and how often a slip may occur.
REACH = 10
RARE = 2
_SHORTEST = 5
_LONGEST_NAME = 24


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
    tokens = [(view, list(_WORD.finditer(view.text))) for view in views]
    counts: Counter[str] = Counter()
    for _, matches in tokens:
        counts.update(match.group().lower() for match in matches)
    twins = _twins(counts)
    if not twins:
        return
    places = _places(tokens, twins)
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


def _twins(counts: Counter[str]) -> dict[str, set[str]]:
    """Word → words of the document it may have been meant for."""
    twins: dict[str, set[str]] = defaultdict(set)
    confused = _confusions()
    for word in counts:
        for other in confused.get(word, ()):
            if other in counts:
                twins[word].add(other)
    grouped: dict[tuple[str, str], list[str]] = defaultdict(list)
    for word in counts:
        if len(word) >= _SHORTEST and word.isascii() and word.isalpha():
            # Words one edit apart have a shortened form in common.
            for at in range(len(word)):
                grouped[word[0] + word[-2:], word[:at] + word[at + 1 :]].append(word)
            grouped[word[0] + word[-2:], word].append(word)
    for near in grouped.values():
        if 1 < len(near) <= _LONGEST_NAME:
            for word in near:
                twins[word].update(other for other in near if other != word)
    return {word: others for word, others in twins.items() if others}


@cache
def _confusions() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = defaultdict(set)
    for entry in words("confusions"):
        group = entry.split()
        for word in group:
            table[word].update(other for other in group if other != word)
    return {word: frozenset(others) for word, others in table.items()}


def _places(
    tokens: Iterable[tuple[ProofLine, list[re.Match[str]]]], twins: dict[str, set[str]]
) -> dict[str, list[_Place]]:
    places: dict[str, list[_Place]] = defaultdict(list)
    for view, matches in tokens:
        for at, match in enumerate(matches):
            word = match.group().lower()
            if word in twins and len(places[word]) < 4 * RARE:
                near = matches[max(0, at - REACH) : at + REACH + 1]
                names = {
                    _stem(other.group()): other.group()
                    for other in near
                    if other is not match and other.group()[0].isupper() and len(other.group()) > 2
                }
                places[word].append(_Place(view, match.start(), match.end(), names))
    return places


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


@document_rule("spell.name-variant", "suggest", roles=ALL)
def name_variant(views: tuple[ProofLine, ...]) -> Iterator[Edit]:
    """Ask about a name that the document spells two ways.

    Two capitalised words of six letters or more, one letter or a swap apart, neither of
    which the document also writes small. Proposed is the other spelling; which of the
    two is right is the editor's to say.

    `(Abdouduoh, 2023)` with `Abdoudouh, A.` in the references → the editor chooses
    """
    names: dict[str, list[tuple[ProofLine, int]]] = defaultdict(list)
    small: set[str] = set()
    for view in views:
        for match in _NAME.finditer(view.text):
            names[match.group()].append((view, match.start()))
        small.update(word for word in re.findall(r"(?<![\w-])[a-z]{6,}+", view.text))
    candidates = [
        name for name in names if name.lower() not in small and len(name) <= _LONGEST_NAME
    ]
    grouped: dict[str, set[str]] = defaultdict(set)
    for name in candidates:
        for at in range(1, len(name)):
            grouped[name[:at] + name[at + 1 :]].add(name)
    seen: set[tuple[str, str]] = set()
    for near in grouped.values():
        for one in sorted(near):
            for two in sorted(near):
                if one < two and (one, two) not in seen and not _inflected(one, two):
                    seen.add((one, two))
                    yield from _ask_name(one, two, names)


def _inflected(one: str, two: str) -> bool:
    """Whether the two differ as forms of one word do, or as two words of a kind."""
    short, long = sorted((one, two), key=len)
    if long.startswith(short) or one[-1] != two[-1] or one.lower() == two.lower():
        return True
    return short.lower() in words("common-capitals") or long.lower() in words("common-capitals")


def _ask_name(one: str, two: str, names: dict[str, list[tuple[ProofLine, int]]]) -> Iterator[Edit]:
    """The rarer spelling in the running text is asked about, at its first place."""

    def weight(name: str) -> tuple[bool, int]:
        return any(view.role == "reference" for view, _ in names[name]), len(names[name])

    kept, doubted = sorted((one, two), key=weight, reverse=True)
    for view, start in names[doubted]:
        if view.role != "reference" and not overlaps(view.quoted, start, start + len(doubted)):
            reason = f"the document spells this name `{kept}` as well; which is right?"
            yield view.edit(start, start + len(doubted), kept, reason)
            return


_WHERE = re.compile(r"\bwhere ((?:many|most|some|several|few|all|none) (?:[a-z]+ )?of which)\b")
_RATHER = re.compile(r"\b(more (?:[\w-]+ ){1,6}?)(rather than)\b")
_PHRASE = re.compile(rf"(?<![\w’'-])({alternatives(pairs('phrases'))})(?![\w’'-])", re.IGNORECASE)


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
        right = pairs("phrases")[match.group().lower()]
        if match.group()[0].isupper():
            right = right[0].upper() + right[1:]
        yield view.edit(*match.span(), right, "a set phrase that is often mistaken")
