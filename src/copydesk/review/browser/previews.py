"""The worker that sets what is shown beside the text, with the writers that a build has.

Nothing of it is kept: an edition is made in memory, byte for byte as a build would make it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from pathlib import Path
from typing import Final

from copydesk.builder import article_job
from copydesk.builder.issues import articles, contents, job
from copydesk.builder.issues.contents import IssueArticle, LoadedIssue
from copydesk.builder.job import JobRunner, MadeDocument
from copydesk.builder.staleness import DocumentStatus
from copydesk.builder.submissions import Document
from copydesk.builder.survey import Survey
from copydesk.model import ArticleSummary
from copydesk.newsletter import html, preview
from copydesk.newsletter.issue import Issue, IssueEntry
from copydesk.newsletter.letter import Terms
from copydesk.review.browser import replies
from copydesk.review.browser.guard import POLICIES
from copydesk.review.browser.replies import HTML, PDF
from copydesk.review.browser.session import Desk
from copydesk.review.browser.take_action import WorkerCall
from copydesk.system.loopback import PageResponse
from copydesk.writers.sheets import read_stylesheet
from copydesk.writers.templates import compile_template

_MEDIA: Final = {"html": HTML, "pdf": PDF}
#: What is shown beside the text.
KINDS: Final = frozenset((*_MEDIA, "mail", "txt"))
#: What an issue is made from of each article.
_FOR_MAIL: Final = (contents.TEXT, contents.RECORD)


class PreviewRenderer:
    """Sets the articles of the desk at `root`; its engines stay from preview to preview."""

    def __init__(self, root: Path) -> None:
        self._desk = Desk(root)
        self._runner: JobRunner | None = None

    def __call__(self, asked: WorkerCall) -> PageResponse:
        """The preview of an article, its kind the verb; `warm` has the engines get ready.

        What goes wrong is an answer too, but for a lack of memory.
        """
        if asked.verb == "warm":
            self._warm()
            return replies.data({})
        document = next(one for one in self._desk.documents if one.slug == asked.slug)
        try:
            match asked.verb:
                case "mail":
                    return self._mail(document)
                case "txt":
                    return self._text(document)
                case form:
                    return self._edition(document, form)
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001  a bug costs its preview, not the worker
            return _show_text(error=replies.why(error))

    def close(self) -> None:
        """End the engines."""
        if self._runner:
            self._runner.close()

    def _runner_of_now(self) -> JobRunner:
        """The runner of the desk as its settings are now, with the engines that there are."""
        now = self._desk.now()
        if self._runner is None or self._runner.desk is not now:
            before, self._runner = self._runner, JobRunner(now)
            if before:
                self._runner.succeed(before)
        return self._runner

    def _warm(self) -> None:
        """Set a small article, so that the first preview does not wait for the engines."""
        with contextlib.suppress(Exception):  # each preview says what is missing
            article_job.rehearse(self._runner_of_now(), ("html",))

    def _draft(self, document: Document, formats: tuple[str, ...]) -> MadeDocument:
        seconds = self._desk.now().config.limits.seconds
        return self._runner_of_now().draft(
            DocumentStatus(document, "stale", formats, seconds=seconds)
        )

    def _edition(self, document: Document, form: str) -> PageResponse:
        media = _MEDIA[form]
        ((_, data),) = self._draft(document, (form,)).outputs
        return _show(data, media)

    def _text(self, document: Document) -> PageResponse:
        ((_, data),) = self._draft(document, ("txt",)).outputs
        return _show_text(text=data.decode())

    def _mail(self, document: Document) -> PageResponse:
        """The article as the only one of an issue, as mail programs show it."""
        made = self._draft(document, _FOR_MAIL)
        issue = _issue(self._desk.now(), document, made.card)
        brought = job.gather_materials(
            document, issue, lambda one: articles.take_draft(one, made), {}
        )
        page = preview.embed_pictures(html.write_issue(brought, Terms({})), brought)
        return _show(page.encode())


def _show(data: bytes, media: str = HTML) -> PageResponse:
    return PageResponse(data, media, policy=POLICIES["paper" if media == PDF else "preview"])


def _show_text(**said: object) -> PageResponse:
    """A text, or an error, in the looks of the desk."""
    page = compile_template("review-text.html").render(sheet=read_stylesheet("sheet.css"), **said)
    return _show(page.encode("utf-8", "replace"))


def _issue(desk: Survey, document: Document, card: ArticleSummary) -> LoadedIssue:
    """An issue of one article and of its day, or of today where nothing is said of one."""
    day = dt.datetime.now(dt.UTC).date()
    with contextlib.suppress(ValueError):
        day = dt.date.fromisoformat(card.date_iso)
    date = dt.datetime.combine(day, dt.time(), dt.UTC)
    entry = IssueEntry(document.slug)
    issue = Issue(document.slug, card.title or document.slug, date, (entry,),
                  settings=desk.config.newsletter)  # fmt: skip
    return LoadedIssue(issue, desk.config, (IssueArticle(entry, document, ()),), "")
