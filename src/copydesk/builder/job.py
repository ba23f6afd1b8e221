"""The work of one job: a submission in, its outputs in the store."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from copydesk import catalogue, clean, pipeline, registry, sidecar, verify
from copydesk import writers as _writers  # noqa: F401  importing it registers them
from copydesk.builder import (
    colophon,
    faults,
    received_texts,
    side_files,
    staleness,
    store,
)
from copydesk.builder.batch import Order, Result
from copydesk.builder.inputs import article_inputs, explain_differences
from copydesk.builder.report import Outcome, count_asking
from copydesk.builder.submissions import ALWAYS, ON_REQUEST, SIDECAR
from copydesk.builder.survey import Survey, wanted_formats
from copydesk.builder.workers import preload
from copydesk.builder.workers.pdf_process import PdfProcess
from copydesk.composition import Composed, csl
from copydesk.composition.glyphs import ask_boxes
from copydesk.composition.pandoc import Pandoc
from copydesk.config import Config, for_article
from copydesk.errors import ConfigError, CopydeskError, Refused, ToolError
from copydesk.hints import nearest
from copydesk.model import Article, Card, Colophon, Decisions, Output, Picture, texts_with_notes
from copydesk.system import belongings, files, process
from copydesk.writers import sheets
from copydesk.writers.logo import logo

RECORD: Final = "article.json"

#: A pandoc that holds more bytes is ended after its article: it takes some 0.35 MB more with
#: each one, and its heap has a ceiling.
PANDOC_CEILING: Final = 360_000_000


@dataclass(frozen=True, slots=True)
class Inputs:
    """What an article is made from, read once; `key` is what a refusal hangs on.

    `data` is None for a submission past the size limit, which is not read at all.
    """

    data: bytes | None
    decisions: Decisions
    config: Config
    made_from: Colophon
    key: str


@dataclass(slots=True)
class Copy:
    """What a writer is given (`registry.Copy`); pandoc is asked when a writer needs it."""

    article: Article
    composed: Composed
    slug: str
    config: Config
    pandoc: Pandoc
    seconds: float
    _set: dict[str, bytes] = field(default_factory=dict)
    _loaded: bool = False
    _measure: verify.Measure | None = None

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The pictures in print, named as the renderings name them."""
        return self.composed.pictures

    def begin(self, formats: Collection[str], first: str = "") -> None:
        """Have pandoc set all that making `formats` will ask for, while others do their work.

        What `first`, which may be one of them, asks for it sets before the rest.
        """
        asked = list(_renderings(name for name in formats if name == first))
        if not verify.READ.isdisjoint(formats):
            asked.append("citations")
        if asked := list(dict.fromkeys((*asked, *_renderings(formats)))):
            self._load(asked)

    def _load(self, ahead: Sequence[str] = ()) -> None:
        self.pandoc.allow(self.seconds)
        self.pandoc.load(self.composed, ahead)
        self._loaded = True

    def render(self, target: str) -> bytes:
        """Pandoc's rendering of the article as `target`, made once."""
        if target not in self._set:
            if not self._loaded:
                self._load()
            self._set[target] = self.pandoc.render(target)
        return self._set[target]

    def measure(self) -> verify.Measure:
        """What every file of the article must hold."""
        if self._measure is None:
            self._measure = verify.measure_article(
                self.article, self.composed, self.render("citations")
            )
        return self._measure

    def check(self, name: str, content: bytes) -> None:
        """Raise `BrokenLaw` unless `content`, a file of the format `name`, is whole.

        Empty boxes in it that composing has not foreseen are asked about.
        """
        wanted = verify.measure_format(name, self.measure(), self.composed, self.render)
        boxes = verify.check_output(name, content, wanted)
        if unforeseen := ask_boxes(boxes - self.composed.lacking, self.article.edited.lines):
            self.article = replace(self.article, queries=(*self.article.queries, unforeseen))


