"""Received lines that stand together as one text, on their way into a block."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from copydesk.clean.sheet import Sheet
from copydesk.model import Inline, Mark, Note, Paragraph, Role
from copydesk.structure.inline import nest_marks


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, heading, item or entry before anybody has made a block of it.

    `starts` is where each of its lines begins in the text, `hint` what the format said
    of the first, `apart` that an empty line stands above it. `notes` are the notes called
    in it, each at its offset; `caption` is that of a picture.
    """

    role: Role
    text: str
    numbers: tuple[int, ...]
    starts: tuple[int, ...] = (0,)
    marks: tuple[Mark, ...] = ()
    hint: str = ""
    apart: bool = False
    notes: tuple[tuple[int, Note], ...] = ()
    caption: Passage | None = None

    @property
    def kind(self) -> str:
        """What the hint says, without its level or number."""
        return self.hint.partition(":")[0]

    @property
    def is_caption(self) -> bool:
        """Whether it is the caption of a picture, which no format has called the picture."""
        return self.role == "caption" and self.kind != "figure"

    @property
    def content(self) -> tuple[Inline, ...]:
        """The text with its marks and notes."""
        return nest_marks(self.text, self.marks, self.notes)

    def paragraph(self) -> Paragraph:
        """The passage as a block of its own."""
        return Paragraph(self.content, self.numbers, self.starts)

    def cells(self) -> tuple[tuple[Inline, ...], ...]:
        r"""The content between the tabs of a row.

        >>> Passage("other", "Port\tIncome", (1,)).cells()
        ((Text(text='Port'),), (Text(text='Income'),))
        """
        found, start = [], 0
        for cell in self.text.split("\t"):
            end = start + len(cell)
            low = end - len(cell.lstrip())
            own = replace(self, notes=tuple(one for one in self.notes if start <= one[0] <= end))
            outside = (0, low), (low + len(cell.strip()), len(self.text))
            found.append(own.without(*outside).content)
            start = end + 1
        return tuple(found)

    def behind(self, lead: str) -> Passage:
        """The passage behind `lead`, which no mark covers.

        >>> Passage("footnote", "Mud", (1,), marks=(Mark(0, 3, "emph"),)).behind("2. ").marks
        (Mark(start=3, end=6, kind='emph', target=''),)
        """
        by = len(lead)
        marks = (replace(one, start=one.start + by, end=one.end + by) for one in self.marks)
        return replace(
            self,
            text=lead + self.text,
            starts=(self.starts[0], *(at + by for at in self.starts[1:])),
            marks=tuple(marks),
            notes=tuple((at + by, note) for at, note in self.notes),
        )

    def without(self, *spans: tuple[int, int]) -> Passage:
        """The passage less `spans` of its text, in order; what points into it moves along.

        >>> Passage("list", "- hemp rope", (1,), marks=(Mark(2, 6, "emph"),)).without((0, 2)).marks
        (Mark(start=0, end=4, kind='emph', target=''),)
        """
        if not spans:
            return self
        move = _find_shift(spans)
        edges = [0, *(edge for span in spans for edge in span), len(self.text)]
        left = zip(edges[::2], edges[1::2], strict=True)
        kept = (replace(mark, start=move(mark.start), end=move(mark.end)) for mark in self.marks)
        return replace(
            self,
            text="".join(self.text[low:high] for low, high in left),
            starts=tuple(move(offset) for offset in self.starts),
            marks=tuple(mark for mark in kept if mark.start < mark.end or mark.kind == "note"),
            notes=tuple((move(offset), note) for offset, note in self.notes),
        )


def join_passages(run: Sequence[Passage], between: str = "\n") -> Passage:
    r"""The passages of `run` as one: with a line break, each begins a line of its own.

    >>> join_passages([Passage("body", "Mud,", (1,)), Passage("body", "mud", (2,))]).text
    'Mud,\nmud'
    """
    offsets = [0, *accumulate(len(passage.text) + 1 for passage in run[:-1])]
    pairs = list(zip(offsets, run, strict=True))
    return replace(
        run[0],
        text=between.join(passage.text for passage in run),
        numbers=list_numbers(run),
        starts=tuple(offset + at for offset, passage in pairs for at in passage.starts),
        marks=tuple(
            replace(mark, start=mark.start + offset, end=mark.end + offset)
            for offset, passage in pairs
            for mark in passage.marks
        ),
        notes=tuple((offset + at, note) for offset, passage in pairs for at, note in passage.notes),
    )


def list_numbers(run: Sequence[Passage]) -> tuple[int, ...]:
    """The numbers of the lines of all passages of `run`."""
    return tuple(number for passage in run for number in passage.numbers)


def _find_shift(spans: Sequence[tuple[int, int]]) -> Callable[[int], int]:
    """Offsets of a text → offsets of the text without `spans`, which stand in order."""
    starts = [start for start, _ in spans]
    gone = [0, *accumulate(end - start for start, end in spans)]

    def move(offset: int) -> int:
        above = bisect_left(starts, offset)
        beyond = max(0, spans[above - 1][1] - offset) if above else 0
        return offset - gone[above] + beyond

    return move


def cut_span(
    passage: Passage, span: tuple[int, int], sheet: Sheet, rule: str, reason: str
) -> Passage:
    """`passage` without `span`, which `sheet` records; as it was when the editor keeps it."""
    return passage.without(*record_cuts(passage, [span], sheet, rule, reason))


def record_cuts(
    passage: Passage, spans: Sequence[tuple[int, int]], sheet: Sheet, rule: str, reason: str
) -> list[tuple[int, int]]:
    """Those of `spans` of `passage` that go, as `sheet` records; not what the editor keeps.

    The last one goes first, so that the others stay where they are.
    """
    number = passage.numbers[0]
    lead = sheet.current[number].find(passage.text)
    gone = [
        (start, end)
        for start, end in reversed(spans)
        if sheet.change(number, rule, (lead + start, passage.text[start:end]), "", reason)
    ]
    return gone[::-1]
