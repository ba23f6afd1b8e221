"""A book as values: what an EPUB is packed from, be it one article or a collection of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from copydesk.catalogue import Record
from copydesk.writers.cover import Cover
from copydesk.writers.page import Page


@dataclass(frozen=True, slots=True)
class Chapter:
    """An article in a book.

    `folder` is where it stands with its pictures, so that no two articles can be in each
    other's way: the slug of the article, or "" for the only one of a book.
    """

    folder: str
    page: Page

    @property
    def file(self) -> str:
        """Where the text stands inside the book."""
        return self.inside("article.xhtml")

    @property
    def up(self) -> str:
        """The way from the text to what all chapters share."""
        return "../" if self.folder else ""

    def inside(self, name: str) -> str:
        return f"{self.folder}/{name}" if self.folder else name


@dataclass(frozen=True, slots=True)
class Book:
    """One or more articles between covers.

    `record` is the catalogue record of the whole, `identifier` a URN that stays when the
    text is corrected, `style` the style sheet of every document in it. `parts` are titles
    under which its chapters stand ("" for none), each with how many.
    """

    record: Record
    identifier: str
    chapters: tuple[Chapter, ...]
    style: str = ""
    cover: Cover | None = None
    parts: tuple[tuple[str, int], ...] = ()

    def grouped(self) -> Iterator[tuple[str, tuple[Chapter, ...]]]:
        """The chapters under the title of each part."""
        start = 0
        for title, count in self.parts or (("", len(self.chapters)),):
            yield title, self.chapters[start : start + count]
            start += count

    @property
    def collected(self) -> bool:
        """Whether the book is one of several articles, with a title of its own."""
        return bool(self.parts) or len(self.chapters) > 1

    @property
    def part_files(self) -> tuple[str, ...]:
        """Where the pages with the titles of its parts stand, "" for one without a title."""
        numbered = enumerate(self.parts, 1)
        return tuple(f"part-{number}.xhtml" if title else "" for number, (title, _) in numbered)
