"""What a table is to every format: its caption, columns of figures, and the widths of columns.

Pages have captions of tables as paragraphs of their own. One between two tables is the lower
one's, for captions of tables stand above them; that of a picture is a part of its figure.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from lxml import etree

from copydesk.language.columns import is_wide
from copydesk.system import fonts

#: A cell of a column of figures: a number with its unit, sign or range; and one that says none.
_FIGURE: Final = re.compile(
    r"[<>≤≥~±+−–-]?\s?[€$£¥]?\s?\d[\d.,\s’]*(?:[–−-]\d[\d.,]*)?\s?(?:%|‰|°C?|[€$£¥]|[a-zµ]{1,3})?\*{0,3}"
)
#: The packaged face of labels and tables, and the widths of letters that it does not have.
_FACE: Final = "asset:sans/SourceSansPro-Regular.otf"
_SQUARE, _LETTER = 1.0, 0.55
#: How much wider letters in bold are than others.
_BOLD: Final = 1.08
#: Rows of a table that is kept on one page, with its caption; a longer one is parted.
SHORT: Final = 12
#: What stays on one line: a word, or a part of one that ends in a hyphen.
_WORD: Final = re.compile(r"[^\s–—-]+[–—-]?|\S")
#: No column asks for more than this width, in sizes, however much it holds.
_WIDEST: Final = 90
#: A small table is as wide as this part of the measure: figures far apart are hard to compare.
_NARROW: Final = 0.5
#: Letters on a line of a head that is turned, how many lines it may have, and their distance.
_TALL, _LINES, _LINE = 16, 3, 1.35
_NOTHING: Final = frozenset(("–", "—", "-", "…", "n/a", "n. a."))


def are_figures(cells: Iterable[str]) -> bool:
    """Tell whether the cells of a column below its head are numbers, and more than one.

    >>> are_figures(["12 m", "–", "1,024"]), are_figures(["12", "deep"]), are_figures(["12", ""])
    (True, False, False)
    """
    figures = [text for text in cells if text and text not in _NOTHING]
    return len(figures) > 1 and all(map(_FIGURE.fullmatch, figures))


@dataclass(frozen=True, slots=True)
class Setting:
    """How the cells of a table may be set, in points.

    The size of their letters, and what a column needs beside its text. Letters may be so much
    wider as `reserve` says than in the packaged face, where a reader may have another.
    """

    size: float
    apart: float
    reserve: float = 1.0

    def measure(self, text: str, *, bold: bool = False) -> float:
        """Reckon how long `text` is; Chinese letters and their like are squares.

        >>> [round(Setting(10, 5).measure(text)) for text in ("ill", "mmm", "水")]
        [8, 25, 10]
        """
        widths = fonts.advances(_FACE)
        other = self.reserve * (_BOLD if bold else 1)
        ems = (_SQUARE if is_wide(one) else other * widths.get(one, _LETTER) for one in text)
        return self.size * sum(ems)

    def measure_word(self, text: str, *, bold: bool = False) -> float:
        """Reckon how long the longest part of `text` is that stays on one line."""
        if any(map(is_wide, text)):
            return self.size * _SQUARE  # between such letters a line may end
        return max((self.measure(one, bold=bold) for one in _WORD.findall(text)), default=0)


@dataclass(frozen=True, slots=True)
class TablePlan:
    """How a table is set: in the letters of which `setting`, its columns on which `widths`.

    Of each column, `figures` says whether it holds numbers, `turned` whether its head runs
    upwards; `tall` is how high such a head is. A `narrow` table needs no more than a part of the
    measure, and its columns have that.
    """

    setting: Setting
    widths: tuple[float, ...]
    figures: tuple[bool, ...]
    turned: tuple[bool, ...]
    tall: float = 0
    narrow: bool = False


@dataclass(slots=True)
class _Column:
    """A column: the longest word and text of its cells, and how high a turned head is."""

    figures: bool
    least: float = 0
    wanted: float = 0
    tall: float = 0


def plan_table(
    rows: Sequence[Sequence[str]],
    heads: Sequence[bool],
    measure: float,
    settings: Sequence[Setting],
    *,
    turns: bool = False,
) -> TablePlan:
    """Plan a table with the texts of `rows`, of which some are `heads`, on a `measure` in points.

    It is set in the first of the `settings` that has room for its words. Where none has, heads of
    figures are turned, if the format `turns` heads: numbers are narrow. Else words are broken.
    """
    attempts = [(one, False) for one in settings] + ([(settings[-1], True)] if turns else [])
    for setting, turned in attempts:
        columns = _measure_columns(rows, heads, setting, turned=turned)
        if sum(one.least for one in columns) <= measure:
            break
    least, wanted = ([getattr(one, name) for one in columns] for name in ("least", "wanted"))
    narrow = sum(wanted) <= measure * _NARROW
    return TablePlan(
        setting,
        tuple(share_width(least, wanted, measure * _NARROW if narrow else measure)),
        tuple(one.figures for one in columns),
        tuple(one.tall > 0 for one in columns),
        max((one.tall for one in columns), default=0),
        narrow,
    )


def _measure_columns(
    rows: Sequence[Sequence[str]], heads: Sequence[bool], setting: Setting, *, turned: bool
) -> list[_Column]:
    below = (row for row, head in zip(rows, heads, strict=True) if not head)
    found = [_Column(are_figures(cells)) for cells in zip_longest(*below, fillvalue="")]
    found += [_Column(figures=False) for _ in range(max(map(len, rows), default=0) - len(found))]
    for row, bold in zip(rows, heads, strict=True):
        for column, text in zip(found, row, strict=False):
            if turned and bold and text and column.figures:
                lines = textwrap.wrap(text, max(_TALL, 2 + len(text) // _LINES))
                least = whole = len(lines) * setting.size * _LINE
                column.tall = max(setting.measure(one, bold=True) for one in lines)
            else:
                least = setting.measure_word(text, bold=bold)
                whole = min(setting.measure(text, bold=bold), _WIDEST * setting.size)
            column.least = max(column.least, least + setting.apart)
            column.wanted = max(column.wanted, column.least, whole + setting.apart)
    return found


def share_width(least: Sequence[float], wanted: Sequence[float], measure: float) -> Iterator[float]:
    """Share a `measure` among columns: each has its longest word, and what is left long texts.

    Short texts have room on one line; where there is no room for the words, short ones are whole.

    >>> list(share_width([100, 100, 100], [150, 900, 300], 600))
    [150, 300.0, 150.0]
    >>> list(share_width([100, 100], [150, 150], 600)), list(share_width([50, 300], [50, 300], 250))
    ([300.0, 300.0], [50, 200.0])
    """
    room = measure - sum(least)
    if room < 0:
        yield from _fill(least, measure)
    elif sum(wanted) <= measure:
        yield from (measure * one / (sum(wanted) or 1) for one in wanted)
    else:
        more = _fill([one - word for one, word in zip(wanted, least, strict=True)], room)
        yield from map(sum, zip(least, more, strict=True))


def _fill(needs: Sequence[float], room: float) -> list[float]:
    """Meet the `needs` that are small, and share what they leave of `room` by the others' size."""
    found = dict.fromkeys(range(len(needs)), 0.0)
    left = dict(enumerate(needs))
    while short := [at for at, need in left.items() if need <= room / len(left)]:
        for at in short:
            found[at] = left.pop(at)
            room -= found[at]
    whole = sum(left.values())
    return [*(found | {at: room * need / whole for at, need in left.items()}).values()]


