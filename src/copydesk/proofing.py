"""Correcting a text by itself: what `copydesk edit` prints, and its functions for Python."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from typing import Any

from copydesk import pipeline, rules
from copydesk.config import Config
from copydesk.errors import UsageError
from copydesk.model import Decisions, EditedText


def edited(data: bytes, path: str, config: Config) -> EditedText:
    """The corrected copy of a whole submission; nothing is removed from it."""
    return pipeline.read_and_edit(data, path, config, Decisions())


def text(copy: EditedText) -> str:
    """The corrected text with its received line breaks."""
    return "".join(line.text + line.ending for line in copy.lines)


def records(copy: EditedText) -> Iterator[dict[str, Any]]:
    """The edits of `copy` in the form of the article contract."""
    return (pipeline.record_edit(edit) for edit in copy.ledger)


def diff(copy: EditedText) -> Iterator[str]:
    """A unified difference between the text as received and as corrected."""
    before = [line.text for line in copy.submission.lines]
    after = [line.text for line in copy.lines]
    path = copy.submission.path
    there = path.lstrip("/")
    names = ("received", "edited") if path == "-" else (f"a/{there}", f"b/{there}")
    return difflib.unified_diff(before, after, *names, lineterm="")


def answer(line: str, config: Config) -> str:
    """One line of the `--jsonl` protocol answered.

    `{"id", "paragraphs": [str]}` becomes `{"id", "fixed": [str], "suggest": [[{"start",
    "end", "replacements"}]]}`, one list for each paragraph, offsets in code points
    of the paragraph as received. Raises `UsageError` for another shape.

    >>> answer('{"id": 1, "paragraphs": ["the  bloc"]}', Config())
    '{"id": 1, "fixed": ["the bloc"], "suggest": [[]]}'
    """
    try:
        asked = json.loads(line)
        paragraphs, identity = asked["paragraphs"], asked["id"]
    except (ValueError, KeyError, TypeError, RecursionError):
        paragraphs = None
    if not isinstance(paragraphs, list) or not all(isinstance(one, str) for one in paragraphs):
        message = f"not a line of the protocol: {line[:80]}"
        hint = 'write {"id": …, "paragraphs": ["…"]}, one object a line'
        raise UsageError(message, hint=hint, code="usage.jsonl") from None
    fixed, suggest = rules.edit_paragraphs(paragraphs, config=config)
    result = {"id": identity, "fixed": fixed, "suggest": suggest}
    return json.dumps(result, ensure_ascii=False)
