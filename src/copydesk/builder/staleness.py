"""What is stale, and why.

Stamps (time and size) are compared first; contents are hashed only where a stamp moved. On a desk
with nothing to do no colophon is read.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from copydesk.builder import bounded_files, inputs, store
from copydesk.builder.inputs import digest_file
from copydesk.builder.report import DocumentOutcome
from copydesk.builder.state import built_entry, is_in_place, is_unmoved, refusal_entry
from copydesk.builder.submissions import ON_REQUEST, SIDECAR, Document
from copydesk.builder.survey import Survey, present_formats, wanted_formats
from copydesk.config import Config, for_article
from copydesk.errors import REFUSED, ConfigError, CopydeskError
from copydesk.system import companion_files, files

if TYPE_CHECKING:
    from copydesk.builder.job import JobRunner, MadeDocument
    from copydesk.model import Colophon, Decisions
    from copydesk.settings.limits import Limits


@dataclass(frozen=True, slots=True)
class DocumentStatus:
    """How a document stands.

    `formats` are the stale ones, `surplus` the names of outputs nobody wants any
    more. `queries` and `proposed` are those of the finished article. A refused
    document carries the words it was refused with. `whole` says that all formats are asked for.
    A worker builds a stale one, and may take so many `seconds`.
    """

    document: Document
    state: Literal["fresh", "stale", "refused", "orphaned"]
    formats: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    surplus: tuple[str, ...] = ()
    queries: tuple[tuple[str, int], ...] = ()
    proposed: int = 0
    message: str = ""
    hint: str = ""
    code: str = ""
    kept: bool = False
    whole: bool = True
    seconds: float = 60.0

    @property
    def slug(self) -> str:
        return self.document.slug

    @property
    def source(self) -> str:
        return self.document.source

    @property
    def why(self) -> tuple[str, ...]:
        """The reasons of its state, a line each."""
        refused = tuple(text for text in (self.message, self.hint) if text)
        return self.reasons or refused or ("up to date",)


def find_standings(
    desk: Survey, asked: Mapping[Document, frozenset[str]] | None = None
) -> Iterator[DocumentStatus]:
    """How each document that is `asked` for (every one, when None) stands.

    Of formats that are asked for no others count, even if nobody wants them otherwise. What had
    to be read is entered into the state, to be saved by a build.
    """
    base, out, known = desk.base, str(desk.out), desk.state.documents
    moved: dict[str, tuple[str, tuple[str, ...]]] = {}
    for document in desk.everything if asked is None else asked:
        entry = known.get(document.source, {})
        more = _requested(desk, asked[document]) if asked and not document.is_gathered else ()
        unmoved = not desk.anew and is_unmoved(entry, document, base)
        settled = unmoved and not more and not (moved and document.is_issue)
        if settled and "files" in entry and is_in_place(out, document.slug, entry):
            yield DocumentStatus(
                document,
                "fresh",
                queries=tuple((code, count) for code, count in entry["queries"]),
                proposed=entry["proposed"],
                whole=not (asked and asked[document]),
            )
            continue
        if unmoved and "key" in entry:
            standing = refused_standing(desk, document)
        elif document.is_issue:
            from copydesk.builder.issues import contents

            standing = contents.examine_issue(desk, document, moved)
        elif document.is_gathered:
            from copydesk.builder import books

            standing = books.examine_book(desk, document)
        else:
            standing = _examine(desk, document, more)
        if standing.state != "fresh":
            moved[document.slug] = (standing.state, standing.formats)
        yield _narrowed(standing, asked[document]) if asked else standing


def _narrowed(standing: DocumentStatus, formats: frozenset[str]) -> DocumentStatus:
    """`standing` as seen by someone who asks for `formats` only (none: for all)."""
    if not formats:
        return standing
    kept = tuple(name for name in standing.formats if name in formats)
    if standing.state == "stale" and not kept:
        return replace(standing, state="fresh", formats=(), reasons=(), whole=False)
    return replace(standing, formats=kept, whole=False)


def _requested(desk: Survey, asked: Iterable[str]) -> tuple[str, ...]:
    """Those of the formats `asked` for that nobody wants otherwise."""
    return tuple(name for name in ON_REQUEST if name in asked and name not in desk.config.formats)


def refusal_key(limits: Limits, made: Colophon) -> str:
    """What the refusal of what would be `made` hangs on: contents, settings, limits and code."""
    parts = (inputs.without_tools(made.inputs), limits)
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


def refused_standing(desk: Survey, document: Document) -> DocumentStatus:
    """The standing of a document that is refused in the words of its entry."""
    kept = files.is_there(desk.out / document.slug / store.COLOPHON)
    words = desk.state.documents[document.source]
    return DocumentStatus(
        document, "refused", kept=kept,
        message=words["message"], hint=words["hint"], code=words["code"],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Inputs:
    """What an article is made from, read once: its colophon has no outputs.

    `data` is None for a submission past the size limit, which is not read at all.
    """

    data: bytes | None
    decisions: Decisions
    config: Config
    made_from: Colophon

    @property
    def formats(self) -> tuple[str, ...]:
        """What is to stand when everything is made."""
        return wanted_formats(self.config)

    def submission(self) -> bytes:
        """The bytes of the submission. Raises `Refused` for one past the size limit."""
        if self.data is None:
            source, limit = self.made_from.source, self.config.limits.file_bytes
            raise bounded_files.too_large_error(source, limit)
        return self.data

    def make(self, runner: JobRunner, order: DocumentStatus) -> MadeDocument:
        """The files that `order` asks for."""
        from copydesk.builder import article_job

        return article_job.make_article(runner, order, self)


def read_inputs(desk: Survey, source: str) -> Inputs:
    """The submission in `source`, its sidecar and its settings, each read once.

    Raises `ConfigError` for a faulty sidecar, `ToolError` for what cannot be read.
    """
    from copydesk.model import Colophon
    from copydesk.review import sidecar

    name, limits = source + SIDECAR, desk.config.limits
    data, decided = None, None
    try:
        with companion_files.opened(desk.root, source) as file:
            hashed = f"size {(size := os.fstat(file.fileno()).st_size)}"
            if size <= limits.file_bytes:
                data = file.read()
                hashed = hashlib.sha256(data).hexdigest()
        if companion_files.is_own(desk.root, name):
            decided = sidecar.received(desk.root / name, limits.sidecar_bytes)
    except OSError as error:
        raise files.failure(error, f"`{source}` could not be read") from None
    read = sidecar.loads(decided, name) if decided else sidecar.Sidecar()
    config = for_article(desk.config, read.settings, name)
    decisions = "" if decided is None else hashlib.sha256(decided).hexdigest()
    own = {"submission": hashed, "sidecar": decisions}
    made_from = Colophon(source, inputs.article_inputs(desk, source, config, own))
    return Inputs(data, read.decisions, config, made_from)


def _examine(desk: Survey, document: Document, more: tuple[str, ...]) -> DocumentStatus:
    """Look into the files of a document whose stamps do not settle the matter.

    `more` are formats that are asked for beside those that are wanted.
    """
    try:
        found = read_inputs(desk, document.source)
    except CopydeskError as error:
        # The build of this document says what is wrong with it.
        formats = tuple(dict.fromkeys((*wanted_formats(desk.config), *document.needed, *more)))
        why = "sidecar changed" if isinstance(error, ConfigError) else "source changed"
        return DocumentStatus(document, "stale", formats, (why,))
    formats = tuple(dict.fromkeys((*found.formats, *document.needed)))
    every = tuple(dict.fromkeys((*formats, *more, *present_formats(desk, document.slug))))
    return compare_inputs(desk, document, found.made_from, (*formats, *more), every)


def compare_inputs(
    desk: Survey,
    document: Document,
    now: Colophon,
    formats: tuple[str, ...],
    every: tuple[str, ...] = (),
) -> DocumentStatus:
    """How what was built of `document` stands to what it would be made from `now`.

    `formats` are those that are wanted, `every` those that are made anew where these are more.
    """
    every = every or formats
    standing = _compare(desk, document, now, formats, every)
    if not desk.anew:
        return standing
    reasons = standing.reasons or ("asked for with -B",)
    if standing.message:
        reasons = (*reasons, f"was refused: {standing.message}")
    return replace(
        standing, state="stale", formats=every, reasons=reasons, message="", hint="", code=""
    )


def _compare(
    desk: Survey,
    document: Document,
    now: Colophon,
    formats: tuple[str, ...],
    every: tuple[str, ...],
) -> DocumentStatus:
    from copydesk.builder import colophon

    entry, key = desk.state.entry(document.source), refusal_key(desk.config.limits, now)
    if entry.get("key") == key:
        desk.state.keep(document, {**entry, **refusal_entry(desk, document, key)})
        return refused_standing(desk, document)
    found = colophon.read(desk.out / document.slug)
    if found is None:
        return DocumentStatus(document, "stale", every, (_why_unbuilt(desk, document),))
    if why := tuple(inputs.explain_differences(found, now)):
        return DocumentStatus(document, "stale", every, why)
    return _compare_outputs(desk, document, found, formats, every)


def _why_unbuilt(desk: Survey, document: Document) -> str:
    entry = desk.state.entry(document.source)
    if former := desk.state.former_slug(document):
        return f"its outputs had the name `{former}`"
    if "key" not in entry:
        return "new"
    if entry["version"] != desk.code:
        return "refused before; copydesk has changed, it will be tried again"
    return "refused before; the submission or its settings have changed, it will be tried again"


def _compare_outputs(
    desk: Survey,
    document: Document,
    found: Colophon,
    formats: tuple[str, ...],
    kept: tuple[str, ...],
) -> DocumentStatus:
    folder = desk.out / document.slug
    stale: list[str] = []
    why: list[str] = []
    made = {output.format for output in found.outputs}
    for output in found.outputs:
        if output.format not in formats:
            continue
        if not files.is_there(folder / output.name):
            why.append(f"output missing: {output.name}")
        elif digest_file(folder / output.name) != output.sha256:
            why.append(f"output changed by hand: {output.name}")
        else:
            continue
        stale.append(output.format)
    for name in kept:
        if name not in made:
            why.append(f"format added: {name}")
            stale.append(name)
    shared = {output.name for output in found.outputs if output.format in kept}
    surplus = tuple(
        output.name
        for output in found.outputs
        if output.format not in kept and output.name not in shared
    )
    if not stale and not surplus:
        desk.state.keep(document, built_entry(desk, document, found))
    state: Literal["stale", "fresh"] = "stale" if stale else "fresh"
    return DocumentStatus(
        document,
        state,
        tuple(dict.fromkeys(stale)),
        tuple(why),
        surplus,
        found.queries,
        found.proposed,
    )


def orphaned_standing(slug: str) -> DocumentStatus:
    """The standing of outputs in the folder `slug` whose submission is gone."""
    why = ("its submission is gone; `copydesk clean --orphans` removes it",)
    return DocumentStatus(Document("", slug, (0, 0)), "orphaned", reasons=why)


# ── outcomes that no worker had a hand in ──────────────────────────────────────


def settled_outcome(standing: DocumentStatus) -> DocumentOutcome:
    """The outcome of a document that no worker is needed for."""
    refused = standing.state == "refused"
    return DocumentOutcome(
        standing.slug, standing.source, "refused" if refused else "up to date",
        queries=standing.queries, proposed=standing.proposed, message=standing.message,
        hint=standing.hint, code=standing.code, exit_code=REFUSED if refused else 0,
        kept=standing.kept,
    )  # fmt: skip


def failed_outcome(
    one: DocumentStatus, error: CopydeskError, *, kept: bool = False
) -> DocumentOutcome:
    """The outcome of a document that could not be made."""
    return DocumentOutcome(
        one.slug, one.source, "failed", formats=one.formats, reasons=one.reasons,
        message=str(error), hint=error.hint, code=error.code, exit_code=error.exit_code, kept=kept,
    )  # fmt: skip


def untried_outcome(standing: DocumentStatus) -> DocumentOutcome:
    """The outcome of a document that a run ended before."""
    return DocumentOutcome(standing.slug, standing.source, "not tried", reasons=standing.reasons)
