"""Whether there is a site around the text at all: without one no line of it is furniture.

A poem, a list, a letter are short lines from end to end, as a menu is. What tells a page
from them is what sites add: phrases that they share, links under a label, comments, a menu
beside paragraphs. Where nothing of that is seen, whoever sent the text wrote all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from copydesk.structure import covering, kickers
from copydesk.structure.clusters import DESERT, ENTRY
from copydesk.structure.features import LINE, PROSE, Facts
from copydesk.structure.neighbours import Setting
from copydesk.structure.weights import is_lone

#: A phrase that sites share may stand in any text once; so many different ones are a site's.
KNOWN: Final = 2
#: Kinds of phrases that are words which authors set as headings too: "Contact", "Search".
_WORDS: Final = frozenset(("menu", "section", "form", "tags", "frame"))
#: Kinds of lines that came with the text and are no site's.
_AUTHORS: Final = frozenset((kickers.KIND, covering.KIND))
#: Entries of a menu beside paragraphs, when none of them is known.
ENTRIES: Final = 4
#: Beside fewer paragraphs a pile of short lines may be the text: a life, a recipe, a programme.
PARAGRAPHS: Final = 2


def foreign(
    units: Sequence[Facts], around: Sequence[Setting], *, scraped: bool, placed: bool
) -> list[bool]:
    """Which of `units` may be a site's: all where there is one, else those that are known.

    `scraped` text holds what its site printed; in an author's own file a menu is a list.
    A page tells of each line where it is `placed`.
    """
    if placed:
        return [True] * len(units)
    known = [
        (bool(unit.kind) and not is_lone(unit, here)) or (unit.rule and _is_listed(units, at, here))
        for at, (unit, here) in enumerate(zip(units, around, strict=True))
    ]
    phrases = {
        unit.phrase
        for unit, one in zip(units, known, strict=True)
        if one and unit.kind and unit.kind not in _AUTHORS
    }
    if len(phrases) >= KNOWN or (scraped and _is_page(units, around)):
        return [scraped or unit.hint != "title" for unit in units]
    return known


def _is_listed(units: Sequence[Facts], at: int, here: Setting) -> bool:
    """Whether a line of signs stands in the back matter or beside an entry, and parts nothing."""
    beside = (*units[max(0, at - 1) : at], *units[at + 1 : at + 2])
    return bool(here.part) or any(unit.reference > ENTRY for unit in beside)


def claimed(units: Sequence[Facts]) -> list[Facts]:
    """`units` of an author's own file: a word of menus that is set as a heading is one."""
    return [
        replace(unit, kind="")
        if unit.hint == "title" or (unit.hint == "heading" and unit.kind in _WORDS)
        else unit
        for unit in units
    ]


def _is_page(units: Sequence[Facts], around: Sequence[Setting]) -> bool:
    paragraphs = sum(unit.mass >= PROSE and unit.width >= LINE for unit in units)
    prose = paragraphs >= PARAGRAPHS
    signed = any(
        unit.authors and not here.opened and here.run < DESERT
        for unit, here in zip(units, around, strict=True)
    )
    return any(
        here.comment
        or here.linked
        or unit.cta
        or unit.trail
        # What stands above a text with its authors is where they sit, not a menu.
        or (prose and not (signed and not here.opened) and _is_menu(unit, here))
        for unit, here in zip(units, around, strict=True)
    )


def _is_menu(unit: Facts, here: Setting) -> bool:
    if here.verse or here.tabular or here.coded or here.led or here.spoken or unit.mass >= PROSE:
        return False
    return here.menu or (here.run >= ENTRIES and not unit.closed)
