"""Spelling that is certain: misspellings that are no word, and two spellings of one word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from copydesk.model import Edit
from copydesk.registry import ProofLine, document_rule, rule
from copydesk.rules.lists import pairs

ENGLISH = ("en",)

_WORD = re.compile(r"(?<![\w@#./’'-])[A-Za-z]{3,}+(?![\w@’'/-]|\.\w)")
_VARIANT = re.compile(
    r"(?<![\w’'-])([a-z]{3,}?)([sz])(e|es|ed|ing|ation|ations|er|ers|able)(?![\w’'-])"
)


@rule("spell.dictionary", "fix", languages=ENGLISH)
def dictionary(view: ProofLine) -> Iterator[Edit]:
    """Correct a misspelling that is no word and can only mean one.

    A closed list. Spellings of Britain and America are both right and not on it; names,
    quotations and words with a capital inside a sentence stay.

    `recieved, goverment` → `received, government`
    """
    known = pairs("misspellings")
    text = view.text
    if view.words.isdisjoint(known):
        return
    for match in _WORD.finditer(text):
        word = match.group()
        if word in known:
            yield view.edit(*match.span(), known[word], f"`{known[word]}` is the spelling")
        elif word[0].isupper() and word[1:].islower() and word.lower() in known:
            before = text[max(0, match.start() - 3) : match.start()].rstrip()
            named = text[match.end() + 1 : match.end() + 2].isupper()
            if not named and (not before or before[-1] in ".!?"):
                right = known[word.lower()].capitalize()
                yield view.edit(*match.span(), right, f"`{right}` is the spelling")


@document_rule(
    "spell.variant-mix", "suggest", roles=frozenset(("body", "list", "bio")), languages=ENGLISH
)
def variant_mix(views: tuple[ProofLine, ...]) -> Iterator[Edit]:
    """One spelling, `-ise` or `-ize`, of a word that the text spells both ways.

    Both are right; the form that is more frequent in the text is proposed.

    `organise … organize` → `the majority form`
    """
    found: dict[tuple[str, str], Counter[str]] = {}
    places: dict[tuple[str, str, str], list[tuple[ProofLine, int]]] = {}
    for view in views:
        for match in _VARIANT.finditer(view.text):
            stem, letter, ending = match.groups()
            if stem.endswith(("i", "y")) and len(stem) > 3:
                found.setdefault((stem, ending[0]), Counter())[letter] += 1
                places.setdefault((stem, ending[0], letter), []).append((view, match.start(2)))
    whole: Counter[str] = Counter()
    for counts in found.values():
        if len(counts) == 1:
            whole.update(counts)
    for (stem, ending), counts in found.items():
        if len(counts) == 1:
            continue
        ranked = sorted("sz", key=lambda letter: (-counts[letter], -whole[letter], letter))
        for view, at in places[stem, ending, ranked[1]]:
            reason = f"the text also has `{stem}{ranked[0]}{ending}…`"
            yield view.edit(at, at + 1, ranked[0], reason)
