"""Names that are said family first: Chinese, Korean, Vietnamese, and those that a list turns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from copydesk import tables
from copydesk.references import lexicon
from copydesk.references.lexicon import is_listed_given

#: Chinese, Japanese and Korean in their own scripts, where the family stands first.
EASTERN: Final = re.compile(r"[\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
#: What hardly anything but pinyin spells: `Zexu`, `Keqiang`.
_CHINESE: Final = re.compile(r"x|zh|q(?!ue)|i[ao]ng|uang")
#: The given name of a Korean in the usual spelling, or of a Chinese in an older one.
_HYPHENED: Final = re.compile(r"[A-Z][a-z]{1,6}-[a-z]{1,6}")

Order = tuple[str, str] | tuple[()] | None


def find_eastern_order(words: Sequence[str], *, home: bool = False) -> Order:
    """Family and given name where the family comes first, () where nobody can tell.

    None: the name is said as in the west. `home`: in an article in a language that says the
    family first.

    >>> find_eastern_order(["Mao", "Zedong"]), find_eastern_order(["Li", "Wei"])
    (('Mao', 'Zedong'), ())
    """
    if len(words) < 2 or words[0].isupper():
        return None
    first, rest = words[0], " ".join(words[1:])
    vietnamese = len(words) <= 4 and first.casefold() in list_words("vietnamese")
    if vietnamese or all(map(EASTERN.fullmatch, words)):
        return first, rest
    return _order_of_two(first, rest, home=home) if len(words) == 2 else None


def _order_of_two(first: str, last: str, *, home: bool) -> Order:
    family, given = first.casefold(), last.casefold()
    chinese = list_words("chinese")
    if family in chinese | list_words("korean") and _HYPHENED.fullmatch(last):
        return first, last
    if is_turned((first, last)):
        return ()  # “Lund Vera” may be, but “Gary Thomas” is said as in the west.
    if family not in chinese or not _pinyin().fullmatch(given):
        return None
    either = given in chinese or given in list_words("western")
    west = family in list_words("given") and not home and not _CHINESE.search(given)
    return () if either or west else (first, last)


@cache
def _pinyin() -> re.Pattern[str]:
    """One or two syllables; of two, one that begins with a vowel has an apostrophe before it."""
    table: dict[str, str] = _order_table()["pinyin"]
    begun = [
        f"{sound}(?:{'|'.join(rhymes.split())})"
        for sounds, rhymes in table.items()
        for sound in sounds.split()
        if sound != "-"
    ]
    bare, sounded = "|".join(table["-"].split()), "|".join(begun)
    return re.compile(f"(?:{sounded}|{bare})(?:{sounded}|['’](?:{bare}))?")


@cache
def _order_table() -> dict[str, Any]:
    return tables.load_table("words/name-order")


@cache
def list_words(name: str) -> frozenset[str]:
    """One of the word lists of `name-order.toml`."""
    return frozenset(_order_table()[name].split())


def is_turned(words: Sequence[str]) -> bool:
    """Whether two words are a family name and a given name that is no family name: `Lund Vera`."""
    given = lexicon.word_list("names", "given")
    cores = [lexicon.core(word) for word in words]
    return len(cores) == 2 and cores[1] in given and not is_listed_given(cores[0])
