"""The lines of a print → its paragraphs, headings, tables and notes, by how they are set.

A paragraph ends where a line is set in, stands away, or breaks though the next word had room.
Letters larger than those of the text are headings; smaller ones at the foot of a column that begin
with the sign of a call are notes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import copysign
from statistics import median
from typing import Final

from copydesk.readers.pdf.layout import (
    BULLET,
    Cells,
    LinePiece,
    join_row,
    list_regions,
    part_tables,
)
from copydesk.system.pdf_text import LetterStyle, Print, Word

#: Sizes of letters by which a line is set in, and by which lines are apart at most.
_INDENT, _FAR = 0.6, 2.2
#: Leadings that part paragraphs; share of the most common one by which the closest is common.
_AWAY, _COMMON = 1.2, 0.05
#: Sizes of the text's letters: of a note at most, of a heading at least, the same but for this.
_SMALL, _LARGE, _SAME = 0.93, 1.12, 0.07
#: Sizes of the text's letters by which a page's head stands apart, and pages that have one.
_EDGE, _HEADS = 1.8, 3
#: A heading is no longer: lines, characters.
_HEADING: Final = (4, 200)
#: Share of the width that the last line of a paragraph leaves empty, where no letter tells it.
_SHORT: Final = 0.35
#: Lines of verse, and share of them that broke though the next word had room.
_FEWEST, _VERSE = 4, 0.6
#: Sizes of the letters around it that a raised or lowered one has, and stands off its line.
_MINOR, _RAISED, _LOWERED = 0.9, 0.12, 0.08

_SIGN = re.compile(r"[\[(]?(\d{1,3}|[*†‡§¶]{1,3})[\])]?[.:]?$")
_STOP = re.compile(r"[.!?…:;。！？：；][\"'”’»)\]]*\d{0,3}$")


@dataclass(slots=True)
class PdfPassage:
    """A paragraph, by its `lines`, or a table, by its `cells`; where it stands, and its `level`.

    `level` is that of a heading, 0 for other text; `ends` are the lines of verse that end by
    themselves. `is_head` is one at the head or foot of its page that others have too.
    """

    lines: list[LinePiece]
    page: int
    region: int
    cells: Cells
    ends: frozenset[int] = frozenset()
    level: int = 0
    is_head: bool = False

    @property
    def size(self) -> float:
        """The size of its letters."""
        return median(line.size for line in self.lines)

    @property
    def text(self) -> str:
        """Its words as a reader sees them."""
        return " ".join(line.text for line in self.lines)

    @property
    def bullet(self) -> str:
        """The bullet that it begins with, or ""."""
        words = self.lines[0].words
        return words[0].text if len(words) > 1 and BULLET.match(words[0].text) else ""

    @property
    def sign(self) -> str:
        """The sign of a note that it begins with, or ""."""
        words = self.lines[0].words
        found = _SIGN.match(words[0].text) if len(words) > 1 else None
        return found[1] if found else ""


@dataclass(frozen=True, slots=True)
class PdfNote:
    """A note: the sign that calls it, and its paragraphs."""

    sign: str
    parts: list[PdfPassage]


class Paragraphs:
    """Reads the paragraphs of a print; `base` is the style of most of its text."""

    def __init__(self, found: Print) -> None:
        self._found = found
        self._regions = [list_regions(page) for page in found.pages]
        styles, leadings = Counter[LetterStyle](), dict[float, Counter[float]]()
        for word in (word for page in found.pages for word in page.words):
            styles[word.style] += len(word.text)
        for region in (region for page in self._regions for region in page):
            for above, below in pairwise(map(join_row, region)):
                if above.size == below.size:
                    count = leadings.setdefault(above.size, Counter())
                    count[round(2 * (below.y - above.y)) / 2] += 1
        self.base = max(styles, key=lambda style: styles[style], default=LetterStyle())
        self._leadings = {size: _find_leading(size, count) for size, count in leadings.items()}

    def list_passages(self) -> list[PdfPassage]:
        """All passages of the print, its notes among them."""
        pages = range(len(self._regions))
        found = [one for page in pages for one in self._join_columns(self._read_page(page))]
        self._mark_heads(found)
        self._mark_headings(found)
        return found

    def part_notes(self, passages: Sequence[PdfPassage]) -> tuple[list[PdfPassage], list[PdfNote]]:
        """What a page holds without its notes, and these.

        A note stands in small letters at the foot of a column and begins with a sign that is
        called once above it.
        """
        called = self._count_calls(passages)
        kept: list[PdfPassage] = []
        notes: dict[str, PdfNote] = {}
        last: PdfNote | None = None
        for one in passages:
            small = not one.cells and one.size <= _SMALL * self.base.size
            sign = one.sign if small else ""
            if one.is_head:
                kept.append(one)
            elif called[sign] == 1 and sign not in notes:
                last = notes[sign] = PdfNote(sign, [one])
            elif (
                small and last and one.region == last.parts[-1].region and not one.text.isdecimal()
            ):
                last.parts.append(one)
            else:
                kept.append(one)
                last = None
        return kept, list(notes.values())

    def _count_calls(self, passages: Iterable[PdfPassage]) -> Counter[str]:
        """How often the text of a page calls each note."""
        return Counter(
            sign
            for one in passages if one.size > _SMALL * self.base.size
            for line in one.lines for word in line.words if (sign := read_call(word, line))
        )  # fmt: skip

    def _read_page(self, page: int) -> Iterator[PdfPassage]:
        middle = self._found.pages[page].middle
        for place, region in enumerate(self._regions[page]):
            for cells, rows in part_tables(region):
                lines = [join_row(row) for row in rows]
                if cells:
                    yield PdfPassage(lines, page, place, cells)
                    continue
                edge = max(line.right for line in lines)
                if len(self._regions[page]) == 1 and middle:
                    # Margins are as wide on both sides, though no line may be as long as the page.
                    # All of a mirrored page lies left of 0.
                    margin = min(line.left for line in lines)
                    edge = max(edge, 2 * copysign(middle, edge) - margin)
                for passage in self._part_lines(lines):
                    for paragraph, ends in _part_paragraphs(passage, edge):
                        yield PdfPassage(paragraph, page, place, [], ends)

    def _part_lines(self, lines: Sequence[LinePiece]) -> Iterator[list[LinePiece]]:
        """The lines between gaps and changes of size."""
        passage: list[LinePiece] = []
        for line in lines:
            if passage:
                above = passage[-1]
                leading = max(
                    self._leadings.get(size, 1.2 * size) for size in (above.size, line.size)
                )
                alike = any(_is_alike(one, two) for one in above.sizes for two in line.sizes)
                away = line.y - above.y > _AWAY * leading
                if away or not alike or (above.bold and not line.bold):
                    yield passage
                    passage = []
            passage.append(line)
        if passage:
            yield passage

    def _join_columns(self, passages: Iterable[PdfPassage]) -> list[PdfPassage]:
        """The passages of a page; a sentence that the foot of a column broke off is whole again."""
        joined: list[PdfPassage] = []
        for one in passages:
            # Notes stand between the two.
            body = (above for above in reversed(joined) if above.size > _SMALL * self.base.size)
            above = next(body, None)
            if (
                above and above.region + 1 == one.region and not above.cells and not one.cells
                and _is_alike(above.size, one.size) and _goes_on(above.lines[-1], one.lines[0])
            ):  # fmt: skip
                # The last line of verse in a column ends by itself as the others do.
                ends = {-1, *one.ends} if above.ends else one.ends
                above.ends |= {len(above.lines) + end for end in ends}
                above.lines += one.lines
                above.region = one.region
            else:
                joined.append(one)
        return joined

    def _mark_heads(self, passages: Sequence[PdfPassage]) -> None:
        """Mark the small lines that stand apart at one height of several pages, at their edges.

        The heads of left and right pages differ: each recurs, but for its numbers, or repeats a
        headline. A note stands there too; it begins with its sign, not with a number that counts
        the pages.
        """
        told = Counter(_name_head(one) for one in passages)
        large = [_name_head(one)[0] for one in passages if one.size >= _LARGE * self.base.size]
        places: dict[int, list[PdfPassage]] = {}
        for _, page in groupby(passages, key=lambda one: one.page):
            here = sorted(page, key=lambda one: one.lines[0].y)
            called = self._count_calls(here)
            for edge, inner in (here[:2], here[:-3:-1]) if len(here) > 1 else ():
                away = abs(edge.lines[0].y - inner.lines[0].y) > _EDGE * self.base.size
                small = len(edge.lines) == 1 and edge.size <= _SMALL * self.base.size
                first = edge.lines[0].words[0].text
                is_note = edge.sign and (called[edge.sign] or not first.isdecimal())
                is_number = not _name_head(edge)[0]
                if away and small and (is_number or not is_note):
                    places.setdefault(round(edge.lines[0].y / 4), []).append(edge)
        for heads in places.values():
            for one in heads if len(heads) >= _HEADS else ():
                name, _ = _name_head(one)
                repeats = not one.sign and any(name in title for title in large)
                one.is_head = not name or repeats or told[_name_head(one)] > 1

    def _mark_headings(self, passages: Sequence[PdfPassage]) -> None:
        """Mark what is set larger than the text, the largest as the highest level.

        What recurs is a page's head, but a title may stand on a cover and, at another height,
        below it.
        """
        told: dict[str, list[PdfPassage]] = {}
        for one in passages:
            told.setdefault(one.text, []).append(one)

        def is_title(one: PdfPassage) -> bool:
            first, *others = told[one.text]
            below = others[0] if others else first
            away = abs(below.lines[0].y - first.lines[0].y) > _EDGE * one.size
            return not others or (len(others) == 1 and (first.page, below.page) == (0, 1) and away)

        heads = [
            one for one in passages
            if not one.cells and one.size >= _LARGE * self.base.size
            and len(one.lines) <= _HEADING[0] and len(one.text) <= _HEADING[1]
            and is_title(one) and any(map(str.isalpha, one.text))
        ]  # fmt: skip
        sizes = sorted({one.size for one in heads}, reverse=True)
        for one in heads:
            one.level = min(6, sizes.index(one.size) + 1)


def is_raised(word: Word, line: LinePiece) -> bool:
    """Whether a word stands above its line, in smaller letters."""
    return word.style.size < _MINOR * line.size and line.y - word.y > _RAISED * line.size


def is_lowered(word: Word, line: LinePiece) -> bool:
    """Whether a word stands below its line, in smaller letters."""
    return word.style.size < _MINOR * line.size and word.y - line.y > _LOWERED * line.size


def read_call(word: Word, line: LinePiece) -> str:
    """The sign of the note that a word of a line calls, or ""."""
    found = _SIGN.match(word.text) if is_raised(word, line) else None
    return found[1] if found else ""


def _find_leading(size: float, distances: Counter[float]) -> float:
    """How far lines of one paragraph are apart: closer than paragraphs, which may be more."""
    fewest = max(2, _COMMON * max(distances.values()))
    usual = min((one for one in distances if distances[one] >= fewest), default=0.0)
    return usual if 0 < usual < _FAR * size else 1.2 * size


def _name_head(one: PdfPassage) -> tuple[str, int]:
    """What recurs of a page's head: its words, and how far a number before them is off its page."""
    words = "".join(sign for sign in one.text.casefold() if sign.isalpha() or sign.isspace())
    return " ".join(words.split()), int(one.sign) - one.page if one.sign.isdecimal() else 0


