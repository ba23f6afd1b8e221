"""Lists without signs in a text whose paragraphs stand apart: lines without a blank between.

Browsers part paragraphs by blank lines and put the items of a list on lines of their own. So
where the text is spaced, lines that touch are items: below a colon two are enough, elsewhere
there are three, and sentences, since verses and addresses touch as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from copydesk.structure.features import LABEL, SHORT_TEXT, Facts
from copydesk.structure.piles import apart, is_spaced

#: Items below a colon, and elsewhere, and no more than so many.
LED: Final = 2
UNLED: Final = 3
MOST: Final = 40
#: Share of the lines that are closed sentences in a list that no colon leads.
CLOSED: Final = 0.4
#: From this mass on a short line right above is a heading.
FULL: Final = 0.9
#: A mean item of a list that no colon leads is no wider.
WIDEST: Final = 220
#: A heading below a list is this much shorter than the items.
SHORTER: Final = 0.5
#: Share of the lines of a list of ingredients or parts that begin with an amount.
AMOUNTS: Final = 0.5
_AMOUNT = re.compile(
    r"(?:\d{1,4}(?:[.,/-]\d{1,3})?|[½¼¾⅓⅔⅛])\s?(?:[½¼¾⅓⅔⅛]\s?)?[^\W\d_]{1,20}(?:\s|$)"
)
#: Speech touches too.
_SPEECH: Final = '"“”„«»‘–—-'


def stacked(units: Sequence[Facts], coded: Sequence[bool]) -> list[bool]:
    """Units that are items of such a list."""
    result = [False] * len(units)
    spaced, certain = is_spaced(units, unknown=True), is_spaced(units)
    start = 0
    for index in range(len(units) + 1):
        fits = index < len(units) and _may_be_item(units[index]) and not coded[index]
        if fits and (index == start or not apart(units[index - 1], units[index])):
            continue
        block = range(start, index)
        items = _items(units, block, certain=certain) if spaced else []
        for at in items or _measured(units, block):
            result[at] = True
        start = index if fits else index + 1
    return result


def _measured(units: Sequence[Facts], block: range) -> Sequence[int]:
    """Lines that touch and say how much is needed of what: "500 g potatoes", "2 hooks"."""
    amounts = sum(_AMOUNT.match(units[at].text) is not None for at in block)
    short = all(units[at].width <= LABEL and not units[at].closed for at in block)
    return block if short and amounts >= max(LED, AMOUNTS * len(block)) else ()


def _items(units: Sequence[Facts], block: range, *, certain: bool) -> list[int]:
    """The items among the lines of `block`, which touch; none where it is no list."""
    lead = max((at for at in block if units[at].colon), default=block.start - 1)
    led = lead >= 0 and units[lead].colon and not units[lead].kind
    items = [at for at in block if at > lead and not units[at].only_date]
    mean = sum(units[at].width for at in items) / max(len(items), 1)
    while items and units[items[-1]].mass == 0 and units[items[-1]].width < SHORTER * mean:
        # The heading of what comes next.
        items.pop()
    least = (LED if certain else UNLED) if led else UNLED
    if not least <= len(items) <= MOST or not (led or certain):
        return []
    return items if led or _are_sentences([units[at] for at in items]) else []


def _may_be_item(unit: Facts) -> bool:
    if unit.kind or unit.label or unit.cells or unit.figure or (unit.speaker and unit.asks):
        return False
    return not (unit.lower or unit.caption or unit.comma) and unit.width <= SHORT_TEXT


def _are_sentences(items: Sequence[Facts]) -> bool:
    mean = sum(unit.width for unit in items) / len(items)
    said = any(unit.text[0] in _SPEECH or unit.speaker or unit.authors for unit in items)
    heads = any(
        above.mass == 0 and above.width < LABEL and below.mass >= FULL
        for above, below in pairwise(items)
    )
    closed = sum(unit.closed and not unit.asks for unit in items)
    return LABEL < mean <= WIDEST and not (said or heads) and closed >= CLOSED * len(items)
