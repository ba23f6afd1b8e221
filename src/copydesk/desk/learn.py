"""`copydesk sites learn`: furniture that recurs in a batch, proposed as a site profile.

Every document is read; the labels of a few of each site, spread over the batch, judge
what recurs. A proposal is a file that nothing heeds until the editor renames it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from copydesk import pipeline
from copydesk.config import Config
from copydesk.desk import single, supervised
from copydesk.desk.report import escape
from copydesk.errors import CopydeskError
from copydesk.gate import files, names
from copydesk.model import Decisions, Submission
from copydesk.profiles import FOLDER, PROPOSED
from copydesk.structure import recurring
from copydesk.structure.recurring import Findings, Judged, Line, Page

#: So many documents of a site are labelled; what the site prints stands in most of them.
JUDGED: Final = 24

_PLACES: Final = {"above": "above the article", "amid": "amid the article",
                  "below": "below the article"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proposal:
    """A profile that may be taken: its name, its file's name in the desk, its TOML."""

    name: str
    place: str
    text: str
    found: Findings


@dataclass(frozen=True, slots=True)
class Learned:
    """What a batch taught: a proposal for each site, and what could not be read."""

    proposals: tuple[Proposal, ...]
    failures: tuple[CopydeskError, ...]
    documents: int


def batch(root: Path, config: Config, wanted: Sequence[str], here: Path) -> tuple[str, ...]:
    """The files that `wanted` names: submissions of the desk, or others by their path.

    All submissions, when it is empty; those of the desk as paths relative to `root`. Raises
    `UsageError` for a name that is not there.
    """
    known: list[str] = []
    others: list[str] = []
    for name in wanted:
        path = here / name
        if files.is_there(path) and not path.resolve().is_relative_to(
            (root / config.source).resolve()
        ):
            inside = sorted(path.iterdir()) if path.is_dir() else [path]
            others += [str(one) for one in inside if one.is_file() and one.name[0] != "."]
        else:
            known.append(name)
    submissions = single.sources(root, config, known, here) if known or not wanted else ()
    return (*submissions, *others)


def learn(root: Path, config: Config, sources: Sequence[str], name: str = "") -> Learned:
    """Propose a profile for each site among `sources`, as `batch` gives them.

    With a `name` all of them are of one site, which is called so. What the house and the
    desk's profiles know already is not proposed again.
    """
    pages: list[Page] = []
    failures: list[CopydeskError] = []
    for source in sources:
        try:
            pages.append(_page(root, config, source, name))
        except CopydeskError as error:
            failures.append(error)
    groups = {name: pages} if name else recurring.sites(pages)
    proposals: list[Proposal] = []
    for group in groups.values():
        judged = (_judge(root, config, page) for page in _spread(group))
        found = recurring.findings(group, [one for one in judged if one], config.profiles)
        if found.proposed:
            said = name or group[0].site or _top(found.proposed)
            taken = [proposal.name for proposal in proposals]
            proposals.append(_proposal(_apart(said, taken), config, found))
    return Learned(tuple(proposals), tuple(failures), len(pages))


def write(root: Path, proposal: Proposal) -> None:
    """Put `proposal` into the desk's folder of profiles. Raises `ToolError`."""
    path = root / proposal.place
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise files.failure(error, f"`{path.parent.name}` could not be made") from None
    files.write(path, proposal.text.encode("utf-8"))


def _page(root: Path, config: Config, source: str, name: str) -> Page:
    submission = single.submission(root, config, source)
    templates = tuple(recurring.template(line.text) for line in submission.lines)
    return Page(source, name or _site(submission, config), templates)


def _site(submission: Submission, config: Config) -> str:
    """The site that the submission names itself, else the folder it lies in, else ""."""
    facts = dict(submission.facts)
    host = facts.get("url", "").partition("://")[2].partition("/")[0].casefold()
    inner = Path(submission.path).parent
    within = inner.is_relative_to(config.source) and inner != Path(config.source)
    folder = inner.relative_to(config.source).as_posix() if within else ""
    return host.removeprefix("www.") or facts.get("site", "") or folder


def _spread(pages: Sequence[Page]) -> Iterator[Page]:
    step = max(1.0, len(pages) / JUDGED)
    at = 0.0
    while at < len(pages):
        yield pages[int(at)]
        at += step


def _judge(root: Path, config: Config, page: Page) -> Judged | None:
    """The labels of a page; None when it changed since it was read."""
    try:
        submission = single.submission(root, config, page.source)
        work = supervised.of_file(root, page.source, config.limits)
        copy = supervised.call(work, pipeline.label, submission, config, Decisions())
    except CopydeskError:
        return None
    if len(copy.lines) != len(page.templates):
        return None
    return Judged(page, tuple(line.text for line in copy.lines), copy.roles)


def _apart(name: str, taken: Sequence[str]) -> str:
    """`name`, numbered when the file of another proposal would be called the same."""
    stems = {names.slug(one) for one in taken}
    found, number = name, 2
    while names.slug(found) in stems:
        found, number = f"{name} {number}", number + 1
    return found


def _top(lines: Sequence[Line]) -> str:
    """What stands first on the pages, which is the site's name more often than not."""
    return min(lines, key=lambda line: (line.where != "above", line.number)).phrase


# ── the file ─────────────────────────────────────────────────────────────────


def _proposal(name: str, config: Config, found: Findings) -> Proposal:
    stem = names.slug(name)
    place = f"{config.source}/{FOLDER}/{stem}{PROPOSED}"
    head = [
        f"# Proposed by `copydesk sites learn` from {found.documents} documents.",
        "# Nothing here is heeded yet. Read it, take out what is the author's, then rename the",
        f"# file to `{stem}.toml`; `copydesk sites` shows whether it is heeded.",
        f"name = {_quoted(name)}",
    ]
    rows = [*head, *_tables(found.proposed)]
    if found.doubtful:
        rows += [
            "",
            "# Left out, for these may be the author's: they stand next to the article, or read",
            "# like a heading, a credit or a note on a person, or the labels do not agree on them.",
            *(f"#   {_row(line)} ({line.place})" for line in found.doubtful),
        ]
    return Proposal(name, place, "\n".join(rows) + "\n", found)


def _tables(lines: Sequence[Line]) -> Iterator[str]:
    for kind in ("site", "cta"):
        rows = [line for line in lines if line.kind == kind]
        if rows:
            yield from ("", f"[{kind}]", *_lists(rows))


def _lists(rows: Sequence[Line]) -> Iterator[str]:
    for place in ("exact", "start", "end"):
        chosen = [line for line in rows if line.place == place]
        if not chosen:
            continue
        yield f"{place} = ["
        for where, words in _PLACES.items():
            here = [line for line in chosen if line.where == where]
            if here:
                yield f"  # {words}"
                yield from (f"  {_row(line)}" for line in here)
        yield "]"


def _row(line: Line) -> str:
    return (
        f"{_quoted(line.phrase)},  # in {line.documents}, e.g. {escape(line.source)}:{line.number}"
    )


def _quoted(text: str) -> str:
    """`text` as a TOML string; JSON spells all but one character as TOML does."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