def _is_alike(one: float, two: float) -> bool:
    return abs(one - two) <= _SAME * one


# ── where a paragraph ends ───────────────────────────────────────────────────


def _part_paragraphs(
    lines: Sequence[LinePiece], edge: float
) -> Iterator[tuple[list[LinePiece], frozenset[int]]]:
    """The paragraphs of lines that nothing parts, and which of their lines end by themselves."""
    breaks = list(pairwise(lines))
    free = [not _is_full(*pair, edge) for pair in breaks]
    if _is_verse(lines, free):
        ends = (is_free or not _goes_on(*pair) for pair, is_free in zip(breaks, free, strict=True))
        yield list(lines), frozenset(at for at, is_end in enumerate(ends) if is_end)
        return
    hanging = _is_hanging(breaks, free)
    paragraph = [lines[0]]
    for (above, below), is_free in zip(breaks, free, strict=True):
        step = below.left - above.left
        is_short = edge - above.right > _SHORT * (edge - paragraph[0].left)
        is_end = is_free and (is_short or not _goes_on(above, below))
        if abs(step) > _INDENT * below.size:
            if paragraph[0].is_item:
                is_end |= step < 0 and below.left <= paragraph[0].left + 1 and len(paragraph) > 1
            else:
                is_end |= (step < 0) == hanging
        if is_end or (below.is_item and (is_free or _STOP.search(above.text))):
            yield paragraph, frozenset()
            paragraph = []
        paragraph.append(below)
    yield paragraph, frozenset()


