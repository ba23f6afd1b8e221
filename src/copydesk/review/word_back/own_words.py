"""The editor's own changes of a line: the fewest words as received, and what stands there now.

A rewriting quotes the words that were received, and no rule touches what it puts in their place.
So it is of whole words, never half of one, and of at least one of them, so that there is
something to quote; changes of ours that it cuts into go into it as they stand.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from copydesk.model import Edit
from copydesk.review.word_back.alignment import UNSPACED
from copydesk.review.word_back.comparison import Atom

#: Letters of which none is of a word between two changes that are one passage.
_APART: Final = 3
_UNSPACED: Final = re.compile(f"[{UNSPACED}]")


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Received letters `[start, end)`, what the editor wants there, and the atoms that say it.

    `first` is the place of the first of these among all atoms of the text.
    """

    start: int
    end: int
    now: str
    first: int
    atoms: tuple[Atom, ...]

    @property
    def made(self) -> str:
        """What the edited text says there already."""
        return "".join(atom.made for atom in self.atoms)

    @property
    def is_tracked(self) -> bool:
        """Whether all that she did there is tracked."""
        return all(atom.tracked for atom in self.atoms if atom.hers)


def keep_line_ends(
    atoms: Sequence[Atom], received: str
) -> tuple[list[Atom], list[tuple[int, str]]]:
    """`atoms` of the text `received` as if no line had been parted or joined, and where one was.

    Before which received letters a line was `parted`, or two were `joined`. No edit goes over the
    end of a line. The blank that goes when a line is parted, or comes when two are joined, goes
    with it.
    """
    rows = list(atoms)
    moved = []
    for place, atom in enumerate(atoms):
        was = received[atom.start : atom.end]
        if not atom.hers or "\n" not in (atom.now, was):
            continue
        moved.append((atom.start, "parted" if atom.now == "\n" else "joined"))
        rows[place] = replace(atom, now=was, hers=False)
        for beside in (place - 1, place + 1):
            if 0 <= beside < len(atoms) and atoms[beside].hers:
                other = atoms[beside]
                stood = received[other.start : other.end]
                # A letter of the one is nothing of the other.
                if not (stood + other.now).strip():
                    rows[beside] = replace(other, now=stood, hers=False)
    return rows, moved


def keep_tracked(atoms: Sequence[Atom]) -> list[Atom]:
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


def find_own_words(
    atoms: Sequence[Atom], received: str, whole: Iterable[tuple[int, int]] = ()
) -> list[OwnWords]:
    """The passages of the text `received` that the editor changed herself, in order.

    Where she put back what a change took, one may say what was received. Received letters of a
    span in `whole` go into a passage all together.

    >>> atoms = [Atom(at, at + 1, letter) for at, letter in enumerate("a long time")]
    >>> atoms.insert(6, Atom(6, 6, "er", hers=True))
    >>> [(one.start, one.end, one.now) for one in find_own_words(atoms, "a long time")]
    [(2, 6, 'longer')]
    """
    joined = _join_atoms(atoms, received, whole)
    passages: list[tuple[int, int]] = []
    for place, atom in enumerate(atoms):
        if atom.hers and not (passages and place <= passages[-1][1]):
            first, last = _widen(atoms, received, joined, place, place)
            while passages and _is_next(atoms, received, passages[-1][1], first):
                first, last = _widen(atoms, received, joined, min(passages.pop()[0], first), last)
            passages.append((first, last))
    found = []
    for first, last in passages:
        part = tuple(atoms[first : last + 1])
        now = "".join(atom.now for atom in part)
        found.append(OwnWords(part[0].start, part[-1].end, now, first, part))
    return found


def find_extents(atoms: Iterable[Atom]) -> list[tuple[Edit, int, int]]:
    """Each change of ours, and the first and last place of its atoms."""
    found: dict[int, tuple[Edit, int, int]] = {}
    for place, atom in enumerate(atoms):
        if atom.edit is not None:
            _, first, _ = found.get(id(atom.edit), (atom.edit, place, place))
            found[id(atom.edit)] = atom.edit, first, place
    return list(found.values())


def _join_atoms(
    atoms: Sequence[Atom], received: str, whole: Iterable[tuple[int, int]]
) -> list[bool]:
    """Whether each atom goes with the next one: both are of one word, one change or one span."""
    before, joined = "", []
    behind, after = "", [""] * len(atoms)
    for place in reversed(range(len(atoms))):
        after[place], behind = behind, atoms[place].now or behind
    for atom, following in zip(atoms, after, strict=True):
        before, at = atom.now or before, atom.end
        in_word = at > 0 and _are_of_word(received[at - 1], received[at : at + 1])
        joined.append(in_word or _are_of_word(before[-1:], following[:1]))
    hulls = [(first, last) for _, first, last in find_extents(atoms)]
    starts, ends = [atom.start for atom in atoms], [atom.end for atom in atoms]
    hulls += [(bisect_left(starts, low), bisect_right(ends, high) - 1) for low, high in whole]
    for first, last in hulls:
        if first < last:
            joined[first:last] = [True] * (last - first)
    return joined


def _widen(
    atoms: Sequence[Atom], received: str, joined: Sequence[bool], first: int, last: int
) -> tuple[int, int]:
    """The atoms from `first` to `last`, and as many around as make them a passage."""
    while True:
        # What is put in right at an end of the words that are quoted has no place of its own.
        while first and (joined[first - 1] or not _has_width(atoms[first - 1])):
            first -= 1
        while last + 1 < len(atoms) and (joined[last] or not _has_width(atoms[last + 1])):
            last += 1
        start, end = atoms[first].start, atoms[last].end
        before = received[max(start - 1, 0) : start].strip("\n")
        behind = received[end : end + 1].strip("\n")
        if any(map(_is_letter, received[start:end])) or not (before or behind):
            return first, last
        if before and (before.strip() or not behind.strip()):
            first -= 1
        else:
            last += 1


def _has_width(atom: Atom) -> bool:
    """Whether an atom takes a received letter."""
    return atom.start < atom.end


def _is_next(atoms: Sequence[Atom], received: str, last: int, first: int) -> bool:
    """Whether no word parts a passage that ends at `last` from one that begins at `first`."""
    between = atoms[last + 1 : first]
    return len(between) <= _APART and not any(
        letter == "\n" or _is_of_word(letter)
        for atom in between
        for letter in atom.now + received[atom.start : atom.end]
    )


def _are_of_word(one: str, other: str) -> bool:
    """Whether no word ends between two letters, or before a mark that stands on the first."""
    if not one or not other or not _is_letter(one):
        return False
    is_mark = unicodedata.category(other)[0] == "M"
    return is_mark or (_is_of_word(one) and _is_of_word(other))


def _is_of_word(letter: str) -> bool:
    """Whether a letter makes a word with its neighbours; some scripts part no words."""
    wide = unicodedata.east_asian_width(letter) in "WF"
    return _is_letter(letter) and not wide and not _UNSPACED.match(letter)


def _is_letter(letter: str) -> bool:
    """Letters, digits, and marks that stand on these."""
    return unicodedata.category(letter)[0] in "LMN"
