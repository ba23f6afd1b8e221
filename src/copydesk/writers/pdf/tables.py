"""Tables on paper: letters small enough for their columns, and words broken only where none fits.

A page cannot be moved aside as a screen can. So it is reckoned beforehand, from the letters of
the cells, what a table needs; the sheet sets it by the classes that it gets here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from lxml import etree

from copydesk.columns import is_wide
from copydesk.writers.docx_reference import paper
from copydesk.writers.pdf.sans_words import wrap_texts
from copydesk.writers.table_parts import measure_text

if TYPE_CHECKING:
    from copydesk.theme import Theme

#: Sizes of letters in the text's, with what parts two columns in sizes of the letters and the
#: class of a table that has them. The largest comes first.
SIZES: Final = ((0.86, 1.0, ""), (0.78, 1.0, "small"), (0.7, 0.7, "smaller"))
#: So many columns are easier to tell apart in smaller letters.
_MANY: Final = 6
#: A table that needs less than this share of the measure is not drawn out to all of it.
_NARROW: Final = 0.55
#: What is reckoned for letters beside their width: bold ones are a little wider.
_RESERVE: Final = 1.06
#: What may stand at the end of a line without a hyphen.
_WORDS: Final = re.compile(r"\S+")
_WORD: Final = re.compile(r"[^\s/–—-]+[/–—-]?|\S")


#: Letters of a word in a cell that are set as one, and as parts; the class of these.
_ENDLESS, _PART = 250, 100
LONG: Final = "long"


def fit(article: etree._Element, paper_size: str, theme: Theme) -> None:
    """Give the tables of `article`, and cells whose words must break, their classes."""
    measure = paper(paper_size, theme).measure / 20 / theme.points
    for table in article.iter("table"):
        rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
        if any(cell.get("colspan") or cell.get("rowspan") for row in rows for cell in row):
            for cell in (cell for row in rows for cell in row):
                _dress(cell, "broken")  # which column it belongs to is not said
        else:
            _fit(table, rows, measure)
        for element in [one for row in rows for cell in row for one in cell.iter()]:
            wrap_texts(element, _part_words, LONG)


def _fit(table: etree._Element, rows: Sequence[Sequence[etree._Element]], measure: float) -> None:
    """Fit `table` into `measure`, in sizes of the text."""
    texts = [["".join(map(str, cell.itertext())) for cell in row] for row in rows]
    columns = list(zip_longest(*texts, fillvalue=""))
    words = [max(map(longest_word, column), default=0) for column in columns]
    choice = SIZES[len(columns) >= _MANY :]
    rooms = [measure / size - gutter * (len(columns) - 1) for size, gutter, _ in choice]
    at = next((at for at, room in enumerate(rooms) if sum(words) <= room), -1)
    caption = "".join(map(str, (one for part in table.iter("caption") for one in part.itertext())))
    whole = sum(max(map(length, column), default=0) for column in columns)
    narrow = choice[at] == SIZES[0] and max(whole, length(caption)) <= _NARROW * rooms[at]
    _dress(table, "narrow" if narrow else choice[at][2])
    most = level(words, rooms[at])
    if most < max(words, default=0):
        _share(table, [min(word, most) + choice[at][1] for word in words])
    for row, said in zip(rows, texts, strict=True):
        for cell, text in zip(row, said, strict=True):
            if longest_word(text) > most:
                _dress(cell, "broken")


def _part_words(text: str) -> Iterator[tuple[str, bool]]:
    """Part words without end, such as pictures in letters, into pieces to be set one by one.

    For the least width of a column WeasyPrint breaks a word at each letter, and looks at all that
    is left of it each time: one of a hundred thousand letters would take hours.

    >>> [len(piece) for piece, parted in _part_words("a " + "b" * 299) if parted]
    [100, 100, 99]
    """
    at = 0
    for found in _WORDS.finditer(text) if len(text) >= _ENDLESS else ():
        if len(found[0]) >= _ENDLESS:
            yield text[at : found.start()], False
            at = found.end()
            for start in range(0, len(found[0]), _PART):
                yield found[0][start : start + _PART], True
    yield text[at:], False


def _share(table: etree._Element, widths: Sequence[float]) -> None:
    """Give the columns of `table` their shares of its width."""
    for old in table.findall("colgroup"):
        table.remove(old)
    group = table.makeelement("colgroup", {})
    for one in widths:
        etree.SubElement(group, "col", style=f"width: {100 * one / sum(widths):.1f}%")
    captions = len(table.findall("caption"))
    table.insert(captions, group)


def _dress(element: etree._Element, name: str) -> None:
    if name:
        element.set("class", f"{element.get('class', '')} {name}".strip())


def longest_word(text: str) -> float:
    """The length of the longest part of `text` that stays on one line.

    >>> longest_word("Schleswig-Holstein 2001") == length("Schleswig-"), longest_word("港口")
    (True, 1)
    """
    if any(map(is_wide, text)):
        return 1  # between such letters a line may end
    return max(map(length, _WORD.findall(text)), default=0)


def length(text: str) -> float:
    """About how long `text` is, in sizes of its letters."""
    return measure_text(text, _RESERVE)


def level(words: Sequence[float], room: float) -> float:
    """The length at which the `words` of columns are to be broken to fit into `room`.

    Short ones stay whole, and the long ones share what they leave.

    >>> level([5, 8, 30, 40], 60), level([5, 8], 60)
    (23.5, inf)
    """
    left, rest = room, sorted(words)
    while rest and rest[0] * len(rest) <= left:
        left -= rest.pop(0)
    return left / len(rest) if rest else float("inf")
