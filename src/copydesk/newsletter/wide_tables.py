"""Tables on a phone: told row by row, or with their words broken where nothing else fits.

A page lets its reader move a wide table in its box; mail cannot, and columns of single letters help
nobody. So each row of many columns becomes a paragraph, in which the cells stand behind the heads
of their columns. In a table that stays one, only long words are broken: a program that may break
any breaks the year beside a long text first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, repeat, zip_longest
from typing import Final, TypeAlias

from lxml import etree

from copydesk.language.columns import measure_width, wrap_lines
from copydesk.newsletter import elements

#: Cells of a row, each with the head of its column.
_Told: TypeAlias = list[tuple[str, etree._Element]]  # noqa: SLF001  lxml's own name
#: More columns than these stand as rows; of so many on, columns stand closer, in smaller letters.
_MOST: Final = 6
_DENSE: Final = 5
#: Letters of a word that is never broken where a table stays one, and of one in a head.
_SHORT: Final = 5
_SHORT_HEAD: Final = 4
_DOT: Final = " · "
#: What a line of words may have in it; of other elements in a cell their words stand there.
_INLINE: Final = frozenset(
    ("a", "b", "bdi", "code", "del", "em", "i", "ins", "mark", "q", "s", "small", "span",
     "strong", "sub", "sup", "u")
)  # fmt: skip
#: Between the head of a column and what stands in it.
_COLON: Final = ":\N{NO-BREAK SPACE}"
#: Pixels of the narrowest phone that a table has in a program that leaves out style sheets.
_ROOM: Final = 256
#: Pixels between two columns, and those of a letter: as a rule, and where columns stand closer.
_LOOSE: Final = (16, 9)
_CLOSE: Final = (8, 8)


def narrow_tables(root: etree._Element) -> None:
    r"""Turn the tables below `root` that are too wide into paragraphs.

    >>> from copydesk.system import xml
    >>> head = "".join(f"<th>{name}</th>" for name in "abcdefg")
    >>> row = "".join(f"<td>{number}</td>" for number in range(7))
    >>> text = f"<div><table><thead><tr>{head}</tr></thead><tr>{row}</tr></table></div>"
    >>> page = xml.parse(text.encode())
    >>> narrow_tables(page)
    >>> "".join(page[0].itertext())
    'a:\xa00b:\xa01 · c:\xa02 · d:\xa03 · e:\xa04 · f:\xa05 · g:\xa06'
    """
    for table in [*root.iter("table")]:
        rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
        holder, needed = table.getparent(), _columns(table, _needed)
        fits = len(needed) <= _MOST and sum(needed) <= _letters(len(needed))
        if holder is None or fits:  # a phone has room for its short words at least
            continue
        place = holder.index(table)
        holder[place : place + 1] = [_paragraph(table, row) for row in _told(table, rows)]


def _told(table: etree._Element, rows: Sequence[Sequence[etree._Element]]) -> Iterator[_Told]:
    """The cells of each row of a table that hold something, each with the head of its column."""
    headed = any(True for _ in table.iter("thead"))
    names = [_text(cell) for cell in rows[0]] if headed else []
    for row in rows[1:] if names else rows:
        pairs = zip(chain(names, repeat("")), row, strict=False)
        yield [(name, cell) for name, cell in pairs if _text(cell)]


def _paragraph(table: etree._Element, cells: _Told) -> etree._Element:
    made = table.makeelement("p", {"class": "row"})
    first = elements.add_element(made, "strong", "")
    made.append(table.makeelement("br"))
    for number, (name, cell) in enumerate(cells):
        holder = made if number else first
        elements.add_words(holder, (_DOT if number > 1 else "") + (name and name + _COLON))
        _pour(cell, holder)
    return made


def _pour(cell: etree._Element, holder: etree._Element) -> None:
    """Say what stands in `cell` behind what `holder` has, links and emphasis as they are there."""
    for inner in cell.iterdescendants():
        if inner.tag not in _INLINE:
            inner.text, inner.tail = f" {inner.text or ''}", f" {inner.tail or ''}"
    etree.strip_tags(cell, *{str(one.tag) for one in cell.iterdescendants()} - _INLINE)
    elements.add_words(holder, cell.text or "")
    holder.extend([*cell])


def _letters(columns: int) -> int:
    """How many letters a phone has room for beside each other in so many columns."""
    gap, letter = _LOOSE if columns < _DENSE else _CLOSE
    return (_ROOM - gap * (columns - 1)) // letter


def mark_long_words(root: etree._Element) -> None:
    """Say in classes how the tables below `root` fit: `dense` ones, and words that may be `parted`.

    These are the words that a phone has no room for beside what stands in the other columns.

    >>> from copydesk.system import xml
    >>> cells = "<td>1874</td><td>The Donaudampfschifffahrtsgesellschaft</td>"
    >>> page = xml.parse(f"<div><table><tr>{cells}</tr></table></div>".encode())
    >>> mark_long_words(page)
    >>> xml.text(page[0][0][1])
    '<td>The <span class="parted">Donaudampfschifffahrtsgesellschaft</span></td>'
    """
    for table in root.iter("table"):
        limits = _shared(_columns(table, _needed), _columns(table, _longest))
        for row in table.iter("tr"):
            for cell, limit in zip(row, limits, strict=False):
                _part(cell, limit)
        if len(limits) >= _DENSE:
            table.set("class", f"{table.get('class', '')} dense".strip())


def _shared(needed: Sequence[int], longest: Sequence[int]) -> list[int]:
    """How many letters of a word each column has room for: what it needs, and a fair share more.

    >>> _shared([4, 5, 5, 5], [4, 30, 6, 30])
    [4, 6, 6, 7]
    """
    limits = [*needed]
    left = _letters(len(limits)) - sum(limits)
    for done, column in enumerate(sorted(range(len(limits)), key=longest.__getitem__)):
        more = min(longest[column] - limits[column], left // (len(limits) - done))
        limits[column] += more
        left -= more
    return limits


def _part(cell: etree._Element, limit: int) -> None:
    """Let the words of `cell` be broken that have more letters than `limit`."""
    if len(cell):  # a word may begin in one element and end in another
        if _longest(cell) > limit:
            cell.set("class", f"{cell.get('class', '')} parted".strip())
        return
    words, cell.text = (cell.text or "").split(" "), None
    for number, word in enumerate(words):
        blank = " " if number else ""
        if _wide(word) > limit:
            elements.add_words(cell, blank)
            elements.add_element(cell, "span", word, "parted")
        else:
            elements.add_words(cell, blank + word)


def _wide(text: str) -> int:
    """The letters of the longest word of `text`."""
    return max(map(measure_width, wrap_lines(text, 1)), default=0)


def _columns(table: etree._Element, letters: Callable[[etree._Element], int]) -> list[int]:
    """The most `letters` of a cell in each column."""
    rows = (map(letters, row) for row in table.iter("tr"))
    return [max(1, *column) for column in zip_longest(*rows, fillvalue=1)]


def _longest(cell: etree._Element) -> int:
    return _wide(_text(cell))


def _needed(cell: etree._Element) -> int:
    return min(_longest(cell), _SHORT_HEAD if cell.tag == "th" else _SHORT)


def _text(cell: etree._Element) -> str:
    return " ".join("".join(str(part) for part in cell.itertext()).split())
