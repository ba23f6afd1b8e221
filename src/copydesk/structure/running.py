"""Scorers for the body: running text, headings, lists, and what interrupts them."""

from __future__ import annotations

import re
from typing import Final

from copydesk.structure.clusters import DASHES
from copydesk.structure.features import (
    FEWEST_WORDS,
    HEADLINE,
    LABEL,
    LINE,
    MENU,
    PROSE,
    SHORT_TEXT,
    Facts,
)
from copydesk.structure.neighbours import Setting
from copydesk.structure.phrases import load
from copydesk.structure.weights import CERTAIN, HALF, NEVER, is_lone, points, weight

#: From this mass on a closed sentence is too long for a heading.
FULL: Final = 0.7
#: Headings stand on each other three deep at most; items pile higher.
DEEPEST: Final = 3
#: Most headings are no wider; the text takes up this share of the words of a longer one.
SHORT_HEADING: Final = 55
TAKEN_UP: Final = 0.4
#: From so many words on a line that trails off is a sentence.
SENTENCE: Final = 7
#: A greeting has so many words at most, and stands so near above the text.
GREETING: Final = 6
GREETS: Final = 2
#: The goodbye of a letter stands so near below its text, and what its words are worth.
SIGNS: Final = 4
SIGNING: Final = 4.0
#: A letter or two are no heading; they are what is left of a picture.
LETTERS: Final = 2
#: A pile of this many short lines is a list as likely as it is a menu.
PILE: Final = 8
_MAIL: Final = re.compile(r"[^\s@]+@[^\s@]+\.\w+")
_QUOTES: Final = '"“”„«»‘’「」'


