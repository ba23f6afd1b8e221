"""What a format says of its lines becomes the blocks that it means."""

from __future__ import annotations

import pytest

from copydesk import pipeline
from copydesk.model import (
    Block,
    Break,
    Code,
    Decision,
    Decisions,
    Emph,
    Figure,
    Heading,
    Items,
    Link,
    Mark,
    Paragraph,
    Quote,
    Table,
    Text,
    plain,
)
from structure.hinted import GAP, article_of, row

PROSE = row("body", "The harbour was quiet that year, and nobody in the town could say why.")


def outline(block: Block) -> object:
    """A list as its kind, first number and items; anything else as its text."""
    if isinstance(block, Items):
        sign: object = block.start if block.ordered else "-"
        sign = sign if block.form == "1" else f"{sign}{block.form}"
        return [sign, *([outline(part) for part in item] for item in block.items)]
    assert isinstance(block, Paragraph)
    return plain(block.content)


def body_of(*rows: object) -> tuple[Block, ...]:
    return article_of(*rows).body  # type: ignore[arg-type]


# ── lists ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("hints", "wanted"),
    [
        (("bullet:1", "bullet:1"), [["-", ["a"], ["b"]]]),
        (("bullet:1", "bullet:2", "bullet:1"), [["-", ["a", ["-", ["b"]]], ["c"]]]),
        (("number:1:1", "number:1:2"), [[1, ["a"], ["b"]]]),
        (("number:1:4", "number:1:5"), [[4, ["a"], ["b"]]]),
        (("number:1:0", "number:1:1"), [[0, ["a"], ["b"]]]),
        (("number:1:1", "number:1:7"), [[1, ["a"]], [7, ["b"]]]),
        (("number:1:1", "bullet:2", "bullet:2", "number:1:2"),
         [[1, ["a", ["-", ["b"], ["c"]]], ["d"]]]),
        (("bullet:1", "number:1:1"), [["-", ["a"]], [1, ["b"]]]),
        (("bullet:1", "more:1", "bullet:1"), [["-", ["a", "b"], ["c"]]]),
        (("bullet:1", "bullet:2", "more:1", "bullet:1"), [["-", ["a", ["-", ["b"]], "c"], ["d"]]]),
        (("bullet:1", "bullet:2", "more:2"), [["-", ["a", ["-", ["b", "c"]]]]]),
        # a first item that stands deep, a step left out, a paragraph without its item
        (("bullet:3", "bullet:1"), [["-", ["a"], ["b"]]]),
        (("bullet:1", "bullet:4", "bullet:2"), [["-", ["a", ["-", ["b"], ["c"]]]]]),
        (("more:1", "bullet:1"), [["-", ["a"], ["b"]]]),
        (("bullet", "bullet:x"), [["-", ["a"], ["b"]]]),
    ],
)  # fmt: skip
def test_items_make_the_lists_that_the_format_says(
    hints: tuple[str, ...], wanted: list[object]
) -> None:
    rows = [row("list", text, f"list:{hint}") for text, hint in zip("abcd", hints, strict=False)]
    assert [outline(block) for block in body_of(*rows)] == wanted


def test_a_list_counts_in_the_letters_that_the_format_says() -> None:
    hints = ("list:number:1:3:a", "list:number:1:4:a", "list:number:1:5", "list:number:1:6:x")
    found = body_of(*(row("list", "mud", hint) for hint in hints))
    lists = [(one.form, one.start, len(one.items)) for one in found if isinstance(one, Items)]
    assert lists == [("a", 3, 2), ("1", 5, 2)]


def test_an_empty_line_parts_two_lists_of_a_format() -> None:
    first, second = row("list", "a", "list:bullet:1"), row("list", "b", "list:bullet:1")
    assert len(body_of(first, GAP, second)) == 2


