"""What is an English word, and how common it is.

A word is known when hunspell's American dictionary has it, or its British spelling. The
frequencies are those of wordfreq, on the Zipf scale (3: once in a million words, 6: once in a
thousand); its file is read without its package, whose import takes as long as the reading. All
functions take words in small letters.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from copydesk import tables

if TYPE_CHECKING:
    from hunspell import Hunspell

#: A word this common is one, whatever a dictionary says (`smartphone`).
COMMON: Final = 3.6
#: Words that were looked up and are remembered.
_REMEMBERED: Final = 1 << 16

_VOWELS: Final = "aei"
#: Letters of a stem, of one between prefix and suffix, and how common it is at least: of a
#: prefixed word, a derived one, and each half of two words written as one.
_STEM: Final = 4
_ROOT: Final = 5
_PREFIXED: Final = 2.5
_DERIVED: Final = 3.0
_HALF: Final = 3.5
#: Letters of the longest word that may be built of others.
_LONGEST: Final = 32
#: How common a word is of which the end of a line made two words.
_DIVIDED: Final = 4.0
#: What a word that is every one of a text has on the Zipf scale: it counts in a billion words.
_ZIPF: Final = 9
_FILE: Final = "data/large_en.msgpack.gz"
#: What the file says of itself before its lists.
_HEADER: Final = {"format": "cB", "version": 1}
#: Spellings of one word that are looked at.
_MOST: Final = 16


@cache
def _dictionary() -> Hunspell:
    from hunspell import Hunspell  # 90 ms, and only prose needs it

    return Hunspell("en_US")


def is_spelt(word: str) -> bool:
    """Whether the dictionary has `word`, in ASCII letters, with just these capitals."""
    return word.isascii() and bool(_dictionary().spell(word))


@lru_cache(_REMEMBERED)
def is_word(word: str) -> bool:
    """Whether `word` is in the dictionary, in American or British spelling.

    >>> is_word("neighbor"), is_word("neighbour"), is_word("nieghbour")
    (True, True, False)
    """
    return is_spelt(word) or any(map(is_spelt, list_american(word)))


def find_frequency(word: str) -> float:
    """How common `word` is in English, on the Zipf scale; 0 for one that wordfreq never saw.

    >>> round(find_frequency("harbour")), find_frequency("harbuor")
    (4, 0.0)
    """
    return load_frequencies().get(word, 0.0)


@lru_cache(_REMEMBERED)
def is_built(word: str) -> bool:
    """Whether `word` is made of a known word and a prefix or suffix, or of two common words.

    >>> is_built("denuclearise"), is_built("concertgoers"), is_built("embarrased")
    (True, True, False)
    """
    if len(word) > _LONGEST:
        return False
    return _is_prefixed(word) or _is_derived(word) or _is_compound(word)


def _is_prefixed(word: str) -> bool:
    stems = (word.removeprefix(prefix) for prefix in _parts("prefixes") if word.startswith(prefix))
    return any(
        len(stem) >= _STEM
        and ((is_word(stem) and find_frequency(stem) >= _PREFIXED) or _is_derived(stem, _ROOT))
        for stem in stems
    )


def _is_derived(word: str, letters: int = _STEM) -> bool:
    for suffix in _parts("suffixes"):
        stem = word.removesuffix(suffix)
        if len(stem) < letters or stem == word:
            continue
        forms = [stem, stem + "y"]
        if suffix[0] in _VOWELS:
            forms.append(stem + "e")
        if stem.endswith("i"):
            forms.append(stem[:-1] + "y")
        if any(is_word(form) and find_frequency(form) >= _DERIVED for form in forms):
            return True
    return False


def _is_compound(word: str) -> bool:
    halves = ((word[:at], word[at:]) for at in range(_STEM, len(word) - _STEM + 1))
    return any(
        is_word(half)
        and is_word(other)
        and min(find_frequency(half), find_frequency(other)) >= _HALF
        for half, other in halves
    )


def is_divided(first: str, rest: str) -> bool:
    """Whether the end of a line has divided one word into `first` and `rest`.

    They must be a word together, and a common one if the second is a word by itself.

    >>> is_divided("govern", "ment"), is_divided("be", "hind"), is_divided("self", "evident")
    (True, True, False)
    """
    whole = first + rest
    return (is_word(whole) and not is_word(rest)) or find_frequency(whole) >= _DIVIDED


def known_form(word: str) -> str:
    """`word`, with a capital where the dictionary has it so alone; "" when it has neither.

    >>> known_form("norwegian"), known_form("harbour"), known_form("harbuor")
    ('Norwegian', 'harbour', '')
    """
    if is_word(word):
        return word
    capital = word.capitalize()
    return capital if is_spelt(capital) else ""


@cache
def load_frequencies() -> dict[str, float]:
    """Word → how common it is, on the Zipf scale: some 320,000 words, the commonest first."""
    import msgpack

    spec = find_spec("wordfreq")
    folders = (spec.submodule_search_locations if spec else None) or ()
    if not folders:
        raise ImportError("the package wordfreq is missing", name="wordfreq")
    header, *lists = msgpack.unpackb(gzip.decompress(Path(folders[0], _FILE).read_bytes()))
    if header != _HEADER:
        message = f"the lists of wordfreq begin with {header}"
        raise ValueError(message)
    # The words of the list `n` make up one word in 10 ** (n / 100) each.
    scale = (round(_ZIPF - number / 100, 2) for number in range(len(lists)))
    return {word: zipf for zipf, words in zip(scale, lists, strict=True) for word in words}


def list_common(least: float) -> Iterator[str]:
    """The words of at least this frequency, misspelt ones and names among them.

    >>> list(list_common(7.3))
    ['the', 'to', 'and', 'of', 'a']
    """
    rows = load_frequencies().items()
    return (word for word, _ in takewhile(lambda row: row[1] >= least, rows))


@cache
def _turns() -> tuple[tuple[re.Pattern[str], str], ...]:
    turns = tables.load_table("spelling")["british"]["turns"]
    return tuple((re.compile(one), put) for one, put in turns)


@cache
def _parts(kind: str) -> tuple[str, ...]:
    return tuple(tables.load_table("spelling")["parts"][kind])


def list_american(word: str) -> frozenset[str]:
    """What `word` may be in American spelling, if it is a British one; not all are words.

    >>> sorted(list_american("colourised"))
    ['colorised', 'colorized', 'colourized']
    >>> list_american("harbor")
    frozenset()
    """
    found = {word}
    for pattern, put in _turns():
        if pattern.search(word):
            found |= {pattern.sub(put, one) for one in found}
            if len(found) > _MOST:
                break
    return frozenset(found) - {word}


def are_twins(word: str, other: str) -> bool:
    """Whether the two are one word, in British and American spelling.

    >>> are_twins("colour", "color"), are_twins("color", "colour"), are_twins("colour", "collar")
    (True, True, False)
    """
    return other in list_american(word) or word in list_american(other)
