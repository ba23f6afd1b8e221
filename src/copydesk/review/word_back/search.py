"""The cheapest way from what a review copy showed of a line to what came back of it.

The search is that of shortest paths, over places in the two texts; letters that agree are walked
along at once, so that it takes time with the number of differences, not with the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from copydesk.readers.word.manifest import FORBIDDEN
from copydesk.readers.word.reviewed import Fate
from copydesk.review.tracked import Piece

View: TypeAlias = Literal["left", "accepted", "rejected", "torn"]
"""What became of a change: `torn` is one whose parts met different fates."""

#: What it costs that the editor wrote or took a letter, and that parts of a change differ.
_LETTER: Final = 2
_SWITCH: Final = 1
#: Places that are looked at before a line counts as written anew.
_MOST: Final = 150_000

#: How far a change is entered: not at all, or in which of three ways; and which way was gone with
#: its part just before, that of this part being open.
_OPEN: Final = 0
WAYS: Final[tuple[View, ...]] = ("left", "accepted", "rejected")
_CARRIED: Final = len(WAYS)


# ── the two texts ────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Copy:
    """The letters that the copy showed: of which piece each is, and where it was received."""

    letters: str
    places: tuple[int, ...]
    of_piece: tuple[int, ...]
    pieces: tuple[Piece, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, shown: Iterable[Piece]) -> Copy:
        pieces = [piece for piece in shown if FORBIDDEN.sub("", piece.text)]
        letters: list[str] = []
        places: list[int] = []
        of_piece: list[int] = []
        ends: list[int] = []
        for number, piece in enumerate(pieces):
            for offset, letter in enumerate(piece.text):
                if not FORBIDDEN.match(letter):
                    letters.append(letter)
                    places.append(piece.at if piece.given else piece.at + offset)
                    of_piece.append(number)
            ends.append(len(letters))
        return cls("".join(letters), tuple(places), tuple(of_piece), tuple(pieces), tuple(ends))

    def goes_on(self, number: int) -> bool:
        """Whether the piece after `number` is of the same change."""
        pair = self.pieces[number : number + 2]
        return len(pair) > 1 and pair[0].edit is pair[1].edit is not None


@dataclass(frozen=True, slots=True)
class Back:
    """The letters that came back, and the fate of each."""

    letters: str
    fates: tuple[Fate, ...]

    @classmethod
    def of(cls, came: Iterable[tuple[str, Fate]]) -> Back:
        rows = [(FORBIDDEN.sub("", text), fate) for text, fate in came]
        fates = tuple(fate for text, fate in rows for _ in text)
        return cls("".join(text for text, _ in rows), fates)


# ── the search ───────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Step:
    """From one place to the next: letters `[i, i + many)` of the copy and `[j, …)` of what came.

    `act` is `same` (they agree), `took` (a letter that is tracked as taken), `lost` (of the copy
    alone), `put` (of what came alone) or a way to enter a change, whose letters are passed over
    where none of them is to be seen on it.
    """

    act: str
    i: int
    j: int
    many: int = 1


State: TypeAlias = tuple[int, int, int]
"""A place in the copy, one in what came, and how far a change is entered."""


@dataclass(slots=True)
class Search:
    """Shortest paths: states by the cost at which they are reached, cheapest first."""

    copy: Copy
    back: Back
    came_from: dict[State, tuple[State, Step]] = field(default_factory=dict)
    costs: dict[State, int] = field(default_factory=lambda: {(0, 0, _OPEN): 0})

    def steps(self) -> list[Step] | None:
        """The steps of the cheapest path, or None when too many places were looked at."""
        start: State = (0, 0, _OPEN)
        queue: list[list[State]] = [[start]]
        cost = 0
        while cost < len(queue):
            while queue[cost]:
                state = queue[cost].pop()
                if self.costs[state] != cost:
                    continue  # a cheaper way to it was found since
                if state[0] == len(self.copy.letters) and state[1] == len(self.back.letters):
                    return self._path(state)
                for price, after, step in self._moves(*state):
                    if self._reach(cost + price, state, after, step):
                        while len(queue) <= cost + price:
                            queue.append([])
                        queue[cost + price].append(after)
            if len(self.costs) > _MOST:
                return None
            cost += 1
        return None

    def _reach(self, cost: int, before: State, after: State, step: Step) -> bool:
        if self.costs.get(after, cost + 1) <= cost:
            return False
        self.costs[after] = cost
        self.came_from[after] = before, step
        return True

    def _path(self, state: State) -> list[Step]:
        steps = []
        while state in self.came_from:
            state, step = self.came_from[state]
            steps.append(step)
        return steps[::-1]

    def _moves(self, i: int, j: int, way: int) -> Iterator[tuple[int, State, Step]]:
        """What may come next: its cost, the place it leads to, and the step."""
        copy, back = self.copy, self.back
        if i < len(copy.letters):
            number = copy.of_piece[i]
            piece = copy.pieces[number]
            if piece.edit is not None and not 0 < way <= _CARRIED:
                yield from self._entered(i, j, way, number)
            else:
                fate = _seen(piece, way)
                many = self._run(i, j, copy.ends[number], fate)
                if many:
                    after = i + many, j + many, self._way(i + many, number, way)
                    yield 0, after, Step("same", i, j, many)
                    return  # letters that agree are never worth more apart
                after = i + 1, j, self._way(i + 1, number, way)
                yield _LETTER, after, Step("lost", i, j)
                seen = back.letters[j : j + 1], back.fates[j : j + 1]
                if piece.edit is None and seen == (copy.letters[i], ("taken",)):
                    yield _LETTER, (i + 1, j + 1, _OPEN), Step("took", i, j)
        if j < len(back.letters):
            yield _LETTER, (i, j + 1, way), Step("put", i, j)

    def _run(self, i: int, j: int, end: int, fate: Fate | None) -> int:
        """How many letters from here on agree and have `fate`."""
        copy, back = self.copy.letters, self.back
        many = 0
        room = min(end - i, len(back.letters) - j)
        while many < room and back.fates[j + many] == fate:
            if copy[i + many] != back.letters[j + many]:
                break
            many += 1
        return many

    def _entered(self, i: int, j: int, way: int, number: int) -> Iterator[tuple[int, State, Step]]:
        """The ways to go with the piece `number`, that of its change's last part being free."""
        piece, end = self.copy.pieces[number], self.copy.ends[number]
        for choice, view in enumerate(WAYS, 1):
            price = _SWITCH if way > _CARRIED and way != _CARRIED + choice else 0
            if _seen(piece, choice) is None:
                after = end, j, self._way(end, number, choice)
                yield price, after, Step(view, i, j, end - i)
            else:
                yield price, (i, j, choice), Step(view, i, j, 0)

    def _way(self, i: int, number: int, way: int) -> int:
        """How far a change is entered at `i`, which may be the end of the piece `number`."""
        if i < self.copy.ends[number]:
            return way
        return _CARRIED + way if way and self.copy.goes_on(number) else _OPEN


def _seen(piece: Piece, way: int) -> Fate | None:
    """The fate that letters of `piece` have on a `way`; None where none of them is seen."""
    if piece.edit is None:
        return "kept"
    view = WAYS[way - 1]
    if view == "left":
        return "given" if piece.given else "taken"
    return "kept" if (view == "accepted") == piece.given else None
