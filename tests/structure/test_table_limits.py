"""A table larger than the limits is printed row by row as paragraphs, and asked about."""

from __future__ import annotations

import pytest

from copydesk.config import Config, overlay
from copydesk.model import Article, Mark, Paragraph, Role, Table, contents, plain, texts_with_notes
from structure.hinted import Row, article_of, row

REST = "The harbour was quiet that year, and nobody in the town could say why."
CONFIG = overlay(
    Config(), {"limits": {"table_rows": 4, "table_columns": 3, "table_cells": 20}}, "test"
)


def cells(rows: int, columns: int, name: str = "t") -> list[str]:
    return ["\t".join(f"{name}{at}x{column}" for column in range(columns)) for at in range(rows)]


def told(texts: list[str], number: int = 1) -> list[Row]:
    return [row("other", text, f"table:row:{number}") for text in texts]


def made(*tables: list[str], hinted: bool = True) -> Article:
    rows: list[Row] = [row("body", REST)]
    for number, texts in enumerate(tables, 1):
        rows += told(texts, number) if hinted else [row("other", text) for text in texts]
        rows.append(row("body", REST))
    return article_of(*rows, config=CONFIG)


def kinds(article: Article) -> list[str]:
    return [
        type(block).__name__
        for block in article.body
        if isinstance(block, Table) or plain(next(contents(block))) != REST
    ]


@pytest.mark.parametrize("hinted", [True, False])
@pytest.mark.parametrize(("rows", "columns"), [(1, 2), (4, 3), (2, 3)])
def test_a_table_within_the_limits_is_one(rows: int, columns: int, *, hinted: bool) -> None:
    article = made(cells(rows, columns), hinted=hinted)
    assert kinds(article) == ["Table"]
    assert [query for query in article.queries if query.code == "structure.table"] == []


@pytest.mark.parametrize("hinted", [True, False])
@pytest.mark.parametrize(
    ("rows", "columns", "said"),
    [
        (5, 2, "the table has 5 rows, the limit `limits.table_rows` is 4"),
        (2, 4, "the table has 4 columns, the limit `limits.table_columns` is 3"),
        (9, 9, "the table has 9 rows, the limit `limits.table_rows` is 4"),
    ],
)
def test_a_larger_one_keeps_its_words_and_is_asked_about(
    rows: int, columns: int, said: str, *, hinted: bool
) -> None:
    texts = cells(rows, columns)
    article = made(texts, hinted=hinted)
    assert kinds(article) == ["Paragraph"] * rows
    assert [text for text in texts_with_notes(article.body) if text != REST] == texts
    (query,) = (query for query in article.queries if query.code == "structure.table")
    assert (query.message, query.line, query.severity) == (said, 2, "warning")


def test_of_many_tables_those_are_set_for_which_there_is_room_and_one_question_is_asked() -> None:
    article = made(*(cells(4, 2, name) for name in "abcd"), cells(2, 2, "e"))
    assert kinds(article) == ["Table", "Table", *["Paragraph"] * 8, "Table"]
    (query,) = (query for query in article.queries if query.code == "structure.table")
    assert query.message.startswith("with this table the article has 24 cells")
    assert "`limits.table_cells` is 20" in query.message


def test_one_table_too_large_leaves_the_others_their_room() -> None:
    article = made(cells(9, 2, "a"), *(cells(4, 2, name) for name in "bc"))
    assert kinds(article) == ["Paragraph"] * 9 + ["Table", "Table"]


def test_notes_that_are_called_in_such_a_table_stay_there() -> None:
    role: Role = "other"
    rows = told(cells(5, 2))
    rows[2] = row(role, "mud\ttar", "table:row:1", Mark(7, 7, "note", "n"))
    article = article_of(
        row("body", REST), *rows, row("footnote", "In Oslo.", "footnote:n"), config=CONFIG
    )
    block = article.body[3]
    assert isinstance(block, Paragraph)
    assert list(texts_with_notes([block])) == ["mud\ttar", "In Oslo."]
