"""Accents that words from the French have kept."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.clean.conventions import ENGLISH
from copydesk.clean.lists import capitalised, pairs, replacement
from copydesk.model import Edit
from copydesk.registry import ProofLine, rule

_BARE = re.compile(rf"(?<![\w@#./’'-]){capitalised(pairs('accents'))}(?![\w-]|\.\w)")
_FIRST = frozenset(re.split(r"\W", entry)[0] for entry in pairs("accents"))


@rule("spell.accent", "suggest", languages=ENGLISH)
def accent(view: ProofLine) -> Iterator[Edit]:
    """Ask about the accent of a word that English took from the French with it.

    A closed list, of words that dictionaries spell with the accent alone or first. Asked
    only, since some American houses drop it; quotations and addresses stay, and so do words
    that are as good without (`cafe`, `naive`) or are another word then (`expose`, `resume`).

    `the summit’s communique` → `the summit’s communiqué`
    """
    if view.words.isdisjoint(_FIRST):
        return
    for match in _BARE.finditer(view.text):
        right = replacement("accents", match.group())
        yield view.edit(*match.span(), right, "the word has kept its accent in English")
