"""The states a unit can be in, and what a lawful sequence of them is worth.

A scorer says how well a unit and its setting fit a role, in points that add up
along the document: 0 is "may be", each point makes it likelier by a like factor.
The lattice picks the sequence with the highest sum, so what counts is how much two
roles differ. Prose that would be dropped costs most.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from copydesk.model import Role
from copydesk.structure import closing, opening, running
from copydesk.structure.closings import CLOSING
from copydesk.structure.features import Facts
from copydesk.structure.lattice import BARRED, Grammar
from copydesk.structure.neighbours import Setting

Scorer: TypeAlias = Callable[[Facts, Setting], float]

BEFORE, HEAD, FRONT, BODY, BACK, AFTER = range(6)


@dataclass(frozen=True, slots=True)
class State:
    """A role in a zone. `name` tells apart the states of one role and zone."""

    name: str
    zone: int
    role: Role
    score: Scorer


STATES: Final[tuple[State, ...]] = (
    State("before", BEFORE, "furniture", opening.furniture_before),
    State("before.caption", BEFORE, "caption", opening.caption_before),
    State("before.byline", BEFORE, "byline", opening.byline_before),
    State("before.date", BEFORE, "date", opening.date_before),
    State("title", HEAD, "title", opening.title),
    State("title.rest", HEAD, "title", opening.title_rest),
    State("subtitle", FRONT, "subtitle", opening.subtitle),
    State("byline", FRONT, "byline", opening.byline),
    State("date", FRONT, "date", opening.date_line),
    State("front.caption", FRONT, "caption", opening.caption_front),
    State("front.disclaimer", FRONT, "disclaimer", opening.disclaimer),
    State("front.bio", FRONT, "bio", opening.bio_front),
    State("front.credit", FRONT, "other", opening.credit),
    State("front.site", FRONT, "furniture", opening.furniture_front),
    State("body", BODY, "body", running.body),
    State("heading", BODY, "heading", running.heading),
    State("item", BODY, "list", running.item),
    State("quote", BODY, "quote", running.quotation),
    State("caption", BODY, "caption", running.caption_body),
    State("other", BODY, "other", running.table_or_code),
    State("body.site", BODY, "furniture", running.furniture_body),
    State("body.appeal", BODY, "cta", running.appeal_body),
    State("body.disclaimer", BODY, "disclaimer", running.disclaimer_body),
    State("bio.heading", BACK, "heading", closing.label("bio")),
    State("bio", BACK, "bio", closing.bio),
    State("references.heading", BACK, "heading", closing.label("references")),
    State("reference", BACK, "reference", closing.reference),
    State("notes.heading", BACK, "heading", closing.label("notes")),
    State("note", BACK, "footnote", closing.note),
    State("back.disclaimer", BACK, "disclaimer", opening.disclaimer),
    State("back.caption", BACK, "caption", closing.caption_back),
    State("closing.heading", BACK, "heading", closing.label(CLOSING)),
    State("closing", BACK, "body", closing.text),
    State("closing.section", BACK, "heading", closing.within(running.heading)),
    State("closing.item", BACK, "list", closing.within(running.item)),
    State("closing.quote", BACK, "quote", closing.within(running.quotation)),
    State("closing.caption", BACK, "caption", closing.within(running.caption_body)),
    State("closing.other", BACK, "other", closing.within(running.table_or_code)),
    State("thanks", BACK, "other", closing.thanks),
    State("appeal", BACK, "cta", closing.appeal),
    State("back.byline", BACK, "byline", closing.byline_back),
    State("back.date", BACK, "date", closing.date_back),
    State("back.site", BACK, "furniture", closing.furniture_back),
    State("after", AFTER, "furniture", closing.furniture_after),
)

_INDEX: Final = {state.name: index for index, state in enumerate(STATES)}

#: (state, the one before it) → points the pair earns.
_PAIRS: Final[dict[tuple[str, str], float]] = {
    ("title", "before.date"): 2.6,
    ("title.rest", "title"): 16.5,
    ("subtitle", "title"): 2.6,
    ("subtitle", "title.rest"): 2.6,
    ("subtitle", "subtitle"): 1.2,
    ("byline", "title"): 2.8,
    ("byline", "title.rest"): 2.8,
    ("byline", "subtitle"): 2.8,
    ("byline", "byline"): 1.3,
    ("byline", "date"): 2.6,
    ("date", "title"): 1.0,
    ("front.credit", "byline"): 3.0,
    ("front.credit", "front.credit"): 1.5,
    ("date", "front.credit"): 1.0,
    ("byline", "front.credit"): 2.8,
    ("bio", "bio.heading"): 3.8,
    ("bio", "bio"): 1.4,
    ("reference", "references.heading"): 2.6,
    ("reference", "reference"): 1.6,
    ("note", "notes.heading"): 3.4,
    ("note", "note"): 1.6,
    ("closing", "closing.heading"): 3.0,
    ("closing", "closing"): 0.8,
    ("closing", "thanks"): 1.5,
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
            (BARRED, -10.0, 0.0, 0.0, -4.0, -6.0),
            (BARRED, BARRED, 0.0, 0.0, -4.0, -6.0),
            (BARRED, BARRED, BARRED, 0.0, -0.5, -1.0),
            (BARRED, BARRED, BARRED, -7.0, 0.0, -0.3),
            (BARRED, BARRED, BARRED, BARRED, -2.5, 0.0),
        ),
        pairs={state: tuple(entries) for state, entries in pairs.items()},
        opening=(0.0, 0.5, BARRED, -3.0, BARRED, BARRED),
        closing=(-4.0, -4.0, -4.0, 0.0, 0.0, 0.0),
    )


GRAMMAR: Final = _grammar()
