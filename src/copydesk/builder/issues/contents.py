"""How issues stand: which articles they bring, what these are to be made as, what has changed.

An issue is made from outputs of its articles, which therefore come first: `requested` says of
each article which formats its issues need, and they are wanted as long as the issue stands.
As elsewhere stamps come first: an issue whose file and articles have not moved is not opened.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from copydesk import registry
from copydesk.builder import books, bounded_files, inputs, staleness, store
from copydesk.builder.books import BookPart, Collection, Gathered, articles_by_name, find_members
from copydesk.builder.named_files import Stamp, lasting, stamp_of
from copydesk.builder.report import DocumentOutcome
from copydesk.builder.staleness import DocumentStatus
from copydesk.builder.submissions import BOOK, BOUND, ISSUES, Document
from copydesk.builder.survey import Survey
from copydesk.config import Config, for_article
from copydesk.errors import ConfigError, CopydeskError
from copydesk.settings.hints import name_nearest
from copydesk.system import files, names

if TYPE_CHECKING:
    from copydesk.model import Colophon
    from copydesk.newsletter.issue import Issue, IssueEntry


#: An issue is made whole: the only format that it has.
FORMAT: Final = "issue"
#: What of every article an issue is made from; its record is always there.
TEXT: Final = "fragment.html"
RECORD: Final = "article"
#: What no reader of a newsletter is meant to get.
_INNER: Final = frozenset(("proof", "review.docx"))


@dataclass(frozen=True, slots=True)
class IssueArticle:
    """An article of an issue, and the formats of it that go with the issue."""

    entry: IssueEntry
    document: Document
    formats: tuple[str, ...]

    @property
    def needed(self) -> frozenset[str]:
        """What has to be made of it before the issue."""
        return frozenset((TEXT, RECORD, *self.formats))


@dataclass(frozen=True, slots=True)
class LoadedIssue:
    """An issue as its file and the settings have it, with its articles in order, and its book."""

    issue: Issue
    config: Config
    members: tuple[IssueArticle, ...]
    sha256: str
    book: Gathered | None = None


# ── the survey ─────────────────────────────────────────────────────────────────


def add_issues(desk: Survey, found: Iterable[tuple[str, Stamp]]) -> Survey:
    """`desk` with the issues that were `found`, and its articles with what these need."""
    listed = list(found)
    folder = listed[0][0].rpartition("/")[0]
    slugs, collided = names.assign([path for path, _ in listed], top=folder)
    by_name = articles_by_name(desk)
    every: list[Document] = []
    needed: dict[str, set[str]] = {}
    for path, mark in listed:
        document = Document(path, f"{ISSUES}/{slugs[path]}", mark)
        every.append(refresh_stamps(desk, document, by_name))
        for name, formats in _told(desk, path)[0]:
            if one := by_name.get(name):
                needed.setdefault(one.source, set()).update((TEXT, *formats))
    documents = tuple(
        one._replace(needed=tuple(sorted(needed[one.source]))) if one.source in needed else one
        for one in desk.documents
    )
    collisions = (*desk.collided, *collided)
    return replace(desk, documents=documents, issues=tuple(every), collided=collisions)


def refresh_stamps(
    desk: Survey, document: Document, by_name: Mapping[str, Document] | None = None
) -> Document:
    """The issue `document` with what its stamps, and those of its articles' outputs, are now."""
    rows, named = _told(desk, document.source)
    by_name = by_name or articles_by_name(desk)
    made: list[Any] = []
    for name, formats in rows:
        one = by_name.get(name)
        stamp = one and stamp_of(f"{desk.out}/{one.slug}/{store.COLOPHON}")
        made.append((name, formats, one and one.source, stamp))
    letters = inputs.fingerprint_newsletter(desk.config)
    moved = (lasting(document.stamp, desk.taken), named, letters, made)
    return document._replace(stamps=repr(moved))


def _told(desk: Survey, path: str) -> tuple[list[tuple[str, list[str]]], str]:
    """The articles that an issue names, each with the formats attached, and its files' stamps.

    None of them, if it is faulty.
    """

    def read_() -> tuple[list[tuple[str, list[str]]], Mapping[str, Any]]:
        issue, _ = read_issue(desk, path)
        return [(one.src, list(list_attached(issue, one, path))) for one in issue.entries], _own(
            issue
        )

    letters = inputs.fingerprint_newsletter(desk.config)
    listed, named = desk.state.learn(desk.root, path, desk.taken, read_, letters)
    return [(name, formats) for name, formats in listed or ()], named


def _own(issue: Issue) -> Mapping[str, Any]:
    """The settings that an issue lays over the desk's."""
    return {"theme": issue.theme} if issue.theme else {}


def list_needed(desk: Survey, document: Document) -> dict[Document, frozenset[str]]:
    """The articles of the issue `document`, each with what has to be made of it before.

    Of an issue that makes no sense none; its build says why.
    """
    rows, _ = _told(desk, document.source)
    by_name = articles_by_name(desk)
    found = ((by_name.get(name), formats) for name, formats in rows)
    return {one: frozenset((TEXT, RECORD, *formats)) for one, formats in found if one}


# ── the file ───────────────────────────────────────────────────────────────────