@dataclass(slots=True)
class JobRunner:
    """A worker's engines: the desk's settings and a pandoc that stays from job to job.

    A worker with one article only may have a `pdf_process` for it.
    """

    desk: Survey
    pdf_process: PdfProcess | None = None
    _pandoc: Pandoc | None = None

    def __call__(self, order: Order) -> Result:
        """Build what `order` asks for.

        Nothing but a lack of memory is raised: a document never stops the others.
        """
        started = time.monotonic()
        result = self._guarded(order)
        self._renew()
        outcome = replace(result.outcome, seconds=time.monotonic() - started)
        return replace(result, outcome=outcome)

    def _guarded(self, order: Order) -> Result:
        key = ""
        try:
            if order.gathers:
                from copydesk.builder import book_job

                book = book_job.read_book(self.desk, order)
                key, formats = book.key, book.formats
                made = book_job.build_book(self, order, book)
            else:
                inputs = read_inputs(self.desk, order)
                key, formats = inputs.key, (*wanted_formats(inputs.config), *order.needed)
                made, fault = self._build(order, inputs)
                if fault:
                    outcome = replace(self.failed(order, fault), kept=False)
                    return Result(replace(outcome, detail=faults.told(fault)), made)
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
        outcome = Outcome(
            order.slug,
            order.source,
            "built with queries" if count_asking(made.queries) or made.proposed else "built",
            formats=order.formats,
            reasons=order.reasons,
            queries=made.queries,
            proposed=made.proposed,
        )
        complete = {output.format for output in made.outputs}.issuperset(formats)
        return Result(outcome, made, complete=complete)

    def failed(self, order: Order, error: CopydeskError) -> Outcome:
        """The outcome of an order that ended in `error`."""
        return Outcome(
            order.slug, order.source, "failed", formats=order.formats, reasons=order.reasons,
            message=str(error), hint=error.hint, code=error.code, exit_code=error.exit_code,
            kept=files.is_there(self.desk.out / order.slug / store.COLOPHON),
        )  # fmt: skip

    def _build(self, order: Order, inputs: Inputs) -> tuple[Colophon, CopydeskError | None]:
        """What was made, and why the PDF was not, if that alone could not be."""
        copy = self.copy(order, inputs)
        if self.pdf_process:
            copy.begin(order.formats, PdfProcess.FORMAT)
            preload.import_late({*order.formats} - {*PdfProcess.FORMATS})
            self.pdf_process.begin(copy, order.formats)
        else:
            copy.begin(order.formats)
            preload.import_late(order.formats)
        outputs, fault = write_formats(copy, order.formats, self.pdf_process)
        article = copy.article
        made = replace(
            inputs.made_from,
            outputs=tuple(sorted((output for output, _ in outputs), key=_by_name)),
            queries=_open_queries(article),
            proposed=_proposed(article),
            card=make_card(article, catalogue.language(article, inputs.config)),
        )
        folder = self.desk.out / order.slug
        before = colophon.read(folder)
        if before and not any(explain_differences(before, made)):
            made = replace(made, outputs=_merged(before, made, inputs.config, order))
        data = {output.name: content for output, content in outputs}
        # Before the outputs: what they are made from is known whenever they are complete.
        received_texts.keep_text(self.desk.out, order.slug, article.edited.submission)
        gone = unwanted_outputs(order, before, made)
        store.publish(self.desk.out, order.slug, data, colophon.dumps(made), gone)
        return made, fault

    def draft(self, order: Order) -> tuple[Card, dict[Output, bytes]]:
        """What `order` asks for of an article, and its card; nothing of it is kept.

        Raises as setting an article does.
        """
        inputs = read_inputs(self.desk, order)
        copy = self.copy(order, inputs)
        copy.begin(order.formats)
        made, fault = write_formats(copy, order.formats)
        self._renew()
        if fault:
            raise fault
        return make_card(copy.article, catalogue.language(copy.article, inputs.config)), dict(made)

    def copy(self, order: Order, inputs: Inputs) -> Copy:
        """The article in `inputs`, ready for the writers. Raises `Refused`."""
        if inputs.data is None:
            limit = self.desk.config.limits.file_bytes
            message = f"`{order.source}` is larger than the limit of {limit:,} bytes"
            hint = "send the text alone, or raise `limits.file_bytes`"
            raise Refused(message, hint=hint, code="refuse.too-large")
        pandoc = self.pandoc(order.seconds)
        with contextlib.suppress(ToolError):  # said when it is asked, if the article is one
            pandoc.start()  # a new one needs as long as the article until it is composed
        around = side_files.gather_side_files(self.desk.root, order.source, inputs.config.limits)
        article, composed = pipeline.read_and_compose(
            inputs.data, order.source, inputs.config, inputs.decisions, around
        )
        return Copy(article, composed, order.slug, inputs.config, pandoc, order.seconds)

    def pandoc(self, seconds: float) -> Pandoc:
        """This worker's pandoc, whose child stays from job to job."""
        if self._pandoc is None:
            self._pandoc = Pandoc(heap_mb=self.desk.config.limits.pandoc_heap_mb)
        self._pandoc.seconds = seconds
        return self._pandoc

    def succeed(self, other: JobRunner) -> None:
        """Go on with the pandoc of `other`, which has done its work."""
        if other.desk.config.limits.pandoc_heap_mb == self.desk.config.limits.pandoc_heap_mb:
            self._pandoc, other._pandoc = other._pandoc, None
        other.close()

    def rehearse(self, order: Order, text: bytes) -> None:
        """Set `text` as `order` says and keep nothing, so that the next article is not the first.

        Raises as setting an article does.
        """
        made_from = Colophon(order.source, ())
        write_formats(
            self.copy(order, Inputs(text, Decisions(), self.desk.config, made_from, "")),
            order.formats,
        )

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


