"""What an editor should know of an issue that may not be built yet; nothing is written.

Articles that are built and fresh are taken from `dist/`, the others are made in memory.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from copydesk.builder import book_job, staleness
from copydesk.builder.batch import Order
from copydesk.builder.issues import articles, contents, job, sources
from copydesk.builder.issues.articles import Found
from copydesk.builder.issues.contents import BOOK, Edited, Member
from copydesk.builder.job import JobRunner, check_settings
from copydesk.builder.submissions import Document
from copydesk.builder.survey import Survey
from copydesk.config import Config
from copydesk.newsletter import making
from copydesk.newsletter.making import Issued


def audited(root: Path, config: Config, name: str, here: Path | None = None) -> tuple[str, Issued]:
    """The issue that `name` means: the place of its file, and the issue as it would be made.

    Raises `UsageError` when there is none, and what an article of it raises.
    """
    desk, document = sources.placed(root, config, name, here)
    edited = contents.edited(desk, document.source)
    check_settings(edited.config)
    with contextlib.closing(JobRunner(desk)) as room:
        shelf = partial(_taken, room, _fresh(desk, edited))
        volume = _volume(room, document, edited)
        brought = job.materials(document, edited, shelf, volume)
    return document.source, making.made(brought)


def _fresh(desk: Survey, edited: Edited) -> frozenset[str]:
    """The articles that need not be made, by their slugs."""
    asked = {member.document: member.needed for member in edited.members}
    return frozenset(
        one.slug for one in staleness.find_standings(desk, asked) if one.state == "fresh"
    )


def _taken(room: JobRunner, fresh: frozenset[str], member: Member) -> Found | None:
    if member.document.slug in fresh and (there := articles.built(room.desk, member)):
        return there
    card, written = room.draft(_order(room.desk, member.document, tuple(sorted(member.needed))))
    data = {output.name: content for output, content in written.items()}
    return articles.taken(member, card, tuple(written), data.__getitem__)


def _volume(room: JobRunner, document: Document, edited: Edited) -> Mapping[str, bytes]:
    """The book of the issue in each format that goes with it."""
    forms = contents.bound_as(edited.issue, document.source)
    standing = contents.book(room.desk, document, edited.issue)
    if standing is None:
        return {}
    if standing.state == "fresh":
        return job.volume(room.desk, document, edited)
    order = _order(room.desk, standing.document, forms, len(edited.members))
    data, _ = book_job.draft_book(room, order, book_job.read_book(room.desk, order))
    return {form: data[f"{BOOK}.{form}"] for form in forms}


def _order(desk: Survey, document: Document, formats: tuple[str, ...], count: int = 1) -> Order:
    seconds = desk.config.limits.seconds * count
    gathers = bool(document.is_gathered)
    return Order(document.slug, document.source, formats, seconds=seconds, gathers=gathers)
