"""`stet`, `accept` and `rewrite`: changes refused, taken or made by the editor herself."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from copydesk import errors
from copydesk.cli.deciding import written
from copydesk.cli.streams import by_worker, named, say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from copydesk.cli.parser import Parser, Run
    from copydesk.model import Decision, Edit, Verdict

#: So many ids are repeated in the command that takes their verdicts back.
_FEW = 3

_VERDICT = """\
The ids stand in the proof. A verdict is kept in the sidecar by the words it is
about, one for each change, so it outlives edits above it; what a later version
brings under the same rule is not decided by it.

examples:
  copydesk stet harbour 21168cfb2c            keep the words as they came
  copydesk stet harbour --rule quote.straight refuse all changes of a rule
  copydesk accept harbour --rule ref          take all proposals of a family
  copydesk accept harbour --all -n            show which proposals wait
  copydesk stet harbour 21168cfb2c --forget   take the verdict back
  copydesk accept harbour --all --forget      take back all verdicts of a kind
"""

_RETURNED = """\
  copydesk accept --from harbour.review.docx  what was decided in Word, her own
                                              words and answers to comments too
  copydesk accept harbour --from sent.docx -n show what that would be

With --from nothing is taken by guess: what fits nothing for certain is told
with its line, and so is every comment that is no answer.
"""

_REWRITE = """\
The submission stays as it came; the sidecar says what stands in its place.
Your words come first, no rule touches them, and the record has them as
`desk.editor`.

examples:
  copydesk rewrite harbour "a large number of" many
  copydesk rewrite harbour "the the" the --line 12  where it stands twice
  copydesk rewrite harbour ", as it were" ""        leave words out
  copydesk rewrite harbour ce96c063f6 weather   not the word proposed
  copydesk rewrite harbour                          list them: line, old, new
  copydesk rewrite harbour "a large number of" --forget