def test_lists_end_somewhere_however_deep_they_stand() -> None:
    rows = [row("list", f"item {depth}", f"list:bullet:{depth}") for depth in range(1, 2_000)]
    (block,) = body_of(*rows)
    assert isinstance(block, Items)


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        (("- rope", "  - hemp", "  - flax", "- tar"),
         [["-", ["rope", ["-", ["hemp"], ["flax"]]], ["tar"]]]),
        (("1. rope", "   - hemp", "2. tar"), [[1, ["rope", ["-", ["hemp"]]], ["tar"]]]),
        ((" - rope", "- tar"), [["-", ["rope"], ["tar"]]]),
        (("rope", "      tar"), [["-", ["rope"], ["tar"]]]),
        (("2. rope", "3. tar"), [[2, ["rope"], ["tar"]]]),
        (("2. rope", "5. tar"), [[2, ["rope"]], [5, ["tar"]]]),
        (("2019. A year", "1. rope"), [["-", ["2019. A year"]], [1, ["rope"]]]),
        (("a) rope",), [["-", ["a) rope"]]]),
        (("a) rope", "c) tar"), [["-", ["a) rope"], ["c) tar"]]]),
        (("a) rope", "2. hemp", "b) tar"),
         [["-", ["a) rope"]], [2, ["hemp"]], ["-", ["b) tar"]]]),
        (("(iv) rope", "(vi) tar"), [["-", ["(iv) rope"], ["(vi) tar"]]]),
        (("a) rope", "b) tar"), [["1a", ["rope"], ["tar"]]]),
        (("(i) rope", "(ii) tar", "(iii) hemp"), [["1i", ["rope"], ["tar"], ["hemp"]]]),
        (("h. rope", "i. tar"), [["8a", ["rope"], ["tar"]]]),
        (("1. rope", "   a) hemp", "   b) flax", "2. tar"),
         [[1, ["rope", ["1a", ["hemp"], ["flax"]]], ["tar"]]]),
    ],
)  # fmt: skip
def test_items_of_plain_text_make_the_lists_that_they_show(
    texts: tuple[str, ...], wanted: list[object]
) -> None:
    assert [outline(block) for block in body_of(*(row("list", text) for text in texts))] == wanted


# ── tables, code, quotations ─────────────────────────────────────────────────


def test_each_table_is_one_block_and_keeps_the_marks_of_its_cells() -> None:
    first, second = body_of(
        row("other", "Port\tIncome", "table:header:1"),
        row("body", "North Quay\t340", "table:row:1", Mark(6, 10, "emph")),
        row("other", "\tall told", "table:row:1", Mark(1, 9, "emph")),
        row("other", "tar\t2", "table:row:2"),
    )
    assert isinstance(first, Table)
    assert first.header
    assert first.rows[1] == ((Text("North "), Emph((Text("Quay"),))), (Text("340"),))
    assert first.rows[2] == ((), (Emph((Text("all told"),)),))
    assert isinstance(second, Table)
    assert not second.header


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Born\t1948\nDied\t1999", "table 2"),
        ("Born\t1948\n\nDied\t1999", "table 2"),
        ("Men\nAbe\t17\nWomen\nEve\t41", "table 4"),
        ("Abe\t17\n\nWomen\n\nEve\t41\n\nMen\n\nTom\t11", "table 5"),
        ("Abe\t17\n\nWomen\nEve\t41\nMen\nTom\t11", "table 5"),
        ("Dues\nNorth\t17\nSouth\t41", "Dues, table 2"),
        ("North\t17\nSouth\t41\n\nTolls\nPort\tPence\nWest\t3", "table 2, Tolls, table 2"),
    ],
)
def test_a_line_of_one_cell_behind_an_empty_line_is_the_title_of_a_table(
    text: str, wanted: str
) -> None:
    found = body_of(*(row("other", line) if line else GAP for line in text.split("\n")))
    said = [
        f"table {len(one.rows)}" if isinstance(one, Table) else plain(one.caption)
        for one in found
        if isinstance(one, (Table, Figure))
    ]
    assert (len(said), ", ".join(said)) == (len(found), wanted)


