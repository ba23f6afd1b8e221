"""A page as its walk knows it, and the blocks that it makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from copydesk.model import Mark, Picture
from copydesk.readers.html.notes import FoundNotes
from copydesk.readers.inlines import Onward, Trait


@dataclass(frozen=True, slots=True)
class PageContext:
    """What the walk needs to know of the page.

    The `base` of its addresses, its notes, how much prose it has, and the marks that its
    style sheets make of a class. `typed` is a tree of Markdown, where writers set the blanks.
    """

    base: str
    notes: FoundNotes
    prose: int
    classes: Mapping[str, tuple[Trait, ...]]
    typed: bool = False


@dataclass(frozen=True, slots=True)
class PageBlock:
    """A block on its way to be a `Line`.

    `element` is the smallest one that holds it. Blocks of one `group` (items of a list, rows
    of a table, lines of a verse) have no gap between them. `row`, `more`, `flow` and
    `struck` are those of `MarkedLine`.
    """

    text: str
    element: HtmlElement
    group: int
    marks: tuple[Mark, ...] = ()
    hint: str = ""
    zone: str = ""
    row: int = 0
    more: frozenset[int] = frozenset()
    flow: Onward = ""
    struck: tuple[str, ...] = ()


def count_prose(element: HtmlElement) -> int:
    """Count the characters in the paragraphs of `element`."""
    return sum(len(part.text_content()) for part in element.iter("p"))


@dataclass(slots=True)
class Shared:
    """What the walk of a page and those of its cells, notes and hidden texts gather together.

    `nested` are the lists and quotations inside of quotations, each before its first block.
    """

    pictures: list[Picture] = field(default_factory=list)
    unprinted: list[str] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)
    nested: list[tuple[str, int]] = field(default_factory=list)
