"""Notes below a text that has no heading for them, told by the words they begin with.

A list of numbered references looks the same, and is called by the same signs. But notes
talk: one says "ibid.", the next "see also", a third thanks somebody. Where each is called
and some talk so, all are notes, those too that hold a reference and no word more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from copydesk.structure.features import PROSE, Facts
from copydesk.structure.phrases import load

#: So many notes at least: a text of one or two may end with a list.
FEWEST: Final = 3
#: One of so many talks as notes do; a list of references has a "See" among a hundred.
OFTEN: Final = 10
#: A note that says "op. cit." says it so near its start.
REACH: Final = 120

_LABEL = re.compile(r"(?:(\[)(\d{1,3})\]|(\d{1,3})\.?)\s+(?=\S)")
#: "The land registry.[1]", "a sham.1": what calls a note of either form. "The A1" calls none.
_CALLED = re.compile(r"\[(\d{1,3})\]")
_RAISED = re.compile(r"[^\W\d_]{2}[.,;:!?\"”’»)]{0,2}(\d{1,3})(?=[\s.,;)]|$)")
_RAISED_SIGNS: Final = str.maketrans("¹²³⁴⁵⁶⁷⁸⁹⁰", "1234567890")
_REPEATS = re.compile(
    r"(?<!\w)(?:ibid(?:em|\.)|ibíd\.|ebd\.|ebenda\b|a\.\s?a\.\s?O\.|(?:op|loc|art)\.\s?cit\b)",
    re.IGNORECASE,
)


def talking(units: Sequence[Facts], parts: Sequence[str]) -> list[bool]:
    """Units of runs of notes that have no heading; `parts` are those of the back matter.

    Below a heading of references whatever is numbered is an entry.
    """
    result = [False] * len(units)
    calls: dict[re.Pattern[str], set[int]] = {_CALLED: set(), _RAISED: set()}
    read = 0
    for first, last, bracketed in _runs(units):
        if any(parts[first:last]):
            continue
        told = sum(_talks(unit.text) for unit in units[first:last])
        if told * OFTEN < last - first:
            continue
        for find, known in calls.items():
            known.update(_calls(units[read:first], find))
        read = first
        called = calls[_CALLED if bracketed else _RAISED]
        if all(number in called for number in range(1, last - first + 1)):
            result[first:last] = [True] * (last - first)
    return result


def _runs(units: Sequence[Facts]) -> Iterator[tuple[int, int, bool]]:
    """Where 1, 2, 3 … follow one another as labels, and whether in brackets."""
    labels = [_label(unit.text) for unit in units]
    first = 0
    while first < len(units):
        label = labels[first]
        last = first + 1
        if label is not None and label[0] == 1:
            while last < len(units) and labels[last] == (last - first + 1, label[1]):
                last += 1
            if last - first >= FEWEST:
                yield first, last, label[1]
        first = last


def _label(text: str) -> tuple[int, bool] | None:
    match = _LABEL.match(text)
    return (int(match[2] or match[3]), match[1] is not None) if match else None


def _calls(units: Sequence[Facts], find: re.Pattern[str]) -> set[int]:
    """The numbers by which the paragraphs among `units` call notes."""
    paragraphs = (unit.text.translate(_RAISED_SIGNS) for unit in units if unit.mass >= PROSE)
    return {int(match[1]) for text in paragraphs for match in find.finditer(text)}


def _talks(text: str) -> bool:
    """Whether a note with its label says what no entry of a list of references says."""
    match = _LABEL.match(text)
    said = text[match.end() if match else 0 :][:REACH]
    if _REPEATS.search(said):
        return True
    return said.casefold().replace("’", "'").startswith(load().cues["noting"])
