"""What a file with formats of its own says, whichever format it is in, and its lines.

The readers of .docx, .odt, .rtf and Markdown build a `Copy`, of which `make_lines` makes lines
with hints, as `model.Line` promises them; that of web pages has blocks of its own, and their
text from `read_inlines`. So the formats differ in how a thing is spelt and nowhere else.

A word processor's file has no lines of its own: an empty one stands between any two blocks
but items of one list, rows of one table and the lines of one paragraph. Of Markdown, whose
lines are those of its source, `print_lines` tells what stands in which. Text that the file
hides stands in lines of its own behind the paragraph that it was taken out of, so that an
editor can still bring it back.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import inf
from typing import Final, Literal, TypeAlias, get_args

from copydesk.config import Config
from copydesk.errors import Refused
from copydesk.limits import Limits
from copydesk.model import Flow, Line, Mark, Picture, Query, make_note_hint, merge_marks
from copydesk.queries import ask

Kind: TypeAlias = Literal["emph", "strong", "sup", "sub", "code", "link", "note"]

#: A line break inside a paragraph. Formats' own line feeds are blanks and never get here.
BREAK: Final = "\n"
_BLANK: Final = " \t"
_UNSPACED = re.compile("[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff60]")
#: A line break in one of these is a matter of the page, not of the text.
_ONE_LINE: Final = frozenset(("title", "subtitle", "byline", "date", "caption"))
_HEADS: Final = ("title", "subtitle", "heading:")
#: Characters of a paragraph in a cell that shows its table to be data by nothing else.
_CELL: Final = 80
#: Rows of which the first and the last may be set off as every second one is.
_STRIPES: Final = 3


@dataclass(frozen=True, slots=True)
class Look:
    """How a run of text looks, as far as an edition can say it; or that it calls a `note`."""

    emph: bool = False
    strong: bool = False
    sup: bool = False
    sub: bool = False
    code: bool = False
    link: str = ""
    hidden: bool = False
    note: str = ""


PLAIN: Final = Look()


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one look."""

    text: str
    look: Look = PLAIN


