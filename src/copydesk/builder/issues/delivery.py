"""An issue that is to be sent: its message as it was built, and what lies beside its file."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from copydesk.builder import staleness, store
from copydesk.builder.issues import contents, sources
from copydesk.builder.submissions import NEWSLETTERS, Document
from copydesk.builder.survey import Survey
from copydesk.config import Config
from copydesk.errors import Refused, UsageError
from copydesk.newsletter import addresses, copies, journal, report, suppressed
from copydesk.newsletter.addresses import Address
from copydesk.newsletter.copies import Prepared
from copydesk.newsletter.issue import Issue
from copydesk.newsletter.materials import MESSAGE
from copydesk.newsletter.remarks import IssueRemark
from copydesk.newsletter.targets import read_targets
from copydesk.settings.newsletters import Newsletter
from copydesk.system import files, names
from copydesk.system.mail_server import MailServer, read_server

#: An issue that is older was hardly meant to be mailed now.
_LATE: Final = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ReadyMessage:
    """An issue with its message. `journal` lies beside its file, not in `dist/`.

    So does one of the lists `suppressed`; the other is that of the desk. `faults` are what its
    check found wrong.
    """

    issue: Issue
    message: Prepared
    journal: Path
    suppressed: tuple[Path, ...]
    faults: tuple[IssueRemark, ...] = ()


def load_ready(root: Path, config: Config, name: str, here: Path | None = None) -> ReadyMessage:
    """The issue that `name` means at the desk at `root`, as it was built.

    Raises `UsageError` when there is none, and when it was not built since it or an article of it
    was changed.
    """
    desk, document = sources.find_issue(root, config, name, here)
    issue, _ = contents.read_issue(desk, document.source)
    folder = find_built(desk, document, name)
    path, own = root / document.source, find_folder(root, config)
    return ReadyMessage(
        issue,
        copies.prepare_message((folder / MESSAGE).read_bytes(), issue.id, MESSAGE),
        path.with_name(names.stem_of(path.name) + journal.ENDING),
        tuple(dict.fromkeys(folder / suppressed.NAME for folder in (path.parent, own))),
        report.list_faults((folder / report.NAME).read_bytes()),
    )


def find_built(desk: Survey, document: Document, name: str) -> Path:
    """The folder in which the issue `document`, which the user calls `name`, was built.

    Raises `UsageError` when it was not, or when it or an article of it has changed since.
    """
    folder = desk.out / document.slug
    asked = {**contents.list_needed(desk, document), document: frozenset[str]()}
    standing = [*staleness.find_standings(desk, asked)][-1]
    if standing.state == "fresh":
        return folder
    stem = names.stem_of(document.source)
    hint = f"build it: `copydesk newsletter build {shlex.quote(name)}`"
    if not files.is_there(folder / store.COLOPHON):
        message = f"the issue `{stem}` is not built"
        raise UsageError(message, hint=hint, code="mail.unbuilt")
    message = f"the issue `{stem}` has changed since it was built: {standing.why[0]}"
    raise UsageError(message, hint=hint, code="mail.stale")


def require_faultless(issue: Issue, faults: Iterable[IssueRemark]) -> None:
    """Raise `Refused` when one of the `faults` of `issue` is an error.

    Readers would miss what they were promised, and no mail can be called back.
    """
    count = sum(one.severity == "error" for one in faults)
    if count:
        wrong = "an error" if count == 1 else f"{count} errors"
        message = f"the check of the issue `{issue.id}` found {wrong}; nothing is sent"
        hint = "correct this and build it again, or send it as it is: --anyway"
        raise Refused(message, hint=hint, code="mail.faulty")


def doubt_date(issue: Issue, now: dt.datetime) -> Iterator[str]:
    """What lets one doubt that `issue` is to be mailed `now`: its day is to come, or long past."""
    day, today = issue.date.date(), now.astimezone(issue.date.tzinfo).date()
    if day > max(today, now.date()):
        yield f"the issue is dated {day}, and today is {now.date()}"
    elif today - day > _LATE:
        yield f"the issue is dated {day}, {(today - day).days} days ago"


def require_mailable(ready: ReadyMessage) -> None:
    """Raise `UsageError` for an issue that was built for a service which has the readers.

    Its text bears words for unsubscribing that this service alone fills in.
    """
    service = read_targets()[ready.issue.settings.target]
    if service.hosted:
        message = f"the issue `{ready.issue.id}` is for {service.title}, which has the readers"
        hint = 'write target = "smtp" into its file and build it, or send it to one address: --to'
        raise UsageError(message, hint=hint, code="mail.target")


def list_unfilled(ready: ReadyMessage) -> Iterator[str]:
    """What a copy of `ready` lacks that goes past the service for which the issue was built."""
    service = read_targets()[ready.issue.settings.target]
    if service.hosted and service.unsubscribe:
        yield (
            f"it contains `{service.unsubscribe}` in place of the unsubscribe link:"
            f" only {service.title} fills that in"
        )


def list_doubts(ready: ReadyMessage) -> Iterator[str]:
    """What lets one doubt that the journal of `ready` knows everybody who has had the issue.

    Raises `UsageError` when another journal beside it knows somebody: the file was renamed or
    copied, and everybody would be mailed again.
    """
    own, issue = ready.journal, ready.issue.id
    for name, had in journal.count_other_issues(own, issue).items():
        yield f"{had} readers got `{name}` according to `{own.name}`; is `{issue}` another issue?"
    for path in sorted(own.parent.glob(f"*{journal.ENDING}")):
        if path == own:
            continue
        if had := len(journal.read_records(path, issue)):
            message = f"`{path.name}` records that the issue `{issue}` was sent to {had} readers"
            hint = (
                f"if it is the same issue, rename that file to `{own.name}`; otherwise change `id`"
            )
            raise UsageError(message, hint=hint, code="mail.renamed")
        named = path.name.removesuffix(journal.ENDING) + sources.ENDING
        if not path.with_name(named).exists():
            yield f"`{path.name}` belongs to no issue; was `{named}` renamed?"


def find_folder(root: Path, config: Config, name: str = "", here: Path | None = None) -> Path:
    """The folder of the issue `name`, or that of the desk's issues when no name is given."""
    if name:
        return sources.find_file(root, config, name, here).parent
    return root / config.source / NEWSLETTERS


def resolve_address(folder: Path, text: str) -> Address:
    """The address that `text` is, or that the token `text` was made for in an issue of `folder`.

    Raises `UsageError`.
    """
    try:
        return addresses.parse_address(text)
    except ValueError as error:
        why = str(error)
    for path in sorted(folder.glob(f"*{journal.ENDING}")):
        if found := journal.read_tokens(path).get(text):
            return addresses.parse_address(found)
    message = f"`{text}` is not a valid address ({why}), nor a token of an issue in `{folder.name}`"
    raise UsageError(message, hint="name one mailbox, or a token", code="mail.recipient")


def choose_login(address: str, settings: Newsletter) -> tuple[MailServer, tuple[str, ...]]:
    """The server at `address`, and the command of the settings that prints its password.

    Who logs in by the settings, and by what, is for the server that they name: to another one
    neither goes. Raises `UsageError` for an address that is none.
    """
    found = read_server(address)
    if settings.smtp and read_server(settings.smtp).host != found.host:
        return found, ()
    return read_server(address, settings.user), settings.password_command
