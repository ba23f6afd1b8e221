"""What stands in front of the entries of a list: numbers, tags such as [Lo22], bullets.

One line tells little ("12. Oxford" may be the end of a wrapped entry): what counts is
that the numbers of the list go on from one to the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from copydesk.references.order import ascending

_NEXT: Final = r"(?=\S)"
#: Kind of label → its shape; the group is what citations call it by.
_SHAPES: Final = {
    "bracket": re.compile(r"\s*[\[［【〔](?:No\.\s?)?(\d{1,4}[a-z]?)[\]］】〕][.:]?\s*" + _NEXT),
    "round": re.compile(r"\s*[(（](\d{1,4}[a-z]?)[)）][.:]?\s*" + _NEXT),
    "stop": re.compile(r"\s*(\d{1,4}[a-z]?)(?:\.(?!\d)|[):、．])\s*" + _NEXT),
    "raised": re.compile(r"\s*([⁰¹²³⁴-⁹]{1,4})[.)]?\s*" + _NEXT),
    "bare": re.compile(r"\s*(\d{1,4})(?:\t\s*|\s+(?=[^\W\d_a-z]|[“\"„«‘]))"),
    "tag": re.compile(
        r"\s*\[([^\W\d_][^\W_+]{0,11}\+?\s?’?(?:\d\d|(?:1[5-9]|20)\d\d)[a-z]?)\][.:]?\s*" + _NEXT
    ),
    "bullet": re.compile(r"\s*([•*·▪◦‣●○■□►✓+-]|[–—―](?=\s))\s*(?=[^\s\W]|[“\"„«‘(\[])"),
}
_RAISED: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
#: Numbers of a list have no more gaps than entries.
_LOOSE: Final = 2
#: A number that begins the list is lower; years are higher.
_FIRST: Final = 1_000
#: So few labels are no list, but for a first number in square brackets.
_FEWEST: Final = 2
#: Numbers that do not begin at 1 are this many, unless brackets say what they are.
_CUT: Final = 4


@dataclass(frozen=True, slots=True)
class Label:
    """The label of an entry as citations call it, and where the entry's words begin.

    `value` is "" for a bullet, which nothing calls.
    """

    value: str
    end: int


def labels(texts: Sequence[str]) -> list[Label | None]:
    """The label of each of `texts`, the lines or entries of one list; None for those without.

    >>> labels(["[1] Lo, B., 2022.", "Turning point.", "[2] Osei, M., 2019."])
    [Label(value='1', end=4), None, Label(value='2', end=4)]
    >>> labels(["Lo, B.", "12. Oxford: Tide.", "Osei, M."])
    [None, None, None]
    """
    found: list[Label | None] = [None] * len(texts)
    best: dict[int, Label] = {}
    for kind, shape in _SHAPES.items():
        matches = [(at, match) for at, text in enumerate(texts) if (match := shape.match(text))]
        here = dict(_fitting(kind, matches, len(texts)))
        if len(here) > len(best):
            best = here
    for at, label in best.items():
        found[at] = label
    return found


def _fitting(
    kind: str, matches: Sequence[tuple[int, re.Match[str]]], size: int
) -> Iterator[tuple[int, Label]]:
    """Those of `matches` that number the list."""
    if kind == "bullet":
        # A dash may stand for an author; bullets stand before nearly all, the first among them.
        if len(matches) >= _FEWEST and matches[0][0] == 0 and len(matches) * 3 >= size * 2:
            signs = {match[1] for _, match in matches}
            yield from ((at, Label("", match.end())) for at, match in matches if len(signs) == 1)
        return
    if kind == "tag":
        if len(matches) >= _FEWEST:
            yield from ((at, Label(match[1], match.end())) for at, match in matches)
        return
    values = [match[1].translate(_RAISED) for _, match in matches]
    numbers = [int(value.rstrip("abcdefghijklmnopqrstuvwxyz")) for value in values]
    for row in _counts(numbers):
        begun = numbers[row[0]] == 1 or kind == "bracket" or len(row) >= _CUT
        if (len(row) >= _FEWEST and begun) or (kind == "bracket" and size == 1):
            yield from ((matches[at][0], Label(values[at], matches[at][1].end())) for at in row)


def _counts(values: Sequence[int]) -> Iterator[list[int]]:
    """The places of `values` that count on; where they begin anew at 1, another list begins."""
    starts = [
        at
        for at, value in enumerate(values)
        if value == 1 and values[at + 1 : at + 2] in ([2], [1])
    ]
    edges = sorted({0, *starts, len(values)})
    for low, high in pairwise(edges):
        kept = sorted(ascending(values[low:high]))
        row = [low + at for at in kept]
        if not row or values[row[0]] >= _FIRST:
            continue
        spread = values[row[-1]] - values[row[0]] + 1
        if spread <= _LOOSE * len(row) + 1:
            yield row
