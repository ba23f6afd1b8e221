"""The work on one article: a submission in, its files out."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from copydesk import clean, pipeline, registry, verify
from copydesk.builder import faults, side_files, staleness
from copydesk.builder.job import JobRunner, MadeDocument, describe_output
from copydesk.builder.staleness import DocumentStatus, Inputs
from copydesk.builder.submissions import ALWAYS, Document
from copydesk.builder.survey import Survey
from copydesk.builder.workers import preload
from copydesk.builder.workers.pdf_process import PdfProcess
from copydesk.composition import Composed, catalogue, csl
from copydesk.composition.missing_glyphs import ask_boxes
from copydesk.composition.pandoc import Pandoc
from copydesk.config import Config
from copydesk.errors import ConfigError, CopydeskError, ToolError
from copydesk.language.sentences import count_words
from copydesk.model import (
    Article,
    ArticleSummary,
    Colophon,
    Decisions,
    Output,
    Picture,
    texts_with_notes,
)
from copydesk.settings.hints import name_nearest
from copydesk.writers import sheets
from copydesk.writers.logo import load_logo

RECORD: Final = "article.json"


def read_inputs(desk: Survey, source: str) -> Inputs:
    """What the article in `source` is made from, as a plan reads it.

    Raises `ConfigError` also for settings of its sidecar that nothing can be made with.
    """
    read = staleness.read_inputs(desk, source)
    if read.config is not desk.config:
        check_settings(read.config)
    return read


def make_article(runner: JobRunner, order: DocumentStatus, inputs: Inputs) -> MadeDocument:
    """The files of an article that `order` asks for."""
    copy = load_copy(runner, order, inputs)
    if runner.pdf_process:
        copy.begin(order.formats, PdfProcess.FORMAT)
        preload.import_late({*order.formats} - {*PdfProcess.FORMATS})
        runner.pdf_process.begin(copy, order.formats)
    else:
        copy.begin(order.formats)
        preload.import_late(order.formats)
    outputs, fault = write_formats(copy, order.formats, runner.pdf_process)
    article = copy.article
    card = make_card(article, catalogue.language(article, inputs.config))
    queries = Counter(query.code for query in article.queries if query.state == "open")
    ledger = (*article.edited.ledger, *article.structure)
    proposed = sum(edit.status == "proposed" for edit in ledger)
    received = article.edited.submission
    return MadeDocument(outputs, card, tuple(sorted(queries.items())), proposed, received, fault)


def load_copy(runner: JobRunner, order: DocumentStatus, inputs: Inputs) -> ArticleInput:
    """The article in `inputs`, ready for the writers. Raises `Refused`."""
    data = inputs.submission()
    pandoc = runner.pandoc(order.seconds)
    with contextlib.suppress(ToolError):  # said when it is asked, if the article is one
        pandoc.start()  # a new one needs as long as the article until it is composed
    around = side_files.load_companion_files(runner.desk.root, order.source, inputs.config.limits)
    article, composed = pipeline.read_and_compose(
        data, order.source, inputs.config, inputs.decisions, around
    )
    return ArticleInput(article, composed, order.slug, inputs.config, pandoc, order.seconds)


def rehearse(runner: JobRunner, formats: tuple[str, ...], seconds: float = 60.0) -> None:
    """Set a small article in `formats` and keep nothing, so that the next is not the first.

    Raises as setting an article does.
    """
    document = Document("specimen.txt", "specimen", (0, 0))
    order = DocumentStatus(document, "stale", formats, seconds=seconds)
    made_from = Colophon(order.source, ())
    inputs = Inputs(preload.read_specimen(), Decisions(), runner.desk.config, made_from)
    write_formats(load_copy(runner, order, inputs), formats)


# ── the files ──────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class ArticleInput:
    """What a writer is given (`registry.WriterInput`); pandoc is asked when a writer needs it.

    Without one it has what was asked before.
    """

    article: Article
    composed: Composed
    slug: str
    config: Config
    pandoc: Pandoc | None
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

    def _load(self, ahead: Sequence[str] = ()) -> Pandoc:
        if self.pandoc is None:
            raise LookupError("pandoc has done its part")
        if not self._loaded:
            self.pandoc.allow(self.seconds)
            self.pandoc.load(self.composed, ahead)
            self._loaded = True
        return self.pandoc

    def render(self, target: str) -> bytes:
        """Pandoc's rendering of the article as `target`, made once."""
        if target not in self._set:
            self._set[target] = self._load().render(target)
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


def _renderings(formats: Iterable[str]) -> Iterator[str]:
    """What the writers of `formats` ask pandoc for."""
    for name in formats:
        if name in registry.WRITERS:
            yield from registry.WRITERS[name].renderings


def write_formats(
    copy: ArticleInput, formats: Collection[str], pdf_process: PdfProcess | None = None
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
            made.append((describe_output(name, place, data), data))
    return made, fault


def _files(
    copy: ArticleInput, name: str, pdf_process: PdfProcess | None = None
) -> dict[str, bytes]:
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


def _fault_of_format(copy: ArticleInput, name: str, error: Exception) -> CopydeskError | None:
    """Why there is no PDF or EPUB, if `error` is of setting it in type and costs nothing else."""

    def again(config: Config) -> object:
        return _files(replace(copy, config=config), name)

    if name == "epub":
        return faults.of_cover(error, copy.config, again)
    if name != PdfProcess.FORMAT:
        return None
    return faults.of_sheet(error, copy.config, again) or faults.of_paper(error)


# ── the card ───────────────────────────────────────────────────────────────────


def make_card(article: Article, language: str) -> ArticleSummary:
    """The card of `article`, whose language tag in print is `language`."""
    front = article.front
    return ArticleSummary(
        title=front.title,
        authors=front.authors or tuple(filter(None, (front.byline,))),
        date=front.date,
        date_iso=front.date_iso,
        language=language,
        words=sum(map(count_words, texts_with_notes(article.body))),
    )


# ── settings ───────────────────────────────────────────────────────────────────


def check_settings(config: Config) -> None:
    """Raise `ConfigError` when the settings name a format, rule or file that is not there."""
    clean.check_rules(config)
    csl.load_style(config.csl)
    sheets.read_own_sheet(config)
    load_logo(config)
    for name in config.formats:
        if name not in registry.WRITERS:
            message = f"there is no format `{name}`"
            hint = name_nearest(name, sorted(registry.WRITERS))
            if name in ALWAYS:
                message = f"the format `{name}` is made for every article and cannot be selected"
                hint = "remove it from `formats`"
            raise ConfigError(message, hint=hint, code="config.format")
