"""Names that a document spells two ways. Which is right, the editor says."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from copydesk.model import Edit
from copydesk.registry import PROSE, REFERENCES, ProofLine, document_rule
from copydesk.rules.evidence import near_twins
from copydesk.rules.lists import words
from copydesk.rules.proof import overlaps

ALL = PROSE | REFERENCES
#: Languages whose common nouns begin small, so that a capital tells a name.
SMALL_NOUNS = ("en", "fr", "es", "it", "pt", "nl", "sv", "da", "no", "nb", "pl")

_NAME = re.compile(r"(?<![\w’'-])[A-Z][^\W\d_]{5,}+(?![\w-])")
#: Endings that make another form of a name: Korea, Koreas, Korean, Koreans.
_ENDINGS = frozenset(
    ("", "s", "n", "ns", "a", "an", "ans", "ian", "ians", "es", "e", "i", "is", "ish")
)
#: Short names that are alike are often two people, unless one of them is cited.
_DISTINCT = 8
_LONGEST = 24
_SMALL = re.compile(r"(?<![\w-])[a-z]{6,}+")


@document_rule("spell.name-variant", "suggest", roles=ALL, languages=SMALL_NOUNS)
def name_variant(views: tuple[ProofLine, ...]) -> Iterator[Edit]:
    """Ask about a name that the document spells two ways.

    Two capitalised words of six letters or more, one letter or a swap apart, neither of
    which the document also writes small. Proposed is the other spelling; which of the
    two is right is the editor's to say.

    `(Abdouduoh, 2023)` with `Abdoudouh, A.` in the references → the editor chooses
    """
    names: dict[str, list[tuple[ProofLine, int]]] = defaultdict(list)
    for view in views:
        for match in _NAME.finditer(view.text):
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


def _ask_name(one: str, two: str, names: dict[str, list[tuple[ProofLine, int]]]) -> Iterator[Edit]:
    """Ask about the rarer spelling in the running text, at its first place."""
    listed = {name: any(view.role == "reference" for view, _ in names[name]) for name in (one, two)}
    if not any(listed.values()) and min(len(one), len(two)) < _DISTINCT:
        return
    kept, doubted = sorted((one, two), key=lambda name: (not listed[name], -len(names[name])))
    for view, start in names[doubted]:
        end = start + len(doubted)
        if view.role != "reference" and not overlaps(view.quoted, start, end):
            reason = f"the document spells this name `{kept}` as well; which is right?"
            yield view.edit(start, end, kept, reason)
            return