@dataclass(frozen=True, slots=True)
class Call:
    """The place that calls the note `id`; `sign` is what the author typed for it, if anything."""

    id: str
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture at its place: the name of a `Picture` or an address, and its alternative text."""

    name: str
    alt: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """Where a paragraph goes on in another line of the source, `rows` further down.

    A blank stands for a `soft` break; others are amid marks and print nothing. `look` is that
    in which the line is broken.
    """

    rows: int
    soft: bool
    look: Look = PLAIN


Inline: TypeAlias = Run | Call | Shown | Turn


@dataclass(frozen=True, slots=True)
class Item:
    """The place of a paragraph in a list.

    `key` tells its list from others, `level` counts from 0 as the format does; `value`
    is the number printed before it, None for a bullet. `more` marks a further paragraph
    of the item above, where the format says so itself.
    """

    key: str
    level: int
    value: int | None = None
    more: bool = False

    @property
    def sign(self) -> str:
        """What is printed before it where no list prints it."""
        return "•" if self.value is None else f"{self.value}."


@dataclass(slots=True)
class Para:
    """A paragraph. `role` is the hint of its style: `title`, `heading:2`, `quote`, ….

    Lines of one program bear `code`, or `code:2` where the format tells programs apart.

    `row` is the line of the source that it begins in, where the source has lines. `indent` is
    its left margin in twentieths of a point, by which it may go on with a list item above it;
    `rule` says that a line is drawn below it, `bold` that its style is.
    """

    inlines: list[Inline] = field(default_factory=list)
    role: str = ""
    zone: str = ""
    item: Item | None = None
    indent: int = 0
    rule: bool = False
    bold: bool = False
    row: int = 0

    def add(self, text: str, look: Look = PLAIN) -> None:
        """Append `text`."""
        if text:
            self.inlines.append(Run(text, look))

    @property
    def is_head(self) -> bool:
        """Whether it is a title, a deck or a heading."""
        return self.role.startswith(_HEADS)

    @property
    def is_shown(self) -> bool:
        """Whether it holds a picture."""
        return any(isinstance(part, Shown) for part in self.inlines)

    @property
    def text(self) -> str:
        """What a reader sees of it, without its pictures and notes."""
        return "".join(
            " " * part.soft if isinstance(part, Turn) else part.text
            for part in self.inlines
            if isinstance(part, Run | Turn) and not part.look.hidden
        )


@dataclass(slots=True)
class Row:
    """A row of a table; each cell is a text of its own. `header` as the format says.

    `set_off`: its cells are shaded or ruled, which says something where no other row's are.
    """

    cells: list[list[Block]] = field(default_factory=list)
    header: bool = False
    set_off: bool = False

    @property
    def says(self) -> bool:
        """Whether it holds words or a picture."""
        return any(map(_says, self.cells))

    @property
    def looks_apart(self) -> bool:
        """Whether the format or a bold style sets it off."""
        said = [para for cell in self.cells for para in list_paras(cell) if para.text.strip()]
        return self.set_off or (bool(said) and all(para.bold for para in said))


@dataclass(slots=True)
class Grid:
    """A table. A cell that spans several columns is followed by empty ones."""

    rows: list[Row] = field(default_factory=list)


Block: TypeAlias = Para | Grid


@dataclass(slots=True)
class Tally:
    """Text that was taken out: how often, and how many words it had."""

    pieces: int = 0
    words: int = 0

    def add(self, text: str) -> None:
        """Count one more piece."""
        self.pieces += 1
        self.more(text)

    def more(self, text: str) -> None:
        """Count further text of the piece before."""
        self.words += len(text.split())


@dataclass(slots=True)
class Copy:
    """A file as read: its blocks, its notes by id in the order of their calls, its losses.

    `title` and `creator` are what the file's properties say, which is seldom what the
    article says. `dropped` names what no edition can hold, each kind with its number,
    `nested` what stands in a quotation, which holds nothing but paragraphs; `running` holds
    what stands at the head or foot of pages, each with its kind. `inner` are the notes that
    are written where they are called.
    """

    blocks: list[Block] = field(default_factory=list)
    notes: dict[str, list[Block]] = field(default_factory=dict)
    pictures: list[Picture] = field(default_factory=list)
    deleted: Tally = field(default_factory=Tally)
    comments: Tally = field(default_factory=Tally)
    dropped: dict[str, int] = field(default_factory=dict)
    nested: Counter[str] = field(default_factory=Counter)
    running: dict[str, str] = field(default_factory=dict)
    inner: set[str] = field(default_factory=set)
    title: str = ""
    creator: str = ""

    def drop(self, kind: str) -> None:
        """Record that something of `kind` was left out."""
        self.dropped[kind] = self.dropped.get(kind, 0) + 1


# ── the text of a paragraph ──────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed line and its marks.

    `row` is the line of the source it was taken from, `more` are further ones whose words it
    holds. `flow`: it goes on with the line before, which only the source has broken: behind a
    blank (`on`), or `amid` a word.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    row: int = field(default=0, repr=False)
    more: frozenset[int] = field(default=frozenset(), repr=False)
    flow: Literal["", "on", "amid"] = field(default="", repr=False)

    @property
    def is_strong(self) -> bool:
        """Whether all of the line is bold."""
        return self.without("strong") is not self

    def without(self, *kinds: str) -> Printed:
        """The line without marks of `kinds` that cover all of it: they say nothing of its words.

        >>> Printed("Mud", (Mark(0, 3, "strong"),)).without("strong").marks
        ()
        """
        whole = (0, len(self.text) or -1)
        kept = [m for m in self.marks if m.kind not in kinds or (m.start, m.end) != whole]
        return replace(self, marks=tuple(kept)) if len(kept) < len(self.marks) else self

    def cut(self, start: int, end: int) -> Printed:
        """The line from `start` to `end`, and the marks inside of it.

        >>> Printed("1. bee", (Mark(0, 6, "emph"),)).cut(3, 6)
        Printed(text='bee', marks=(Mark(start=0, end=3, kind='emph', target=''),))
        """
        kept = (
            replace(mark, start=max(mark.start, start) - start, end=min(mark.end, end) - start)
            for mark in self.marks
            if mark.start < end and mark.end > start
        )
        return replace(self, text=self.text[start:end], marks=tuple(kept))

    def behind(self, prefix: str) -> Printed:
        """The line behind `prefix`, which no mark covers."""
        moved = tuple(_move_marks(self.marks, len(prefix)))
        return replace(self, text=prefix + self.text, marks=moved)


@dataclass(slots=True)
class ParagraphText:
    """What a paragraph prints, what it hides, and the pictures before and after its text."""

    lines: list[Printed] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    before: list[Shown] = field(default_factory=list)
    after: list[Shown] = field(default_factory=list)


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

    >>> found = read_inlines([Run("See "), Run("this ", Look(emph=True)), Run("\nthat")])
    >>> [(line.text, [(mark.start, mark.end) for mark in line.marks]) for line in found.lines]
    [('See this', [(4, 8)]), ('that', [])]
    """
    found = ParagraphText()
    line = _OpenLine(row)
    hidden: list[str] = []
    for inline in inlines:
        if isinstance(inline, Shown):
            (found.after if line.parts or found.lines else found.before).append(inline)
        elif isinstance(inline, Call):
            if inline.id not in silent:
                line.add(inline.sign, Look(note=inline.id))
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


