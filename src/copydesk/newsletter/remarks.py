"""What an editor should know of an issue before it is sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from copydesk.tables import load_codes, load_table

if TYPE_CHECKING:
    from copydesk.model import Severity

_GRAVEST_FIRST: Final[tuple[Severity, ...]] = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class IssueRemark:
    """One thing about an issue. `hint` is what can be done, "" where that is plain."""

    code: str
    severity: Severity
    message: str
    hint: str = ""


def make_remark(key: str, **values: object) -> IssueRemark:
    """The remark `key` of `data/newsletter.toml` with `values` in it, as grave as its code is.

    >>> made = make_remark("issue.alt", name="wall.gif")
    >>> made.severity, made.message
    ('warning', 'the picture `wall.gif` has no alternative text')
    """
    code, row = key.partition("|")[0], load_table("newsletter")["remarks"][key]
    severity = cast("Severity", load_codes("remarks")[code].severity)
    return IssueRemark(
        code, severity, row["message"].format(**values), row["hint"].format(**values)
    )


def order_remarks(remarks: Iterable[IssueRemark]) -> tuple[IssueRemark, ...]:
    """Each of `remarks` once, the gravest first.

    >>> note = IssueRemark("issue.subject", "note", "…")
    >>> error = IssueRemark("issue.alt", "error", "…")
    >>> [one.severity for one in order_remarks([note, error, note])]
    ['error', 'note']
    """
    return tuple(sorted(dict.fromkeys(remarks), key=lambda one: _GRAVEST_FIRST.index(one.severity)))
