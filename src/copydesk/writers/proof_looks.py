"""How the words of a received line look, where its format said so: what of it a page can show."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from typing import Final

from copydesk.model import Mark

#: Looks that are shown → their elements, the outermost first.
_ELEMENTS: Final = {"strong": "b", "emph": "i", "code": "code", "sup": "sup", "sub": "sub"}


class Looks:
    """The looks of a line, by places in it as received; `edges` are where they change.

    >>> looks = Looks([Mark(0, 7, "emph"), Mark(4, 7, "strong")])
    >>> looks.edges, looks.at(2), looks.at(4), looks.at(7)
    ([0, 4, 7], ('emph',), ('strong', 'emph'), ())
    """

    def __init__(self, marks: Iterable[Mark]) -> None:
        changes: dict[int, Counter[str]] = {}
        for mark in marks:
            if mark.kind in _ELEMENTS and mark.start < mark.end:
                changes.setdefault(mark.start, Counter())[mark.kind] += 1
                changes.setdefault(mark.end, Counter())[mark.kind] -= 1
        self.edges = sorted(changes)
        self._from: list[tuple[str, ...]] = []
        standing: Counter[str] = Counter()
        for edge in self.edges:
            standing.update(changes[edge])
            self._from.append(tuple(kind for kind in _ELEMENTS if standing[kind]))

    def at(self, offset: int) -> tuple[str, ...]:
        """The looks of the letter at `offset`."""
        number = bisect_right(self.edges, offset) - 1
        return self._from[number] if number >= 0 else ()

    def before(self, offset: int) -> tuple[str, ...]:
        """The looks of what is put in at `offset`: as a word processor has it, those before it."""
        return self.at(offset - 1)


def dressed(markup: str, looks: Iterable[str]) -> str:
    """`markup` in the elements of `looks`.

    >>> dressed("Nature", ("emph",))
    '<i>Nature</i>'
    """
    for look in reversed(tuple(looks)):
        markup = f"<{_ELEMENTS[look]}>{markup}</{_ELEMENTS[look]}>"
    return markup
