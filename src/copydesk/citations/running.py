"""Citations in running text without a bracket: `Marlow, 2020, says`, `Marlow, 2020, p. 4`.

A name and a year stand side by side for many reasons, so that each counts only if an
entry bears both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from copydesk.citations.brackets import Bracket
from copydesk.citations.mention import Mention
from copydesk.citations.narrative import REACH, before, cued, verb
from copydesk.citations.words import words
from copydesk.citations.years import locator_end

_YEAR: Final = re.compile(r"(?<=[\w.)\]])(,?)\s((?:1[4-9]|20)\d\d[a-z]?)(?![\w/–-])")
_LABEL: Final = re.compile(r"[,:]\s*(?:(?P<label>[^\W\d_]{1,10})\b|§)")
#: Words that are seldom labels of pages outside brackets: "at 5 o’clock", "no 7".
_NO_LABELS: Final = frozenset(("at", "no", "nos", "n", "l", "c", "t", "f", "v"))
_CLOSES: Final = re.compile(r"\s*(?:[.,;:]|\Z)")
_OWN: Final = re.compile(r"(?:[’']s|s[’'])\Z")
#: The second comma of a pair, which goes with the first; one between two citations does not.
_PAIRED: Final = re.compile(r",(?=\s(?![A-ZÀ-Þ]))")
#: "Marlow, I., 2020" heads an entry of a list.
_INVERTED: Final = re.compile(r",\s*[^\W\d_]\.?\s*\Z|,\s*(?:[^\W\d_]\.[\s-]?){1,4}\Z")


def running(text: str, taken: Sequence[Bracket]) -> Iterator[tuple[Mention, ...]]:
    """The citations of `text` outside of its brackets, which are `taken`, in order.

    The span of each begins behind its names, which stay words of the text, and holds the
    commas around the year.

    >>> [(one.text, one.locator) for (one,) in running("as Marlow, 2020, p. 4, says", ())]
    [('Marlow, 2020, p. 4', 'p. 4')]
    >>> list(running("In Lisbon, 2020, it rained; the Marlow 2020 boat leaked", ()))
    []
    """
    row = iter(taken)
    bracket = next(row, None)
    for found in _YEAR.finditer(text):
        while bracket and bracket.end <= found.start():
            bracket = next(row, None)
        if bracket and bracket.start < found.start():
            continue
        if mention := _mention(text, found):
            yield (mention,)


def _mention(text: str, found: re.Match[str]) -> Mention | None:
    end = _locator(text, found.end())
    says = verb(text, end)
    if not (says or _CLOSES.match(text, end)):
        return None
    lead = text[max(0, found.start() - REACH) : found.start()]
    printed = text[found.start() : end]
    if _INVERTED.search(lead) or _OWN.search(lead) or lead[-1:] in "”\"»’'":
        return None
    closed = end + 1 if found[1] and _PAIRED.match(text, end) else end
    written = Bracket(found.start(), closed, found[2], plain=True, printed=printed)
    mention = before(lead, printed, written)
    if mention is None or mention.faint:
        return None
    if not (found[1] or says or end > found.end()):
        announced = lead[: len(lead) + len(printed) - len(mention.text)]
        if not cued(announced):
            return None
    locator = text[found.end() : end].strip(" ,:")

    def told(one: Mention) -> Mention:
        return replace(one, year=found[2], locator=locator, faint=True)

    return replace(told(mention), tail=tuple(map(told, mention.tail)))


def _locator(text: str, at: int) -> int:
    """Where the page numbers end behind a year; a label must say that they are some."""
    label = _LABEL.match(text, at)
    if not label or (label["label"] and not _is_label(label["label"].casefold())):
        return at
    return locator_end(text, at)


def _is_label(word: str) -> bool:
    return word in words("locators") and word not in _NO_LABELS
