"""What the text says twice, and what it is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from copydesk.structure.cues import is_person
from copydesk.structure.features import LABEL, LINE, PARAGRAPH, PROSE, SHORT_TEXT, Facts
from copydesk.structure.phrases import fold

#: Words of the groups by which repeated sentences are found, and how many must be shared.
GROUP: Final = 5
REPEATED: Final = 0.75
WORDS_OF_QUOTE: Final = range(7, 60)
#: Words that so many sentences share are a formula; looking them up again would cost too much.
FORMULA: Final = 3
#: Voices and lines that make a conversation.
VOICES: Final = 2
LINES: Final = 4
#: Words too small to tell what a text is about, and how often a telling one comes.
TELLING: Final = 4
HAN_WORD: Final = 2
JOINED_WORD: Final = 5
OFTEN: Final = 3

_WORDS = re.compile(r"\w+")
_PARTED = re.compile(r"\s+(?:[|»›>/–—-]|::)\s+")
#: Thai, Lao, Burmese, Khmer.
_JOINED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_HAN = re.compile("[\u3400-\u9fff\u3040-\u30ff]")

_Group = tuple[str, ...]


def _groups(text: str) -> list[_Group]:
    words = _WORDS.findall(text.casefold())
    return list(zip(*(words[at:] for at in range(GROUP)), strict=False))


def echoes(units: Sequence[Facts]) -> set[int]:
    """Units whose words stand in a longer paragraph too: pull quotes."""
    wanted, sizes = _wanted(units)
    if not wanted:
        return set()
    hits: Counter[int] = Counter()
    seen: set[tuple[int, _Group]] = set()
    for index, unit in enumerate(units):
        if unit.width < LINE or unit.mass < PROSE:
            continue
        for group in wanted.keys() & _groups(unit.text):
            candidates = wanted[group]
            if len(candidates) > FORMULA:
                continue
            for other in candidates:
                longer = unit.width > units[other].width
                if other != index and longer and (other, group) not in seen:
                    seen.add((other, group))
                    hits[other] += 1
    return {index for index, count in hits.items() if count >= REPEATED * max(sizes[index], 1)}


def _wanted(units: Sequence[Facts]) -> tuple[dict[_Group, set[int]], dict[int, int]]:
    """The groups of the units that may be pull quotes, with these; and how many each has."""
    wanted: dict[_Group, set[int]] = {}
    sizes: dict[int, int] = {}
    for index, unit in enumerate(units):
        if _may_echo(unit):
            groups = set(_groups(unit.text))
            sizes[index] = len(groups)
            for group in groups:
                wanted.setdefault(group, set()).add(index)
    return wanted, sizes


def _may_echo(unit: Facts) -> bool:
    short = LABEL < unit.width <= SHORT_TEXT
    return short and unit.words in WORDS_OF_QUOTE and unit.mass >= PROSE


def lowered(units: Sequence[Facts]) -> set[str]:
    """Words that the prose writes small: what is made of them is no name of this text."""
    return {
        word
        for unit in units
        if unit.mass >= PROSE
        for word in _WORDS.findall(unit.text)
        if word.islower() and len(word) >= TELLING
    }


def is_worded(name: str, small: set[str]) -> bool:
    """Whether each word of `name` is one that the prose writes small."""
    words = [word.casefold() for word in name.split()]
    return len(words) > 1 and all(word in small for word in words)


def pieces(units: Sequence[Facts]) -> set[str]:
    """Folded parts of trails and page titles: "Home » Sea » A harbour", "A harbour - Tide".

    Where one of them is a line of its own, it is sooner the headline.
    """
    return {
        fold(piece)
        for unit in units
        if LABEL // 2 < unit.width <= PARAGRAPH and unit.mass < 1.0
        for piece in (_PARTED.split(unit.text) if _PARTED.search(unit.text) else ())
        if len(piece) > TELLING
    }


def vocabulary(units: Sequence[Facts]) -> Counter[str]:
    """How often each telling word comes in the prose."""
    words: Counter[str] = Counter()
    for unit in units:
        if unit.mass >= PROSE:
            words.update(_telling(unit.text))
    return words


def _telling(text: str) -> list[str]:
    if not text.isascii() and (_HAN.search(text) or _JOINED.search(text)):
        # Scripts that part no words: neighbouring signs, more of them where a sign says less.
        size = HAN_WORD if _HAN.search(text) else JOINED_WORD
        return [text[at : at + size] for at in range(len(text) - size + 1) if text[at] > "\u0dff"]
    return [word for word in _WORDS.findall(text.casefold()) if len(word) >= TELLING]


def spoken(units: Sequence[Facts]) -> set[int]:
    """Units of a conversation: they begin with who says them, in two voices or more.

    A voice is a name, initials, or a word that comes back, which one of them at least does
    with other words to follow; a heading with a colon is none.
    """
    told = [
        (index, unit.speaker)
        for index, unit in enumerate(units)
        if unit.speaker and not (unit.kind or unit.caption or unit.label)
    ]
    times = Counter(who for who, _ in {(who, units[index].phrase) for index, who in told})
    voices = {who for who, count in times.items() if count > 1 or is_person(who)}
    if (
        len(voices) < VOICES
        or max(times[who] for who in voices) == 1
        or sum(times[who] for who in voices) < LINES
    ):
        return set()
    return {index for index, who in told if who in voices}


def about(unit: Facts, known: Counter[str]) -> float:
    """From 0 to 1, how much of a short unit's words the prose goes on about."""
    if unit.width > PARAGRAPH:
        return 0.0
    words = set(_telling(unit.text))
    if not words:
        return 0.0
    return sum(min(1.0, known[word] / OFTEN) for word in words) / len(words)
