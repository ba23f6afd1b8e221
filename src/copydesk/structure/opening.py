"""Scorers for what stands before the body: the site, the headline, and what is printed with it."""

from __future__ import annotations

import re
from typing import Final

from copydesk.structure import covering
from copydesk.structure.authors import IMPRINT
from copydesk.structure.features import (
    FEWEST_WORDS,
    HEADLINE,
    LABEL,
    LINE,
    MENU,
    PARAGRAPH,
    PROSE,
    SHORT_TEXT,
    Facts,
)
from copydesk.structure.headlines import BOOK, HEAD, MAKER
from copydesk.structure.neighbours import Setting
from copydesk.structure.phrases import load
from copydesk.structure.weights import CERTAIN, HALF, NEAR, NEVER, points, site

#: A kicker or the name of a column has so many words at most.
KICKER: Final = 3
#: No headline holds the address of a mail box.
_MAIL: Final = re.compile(r"@(?<=[^\s@]@)[\w-]+\.\w")
#: Columns of the shortest headline and standfirst one would print.
SHORTEST_TITLE: Final = 8
SHORTEST_DECK: Final = 25
#: From this width on a line is longer than the site's own words.
SENTENCE: Final = 45
#: A headline without byline is the less likely the more units part it from its text, up to this.
FARTHEST: Final = 4
AWAY: Final = 12
#: From this mass on a deck may as well be the first paragraph.
FULL: Final = 0.9
#: From this mass on a sentence that begins with a name tells of whom it names.
TOLD: Final = 0.7
#: What the first line above the block of a reviewed book is worth as the headline of its review.
REVIEWS: Final = 5.0
#: What a field of a form is worth as a headline: it is one where nothing else is.
_FIELD: Final = -4.0
#: What a line of that block is worth as one, where it is no deck.
BOOKED: Final = 0.5
#: A good headline outweighs what its choice makes of the lines around it.
STAKE: Final = 1.5

#: What the name of an institution is worth in the front matter, but for the byline above it.
SEATED: Final = -1.5

#: The number of a part of a poem or a story.
_ROMAN = re.compile(r"[IVXLC]{1,6}[.)]?")


def furniture_before(unit: Facts, here: Setting) -> float:
    """The site's lines above the headline."""
    return site(unit, here)


def caption_before(unit: Facts, here: Setting) -> float:
    """The caption of a picture that stands above the headline."""
    if here.credited and unit.width > LABEL and unit.mass < PROSE:
        return 1.0
    return 1.8 if unit.caption >= CERTAIN and unit.width > MENU // 2 else NEVER


def byline_before(unit: Facts, here: Setting) -> float:
    """A byline above the headline, or above a letter that has none."""
    if not unit.authors or unit.kind or unit.caption >= CERTAIN:
        return NEVER
    if unit.announced or (unit.dated and not here.worded):
        return 1.8
    lone = unit.text == unit.authors[0] and here.dated_below and not here.worded
    return 1.2 if lone and 0 < here.above <= KICKER else NEVER


def date_before(unit: Facts, here: Setting) -> float:
    """A date above the headline; far above the text it is today's."""
    near = unit.only_date and not unit.kind and here.above <= NEAR
    return 1.4 if near else NEVER


