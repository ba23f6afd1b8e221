"""The text of a paragraph: runs of one look, calls of notes, pictures; its lines and their marks.

All readers of formats tell their text as `Inline`s; `read_inlines` makes lines of them.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import itemgetter
from typing import Final, Literal, TypeAlias, get_args

from copydesk.model import Mark, merge_marks

Kind: TypeAlias = Literal["emph", "strong", "sup", "sub", "code", "link", "note"]
#: What formats say of letters. A line through them is told to the editor, and is no mark.
Trait: TypeAlias = Kind | Literal["struck"]
#: How a line goes on with the one before, which only its source has broken: behind a blank (`on`),
#: or `amid` a word.
Onward: TypeAlias = Literal["", "on", "amid"]

#: A line break inside a paragraph. Formats' own line feeds are blanks and never get here.
BREAK: Final = "\n"
_BLANK: Final = " \t"
_UNSPACED = re.compile("[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff60]")


@dataclass(frozen=True, slots=True)
class RunStyle:
    """How a run of text looks, as far as an edition can say it; or that it calls a `note`."""

    emph: bool = False
    strong: bool = False
    sup: bool = False
    sub: bool = False
    code: bool = False
    link: str = ""
    hidden: bool = False
    struck: bool = False
    note: str = ""

    def put_inside(self, outer: RunStyle) -> RunStyle:
        """The look amid `outer`: hidden or struck out as that is, and in its link."""
        hidden, struck = self.hidden or outer.hidden, self.struck or outer.struck
        return replace(self, hidden=hidden, struck=struck, link=self.link or outer.link)


PLAIN: Final = RunStyle()


@dataclass(frozen=True, slots=True)
class TextRun:
    """Text of one look; one without text parts what is raised on both sides of it."""

    text: str
    look: RunStyle = PLAIN


@dataclass(frozen=True, slots=True)
class Call:
    """The place that calls the note `id`; `sign` is what the author typed for it, if anything."""

    id: str
    sign: str = ""


@dataclass(frozen=True, slots=True)
class PlacedPicture:
    """A picture at its place: the name of a `Picture` or an address, and its alternative text."""

    name: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """Where a paragraph goes on in another line of the source, `rows` further down.

    A blank stands for a `soft` break; others are amid marks and print nothing. `look` is that
    in which the line is broken.
    """

    rows: int
    soft: bool
    look: RunStyle = PLAIN


Inline: TypeAlias = TextRun | Call | PlacedPicture | Turn


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A printed line and its marks.

    `row` is the line of the source it was taken from, `more` are further ones whose words it
    holds. `flow`: it goes on with the line before, which only the source has broken: behind a
    blank (`on`), or `amid` a word. `struck` is what is struck out in the paragraph it begins.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    row: int = field(default=0, repr=False)
    more: frozenset[int] = field(default=frozenset(), repr=False)
    flow: Onward = field(default="", repr=False)
    struck: tuple[str, ...] = field(default=(), repr=False)

    @property
    def is_strong(self) -> bool:
        """Whether all of the line is bold."""
        return self.without("strong") is not self

    def without(self, *kinds: str) -> MarkedLine:
        """The line without marks of `kinds` that cover all of it: they say nothing of its words.

        >>> MarkedLine("Mud", (Mark(0, 3, "strong"),)).without("strong").marks
        ()
        """
        whole = (0, len(self.text) or -1)
        kept = [m for m in self.marks if m.kind not in kinds or (m.start, m.end) != whole]
        return replace(self, marks=tuple(kept)) if len(kept) < len(self.marks) else self

    def cut(self, start: int, end: int) -> MarkedLine:
        """The line from `start` to `end`, and the marks inside of it.

        >>> MarkedLine("1. bee", (Mark(0, 6, "emph"),)).cut(3, 6)
        MarkedLine(text='bee', marks=(Mark(start=0, end=3, kind='emph', target=''),))
        """
        kept = (
            replace(mark, start=max(mark.start, start) - start, end=min(mark.end, end) - start)
            for mark in self.marks
            if mark.start < end and mark.end > start
        )
        return replace(self, text=self.text[start:end], marks=tuple(kept))

    def behind(self, prefix: str) -> MarkedLine:
        """The line behind `prefix`, which no mark covers."""
        moved = tuple(_move_marks(self.marks, len(prefix)))
        return replace(self, text=prefix + self.text, marks=moved)


@dataclass(slots=True)
class ParagraphText:
    """What a paragraph prints, what it hides, and the pictures before and after its text."""

    lines: list[MarkedLine] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    before: list[PlacedPicture] = field(default_factory=list)
    after: list[PlacedPicture] = field(default_factory=list)


def read_inlines(
    inlines: Iterable[Inline],
    row: int = 0,
    *,
    joined: bool = False,
    verbatim: bool = False,
    silent: Container[str] = (),
) -> ParagraphText:
    r"""Read the lines of a paragraph; `joined` makes one of them. Calls of `silent` notes go.

    Lines of the source, which begins with `row`, are never joined. `verbatim` keeps blanks at
    the start of a line, and empty lines.

    >>> runs = [TextRun("See "), TextRun("this ", RunStyle(emph=True)), TextRun("\nthat")]
    >>> found = read_inlines(runs)
    >>> [(line.text, [(mark.start, mark.end) for mark in line.marks]) for line in found.lines]
    [('See this', [(4, 8)]), ('that', [])]
    """
    found = ParagraphText()
    line = _OpenLine(row)
    hidden: list[str] = []
    for inline in inlines:
        if isinstance(inline, PlacedPicture):
            (found.after if line.parts or found.lines else found.before).append(inline)
        elif isinstance(inline, Call):
            if inline.id not in silent:
                line.add(inline.sign, RunStyle(note=inline.id))
        elif isinstance(inline, Turn):
            line = _turn_line(line, found, inline, verbatim=verbatim)
        elif inline.look.hidden:
            hidden.append(inline.text)
        else:
            first, *more = inline.text.split(BREAK)
            line.add(first, inline.look)
            for piece in more:
                if joined:
                    line.add(" ", PLAIN)
                else:
                    found.lines += line.end(verbatim=verbatim)
                    line = _OpenLine(line.row)
                line.add(piece, inline.look)
    found.lines += line.end(verbatim=verbatim)
    found.hidden = [text for piece in "".join(hidden).split(BREAK) if (text := piece.strip())]
    return found


def list_struck(inlines: Iterable[Inline]) -> tuple[str, ...]:
    """List the passages of a paragraph that are struck out, but for what it hides.

    >>> gone = RunStyle(struck=True)
    >>> list_struck([TextRun("The "), TextRun("k", gone), TextRun("ing", gone)])
    ('king',)
    """
    said = (
        (one.look.struck, one.text if isinstance(one, TextRun) else " ")
        for one in inlines
        if isinstance(one, TextRun | Turn) and not one.look.hidden
    )
    runs = groupby(said, key=itemgetter(0))
    return tuple("".join(text for _, text in run) for is_struck, run in runs if is_struck)


def join_cells(cells: Sequence[Sequence[MarkedLine]]) -> MarkedLine:
    r"""Join the cells of a row by tabs, and each cell's lines by blanks.

    >>> join_cells([[MarkedLine("a"), MarkedLine("b")], [MarkedLine("c")]]).text
    'a b\tc'
    """
    text = ""
    marks: list[Mark] = []
    for number, cell in enumerate(cells):
        text += "\t" * (number > 0)
        for place, line in enumerate(cell):
            text += " " * (place > 0 and line.flow != "amid")
            marks += _move_marks(line.marks, len(text))
            text += line.text.replace("\t", " ")
    rows = [line.row for cell in cells for line in cell] or [0]
    more = frozenset(rows).union(*(line.more for cell in cells for line in cell))
    struck = tuple(one for cell in cells for line in cell for one in line.struck)
    return MarkedLine(text, merge_marks(marks), rows[0], more - {rows[0]}, struck=struck)


def _move_marks(marks: Iterable[Mark], by: int) -> Iterator[Mark]:
    return (replace(mark, start=mark.start + by, end=mark.end + by) for mark in marks)


class _OpenLine:
    """A line that is being put together in `row`.

    It goes on with what the source has in the line `above`, None where a paragraph or a break
    of the author's begins it; `soft` as in `Turn`.
    """

    def __init__(self, row: int = 0, above: str | None = None, *, soft: bool = False) -> None:
        self.row, self.above, self.soft = row, above, soft
        self.parts: list[str] = []
        self._spans: list[tuple[int, int, RunStyle]] = []
        self._parted: set[int] = set()
        self._length = 0

    def add(self, text: str, look: RunStyle) -> None:
        if text or look.note:  # a picture behind a call stands behind text
            self.parts.append(text)
            end = self._length + len(text)
            if look != PLAIN:
                self._spans.append((self._length, end, look))
            self._length = end
        else:
            self._parted.add(self._length)

    def end(self, *, verbatim: bool) -> Iterator[MarkedLine]:
        """Yield the line, unless there is nothing on it. Blanks at its ends print nothing."""
        text = "".join(self.parts)
        bare = text.rstrip(_BLANK) if verbatim else text.strip(_BLANK)
        if not bare and not verbatim and not any(look.note for _, _, look in self._spans):
            return
        cut = 0 if verbatim else len(text) - len(text.lstrip(_BLANK)) if bare else len(text)
        marks = []
        for kind in get_args(Kind):
            for start, end, value in self._find_stretches(kind):
                low, high = (max(0, min(offset - cut, len(bare))) for offset in (start, end))
                piece = bare[low:high]
                low += len(piece) - len(piece.lstrip())
                high = max(low, high - len(piece) + len(piece.rstrip()))
                if low < high or kind == "note":
                    marks.append(Mark(low, high, kind, value if isinstance(value, str) else ""))
        marks.sort(key=lambda mark: (mark.start, -mark.end, mark.kind))
        yield MarkedLine(bare, tuple(marks), self.row, flow=self._find_flow(text))

    def _find_stretches(self, kind: str) -> list[tuple[int, int, str | bool]]:
        """Where `kind` holds; runs that touch make one stretch, but raised ones that are parted."""
        found: list[tuple[int, int, str | bool]] = []
        for start, end, look in self._spans:
            if value := getattr(look, kind):
                is_parted = kind == "sup" and start in self._parted
                if found and found[-1][1:] == (start, value) and not is_parted:
                    start = found.pop()[0]  # noqa: PLW2901
                found.append((start, end, value))
        return found

    def _find_flow(self, text: str) -> Onward:
        if self.above is None:
            return ""
        if self.soft:
            # Scripts written without blanks have none for a break either.
            unspaced = _UNSPACED.match(self.above.rstrip()[-1:]) and _UNSPACED.match(text.lstrip())
            return "amid" if unspaced else "on"
        return "on" if self.above[-1:].isspace() or text[:1].isspace() else "amid"


def _turn_line(line: _OpenLine, found: ParagraphText, turn: Turn, *, verbatim: bool) -> _OpenLine:
    """End `line` where the source breaks it in a look, whose marks go on in the line behind."""
    printed = list(line.end(verbatim=verbatim))
    for one in printed:
        marks = (
            replace(
                mark,
                runs_on=mark.end == len(one.text) and mark.kind != "note"
                and getattr(turn.look, mark.kind) == (mark.target or True),
            )
            for mark in one.marks
        )  # fmt: skip
        found.lines.append(replace(one, marks=tuple(marks)))
    row = line.row + turn.rows
    if not printed:
        # An empty line says nothing of its break: a hard one before it stays hard.
        return _OpenLine(row, line.above, soft=line.soft or turn.soft)
    return _OpenLine(row, "".join(line.parts), soft=turn.soft)
