"""What follows a list of references under headings of its own: it ends the list.

"Funding", "Appendix" and "Data availability" stand behind the references of many journals.
Their texts cite, give numbers and name places, so line by line they look like entries; it
is the heading that says they are none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from copydesk import folding
from copydesk.structure.clusters import NOTES, is_entry
from copydesk.structure.features import LINE, MENU, Facts
from copydesk.structure.phrases import load
from copydesk.structure.readings import words_of_lists

#: The label of such a heading, and of the part of the back matter below it.
CLOSING: Final = "closing"
#: Labels that end the list under their own name; a notice behind it has its own heading too.
_OWN: Final = ("references", "notes", "bio", "acknowledgements")
_NOTICE: Final = "disclaimer"
#: "Appendix A", "Annex 2: the tables", "Anhang IV."
_COUNTED = re.compile(r"(\w+)\s(?:[a-z]|#|[ivx]{1,5})(?:$|[.:)]?\s|[.:)]$)")


def ended(units: Sequence[Facts], *, scraped: bool) -> list[Facts]:
    """`units`, those labelled "closing" that head a text behind the list of references.

    Above the list nothing changes: there such a heading is one of the article's sections.
    A heading of the format ends the list whatever it says, if it stands as high as that of
    the list and no entry stands below it. One that says what lists do of their parts, above
    an entry, is a line of the list, whose reader knows it. `scraped` pages print such words
    in their menus too.
    """
    result = list(units)
    list_at = max((at for at, unit in enumerate(units) if unit.label == "references"), default=-1)
    if list_at < 0:
        return result
    closing = entered = False
    below_list = units[list_at + 1 : list_at + 2]
    numbered = any(unit.sign in ("note", "number") for unit in below_list)
    for at in range(list_at + 1, len(units)):
        unit = units[at]
        if unit.sign == "note" and not (numbered or unit.hint):
            # "[1] See Osei 2019" behind a list without numbers is a note.
            result[at] = replace(unit, reference=0.0)
            continue
        below = units[at + 1] if at + 1 < len(units) else None
        if unit.label in _OWN:
            closing = unit.label != "references"
        elif not closing and _parts(unit) and any(map(is_entry, units[at + 1 : at + 1 + NOTES])):
            result[at] = replace(unit, hint="reference", kind="")
        elif below is None or not entered:
            entered = entered or is_entry(unit)
        elif _heads(unit, below, units[list_at].level, closing=closing, scraped=scraped):
            result[at] = replace(unit, label=CLOSING, kind="")
            closing = True
    return result


def _heads(unit: Facts, below: Facts, level: int, *, closing: bool, scraped: bool) -> bool:
    """Whether a text begins with `below`, and `unit` is its heading."""
    if _is_named(unit):
        return _is_text(below, scraped=scraped)
    high = closing or unit.level <= level
    return unit.hint == "heading" and high and not is_entry(below)


def _parts(unit: Facts) -> bool:
    """Whether `unit` is a heading inside the list: "Primary sources", "Archives consulted"."""
    words = folding.words(unit.text)
    return unit.hint == "heading" and bool(words) and words_of_lists().issuperset(words)


def _is_named(unit: Facts) -> bool:
    """Whether `unit` says what such headings say: "Funding", "Appendix B: the dues"."""
    if unit.kind or unit.width > LINE or unit.hint not in ("", "heading"):
        return False
    cues = load().cues["closing"]
    counted = _COUNTED.match(unit.phrase)
    return (
        unit.label == _NOTICE or unit.phrase in cues or (counted is not None and counted[1] in cues)
    )


def _is_text(unit: Facts, *, scraped: bool) -> bool:
    """Whether a text, not the next entry of a menu, begins with `unit`."""
    if unit.kind:
        return False
    return not scraped or unit.closed or unit.speaker != "" or unit.sign != "" or unit.width > MENU
