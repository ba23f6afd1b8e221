"""Which tables stay tables on a phone, and which words of theirs may be broken there."""

from __future__ import annotations

import pytest
from lxml import etree

from copydesk.newsletter import wide_tables
from copydesk.system import xml

LONG = "Donaudampfschifffahrtsgesellschaft"


def table(*rows: str) -> etree._Element:
    """A table of `rows`, cells parted by strokes."""
    made = "".join(f"<tr><td>{row.replace('|', '</td><td>')}</td></tr>" for row in rows)
    return xml.parse(f"<div><table>{made}</table></div>".encode())


@pytest.mark.parametrize(
    "row",
    ["1874|3.20|nobody|nothing at all", "1|2|3|4|5|6", "a|b", f"{LONG}|{LONG}", "海港的夜|潮水很高",
     "word|word|word|word|word|word"],
)  # fmt: skip
def test_a_table_that_a_phone_has_room_for_stays_one(row: str) -> None:
    page = table(row, row)
    wide_tables.narrow_tables(page)
    assert page[0].tag == "table"


def test_a_table_of_figures_stays_one_however_long_its_heads_are() -> None:
    page = table("Year|Asked|Granted|Refused|Withdrawn|Lowest", "2004,|0|1|0|12|12.75")
    for cell in page[0][0]:
        cell.tag = "th"
    wide_tables.narrow_tables(page)
    assert page[0].tag == "table"
    wide_tables.mark_long_words(page)
    heads = [one.text for one in page[0][0].iter("span")]
    assert heads == ["Asked", "Granted", "Refused", "Withdrawn", "Lowest"]
    assert [one.text for one in page[0][1].iter("span")] == []


@pytest.mark.parametrize("row", ["1|2|3|4|5|6|7", f"{LONG}|nobody|nothing|tides|lamps|walls"])
def test_a_table_that_no_phone_has_room_for_is_told_row_by_row(row: str) -> None:
    page = table(row, row)
    wide_tables.narrow_tables(page)
    assert [block.tag for block in page] == ["p", "p"]


def test_links_and_emphasis_of_a_table_that_is_told_are_kept() -> None:
    link = '<a href="https://harbour.example">The <em>wall</em></a>'
    page = table(f"{link}, 1874|{link}|<p>one</p><p>two</p>|4|5|6|7")
    wide_tables.narrow_tables(page)
    told = f"<strong>{link}, 1874</strong><br/>{link} · one two · 4 · 5 · 6 · 7"
    assert (
        " ".join(xml.text(page[0]).split()).replace(" ·  ", " · ") == f'<p class="row">{told}</p>'
    )


@pytest.mark.parametrize(
    ("rows", "broken"),
    [
        (["1874|3.20|nobody|nothing at all"], []),
        (["a|b", "c|d"], []),
        (["海港的夜来了潮水很高也很静|夜"], []),  # they are broken anywhere, and are used to it
        ([f"1874|{LONG}"], [LONG]),
        (["Year|Said", f"1874|{LONG}"], [LONG]),
        ([f"1874|by the {LONG}|{LONG} too"], [LONG, LONG]),
        ([f"a <i>{LONG}</i>|b"], [f"a {LONG}"]),  # the cell: nobody knows where its words end
    ],
)
def test_words_are_broken_that_no_phone_has_room_for(rows: list[str], broken: list[str]) -> None:
    page = table(*rows)
    before = "".join(page.itertext())
    wide_tables.mark_long_words(page)
    marked = [one for one in page.iter() if one.get("class") == "parted"]
    assert ["".join(one.itertext()) for one in marked] == broken
    assert "".join(page.itertext()) == before


@pytest.mark.parametrize(("row", "dense"), [("a|b|c|d", False), ("a|b|c|d|e", True)])
def test_many_columns_stand_closer(row: str, dense: bool) -> None:  # noqa: FBT001  a case
    page = table(row)
    wide_tables.mark_long_words(page)
    assert (page[0].get("class") == "dense") == dense


def test_an_empty_table_is_left_alone() -> None:
    page = xml.parse(b"<div><table/><table><tr/></table></div>")
    before = xml.text(page)
    wide_tables.narrow_tables(page)
    wide_tables.mark_long_words(page)
    assert xml.text(page) == before
