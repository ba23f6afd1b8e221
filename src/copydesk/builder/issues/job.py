"""The work on one issue: what it is made from, brought together.

It reads no submission: its articles are built before it, and it is made from what lies in `dist/`.
"""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from copydesk import registry
from copydesk.builder.batch import Order
from copydesk.builder.issues import articles, contents
from copydesk.builder.issues.articles import BuiltArticle, Shelf
from copydesk.builder.issues.contents import FORMAT, TEXT, IssueArticle, LoadedIssue
from copydesk.builder.job import JobRunner, MadeDocument, describe_output
from copydesk.builder.submissions import BOOK, Document
from copydesk.builder.survey import Survey
from copydesk.errors import ToolError
from copydesk.language.scripts import direction_of
from copydesk.model import ArticleSummary, Colophon
from copydesk.newsletter import assemble, attachments
from copydesk.newsletter.materials import Attachment, IssuePiece, Materials
from copydesk.newsletter.targets import find_target
from copydesk.review import proof as _proof  # noqa: F401  what may be attached is registered
from copydesk.review.word_out import writer as _word_out  # noqa: F401


def gather_materials(
    document: Document | Order, edited: LoadedIssue, shelf: Shelf, bound: Mapping[str, bytes]
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


def read_book(desk: Survey, document: Document | Order, edited: LoadedIssue) -> dict[str, bytes]:
    """The book of the whole issue, as it lies in `dist/`, in each format that goes with it."""
    forms = contents.list_bound_formats(edited.issue, document.source)
    return {
        form: articles.read_output(desk, document.slug, f"{BOOK}/{BOOK}.{form}") for form in forms
    }


@dataclass(frozen=True, slots=True)
class IssueWork:
    """An issue as its file has it, read once; it has no refusal of its own."""

    edited: LoadedIssue
    made_from: Colophon
    key: str = ""
    formats: tuple[str, ...] = (FORMAT,)

    def make(self, runner: JobRunner, order: Order) -> MadeDocument:
        """All files of the issue, beside the book that lies there."""
        desk = runner.desk
        bound = read_book(desk, order, self.edited)
        brought = gather_materials(order, self.edited, partial(articles.find_built, desk), bound)
        issued = assemble.make_issue(brought)
        content = [
            (describe_output(FORMAT, name, data), data) for name, data in issued.files.items()
        ]
        standing = tuple(
            describe_output(FORMAT, f"{BOOK}/{BOOK}.{form}", data) for form, data in bound.items()
        )
        asked = tuple(sorted(Counter(one.code for one in issued.remarks).items()))
        return MadeDocument(content, _card(brought), asked, standing=standing)


def read_issue(desk: Survey, order: Order) -> IssueWork:
    """The issue of `order` with its articles as they lie in `dist/`. Raises `ConfigError`."""
    found = contents.load_issue(desk, order.source)
    return IssueWork(found, contents.issue_colophon(desk, order, found))


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
