"""A word or two above the headline that say of what kind a text is: "Essay", "LONG READ".

Pasted without its page, a text begins with them, and they look as much like a headline
above its deck. Those that are known are left out; about others the editor is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from copydesk.structure.features import FEWEST_WORDS, HEADLINE, PROSE, Facts
from copydesk.structure.phrases import load

#: What a line is that is known for a kicker.
KIND: Final = "kicker"
#: Another is a kicker of so many words at most; in capitals throughout, one more.
MOST_WORDS: Final = 2
#: A longer line below it is its deck.
SHORT: Final = 60
#: So many lines below the headline its signature stands at most.
SIGNED: Final = 2


def known(units: Sequence[Facts]) -> list[Facts]:
    """`units`, of which the first is marked where its words are known for a kicker.

    A byline has to stand below: "Interview" may be the headline above "The early years".
    """
    marked = list(units)
    signed = any(map(_signs, units[2 : 2 + SIGNED]))
    if signed and _is_above_a_headline(units) and units[0].phrase in load().cues["kicker"]:
        marked[0] = replace(units[0], kind=KIND)
    return marked


def is_shaped(units: Sequence[Facts]) -> bool:
    """Whether the first of `units` has the shape of a kicker, above a signed line that is longer.

    A headline above its deck may have it too: "Harbours", "How a town lost the sea".
    """
    if not _is_above_a_headline(units):
        return False
    first, below = units[:2]
    longer = is_short(first.text) and below.words >= FEWEST_WORDS
    return longer and below.width <= SHORT and any(map(_signs, units[2 : 2 + SIGNED]))


def is_short(text: str) -> bool:
    """Whether `text` has no more words than a kicker.

    >>> is_short("Field Notes"), is_short("THE LONG READ"), is_short("The long read")
    (True, True, False)
    """
    return len(text.split()) <= MOST_WORDS + text.isupper()


def _is_above_a_headline(units: Sequence[Facts]) -> bool:
    """Whether the first of `units` ends with no sign, and the next may be a headline."""
    if len(units) < 2 or units[0].hint or units[0].closed or units[0].asks or units[0].colon:
        return False
    return units[1].words > units[0].words and _is_headline(units[1])


def _is_headline(unit: Facts) -> bool:
    """Whether `unit` may be a headline, and is neither a byline nor a sentence."""
    told = unit.kind or unit.label or unit.only_date or unit.stamp or unit.announced or unit.authors
    open_ = not (unit.closed or unit.comma or unit.colon)
    return not told and open_ and unit.words > 1 and unit.width <= HEADLINE and unit.mass < PROSE


def _signs(unit: Facts) -> bool:
    return unit.announced or unit.text in unit.authors
