"""A citation by name as its shape shows it, before it is known what it means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from copydesk.citations.words import pattern, words

#: Small words that are parts of names, and prepositions before others.
_PARTICLES: Final = re.compile(rf"{pattern(sorted(words('particles')))}\s+", re.IGNORECASE)
_ELIDED: Final = re.compile(r"(?:d|l|dell|all|nell|qu)[’'](?=\w)", re.IGNORECASE)
#: The work that another is printed in: "Lo in Osei".
_WITHIN: Final = re.compile(r"[^\W\d_][\w.’'-]{0,30}(?:\s[\w.’'-]{1,30}){0,2}\sin\s(?=\w)")


@dataclass(frozen=True, slots=True)
class Mention:
    """One name with its year, or with its page.

    `names` are the cited names in order, `words` as they are printed together (a body's
    name may hold an "and"); `given` are initials or given names before the first. `others`
    says that an "et al." followed. `title` is a title that chooses between works.

    `[start, end)` is the span of its whole bracket. A `weak` mention (nothing but its year
    says that it is one) is a citation only if an entry bears the name, a `faint` one (a
    place, a month) only if an entry agrees in name and year. `tail` are the words before a
    narrative one, which may hold more of the name or less. One that says `again` ("ibid.")
    stands for the citation before it. `beside` is the name that an "and" joins to this reading
    and that it leaves out.
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
    beside: str = ""
    again: bool = False
    time: str = ""

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
        for one in (self, *self.tail):
            yield one
            bare = _behind_preposition(one)
            while bare:
                yield bare
                bare = _behind_preposition(bare)

    def read_as(self, names: tuple[str, ...], words: str, text: str) -> Mention:
        """The mention with other words taken for its names."""
        return replace(self, names=names, words=words, text=text, tail=())


def _behind_preposition(mention: Mention) -> Mention | None:
    """The mention without a "von" or "de" before the name, or with "Lo in" before "Osei".

    Both words belong to some names and to none of others: an entry decides.
    """
    name = mention.names[0] if mention.names else ""
    lead = _PARTICLES.match(name) or _ELIDED.match(name) or _WITHIN.match(name)
    if not lead or lead.end() == len(name):
        return None
    size = lead.end()
    rest = (name[size:], *mention.names[1:])
    printed = mention.words[size:] if mention.words.startswith(lead[0]) else mention.words
    if mention.form == "parenthetical":
        prefix = f"{mention.prefix} {lead[0]}".strip()
        return replace(mention, names=rest, words=printed, prefix=prefix, tail=())
    if not mention.text.startswith(lead[0]):
        return None
    return mention.read_as(rest, printed, mention.text[size:])
