"""An issue as a draft at a service that mails it: made once, changed afterwards, sent by nobody.

`<name>.pushed.json` beside the issue's file says which draft it is, and which files lie there.
Without it the draft is looked for at the service, by the issue's id, which it bears: so an answer
that was lost makes no second one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from copydesk.errors import Refused, ToolError
from copydesk.newsletter.materials import Attachment
from copydesk.system import files

if TYPE_CHECKING:
    from copydesk.newsletter.services import Buttondown, Listmonk

    ServiceTarget: TypeAlias = Listmonk | Buttondown

SCHEMA: Final = "copydesk.pushed/1"
ENDING: Final = ".pushed.json"
#: What a service calls what nobody gets until somebody sends it.
DRAFT: Final = "draft"


@dataclass(frozen=True, slots=True)
class IssueDraft:
    """What is pushed of an issue. `html` is the fragment, `files` what is attached."""

    issue: str
    subject: str
    preheader: str
    sender: str
    html: str
    text: str
    markdown: str
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class MailingStatus:
    """A mailing at a service: its id there, whether it is a draft still, where it can be seen."""

    id: str
    status: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class ServiceRecord:
    """What is known of an issue at one service: its draft, what that holds, the files by hash."""

    draft: str = ""
    content: str = ""
    files: Mapping[str, str] = field(default_factory=dict)


Done: TypeAlias = Literal["made", "changed", "unchanged"]


@dataclass(frozen=True, slots=True)
class Pushed:
    """What was `done`, and the draft as it stands now."""

    done: Done
    draft: MailingStatus
    uploaded: tuple[str, ...] = ()


def push_draft(service: ServiceTarget, draft: IssueDraft, path: Path) -> Pushed:
    """Make the draft of an issue at `service`, or change the one that is there; `path` records it.

    What is there and was pushed from the same issue is left alone, with what somebody wrote into
    it. Raises `Refused` for what is no draft any more.
    """
    with files.alone(path.parent):
        notes = _Notes(path, f"{service.base} {draft.issue}")
        return _pushed(service, draft, notes)


def list_services(path: Path, issue: str) -> tuple[str, ...]:
    """The addresses of services at which `path` knows a draft of `issue`, or what became of it.

    Raises `ToolError` for a file that is none of ours.
    """
    rows = _Notes(path, "").rows
    kept = (
        key.rpartition(" ")
        for key, row in rows.items()
        if isinstance(row, dict) and row.get("draft")
    )
    return tuple(base for base, _, own in kept if own == issue)


def _pushed(service: ServiceTarget, draft: IssueDraft, notes: _Notes) -> Pushed:
    record = notes.record
    there = service.standing(record.draft) if record.draft else None
    there = there or service.find(draft.issue)
    if there and there.status != DRAFT:
        message = f"the issue `{draft.issue}` is `{there.status}` at {service.host}, not a draft"
        hint = "a sent issue cannot be changed; give another issue another `id`"
        raise Refused(message, hint=hint, code="push.sent")
    content = _content(service, draft)
    if there and (there.id, content) == (record.draft, record.content):
        return Pushed("unchanged", there)
    uploaded = []
    for file in draft.files:
        known = record.files.get(file.sha256)
        if known is None or not service.holds(known):
            uploaded.append(file.name)
            record = replace(record, files={**record.files, file.sha256: service.upload(file)})
            notes.write(record)  # at once: what comes next may fail
    payload = service.payload(draft, [record.files[file.sha256] for file in draft.files])
    made = service.change(there.id, payload) if there else service.make(payload)
    notes.write(replace(record, draft=made.id, content=content))
    if made.status != DRAFT:
        message = f"{service.host} made it `{made.status}`, not a draft"
        hint = f"check it there at once: {made.address or made.id}"
        raise ToolError(message, hint=hint, code="push.not-draft")
    return Pushed("changed" if there else "made", made, tuple(uploaded))


def _content(service: ServiceTarget, draft: IssueDraft) -> str:
    """A hash of all that the service is told."""
    hashes = [(file.name, file.sha256) for file in draft.files]
    told = json.dumps([service.payload(draft, []), hashes], sort_keys=True)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


class _Notes:
    """The file at `path`: what is known under `key`, and of other services beside it."""

    def __init__(self, path: Path, key: str) -> None:
        self._path = path
        self._key = key
        try:
            told = json.loads(path.read_bytes())
            self.rows = told["pushes"]
            known = self.rows.get(key, {})
            self.record = ServiceRecord(
                known.get("draft", ""), known.get("content", ""), dict(known.get("files", {}))
            )
            words = (self.record.draft, self.record.content, *self.record.files.values())
            good = told["schema"] == SCHEMA and all(isinstance(word, str) for word in words)
        except FileNotFoundError:
            self.rows, self.record, good = {}, ServiceRecord(), True
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            good = False
        if not good:
            message = f"`{path.name}` was not written by copydesk"
            hint = "restore a copy, or remove it: copydesk then looks for the draft at the service"
            raise ToolError(message, hint=hint, code="push.record")

    def write(self, record: ServiceRecord) -> None:
        self.record = record
        rows = {**self.rows, self._key: asdict(record)}
        text = json.dumps({"schema": SCHEMA, "pushes": rows}, indent=2, ensure_ascii=False)
        files.write(self._path, f"{text}\n".encode())
