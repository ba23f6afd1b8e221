"""Word processors' files (.docx, .odt, .rtf) → lines, and what was left out of them.

Each format has a reader of its own that makes a `ReadFile`; what becomes of that is here and
the same for all three.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import groupby
from typing import Final

from copydesk.config import Config
from copydesk.errors import Refused
from copydesk.model import Line, Query, Submission, read_note_hint
from copydesk.queries import make_query
from copydesk.readers.detect import DOCX, ODT
from copydesk.readers.document import Block, Para, ReadFile, Tally, list_paras, make_lines
from copydesk.readers.inlines import list_struck
from copydesk.readers.properties import find_facts, fold_line
from copydesk.readers.text import ask_about_nested, ask_about_struck
from copydesk.readers.word.docx import read_package
from copydesk.readers.word.odt import read_odt_copy
from copydesk.readers.word.quotations import mark_quotations
from copydesk.readers.word.rtf import read_rtf_copy

_SHOWN: Final = 60
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
#: “Page 3 of 12” says nothing; a running head of an article has more words.
_FEW: Final = 2
_RUNNING: Final = 80


def _read_file(
    media_type: str,
    read: Callable[[bytes, str, Config], ReadFile],
    data: bytes,
    path: str,
    config: Config,
) -> Submission:
    copy = read(data, path, config)
    mark_quotations(copy.blocks)
    found = make_lines(copy, path, config)
    if not any(line.text for line in found):
        raise Refused(f"`{path}` is empty", hint="send the text", code="refuse.empty")
    return Submission(
        path,
        hashlib.sha256(data).hexdigest(),
        media_type,
        found,
        facts=tuple(find_facts(copy.title, copy.creator, found)),
        queries=tuple(_queries(copy, found)),
        pictures=tuple(copy.pictures),
    )


#: The lines of a file as its program's final view shows them, tracked changes accepted.
read_docx = partial(_read_file, DOCX, read_package)
read_odt = partial(_read_file, ODT, read_odt_copy)
read_rtf = partial(_read_file, "application/rtf", read_rtf_copy)


def _queries(copy: ReadFile, found: tuple[Line, ...]) -> Iterator[Query]:
    if copy.deleted.pieces:
        what = _counted(copy.deleted, "tracked deletion")
        yield make_query("read.deleted", 0, f"{what} dropped", anchor=what)
    if copy.comments.pieces:
        what = _counted(copy.comments, "comment")
        yield make_query("read.comments", 0, f"{what} dropped", anchor=what)
    hidden = [line for line in found if line.zone == "hidden"]
    if hidden:
        count = sum(len(line.text.split()) for line in hidden)
        words = f"{count} hidden word{'s' * (count != 1)}"
        start = hidden[0].text[:_SHOWN] + "…" * (len(hidden[0].text) > _SHOWN)
        message = f"{words} kept out of the article: “{start}”"
        yield make_query("read.hidden", hidden[0].number, message, anchor=hidden[0].text)
    texts = list_paras([*copy.blocks, *(one for note in copy.notes.values() for one in note)])
    yield from ask_about_struck(one for para in texts for one in list_struck(para.inlines))
    notes = len({name for line in found if (name := read_note_hint(line.hint)[0])})
    if notes:
        what = f"{notes} note{'s' * (notes != 1)} came with the text"
        yield make_query("read.notes", 0, what, anchor=what)
    said = {fold_line(line.text) for line in found} if copy.running else set()
    for text, what in copy.running.items():
        # The title at the head of each page is no loss.
        if len(_WORD.findall(text)) > _FEW and fold_line(text) not in said:
            message = f"left out: {what} “{text[:_RUNNING]}{'…' * (len(text) > _RUNNING)}”"
            yield make_query("read.dropped", 0, message, anchor=text)
    items = groupby(copy.blocks, key=_is_item_of_quotation)
    yield from ask_about_nested({"list": sum(quoted for quoted, _ in items)})
    for kind, count in copy.dropped.items():
        times = f", {count} times" if count > 1 else ""
        yield make_query("read.dropped", 0, f"left out: {kind}{times}", anchor=kind)


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
