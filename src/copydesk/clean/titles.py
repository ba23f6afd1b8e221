"""A title that the text quotes otherwise than its entry in the reference list has it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from copydesk.clean.conventions import ENGLISH
from copydesk.model import Edit
from copydesk.registry import ALL_COPY, ProofLine, document_rule

_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
#: Words of a title that is compared, and of one in which two may differ.
_SHORTEST: Final = 4
_LONG: Final = 7
_LONGEST: Final = 30
#: Entries in which a pair of words stands, at most, before it tells nothing.
_CROWD: Final = 12


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of the list: its words in small letters, and where each stands in its line."""

    text: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


@document_rule("word.title-variant", "suggest", roles=ALL_COPY, languages=ENGLISH, asks=True)
def title_variant(views: tuple[ProofLine, ...]) -> Iterator[Edit]:
    """Ask about a title in quotation marks that its entry in the references has otherwise.

    One word of it differs, in a long title two. The running text is asked about, never the
    entry; a title that is cut short, or begins in its middle, stays.

    `“Fair Tides and Old Weather”` with `“Fair Tides and Cold Weather.”` in the references →
    `Cold`
    """
    entries = [_entry(view) for view in views if view.role == "reference"]
    if not entries:
        return
    index = _index(entries)
    for view in views:
        if view.role == "reference":
            continue
        for start, end in view.quoted:
            quoted = list(_WORD.finditer(view.text, start, end))
            if _SHORTEST <= len(quoted) <= _LONGEST:
                yield from _compared(view, quoted, entries, index)


def _entry(view: ProofLine) -> _Entry:
    found = list(_WORD.finditer(view.text))
    words = tuple(match.group().casefold() for match in found)
    return _Entry(view.text, words, tuple(match.span() for match in found))


def _index(entries: list[_Entry]) -> dict[tuple[str, str], list[tuple[int, int]]]:
    """Two words in a row → the entries and places where they stand."""
    index: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for number, entry in enumerate(entries):
        for place, pair in enumerate(pairwise(entry.words)):
            index[pair].append((number, place))
    return {pair: places for pair, places in index.items() if len(places) <= _CROWD}


def _compared(
    view: ProofLine,
    quoted: list[re.Match[str]],
    entries: list[_Entry],
    index: dict[tuple[str, str], list[tuple[int, int]]],
) -> Iterator[Edit]:
    words = [match.group().casefold() for match in quoted]
    # Each pair that agrees speaks for one entry and for the place where the title begins there.
    votes: Counter[tuple[int, int]] = Counter()
    for place, pair in enumerate(pairwise(words)):
        votes.update((number, there - place) for number, there in index.get(pair, ()))
    if not votes:
        return
    (number, begin), _ = min(votes.items(), key=lambda vote: (-vote[1], vote[0]))
    entry = entries[number]
    title = entry.words[begin : begin + len(words)] if begin >= 0 else ()
    if len(title) != len(words):
        return
    differing = [at for at, (a, b) in enumerate(zip(words, title, strict=True)) if a != b]
    if not 0 < len(differing) <= (2 if len(words) >= _LONG else 1):
        return
    for at in differing:
        low, high = entry.spans[begin + at]
        right = entry.text[low:high]
        if quoted[at].group().islower():
            right = right.lower()
        reason = f"the title in the references has `{entry.text[low:high]}`; which is right?"
        yield view.edit(*quoted[at].span(), right, reason)