@pytest.mark.parametrize(
    ("rows", "headed"),
    [
        ("Born\t1948,Died\t1999", False),
        ("Sector\t2016\t2019,Households\t214\t1950", False),
        ("Sector\t2019\t2016,Households\t214\t219", False),
        ("Sector\t2016\t41,Households\t214\t219", False),
        ("Sector\t2016\t2019,Households\t214\t219", True),
    ],
)
def test_years_that_go_on_head_the_columns_of_a_plain_table(rows: str, *, headed: bool) -> None:
    (found,) = body_of(*(row("other", text) for text in rows.split(",")))
    assert isinstance(found, Table)
    assert found.header is headed


@pytest.mark.parametrize(
    ("first", "headed"),
    [("Port\tDues", True), ("North\t340", False), ("Port\tno dues at all", True), ("", False)],
)
def test_names_above_figures_head_a_table_whose_format_marks_no_row(
    first: str, *, headed: bool
) -> None:
    texts = (*([first] if first else []), "South\t17", "West\t41")
    (found,) = body_of(*(row("other", text, "table:row:1") for text in texts))
    assert isinstance(found, Table)
    assert found.header is headed


@pytest.mark.parametrize(
    ("kinds", "stub"),
    [
        pytest.param("header stub stub", True, id="below heads of columns"),
        pytest.param("stub stub", True, id="without them"),
        pytest.param("header stub row", False, id="not of all rows"),
        pytest.param("header row row", False, id="of none"),
    ],
)
def test_the_first_column_heads_the_rows_where_the_format_says_so_of_each(
    kinds: str, *, stub: bool
) -> None:
    rows = (row("other", "Vellin\t12", f"table:{kind}:1") for kind in kinds.split())
    (table,) = body_of(*rows)
    assert isinstance(table, Table)
    assert table.stub is stub
    assert table.header is kinds.startswith("header")


def test_code_keeps_its_margin_and_its_empty_lines() -> None:
    lines = ("def tide():", "", "    return 4")
    rows = [row("other" if text else None, text, "code") for text in lines]
    other = row("body", "sail()", "code")
    assert body_of(*rows, GAP, other) == (
        Code("def tide():\n\n    return 4", (1, 2, 3)), Code("sail()", (5,)),
    )  # fmt: skip


def test_programs_of_plain_text_keep_their_margins_and_what_they_enclose() -> None:
    lines = ("$ make harbour", "    for tide in tides {", "      wait", "    }")
    (block,) = body_of(*(row("other", text) for text in lines))
    assert block == Code("\n".join(lines), (1, 2, 3, 4))


def test_lines_of_a_quotation_are_one_block() -> None:
    (block,) = body_of(row("quote", "Mud is patient.", "quote"), GAP, row("body", "So.", "quote"))
    assert isinstance(block, Quote)
    assert len(block.paragraphs) == 2


# ── breaks ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("text", [
    "* * *", "***", "—", "⁂", "---", "- - - -", "_____", "• • •", "~", "#",
    "❄ ❄ ❄", "❄️ ❄️ ❄️", "❧", "✦✦✦",
])  # fmt: skip
def test_a_line_of_signs_between_paragraphs_is_a_break(text: str) -> None:
    article = article_of(PROSE, GAP, row("body", text), GAP, PROSE)
    assert [type(block) for block in article.body] == [Paragraph, Break, Paragraph]
    assert [edit.rule for edit in article.structure] == ["structure.break"]


@pytest.mark.parametrize("text", [
    "…", "...", "- 5", "?", "—it was", "* a",
    "? ? ?", "☎", "★★★★☆", "★ ★ ★ ★", "👏", "☀ ☂ ☀", "$ $ $", "x x x",
])  # fmt: skip
def test_a_line_that_says_something_is_none(text: str) -> None:
    assert not any(isinstance(block, Break) for block in body_of(PROSE, row("body", text), PROSE))


