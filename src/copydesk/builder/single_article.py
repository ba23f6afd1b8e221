"""One submission outside a build: read it, and write down what the editor decided."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from copydesk import pipeline, readers
from copydesk.builder import bounded_files, side_files, survey, targets
from copydesk.builder.workers import reader
from copydesk.config import Config, for_article
from copydesk.errors import UsageError
from copydesk.model import Article, Decisions, EditedText, Line, Role, RoleDecision, Submission
from copydesk.review import sidecar
from copydesk.review.sidecar import anchors
from copydesk.system import companion_files

#: Neighbours of a line that are shown with it, either side.
AROUND = 2


def resolve_sources(
    root: Path, config: Config, names: Iterable[str], here: Path | None = None
) -> tuple[str, ...]:
    """The submissions that `names` mean, as paths relative to `root`; all, without names.

    Raises `UsageError` for a name that is not there.
    """
    desk = survey.survey_desk(root, config)
    return tuple(document.source for document in targets.resolve_targets(desk, names, here))


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
    config, decisions = load_decided(root, config, source, said)
    data = bounded_files.read_submission(root, source, config)
    around = side_files.gather_side_files(root, source, config.limits)
    decisions = decisions if choices else replace(decisions, citations=())
    return pipeline.article(data, source, config, decisions, around)


def read_copy(root: Path, config: Config, source: str) -> EditedText:
    """The corrected copy of the submission `source`, its sidecar heeded; nothing is removed."""
    work = reader.file_work(root, source, config.limits)
    return reader.call_in_worker(work, _read_copy, root, config, source)


def _read_copy(root: Path, config: Config, source: str) -> EditedText:
    config, decisions = load_decided(root, config, source)
    return pipeline.read_and_edit(
        bounded_files.read_submission(root, source, config), source, config, decisions
    )


def load_decided(
    root: Path, config: Config, source: str, said: str | None = None
) -> tuple[Config, Decisions]:
    """The settings and the decisions for `source`, as its sidecar has them, or the text `said`.

    Raises `ConfigError` for a sidecar that is not valid.
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
    work = reader.Work(name, len(data), config.limits)
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


def list_roles(root: Path, config: Config, source: str) -> Iterator[tuple[int, Role, str]]:
    """Each line of the submission that says something: its number, role and received text."""
    copy = read_article(root, config, source).edited
    for line, role in zip(copy.submission.lines, copy.roles, strict=True):
        if line.text.strip():
            yield line.number, role or "other", line.text


def list_roles_around(
    root: Path, config: Config, source: str, numbers: range
) -> list[tuple[int, Role, str]]:
    """What `roles` gives for the lines `numbers` and their neighbours.

    Raises `UsageError` when none of them says anything.
    """
    rows = list(list_roles(root, config, source))
    places = [place for place, (number, _, _) in enumerate(rows) if number in numbers]
    if not places:
        message = f"`{source}` has no such lines with words"
        raise UsageError(
            message, hint=f"`copydesk role {shlex.quote(source)}` shows them", code="usage.line"
        )
    return rows[max(0, places[0] - AROUND) : places[-1] + AROUND + 1]


def set_roles(root: Path, config: Config, source: str, numbers: range, role: Role) -> list[str]:
    """Write into the sidecar of `source` that the lines `numbers` are of `role`; their texts.

    A line is quoted with the lines around it that say something, never by its number.
    Raises `UsageError` for lines that are not there, are empty, or read like others with
    the same neighbours.
    """
    decided = quote_roles(source, read_submission(root, config, source).lines, numbers, role)
    sidecar.revise(sidecar_path(root, source), sidecar.enter(*decided))
    return [decision.text for decision in decided]


def unset_roles(root: Path, config: Config, source: str, numbers: range) -> list[RoleDecision]:
    """Take what the sidecar of `source` says of the lines `numbers` out of it; what that was.

    Raises `UsageError` where it says nothing of them.
    """
    lines, beside = read_submission(root, config, source).lines, sidecar_path(root, source)

    def is_meant(decision: RoleDecision) -> bool:
        said = decision.text.strip()
        alike = [at for at, line in enumerate(lines) if line.text.strip() == said]
        at = anchors.place_of(decision, lines, alike)
        return at is not None and lines[at].number in numbers

    gone = [one for one in sidecar.load(beside).decisions.roles if is_meant(one)]
    if not gone:
        message = "the sidecar says nothing of these lines"
        raise UsageError(message, hint="there is nothing to take back", code="usage.line")
    sidecar.revise(beside, sidecar.remove(*gone))
    return gone


def quote_roles(
    source: str, lines: Sequence[Line], numbers: range, role: Role
) -> list[RoleDecision]:
    """The decisions that those of `lines` with these `numbers` are of `role`.

    Raises `UsageError` as `set_roles` does.
    """
    chosen = [line for line in lines if line.number in numbers and line.text.strip()]
    if not chosen or numbers[0] < 1 or numbers[-1] > len(lines):
        message = f"`{source}` has no such lines with words; it has {len(lines)} lines"
        raise UsageError(
            message, hint=f"`copydesk role {shlex.quote(source)}` shows them", code="usage.line"
        )
    said = [line for line in lines if line.text.strip()]
    texts = ["", *(line.text.strip() for line in said), ""]
    quoted = dict(zip(said, zip(texts, texts[1:], texts[2:], strict=False), strict=False))
    counts = Counter(quoted.values())
    decided = []
    for line in chosen:
        around = quoted[line]
        if counts[around] > 1:
            message = f"line {line.number} reads like another with the same lines around it"
            hint = "mend the submission so that the two differ, or set both by hand"
            raise UsageError(message, hint=hint, code="usage.line")
        decided.append(RoleDecision(around[1], role, around[0], around[2]))
    return decided