def _renderings(formats: Iterable[str]) -> Iterator[str]:
    """What the writers of `formats` ask pandoc for."""
    for name in formats:
        if name in registry.WRITERS:
            yield from registry.WRITERS[name].renderings


def write_formats(
    copy: Copy, formats: Collection[str], pdf_process: PdfProcess | None = None
) -> tuple[list[tuple[Output, bytes]], CopydeskError | None]:
    """The files of `copy`, each checked, and why its PDF or EPUB is not among them.

    Nothing else is left out: what goes wrong with another format is raised.
    """
    made: list[tuple[Output, bytes]] = []
    fault = None
    for name in formats:
        try:
            files_ = _files(copy, name, pdf_process)
        except Exception as error:
            found = _fault_of_format(copy, name, error)
            if found is None:
                raise
            fault = fault or found
            continue
        for place, data in files_.items():
            output = Output(name, place, hashlib.sha256(data).hexdigest(), len(data))
            made.append((output, data))
    return made, fault


def _files(copy: Copy, name: str, pdf_process: PdfProcess | None = None) -> dict[str, bytes]:
    """The files of one format, checked for what a reader must find in it."""
    if name == "article":
        # What is no letter, as in the name of a file, is escaped as JSON has it.
        return {RECORD: pipeline.dump_record(copy.article).encode("utf-8", "backslashreplace")}
    writer = registry.WRITERS[name]
    ready = pdf_process.finish(name) if pdf_process and name in PdfProcess.FORMATS else None
    content = ready or writer.write(copy)
    if name in verify.READ:
        copy.check(name, content)
    return {writer.file(copy.slug): content, **(writer.beside(copy) if writer.beside else {})}


def _fault_of_format(copy: Copy, name: str, error: Exception) -> CopydeskError | None:
    """Why there is no PDF or EPUB, if `error` is of setting it in type and costs nothing else."""

    def again(config: Config) -> object:
        return _files(replace(copy, config=config), name)

    if name == "epub":
        return faults.of_cover(error, copy.config, again)
    if name != PdfProcess.FORMAT:
        return None
    return faults.of_sheet(error, copy.config, again) or faults.of_paper(error)


