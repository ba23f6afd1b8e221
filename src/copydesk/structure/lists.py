"""Runs of items → lists, with lists below their items.

A format tells the depth of an item, its kind and its number. Plain text shows them: by
how far a line is set in, and by a sign or number in front, which the list then sets itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from copydesk.model import Items, Paragraph
from copydesk.structure.passage import Passage, cut_span
from copydesk.structure.sheet import Sheet

#: Lists stand in each other so deep at most; what is set in farther stands beside.
DEEPEST: Final = 8
#: Columns that a line is set in farther than the item it stands below.
_STEP: Final = 2

_SIGN = re.compile(r"\s*(?:[-*•◦▪‣·–—✓✔►▶●○➢+]|o(?=\s))\s+(?=\S)")
_COUNT = re.compile(r"\s*\(?(\d{1,3})[.)]\s+(?=\S)")
#: Letters and Roman numerals stay as written, for the text may name them; they tell the depth.
_LETTER = re.compile(r"\s*\(?(?:[a-z]|[ivx]{2,4})[.)]\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class _Item:
    """A passage of a list: where it stands, and its number, None for a bullet.

    `is_told` by its format; `is_more`: a further paragraph of the item above.
    """

    passage: Passage
    depth: int
    value: int | None = None
    is_told: bool = False
    is_more: bool = False


def make_lists(run: Sequence[Passage], sheet: Sheet) -> list[Items]:
    """The lists that the items of `run` make, one after the other."""
    items: list[_Item] = []
    for passage in run:
        items.append(_read_item(passage, sheet, items[-1].depth if items else 0))
    return [part for part in _make_parts(items, sheet) if isinstance(part, Items)]


def _read_item(passage: Passage, sheet: Sheet, depth: int) -> _Item:
    """The item of `passage`; one without a sign stands beside the one before, at `depth`."""
    kind, told, value = (*passage.hint.split(":")[1:], "", "", "")[:3]
    if passage.kind == "list" and told.isdigit():
        number = (int(value) if value.isdigit() else 1) if kind == "number" else None
        return _Item(passage, int(told) * _STEP, number, is_told=True, is_more=kind == "more")
    if any(sign.match(passage.text) for sign in (_SIGN, _COUNT, _LETTER)):
        line = sheet.current[passage.numbers[0]].expandtabs(4)
        depth = len(line) - len(line.lstrip())
    return _Item(passage, depth)


def _make_parts(
    items: Sequence[_Item], sheet: Sheet, level: int = 1
) -> Iterator[Paragraph | Items]:
    """The lists that `items` make, and the paragraphs that go on with the item above them."""
    rows: list[list[_Item]] = []  # an item each, with what stands below it
    for item in items:
        is_below = item.is_more or level < DEEPEST
        if rows and is_below and item.depth >= rows[-1][0].depth + _STEP * (not item.is_more):
            rows[-1].append(item)
        else:
            rows.append([item])
    for (is_told, goes_on), group in groupby(
        rows, lambda row: (row[0].is_told, row[0].is_more and level > 1)
    ):
        lists = list(group)
        if goes_on:
            for row in lists:
                yield row[0].passage.paragraph()
                yield from _make_parts(row[1:], sheet, level)
        elif is_told:
            yield from _make_told(lists, sheet, level)
        else:
            yield _make_shown(lists, sheet, level)


def _make_told(rows: Sequence[list[_Item]], sheet: Sheet, level: int) -> Iterator[Items]:
    """Items of one kind whose numbers go on make a list; an empty line parts two lists."""
    start = 0
    for end in range(1, len(rows) + 1):
        if end == len(rows) or not _goes_on(rows[end - 1][0], rows[end][0]):
            yield _make_list(rows[start:end], sheet, level, rows[start][0].value)
            start = end


def _goes_on(above: _Item, item: _Item) -> bool:
    if item.passage.apart and item.depth == _STEP:
        return False
    if above.value is None or item.value is None:
        return above.value is item.value
    return item.value == above.value + 1


def _make_shown(rows: Sequence[list[_Item]], sheet: Sheet, level: int) -> Items:
    """The list that lines of plain text show; it is numbered when all of them count."""
    texts = [row[0].passage.text for row in rows]
    values = [int(match[1]) for match in map(_COUNT.match, texts) if match]
    if len(values) == len(rows) and values == [*range(values[0], values[0] + len(rows))]:
        return _make_list(rows, sheet, level, values[0], _COUNT)
    return _make_list(rows, sheet, level, None, _SIGN)


def _make_list(
    rows: Sequence[list[_Item]],
    sheet: Sheet,
    level: int,
    start: int | None,
    sign: re.Pattern[str] | None = None,
) -> Items:
    """The list of `rows`, whose items begin with `sign`; one without a `start` is not numbered."""
    made = []
    for item, *below in rows:
        passage = item.passage
        if sign and (match := sign.match(passage.text)):
            reason = "the list sets its own signs"
            passage = cut_span(passage, match.span(), sheet, "structure.list", reason)
        made.append((passage.paragraph(), *_make_parts(below, sheet, level + 1)))
    lines = tuple(number for item in made for part in item for number in part.lines)
    return Items(tuple(made), start is not None, lines, 1 if start is None else start)