"""


def declare_stet(one: Parser) -> Run:
    """Add the options of `stet`."""
    return _declare(one, "stet")


def declare_accept(one: Parser) -> Run:
    """Add the options of `accept`."""
    meaning = "take what was decided in a review copy that came back from Word or LibreOffice"
    one.add_argument("--from", metavar="FILE", dest="reviewed", help=meaning)
    one.add_argument("--json", action="store_true", help="with --from: print what it says as JSON")
    _declare(one, "accept")
    one.show(f"{_VERDICT}{_RETURNED}")
    return by_worker(_accept)


def _declare(one: Parser, verdict: Verdict) -> Run:
    one.set_defaults(verdict=verdict)
    # A review copy says itself which article it is of.
    one.add_argument("name", metavar="NAME", nargs="?" if verdict == "accept" else None)
    one.add_argument("ids", nargs="*", metavar="ID", help="id of the change in the proof")
    what = "changes and proposals" if verdict == "stet" else "proposals"
    by_rule = f"all {what} of a rule or family, but those decided one by one"
    one.add_argument("--rule", action="append", default=[], metavar="RULE", help=by_rule)
    one.add_argument("--all", action="store_true", help="every proposal that waits for a verdict")
    one.add_argument("-n", "--dry-run", action="store_true", help="show which; write nothing")
    one.add_argument("--forget", action="store_true", help="take the verdict back")
    one.show(_VERDICT)
    return by_worker(_decide)


def declare_rewrite(one: Parser) -> Run:
    """Add the options of `rewrite`."""
    one.add_argument("name", metavar="NAME")
    one.add_argument(
        "old", nargs="?", metavar="OLD", help="words of the text, or the id of a change"
    )
    one.add_argument("new", nargs="?", metavar="NEW", help='what stands there; "" for nothing')
    one.add_argument("--line", type=int, default=0, metavar="N", help="the line that is meant")
    meaning = "take the rewriting back; OLD may be its new words or its id"
    one.add_argument("--forget", action="store_true", help=meaning)
    one.show(_REWRITE)
    return by_worker(_rewrite)


def _accept(args: argparse.Namespace) -> int:
    if args.reviewed:
        from copydesk.cli import returning

        return returning.take(args)
    if args.json:
        message = "--json goes with --from"
        hint = "leave it out: what is decided is said line by line"
        raise errors.UsageError(message, hint=hint, code="usage.reviewed")
    if args.name is None:
        message = "which article is meant is not said"
        hint = "name it, or give a review copy that came back: --from FILE"
        raise errors.UsageError(message, hint=hint, code="usage.name")
    return _decide(args)


def _decide(args: argparse.Namespace) -> int:
    from copydesk import handbook
    from copydesk.builder.report import escape
    from copydesk.review.decisions import verdicts

    if not (args.ids or args.rule or args.all):
        message = f"which changes to {args.verdict} is not said"
        hint = "give ids, --rule RULE or --all; `copydesk proof NAME` shows the ids"
        raise errors.UsageError(message, hint=hint, code="usage.id")
    for rule in args.rule:
        handbook.check_rule(rule)
    desk, write = named(args), not args.dry_run
    choice = verdicts.Choice(args.verdict, tuple(args.ids), tuple(args.rule), args.all)
    if args.forget:
        gone = verdicts.forget(*desk, choice, write=write)
        for decision in gone:
            say(f"forgotten {decision.id}  {escape(_was(decision))}")
        if not gone:
            say("there is no such verdict to take back")
            return errors.DONE
        return _told(desk[2], f"{_counted(len(gone), 'verdict')} taken back", write=write)
    found = verdicts.decide(*desk, choice, write=write)
    for edit in found.edits:
        say(f"{args.verdict} {edit.id}  {edit.rule}: {escape(outcome(edit, args.verdict))}")
    if found.kept:
        say(f"{_counted(found.kept, 'change')} decided before, left so; name the id to change one")
    if not found.edits:
        say("nothing is left to decide")
        return errors.DONE
    done = "refused" if args.verdict == "stet" else "taken"
    _told(desk[2], f"{_counted(len(found.edits), 'change')} {done}", write=write)
    if write:
        say(_way_back(args, found.edits))
    return errors.DONE


def _told(source: str, summary: str, *, write: bool) -> int:
    """Say what was done, or what would be."""
    if not write:
        say(f"{summary}, were it not for -n; nothing is written")
        return errors.DONE
    say(summary)
    return written(source)


def _way_back(args: argparse.Namespace, edits: Sequence[Edit]) -> str:
    from copydesk.builder.report import escape

    command = f"copydesk {args.verdict} {escape(shlex.quote(args.name))}"
    if len(edits) <= _FEW:
        what = "it" if len(edits) == 1 else "them"
        return f"`{command} {' '.join(edit.id for edit in edits)} --forget` takes {what} back"
    rules = [f"--rule {shlex.quote(rule)}" for rule in args.rule]
    meant = ["--all"] if args.all else rules or args.ids
    return f"`{command} {' '.join(meant)} --forget` takes all such verdicts back"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _was(decision: Decision) -> str:
    """What was decided; a verdict that somebody wrote by hand may quote nothing."""
    words = f" {decision.rule}: `{decision.before}` → `{decision.after}`" if decision.rule else ""
    return f"{decision.verdict}{words}"


def outcome(edit: Edit, verdict: Verdict) -> str:
    """What stands in the article now, and what does not."""
    if verdict == "accept":
        return f"`{edit.before}` → `{edit.after}`" if edit.after else f"`{edit.before}` is left out"
    return f"`{edit.before}` stays" + (f", not `{edit.after}`" if edit.after else "")


def _rewrite(args: argparse.Namespace) -> int:
    from copydesk.builder.report import escape
    from copydesk.review.decisions import rewriting

    desk = named(args)
    if args.old is None:
        found = rewriting.listed(*desk)
        if not found:
            say(f"no words of `{escape(desk[2])}` are rewritten")
        for one in found:
            line = f"line {one.line}" if one.line else "nowhere"
            old = one.decision.exact or one.decision.before
            print(f"{line:<9} {escape(f'`{old}` → `{one.decision.after}`')}")
        return errors.DONE
    if args.forget:
        gone = rewriting.forget(*desk, args.old).decision
        say(f"forgotten: {escape(f'`{gone.exact or gone.before}` → `{gone.after}`')}")
        return written(desk[2])
    if args.new is None:
        message = "what is to stand in place of these words is not said"
        hint = 'give the new words too, "" to leave the old ones out, or --forget'
        raise errors.UsageError(message, hint=hint, code="usage.rewrite")
    one = rewriting.rewrite(*desk, args.old, args.new, line=args.line)
    old, new = one.decision.exact, one.decision.after
    say(f"line {one.line}: {escape(f'`{old}` → `{new}`' if new else f'`{old}` is left out')}")
    return written(desk[2])
