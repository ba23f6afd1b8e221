"""The editor's own changes of a line as passages: the fewest words, and what stands there now.

A rewriting quotes the words that were received, and no rule touches what it puts in their place.
So a passage is whole words, never half of one, and at least one of them, so that there is
something to quote; changes of ours that it cuts into go into it as they stand.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from copydesk.model import Edit
from copydesk.review.word_back.story import Atom

#: Letters of a word that are gone through for its end; what is longer is no word of a script
#: that parts them.
_WORD: Final = 40
#: Letters of which none is of a word between two changes that are one passage.
_APART: Final = 3


@dataclass(frozen=True, slots=True)
class Passage:
    """Received letters `[start, end)`, what the editor wants there, and where among the atoms."""

    start: int
    end: int
    now: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Break:
    """A line's end that the editor put in (`parted`) or took out, before a received letter."""

    at: int
    parted: bool


def without_breaks(
    atoms: Sequence[Atom], received: str
) -> tuple[tuple[Atom, ...], tuple[Break, ...]]:
    """`atoms` of the text `received` as if no line had been parted or joined, and where one was.

    No edit goes over the end of a line. The blank that goes when a line is parted, or comes
    when two are joined, goes with it.
    """
    rows = list(atoms)
    breaks = []
    for place, atom in enumerate(atoms):
        was = received[atom.start : atom.end]
        if not atom.hers or "\n" not in (atom.now, was):
            continue
        breaks.append(Break(atom.start, parted=atom.now == "\n"))
        rows[place] = replace(atom, now=was, hers=False)
        for beside in (place - 1, place + 1):
            if 0 <= beside < len(atoms) and atoms[beside].hers:
                other = atoms[beside]
                stood = received[other.start : other.end]
                # A letter of the one is nothing of the other.
                if not (stood + other.now).strip():
                    rows[beside] = replace(other, now=stood, hers=False)
    return tuple(rows), tuple(breaks)


def only_tracked(atoms: Sequence[Atom]) -> list[Atom]:
    """`atoms` without what an editor wrote or took and had not tracked."""
    rows: list[Atom] = []
    for hers, run in groupby(atoms, key=lambda atom: atom.hers):
        part = list(run)
        if hers and not all(atom.tracked for atom in part):
            part = [
                replace(atom, now=atom.made, hers=False)
                for atom in part
                if atom.made or atom.start < atom.end or atom.edit is not None
            ]
        rows += part
    return rows


def passages(atoms: Sequence[Atom], received: str) -> list[Passage]:
    """The passages of the text `received` that the editor changed herself, in order.

    Where she put back what a change took, one may say what was received.

    >>> atoms = [Atom(at, at + 1, letter) for at, letter in enumerate("a long time")]
    >>> atoms.insert(6, Atom(6, 6, "er", hers=True))
    >>> [(one.start, one.end, one.now) for one in passages(atoms, "a long time")]
    [(2, 6, 'longer')]
    """
    sheet = _Sheet(atoms, received)
    grown: list[tuple[int, int]] = []
    for place, atom in enumerate(atoms):
        if atom.hers and not (grown and place <= grown[-1][1]):
            first, last = sheet.grown(place, place)
            while grown and sheet.is_next(grown[-1][1], first):
                first, last = sheet.grown(min(grown.pop()[0], first), last)
            grown.append((first, last))
    return [sheet.passage(first, last) for first, last in grown]


def hulls(atoms: Sequence[Atom]) -> list[tuple[Edit, int, int]]:
    """Each change of ours, and the first and last place of its atoms."""
    found: dict[int, tuple[Edit, int, int]] = {}
    for place, atom in enumerate(atoms):
        if atom.edit is not None:
            _, first, _ = found.get(id(atom.edit), (atom.edit, place, place))
            found[id(atom.edit)] = atom.edit, first, place
    return list(found.values())


def written_around(atoms: Sequence[Atom], first: int, last: int) -> str:
    """What the editor wrote right before, inside and right behind the atoms `[first, last]`."""
    while first and atoms[first - 1].hers:
        first -= 1
    while last + 1 < len(atoms) and atoms[last + 1].hers:
        last += 1
    return "".join(atom.now for atom in atoms[first : last + 1] if atom.hers)


