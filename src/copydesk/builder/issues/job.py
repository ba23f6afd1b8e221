"""The work on one issue: what it is made from, brought together.

Its articles are built before it, and it is made from what lies of them in `dist/`. A book of all
of them, which some issues have, is composed anew from the submissions.
"""

from __future__ import annotations

import contextlib
import shlex
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from copydesk import registry
from copydesk.builder import books, colophon, staleness
from copydesk.builder.inputs import book_inputs
from copydesk.builder.issues import articles, contents, sources
from copydesk.builder.issues.articles import BuiltArticle, Shelf
from copydesk.builder.issues.contents import FORMAT, TEXT, IssueArticle, LoadedIssue
from copydesk.builder.job import JobRunner, MadeDocument, describe_output
from copydesk.builder.staleness import DocumentStatus
from copydesk.builder.submissions import BOOK, Document
from copydesk.builder.survey import Survey
from copydesk.config import Config
from copydesk.errors import ToolError
from copydesk.language.scripts import direction_of
from copydesk.model import ArticleSummary, Colophon
from copydesk.newsletter import assemble, attachments
from copydesk.newsletter.assemble import Issued
from copydesk.newsletter.materials import Attachment, IssuePiece, Materials
from copydesk.newsletter.targets import find_target

if TYPE_CHECKING:
    from copydesk.builder.book_job import BookWork


def gather_materials(
    document: Document, edited: LoadedIssue, shelf: Shelf, bound: Mapping[str, bytes]
) -> Materials:
    """All that the issue `document` is made from; `bound` is the book of it in each format.

    Raises `ConfigError`, and `ToolError` for an article that is not there.
    """
    issue, config = edited.issue, edited.config
    name = document.slug.rpartition("/")[2]
    service = find_target(issue.settings.target, document.source)
    there = [(member, _there(member, shelf)) for member in edited.members]
    wanted = [(issue.subject, name, _ending(form)) for form in bound]
    wanted += [
        (one.front["title"], member.document.slug, _ending(form))
        for member, one in there
        for form in member.formats
    ]
    names = iter(attachments.name_files(wanted))
    book = tuple(
        Attachment(next(names), form, _media_type(form), issue.subject, data)
        for form, data in bound.items()
    )
    pieces = tuple(_piece(member, one, names) for member, one in there)
    languages = Counter(one.language for one in pieces)
    return Materials(
        name=name,
        issue=issue,
        target=service,
        theme=config.theme,
        newsletter=issue.settings.title or config.publication.name,
        language=issue.language or languages.most_common(1)[0][0],
        pieces=pieces,
        book=book,
    )


def _there(member: IssueArticle, shelf: Shelf) -> BuiltArticle:
    there = shelf(member)
    if there is None:
        message = f"its article `{member.document.source}` is not built as the issue needs it"
        hint = f"build it: `copydesk {shlex.quote(member.document.slug)}`"
        raise ToolError(message, hint=hint, code="issue.unbuilt")
    return there


def _piece(member: IssueArticle, there: BuiltArticle, names: Iterator[str]) -> IssuePiece:
    """An article with its text, pictures and attachments, which take the next of `names`."""
    slug, language = member.document.slug, there.card.language
    texts = [one.name for one in there.outputs if one.format == TEXT]
    markup = registry.WRITERS[TEXT].file(slug)
    return IssuePiece(
        entry=member.entry,
        slug=slug,
        title=there.front["title"],
        subtitle=there.front["subtitle"],
        byline=there.front["byline"],
        dated=there.front["date"],
        language=language,
        direction=direction_of(language),
        markup=there.read(markup).decode(),
        pictures={name: there.read(name) for name in texts if name != markup},
        attachments=tuple(_edition(slug, there, form, next(names)) for form in member.formats),
    )


def _edition(slug: str, there: BuiltArticle, form: str, name: str) -> Attachment:
    """An article in one format, as the file `name`."""
    file = registry.WRITERS[form].file(slug)
    lacks = (one.name for one in there.outputs if one.format == form and one.name != file)
    return Attachment(
        name, form, _media_type(form), there.front["title"], there.read(file), tuple(sorted(lacks))
    )


def _ending(form: str) -> str:
    return registry.WRITERS[form].suffix.lstrip(".")


def _media_type(form: str) -> str:
    return registry.WRITERS[form].media_type


