"""Candidates for a citation, ranked by what their titles share with its sentence."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from typing import Final

from copydesk.citations.entries import Entry
from copydesk.model import Candidate

#: Candidates that are shown of many; nobody reads more.
_SHOWN: Final = 8
#: What each year of difference costs, and the most it may.
_YEAR: Final = 0.02
_YEARS: Final = 0.1


def ranked(
    found: Sequence[Entry], words: frozenset[str], why: str, base: float, year: str = ""
) -> tuple[Candidate, ...]:
    """The likeliest of `found`, each with its score and the reason in words.

    `words` are those of the sentence, `year` is the cited one: nearer years rank higher.
    """
    rows = []
    for item in found:
        shared = words & item.words
        share = len(shared) / max(1, len(item.words))
        reason = f"{why} ({item.year or 'no year'})"
        if shared:
            some = "a word" if len(shared) == 1 else f"{len(shared)} words"
            reason += f"; its title shares {some} with the sentence"
        score = max(0.0, base + 0.3 * share - _cost(year, item.year))
        rows.append(Candidate(item.key, round(score, 2), reason))
    return tuple(heapq.nsmallest(_SHOWN, rows, key=lambda row: (-row.score, row.key)))


def _cost(cited: str, year: str) -> float:
    if not (cited[:4].isdigit() and year[:4].isdigit()):
        return 0.0
    return min(_YEARS, _YEAR * abs(int(cited[:4]) - int(year[:4])))
