"""The sentences of a text or note, and how many words it has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

#: Words whose stop ends no sentence.
_SHORTENED: Final = frozenset(
    (
        "al", "anm", "apr", "art", "aufl", "aug", "bd", "bde", "bzw", "ch", "chap", "co", "col",
        "d", "dec", "diss", "dr", "ed", "eds", "etc", "f", "feb", "ff", "fig", "figs", "fn", "hg",
        "hrsg", "jan", "jg", "jr", "jul", "jun", "ltd", "mar", "n", "nn", "no", "nos", "nov", "nr",
        "oct", "p", "pp", "prof", "rev", "s", "sec", "sep", "sept", "ser", "st", "t", "trans",
        "univ", "v", "vgl", "vol", "vols", "z", "cf", "zit", "cit", "op", "loc", "a", "o", "u",
    )
)  # fmt: skip
_STOP: Final = re.compile(r"[.?!][”’\"')\]]*\s+(?=[^\W\d_a-z]|[“‘\"'«„\d(\[])|;\s+")
_WORD_BEFORE: Final = re.compile(r"([^\W\d_]+)$")
#: A family name and the given ones behind it, as bibliographies begin.
INVERTED: Final = re.compile(
    r"(?:(?i:see|cf\.|vgl\.|siehe|voir)\s+)?[^\W\d_a-z][\w’'-]{1,30},"
    r"(?:\s[^\W\d_a-z][\w’'-]{0,30}\.?){1,3}"
)
#: Letters that are written without blanks between words: each is counted.
_UNSPACED: Final = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD: Final = re.compile(rf"[{_UNSPACED}]|[^\s{_UNSPACED}]+")
_OPENING: Final = "([“„«"
_CLOSING: Final = ")]”“»"


def count_words(text: str) -> int:
    """How many words `text` has, as an editor counts them; of Chinese each character.

    >>> count_words("The “no-limits” partnership – 1,000 so far"), count_words("中国政府")
    (6, 4)
    """
    return sum(any(map(str.isalnum, word)) for word in _WORD.findall(text))


def split_sentences(text: str, start: int = 0) -> Iterator[tuple[int, int]]:
    """Split `text` into the spans of its sentences and of the parts between semicolons.

    A stop behind an initial or an abbreviation ends none, nor does one in brackets or
    quotation marks.

    >>> text = "See I. Marlow, vol. 2 (Hull; York, 2019), 45; Finn, Boats. So it was."
    >>> [text[low:high] for low, high in split_sentences(text)]
    ['See I. Marlow, vol. 2 (Hull; York, 2019), 45', 'Finn, Boats', 'So it was']
    """
    depth, seen = 0, start
    for match in _STOP.finditer(text, start):
        depth = _depth(text, seen, match.start(), depth)
        seen = match.start()
        if depth or (match[0][0] == "." and is_shortened(text, match.start())):
            continue
        yield _trimmed(text, start, match.start())
        start = match.end()
    yield _trimmed(text, start, len(text))


def _depth(text: str, low: int, high: int, depth: int) -> int:
    """How many brackets and quotations are open at `high`, when `depth` were at `low`."""
    for sign in text[low:high]:
        if sign in _CLOSING and depth:
            depth -= 1
        elif sign in _OPENING:
            depth += 1
    return depth


def is_shortened(text: str, stop: int) -> bool:
    """Whether the full stop at `stop` belongs to an initial or an abbreviation.

    >>> is_shortened("See vol. 2", 7), is_shortened("It leaks. So", 8)
    (True, False)
    """
    word = _WORD_BEFORE.search(text, max(0, stop - 12), stop)
    if word is None:
        return False
    return len(word[1]) == 1 or word[1].casefold() in _SHORTENED


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return start, start + len(piece.strip().rstrip(".,;: "))
