"""Set phrases that are often mistaken."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.clean.conventions import ENGLISH
from copydesk.clean.lists import capitalised, pairs, replacement
from copydesk.model import Edit
from copydesk.registry import ProofLine, rule

_WHERE = re.compile(r"\bwhere ((?:many|most|some|several|few|all|none) (?:[a-z]+ )?of which)\b")
_RATHER = re.compile(r"\b(more (?:[\w-]+ ){1,6}?)(rather than)\b")
# What is owned has no article; the Latin and French phrases with `a` have another one.
_ITS = re.compile(
    r"(?<![\w’'-])([Ii]ts) (?=(?:an|the|been|a(?! (?:priori|posteriori|cappella|la) ))(?= [a-z]))"
)
_PHRASE = re.compile(rf"(?<![\w’'-]){capitalised(pairs('phrases'))}(?![\w’'-])")


@rule("word.phrase", "suggest", languages=ENGLISH)
def phrase(view: ProofLine) -> Iterator[Edit]:
    """Ask about set phrases that are often mistaken, and comparisons begun twice.

    A closed list, and `its` before an article; quotations stay.

    `could of; tow the line; its a pattern` → `could have; toe the line; it’s a pattern`
    """
    text = view.text
    for match in _WHERE.finditer(text):
        yield view.edit(*match.span(), match.group(1), "`where` and `of which` say the same")
    if "rather than" in text:
        for match in _RATHER.finditer(text):
            yield view.edit(*match.span(2), "than", "after `more` comes `than`")
    if "its" in view.words:
        for match in _ITS.finditer(text):
            right = f"{match.group(1)[:2]}’s"
            yield view.edit(*match.span(1), right, "`its` owns, and an article or verb follows")
    for match in _PHRASE.finditer(text):
        right = replacement("phrases", match.group())
        yield view.edit(*match.span(), right, "a set phrase that is often mistaken")
