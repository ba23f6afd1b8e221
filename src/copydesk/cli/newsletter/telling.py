"""What `newsletter send` says: of the list, of what would be done, and of what was."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from copydesk.builder.report import escape, escape_message
from copydesk.cli.streams import lines, say

if TYPE_CHECKING:
    from copydesk.builder.issues.delivery import Ready
    from copydesk.gate.carried import Carried
    from copydesk.mail.members import Member, Members
    from copydesk.mail.remarks import Remark
    from copydesk.mail.send import Plan, Sending

#: Rows of a kind that are told one by one.
_TOLD: Final = 20


@dataclass(frozen=True, slots=True)
class Outcome:
    """Who of a list has had the issue and who has not, by address; `halted` says why.

    `into` is the mailbox here that took the copies, "" where they were mailed.
    """

    issue: str
    sent: tuple[str, ...]
    already: tuple[str, ...]
    suppressed: tuple[str, ...]
    refused: tuple[str, ...]
    uncertain: tuple[str, ...]
    left: tuple[str, ...]
    halted: str
    into: str = ""


def unsent(issue: str, planned: Plan) -> Outcome:
    """What becomes of everybody on the list when nobody is mailed."""
    return Outcome(
        issue,
        (),
        _named(planned.already),
        _named(planned.suppressed),
        _named(planned.refused),
        _named(planned.uncertain),
        _named(planned.waiting),
        "nobody was mailed" if planned.waiting else "",
    )


def outcome(issue: str, planned: Plan, sending: Sending, into: str = "") -> Outcome:
    """What became of everybody on the list, whose copies went `into` a mailbox here, or by mail."""
    return Outcome(
        issue,
        _named(sending.done),
        _named(planned.already),
        _named([*planned.suppressed, *sending.suppressed]),
        _named([*planned.refused, *sending.refused]),
        _named([*planned.uncertain, *sending.uncertain]),
        _named(sending.left),
        sending.halted,
        into,
    )


def _named(rows: Sequence[Member]) -> tuple[str, ...]:
    return tuple(str(member.address) for member in rows)


# ── before ───────────────────────────────────────────────────────────────────


def rows(found: Members, name: str, *, verbose: bool) -> None:
    """Say which rows of the list `name` are no reader, and which name one again."""
    said = [*found.invalid]
    for line, address, first in found.repeated:
        said.append((line, f"`{address}` stands in line {first} already"))
    for line, what in sorted(said)[: None if verbose else _TOLD]:
        say(f"{escape(name)}: line {line}: {escape(what)}")
    if not verbose and len(said) > _TOLD:
        say(f"… and {len(said) - _TOLD} more; -v tells all of them")


def plan(ready: Ready, planned: Plan, where: str, *, gap: float, verbose: bool) -> None:
    """Say what would be done: copies are to be `where`, one every `gap` seconds."""
    message, subject = ready.message, escape(ready.issue.subject)
    size = f"{message.size / 1000:,.0f} kB"
    say(f"“{subject}” (issue `{ready.issue.id}`, {size}) from {message.sender}")
    count = len(planned.waiting)
    minutes = round(count * gap / 60)
    say(f"{count:>7} to be {escape(where)}{_lasting(minutes)}")
    if verbose:
        _each(planned.waiting)
    for rows, what in (
        (planned.already, "mailed before"),
        (planned.suppressed, "on the list of those who want no issues"),
        (planned.refused, "refused by the server; --retry-refused mails them again"),
        (planned.uncertain, "uncertain, mailed or not; --retry-uncertain mails them again:"),
    ):
        if rows:
            say(f"{len(rows):>7} {what}")
    _each(planned.uncertain)


def faults(found: Iterable[Remark]) -> None:
    """Say what the check of an issue found wrong, and what of it stops the issue."""
    for one in found:
        beware = "beware, an error" if one.severity == "error" else "beware"
        say(f"{beware}: {escape(one.message)}")


def doubts(said: Iterable[str]) -> None:
    """Say what an editor had better look at before the issue goes."""
    for one in said:
        say(f"beware: {escape(one)}")


def lying(count: int, box: str) -> None:
    """Say that messages of earlier rehearsals, or others, lie in the mailbox `box`."""
    if count:
        message = "message lies" if count == 1 else "messages lie"
        say(f"{count:,} {message} in {escape(box)} already; the copies are added to them")


def _lasting(minutes: int) -> str:
    return f", in {minutes} minutes" if minutes > 1 else ""


def _each(members: Sequence[Member]) -> None:
    for name in _named(members):
        say(f"        {escape(name)}")


# ── meanwhile ────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class Running:
    """Says what happens as it happens; of what goes well only the number, on a terminal."""

    total: int
    quiet: bool
    count: int = 0
    _drawn: bool = False

    def one(self, member: Member, carried: Carried) -> None:
        """Say what became of one copy."""
        if carried.state != "done":
            self.clear()
            said = escape_message(carried.said)
            say(f"{_SAID[carried.state]}: {escape(str(member.address))}: {said}")
            return
        self.count += 1
        if sys.stderr.isatty() and os.environ.get("TERM") != "dumb" and not self.quiet:
            print(f"\r{self.count} of {self.total}", end="", file=sys.stderr, flush=True)
            self._drawn = True

    def resting(self, count: int, seconds: float) -> None:
        """Say that there is a wait."""
        if not self.quiet:
            self.clear()
            say(f"{count} to be tried again in {seconds:g} seconds")

    def clear(self) -> None:
        """Take the number away, so that the line is free for words."""
        if self._drawn:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
        self._drawn = False


_SAID: Final = {"refused": "refused", "later": "not taken now", "uncertain": "uncertain"}


# ── behind ───────────────────────────────────────────────────────────────────


def printed(found: Outcome) -> None:
    """Print it as a JSON object."""
    lines([asdict(found)])


def done(found: Outcome, *, quiet: bool, machine: bool) -> None:
    """Say what became of everybody, as a JSON object on stdout for a `machine`."""
    if machine:
        printed(found)
    sent = f"put into {escape(found.into)}" if found.into else "sent"
    counts = {
        sent: found.sent, "mailed before": found.already, "suppressed": found.suppressed,
        "refused": found.refused, "uncertain": found.uncertain, "left": found.left,
    }  # fmt: skip
    said = ", ".join(f"{len(rows)} {what}" for what, rows in counts.items() if rows)
    if not quiet or found.refused or found.uncertain or found.left:
        say(said or f"0 {sent}")
    if found.halted:
        say(f"it ended early: {found.halted}")
    if found.uncertain:
        say("uncertain, and mailed again only with --retry-uncertain:")
        for name in found.uncertain:
            say(f"        {escape(name)}")
