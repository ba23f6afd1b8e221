"""How a letter ends: "See you next week," and below it the name of who wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from copydesk.structure.features import LABEL, Facts
from copydesk.structure.phrases import load

#: Words of such a line, and of the name below it, at most.
_FORMULA: Final = 8
_NAME: Final = 4


def signed_off(units: Sequence[Facts]) -> list[bool]:
    """Which of `units` say goodbye to the readers, or name who does right below.

    It is the words that tell: a short line below an article is a site's as a rule.
    """
    result = [says_goodbye(unit) for unit in units]
    for at, (above, unit) in enumerate(pairwise(units), start=1):
        if says_goodbye(above) and _is_name(unit):
            result[at] = True
    return result


def says_goodbye(unit: Facts) -> bool:
    """Whether a short line is nothing but a goodbye."""
    short = 0 < unit.words <= _FORMULA and not unit.kind
    phrase = unit.phrase.rstrip(",!.– —") + ","
    said = load().cues["valediction"]
    return short and any(
        phrase.startswith(cue) and not phrase[len(cue) :][:1].isalnum() for cue in said
    )


def _is_name(unit: Facts) -> bool:
    words = unit.text.split()
    short = 0 < len(words) <= _NAME and unit.width < LABEL and not (unit.kind or unit.mass)
    return short and all(word[0].isupper() for word in words)