def adopt_captions(
    article: etree._Element, find: Callable[[etree._Element], etree._Element | None]
) -> None:
    """Make the caption that `find` finds of each table of `article` a part of the table."""
    for table, caption in [(table, find(table)) for table in article.iter("table")]:
        if caption is not None:
            caption.tag, caption.tail, table.text = "caption", table.text, "\n"
            del caption.attrib["class"]
            table.insert(0, caption)


def find_caption_above(table: etree._Element) -> etree._Element | None:
    """Find the caption right above `table`.

    >>> from copydesk.system import xml
    >>> page = xml.parse(b'<div><table/><p class="caption">Dues</p><table/></div>')
    >>> [found is not None and found.text for found in map(find_caption_above, page.iter("table"))]
    [False, 'Dues']
    """
    return _caption(table.getprevious())


def find_caption(table: etree._Element) -> etree._Element | None:
    """Find the caption of `table`: the one above, else the one below that is no other's.

    >>> from copydesk.system import xml
    >>> page = xml.parse(b'<div><table/><p class="caption">Dues</p><p>They rose.</p></div>')
    >>> find_caption(page[0]).text
    'Dues'
    """
    if (found := find_caption_above(table)) is not None:
        return found
    found = _caption(table.getnext())
    behind = None if found is None else found.getnext()
    return None if behind is not None and behind.tag == "table" else found


def _caption(block: etree._Element | None) -> etree._Element | None:
    is_one = block is not None and block.tag == "p" and block.get("class") == "caption"
    return block if is_one else None
