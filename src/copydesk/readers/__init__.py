"""Bytes → `Submission`: decode and split, nothing else.

What a file is, its content says; its name only breaks a tie between kinds of text. Types
without a reader are refused by name, with the next step.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import PurePosixPath
from typing import Final

from copydesk.config import Config
from copydesk.errors import Refused
from copydesk.model import Query, Submission
from copydesk.queries import make_query
from copydesk.readers.detect import DOCX, EMPTY, ODT, detect_type, name_type, refuse_type
from copydesk.readers.text import refuse_length

__all__ = ["READ", "read"]

#: Media type → the module of this package that reads it, and its function. It is imported when
#: such a file comes in: to load them all takes as long as to read ten articles.
READ: Final = {
    "application/pdf": ("pdf", "read_print"),
    "application/rtf": ("word", "read_rtf"),
    ODT: ("word", "read_odt"),
    DOCX: ("word", "read_docx"),
    "text/html": ("html", "read_html"),
    "text/markdown": ("markdown", "read_markdown"),
    "text/plain": ("text", "read_text"),
    "text/x-escaped-html": ("text", "read_escaped"),
}
#: What the end of a name says of a file that is no plain text. Programs have always saved anything
#: as .doc, which says nothing.
_ENDINGS: Final = {".docx": DOCX, ".odt": ODT, ".rtf": "application/rtf", ".pdf": "application/pdf"}
#: Hints of lines without text that are nothing of an article.
_UNSAID: Final = ("", "fence", "markup")


def read(data: bytes, path: str, config: Config) -> Submission:
    r"""The submission in `data`; `path` is its place in the desk.

    Raises `Refused` for a file that is empty, too large or not text, or whose text is too
    long, with the limit or the type named and the next step as hint. Never raises anything
    else.

    >>> sent = read(b"One\r\ntwo", "a.txt", Config())
    >>> [(line.number, line.text, line.ending) for line in sent.lines]
    [(1, 'One', '\r\n'), (2, 'two', '')]
    """
    limit = config.limits.file_bytes
    if len(data) > limit:
        message = f"`{path}` has {len(data):,} bytes, the limit is {limit:,}"
        hint = "send the text without its pictures, or raise `limits.file_bytes` in the settings"
        raise Refused(message, hint=hint, code="refuse.too-large")
    found = detect_type(data, path)
    if found not in READ:
        raise refuse_type(found, path)
    module, name = READ[found]
    read_file = getattr(import_module(f"{__name__}.{module}"), name)
    sent: Submission = read_file(data, path, config)
    if not any(line.text.strip() or line.hint not in _UNSAID for line in sent.lines):
        raise refuse_type(EMPTY, path)
    length = sum(len(line.text) for line in sent.lines)
    if length > config.limits.characters:
        raise refuse_length(length, path, config)
    return replace(sent, queries=(*sent.queries, *_misnamed(path, found)))


def _misnamed(path: str, found: str) -> Iterator[Query]:
    """What the editor is told of a file that is not what the end of its name says."""
    ending = PurePosixPath(path).suffix.lower()
    if found != _ENDINGS.get(ending, found):
        message = f"the file ends in {ending} and holds {name_type(found)}"
        yield make_query("read.misnamed", 0, message, anchor=found)
