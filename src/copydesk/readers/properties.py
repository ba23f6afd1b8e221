"""What a file says of itself → facts, where its text bears it out.

That is seldom what the article says: a title outlives the template it came with, the creator is
whoever typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from copydesk.language.folding import fold_words
from copydesk.model import Line

#: How far down an article its title and its author's name are looked for, in lines.
_OPENING: Final = 40
#: Lines that a title is printed in, at most.
_TITLE: Final = 4


def find_facts(title: str, author: str, lines: Iterable[Line]) -> Iterator[tuple[str, str]]:
    """Yield the title that whole lines of the opening print, and the author that they name.

    >>> opening = [Line(1, "Mud:"), Line(2, "a history"), Line(3, "By Ada Nother")]
    >>> dict(find_facts("Mud - A History", "Ada Nother", opening))
    {'title': 'Mud - A History', 'author': 'Ada Nother'}
    >>> dict(find_facts("Mud", "Ada", opening[1:]))
    {}
    """
    shown = (line for line in lines if line.text and not line.zone)
    opening = [fold_line(line.text) for line in islice(shown, _OPENING)]
    wanted = fold_line(title)
    places = ((at, at + size) for at in range(len(opening)) for size in range(1, _TITLE + 1))
    if wanted and any(" ".join(opening[start:end]) == wanted for start, end in places):
        yield "title", title.strip()
    name = fold_line(author)
    # One word is no name, and would be found in many a text.
    if " " in name and f" {name} " in f" {' '.join(opening)} ":
        yield "author", author.strip()


def fold_line(text: str) -> str:
    """`text` without case, accents and punctuation.

    >>> fold_line("Mud – a “History”")
    'mud a history'
    """
    return " ".join(fold_words(text))
