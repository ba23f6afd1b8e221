"""One small scorer for each role in each zone of a document.

A score says how well a unit and its setting fit the role, in points that add up
along the document: 0 is "may be", each point makes it likelier by a like factor,
`NEVER` rules it out. The lattice picks the sequence with the highest sum, so what
counts is how much two roles differ. Prose that would be dropped costs most.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from copydesk.model import Role
from copydesk.structure.features import HEADLINE, LABEL, LINE, PARAGRAPH, SHORT_TEXT, Facts, is_note
from copydesk.structure.lattice import Grammar
from copydesk.structure.neighbours import LINKED, MENU, PROSE, Setting

NEVER: Final = -9.0
#: A move that the order of a document forbids.
BARRED: Final = -1e6
#: A run of short lines speaks for a menu as loudly as this many of them, however long it is.
LOUDEST: Final = 20

#: A kicker or the name of a column has so many words at most.
KICKER: Final = 3
#: Columns of the shortest headline one would print.
SHORTEST_TITLE: Final = 8

BEFORE, HEAD, FRONT, BODY, BACK, AFTER = range(6)

Scorer = Callable[[Facts, Setting], float]


@dataclass(frozen=True, slots=True)
class State:
    """A role in a zone. `name` tells apart the states of one role and zone."""

    name: str
    zone: int
    role: Role
    score: Scorer


def _thin(here: Setting) -> float:
    return min(1.0, LOUDEST / max(here.run, 1))


def _weight(unit: Facts, here: Setting) -> float:
    """The unit's prose as far as it may be the article's own.

    Less of it where the prose is astray, behind the article's end, printed twice,
    or a headline below a label such as "Related posts".
    """
    weight = unit.mass * (1.0 - 0.7 * here.stray)
    if here.repeats > 1 or here.tail or (here.linked and unit.mass <= LINKED):
        weight *= 0.4
    return weight


def _site(unit: Facts, here: Setting) -> float:
    """How much the unit looks like a part of the site, wherever it stands."""
    if unit.kind or here.comment:
        return 3.0
    score = _thin(here) - 4.5 * _weight(unit, here)
    if here.linked:
        score += 1.5
    if here.repeats > 1 and unit.mass < PROSE and not unit.figure:
        score += 1.0
    if unit.only_date or unit.figure or unit.address:
        score += 0.5 - 1.5 * here.tabular
    if unit.cut:
        score += 0.8
    if unit.label in ("references", "notes", "bio"):
        score -= 2.0
    return score - 2.5 * (unit.reference if unit.reference > 0.5 else 0.0)


# ── before and after the article ─────────────────────────────────────────────


def furniture_before(unit: Facts, here: Setting) -> float:
    return _site(unit, here)


def furniture_after(unit: Facts, here: Setting) -> float:
    score = _site(unit, here)
    return score + 0.5 if here.comment else score


def caption_before(unit: Facts, here: Setting) -> float:
    del here
    return 1.5 if unit.caption >= 0.8 and unit.width > LABEL else NEVER


def byline_before(unit: Facts, here: Setting) -> float:
    del here
    return 1.8 if unit.authors and (unit.announced or unit.dated) and not unit.kind else NEVER


# ── front matter ─────────────────────────────────────────────────────────────


def title(unit: Facts, here: Setting) -> float:
    if unit.width > HEADLINE or not unit.words or unit.kind or unit.only_date or unit.label:
        return NEVER
    if unit.figure or unit.address or unit.announced:
        return NEVER
    score = 2.0 * here.signed + 1.5 * here.about
    if here.repeats > 1 and unit.width >= MENU:
        score += 1.0
    if unit.words == 1 or unit.width < SHORTEST_TITLE:
        score -= 1.5 if unit.width >= SHORTEST_TITLE else 3.0
    if unit.authors and unit.text == unit.authors[0]:
        score -= 1.0
    if here.linked or unit.caption or unit.credit or unit.disclaimer or unit.trail:
        score -= 2.0
    if unit.mass and unit.closed and not unit.asks:
        score -= 1.0 + 2.0 * unit.mass
    if not here.signed:
        score -= 0.4 * min(here.to_prose, 4)
    if here.gap_before and unit.words > KICKER:
        score += 0.5
    if unit.colon:
        score -= 0.5
    if unit.width > LINE and unit.mass:
        score -= 1.0 + unit.mass
    if here.menu and here.to_prose > 2 and not here.signed:
        score -= 1.0
    return score + (4.0 if unit.hint in ("title", "heading") else 0.0)


def title_rest(unit: Facts, here: Setting) -> float:
    """The second line of a headline that was broken after its colon."""
    if not here.after_colon or unit.width > HEADLINE or unit.mass >= PROSE or unit.kind:
        return NEVER
    return -4.0


def subtitle(unit: Facts, here: Setting) -> float:
    if not LABEL // 2 <= unit.width <= SHORT_TEXT or unit.kind or unit.only_date:
        return NEVER
    if unit.announced or unit.caption >= 0.8 or unit.disclaimer or unit.bio:
        return NEVER
    score = -2.6 + 2.0 * here.signed - 3.0 * (here.repeats > 1) - 1.5 * here.linked
    if unit.mass < PROSE and not unit.closed:
        score -= 0.5
    return score + (4.0 if unit.hint == "subtitle" else 0.0)


def byline(unit: Facts, here: Setting) -> float:
    if not unit.authors or unit.kind:
        return NEVER
    if here.after_by and not unit.dated:
        return 2.5
    if unit.announced or unit.dated:
        return 3.0
    if unit.text.startswith("&"):
        return 2.0
    # "Mara Osei, Staff Writer" says more than a name, which may be a menu entry.
    return (
        0.6 if unit.width > len(unit.authors[0]) + 3 and "," in unit.text else -0.8
    ) - 1.5 * here.linked


def date_line(unit: Facts, here: Setting) -> float:
    del here
    if unit.kind:
        return NEVER
    if unit.only_date:
        return 3.2
    return 0.5 if unit.dated and unit.width < LABEL else NEVER


def caption_front(unit: Facts, here: Setting) -> float:
    del here
    return (
        3.0 * unit.caption - 0.5
        if (unit.caption and unit.mass < 1.0) or unit.caption == 1.0
        else NEVER
    )


def byline_back(unit: Facts, here: Setting) -> float:
    return 2.5 if here.after_by and unit.authors and not here.comment else NEVER


def disclaimer(unit: Facts, here: Setting) -> float:
    if unit.label == "disclaimer" and here.to_prose == 0:
        return 3.0
    return 4.0 if unit.disclaimer and unit.width <= 2 * SHORT_TEXT else NEVER


def bio_front(unit: Facts, here: Setting) -> float:
    del here
    return 3.0 if unit.bio and unit.width <= SHORT_TEXT else NEVER


def credit(unit: Facts, here: Setting) -> float:
    del here
    return 2.5 if (unit.credit or unit.thanks) and unit.width <= PARAGRAPH else NEVER


def furniture_front(unit: Facts, here: Setting) -> float:
    if unit.kind:
        return 3.0
    score = 0.5 * _thin(here) - 5.0 * _weight(unit, here) + 1.0 * here.linked
    if unit.colon and unit.width >= LABEL:
        score -= 1.5
    return score + (0.3 if unit.only_date or unit.figure or here.repeats > 1 else 0.0)


# ── body ─────────────────────────────────────────────────────────────────────


def body(unit: Facts, here: Setting) -> float:
    score = -1.0 + 3.5 * unit.mass - 2.0 * max(here.stray, here.tail) * (unit.mass > 0)
    if unit.kind:
        score -= 4.0 if unit.width <= LINE else 2.0
    if here.linked and unit.mass < PROSE:
        score -= 1.0
    if here.comment:
        score -= 5.0
    if unit.label:
        score -= 3.0
    if unit.only_date or unit.figure or unit.cells or here.tabular:
        score -= 2.0
    if unit.colon and unit.width >= MENU // 2:
        score += 1.2
    if unit.reference > 0.5:
        score -= 2.5 * unit.reference
    if unit.disclaimer or unit.caption >= 0.8:
        score -= 1.5
    if unit.asks and unit.width < LABEL:
        score += 0.5
    if here.echoed:
        score -= 1.5
    return score


def _lone(unit: Facts, here: Setting) -> bool:
    """A word of menus alone between paragraphs is a heading: "Business", "Culture"."""
    return unit.kind == "menu" and here.run == 1 and here.to_prose == 0 and not here.comment


def heading(unit: Facts, here: Setting) -> float:
    if (
        unit.width > HEADLINE
        or (unit.mass >= 0.7 and not unit.asks)
        or (unit.kind and not _lone(unit, here))
    ):
        return NEVER
    score = (1.2, 0.8, 0.2)[here.to_prose] if here.to_prose <= 2 else -1.0
    if unit.closed and not unit.asks:
        score -= 0.8 if unit.text.endswith(("!", "！")) else 1.5
    if unit.width > LINE:
        score -= 0.8
    if here.linked:
        score -= 1.5
    if here.after_colon and not here.crowns:
        score -= 1.0
    if not here.opened:
        score -= 0.8
    score += 0.2 * unit.asks + 0.3 * here.gap_before
    score -= (
        1.2 * unit.colon
        + 1.0 * unit.lower
        + 0.5 * unit.cut
        + 2.0 * unit.caption
        + 1.2 * (here.led and not here.ends_list)
    )
    if unit.only_date or unit.figure or unit.label or unit.address or here.tabular or here.comment:
        score -= 2.5
    if unit.sign == "bullet":
        score -= 2.0
    if here.run >= 3 and here.place < here.run - 2:
        score -= 0.8
    if here.packed and here.to_prose:
        score -= 0.8
    return score + (3.0 if unit.hint == "heading" else 0.0)


def item(unit: Facts, here: Setting) -> float:
    if unit.hint == "list":
        return 3.5
    if unit.sign == "bullet":
        return 2.6 + 0.3 * unit.mass - 2.0 * here.linked - 1.5 * unit.address
    if unit.sign == "number" and here.numbered:
        return 1.6 + 1.0 * unit.mass - 2.0 * here.linked
    if (
        unit.kind
        or unit.width > SHORT_TEXT
        or unit.label
        or here.tabular
        or unit.figure
        or here.linked
    ):
        return NEVER
    if not here.opened:
        return -3.0
    if here.packed:
        return 1.3 + 0.9 * unit.mass
    if unit.mass >= PROSE or here.run < 2 or here.menu or unit.colon:
        return -3.0
    if here.led:
        # Below a colon two short lines may be a command and what it shows.
        return 1.8 if here.run > 2 and not here.ends_list else 0.8
    last = here.place == here.run - 1
    if here.run < 4:
        return -2.0
    # A long pile of short lines is sooner a menu.
    return -0.6 if last else (0.7 + 0.6 * (unit.width > LABEL)) * min(1.0, 8 / here.run)


def quotation(unit: Facts, here: Setting) -> float:
    if unit.hint == "quote":
        return 4.0
    opens = unit.text[:1] in '"“«„‘' and unit.text[-1:] in '"”“»’'
    return 3.0 if opens and here.after_colon and unit.width > LINE else NEVER


def caption_body(unit: Facts, here: Setting) -> float:
    if unit.hint == "caption":
        return 4.0
    if unit.caption >= 0.5 and unit.width <= SHORT_TEXT:
        return 3.2 * unit.caption - 0.8
    glued = here.crowns and here.after_weak and here.run == 2 and not unit.kind
    if glued and unit.width <= LINE and (unit.cut or not unit.closed):
        return 1.7
    return 0.2 if unit.address else NEVER


def table_or_code(unit: Facts, here: Setting) -> float:
    if unit.hint in ("code", "table", "other"):
        return 4.0
    if unit.cells:
        return 3.0
    if unit.code:
        return 2.5
    if here.tabular:
        return 1.8
    command = here.after_colon and unit.lower and unit.words <= 4 and here.run <= 2
    if command and not unit.closed:
        return 1.9
    return 0.6 if unit.figure else NEVER


def furniture_body(unit: Facts, here: Setting) -> float:
    if here.echoed:
        return 2.2
    if unit.kind:
        return 0.3 if _lone(unit, here) else 2.0
    if here.listed and unit.mass < PROSE and (here.run > 2 or unit.label):
        return 1.6
    if unit.label == "contents":
        return 2.0
    if unit.mass >= PROSE:
        return NEVER
    if unit.text.startswith((">>", "→", "»")):
        return 1.5
    if here.linked:
        return 0.8
    if here.menu and not here.led:
        return -0.5
    return 0.3 if unit.only_date and here.run > 1 else -3.0


def appeal_body(unit: Facts, here: Setting) -> float:
    del here
    return 1.4 if unit.cta and unit.width <= LINE and unit.mass < 1.0 else NEVER


def disclaimer_body(unit: Facts, here: Setting) -> float:
    del here
    return 2.8 if unit.disclaimer and unit.width <= SHORT_TEXT else NEVER


# ── back matter ──────────────────────────────────────────────────────────────


def _label(kind: str) -> Scorer:
    def score(unit: Facts, here: Setting) -> float:
        return 4.5 - 3.0 * here.listed if unit.label == kind else NEVER

    return score


def bio(unit: Facts, here: Setting) -> float:
    if unit.kind or here.comment:
        return NEVER
    if unit.bio:
        return 3.2
    if unit.authors and unit.width <= LINE:
        # The name above the note; a name among names is a menu.
        return 0.2 if here.to_prose == 0 else -3.4
    return -4.2 + 3.0 * unit.mass - here.linked


def reference(unit: Facts, here: Setting) -> float:
    if unit.kind or unit.width > 3 * SHORT_TEXT or here.comment:
        return NEVER
    return (
        -2.2
        + 5.0 * unit.reference
        + (1.0 if unit.address else 0.0)
        + (2.0 if unit.hint == "reference" else 0.0)
    )


def note(unit: Facts, here: Setting) -> float:
    if unit.hint == "footnote":
        return 4.0
    if not is_note(unit.text) or here.comment:
        return -4.0
    return (0.8 if unit.sign == "note" else -2.0) + 0.5 * here.numbered


def caption_back(unit: Facts, here: Setting) -> float:
    del here
    return 3.2 * unit.caption - 0.4 if unit.caption >= 0.5 and unit.width <= SHORT_TEXT else NEVER


def thanks(unit: Facts, here: Setting) -> float:
    if unit.label == "acknowledgements":
        return 3.5
    return 3.5 if (unit.thanks or unit.credit) and not here.comment else NEVER


def appeal(unit: Facts, here: Setting) -> float:
    return (
        3.0
        if unit.cta and unit.width <= SHORT_TEXT and not here.comment and unit.words > 3
        else NEVER
    )


def furniture_back(unit: Facts, here: Setting) -> float:
    if unit.kind:
        return 2.5
    return -0.2 - 4.5 * unit.mass - 2.0 * unit.reference - (2.0 if here.comment else 0.0)


STATES: Final[tuple[State, ...]] = (
    State("before", BEFORE, "furniture", furniture_before),
    State("before.caption", BEFORE, "caption", caption_before),
    State("before.byline", BEFORE, "byline", byline_before),
    State("title", HEAD, "title", title),
    State("title.rest", HEAD, "title", title_rest),
    State("subtitle", FRONT, "subtitle", subtitle),
    State("byline", FRONT, "byline", byline),
    State("date", FRONT, "date", date_line),
    State("front.caption", FRONT, "caption", caption_front),
    State("front.disclaimer", FRONT, "disclaimer", disclaimer),
    State("front.bio", FRONT, "bio", bio_front),
    State("front.credit", FRONT, "other", credit),
    State("front.site", FRONT, "furniture", furniture_front),
    State("body", BODY, "body", body),
    State("heading", BODY, "heading", heading),
    State("item", BODY, "list", item),
    State("quote", BODY, "quote", quotation),
    State("caption", BODY, "caption", caption_body),
    State("other", BODY, "other", table_or_code),
    State("body.site", BODY, "furniture", furniture_body),
    State("body.appeal", BODY, "cta", appeal_body),
    State("body.disclaimer", BODY, "disclaimer", disclaimer_body),
    State("bio.heading", BACK, "heading", _label("bio")),
    State("bio", BACK, "bio", bio),
    State("references.heading", BACK, "heading", _label("references")),
    State("reference", BACK, "reference", reference),
    State("notes.heading", BACK, "heading", _label("notes")),
    State("note", BACK, "footnote", note),
    State("back.disclaimer", BACK, "disclaimer", disclaimer),
    State("back.caption", BACK, "caption", caption_back),
    State("thanks", BACK, "other", thanks),
    State("appeal", BACK, "cta", appeal),
    State("back.byline", BACK, "byline", byline_back),
    State("back.site", BACK, "furniture", furniture_back),
    State("after", AFTER, "furniture", furniture_after),
)

_INDEX: Final = {state.name: index for index, state in enumerate(STATES)}

#: (state, the one before it) → points the pair earns.
_PAIRS: Final[dict[tuple[str, str], float]] = {
    ("title.rest", "title"): 10.5,
    ("subtitle", "title"): 2.6,
    ("subtitle", "title.rest"): 2.6,
    ("byline", "title"): 2.8,
    ("byline", "title.rest"): 2.8,
    ("byline", "subtitle"): 2.8,
    ("byline", "byline"): 1.3,
    ("byline", "date"): 2.6,
    ("date", "title"): 0.3,
    ("bio", "bio.heading"): 3.8,
    ("bio", "bio"): 1.4,
    ("reference", "references.heading"): 2.6,
    ("reference", "reference"): 1.6,
    ("note", "notes.heading"): 3.4,
    ("note", "note"): 1.6,
    ("item", "item"): 0.2,
}


def _grammar() -> Grammar:
    pairs: dict[int, list[tuple[int, float]]] = {}
    for (state, before), earned in _PAIRS.items():
        pairs.setdefault(_INDEX[state], []).append((_INDEX[before], earned))
    return Grammar(
        zones=tuple(state.zone for state in STATES),
        #       before head   front  body   back   after
        moves=(
            (0.0, 0.0, BARRED, -3.5, BARRED, BARRED),
            (BARRED, -4.0, 0.0, 0.0, -4.0, -6.0),
            (BARRED, BARRED, 0.0, 0.0, -4.0, -6.0),
            (BARRED, BARRED, BARRED, 0.0, -0.5, -1.0),
            (BARRED, BARRED, BARRED, -5.0, 0.0, -0.3),
            (BARRED, BARRED, BARRED, BARRED, -2.5, 0.0),
        ),
        pairs={state: tuple(entries) for state, entries in pairs.items()},
        opening=(0.0, 0.5, BARRED, -3.0, BARRED, BARRED),
        closing=(-4.0, -4.0, -4.0, 0.0, 0.0, 0.0),
    )


GRAMMAR: Final = _grammar()
