"""What an editor should know of an issue before it is sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from copydesk.tables import codes

if TYPE_CHECKING:
    from copydesk.model import Severity

_GRAVEST_FIRST: Final[tuple[Severity, ...]] = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing about an issue. `hint` is what can be done, "" where that is plain."""

    code: str
    severity: Severity
    message: str
    hint: str = ""


def remark(code: str, message: str, hint: str) -> Remark:
    """A `Remark` of `code`, as grave as the table of codes has it.

    >>> remark("issue.alt", "a picture without words", "write some").severity
    'warning'
    """
    return Remark(code, cast("Severity", codes("remarks")[code].severity), message, hint)


def ordered(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    """Each of `remarks` once, the gravest first.

    >>> note, error = Remark("issue.subject", "note", "…"), Remark("issue.alt", "error", "…")
    >>> [one.severity for one in ordered([note, error, note])]
    ['error', 'note']
    """
    return tuple(sorted(dict.fromkeys(remarks), key=_weight))


def fail(remarks: Iterable[Remark], floor: str, *, strict: bool) -> bool:
    """Whether one of `remarks` is as grave as `floor`, or with `strict` as a warning.

    >>> fail([Remark("issue.subject", "note", "…")], "error", strict=True)
    False
    """
    floors = [floor] * (floor != "never") + ["warning"] * strict
    least = max((_GRAVEST_FIRST.index(one) for one in _GRAVEST_FIRST if one in floors), default=-1)
    return any(_weight(one) <= least for one in remarks)


def _weight(one: Remark) -> int:
    return _GRAVEST_FIRST.index(one.severity)
