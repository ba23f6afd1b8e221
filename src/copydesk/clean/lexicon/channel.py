"""How unlikely it is that a word was typed in place of another: a noisy channel.

Kernighan, Church and Gale, “A spelling correction program based on a noisy channel model”
(COLING 1990), with weights in place of their counts: those of swapped, doubled and dropped
letters, of vowels that sound alike unstressed, of keys side by side, set by hand on slips
of the development texts. A whole unit makes a slip some ten times rarer.
"""

from __future__ import annotations

import math
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from typing import Final, Literal, TypeAlias

Slip: TypeAlias = Literal["swapped", "doubled", "vowel", "consonant"]

#: What one slip costs.
_SWAPPED: Final = 0.6
_UNDOUBLED: Final = 0.5
_DOUBLED: Final = 0.6
_DROPPED_VOWEL: Final = 0.8
_DROPPED: Final = 1.0
_ADDED_NEAR: Final = 1.0
_ADDED: Final = 1.5
_VOWEL_FOR_VOWEL: Final = 0.9
_ALIKE_IN_SOUND: Final = 1.0
_NEXT_KEY: Final = 1.1
_OTHER: Final = 1.9
#: What it costs more at the first letter, and at the last.
_AT_START: Final = {"swapped": 0.3, "put": 0.7, "dropped": 0.9}
_AT_END: Final = 0.2

_FAR: Final = 99.0
#: Pairs of words that were compared and are remembered: those alike are so in every article.
_REMEMBERED: Final = 1 << 14
#: What sums of these prices are off by at most.
_NOISE: Final = 0.001

_VOWELS: Final = frozenset("aeiouy")
_SOUNDS: Final = frozenset(
    pair for both in ("cs", "ck", "sz", "gq", "gj", "fv", "mn", "dt") for pair in (both, both[::-1])
)


def _keys() -> frozenset[str]:
    """Pairs of letters whose keys lie side by side."""
    rows = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    beside = [one + two for row in rows for one, two in pairwise(row)]
    for upper, lower in pairwise(rows):
        beside += [
            upper[at + shift] + key
            for at, key in enumerate(lower)
            for shift in (0, 1)
            if at + shift < len(upper)
        ]
    return frozenset(beside) | {pair[::-1] for pair in beside}


_KEYS: Final = _keys()
#: Letter → those whose keys lie beside its own.
_BESIDE: Final = {
    key: frozenset(pair[1] for pair in _KEYS if pair[0] == key)
    for key in {pair[0] for pair in _KEYS}
}


@lru_cache(_REMEMBERED)
def cost(typed: str, meant: str, most: float = _FAR) -> float:
    """The least cost of the slips that make `typed` of `meant`, both in small letters.

    A weighted edit distance with swaps of neighbours; 0 for the same word. As soon as it is
    sure to be more than `most`, the answer is infinite.

    >>> cost("recieve", "receive"), cost("embarrased", "embarrassed"), cost("book", "book")
    (0.6, 0.5, 0.0)
    >>> cost("coordination", "conference", most=2.0)
    inf
    """
    before = [_FAR] * (len(typed) + 1)  # two rows up, for swaps
    alone = _alone(typed)
    row = [0.0, *accumulate(_added(typed, alone, meant[:1]))]
    for at, letter in enumerate(meant):
        dropped = _dropped(meant, at)
        added = _added(typed, alone, meant[at : at + 2])
        start = _AT_START["put"] if at == 0 else 0
        last = row[0] + dropped
        below = [last]
        for place, found in enumerate(typed):
            put = row[place]
            if found != letter:
                put += _PUT.get(found + letter, _OTHER) + start
                if at and place and letter == typed[place - 1] and meant[at - 1] == found:
                    swapped = _SWAPPED + (_AT_START["swapped"] if at == 1 else 0)
                    put = min(put, before[place - 1] + swapped)
            last = min(put, row[place + 1] + dropped, last + added[place])
            below.append(last)
        # Nothing costs less than nothing, and a swap skips one row.
        if min(below) > most + _NOISE and min(row) > most + _NOISE:
            return math.inf
        before, row = row, below
    return round(row[-1], 2)


@cache
def near(letter: str) -> frozenset[str]:
    """The letters that are typed for `letter`: by sound, by their keys, or vowel for vowel.

    >>> sorted(near("k"))
    ['c', 'i', 'j', 'l', 'm', 'o']
    """
    others = {pair[1] for pair in _KEYS | _SOUNDS if pair[0] == letter}
    return frozenset(others | _VOWELS if letter in _VOWELS else others)


def _puts() -> dict[str, float]:
    """What it costs that one letter stands for another, by the two, where it is not `_OTHER`."""
    prices = dict.fromkeys(_KEYS, _NEXT_KEY) | dict.fromkeys(_SOUNDS, _ALIKE_IN_SOUND)
    return prices | {one + two: _VOWEL_FOR_VOWEL for one in _VOWELS for two in _VOWELS}


_PUT: Final = _puts()


def _dropped(meant: str, at: int) -> float:
    letter = meant[at]
    if letter in (meant[at - 1 : at], meant[at + 1 : at + 2]):
        price = _UNDOUBLED
    else:
        price = _DROPPED_VOWEL if letter in _VOWELS else _DROPPED
    if at == 0:
        price += _AT_START["dropped"]
    return price + (_AT_END if at == len(meant) - 1 else 0)


def _alone(typed: str) -> list[float]:
    """What each letter of `typed` costs where it was added whatever stands beside it; else 0."""
    return [
        _DOUBLED
        if letter in (typed[at - 1 : at], typed[at + 1 : at + 2])
        else _ADDED_NEAR * (letter in _VOWELS)
        for at, letter in enumerate(typed)
    ]


def _added(typed: str, alone: list[float], around: str) -> list[float]:
    """What each letter of `typed` costs where it was added between the letters `around`."""
    keys = frozenset[str]().union(*(_BESIDE.get(letter, "") for letter in around))
    prices = [
        price or (_ADDED_NEAR if letter in keys else _ADDED)
        for letter, price in zip(typed, alone, strict=True)
    ]
    if prices:
        prices[0] += _AT_START["put"]
    return prices


def slip(typed: str, meant: str) -> Slip | None:
    """What single slip makes `typed` of `meant`; None when there is none or it takes more.

    `doubled` is a letter too many or too few beside its like, `vowel` a change of vowels.

    >>> [slip("recieve", "receive"), slip("embarrased", "embarrassed"), slip("abscent", "absent")]
    ['swapped', 'doubled', 'consonant']
    >>> slip("definately", "definitely"), slip("grandure", "grandeur")
    ('vowel', None)
    """
    start = 0
    while start < min(len(typed), len(meant)) and typed[start] == meant[start]:
        start += 1
    end = 0
    least = min(len(typed), len(meant)) - start
    while end < least and typed[-1 - end] == meant[-1 - end]:
        end += 1
    found, right = typed[start : len(typed) - end], meant[start : len(meant) - end]
    if len(found) == 2 and found == right[::-1]:
        return "swapped"
    if max(len(found), len(right)) != 1:
        return None
    longer, shorter = (typed, meant) if len(typed) > len(meant) else (meant, typed)
    if len(longer) > len(shorter) and longer[start] in (
        longer[start - 1 : start],
        longer[start + 1 : start + 2],
    ):
        return "doubled"
    return "vowel" if set(found + right) & _VOWELS else "consonant"
