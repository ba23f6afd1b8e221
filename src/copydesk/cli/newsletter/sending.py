"""`newsletter send`: an issue to one address, or to each of a list."""

from __future__ import annotations

import contextlib
import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from copydesk import errors
from copydesk.cli.newsletter import telling
from copydesk.cli.streams import desk_or_none, say

if TYPE_CHECKING:
    import argparse

    from copydesk.builder.issues.delivery import Ready
    from copydesk.cli.parser import Parser, Run
    from copydesk.config import Config
    from copydesk.gate.carried import Carrier
    from copydesk.gate.mail_server import Server
    from copydesk.mail.send import Notes, Plan
    from copydesk.newsletters import Newsletter

_EPILOG: Final = """\
The password comes from COPYDESK_SMTP_PASSWORD, from `password_command` in the
settings, or from the keyring; never from a file. What --list would do is told
first, and done when the number of those to be mailed is typed, or given by
--confirm. Who has had the issue stands beside its file in NAME.sent.jsonl, who
wants none in suppressed.csv.

examples:
  copydesk newsletter send may --to me@harbour.example
  copydesk newsletter send may --list members.csv
  copydesk newsletter send may --list members.csv --confirm 137
  copydesk newsletter send may --list members.csv --maildir /tmp/rehearsal

exit codes:
  0 all have it · 2 usage, settings, another number than confirmed ·
  3 its check found an error, or a row or a reader was refused · 4 the server
  cannot be used, or some are uncertain or left · 5 it is being sent ·
  130 interrupted
"""
#: Messages a minute that hardly any server takes amiss.
RATE: Final = 60


def declare_send(one: Parser) -> Run:
    """Add the options of `newsletter send`."""
    from copydesk.mail.send import CAP

    one.show(_EPILOG)
    one.add_argument("name", metavar="FILE|NAME", help="the issue, as it was built")
    whom = one.add_mutually_exclusive_group(required=True)
    whom.add_argument("--to", metavar="ONE", help="one address; as often as you like")
    whom.add_argument("--list", metavar="CSV", help="readers, by the columns email and name")
    where = one.add_mutually_exclusive_group()
    where.add_argument("--smtp", metavar="SERVER",
                       help="smtp://user@host:587 (STARTTLS) or smtps://user@host")  # fmt: skip
    where.add_argument("--maildir", metavar="DIR", help="put it there in place of sending it")
    where.add_argument("--mbox", metavar="FILE", help="add it there in place of sending it")
    one.add_argument("--ca", metavar="FILE", help="trust the certificates signed by this one alone")
    one.add_argument("-n", "--dry-run", action="store_true", help="say what would be done")
    one.add_argument("--confirm", type=int, metavar="N", help="mail the list, if it is N readers")
    one.add_argument("--rate", type=float, default=RATE, metavar="N",
                     help=f"messages a minute, 0 for no limit; {RATE} unless said")  # fmt: skip
    one.add_argument("--cap", type=int, default=CAP, metavar="N",
                     help=f"readers at most; {CAP} unless said")  # fmt: skip
    one.add_argument("--retry-uncertain", action="store_true",
                     help="mail those once more who may have had it")  # fmt: skip
    one.add_argument("--retry-refused", action="store_true",
                     help="mail those once more whom the server refused")  # fmt: skip
    one.add_argument("--anyway", action="store_true", help="though its check found an error")
    one.add_argument("--json", action="store_true", help="the outcome as a JSON object")
    return _send


def _send(args: argparse.Namespace) -> int:
    from copydesk.builder.issues import delivery

    root, config = desk_or_none(args)
    ready = delivery.ready(root, config, args.name, Path.cwd())
    return (_to_list if args.to is None else _to_one)(args, config, ready)


# ── one ──────────────────────────────────────────────────────────────────────


