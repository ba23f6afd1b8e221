"""Findings as SARIF 2.1.0, the form in which editors and code hosts take what a checker found.

One log holds one run. Each result has the code and id of its finding, its place where the
submission is a text that has lines, and what a proposal would put there. What the editor
settled in a sidecar is listed as suppressed, so that a viewer can tell it from what is new.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from copydesk import __version__, handbook
from copydesk.errors import CopydeskError
from copydesk.findings import Finding

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
#: What the paths of the results are relative to.
ROOT: Final = "%SRCROOT%"
#: The name of our id among the fingerprints; another way of making ids takes another number.
FINGERPRINT: Final = "copydeskId/v1"
#: Formats whose lines are those of the file, so that a column is one of the file too.
_LINED: Final = frozenset(("text/plain",))


@dataclass(frozen=True, slots=True)
class Checked:
    """A submission with what was found in it, or with the error that stands in its place."""

    source: str
    media_type: str = ""
    rows: tuple[Finding, ...] = ()
    error: CopydeskError | None = None


def log(checked: Sequence[Checked]) -> dict[str, Any]:
    """The SARIF log of a run over `checked`.

    >>> row = Finding(3, 5, "space.double", "note", "two blanks", (), "0a1b2c3d4e", end=7)
    >>> result = log([Checked("source/a b.txt", "text/plain", (row,))])["runs"][0]["results"][0]
    >>> result["ruleId"], result["level"], result["locations"][0]["physicalLocation"]["region"]
    ('space.double', 'note', {'startLine': 3, 'startColumn': 5, 'endColumn': 7})
    """
    codes = sorted({row.code for one in checked for row in one.rows})
    index = {code: at for at, code in enumerate(codes)}
    failed = [one for one in checked if one.error]
    run = {
        "tool": {"driver": {
            "name": "copydesk",
            "version": __version__,
            "rules": [_rule(code) for code in codes],
        }},
        "invocations": [{
            "executionSuccessful": not failed,
            "toolExecutionNotifications": [_notification(one) for one in failed],
        }],
        "originalUriBaseIds": {ROOT: {"description": {"text": "The folder of the desk."}}},
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(one, row, index[row.code]) for one in checked for row in one.rows
        ],
    }  # fmt: skip
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: str) -> dict[str, Any]:
    title, _, text = handbook.explain(code).partition("\n\n")
    first = " ".join(text.split("\n\n")[0].split()).partition(". ")[0].rstrip(".") + "."
    severity = title.rstrip(")").rpartition(", ")[2]
    level = severity if severity in ("note", "warning", "error") else "note"
    return {
        "id": code,
        "shortDescription": {"text": first},
        "help": {"text": f"{title}\n\n{text}"},
        "defaultConfiguration": {"level": level},
    }


def _result(one: Checked, row: Finding, index: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": row.code,
        "ruleIndex": index,
        "level": row.severity,
        "message": {"text": "\n".join((row.message, *row.hints))},
        "locations": [_location(one, row)],
        "partialFingerprints": {FINGERPRINT: row.id},
    }
    if row.settled:
        why = "settled in the sidecar of the submission"
        result["suppressions"] = [{"kind": "external", "justification": why}]
    elif row.fix is not None and one.media_type in _LINED:
        change = {
            "artifactLocation": _artifact(one.source),
            "replacements": [
                {"deletedRegion": _region(row), "insertedContent": {"text": row.fix}}
            ],
        }  # fmt: skip
        result["fixes"] = [{"description": {"text": row.message}, "artifactChanges": [change]}]
    return result


def _location(one: Checked, row: Finding) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": _artifact(one.source)}
    location: dict[str, Any] = {"physicalLocation": physical}
    if not row.line:
        return location
    if one.media_type in _LINED:
        physical["region"] = _region(row)
    else:
        # A line is a block of the reader's text there, and no line of the file.
        location["logicalLocations"] = [{"name": f"line {row.line}", "kind": "element"}]
    return location


def _region(row: Finding) -> dict[str, int]:
    if not row.column:
        return {"startLine": row.line}
    end = max(row.end, row.column)
    return {"startLine": row.line, "startColumn": row.column, "endColumn": end}


def _artifact(source: str) -> dict[str, str]:
    # The bytes that the system knows the file by, which need be no text in any encoding.
    return {"uri": quote(os.fsencode(source)), "uriBaseId": ROOT}


def _notification(one: Checked) -> dict[str, Any]:
    error = one.error
    text = "\n".join(filter(None, (str(error), error.hint if error else "")))
    return {
        "level": "error",
        "message": {"text": text},
        "descriptor": {"id": (error.code if error else "") or "error"},
        "locations": [{"physicalLocation": {"artifactLocation": _artifact(one.source)}}],
    }
