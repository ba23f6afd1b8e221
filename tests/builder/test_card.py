"""The card of an article: what a list of many says of it."""

from __future__ import annotations

import pytest

from builder.bench import Desk
from copydesk.builder import colophon
from copydesk.language.sentences import count_words


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        (" – … ", 0),
        ("The ferry left.", 3),
        ("a no-limits partnership", 3),
        ("Lo & Low, 2022", 3),
        ("1,000 boats at 9.30", 4),
        ("中国政府", 4),
        ("中国 and 日本", 5),
        ("서울 시청", 2),
        ("-" * 200_000, 0),
    ],
)
def test_words_are_counted_as_an_editor_counts_them(text: str, count: int) -> None:
    assert count_words(text) == count


def test_the_card_is_in_the_colophon(bench: Desk) -> None:
    bench.write("ferry.txt", "The ferry left at dawn.\nIt came back at noon.")
    bench.write("ferry.txt.desk.toml", 'title = "What the ferry carried"')
    bench.build()
    made = colophon.read(bench.root / "dist" / "ferry")
    assert made
    assert (made.card.title, made.card.words) == ("What the ferry carried", 10)


def test_the_card_of_a_book_counts_the_words_of_its_articles(bench: Desk) -> None:
    bench.write("ferry.txt", "The ferry left at dawn.")
    bench.write("wall.txt", "The wall broke at noon, and nobody was there.")
    book = 'title = "Rivers"\neditors = ["Ines Marlow"]\ndate = 2026-05-01\nformats = ["epub"]\n'
    bench.write("collections/rivers.toml", f'{book}articles = ["ferry", "wall"]')
    bench.build()
    made = colophon.read(bench.root / "dist" / "collections" / "rivers")
    assert made
    assert (made.card.title, made.card.authors, made.card.words) == ("Rivers", ("Ines Marlow",), 14)
    assert made.card.date_iso == "2026-05-01"
