"""The work of one job, whatever it makes: read, make, put into the store, say what became of it.

What differs between an article, a book and an issue is the `Work` that `article_job`, `book_job`
and `issues.job` read.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias

from copydesk import registry
from copydesk.builder import colophon, faults, received_texts, store
from copydesk.builder.inputs import explain_differences
from copydesk.builder.report import DocumentOutcome, count_asking
from copydesk.builder.staleness import DocumentStatus, Inputs, failed_outcome, refusal_key
from copydesk.builder.submissions import ON_REQUEST
from copydesk.builder.survey import Survey
from copydesk.errors import CopydeskError, Refused
from copydesk.model import ArticleSummary, Colophon, Output, Submission
from copydesk.system import files, process

if TYPE_CHECKING:
    from copydesk.builder.book_job import BookWork
    from copydesk.builder.issues.job import IssueWork
    from copydesk.builder.workers.pdf_process import PdfProcess
    from copydesk.composition.pandoc import Pandoc

Work: TypeAlias = "Inputs | BookWork | IssueWork"
"""What a document is made from, read once: its colophon without outputs (`made_from`), the
`formats` that are to stand, and `make`, which makes some of them."""

#: A pandoc that holds more bytes is ended after its article: it takes some 0.35 MB more with
#: each one, and its heap has a ceiling.
PANDOC_CEILING: Final = 360_000_000


@dataclass(frozen=True, slots=True)
class MadeDocument:
    """The files of a document with their bytes, before they are kept, and what is known of it.

    `received` is the text of an article, `fault` why its PDF or EPUB alone is not there.
    """

    outputs: Sequence[tuple[Output, bytes]]
    card: ArticleSummary
    queries: tuple[tuple[str, int], ...] = ()
    proposed: int = 0
    received: Submission | None = None
    fault: CopydeskError | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What a job gives back: the outcome, and what the desk has to remember of it.

    `made` is the new colophon, `complete` says that it holds every format the
    settings ask for, `refusal` is the content key of a refused submission.
    """

    outcome: DocumentOutcome
    made: Colophon | None = None
    complete: bool = False
    refusal: str = ""


@dataclass(slots=True)
class JobRunner:
    """A worker's engines: the desk's settings and a pandoc that stays from job to job.

    A worker with one article only may have a `pdf_process` for it.
    """

    desk: Survey
    pdf_process: PdfProcess | None = None
    _pandoc: Pandoc | None = None

    def __call__(self, order: DocumentStatus) -> Result:
        """Build what `order` asks for.

        Nothing but a lack of memory is raised: a document never stops the others.
        """
        started = time.monotonic()
        result = self._guarded(order)
        self._renew()
        outcome = replace(result.outcome, seconds=time.monotonic() - started)
        return replace(result, outcome=outcome)

    def _guarded(self, order: DocumentStatus) -> Result:
        key = ""
        try:
            work = self._read(order)
            if not order.document.is_issue:  # which is refused for what an article of it is
                key = refusal_key(self.desk.config.limits, work.made_from)
            made = work.make(self, order)
            kept = _keep(self.desk, order, work, made)
        except MemoryError:
            raise
        except CopydeskError as error:
            outcome = self.failed(order, error)
            if isinstance(error, Refused):
                return Result(replace(outcome, status="refused"), refusal=key)
            return Result(outcome)
        except OSError as error:  # of what tools put aside; a full disk is no bug of ours
            return Result(
                self.failed(order, files.failure(error, f"`{order.source}` was not built"))
            )
        except Exception as error:  # noqa: BLE001  a bug costs its document, not the batch
            found = faults.bug(error)
            return Result(replace(self.failed(order, found), detail=faults.told(found)))
        if made.fault:
            outcome = replace(self.failed(order, made.fault), kept=False)
            return Result(replace(outcome, detail=faults.told(made.fault)), kept)
        outcome = DocumentOutcome(
            order.slug,
            order.source,
            "built with queries" if count_asking(kept.queries) or kept.proposed else "built",
            formats=order.formats,
            reasons=order.reasons,
            queries=kept.queries,
            proposed=kept.proposed,
        )
        formats = (*work.formats, *order.document.needed)
        complete = {output.format for output in kept.outputs}.issuperset(formats)
        return Result(outcome, kept, complete=complete)

    def failed(self, order: DocumentStatus, error: CopydeskError) -> DocumentOutcome:
        """The outcome of an order that ended in `error`."""
        kept = files.is_there(self.desk.out / order.slug / store.COLOPHON)
        return failed_outcome(order, error, kept=kept)

    def _read(self, order: DocumentStatus) -> Work:
        """What `order` is made from. Each kind of document imports what makes it, and no more."""
        if order.document.is_issue:
            from copydesk.builder.issues import job as issue_job

            return issue_job.read_issue(self.desk, order)
        if order.document.is_gathered:
            from copydesk.builder import book_job

            return book_job.read_book(self.desk, order)
        from copydesk.builder import article_job

        return article_job.read_inputs(self.desk, order.source)

    def draft(self, order: DocumentStatus) -> MadeDocument:
        """What `order` asks for; nothing of it is kept. Raises what making it raises."""
        made = self._read(order).make(self, order)
        self._renew()
        if made.fault:
            raise made.fault
        return made

    # ── engines ────────────────────────────────────────────────────────────────

    def pandoc(self, seconds: float) -> Pandoc:
        """This worker's pandoc, whose child stays from job to job."""
        if self._pandoc is None:
            from copydesk.composition.pandoc import Pandoc

            self._pandoc = Pandoc(heap_mb=self.desk.config.limits.pandoc_heap_mb)
        self._pandoc.seconds = seconds
        return self._pandoc

    def succeed(self, other: JobRunner) -> None:
        """Go on with the pandoc of `other`, which has done its work."""
        if other.desk.config.limits.pandoc_heap_mb == self.desk.config.limits.pandoc_heap_mb:
            self._pandoc, other._pandoc = other._pandoc, None
        other.close()

    def _renew(self) -> None:
        """End a pandoc that has grown; the next article starts another."""
        pid = self._pandoc.pid if self._pandoc else None
        if pid and process.resident(pid) > PANDOC_CEILING:
            self.close()

    def close(self) -> None:
        """End the processes beside this one."""
        if self._pandoc is not None:
            self._pandoc.close()
        if self.pdf_process is not None:
            self.pdf_process.close()


