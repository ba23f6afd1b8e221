"""A question about the line of a picture says that it is one, wherever it is asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from copydesk import pipeline
from copydesk.config import Config
from copydesk.model import Article, Decisions, Query
from copydesk.review import findings
from copydesk.review.answers import word_question
from copydesk.review.browser import items
from copydesk.review.proof import build_proof, render_page, render_text
from copydesk.review.word_out import writer as review

PROSE = "<p>The pier was shut in the spring, and nobody has agreed since on why that was.</p>" * 5
PAGE = (
    "<!DOCTYPE html><html><head><title>The Pier</title></head><body><article><h1>The Pier</h1>"
    f'{PROSE}<p><img src="img/pier.png" alt="Two tugs"></p>{PROSE}</article></body></html>'
)


@pytest.fixture(scope="module")
def article() -> Article:
    return pipeline.article(PAGE.encode(), "pier.html", Config(), Decisions())


def doubted(line: int, message: str, code: str = "structure.doubt") -> Query:
    return Query("0a1b", code, "note", line, message, ("furniture", "other"))


def picture(article: Article) -> int:
    lines = article.edited.submission.lines
    return next(line.number for line in lines if line.hint.startswith("figure:"))


@pytest.mark.parametrize(
    ("message", "code", "said"),
    [
        ("`Two tugs` may be furniture or other", "structure.doubt",
         "the picture `Two tugs` may be furniture or other"),
        ("`` may be furniture or other", "structure.doubt",
         "the picture `img/pier.png` may be furniture or other"),
        ("3 lines may be the site's", "structure.doubt", "3 lines may be the site's"),
        ("`Two tugs` has no words", "compose.picture-alt", "`Two tugs` has no words"),
    ],
)  # fmt: skip
def test_the_line_of_a_picture_is_called_one(
    article: Article, message: str, code: str, said: str
) -> None:
    assert word_question(doubted(picture(article), message, code), article) == said


@pytest.mark.parametrize("line", [0, 1, 999])
def test_a_line_of_words_is_not(article: Article, line: int) -> None:
    message = "`The Pier` may be furniture or other"
    assert word_question(doubted(line, message), article) == message


def test_every_place_that_asks_says_so(article: Article) -> None:
    query = doubted(picture(article), "`Two tugs` may be furniture or other")
    asked = replace(article, queries=(query,))
    said = "the picture `Two tugs` may be"
    assert said in render_text(build_proof(asked))
    assert "Two tugs <small>picture, " in render_page(build_proof(asked), "pier")
    assert said in next(
        one.message for one in findings.list_findings(asked) if one.code == query.code
    )
    assert said in next(one.title for one in items.list_items(asked, Decisions(), Config())
                        if one.code == query.code)  # fmt: skip
    assert any(said in row for row in review.word_comment(next(findings.list_findings(asked))))
