"""What a worker may use for a submission, and what is said of one that needs more."""

from __future__ import annotations

from typing import Final

from copydesk.desk.engines import Bounds, Lost
from copydesk.errors import ToolError
from copydesk.limits import Limits

#: Bytes of a submission that deserve the deadline of the settings once more.
WEIGHTY: Final = 1_000_000


def bounds(limits: Limits) -> Bounds:
    """What a worker may use, whatever it does."""
    return Bounds(limits.memory_mb * 1_000_000, limits.output_bytes)


def seconds(limits: Limits, size: int, count: int = 1) -> float:
    """How long it may take to work on so many documents, which have so many bytes together."""
    return limits.seconds * (count + size / WEIGHTY)


def exceeded(name: str, lost: Lost, more: str = "") -> ToolError:
    """What became of the submission `name`, whose worker was `lost`; `more` ends the hint.

    >>> str(exceeded("a.txt", Lost("took longer than 60 s", "seconds")))
    '`a.txt` took longer than 60 s'
    """
    key = f"`limits.{lost.limit}`" if lost.limit else "[limits] in the settings"
    hint = f"shorten the article, or raise {key}{more}"
    return ToolError(f"`{name}` {lost.why}", hint=hint, code="limit.job")
