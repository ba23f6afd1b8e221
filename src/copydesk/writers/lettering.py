"""Lines of type for a drawn page: which font draws a word, where lines end, what size fits.

Lines are as even as they can be at the number of lines that it takes, and end before a short
word rather than behind it, as a title is broken by hand.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import groupby, pairwise
from typing import Final

from copydesk.gate import faces
from copydesk.gate.faces import Face

#: Distance of lines, in sizes.
LEADING: Final = 1.14
#: Height of a capital in the packaged families, in sizes.
_CAPITAL: Final = 0.67
#: From this size downwards words are hyphenated rather than made smaller.
_HYPHENS: Final = 114
#: Size at which words are measured; widths at others follow from it.
_EM: Final = 256
#: Steps of looking for the narrowest lines.
_STEPS: Final = 10
#: Longest word that does not end a line: most articles, prepositions and conjunctions.
_SHORT: Final = 3
#: Scripts that are set without spaces, whose signs may each begin a line.
_UNSPACED: Final = (range(0x2E80, 0xA4D0), range(0xAC00, 0xD7B0), range(0xF900, 0xFB00),
                    range(0xFF00, 0xFFF0), range(0x20000, 0x3FFFE))  # fmt: skip
_HANGUL: Final = range(0xAC00, 0xD7B0)
#: Signs that begin no line in them, and those that end none.
_CLOSING: Final = frozenset(
    "、。，．：；？！）」』】〕〉》〗’”…‥・ーぁぃぅぇぉっゃゅょァィゥェォッャュョ％,.:;?!)]}"
)
_OPENING: Final = frozenset("（「『【〔〈《〖‘“([{")


@dataclass(frozen=True, slots=True)
class Cut:
    """A cut of the packaged families: addresses of fonts, each behind those it stands in for."""

    packaged: tuple[str, ...]
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """What stays together on a line. `width` is in ems; `tight`: no space before it."""

    text: str
    face: Face
    language: str
    width: float = 0
    tight: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """Lines in a size."""

    lines: tuple[tuple[Word, ...], ...]
    size: int

    @property
    def leading(self) -> int:
        """From one line to the next."""
        return round(self.size * LEADING)

    @property
    def height(self) -> int:
        """From the top of the first capital to the foot of the last one."""
        return max(0, self.leading * (len(self.lines) - 1)) + (self.rise if self.lines else 0)

    @property
    def rise(self) -> int:
        """The height of a capital."""
        return round(self.size * _CAPITAL)


@lru_cache(maxsize=64)
def words(text: str, cut: Cut, language: str) -> tuple[Word, ...]:
    r"""The words of `text` that can be drawn; the others are left off.

    >>> sans = Cut(("asset:sans/SourceSansPro-Regular.otf",))
    >>> [word.text for word in words("The \ue000 harbour,  at night", sans, "en")]
    ['The', 'harbour,', 'at', 'night']
    """
    found = []
    # A soft hyphen is a wish for the end of a line, and would be drawn by some.
    clean = unicodedata.normalize("NFC", text.replace("\xad", ""))
    for chunk in clean.split():
        for place, piece in enumerate(_pieces(chunk)):
            face = faces.face(piece, cut.packaged, language, bold=cut.bold)
            if face:
                found.append(_measured(piece, Word("", face, language), tight=place > 0))
    return tuple(found)


def _pieces(chunk: str) -> list[str]:
    """`chunk` where a line may end in it.

    >>> _pieces("論堤防（1848年）"), _pieces("wall?")
    (['論', '堤', '防', '（1848', '年）'], ['wall?'])
    """
    if chunk.isascii():
        return [chunk]
    pieces: list[str] = []
    for sign in chunk:
        last = pieces[-1][-1] if pieces else ""
        parts = last and (_unspaced(sign) or _unspaced(last))
        if parts and sign not in _CLOSING and last not in _OPENING:
            pieces.append(sign)
        elif pieces:
            pieces[-1] += sign
        else:
            pieces.append(sign)
    return pieces


def _unspaced(sign: str) -> bool:
    code = ord(sign)
    return code not in _HANGUL and any(code in signs for signs in _UNSPACED)


# ── where lines end ──────────────────────────────────────────────────────────


#: Below this share of the longest line one looks left over, and so many sizes are tried then.
_RAGGED: Final = 0.45
_PATIENCE: Final = 4


def fit(
    paragraphs: tuple[tuple[Word, ...], ...], box: tuple[int, int], sizes: tuple[int, ...]
) -> Setting:
    """`paragraphs` in the first of `sizes`, largest first, that fits a box of width and height.

    A word that is wider than a line takes a smaller size, from some size on a hyphen, and a
    line much shorter than the others one a few steps smaller, where that helps. In the last
    size a word is cut if need be, and an ellipsis stands for the lines that are too many.
    """
    width, height = box
    ragged: list[Setting] = []
    for size in sizes:
        lines = _set(paragraphs, width / size, hyphens=size <= _HYPHENS)
        fits = len(lines) * round(size * LEADING) <= height
        if fits and all(_long(line) * size <= width for line in lines):
            if not _is_ragged(lines):
                return Setting(lines, size)
            ragged.append(Setting(lines, size))
        if len(ragged) > _PATIENCE:
            break
    if ragged:
        return ragged[0]
    size = sizes[-1]
    cut = tuple(_all(found, partial(_cut, width=width / size)) for found in paragraphs)
    lines = _set(cut, width / size, hyphens=True)
    most = max(1, height // round(size * LEADING))
    if len(lines) > most:
        lines = (*lines[: most - 1], _ended(lines[most - 1], width / size))
    return Setting(lines, size)


def _is_ragged(lines: tuple[tuple[Word, ...], ...]) -> bool:
    """Whether a line within is much shorter than the longest."""
    longest = max(map(_long, lines), default=0)
    return any(_long(line) < _RAGGED * longest for line in lines[:-1])


def _set(
    paragraphs: tuple[tuple[Word, ...], ...], width: float, *, hyphens: bool
) -> tuple[tuple[Word, ...], ...]:
    lines: list[tuple[Word, ...]] = []
    for found in paragraphs:
        whole = not hyphens or all(word.width <= width for word in found)
        parted = found if whole else _all(found, partial(_hyphenated, width=width))
        lines += _balanced(parted, width)
    return tuple(lines)


def _all(found: tuple[Word, ...], parted: Callable[[Word], list[Word]]) -> tuple[Word, ...]:
    return tuple(piece for word in found for piece in parted(word))


def _balanced(found: tuple[Word, ...], width: float) -> tuple[tuple[Word, ...], ...]:
    """`found` in as few lines of `width` ems as it takes, each about as long as the others."""
    lines = _filled(found, width)
    low, high = 0.0, width
    for _ in range(_STEPS if len(lines) > 1 else 0):
        middle = (low + high) / 2
        tried = _filled(found, middle)
        if len(tried) > len(lines) or any(_long(line) > middle for line in tried):
            low = middle
        else:
            high, lines = middle, tried
    return tuple(tuple(line) for line in _unhung(lines, width))


def _filled(found: tuple[Word, ...], width: float) -> list[list[Word]]:
    lines: list[list[Word]] = []
    length = 0.0
    for word in found:
        more = word.width + (0 if word.tight else _space(word.face))
        if lines and length + more <= width:
            lines[-1].append(word)
            length += more
        else:
            lines.append([word])
            length = word.width
    return lines


def _unhung(lines: list[list[Word]], width: float) -> list[list[Word]]:
    """Short words at the end of a line moved to the next, where there is room."""
    for line, following in pairwise(lines):
        last = line[-1]
        if len(line) > 1 and last.text.isalpha() and len(last.text) <= _SHORT:
            moved = [last, *following]
            if not last.tight and last.text.islower() and _long(moved) <= width:
                line.pop()
                following.insert(0, last)
    return lines


def _long(line: list[Word] | tuple[Word, ...]) -> float:
    """The length of a line, in ems."""
    spaces = sum(_space(word.face) for word in line[1:] if not word.tight)
    return sum(word.width for word in line) + spaces


@lru_cache(maxsize=64)
def _space(face: Face) -> float:
    return faces.font(face, _EM).getlength(" ") / _EM


def _hyphenated(word: Word, width: float) -> list[Word]:
    """`word` parted as its language does it, where it is wider than a line and can be."""
    if word.width <= width:
        return [word]
    places = _syllables(word.text, word.language)

    def head(place: int) -> Word:
        return _measured(f"{word.text[:place]}-", word, tight=word.tight)

    fitting = bisect_right(places, width, key=lambda place: head(place).width)
    if not fitting:
        return [word]
    place = places[fitting - 1]
    rest = _measured(word.text[place:], word, tight=True)
    return [head(place), *_hyphenated(rest, width)]


@lru_cache(maxsize=64)  # a word is tried in many sizes
def _syllables(text: str, language: str) -> list[int]:
    """Where a word may be parted."""
    import pyphen

    known = pyphen.language_fallback(language.replace("-", "_"))
    return list(pyphen.Pyphen(lang=known).positions(text)) if known else []


def _cut(word: Word, width: float) -> list[Word]:
    """`word` in pieces that each fit a line, where nothing else helps."""
    if word.width <= width or len(_hyphenated(word, width)) > 1:
        return [word]
    count = int(len(word.text) * width / word.width) or 1
    texts = [word.text[start : start + count] for start in range(0, len(word.text), count)]
    return [_measured(text, word, tight=place > 0) for place, text in enumerate(texts)]


def _measured(text: str, like: Word, *, tight: bool) -> Word:
    width = faces.font(like.face, _EM).getlength(text) / _EM
    return replace(like, text=text, width=width, tight=tight)


def _ended(line: tuple[Word, ...], width: float) -> tuple[Word, ...]:
    """A line that says that more would follow."""
    kept = list(line)
    end = _measured("…", kept[0], tight=False)
    while len(kept) > 1 and _long([*kept, end]) > width:
        kept.pop()
    return (*kept, end)


# ── drawing ──────────────────────────────────────────────────────────────────


def segments(line: tuple[Word, ...]) -> list[tuple[Face, str, float]]:
    """A line as texts of one font each, with the space before each in ems."""
    found: list[tuple[Face, str, float]] = []
    for face, group in groupby(line, key=lambda word: word.face):
        run = list(group)
        space = 0 if run[0].tight or not found else _space(face)
        text = "".join(f"{'' if word.tight else ' '}{word.text}" for word in run)
        found.append((face, text.lstrip(" "), space))
    return found


def leftward(text: str) -> bool:
    """Whether `text` reads from right to left.

    >>> leftward("שלום 1848"), leftward("Łódź")
    (True, False)
    """
    kinds = (unicodedata.bidirectional(sign) for sign in text)
    return next((kind in ("R", "AL") for kind in kinds if kind in ("L", "R", "AL")), False)
