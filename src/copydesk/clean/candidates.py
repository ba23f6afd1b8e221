"""What an unknown word may have been meant for, by one score, and whether it was meant at all.

A word that may be meant scores its frequency, less what the slips cost that lead from it to the
word as typed: a step for each of optimal string alignment, less where the slip is of a common
kind. A doubt weighs the likeliest word, its lead, and what speaks for the word as typed. The
weights are fitted by `tools/fit_spelling.py` and lie in `data/spelling.toml`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from copydesk import tables
from copydesk.clean import lexicon

#: Least frequency of a word that may be meant, and of each half of two that were glued.
_VOCABULARY: Final = 2.3
_GLUED: Final = 4.5
#: Letters of a word in which two slips are looked for, and three; of the longest looked at.
_TWO_SLIPS: Final = 5
_THREE_SLIPS: Final = 8
_LONGEST: Final = 24
#: A step of the distance weighs so many of the Zipf scale where the nearest words are picked, of
#: which so many are ranked; below this, words are looked for that lie further off.
_STEP: Final = 1.6
_RANKED: Final = 30
_POOR: Final = 1.0
#: What the document's own use of a word counts, and that the dictionary of misspellings names it.
_USED: Final = 3.0
_NAMED: Final = 6.0
#: The most that a lead and the other unknown words of a line count.
_LEAD: Final = 6.0
_CROWD: Final = 3
#: Candidates that are shown, and how far the last may be behind the first.
_SHOWN: Final = 5
_BEHIND: Final = 8.0
_NATIONS: Final = ("an", "ish", "ese")
_RARE_ENDS: Final = "aiou"
_VOWELS: Final = re.compile("[aeiouy]")
_DOUBLED: Final = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class WordCandidate:
    """A word, or two, that may be meant, how likely it is, and how many slips lead to it."""

    word: str
    score: float
    slips: int


@dataclass(frozen=True, slots=True)
class Guess:
    """What an unknown word may mean, likeliest first, and how surely it is a slip.

    `alone`: the dictionary of misspellings names the likeliest one and no other; `either`: it
    may have been meant in British or in American spelling, and nobody can tell in which.
    """

    words: tuple[str, ...]
    doubt: float
    alone: bool = False
    either: bool = False

    def reaches(self, bar: str, *, above: float = 0) -> bool:
        """Whether the doubt is as great as the bar of this name asks, and so much greater."""
        return bool(self.words) and self.doubt >= tables.load_table("spelling")["bars"][bar] + above


def guess_word(
    word: str, listed: Sequence[str] = (), used: Collection[str] = (), strangers: int = 0
) -> Guess:
    """What the unknown `word`, in small letters, may have been meant for.

    `listed` are the corrections that the dictionary of misspellings has for it, `used` the words
    of the document, `strangers` the other unknown words of the line.

    >>> found = guess_word("recieve", ["receive"])
    >>> found.words, found.reaches("named")
    (('receive',), True)
    >>> guess_word("cleaser", used=["cleanser"]).words[0]
    'cleanser'
    """
    ranked = list(find_candidates(word))
    known = {one.word.lower() for one in ranked}
    ranked += (_rated(word, right) for right in listed if right not in known)
    if not ranked:
        return Guess((), 0.0)
    scores = {
        one.word: one.score
        + _NAMED * (one.word.lower() in listed)
        + _USED * (one.word.lower() in used)
        for one in ranked
    }
    order = sorted(ranked, key=lambda one: (-scores[one.word], one.word))
    alone = len(listed) == 1
    best = order[0]
    if alone:
        best = next(one for one in ranked if one.word.lower() == listed[0])
        order = [best, *(one for one in order if one is not best)]
    twins = {one.word for one in order if lexicon.are_twins(one.word, best.word)}
    far = scores[order[0].word] - _BEHIND
    near = [
        one
        for one in order
        if scores[one.word] > far or one.word.lower() in listed or one.word in twins
    ]
    return Guess(
        tuple(one.word for one in near[:_SHOWN]),
        _doubt(word, best, ranked, strangers),
        alone,
        either=any(one.slips <= best.slips for one in ranked if one.word in twins),
    )


def _doubt(
    word: str, best: WordCandidate, ranked: Sequence[WordCandidate], strangers: int
) -> float:
    """How surely `word` is a slip, by what is known of it and of the word `best` it may mean."""
    rivals = [
        one.score
        for one in ranked
        if one is not best and not lexicon.are_twins(one.word, best.word)
    ]
    return _weighed("doubt", doubt_features(word, best, max(rivals, default=None), strangers))


def doubt_features(
    word: str, best: WordCandidate, rival: float | None, strangers: int
) -> dict[str, float]:
    """What speaks for and against a slip, by the names of the table `doubt`."""
    meant, seen = best.word.lower(), lexicon.find_frequency(word)
    return {
        "score": best.score,
        "lead": _LEAD if rival is None else min(_LEAD, best.score - rival),
        "frequency": seen,
        "seen": seen > 0,
        "strangers": min(strangers, _CROWD),
        "letters": len(word),
        "built": lexicon.is_built(word),
        "rare_end": word[-1] in _RARE_ENDS and meant[-1] != word[-1],
        "slips": best.slips - 1,
        "glued": " " in meant,
        "swapped": sorted(word) == sorted(meant),
        "doubled": _DOUBLED.sub(r"\1", word) == _DOUBLED.sub(r"\1", meant),
        "sound": strip_vowels(word) == strip_vowels(meant),
        "end": word[-2:] == meant[-2:],
        "dropped": len(meant) > len(word),
        "base": 1,
    }


def rank_features(word: str, meant: str, slips: int) -> dict[str, float]:
    """What makes it likely that `meant` was meant, by the names of the table `ranking`."""
    if " " in meant:
        return {"frequency": min(map(lexicon.find_frequency, meant.split())), "glued": 1}
    return {
        "frequency": lexicon.find_frequency(meant),
        "slips": slips - 1,
        "sound": strip_vowels(word) == strip_vowels(meant),
        "swapped": sorted(word) == sorted(meant),
        "first": word[0] != meant[0],
        "last": word[-1] != meant[-1],
        "end": word[-2:] == meant[-2:],
    }


def _weighed(table: str, features: Mapping[str, float]) -> float:
    weights: dict[str, float] = tables.load_table("spelling")[table]
    return round(sum(weights[name] * value for name, value in features.items()), 2)


@lru_cache(1 << 12)
def strip_vowels(word: str) -> str:
    """`word` without vowels and doubled letters, which slips of the ear leave as it is.

    >>> strip_vowels("definately") == strip_vowels("definitely"), strip_vowels("embarrassed")
    (True, 'mbrsd')
    """
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", _DOUBLED.sub(r"\1", word)))


@lru_cache(1 << 12)
def find_candidates(word: str) -> tuple[WordCandidate, ...]:
    """What the unknown `word`, in small letters, may have been meant for, likeliest first.

    Words one or two slips away (three, in a long word for which none of these is likely),
    and two words without their blank.

    >>> [one.word for one in find_candidates("ocnversation")[:1]]
    ['conversation']
    >>> [one.word for one in find_candidates("deliteful")[:1]]
    ['delightful']
    """
    if len(word) > _LONGEST:
        return ()
    reach = 2 if len(word) >= _TWO_SLIPS else 1
    found = _within(word, reach)
    if len(word) >= _THREE_SLIPS and all(_first_score(one) < _POOR for one in found.items()):
        found |= _within(word, reach + 1)
    near = sorted(found.items(), key=lambda one: (-_first_score(one), one[0]))[:_RANKED]
    ranked = [_rated(word, lexicon.known_form(meant) or meant, slips) for meant, slips in near]
    ranked += (_rated(word, both, 1) for both in _glued(word))
    return tuple(sorted(ranked, key=lambda one: (-one.score, one.word)))


def _first_score(found: tuple[str, int]) -> float:
    return lexicon.find_frequency(found[0]) - _STEP * found[1]


def _rated(word: str, meant: str, slips: int = 0) -> WordCandidate:
    from rapidfuzz.distance import OSA

    slips = slips or int(OSA.distance(word, meant.lower()))
    return WordCandidate(
        meant, _weighed("ranking", rank_features(word, meant.lower(), slips)), slips
    )


@cache
def _vocabulary() -> dict[tuple[int, int, str], list[str]]:
    """The common words: (length, place 0 or 1, the letter there) → words.

    Whether one of them may be meant is asked of those that come near, for of 60,000 words a
    document comes near a few hundred.
    """
    shelves: defaultdict[tuple[int, int, str], list[str]] = defaultdict(list)
    for word in lexicon.list_common(_VOCABULARY):
        if word.isascii() and word.isalpha() and (length := len(word)) > 1:
            shelves[length, 0, word[0]].append(word)
            shelves[length, 1, word[1]].append(word)
    return dict(shelves)


def _may_be_meant(word: str) -> bool:
    """Whether it is a word in small letters, or one for a nation or its tongue (`Norwegian`)."""
    return lexicon.is_word(word) or (
        word.endswith(_NATIONS) and lexicon.is_spelt(word.capitalize())
    )


def _shelves(word: str) -> Iterator[tuple[int, str]]:
    """The first letters that a word meant by `word` has: few slips change them.

    Its own or one that is taken for it, the second one (a letter was added or swapped), or
    any before its own (one was left out).
    """
    beside = tables.load_table("spelling")["beside"].get(word[0], "")
    yield from ((0, letter) for letter in sorted({word[0], word[1:2] or word[0], *beside}))
    yield (1, word[0])


def _within(word: str, reach: int) -> dict[str, int]:
    """The words of the vocabulary within `reach` slips, a swap being one, and how many it takes."""
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
            found |= {
                meant: int(slips)
                for meant, slips, _ in rows
                if meant not in found and meant != word and _may_be_meant(meant)
            }
    return found


def _glued(word: str) -> Iterator[str]:
    for at in range(1, len(word) - 1):
        first, second = word[:at], word[at:]
        if at == 1 and first not in ("a", "i"):
            continue
        rarer = min(lexicon.find_frequency(first), lexicon.find_frequency(second))
        if rarer >= _GLUED and lexicon.is_word(first) and lexicon.is_word(second):
            yield f"{first} {second}"