def title(unit: Facts, here: Setting) -> float:
    """The headline: signed, above its text, in words that the text goes on about."""
    plain = unit.width <= HEADLINE and unit.words and not (unit.kind or unit.label or unit.stamp)
    if not plain or unit.only_date or unit.figure or unit.address or unit.announced:
        return NEVER
    if (unit.comma and here.gap_after) or _MAIL.search(unit.text) or IMPRINT.search(unit.text):
        return NEVER  # a salutation, where to write to, where a book appeared
    shouts = unit.text.endswith(("!", "！"))
    if unit.closed and not (unit.asks or shouts) and covering.greets(unit):
        return NEVER  # "Dear editors, here is the piece."
    sentence = unit.mass > 0 and unit.closed and not (unit.asks or shouts)
    worth = points(
        (2.0, here.signed),
        (2.0, here.about),
        (1.0, here.repeats > 1 and (unit.width >= MENU or unit.words > KICKER)),
        (0.9, here.gap_before and unit.words > KICKER),
        (1.5, here.quoted),
        (REVIEWS, here.reviewed == HEAD),
        (0.7, MENU <= unit.width <= HEADLINE and not unit.closed),
        (-1.5, here.credited),
        (-1.5, unit.words == 1 or unit.width < SHORTEST_TITLE),
        (-1.5, unit.width < SHORTEST_TITLE),
        (-2.0, unit.text in unit.authors),
        (-3.0, unit.post),
        (_FIELD, _is_field(unit)),
        (
            -2.0,
            (here.linked and not here.signed)
            or unit.caption > 0
            or unit.credit
            or unit.disclaimer
            or unit.trail,
        ),
        (-1.0 - 2.0 * unit.mass, sentence),
        # What a mail says above the text that it brings.
        (-3.0, unit.lower and unit.closed and unit.words >= FEWEST_WORDS),
        (-0.3 - unit.mass, unit.width > LINE and unit.mass > 0),
        (-0.4 * min(max(here.to_prose - 1, 0), FARTHEST), not here.signed),
        (-0.15 * min(here.away, AWAY), True),
        (-3.0, here.behind > 0 and here.astray > 0),
        (-0.5, unit.colon),
        (-2.0, unit.comma),
        # What somebody says, a verse, the number of a part.
        (-5.0, here.spoken or (here.verse and not here.gap_after)),
        (-5.0, _ROMAN.fullmatch(unit.text) is not None),
        (-1.0, here.menu and here.to_prose > 2 and not here.signed),
        (4.0, unit.hint in ("title", "heading")),
        # However short it is, and whatever stands below.
        (4.0, unit.hint == "title"),
    )
    return STAKE * worth if worth > 0 else worth


def title_rest(unit: Facts, here: Setting) -> float:
    """The second line of a headline that was broken, after its colon or amid a phrase."""
    broken = here.after_colon or (here.runs_on and unit.words > 1)
    line = unit.width <= HEADLINE and unit.mass < PROSE and not (unit.kind or unit.label)
    signature = unit.authors or unit.dated
    if not (broken and line) or signature:
        return NEVER
    return -1.5 if here.after_colon else -5.0


def _is_field(unit: Facts) -> bool:
    """Whether a line is a field of a form: "Location: Town Hall", "Delivered on: 3 May".

    "Delivered: the ferry that nobody wanted" gives no date, and is a headline.
    """
    cues = load().cues
    dated = unit.dated and unit.phrase.startswith(cues["datefield"])
    return dated or unit.phrase.startswith(cues["field"])


