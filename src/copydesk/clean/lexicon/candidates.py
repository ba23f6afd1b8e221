"""What an unknown word may have been meant for, the likeliest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from copydesk.clean.lexicon.channel import cost, near
from copydesk.clean.lexicon.frequencies import common
from copydesk.clean.lexicon.words import frequency, is_word, known_form, spelt

#: A unit of cost weighs so many steps of the Zipf scale.
WEIGHT: Final = 1.3
#: Least frequency of a word that may be meant, and of each half of two that were glued.
_VOCABULARY: Final = 2.3
_GLUED: Final = 4.5
#: What a missing blank costs, in steps of the Zipf scale.
_NO_BLANK: Final = 2.8
#: Letters of a word in which two slips are looked for, and three; of the longest looked at.
_TWO_SLIPS: Final = 5
_THREE_SLIPS: Final = 8
_LONGEST: Final = 24
#: Below this score words are looked for that lie further off.
_POOR: Final = 2.0
#: What slips may cost for each letter of the word.
_SHARE: Final = 0.4
#: The least that one slip costs; candidates so far behind the best are not looked at.
_LEAST: Final = 0.5
_HOPELESS: Final = 4.0
_NATIONS: Final = ("an", "ish", "ese")
#: Candidates that are kept.
_KEPT: Final = 8


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word, or two, that may be meant; `score` is on the Zipf scale, less what slips cost."""

    score: float
    word: str
    cost: float


@cache
def _vocabulary() -> dict[tuple[int, int, str], list[str]]:
    """The common words: (length, place 0 or 1, the letter there) → words.

    Whether one of them may be meant is asked of those that come near, for of 60,000 words a
    document comes near a few hundred.
    """
    shelves: defaultdict[tuple[int, int, str], list[str]] = defaultdict(list)
    for word in common(_VOCABULARY):
        if word.isascii() and word.isalpha() and (length := len(word)) > 1:
            shelves[length, 0, word[0]].append(word)
            shelves[length, 1, word[1]].append(word)
    return dict(shelves)


def _may_be_meant(word: str) -> bool:
    """Whether it is a word in small letters, or one for a nation or its tongue (`Norwegian`)."""
    return is_word(word) or (word.endswith(_NATIONS) and spelt(word.capitalize()))


def _shelves(word: str) -> Iterator[tuple[int, str]]:
    """The first letters that a word meant by `word` has: few slips change them.

    Its own or one that is taken for it, the second one (a letter was added or swapped), or
    any before its own (one was left out).
    """
    yield from ((0, letter) for letter in sorted({word[0], word[1:2] or word[0]} | near(word[0])))
    yield (1, word[0])


@lru_cache(1 << 12)
def candidates(word: str) -> tuple[Candidate, ...]:
    """What the unknown `word`, in small letters, may have been meant for, likeliest first.

    Words one or two slips away (three, in a long word for which none of these is likely),
    and two words without their blank.

    >>> [one.word for one in candidates("ocnversation")[:1]]
    ['conversation']
    >>> [one.word for one in candidates("deliteful")[:1]]
    ['delightful']
    """
    if len(word) > _LONGEST:
        return ()
    reach = 2 if len(word) >= _TWO_SLIPS else 1
    found = [*_near(word, reach), *_glued(word)]
    if len(word) >= _THREE_SLIPS and all(one.score < _POOR for one in found):
        found = [*_near(word, reach + 1), *_glued(word)]
    ranked = sorted(found, key=lambda one: (-one.score, one.word))
    return tuple(ranked[:_KEPT])


def rated(word: str, meant: str) -> Candidate:
    """`meant` as a candidate for `word`.

    >>> rated("recieve", "receive").cost
    0.6
    """
    price = cost(word, meant.lower())
    return Candidate(round(frequency(meant.lower()) - WEIGHT * price, 2), meant, price)


def _near(word: str, reach: int) -> Iterator[Candidate]:
    """The words of the vocabulary within `reach` slips, a swap being one, that come near."""
    distances = _within(word, reach)
    ceilings = {
        meant: frequency(meant) - WEIGHT * _LEAST * distance
        for meant, distance in distances.items()
    }
    best = -_HOPELESS
    for meant in sorted(ceilings, key=lambda meant: (-ceilings[meant], meant)):
        # What lies too far behind the best is no candidate, however cheap its slips.
        if ceilings[meant] < best - _HOPELESS:
            return
        one = rated(word, known_form(meant))
        if one.cost <= _SHARE * len(word):
            best = max(best, one.score)
            yield one


def _within(word: str, reach: int) -> dict[str, int]:
    """The words of the vocabulary within `reach` slips, and how many it takes."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    vocabulary = _vocabulary()
    found: dict[str, int] = {}
    for place, letter in _shelves(word):
        for length in range(len(word) - reach, len(word) + reach + 1):
            rows = process.extract(
                word,
                vocabulary.get((length, place, letter), []),
                scorer=OSA.distance,
                score_cutoff=reach,
                limit=None,
            )
            found |= {meant: int(distance) for meant, distance, _ in rows if _may_be_meant(meant)}
    return found


def _glued(word: str) -> Iterator[Candidate]:
    for at in range(1, len(word) - 1):
        first, second = word[:at], word[at:]
        if at == 1 and first not in ("a", "i"):
            continue
        rarer = min(frequency(first), frequency(second))
        if rarer >= _GLUED and is_word(first) and is_word(second):
            yield Candidate(round(rarer - _NO_BLANK, 2), f"{first} {second}", 1.0)
