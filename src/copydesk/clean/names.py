"""Names that a document spells two ways. Which is right, the editor says."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from copydesk.clean import lexicon
from copydesk.clean.evidence import near_twins
from copydesk.clean.lists import words
from copydesk.clean.views import overlaps
from copydesk.model import Edit
from copydesk.registry import ALL_COPY, ProofLine, document_rule

#: Languages whose common nouns begin small, so that a capital tells a name.
SMALL_NOUNS = ("en", "fr", "es", "it", "pt", "nl", "sv", "da", "no", "nb", "pl")

#: A raised figure behind a name leads to a note, or to where its bearer works.
_RAISED = "¹²³⁰⁴-⁹"
_NAME = re.compile(rf"(?<![\w’'-])[A-Z][^\W\d_{_RAISED}]{{4,}}+(?![^\W{_RAISED}]|-)")
_CAPITAL = re.compile(r"(?<![\w’'-])[A-Z][^\W\d_]++")
#: Endings that make another form of a name: Korea, Koreas, Korean, Koreans.
_ENDINGS = frozenset(
    ("", "s", "n", "ns", "a", "an", "ans", "ian", "ians", "es", "e", "i", "is", "ish")
)
#: Short names that are alike are often two people, unless one of them is cited or the same
#: names stand with both.
_DISTINCT = 8
_SHORT = 6
_LONGEST = 24
#: Frequency from which a name is one that many bear.
_BORNE = 2.5
#: What the slip costs at most that makes one short name of another.
_SLIPPED: Final = 1.5
#: Characters either side of a name in which the names beside it are looked for.
_AROUND = 80
#: Places of a name that are looked at.
_ENOUGH = 12
_SMALL = re.compile(r"(?<![\w-])[a-z]{5,}+")

_Places = dict[str, list[tuple[ProofLine, int]]]


@document_rule("spell.name-variant", "suggest", roles=ALL_COPY, languages=SMALL_NOUNS)
def name_variant(views: tuple[ProofLine, ...]) -> Iterator[Edit]:
    """Ask about a name that the document spells two ways.

    Two capitalised words, one letter or a swap apart, neither of which the document also
    writes small: long ones, one that is cited, or short ones with the same names around
    them. Proposed is the other spelling, at the rarer one in the running text; which of the
    two is right is the editor's to say.

    `(Abdouduoh, 2023)` with `Abdoudouh, A.` in the references → the editor chooses
    """
    names: _Places = defaultdict(list)
    for view in views:
        for match in _NAME.finditer(view.text):
            if not view.style.knows(match.group()):
                names[match.group()].append((view, match.start()))
    groups: dict[str, list[str]] = defaultdict(list)
    for name in names:
        groups[name[0]].append(name)
    pairs_found: set[tuple[str, str]] = set()
    for group in groups.values():
        for near in near_twins([name for name in group if len(name) <= _LONGEST]):
            pairs_found |= {(one, two) for one in near for two in near if one < two}
    if not pairs_found:
        return
    small = frozenset(word for view in views for word in _SMALL.findall(view.text))
    for one, two in sorted(pairs_found):
        if not _inflected(one, two) and small.isdisjoint((one.lower(), two.lower())):
            yield from _ask_name(one, two, names)


def _inflected(one: str, two: str) -> bool:
    """Whether the two differ as forms of one word do, or are two words of their own."""
    shared = next((i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), None)
    if shared is None:
        shared = min(len(one), len(two))
    if {one[shared:], two[shared:]} <= _ENDINGS or one[1:].lower() == two[1:].lower():
        return True
    return not words("common-capitals").isdisjoint((one.lower(), two.lower()))


def _ask_name(one: str, two: str, names: _Places) -> Iterator[Edit]:
    """Ask about the rarer spelling in the running text, at its first place."""
    listed = {name: any(view.role == "reference" for view, _ in names[name]) for name in (one, two)}
    if not _are_one(one, two, names, cited=any(listed.values())):
        return

    def rank(name: str) -> tuple[bool, int, float]:
        return (not listed[name], -len(names[name]), -lexicon.frequency(name.lower()))

    kept, doubted = sorted((one, two), key=rank)
    for view, start in names[doubted]:
        end = start + len(doubted)
        if view.role != "reference" and not overlaps(view.quoted, start, end):
            reason = f"the document spells this name `{kept}` as well; which is right?"
            yield view.edit(start, end, kept, reason)
            return


def _are_one(one: str, two: str, names: _Places, *, cited: bool) -> bool:
    """Whether the two may be one name: by their length, the list, or the names beside them."""
    letters = min(len(one), len(two))
    if letters >= _DISTINCT or (cited and letters >= _SHORT):
        return True
    small = (one.lower(), two.lower())
    borne = all(lexicon.frequency(name) >= _BORNE for name in small)
    slipped = lexicon.slip(*small) is not None and lexicon.cost(*small) <= _SLIPPED
    return slipped and not borne and bool((_beside(names[one]) & _beside(names[two])) - {one, two})


def _beside(places: list[tuple[ProofLine, int]]) -> frozenset[str]:
    """The names near the first places of a name."""
    return frozenset(
        name
        for view, start in places[:_ENOUGH]
        for name in _CAPITAL.findall(view.text, max(0, start - _AROUND), start + _AROUND)
        if len(name) > 3
    )
