"""`sites`: the profiles within reach, and `sites learn`, which proposes one."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from copydesk import errors
from copydesk.cli.streams import by_worker, desk, desk_or_none, lines, say, text

if TYPE_CHECKING:
    import argparse
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from copydesk.cli.parser import Parser, Run
    from copydesk.config import Config
    from copydesk.structure.sites import Page, Recurring

#: So many documents of a site are labelled; what the site prints stands in most of them.
_JUDGED: Final = 24

_MORE: Final = """\
A profile says which lines a site prints around its articles. What `learn`
proposes is heeded once you take `.proposed` out of its name.

examples:
  copydesk sites                          the profiles within reach
  copydesk sites learn                    print a proposal from all of the desk
  copydesk sites learn source/estuary --name "Estuary Review" --write
"""


def declare_sites(one: Parser) -> Run:
    """Add the options of `sites`."""
    one.add_argument("action", nargs="?", choices=("learn",), metavar="learn",
                     help="propose a profile; without it all are listed")  # fmt: skip
    one.add_argument("targets", nargs="*", metavar="PATH",
                     help="files to learn from, or a folder of them; none: the desk's")  # fmt: skip
    one.add_argument("--name", default="", help="all of them are of one site, called so")
    one.add_argument("--write", action="store_true",
                     help="put it beside the desk's profiles, unheeded until renamed")  # fmt: skip
    one.add_argument(
        "--json", action="store_true", help="list the profiles, one JSON object a line"
    )
    one.show(_MORE)
    return by_worker(_sites)


def _sites(args: argparse.Namespace) -> int:
    if args.action == "learn":
        return _learn(args)
    from copydesk import profiles

    root, config = desk_or_none(args)
    rows = list(profiles.listed(root, config.source))
    if args.json:
        lines({"name": row.name, "state": row.state, "file": row.place or None,
               "phrases": row.phrases} for row in rows)  # fmt: skip
        return errors.DONE
    for row in rows:
        print(f"{row.state:<9} {row.phrases:>5}  {row.name:<32} {row.place}".rstrip())
    return errors.DONE


def _learn(args: argparse.Namespace) -> int:
    from pathlib import Path

    from copydesk.desk.report import escape

    root, config = desk(args)
    sources = list_batch(root, config, args.targets, Path.cwd())
    learned = learn_sites(root, config, sources, args.name)
    for one in learned.proposals:
        counts = f"{one.proposed} lines proposed, {one.doubtful} left to you"
        say(f"{one.name}: {counts}, from {one.documents} documents")
        if args.write:
            write_proposal(root, one)
            say(f"written to `{one.place}`; read it, then take `.proposed` out of its name")
        else:
            text(f"{one.text}\n")
    if not learned.proposals:
        count = f"{learned.documents} document{'' if learned.documents == 1 else 's'}"
        say(f"nothing recurs in {count} that is not known already")
    for error in learned.failures:
        say(f"left out: {escape(str(error))}; {escape(error.hint)}".removesuffix("; "))
    return errors.combined([error.exit_code for error in learned.failures])


# ── learning ─────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Proposal:
    """A profile that may be taken: its name, its file in the desk, and how much it holds."""

    name: str
    place: str
    text: str
    documents: int
    proposed: int
    doubtful: int


@dataclass(frozen=True, slots=True)
class Learned:
    """What a batch taught: a proposal for each site, and what could not be read."""

    proposals: tuple[Proposal, ...]
    failures: tuple[errors.CopydeskError, ...]
    documents: int


def list_batch(root: Path, config: Config, wanted: Sequence[str], here: Path) -> tuple[str, ...]:
    """List the files that `wanted` names: submissions of the desk, or others by their path.

    All submissions, when it is empty; those of the desk as paths relative to `root`. Raises
    `UsageError` for a name that is not there.
    """
    from copydesk.desk import single
    from copydesk.gate import files

    own = (root / config.source).resolve()
    outside = [
        path
        for path in (here / name for name in wanted)
        if files.is_there(path) and not path.resolve().is_relative_to(own)
    ]
    known = [name for name in wanted if here / name not in outside]
    others = [
        str(one)
        for path in outside
        for one in (sorted(path.iterdir()) if path.is_dir() else [path])
        if one.is_file() and one.name[0] != "."
    ]
    submissions = single.sources(root, config, known, here) if known or not wanted else ()
    return (*submissions, *others)


def learn_sites(root: Path, config: Config, sources: Sequence[str], name: str = "") -> Learned:
    """Propose a profile for each site among `sources`; with a `name`, all are of one site.

    Every document is read; the labels of some, spread over those of a site, judge its lines.
    """
    from copydesk.structure.sites import find_recurring, group_by_site

    pages: list[Page] = []
    failures: list[errors.CopydeskError] = []
    for source in sources:
        try:
            pages.append(_read_page(root, config, source))
        except errors.CopydeskError as error:
            failures.append(error)
    proposals: list[Proposal] = []
    for site, group in ({name: pages} if name else group_by_site(pages)).items():
        judged = {int(at * max(1, len(group) / _JUDGED)) for at in range(min(len(group), _JUDGED))}
        found = find_recurring(
            [_judge_page(root, config, page) if at in judged else page
             for at, page in enumerate(group)],
            config.profiles,
        )  # fmt: skip
        if found[0]:
            taken = [proposal.place for proposal in proposals]
            called, place = _name_file(site or "site", config, taken)
            proposals.append(_propose(called, place, len(group), *found))
    return Learned(tuple(proposals), tuple(failures), len(pages))


def _read_page(root: Path, config: Config, source: str) -> Page:
    """The templates of a submission, and the site it names, else the folder it lies in."""
    from pathlib import Path

    from copydesk.desk import single
    from copydesk.structure.sites import Page, make_template

    submission = single.submission(root, config, source)
    facts = dict(submission.facts)
    host = facts.get("url", "").partition("://")[2].partition("/")[0].casefold()
    inner = Path(submission.path).parent
    within = inner.is_relative_to(config.source) and inner != Path(config.source)
    folder = inner.relative_to(config.source).as_posix() if within else ""
    site = host.removeprefix("www.") or facts.get("site", "") or folder
    return Page(source, site, tuple(make_template(line.text) for line in submission.lines))


def _judge_page(root: Path, config: Config, page: Page) -> Page:
    """`page` with the labels of its lines; without, when it changed since it was read."""
    from copydesk import pipeline
    from copydesk.desk import single, supervised
    from copydesk.model import Decisions

    try:
        submission = single.submission(root, config, page.source)
        work = supervised.of_file(root, page.source, config.limits)
        edited = supervised.call(work, pipeline.label, submission, config, Decisions())
    except errors.CopydeskError:
        return page
    if len(edited.lines) != len(page.templates):
        return page
    return replace(page, texts=tuple(line.text for line in edited.lines), roles=edited.roles)


def _name_file(site: str, config: Config, taken: Collection[str]) -> tuple[str, str]:
    """A name for the profile of `site`, and its file: numbered where that is `taken`."""
    from itertools import count

    from copydesk.gate import names
    from copydesk.profiles import FOLDER, PROPOSED

    for number in count(1):
        name = site if number == 1 else f"{site} {number}"
        place = f"{config.source}/{FOLDER}/{names.slug(name)}{PROPOSED}"
        if place not in taken:
            break
    return name, place


def _propose(name: str, place: str, documents: int, *found: Sequence[Recurring]) -> Proposal:
    """The proposal `name` for the file `place`, of the lines to propose and the doubtful ones."""
    stem = place.rpartition("/")[2].partition(".")[0]
    head = (
        f"# Proposed by `copydesk sites learn` from {documents} documents.",
        "# Nothing here is heeded yet. Read it, take out what is the author's, then rename the",
        f"# file to `{stem}.toml`; `copydesk sites` shows whether it is heeded.",
        f"name = {_quote(name)}",
    )
    text = "\n".join((*head, *_write_rows(*found), ""))
    return Proposal(name, place, text, documents, *map(len, found))


def _write_rows(proposed: Sequence[Recurring], doubtful: Sequence[Recurring]) -> Iterator[str]:
    for kind in dict.fromkeys(sorted((line.kind for line in proposed), reverse=True)):
        yield from ("", f"[{kind}]")
        for place in ("exact", "start", "end"):
            rows = [line for line in proposed if (line.kind, line.place) == (kind, place)]
            if rows:
                yield from (f"{place} = [", *(f"  {_say(line)}" for line in rows), "]")
    if doubtful:
        yield ""
        yield "# Left out, for these may be the author's: they stand next to the article, or the"
        yield "# labels do not call them furniture everywhere."
        yield from (f"#   {_say(line)} ({line.place})" for line in doubtful)


def _say(line: Recurring) -> str:
    from copydesk.desk.report import escape

    return f"{_quote(line.phrase)},  # in {line.documents}, e.g. {escape(line.example)}"


def _quote(words: str) -> str:
    """`words` as a TOML string; JSON spells all but one character as TOML does."""
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")


def write_proposal(root: Path, proposal: Proposal) -> None:
    """Put `proposal` into the desk's folder of profiles. Raises `ToolError`."""
    from copydesk.gate import files

    path = root / proposal.place
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise files.failure(error, f"`{path.parent.name}` could not be made") from None
    files.write(path, proposal.text.encode("utf-8"))
