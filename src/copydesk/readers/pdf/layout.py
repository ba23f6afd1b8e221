"""The words of a page → its lines in reading order, column by column, and its tables.

A PDF says where words stand and in which order they are drawn. Two columns are drawn one after the
other, each from its head to its foot; a table is drawn row by row.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from copydesk.system.pdf_text import PdfPage, Word

#: Sizes of letters: how far a word may stand off its line; what parts the pieces of a line; what
#: lies between two columns at least; how far a column's lines are set in at most.
_ROW, _GAP, _GUTTER, _SLACK = 0.45, 1.2, 0.6, 4
#: Sizes of letters that a drawn bullet stands before its item at most, and rows of a table apart.
_BULLET_AWAY, _ROW_AWAY = 2.5, 3
#: Dots that a page draws at most before its items; more are those of a chart.
_DOTS: Final = 500
#: Lines that a column has at least, and rows of a table of two columns.
_FEWEST: Final = 3

#: The sign of an item: a bullet, a number.
BULLET = re.compile(r"[•◦▪‣·●○■□–*\uf0b7-]$")
NUMBER = re.compile(r"\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)]$")
_LEFTWARD = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


@dataclass(slots=True)
class LinePiece:
    """Words that stand together on a line: a line of a column, or a cell of a table.

    `y` and `size` are those of most of its letters, `sizes` all that stand on its line.
    """

    words: list[Word]
    left: float = 0.0
    right: float = 0.0
    y: float = 0.0
    size: float = 0.0
    sizes: frozenset[float] = frozenset()
    bold: bool = False

    def __post_init__(self) -> None:
        places = Counter[tuple[float, float]]()
        for word in self.words:
            places[word.style.size, word.y] += len(word.text)
        self.size, self.y = max(places, key=lambda one: (places[one], one))
        self.sizes = frozenset(size for size, y in places if y == self.y)
        self.left = min(word.left for word in self.words)
        self.right = max(word.right for word in self.words)
        self.bold = all(word.style.bold for word in self.words)

    @property
    def text(self) -> str:
        """Its words as a reader sees them."""
        return "".join(" " * word.spaced + word.text for word in self.words).strip()

    @property
    def is_item(self) -> bool:
        """Whether it begins with the sign of an item."""
        first = self.words[0].text
        return len(self.words) > 1 and bool(BULLET.match(first) or NUMBER.match(first))


Cells = list[list[list[LinePiece]]]
"""The rows of a table, the cells of each, the lines of each cell."""


def list_regions(page: PdfPage) -> list[list[list[LinePiece]]]:
    """The columns and passages of a page in the order in which they are read, as rows of pieces.

    A page that runs to the left is read as its mirror image.
    """
    words = [*page.words, *_find_bullets(page)]
    letters = sum(len(word.text) for word in words)
    leftward = sum(len(word.text) for word in words if _LEFTWARD.search(word.text))
    if 2 * leftward > letters:
        words = [replace(word, left=-word.right, right=-word.left) for word in words]
    pieces: list[list[Word]] = []
    last: Word | None = None
    for word in words:
        size = max(word.style.size, last.style.size) if last else 0.0
        if (
            last
            and abs(word.y - last.y) <= _ROW * size
            and max(word.left - last.right, last.left - word.right) <= _GAP * size
        ):
            pieces[-1].append(word)
        else:
            pieces.append([word])
        last = word
    if 2 * leftward > letters:
        # Some files draw these lines from their left end.
        pieces = [
            one if one[0].left <= one[-1].left else sorted(one, key=lambda word: word.left)
            for one in pieces
        ]
    return [_list_rows(region) for region in _order_pieces([LinePiece(one) for one in pieces])]


def join_row(row: Sequence[LinePiece]) -> LinePiece:
    """One piece of all those of a row."""
    return row[0] if len(row) == 1 else LinePiece([word for piece in row for word in piece.words])


def _find_bullets(page: PdfPage) -> Iterator[Word]:
    """A bullet for each dot that is drawn before the first word of a line."""
    for x, y in page.dots if len(page.dots) <= _DOTS else ():
        for word in page.words:
            size = word.style.size
            if 0 < word.left - x < _BULLET_AWAY * size and 0 < word.y - y < size:
                before = (
                    one.right > x - size and one.left < word.left and abs(one.y - word.y) < size
                    for one in page.words
                )  # fmt: skip
                if not any(before):
                    style = replace(word.style, font="", bold=False)
                    yield replace(word, text="•", left=x, right=x, style=style, link="")
                break


# ── columns ──────────────────────────────────────────────────────────────────


def _order_pieces(pieces: list[LinePiece]) -> list[list[LinePiece]]:
    """Part `pieces` where two columns stand side by side, as often as there are any.

    The file draws one to its foot, then goes up to the head of the next.
    """
    for at, (above, below) in enumerate(pairwise(pieces), 1):
        if below.y < above.y - below.size and below.left > above.left:
            parts = _part_columns(pieces, at)
            if min(len(parts[1]), len(parts[2])) >= _FEWEST:
                return [region for part in parts for region in _order_pieces(part)]
    return [pieces] if pieces else []


def _part_columns(pieces: Sequence[LinePiece], at: int) -> list[list[LinePiece]]:
    """What stands above two columns, the two, and the rest: the second is drawn from `at` on.

    What is drawn at another time, such as the bullets of a list, belongs to the column that it
    stands in.
    """
    size, x = pieces[at].size, pieces[at].left
    top = pieces[at].y - size
    begin, end = at, at + 1
    while end < len(pieces) and pieces[end].left > x - _SLACK * size and pieces[end].y > top:
        if not _is_drawn_on(pieces[end - 1], pieces[end]):
            break
        x = min(x, pieces[end].left)
        end += 1
    while begin:
        above = pieces[begin - 1]
        if above.right >= x - _GUTTER * size or above.y <= top - size:
            break
        if begin < at and not _is_drawn_on(above, pieces[begin]):
            break
        begin -= 1
    drawn = (pieces[begin:at], pieces[at:end])
    feet = [max((piece.y for piece in column), default=top) for column in drawn]
    parts: list[list[LinePiece]] = [[], [], [], []]
    for place, piece in enumerate(pieces):
        is_right = piece.left >= x - 1
        inside = top - size < piece.y < feet[is_right] + 1
        if begin <= place < end:
            parts[1 + (place >= at)].append(piece)
        elif inside and (is_right or piece.right < x):
            parts[1 + is_right].append(piece)
        else:
            parts[3 * (piece.y >= top)].append(piece)
    return parts


def _is_drawn_on(above: LinePiece, below: LinePiece) -> bool:
    """Whether a piece stands below or behind the one that is drawn before it."""
    return below.y > above.y - below.size or below.left > above.left


def _list_rows(pieces: Iterable[LinePiece]) -> list[list[LinePiece]]:
    """The lines of a region from its top down, each with its pieces from left to right."""
    rows: list[list[LinePiece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.y):
        base = max(rows[-1], key=lambda one: one.size) if rows else piece
        if rows and abs(piece.y - base.y) <= _ROW * max(base.size, piece.size):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.left) for row in rows]


# ── tables ───────────────────────────────────────────────────────────────────


def part_tables(rows: Sequence[list[LinePiece]]) -> Iterator[tuple[Cells, list[list[LinePiece]]]]:
    """The tables of a region, each with its rows, and what stands between them, without cells."""
    between: list[list[LinePiece]] = []
    at = 0
    while at < len(rows):
        end = _find_end(rows, at)
        if end > at:
            if between:
                yield [], between
            yield _list_cells(rows[at:end]), list(rows[at:end])
            between, at = [], end
        else:
            between.append(rows[at])
            at += 1
    if between:
        yield [], between


def _find_end(rows: Sequence[list[LinePiece]], start: int) -> int:
    """Where the table that begins with the row `start` ends; there, if none does."""
    end = start
    spans: list[tuple[float, float]] = []
    for at in range(start, len(rows) if len(rows[start]) > 1 else start):
        row = rows[at]
        merged = _merge_spans([*spans, *((piece.left, piece.right) for piece in row)])
        away = at > start and row[0].y - rows[at - 1][0].y > _ROW_AWAY * row[0].size
        if len(merged) < max(2, len(spans)) or away:
            break
        spans = merged
        end = at + 1 if len(row) > 1 else end
    filled = [row for row in rows[start:end] if len(row) > 1]
    items = sum(join_row(row).is_item for row in filled)
    fewest = _FEWEST if len(spans) == 2 else 2
    return end if len(filled) >= fewest and 2 * items < len(filled) else start


def _merge_spans(spans: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """The stretches that `spans` cover, those that overlap as one."""
    merged: list[tuple[float, float]] = []
    for left, right in sorted(spans):
        if merged and left < merged[-1][1]:
            merged[-1] = merged[-1][0], max(right, merged[-1][1])
        else:
            merged.append((left, right))
    return merged


def _list_cells(rows: Sequence[list[LinePiece]]) -> Cells:
    """The cells of a table; a row without a first cell goes on with the one above."""
    spans = _merge_spans((piece.left, piece.right) for row in rows for piece in row)
    table: Cells = []
    for row in rows:
        cells: list[list[LinePiece]] = [[] for _ in spans]
        for piece in row:
            cells[next(at for at, span in enumerate(spans) if piece.left <= span[1])].append(piece)
        if table and not cells[0]:
            table[-1] = [above + more for above, more in zip(table[-1], cells, strict=True)]
        else:
            table.append(cells)
    return table
