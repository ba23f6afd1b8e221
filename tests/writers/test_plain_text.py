"""Plain text as a mail or a terminal shows it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from compose.harbour import ARTICLE, Sheet, paragraph
from copydesk.composition.pandoc import Pandoc
from copydesk.config import Config, overlay
from copydesk.language.columns import measure_width
from copydesk.model import (
    Article,
    Back,
    Block,
    Code,
    Front,
    Items,
    Link,
    Note,
    Paragraph,
    Subscript,
    Superscript,
    Table,
    Text,
)
from copydesk.system import xml
from copydesk.writers.plain_text import blocks, write


def made(pandoc: Pandoc, article: Article = ARTICLE, **settings: Any) -> str:
    return write(Sheet(article, pandoc, overlay(Config(), settings, "test"))).decode()


def body_of(pandoc: Pandoc, *blocks: Block, **settings: Any) -> str:
    article = replace(ARTICLE, front=Front(), body=blocks, back=Back(), citations=())
    return made(pandoc, article, **settings).strip("\n")


def table(*rows: tuple[str, ...], header: bool = True) -> Table:
    return Table(tuple(tuple((Text(cell),) for cell in row) for row in rows), header=header)


def test_title_and_headings_are_set_off(pandoc: Pandoc) -> None:
    text = made(pandoc)
    title = ARTICLE.front.title
    assert text.startswith(f"{title}\n{'=' * len(title)}\n\nWhy a port is never finished\n")
    assert "\n\n\nWhat the dredgers say\n---------------------\n\nSome pilots" in text
    assert "\n\n\nReferences to mud\n\nMud is patient." in text


def test_no_line_is_longer_than_the_measure(pandoc: Pandoc) -> None:
    for columns in (72, 40):
        lines = made(pandoc, text_columns=columns).splitlines()
        assert all(measure_width(line) <= columns or " " not in line.strip() for line in lines)


def test_lines_may_be_left_to_the_reader_s_program(pandoc: Pandoc) -> None:
    text = " ".join(["The tide comes in, and the tide goes out."] * 20)
    assert body_of(pandoc, paragraph(text), text_columns=0) == text


def test_notes_stand_at_the_end_under_their_signs(pandoc: Pandoc) -> None:
    text = made(pandoc)
    assert "<https://example.org/lamps?a=1&b=2>.[1]" in text
    assert "\nNotes\n-----\n\n[1] Lamps cost $5 or *more*.\n" in text


def test_an_address_stands_behind_the_words_that_lead_to_it(pandoc: Pandoc) -> None:
    link = Link((Text("mud"),), "https://example.org/")
    assert body_of(pandoc, paragraph(link, "dy")) == "muddy <https://example.org/>"
    bare = Link((Text("https://example.org/"),), "https://example.org/")
    mail = Link((Text("ada@example.org"),), "mailto:ada@example.org")
    assert body_of(pandoc, paragraph(bare, " ", mail)) == "https://example.org/ ada@example.org"


def test_citations_and_entries_have_no_links_and_no_arrows(pandoc: Pandoc) -> None:
    text = made(pandoc)
    assert "(Zedd, 2020; Ahl, 2021; Nobody, 1900)" in text
    assert "↑" not in text
    assert "#" not in text


def test_entries_hang(pandoc: Pandoc) -> None:
    assert (
        "\n\nMora, C. and Ott, D. (2019) ‘Tides and “ports” of call’, Sea Journal,\n"
        "    4(2), pp. 1–9. Available at: https://doi.org/10.5555/tides.\n\n" in made(pandoc)
    )


def test_a_power_is_raised_and_letters_are_not(pandoc: Pandoc) -> None:
    raised = Superscript((Text("6"),))
    assert body_of(pandoc, paragraph("10", raised, " boats")) == "10⁶ boats"
    assert body_of(pandoc, paragraph("1", Superscript((Text("er"),)), " mai")) == "1er mai"
    assert body_of(pandoc, paragraph("H", Subscript((Text("2"),)), "O")) == "H2O"


def test_a_raised_number_of_the_list_stands_in_brackets(pandoc: Pandoc) -> None:
    text = made(pandoc, style={"csl": "nature"})
    assert "Ott’s[2] study" in text


def test_lists_hang_in_lists(pandoc: Pandoc) -> None:
    below = Items(((paragraph("mud, which is patient"),),), ordered=True, start=7)
    items = Items(((paragraph("the tide comes in"), below), (paragraph("locks"),)))
    text = body_of(pandoc, items, text_columns=16)
    assert text == "- the tide comes\n  in\n  7. mud, which\n     is patient\n- locks"


def test_lists_count_in_letters(pandoc: Pandoc) -> None:
    rows = ((paragraph("mud"),), (paragraph("locks"),))
    assert body_of(pandoc, Items(rows, ordered=True, start=2, form="I")) == "II. mud\nIII. locks"


def test_a_table_stands_in_columns(pandoc: Pandoc) -> None:
    rows = table(("Port", "Depth"), ("Oslo", "deep"), ("上海", "shallow"))
    text = body_of(pandoc, rows)
    assert text == "Port  Depth\n----  -------\nOslo  deep\n上海  shallow"


def test_figures_stand_to_the_right(pandoc: Pandoc) -> None:
    rows = table(("Port", "Ships"), ("Oslo", "7"), ("Bergen", "1,200"))
    assert body_of(pandoc, rows).splitlines()[2:] == ["Oslo        7", "Bergen  1,200"]


def test_cells_are_broken_where_the_table_is_too_wide(pandoc: Pandoc) -> None:
    rows = table(("Port", "What the pilots say"), ("Oslo", "the tide comes in at night"))
    assert body_of(pandoc, rows, text_columns=20).splitlines() == [
        "Port  What the",
        "      pilots say",
        "----  --------------",
        "Oslo  the tide comes",
        "      in at night",
    ]


def test_a_table_whose_words_do_not_fit_has_strokes(pandoc: Pandoc) -> None:
    rows = table(("Hafenmeisterei", "Schleusenwärter"), ("eins", "zwei"), header=False)
    assert body_of(pandoc, rows, text_columns=20).splitlines() == [
        "Hafenmeisterei |", "    Schleusenwärter", "", "eins | zwei",
    ]  # fmt: skip


def test_a_program_keeps_its_lines(pandoc: Pandoc) -> None:
    code = "if tide > 12:\n    " + "wait " * 20
    note = Note((Paragraph((Text("So:"),)), Code("a  b")))
    text = body_of(pandoc, Code(code), paragraph("Look.", note))
    assert "    if tide > 12:\n        wait wait" in text
    assert "[1] So:\n\n        a  b" in text


@pytest.mark.parametrize("title", ["", "Mud"])
def test_an_article_without_a_title_is_not_called_by_its_file(pandoc: Pandoc, title: str) -> None:
    article = replace(ARTICLE, front=Front(title=title), body=(paragraph("Mud."),), back=Back(),
                      citations=())  # fmt: skip
    assert made(pandoc, article) == ("Mud\n===\n\nMud.\n" if title else "Mud.\n")


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("<p>One\n two</p>", "One two"),
        ("<p>One<br/>two<br/></p>", "One\ntwo"),
        ("<blockquote><p>One<br/>two</p></blockquote>", "    One\n    two"),
        ("<ul><li>One<br/>two</li><li>three</li></ul>", "- One\n  two\n- three"),
        ("<ul><li><p>One<br/>two</p></li></ul>", "- One\n  two"),
        ("<ul><li><ul><li>One</li></ul></li></ul>", "-\n  - One"),
        ("<h3>One<br/>two</h3>", "\nOne two"),
        ("<table><tr><td>One<br/>two</td><td>three</td></tr></table>", "One two  three"),
    ],
)
def test_a_line_that_ends_on_purpose_ends_where_there_are_lines(markup: str, said: str) -> None:
    assert "\n\n".join(blocks(xml.parse(markup.encode()), 72, "")) == said


@pytest.mark.parametrize(
    ("before", "after", "printed"),
    [
        ("The pier", " is old", "The pier[1] is old"),
        ("The pier ", "is old", "The pier [1]is old"),
        ("The pier", ", old", "The pier[1], old"),
        ("The har", "bour is old", "The harbour[1] is old"),
    ],
)
def test_the_sign_of_a_note_parts_no_word(
    pandoc: Pandoc, before: str, after: str, printed: str
) -> None:
    note = Note((Paragraph((Text("So they say."),)),))
    text = body_of(pandoc, Paragraph((Text(before), note, Text(after))))
    assert text.split("\n", 1)[0] == printed


def test_addresses_part_no_word(pandoc: Pandoc) -> None:
    one, other = (Link((Text("har"),), f"https://example.org/{name}") for name in "ab")
    text = body_of(pandoc, Paragraph((one, other, Text("bour, old"))))
    assert text == "harharbour <https://example.org/a> <https://example.org/b>, old"


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ('<p><a href="https://x.example/a">https://x.example/a</a></p>', "https://x.example/a"),
        ('<p><a href="https://x.example/a  b">https://x.example/a b</a></p>',
         "https://x.example/a b"),
        ('<p><a href="https://x.example/a b">https://x.example/a  b</a></p>',
         "https://x.example/a b"),
        ('<p><a href="mailto:a@x.example">a@x.example</a></p>', "a@x.example"),
        ('<p><a href="https://x.example/a  b">the pier</a></p>',
         "the pier <https://x.example/a b>"),
        ('<p><a href="https://x.example/ab">https://x.example/a b</a></p>',
         "https://x.example/a b <https://x.example/ab>"),
    ],
)  # fmt: skip
def test_an_address_whose_words_are_the_address_stands_once(markup: str, said: str) -> None:
    assert list(blocks(xml.parse(markup.encode()), 0, "")) == [said]
