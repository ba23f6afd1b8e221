"""Word processors' files (.docx, .odt, .rtf) → lines, and what was left out of them.

Each format has a reader of its own that makes a `Copy`; what becomes of that is here and
the same for all three.

What a file says of itself is seldom what the article says: a title outlives the template
it came with, the creator is whoever typed. Both become facts only where the text bears
them out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from itertools import groupby, islice
from typing import Final

from copydesk.config import Config
from copydesk.errors import Refused
from copydesk.model import Line, Query, Submission, read_note_hint
from copydesk.queries import ask
from copydesk.readers.document import Block, Copy, Para, Tally, make_lines
from copydesk.readers.text import ask_about_nested
from copydesk.readers.word.docx import read_package
from copydesk.readers.word.odt import read_odt_copy
from copydesk.readers.word.rtf import read_rtf_copy
from copydesk.registry import reader

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT: Final = "application/vnd.oasis.opendocument.text"
RTF: Final = "application/rtf"
#: How far down an article its title and its author's name are looked for, in lines.
_OPENING: Final = 40
_SHOWN: Final = 60
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
#: “Page 3 of 12” says nothing; a running head of an article has more words.
_FEW: Final = 2
_RUNNING: Final = 80


@reader(DOCX)
def read_docx(data: bytes, path: str, config: Config) -> Submission:
    """The lines of a .docx, as Word's final view shows them."""
    return _submission(data, path, config, DOCX, read_package)


@reader(ODT)
def read_odt(data: bytes, path: str, config: Config) -> Submission:
    """The lines of an .odt, its tracked changes accepted."""
    return _submission(data, path, config, ODT, read_odt_copy)


@reader(RTF)
def read_rtf(data: bytes, path: str, config: Config) -> Submission:
    """The lines of an .rtf, its tracked changes accepted."""
    return _submission(data, path, config, RTF, read_rtf_copy)


def _submission(
    data: bytes,
    path: str,
    config: Config,
    media_type: str,
    read: Callable[[bytes, str, Config], Copy],
) -> Submission:
    copy = read(data, path, config)
    found = make_lines(copy, path, config)
    if not any(line.text for line in found):
        raise Refused(f"`{path}` is empty", hint="send the text", code="refuse.empty")
    return Submission(
        path,
        hashlib.sha256(data).hexdigest(),
        media_type,
        found,
        facts=tuple(_facts(copy, found)),
        queries=tuple(_queries(copy, found)),
        pictures=tuple(copy.pictures),
    )


def _facts(copy: Copy, found: tuple[Line, ...]) -> Iterator[tuple[str, str]]:
    opening = list(islice((line for line in found if line.text and not line.zone), _OPENING))
    title = _folded(copy.title)
    if title and any(_folded(line.text) == title for line in opening):
        yield "title", copy.title
    creator = _folded(copy.creator)
    # One word is no name, and would be found in many a text.
    if " " in creator and any(f" {creator} " in f" {_folded(line.text)} " for line in opening):
        yield "author", copy.creator


def _folded(text: str) -> str:
    """`text` without case and punctuation."""
    signs = (sign if sign.isalnum() else " " for sign in text.casefold())
    return " ".join("".join(signs).split())


def _queries(copy: Copy, found: tuple[Line, ...]) -> Iterator[Query]:
    if copy.deleted.pieces:
        what = _counted(copy.deleted, "tracked deletion")
        yield ask("read.deleted", 0, f"{what} dropped", anchor=what)
    if copy.comments.pieces:
        what = _counted(copy.comments, "comment")
        yield ask("read.comments", 0, f"{what} dropped", anchor=what)
    hidden = [line for line in found if line.zone == "hidden"]
    if hidden:
        count = sum(len(line.text.split()) for line in hidden)
        words = f"{count} hidden word{'s' * (count != 1)}"
        start = hidden[0].text[:_SHOWN] + "…" * (len(hidden[0].text) > _SHOWN)
        message = f"{words} kept out of the article: “{start}”"
        yield ask("read.hidden", hidden[0].number, message, anchor=hidden[0].text)
    notes = len({name for line in found if (name := read_note_hint(line.hint)[0])})
    if notes:
        what = f"{notes} note{'s' * (notes != 1)} came with the text"
        yield ask("read.notes", 0, what, anchor=what)
    said = {_folded(line.text) for line in found} if copy.running else set()
    for text, what in copy.running.items():
        # The title at the head of each page is no loss.
        if len(_WORD.findall(text)) > _FEW and _folded(text) not in said:
            message = f"left out: {what} “{text[:_RUNNING]}{'…' * (len(text) > _RUNNING)}”"
            yield ask("read.dropped", 0, message, anchor=text)
    items = groupby(copy.blocks, key=_is_item_of_quotation)
    yield from ask_about_nested({"list": sum(quoted for quoted, _ in items)})
    for kind, count in copy.dropped.items():
        times = f", {count} times" if count > 1 else ""
        yield ask("read.dropped", 0, f"left out: {kind}{times}", anchor=kind)


def _is_item_of_quotation(block: Block) -> bool:
    return (
        isinstance(block, Para)
        and block.role == "quote"
        and block.item is not None
        and not block.item.more
    )


def _counted(tally: Tally, what: str) -> str:
    one, words = tally.pieces == 1, tally.words
    return (
        f"{tally.pieces} {what}{'s' * (not one)} ({words} word{'s' * (words != 1)})"
        f" {'was' if one else 'were'}"
    )
