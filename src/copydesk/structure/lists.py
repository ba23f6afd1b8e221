"""Runs of items → lists, with lists below their items.

A format tells the depth of an item, its kind and its number. Plain text shows them: by
how far a line is set in, and by a sign or number in front, which the list then sets itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from copydesk.model import Items, Paragraph
from copydesk.structure.passage import Passage, cut_span
from copydesk.structure.sheet import Sheet

#: Lists stand in each other so deep at most; what is set in farther stands beside.
DEEPEST: Final = 8
#: Columns that a line is set in farther than the item it stands below.
_STEP: Final = 2

#: The sign or number of an item. Letters and Roman numerals stay as written, for the text may
#: name them; they tell the depth alone.
_SIGN = re.compile(
    r"\s*(?:(?:[-*•◦▪‣·–—✓✔►▶●○➢+]|o(?=\s)|\(?(?P<value>\d{1,3})[.)])\s+(?=\S)"
    r"|(?P<letter>\(?(?:[a-z]|[ivx]{2,4})[.)]\s+(?=\S)))"
)


@dataclass(frozen=True, slots=True)
class _Item:
    """A passage of a list: where it stands, and its number, None for a bullet.

    `sign` is what its list sets itself; `is_more`: a further paragraph of the item above.
    """

    passage: Passage
    depth: int
    value: int | None = None
    sign: tuple[int, int] = (0, 0)
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
        return _Item(passage, int(told) * _STEP, number, is_more=kind == "more")
    match = _SIGN.match(passage.text)
    if match is None:
        return _Item(passage, depth)
    line = sheet.current[passage.numbers[0]].expandtabs(4)
    count = int(match["value"]) if match["value"] else None
    sign = (0, 0) if match["letter"] else match.span()
    return _Item(passage, len(line) - len(line.lstrip()), count, sign)


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
    starts = [
        at
        for at, ((above, *_), (item, *_)) in enumerate(pairwise(rows), 1)
        if (level > 1 and above.is_more != item.is_more) or not _goes_on(above, item)
    ]
    for start, end in pairwise([0, *starts, len(rows)] if rows else ()):
        first = rows[start][0]
        more = first.is_more and level > 1
        made = []
        for item, *below in rows[start:end]:
            passage = item.passage
            if any(item.sign):
                reason = "the list sets its own signs"
                passage = cut_span(passage, item.sign, sheet, "structure.list", reason)
            below_it = _make_parts(below, sheet, level + (not more))
            made.append((passage.paragraph(), *below_it))
        if more:
            yield from (part for parts in made for part in parts)
        else:
            lines = tuple(number for parts in made for part in parts for number in part.lines)
            start_at = 1 if first.value is None else first.value
            yield Items(tuple(made), first.value is not None, lines, start_at)


def _goes_on(above: _Item, item: _Item) -> bool:
    """Whether two items are of one list: of one kind, their numbers in order.

    An empty line parts two lists of a format, which set none between items.
    """
    if item.passage.kind == "list" and item.passage.apart and item.depth == _STEP:
        return False
    if above.value is None or item.value is None:
        return above.value is item.value
    return item.value == above.value + 1