def test_a_dash_in_a_cell_of_its_own_is_no_break() -> None:
    rows = [row("other", text) for text in ("Port\tIncome", "North", "–", "South", "12")]
    assert [type(block) for block in body_of(PROSE, *rows)] == [Paragraph, Table]


def test_breaks_part_two_things_or_are_not_there() -> None:
    rule = row(None, "", "break")
    found = body_of(rule, PROSE, rule, rule, PROSE, rule)
    assert [type(block) for block in found] == [Paragraph, Break, Paragraph]


def test_a_break_that_the_editor_keeps_stays_a_line() -> None:
    rows = (PROSE, row("body", "* * *"), PROSE)
    (edit,) = article_of(*rows).structure
    verdict = Decision(edit.id, edit.rule, edit.before, edit.after, "", "", "", "stet")
    kept = article_of(*rows, decisions=Decisions(edits=(verdict,)))
    assert plain(kept.body[1].content) == "* * *"  # type: ignore[union-attr]


# ── headings ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ((1, 1), (2, 2)),
        ((3, 3), (2, 2)),
        ((2, 3, 2), (2, 3, 2)),
        ((2, 4, 4, 2), (2, 3, 3, 2)),
        ((1, 2, 3, 4, 5, 6), (2, 3, 4, 5, 6, 6)),
        ((3, 2, 3), (2, 2, 3)),
        ((2, 0, 2), (2, 3, 2)),
        ((0, 2), (2, 2)),
    ],
)
def test_levels_begin_below_the_title_and_leave_no_step_out(
    told: tuple[int, ...], wanted: tuple[int, ...]
) -> None:
    rows = []
    for level in told:
        rows += [row("heading", "Rope", f"heading:{level}" if level else ""), PROSE]
    found = [block.level for block in body_of(*rows) if isinstance(block, Heading)]
    assert found == list(wanted)


WHOLE = "Tar and rope"


@pytest.mark.parametrize(
    "marks",
    [
        (Mark(0, 12, "strong"),),
        (Mark(0, 12, "strong"), Mark(0, 12, "emph")),
        (Mark(0, 3, "emph"), Mark(4, 12, "emph")),
    ],
)
def test_a_heading_that_is_decorated_all_over_is_not(marks: tuple[Mark, ...]) -> None:
    article = article_of(row("heading", WHOLE, "heading:2", *marks), PROSE)
    assert article.body[0] == Heading(2, (Text(WHOLE),), (1,))
    assert article.structure == ()


@pytest.mark.parametrize(
    ("marks", "wanted"),
    [
        ((Mark(0, 3, "emph"), Mark(8, 12, "emph")), (Text(WHOLE),)),
        ((Mark(0, 3, "strong"), Mark(8, 12, "strong")), (Text(WHOLE),)),
        ((Mark(8, 12, "emph"),), (Text("Tar and "), Emph((Text("rope"),)))),
    ],
)
def test_a_heading_that_is_decorated_nearly_all_over_is_not(
    marks: tuple[Mark, ...], wanted: tuple[Text | Emph, ...]
) -> None:
    (heading, _) = body_of(row("heading", WHOLE, "heading:2", *marks), PROSE)
    assert isinstance(heading, Heading)
    assert [type(one) for one in heading.content] == [type(one) for one in wanted]
    assert [plain((one,)).strip() for one in heading.content] == [
        plain((one,)).strip() for one in wanted
    ]


def test_what_a_heading_or_paragraph_stresses_stays_stressed() -> None:
    part = row(
        "heading",
        WHOLE,
        "heading:2",
        Mark(0, 3, "emph"),
        Mark(0, 12, "link", "https://example.org"),
    )
    whole = row("body", WHOLE, "", Mark(0, 12, "emph"))
    heading, paragraph = body_of(part, whole)
    assert heading == Heading(
        2, (Link((Emph((Text("Tar"),)), Text(" and rope")), "https://example.org"),), (1,)
    )
    assert isinstance(paragraph, Paragraph)
    assert paragraph.content == (Emph((Text(WHOLE),)),)


