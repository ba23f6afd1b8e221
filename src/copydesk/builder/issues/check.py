"""What an editor should know of an issue that may not be built yet; nothing is written.

Articles that are built and fresh are taken from `dist/`, the others are made in memory.
"""

from __future__ import annotations

import contextlib
from functools import partial
from pathlib import Path

from copydesk.builder import books, staleness
from copydesk.builder.article_job import check_settings
from copydesk.builder.batch import Order
from copydesk.builder.issues import articles, contents, job, sources
from copydesk.builder.issues.articles import BuiltArticle
from copydesk.builder.issues.contents import IssueArticle, LoadedIssue
from copydesk.builder.job import JobRunner
from copydesk.builder.submissions import Document
from copydesk.builder.survey import Survey
from copydesk.config import Config
from copydesk.newsletter import assemble
from copydesk.newsletter.assemble import Issued


def check_issue(
    root: Path, config: Config, name: str, here: Path | None = None
) -> tuple[str, Issued]:
    """The issue that `name` means: the place of its file, and the issue as it would be made.

    Raises `UsageError` when there is none, and what an article of it raises.
    """
    desk, document = sources.find_issue(root, config, name, here)
    count, _ = books.book_extent(desk, document)
    order = _order(desk, document, (contents.FORMAT,), count)
    work = job.read_issue(desk, order)
    check_settings(work.edited.config)
    with contextlib.closing(JobRunner(desk)) as room:
        shelf = partial(_taken, room, _fresh(desk, work.edited))
        brought = job.gather_materials(document, work.edited, shelf, work.bind(room, order))
    return document.source, assemble.make_issue(brought)


def _fresh(desk: Survey, edited: LoadedIssue) -> frozenset[str]:
    """The articles that need not be made, by their slugs."""
    asked = {member.document: member.needed for member in edited.members}
    return frozenset(
        one.slug for one in staleness.find_standings(desk, asked) if one.state == "fresh"
    )


def _taken(room: JobRunner, fresh: frozenset[str], member: IssueArticle) -> BuiltArticle | None:
    if member.document.slug in fresh and (there := articles.find_built(room.desk, member)):
        return there
    return articles.take_draft(
        member, room.draft(_order(room.desk, member.document, tuple(sorted(member.needed))))
    )


def _order(desk: Survey, document: Document, formats: tuple[str, ...], count: int = 1) -> Order:
    seconds = desk.config.limits.seconds * count
    return Order(document.slug, document.source, formats, seconds=seconds)
