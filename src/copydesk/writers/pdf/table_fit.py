"""Tables on paper: letters small enough for their columns, and words broken only where none fits.

A page cannot be moved aside as a screen can. So it is reckoned beforehand, from the letters of
the cells, what a table needs; the sheet sets it by the classes that it gets here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from lxml import etree

from copydesk.writers.docx_reference import measure_paper
from copydesk.writers.table_parts import SHORT, Setting, plan_table

if TYPE_CHECKING:
    from copydesk.settings.theme import Theme

#: Sizes of letters in the text's, with what parts two columns in sizes of the letters and the
#: class of a table that has them. The largest comes first.
_SIZES: Final = ((0.86, 1.0, ""), (0.78, 1.0, "small"), (0.7, 0.7, "smaller"))
#: So many columns are easier to tell apart in smaller letters.
_MANY: Final = 6
#: What is reckoned for letters beside their width: those of heads are in bold.
_RESERVE: Final = 1.06


def fit_tables(article: etree._Element, paper_size: str, theme: Theme) -> None:
    """Give the tables of `article`, and cells whose words must break, their classes."""
    measure = measure_paper(paper_size, theme).measure / 20
    for table in article.iter("table"):
        rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
        _dress(table, "kept" if len(rows) <= SHORT else "")
        _fit(table, rows, measure, theme.points)


def _fit(
    table: etree._Element, rows: Sequence[Sequence[etree._Element]], measure: float, points: float
) -> None:
    """Fit `table` into a `measure`, in a text of so many `points`."""
    texts = [["".join(map(str, cell.itertext())) for cell in row] for row in rows]
    many = max(map(len, rows), default=0) >= _MANY
    settings = {
        Setting(points * size, points * size * apart, _RESERVE): name
        for size, apart, name in _SIZES[many:]
    }
    # Beside the last column nothing is needed, and `_RESERVE` is for heads as for all cells.
    least = min(one.apart for one in settings)
    plan = plan_table(texts, [False] * len(rows), measure + least, [*settings])
    caption = "".join(map(str, (one for part in table.iter("caption") for one in part.itertext())))
    narrow = plan.narrow and plan.setting.measure(caption) <= sum(plan.widths)
    _dress(table, "narrow" if narrow and not many else settings[plan.setting])
    broken = [
        cell
        for row, said in zip(rows, texts, strict=True)
        for cell, text, width in zip(row, said, plan.widths, strict=False)
        if plan.setting.measure_word(text) > width - plan.setting.apart
    ]
    if broken:
        _share(table, plan.widths)
    for cell in broken:
        _dress(cell, "broken")


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
