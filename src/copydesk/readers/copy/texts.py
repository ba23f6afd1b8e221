"""The inlines of a paragraph → texts and marks, one for each line that it prints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal, TypeAlias

from copydesk.model import Mark, merge_marks
from copydesk.readers.copy.blocks import BREAK, PLAIN, Call, Inline, Look, Shown, Turn

_KINDS: Final[tuple[Kind, ...]] = ("emph", "strong", "sup", "sub", "code")
_BLANK: Final = " \t"
_UNSPACED = re.compile("[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff60]")

Kind: TypeAlias = Literal["emph", "strong", "sup", "sub", "code"]
Span: TypeAlias = tuple[int, int, Look]


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed line and its marks.

    `row` is the line of the source it was taken from, `more` are further ones whose words it
    holds. `flow`: it goes on with the line before, which only the source has broken: behind a
    blank (`on`), or `amid` a word.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    row: int = 0
    more: frozenset[int] = frozenset()
    flow: Literal["", "on", "amid"] = ""


@dataclass(slots=True)
class Setting:
    """What a paragraph prints, what it hides, and the pictures before and after its text."""

    lines: list[Printed] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    before: list[Shown] = field(default_factory=list)
    after: list[Shown] = field(default_factory=list)


def setting(
    inlines: Iterable[Inline],
    row: int = 0,
    *,
    joined: bool = False,
    verbatim: bool = False,
    silent: frozenset[str] = frozenset(),
) -> Setting:
    r"""The lines of a paragraph; `joined` makes one of them. Calls of `silent` notes go.

    Lines of the source that begins with `row` are never joined.

    `verbatim` keeps blanks at the start of a line, and empty lines.

    >>> from copydesk.readers.copy.blocks import Run
    >>> found = setting([Run("See "), Run("this ", Look(emph=True)), Run("\nthat")])
    >>> [(line.text, [(mark.start, mark.end) for mark in line.marks]) for line in found.lines]
    [('See this', [(4, 8)]), ('that', [])]
    """
    found = Setting()
    line = _Line(row)
    hidden: list[str] = []
    for inline in inlines:
        if isinstance(inline, Shown):
            (found.after if line.parts or found.lines else found.before).append(inline)
        elif isinstance(inline, Call):
            if inline.id not in silent:
                line.call(inline)
        elif isinstance(inline, Turn):
            line = _next(line, found, inline, verbatim=verbatim)
        elif inline.look.hidden:
            hidden.append(inline.text)
        else:
            for place, piece in enumerate(inline.text.split(BREAK)):
                if place and joined:
                    line.add(" ", PLAIN)
                elif place:
                    found.lines += line.printed(verbatim=verbatim)
                    line = _Line(line.row)
                line.add(piece, inline.look)
    found.lines += line.printed(verbatim=verbatim)
    found.hidden = [text for piece in "".join(hidden).split(BREAK) if (text := piece.strip())]
    return found


def _next(line: _Line, found: Setting, turn: Turn, *, verbatim: bool) -> _Line:
    """The line behind `line`, which goes to `found` with what it prints."""
    printed = [_running_on(one, turn.look) for one in line.printed(verbatim=verbatim)]
    found.lines += printed
    row = line.row + turn.rows
    if not printed:
        # An empty line says nothing of its break: a hard one before it stays hard.
        return _Line(row, line.above, soft=line.soft or turn.soft)
    return _Line(row, "".join(line.parts), soft=turn.soft)


def _running_on(line: Printed, look: Look) -> Printed:
    """`line` with the marks of `look`, in which it breaks, going on beyond its end."""
    if look == PLAIN:
        return line
    size = len(line.text)
    marks = (
        replace(
            mark,
            runs_on=mark.end == size and mark.kind != "note"
            and (mark.target == look.link if mark.kind == "link" else getattr(look, mark.kind)),
        )
        for mark in line.marks
    )  # fmt: skip
    return replace(line, marks=tuple(marks))


def together(cells: Sequence[Sequence[Printed]]) -> Printed:
    r"""Table cells in a row, parted by tabs; each cell's lines are parted by blanks.

    >>> together([[Printed("a"), Printed("b")], [Printed("c")]]).text
    'a b\tc'
    """
    parts: list[str] = []
    marks: list[Mark] = []
    length = 0
    joints: dict[str, str] = {"amid": ""}
    rows = [line.row for cell in cells for line in cell] or [0]
    more = frozenset(rows).union(*(line.more for cell in cells for line in cell))
    for number, cell in enumerate(cells):
        for place, line in enumerate(cell):
            joint = joints.get(line.flow, " ") if place else "\t" * (number > 0)
            parts.append(joint)
            length += len(joint)
            marks += _moved(line.marks, length)
            parts.append(line.text.replace("\t", " "))
            length += len(line.text)
        if number and not cell:
            parts.append("\t")
            length += 1
    return Printed("".join(parts), merge_marks(marks), rows[0], more - {rows[0]})


def prefixed(line: Printed, prefix: str) -> Printed:
    """`line` behind `prefix`, which no mark covers."""
    marks = tuple(_moved(line.marks, len(prefix)))
    return replace(line, text=prefix + line.text, marks=marks)


def unmarked(line: Printed, *kinds: str) -> Printed:
    """`line` without marks of `kinds` that cover all of it: they say nothing of its words.

    >>> unmarked(Printed("Mud", (Mark(0, 3, "strong"),)), "strong").marks
    ()
    """
    size = len(line.text)
    kept = tuple(
        mark
        for mark in line.marks
        if mark.kind not in kinds or (mark.start, mark.end) != (0, size) or not size
    )
    return replace(line, marks=kept)


def is_strong(line: Printed) -> bool:
    """Whether all of a line is bold."""
    return any(
        mark.kind == "strong" and (mark.start, mark.end) == (0, len(line.text))
        for mark in line.marks
    )


def _moved(marks: Iterable[Mark], by: int) -> Iterator[Mark]:
    return (replace(mark, start=mark.start + by, end=mark.end + by) for mark in marks)


class _Line:
    """A line that is being put together in `row`.

    It goes on with what the source has in the line `above`, None where a paragraph or a break
    of the author's begins it; `soft` as in `Turn`.
    """

    def __init__(self, row: int = 0, above: str | None = None, *, soft: bool = False) -> None:
        self.row, self.above, self.soft = row, above, soft
        self.parts: list[str] = []
        self.spans: list[Span] = []
        self.calls: list[tuple[int, int, str]] = []
        self.length = 0

    def add(self, text: str, look: Look) -> None:
        if not text:
            return
        self.parts.append(text)
        end = self.length + len(text)
        if look != PLAIN:
            self.spans.append((self.length, end, look))
        self.length = end

    def call(self, call: Call) -> None:
        start = self.length
        self.add(call.sign, PLAIN)
        self.calls.append((start, self.length, call.id))
        if not call.sign:
            self.parts.append("")  # a picture behind it stands behind text

    def printed(self, *, verbatim: bool) -> Iterator[Printed]:
        """The line, unless there is nothing on it. Blanks at its ends print nothing."""
        text = "".join(self.parts)
        bare = text.rstrip(_BLANK) if verbatim else text.strip(_BLANK)
        if not bare and not self.calls and not verbatim:
            return
        cut = 0 if verbatim else len(text) - len(text.lstrip(_BLANK)) if bare else len(text)
        marks = [
            Mark(_within(start - cut, bare), _within(end - cut, bare), "note", target)
            for start, end, target in self.calls
        ]
        for kind in _KINDS:
            for start, end in _stretches(self.spans, kind):
                marks += _trimmed(bare, start - cut, end - cut, kind)
        for start, end, target in _links(self.spans):
            marks += _trimmed(bare, start - cut, end - cut, "link", target)
        yield Printed(bare, tuple(sorted(marks, key=_order)), self.row, flow=self._flow(text))

    def _flow(self, text: str) -> Literal["", "on", "amid"]:
        if self.above is None:
            return ""
        if self.soft:
            # Scripts written without blanks have none for a break either.
            unspaced = _UNSPACED.match(self.above.rstrip()[-1:]) and _UNSPACED.match(text.lstrip())
            return "amid" if unspaced else "on"
        return "on" if self.above[-1:].isspace() or text[:1].isspace() else "amid"


def _order(mark: Mark) -> tuple[int, int, str]:
    return (mark.start, -mark.end, mark.kind)


def _within(offset: int, text: str) -> int:
    return max(0, min(offset, len(text)))


def _trimmed(
    text: str, start: int, end: int, kind: Kind | Literal["link"], target: str = ""
) -> Iterator[Mark]:
    """A mark without the blanks at its ends, if anything is left of it."""
    start, end = _within(start, text), _within(end, text)
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    if start < end:
        yield Mark(start, end, kind, target)


def _stretches(spans: Iterable[Span], kind: Kind) -> list[tuple[int, int]]:
    """Where `kind` holds; runs that touch make one stretch."""
    found: list[tuple[int, int]] = []
    for start, end, look in spans:
        if not getattr(look, kind):
            continue
        if found and found[-1][1] == start:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _links(spans: Iterable[Span]) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for start, end, look in spans:
        if not look.link:
            continue
        if found and found[-1][1:] == (start, look.link):
            found[-1] = (found[-1][0], end, look.link)
        else:
            found.append((start, end, look.link))
    return found
