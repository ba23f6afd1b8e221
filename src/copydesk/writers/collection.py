"""A collection: what the book of several articles is made from, and what stands before them.

Title page and imprint are the same lines in every format, so that no two editions of a book say
different things of it. In a single document the articles share one space of names: `place` gives
each identifier the number of its article, so that two articles may cite the same work.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from copydesk.catalogue import Record
from copydesk.config import Config
from copydesk.labels import labels
from copydesk.language.scripts import runs_to
from copydesk.model import Article

if TYPE_CHECKING:
    from copydesk.writers.page import Page


@dataclass(frozen=True, slots=True)
class Member:
    """An article of a book: its number from 1, how it is filed, what it is and looks like.

    `markdown` is its Markdown edition, or b"".
    """

    number: int
    slug: str
    article: Article
    record: Record
    page: Page
    markdown: bytes = b""


@dataclass(frozen=True, slots=True)
class Volume:
    """A book of articles.

    `record` is the catalogue record of the whole, `parts` are the titles ("" for none) under
    which its members stand and how many are under each.
    """

    name: str
    record: Record
    config: Config
    members: tuple[Member, ...]
    parts: tuple[tuple[str, int], ...]

    def grouped(self) -> Iterator[tuple[str, tuple[Member, ...]]]:
        """The members under the title of each part."""
        start = 0
        for title, count in self.parts:
            yield title, self.members[start : start + count]
            start += count

    def listed(self) -> Iterator[str]:
        """What is printed of the articles outside of them: in the contents, and above parts."""
        for title, members in self.grouped():
            yield from (title, title)
            for member in members:
                yield from (member.record.title, ", ".join(member.record.names))
                if not member.article.front.title:
                    yield member.record.title  # the name of its file, as its heading


def place(name: str, number: int) -> str:
    """The identifier `name` of the article with the `number`, as all of the book know it.

    >>> place("ref-lo2022", 3)
    'ref-lo2022-3'
    """
    return f"{name}-{number}"


# ── what stands before the articles ──────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Line:
    """A line of one `kind`; its last words, `linked`, lead to the address `target`."""

    kind: str
    text: str
    linked: str = ""
    target: str = ""

    @property
    def words(self) -> str:
        return self.text + self.linked


def list_title_page(about: Record) -> tuple[Line, ...]:
    """Publication, title and subtitle, editors or authors, and who publishes the book.

    >>> from copydesk.config import Publication
    >>> from copydesk.model import Imprint, Person
    >>> book = Record("Tides", "", (), "en", "", "2021", Publication(publisher="Quay Press"),
    ...     Imprint(), dated="2021", editors=(Person("Vera Lund"),))
    >>> [line.text for line in list_title_page(book)]
    ['Tides', 'Edited by Vera Lund', 'Quay Press', '2021']
    """
    return _said(
        Line("publication", _listed(" · ", _above(about), *about.place)),
        Line("title", about.title),
        Line("subtitle", about.subtitle),
        Line("people", about.credit),
        Line("publisher", _listed(" · ", about.publisher, about.publication.place)),
        Line("dated", about.dated),
    )


def list_imprint(about: Record) -> tuple[Line, ...]:
    """By whom, where and when the book is published, its numbers, rights and licence."""
    publication, words = about.publication, labels(about.language)
    return _said(
        Line("title", about.title),
        Line("subtitle", about.subtitle),
        Line("people", about.credit),
        Line("publisher", _listed(", ", about.publisher, publication.place)),
        Line("dated", about.dated),
        Line("series", _listed(" · ", _above(about), *about.place)),
        Line("address", "", publication.url, publication.url),
        Line("number", f"ISBN {about.isbn}" if about.isbn else ""),
        Line("number", "DOI " if about.doi_address else "", about.doi_address, about.doi_address),
        Line("number", f"ISSN {publication.issn}" if publication.issn else ""),
        Line("copyright", publication.rights),
        Line("licence", f"{words['licence']} " if about.licence else "",
             about.licence_name, about.licence),
    )  # fmt: skip


def mark_up_lines(lines: Iterable[Line], about: Record, heading: str = "p") -> str:
    r"""The `lines` of the book `about` as elements, each of the class of its kind.

    The title is a `heading`. A line that runs to the other side than the book says so, for its
    numbers and signs would change places.

    >>> from copydesk.config import Publication
    >>> from copydesk.model import Imprint
    >>> book = Record("Tides", "", (), "en", "", "", Publication(), Imprint())
    >>> mark_up_lines([Line("number", "DOI ", "10.5555/a", "https://doi.org/10.5555/a")], book)
    '<p class="number">DOI <a href="https://doi.org/10.5555/a">10.5555/a</a></p>\n'
    """
    return "".join(
        _element(line, about.direction, heading if line.kind == "title" else "p") for line in lines
    )


def _element(line: Line, direction: str, tag: str) -> str:
    inner = escape(line.text)
    if line.linked:
        inner += f'<a href="{escape(line.target)}">{escape(line.linked)}</a>'
    if (side := runs_to(line.words)) not in ("", direction):
        inner = f'<span dir="{side}">{inner}</span>'
    return f'<{tag} class="{line.kind}">{inner}</{tag}>\n'


def _said(*lines: Line) -> tuple[Line, ...]:
    return tuple(line for line in lines if line.words)


def _above(about: Record) -> str:
    """The name of the publication, unless that is the publisher's as well."""
    name = about.publication.name
    return name if name != about.publisher else ""


def _listed(joint: str, *parts: str) -> str:
    return joint.join(filter(None, parts))
