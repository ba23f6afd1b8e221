"""Commands that work as they are pasted: with `-C`, where the desk is not found from here."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

    from copydesk.config import Config

#: What `-C` names, as it was typed.
_TYPED: ContextVar[str] = ContextVar("what -C names", default="")
#: How a command begins that a sentence holds.
_BEGUN: Final = re.compile(r"`copydesk(?=[ `])")


@contextlib.contextmanager
def about(directory: str | None) -> Iterator[None]:
    """Have the commands that are told meanwhile be about the desk that `directory` names."""
    token = _TYPED.set(directory or "")
    try:
        yield
    finally:
        _TYPED.reset(token)


def elsewhere() -> str:
    """The folder of the desk as `-C` names it; "" where a command finds that desk without."""
    from pathlib import Path

    from copydesk import errors, ground

    directory = _TYPED.get()
    with contextlib.suppress(errors.ConfigError, OSError):
        if not directory or ground.find_root(Path.cwd()) == Path(directory).resolve():
            return ""
    return directory


def command(words: str = "") -> str:
    """`copydesk` with `words`, as it is typed here.

    >>> with about("../harbour review"):
    ...     command("proof pier")
    "copydesk -C '../harbour review' proof pier"
    """
    from copydesk.answers import of_desk

    return of_desk(f"copydesk {words}", elsewhere()).rstrip()


def worded(text: str) -> str:
    """`text` with each command that stands in backticks as it is typed here.

    >>> with about("../harbour"):
    ...     worded("`copydesk proof NAME` shows the ids of copydesk")
    '`copydesk -C ../harbour proof NAME` shows the ids of copydesk'
    """
    if "`copydesk" not in text or not elsewhere():
        return text
    return _BEGUN.sub(lambda _: f"`{command()}", text)


def name(root: Path, config: Config, source: str) -> str:
    """What a command calls the submission `source`: its slug, which goes before other names."""
    from copydesk.builder import survey

    found = survey.survey_desk(root, config).documents
    return next((one.slug for one in found if one.source == source), source)
