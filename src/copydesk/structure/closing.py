"""Scorers for the back matter and for what the site says after it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from copydesk.structure.closings import CLOSING
from copydesk.structure.features import FEWEST_WORDS, LINE, PROSE, SHORT_TEXT, Facts, is_note
from copydesk.structure.neighbours import Setting
from copydesk.structure.weights import CERTAIN, HALF, NEVER, points, site

#: A text is signed right below its last paragraph.
SIGNED = 3
#: What a date with its word ("Updated") is worth there.
UPDATED = 1.5
#: "- https://example.org/tides": of a list below its heading the author has made an item of it.
_LINKED_ITEM: Final = re.compile(r"(?:[-*•–—·]|\[?\d{1,3}[\].)])\s+https?://\S+")
#: What an address below the references is worth as the author's.
LOCATED = 1.0
#: What a paragraph of an annotated bibliography is worth as a part of its list.
ANNOTATES = 4.0


def label(kind: str) -> Callable[[Facts, Setting], float]:
    """The scorer of the heading of a part: "About the author", "References", "Notes"."""

    def score(unit: Facts, here: Setting) -> float:
        return 4.5 - 3.0 * here.listed if unit.label == kind else NEVER

    return score


def bio(unit: Facts, here: Setting) -> float:
    """A note on the author, or where to write to; below its heading any prose will do."""
    if unit.kind or here.comment or unit.rule:
        return NEVER
    if unit.bio or here.named:
        return 4.6 if here.named else 3.0
    if unit.located:
        return LOCATED
    if unit.authors and unit.width <= LINE:
        # The name above the note; a name among names is a menu.
        return 0.2 if here.to_prose == 0 else -3.4
    return -4.2 - 1.5 * (here.part != "bio") + 3.0 * unit.mass - here.linked


def reference(unit: Facts, here: Setting) -> float:
    """An entry of the reference list; above the heading of a list stands none of it."""
    if unit.kind or here.comment or unit.only_date or unit.rule or here.headed:
        return NEVER
    if here.part == CLOSING or unit.located:
        return NEVER
    if here.annotates:
        return ANNOTATES
    if unit.width > 3 * SHORT_TEXT and unit.reference < CERTAIN:
        return NEVER
    like = max(unit.reference, here.entry)
    return -2.2 + points(
        (5.0, like),
        # A paragraph that cites nothing, and a line of which nothing says that it is an entry.
        (-2.0, like == 0 and unit.mass > PROSE and not unit.address),
        (-4.0, like == 0 and not (here.part or unit.address or unit.hint)),
        (1.0, unit.address),
        (4.0, here.part == "references" and _LINKED_ITEM.fullmatch(unit.text) is not None),
        (2.0, unit.hint == "reference"),
        (-2.0, here.part == "notes" and unit.sign != ""),
    )


def text(unit: Facts, here: Setting) -> float:
    """A paragraph below "Funding" or "Appendix" behind the list of references."""
    if here.part != CLOSING or unit.kind or unit.label or here.comment or unit.hint:
        return NEVER
    label = here.to_prose == 0 and unit.mass == 0 and not (unit.closed or unit.speaker)
    return -0.5 + points(
        (3.5, unit.mass),
        (0.5, unit.closed),
        (-1.0, label),
        (-4.0, unit.sign == "note"),
        (-2.0, here.menu or here.linked),
    )


def within(scorer: Callable[[Facts, Setting], float]) -> Callable[[Facts, Setting], float]:
    """The scorer of what an appendix holds besides paragraphs: as `scorer` says of the body."""

    def score(unit: Facts, here: Setting) -> float:
        held = here.part == CLOSING and not unit.label
        return scorer(unit, here) if held else NEVER

    return score


def note(unit: Facts, here: Setting) -> float:
    """A footnote; a plain number needs the heading of the notes above it."""
    if unit.hint == "footnote":
        return 4.0
    if here.noted:
        return 5.0
    if unit.rule or unit.located:
        return NEVER
    if not is_note(unit.text) or here.comment:
        return -4.0
    return points(
        (0.8, unit.sign == "note"),
        (-2.0, unit.sign != "note"),
        (4.0, here.part == "notes" and unit.sign == "number"),
        (0.5, here.numbered),
        (-2.0, here.part != "notes" and here.entry > HALF),
    )


def caption_back(unit: Facts, here: Setting) -> float:
    """A picture credit below the text."""
    del here
    fits = unit.caption >= HALF and unit.width <= SHORT_TEXT
    return 3.2 * unit.caption - 0.4 if fits else NEVER


def thanks(unit: Facts, here: Setting) -> float:
    """Acknowledgements, and where the text appeared first."""
    if unit.label == "acknowledgements":
        return 3.5
    return 3.5 if (unit.thanks or unit.credit) and not here.comment else NEVER


def appeal(unit: Facts, here: Setting) -> float:
    """A call to action in a sentence."""
    sentence = unit.width <= SHORT_TEXT and unit.words >= FEWEST_WORDS
    return 3.0 if unit.cta and sentence and not here.comment else NEVER


def byline_back(unit: Facts, here: Setting) -> float:
    """The author's name below the text: announced, or on the line after "by"."""
    if not unit.authors or unit.kind or here.comment or here.linked:
        return NEVER
    if here.after_by:
        return 2.5
    if unit.dated and here.behind <= SIGNED and not here.worded:
        return 2.2
    return 2.2 if unit.announced and not unit.dated else NEVER


def date_back(unit: Facts, here: Setting) -> float:
    """When the text was updated, right below it."""
    if not unit.only_date or unit.kind or here.comment or here.linked or here.behind > SIGNED:
        return NEVER
    return UPDATED if unit.text[0].isalpha() and here.repeats == 1 else NEVER


def furniture_back(unit: Facts, here: Setting) -> float:
    """The site's lines amid the back matter."""
    if unit.kind:
        return 2.5
    return -0.2 - points((4.5, unit.mass), (2.0, unit.reference), (2.0, here.comment))


def furniture_after(unit: Facts, here: Setting) -> float:
    """Everything behind the article, readers' comments among it."""
    return site(unit, here) + 0.5 * here.comment