class _Sheet:
    """The atoms of a text, and what stands left and right of each place among them."""

    def __init__(self, atoms: Sequence[Atom], received: str) -> None:
        self._atoms = atoms
        self._received = received
        self._hulls = tuple((first, last) for _, first, last in hulls(atoms))

    def passage(self, first: int, last: int) -> Passage:
        """The passage of the atoms from `first` to `last`."""
        now = "".join(atom.now for atom in self._atoms[first : last + 1])
        return Passage(self._atoms[first].start, self._atoms[last].end, now, first, last)

    def is_next(self, last: int, first: int) -> bool:
        """Whether no word parts a passage that ends at `last` from one that begins at `first`."""
        between = self._atoms[last + 1 : first]
        if len(between) > _APART:
            return False
        return not any(
            letter == "\n" or _is_of_word(letter)
            for atom in between
            for letter in atom.now + self._received[atom.start : atom.end]
        )

    def grown(self, first: int, last: int) -> tuple[int, int]:
        """The atoms from `first` to `last`, and as many around as make them a passage."""
        steps = 2 * _WORD
        while True:
            wide = self._with_changes(first, last)
            if wide == (first, last) and steps:
                wide = self._with_words(first, last)
                steps -= 1
            if wide == (first, last):
                return wide
            first, last = wide

    def _with_changes(self, first: int, last: int) -> tuple[int, int]:
        """With every letter of each change that is cut into, written into, or put in at an end.

        What is put in right at an end of the words that are quoted would have no place of its own.
        """
        for low, high in self._hulls:
            if low <= last and high >= first:
                first, last = min(first, low), max(last, high)
        while first and self._is_put_in(first - 1):
            first -= 1
        while last + 1 < len(self._atoms) and self._is_put_in(last + 1):
            last += 1
        return first, last

    def _is_put_in(self, place: int) -> bool:
        """Whether an atom takes no received letter."""
        return self._atoms[place].start == self._atoms[place].end

    def _with_words(self, first: int, last: int) -> tuple[int, int]:
        """With a letter more at either side, where a word is cut, or where there is none yet."""
        passage = self.passage(first, last)
        start, end = passage.start, passage.end
        left, right = self._beside(first, -1), self._beside(last, 1)
        begins, ends = (passage.now or right)[:1], (passage.now or left)[-1:]
        inside = self._received[start:end]
        before, behind = self._letter(start - 1), self._letter(end)
        if _are_of_word(left, begins) or _are_of_word(before, inside[:1] or behind):
            first = max(first - 1, 0)
        if _are_of_word(ends, right) or _are_of_word(inside[-1:] or before, behind):
            last = min(last + 1, len(self._atoms) - 1)
        if (first, last) != (passage.first, passage.last) or any(map(_is_letter, inside)):
            return first, last
        if before.strip() or not (behind.strip() or not before):
            return max(first - 1, 0) if before else first, last
        return first, min(last + 1, len(self._atoms) - 1) if behind else last

    def _letter(self, at: int) -> str:
        """The received letter at `at`, "" beyond the line."""
        letter = self._received[at : at + 1] if at >= 0 else ""
        return "" if letter == "\n" else letter

    def _beside(self, place: int, step: int) -> str:
        """The letter that stands in the end next to the atom at `place`, "" beyond the line."""
        place += step
        while 0 <= place < len(self._atoms):
            atom = self._atoms[place]
            if self._received[atom.start : atom.end] == "\n":
                return ""
            if atom.now:
                return atom.now[-1 if step < 0 else 0]
            place += step
        return ""


def _are_of_word(one: str, other: str) -> bool:
    return bool(one and other) and _is_of_word(one) and _is_of_word(other)


def _is_of_word(letter: str) -> bool:
    """Whether a letter makes a word with its neighbours; Chinese and Japanese part no words."""
    return _is_letter(letter) and unicodedata.east_asian_width(letter) not in "WF"


def _is_letter(letter: str) -> bool:
    """Letters, digits, and marks that stand on these."""
    return unicodedata.category(letter)[0] in "LMN"
