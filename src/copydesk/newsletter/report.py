"""`report.json` of an issue: sizes, hashes, what is attached or linked and why, what is wrong."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, Final

from copydesk.newsletter.attachments import AttachmentDecision
from copydesk.newsletter.materials import MESSAGE, Materials
from copydesk.newsletter.message import html_size
from copydesk.newsletter.remarks import IssueRemark

NAME: Final = "report.json"
SCHEMA: Final = "copydesk.issue-report/1"


def write_report(
    materials: Materials,
    files: Mapping[str, bytes],
    decisions: Iterable[AttachmentDecision],
    remarks: Iterable[IssueRemark],
) -> bytes:
    """What there is to say of an issue and its `files`, by their paths, as JSON."""
    issue, target = materials.issue, materials.target
    values = {
        "schema": SCHEMA,
        "name": materials.name,
        "id": issue.id,
        "subject": issue.subject,
        "preheader": issue.preheader or None,
        "date": issue.date.isoformat(),
        "language": materials.language,
        "target": {"name": target.name, "title": target.title, "checked": target.checked},
        "articles": [
            {
                "slug": one.slug,
                "title": one.title,
                "mode": one.entry.mode,
                "url": one.entry.url or None,
            }
            for one in materials.pieces
        ],
        "attachments": [
            {
                "name": one.file.name,
                "format": one.file.format,
                "media_type": one.file.media_type,
                "bytes": len(one.file.data),
                "sha256": one.file.sha256,
                "attached": one.attached,
                "reason": one.reason,
                "url": one.url or None,
            }
            for one in decisions
        ],
        "sizes": {
            "message": len(files[MESSAGE]),
            "html": html_size(files["issue.html"].decode()),
            "text": len(files["issue.txt"]),
        },
        "files": [
            {"name": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            for name, data in sorted(files.items())
        ],
        "remarks": [remark_record(one) for one in remarks],
    }
    text = json.dumps(values, ensure_ascii=False, indent=1) + "\n"
    # What is no letter, as half of one, is escaped as JSON has it.
    return text.encode("utf-8", "backslashreplace")


def remark_record(one: IssueRemark) -> dict[str, Any]:
    """A remark as a JSON object."""
    return {**asdict(one), "hint": one.hint or None}


def list_faults(data: bytes) -> tuple[IssueRemark, ...]:
    """What is wrong with the issue whose report is `data`, as its remarks say, notes aside.

    >>> row = {"code": "issue.postal", "severity": "warning", "message": "no address", "hint": None}
    >>> list_faults(json.dumps({"remarks": [row, {**row, "severity": "note"}]}).encode())
    (IssueRemark(code='issue.postal', severity='warning', message='no address', hint=''),)
    """
    found = (
        IssueRemark(one["code"], one["severity"], one["message"], one["hint"] or "")
        for one in json.loads(data)["remarks"]
    )
    return tuple(one for one in found if one.severity != "note")
