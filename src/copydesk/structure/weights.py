"""The currency of the scorers: points, and what rules a role out."""

from __future__ import annotations

from typing import Final

from copydesk.structure.clusters import LINKED
from copydesk.structure.features import PROSE, Facts
from copydesk.structure.neighbours import Setting

#: Rules a role out.
NEVER: Final = -9.0
#: Decks, leads and captions stand so few units above the core.
NEAR: Final = 12
#: Half of what a caption or an entry shows, and nearly all of it.
HALF: Final = 0.5
CERTAIN: Final = 0.8
#: A run of short lines speaks for a menu as loudly as this many of them, however long it is.
LOUDEST: Final = 20


def points(*reasons: tuple[float, float]) -> float:
    """The sum of `reasons`: what each is worth, and how far it holds (0 to 1, or a bool).

    >>> points((2.0, True), (-1.0, 0.5), (4.0, False))
    1.5
    """
    total = 0.0
    for worth, holds in reasons:
        if holds:
            total += worth * holds
    return total


def thin(here: Setting) -> float:
    """How loudly a short line speaks for a menu; a long run does not shout its length."""
    return min(1.0, LOUDEST / max(here.run, 1))


def weight(unit: Facts, here: Setting) -> float:
    """The unit's prose as far as it may be the article's own.

    Less of it where the prose is astray, behind the article's end, printed twice,
    or a headline below a label such as "Related posts".
    """
    far = here.behind > 0 or here.above > NEAR
    own = unit.mass * (1.0 - 0.7 * here.astray * far)
    foreign = here.repeats > 1 or here.tail or (here.linked and unit.mass <= LINKED)
    return own * 0.4 if foreign else own


def site(unit: Facts, here: Setting) -> float:
    """How much the unit looks like a part of the site, wherever it stands."""
    if unit.kind or here.comment:
        return 3.0
    bare = unit.only_date or unit.figure or unit.address
    return points(
        (1.0, thin(here)),
        (-4.5, weight(unit, here)),
        (1.5, here.linked),
        (1.0, here.repeats > 1 and unit.mass < PROSE and not unit.figure),
        (0.5, bare),
        (-1.5, bare and here.tabular),
        (0.8, unit.cut),
        (0.8 * here.astray, here.behind > 0),
        (-3.0, here.coded),
        # Where nothing else is a site's, this is hardly.
        (-2.5 * max(0.0, 1.0 - 4.0 * here.sited), not bare),
        (-3.0, here.counts),
        (-2.0, unit.label in ("references", "notes", "bio", "summary")),
        (-1.5, unit.comma),
        (-1.5, here.after_comma),
        (-2.5, unit.reference if unit.reference > HALF else 0.0),
    )


def is_sites(unit: Facts, here: Setting) -> bool:
    """Whether a word, a place or its return says that the unit is a site's."""
    known = unit.kind or here.comment or here.echoed or here.linked or unit.rule
    return bool(known) or here.repeats > 1


def is_lone(unit: Facts, here: Setting) -> bool:
    """A word of menus alone between paragraphs is a heading: "Business", "Culture".

    So is the one word that may open the readers' comments ("Discussion"), as long as
    it stands before the back matter and nothing below it is shaped like a comment.
    """
    if here.comment or here.run != 1 or here.to_prose != 0:
        return False
    opens = unit.kind == "comments" and unit.words == 1 and here.opened
    return unit.kind == "section" or (opens and not (here.part or here.tail))
