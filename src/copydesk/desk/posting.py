"""An issue that is to be sent: its message as it was built, and what lies beside its file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from copydesk.config import Config
from copydesk.desk import intake, issues
from copydesk.errors import UsageError
from copydesk.mail import addresses, copies, journal, suppressed
from copydesk.mail.addresses import Address
from copydesk.mail.copies import Prepared
from copydesk.mail.issue import Issue, loads

MESSAGE: Final = "issue.eml"


@dataclass(frozen=True, slots=True)
class Ready:
    """An issue with its message. `journal` and `suppressed` lie beside its file, not in `dist/`."""

    issue: Issue
    message: Prepared
    journal: Path
    suppressed: Path


def ready(root: Path, config: Config, name: str, here: Path | None = None) -> Ready:
    """The issue that `name` means at the desk at `root`, as it was built.

    Raises `UsageError` when there is none, or when it was not built yet.
    """
    path, stem = issues.found(root, config, name, here)
    issue = loads(intake.received(path, config), path.name, config.newsletter, stem)
    built = issues.folder(root, config, stem) / MESSAGE
    if not built.is_file():
        message = f"the issue `{stem}` is not built"
        hint = f"build it: copydesk newsletter build {name}"
        raise UsageError(message, hint=hint, code="mail.unbuilt")
    data = built.read_bytes()
    return Ready(
        issue,
        copies.prepared(data, issue.id, built.name),
        path.with_name(stem + journal.ENDING),
        path.with_name(suppressed.NAME),
    )


def doubts(ready: Ready) -> Iterator[str]:
    """What lets one doubt that the journal of `ready` knows everybody who has had the issue.

    Raises `UsageError` when another journal beside it knows somebody: the file was renamed or
    copied, and everybody would be mailed again.
    """
    own, issue = ready.journal, ready.issue.id
    for name, had in journal.others(own, issue).items():
        yield f"{had} have had `{name}` by `{own.name}`; is `{issue}` another issue?"
    for path in sorted(own.parent.glob(f"*{journal.ENDING}")):
        if path == own:
            continue
        if had := len(journal.read(path, issue)):
            message = f"`{path.name}` says that the issue `{issue}` went to {had} readers"
            hint = f"is it the same issue? Then rename that to `{own.name}`; else change `id`"
            raise UsageError(message, hint=hint, code="mail.renamed")
        named = path.name.removesuffix(journal.ENDING) + issues.ENDING
        if not path.with_name(named).exists():
            yield f"`{path.name}` belongs to no issue; was `{named}` renamed?"


def beside(root: Path, config: Config, name: str = "", here: Path | None = None) -> Path:
    """The folder of the issue `name`, or that of the desk's issues when no name is given."""
    if name:
        return issues.found(root, config, name, here)[0].parent
    return root / config.source / issues.NEWSLETTERS


def meant(folder: Path, text: str) -> Address:
    """The address that `text` is, or that the token `text` was made for in an issue of `folder`.

    Raises `UsageError`.
    """
    try:
        return addresses.read(text)
    except ValueError as error:
        why = str(error)
    for path in sorted(folder.glob(f"*{journal.ENDING}")):
        if found := journal.tokens(path).get(text):
            return addresses.read(found)
    message = f"`{text}` is no address: {why}; nor is it a token of an issue in `{folder.name}`"
    raise UsageError(message, hint="name one mailbox, or a token", code="mail.recipient")
