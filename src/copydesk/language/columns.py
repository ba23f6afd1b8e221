"""Text in monospaced columns: its width, and wrapping to a width.

A letter of Chinese, Japanese or Korean has two, an accent that stands on another none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

#: Never at the start of a line, and never at its end, in scripts without blanks.
_CLOSING: Final = frozenset(
    "、。，．：；？！）」』】〉》〕］｝’”…—ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ%"
)
_OPENING: Final = frozenset("（「『【〈《〔［｛‘“")
#: The first letter that takes two columns: of most words none does.
_FIRST_WIDE: Final = "\u1100"
_NARROW: Final = frozenset(("Mn", "Me", "Cf"))


def is_wide(char: str) -> bool:
    """Whether `char` takes two columns.

    >>> is_wide("海"), is_wide("é")
    (True, False)
    """
    return unicodedata.east_asian_width(char) in ("W", "F")


def measure_width(text: str) -> int:
    """Count the columns of `text`.

    >>> measure_width("harbour"), measure_width("海港")
    (7, 4)
    """
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.category(char) in _NARROW else 1 + is_wide(char) for char in text)


def wrap_lines(text: str, columns: int, first: str = "", rest: str = "") -> list[str]:
    """Wrap `text` into lines of at most `columns`; 0 makes one line of it.

    `first` stands before the first line and `rest` before the others. Lines end at blanks and
    between wide letters; a word that is wider than a line stays whole.

    >>> wrap_lines("The tide comes in at night.", 14, "- ", "  ")
    ['- The tide', '  comes in at', '  night.']
    >>> wrap_lines("海港的夜，很静。", 8)
    ['海港的', '夜，很', '静。']
    """
    made, line, used = [], first, measure_width(first)
    empty = True
    for blank, piece in _pieces(text):
        wide = measure_width(piece)
        gap = blank and not empty
        if columns and not empty and used + gap + wide > columns:
            made.append(line)
            line, used, gap = rest, measure_width(rest), False
        line += " " * gap + piece
        used += gap + wide
        empty = False
    return [*made, line]


def _pieces(text: str) -> Iterator[tuple[bool, str]]:
    """What no line ends inside of, each with whether a blank stands before it."""
    for word in re.split("[ \n]+", text.strip(" \n")):
        if max(word, default="") < _FIRST_WIDE:
            yield True, word
            continue
        start = 0
        blank = True
        for place in range(1, len(word)):
            before, after = word[place - 1], word[place]
            if not (is_wide(before) or is_wide(after)):
                continue
            if before in _OPENING or after in _CLOSING or not after.isprintable():
                continue
            if unicodedata.category(after) in _NARROW:
                continue
            yield blank, word[start:place]
            start, blank = place, False
        yield blank, word[start:]
