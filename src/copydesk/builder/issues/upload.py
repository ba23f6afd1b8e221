"""An issue that is to be pushed to a service: the draft it becomes, and the service opened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path
from typing import Final

from copydesk.builder.issues import contents, delivery, sources
from copydesk.config import Config
from copydesk.errors import UsageError
from copydesk.newsletter import push, report, service_language, services
from copydesk.newsletter.issue import Issue
from copydesk.newsletter.materials import MESSAGE, Attachment
from copydesk.newsletter.push import IssueDraft
from copydesk.newsletter.remarks import IssueRemark
from copydesk.newsletter.targets import read_targets
from copydesk.settings.newsletters import Newsletter
from copydesk.system import names, secrets
from copydesk.system.exchange import read_origin
from copydesk.system.service import Service

HTML: Final = "fragment.html"
TEXT: Final = "issue.txt"
MARKDOWN: Final = "issue.md"
#: What is to be uploaded to `base_url` by hand: files and pictures.
FILES: Final = "files"


@dataclass(frozen=True, slots=True)
class ReadyDraft:
    """An issue as a draft. `record` lies beside its file; `linked` names what lies in `files/`.

    `faults` are what its check found wrong.
    """

    issue: Issue
    draft: IssueDraft
    record: Path
    linked: tuple[str, ...]
    faults: tuple[IssueRemark, ...] = ()


def load_ready(
    root: Path, config: Config, name: str, service: str, here: Path | None = None
) -> ReadyDraft:
    """The issue that `name` means at the desk at `root`, as it was built for `service`.

    Raises `UsageError` when there is none, when it is not as it was built, or for another target:
    it would have no way to unsubscribe that the service knows.
    """
    desk, document = sources.find_issue(root, config, name, here)
    issue, _ = contents.read_issue(desk, document.source)
    path, stem = root / document.source, names.stem_of(document.source)
    if issue.settings.target != service:
        message = f"the issue `{stem}` is for `{issue.settings.target}`, not for `{service}`"
        hint = f'write target = "{service}" into {path.name}, and build it'
        raise UsageError(message, hint=hint, code="push.target")
    built = delivery.find_built(desk, document, name)
    texts = {part: (built / part).read_bytes() for part in (HTML, TEXT, MARKDOWN, MESSAGE)}
    html, text, markdown = (texts[one].decode() for one in (HTML, TEXT, MARKDOWN))
    # The texts were escaped as they were made; a service takes its language in all it is told.
    told = (issue.subject, issue.preheader, issue.settings.from_)
    subject, preheader, sender = (
        service_language.escape_text(one, read_targets()[service].signs) for one in told
    )
    files = _attached(texts[MESSAGE])
    draft = IssueDraft(issue.id, subject, preheader, sender, html, text, markdown, files)
    faults = report.list_faults((built / report.NAME).read_bytes())
    record = path.with_name(stem + push.ENDING)
    return ReadyDraft(issue, draft, record, _linked(built / FILES, files), faults)


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
    there = {one.name for one in folder.iterdir() if one.is_file()}
    return tuple(sorted(there - {one.name for one in attached}))


# ── the service ────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class UploadSettings:
    """How a service is reached, where the settings do not say: "", () and 0 are what they do."""

    url: str = ""
    user: str = ""
    lists: tuple[str, ...] = ()
    template: int = 0


def open_service(name: str, settings: Newsletter, asked: UploadSettings) -> push.ServiceTarget:
    """The service `name` with its token. Raises `UsageError` when it is not said where it is."""
    if name == "buttondown":
        base = asked.url or services.BUTTONDOWN
        token = secrets.find_token(
            read_origin(base).host, "copydesk", _choose_command(base, settings)
        )
        return services.Buttondown(Service(base, services.Buttondown.fields(token)))
    base, user = asked.url or settings.push_url, asked.user or settings.push_user
    if not base or not user:
        message = f"no {'user' if base else 'address'} of listmonk is set"
        hint = "set it: --url and --user, or `push_url` and `push_user` in [newsletter]"
        raise UsageError(message, hint=hint, code="push.address")
    lists = _read_lists(asked.lists or settings.push_lists)
    token = secrets.find_token(read_origin(base).host, user, _choose_command(base, settings))
    asker = Service(base, services.Listmonk.fields(user, token))
    return services.Listmonk(asker, lists, asked.template)


def _choose_command(base: str, settings: Newsletter) -> tuple[str, ...]:
    """The command of the settings that prints the token of the service at `base`.

    It is for the service that the settings name, and for Buttondown when they name none: no
    other is told a token that is not its own.
    """
    own = read_origin(settings.push_url or services.BUTTONDOWN).host
    return settings.token_command if read_origin(base).host == own else ()


def _read_lists(words: Iterable[str]) -> list[int]:
    found = [word.strip() for word in words]
    if not found or not all(word.isascii() and word.isdigit() for word in found):
        message = "the listmonk lists for the draft must be given by their numbers"
        hint = 'name them: --lists 1,3, or push_lists = ["1", "3"] in [newsletter]'
        raise UsageError(message, hint=hint, code="push.lists")
    return [int(word) for word in found]
