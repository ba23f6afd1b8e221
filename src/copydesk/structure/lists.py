"""Runs of items → lists, with lists below their items.

A format tells the depth of an item, its kind and its number. Plain text shows them: by
how far a line is set in, and by a sign or number in front, which the list then sets itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from copydesk.model import Items, Paragraph
from copydesk.structure.passage import Passage, cut
from copydesk.structure.sheet import Sheet

#: Lists stand in each other so deep at most; what is set in farther stands beside.
DEEPEST: Final = 8

_SIGN = re.compile(r"\s*(?:[-*•◦▪‣·–—✓✔►▶●○➢+]|o(?=\s))\s+(?=\S)")
_COUNT = re.compile(r"\s*\(?(\d{1,3})[.)]\s+(?=\S)")
#: Letters and Roman numerals stay as written, for the text may name them; they tell the depth.
_LETTER = re.compile(r"\s*\(?(?:[a-z]|[ivx]{2,4})[.)]\s+(?=\S)")


#: Columns that a line of plain text is set in farther than the item it stands below.
_STEP: Final = 2


@dataclass(slots=True)
class _Item:
    """An item while its list is put together; `value` is its number, None for a bullet.

    `depth` counts columns, `parts` are its paragraphs and the items below it, in order.
    """

    depth: int
    value: int | None
    told: bool
    first: Passage
    parts: list[Passage | _Item] = field(default_factory=list)


def make_lists(run: Sequence[Passage], sheet: Sheet) -> list[Items]:
    """The lists that the items of `run` make, one after the other."""
    top: list[Passage | _Item] = []
    path: list[_Item] = []
    for passage in run:
        item = _read_item(passage, sheet, path[-1].depth if path else 0)
        more = passage.hint.startswith("list:more")
        while path and path[-1].depth + _STEP > item.depth + _STEP * more:
            path.pop()
        del path[DEEPEST - 1 :]
        row = path[-1].parts if path else top
        if more and path:
            row.append(passage)
            continue
        row.append(item)
        path.append(item)
    return [part for part in _make_parts(top, sheet) if isinstance(part, Items)]


def _read_item(passage: Passage, sheet: Sheet, depth: int) -> _Item:
    """The item of `passage`; one without a sign stands beside the one before, at `depth`."""
    kind, depth_, value = (*passage.hint.split(":")[1:], "", "", "")[:3]
    if passage.kind == "list" and depth_.isdigit():
        number = int(value) if value.isdigit() else 1
        told = number if kind == "number" else None
        return _Item(int(depth_) * _STEP, told, told=True, first=passage)
    if any(sign.match(passage.text) for sign in (_SIGN, _COUNT, _LETTER)):
        line = sheet.current[passage.numbers[0]].expandtabs(4)
        depth = len(line) - len(line.lstrip())
    return _Item(depth, None, told=False, first=passage)


def _make_parts(row: Sequence[Passage | _Item], sheet: Sheet) -> Iterator[Paragraph | Items]:
    """The paragraphs and lists of what stands in a row."""
    waiting: list[_Item] = []
    for part in (*row, None):
        if isinstance(part, _Item) and (not waiting or part.told == waiting[-1].told):
            waiting.append(part)
            continue
        if waiting:
            runs = _split_told(waiting) if waiting[0].told else [_find_order(waiting)]
            yield from (_make_list(run, sheet, ordered=ordered) for ordered, run in runs)
        waiting = [part] if isinstance(part, _Item) else []
        if isinstance(part, Passage):
            yield part.paragraph()


def _split_told(row: Sequence[_Item]) -> Iterator[tuple[bool, list[_Item]]]:
    """Items of one kind whose numbers go on make a list; an empty line parts two lists."""
    run: list[_Item] = []
    for item in row:
        if run and not _goes_on(run[-1], item):
            yield run[0].value is not None, run
            run = []
        run.append(item)
    yield run[0].value is not None, run


def _goes_on(above: _Item, item: _Item) -> bool:
    if item.first.apart and item.depth == _STEP:
        return False
    if above.value is None or item.value is None:
        return above.value is item.value
    return item.value == above.value + 1


def _find_order(row: Sequence[_Item]) -> tuple[bool, list[_Item]]:
    """The one list that lines of plain text show; it is numbered when all of them count."""
    counts = [_COUNT.match(item.first.text) for item in row]
    values = [int(match[1]) for match in counts if match]
    ordered = len(values) == len(row) and values == [*range(values[0], values[0] + len(row))]
    for item, value in zip(row, values, strict=False):
        item.value = value if ordered else None
    return ordered, list(row)


def _make_list(row: Sequence[_Item], sheet: Sheet, *, ordered: bool) -> Items:
    made = tuple(_make_item(item, sheet, ordered=ordered) for item in row)
    lines = tuple(number for item in made for part in item for number in part.lines)
    return Items(made, ordered, lines, (row[0].value or 0) if ordered else 1)


def _make_item(item: _Item, sheet: Sheet, *, ordered: bool) -> tuple[Paragraph | Items, ...]:
    first = item.first
    if not item.told:
        first = _strip_sign(first, _COUNT if ordered else _SIGN, sheet)
    return (first.paragraph(), *_make_parts(item.parts, sheet))


def _strip_sign(passage: Passage, sign: re.Pattern[str], sheet: Sheet) -> Passage:
    """`passage` without the sign of its list, which the list itself sets."""
    match = sign.match(passage.text)
    if match is None:
        return passage
    reason = "the list sets its own signs"
    return cut(passage, match.span(), sheet, "structure.list", reason)
