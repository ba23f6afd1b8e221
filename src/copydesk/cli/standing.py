"""`status`: what is stale and why; of a named article, what its author and time did to it."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from copydesk import errors
from copydesk.cli.streams import by_worker, complain, desk, elsewhere, furnished, lines, say
from copydesk.cli.streams import targets as targets_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from copydesk.builder import Standing
    from copydesk.cli.parser import Parser, Run
    from copydesk.config import Config
    from copydesk.review.revision import Revision

_HELP: Final = """\
Without a name nothing is read, however many articles there are. Of a named one
it says too what its submission has changed since it was built, line by line,
and which of the decisions in its sidecar fit, moved with their words or fit
nothing any more.

examples:
  copydesk status                 what is stale
  copydesk status --why pdf       and why; of one format
  copydesk status harbour         what the author's new version changed
"""
_AGAINST: Final = {
    "last": "since it was built",
    "before": "nothing since it was built; before that",
}
#: So many lines are shown, and so many characters of what was put in or taken out.
_MOST: Final = 40
_LONG: Final = 240
_SIGNS: Final = {"added": "+", "removed": "-", "changed": "~"}


def declare_status(one: Parser) -> Run:
    """Add the options of `status`."""
    one.add_argument("targets", nargs="*", metavar="TARGET")
    elsewhere(one)
    one.add_argument("--why", action="store_true", help="say why")
    one.add_argument("--json", action="store_true", help="one JSON object a line")
    furnished(one)
    one.show(_HELP)
    return by_worker(_status)


def _status(args: argparse.Namespace) -> int:
    from copydesk import builder
    from copydesk.builder.report import article_name, escape

    root, config = desk(args)
    if (names := targets_of(args, root)) is None:
        return errors.DONE
    standings = builder.status(root, config, names, here=Path.cwd())
    named = _named(root, config, args.targets)
    if args.json:
        lines(_record(root, config, one, told=one.document.source in named) for one in standings)
        return errors.DONE
    for one in standings:
        told = one.document.source in named
        if one.state == "fresh" and not (args.verbose or args.why or told):
            continue
        name = article_name(one.slug, one.document.source)
        print(f"{one.state:<8}  {name}  {' '.join(one.formats)}".rstrip())
        if args.why or told:
            for reason in one.why:
                print(f"  {escape(reason)}")
        if told:
            _tell(root, config, one)
    counts = Counter(one.state for one in standings)
    stale, total = counts["stale"], len(standings) - counts["orphaned"]
    said = f"{stale:,} of {total:,} stale" if stale else "nothing is stale"
    others = [f"{counts[state]:,} {state}" for state in ("refused", "orphaned") if counts[state]]
    say(", ".join((said, *others)))
    return errors.DONE


def _named(root: Path, config: Config, names: list[str]) -> frozenset[str]:
    """The submissions of the articles that are named each, not by a format, pattern or list."""
    from copydesk.builder import targets
    from copydesk.review import revision

    names = [name for name in names if not (name.startswith(targets.MARK) or targets.is_wild(name))]
    if not names:
        return frozenset()
    return revision.named(root, config, names, Path.cwd())


def _revision(root: Path, config: Config, one: Standing) -> Revision | errors.CopydeskError:
    from copydesk.review import revision

    try:
        return revision.of(root, config, one.document.source, one.slug)
    except errors.CopydeskError as error:
        return error


# ── for people ───────────────────────────────────────────────────────────────


def _tell(root: Path, config: Config, one: Standing) -> None:
    """Print what the author changed in a named article, and what it did to the decisions."""
    found = _revision(root, config, one)
    if isinstance(found, errors.CopydeskError):
        if one.state != "refused":  # that it is refused has been said
            complain(found)
        return
    for row in (*_changes(found), *_decisions(found)):
        print(row)


def _changes(found: Revision) -> Iterator[str]:
    from copydesk.builder.report import has_colour
    from copydesk.cli.marked import marked

    if found.against == "unknown":
        yield "  the text it was built from is not remembered; the next build remembers it"
        return
    if found.against == "none":
        yield "  no earlier version is known"
        return
    counts = [(found.count(kind), kind) for kind in ("added", "removed", "changed")]
    said = ", ".join(f"{number} {kind}" for number, kind in counts if number)
    if not said:
        yield "  no line has changed since it was built"
        return
    yield f"  lines, {_AGAINST[found.against]}: {said}"
    for change in found.changes[:_MOST]:
        earlier = "" if change.new else " of the earlier version"
        yield f"  {_SIGNS[change.kind]} line {change.new or change.old}{earlier}"
        parts = [(part, _short(text) if part != "kept" else text) for part, text in change.parts]
        yield from marked(parts, _width(), colour=has_colour(sys.stdout))
    if (more := len(found.changes) - _MOST) > 0:
        yield f"  … and {more} lines more; --json lists all of them"


def _short(text: str) -> str:
    return text if len(text) <= _LONG else text[:_LONG].rsplit(" ", 1)[0] + " …"


def _width() -> int:
    import shutil

    return max(40, shutil.get_terminal_size().columns)


def _decisions(found: Revision) -> Iterator[str]:
    import textwrap

    from copydesk.builder.report import escape

    total = found.held + len(found.moved) + len(found.stale)
    if not total:
        return
    said = f"  decisions: {found.held} fit"
    if found.moved:
        said += f", {len(found.moved)} moved with their words"
    if found.stale:
        said += f", {len(found.stale)} fit nothing for certain"
    yield said
    for decision, edit in found.moved:
        words = escape(f"`{edit.before}` → `{edit.after}`")
        yield f"    moved  {decision.verdict} {decision.id} is {edit.id} now  {edit.rule}"
        yield f"           line {edit.line}: {words}"
    for query in found.stale:
        yield from textwrap.wrap(
            f"stale  {query.id}  {escape(query.message)}", _width(),
            initial_indent=" " * 4, subsequent_indent=" " * 11,
        )  # fmt: skip
    if found.stale:
        yield "           `copydesk explain desk.stale-decision` says what to do about each"


# ── for machines ─────────────────────────────────────────────────────────────


def _record(root: Path, config: Config, one: Standing, *, told: bool) -> dict[str, Any]:
    row: dict[str, Any] = {
        "slug": one.slug, "source": one.document.source or None, "state": one.state,
        "formats": one.formats, "reasons": one.reasons, "message": one.message or None,
        "hint": one.hint or None, "code": one.code or None,
    }  # fmt: skip
    if not told:
        return row
    found = _revision(root, config, one)
    if isinstance(found, errors.CopydeskError):
        return row | {"revision": None, "decisions": None}
    changes = [
        {"kind": change.kind, "old": change.old or None, "new": change.new or None,
         "parts": [list(part) for part in change.parts]}
        for change in found.changes
    ]  # fmt: skip
    moved = [
        {"from": decision.id, "to": edit.id, "rule": edit.rule, "verdict": decision.verdict,
         "line": edit.line}
        for decision, edit in found.moved
    ]  # fmt: skip
    stale = [{"id": query.id, "message": query.message} for query in found.stale]
    return row | {
        "revision": {"against": found.against, "changes": changes},
        "decisions": {"fit": found.held, "moved": moved, "stale": stale},
    }
