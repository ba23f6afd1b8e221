"""What is chosen for the front is printed there and nowhere else, and the record holds the rest."""

from __future__ import annotations

from dataclasses import replace

import pytest

from copydesk import structure
from copydesk.config import Config
from copydesk.model import Article, Decision, Decisions, Heading, plain
from copydesk.structure.front import assign_roles
from structure.hinted import GAP, Row, check, edited_text_of, row

PROSE = row("body", "The ferry has crossed the sound since the war, and nobody asks whose it is.")


def article_of(*rows: Row, decisions: Decisions | None = None, **facts: str) -> Article:
    """The article of `rows`, of which the file says `facts`; all words are in it or its record."""
    edited = edited_text_of(*rows)
    sent = replace(edited.submission, facts=tuple(facts.items()))
    edited = replace(edited, submission=sent)
    decisions = decisions or Decisions()
    edited = replace(edited, roles=assign_roles(edited, decisions))
    article = structure.assemble(edited, Config(), decisions)
    check(article)
    return article


def headings(article: Article) -> list[str]:
    return [plain(block.content) for block in article.body if isinstance(block, Heading)]


FRONT = (row("title", "Who owns the ferry of the sound"), row("byline", "By Mara Osei"))


def test_a_byline_that_stands_twice_is_printed_once() -> None:
    article = article_of(*FRONT, row("byline", "by Mara Osei"), PROSE)
    assert article.front.byline == "By Mara Osei"
    assert [(edit.rule, edit.before) for edit in article.structure] == [
        ("structure.repeat", "by Mara Osei")
    ]


def test_names_that_a_comma_parted_the_first_time_are_printed_once() -> None:
    rows = (row("byline", text) for text in ("Mara Osei, PhD,", "Ann Lo, PhD", "Mara Osei, PhD"))
    article = article_of(FRONT[0], *rows, PROSE)
    assert article.front.byline == "Mara Osei, PhD, Ann Lo, PhD"


def test_two_bylines_that_say_different_things_stay() -> None:
    article = article_of(*FRONT, row("byline", "By Ann Lo"), PROSE)
    assert article.front.byline == "By Mara Osei · By Ann Lo"


@pytest.mark.parametrize(
    "text",
    ["Essay: Ann Lo", "Interview by Ann Lo", "Ann Lo | Essay", "Pier | Ann Lo", "ANALYSIS ANN LO"],
)
def test_a_word_that_is_no_kicker_before_a_name_stays_in_the_byline(text: str) -> None:
    assert article_of(FRONT[0], row("byline", text), PROSE).front.byline == text


@pytest.mark.parametrize(
    ("text", "byline"),
    [
        ("Essay | Ann Lo", "Ann Lo"),
        ("OPINION By Ann Lo", "By Ann Lo"),
        ("Kommentar · Von Ann Lo", "Von Ann Lo"),
    ],
)
def test_a_kicker_before_a_byline_is_not_printed_in_it(text: str, byline: str) -> None:
    article = article_of(FRONT[0], row("byline", text), PROSE)
    assert article.front.byline == byline
    assert [edit.rule for edit in article.structure] == ["structure.byline"]


def test_who_was_asked_stands_apart_from_who_asked() -> None:
    rows = (row("byline", "Ann Lo im Gespräch"), row("byline", "Jon Vik"))
    article = article_of(FRONT[0], *rows, PROSE)
    assert article.front.byline == "Ann Lo im Gespräch · Jon Vik"
    assert article.front.authors == ("Jon Vik",)


def test_the_title_is_printed_once() -> None:
    article = article_of(*FRONT, PROSE)
    assert article.front.title == "Who owns the ferry of the sound"
    assert headings(article) == []


def test_a_heading_is_no_title() -> None:
    article = article_of(row("heading", "Who owns the ferry of the sound"), FRONT[1], PROSE)
    assert article.front.title == ""
    assert headings(article) == ["Who owns the ferry of the sound"]


@pytest.mark.parametrize("role", ["heading", "furniture", "other"])
def test_a_byline_with_another_role_is_printed_as_one(role: str) -> None:
    front = row("title", "Who owns the ferry"), row(role, "By Mara Osei")  # type: ignore[arg-type]
    article = article_of(*front, PROSE)
    assert article.front.authors == ("Mara Osei",)
    assert article.front.byline == "By Mara Osei"
    assert headings(article) == []


def test_what_the_head_of_a_file_states_is_not_printed_once_more() -> None:
    head = row("furniture", "author: Mara Osei"), row("furniture", "date: 3 May 2021")
    facts = {"author": "Mara Osei", "date": "2021-05-03"}
    article = article_of(*head, row("title", "Who owns the ferry"), PROSE, **facts)
    assert article.front.authors == ("Mara Osei",)
    assert (article.front.byline, article.front.date_iso) == ("", "2021-05-03")


def test_a_row_of_a_table_is_never_in_the_front() -> None:
    cell = row("other", "By Mara Osei\t3 May 2021", "table:1")
    article = article_of(row("title", "Who owns the ferry"), cell, PROSE)
    assert (article.front.authors, article.front.date) == ((), "")


@pytest.mark.parametrize("verdict", ["", "stet"])
def test_the_name_of_the_site_leaves_the_title_unless_the_editor_keeps_it(verdict: str) -> None:
    rows = row("title", "Who owns the ferry | The Quay"), GAP, PROSE
    article = article_of(*rows, site="The Quay")
    (edit,) = [one for one in article.structure if one.rule == "structure.title"]
    assert (edit.before, edit.after) == (" | The Quay", "")
    says = Decision(edit.id, edit.rule, edit.before, edit.after, "", "", "", "stet")
    kept = Decisions(edits=(says,)) if verdict else None
    article = article_of(*rows, site="The Quay", decisions=kept)
    assert article.front.title == (
        "Who owns the ferry | The Quay" if verdict else "Who owns the ferry"
    )


def test_of_two_titles_one_is_printed_and_no_word_is_lost() -> None:
    rows = row("title", "Ferry notes"), PROSE, row("title", "Who owns the ferry"), PROSE
    article = article_of(*rows, title="Who owns the ferry")
    assert article.front.title == "Who owns the ferry"
    assert headings(article) == ["Ferry notes"]


def test_the_day_of_publication_stands_before_that_of_a_change() -> None:
    rows = row("date", "Updated 5 May 2021"), row("date", "Published 3 May 2021, 10:15")
    article = article_of(row("title", "Who owns the ferry"), *rows, PROSE)
    assert (article.front.date, article.front.date_iso) == ("3 May 2021", "2021-05-03")
