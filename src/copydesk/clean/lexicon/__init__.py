"""What is an English word, how common it is, and what an unknown one may have been meant for.

The rules of spelling ask; nothing here changes text. A word is known when hunspell's
American dictionary has it, or its British spelling; the frequencies are those of wordfreq,
on the Zipf scale (3: once in a million words, 6: once in a thousand). All functions
take words in small letters.
"""

from __future__ import annotations

from copydesk.clean.lexicon.british import are_twins
from copydesk.clean.lexicon.candidates import Candidate, candidates, rated
from copydesk.clean.lexicon.channel import Slip, cost, slip
from copydesk.clean.lexicon.words import (
    COMMON,
    frequency,
    is_built,
    is_divided,
    is_known,
    is_word,
    known_form,
)

__all__ = [
    "COMMON",
    "Candidate",
    "Slip",
    "are_twins",
    "candidates",
    "cost",
    "frequency",
    "is_built",
    "is_divided",
    "is_known",
    "is_word",
    "known_form",
    "rated",
    "slip",
]
