"""How wide the columns of a table in a DOCX are, by what stands in them.

Word fits columns by itself, other programs take the widths that the file gives. The families of
a theme are not on every machine, and what stands in for them is wider: letters are taken as wide
as in those, so that no word is cut where a reader has another face.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise, zip_longest
from typing import Final

from copydesk.columns import is_wide
from copydesk.writers.figures import are_figures

#: Letters by their width in sizes; those that are not here, and letters in bold beside others.
_WIDTHS: Final = {
    letter: width
    for width, letters in (
        (0.3, "fijlI.,:;'’‘|!()[]- \u00a0"), (0.42, 'rt/“”"*'), (0.52, "cksvxyzFJLS–"),
        (0.8, "wNOQ%—"), (0.95, "mMW@"),
    )
    for letter in letters
}  # fmt: skip
_LETTER, _BOLD, _SQUARE = 0.61, 1.08, 1.0
#: Distance of lines in cells, in sizes.
_LINE: Final = 1.35
#: No column asks for more than this width, in sizes, however much it holds.
_WIDEST: Final = 90
#: A small table is as wide as this part of the measure: figures far apart are hard to compare.
_SMALL: Final = 0.5
#: Longest line of a head that is turned, in sizes, and how many lines it may have.
_TALL, _LINES = 9, 3


@dataclass(frozen=True, slots=True)
class Cut:
    """Size of the letters in cells, in points, and the margins left and right in twentieths."""

    size: float
    margins: int

    def width(self, text: str, *, bold: bool = False) -> int:
        """The width of `text`, in twentieths of a point.

        >>> cut = Cut(10, 200)
        >>> cut.width("ill"), cut.width("mmm"), cut.width("水")
        (180, 570, 200)
        """
        ems = sum(_WIDTHS.get(letter) or _em(letter) for letter in text)
        return round(ems * (_BOLD if bold else 1) * self.size * 20)

    def line(self) -> int:
        return round(self.size * _LINE * 20)


def _em(letter: str) -> float:
    if letter.isascii():
        return _LETTER
    return _SQUARE if is_wide(letter) else _LETTER


@dataclass(frozen=True, slots=True)
class Plan:
    """How a table is set: the `widths` of its columns, in `small` letters or not.

    `turned` says of each column whether its head runs upwards, `tall` how high such a head is.
    """

    widths: tuple[int, ...]
    small: bool = False
    turned: tuple[bool, ...] = ()
    tall: int = 0


@dataclass(slots=True)
class _Column:
    """The longest word and the longest text of a column, and how its head is turned."""

    least: int = 0
    wanted: int = 0
    figures: bool = False
    heads: list[str] = field(default_factory=list)


def plan(
    texts: Sequence[Sequence[str]], heads: Sequence[bool], measure: int, cuts: tuple[Cut, Cut]
) -> Plan:
    """How a table with the `texts` is set on a `measure`, in the letters of one of two `cuts`.

    The smaller one is for columns too many for the other. Where a head has no room in that
    either, those of figures are turned: numbers are narrow, and a word is never cut.
    """
    for cut in cuts:
        columns = _columns(texts, heads, cut)
        if sum(column.least for column in columns) <= measure:
            turned = (False,) * len(columns)
            return Plan(tuple(shares(columns, measure)), cut is cuts[1], turned)
    turned = tuple(column.figures and bool(column.heads) for column in columns)
    return _turned(texts, heads, turned, measure, cuts[1])


def _turned(
    texts: Sequence[Sequence[str]],
    heads: Sequence[bool],
    turned: Sequence[bool],
    measure: int,
    cut: Cut,
) -> Plan:
    """The plan of a table with the heads of some columns `turned`, on as many lines as fit."""
    found: list[_Column] = []
    tall = 0
    for most in range(_LINES, 0, -1):
        found, tall = _columns(texts, heads, cut, turned), 0
        for column, up in zip(found, turned, strict=True):
            for head in column.heads if up else ():
                lines = _in_lines(head, most, cut)
                tall = max(tall, *(cut.width(line, bold=True) for line in lines))
                column.least = max(column.least, len(lines) * cut.line() + cut.margins)
                column.wanted = max(column.wanted, column.least)
        if sum(column.least for column in found) <= measure:
            break
    return Plan(tuple(shares(found, measure)), small=True, turned=tuple(turned), tall=tall)


def _in_lines(head: str, most: int, cut: Cut) -> list[str]:
    """A turned `head` on so few lines that none is long, or else on the `most` that it may have.

    >>> _in_lines("Articles signed by all Europeans", 3, Cut(8, 0))
    ['Articles signed', 'by all Europeans']
    """
    words = head.split()
    lines = [head]
    for count in range(1, min(most, len(words)) + 1):
        cuts = combinations(range(1, len(words)), count - 1)
        splits = ([0, *at, len(words)] for at in cuts)
        ways = ([" ".join(words[low:high]) for low, high in pairwise(at)] for at in splits)
        lines = min(ways, key=lambda way: max(map(len, way)))
        if max(cut.width(line, bold=True) for line in lines) <= _TALL * cut.size * 20:
            break
    return lines


def _columns(
    texts: Sequence[Sequence[str]], heads: Sequence[bool], cut: Cut, turned: Sequence[bool] = ()
) -> list[_Column]:
    found = [_Column() for _ in range(max(map(len, texts), default=0))]
    for row, bold in zip(texts, heads, strict=True):
        for at, (column, text) in enumerate(zip(found, row, strict=False)):
            if bold and text:
                column.heads.append(text)
            if not (bold and turned and turned[at]):
                words = (cut.width(word, bold=bold) for word in text.split())
                column.least = max(column.least, max(words, default=0) + cut.margins)
                whole = min(cut.width(text, bold=bold), round(_WIDEST * cut.size * 20))
                column.wanted = max(column.wanted, column.least, whole + cut.margins)
    below = (row for row, bold in zip(texts, heads, strict=True) if not bold)
    for column, cells in zip(found, zip_longest(*below, fillvalue=""), strict=False):
        column.figures = are_figures(cells)
    return found


def shares(columns: Sequence[_Column], measure: int) -> list[int]:
    """The widths of `columns` on a `measure`: each has its longest word, long texts the rest.

    They fill the measure, those of a small table half of it.
    """
    least = [column.least for column in columns]
    wanted = [column.wanted for column in columns]
    if sum(wanted) <= measure * _SMALL:
        measure = round(measure * _SMALL)
    if sum(least) >= measure:
        found = [measure * one / (sum(least) or 1) for one in least]
    elif sum(wanted) <= measure:
        found = [measure * one / (sum(wanted) or 1) for one in wanted]
    else:
        found = _filled(least, wanted, measure)
    widths = [int(one) for one in found]
    if widths:
        widths[-1] += measure - sum(widths)
    return widths


def _filled(least: Sequence[int], wanted: Sequence[int], measure: int) -> list[float]:
    """Room for short texts on one line, and what is left to the long ones by their length.

    >>> _filled([100, 100, 100], [150, 900, 300], 600)
    [150, 300.0, 150.0]
    """
    found: list[float] = list(least)
    spare = float(measure - sum(least))
    needs = {at: high - low for at, (low, high) in enumerate(zip(least, wanted, strict=True))}
    while short := [at for at, need in needs.items() if need <= spare / len(needs)]:
        for at in short:
            found[at] += needs[at]
            spare -= needs.pop(at)
    for at, need in needs.items():
        found[at] += spare * need / sum(needs.values())
    return found
