"""A citation by name as its shape shows it, before it is known what it means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal


@dataclass(frozen=True, slots=True)
class Mention:
    """One name with its year, or with its page.

    `names` are the cited names in order, `words` as they are printed together (a body's
    name may hold an "and"); `given` are initials or given names before the first. `others`
    says that an "et al." followed. `title` is a title that chooses between works.

    `[start, end)` is the span of its whole bracket. A `weak` mention (nothing but its year
    says that it is one) is a citation only if an entry bears the name, a `faint` one (a
    place, a month) only if an entry agrees in name and year. `tail` are the words before a
    narrative one, which may hold more of the name or less.
    """

    text: str
    names: tuple[str, ...]
    others: bool
    year: str
    form: Literal["parenthetical", "narrative"]
    start: int
    end: int
    weak: bool
    prefix: str = ""
    locator: str = ""
    words: str = ""
    given: str = ""
    title: str = ""
    faint: bool = False
    tail: tuple[Mention, ...] = ()

    @property
    def name(self) -> str:
        """The words that stand for the name in a record: the first name, or the title."""
        return self.names[0] if self.names else self.title

    @property
    def whole(self) -> str:
        """All words of the names."""
        return self.words or ", ".join(self.names)

    def readings(self) -> Iterator[Mention]:
        """The mention itself and, of a narrative one, with more or fewer words before it.

        "In Lisbon, Marlow and Finn (2018)" names two authors, not three.
        """
        yield self
        yield from self.tail

    def read_as(self, names: tuple[str, ...], words: str, text: str) -> Mention:
        """The mention with other words taken for its names."""
        return replace(self, names=names, words=words, text=text, tail=())
