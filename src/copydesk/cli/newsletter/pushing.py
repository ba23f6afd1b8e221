"""`newsletter push`: an issue as a draft at the service that will mail it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from copydesk import errors
from copydesk.cli.streams import desk_or_none, lines, say

if TYPE_CHECKING:
    import argparse

    from copydesk.builder.issues.upload import Ready
    from copydesk.cli.parser import Parser, Run
    from copydesk.mail.push import Pushed, Service
    from copydesk.newsletters import Newsletter

_SERVICES: Final = ("listmonk", "buttondown")
_EPILOG: Final = """\
It makes a draft and sends nothing: look at it there, and send it there.
Attached files are uploaded first. Pushed again the draft is changed, and no
second one is made; one that was sent is left alone. Which draft it is stands
beside the issue in NAME.pushed.json. The token comes from COPYDESK_PUSH_TOKEN,
from `token_command` in the settings, or from the keyring; never from a file.

examples:
  copydesk newsletter push listmonk may --url https://lists.harbour.example \\
      --user desk --lists 1,3
  copydesk newsletter push buttondown june
  copydesk newsletter push buttondown june -n

exit codes:
  0 the draft is there · 2 usage, settings, not built · 3 its check found an
  error, the service does not take it, or it was sent · 4 the service cannot be
  used
"""


def declare_push(one: Parser) -> Run:
    """Add the options of `newsletter push`."""
    one.show(_EPILOG)
    one.add_argument("service", choices=_SERVICES, help="where to, which is the issue's target")
    one.add_argument("name", metavar="FILE|NAME", help="the issue, as it was built")
    one.add_argument("--url", metavar="URL", help="where listmonk is; `push_url` unless said")
    one.add_argument("--user", metavar="USER", help="its API user; `push_user` unless said")
    one.add_argument("--lists", metavar="N,…", help="its lists; `push_lists` unless said")
    one.add_argument("--template", type=int, default=0, metavar="N", help="its template")
    one.add_argument("-n", "--dry-run", action="store_true", help="say what would be done")
    one.add_argument("--anyway", action="store_true", help="though its check found an error")
    one.add_argument("--json", action="store_true", help="the outcome as a JSON object")
    return _push


def _push(args: argparse.Namespace) -> int:
    from copydesk.builder.issues import delivery, upload
    from copydesk.cli.newsletter import telling
    from copydesk.mail.push import push

    root, config = desk_or_none(args)
    ready = upload.ready(root, config, args.name, args.service, Path.cwd())
    telling.faults(ready.faults)
    if not args.anyway:
        delivery.faultless(ready.issue, ready.faults)
    if args.dry_run:
        _tell(args, ready)
        return errors.DONE
    service = _service(args, config.newsletter)
    pushed = push(service, ready.draft, ready.record)
    _told(args, ready, pushed)
    return errors.DONE


def _service(args: argparse.Namespace, settings: Newsletter) -> Service:
    from copydesk.gate import exchange, secrets
    from copydesk.gate.service import Service
    from copydesk.mail import services

    if args.service == "buttondown":
        base = args.url or services.BUTTONDOWN
        token = secrets.token(exchange.origin(base).host, "copydesk", _command(base, settings))
        return services.Buttondown(Service(base, services.Buttondown.fields(token)))
    base, user = args.url or settings.push_url, args.user or settings.push_user
    if not base or not user:
        message = f"no {'user' if base else 'address'} of listmonk is named"
        hint = "name it: --url and --user, or `push_url` and `push_user` in [newsletter]"
        raise errors.UsageError(message, hint=hint, code="push.address")
    lists = _lists(args.lists.split(",") if args.lists else settings.push_lists)
    token = secrets.token(exchange.origin(base).host, user, _command(base, settings))
    asker = Service(base, services.Listmonk.fields(user, token))
    return services.Listmonk(asker, lists, args.template)


def _command(base: str, settings: Newsletter) -> tuple[str, ...]:
    """The command of the settings that prints the token of the service at `base`.

    It is for the service that the settings name, and for Buttondown when they name none: no
    other is told a token that is not its own.
    """
    from copydesk.gate.exchange import origin
    from copydesk.mail.services import BUTTONDOWN

    own = origin(settings.push_url or BUTTONDOWN).host
    return settings.token_command if origin(base).host == own else ()


def _lists(words: list[str] | tuple[str, ...]) -> list[int]:
    found = [word.strip() for word in words]
    if not found or not all(word.isascii() and word.isdigit() for word in found):
        message = "the lists of listmonk that the draft is for are not named by their numbers"
        hint = 'name them: --lists 1,3, or push_lists = ["1", "3"] in [newsletter]'
        raise errors.UsageError(message, hint=hint, code="push.lists")
    return [int(word) for word in found]


def _tell(args: argparse.Namespace, ready: Ready) -> None:
    """Say what would be pushed."""
    from copydesk.builder.report import escape

    if args.json:
        lines([{"issue": ready.issue.id, "service": args.service, "done": "nothing"}])
    say(f"“{escape(ready.issue.subject)}” would be a draft at {args.service}")
    for file in ready.draft.files:
        say(f"        {escape(file.name)}, {len(file.data):,} bytes, attached")
    _reminded(args, ready)


def _told(args: argparse.Namespace, ready: Ready, pushed: Pushed) -> None:
    """Say what was done, as a JSON object on stdout for a machine."""
    from copydesk.builder.report import escape

    draft = pushed.draft
    if args.json:
        where = {"draft": draft.id, "address": draft.address, "uploaded": list(pushed.uploaded)}
        lines([{"issue": ready.issue.id, "service": args.service, "done": pushed.done, **where}])
    if not args.quiet:
        say(f"draft {pushed.done}: {escape(draft.address or draft.id)}")
        _reminded(args, ready)


def _reminded(args: argparse.Namespace, ready: Ready) -> None:
    """Say what has to be uploaded elsewhere before anybody is mailed."""
    from copydesk.builder.report import escape

    base = ready.issue.settings.base_url
    if ready.linked and base and not args.quiet:  # without an address nothing is linked
        named = ", ".join(ready.linked)
        say(f"upload what lies in files/ to {escape(base)} before it is sent: {escape(named)}")
