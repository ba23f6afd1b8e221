"""A collection: what the book of several articles is made from, and what stands before them.

In a single document the articles share one space of names: `place` gives each identifier the number
of its article, so that two articles may cite the same work.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from copydesk.composition.catalogue import CatalogueRecord
from copydesk.composition.labels import load_labels
from copydesk.config import Config
from copydesk.language.scripts import runs_to
from copydesk.model import Article
from copydesk.writers.page import Page
from copydesk.writers.templates import compile_template


@dataclass(frozen=True, slots=True)
class BookArticle:
    """An article of a book: its number from 1, how it is filed, what it is and looks like.

    `markdown` is its Markdown edition, or b"".
    """

    number: int
    slug: str
    article: Article
    record: CatalogueRecord
    page: Page
    markdown: bytes = b""


@dataclass(frozen=True, slots=True)
class Volume:
    """A book of articles.

    `record` is the catalogue record of the whole, `parts` are the titles ("" for none) under
    which its members stand and how many are under each; an article alone has none.
    """

    name: str
    record: CatalogueRecord
    config: Config
    members: tuple[BookArticle, ...]
    parts: tuple[tuple[str, int], ...] = ()

    def grouped(self) -> Iterator[tuple[str, tuple[BookArticle, ...]]]:
        """The members under the title of each part."""
        start = 0
        for title, count in self.parts or (("", len(self.members)),):
            yield title, self.members[start : start + count]
            start += count


def number_identifier(name: str, number: int) -> str:
    """The identifier `name` of the article with the `number`, as all of the book know it.

    >>> number_identifier("ref-lo2022", 3)
    'ref-lo2022-3'
    """
    return f"{name}-{number}"


#: How title page, imprint, contents and the cover on paper are written: a macro each.
load_template: Final = partial(
    compile_template, "book.html", labels=load_labels, place=number_identifier, runs_to=runs_to
)
