"""What a worker answers: a status, bytes and what they are, as the browser gets them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from copydesk.builder import faults
from copydesk.errors import CopydeskError
from copydesk.system import files

JSON: Final = "application/json"
HTML: Final = "text/html; charset=utf-8"
PDF: Final = "application/pdf"


@dataclass(frozen=True, slots=True)
class Reply:
    """`kind` says what the browser may do with it: data, a page of ours, or what is previewed."""

    status: int
    body: bytes
    media: str = JSON
    kind: Literal["page", "preview", "paper"] = "page"


def data(values: Mapping[str, Any], status: int = 200) -> Reply:
    """A reply in JSON. What is no letter, as in the name of a file, is escaped as JSON has it."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return Reply(status, text.encode("utf-8", "backslashreplace"))


def why(error: Exception) -> CopydeskError:
    """What is told of `error`, which may be one that nobody has thought of."""
    if isinstance(error, CopydeskError):
        return error
    if isinstance(error, OSError):
        return files.failure(error, "a file of the desk could not be read or written")
    return faults.bug(error)


def trouble(error: CopydeskError, status: int = 422) -> Reply:
    """What went wrong and what to do next, as a command would tell it."""
    return data({"error": str(error), "hint": error.hint, "code": error.code}, status)
