"""What can be said of a single word of an entry: its form, its class, its neighbourhood.

Features are strings that are there or not; each spelling is looked at once and
kept.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from copydesk import folding
from copydesk.references import lexicon
from copydesk.references.dates import MONTHS

_YEAR: Final = re.compile(r"\(?(?:1[4-9]|20)\d\d[a-z]?\)?[.,;:)]*")
_INITIALS: Final = re.compile(r"(?:[^\W\d_]\.-?){1,4}[,;:]?")
_BARE_INITIALS: Final = re.compile(r"[A-Z]{1,3}[.,;:]*")
_RANGE: Final = re.compile(r"\(?[A-Za-z]{0,2}\d{1,6}\s?[-–—−]{1,2}\s?[A-Za-z]?\d{1,6}\)?[.,;:)]*")
_VOLUME: Final = re.compile(r"\d{1,4}\s?\(\d{1,4}(?:[-–/]\d{1,4})?\)[.,;:]*")
_NUMBER: Final = re.compile(r"[(\[]?\d{1,7}[)\]]?[.,;:)\]]*")
_ORDINAL: Final = re.compile(r"\d{1,3}(?:st|nd|rd|th|e|\.)[.,;:)]*")
_ROMAN: Final = re.compile(r"\(?[IVXLCDMivxlcdm]{1,7}\)?[.,;:)]*")
_URL: Final = re.compile(r"[<(\[]?(?:https?://|ftp://|www\.)", re.IGNORECASE)
_SITE: Final = re.compile(
    r"[a-z0-9-]{2,40}(?:\.[a-z0-9-]{2,40}){0,3}\.(?:com|org|net|edu|gov|eu|uk|de|fr|io|int)\b"
)
_DOI: Final = re.compile(
    r"[<(\[]?(?:doi:?|https?://(?:dx\.)?doi\.org/)?\S{0,2}10\.\d{4,9}/", re.IGNORECASE
)
_SHAPES: Final = (
    ("year", _YEAR),
    ("vol", _VOLUME),
    ("range", _RANGE),
    ("ordinal", _ORDINAL),
    ("number", _NUMBER),
)
_LONGEST: Final = 40
_LONGEST_SHAPE: Final = 8


@lru_cache(maxsize=50_000)
def kind_of_number(word: str) -> str:
    """What kind of number or code `word` is, "" for an ordinary word.

    >>> [kind_of_number(word) for word in ("(2019).", "468–481.", "28(117),", "C.J.", "xii")]
    ['year', 'range', 'vol', 'initials', 'roman']
    """
    if _DOI.match(word):
        return "doi"
    if _URL.match(word):
        return "url"
    if any(sign.isdigit() for sign in word):
        return next((name for name, shape in _SHAPES if shape.fullmatch(word)), "digits")
    return _kind_of_letters(word)


def _kind_of_letters(word: str) -> str:
    if lexicon.core(word) in MONTHS:
        return "month"
    if _INITIALS.fullmatch(word):
        return "initials"
    if _ROMAN.fullmatch(word) and len(word) > 1:
        return "roman"
    if _BARE_INITIALS.fullmatch(word):
        return "bare"
    return "site" if _SITE.match(word) else ""


def _shape(word: str) -> str:
    signs: list[str] = []
    for sign in word[:_LONGEST]:
        code = "A" if sign.isupper() else "a" if sign.isalpha() else "9" if sign.isdigit() else sign
        if not signs or signs[-1] != code:
            signs.append(code)
    return "".join(signs[:_LONGEST_SHAPE])


@lru_cache(maxsize=50_000)
def folded(word: str) -> str:
    """`word` as the house lists are looked up: no accents, case or outer punctuation."""
    if word.isascii():
        return lexicon.core(word)
    return lexicon.core(folding.unaccented(word.replace("’", "'")))


@lru_cache(maxsize=50_000)
def tail(word: str) -> str:
    """The punctuation at the end of `word`, three signs at most.

    >>> tail("Washington.”"), tail("(eds.)"), tail("Lo")
    ('.”', '.)', '')
    """
    at = len(word)
    while at and not word[at - 1].isalnum() and len(word) - at < 3:
        at -= 1
    return word[at:]


@lru_cache(maxsize=50_000)
def kind(word: str) -> str:
    """What kind of word it is: of number, of keyword, capitalised (`Cap`) or not (`low`)."""
    known = kind_of_number(word) or lexicon.keywords().get(lexicon.core(word)[:_LONGEST], "")
    if known:
        return known
    capital = word[0].isupper() or (word[0] == "“" and word[1:2].isupper())
    return "Cap" if capital else "low"


@lru_cache(maxsize=50_000)
def of_word(word: str) -> tuple[str, ...]:
    """The features of `word` itself."""
    core = lexicon.core(word)[:_LONGEST]
    number = kind_of_number(word)
    group = lexicon.keywords().get(core, "")
    end = tail(word)
    head = word[0] if not word[0].isalnum() else "w"
    own = [f"w={core}", f"W={word[:_LONGEST]}", f"s={_shape(word)}", f"t={end}", f"h={head}"]
    own += [f"h+t={head}{end}", f"l={min(len(core), _LONGEST_SHAPE)}"]
    own += [f"p{size}={word[:size]}" for size in range(1, 5)]
    own += [f"x{size}={core[-size:]}" for size in range(2, 5)]
    if number:
        own += [f"n={number}", f"n={number}{end}"]
    if group:
        own += [f"k={group}", f"k={group}{end}"]
    if core in lexicon.word_list("names", "particles"):
        own.append("particle")
    return tuple(own)


@lru_cache(maxsize=50_000)
def beside(word: str) -> tuple[tuple[str, ...], ...]:
    """The features that `word` lends the word two behind, one behind, one and two before it."""
    core, end, what = lexicon.core(word)[:_LONGEST], tail(word), kind(word)
    near = (f"w={core}", f"s={_shape(word)[:4]}", f"k={what}", f"t={end}", f"k+t={what}{end}")
    far = near[2:]
    return (
        tuple(f"-2{name}" for name in far),
        tuple(f"-1{name}" for name in near),
        tuple(f"+1{name}" for name in near),
        tuple(f"+2{name}" for name in far),
    )