def read_issue(desk: Survey, path: str) -> tuple[Issue, str]:
    """The issue at `path`, a place in the desk or an absolute one, and the hash of its file.

    Raises `ConfigError` for what is not valid.
    """
    from copydesk.newsletter import issue

    data = bounded_files.read_file(desk.root / path, desk.config)
    found = issue.read_issue(data, path, desk.config.newsletter, names.stem_of(path))
    return found, hashlib.sha256(data).hexdigest()


def load_issue(desk: Survey, path: str) -> LoadedIssue:
    """The issue at `path` with its settings and its articles.

    Raises `ConfigError` for a file that is not valid, an article that is not there, or a
    format in which nothing is made.
    """
    issue, sha256 = read_issue(desk, path)
    config = for_article(desk.config, _own(issue), path)
    found = find_members(issue.articles, articles_by_name(desk), path, code="issue.article")
    return LoadedIssue(
        issue,
        config,
        tuple(
            IssueArticle(entry, document, list_attached(issue, entry, path))
            for entry, document in zip(issue.entries, found, strict=True)
        ),
        sha256,
        _gather_book(desk, issue, path),
    )


def list_attached(issue: Issue, entry: IssueEntry, path: str) -> tuple[str, ...]:
    """The formats of an article that go with `issue`. Raises `ConfigError` for one nobody makes."""
    formats = tuple(dict.fromkeys(issue.attached(entry)))
    there = [name for name in registry.WRITERS if name not in _INNER]
    for name in formats:
        if name not in there:
            message = f"{path}: `{name}` is not a format to attach"
            raise ConfigError(message, hint=name_nearest(name, there), code="issue.format")
    return formats


# ── the book of an issue ───────────────────────────────────────────────────────


def _gather_book(desk: Survey, issue: Issue, path: str) -> Gathered | None:
    """The book of all articles that goes with the `issue` at `path`; None when none does.

    Raises `ConfigError` for a format in which no book is made.
    """
    attach = issue.settings.attach
    if attach.per != "issue" or not attach.formats:
        return None
    for name in attach.formats:
        if name not in BOUND:
            message = f"{path}: a book of the whole issue cannot be made as `{name}`"
            raise ConfigError(message, hint=name_nearest(name, list(BOUND)), code="issue.format")
    newsletter = issue.settings.title
    collection = Collection(
        title=issue.subject,
        # The name of the publication stands in every book.
        subtitle="" if newsletter == desk.config.publication.name else newsletter,
        parts=(BookPart("", issue.articles),),
        date=issue.date.date().isoformat(),
        description=issue.preheader,
        language=issue.language,
        formats=tuple(dict.fromkeys(attach.formats)),
        settings=_own(issue),
    )
    return books.gather_book(desk, path, collection)


# ── staleness ──────────────────────────────────────────────────────────────────


def issue_colophon(
    desk: Survey, source: str, found: LoadedIssue, bound: Colophon | None = None
) -> Colophon:
    """The colophon of the issue in `source`, without outputs, as its articles stand in `dist/`.

    `bound` is that of its book, where it is known. Raises `ConfigError` for a faulty sidecar.
    """
    from copydesk.builder.issues import articles
    from copydesk.model import Colophon

    rows = [
        (inputs.article_role(one.document.source), articles.digest_article(desk, one))
        for one in found.members
    ]
    if found.book:
        bound = bound or books.book_colophon(found.book, source)
        rows.append((inputs.BOOK, books.digest_inputs(bound, BOOK)))
    letters = inputs.fingerprint_newsletter(found.config)
    own = {"submission": found.sha256, **dict(rows)}
    return Colophon(source, inputs.document_inputs(desk, inputs.Settings(letters), own))


Moved: TypeAlias = Mapping[str, tuple[str, tuple[str, ...]]]
"""What is not fresh, by slug: its state, and its formats that are so; none: all of it."""


def examine_issue(desk: Survey, document: Document, moved: Moved) -> DocumentStatus:
    """How the issue `document` stands where other documents have `moved`.

    When something that it needs of an article is not fresh, it is to be made anew.
    """
    try:
        found = load_issue(desk, document.source)
        made = issue_colophon(desk, document.source, found)
    except CopydeskError as error:
        return DocumentStatus(document, "stale", (FORMAT,), (str(error),))
    standing = staleness.compare_inputs(desk, document, made, (FORMAT,))
    waiting = []
    for one in found.members:
        state, formats = moved.get(one.document.slug, ("", ()))
        if state and not (formats and one.needed.isdisjoint(formats)):
            waiting.append(f"its article {one.document.source} is {state}")
    if desk.anew or not waiting:
        return standing
    reasons = standing.reasons if standing.state == "stale" else ()
    return replace(standing, state="stale", formats=(FORMAT,), reasons=(*reasons, *waiting))


def find_obstacle(
    desk: Survey, standing: DocumentStatus, outcomes: Mapping[str, DocumentOutcome]
) -> DocumentOutcome | None:
    """What becomes of an issue of which an article could not be made."""
    for article in list_needed(desk, standing.document):
        one = outcomes.get(article.slug)
        if one and one.status == "not tried":
            return staleness.untried_outcome(standing)
        if one and one.is_bad:
            verb = "is refused" if one.status == "refused" else "fails"
            message = f"its article `{one.source}` {verb}: {one.message}"
            error = CopydeskError(message, hint=one.hint, code=one.code)
            kept = files.is_there(desk.out / standing.slug / store.COLOPHON)
            failed = staleness.failed_outcome(standing, error, kept=kept)
            return replace(failed, status=one.status, exit_code=one.exit_code)
    return None
