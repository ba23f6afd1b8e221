"""Headings of plain text are printed without the signs that only say what they are."""

from __future__ import annotations

import pytest

from copydesk.model import Article, Heading, plain
from structure.hinted import GAP, article_of, row

PROSE = row("body", "The lock was opened at noon, and nobody was there to see it.")
ENTRY = row("reference", "Vos, J. (2011). Locks and their keepers. Quay Press.")


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


def test_stars_around_a_heading_go_by_one_edit() -> None:
    article = article_of(PROSE, GAP, row("heading", "**A lock**"), GAP, PROSE)
    assert heading(article) == ["A lock"]
    assert [(one.before, one.after) for one in article.structure] == [("**A lock**", "A lock")]


def test_stars_around_a_headline_go() -> None:
    assert article_of(row("title", "**A lock**"), GAP, PROSE).front.title == "A lock"


@pytest.mark.parametrize(
    ("text", "printed"),
    [("Sources", "Sources"), ("Sources: a choice", "Sources: a choice"),
     ("Sources:", "Sources"), ("Sources :", "Sources"), ("参考文献：", "参考文献")],
)  # fmt: skip
def test_the_heading_of_a_list_is_printed_without_its_colon(text: str, printed: str) -> None:
    article = article_of(PROSE, GAP, row("heading", text), GAP, ENTRY)
    assert article.back.references_heading == printed


def test_a_colon_of_a_heading_in_the_text_stays() -> None:
    assert heading(article_of(PROSE, GAP, row("heading", "Noon:"), GAP, PROSE)) == ["Noon:"]
