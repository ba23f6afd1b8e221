"""The catalogue record of an article: what the metadata of every format say of it.

Writers that word it each in their own vocabulary (Dublin Core, YAML, JATS, XMP) read it
from here, so that no two formats can differ in what they say.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from copydesk.config import Config, Publication
from copydesk.model import Article, Imprint, Paragraph, Person
from copydesk.nodes import plain

#: Longest description that is taken from the text itself.
_DESCRIPTION: Final = 300
#: The first day that a zip file knows: what a file bears when its article has no day.
EPOCH: Final = "1980-01-01"
_DAY: Final = len(EPOCH)


@dataclass(frozen=True, slots=True)
class Record:
    """What catalogues know of an article; "" and () where nothing is known.

    `date` is its day, month or year in ISO form, `day` the first day of that, `dated` what
    is printed of it. `licence` is the article's own, else the publication's.
    """

    title: str
    subtitle: str
    authors: tuple[Person, ...]
    language: str
    description: str
    date: str
    publication: Publication
    imprint: Imprint
    dated: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The authors' names."""
        return tuple(author.name for author in self.authors)

    @property
    def publisher(self) -> str:
        return self.publication.publisher or self.publication.name

    @property
    def licence(self) -> str:
        return self.imprint.licence or self.publication.licence

    @property
    def day(self) -> str:
        """The first day that `date` covers, "" when it is none."""
        return first_day(self.date)

    @property
    def stamp(self) -> str:
        """The moment that files carry: the article's day, else the first one zip knows."""
        return f"{self.day or EPOCH}T00:00:00Z"


def record(article: Article, config: Config, slug: str) -> Record:
    """The record of `article`; one without a title bears the name of its file."""
    front = article.front
    known = {person.name: person for person in front.people}
    names = front.authors or tuple(filter(None, (front.byline,)))
    return Record(
        title=front.title or slug.replace("-", " "),
        subtitle=front.deck,
        authors=tuple(known.get(name, Person(name)) for name in names),
        language=config.language(front.language),
        description=front.deck or _opening(article),
        date=front.date_iso,
        publication=config.publication,
        imprint=front.imprint,
        dated=front.date,
    )


def first_day(date: str) -> str:
    """`date` (a year, month or day in ISO form) as the first day it covers, "" when it is none.

    >>> first_day("2021-05"), first_day("2021-02-30"), first_day("")
    ('2021-05-01', '', '')
    """
    whole = date + EPOCH[4:][max(0, len(date) - 4) :]
    try:
        return dt.date.fromisoformat(whole[:_DAY]).isoformat()
    except ValueError:
        return ""


def _opening(article: Article) -> str:
    """The start of the first paragraph."""
    paragraphs = (block for block in article.body if isinstance(block, Paragraph))
    return shortened(next((plain(block.content) for block in paragraphs), ""), _DESCRIPTION)


def shortened(text: str, length: int) -> str:
    """`text` cut at a word's end, with an ellipsis, when it is longer than `length`.

    >>> shortened("The harbour, at night", 15)
    'The harbour …'
    """
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—") + " …"