def _is_full(above: LinePiece, below: LinePiece, edge: float) -> bool:
    """Whether the first word of `below` had no room behind `above`."""
    first = below.words[0].right
    for word in below.words[1:]:
        if word.spaced:
            break
        first = word.right
    return edge - above.right < first - below.left + 0.3 * below.size


def _is_verse(lines: Sequence[LinePiece], free: Sequence[bool]) -> bool:
    """Whether most lines break for no want of room, and few of these behind a sentence."""
    stops = sum(
        bool(_STOP.search(line.text)) for line, is_free in zip(lines, free, strict=False) if is_free
    )
    broken = len(lines) >= _FEWEST and sum(free) >= _VERSE * len(free)
    return broken and 2 * stops <= sum(free) and not any(line.is_item for line in lines)


def _is_hanging(breaks: Iterable[tuple[LinePiece, LinePiece]], free: Iterable[bool]) -> bool:
    """Whether the first line of a paragraph stands out, not in: entries of a list do."""
    score = 0
    for (above, below), is_free in zip(breaks, free, strict=True):
        step = below.left - above.left
        if abs(step) > _INDENT * below.size:
            score += 1 if (step > 0) != is_free else -1
    return score > 0


def _goes_on(above: LinePiece, below: LinePiece) -> bool:
    """Whether a sentence goes on from one line to the next, by its signs and letters alone."""
    return not _STOP.search(above.text) and below.text[:1].islower()
