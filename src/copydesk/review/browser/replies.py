"""What a worker answers, as the browser gets it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from copydesk.builder import faults
from copydesk.errors import CopydeskError
from copydesk.system import files
from copydesk.system.loopback import PageResponse

JSON: Final = "application/json"
HTML: Final = "text/html; charset=utf-8"
PDF: Final = "application/pdf"


def data(values: Mapping[str, Any], status: int = 200) -> PageResponse:
    """A reply in JSON. What is no letter, as in the name of a file, is escaped as JSON has it."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return PageResponse(text.encode("utf-8", "backslashreplace"), JSON, status)


def why(error: Exception) -> CopydeskError:
    """What is told of `error`, which may be one that nobody has thought of."""
    if isinstance(error, CopydeskError):
        return error
    if isinstance(error, OSError):
        return files.failure(error, "a file of the desk could not be read or written")
    return faults.bug(error)


def trouble(error: CopydeskError, status: int = 422) -> PageResponse:
    """What went wrong and what to do next, as a command would tell it."""
    return data({"error": str(error), "hint": error.hint, "code": error.code}, status)
