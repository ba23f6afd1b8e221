"""The words of a cover: what it says of a book, and in which size and width it is set.

Lines are reckoned before they are set, by the widths of letters in the packaged fonts, so that a
title of any length is set once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from copydesk.composition.catalogue import CatalogueRecord
from copydesk.language.columns import is_wide
from copydesk.system import fonts
from copydesk.writers.title_parts import divide_title

#: A deck that is longer belongs on the page.
_DECK: Final = 150
#: A printed date that is longer says more than a date.
_DATED: Final = 32
#: As many authors are named; of more, the first ones.
_NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a cover, as they are divided on it."""

    head: str
    rest: str
    deck: str
    names: tuple[str, ...]
    masthead: str
    series: str
    day: str


def choose_words(about: CatalogueRecord) -> Words:
    """Choose what the cover of a book says of it, in signs that can be drawn."""
    title, rest = divide_title(about.title)
    publication, imprint = about.publication, about.imprint
    issue = f"{imprint.volume} ({imprint.issue})" if imprint.issue else imprint.volume
    deck = about.subtitle
    named = (about.credit,) if about.editors else about.names
    names = named if len(named) <= _NAMED else (*named[: _NAMED - 1], "et al.")
    day = about.dated if 0 < len(about.dated) <= _DATED else about.date
    said = (
        title,
        rest,
        deck if not rest and len(deck) <= _DECK else "",
        publication.name or publication.publisher,
        " ".join(filter(None, (publication.series, issue.strip()))),
        day,
    )
    undrawn = fonts.not_outlined("".join((*said, *names)))
    title, rest, deck, masthead, series, day = (_cleaned(text, undrawn) for text in said)
    people = (_cleaned(name, undrawn) for name in names)
    return Words(title, rest, deck, tuple(filter(None, people)), masthead, series, day)


def _cleaned(text: str, undrawn: frozenset[str]) -> str:
    """Take the signs in `undrawn` and needless blanks out of `text`."""
    kept = "".join(sign for sign in unicodedata.normalize("NFC", text) if sign not in undrawn)
    return " ".join(kept.split())


# ── how large it is set ──────────────────────────────────────────────────────────

#: From this size downwards words are parted rather than made smaller.
_PARTED: Final = 116
#: Below this share of the longest line one looks left over, and so many sizes are tried then.
_RAGGED: Final = 0.45
_PATIENCE: Final = 3
#: Widths that differ by less than this, in sizes, are the same.
_CLOSE: Final = 0.02
#: Letters by whose widths the lines are reckoned: no other cut of the house is wider.
_LETTERS: Final = "asset:serif/SourceSerifPro-Bold.otf"
#: Of a letter that these are not, in sizes.
_WIDE, _OTHER = 1.0, 0.6
#: Korean words stay together, other wide letters do not.
_TOGETHER: Final = re.compile(
    "(?P<space> ?)(?P<signs>[\u2e80-\ua4cf\uf900-\ufaff\uff00-\uffef\U00020000-\U0003fffd]"
    "|[^ \u2e80-\ua4cf\uf900-\ufaff\uff00-\uffef\U00020000-\U0003fffd]+)"
)
#: So much wider are lines set than reckoned: with letters of the house, and with others.
_SLACK, _UNSURE = 1.03, 1.12


#: For each text what stands together on a line: the space before it and its width, in sizes.
_Pieces: TypeAlias = Sequence[tuple[tuple[float, float], ...]]


@dataclass(frozen=True, slots=True)
class TextFit:
    """How a text is set: the size of its letters, the width of its lines, how many they are."""

    size: int
    width: int
    lines: int


def fit_lines(texts: Sequence[str], sizes: Sequence[int], measure: float, height: float) -> TextFit:
    """Fit `texts`, each on lines of its own that are even, into a measure.

    They get the first of `sizes` in which they fit, without a word that is wider than a line;
    where there is none, the last. A size or two smaller is better than a line within that is much
    shorter than the others. `height` is what there is for the sizes of all lines.
    """
    pieces = [tuple(measure_pieces(text)) for text in texts]
    widest = max((long for row in pieces for _, long in row), default=0)
    known = all(sign in fonts.advances(_LETTERS) or is_wide(sign) for sign in "".join(texts))
    fitting: list[TextFit] = []
    for size in sizes:
        room = measure / size
        lines = _fill(pieces, room)
        if len(lines) * size <= height and (widest <= room or size <= _PARTED):
            narrowest = _narrow(pieces, widest, room) if len(lines) > 1 else room
            lines = _fill(pieces, narrowest)
            slack = _SLACK if known else _UNSURE
            found = TextFit(size, int(min(room, narrowest * slack) * size), len(lines))
            if min(lines[:-1], default=1) >= _RAGGED * max(lines, default=1):
                return found
            fitting.append(found)
        if len(fitting) == _PATIENCE:
            break
    small = TextFit(sizes[-1], int(measure), len(_fill(pieces, measure / sizes[-1])))
    return fitting[0] if fitting else small


def _narrow(pieces: _Pieces, low: float, high: float) -> float:
    """Find the least width from `low` to `high` that gives as few lines as `high` does."""
    count = len(_fill(pieces, high))
    while high - low > _CLOSE:
        middle = (low + high) / 2
        low, high = (low, middle) if len(_fill(pieces, middle)) <= count else (middle, high)
    return high


def _fill(pieces: _Pieces, room: float) -> list[float]:
    """Fill lines of the width `room` with `pieces`; the lengths of the lines."""
    lines: list[float] = []
    for row in pieces:
        lines.append(0)
        for space, long in row:
            if not lines[-1]:
                lines[-1] = long
            elif lines[-1] + space + long <= room:
                lines[-1] += space + long
            else:
                lines.append(long)
            while lines[-1] > room:  # a word that is parted
                lines[-1:] = [room, lines[-1] - room]
    return lines


def measure_pieces(text: str) -> Iterator[tuple[float, float]]:
    """Measure what stands together on a line of `text`: the space before it and its width."""
    widths = fonts.advances(_LETTERS)
    for found in _TOGETHER.finditer(text):
        signs = found["signs"]
        known = (_WIDE if is_wide(sign) else widths.get(sign, _OTHER) for sign in signs)
        yield widths[" "] if found["space"] else 0, sum(known)
