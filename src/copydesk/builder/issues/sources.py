"""The files of issues: which one a name on the command line means, and where it lies."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from copydesk.builder import staleness, survey
from copydesk.builder.named_files import Stamp, stamp_of
from copydesk.builder.staleness import DocumentStatus
from copydesk.builder.submissions import ISSUES, NEWSLETTERS, Document, is_table, why_unread
from copydesk.builder.survey import Survey
from copydesk.config import Config
from copydesk.errors import CopydeskError, UsageError
from copydesk.settings.hints import name_nearest
from copydesk.system import names
from copydesk.system.files import is_file

ENDING: Final = ".toml"


def list_issues(root: Path, config: Config) -> tuple[str, ...]:
    """The names of the issues in `source/newsletters/`, sorted."""
    try:
        with os.scandir(root / config.source / NEWSLETTERS) as entries:
            return tuple(sorted(
                entry.name.removesuffix(ENDING)
                for entry in entries
                if is_table(entry.name) and entry.is_file()
            ))  # fmt: skip
    except OSError:
        return ()


def find_file(root: Path, config: Config, name: str, here: Path | None = None) -> Path:
    """The file of the issue that `name` means.

    A name means `source/newsletters/<name>.toml` of the desk at `root`, also as a build prints it
    (`newsletter/<name>`) or a folder lists it (`<name>.toml`); anything else is the path of a file,
    relative to `here` or to the desk.
    Raises `UsageError` with the nearest name.
    """
    known, folder = list_issues(root, config), root / config.source / NEWSLETTERS
    if (called := name.removeprefix(f"{ISSUES}/")) in known:
        return folder / f"{called}{ENDING}"
    for base in dict.fromkeys((here or root, root)):
        path = Path(os.path.normpath(base / name))
        if is_file(path):
            return path
    if (called := called.removesuffix(ENDING)) in known:
        return folder / f"{called}{ENDING}"
    message = f"there is no issue `{name}`"
    hint = f"write `{config.source}/{NEWSLETTERS}/<name>{ENDING}`, or name a file"
    if known and "/" not in name:
        hint = name_nearest(called, [*known])
    raise UsageError(message, hint=hint, code="usage.issue")


def split_targets(
    root: Path, config: Config, wanted: Iterable[str], here: Path | None = None
) -> tuple[list[str], tuple[Path, ...]]:
    """What `wanted` mean as targets of a build, and which files of them lie elsewhere.

    Of the issues of the desk all, when none is named. Raises `UsageError`.
    """
    targets: list[str] = []
    others: dict[Path, None] = {}
    folder = root / config.source / NEWSLETTERS
    for name in wanted:
        path = find_file(root, config, name, here)
        if is_table(path.name) and path.parent.resolve() == folder.resolve():
            path = folder / path.name  # whatever links led there
        else:
            others[path] = None
        targets.append(relate_path(root, path))
    return targets or [NEWSLETTERS], tuple(others)


def relate_path(root: Path, path: Path) -> str:
    """Where the file `path` lies, seen from the desk.

    >>> relate_path(Path("/desk"), Path("/letters/may.toml"))
    '../letters/may.toml'
    """
    return os.path.relpath(path, root).replace(os.sep, "/")


def stamp_files(root: Path, files: Iterable[Path]) -> Iterator[tuple[str, Stamp]]:
    """Each of `files` by its place, with its stamp; what is wrong with it, its build says."""
    for path in files:
        yield relate_path(root, path), stamp_of(path) or (0, 0)


def find_issue(
    root: Path, config: Config, name: str, here: Path | None = None
) -> tuple[Survey, Document]:
    """The desk, and the issue of it that `name` means. Raises `UsageError` when there is none."""
    (source,), others = split_targets(root, config, [name], here)
    desk = survey.survey_desk(root, config, bound=True, more=stamp_files(root, others))
    document = next((one for one in desk.issues if one.source == source), None)
    if document is None:
        message = f"`{source}` {why_unread(root, source)}"
        raise UsageError(message, hint="name an issue of this desk", code="usage.issue")
    return desk, document


@dataclass(frozen=True, slots=True)
class IssueRow:
    """An issue in a list: how it stands, and what its file says or, in `message`, why it cannot.

    `state` is `fresh`, `stale`, or `faulty` when no build could be made of its file. `errors` are
    those that the check found in what is built, `sent` is how many of lists have had it, `drafts`
    are the addresses of services to which it was pushed.
    """

    name: str
    state: str
    date: str = ""
    subject: str = ""
    message: str = ""
    errors: int = 0
    sent: int = 0
    drafts: tuple[str, ...] = ()


def list_rows(root: Path, config: Config) -> tuple[IssueRow, ...]:
    """The issues of the desk, the first to be sent first."""
    desk = survey.survey_desk(root, config, bound=True)
    every = (_row(desk, one) for one in staleness.find_standings(desk) if one.document.is_issue)
    return tuple(sorted(every, key=lambda row: (row.date, row.name)))


def _row(desk: Survey, standing: DocumentStatus) -> IssueRow:
    from copydesk.builder.issues import contents
    from copydesk.newsletter import journal, push, report

    document = standing.document
    name, place = names.stem_of(document.source), desk.root / document.source
    try:
        issue = contents.load_issue(desk, document.source).issue
        had = journal.read_records(place.with_name(name + journal.ENDING), issue.id).values()
        drafts = push.list_services(place.with_name(name + push.ENDING), issue.id)
    except CopydeskError as error:
        return IssueRow(name, "faulty", message=str(error))
    made = desk.out / document.slug / report.NAME
    told = report.list_faults(made.read_bytes()) if standing.state == "fresh" else ()
    found = sum(one.severity == "error" for one in told)
    sent = sum(one.mark == "done" for one in had)
    day = issue.date.date().isoformat()
    return IssueRow(name, standing.state, day, issue.subject, "", found, sent, drafts)
