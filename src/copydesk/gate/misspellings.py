"""The dictionary of misspellings that the program `typos` carries: the only door to it.

It has some 50,000 forms with what each can mean, gathered from what people mistype. Its
locale `en` takes British and American spelling alike for right. One short run answers
for all the words of a document; nothing is read but its standard input.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sysconfig
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final

from copydesk.errors import ToolError

#: Wall time of a run, which takes some 15 ms.
SECONDS: Final = 20.0
_COMMAND: Final = ("--isolated", "--format", "json", "--locale", "en", "--no-check-filenames", "-")
#: Answers that are remembered: rules ask twice for a document, and pages of a site alike.
_REMEMBERED: Final = 256


def corrections(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """What each of `words` (small ASCII letters) that is a known misspelling can mean.

    Raises `ToolError` when the program is not there or fails.

    >>> corrections(["recieve", "harbour"])
    {'recieve': ('receive',)}
    """
    asked = tuple(sorted({word for word in words if word.isascii() and word.isalpha()}))
    return _answers(asked) if asked else {}


@lru_cache(_REMEMBERED)
def _answers(words: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    try:
        done = subprocess.run(  # noqa: S603  a fixed command; the words are its input
            [_program(), *_COMMAND],
            input="\n".join(words).encode(),
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        message = f"`typos` could not be run: {error}"
        raise ToolError(message, hint="`make install` puts it back", code="tool.typos") from None
    # It ends with 2 where it found misspellings.
    if done.returncode not in {0, 2}:
        said = done.stderr.decode(errors="replace").strip()[:200]
        message = f"`typos` failed with {done.returncode}: {said}"
        raise ToolError(message, hint="`copydesk doctor` checks the tools", code="tool.typos")
    known = set(words)
    found = {}
    for row in done.stdout.decode().splitlines():
        answer = json.loads(row)
        if answer.get("type") == "typo" and answer["typo"] in known:
            found[answer["typo"]] = tuple(answer["corrections"])
    return found


def _program() -> str:
    """Where the package has put the program; one on the path serves too."""
    beside = Path(sysconfig.get_path("scripts")) / "typos"
    found = shutil.which(beside) or shutil.which("typos")
    if found is None:
        message = "the program `typos` is not there"
        raise ToolError(message, hint="`make install` puts it back", code="tool.typos")
    return found
