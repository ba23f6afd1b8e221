"""Figures in aligned columns are tables, and nothing else that blanks align is."""

from __future__ import annotations

import pytest

from copydesk import pipeline
from copydesk.config import Config
from copydesk.model import Decisions, Line, Table
from copydesk.readers.columns import mark_tables

PORTS = ["Port         Tons    Dues", "Ash            12      40", "Elmswood        9     135"]


def hints_of(texts: list[str]) -> list[str]:
    return [line.hint for line in mark_tables([Line(at, text) for at, text in enumerate(texts, 1)])]


@pytest.mark.parametrize(
    "texts",
    [
        # Prose, justified or in columns of a page; verse; a play.
        ["The  old harbour was quiet", "that  year,  and nobody in", "the  town  could  say  why."],
        [f"the old harbour was quiet that year{' ' * 6}and nobody in the town could say why"] * 4,
        ["so still      the harbour", "so old        the quay", "so deep       the water"],
        ["ADA      Is it mud?", "JON      It is.", "ADA      Twelve tons of it.", "JON      12"],
        # Contents, menus, programs, dates of a diary, items.
        ["Mud        3", "Sand       9", "Clay      14", "Silt      20"],
        ["Home     News     Sport", "Boats    Ports    Quays", "Ropes    Tar      Sails"],
        [
            "git status      # 1",
            "git log         # 2",
            "git diff        # 3",
            "git pull        # 4",
        ],
        ["2019      12", "2020      14", "2021      11", "2022      10"],
        ["-   40", "-   12", "-   13", "-   11"],
        # Too few rows, rows of several lengths, cells that stand under no other.
        PORTS[:2],
        ["Ash      12", "Elm       9", "Oak       3"],
        [*PORTS, "Oak  3"],
        ["Port  Tons  Dues", "Ash  12  40", "Elmswood  9  135", "Oak  1,300  2"],
    ],
)
def test_what_else_is_aligned_is_no_table(texts: list[str]) -> None:
    assert not any(hints_of(texts))


@pytest.mark.parametrize(
    "texts",
    [
        PORTS,
        [f"    {row}" for row in PORTS],
        [" " * 13 + "2021    2025", *PORTS[1:]],
        ["Ash      12", "Elm       9", "Oak       3", "Fir       7"],
        ["Ash  4.2 %  €12", "Elm  9.1 %  €40", "Oak  3.3 %  €11"],
    ],
)
def test_figures_in_columns_are_a_table(texts: list[str]) -> None:
    assert hints_of(texts) == ["table:row:1"] * len(texts)


def test_a_rule_between_rows_is_no_row() -> None:
    texts = [PORTS[0], "-----------  ------  ------", *PORTS[1:]]
    assert hints_of(texts) == ["table:row:1", "markup", "table:row:1", "table:row:1"]


def test_the_table_stands_in_the_article_with_every_word() -> None:
    prose = "The harbour was quiet that year, and nobody in the town could say why it was so."
    text = "\n".join(["The quiet harbour", "", prose, "", *PORTS, "", prose])
    article = pipeline.article(text.encode(), "a.txt", Config(), Decisions())
    (table,) = [block for block in article.body if isinstance(block, Table)]
    assert [["".join(part.text for part in cell) for cell in row] for row in table.rows] == [
        row.split() for row in PORTS
    ]
    assert table.header
    sent = article.edited.submission.lines
    assert [line.received for line in sent] == text.split("\n")
