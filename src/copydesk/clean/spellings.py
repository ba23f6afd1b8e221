"""British and American spellings of one word, and which of them a word has.

Words in -our, -re and the like stand on a list in pairs; those in -ise and -ize follow a
rule with a list of exceptions, since either ending makes new words every day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final, Literal, TypeAlias

from copydesk.clean.lists import words

Variety: TypeAlias = Literal["british", "american"]

_ROW: Final = re.compile(r"\A([a-z]+)(-?) ([=<>]) ([a-z]+)-?(?:: ([a-z ]+))?")
#: A consonant before the i, for nothing else takes both (raise, maize, cruise, seize).
_ISE: Final = re.compile(
    r"\A([a-z]+[b-df-hj-np-tv-xz]i)([sz])"
    r"(e[drs]?|ers|ing(?:ly|s)?|ations?|ational(?:ly)?|abl[ey]|ability)"
)
_PREFIX: Final = re.compile(r"(?:un|re|over|under|pre|mis|dis|de|non|out|im|in)(?=[a-z]{4})")
#: A word that ends in -size is something with a size, but for what these begin.
_SIZED: Final = re.compile(
    r"\A.*(?:empha|hypothe|synthe|parenthe|fanta|metasta|ecsta|apotheo|hypnoti)si"
)
_SHORTEST: Final = 4
#: So long an exception is not the end of another word by chance: immunocompromised.
_LONG: Final = 7


@cache
def _rows() -> tuple[tuple[str, str, str], ...]:
    """Each pair of the list as (British, relation, American)."""
    return tuple(row for entry in sorted(words("varieties")) for row in _pairs(entry))


def _pairs(entry: str) -> Iterator[tuple[str, str, str]]:
    match = _ROW.fullmatch(entry)
    if match is None:
        message = f"data/words/varieties.txt: `{entry}` is no pair"
        raise ValueError(message)
    british, stem, relation, american, endings = match.groups()
    for ending in (*(() if stem else ("",)), *(endings or "").split()):
        yield british + ending, relation, american + ending


@cache
def _signs() -> dict[str, Variety]:
    """The listed words that tell which spelling they are."""
    signs: dict[str, Variety] = {}
    for british, relation, american in _rows():
        if relation in "=>":
            signs[british] = "british"
        if relation in "=<":
            signs[american] = "american"
    return signs


@cache
def _respelt() -> dict[str, str]:
    """Each listed word that tells its spelling, in the other one."""
    signs = _signs()
    return {
        word: other
        for british, _, american in _rows()
        for word, other in ((british, american), (american, british))
        if word in signs
    }


def listed(word: str) -> Variety | None:
    """The spelling that `word` has by the list of pairs; None when it tells none.

    >>> [listed(word) for word in ("colour", "color", "metre", "meter", "organise")]
    ['british', 'american', 'british', None, None]
    """
    return _signs().get(word)


def tells(word: str) -> bool:
    """Whether `word`, in small letters, may tell a spelling.

    >>> tells("colour"), tells("organize"), tells("harvest")
    (True, True, False)
    """
    return word in _signs() or (("is" in word or "iz" in word) and ise(word) is not None)


def counterpart(word: str) -> str:
    """`word`, which is listed, in the other spelling.

    >>> counterpart("colour"), counterpart("defenseless")
    ('color', 'defenceless')
    """
    return _respelt()[word]


@lru_cache(maxsize=4096)
def ise(word: str) -> tuple[str, str, str] | None:
    """Stem, letter and ending of a word in -ise or -ize that may be spelt either way.

    >>> ise("organisation"), ise("realized"), ise("advised"), ise("resized")
    (('organi', 's', 'ation'), ('reali', 'z', 'ed'), None, None)
    """
    match = _ISE.fullmatch(word)
    if match is None:
        return None
    stem, letter, ending = match.groups()
    if len(stem) < _SHORTEST or (stem.endswith("si") and not _SIZED.fullmatch(stem)):
        return None
    if stem.endswith("wi") or _is_single(stem + letter):
        return None
    return stem, letter, ending


def _is_single(root: str) -> bool:
    """Whether a word that begins with `root` is spelt in one way only, prefix or not."""
    single = _single()
    if root in single or _PREFIX.sub("", root, count=1) in single:
        return True
    return any(root.endswith(one) for one in single if len(one) >= _LONG)


@cache
def _single() -> frozenset[str]:
    """Words in -ise or -ize of one spelling only, up to that letter."""
    return frozenset(word.removesuffix("e") for word in words("varieties-ise"))


def respelt(word: str, spelling: str) -> str:
    """`word`, in small letters, as `spelling` (british, oxford or american) has it.

    >>> [respelt("organize", one) for one in ("british", "oxford", "american")]
    ['organise', 'organize', 'organize']
    >>> [respelt("analyze", one) for one in ("british", "oxford", "american")]
    ['analyse', 'analyse', 'analyze']
    """
    wanted: Variety = "american" if spelling == "american" else "british"
    if (found := listed(word)) is not None:
        return word if found == wanted else counterpart(word)
    letter = "s" if spelling == "british" else "z"
    if (parts := ise(word)) is not None and parts[1] != letter:
        return parts[0] + letter + parts[2]
    return word
