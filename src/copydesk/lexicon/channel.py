"""How unlikely it is that a word was typed in place of another: a noisy channel.

Kernighan, Church and Gale, “A spelling correction program based on a noisy channel model”
(COLING 1990), with weights in place of their counts: those of swapped, doubled and dropped
letters, of vowels that sound alike unstressed, of keys side by side, set by hand on slips
of the development texts. A whole unit makes a slip some ten times rarer.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
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


def cost(typed: str, meant: str) -> float:
    """The least cost of the slips that make `typed` of `meant`, both in small letters.

    A weighted edit distance with swaps of neighbours; 0 for the same word.

    >>> cost("recieve", "receive"), cost("embarrased", "embarrassed"), cost("book", "book")
    (0.6, 0.5, 0.0)
    """
    before = [_FAR] * (len(typed) + 1)  # two rows up, for swaps
    row = [0.0]
    for at in range(len(typed)):
        row.append(row[-1] + _added(typed, at, meant, 0))
    for at, letter in enumerate(meant):
        below = [row[0] + _dropped(meant, at)]
        for place, found in enumerate(typed):
            best = min(
                row[place] + _put(found, letter, first=at == 0),
                row[place + 1] + _dropped(meant, at),
                below[place] + _added(typed, place, meant, at + 1),
            )
            if at and place and letter != found:
                swapped = letter == typed[place - 1] and meant[at - 1] == found
                if swapped:
                    best = min(
                        best,
                        before[place - 1] + _SWAPPED + (_AT_START["swapped"] if at == 1 else 0),
                    )
            below.append(best)
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


def _put(found: str, letter: str, *, first: bool) -> float:
    if found == letter:
        return 0.0
    pair = found + letter
    if found in _VOWELS and letter in _VOWELS:
        price = _VOWEL_FOR_VOWEL
    elif pair in _SOUNDS:
        price = _ALIKE_IN_SOUND
    elif pair in _KEYS:
        price = _NEXT_KEY
    else:
        price = _OTHER
    return price + (_AT_START["put"] if first else 0)


def _dropped(meant: str, at: int) -> float:
    letter = meant[at]
    if letter in (meant[at - 1 : at], meant[at + 1 : at + 2]):
        price = _UNDOUBLED
    else:
        price = _DROPPED_VOWEL if letter in _VOWELS else _DROPPED
    if at == 0:
        price += _AT_START["dropped"]
    return price + (_AT_END if at == len(meant) - 1 else 0)


def _added(typed: str, place: int, meant: str, at: int) -> float:
    """The cost of the letter at `place` of `typed` between `meant[at - 1]` and `meant[at]`."""
    letter = typed[place]
    if letter in (typed[place - 1 : place], typed[place + 1 : place + 2]):
        price = _DOUBLED
    else:
        beside = {letter + other for other in meant[max(0, at - 1) : at + 1]}
        price = _ADDED_NEAR if letter in _VOWELS or beside & _KEYS else _ADDED
    return price + (_AT_START["put"] if place == 0 else 0)


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