def read_inputs(desk: Survey, order: Order) -> Inputs:
    """The submission, its sidecar and its settings, each read once.

    Raises `ConfigError` for a faulty sidecar, `ToolError` for what cannot be read.
    """
    name = order.source + SIDECAR
    lies = desk.root / name
    try:
        data, source = _submission(desk.root, order.source, desk.config.limits.file_bytes)
        own = belongings.is_own(desk.root, name)
        decided = sidecar.received(lies, desk.config.limits.sidecar_bytes) if own else None
    except OSError as error:
        raise files.failure(error, f"`{order.source}` could not be read") from None
    read = sidecar.loads(decided, name) if decided else sidecar.Sidecar()
    config = for_article(desk.config, read.settings, name)
    if read.settings:
        check_settings(config)
    decisions = "" if decided is None else hashlib.sha256(decided).hexdigest()
    hashes = {"submission": source, "sidecar": decisions}
    made_from = Colophon(order.source, article_inputs(desk, order.source, config, hashes))
    return Inputs(data, read.decisions, config, made_from, staleness.refusal_key(desk, made_from))


def _submission(root: Path, name: str, limit: int) -> tuple[bytes | None, str]:
    """Bytes and hash of a submission, as `inputs.digest_file` gives it."""
    with belongings.opened(root, name) as file:
        if (size := os.fstat(file.fileno()).st_size) > limit:
            return None, f"size {size}"
        data = file.read()
    return data, hashlib.sha256(data).hexdigest()


def _by_name(output: Output) -> tuple[str, str]:
    """The order of outputs, whichever was made first: two formats may share a file."""
    return output.name, output.format


def _open_queries(article: Article) -> tuple[tuple[str, int], ...]:
    counts = Counter(query.code for query in article.queries if query.state == "open")
    return tuple(sorted(counts.items()))


def _proposed(article: Article) -> int:
    ledger = (*article.edited.ledger, *article.structure)
    return sum(edit.status == "proposed" for edit in ledger)


def _merged(before: Colophon, made: Colophon, config: Config, order: Order) -> tuple[Output, ...]:
    """The outputs that stand afterwards, when the earlier ones have the same inputs."""
    formats = {output.format for output in before.outputs}
    if order.whole:
        formats &= {*wanted_formats(config), *ON_REQUEST, *order.needed}
    new = {output.format for output in made.outputs}
    kept = (each for each in before.outputs if each.format in formats and each.format not in new)
    return tuple(sorted((*made.outputs, *kept), key=_by_name))


def unwanted_outputs(order: Order, before: Colophon | None, made: Colophon) -> tuple[str, ...]:
    """Names of outputs of ours that nobody wants any more.

    An earlier one stays when it is wanted and could not be made now.
    """
    if not order.whole:
        return ()
    missed = {*order.formats}.difference(output.format for output in made.outputs)
    ours = {one.file(order.slug) for name, one in registry.WRITERS.items() if name not in missed}
    if before:
        ours |= {output.name for output in before.outputs if output.format not in missed}
    return tuple(sorted(ours - {output.name for output in made.outputs}))


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


# ── the card ───────────────────────────────────────────────────────────────────

#: Letters that are written without blanks between words: each is counted.
_UNSPACED: Final = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN: Final = re.compile(rf"[{_UNSPACED}]|[^\s{_UNSPACED}]+")


def make_card(article: Article, language: str) -> Card:
    """The card of `article`, whose language tag in print is `language`."""
    front = article.front
    return Card(
        title=front.title,
        authors=front.authors or tuple(filter(None, (front.byline,))),
        date=front.date,
        date_iso=front.date_iso,
        language=language,
        words=count_words(texts_with_notes(article.body)),
    )


def count_words(pieces: Iterable[str]) -> int:
    """How many words `pieces` have, as an editor counts them; of Chinese each character.

    >>> count_words(["The “no-limits” partnership – so far", "中国政府"])
    9
    """
    return sum(
        any(map(str.isalnum, found[0])) for piece in pieces for found in _TOKEN.finditer(piece)
    )


# ── settings ───────────────────────────────────────────────────────────────────


def check_settings(config: Config) -> None:
    """Raise `ConfigError` when the settings name a format, rule or file that is not there."""
    clean.check(config)
    csl.load(config.csl)
    sheets.own(config)
    logo(config)
    for name in config.formats:
        if name not in registry.WRITERS:
            message = f"no writer makes the format `{name}`"
            hint = nearest(name, sorted(registry.WRITERS))
            if name in ALWAYS:
                message = f"the format `{name}` is made of every article, and not by choice"
                hint = "take it out of `formats`"
            raise ConfigError(message, hint=hint, code="config.format")