def join_cells(cells: Sequence[Sequence[Printed]]) -> Printed:
    r"""Join the cells of a row by tabs, and each cell's lines by blanks.

    >>> join_cells([[Printed("a"), Printed("b")], [Printed("c")]]).text
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
    return Printed(text, merge_marks(marks), rows[0], more - {rows[0]})


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
        self._spans: list[tuple[int, int, Look]] = []
        self._length = 0

    def add(self, text: str, look: Look) -> None:
        if text or look.note:  # a picture behind a call stands behind text
            self.parts.append(text)
            end = self._length + len(text)
            if look != PLAIN:
                self._spans.append((self._length, end, look))
            self._length = end

    def end(self, *, verbatim: bool) -> Iterator[Printed]:
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
        yield Printed(bare, tuple(marks), self.row, flow=self._find_flow(text))

    def _find_stretches(self, kind: str) -> list[tuple[int, int, str | bool]]:
        """Where `kind` holds; runs that touch make one stretch."""
        found: list[tuple[int, int, str | bool]] = []
        for start, end, look in self._spans:
            if value := getattr(look, kind):
                start = found.pop()[0] if found and found[-1][1:] == (start, value) else start  # noqa: PLW2901
                found.append((start, end, value))
        return found

    def _find_flow(self, text: str) -> Literal["", "on", "amid"]:
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


# ── lines ────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line that a file prints.

    `printed` tells the row of the source that it was taken from; it stands behind what is
    printed of row `place`. `flow` is that of `model.Line`.
    """

    printed: Printed
    hint: str
    zone: str
    place: float
    flow: Flow


def make_lines(copy: Copy, path: str, config: Config) -> tuple[Line, ...]:
    """Make the lines of `copy`: its text, then its notes in the order of their calls.

    Raises `Refused` past the limits on lines.
    """
    found: list[Line] = []
    for one in print_lines(copy, path, config):
        if found and one.flow == "off":
            found.append(Line(len(found) + 1, ""))
        text, marks = one.printed.text, one.printed.marks
        found.append(Line(len(found) + 1, text, marks=marks, hint=one.hint, zone=one.zone))
    return tuple(found)


def print_lines(copy: Copy, path: str, config: Config) -> list[PlacedLine]:
    """List what `copy` prints, line by line: its text, then its notes in the order of their calls.

    Raises `Refused` past the limits on lines.
    """
    margins = Counter(
        block.indent
        for block in copy.blocks
        if isinstance(block, Para) and not block.item and not block.role and block.inlines
    )
    # Running text is not set in, in most documents.
    margin = max(margins, key=lambda margin: (margins[margin], -margin), default=0)
    # Calls of notes that say nothing would lead nowhere.
    silent = [name for name, blocks in copy.notes.items() if not _says(blocks)]
    printer = _Printer(path, config, frozenset(silent), margin)
    printer.print_blocks(copy.blocks)
    for name, blocks in copy.notes.items():
        printer.print_note(name, blocks, inner=name in copy.inner)
    return printer.lines


