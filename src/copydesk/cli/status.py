"""`status`: what is stale and why; of a named article, what its author and time did to it."""

from __future__ import annotations

import sys
import textwrap
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from copydesk import builder, errors
from copydesk.builder import DocumentStatus, survey, targets
from copydesk.builder.report import article_name, escape, has_colour
from copydesk.cli.desk import open_desk, read_targets
from copydesk.cli.terminal import complain, find_width, print_rows, put, say
from copydesk.config import Config

if TYPE_CHECKING:
    from copydesk.review.revision import Revision

_AGAINST: Final = {
    "last": "since it was built",
    "before": "nothing since it was built; before that",
}
#: So many lines are shown, and so many characters of what was put in or taken out.
_MOST: Final = 40
_LONG: Final = 240
_SIGNS: Final = {"added": "+", "removed": "-", "changed": "~"}


def print_status(args: Namespace) -> None:
    """Print what is stale; of each article that is named, what has changed too."""
    root, config = open_desk(args)
    if (names := read_targets(args.targets, root)) is None:
        return
    standings = builder.status(root, config, names, here=Path.cwd())
    named = _find_named(root, config, args.targets)
    if args.json:
        print_rows(
            _make_row(one) | _make_revision_row(root, config, one, named) for one in standings
        )
        return
    for one in standings:
        is_named = one.document.source in named
        if one.state == "fresh" and not (args.verbose or args.why or is_named):
            continue
        _print_standing(one, why=args.why or is_named)
        if is_named:
            _print_revision(root, config, one)
    counts = Counter(one.state for one in standings)
    stale, total = counts["stale"], len(standings) - counts["orphaned"]
    said = f"{stale:,} of {total:,} stale" if stale else "nothing is stale"
    others = [f"{counts[state]:,} {state}" for state in ("refused", "orphaned") if counts[state]]
    say(", ".join((said, *others)))


def _find_named(root: Path, config: Config, names: list[str]) -> frozenset[str]:
    """The submissions of the articles that are named each, not by a format, pattern or list."""
    names = [name for name in names if not (name.startswith(targets.MARK) or targets.is_wild(name))]
    if not names:
        return frozenset()
    desk = survey.survey_desk(root, config, bound=True)
    chosen = targets.resolve_targets(desk, names, Path.cwd())
    whole = (document for document, formats in chosen.items() if not formats)
    return frozenset(document.source for document in whole if not document.is_gathered)


def _find_revision(
    root: Path, config: Config, one: DocumentStatus
) -> Revision | errors.CopydeskError:
    from copydesk.review import revision

    try:
        return revision.compare_revision(root, config, one.document.source, one.slug)
    except errors.CopydeskError as error:
        return error


# ── for people ─────────────────────────────────────────────────────────────────


def _print_standing(one: DocumentStatus, *, why: bool) -> None:
    name = article_name(one.slug, one.document.source)
    put(f"{one.state:<8}  {name}  {' '.join(one.formats)}".rstrip())
    for reason in one.why if why else ():
        put(f"  {reason}")


def _print_revision(root: Path, config: Config, one: DocumentStatus) -> None:
    found = _find_revision(root, config, one)
    if isinstance(found, errors.CopydeskError):
        if one.state != "refused":  # that it is refused has been said
            complain(found)
        return
    for row in (*_write_changes(found), *_write_decisions(found)):
        print(row)


def _write_changes(found: Revision) -> Iterator[str]:
    from copydesk.cli.marks import mark_line

    if found.against == "unknown":
        yield "  the text it was built from is not stored; the next build stores it"
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
        parts = [(part, _shorten(text) if part != "kept" else text) for part, text in change.parts]
        yield from mark_line(parts, find_width(), colour=has_colour(sys.stdout))
    if (more := len(found.changes) - _MOST) > 0:
        yield f"  … and {more} lines more; --json lists all of them"


def _shorten(text: str) -> str:
    return text if len(text) <= _LONG else text[:_LONG].rsplit(" ", 1)[0] + " …"


def _write_decisions(found: Revision) -> Iterator[str]:
    if not (found.held or found.moved or found.stale):
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
            f"stale  {query.id}  {escape(query.message)}", find_width(),
            initial_indent=" " * 4, subsequent_indent=" " * 11,
        )  # fmt: skip
    if found.stale:
        yield "           `copydesk explain desk.stale-decision` says what to do about each"


# ── for machines ───────────────────────────────────────────────────────────────


def _make_row(one: DocumentStatus) -> dict[str, Any]:
    return {
        "slug": one.slug, "source": one.document.source or None, "state": one.state,
        "formats": one.formats, "reasons": one.reasons, "message": one.message or None,
        "hint": one.hint or None, "code": one.code or None,
    }  # fmt: skip


def _make_revision_row(
    root: Path, config: Config, one: DocumentStatus, named: frozenset[str]
) -> dict[str, Any]:
    """What a row says of an article that is among those `named`; nothing of another."""
    if one.document.source not in named:
        return {}
    found = _find_revision(root, config, one)
    if isinstance(found, errors.CopydeskError):
        return {"revision": None, "decisions": None}
    return found.record()
