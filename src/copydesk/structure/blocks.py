"""Runs of labelled text → the blocks of the body."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from copydesk.model import (
    Block,
    Code,
    Figure,
    Heading,
    Inline,
    Items,
    Mark,
    Paragraph,
    Quote,
    Role,
    Table,
)  # fmt: skip
from copydesk.structure.features import is_code
from copydesk.structure.inline import inlines
from copydesk.structure.sheet import Sheet

TOP: Final = 2
BELOW: Final = 3

_SIGN = re.compile(r"\s*(?:[-*•◦▪‣·–—✓✔►▶●○➢+]|o(?=\s))\s+(?=\S)")
_COUNT = re.compile(r"\s*\(?(\d{1,3})[.)]\s+(?=\S)")
_SECTION = re.compile(r"\d+\.\d+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines that stand together as one text. `starts` is where each line begins in it."""

    role: Role
    text: str
    numbers: tuple[int, ...]
    starts: tuple[int, ...] = (0,)
    marks: tuple[Mark, ...] = ()
    hint: str = ""

    @property
    def content(self) -> tuple[Inline, ...]:
        return inlines(self.text, self.marks)

    def paragraph(self) -> Paragraph:
        return Paragraph(self.content, self.numbers, self.starts)


def body(pieces: Sequence[Piece], sheet: Sheet) -> tuple[Block, ...]:
    """The blocks of `pieces`; signs of list items go, which `sheet` records."""
    levels = _levels(pieces)
    blocks: list[Block] = []
    for kind, group in groupby(enumerate(pieces), key=lambda pair: _family(pair[1])):
        run = [piece for _, piece in group] if kind in ("list", "quote", "table", "code") else None
        if run is None:
            blocks += [_single(piece, levels.get(index, TOP)) for index, piece in group]
        elif kind == "list":
            blocks.append(_items(run, sheet))
        elif kind == "quote":
            paragraphs = tuple(piece.paragraph() for piece in run)
            blocks.append(Quote(paragraphs, _numbers(run)))
        elif kind == "table":
            blocks += _table(run)
        else:
            blocks.append(Code("\n".join(piece.text for piece in run), _numbers(run)))
    return tuple(blocks)


def _family(piece: Piece) -> str:
    """Neighbours of one family make one block."""
    if piece.role in ("list", "quote"):
        return piece.role
    if piece.role != "other":
        return ""
    if piece.hint == "code" or is_code(piece.text):
        return "code"
    return "table"


def _single(piece: Piece, level: int) -> Block:
    if piece.role == "heading":
        return Heading(level, piece.content, piece.numbers)
    if piece.role == "caption":
        return Figure(piece.content, lines=piece.numbers)
    return piece.paragraph()


def _levels(pieces: Sequence[Piece]) -> dict[int, int]:
    """The level of each heading, by its index.

    What the format said counts; else a heading right below another opens the
    lower level, which lasts until headings stand on each other again.
    """
    found: dict[int, int] = {}
    level = TOP
    for index, piece in enumerate(pieces):
        if piece.role != "heading":
            continue
        above = index > 0 and pieces[index - 1].role == "heading"
        below = index + 1 < len(pieces) and pieces[index + 1].role == "heading"
        told = piece.hint.partition(":")[2]
        if told.isdigit():
            level = max(TOP, int(told))
        elif _SECTION.match(piece.text) or above:
            level = BELOW
        elif below:
            level = TOP
        found[index] = level
    return found


def _numbers(pieces: Iterable[Piece]) -> tuple[int, ...]:
    return tuple(number for piece in pieces for number in piece.numbers)


def _items(run: Sequence[Piece], sheet: Sheet) -> Items:
    counts = [_COUNT.match(piece.text) for piece in run]
    ordered = all(
        match is not None and int(match[1]) == place for place, match in enumerate(counts, start=1)
    )
    sign = _COUNT if ordered else _SIGN
    items = tuple((_bare(piece, sign, sheet).paragraph(),) for piece in run)
    return Items(items, ordered, _numbers(run))


def _bare(piece: Piece, sign: re.Pattern[str], sheet: Sheet) -> Piece:
    """`piece` without the sign of its list, which the list itself sets."""
    match = sign.match(piece.text)
    number = piece.numbers[0]
    lead = len(sheet.current[number]) - len(sheet.current[number].lstrip())
    if match is None:
        return piece
    place = (lead, match[0])
    if not sheet.change(number, "structure.list", place, "", "the list sets its own signs"):
        return piece
    cut = match.end()
    return replace(
        piece,
        text=piece.text[cut:],
        starts=tuple(max(0, start - cut) for start in piece.starts),
        marks=tuple(
            replace(mark, start=max(0, mark.start - cut), end=mark.end - cut)
            for mark in piece.marks
            if mark.end > cut
        ),
    )


def _table(run: Sequence[Piece]) -> list[Block]:
    """The table of `run`; paragraphs when its lines are no rows.

    Some pages hand over a row as one line with tabs, some a cell a line; cells
    that fill whole rows stand in rows again.
    """
    columns = max(piece.text.count("\t") + 1 for piece in run)
    hinted = any(piece.hint.startswith("table") for piece in run)
    if columns == 1 and not hinted:
        return [piece.paragraph() for piece in run]
    rows: list[tuple[tuple[Inline, ...], ...]] = []
    for single, group in groupby(run, key=lambda piece: "\t" not in piece.text):
        lines = [tuple(inlines(cell.strip()) for cell in piece.text.split("\t")) for piece in group]
        if single and len(lines) % columns == 0:
            cells = [line[0] for line in lines]
            lines = [tuple(cells[at : at + columns]) for at in range(0, len(cells), columns)]
        rows += lines
    header = run[0].hint == "table:header" or "\t" not in run[0].text
    return [Table(tuple(rows), header and columns > 1, _numbers(run))]