def _to_one(args: argparse.Namespace, config: Config, ready: Ready) -> int:
    """Send it to `--to`, as often as that is asked for: it counts for nobody.

    The journal has the word for unsubscribing in a copy that goes out, by which it is known.
    """
    from copydesk.builder.issues import delivery
    from copydesk.mail import addresses, journal
    from copydesk.mail.members import Member
    from copydesk.mail.send import Plan, Unwritten
    from copydesk.mail.suppressed import NAME, Suppressed

    try:
        member = Member(addresses.read(args.to))
    except ValueError as error:
        message = f"`{args.to}` is no address: {error}"
        raise errors.UsageError(message, hint="name one mailbox", code="mail.recipient") from None
    if member.address in Suppressed(*ready.suppressed):
        message = f"`{member.address}` wants no issues"
        raise errors.Refused(message, hint=f"it stands in `{NAME}`", code="mail.suppressed")
    planned = Plan((member,))
    if args.dry_run:
        telling.plan(ready, planned, _where(args, config), gap=0, verbose=True)
    telling.doubts(delivery.unfilled(ready))
    _faultless(args, ready)
    if args.dry_run:
        return errors.DONE
    with contextlib.ExitStack() as held:
        carrier = held.enter_context(_carrier(args, config))
        notes: Notes = Unwritten()
        if ready.message.personal and not _rehearsed(args):
            written = held.enter_context(journal.opened(ready.journal, ready.issue.id))
            notes = journal.Copies(written)
        return _run(args, ready, planned, carrier, notes)


def _rehearsed(args: argparse.Namespace) -> bool:
    """Whether copies go into a mailbox here: nobody has had the issue by that."""
    return bool(args.maildir or args.mbox)


def _faultless(args: argparse.Namespace, ready: Ready) -> None:
    """Say what is wrong with the issue, and its day. Raises `Refused` for what must not go out.

    What is put into a mailbox goes to nobody.
    """
    from copydesk.builder.issues import delivery

    telling.doubts(delivery.untimely(ready.issue, _now()))
    telling.faults(ready.faults)
    if not (args.anyway or _rehearsed(args)):
        delivery.faultless(ready.issue, ready.faults)


# ── a list ───────────────────────────────────────────────────────────────────


def _to_list(args: argparse.Namespace, config: Config, ready: Ready) -> int:
    """Say what would be done for the readers of `--list`, and do it when that is confirmed."""
    from copydesk.builder import bounded_files
    from copydesk.builder.issues import delivery
    from copydesk.mail import journal, members, send
    from copydesk.mail.suppressed import Suppressed

    path = Path(args.list)
    found = members.loads(bounded_files.read_file(path, config), path.name)
    again = [kind for kind in ("uncertain", "refused") if getattr(args, f"retry_{kind}")]
    unwanted = Suppressed(*ready.suppressed)
    rehearsed = _rehearsed(args)
    delivery.mailable(ready)
    known = {} if rehearsed else journal.read(ready.journal, ready.issue.id)
    if any(record.uncertain for record in known.values()):
        # Who is being mailed at this moment looks so too; whoever mails holds the journal.
        with journal.opened(ready.journal, ready.issue.id) as written:
            known = dict(written.known)
    planned = send.plan(found.rows, known, unwanted, again)
    telling.rows(found, path.name, verbose=args.verbose)
    where = _where(args, config)
    telling.plan(ready, planned, where, gap=_gap(args), verbose=args.verbose)
    if not rehearsed:
        telling.doubts(delivery.doubts(ready))
    _faultless(args, ready)
    code = errors.REFUSED if found.invalid or planned.refused else errors.DONE
    code = errors.combined([code, errors.TOOL if planned.uncertain else errors.DONE])
    if not planned.waiting or not _allowed(args, planned, rehearsed=rehearsed):
        if args.json:
            telling.printed(telling.unsent(ready.issue.id, planned))
        return code
    with contextlib.ExitStack() as held:
        notes: Notes = send.Unwritten()
        if not rehearsed:
            written = held.enter_context(journal.opened(ready.journal, ready.issue.id))
            if send.plan(found.rows, written.known, unwanted, again) != planned:
                message = "somebody else has mailed some of them, or put them off, in the meantime"
                raise errors.Locked(message, hint="run it again", code="mail.locked")
            notes = written
        carrier = held.enter_context(_carrier(args, config))
        return errors.combined([code, _run(args, ready, planned, carrier, notes)])