def body(unit: Facts, here: Setting) -> float:
    """A paragraph, or a line of one."""
    bare = unit.only_date or unit.figure or unit.cells > 0 or here.tabular
    return -1.0 + points(
        (3.5, unit.mass),
        (-2.0 * max(here.astray, here.tail), unit.mass > 0),
        (-3.0, here.coded),
        (-4.0 if unit.width <= LINE else -2.0, unit.kind != ""),
        (-1.0, here.linked and unit.mass < PROSE),
        (-5.0, here.comment),
        (-3.0, unit.label != ""),
        (-2.0, bare),
        (1.2, unit.colon and unit.width >= MENU // 3),
        (1.4, unit.comma and unit.width < LABEL),
        (0.6, here.after_comma),
        # Who signs a letter.
        (1.0, here.after_comma and bool(unit.authors)),
        (-2.5, unit.reference if unit.reference > HALF else 0.0),
        (-1.5, unit.disclaimer or unit.caption >= CERTAIN),
        (0.5, unit.asks and unit.width < LABEL),
        # "Nobody came." is a paragraph, however short.
        (
            1.0,
            here.opened
            and unit.closed
            and not (unit.asks or (unit.cut and unit.words < SENTENCE))
            and unit.mass < PROSE,
        ),
        (1.0, here.opened and here.runs_on and unit.mass < PROSE),
        (-1.5, here.echoed),
        (-3.0, here.echoed and unit.hint == "quote"),
        (1.0, here.spoken and unit.mass < PROSE),
        (2.0, here.verse),
        (1.5, here.broken and unit.mass < PROSE),
        # "Thank you.", as a paragraph of the core: what a site prints has seldom a stop.
        (1.2, here.inside > 0 and _is_said(unit) and here.gap_before and here.gap_after),
        # "See you next week," and who it is, right below the last one.
        (SIGNING, here.signed_off and 0 < here.behind <= SIGNS),
        # "Hi everyone 👋", right above the first paragraph.
        (3.0, 0 < here.above <= GREETS and _greets(unit)),
        # "She writes:"
        (0.8, unit.colon and unit.width < MENU // 2 and unit.text.split()[-1].islower()),
        (-3.0, here.noted),
    )


def _is_said(unit: Facts) -> bool:
    """Whether two or three words are a sentence."""
    return unit.mass == 0 and unit.words > 1 and unit.closed and unit.text.endswith(".")


def _greets(unit: Facts) -> bool:
    """Whether a line greets the readers: words of the author, as her letter begins."""
    return 0 < unit.words <= GREETING and unit.phrase.startswith(load().cues["greeting"])


def heading(unit: Facts, here: Setting) -> float:
    """A short line that no full stop closes, right above prose or another heading."""
    long = unit.width > HEADLINE or (unit.mass >= FULL and not unit.asks)
    # A fence of Markdown (":::") opens a box.
    wordless = here.coded or unit.rule or unit.width <= LETTERS or unit.text.startswith(":::")
    if long or wordless or (unit.kind and not is_lone(unit, here)):
        return NEVER
    stands = (1.2, 0.8, 0.2)[here.to_prose] if here.to_prose < DEEPEST else -1.0
    shouts = unit.text.endswith(("!", "！"))
    trails = unit.cut and unit.words < SENTENCE
    dated = unit.only_date and not here.annal
    bare = dated or unit.figure or unit.label not in ("", "summary") or unit.address
    return stands + points(
        (-0.8 if shouts or trails else -2.2, unit.closed and not unit.asks),
        (-0.8, unit.width > LINE),
        # A long line whose words the text never takes up leads elsewhere.
        (-2.6, unit.width > SHORT_HEADING and here.about < TAKEN_UP),
        (-1.5, here.linked),
        (-3.0, here.spoken),
        # “Who has the rope?”
        (-2.0, unit.closed and unit.text[0] in _QUOTES and unit.text[-1] in _QUOTES),
        # What is said of the sound: "[Laughter]".
        (-3.0, unit.text[0] in "[(" and unit.text[-1] in ")]"),
        (-2.5, here.broken),
        (-1.0, unit.colon and unit.words > 1 and unit.text.split()[-1].islower()),
        # What closes below a table, or begins "Source:", says where it comes from.
        (-1.5, here.below_table and unit.closed and not unit.asks),
        (-2.5, here.below_table and unit.source),
        (-1.0, here.after_colon and not here.crowns),
        (-1.5, not here.opened and unit.label != "summary"),
        (0.2, unit.asks),
        (0.3, here.gap_before),
        (-1.2, unit.colon),
        (-1.5, unit.comma or here.after_comma),
        (2.0, unit.label == "summary"),
        (-1.0, unit.lower),
        (-0.5, unit.cut),
        (-2.0, max(unit.caption, here.shown)),
        (-1.2, here.led and not here.ends_list),
        (-2.5, bare or here.tabular or here.comment),
        (-2.0, unit.sign == "bullet"),
        # Who said what stands above.
        (-3.0, unit.text.startswith(DASHES)),
        (-0.8, here.run >= DEEPEST and here.place < here.run - 2 and here.to_prose > 0),
        (-0.8, here.run > DEEPEST and not here.ends_list),
        (-0.8, here.packed and here.to_prose > 0),
        (-1.5, here.astray),
        # A line that comes back in the text is a credit, a button or a refrain.
        (-2.0, here.returns),
        (2.0, here.counts),
        (1.0, here.styled),
        (3.0, unit.hint == "heading"),
    )


def item(unit: Facts, here: Setting) -> float:
    """An item of a list: with its sign, or in a pile."""
    # The entries of a list of references are set as items too.
    listed = here.part == "references" and max(unit.reference, here.entry) >= HALF
    if unit.hint == "list":
        return 3.5 - points((3.0, here.linked), (1.0, here.astray), (3.0, listed))
    if unit.sign == "bullet":
        away = points((2.0, here.linked), (1.5, unit.address), (3.0, listed))
        return 2.6 + 0.3 * unit.mass - away
    if unit.sign == "number" and here.numbered:
        return 1.6 + points((1.0, unit.mass), (-2.0, here.linked))
    if unit.sign == "number" and here.counts and here.gap_before and here.gap_after:
        return -2.0  # the next of the headings, right below a list
    return _unsigned(unit, here)


def _unsigned(unit: Facts, here: Setting) -> float:
    wordless = unit.figure or (unit.rule and not unit.cut)
    no_item = here.coded or wordless or unit.kind or unit.label or here.tabular or here.linked
    if no_item or unit.width > SHORT_TEXT:
        return NEVER
    # "Yours faithfully," and who it is.
    signs = (unit.comma or here.after_comma) and not (here.led or here.stacked)
    if here.broken or signs:
        return -2.0
    return _piled(unit, here) - (2.0 if here.led else 3.0) * here.astray


def _piled(unit: Facts, here: Setting) -> float:
    """How likely a line without a sign is an item, by the pile it stands in."""
    if here.stacked and here.opened and not here.astray:
        return 2.8 + 0.3 * unit.mass
    if here.packed:
        # Of a few lines that all stand apart above the text the last is its deck.
        deck = not here.opened and here.run <= DEEPEST + 1 and here.gap_before and here.gap_after
        return 1.3 + 0.9 * unit.mass - deck
    if not here.opened or unit.mass >= PROSE or here.run <= 1 or here.menu or unit.colon:
        return -3.0
    if here.led:
        # Below a colon two short lines may be a command and what it shows.
        return 1.8 if here.run >= DEEPEST and not here.ends_list else 0.8
    if here.run <= DEEPEST:
        return -2.0
    # A long pile of short lines is sooner a menu.
    likely = (0.7 + 0.6 * (unit.width > LABEL)) * min(1.0, PILE / here.run)
    return likely if here.place < here.run - 1 else -0.6


def quotation(unit: Facts, here: Setting) -> float:
    """The words of another, set apart."""
    if unit.hint == "quote":
        return 0.0 if here.echoed else 4.0
    if here.cited and here.opened:
        return 3.2 - 3.0 * max(here.stray, here.astray)
    opens = unit.text[:1] in '"“«„‘' and unit.text[-1:] in '"”“»’'
    return 3.0 if opens and here.after_colon and unit.width > LINE else NEVER


def caption_body(unit: Facts, here: Setting) -> float:
    """The caption of a picture between paragraphs."""
    if unit.hint == "caption":
        return 4.0
    sure = max(unit.caption, here.shown)
    if sure >= HALF and unit.width <= SHORT_TEXT:
        return 3.2 * sure - 0.8 + weight(unit, here) * (here.shown > HALF)
    if here.credited and unit.width <= LINE and unit.mass < PROSE:
        return NEVER if unit.text.startswith(DASHES) else 1.4
    if (
        here.returns
        and MENU < unit.width <= LINE
        and unit.mass < PROSE
        and not (unit.colon or unit.comma or unit.closed)
    ):
        return 1.0
    # A heading, and below it a short line that sticks to the paragraph: its picture's.
    glued = here.crowns and here.after_weak and here.run == 2 and not unit.kind
    if glued and unit.width <= LINE and (unit.cut or not unit.closed):
        return 1.7
    # An address may be a picture's, a mail box is somebody's.
    return 0.2 if unit.address and not _MAIL.fullmatch(unit.text) else NEVER


def table_or_code(unit: Facts, here: Setting) -> float:
    """Rows and cells of tables, lines of programs, rules, pictures."""
    told = {"code": 4.0, "table": 4.0, "other": 4.0, "figure": 1.5}.get(unit.hint)
    if told is not None:
        return told
    if unit.cells or here.coded:
        return 3.0
    if here.tabular:
        return 1.8
    if unit.rule and unit.width > LETTERS and not unit.cut and here.opened:
        return 2.0 - 2.0 * here.astray
    alone = here.after_colon and here.run < DEEPEST and not unit.closed
    if alone and unit.lower and unit.words <= FEWEST_WORDS:
        return 1.9
    return 0.6 if unit.figure else NEVER


def furniture_body(unit: Facts, here: Setting) -> float:
    """What the site put between the paragraphs; it must say so, or prose would be lost."""
    if here.echoed:
        # A pull quote, which pages set as a quotation; its words stand in the text.
        return 6.5 if unit.hint == "quote" else 2.2
    if unit.kind:
        return 0.3 if is_lone(unit, here) else 2.0
    if unit.label == "contents":
        return 2.0
    if unit.mass >= PROSE or here.coded:
        return NEVER
    # A table of contents says the headings before they come.
    contents = here.listed and (here.run >= DEEPEST or unit.label != "")
    return max(
        -3.0,
        1.6 if contents else NEVER,
        1.5 if unit.text.startswith((">>", "→", "»")) else NEVER,
        0.8 if here.linked else NEVER,
        0.3 if unit.only_date and here.run > 1 else NEVER,
        # What is left of a button or a picture, each time again.
        1.0 if unit.width <= LETTERS and here.repeats > 1 and not unit.figure else NEVER,
        -0.5 if here.menu and not here.led else NEVER,
    )


def appeal_body(unit: Facts, here: Setting) -> float:
    """A call to action between paragraphs."""
    del here
    return 1.4 if unit.cta and unit.width <= LINE and unit.mass < 1.0 else NEVER


def disclaimer_body(unit: Facts, here: Setting) -> float:
    """A disclaimer between paragraphs."""
    del here
    return 2.8 if unit.disclaimer and unit.width <= SHORT_TEXT else NEVER
