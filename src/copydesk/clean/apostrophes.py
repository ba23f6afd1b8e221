"""Apostrophes that are missing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.clean.conventions import ENGLISH
from copydesk.clean.lists import alternatives, capitalised, pairs, replacement, words
from copydesk.model import Edit
from copydesk.registry import ProofLine, rule

_CONTRACTION = re.compile(rf"(?<![\w@#./’'-]){capitalised(pairs('contractions'))}(?![\w’'-]|\.\w)")
#: "did'nt": the apostrophe stands before the letter that it follows.
_EARLY = re.compile(r"(?<![\w@#./’'-])([A-Za-z]{2,6})['’]nt(?![\w’'-]|\.\w)")
#: What takes “n’t”, as the list of contractions says, and what does that is a word without it.
_NEGATED = frozenset(
    (*(right.removesuffix("n’t") for right in pairs("contractions").values()
       if right.endswith("n’t")), "ca", "wo")
)  # fmt: skip
_COUNTRY = re.compile(rf"(?<![\w-])({alternatives(words('owners'))})s(?= [a-z]{{3,}})")
_OWNING = frozenset(f"{country.lower()}s" for country in words("owners"))
_COUNTED = frozenset(("two", "both", "three", "many", "the", "of", "these", "those", "several"))
#: Words after which a noun is a plural, not an owner: “two Chinas are”.
_VERBS = frozenset(
    (
        "are", "were", "have", "had", "and", "that", "which", "who", "would", "will", "can",
        "could", "may", "might",
    )
)  # fmt: skip


@rule("apos.contraction", "fix", languages=ENGLISH)
def contraction(view: ProofLine) -> Iterator[Edit]:
    """The apostrophe of a contraction.

    Without it the word is a misspelling that most dictionaries of slips know.

    Only forms that are no other word: `wont`, `cant`, `its`, `lets`, `ill` stay, and so
    do words in capitals and titles (`Dont Look Back`). One that stands a letter too early
    is set right.

    `dont, wasnt, did'nt` → `don’t, wasn’t, didn’t`
    """
    for match in _EARLY.finditer(view.text):
        if match[1].lower() in _NEGATED:
            yield view.edit(*match.span(), f"{match[1]}n’t", "the apostrophe stands for the o")
    if view.words.isdisjoint(pairs("contractions")):
        return
    for match in _CONTRACTION.finditer(view.text):
        following = view.text[match.end() + 1 : match.end() + 3]
        if match.group()[0].isupper() and following[:1].isupper() and following.isalpha():
            continue
        right = replacement("contractions", match.group())
        yield view.edit(*match.span(), right, "a contraction takes an apostrophe")


@rule("apos.possessive-country", "suggest", languages=ENGLISH)
def possessive_country(view: ProofLine) -> Iterator[Edit]:
    """The apostrophe of a country that owns what follows.

    Without it the word is a plural.

    Asked only: `two Chinas` and `the Koreas` are plurals.

    `Chinas leaders` → `China’s leaders`
    """
    text = view.text
    if view.words.isdisjoint(_OWNING):
        return
    for match in _COUNTRY.finditer(text):
        before = text[max(0, match.start() - 12) : match.start()].rstrip().rpartition(" ")[2]
        after = text[match.end() + 1 : match.end() + 12].partition(" ")[0]
        if before.lower() not in _COUNTED and after not in _VERBS:
            yield view.edit(*match.span(), f"{match.group(1)}’s", "what follows is the country’s")