# ── the store ──────────────────────────────────────────────────────────────────


def describe_output(form: str, name: str, data: bytes) -> Output:
    """What a colophon says of the file `name`."""
    return Output(form, name, hashlib.sha256(data).hexdigest(), len(data))


def _keep(desk: Survey, order: DocumentStatus, work: Work, made: MadeDocument) -> Colophon:
    """Put what was `made` into the store; the new colophon. Raises `ToolError`."""
    before = colophon.read(desk.out / order.slug)
    outputs = [output for output, _ in made.outputs]
    if before and not any(explain_differences(before, work.made_from)):
        # Earlier ones that have the same inputs stand beside them, as long as they are wanted.
        new = {output.format for output in outputs}
        wanted = {*work.formats, *ON_REQUEST, *order.document.needed}
        kept = (each for each in before.outputs if each.format in wanted or not order.whole)
        outputs += (each for each in kept if each.format not in new)
    outputs.sort(key=lambda one: (one.name, one.format))  # two formats may share a file
    now = replace(
        work.made_from, outputs=tuple(outputs), queries=made.queries, proposed=made.proposed,
        card=made.card,
    )  # fmt: skip
    data = {output.name: content for output, content in made.outputs}
    # Before the outputs: what they are made from is known whenever they are complete.
    if made.received:
        received_texts.keep_text(desk.out, order.slug, made.received)
    gone = _unwanted(order, before, now)
    store.publish(desk.out, order.slug, data, colophon.dumps(now), gone)
    return now


def _unwanted(order: DocumentStatus, before: Colophon | None, made: Colophon) -> list[str]:
    """Names of outputs of ours that nobody wants any more.

    An earlier one stays when it is wanted and could not be made now.
    """
    if not order.whole:
        return []
    missed = {*order.formats}.difference(output.format for output in made.outputs)
    ours: set[str] = set()
    if not order.document.is_gathered:
        writers = registry.WRITERS.items()
        ours = {one.file(order.slug) for name, one in writers if name not in missed}
    if before:
        ours |= {output.name for output in before.outputs if output.format not in missed}
    return sorted(ours - {output.name for output in made.outputs})


def trim_outputs(desk: Survey, slug: str, surplus: tuple[str, ...]) -> Colophon | None:
    """Take the outputs named in `surplus` out of an article that is otherwise as it should be."""
    made = colophon.read(desk.out / slug)
    if made is None:
        return None
    gone = {output.format for output in made.outputs if output.name in surplus}
    kept = tuple(output for output in made.outputs if output.format not in gone)
    made = replace(made, outputs=kept)
    store.publish(desk.out, slug, {}, colophon.dumps(made), surplus)
    return made