def subtitle(unit: Facts, here: Setting) -> float:
    """The standfirst; it earns most right below the headline and above the byline."""
    told = unit.hint == "subtitle"
    if not (told or unit.width >= SHORTEST_DECK) or unit.width > SHORT_TEXT:
        return NEVER
    if unit.kind or unit.only_date or unit.stamp:
        return NEVER
    if unit.announced or unit.caption >= CERTAIN or unit.disclaimer or unit.bio or here.verse:
        return NEVER
    if (_MAIL.search(unit.text) or (unit.comma and here.gap_after)) and not told:
        return NEVER
    if _is_field(unit) and not told:
        return NEVER
    return -2.6 + points(
        (2.0, here.signed),
        # Between headline and text, with nobody's name near.
        (1.6, not here.signed and 0 < here.above <= KICKER and unit.width >= SENTENCE // 2),
        (-3.0, here.repeats > 1 or here.credited),
        (-1.5, here.linked),
        (-0.5, unit.mass < PROSE and not unit.closed),
        (-1.0, unit.mass >= FULL and here.signed < 1),
        (-3.0, here.inside > 0 and unit.mass >= PROSE),
        (4.0, told),
    )


def byline(unit: Facts, here: Setting) -> float:
    """The line that names the authors; a bare name may as well be a menu entry."""
    if unit.hint == "byline" and not unit.kind:
        return 4.0
    if not unit.authors or unit.kind or (unit.caption >= CERTAIN and not unit.announced):
        return NEVER
    if here.reviewed == MAKER:
        return NEVER
    if unit.announced or (unit.dated and not here.worded):
        return 3.0
    if (unit.comma and here.gap_after) or (unit.closed and unit.mass >= TOLD) or here.counts:
        # "Lord Mayor, ladies and gentlemen,", "Ada Lind, who has died, drew.", "I. Einleitung"
        return NEVER
    return NEVER if here.worded else _bare_byline(unit, here)


def _bare_byline(unit: Facts, here: Setting) -> float:
    if here.after_by:
        return 2.5
    if unit.text.startswith("&"):
        return 2.0
    # "Mara Osei, Staff Writer"
    calling = unit.text != unit.authors[0] and "," in unit.text
    dated = here.dated_below and 0 < here.above <= NEAR
    several = len(unit.authors) > 1 and 0 < here.above <= NEAR and not here.menu
    return (
        (0.6 if calling or several else -0.8)
        + (2.2 if unit.text == unit.authors[0] else 1.2) * dated
        - 1.5 * here.linked
    )


def date_line(unit: Facts, here: Setting) -> float:
    """A line that holds the date and nothing else."""
    if unit.kind or (here.annal and here.opened):
        return NEVER
    if unit.hint == "date" and unit.dated:
        return 4.5
    if unit.only_date:
        return 3.2
    if unit.stamp and not unit.announced:
        return 2.2
    if unit.dated and "|" in unit.text and _is_field(unit):
        return 2.2  # "Last updated: 8 May 2025 | Author: News desk"
    return 0.5 if unit.dated and unit.width < LABEL else NEVER


def caption_front(unit: Facts, here: Setting) -> float:
    """The caption of the picture below the headline."""
    if here.shown > HALF:
        return 3.0 * here.shown - 0.5
    fits = unit.caption == 1.0 or (unit.caption > 0 and unit.mass < 1.0)
    return 3.0 * unit.caption - 0.5 if fits else NEVER


def disclaimer(unit: Facts, here: Setting) -> float:
    """The views are the author's; also below the body."""
    if unit.label == "disclaimer" and here.to_prose == 0:
        return 3.0
    return 4.0 if unit.disclaimer and unit.width <= 2 * SHORT_TEXT else NEVER


def bio_front(unit: Facts, here: Setting) -> float:
    """A note on the author above the body: on one whom the byline has named.

    Many an article begins with who somebody is.
    """
    return 3.0 if here.named and unit.width <= SHORT_TEXT else NEVER


def credit(unit: Facts, here: Setting) -> float:
    """Where the text appeared first, whom it is courtesy of; a picture below the headline.

    Also where a book appeared that is reviewed, and where the author works, which stands below
    the byline if anywhere.
    """
    if unit.hint == "figure":
        return 1.0
    if IMPRINT.search(unit.text) and not unit.kind and unit.width <= PARAGRAPH:
        return 2.5
    if here.reviewed == MAKER or (here.reviewed == BOOK and not unit.authors):
        return BOOKED
    if unit.seat and not (unit.kind or unit.authors or here.linked):
        return SEATED
    return 2.5 if (unit.credit or unit.thanks) and unit.width <= PARAGRAPH else NEVER


def furniture_front(unit: Facts, here: Setting) -> float:
    """The site's lines between headline and body: tags, counters, share buttons."""
    if unit.kind:
        return 3.0
    return site(unit, here) - points(
        (0.05, True),
        (REVIEWS, here.reviewed in (BOOK, MAKER)),
        (0.5, unit.mass),
        # What is printed again right above the text is sooner its headline.
        (1.0, here.repeats > 1 and here.above <= KICKER and unit.mass < PROSE),
        (1.5, unit.colon and unit.width >= LABEL),
        # Buttons and tags are short; a longer line may be the author's.
        (1.2, unit.width >= SENTENCE and not (here.linked or here.menu)),
    )
