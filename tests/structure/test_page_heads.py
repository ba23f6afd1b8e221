"""What a print repeats on every page is found by its recurrence, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk import pipeline
from copydesk.config import Config
from copydesk.model import Decisions, Line, Submission
from copydesk.structure.page_heads import find_page_heads, find_pages

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

NOUNS = ["harbour", "council", "ferry", "tide", "dredger", "quay", "fisherman", "lighthouse"]
ADJECTIVES = ["old", "red", "low", "wet", "new", "long", "slow", "dark", "cold", "wide", "dry"]
ADVERBS = ["there", "here", "again", "today"]


def page(number: int, lines: int = 24, *, closed: bool = False) -> list[str]:
    """A page of prose whose last sentence goes on overleaf, unless it is `closed`.

    No line recurs on another page.
    """
    text = [
        f"so the {NOUNS[(number + line) % 8]} is never far from the"
        f" {ADJECTIVES[number % 11]} {NOUNS[(3 * number + line) % 8]} {ADVERBS[line // 8]} and"
        for line in range(lines)
    ]
    text[-1] = text[-1].removesuffix(" and")
    if closed:
        text[0] = text[0].capitalize()
        text[-1] += "."
    return text


def printed(*, head: str = "", foot: str = "", feed: bool = False, closed: bool = False) -> str:
    """Six pages; `{n}` stands for the number of the page."""
    sheets = []
    for number in range(1, 7):
        body = page(number, closed=closed)
        above = [head.format(n=number), ""] if head else []
        below = ["", foot.format(n=number)] if foot else []
        sheets.append("\n".join([*above, *body, *below]))
    return ("\n\x0c" if feed else "\n").join(sheets)


def found(text: str) -> list[str]:
    lines = text.split("\n")
    return [lines[index].strip("\x0c") for index in sorted(find_page_heads(lines).heads)]


@pytest.mark.parametrize(
    "text",
    [
        # Headings of chapters recur and count, but no sentence runs through them.
        printed(head="Chapter {n}", closed=True),
        printed(head="Part {n}: The Tide", closed=True),
        printed(head="{n}", closed=True),
        printed(head="Summary", closed=True),
        "\n".join(f"{number}\nA film about the sea, which is long.\n" for number in range(1, 12)),
        "\n".join(f"{number}. Ask the council\n\nIt will say no.\n" for number in range(1, 12)),
        # A refrain.
        "\n\n".join(
            "the tide comes in\nthe boats go out\nand home, and home again" for _ in range(8)
        ),
        # An interview, and a list of figures.
        "\n".join(
            "ADA\nIt is a long story, and\nnobody knows it all.\nBO\nTell it." for _ in range(9)
        ),
        "\n".join(f"{year}\t{year - 1900} boats" for year in range(1950, 1990)),
        # Figures behind a gap that count nothing, and rows of a table that count.
        "\n".join(
            f"Boats        {number * 7}\n" + "\n".join(page(number, closed=True))
            for number in range(1, 7)
        ),
        "\n".join(f"Pier          {number}" for number in range(1, 9)),
        # Days of a diary, with their numbers behind a tab or a gap.
        *(
            "\n".join(
                "\n".join([f"{day}{number}", "", *page(number, closed=True)])
                for number in range(1, 7)
            )
            for day in ("Day\t", "Day     ")
        ),
        "\n".join(f"Pier          {number}\nclosed since May\n" for number in range(1, 9)),
        # Numbers set apart by a sign, where no sentence goes on below, or too soon, or unequally.
        printed(head="Field Notes / {n}", closed=True),
        "\n".join([*page(1, 8), "Field Notes / 4", "and on", "Field Notes / 5", *page(2, 8)]),
        "\n".join([*page(1), "Field Notes / 4", *page(2), "Field Notes / 9", *page(3)]),
        "\n".join([*page(1), "Field Notes 4", *page(2), "Field Notes 5", *page(3)]),
        # Labels of recipes, which stand as far apart as pages and never amid a sentence.
        "\n".join(
            "\n".join(
                [
                    "Ingredients",
                    *(f"{at} cups of {NOUNS[at]} soup" for at in range(8)),
                    "Method",
                    *page(number, 12, closed=True),
                ]
            )
            for number in range(1, 7)
        ),
        # A chorus in small letters that runs on, verse by verse.
        "\n\n".join(
            "\n".join(
                [
                    *(f"{line.removesuffix(' and')}" for line in page(number, 14)),
                    "o the tide, the tide",
                ]
            )
            for number in range(1, 7)
        ),
        # Points of a contract, whose headings take turns.
        "\n".join(
            "\n".join(
                [
                    ("Duties of the Harbour", "Duties of the Ferry")[number % 2],
                    *page(number, closed=True),
                ]
            )
            for number in range(1, 9)
        ),
        # A word among short lines: in a list of brands, say.
        "\n".join(
            "\n".join(
                [
                    "cotton",
                    *(f"{NOUNS[number]} {NOUNS[at % 8]} {at // 8 * 'x'}" for at in range(16)),
                ]
            )
            for number in range(6)
        ),
        # A name beside numbers that count chapters from 1, and beside ones that stand too close.
        "\n".join(
            "\n".join(["Ada Lind", str(number), *page(number, closed=True)])
            for number in range(1, 7)
        ),
        "\n".join(f"{number}\nAda Lind\nShe kept the log." for number in range(401, 409)),
        "One line.",
        "",
        "\x0c\x0c\x0c",
        "1/2",
        "Page 1 of 2",
    ],
)
def test_what_recurs_for_other_reasons_stays(text: str) -> None:
    assert found(text) == []
    assert find_page_heads(text.split("\n")).joins == ()


LOOKS = [
    ("THE QUIET TIDE", "{n}"),
    ("THE QUIET TIDE   {n}", ""),
    ("", "Page {n} of 6"),
    ("", "- {n} -"),
    ("", "Seite {n} von 6"),
    ("", "第 {n} 页"),
    ("3/5/24, 10:12 AM    The Quiet Tide | Port Times", "https://example.org/tide   {n}/6"),
    ("Ada Lind: The Quiet Tide, 2024, p. {n}", ""),
]


@pytest.mark.parametrize(
    ("head", "foot", "feed", "closed"),
    [
        (head, foot, feed, closed)
        for head, foot in LOOKS
        for feed in (True, False)
        for closed in (True, False)
        # Where pages end with their sentences, only a form feed or a total tells them.
        if feed or not closed or "6" in foot
    ],
)
def test_heads_and_feet_of_pages_are_found(
    head: str, foot: str, *, feed: bool, closed: bool
) -> None:
    text = printed(head=head, foot=foot, feed=feed, closed=closed)
    expected = {line.format(n=number) for line in (head, foot) if line for number in range(1, 7)}
    assert set(found(text)) == expected
    # Where nothing tells the ends of pages, the first head without a number may be the headline.
    is_headline = (
        bool(head) and not feed and not any(sign.isdecimal() or sign == "{" for sign in head)
    )
    assert len(found(text)) == 6 * (bool(head) + bool(foot)) - is_headline


@pytest.mark.parametrize("head", ["The long walk – {n}", "The long walk · {n}"])
def test_numbers_behind_a_dash_or_a_point_count_parts(head: str) -> None:
    heads = [head.format(n=number) for number in (1, 2)]
    assert found("\n".join([heads[0], "", *page(1), "", heads[1], "", *page(2, closed=True)])) == []


def test_heads_of_left_and_right_pages_take_turns() -> None:
    sheets = [
        "\n".join([f"{number} ADA LIND" if number % 2 else f"THE TIDE {number}", "", *page(number)])
        for number in range(10, 20)
    ]
    assert len(found("\n".join(sheets))) == 10


@pytest.mark.parametrize(
    "heads",
    [
        # Numbers on one side, numbers that skip one, other words between, one head alone.
        ("2 Ada Lind", "3 The Tide", "4 Ada Lind"),
        ("2 Ada Lind", "The Tide 4", "6 Ada Lind"),
        ("2 Ada Lind", "The Tide 3", "4 Bo Ek"),
        ("2 Ada Lind", "The Tide 3", "4 Ada Lind", "The Pier 5", "6 Ada Lind"),
        ("2 Ada Lind", "The Tide 3"),
    ],
)
def test_other_lines_with_numbers_at_an_end_stay(heads: tuple[str, ...]) -> None:
    sheets = [[head, "", *page(number, closed=True)] for number, head in enumerate(heads)]
    assert found("\n".join(line for sheet in sheets for line in sheet)) == []


@pytest.mark.parametrize(
    "heads",
    [
        ("212      ADA LIND", "The Quiet Tide      213"),
        ("Harbour Mission     Page 2", "Harbour Mission     Page 3"),
        ("212      ADA LIND", "213"),
        ("18    MUD REPORT 2025", "MUD REPORT 2025    19", "20    MUD REPORT 2025"),
    ],
)
def test_heads_far_from_the_numbers_of_their_pages_are_found(heads: tuple[str, ...]) -> None:
    sheets = ["\n".join([head, "", *page(at, closed=True)]) for at, head in enumerate(heads)]
    assert found("\n".join(sheets)) == list(heads)


@pytest.mark.parametrize(
    "rows",
    [
        [["Mud      11", "Sand     30"], ["Silt     12", "Clay     31"]],
        [["Mud      11"], ["Silt     13"]],
        [["11 ferries"], ["The 12 ferries", "12"]],
        [["11"], ["12"]],
        [["11    12    Mud"], ["12    13    Silt"]],
        [["Mud      11", "", "Silt      12"]],
    ],
)
def test_other_numbers_far_from_words_stay(rows: list[list[str]]) -> None:
    sheets = ["\n".join([*page(at, closed=True), "", *row, ""]) for at, row in enumerate(rows)]
    assert found("\n".join(sheets)) == []


def test_alternating_lines_that_stand_too_close_are_no_heads() -> None:
    sheets = [[head, "", *page(1, 8, closed=True)] for head in ("2 Ada", "The Tide 3", "4 Ada")]
    assert found("\n".join(line for sheet in sheets for line in sheet)) == []


@pytest.mark.parametrize("feed", [False, True])
def test_the_heads_of_a_paper_of_four_pages_are_found(*, feed: bool) -> None:
    heads = (["The Quiet Tide", "", "Ada Lind"], ["202  Ada Lind"], ["The Quiet Tide | 203"],
             ["204  Ada Lind"])  # fmt: skip
    sheets = ["\n".join([*head, "", *page(at, closed=True)]) for at, head in enumerate(heads)]
    text = ("\n\x0c" if feed else "\n").join(sheets)
    assert found(text) == ["202  Ada Lind", "The Quiet Tide | 203", "204  Ada Lind"]


def test_the_author_below_a_headline_is_no_head_of_the_first_page() -> None:
    heads = (["The Quiet Tide", "", "Ada Lind"], ["Ada Lind"], ["The Tide"], ["Ada Lind"])
    sheets = ["\n".join([*head, "", *page(at, closed=True)]) for at, head in enumerate(heads)]
    lines = "\n\x0c".join(sheets).split("\n")
    told = find_page_heads(lines).heads
    assert [lines[at] for at in sorted(told)] == ["\x0cAda Lind", "\x0cAda Lind"]


@pytest.mark.parametrize("pages", [3, 4])
def test_a_title_on_a_cover_and_below_it_is_no_head(pages: int) -> None:
    title = "The Quiet Harbour of Hull"
    cover = [title, "By Ada Lind", "Issued by the Quay Press", "Accessed on 3 May 2021"]
    sheets = [cover, [title, *page(1)], *(page(number) for number in range(2, pages))]
    assert found("\n\x0c".join(map("\n".join, sheets)) + "\n\x0c") == []


def test_a_head_on_both_pages_of_a_short_print_is_one() -> None:
    sheets = ["\n".join(["The Quay Gazette", *page(number)]) for number in (1, 2)]
    assert found("\n\x0c".join(sheets)) == ["The Quay Gazette"] * 2


def test_the_headline_that_heads_repeat_is_none() -> None:
    sheets = [["The Quiet Tide", "", *page(number, 30)] for number in range(4)]
    lines = ["3/5/24, 10:12 AM", *(line for sheet in sheets for line in sheet)]
    assert sorted(find_page_heads(lines).heads) == [33, 65, 97]


@pytest.mark.parametrize("numbers", [(168, 169, 193, 194), (31, 33, 35, 37)])
def test_a_name_beside_the_numbers_of_an_offprint_is_a_head(numbers: tuple[int, ...]) -> None:
    sheets = [
        [*page(number, closed=True), "", f"{number}   ", "", "Ada Lind"] for number in numbers
    ]
    text = "\n".join(["The Tide", "", "Ada Lind1", *(line for sheet in sheets for line in sheet)])
    assert found(text) == [line for number in numbers for line in (f"{number}   ", "Ada Lind")]


@pytest.mark.parametrize("foot", ["{}", "Port Studies No. 17 {}"])
def test_a_name_beside_numbers_that_count_from_the_second_page_is_a_head(foot: str) -> None:
    def shown(first: int) -> list[str]:
        pages = range(first, first + 3)
        sheets = [[*page(number, closed=True), "ADA LIND", foot.format(number)] for number in pages]
        return found("\n".join(line for sheet in sheets for line in sheet))

    assert len(shown(2)) == 6
    # Chapters count from 1, and what skips numbers counts no pages.
    assert shown(1) == []
    sheets = [[*page(number), "Likes", foot.format(number)] for number in (2, 4, 5)]
    assert found("\n".join(line.capitalize() + "." for sheet in sheets for line in sheet)) == []


def test_heads_with_the_number_of_an_issue_take_turns_too() -> None:
    heads = [
        "212 Port Studies 14(2)",
        "Lind and Ek 213",
        "214 Port Studies 14(2)",
        "Lind and Ek 215",
    ]
    sheets = [[head, *page(number, closed=True)] for number, head in enumerate(heads)]
    assert found("\n".join(line for sheet in sheets for line in sheet)) == heads
    # Rows of figures take no turns.
    rows = ["212 14 2", "14 2 213", "214 14 2", "14 2 215"]
    sheets = [[row, *page(number, closed=True)] for number, row in enumerate(rows)]
    assert found("\n".join(line for sheet in sheets for line in sheet)) == []


def test_feet_of_a_print_with_pages_left_out_are_found_up_to_three_lines_off() -> None:
    foot = ["{n} sur 14", "", "15.01.24 09:36", "", "Why the tide turns…", "https://tide.example/"]
    sheets = [
        "\n".join([*page(number, closed=True), *foot]).format(n=number) for number in (1, 2, 11, 13)
    ]
    assert len(found("\n".join(sheets))) == 16


def test_what_slides_repeat_beside_their_numbers_stays() -> None:
    slides = [
        f"A long boat, number {'ABCDEFG'[number]}.\n{number}/7\nNext\nPhoto: Lo"
        for number in range(1, 7)
    ]
    assert "Photo: Lo" not in found("\n".join(slides))


def test_a_paragraph_goes_on_overleaf() -> None:
    lines = printed(head="THE QUIET TIDE", foot="{n}", feed=True).split("\n")
    joins = find_page_heads(lines).joins
    assert len(joins) == 5
    for above, below in joins:
        assert lines[above].startswith("so the")
        assert lines[below].startswith("so the")


def test_a_paragraph_goes_on_below_a_head_that_touches_it() -> None:
    heads = [f"Port Studies / {number}" for number in (202, 203, 204)]
    lines = [*page(1), heads[0], *page(2), heads[1], *page(3), heads[2], *page(4)]
    text = "\n".join(["The Tide", "", "By Ada Lind", "", *lines])
    article = pipeline.article(text.encode(), "a.txt", Config(), Decisions())
    gone = [edit.line for edit in article.structure if edit.rule == "structure.furniture"]
    assert [text.split("\n")[line - 1] for line in gone] == heads
    (paragraph,) = article.body
    assert paragraph.lines == tuple(line for line in range(5, 5 + len(lines)) if line not in gone)


def test_a_page_that_ends_with_its_sentence_is_no_join() -> None:
    lines = printed(head="THE QUIET TIDE", foot="{n}", feed=True, closed=True).split("\n")
    assert find_page_heads(lines).joins == ()


@given(
    st.lists(
        st.sampled_from(["", "\x0c", "1", "2/9", "A", "and", "Page 3", "\x0cB 4"]), max_size=60
    )
)
def test_any_lines_are_taken(lines: list[str]) -> None:
    told = find_page_heads(lines)
    assert all(0 <= index < len(lines) and lines[index].strip() for index in told.heads)
    assert all(above < below for above, below in told.joins)


@pytest.mark.parametrize(
    ("media_type", "count"),
    [("text/plain", 6), ("text/markdown", 6), (DOCX, 6), ("text/html", 0)],
)
def test_what_was_copied_out_of_a_print_has_its_heads(media_type: str, count: int) -> None:
    texts = printed(head="The Quiet Tide {n}").split("\n")
    lines = tuple(Line(number, text) for number, text in enumerate(texts, 1))
    sent = Submission("a", "", media_type, lines)
    assert len(find_pages(sent).heads) == count


def test_what_the_file_calls_a_heading_is_no_page_head() -> None:
    texts = printed(head="The Quiet Tide {n}").split("\n")
    lines = tuple(
        Line(number, text, hint="heading:2" if text.startswith("The Quiet") else "")
        for number, text in enumerate(texts, 1)
    )
    assert not find_pages(Submission("a", "", DOCX, lines)).heads


def of_two_pages(head: str, *, top: str = "The Harbour Ledgers", feed: bool = False) -> str:
    """A title, an author and two pages; a line between them, amid a sentence."""
    first, second = page(1), page(2)
    return "\n".join([top, "Mara Osei", "", *first, "\x0c" * feed + head, "", *second])


@pytest.mark.parametrize(
    "text",
    [
        # No number, other words, small letters, a table; a sentence that ends above.
        of_two_pages("Mara Osei"),
        of_two_pages("Table 2"),
        of_two_pages("the ledgers 2"),
        of_two_pages("Boats 41"),
        of_two_pages("1921"),
        "\n".join(["The Tide", "Mara Osei", *page(1, closed=True), "The Tide 2", *page(2)]),
        # A page that begins with a numbered heading, a signature at a page's end.
        "\n".join(["The Tide", "Mara Osei", *page(1, closed=True), "\x0c3 Tide", *page(2)]),
        "\n".join(["Tide", "Mara Osei", *page(1), "\x0c", *page(2, closed=True), "Mara Osei"]),
    ],
)
def test_a_line_that_stands_once_is_no_head_without_proof(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("feed", [False, True])
@pytest.mark.parametrize(
    "head", ["Osei 2", "42 Mara Osei", "The Harbour Ledgers | 43", "Osei, The Harbour Ledgers  2"]
)
def test_author_or_headline_with_a_number_amid_a_sentence_is_a_head(
    head: str, *, feed: bool
) -> None:
    assert found(of_two_pages(head, feed=feed)) == [head]


def test_a_foot_and_a_head_may_share_the_number() -> None:
    assert found(of_two_pages("41\n\nThe Harbour Ledgers")) == ["41", "The Harbour Ledgers"]


@pytest.mark.parametrize(("foot", "head"), [("", "Osei 2"), ("41", "42 Mara Osei")])
def test_a_page_that_the_file_ends_needs_no_broken_sentence(foot: str, head: str) -> None:
    rows = ["The Tide", "Mara Osei", *page(1, closed=True), foot, "\x0c" + head]
    assert found("\n".join([*rows, *page(2, closed=True)])) == [one for one in (foot, head) if one]
