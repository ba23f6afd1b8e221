"""The catalogue record of an article: what the metadata of every format say of it.

Writers that word it each in their own vocabulary (Dublin Core, YAML, JATS, XMP) read it
from here, so that no two formats can differ in what they say.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import quote

from copydesk.composition.abstracts import find_abstract
from copydesk.composition.labels import load_labels
from copydesk.config import Config
from copydesk.language.folding import fold_words
from copydesk.language.scripts import Direction, add_script, direction_of
from copydesk.model import (
    Article,
    Imprint,
    Inline,
    Paragraph,
    Person,
    Subscript,
    Superscript,
    Text,
    plain,
    texts_with_notes,
)
from copydesk.settings.licences import Licence, find_licence
from copydesk.settings.publication import Publication

#: A paragraph that is longer than this is no line of its own, such as an address.
_LINE: Final = 120
_CLOSED: Final = (".", "!", "?", "…", "。", "！", "？", "।", "॥", "؟", "۔")
#: Longest description that is taken from the text itself, and from its abstract.
_DESCRIPTION: Final = 300
_ABSTRACT: Final = 1_200
#: Digits that are characters where text has no marks.
_DIGITS: Final = {
    Superscript: str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻"),
    Subscript: str.maketrans("0123456789+-−", "₀₁₂₃₄₅₆₇₈₉₊₋₋"),
}
#: The first day that a zip file knows: what a file bears when its article has no day.
EPOCH: Final = "1980-01-01"
#: Where DOIs and ORCID iDs lead.
DOI: Final = "https://doi.org/"
ORCID: Final = "https://orcid.org/"
_DAY: Final = len(EPOCH)
#: Signs of DOIs that mean themselves in an address; `#`, `?` and `%` would cut it short.
_DOI_SIGNS: Final = "/:;.()<>_-+,@!*'$&="


@dataclass(frozen=True, slots=True)
class CatalogueRecord:
    """What catalogues know of an article; "" and () where nothing is known.

    `date` is its day, month or year in ISO form, `day` the first day of that, `dated` what is
    printed of it. `licence` is the address of the article's own, else of the publication's,
    `licence_name` what it calls itself, or its address when that is all that is known. `pages`
    are first and last. Of a book, `authors` are those of its articles; `editors` and `isbn` are
    said of nothing else.

    >>> found = CatalogueRecord("Tides", "", (), "en", "", "2021-05",
    ...     Publication(licence="CC0-1.0"), Imprint(doi="10.5555/tide", pages="101–117"))
    >>> found.day, found.doi_address, found.pages
    ('2021-05-01', 'https://doi.org/10.5555/tide', ('101', '117'))
    >>> found.licence, found.licence_name.partition(" (")[0]
    ('https://creativecommons.org/publicdomain/zero/1.0/', 'Creative Commons Zero 1.0 Universal')
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
    editors: tuple[Person, ...] = ()
    isbn: str = ""

    @property
    def credit(self) -> str:
        """Whose book it is, as it is printed: its editors, who are called so, else its authors."""
        if not self.editors:
            return ", ".join(self.names)
        edited = load_labels(self.language)["edited_by"]
        return edited.format(", ".join(editor.name for editor in self.editors))

    @property
    def summary(self) -> str:
        """The description, after the editors where there are any and a format names none."""
        return f"{self.credit}. {self.description}" if self.editors else self.description

    @property
    def direction(self) -> Direction:
        """To which side the article runs."""
        return direction_of(self.language)

    @property
    def names(self) -> tuple[str, ...]:
        """The authors' names."""
        return tuple(author.name for author in self.authors)

    @property
    def kind(self) -> str:
        """What the article is to librarians, as a CSL type.

        What has a volume, or an ISSN or issue and is in no series, is an article of a journal;
        what is in a series, a report of it; what is in a publication otherwise, an article of
        a magazine, of which styles print the day; anything else is a web page, or without an
        address a document.
        """
        publication, imprint = self.publication, self.imprint
        numbered = imprint.issue or publication.issn
        if imprint.volume or (numbered and not publication.series):
            return "article-journal"
        if publication.series:
            return "report"
        if publication.name:
            return "article-magazine"
        return "webpage" if imprint.url else "document"

    @property
    def publisher(self) -> str:
        return self.publication.publisher or self.publication.name

    @property
    def licence(self) -> str:
        return self._licence.address

    @property
    def licence_name(self) -> str:
        return self._licence.name or self._licence.address

    @property
    def _licence(self) -> Licence:
        return find_licence(self.imprint.licence or self.publication.licence)

    @property
    def doi_address(self) -> str:
        """Where the DOI leads, "" without one."""
        return DOI + quote(self.imprint.doi, safe=_DOI_SIGNS) if self.imprint.doi else ""

    @property
    def place(self) -> tuple[str, ...]:
        """Where in its publication the article stands, as mastheads say: series, volume(issue)."""
        volume, issue = self.imprint.volume, self.imprint.issue
        number = f"{volume}({issue})" if volume and issue else volume or issue
        return tuple(filter(None, (self.publication.series, number)))

    @property
    def pages(self) -> tuple[str, str]:
        """The first and the last page, the same for one page alone."""
        first, _, last = self.imprint.pages.replace("–", "-").partition("-")
        return first.strip(), (last or first).strip()

    @property
    def day(self) -> str:
        """The first day that `date` covers, "" when it is none."""
        return first_day(self.date)

    @property
    def stamp(self) -> str:
        """The moment that files carry: the article's day, else the first one zip knows."""
        return f"{self.day or EPOCH}T00:00:00Z"