@dataclass(slots=True)
class _Step:
    """One level of the list that is being printed."""

    key: str
    level: int
    indent: int

    def holds(self, inner: _Step) -> bool:
        """Whether an item stands below this one: by level in one list, else by indent."""
        if self.key == inner.key or self.indent == inner.indent:
            return self.level < inner.level
        return self.indent < inner.indent


class _Printer:
    """The lines so far, and where the next one stands in its list or table."""

    def __init__(self, path: str, config: Config, silent: frozenset[str], margin: int) -> None:
        self.lines: list[PlacedLine] = []
        self._path, self._limits = path, config.limits
        self._silent, self._margin = silent, margin
        self._size = 0
        self._place = 0.0
        self._group: object = None
        self._list: list[_Step] = []
        self._list_group: object = None
        self._tables = 0
        self._empty: list[Printed] = []

    def print_blocks(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            if isinstance(block, Para):
                self._print_para(block)
            else:
                self._list = []
                self._print_grid(block)

    def print_note(self, name: str, blocks: Sequence[Block], *, inner: bool) -> None:
        """Print the text of a note; what it is made of stands together.

        One that is written where it is called (`inner`) stands behind all rows of the source.
        """
        self._list = []
        self._place = inf if inner else 0.0
        group = object()
        pictures: list[Shown] = []
        hidden: list[str] = []
        for para in list_paras(blocks):
            first = more = para.role
            if not para.role and para.text.strip() and self._is_item(para):
                first, more = self._find_item_hints(para)
                found = read_inlines(para.inlines, para.row, joined=True, silent=self._silent)
            else:
                self._list = []
                found = self._read_cell_para(para)
            for place, line in enumerate(found.lines):
                self._put(line, make_note_hint(name, more if place else first), group)
            pictures += found.before + found.after
            hidden += found.hidden
        self._print_figures(pictures)
        self._print_hidden(hidden, 0)

    def _put(self, printed: Printed, hint: str, group: object, zone: str = "") -> None:
        apart = group != self._group
        self._group = group
        if hint != "code":
            self._empty = []
        self._size += 1 + (apart and bool(self.lines))
        name = f"line {printed.row}" * bool(printed.row)
        check_line(self._size, printed.text, self._path, self._limits, name)
        self._place = max(self._place, printed.row)
        flow: Flow = "off" if apart else printed.flow or "in"
        self.lines.append(PlacedLine(printed, hint, zone, self._place, flow))

    def _print_figures(self, pictures: Iterable[Shown]) -> None:
        for shown in pictures:
            self._list = []
            alt = Printed(" ".join(shown.alt.split()), row=shown.row)
            self._put(alt, f"figure:{shown.name}", object())

    def _print_hidden(self, texts: Iterable[str], row: int) -> None:
        group = object()
        for text in texts:
            self._put(Printed(text, row=row), "", group, "hidden")

    def _print_para(self, para: Para) -> None:
        role = para.role
        found = read_inlines(
            para.inlines,
            para.row,
            joined=para.is_head or role in _ONE_LINE,
            verbatim=role.startswith("code"),
            silent=self._silent,
        )
        self._print_figures(found.before)
        if not found.lines:
            if para.rule and not found.before and not found.after:
                self._list = []
                self._put(Printed("", row=para.row), "break", object(), para.zone)
        elif role.startswith("code"):
            self._print_program(found.lines, role, para.zone)
        elif not role and self._is_item(para):
            first, more = self._find_item_hints(para)
            for place, line in enumerate(found.lines):
                self._put(line, more if place else first, self._list_group, para.zone)
        else:
            self._list = []
            group = object()
            if role == "quote" and para.item is not None and not para.item.more:
                # A list in a quotation stays in it: its items are paragraphs of somebody else's.
                found.lines[0] = found.lines[0].behind(f"{para.item.sign} ")
            for line in found.lines:
                self._put(
                    line.without("strong", "emph") if para.is_head else line, role, group, para.zone
                )
        self._print_figures(found.after)
        self._print_hidden(found.hidden, para.row)

    def _print_program(self, lines: Iterable[Printed], role: str, zone: str) -> None:
        """Lines of a program stand together, each a paragraph or not; empty ones only inside."""
        self._list = []
        for line in lines:
            if line.text:
                for empty in self._empty if role == self._group else ():
                    self._put(empty, "code", role, zone)
                self._empty = []
                self._put(line, "code", role, zone)
            elif role == self._group:
                self._empty.append(line)

    # ── lists ────────────────────────────────────────────────────────────────

    def _is_item(self, para: Para) -> bool:
        """Whether a paragraph is an item, or goes on with the one above it.

        A paragraph without a sign does when it is set in as far as the items are.
        """
        if para.item is not None:
            return bool(self._list) or not para.item.more
        return bool(self._list) and para.indent >= self._list[0].indent > self._margin

    def _find_item_hints(self, para: Para) -> tuple[str, str]:
        """The hint of the first line of an item, or of what goes on with it, and of the others.

        Its depth is counted from 1 by the items above it that hold it.
        """
        item = para.item
        if item is None or item.more:
            inner = [
                step
                for step in self._list
                if (step.level <= item.level if item else step.indent <= para.indent)
            ]
            self._list = inner or self._list[:1]
            more = f"list:more:{len(self._list)}"
            return more, more
        new = _Step(item.key, item.level, para.indent)
        dropped: _Step | None = None
        while self._list and not self._list[-1].holds(new):
            dropped = self._list.pop()
        if not self._list and (dropped is None or dropped.key != item.key):
            self._list_group = object()
        self._list.append(new)
        depth = len(self._list)
        first = (
            f"list:bullet:{depth}" if item.value is None else f"list:number:{depth}:{item.value}"
        )
        return first, f"list:more:{depth}"

    # ── tables ───────────────────────────────────────────────────────────────

    def _print_grid(self, grid: Grid) -> None:
        rows = [row for row in grid.rows if row.says]
        silent = [cell for row in grid.rows if not row.says for cell in row.cells]
        if _is_layout(rows):
            for cell in [*(cell for row in rows for cell in row.cells), *silent]:
                self._list = []
                self.print_blocks(cell)
            return
        self._tables += 1
        group = object()
        hidden: list[str] = []
        begins = next((para.row for para in list_paras([grid])), 0)
        table = [[self._read_cell(cell, hidden) for cell in row.cells] for row in rows]
        headers = _count_headers(rows, table)
        width = max(len(row) for row in table)
        for place, cells in enumerate(table):
            row = [*cells, *([] for _ in range(width - len(cells)))]
            kind = "header" if place < headers else "row"
            if kind == "header":
                row = [[line.without("strong") for line in cell] for cell in row]
            self._put(join_cells(row), f"table:{kind}:{self._tables}", group)
        for cell in silent:
            self._read_cell(cell, hidden)
        self._print_hidden(hidden, begins)

    def _read_cell(self, cell: Sequence[Block], hidden: list[str]) -> list[Printed]:
        found = [self._read_cell_para(para) for para in list_paras(cell)]
        hidden += [text for one in found for text in one.hidden]
        return [line for one in found for line in one.lines]

    def _read_cell_para(self, para: Para) -> ParagraphText:
        """A paragraph of a cell or note, with the number that its list prints before it."""
        found = read_inlines(para.inlines, para.row, joined=True, silent=self._silent)
        if para.item and para.item.value is not None:
            first, *rest = found.lines or [Printed("", row=para.row)]
            sign = f"{para.item.sign} " if first.text else para.item.sign
            found.lines = [first.behind(sign), *rest]
        return found


def ask_about_nested(counts: Mapping[str, int]) -> Iterator[Query]:
    """Ask once about the quotations and lists that stand as paragraphs of a quotation.

    >>> [query.message for query in ask_about_nested({"list": 2, "quotation": 1})]
    ['printed as paragraphs of the quotations that hold them: 2 lists, 1 quotation']
    """
    said = [f"{count} {kind}{'s' * (count > 1)}" for kind, count in counts.items() if count]
    if said:
        message = f"printed as paragraphs of the quotations that hold them: {', '.join(said)}"
        yield ask("read.nested", 0, message, anchor=message)


def check_line(number: int, text: str, path: str, limits: Limits, name: str = "") -> None:
    """Raise `Refused` past the limits on lines; `name` is what a message calls the line."""
    if number > limits.lines:
        raise refuse_lines(path, limits.lines)
    if len(text) > limits.line_characters:
        message = f"`{path}`: {name or f'line {number}'} has {len(text):,} characters"
        message += f", the limit is {limits.line_characters:,}"
        hint = "break the text into paragraphs, or raise `limits.line_characters`"
        raise Refused(message, hint=hint, code="refuse.line-too-long")


def refuse_lines(path: str, most: int) -> Refused:
    """Make the refusal of a file with more lines than `limits.lines`."""
    message = f"`{path}` has more than {most:,} lines"
    hint = "send the article alone, or raise `limits.lines` in the settings"
    return Refused(message, hint=hint, code="refuse.too-many-lines")


def list_paras(blocks: Iterable[Block]) -> list[Para]:
    """The paragraphs of a cell or note, those of tables in it among them."""
    found: list[Para] = []
    for block in blocks:
        if isinstance(block, Para):
            found.append(block)
        else:
            for row in block.rows:
                found += (para for cell in row.cells for para in list_paras(cell))
    return found


def join_text(blocks: Iterable[Block]) -> str:
    """All that `blocks` say, in one line."""
    return " ".join(" ".join(para.text for para in list_paras(blocks)).split())


def _says(blocks: Iterable[Block]) -> bool:
    return any(para.text.strip() or para.is_shown for para in list_paras(blocks))


def _is_layout(rows: Sequence[Row]) -> bool:
    """Whether a table only puts things side by side: a box, a row of columns, a frame.

    Data have cells without headings and pictures. Where they stand in one row or column, or
    hold tables themselves, they are short and plain, and no place of a frame is left empty.
    """
    # What a cell spans has no block at all.
    places = [cell for row in rows for cell in row.cells if cell]
    cells = [cell for cell in places if _says(cell)]
    blocks = [block for cell in cells for block in cell]
    grids = [block for block in blocks if isinstance(block, Grid)]
    inner = [block for grid in grids for row in grid.rows for cell in row.cells for block in cell]
    held = [block for block in (*blocks, *inner) if isinstance(block, Para)]
    if len(cells) < 2 or any(isinstance(block, Grid) for block in inner):
        return True
    if any(bool(para.text.strip()) if para.is_head else para.is_shown for para in held):
        return True
    if grids and len(cells) < len(places):
        return True
    if not grids and len(rows) > 1 and max(len(row.cells) for row in rows) > 1:
        return False
    return any(para.role or para.item or len(para.text) > _CELL for para in held)


def _count_headers(rows: Sequence[Row], table: Sequence[Sequence[Sequence[Printed]]]) -> int:
    """How many rows at the top are headers: as the format says, else one that looks apart."""
    if len(rows) < 2:
        return 0
    named = next((place for place, row in enumerate(rows) if not row.header), len(rows))
    if named:
        return named if named < len(rows) else 1
    apart = [row.looks_apart for row in rows]
    # A row of sums at the foot is set off too; in few rows that might be stripes.
    if apart[0] and not any(apart[1:-1]) and (len(rows) > _STRIPES or not apart[-1]):
        return 1
    first, second = ([line for cell in row for line in cell] for row in table[:2])
    bold = bool(first) and all(line.is_strong for line in first)
    return int(bold and not all(line.is_strong for line in second))
