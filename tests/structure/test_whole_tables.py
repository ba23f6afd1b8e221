"""The rows of a table that the format tells of have one role together, whatever they say."""

from __future__ import annotations

import pytest

from copydesk import structure
from copydesk.config import Config
from copydesk.model import Article, Decisions, EditedText, Items, Line, Submission, Table, plain
from structure.hinted import check

PROSE = (
    "The harbour was quiet that year, and nobody in the town could say why it was so.",
    "The warden kept a green book, in which the prices of every morning were written down.",
    "Nobody has seen the book since the flood, though many claim to know where it is kept.",
)
MANUSCRIPT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODD = (
    "Share\tSubscribe", "By Mara Osei\t5 March 2024", "1\tHome", "Share", "Advertisement",
    "Subscribe to our newsletter", "The green book of the harbour", "Read more:", PROSE[1],
    "References\tOsei, M. (2019) Mud. Quay Press.", "© 2024 The Harbour Review",
    "Follow us on Twitter", "Leave a comment",
)  # fmt: skip


def article(media_type: str, rows: tuple[tuple[str, str, str], ...]) -> Article:
    """The article of `rows` of hint, zone and text, with a headline and prose around them."""
    main = "main" if media_type == "text/html" else ""
    texts = [
        ("title", main, "The green book of the harbour"), ("", "", ""),
        ("", main, PROSE[0]), ("", "", ""), ("", main, PROSE[1]), ("", "", ""),
        *rows, ("", "", ""), ("", main, PROSE[2]),
    ]  # fmt: skip
    lines = tuple(
        Line(number, text, hint=hint, zone=zone)
        for number, (hint, zone, text) in enumerate(texts, start=1)
    )
    edited = EditedText(Submission("a", "", media_type, lines), lines)
    found = structure.assemble(
        structure.label(edited, Config(), Decisions()), Config(), Decisions()
    )
    check(found)
    return found


def tables(found: Article) -> list[list[str]]:
    return [
        ["\t".join(plain(cell) for cell in row).rstrip("\t") for row in block.rows]
        for block in found.body
        if isinstance(block, Table)
    ]


def test_a_table_among_the_links_of_a_page_leaves_with_them() -> None:
    menu = tuple(("table:row:1", "nav", text) for text in ("Home\tNews", "Sport\tContact"))
    found = article("text/html", menu)
    assert tables(found) == []
    assert [edit.before for edit in found.structure] == ["Home\tNews", "Sport\tContact"]


def test_a_line_that_is_no_row_keeps_its_own_role() -> None:
    rows = (("table:row:1", "", "Fish\tPrice"), ("", "", ""), ("", "", PROSE[0][::-1]))
    found = article(MANUSCRIPT, rows)
    assert tables(found) == [["Fish\tPrice"]]
    assert len(found.body) == 5


@pytest.mark.parametrize("odd", ODD)
def test_a_row_never_leaves_the_table_of_an_author(odd: str) -> None:
    texts = ("Fish\tPrice", odd, "Eel\t2 d")
    found = article(MANUSCRIPT, tuple(("table:row:1", "", text) for text in texts))
    assert tables(found) == [[text.rstrip("\t") for text in texts]]


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("zones", [("main",) * 3, ("near",) * 3, ("near", "", "near")])
def test_a_row_never_leaves_a_table_in_the_text_of_a_page(
    odd: str, zones: tuple[str, str, str]
) -> None:
    texts = ("Fish\tPrice", odd, "Eel\t2 d")
    rows = tuple(("table:row:1", zone, text) for zone, text in zip(zones, texts, strict=True))
    assert tables(article("text/html", rows)) == [[text.rstrip("\t") for text in texts]]


@pytest.mark.parametrize("texts", [("Fish\tPrice",), ("Fish", "Cod", "Eel"), ("Cod\t4 d",)])
def test_one_row_and_one_column_are_tables(texts: tuple[str, ...]) -> None:
    found = article(MANUSCRIPT, tuple(("table:row:1", "", text) for text in texts))
    assert tables(found) == [list(texts)]


def test_tables_one_below_the_other_stay_two() -> None:
    rows = (("table:row:1", "", "Fish"), ("", "", ""), ("table:row:2", "", "Share"))
    assert tables(article(MANUSCRIPT, rows)) == [["Fish"], ["Share"]]


def test_short_paragraphs_above_a_list_are_no_items_of_it() -> None:
    item = ("list:number:1:1", "", "listed at last")
    rows = (
        ("", "", "a few words of it"),
        ("", "", ""),
        ("", "", "tail of it."),
        ("", "", ""),
        item,
    )
    lists = [block for block in article(MANUSCRIPT, rows).body if isinstance(block, Items)]
    assert [len(found.items) for found in lists] == [1]


def test_signs_that_an_author_typed_make_a_list_in_a_file_with_lists() -> None:
    rows = (("", "", "- hemp rope"), ("", "", "- tar and oakum"), ("", "", "- a lamp"))
    lists = [block for block in article(MANUSCRIPT, rows).body if isinstance(block, Items)]
    assert [len(found.items) for found in lists] == [3]


#: Rows of plain text, and whether the first of them names the columns; first where it does not.
ROWS = (
    (("North Pier\tdeep\told", "Old Basin\tshallow\tnew", "Fish Quay\tdry\told"), False),
    (("North Pier\t41%\t32%", "Old Basin\t20%\t75%", "Fish Quay\t62%\t18%"), False),
    (("1990\t4.1\t21.7", "2005\t5.0\t38.2", "2020\t6.3\t52.9"), False),
    (("Pier\tDues", "North\t41%\tpaid late", "South\t20%\tnever paid"), False),
    (("Pier\tDues\tNotes", "North\t41%\tpaid late", "South\tnone\tnever paid"), True),
    (("Year\tDues (m euros)\tCosts", "1990\t4.1\t21.7", "2005\t5.0\t38.2"), True),
    (("\t2019\t2020", "North Pier\t41\t–", "Old Basin\t20\t75", "Fish Quay\t3\t8"), True),
    (("Pier\tWarden\tShips", "North\tAda Lovell\t1,204", "South\tJon Marsh\t–",
      "Fish Quay\tMara Osei\t17"), True),
)  # fmt: skip


@pytest.mark.parametrize(("rows", "headed"), ROWS)
def test_the_first_row_of_plain_text_names_the_columns_where_figures_stand_below(
    rows: tuple[str, ...], *, headed: bool
) -> None:
    found = article("text/plain", tuple(("", "", text) for text in rows))
    (table,) = [block for block in found.body if isinstance(block, Table)]
    assert table.header is headed


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        (("\tPier\tDues\tRents", "\tNorth\t41%\t32%", "\tSouth\t20%\t75%"),
         ("Pier\tDues\tRents", "North\t41%\t32%", "South\t20%\t75%")),
        (("\t2019\t2020", "Pier\t41\t32", "Quay\t20\t75"), ("\t2019\t2020", "Pier\t41\t32",
                                                               "Quay\t20\t75")),
        (("  \t2019\t2020", "Pier\t41\t32", "\t20\t75"), ("\t2019\t2020", "Pier\t41\t32",
                                                           "\t20\t75")),
    ],
)  # fmt: skip
def test_an_empty_cell_before_the_others_of_a_row_keeps_its_column(
    rows: tuple[str, ...], wanted: tuple[str, ...]
) -> None:
    found = article("text/plain", tuple(("", "", text) for text in rows))
    assert tables(found) == [list(wanted)]