def _allowed(args: argparse.Namespace, planned: Plan, *, rehearsed: bool) -> bool:
    """Whether those who wait may be mailed: not too many, and confirmed by their number.

    Raises `UsageError` for more readers than the cap, or others than were confirmed.
    """
    count = len(planned.waiting)
    if count > args.cap:
        message = f"{count} readers are more than the cap of {args.cap}"
        hint = f"a service that mails newsletters suits them better; or raise it: --cap {count}"
        raise errors.UsageError(message, hint=hint, code="mail.cap")
    if args.confirm not in (None, count):
        message = f"{count} readers would be mailed, and --confirm says {args.confirm}"
        hint = "nobody was mailed; confirm the number that is told"
        raise errors.UsageError(message, hint=hint, code="mail.confirm")
    if args.dry_run:
        return False
    if rehearsed or args.confirm == count:
        return True
    if sys.stdin.isatty():
        print(f"type {count} to mail them: ", end="", file=sys.stderr, flush=True)
        if sys.stdin.readline().strip() == str(count):
            return True
    say(f"nobody was mailed; --confirm {count} mails them")
    return False


# ── sending ──────────────────────────────────────────────────────────────────


def _now() -> dt.datetime:
    """The time of day here, with its zone."""
    return dt.datetime.now().astimezone()


def _gap(args: argparse.Namespace) -> float:
    """Seconds between two messages; nobody minds how fast a mailbox is filled."""
    return 0.0 if args.maildir or args.mbox or args.rate <= 0 else 60 / args.rate


def _where(args: argparse.Namespace, config: Config) -> str:
    """What becomes of copies, in words.

    Raises `UsageError`, which repeats no password, for no address.
    """
    from copydesk.gate import mail_server

    if box := args.maildir or args.mbox:
        return f"put into {box}"
    if address := args.smtp or config.newsletter.smtp:
        mail_server.server(address)
        return f"mailed by {address}"
    return "mailed by a mail server that is not named yet"


def _login(address: str, settings: Newsletter) -> tuple[Server, tuple[str, ...]]:
    """The server at `address`, and the command of the settings that prints its password.

    Who logs in by the settings, and by what, is for the server that they name: to another one,
    which `--smtp` names, neither goes.
    """
    from copydesk.gate.mail_server import server

    named = server(address)
    if settings.smtp and server(settings.smtp).host != named.host:
        return named, ()
    return server(address, settings.user), settings.password_command


@contextlib.contextmanager
def _carrier(args: argparse.Namespace, config: Config) -> Iterator[Carrier]:
    """What takes the copies: a mailbox, or a connection to the server."""
    from copydesk.gate import mailboxes, secrets, smtp

    settings = config.newsletter
    if args.maildir:
        maildir = mailboxes.Maildir(Path(args.maildir))
        telling.lying(len(maildir), args.maildir)
        yield maildir
    elif args.mbox:
        with contextlib.closing(mailboxes.Mbox(Path(args.mbox))) as mbox:
            telling.lying(len(mbox), args.mbox)
            yield mbox
    elif address := args.smtp or settings.smtp:
        server, command = _login(address, settings)
        password = secrets.password(server.host, server.user, command) if server.user else ""
        with smtp.Session(server, password, Path(args.ca) if args.ca else None) as session:
            yield session
    else:
        message = "no mail server is named"
        hint = "name it: --smtp smtp://user@host:587, or `smtp` in [newsletter]"
        raise errors.UsageError(message, hint=hint, code="mail.address")


def _run(
    args: argparse.Namespace, ready: Ready, planned: Plan, carrier: Carrier, notes: Notes
) -> int:
    """Send it to those who wait, and say what became of it, whatever ends it."""
    from copydesk.cli.newsletter.pacing import Pace, stoppable
    from copydesk.mail.send import INTERRUPTED, Sending, Way
    from copydesk.mail.suppressed import Suppressed

    pace = Pace(_gap(args))
    running = telling.Running(len(planned.waiting), args.quiet)
    way = Way(carrier, Suppressed(*ready.suppressed), pace, running, _now)
    sending = Sending(ready.message, notes, way)
    try:
        with stoppable(pace):
            sending.run(planned.waiting)
    finally:
        running.clear()
        box = args.maildir or args.mbox or ""
        found = telling.outcome(ready.issue.id, planned, sending, box)
        telling.done(found, quiet=args.quiet, machine=args.json)
    codes = [errors.REFUSED] * bool(sending.refused)
    codes += [errors.TOOL] * bool(sending.uncertain or sending.left)
    codes += [errors.INTERRUPTED] * (sending.halted == INTERRUPTED)
    return errors.combined(codes)
