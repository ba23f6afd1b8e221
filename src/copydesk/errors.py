"""The errors of copydesk and their exit codes.

::

    CopydeskError
    ├── UsageError      2   a command line or argument that is not valid
    │   └── ConfigError 2   settings or sidecar: unknown key, wrong type
    ├── Refused         3   a submission that copydesk will not take
    ├── ToolError       4   pandoc, WeasyPrint or the disk failed, or hit a limit
    ├── Locked          5   another build holds the desk
    └── BrokenLaw      70   our bug: a law of the ledger does not hold

Each message says what happened and where; `hint` says what to do next, and is never missing.
`code` is the stable name that documents and tests share; `data/codes.toml` says what it means.
"""

from __future__ import annotations

from functools import partial
from typing import Final

DONE: Final = 0
QUERIES: Final = 1
USAGE: Final = 2
REFUSED: Final = 3
TOOL: Final = 4
LOCKED: Final = 5
BUG: Final = 70
INTERRUPTED: Final = 130

#: What each exit code says, in the order of their numbers.
EXITS: Final[dict[int, str]] = {
    DONE: "Everything was done; articles may have open queries.",
    QUERIES: "There are queries at or above the severity of `--fail-on` or `--strict`.",
    USAGE: "The command line or the settings are not valid.",
    REFUSED: "A submission was refused; the others were built.",
    TOOL: "A tool, the disk or the network failed, or a limit was reached.",
    LOCKED: "Another build has locked the desk, or another process is sending the issue.",
    BUG: "A bug in copydesk. No wrong output was written.",
    INTERRUPTED: "Interrupted by Ctrl-C; finished work is kept.",
}

#: What to do about a bug of ours.
REPORT: Final = "report it together with the submission"

#: When several apply to one run, the first of these is the exit code.
PRECEDENCE: Final = (INTERRUPTED, BUG, LOCKED, USAGE, TOOL, REFUSED, QUERIES)


class CopydeskError(Exception):
    """Base of every error that copydesk raises on purpose.

    >>> error = Refused("`a.txt` is empty", hint="send the text", code="refuse.empty")
    >>> str(error), error.hint, error.exit_code
    ('`a.txt` is empty', 'send the text', 3)
    """

    exit_code = BUG

    def __init__(self, message: str, *, hint: str = "", code: str = "") -> None:
        super().__init__(message)
        self.hint = hint
        self.code = code

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions cross process borders; the default drops keyword arguments.
        return (partial(type(self), hint=self.hint, code=self.code), (str(self),))


class UsageError(CopydeskError):
    """The command line asks for something that does not exist."""

    exit_code = USAGE


class ConfigError(UsageError):
    """Settings or a sidecar contain an unknown key or an invalid value."""


class Refused(CopydeskError):
    """The submission is refused; the others are built."""

    exit_code = REFUSED


class ToolError(CopydeskError):
    """A tool or the system failed."""

    exit_code = TOOL


class Locked(CopydeskError):
    """Another process builds this desk."""

    exit_code = LOCKED


class BrokenLaw(CopydeskError):
    """A promise about the text does not hold; nothing is written.

    >>> BrokenLaw("a word is lost", code="law.words").hint
    'report it together with the submission'
    """

    exit_code = BUG

    def __init__(self, message: str, *, hint: str = "", code: str = "") -> None:
        super().__init__(message, hint=hint or REPORT, code=code)


def combine_exit_codes(codes: list[int]) -> int:
    """Return the exit code of a run in which each of `codes` occurred.

    >>> combine_exit_codes([0, 3, 1]), combine_exit_codes([3, 4]), combine_exit_codes([])
    (3, 4, 0)
    """
    return next((code for code in PRECEDENCE if code in codes), DONE)
