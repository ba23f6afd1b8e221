"""Which encoding a text is in that is neither marked nor UTF-8: the one it reads best in.

Each encoding of a short list is tried, for each language that is written in it. How well a
text reads is how likely its characters beyond ASCII are: letters by their rank in the
language, quotation marks and dashes by what stands beside them, capitals by whether they
begin their word. The best reading wins; a slight bias prefers what is met more often.

General detectors know a hundred encodings, and take a French sentence for Big5 or Lithuanian
for Polish: `tests/readers/test_charsets.py` holds the figures.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from math import inf, log
from typing import Final

from copydesk import tables

#: Enough to tell; lines of plain ASCII say nothing and do not count.
_SAMPLE: Final = 6_000

#: Encodings that are met seldom, and by how much they must read better.
_SELDOM: Final[Mapping[str, float]] = {
    "mac-roman": 8.0, "mac-latin2": 10.0, "mac-cyrillic": 6.0, "cp850": 8.0, "cp437": 9.0,
    "cp852": 8.0, "cp866": 3.0, "cp1258": 6.0, "iso8859-16": 6.0,
    "iso8859-4": 8.0, "cp1257": 2.0, "iso8859-13": 2.5, "euc_jp": 2.0, "big5hkscs": 2.0,
    "iso8859-8": 2.0, "cp1252": 0.0, "cp1250": 0.5, "cp1251": 0.5,
}  # fmt: skip
_OTHERWISE: Final = 1.0

#: Scripts of thousands of characters, two bytes each.
_WIDE: Final = frozenset(("japanese", "chinese", "korean"))
#: Scripts whose words are spelt with ASCII but for an accent here and there.
_ACCENTED: Final = frozenset(("western", "central", "southern", "turkish", "baltic", "vietnamese"))
#: How the frequency of letters falls with their rank.
_FALL: Final = 0.9
_FALL_OF_ACCENTS: Final = 0.75

#: Classes of characters beyond ASCII that no letters are: quotation marks, apostrophes,
#: dashes and blanks, signs; other signs are `#`, control characters `!`.
_NAMED: Final = (
    ('"', "“”‘«»‹›"),
    ("(", "„‚¿¡"),
    ("'", "’·"),
    ("-", "–—…•\xa0\xad"),
    ("$", "™®©°§€£×²³ºª¼½¾†"),
    ("?", "\ufffd"),
)
#: Logarithms of likelihoods, by the class of a character.
_LIKELY: Final[Mapping[str, float]] = {
    "?": -16.0, "!": -14.0, "#": -10.0, "$": -5.0, '"': -2.0, "(": -2.0, "'": -1.5, "-": -2.5,
}  # fmt: skip
_UNLISTED: Final = -9.5
_CAPITAL: Final = -2.0
#: The same for what stands side by side; letters are `aA` of ASCII, `lU` Latin beyond it, `xX`
#: of other scripts, `h` of scripts without capitals, `H` of thousands of characters.
_SIDE_BY_SIDE: Final = (
    (re.compile(r"""[aAlUxXh]["$#](?=[aAlUxXh])|[aAlUxXh]\("""), -5.0),
    (re.compile("[alx][UX]|[lx]A"), -5.0),
    (re.compile("[aAlU][xXh]|[xXh][aAlU]"), -6.0),
    (re.compile("(?<![aAlUxXh'])[lU](?![aAlUxXh'])"), -1.5),
)
#: Where most letters are ASCII, one or two letters of another script are chance.
_LONELY = re.compile("(?<![xXhH])[xXhH]{1,2}(?![xXhH])")
_CHANCE: Final = -8.0


@dataclass(frozen=True, slots=True)
class _Script:
    """A family of encodings, and for each of its languages how likely each letter is."""

    encodings: tuple[str, ...]
    languages: tuple[Mapping[str, float], ...]


def charset(data: bytes) -> str:
    r"""The encoding in which `data`, which is not UTF-8, reads best; a name of Python's.

    >>> charset("Гавань была закрыта".encode("koi8-r"))
    'koi8-r'
    >>> charset(b"The caf\xe9 \x93opened\x94")
    'cp1252'
    """
    if data.isascii():
        return "ascii"
    sample = _sample(data)
    best, found = -inf, "cp1252"
    for script in _scripts():
        for encoding in script.encodings:
            text = sample.decode(encoding, "replace")
            score = _readability(text, script) - _SELDOM.get(encoding, _OTHERWISE)
            if score > best:
                best, found = score, encoding
    return found


def _sample(data: bytes) -> bytes:
    """Lines with bytes beyond ASCII, up to the size of a sample."""
    kept: list[bytes] = []
    size = 0
    for line in re.split(rb"[\r\n]+", data):
        if line.isascii():
            continue
        kept.append(line[: _SAMPLE - size])
        size += len(line)
        if size >= _SAMPLE:
            break
    return b"\n".join(kept)


@cache
def _scripts() -> tuple[_Script, ...]:
    return tuple(
        _Script(
            tuple(script["encodings"]),
            tuple(_likelihoods(letters, name) for letters in script["languages"].values()),
        )
        for name, script in tables.table("letters").items()
    )


def _likelihoods(letters: str, script: str) -> dict[str, float]:
    """The logarithm of each letter's likelihood, by its rank."""
    order = dict.fromkeys(letters.replace("\n", ""))
    if script in _WIDE:
        return {letter: log(0.04 / (1 + rank / 8)) for rank, letter in enumerate(order)}
    fall = _FALL_OF_ACCENTS if script in _ACCENTED else _FALL
    return {letter: log((1 - fall) * fall**rank) for rank, letter in enumerate(order)}


def _readability(text: str, script: _Script) -> float:
    """How well `text` reads in the language of `script` that it fits best."""
    counts = Counter(text)
    classes = {ord(character): _class(character) for character in counts}
    pattern = text.translate(classes)
    score = sum(weight * len(pair.findall(pattern)) for pair, weight in _SIDE_BY_SIDE)
    beyond = sum(pattern.count(kind) for kind in "lUxXhH")
    if pattern.count("a") + pattern.count("A") > beyond:
        score += _CHANCE * len(_LONELY.findall(pattern))
    letters: list[tuple[str, int]] = []
    for character, count in counts.items():
        kind = classes[ord(character)]
        if kind in _LIKELY:
            score += _LIKELY[kind] * count
        elif character > "\x7f":
            letters.append((character.lower(), count))
            if kind in "UX":
                score += _CAPITAL * count
    return score + max(
        sum(count * language.get(letter, _UNLISTED) for letter, count in letters)
        for language in script.languages
    )


@lru_cache(maxsize=70_000)
def _class(character: str) -> str:
    if character < "\x80":
        return "a" if character.islower() else "A" if character.isupper() else "."
    named = next((kind for kind, members in _NAMED if character in members), "")
    category = unicodedata.category(character)
    if named or category[0] not in "LM":
        wide = character >= "\u3000" and category[0] == "P"
        return named or ("H" if wide else "!" if category[0] == "C" else "#")
    if character >= "\u2e80":
        return "H"
    if category[0] == "M" or category == "Lo":
        return "h" if character >= "\u0300" else "#"
    latin = character < "\u0370" or "\u1e00" <= character <= "\u1eff"
    return ("lU" if latin else "xX")[character.isupper()]
