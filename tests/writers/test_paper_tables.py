from __future__ import annotations

from typing import Any

import pytest

from copydesk.config import Config
from copydesk.settings.theme import Theme
from copydesk.system import fetch
from copydesk.writers.page import page
from copydesk.writers.pdf import paper
from copydesk.writers.pdf.writer import lay_out, load_sheets
from copydesk.writers.sheets import sheet
from writers.sample import with_fragment

TOWNS = ("Stannick", "Harrow", "Upper Coyle")
HEADS = (
    "Reservoir", "Capacity", "Threshold", "Supply", "Hospitals", "Irrigation", "Compensation",
    "Unknown", "Level", "Lowest level",
)  # fmt: skip
LONG = tuple(
    f"{word}verwaltungsvorschrift" for word in ("Wasser", "Deich", "Hafen", "Ufer", "Moor")
)


def _table(heads: tuple[str, ...], cell: str = "4.16") -> str:
    head = "".join(f"<th>{text}</th>" for text in heads)
    rows = "".join(
        f"<tr><td>{town}</td>{f'<td>{cell}</td>' * (len(heads) - 1)}</tr>" for town in TOWNS
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _set(markup: str, size: str = "A4") -> Any:
    """The page with a table, as it is set."""
    root = paper.build_document(page(with_fragment(markup, language="de")), Theme())
    sheets = load_sheets(sheet("paper.css", Config(), "paper"), size)
    document: Any = lay_out(root, fetch.Fetcher(), sheets)
    return document.pages[0]._page_box  # noqa: SLF001


def _boxes(leaf: Any, tag: str) -> list[Any]:
    return [
        box
        for box in leaf.descendants()
        if box.element_tag == tag and type(box).__name__ in ("TableBox", "TableCellBox")
    ]


def _broken(leaf: Any) -> list[str]:
    """Ends of lines in which a word is broken."""
    texts = (str(getattr(box, "text", "")) for box in leaf.descendants())
    return [text for text in texts if text.endswith("\u2010")]


@pytest.mark.parametrize("size", ["A4", "letter"])
@pytest.mark.parametrize("columns", range(2, len(HEADS) + 1))
def test_no_word_of_a_table_is_broken_that_fits(size: str, columns: int) -> None:
    leaf = _set(_table(HEADS[:columns]), size)
    assert _broken(leaf) == []


@pytest.mark.parametrize("heads", [HEADS, LONG, (*LONG, *HEADS[:7])])
def test_a_table_is_as_wide_as_the_text_and_can_be_read(heads: tuple[str, ...]) -> None:
    leaf = _set(_table(heads))
    (table,) = _boxes(leaf, "table")
    assert table.width <= leaf.width + 0.1
    assert table.style["font_size"] * 0.75 >= 7.5


def test_words_that_fit_nowhere_are_broken() -> None:
    assert _broken(_set(_table(LONG)))


def test_a_table_of_few_words_is_not_drawn_out() -> None:
    leaf = _set(_table(("Town", "n"), cell="7"))
    (table,) = _boxes(leaf, "table")
    assert table.width < leaf.width / 2


def test_a_long_caption_has_the_width_of_the_text() -> None:
    caption = f"<table><caption>{'What the keepers wrote down ' * 4}</caption>"
    leaf = _set(_table(("Town", "n"), cell="7").replace("<table>", caption))
    (table,) = _boxes(leaf, "table")
    assert table.width == pytest.approx(leaf.width, abs=1)


def test_prose_has_wider_columns_than_numbers() -> None:
    markup = _table(("Town", "What was done", "n")).replace(
        "<td>4.16</td><td>", "<td>The keeper wrote down each winter what had moved</td><td>"
    )
    town, prose, number = (cell.width for cell in _boxes(_set(markup), "th"))
    assert prose > 2 * town > 2 * number * 0.9


@pytest.mark.parametrize("above", [16, 18, 20, 22])
@pytest.mark.parametrize(("rows", "split"), [(11, False), (60, True)])
def test_a_short_table_is_not_parted_by_the_end_of_a_page(
    above: int, rows: int, *, split: bool
) -> None:
    body = "".join(f"<tr><td>{row}</td><td>b</td></tr>" for row in range(rows))
    table = f"<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody>{body}</tbody></table>"
    root = paper.build_document(page(with_fragment(f"{'<p>Mud.</p>' * above}{table}")), Theme())
    sheets = load_sheets(sheet("paper.css", Config(), "paper"), "A4")
    document: Any = lay_out(root, fetch.Fetcher(), sheets)
    leaves = [_boxes(leaf._page_box, "table") for leaf in document.pages]  # noqa: SLF001
    assert (len([leaf for leaf in leaves if leaf]) > 1) is split


CAPTION = '<div class="caption"><p>{}</p></div>'
CALL = '<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref"><sup>1</sup></a>'
NOTE = (
    '<section class="footnotes" role="doc-endnotes"><ol><li id="fn1"><p>So they say.'
    '<a href="#fnref1" class="footnote-back" role="doc-backlink">↩︎</a></p></li></ol></section>'
)


@pytest.mark.parametrize(
    ("markup", "captions"),
    [
        pytest.param(CAPTION.format("Depths") + "{}", ["Depths"], id="above the table"),
        pytest.param("{}" + CAPTION.format("Depths"), [], id="below it"),
        pytest.param(CAPTION.format("A pier") + "<p>Mud.</p>{}", [], id="above something else"),
        pytest.param(CAPTION.format(f"Depths{CALL}") + "{}" + NOTE, [], id="with a note"),
    ],
)
def test_a_caption_is_a_part_of_the_table_below_it(markup: str, captions: list[str]) -> None:
    found = page(with_fragment(markup.format(_table(("Town", "n"), cell="7"))))
    root = paper.build_document(found, Theme())
    assert ["".join(one.itertext()) for one in root.iterfind(".//table/caption")] == captions
