"""The work on one book: the articles of a collection or an issue, composed anew and bound.

A book depends on no output of its articles, only on what they are made from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from copydesk import registry, verify
from copydesk.builder import article_job, books
from copydesk.builder.article_job import ArticleInput, check_settings
from copydesk.builder.books import Collection, Gathered
from copydesk.builder.job import JobRunner, MadeDocument, describe_output
from copydesk.builder.staleness import DocumentStatus, Inputs
from copydesk.builder.survey import Survey
from copydesk.composition.catalogue import CatalogueRecord, first_day, record
from copydesk.config import Config
from copydesk.errors import ConfigError, CopydeskError, Refused
from copydesk.language.in_words import in_words
from copydesk.language.sentences import count_words
from copydesk.model import ArticleSummary, Colophon, Imprint, Person, texts_with_notes
from copydesk.references.this_article import file_name
from copydesk.structure.date import read_date
from copydesk.verify import Measure
from copydesk.writers import epub
from copydesk.writers.collection import BookArticle, Volume, number_identifier
from copydesk.writers.page import page
from copydesk.writers.pdf import book as pdf_book

#: What makes each format of a book.
WRITERS: Final[Mapping[str, Callable[[Volume], bytes]]] = {
    "pdf": pdf_book.write,
    "epub": epub.write_collection,
}


@dataclass(frozen=True, slots=True)
class BookWork:
    """What a book is made from, read once."""

    book: Gathered
    members: tuple[tuple[DocumentStatus, Inputs], ...]
    made_from: Colophon

    @property
    def formats(self) -> tuple[str, ...]:
        """What is to stand when everything is made."""
        return self.book.collection.formats

    def make(self, runner: JobRunner, order: DocumentStatus) -> MadeDocument:
        """The files that `order` asks for.

        Raises what an article of it raises, with the name of the article.
        """
        name = order.slug.rpartition("/")[2]
        volume, measures = _gather(runner, order, self, name)
        outputs = []
        for form in order.formats:
            content = WRITERS[form](volume)
            _check(form, content, volume, measures)
            outputs.append((describe_output(form, f"{name}.{form}", content), content))
        return MadeDocument(outputs, _card(volume))


def read_book(desk: Survey, order: DocumentStatus) -> BookWork:
    """The collection of `order` and all that it is made from, each read once.

    Raises `ConfigError` for a faulty file, `ToolError` for what cannot be read.
    """
    return read_members(books.gather_book(desk, order.source), order)


def read_members(book: Gathered, order: DocumentStatus) -> BookWork:
    """The articles of `book`, their sidecars and all settings. Raises as `read_book` does."""
    if (date := book.collection.date) and not _iso(date):
        message = f"{order.source}: `date` is {date!r}, expected a year, month or day"
        hint = "write it as `2026-05` or `May 2026`"
        raise ConfigError(message, hint=hint, code="collection.value")
    if book.collection.settings:
        check_settings(book.desk.config)
    parts = [DocumentStatus(one, "stale", seconds=order.seconds) for one in book.articles]
    members = tuple((part, article_job.read_inputs(book.desk, part.source)) for part in parts)
    rows = [inputs.made_from for _, inputs in members]
    return BookWork(book, members, books.book_colophon(book, order.source, rows))


def _card(volume: Volume) -> ArticleSummary:
    """The card of a book: its editors are on it, or its authors, and the words of all articles."""
    record = volume.record
    people = record.editors or record.authors
    bodies = (one.article.body for one in volume.members)
    return ArticleSummary(
        title=record.title,
        authors=tuple(one.name for one in people),
        date=record.dated,
        date_iso=record.date,
        language=record.language,
        words=sum(count_words(text) for body in bodies for text in texts_with_notes(body)),
    )


# ── the articles ───────────────────────────────────────────────────────────────


def _gather(
    runner: JobRunner, order: DocumentStatus, materials: BookWork, name: str
) -> tuple[Volume, list[Measure]]:
    """The articles as a volume, and what each brings into it."""
    forms = frozenset(order.formats)
    members, measures = [], []
    for number, (part, inputs) in enumerate(materials.members, start=1):
        try:
            copy = article_job.load_copy(runner, part, inputs)
            members.append(_member(number, copy, forms))
            measures.append(copy.measure())
        except CopydeskError as error:
            raise _named(error, part.source) from error
    book, wanted = materials.book, materials.book.collection
    volume = Volume(
        name=name,
        record=_record(wanted, book.desk.config, members),
        config=book.desk.config,
        members=tuple(members),
        parts=tuple((row.title, len(row.articles)) for row in wanted.parts),
    )
    return volume, measures


def _named(error: CopydeskError, source: str) -> CopydeskError:
    """`error` of an article as one of the book that it is in."""
    verb = "is refused" if isinstance(error, Refused) else "fails"
    message = f"its article `{source}` {verb}: {error}"
    return type(error)(message, hint=error.hint, code=error.code)


def _member(number: int, copy: ArticleInput, forms: frozenset[str]) -> BookArticle:
    """An article as the formats `forms` need it.

    Pandoc holds it until the next one is loaded: what is wanted of it is asked for now.
    """
    about = record(copy.article, copy.config, copy.slug)
    attached = b""
    if "pdf" in forms and "md" in registry.WRITERS:
        attached = registry.WRITERS["md"].write(copy)
    return BookArticle(number, copy.slug, copy.article, about, page(copy), attached)


def _record(wanted: Collection, config: Config, members: list[BookArticle]) -> CatalogueRecord:
    """The catalogue record of the book, whose authors are those of its articles, each once."""
    languages = Counter(one.record.language for one in members)
    language = wanted.language or languages.most_common(1)[0][0]
    people: dict[str, Person] = {}
    for author in (author for one in members for author in one.record.authors):
        # The same name with a number behind it is the one that more is known of.
        if author.name not in people or author.orcid:
            people[author.name] = author
    titles = "; ".join(one.record.title for one in members)
    return CatalogueRecord(
        title=wanted.title,
        subtitle=wanted.subtitle,
        authors=tuple(people.values()),
        language=language,
        description=wanted.description or wanted.subtitle or titles,
        date=_iso(wanted.date),
        publication=config.publication,
        imprint=Imprint(doi=wanted.doi, licence=wanted.licence),
        dated=in_words(wanted.date, language),
        editors=tuple(file_name(Person(name), language) for name in wanted.editors),
        isbn=wanted.isbn,
    )


def _iso(date: str) -> str:
    """A date as people or machines write it in ISO form, "" when there is none in it.

    >>> _iso("2026-05"), _iso("May 2026"), _iso("soon")
    ('2026-05', '2026-05', '')
    """
    return date if first_day(date) else read_date(date)


# ── the law of words ───────────────────────────────────────────────────────────


def _check(form: str, content: bytes, volume: Volume, measures: list[Measure]) -> None:
    """Raise `BrokenLaw` unless the book `content` holds all that its articles bring."""
    if form == "epub":
        folders = (member.slug for member in volume.members)
        verify.check_chapters(content, dict(zip(folders, measures, strict=True)))
        return
    wanted = verify.join_measures(measures, number_identifier, pdf_book.list_words_around(volume))
    verify.check_output(form, content, wanted)
