"""Block quotes: paragraphs in another voice, set apart below a line that says who speaks.

The web sets them with an indent, which a copied text loses. What is left: a sentence that
ends with a colon, a paragraph apart from it that is no item of a list, and words such as "my"
in a text that otherwise never says them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from copydesk.structure.cues import is_person
from copydesk.structure.features import LABEL, LINE, PARAGRAPH, PROSE, SHORT_TEXT, Facts
from copydesk.structure.phrases import load
from copydesk.structure.piles import apart, is_spaced

#: A quote is no longer than this many paragraphs.
LONGEST: Final = 8
#: Where more of the paragraphs than this speak of themselves, the author does.
OWN_VOICE: Final = 0.2
#: Below this line only a quotation mark or another voice makes a quote.
LEAD: Final = 25
#: Words at the end of a lead that may count what follows: "for two reasons:".
LAST_WORDS: Final = 5
#: Signs of a paragraph in which a voice is looked for.
REACH: Final = 600

_WORDS = re.compile(r"\w+(?:'\w+)?")
#: The English pronoun amid a sentence; other languages begin sentences with an "I" only.
_ENGLISH = re.compile(r"(?:^|\s)[a-z]{1,20},? I(?=[ '’])")
_STOP = re.compile(r"[.!?]\s")
_SIGNATURE = re.compile(
    r"[-–—]{1,2}\s?(?P<who>[^\W\d_a-z][^,(@\d:;!?]{2,40})(?:,\s|$|\s?(?P<handle>\(@\w))"
)
_OPENING: Final = '"“„«‘「『'
_CLOSING: Final = '"”“»’」』'


def cited(units: Sequence[Facts], coded: Sequence[bool]) -> list[bool]:
    """Units that are paragraphs of block quotes; a format that sets one sets them all."""
    if any(unit.hint == "quote" for unit in units):
        return [unit.hint == "quote" for unit in units]
    spaced = is_spaced(units)
    opens = [index > 0 and _may_open(units, index, spaced=spaced) for index in range(len(units))]
    runs = [_run(units, index) if opens[index] else 0 for index in range(len(units))]
    others = _speaks_of_others(units, runs)
    program = any(coded)
    result = [False] * len(units)
    for index, run in enumerate(runs):
        if not opens[index]:
            continue
        lead = units[index - 1]
        told = spaced and lead.width > LEAD and units[index].width > LINE
        told = told and not (program or _counts(lead))
        length = run if run and others else int(told or units[index].text[0] in _OPENING)
        result[index : index + length] = [True] * length
    for index in range(len(units)):
        first = _signed(units, index, spaced=spaced)
        if first < index:
            result[first : index + 1] = [True] * (index + 1 - first)
    return result


def _run(units: Sequence[Facts], start: int) -> int:
    """How many paragraphs from `start` on speak of themselves; one among them may not."""
    end = at = start
    while at < min(len(units), start + LONGEST) and at - end < 2 and _is_paragraph(units[at]):
        at += 1
        if _says_self(units[at - 1]):
            end = at
    return end - start


def _may_open(units: Sequence[Facts], index: int, *, spaced: bool) -> bool:
    lead, unit = units[index - 1], units[index]
    if not (lead.colon and _is_paragraph(unit)) or lead.kind or lead.label or lead.code:
        return False
    if lead.words < 2 or is_person(lead.text.rstrip(" :：")) or lead.text.isupper():
        return False
    items = index + 1 < len(units) and not apart(unit, units[index + 1])
    return not spaced or (apart(lead, unit) and not items)


def _is_paragraph(unit: Facts) -> bool:
    if unit.kind or unit.label or unit.sign or unit.cells or unit.speaker or unit.colon:
        return False
    return unit.mass > PROSE and unit.width > LABEL and unit.code == 0 and not unit.caption


def _says_self(unit: Facts) -> bool:
    if _ENGLISH.search(unit.text, 0, REACH):
        return True
    words = _WORDS.findall(unit.text[:REACH].casefold().replace("’", "'"))
    return not _selves().isdisjoint(words)


def _speaks_of_others(units: Sequence[Facts], runs: Sequence[int]) -> bool:
    """Whether the text seldom says "I" or "my", outside the `runs` that may be quotes."""
    said = total = 0
    end = 0
    for index, unit in enumerate(units):
        end = max(end, index + runs[index])
        if index >= end and unit.mass >= 1.0 and unit.width > PARAGRAPH:
            total += 1
            said += _says_self(unit)
    return said <= OWN_VOICE * total


def _signed(units: Sequence[Facts], index: int, *, spaced: bool) -> int:
    """Where the quote begins that the line at `index` signs; `index` where it signs none.

    "— Mara Osei (@osei) May 4, 2021" signs what stands above; a name alone may be the
    author's, unless it signs something in quotation marks.
    """
    if _attributes(units, index):
        return index - 1
    unit = units[index]
    match = _SIGNATURE.match(unit.text) if index and unit.width <= LINE else None
    if match is None:
        return index
    first = index - 1
    if spaced and not apart(units[first], unit):
        while first and index - first < LONGEST and not apart(units[first - 1], units[first]):
            first -= 1
    marked = units[first].text[0] in _OPENING and is_person(match["who"].strip())
    fits = units[first].width <= SHORT_TEXT and not units[first].kind
    return first if fits and (match["handle"] or marked) else index


def _attributes(units: Sequence[Facts], index: int) -> bool:
    """Whether the line at `index` touches a quotation and says whose it is, apart from the rest.

    "Harbour master, interview, June 2022" needs no dash there: no heading stands so.
    """
    if index < 2 or not apart(units[index - 2], units[index - 1]):
        return False
    unit, below = units[index], units[index + 1 : index + 2]
    quote = units[index - 1]
    words = quote.text.rstrip(" .,")
    whole = len(words) > 1 and words[0] in _OPENING and words[-1] in _CLOSING
    if not whole or unit.kind or unit.sign == "number" or unit.width > LINE:
        return False
    told = "," in unit.text or is_person(unit.text) or _SIGNATURE.match(unit.text) is not None
    alone = not apart(quote, unit) and all(apart(unit, after) for after in below)
    return alone and told and not (unit.closed or unit.colon or unit.mass >= PROSE)


def _counts(lead: Facts) -> bool:
    """Whether the end of `lead` announces several things."""
    sentence = _STOP.split(lead.text.casefold())[-1]
    words = _WORDS.findall(sentence)[-LAST_WORDS:]
    return any(word.isdigit() or word in load().cues["several"] for word in words)


@cache
def _selves() -> frozenset[str]:
    return frozenset(load().cues["self"])
