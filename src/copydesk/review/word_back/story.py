"""What was done to a line of the review copy: the cheapest story from what it showed to what came.

The copy showed letters of three kinds: those that stay, those that a change takes and those that
it gives. What came back has letters that stand untracked, are tracked as given, or as taken. An
editor leaves a change as it is, accepts it or rejects it, and each part of it as a whole; and she
writes on her own account, which costs a step a letter. Of all ways to go from the one to the
other the cheapest is what she did. Neither ids nor authors are asked, which programs renumber
and rename; and it does not matter in what runs a program keeps its letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from copydesk.model import Edit
from copydesk.readers.word.reviewed import Fate
from copydesk.review.tracked import Piece
from copydesk.review.word_back.search import WAYS, Back, Copy, Search, Step, View


@dataclass(frozen=True, slots=True)
class Atom:
    """Received letters `[start, end)`, at most one, and what stands for them in the end.

    `hers` is what the editor wrote or took herself, `tracked` what she had tracked so; `edit`
    is the change of ours that the atom is part of. `made` is what stands there in the edited
    text, before she did anything.
    """

    start: int
    end: int
    now: str
    hers: bool = False
    tracked: bool = False
    edit: Edit | None = None
    made: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """What became of a line: its atoms in order, and what became of each change in it.

    `base` is the line that the copy was made from, as far as what came tells.
    """

    atoms: tuple[Atom, ...]
    views: tuple[tuple[Edit, View], ...]
    base: str

    @property
    def text(self) -> str:
        """What stands in the end, changes that were left counting as made."""
        return "".join(atom.now for atom in self.atoms)


def told(shown: Iterable[Piece], came: Iterable[tuple[str, Fate]]) -> Story | None:
    """What leads from the pieces `shown` to the text that `came`, each with its fate.

    None when so little agrees that the line was written anew.

    >>> edit = Edit("space.double", 1, 3, "  ", " ", "", "applied")
    >>> shown = [Piece("the ", 0), Piece(" ", 4, edit), Piece("bloc", 5)]
    >>> told(shown, [("the ", "kept"), ("blocs", "kept")]).text
    'the blocs'
    """
    copy, back = Copy.of(shown), Back.of(came)
    steps = Search(copy, back).steps()
    return None if steps is None else _Telling(copy, back).of(steps)


# ── the telling ──────────────────────────────────────────────────────────────


@dataclass(slots=True)
class _Telling:
    """Steps → atoms, and the fates of the changes."""

    copy: Copy
    back: Back
    atoms: list[Atom] = field(default_factory=list)
    base: list[str] = field(default_factory=list)
    _ways: dict[int, View] = field(default_factory=dict)
    _torn: set[int] = field(default_factory=set)
    _here: int = 0

    def of(self, steps: Sequence[Step]) -> Story:
        """The story that `steps` tell."""
        for step in steps:
            self._take(step)
        views = dict(self._views())
        torn = {id(edit) for edit, view in views.values() if view == "torn"}
        atoms = tuple(
            replace(atom, hers=True) if atom.edit and id(atom.edit) in torn else atom
            for atom in self.atoms
        )
        return Story(atoms, tuple(views.values()), "".join(self.base))

    def _take(self, step: Step) -> None:
        if step.act == "put":
            self._put(step.j)
            return
        if step.act in WAYS:
            self._ways[self.copy.of_piece[step.i]] = step.act
            for i in range(step.i, step.i + step.many):
                self._letter(i, seen=False)
            return
        for offset in range(step.many):
            self._letter(step.i + offset, seen=step.act == "same", tracked=step.act == "took")

    def _put(self, j: int) -> None:
        letter, fate = self.back.letters[j], self.back.fates[j]
        if fate != "given":
            self.base.append(letter)
        if fate != "taken":
            here = self._here
            self.atoms.append(Atom(here, here, letter, hers=True, tracked=fate == "given"))

    def _letter(self, i: int, *, seen: bool, tracked: bool = False) -> None:
        """A letter of the copy, whether it is `seen` in what came; else she took it, `tracked`."""
        number = self.copy.of_piece[i]
        piece, letter, place = self.copy.pieces[number], self.copy.letters[i], self.copy.places[i]
        if piece.edit is None:
            self._here = place + 1
            now = letter if seen else ""
            self.atoms.append(Atom(place, place + 1, now, not seen, tracked, made=letter))
            if seen or tracked:
                self.base.append(letter)
            return
        view = self._ways[number]
        stands = (view == "rejected") != piece.given
        passed = not seen and not (view == "left" or (view == "accepted") == piece.given)
        if not seen and not passed:
            self._torn.add(number)
        now = letter if stands and seen else ""
        end = place if piece.given else place + 1
        self._here = end
        made = letter if piece.given else ""
        self.atoms.append(Atom(place, end, now, edit=piece.edit, made=made))
        if not piece.given:
            self.base.append(letter)

    def _views(self) -> Iterator[tuple[int, tuple[Edit, View]]]:
        """What became of each change, all its pieces together."""
        found: dict[int, tuple[Edit, set[View]]] = {}
        for number, view in self._ways.items():
            edit = self.copy.pieces[number].edit
            if edit is not None:
                rows = found.setdefault(id(edit), (edit, set()))[1]
                rows.add("torn" if number in self._torn else view)
        for key, (edit, views) in found.items():
            yield key, (edit, views.pop() if len(views) == 1 else "torn")