# ── the work ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class IssueWork:
    """An issue and its book, each read once."""

    edited: LoadedIssue
    book: BookWork | None
    made_from: Colophon
    formats: tuple[str, ...] = (FORMAT,)

    def make(self, runner: JobRunner, order: DocumentStatus) -> MadeDocument:
        """All files of the issue, with its book."""
        bound = self.bind(runner, order)
        shelf = partial(articles.find_built, runner.desk)
        brought = gather_materials(order.document, self.edited, shelf, bound)
        issued = assemble.make_issue(brought)
        content = issued.files | {_place(form): data for form, data in bound.items()}
        outputs = [(describe_output(FORMAT, name, data), data) for name, data in content.items()]
        asked = tuple(sorted(Counter(one.code for one in issued.remarks).items()))
        return MadeDocument(outputs, _card(brought), asked)

    def bind(self, runner: JobRunner, order: DocumentStatus) -> dict[str, bytes]:
        """The book in each format that goes with the issue: as it lies there, or made anew."""
        if self.book is None:
            return {}
        if there := self._find_bound(runner.desk, order.slug):
            return there
        book = order.document._replace(slug=f"{order.slug}/{BOOK}")
        bound = replace(order, document=book, formats=self.book.formats)
        return {output.format: data for output, data in self.book.make(runner, bound).outputs}

    def _find_bound(self, desk: Survey, slug: str) -> dict[str, bytes]:
        """The book as it lies there, if it was made from the same and nobody has changed it."""
        known, formats = colophon.read(desk.out / slug), self.book.formats if self.book else ()
        if desk.anew or known is None:
            return {}
        if book_inputs(known.inputs) != book_inputs(self.made_from.inputs):
            return {}
        try:
            found = {one: articles.read_output(desk, slug, _place(one)) for one in formats}
        except ToolError:
            return {}
        rows = (describe_output(FORMAT, _place(one), data) for one, data in found.items())
        return found if set(rows) <= set(known.outputs) else {}


def read_issue(desk: Survey, order: DocumentStatus) -> IssueWork:
    """The issue of `order` with its articles as they lie in `dist/`. Raises `ConfigError`."""
    found = contents.load_issue(desk, order.source)
    if not found.book:
        return IssueWork(found, None, contents.issue_colophon(desk, order.source, found))
    from copydesk.builder import book_job  # which most issues have no use for

    book = book_job.read_members(found.book, order)
    return IssueWork(
        found, book, contents.issue_colophon(desk, order.source, found, book.made_from)
    )


def check_issue(
    root: Path, config: Config, name: str, here: Path | None = None
) -> tuple[str, Issued]:
    """The issue that `name` means: the place of its file, and the issue as it would be made.

    Articles that are built and fresh are taken from `dist/`, the others are made in memory; nothing
    is written. Raises `UsageError` when there is none, and what an article of it raises.
    """
    from copydesk.builder.article_job import check_settings

    desk, document = sources.find_issue(root, config, name, here)
    seconds = desk.config.limits.seconds
    count, _ = books.book_extent(desk, document)
    order = DocumentStatus(document, "stale", (FORMAT,), seconds=seconds * count)
    work = read_issue(desk, order)
    check_settings(work.edited.config)
    asked = {member.document: member.needed for member in work.edited.members}
    found = {one.slug: one for one in staleness.find_standings(desk, asked)}

    def shelf(member: IssueArticle) -> BuiltArticle | None:
        standing = found[member.document.slug]
        if standing.state == "fresh" and (there := articles.find_built(desk, member)):
            return there
        wanted = replace(standing, formats=tuple(sorted(member.needed)), seconds=seconds)
        return articles.take_draft(member, runner.draft(wanted))

    with contextlib.closing(JobRunner(desk)) as runner:
        brought = gather_materials(document, work.edited, shelf, work.bind(runner, order))
    return document.source, assemble.make_issue(brought)


def _place(form: str) -> str:
    """Where the book of an issue lies in the folder of the issue."""
    return f"{BOOK}/{BOOK}.{form}"


def _card(brought: Materials) -> ArticleSummary:
    issue = brought.issue
    day = issue.date.date().isoformat()
    return ArticleSummary(
        title=issue.subject,
        authors=tuple(filter(None, (brought.newsletter,))),
        date=day,
        date_iso=day,
        language=brought.language,
    )
