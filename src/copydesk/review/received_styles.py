"""How the words of a line look, where the format of the submission said so."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from copydesk.model import Mark

#: Looks that a page shows → their elements, the outermost first.
ELEMENTS: Final = {"strong": "b", "emph": "i", "code": "code", "sup": "sup", "sub": "sub"}


class ReceivedStyles:
    """Which of `kinds` each part of a line is, in their order; it is cut at `cuts` as well.

    >>> looks = ReceivedStyles([Mark(0, 7, "emph"), Mark(4, 7, "strong")], ELEMENTS)
    >>> list(looks.parts(2, 9))
    [(2, 4, ('emph',)), (4, 7, ('strong', 'emph')), (7, 9, ())]
    >>> looks.before(4)
    ('emph',)
    """

    def __init__(
        self, marks: Iterable[Mark], kinds: Collection[str], cuts: Iterable[int] = ()
    ) -> None:
        turns: dict[int, list[tuple[str, int]]] = {cut: [] for cut in cuts}
        for mark in marks:
            if mark.kind in kinds and mark.start < mark.end:
                turns.setdefault(mark.start, []).append((mark.kind, 1))
                turns.setdefault(mark.end, []).append((mark.kind, -1))
        self.edges = sorted(turns)
        self._from: list[tuple[str, ...]] = []
        on: Counter[str] = Counter()
        for edge in self.edges:
            for kind, step in turns[edge]:
                on[kind] += step
            self._from.append(tuple(kind for kind in kinds if on[kind]))

    def parts(self, start: int, end: int) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """`[start, end)` in parts of one look: (start, end, kinds)."""
        number = bisect_right(self.edges, start)
        while start < end:
            after = self.edges[number] if number < len(self.edges) else end
            yield start, min(after, end), self._from[number - 1] if number else ()
            start, number = after, number + 1

    def before(self, offset: int) -> tuple[str, ...]:
        """What is put in at `offset` would look like: as the letter before it."""
        number = bisect_right(self.edges, offset - 1)
        return self._from[number - 1] if number else ()


def dressed(markup: str, looks: Iterable[str]) -> str:
    """`markup` in the elements of `looks`.

    >>> dressed("Nature", ("emph",))
    '<i>Nature</i>'
    """
    for look in reversed(tuple(looks)):
        markup = f"<{ELEMENTS[look]}>{markup}</{ELEMENTS[look]}>"
    return markup
