"""What was done to a line of the review copy: the cheapest way from what it showed to what came.

The copy showed letters of three kinds: those that stay, those that a change takes and those that
it gives. What came back has letters that stand untracked, are tracked as given, or as taken. An
editor leaves a change as it is, accepts it or rejects it, each part of it as a whole; and what
she writes or takes herself costs a step a letter. The cheapest way from the one to the other is
what she did. It is a search for shortest paths (Dijkstra) over places in the two texts; letters
that agree are always taken together, so that it takes time with the number of differences.

Neither ids nor authors are asked, which programs renumber and rename; and it does not matter in
what runs a program keeps its letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, NamedTuple, TypeAlias

from copydesk.model import Edit
from copydesk.readers.word.manifest import FORBIDDEN
from copydesk.readers.word.reviewed import Fate
from copydesk.review.tracked import TrackedPiece

View: TypeAlias = Literal["left", "accepted", "rejected", "torn"]
"""What became of a change: `torn` is one whose parts met different fates."""

#: What it costs that the editor wrote or took a letter, and that parts of a change differ.
_LETTER: Final = 2
_SWITCH: Final = 1
#: Places that are looked at, besides one a letter, before a line counts as written anew.
_MOST: Final = 150_000
_VIEWS: Final[tuple[View, ...]] = ("left", "accepted", "rejected")


class _Letter(NamedTuple):
    """A letter that the copy showed: where it was received, and the piece it is of.

    `end` is the place of the first letter behind its piece.
    """

    text: str
    at: int
    piece: TrackedPiece
    end: int


class _State(NamedTuple):
    """Places in the copy and in what came; the view of the piece, or of the part before it."""

    shown: int = 0
    came: int = 0
    view: View | None = None


class _Step(NamedTuple):
    """From one state to the next, which takes letters of the copy in a `view`, or none of them."""

    start: _State
    end: _State
    view: View | None


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
class Comparison:
    """What became of a line: its atoms in order, and what became of each change in it.

    `base` is the line that the copy was made from, as far as what came tells.
    """

    atoms: tuple[Atom, ...]
    views: tuple[tuple[Edit, View], ...]
    base: str


def compare_letters(
    shown: Iterable[TrackedPiece], came: Iterable[tuple[str, Fate]]
) -> Comparison | None:
    """Compare the pieces `shown` with the text that `came`, each stretch with its fate.

    None when so little agrees that the line was written anew.

    >>> edit = Edit("space.double", 1, 3, "  ", " ", "", "applied")
    >>> shown = [TrackedPiece("the ", 0), TrackedPiece(" ", 4, edit), TrackedPiece("bloc", 5)]
    >>> found = compare_letters(shown, [("the ", "kept"), ("blocs", "kept")])
    >>> "".join(atom.now for atom in found.atoms)
    'the blocs'
    """
    letters: list[_Letter] = []
    for piece in shown:
        rows = [row for row in enumerate(piece.text) if not FORBIDDEN.match(row[1])]
        end = len(letters) + len(rows)
        for offset, text in rows:
            letters.append(_Letter(text, piece.at + offset * (not piece.given), piece, end))
    back = [(letter, fate) for text, fate in came for letter in FORBIDDEN.sub("", text)]
    path = _find_path(letters, back)
    return None if path is None else _describe(path, letters, back)


# ── the search ───────────────────────────────────────────────────────────────


def _find_path(letters: Sequence[_Letter], back: Sequence[tuple[str, Fate]]) -> list[_Step] | None:
    """The steps of the cheapest path, or None when too many states were looked at."""
    costs, steps = {_State(): 0}, dict[_State, _Step]()
    queue, cost = [[_State()]], 0
    most = _MOST + len(letters) + len(back)
    while cost < len(queue):
        while queue[cost]:
            state = queue[cost].pop()
            if costs[state] != cost:
                continue  # a cheaper way to it was found since
            if state[:2] == (len(letters), len(back)):
                path = []
                while state in steps:
                    path.append(steps[state])
                    state = steps[state].start
                return path[::-1]
            for price, step in _find_steps(letters, back, state):
                if costs.get(step.end, cost + price + 1) > cost + price:
                    costs[step.end], steps[step.end] = cost + price, step
                    queue += [[] for _ in range(cost + price + 1 - len(queue))]
                    queue[cost + price].append(step.end)
        if len(costs) > most:
            return None
        cost += 1
    return None


def _find_steps(
    letters: Sequence[_Letter], back: Sequence[tuple[str, Fate]], state: _State
) -> Iterator[tuple[int, _Step]]:
    """What may come next, and what it costs."""
    i, j, view = state
    here = back[j] if j < len(back) else None
    if i < len(letters):
        letter = letters[i]
        edit, starts = letter.piece.edit, i == 0 or letters[i - 1].end == i
        chosen = _VIEWS if edit is not None and starts else (view,)
        for choice in chosen:
            price = _SWITCH if starts and view not in (None, choice) else 0
            fate = _give_fate(letter.piece, choice)
            if fate is None:
                end = _State(letter.end, j, _carry(letters, letter.end, choice))
                yield price, _Step(state, end, choice)
                continue
            end = _State(i + 1, j, _carry(letters, i + 1, choice))
            if here == (letter.text, fate):
                yield price, _Step(state, end._replace(came=j + 1), choice)
                if len(chosen) == 1:
                    return  # letters that agree are never worth more apart
                continue
            yield price + _LETTER, _Step(state, end, choice)
            if edit is None and here == (letter.text, "taken"):
                yield _LETTER, _Step(state, end._replace(came=j + 1), choice)
    if here is not None:
        yield _LETTER, _Step(state, _State(i, j + 1, view), None)


def _carry(letters: Sequence[_Letter], at: int, view: View | None) -> View | None:
    """The view with which the letter at `at` is reached, None where another change begins."""
    same = at < len(letters) and letters[at].piece.edit is letters[at - 1].piece.edit
    return view if same else None


def _give_fate(piece: TrackedPiece, view: View | None) -> Fate | None:
    """The fate that letters of `piece` have in a `view`; None where none of them is seen."""
    if piece.edit is None:
        return "kept"
    if view == "left":
        return "given" if piece.given else "taken"
    return "kept" if (view == "accepted") == piece.given else None


# ── what the path says ───────────────────────────────────────────────────────


def _describe(
    path: Iterable[_Step], letters: Sequence[_Letter], back: Sequence[tuple[str, Fate]]
) -> Comparison:
    """The atoms that the steps of `path` make, and what became of each change."""
    atoms: list[Atom] = []
    base: list[str] = []
    found: dict[int, tuple[Edit, set[View]]] = {}
    place = letters[0].at if letters else 0
    for start, end, view in path:
        came = back[start.came : end.came]
        if start.shown == end.shown:
            ((text, fate),) = came
            if fate != "given":
                base.append(text)
            if fate != "taken":
                atoms.append(Atom(place, place, text, hers=True, tracked=fate == "given"))
        for text, at, piece, _ in letters[start.shown : end.shown]:
            edit = piece.edit
            place = at + (not piece.given)
            made = text if piece.stands else ""
            if edit is None or view is None:
                seen = [fate for _, fate in came]
                now = text if seen == ["kept"] else ""
                atoms.append(Atom(at, place, now, not now, seen == ["taken"], made=made))
                base += [text] if seen else []
                continue
            is_lost = not came and _give_fate(piece, view) is not None
            now = text if (view == "rejected") != piece.given and not is_lost else ""
            atoms.append(Atom(at, place, now, edit=edit, made=made))
            base += [] if piece.given else [text]
            found.setdefault(id(edit), (edit, set()))[1].add("torn" if is_lost else view)
    views: dict[int, tuple[Edit, View]] = {
        key: (edit, each.pop() if len(each) == 1 else "torn") for key, (edit, each) in found.items()
    }
    done = (
        replace(one, hers=True) if one.edit and views[id(one.edit)][1] == "torn" else one
        for one in atoms
    )
    return Comparison(tuple(done), tuple(views.values()), "".join(base))