def record(article: Article, config: Config, slug: str) -> CatalogueRecord:
    """The record of `article`; one without a title bears the name of its file."""
    front = article.front
    known = {person.name: person for person in front.signed or front.people}
    alone = front.byline if not _of_itself(front.byline, config.publication) else ""
    names = front.authors or tuple(filter(None, (alone,)))
    return CatalogueRecord(
        title=front.title or slug.replace("-", " "),
        subtitle=front.deck,
        authors=tuple(known.get(name, Person(name)) for name in names),
        language=language(article, config),
        description=_description(article),
        date=front.date_iso,
        publication=config.publication,
        imprint=front.imprint,
        dated=front.date,
    )


def _of_itself(byline: str, publication: Publication) -> bool:
    """Whether `byline` names nobody but the publication: “By The Estuary Review”.

    >>> _of_itself("By the Estuary Review", Publication(name="The Estuary Review"))
    True
    >>> _of_itself("Ana Lo, The Estuary Review", Publication(name="The Estuary Review"))
    False
    """
    said = _bare(byline)
    return any(
        own and (said == own or said[1:] == own)
        for own in (_bare(publication.name), _bare(publication.publisher))
    )


def _bare(name: str) -> list[str]:
    """The words of a name without its article, wherever that stands."""
    return [word for word in fold_words(name) if word != "the"]


def language(article: Article, config: Config) -> str:
    """The language tag of `article`, with the script where its letters tell that of Chinese."""
    tag = config.language(article.front.language)
    if tag != "zh":
        return tag
    return add_script(tag, "".join((article.front.title, *texts_with_notes(article.body))))


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


def _description(article: Article) -> str:
    """The abstract, else the deck, else the start of the text."""
    body = [
        replace(block, content=tuple(_spell_digits(block.content)))
        if isinstance(block, Paragraph)
        else block
        for block in article.body
    ]
    found = shorten_text(find_abstract(body, article.front.language), _ABSTRACT)
    paragraphs = [plain(block.content) for block in body if isinstance(block, Paragraph)]
    return found or article.front.deck or _opening(paragraphs)


def _spell_digits(content: Iterable[Inline]) -> Iterator[Inline]:
    """`content` with raised and lowered digits as characters: 10⁶ is not 106."""
    for inline in content:
        table = _DIGITS.get(type(inline), {})
        text = plain([inline]) if table else ""
        yield Text(text.translate(table)) if text and set(map(ord, text)) <= set(table) else inline


def _opening(paragraphs: Sequence[str]) -> str:
    """The start of the first paragraph; where an author sits, or what was received, is none."""
    first = next(filter(_is_prose, paragraphs), paragraphs[0] if paragraphs else "")
    return shorten_text(first, _DESCRIPTION)


def _is_prose(text: str) -> bool:
    """Whether `text` says something: it is closed as sentences are, or too long for a line.

    What leads to something else, "Keywords:", says nothing.

    >>> _is_prose("The harbour was quiet."), _is_prose("Department of Tides, University of Hull")
    (True, False)
    """
    return len(text) > _LINE or text.rstrip(" \"'”’»)]").endswith(_CLOSED)


def shorten_text(text: str, length: int) -> str:
    """`text` cut at a word's end, with an ellipsis, when it is longer than `length`.

    >>> shorten_text("The harbour, at night", 15)
    'The harbour …'
    """
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—") + " …"
