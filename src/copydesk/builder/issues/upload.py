"""An issue that is to be pushed to a service: what was built of it, as the draft it becomes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path
from typing import Final

from copydesk.builder import bounded_files
from copydesk.builder.issues import delivery, sources
from copydesk.config import Config
from copydesk.errors import UsageError
from copydesk.mail import push, report, service_language
from copydesk.mail.issue import Issue, loads
from copydesk.mail.materials import MESSAGE, Attachment
from copydesk.mail.push import Draft
from copydesk.mail.remarks import Remark
from copydesk.mail.targets import targets

HTML: Final = "fragment.html"
TEXT: Final = "issue.txt"
MARKDOWN: Final = "issue.md"
#: What is to be uploaded to `base_url` by hand: files and pictures.
FILES: Final = "files"


@dataclass(frozen=True, slots=True)
class Ready:
    """An issue as a draft. `record` lies beside its file; `linked` names what lies in `files/`.

    `faults` are what its check found wrong.
    """

    issue: Issue
    draft: Draft
    record: Path
    linked: tuple[str, ...]
    faults: tuple[Remark, ...] = ()


def ready(root: Path, config: Config, name: str, service: str, here: Path | None = None) -> Ready:
    """The issue that `name` means at the desk at `root`, as it was built for `service`.

    Raises `UsageError` when there is none, when it is not as it was built, or for another target:
    it would have no way to unsubscribe that the service knows.
    """
    path, stem = sources.found(root, config, name, here)
    issue = loads(bounded_files.read_file(path, config), path.name, config.newsletter, stem)
    if issue.settings.target != service:
        message = f"the issue `{stem}` is for `{issue.settings.target}`, not for `{service}`"
        hint = f'write target = "{service}" into {path.name}, and build it'
        raise UsageError(message, hint=hint, code="push.target")
    built = delivery.built(root, config, name, here)
    texts = {part: (built / part).read_bytes() for part in (HTML, TEXT, MARKDOWN, MESSAGE)}
    html, text, markdown = (texts[one].decode() for one in (HTML, TEXT, MARKDOWN))
    # The texts were escaped as they were made; a service takes its language in all it is told.
    told = (issue.subject, issue.preheader, issue.settings.from_)
    subject, preheader, sender = (
        service_language.escape_text(one, targets()[service].signs) for one in told
    )
    files = _attached(texts[MESSAGE])
    draft = Draft(issue.id, subject, preheader, sender, html, text, markdown, files)
    faults = report.faults((built / report.NAME).read_bytes())
    record = path.with_name(stem + push.ENDING)
    return Ready(issue, draft, record, _linked(built / FILES, files), faults)


def _attached(data: bytes) -> tuple[Attachment, ...]:
    """The files that are attached to the message, whose target takes them."""
    found = []
    for part in message_from_bytes(data).walk():
        name = part.get_filename()
        if name and part.get_content_disposition() == "attachment":
            payload = part.get_payload(decode=True)
            held = payload if isinstance(payload, bytes) else b""
            kind = name.rpartition(".")[2]
            found.append(Attachment(name, kind, part.get_content_type(), name, held))
    return tuple(found)


def _linked(folder: Path, attached: Iterable[Attachment]) -> tuple[str, ...]:
    """What of the files in `folder` a draft links: all but those that go with it."""
    if not folder.is_dir():
        return ()
    names = {one.name for one in folder.iterdir() if one.is_file()}
    return tuple(sorted(names - {one.name for one in attached}))
