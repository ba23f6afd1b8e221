"""`accept --from`: the way back from Word."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from copydesk import errors
from copydesk.cli.deciding import written
from copydesk.cli.streams import desk, machine, named, say

if TYPE_CHECKING:
    import argparse

    from copydesk.review.decisions.returned import Outcome


def take(args: argparse.Namespace) -> int:
    """Take what was decided in the review copy `args.reviewed`, and say what that was."""
    from copydesk.review.decisions import returned

    if args.ids or args.rule or args.all or args.forget:
        message = "--from takes what a file says; ids, --rule, --all and --forget name changes"
        hint = "say them in a command of their own"
        raise errors.UsageError(message, hint=hint, code="usage.id")
    if args.name:
        root, config, source = named(args)
    else:
        (root, config), source = desk(args), ""
    outcome = returned.take(root, config, Path(args.reviewed), source, write=not args.dry_run)
    if args.json:
        machine(_told(outcome), indent=2)
    else:
        _tell(outcome, verbose=args.verbose)
    if not outcome.changed:
        say("nothing to write: the sidecar says so already" if outcome.known else "nothing is new")
        return errors.DONE
    if args.dry_run:
        say("nothing is written, because of -n")
        return errors.DONE
    return written(outcome.source)


def _tell(outcome: Outcome, *, verbose: bool) -> None:
    """Say what was decided: refusals and her own words each, what she took by its number."""
    from copydesk.builder.report import escape
    from copydesk.cli.verdicts import outcome as said

    for edit, verdict in outcome.verdicts:
        if verdict == "stet" or edit.status != "applied" or verbose:
            say(
                f"{verdict} {edit.id}  line {edit.line}, {edit.rule}: {escape(said(edit, verdict))}"
            )
    for one in outcome.dropped:
        old = one.exact or one.before
        say(f"forgotten: {escape(f'`{old}` → `{one.after}`')}")
    for row in outcome.rewritings:
        old, new = row.decision.exact, row.decision.after
        say(f"line {row.line}: {escape(f'`{old}` → `{new}`' if new else f'`{old}` is left out')}")
    for given in outcome.answers:
        command = " ".join(given.command)
        say(f"line {given.line}: answered `{escape(given.words)}`: {escape(command)}")
    for note in outcome.notes:
        where = f"line {note.line}: " if note.line else ""
        say(f"note: {where}{escape(note.message)}")
    verdicts = [verdict for _, verdict in outcome.verdicts]
    counts = (
        (verdicts.count("accept"), "accepted"),
        (verdicts.count("stet"), "refused"),
        (len(outcome.rewritings), "of the editor’s own"),
        (len(outcome.dropped), "taken back"),
        (len(outcome.answers), "answered"),
        (outcome.known, "decided so before"),
        (outcome.left, "left as they are"),
        (len(outcome.notes), "to be looked at"),
    )
    told = ", ".join(f"{count} {what}" for count, what in counts if count)
    say(f"{outcome.source}: {told or 'nothing was done in this copy'}")


def _told(outcome: Outcome) -> dict[str, Any]:
    """The outcome for machines."""
    return {
        "source": outcome.source,
        "verdicts": [
            {"id": edit.id, "rule": edit.rule, "line": edit.line, "before": edit.before,
             "after": edit.after, "verdict": verdict}
            for edit, verdict in outcome.verdicts
        ],
        "rewritings": [
            {"line": row.line, "before": row.decision.exact, "after": row.decision.after}
            for row in outcome.rewritings
        ],
        "taken_back": [
            {"before": one.exact or one.before, "after": one.after} for one in outcome.dropped
        ],
        "answers": [
            {"line": one.line, "words": one.words, "command": list(one.command)}
            for one in outcome.answers
        ],
        "notes": [{"line": note.line, "message": note.message} for note in outcome.notes],
        "known": outcome.known,
        "left": outcome.left,
        "changed": outcome.changed,
    }  # fmt: skip
