"""How a document sets its headings: what its short lines between paragraphs have in common.

A text has a style of headings or it has none. Where most of them stand right on their text, one
that stands apart from it is a short paragraph, a caption or a link; and one such line alone
in a long text is hardly the heading of the half below it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from copydesk.structure.features import HEADLINE, PROSE, Facts
from copydesk.structure.piles import apart

#: So many headings on their text, and this share of all candidates, make a style.
FEWEST: Final = 3
SHARE: Final = 0.6
#: What the style of the document is worth to a heading that follows it, and that does not.
SAME: Final = 0.0
OTHER: Final = -2.4
#: What it costs a line to be the only candidate, and how many paragraphs of text that takes.
LONE: Final = -2.2
LONG: Final = 8
#: From this mass on a unit is a paragraph.
FULL: Final = 0.9


def styled(units: Sequence[Facts], to_prose: Sequence[int], text: range) -> list[float]:
    """What the style of the document's headings says for each unit, in points.

    `to_prose` tells how many units part each one from the next prose, `text` where the
    article's text stands.
    """
    result = [0.0] * len(units)
    places = [at for at in text[1:] if to_prose[at] == 0 and _may_head(units[at])]
    glued = {at for at in places if _is_glued(units, at)}
    full = sum(units[at].mass >= FULL for at in text)
    if len(places) == 1 and full >= LONG and not glued:
        result[places[0]] = LONE
    elif len(glued) >= max(FEWEST, SHARE * len(places)):
        for at in places:
            result[at] = SAME if at in glued else OTHER
    return result


def _may_head(unit: Facts) -> bool:
    """Whether a line has the shape of a heading; what has a sign or a hint speaks for itself."""
    if unit.hint or unit.sign or unit.kind or unit.label or unit.colon or unit.comma:
        return False
    if unit.figure or unit.rule or unit.only_date or unit.cells or unit.code or unit.caption:
        return False
    return unit.width <= HEADLINE and (unit.mass < PROSE or unit.asks)


def _is_glued(units: Sequence[Facts], at: int) -> bool:
    if at + 1 >= len(units):
        return False
    return apart(units[at - 1], units[at]) and not apart(units[at], units[at + 1])
