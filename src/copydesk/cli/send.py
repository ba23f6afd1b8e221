"""`newsletter send` and `push`: an issue to readers, or as a draft to the service that mails it."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from copydesk import errors
from copydesk.builder import bounded_files
from copydesk.builder.issues import delivery, upload
from copydesk.builder.issues.delivery import ReadyMessage
from copydesk.builder.report import escape_message
from copydesk.cli.desk import open_desk_or_defaults
from copydesk.cli.terminal import count, print_json, say
from copydesk.config import Config
from copydesk.newsletter import addresses, journal, members, send
from copydesk.newsletter.journal import Journal
from copydesk.newsletter.members import ListMember, Members
from copydesk.newsletter.push import Pushed, push_draft
from copydesk.newsletter.remarks import IssueRemark
from copydesk.newsletter.send import SendingPlan, list_addresses
from copydesk.newsletter.suppressed import NAME, Suppressed
from copydesk.system import mail_delivery, mail_server, secrets, smtp
from copydesk.system.mail_delivery import Carrier, Delivery

#: Rows of a kind that are told one by one.
_TOLD: Final = 20
_STATES: Final = {"refused": "refused", "later": "not taken now", "uncertain": "uncertain"}


def send_issue(args: Namespace) -> int:
    """Send an issue to one address, or to those of a list."""
    root, config = open_desk_or_defaults(args)
    ready = delivery.load_ready(root, config, args.name, Path.cwd())
    return (_send_to_list if args.to is None else _send_to_one)(args, config, ready)


# ── one ────────────────────────────────────────────────────────────────────────


def _send_to_one(args: Namespace, config: Config, ready: ReadyMessage) -> int:
    """Send it to `--to`, as often as that is asked for: it counts for nobody.

    The journal has the word for unsubscribing in a copy that goes out, by which it is known.
    """
    try:
        member = ListMember(addresses.parse_address(args.to))
    except ValueError as error:
        message = f"`{args.to}` is not a valid address: {error}"
        raise errors.UsageError(message, hint="name one mailbox", code="mail.recipient") from None
    if member.address in Suppressed(*ready.suppressed):
        message = f"`{member.address}` has unsubscribed"
        raise errors.Refused(message, hint=f"it is listed in `{NAME}`", code="mail.suppressed")
    planned = SendingPlan((member,))
    if args.dry_run:
        _say_plan(ready, planned, _name_carrier(args, config), gap=0, verbose=True)
    _say_doubts(delivery.list_unfilled(ready))
    _check_faults(args, ready)
    if args.dry_run:
        return errors.DONE
    with contextlib.ExitStack() as held:
        carrier = held.enter_context(_open_carrier(args, config))
        written = None
        if ready.message.personal and not _is_rehearsal(args):
            copies = journal.open_journal(ready.journal, ready.issue.id, copies=True)
            written = held.enter_context(copies)
        return _run_sending(args, ready, planned, carrier, written)


def _check_faults(args: Namespace, ready: ReadyMessage) -> None:
    """Say what is wrong with the issue, and its day. Raises `Refused` for what must not go out.

    What is put into a mailbox goes to nobody.
    """
    _say_doubts(delivery.doubt_date(ready.issue, _read_clock()))
    _say_faults(ready.faults)
    if not (args.anyway or _is_rehearsal(args)):
        delivery.require_faultless(ready.issue, ready.faults)


# ── a list ─────────────────────────────────────────────────────────────────────


def _send_to_list(args: Namespace, config: Config, ready: ReadyMessage) -> int:
    """Say what would be done for the readers of `--list`, and do it when that is confirmed."""
    path = Path(args.list)
    found = members.read_members(bounded_files.read_file(path, config), path.name)
    again = [kind for kind in ("uncertain", "refused") if getattr(args, f"retry_{kind}")]
    unwanted = Suppressed(*ready.suppressed)
    rehearsed = _is_rehearsal(args)
    delivery.require_mailable(ready)
    known = {} if rehearsed else journal.read_records(ready.journal, ready.issue.id)
    if any(record.uncertain for record in known.values()):
        # Who is being mailed at this moment looks so too; whoever mails holds the journal.
        with journal.open_journal(ready.journal, ready.issue.id) as held_now:
            known = dict(held_now.known)
    planned = send.plan_sending(found.rows, known, unwanted, again)
    _say_rows(found, path.name, verbose=args.verbose)
    where = _name_carrier(args, config)
    _say_plan(ready, planned, where, gap=_find_gap(args), verbose=args.verbose)
    if not rehearsed:
        _say_doubts(delivery.list_doubts(ready))
    _check_faults(args, ready)
    code = errors.REFUSED if found.invalid or planned.refused else errors.DONE
    code = errors.combine_exit_codes([code, errors.TOOL if planned.uncertain else errors.DONE])
    if not planned.waiting or not _is_allowed(args, len(planned.waiting)):
        if args.json:
            print_json(send.record_outcome(ready.issue.id, planned))
        return code
    with contextlib.ExitStack() as held:
        written: Journal | None = None
        if not rehearsed:
            written = held.enter_context(journal.open_journal(ready.journal, ready.issue.id))
            if send.plan_sending(found.rows, written.known, unwanted, again) != planned:
                message = "somebody else has mailed or postponed some of them in the meantime"
                raise errors.Locked(message, hint="run it again", code="mail.locked")
        carrier = held.enter_context(_open_carrier(args, config))
        sent = _run_sending(args, ready, planned, carrier, written)
        return errors.combine_exit_codes([code, sent])


def _is_allowed(args: Namespace, number: int) -> bool:
    """Whether so many readers may be mailed: not too many, and confirmed by their number.

    Raises `UsageError` for more readers than the cap, or others than were confirmed.
    """
    if number > args.cap:
        message = f"{count(number, 'reader')} are more than --cap {args.cap} allows"
        hint = f"use a service that mails newsletters, or raise the limit: --cap {number}"
        raise errors.UsageError(message, hint=hint, code="mail.cap")
    if args.confirm not in (None, number):
        message = f"{count(number, 'reader')} would be mailed, but --confirm is {args.confirm}"
        hint = "nobody was mailed; confirm the number in the message"
        raise errors.UsageError(message, hint=hint, code="mail.confirm")
    if args.dry_run:
        return False
    if _is_rehearsal(args) or args.confirm == number:
        return True
    if sys.stdin.isatty():
        print(f"type {number} to mail them: ", end="", file=sys.stderr, flush=True)
        if sys.stdin.readline().strip() == str(number):
            return True
    say(f"nobody was mailed; --confirm {number} mails them")
    return False


# ── sending ────────────────────────────────────────────────────────────────────


def _read_clock() -> dt.datetime:
    return dt.datetime.now().astimezone()


def _is_rehearsal(args: Namespace) -> bool:
    """Whether copies go into a mailbox here: nobody has had the issue by that."""
    return bool(args.maildir or args.mbox)


def _find_gap(args: Namespace) -> float:
    """Seconds between two messages; nobody minds how fast a mailbox is filled."""
    return 0.0 if _is_rehearsal(args) or args.rate <= 0 else 60 / args.rate


def _name_carrier(args: Namespace, config: Config) -> str:
    """What becomes of copies, in words.

    Raises `UsageError`, which repeats no password, for no address.
    """
    if box := args.maildir or args.mbox:
        return f"put into {box}"
    if address := args.smtp or config.newsletter.smtp:
        mail_server.read_server(address)
        return f"mailed by {address}"
    return "mailed by a mail server that is not set yet"


@contextlib.contextmanager
def _open_carrier(args: Namespace, config: Config) -> Iterator[Carrier]:
    """What takes the copies: a mailbox, or a connection to the server."""
    if name := args.maildir or args.mbox:
        open_box = mail_delivery.open_maildir if args.maildir else mail_delivery.open_mbox
        with contextlib.closing(open_box(Path(name))) as box:
            _say_lying(len(box), name)
            yield box
    elif address := args.smtp or config.newsletter.smtp:
        server, command = delivery.choose_login(address, config.newsletter)
        password = secrets.find_password(server.host, server.user, command) if server.user else ""
        with smtp.SmtpSession(server, password, Path(args.ca) if args.ca else None) as session:
            yield session
    else:
        message = "no mail server is set"
        hint = "name it: --smtp smtp://user@host:587, or `smtp` in [newsletter]"
        raise errors.UsageError(message, hint=hint, code="mail.address")


def _run_sending(
    args: Namespace,
    ready: ReadyMessage,
    planned: SendingPlan,
    carrier: Carrier,
    written: Journal | None,
) -> int:
    pace = send.Pace(_find_gap(args))
    counter = _Counter(len(planned.waiting), args.quiet)
    way = send.Way(carrier, Suppressed(*ready.suppressed), pace, counter, _read_clock)
    sending = send.Sending(ready.message, written, way)
    try:
        with send.stop_on_interrupt(pace):
            sending.run(planned.waiting)
    finally:
        counter.clear()
        box = args.maildir or args.mbox or ""
        record = send.record_outcome(ready.issue.id, planned, sending, box)
        if args.json:
            print_json(record)
        _say_outcome(record, quiet=args.quiet)
    codes = [errors.REFUSED] * bool(sending.refused)
    codes += [errors.TOOL] * bool(sending.uncertain or sending.left)
    codes += [errors.INTERRUPTED] * (sending.halted == send.INTERRUPTED)
    return errors.combine_exit_codes(codes)


@dataclass(slots=True)
class _Counter:
    """Says what happens as it happens; of what goes well only the number, on a terminal."""

    total: int
    quiet: bool
    done: int = 0
    _drawn: bool = False

    def one(self, member: ListMember, delivery: Delivery) -> None:
        """Say what became of one copy."""
        if delivery.state != "done":
            self.clear()
            say(f"{_STATES[delivery.state]}: {member.address}: {escape_message(delivery.said)}")
            return
        self.done += 1
        if sys.stderr.isatty() and os.environ.get("TERM") != "dumb" and not self.quiet:
            print(f"\r{self.done} of {self.total}", end="", file=sys.stderr, flush=True)
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


# ── what is said ───────────────────────────────────────────────────────────────


def _say_rows(found: Members, name: str, *, verbose: bool) -> None:
    said = [*found.invalid]
    for line, address, first in found.repeated:
        said.append((line, f"`{address}` is already in line {first}"))
    for line, what in sorted(said)[: None if verbose else _TOLD]:
        say(f"{name}: line {line}: {what}")
    if not verbose and len(said) > _TOLD:
        say(f"… and {len(said) - _TOLD} more; -v lists all of them")


def _say_plan(
    ready: ReadyMessage, planned: SendingPlan, where: str, *, gap: float, verbose: bool
) -> None:
    size = f"{ready.message.size / 1000:,.0f} kB"
    head = f"“{ready.issue.subject}” (issue `{ready.issue.id}`, {size})"
    say(f"{head} from {ready.message.sender}")
    waiting = len(planned.waiting)
    minutes = round(waiting * gap / 60)
    say(f"{waiting:>7} to be {where}" + (f", in {minutes} minutes" if minutes > 1 else ""))
    if verbose:
        _say_each(list_addresses(planned.waiting))
    for rows, what in (
        (planned.already, "mailed before"),
        (planned.suppressed, "unsubscribed"),
        (planned.refused, "refused by the server; --retry-refused mails them again"),
        (planned.uncertain, "uncertain, mailed or not; --retry-uncertain mails them again:"),
    ):
        if rows:
            say(f"{len(rows):>7} {what}")
    _say_each(list_addresses(planned.uncertain))


def _say_each(addresses: Iterable[str]) -> None:
    for address in addresses:
        say(f"        {address}")


def _say_faults(found: Iterable[IssueRemark]) -> None:
    for one in found:
        say(f"{'error' if one.severity == 'error' else 'warning'}: {one.message}")


def _say_doubts(said: Iterable[str]) -> None:
    for one in said:
        say(f"warning: {one}")


def _say_lying(number: int, box: str) -> None:
    if number:
        message = "message lies" if number == 1 else "messages lie"
        say(f"{number:,} {message} in {box} already; the copies are added")


def _say_outcome(record: dict[str, Any], *, quiet: bool) -> None:
    sent = f"put into {record['into']}" if record["into"] else "sent"
    names = {"sent": sent, "already": "mailed before"}
    kinds = ("sent", "already", "suppressed", "refused", "uncertain", "left")
    told = [f"{len(record[kind])} {names.get(kind, kind)}" for kind in kinds if record[kind]]
    if not quiet or record["refused"] or record["uncertain"] or record["left"]:
        say(", ".join(told) or f"0 {sent}")
    if record["halted"]:
        say(f"sending ended early: {record['halted']}")
    if record["uncertain"]:
        say("uncertain, and mailed again only with --retry-uncertain:")
        _say_each(record["uncertain"])


# ── a draft at a service ───────────────────────────────────────────────────────


def push_issue(args: Namespace) -> None:
    """Make an issue a draft at the service that will mail it."""
    root, config = open_desk_or_defaults(args)
    ready = upload.load_ready(root, config, args.name, args.service, Path.cwd())
    _say_faults(ready.faults)
    if not args.anyway:
        delivery.require_faultless(ready.issue, ready.faults)
    record = {"issue": ready.issue.id, "service": args.service}
    if args.dry_run:
        if args.json:
            print_json(record | {"done": "nothing"})
        say(f"“{ready.issue.subject}” would become a draft at {args.service}")
        for file in ready.draft.files:
            say(f"        {file.name}, {len(file.data):,} bytes, attached")
    else:
        lists = tuple(args.lists.split(",")) if args.lists else ()
        asked = upload.UploadSettings(args.url or "", args.user or "", lists, args.template or 0)
        service = upload.open_service(args.service, config.newsletter, asked)
        _say_pushed(args, record, push_draft(service, ready.draft, ready.record))
    _say_upload(args, ready)


def _say_pushed(args: Namespace, record: dict[str, Any], pushed: Pushed) -> None:
    """Say what was done, as a JSON object on stdout for a machine."""
    draft = pushed.draft
    if args.json:
        where = {"draft": draft.id, "address": draft.address, "uploaded": list(pushed.uploaded)}
        print_json(record | {"done": pushed.done} | where)
    if not args.quiet:
        say(f"draft {pushed.done}: {draft.address or draft.id}")


def _say_upload(args: Namespace, ready: upload.ReadyDraft) -> None:
    base = ready.issue.settings.base_url
    if ready.linked and base and not args.quiet:  # without an address nothing is linked
        named = ", ".join(ready.linked)
        say(f"upload the contents of files/ to {base} before you send it: {named}")
