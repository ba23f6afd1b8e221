"""What people are called before and behind their names: Dr., Sir, PhD.

It is no part of a name, neither where bylines are read nor where authors are filed.
"""

from __future__ import annotations

import re
from typing import Final

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


def without(name: str) -> str:
    """`name` without titles and degrees; no degree is what stands behind a single word.

    >>> without("Prof. Dr. Mara Osei, MA, PhD"), without("Mara Osei Mag.")
    ('Mara Osei', 'Mara Osei')
    >>> without("Yo-Yo Ma"), without("Marlow, M. A.")
    ('Yo-Yo Ma', 'Marlow, M. A.')
    """
    if title := _TITLES.match(name):
        name = name[title.end() :]
    # “Mara Osei MA PhD”: the first of them may have passed for a word of the name.
    while behind := _BEHIND.fullmatch(name):
        name = behind[1]
    return name
