"""A letter to the editors around a text: "Dear editors, here is the piece I promised"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice, pairwise
from typing import Final

from copydesk.structure.features import HEADLINE, PROSE, SHORT_TEXT, Facts
from copydesk.structure.phrases import load
from copydesk.structure.valedictions import says_goodbye

#: What a line of such a letter is.
KIND: Final = "letter"
#: Lines above the headline, and below the text, that it has at most.
ABOVE: Final = 6
BELOW: Final = 4


def covered(units: Sequence[Facts]) -> list[Facts]:
    """`units`, of which those of a letter around a signed text are marked.

    It greets somebody, and below it stand a headline and a byline; a letter to the readers
    greets them all, and is the text itself.
    """
    start = _headline(units) if units and greets(units[0]) else 0
    if not start:
        return list(units)
    last = range(max(start + 2, len(units) - BELOW), len(units))
    end = next((at for at in last if says_goodbye(units[at])), len(units))
    return [
        unit if start <= at < end else replace(unit, kind=KIND) for at, unit in enumerate(units)
    ]


def greets(unit: Facts) -> bool:
    """Whether `unit` begins with a greeting to somebody, but not to all readers."""
    cues = load().cues
    to_all = unit.phrase.startswith(cues["greeting"])
    return "," in unit.text and not to_all and unit.phrase.split(" ")[0] in cues["salutation"]


def _headline(units: Sequence[Facts]) -> int:
    """The place of a headline above its byline near the start of `units`, else 0.

    A text stands below them: the name that a letter ends with is no byline.
    """
    for at, (unit, below) in enumerate(islice(pairwise(units), 1, ABOVE + 1), start=1):
        if unit.width > SHORT_TEXT or unit.kind or says_goodbye(unit):
            return 0
        open_ = not (unit.closed or unit.comma or unit.colon)
        signed = below.announced or below.text in below.authors
        if open_ and signed and unit.words > 1 and unit.width <= HEADLINE and unit.mass < PROSE:
            return at if any(one.mass >= PROSE for one in units[at + 2 :]) else 0
    return 0
