"""A PDF → lines: its columns in reading order, its paragraphs by how they are set.

Lines stay those of the page, each told to go on with the one above (`wrap`): whether a hyphen at
its end is the author's is decided later, as are the heads that pages repeat, which the form feeds
between them tell.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from copydesk.config import Config
from copydesk.errors import Refused
from copydesk.model import Line, Query, Submission
from copydesk.queries import make_query
from copydesk.readers.document import Block, Grid, ListPlace, Para, ReadFile, TableRow, make_lines
from copydesk.readers.inlines import BREAK, PLAIN, Call, Inline, RunStyle, TextRun, Turn
from copydesk.readers.pdf.layout import LinePiece
from copydesk.readers.pdf.paragraphs import (
    Paragraphs,
    PdfPassage,
    is_lowered,
    is_raised,
    read_call,
)
from copydesk.readers.properties import find_facts, fold_line
from copydesk.readers.symbols import draw_symbols
from copydesk.system.pdf_text import LetterStyle, Print, Word, read_pdf

PDF: Final = "application/pdf"
#: What ends a page.
_FEED: Final = "\x0c"
#: Share of letters that nobody can read, from which on a file is refused.
_UNREADABLE: Final = 0.3
#: How far down the article its date is looked for, in lines.
_OPENING: Final = 80
#: No question names more pages.
_SHOWN: Final = 8

#: Signs behind which an address goes on in the next line.
_PARTING: Final = ("/", "=", "?", "&", "_", "%", "-")
#: A word that a typesetter divided.
_DIVIDED = re.compile("(?<=[^\\W\\d_])[\u2010\u00ad]$")


def read_print(data: bytes, path: str, config: Config) -> Submission:
    """The lines of a .pdf, column by column, without its pictures."""
    found = read_pdf(data, path, config.limits)
    _refuse_unreadable(found, path)
    copy = _make_copy(found)
    lines = tuple(
        replace(line, text="", source=_FEED, hint="markup") if line.text == _FEED else line
        for line in make_lines(copy, path, config)
    )
    return Submission(
        path,
        hashlib.sha256(data).hexdigest(),
        PDF,
        lines,
        facts=tuple(_list_facts(found, lines)),
        queries=tuple(_list_queries(found, copy)),
    )


def _refuse_unreadable(found: Print, path: str) -> None:
    """Raise `Refused` for a scan, and for letters that stand for no signs."""
    letters = sum(len(word.text) for page in found.pages for word in page.words)
    hint = "run OCR on it and send that text, or ask the author for the text"
    if not letters and any(page.pictures for page in found.pages):
        message = f"`{path}` is a scan: its pages are pictures without text"
        raise Refused(message, hint=hint, code="refuse.scan")
    if sum(page.unknown for page in found.pages) > _UNREADABLE * letters:
        message = f"`{path}`: its fonts do not map its glyphs to characters"
        raise Refused(message, hint=hint, code="refuse.scan")


# ── from passages to lines ───────────────────────────────────────────────────


def _make_copy(found: Print) -> ReadFile:
    """What a print says; a paragraph of its own holds the form feed that ends each page."""
    copy, paragraphs = ReadFile(), Paragraphs(found)
    passages: dict[int, list[PdfPassage]] = {}
    for one in paragraphs.list_passages():
        passages.setdefault(one.page, []).append(one)
    for number, page in enumerate(found.pages):
        kept, notes = paragraphs.part_notes(passages.get(number, ()))
        names = {note.sign: f"{number + 1}-{note.sign}" for note in notes}
        copy.blocks += _make_blocks(kept, paragraphs.base, names)
        for note in notes:
            first = note.parts[0].lines
            first[0] = LinePiece(first[0].words[1:])
            copy.notes[names[note.sign]] = list(_make_blocks(note.parts, paragraphs.base, {}))
        if page.aside:
            copy.blocks.append(Para([TextRun(LinePiece(page.aside).text)]))
        copy.blocks.append(Para([TextRun(_FEED)]))
        for text in page.comments:
            copy.comments.add(text)
    return copy


def _make_blocks(
    passages: Sequence[PdfPassage], base: LetterStyle, names: Mapping[str, str]
) -> Iterator[Para | Grid]:
    """The blocks of passages; `names` are those of notes by the signs that call them."""
    # A dash begins a quotation too, and an asterisk a remark; only a list has more of them.
    listed = [(one.region, bool(one.bullet)) for one in passages]
    for at, one in enumerate(passages):
        beside = listed[max(0, at - 1) : at] + listed[at + 1 : at + 2]
        is_item = bool(one.bullet) and (one.bullet not in "–-*" or listed[at] in beside)
        yield _make_block(one, base, names, is_item=is_item)


def _make_block(
    passage: PdfPassage, base: LetterStyle, names: Mapping[str, str], *, is_item: bool
) -> Para | Grid:
    """The block of a passage, an item of a list without its bullet."""
    if passage.cells:
        rows = ([_make_cell(cell, base, names) for cell in row] for row in passage.cells)
        return Grid([TableRow(cells) for cells in rows])
    role, zone = f"heading:{passage.level}" * bool(passage.level), "header" * passage.is_head
    para = Para(role=role, zone=zone)
    lines, first = list(passage.lines), passage.lines[0]
    if is_item:
        para.item, para.indent = ListPlace("", 0), round(20 * first.left)
        lines[0] = LinePiece(first.words[1:])
    for at, line in enumerate(lines):
        if at - 1 in passage.ends:
            para.add(BREAK)
        elif at:
            para.inlines.append(Turn(1, soft=not _ends_in_address(lines[at - 1].text)))
        para.inlines += _read_words(line, base, names)
    return para


def _ends_in_address(text: str) -> bool:
    """Whether a line ends amid an address."""
    last = text.rpartition(" ")[2]
    return last.endswith(_PARTING) and ("://" in last or "www." in last)


def _make_cell(
    cell: Sequence[LinePiece], base: LetterStyle, names: Mapping[str, str]
) -> list[Block]:
    para = Para()
    for at, piece in enumerate(cell):
        para.inlines += [Turn(1, soft=True)] * bool(at)
        para.inlines += _read_words(piece, base, names)
    return [para] if cell else []


def _read_words(line: LinePiece, base: LetterStyle, names: Mapping[str, str]) -> Iterator[Inline]:
    """The words of a line in runs of one look each, calls of notes among them."""
    text, look = "", PLAIN
    for at, word in enumerate(line.words):
        here = _find_look(word, line, base)
        text += " " * bool(at and word.spaced)
        if (sign := read_call(word, line)) in names:
            yield from (TextRun(text, look), Call(names[sign]))
            text = ""
            continue
        if here != look:
            yield TextRun(text, look)
            text = ""
        look = here
        said = draw_symbols(word.text, word.style.font)
        text += said if word is not line.words[-1] else _DIVIDED.sub("-", said)
    yield TextRun(text, look)


def _find_look(word: Word, line: LinePiece, base: LetterStyle) -> RunStyle:
    """How a word looks; what the whole text is set in says nothing."""
    style = word.style
    return RunStyle(
        emph=style.italic and not base.italic,
        strong=style.bold and not base.bold,
        sup=is_raised(word, line),
        sub=is_lowered(word, line),
        code=style.fixed and not base.fixed,
        link=word.link,
    )


# ── what is told beside the text ─────────────────────────────────────────────


def _list_facts(found: Print, lines: Sequence[Line]) -> Iterator[tuple[str, str]]:
    """What the file says of itself, where the text bears it out; its date is when it was made."""
    yield from find_facts(found.title, found.author, lines)
    said = " ".join(fold_line(line.text) for line in lines[:_OPENING])
    if found.date and f" {fold_line(found.date)} " in f" {said} ":
        yield "date", found.date
    if found.language:
        yield "language", found.language


def _list_queries(found: Print, copy: ReadFile) -> Iterator[Query]:
    if copy.comments.pieces:
        what = f"comments left out: {copy.comments.pieces} ({copy.comments.words} words)"
        yield make_query("read.comments", 0, what, anchor="comments")
    if copy.notes:
        yield make_query("read.notes", 0, f"footnotes: {len(copy.notes)}", anchor="notes")
    shown = {number: page for number, page in enumerate(found.pages, 1) if page.pictures}
    for kind, pages in (
        ("pictures", [number for number, page in shown.items() if page.words]),
        ("scans without text", [number for number, page in shown.items() if not page.words]),
    ):
        if pages:
            where = ", ".join(map(str, pages[:_SHOWN])) + ", …" * (len(pages) > _SHOWN)
            yield make_query("read.dropped", 0, f"left out: {kind} on page {where}", anchor=kind)
    if unknown := sum(page.unknown for page in found.pages):
        message = f"letters that the fonts of the file do not explain: {unknown}"
        yield make_query("read.dropped", 0, message, anchor="unknown letters")
