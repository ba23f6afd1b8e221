"""One submission outside a build: read it, and write down what the editor decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from copydesk import pipeline, readers
from copydesk.builder import bounded_files, side_files, survey, targets
from copydesk.builder.submissions import Document
from copydesk.builder.workers import reader
from copydesk.config import Config, for_article
from copydesk.model import Article, Decisions, EditedText, Submission
from copydesk.review import sidecar
from copydesk.system import companion_files


def resolve_articles(
    root: Path, config: Config, names: Iterable[str], here: Path | None = None
) -> tuple[Document, ...]:
    """The articles that `names` mean; all, without names.

    Raises `UsageError` for a name that is not there.
    """
    return tuple(targets.resolve_targets(survey.survey_desk(root, config), names, here))


def read_article(
    root: Path, config: Config, source: str, *, choices: bool = True, said: str | None = None
) -> Article:
    """The article in the submission `source` (relative to `root`), its sidecar heeded.

    Without `choices`, citations mean what the matcher takes them for. With `said` the article
    is as it would be if that text were its sidecar.
    """
    work = reader.file_work(root, source, config.limits)
    return reader.call_in_worker(
        work, _read_article, root, config, source, choices=choices, said=said
    )


def _read_article(
    root: Path, config: Config, source: str, *, choices: bool, said: str | None = None
) -> Article:
    config, decisions = load_decisions(root, config, source, said)
    data = bounded_files.read_submission(root, source, config)
    around = side_files.load_companion_files(root, source, config.limits)
    decisions = decisions if choices else replace(decisions, citations=())
    return pipeline.article(data, source, config, decisions, around)


def read_copy(root: Path, config: Config, source: str, *, said: str | None = None) -> EditedText:
    """The corrected copy of the submission `source`, its sidecar heeded; nothing is removed.

    With `said` the copy is as it would be if that text were its sidecar.
    """
    work = reader.file_work(root, source, config.limits)
    return reader.call_in_worker(work, _read_copy, root, config, source, said=said)


def _read_copy(root: Path, config: Config, source: str, *, said: str | None) -> EditedText:
    config, decisions = load_decisions(root, config, source, said)
    return pipeline.read_and_edit(
        bounded_files.read_submission(root, source, config), source, config, decisions
    )


def load_decisions(
    root: Path, config: Config, source: str, said: str | None = None
) -> tuple[Config, Decisions]:
    """The settings for the submission `source` (relative to `root`), and what was decided of it.

    Both are those of the desk, and none, where no sidecar lies beside it; the text `said` stands
    for one. Raises `ConfigError` for a sidecar that is not valid.

    >>> load_decisions(Path("nowhere"), Config(), "source/mud.txt") == (Config(), Decisions())
    True
    """
    name = sidecar.place(Path(source)).as_posix()
    if said is not None:
        read = sidecar.loads(said.encode(), name)
        return for_article(config, read.settings, name), read.decisions
    own, most = companion_files.is_own(root, name), config.limits.sidecar_bytes
    read = sidecar.load(root / name, name, most) if own else sidecar.Sidecar()
    return for_article(config, read.settings, name), read.decisions


def sidecar_path(root: Path, source: str) -> Path:
    """Where the decisions on `source` lie, for whoever is to change them.

    Raises `ToolError` for a link out of the desk, which no build heeds: what it leads to would be
    taken for decisions, and a file put in its place.
    """
    return companion_files.to_write(root, sidecar.place(Path(source)).as_posix())


def read_loose(path: Path, config: Config) -> Article:
    """The article in a file that belongs to no desk; no sidecar is looked for."""
    return read_bytes(bounded_files.read_file(path, config), path.name, config)


def read_bytes(data: bytes, name: str, config: Config) -> Article:
    """The article in `data`, called `name`, that belongs to no desk."""
    work = reader.ReadingJob(name, len(data), config.limits)
    return reader.call_in_worker(work, pipeline.article, data, name, config, Decisions())


def read_submission(root: Path, config: Config, source: str) -> Submission:
    """The submission `source` as received; no sidecar is looked for.

    An absolute path is that of a file which need not be of the desk.
    """
    work = reader.file_work(root, source, config.limits)
    return reader.call_in_worker(work, _read_submission, root, config, source)


def _read_submission(root: Path, config: Config, source: str) -> Submission:
    path = Path(source)
    if path.is_absolute():
        return readers.read(bounded_files.read_file(path, config), source, config)
    return readers.read(bounded_files.read_submission(root, source, config), source, config)


def read_labelled(root: Path, config: Config, source: str) -> EditedText:
    """The submission `source`, found as by `submission`, with a role for each line."""
    work = reader.file_work(root, source, config.limits)
    return reader.call_in_worker(work, _read_labelled, root, config, source)


def _read_labelled(root: Path, config: Config, source: str) -> EditedText:
    return pipeline.label(_read_submission(root, config, source), config, Decisions())
