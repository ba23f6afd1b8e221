"""Brackets of a text and what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

#: A bracket longer than this is an aside, not a citation.
LONGEST: Final = 400
_OPENING: Final = "([（［【"
_CLOSING: Final = ")]）］】"
_SIGN: Final = re.compile(f"[{re.escape(_OPENING + _CLOSING)}]")


@dataclass(frozen=True, slots=True)
class Bracket:
    """The bracket at `[start, end)`, its signs included.

    `inside` is as long as what stands between them; the brackets in it that only explain
    a name ("[WHO]") are blanked out. `plain` says that it holds no others. `printed` is
    all of it as it stands in the text.
    """

    start: int
    end: int
    inside: str
    plain: bool
    printed: str


def brackets(text: str) -> Iterator[Bracket]:
    """The brackets of `text` that are short enough for a citation, by their start.

    One that never closes, or never opens, is none. Brackets within others come too.

    >>> [(b.inside, b.plain) for b in brackets("(World Health Organization [WHO], 2020)")]
    [('World Health Organization      , 2020', True), ('WHO', True)]
    >>> [(b.inside, b.plain) for b in brackets("(as Lo (2019) said")]
    [('2019', True)]
    """
    opened: list[tuple[int, list[tuple[int, int]]]] = []
    found: list[tuple[int, int, list[tuple[int, int]]]] = []
    for match in _SIGN.finditer(text):
        at = match.start()
        if match[0] in _OPENING:
            opened.append((at, []))
        elif opened:
            start, below = opened.pop()
            if opened:
                opened[-1][1].append((start, at + 1))
            if at + 1 - start <= LONGEST + 2:
                found.append((start, at + 1, below))
    for start, end, below in sorted(found):
        yield _bracket(text, start, end, below)


def _bracket(text: str, start: int, end: int, below: list[tuple[int, int]]) -> Bracket:
    inside = text[start + 1 : end - 1]
    plain = True
    for low, high in below:
        if _explains(text[low + 1 : high - 1]):
            blank = " " * (high - low)
            inside = f"{inside[: low - start - 1]}{blank}{inside[high - start - 1 :]}"
        elif text[low] != "[":
            plain = False
    return Bracket(start, end, inside, plain, text[start:end])


def _explains(text: str) -> bool:
    """Whether `text` is a name or an acronym, and no year."""
    return text[:1].isalpha() and not any(sign.isdigit() for sign in text)