# ── pictures ─────────────────────────────────────────────────────────────────


def figures(*rows: object) -> list[tuple[str, str, str]]:
    return [
        (block.source, block.alt, plain(block.caption))
        for block in body_of(*rows)
        if isinstance(block, Figure)
    ]


PIER = row("body", "A pier at dawn", "figure:pier.jpg")
BARE = row(None, "", "figure:pier.jpg")
WORDS = row("caption", "The old pier. Photo: Mara Osei")


def test_a_picture_takes_its_caption() -> None:
    caption = "The old pier. Photo: Mara Osei"
    assert figures(PROSE, PIER, WORDS, PROSE) == [("pier.jpg", "A pier at dawn", caption)]
    assert figures(PROSE, WORDS, PIER, PROSE) == [("pier.jpg", "A pier at dawn", caption)]
    assert figures(PROSE, WORDS, GAP, PIER, PROSE)[1] == ("pier.jpg", "A pier at dawn", "")
    told = row("caption", "The old pier", "caption")
    assert figures(PROSE, told, BARE, PROSE) == [("pier.jpg", "", "The old pier")]


def test_of_two_captions_the_one_that_touches_is_the_picture_s() -> None:
    other = row("caption", "The new pier")
    told = row("caption", "The old pier", "caption")
    assert figures(PROSE, GAP, told, BARE, GAP, other, PROSE) == [
        ("pier.jpg", "", "The old pier"), ("", "", "The new pier"),
    ]  # fmt: skip


def test_the_picture_under_the_headline_is_the_article_s_and_its_caption_no_credit() -> None:
    article = article_of(row("title", "A quiet harbour"), BARE, WORDS, PROSE)
    assert article.front.credits == ()
    assert isinstance(article.body[0], Figure)
    assert article.body[0].source == "pier.jpg"


def test_a_picture_stays_where_its_caption_stays() -> None:
    told = "<figcaption>The old pier</figcaption>"
    picture = f'<figure><img src="pier.jpg" alt="A pier">{told}</figure>'
    prose = f"<p>{PROSE[1]} {PROSE[1]}</p>"
    menu = '<nav><a href="/">Home</a> <a href="/news">News</a></nav>'
    page = f"{menu}<article><h1>A quiet harbour</h1>{picture}{prose}{prose}</article>"
    found = pipeline.article(page.encode(), "pier.html")
    (figure,) = [block for block in found.body if isinstance(block, Figure)]
    assert (figure.source, plain(figure.caption)) == ("pier.jpg", "The old pier")


@pytest.mark.parametrize(
    "rows",
    [
        (BARE, row("title", "A quiet harbour"), PROSE),
        (row("furniture", "Home"), BARE, row("furniture", "Menu"), PROSE),
        (PROSE, row("heading", "About the author"), BARE, row("bio", "Mara Osei writes on tides.")),
        (PROSE, BARE, row("furniture", "Share this")),
    ],
)
def test_a_picture_of_the_site_without_words_is_not_printed(rows: tuple[object, ...]) -> None:
    assert figures(*rows) == []


def test_a_picture_with_words_is_kept_wherever_it_stands() -> None:
    portrait = row("other", "Mara Osei at sea", "figure:osei.jpg")
    assert figures(PROSE, row("bio", "Mara Osei writes."), portrait)[0][1] == "Mara Osei at sea"


@pytest.mark.parametrize("times", [1, 2, 16])
def test_the_words_of_pictures_are_no_title(times: int) -> None:
    page = f"<head><title>Tide</title>{'<img src=a.png alt=b>' * times}Mud"
    article = pipeline.article(page.encode(), "tide.html")
    assert article.front.title in ("Tide", "Mud")
