"""Headings of plain text are printed with the signs that their authors set."""

from __future__ import annotations

import pytest

from copydesk.model import Article, Heading, plain
from structure.hinted import GAP, article_of, row

PROSE = row("body", "The lock was opened at noon, and nobody was there to see it.")


def heading(article: Article) -> list[str]:
    return [plain(one.content) for one in article.body if isinstance(one, Heading)]


@pytest.mark.parametrize(
    "text", ["A lock", "__init__", "*A lock*", "** A lock **", "**A lock** at noon", "**", "2 ** 3"]
)
def test_other_signs_of_a_heading_stay(text: str) -> None:
    article = article_of(PROSE, GAP, row("heading", text), GAP, PROSE)
    assert (heading(article), article.structure) == ([text], ())


def test_stars_around_a_paragraph_stay() -> None:
    assert article_of(PROSE, GAP, row("body", "**Mind the step.**")).structure == ()


def test_a_colon_of_a_heading_in_the_text_stays() -> None:
    assert heading(article_of(PROSE, GAP, row("heading", "Noon:"), GAP, PROSE)) == ["Noon:"]
