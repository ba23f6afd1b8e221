"""The dictionary of misspellings that the program `typos` carries: the only door to it.

It has some 50,000 forms with what each can mean, gathered from what people mistype. Its
locale `en` takes British and American spelling alike for right. One short run answers
for all the words of a document; nothing is read but its standard input.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

from copydesk.errors import ToolError
from copydesk.system import process

#: Wall time of a run, which takes some 15 ms.
SECONDS: Final = 20.0
_COMMAND: Final = ("--isolated", "--format", "json", "--locale", "en", "--no-check-filenames", "-")
_CHECK: Final = "`copydesk doctor` checks the tools"
_RESTORE: Final = "`copydesk doctor` names the command that installs it"
#: Words whose answers are remembered: rules ask twice for a document, and pages of a site
#: ask for the same words.
_REMEMBERED: Final = 20_000


def find_corrections(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """What each of `words` (small ASCII letters) that is a known misspelling can mean.

    Raises `ToolError` when the program is not there or fails.

    >>> find_corrections(["recieve", "harbour"])
    {'recieve': ('receive',)}
    """
    asked = sorted({word for word in words if word.isascii() and word.isalpha()})
    known = _answered()
    if fresh := [word for word in asked if word not in known]:
        if len(known) > _REMEMBERED:
            known.clear()
            fresh = asked
        found = _answers(fresh)
        known |= {word: found.get(word, ()) for word in fresh}
    return {word: known[word] for word in asked if known[word]}


@cache
def _answered() -> dict[str, tuple[str, ...]]:
    """Word → its corrections, for the words that were asked for; a run costs 15 ms."""
    return {}


def _answers(words: list[str]) -> dict[str, tuple[str, ...]]:
    rows = _run("\n".join(words)).splitlines()
    try:
        answers = [json.loads(row) for row in rows]
        return {
            answer["typo"]: tuple(answer["corrections"])
            for answer in answers
            if answer.get("type") == "typo"
        }
    except (ValueError, KeyError, TypeError, AttributeError):
        message = "`typos` gave an answer that cannot be read"
        raise ToolError(message, hint=_CHECK, code="tool.typos") from None


def _run(text: str) -> bytes:
    """What the program says about `text`.

    Of a worker that is killed alone it ends with its input; to have the system see to it, as of
    pandoc, would take the copy of a whole worker for each run, which costs most of another one.
    """
    program = _program()
    try:
        # It ends with 2 where it found misspellings.
        return process.output_of((program, *_COMMAND), SECONDS, text.encode(), good=(0, 2))
    except OSError as error:
        raise ToolError(f"`typos` {error}", hint=_CHECK, code="tool.typos") from None


@cache
def _program() -> str:
    """Where the package has put the program; one on the path serves too."""
    try:
        files = distribution("typos").files or []
    except PackageNotFoundError:
        files = []
    places = [Path(str(one.locate())) for one in files if one.stem == "typos"]
    found = next((str(place) for place in places if place.is_file()), None)
    found = found or shutil.which("typos")
    if found is None:
        raise ToolError("the program `typos` is missing", hint=_RESTORE, code="tool.typos")
    return found
