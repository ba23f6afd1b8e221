"""Whether a word is one, and how often it is used."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from copydesk.clean.lexicon.british import american
from copydesk.clean.lexicon.frequencies import frequencies

if TYPE_CHECKING:
    from hunspell import Hunspell

#: A word this common is one, whatever a dictionary says (`smartphone`).
COMMON: Final = 3.6
#: Words that were looked up and are remembered.
_REMEMBERED: Final = 1 << 16

_PREFIXES: Final = (
    "anti", "auto", "bi", "bio", "co", "counter", "cyber", "de", "dis", "eco", "extra",
    "fore", "geo", "hyper", "inter", "intra", "macro", "mega", "meta", "micro", "mid",
    "mini", "mis", "mono", "multi", "nano", "neo", "non", "out", "over", "para", "photo",
    "poly", "post", "pre", "pro", "proto", "pseudo", "psycho", "quasi", "re", "semi", "socio",
    "sub", "super", "supra", "techno", "tele", "trans", "tri", "ultra", "un", "under", "uni",
)  # fmt: skip
_SUFFIXES: Final = (
    "able", "ably", "ability", "ment", "ness", "less", "ful", "ish", "ism", "ist", "ists", "isms",
    "ian", "ize", "ise", "ized", "ised", "izing", "ising", "ization", "isation", "wise", "like",
    "ward", "wards", "hood", "ship", "dom", "fold", "free", "goer", "goers", "proof", "scape",
    "scapes", "man", "men", "woman", "women", "maker", "makers", "making", "holder", "holders",
    "based", "work", "works", "er", "ers", "s",
)  # fmt: skip
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


@cache
def _dictionary() -> Hunspell:
    from hunspell import Hunspell  # 90 ms, and only prose needs it

    return Hunspell("en_US")


def spelt(word: str) -> bool:
    """Whether the dictionary has `word`, in ASCII letters, with just these capitals."""
    return word.isascii() and bool(_dictionary().spell(word))


@lru_cache(_REMEMBERED)
def is_word(word: str) -> bool:
    """Whether `word` is in the dictionary, in American or British spelling.

    >>> is_word("neighbor"), is_word("neighbour"), is_word("nieghbour")
    (True, True, False)
    """
    return spelt(word) or any(map(spelt, american(word)))


def frequency(word: str) -> float:
    """How common `word` is in English, on the Zipf scale; 0 for one that wordfreq never saw.

    >>> round(frequency("harbour")), frequency("harbuor")
    (4, 0.0)
    """
    return frequencies().get(word, 0.0)


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
    stems = (word.removeprefix(prefix) for prefix in _PREFIXES if word.startswith(prefix))
    return any(
        len(stem) >= _STEM
        and ((is_word(stem) and frequency(stem) >= _PREFIXED) or _is_derived(stem, _ROOT))
        for stem in stems
    )


def _is_derived(word: str, letters: int = _STEM) -> bool:
    for suffix in _SUFFIXES:
        stem = word.removesuffix(suffix)
        if len(stem) < letters or stem == word:
            continue
        forms = [stem, stem + "y"]
        if suffix[0] in _VOWELS:
            forms.append(stem + "e")
        if stem.endswith("i"):
            forms.append(stem[:-1] + "y")
        if any(is_word(form) and frequency(form) >= _DERIVED for form in forms):
            return True
    return False


def _is_compound(word: str) -> bool:
    halves = ((word[:at], word[at:]) for at in range(_STEM, len(word) - _STEM + 1))
    return any(
        is_word(half) and is_word(other) and min(frequency(half), frequency(other)) >= _HALF
        for half, other in halves
    )


def is_known(word: str) -> bool:
    """Whether nobody needs to ask about `word`: it is a word, a common one, or built of such.

    >>> is_known("smartphone"), is_known("guesthouse"), is_known("goverment")
    (True, True, False)
    """
    return is_word(word) or frequency(word) >= COMMON or is_built(word)


def is_divided(first: str, rest: str) -> bool:
    """Whether the end of a line has divided one word into `first` and `rest`.

    They must be a word together, and a common one if the second is a word by itself.

    >>> is_divided("govern", "ment"), is_divided("be", "hind"), is_divided("self", "evident")
    (True, True, False)
    """
    whole = first + rest
    return (is_word(whole) and not is_word(rest)) or frequency(whole) >= _DIVIDED


def known_form(word: str) -> str:
    """`word`, with a capital where the dictionary has it so alone; "" when it has neither.

    >>> known_form("norwegian"), known_form("harbour"), known_form("harbuor")
    ('Norwegian', 'harbour', '')
    """
    if is_word(word):
        return word
    capital = word.capitalize()
    return capital if spelt(capital) else ""
