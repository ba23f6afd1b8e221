"""`stet`, `accept` and `rewrite`: changes refused, taken or made by the editor herself."""

from __future__ import annotations

import shlex
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from copydesk import errors, handbook
from copydesk.cli.desk import open_article, open_decisions, open_desk, say_written
from copydesk.cli.terminal import count, print_json, put, say
from copydesk.model import Decision, Edit, Verdict
from copydesk.review.decisions import changes
from copydesk.review.decisions.desk_article import DeskArticle

if TYPE_CHECKING:
    from copydesk.review.word_back.returned import ReturnedCopy

#: So many ids are repeated in the command that takes their verdicts back.
_FEW: Final = 3


def refuse_changes(args: Namespace) -> None:
    """Refuse changes of an article."""
    _decide(args, "stet")


def accept_changes(args: Namespace) -> None:
    """Take proposals of an article, or what was decided in a review copy."""
    if args.reviewed:
        _accept_copy(args)
    elif args.name is not None:
        _decide(args, "accept")
    else:
        message = "no article is named"
        hint = "name it, or give an edited review copy: --from FILE"
        raise errors.UsageError(message, hint=hint, code="usage.name")


def _decide(args: Namespace, verdict: Verdict) -> None:
    if not (args.ids or args.rule or args.all):
        message = f"no change to {verdict} is named"
        hint = "give ids, --rule RULE or --all; `copydesk proof NAME` shows the ids"
        raise errors.UsageError(message, hint=hint, code="usage.id")
    for rule in args.rule:
        handbook.check_rule(rule)
    desk = open_decisions(args)
    choice = changes.Choice(verdict, tuple(args.ids), tuple(args.rule), args.all)
    if args.forget:
        gone = changes.forget_verdicts(desk, choice)
        for decision in gone:
            say(f"forgotten {decision.id}  {_describe_decision(decision)}")
        if gone:
            _say_done(desk, len(gone), "verdict", "taken back")
        else:
            say("there is no such decision to withdraw")
        return
    edits, kept = changes.decide_changes(desk, choice)
    for edit in edits:
        say(f"{verdict} {edit.id}  {edit.rule}: {_describe_verdict(edit, verdict)}")
    if kept:
        say(f"{count(kept, 'change')} decided before and unchanged; name the id to change one")
    if not edits:
        say("nothing is left to decide")
        return
    done = "refused" if verdict == "stet" else "accepted"
    _say_done(desk, len(edits), "change", done)
    if not desk.dry:
        say(_write_way_back(args, verdict, edits))


def _say_done(desk: DeskArticle, number: int, noun: str, done: str) -> None:
    if desk.dry:
        say(f"{count(number, noun)} would be {done} (dry run, nothing written)")
    else:
        say(f"{count(number, noun)} {done}")
        say_written(desk.source)


def _write_way_back(args: Namespace, verdict: Verdict, edits: Sequence[Edit]) -> str:
    command = f"copydesk {verdict} {shlex.quote(args.name)}"
    if len(edits) <= _FEW:
        what = "it" if len(edits) == 1 else "them"
        return f"`{command} {' '.join(edit.id for edit in edits)} --forget` withdraws {what}"
    rules = [f"--rule {shlex.quote(rule)}" for rule in args.rule]
    meant = ["--all"] if args.all else rules or args.ids
    return f"`{command} {' '.join(meant)} --forget` withdraws all such decisions"


def _describe_decision(decision: Decision) -> str:
    """What was decided; a verdict that somebody wrote by hand may quote nothing."""
    words = f" {decision.rule}: `{decision.before}` → `{decision.after}`" if decision.rule else ""
    return f"{decision.verdict}{words}"


def _describe_verdict(edit: Edit, verdict: Verdict) -> str:
    """What stands in the article now, and what does not."""
    if verdict == "accept":
        return _describe_change(edit.before, edit.after)
    return f"`{edit.before}` stays" + (f", not `{edit.after}`" if edit.after else "")


def _describe_change(old: str, new: str) -> str:
    return f"`{old}` → `{new}`" if new else f"`{old}` is left out"


# ── the editor's own words ─────────────────────────────────────────────────────


def rewrite_words(args: Namespace) -> None:
    """Put the editor's words in place of some, take that back, or list what was rewritten."""
    desk = open_decisions(args)
    if args.old is None:
        found = changes.list_rewritings(desk)
        if not found:
            say(f"no words of `{desk.source}` are rewritten")
        for line, one in found:
            where = f"line {line}" if line else "nowhere"
            put(f"{where:<9} `{one.exact or one.before}` → `{one.after}`")
        return
    if args.forget:
        gone = changes.forget_rewriting(desk, args.old)
        say(f"forgotten: `{gone.exact or gone.before}` → `{gone.after}`")
    elif args.new is not None:
        line, one = changes.rewrite_words(desk, args.old, args.new, args.line or 0)
        say(f"line {line}: {_describe_change(one.exact, one.after)}")
    else:
        message = "no new words are given"
        hint = 'give the new words too, "" to leave the old ones out, or --forget'
        raise errors.UsageError(message, hint=hint, code="usage.rewrite")
    say_written(desk.source, dry=desk.dry)


# ── the way back from Word ─────────────────────────────────────────────────────


def _accept_copy(args: Namespace) -> None:
    from copydesk.review.word_back.returned import take_copy  # loads python-docx

    root, config, source = open_article(args) if args.name else (*open_desk(args), "")
    outcome = take_copy(root, config, Path(args.reviewed), source, write=not args.dry_run)
    if args.json:
        print_json(outcome.record(), indent=2)
    else:
        _say_outcome(outcome, verbose=args.verbose)
    if not outcome.changed:
        say(
            "nothing to write: the sidecar already contains this"
            if outcome.known
            else "nothing is new"
        )
        return
    say_written(outcome.source, dry=args.dry_run)


def _say_outcome(outcome: ReturnedCopy, *, verbose: bool) -> None:
    """Say what was decided: refusals and her own words each, what she took by its number."""
    for edit, verdict in outcome.verdicts:
        if verdict == "stet" or edit.status != "applied" or verbose:
            what = _describe_verdict(edit, verdict)
            say(f"{verdict} {edit.id}  line {edit.line}, {edit.rule}: {what}")
    for one in outcome.dropped:
        say(f"forgotten: `{one.exact or one.before}` → `{one.after}`")
    for line, one in outcome.rewritings:
        say(f"line {line}: {_describe_change(one.exact, one.after)}")
    for line, given in outcome.answers:
        say(f"line {line}: answered `{given.text}`: {' '.join(given.command)}")
    for note in outcome.notes:
        say(f"note: {f'line {note.line}: ' if note.line else ''}{note.message}")
    verdicts = [verdict for _, verdict in outcome.verdicts]
    counts = {
        "accepted": verdicts.count("accept"),
        "refused": verdicts.count("stet"),
        "of the editor’s own": len(outcome.rewritings),
        "taken back": len(outcome.dropped),
        "answered": len(outcome.answers),
        "decided so before": outcome.known,
        "left as they are": outcome.left,
        "to be looked at": len(outcome.notes),
    }
    told = ", ".join(f"{number} {what}" for what, number in counts.items() if number)
    say(f"{outcome.source}: {told or 'nothing was done in this copy'}")
