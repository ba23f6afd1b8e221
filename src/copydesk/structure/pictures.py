"""Captions that say nothing of a picture, known by what the document does around them.

Sites print the same credit behind each caption, or on a line of its own below it; and a
person whom the text has just named stands alone on a line only below her picture.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from copydesk.structure import names
from copydesk.structure.features import LABEL, LINE, PARAGRAPH, PROSE, Facts
from copydesk.structure.piles import apart, is_spaced

#: How sure each reason makes a caption, from 0 to 1.
RECURRING: Final = 0.9
CREDITED: Final = 0.8
NAMED: Final = 0.6
#: A person named in so many paragraphs above needs no heading.
ABOVE: Final = 2
#: From this likeness on a line is a credit.
SURE: Final = 0.8

#: "(Mara Osei)", "/ MARA OSEI", "| Mara Osei" at a line's end.
_TAIL = re.compile(r"(?:\((?P<set>[^()]{4,40})\)|\s[/|]\s(?P<cut>[^/|]{4,40}))\.?$")
#: A picture that is numbered: "[Figure 2", "(Fig. 3".
_NUMBERED = re.compile(r"[(\[（]\s*\w+\.?\s*\d")
#: A sentence has ended before this one.
_SECOND = re.compile(r"[.!?。！？]\s+[^\W\d_a-z]")


def shown(units: Sequence[Facts]) -> list[float]:
    """How sure each unit is a caption, by the credits of the document and the names in its text."""
    tails = [_tail(unit) for unit in units]
    often = Counter(tail for tail in tails if tail)
    spaced = is_spaced(units)
    result = []
    for index, tail in enumerate(tails):
        if tail:
            result.append(RECURRING if often[tail] > 1 else CREDITED)
        elif _is_credited(units, index, spaced=spaced):
            result.append(CREDITED)
        else:
            result.append(NAMED if _is_known(units, index) else 0.0)
    return result


def _tail(unit: Facts) -> str:
    """The person whom the end of a line credits, "" when it credits nobody."""
    if unit.width > PARAGRAPH or unit.kind or unit.announced or unit.dated:
        return ""
    match = _TAIL.search(unit.text)
    if match is None or not unit.text[: match.start()].strip():
        return ""
    who = (match["set"] or match["cut"]).strip()
    return who.casefold() if names.is_name(who.title() if who.isupper() else who) else ""


def _is_credited(units: Sequence[Facts], index: int, *, spaced: bool) -> bool:
    """Whether one sentence stands right above a credit in brackets, or touches one.

    A credit without brackets may be that of a picture without a caption.
    """
    unit = units[index]
    if unit.kind or unit.width > PARAGRAPH or unit.colon or _SECOND.search(unit.text):
        return False
    below = units[index + 1] if index + 1 < len(units) else None
    if below is not None and _is_credit(below) and below.text[0] in "([（":
        # "[Figure 2. The quay]" has words of its own.
        return _NUMBERED.match(below.text) is None
    above = units[index - 1] if index else None
    return spaced and above is not None and _is_credit(above) and not apart(above, unit)


def _is_credit(unit: Facts) -> bool:
    return unit.caption >= SURE and unit.width <= LABEL


def _is_known(units: Sequence[Facts], index: int) -> bool:
    """Whether the unit is no more than a person whom the paragraph above has named."""
    unit = units[index]
    if not unit.authors or unit.announced or unit.width > LINE or unit.kind:
        return False
    if names.plain(unit.text) not in unit.authors:
        return False
    above = [other.text for other in units[max(0, index - ABOVE) : index] if other.mass > PROSE]
    return any(unit.authors[0] in text for text in above)
