"""What names of people are made of, wherever they are read: particles, families, suffixes, titles.

Bylines, entries, citations and libraries each read names from another shape. Which words open a
family name, and what people are called before and behind their names (Dr., Sir, PhD), which is no
part of them, is the same for all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from copydesk import tables

#: `Jr.`, `III`: behind a name, and part of it.
SUFFIX: Final = re.compile(r"(?:jr|sr|junior|senior|ii|iii|iv)\.?", re.IGNORECASE)

#: The last ones without their stop are names: Hon Lee, Ing Lund.
_TITLES: Final = re.compile(
    r"(?:(?:(?:dr|prof|professor|professorin|mrs?|ms|sir|dame|rev|pd)\b\.?|dipl\.-\w+\.?"
    r"|(?:hon|fr|ing|mag|maj|gen|capt|col|lt)\.)\s+)+",
    re.IGNORECASE,
)
#: Their letters may be initials as well. Ma, Ba and Md are names; MA, BA and MD are not.
_LETTERS: Final = r"(?:(?i:[mb]\.\s?a|[mj]\.\s?d)\.?|(?:[MB]A|[MJ]D)\.?)"
_DEGREE: Final = (
    r"(?:(?i:ph\.?\s?d|d\.?\s?phil|m\.?\s?phil|[mb]\.?\s?sc|ll\.?\s?[bmd]|mba|esq|mag)\.?"
    rf"|{_LETTERS})"
)
_TWO_WORDS: Final = r".*[^\s,]\s+[^\s,]+"
_BEHIND: Final = re.compile(rf"({_TWO_WORDS})(?:(?:,\s*|\s+){_DEGREE})+")
_EITHER: Final = re.compile(rf"{_TWO_WORDS}(?:\s+{_LETTERS}|,\s*(?i:[mb]\.\s?a|[mj]\.\s?d)\.?)")
_ALONE: Final = re.compile(_DEGREE)


@cache
def list_particles() -> frozenset[str]:
    """List the particles of family names, in lower case.

    >>> "van" in list_particles(), "lund" in list_particles()
    (True, False)
    """
    return frozenset(tables.load_table("words/names")["particles"].split())


def is_particle(word: str) -> bool:
    """Whether `word` opens a family name, whatever its case: `van`, `De`."""
    return word.casefold() in list_particles()


def find_family(words: Sequence[str]) -> int:
    """Find the index in `words` at which the family name begins, in spoken order.

    It is the last of them with the particles before it; `DE` in capitals may be initials.

    >>> find_family(["Anna", "van", "der", "Berg"]), find_family(["Lo"])
    (1, 0)
    """
    at = len(words) - 1
    while at > 0 and is_particle(words[at - 1]) and not words[at - 1][1:].isupper():
        at -= 1
    return at


def is_degree(text: str) -> bool:
    """Whether `text` is a degree and nothing else.

    >>> is_degree("M. A."), is_degree("MA"), is_degree("Ma")
    (True, True, False)
    """
    return _ALONE.fullmatch(text) is not None


def may_be_initials(name: str) -> bool:
    """Whether the degree behind `name` may be initials behind a family of two words.

    >>> may_be_initials("Otero Pedrido, M. A."), may_be_initials("Otero Pedrido MA")
    (True, True)
    >>> may_be_initials("Mara Osei, MA"), may_be_initials("Marlow, M. A.")
    (False, False)
    """
    return _EITHER.fullmatch(name) is not None


def strip_honorifics(name: str) -> str:
    """Remove titles and degrees from `name`; a word after a single word is not a degree.

    >>> strip_honorifics("Prof. Dr. Mara Osei, MA, PhD"), strip_honorifics("Mara Osei Mag.")
    ('Mara Osei', 'Mara Osei')
    >>> strip_honorifics("Yo-Yo Ma"), strip_honorifics("Marlow, M. A.")
    ('Yo-Yo Ma', 'Marlow, M. A.')
    """
    if title := _TITLES.match(name):
        name = name[title.end() :]
    # “Mara Osei MA PhD”: the first of them may have passed for a word of the name.
    while behind := _BEHIND.fullmatch(name):
        name = behind[1]
    return name
