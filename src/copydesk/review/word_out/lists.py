"""What a format sets itself and no received line holds: signs of lists, numbers of notes, columns.

In the review copy Word sets them too, so that they are in neither of its texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final

from copydesk.model import Line, read_note_hint
from copydesk.writers.docx_reference import (
    FIGURES,
    NUMBERINGS,
    NumberedList,
    make_numbering,
    style_id,
)
from copydesk.writers.docx_tables import round_widths
from copydesk.writers.table_parts import Setting, plan_table

#: The numbers of notes among the kinds of lists, and the only list of that kind.
_NOTES: Final = len(NUMBERINGS) + 1
_KINDS: Final = {"bullet": "List Bullet", "number": "List Number", "more": "List Continue"}
_DEEPEST: Final = 9
#: Word's names for the forms of numbers.
_FORMS: Final = {
    "1": FIGURES, "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
}  # fmt: skip
#: How tables are set, whose letters may be wider elsewhere, and on which measure.
_CELLS, _MEASURE = Setting(9, 8, 1.22), 450
_SIGNED: Final = re.compile(r"[\[(]?(?:\d+|[*†‡§])[\])]?[.:]?\s")


@dataclass(slots=True)
class Signs:
    """What Word sets beside the lines of a submission.

    `shapes` are properties of paragraphs by the number of their line, `notes` the numbers of
    notes by their ids, `rows` the lists.
    """

    shapes: Mapping[int, str]
    notes: Mapping[str, int]
    rows: Sequence[NumberedList]

    def style(self, line: Line, style: str) -> str:
        """The style of the paragraph of `line`, whose role has `style`."""
        match line.hint.split(":"), style:
            case ["list", kind, *_], "ListParagraph":
                return style_id(_KINDS[kind])
            case ["table", kind, _], "BodyText":
                return "TableHead" if kind == "header" else "TableText"
        return style

    def shape(self, line: Line, style: str) -> str:
        """What else shapes the paragraph of `line`; entries have no bullets in print."""
        bare = style == "Bibliography" and line.hint.startswith("list:bullet")
        return "" if bare else self.shapes.get(line.number, "")

    def calls(self, line: Line) -> Iterator[tuple[int, str]]:
        """Where `line` calls notes by signs that it does not hold, and their markup."""
        for mark in line.marks:
            if mark.kind == "note" and mark.start == mark.end and mark.target in self.notes:
                number = self.notes[mark.target]
                yield (
                    mark.start,
                    (
                        f'<w:hyperlink w:anchor="note-{number}" w:history="1"><w:r><w:rPr>'
                        f'<w:rStyle w:val="FootnoteReference"/></w:rPr><w:t>{number}</w:t></w:r>'
                        "</w:hyperlink>"
                    ),
                )

    def place(self, line: Line) -> str:
        """The place that calls of the note in `line` lead to, "" in any other line."""
        if line.number not in self.shapes or not line.hint.startswith("footnote:"):
            return ""
        number = self.notes[read_note_hint(line.hint)[0]]
        return (
            f'<w:bookmarkStart w:id="{number}" w:name="note-{number}"/>'
            f'<w:bookmarkEnd w:id="{number}"/>'
        )

    def part(self) -> bytes:
        """The part with the kinds of lists and the lists."""
        return make_numbering(self.rows, _NOTES)


def list_signs(lines: Sequence[Line]) -> Signs:
    """The lists and notes of the received `lines`.

    >>> lines = [Line(1, "Mud", hint="list:number:1:4"), Line(2, "Silt", hint="footnote:b")]
    >>> found = list_signs(lines)
    >>> found.shapes[1]
    '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr>'
    >>> found.notes
    {'b': 1}
    >>> b"lowerLetter" in list_signs([Line(1, "Mud", hint="list:number:1:4:a")]).part()
    True
    """
    lists = _Lists()
    first: dict[str, Line] = {}
    shapes: dict[int, str] = {}
    for line in lines:
        kind, _, rest = line.hint.partition(":")
        if kind == "list":
            shapes[line.number] = lists.item(*rest.split(":"))
        elif line.text.strip():
            lists.end()
        if kind == "footnote":
            first.setdefault(read_note_hint(line.hint)[0], line)
    if not any(_SIGNED.match(line.text) for line in first.values()):
        shapes |= {line.number: _listed(1, _NOTES) for line in first.values()}
    shapes |= _columns(lines)
    return Signs(shapes, {name: at for at, name in enumerate(first, 1)}, tuple(lists.rows))


def _columns(lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """The tab stops of each line of a table."""
    tables: dict[str, list[Line]] = {}
    for line in lines:
        kind, _, rest = line.hint.partition(":")
        if kind == "table":
            tables.setdefault(rest.partition(":")[2], []).append(line)
    for rows in tables.values():
        heads = [line.hint.startswith("table:header") for line in rows]
        texts = [line.text.split("\t") for line in rows]
        widths = round_widths(plan_table(texts, heads, _MEASURE, [_CELLS]).widths)
        stops = "".join(f'<w:tab w:val="left" w:pos="{at}"/>' for at in accumulate(widths[:-1]))
        for line in rows if stops else ():
            yield line.number, f"<w:tabs>{stops}</w:tabs>"


def _listed(depth: int, number: int) -> str:
    level = min(max(depth, 1), _DEEPEST) - 1
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


@dataclass(slots=True)
class _Lists:
    """The lists with numbers; of those that are open number, last value and form, by depth."""

    rows: list[NumberedList] = field(default_factory=lambda: [(_NOTES, _NOTES, {0: 1}, FIGURES)])
    open: dict[int, tuple[int, int, str]] = field(default_factory=dict)

    def item(self, kind: str, depth: str, value: str = "", form: str = "1") -> str:
        """The properties of the paragraph of an item."""
        deep = int(depth)
        self.open = {at: one for at, one in self.open.items() if at <= deep}
        if kind != "number":
            return _listed(deep, NUMBERINGS[_KINDS[kind]])
        number, last, written = self.open.get(deep, (0, 0, form))
        if not number or int(value) != last + 1 or written != form:
            number = _NOTES + len(self.rows)
            level = min(max(deep, 1), _DEEPEST) - 1
            self.rows.append((number, NUMBERINGS["List Number"], {level: value}, _FORMS[form]))
        self.open[deep] = number, int(value), form
        return _listed(deep, number)

    def end(self) -> None:
        self.open = {}
