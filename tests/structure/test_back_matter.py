"""Thanks, notes, notices and their headings leave the text only for a place in the back matter."""

from __future__ import annotations

import pytest

from copydesk.model import Article, Heading, Link, Mark, Paragraph, Role, Text, plain
from structure.hinted import GAP, article_of, row

PROSE = row("body", "The ferry was late, and nobody minded.")
THANKS = row("other", "All the pilots were patient with me.")
BIO = row("bio", "Mara Osei is a pilot.")


def headings(article: Article) -> list[str]:
    return [plain(one.content) for one in article.body if isinstance(one, Heading)]


@pytest.mark.parametrize("role", ["other", "heading"])
def test_thanks_are_printed_below_the_author_s_heading(role: Role) -> None:
    above = row(role, "Acknowledgements")
    article = article_of(PROSE, GAP, above, GAP, THANKS, GAP, row("heading", "Author"), BIO)
    assert article.back.acknowledgements_heading == "Acknowledgements"
    assert [plain(one.content) for one in article.back.acknowledgements] == [THANKS[1]]
    assert headings(article) == []
    assert article.structure == ()


def test_thanks_amid_the_text_stay_a_part_of_it() -> None:
    above, below = row("heading", "Acknowledgements"), row("heading", "Chapter one")
    article = article_of(above, GAP, THANKS, GAP, below, GAP, PROSE)
    assert headings(article) == ["Acknowledgements", "Chapter one"]
    assert article.back.acknowledgements == ()


def test_thanks_stay_below_their_heading_where_a_section_follows_them() -> None:
    thanks = row("other", "Thanks to the pilots.")
    money = (row("heading", "Funding"), GAP, row("body", "None."))
    article = article_of(PROSE, GAP, row("other", "Acknowledgements"), GAP, thanks, GAP, *money)
    assert article.back.acknowledgements == ()
    kept = [plain(one.content) for one in article.body if isinstance(one, (Heading, Paragraph))]
    assert kept == [PROSE[1], "Acknowledgements", thanks[1], "Funding", "None."]


def test_a_heading_of_thanks_above_nothing_stays() -> None:
    assert headings(article_of(PROSE, GAP, row("other", "Acknowledgements"), GAP, BIO)) == []
    assert headings(article_of(PROSE, GAP, row("other", "Acknowledgements"))) == [
        "Acknowledgements"
    ]


def test_the_heading_of_notes_that_stay_below_is_the_author_s() -> None:
    above = row("heading", "Remarks")
    article = article_of(PROSE, GAP, above, row("footnote", "* Late by an hour."))
    assert article.back.notes_heading == "Remarks"
    assert article.structure == ()


def test_a_heading_above_notes_that_the_text_calls_announces_nothing() -> None:
    calling = row("body", "The ferry was late.[1]")
    article = article_of(calling, GAP, row("heading", "Remarks"), row("footnote", "1. An hour."))
    reasons = [edit.reason for edit in article.structure if edit.rule == "structure.heading"]
    assert reasons == ["the notes below it are placed where the text refers to them"]
    assert article.back.notes_heading == ""


TERMS = Mark(4, 9, "link", "https://quay.example/terms")


@pytest.mark.parametrize("role", ["disclaimer", "caption"])
def test_notices_and_credits_keep_their_links(role: Role) -> None:
    notice = row(role, "The terms of the first published version hold.", "", TERMS)
    article = article_of(notice, GAP, PROSE)
    (kept,) = article.front.disclaimer or article.front.credits
    assert Link((Text("terms"),), TERMS.target) in kept.content


def test_a_notice_is_printed_above_the_text_or_below_it_as_it_stands_there() -> None:
    above, below = row("disclaimer", "These views are mine."), row("disclaimer", "Seen by Lo.")
    article = article_of(above, GAP, PROSE, GAP, below, GAP, BIO)
    assert [plain(one.content) for one in article.front.disclaimer] == [above[1]]
    assert [plain(one.content) for one in article.back.disclaimer] == [below[1]]


@pytest.mark.parametrize(("role", "asked"), [("subtitle", 1), ("title", 0), ("body", 0)])
def test_a_link_that_cannot_be_printed_is_told(role: Role, asked: int) -> None:
    article = article_of(row(role, "The terms of the ferry", "", TERMS), GAP, PROSE)
    found = [query.message for query in article.queries if query.code == "compose.link-dropped"]
    assert len(found) == asked
    assert all(TERMS.target in message for message in found)
