"""The make-like part: what is stale and why, and bringing it up to date.

`build`, `status` and `clean` are all that the command line calls. What is slow to
import is imported when there is work: a desk with nothing to do answers at once, so the
names of this door are loaded when they are first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from copydesk.builder.dist import clean
    from copydesk.builder.report import DocumentOutcome, Report
    from copydesk.builder.run import Options, build, status
    from copydesk.builder.staleness import DocumentStatus

_HOME = {
    "clean": "dist", "DocumentStatus": "staleness", "DocumentOutcome": "report", "Report": "report",
    "Options": "run", "build": "run", "status": "run",
}  # fmt: skip

__all__ = ["DocumentOutcome", "DocumentStatus", "Options", "Report", "build", "clean", "status"]


def __getattr__(name: str) -> object:
    if (home := _HOME.get(name)) is None:
        raise AttributeError(f"module `copydesk.builder` has no attribute `{name}`")
    return getattr(import_module(f"copydesk.builder.{home}"), name)
