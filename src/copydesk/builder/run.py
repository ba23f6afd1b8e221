"""One run over the desk: survey, choose, build what is stale, remember, report."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from copydesk.builder import (
    dist,
    report_files,
    staleness,
    state,
    store,
    survey,
    targets,
    up_to_date,
)
from copydesk.builder.issues import sources
from copydesk.builder.report import DocumentOutcome, Progress, Report
from copydesk.builder.staleness import DocumentStatus
from copydesk.builder.submissions import SIDECAR, Document, why_unread
from copydesk.builder.survey import Survey
from copydesk.config import Config
from copydesk.errors import ToolError
from copydesk.system import files

if TYPE_CHECKING:
    from copydesk.builder.job import Result
    from copydesk.builder.workers.protocol import Engine


#: After so many documents the state is saved, so that a crash costs little hashing; on a large
#: desk, where that takes long, no oftener than it takes this part of the time.
SAVE_EVERY: Final = 200
SHARE: Final = 0.02

#: What is said where there is nothing to build: the desk is new, or not the one meant.
_EMPTY: Final = "there are no texts in `{}/`: put some there, or name a desk: `-C DIR`"

Tell = Callable[[DocumentOutcome], None]


@dataclass(frozen=True, slots=True)
class Options:
    """How to build. `jobs` 0 means one worker for each core.

    `formats` limits the run to these (of those in the settings), `issues` are files of issues that
    lie elsewhere than the desk's and are built too. `engine` gives, for a desk and the files that
    workers hold open, who does the work instead of workers of this process, whose number `jobs` is.
    With `give_up` documents that failed are tried again only when something of them has changed.
    """

    jobs: int = 0
    dry_run: bool = False
    rebuild_all: bool = False
    fail_fast: bool = False
    formats: tuple[str, ...] = ()
    issues: tuple[Path, ...] = ()
    engine: Callable[[Survey, Collection[int]], Engine] | None = None
    give_up: bool = False


def status(
    root: Path, config: Config, names: Iterable[str] = (), *, here: Path | None = None
) -> tuple[DocumentStatus, ...]:
    """How the documents that `names` mean stand, in source order. Changes nothing.

    Without names those whose submission is gone come last: "orphaned", without a source.
    Raises `UsageError` for a target that is not there, and for settings that no stale
    document can be built with.
    """
    desk, names = survey.survey_desk(root, config, bound=True), tuple(names)
    chosen = targets.resolve_targets(desk, names, here)
    found = tuple(staleness.find_standings(desk, chosen))
    _check_settings(desk, found)
    return found if names else (*found, *map(staleness.orphaned_standing, dist.find_orphans(desk)))


def build(  # noqa: PLR0913  the last three are seldom given
    root: Path,
    config: Config,
    names: Iterable[str] = (),
    options: Options | None = None,
    *,
    here: Path | None = None,
    tell: Tell | None = None,
    progress: Progress | None = None,
) -> Report:
    """Bring what `names` mean up to date; everything, when there are none.

    `tell` hears each outcome as it comes, except of what is up to date, and `progress`
    what is to be built and what is being worked on. Every document has its outcome in
    the report, whatever happened to the others; an interrupt is reported, not raised.
    Raises `UsageError` for a target that is not there, `Locked`, and `ToolError` when
    the output folder cannot be used.
    """
    started = time.monotonic()
    options, names = options or Options(), tuple(names)
    out = root / config.out
    with contextlib.nullcontext() if options.dry_run else store.lock_desk(out) as lock:
        limited = names or options.formats or options.issues
        seen = None if limited else up_to_date.look_at_source(f"{root}/{config.source}")
        more = sources.stamp_files(root, options.issues)
        desk = survey.survey_desk(root, config, bound=True, more=more)
        desk = replace(desk, anew=options.rebuild_all)
        targets.check_formats(desk, options.formats)
        chosen = targets.resolve_targets(desk, names, here)
        held = () if lock is None else (lock,)
        run = BuildRun(desk, options, chosen, tell, progress, held)
        if options.dry_run:
            run.foresee()
        else:
            store.sweep(out)
            run.work()
        report = run.report(time.monotonic() - started, everything=not names)
        if options.dry_run:
            return report
        return report_files.keep_run(desk, report, run.made, seen, everything=not names)


def _check_settings(desk: Survey, found: Iterable[DocumentStatus]) -> None:
    """Raise `ConfigError` when a document is to be built with settings that cannot be.

    With nothing stale there is nothing to check, and what the check imports is saved; an issue
    is made by none of the rules and writers that are looked up there.
    """
    if any(one.state == "stale" and not one.document.is_issue for one in found):
        from copydesk.builder.article_job import check_settings

        check_settings(desk.config)


def count_cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def find_pool(desk: Survey, held: Collection[int], jobs: int) -> Engine:
    """So many workers of this process for `desk`, else one for each core; `held` are open files."""
    from copydesk.builder.workers import pool

    aside = store.aside_folder(desk.out)
    return partial(pool.run, workers=jobs or count_cores(), aside=aside, held=held)


@dataclass(slots=True)
class BuildRun:
    """The state of one build: what was asked for, and what became of it so far.

    `held` is the lock, which hangs on those who do the work too.
    """

    desk: Survey
    options: Options
    chosen: targets.Selection
    tell: Tell | None = None
    progress: Progress | None = None
    held: tuple[int, ...] = ()
    outcomes: dict[str, DocumentOutcome] = field(default_factory=dict)
    made: set[str] = field(default_factory=set)
    moved: list[tuple[str, str, str]] = field(default_factory=list)
    interrupted: bool = False

    def standings(self) -> list[DocumentStatus]:
        """How each chosen document stands. Raises `ConfigError` when a build would."""
        chosen = targets.limit_formats(self.chosen, self.options.formats)
        found = list(staleness.find_standings(self.desk, chosen))
        _check_settings(self.desk, found)
        return found

    def foresee(self) -> None:
        """Enter what a build would do. Raises `ConfigError` when it would."""
        for standing in self.standings():
            outcome = staleness.settled_outcome(standing)
            if standing.state == "stale":
                self._note_move(standing)
                formats, reasons = standing.formats, standing.reasons
                outcome = replace(outcome, status="stale", formats=formats, reasons=reasons)
            self.enter(outcome)

    def work(self) -> None:
        """Build what is stale and enter what became of it. Raises `ConfigError` before.

        Issues come last: they are made from what is built of their articles.
        """
        found = self.standings()
        self._supervised([one for one in found if not one.document.is_issue], self._stale)
        self._supervised([one for one in found if one.document.is_issue], self._stale_issues)

    def _stale(self, found: Sequence[DocumentStatus]) -> Iterator[DocumentStatus]:
        """Those that are to be built; what became of the others is entered."""
        for standing in found:
            if standing.state == "stale" and (known := self._given_up(standing)):
                self.enter(known)
            elif standing.state == "stale":
                self._note_move(standing)
                yield standing
            elif standing.surplus and standing.whole:
                self.enter(self._trimmed(standing))
            else:
                self.enter(staleness.settled_outcome(standing))

    def _given_up(self, standing: DocumentStatus) -> DocumentOutcome | None:
        """The outcome of the last time, where it would be the same and need not be tried."""
        entry = self.desk.state.entry(standing.source)
        same = state.is_unmoved(entry, standing.document, self.desk.base)
        if not (self.options.give_up and same and entry.get("status") == "failed"):
            return None
        error = ToolError(entry["message"], hint=entry["hint"], code=entry["code"])
        kept = entry["past"] and files.is_there(self.desk.out / standing.slug / store.COLOPHON)
        return staleness.failed_outcome(standing, error, kept=kept)

    def _note_move(self, standing: DocumentStatus) -> None:
        if former := self.desk.state.former_slug(standing.document):
            self.moved.append((standing.source, former, standing.slug))

    def _supervised(
        self,
        found: Sequence[DocumentStatus],
        choose: Callable[[Sequence[DocumentStatus]], Iterator[DocumentStatus]],
    ) -> None:
        """Build what `choose` takes of `found`, which all have their outcomes afterwards."""
        stale: list[DocumentStatus] = []
        try:
            stale.extend(choose(found))
            if stale:
                self._build(stale)
        except KeyboardInterrupt:
            self.interrupted = True
        except ToolError as error:  # said once: it is about none of them
            left = (one for one in stale if one.slug not in self.outcomes)
            if first := next(left, None):
                self.enter(staleness.failed_outcome(first, error))
        for standing in found:
            if standing.slug not in self.outcomes:
                self.enter(staleness.untried_outcome(standing))

    def _stale_issues(self, issues: Sequence[DocumentStatus]) -> Iterator[DocumentStatus]:
        """Those that are to be made now that their articles are; the others are entered.

        The standings of `issues` are those before.
        """
        from copydesk.builder.issues import contents

        for standing in issues:
            if self._is_to_stop():
                return
            if standing.state == "fresh":  # none of its articles was made anew
                self.enter(staleness.settled_outcome(standing))
                continue
            document = contents.refresh_stamps(self.desk, standing.document)
            made = self.outcomes.items()
            unmade = {slug: (one.status, ()) for slug, one in made if not one.is_done}
            now = contents.examine_issue(self.desk, document, unmade)
            if now.state == "fresh":
                self.enter(staleness.settled_outcome(now))
                continue
            now = replace(now, reasons=standing.reasons or now.reasons)
            if held_up := contents.find_obstacle(self.desk, now, self.outcomes):
                self.enter(held_up)
            else:
                yield now

    def _is_to_stop(self) -> bool:
        return self.interrupted or (
            self.options.fail_fast and any(one.is_bad for one in self.outcomes.values())
        )

    def enter(self, outcome: DocumentOutcome) -> None:
        """Note what became of a document, and tell it."""
        self.outcomes[outcome.slug] = outcome
        if not self.options.dry_run:
            self.desk.state.note_outcome(outcome, made=outcome.slug in self.made)
        told = outcome.status not in {"up to date", "not tried"}
        if self.tell and told:
            self.tell(outcome)

    def report(self, seconds: float, *, everything: bool) -> Report:
        """The outcomes so far, in source order."""
        desk, config = self.desk, self.desk.config
        slugs = {document.source: document.slug for document in desk.everything}
        renamed = ((path, slugs[path]) for path in desk.collided)
        return Report(
            outcomes=tuple(
                self.outcomes[document.slug]
                for document in desk.everything
                if document.slug in self.outcomes
            ),
            orphans=dist.find_orphans(desk) if everything else (),
            renamed=tuple(one for one in renamed if everything or one[1] in self.outcomes),
            moved=tuple(self.moved),
            unread=desk.unreadable,
            interrupted=self.interrupted,
            notes=(
                *config.theme.faint(),
                *self._unprinted(),
                *(f"`{path}` {why_unread(desk.root, path)}" for path in desk.unreadable),
                *(f"`{path}` is a {_kind(path)} without its submission" for path in desk.alone),
                *([] if desk.everything or desk.unreadable else [_EMPTY.format(config.source)]),
            ),
            seconds=seconds,
            started=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(desk.taken // 10**9)),
            versions=desk.tools,
        )

    def _unprinted(self) -> tuple[str, ...]:
        """What the papers that were built now lack of the desk's looks."""
        made = (outcome for outcome in self.outcomes.values() if outcome.status.startswith("built"))
        if not any("pdf" in one.formats for one in made):
            return ()
        from copydesk.writers import sheets

        return sheets.list_unprinted(self.desk.config)

    def _trimmed(self, standing: DocumentStatus) -> DocumentOutcome:
        """The outcome of taking away outputs that the settings no longer ask for."""
        from copydesk.builder import job

        try:
            if made := job.trim_outputs(self.desk, standing.slug, standing.surplus):
                entry = state.built_entry(self.desk, standing.document, made)
                self.made.add(standing.slug)
                self.desk.state.keep(standing.document, entry)
        except ToolError as error:
            return staleness.failed_outcome(standing, error)
        return staleness.settled_outcome(standing)

    def _build(self, stale: Sequence[DocumentStatus]) -> None:
        from copydesk.builder import batch

        documents = {standing.slug: standing.document for standing in stale}
        if self.progress and (text := store.warn_of_space(self.desk.out, documents.values())):
            self.progress.say(text)
        find_engine = self.options.engine or partial(find_pool, jobs=self.options.jobs)
        engine = find_engine(self.desk, self.held)
        with contextlib.closing(
            batch.build_results(self.desk, stale, engine, self.progress)
        ) as results:
            saved, due = 0, 0.0
            for count, result in enumerate(results, 1):
                self._remember(documents[result.outcome.slug], result)
                self.enter(result.outcome)
                if count - saved >= SAVE_EVERY and (now := time.monotonic()) >= due:
                    state.save(self.desk)
                    saved, ended = count, time.monotonic()
                    due = ended + (ended - now) / SHARE
                if self.options.fail_fast and result.outcome.is_bad:
                    return

    def _remember(self, document: Document, result: Result) -> None:
        """Enter into the state what the next run need not find out again."""
        entry: state.Entry = {}
        if result.refusal:
            entry = state.refusal_entry(self.desk, document, result.refusal)
        elif result.outcome.status == "failed" and result.outcome.code != state.DISK:
            entry = state.mark_inputs(self.desk, document)
        if result.made:
            self.made.add(document.slug)
        if result.made and result.complete:
            built = state.built_entry(self.desk, document, result.made, result.outcome.seconds)
            if None not in built["files"].values():  # a network drive may be slow to show one
                entry = built
        self.desk.state.keep(document, entry)


def _kind(path: str) -> str:
    return "sidecar" if path.endswith(SIDECAR) else "library"
