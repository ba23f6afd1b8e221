"""What an editor should know of an issue before it is sent."""

from __future__ import annotations

from dataclasses import dataclass

from copydesk.model import Severity


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing about an issue. `hint` is what can be done, "" where that is plain."""

    code: str
    severity: Severity
    message: str
    hint: str = ""
