"""What stands between two lines of one paragraph, and whether a hyphen there is the author's.

A print divides words at the ends of its lines, and so does the source of a mail, by an equals
sign. The words of the document tell which hyphens those are, and for English a dictionary.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from copydesk.clean import lexicon
from copydesk.model import Flow

#: No text browser, mail program or column is wrapped at fewer columns.
NARROWEST: Final = 40
#: Lines that end in an equals sign, from which on it is the sign of a mail's line break.
MAILED: Final = 2
#: Signs before a hyphen that are looked at for the word it parts.
LONGEST_WORD: Final = 40
#: So many lines that end in a hyphen, and more than hyphens inside lines, only a print has.
PRINTED: Final = 4
#: In such a print a word this common is joined, though its second half is a word too.
USED: Final = 3.0
#: What follows a hyphen that waits for the second half of another word: "two- and three-year".
SUSPENDED: Final = frozenset(
    (
        "and", "or", "to", "nor", "but", "than", "through", "versus", "vs",
        "und", "oder", "bis", "sowie", "bzw", "og", "eller", "och",
    )
)  # fmt: skip

_COMPOUND = re.compile(r"\w+(?:-\w+)*")
_WORD = re.compile(r"\w+(?:[’']\w+)*")
_INNER = re.compile(r"[^\W\d_]-[^\W\d_]")

Unit = tuple[int, ...]
"""Indices of the lines of one unit."""


def is_mailed(texts: Sequence[str]) -> bool:
    """Whether lines end in an equals sign because a mail program broke them there."""
    ends = [len(above) for above, below in pairwise(texts) if above.endswith("=") and below.strip()]
    return len(ends) >= MAILED and median(ends) >= NARROWEST


@dataclass(frozen=True, slots=True)
class Hyphens:
    """What a document says of hyphens at line ends.

    `words` are its folded words, compounds and their parts among them; `printed` says that so
    many of its lines end in hyphens as only in a print, `mailed` that they end in the equals
    signs of a mail, `english` that a dictionary can be asked.
    """

    words: frozenset[str] = frozenset()
    printed: bool = False
    mailed: bool = False
    english: bool = False


def find_hyphens(texts: Sequence[str], found: Sequence[Unit], *, english: bool = False) -> Hyphens:
    """Collect the evidence in a text of lines `texts` with the units `found`.

    >>> sorted(find_hyphens(["the clos-", "ures of a port"], [(0, 1)]).words)
    ['a', 'clos', 'of', 'port', 'the', 'ures']
    """
    wrapped = [unit for unit in found if len(unit) > 1]
    if not wrapped:
        return Hyphens()
    folded = [text.casefold() for text in texts]
    words = frozenset(
        word for text in folded for kind in (_COMPOUND, _WORD) for word in kind.findall(text)
    )
    rows = (
        _part_word(texts[above].rstrip(), texts[below].lstrip())
        for unit in wrapped
        for above, below in pairwise(unit)
    )
    parted = [halves for halves in rows if halves]
    inner = sum(len(_INNER.findall(texts[at])) for unit in wrapped for at in unit)
    printed = len(parted) >= PRINTED and len(parted) > inner
    return Hyphens(words, printed, is_mailed(texts), english)


def _part_word(head: str, tail: str) -> tuple[str, str] | None:
    """The word parted by the hyphen at the end of `head`, if one is."""
    if not (head.endswith("-") and head[-2:-1].isalpha() and tail[:1].isalpha()):
        return None
    first = _COMPOUND.match(tail)
    if first and first[0] in SUSPENDED:
        return None
    left, right = _WORD.findall(head[-LONGEST_WORD:]), _WORD.match(tail)
    return (left[-1].casefold(), right[0].casefold()) if left and right else None


def find_joint(above: str, below: str, evidence: Hyphens, flow: Flow = "") -> tuple[str, str]:
    r"""Find what stands between two lines of one paragraph, and what takes its place.

    The `flow` of the second line says it where a format does.
    A hyphen at the line's end goes when the document spells the whole word without one elsewhere,
    when a dictionary knows that it divides a word, or, where none can be asked, when the document
    divides words throughout; never when it spells this one with it. Otherwise it is the author's
    and stays.

    >>> find_joint("a word that is bro-", "ken", Hyphens(frozenset({"broken"})))
    ('-\n', '')
    >>> find_joint("a word that is bro-", "ken", Hyphens(english=True))
    ('-\n', '')
    >>> find_joint("a low-", "level word", Hyphens())
    ('\n', '')
    >>> find_joint("two-", "and three-year plans", Hyphens())
    ('\n', ' ')
    >>> find_joint("part of a wo=", "rd", Hyphens(mailed=True))
    ('=\n', '')
    >>> find_joint("two plain ", "  lines", Hyphens())
    (' \n  ', ' ')
    """
    head, tail = above.rstrip(), below.lstrip()
    gap = above[len(head) :] + "\n" + below[: len(below) - len(tail)]
    if flow and flow != "wrap":
        return gap, "" if flow == "amid" else " "
    if evidence.mailed and head.endswith("="):
        return "=" + gap, " " if below[:1].isspace() else ""
    halves = _part_word(head, tail)
    if halves is None:
        return gap, " "
    if tail[0].islower() and _is_broken(halves, evidence):
        return "-" + gap, ""
    return gap, ""


def _is_broken(halves: tuple[str, str], evidence: Hyphens) -> bool:
    """Whether the hyphen between the `halves` of a word belongs to the line and not to it."""
    if "-".join(halves) in evidence.words:
        return False
    if "".join(halves) in evidence.words:
        return True
    if not evidence.english:
        return evidence.printed
    is_used = evidence.printed and lexicon.find_frequency("".join(halves)) >= USED
    return is_used or lexicon.is_divided(*halves)
