"""What the editor decided is law; the record says what was done to each line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from copydesk import ledger as desk
from copydesk import structure
from copydesk.config import Config, Style
from copydesk.errors import Refused
from copydesk.model import (
    Article,
    Decision,
    Decisions,
    EditedText,
    Items,
    Line,
    RoleDecision,
    Submission,
)
from structure import hinted
from structure.hinted import row

PROSE = "The harbour was quiet that year, and nobody in the town could say why it was so. " * 3
TEXT = ("Home", "Contact", "A quiet harbour", "By Mara Osei", "3 May 2021", PROSE, "", PROSE,
        "Share this:", "Facebook")  # fmt: skip


def edited_text_of(*texts: str) -> EditedText:
    lines = tuple(Line(number, text) for number, text in enumerate(texts, start=1))
    return EditedText(Submission("a.txt", "", "text/plain", lines), lines)


def article_of(
    texts: tuple[str, ...] = TEXT,
    decisions: Decisions = Decisions(),  # noqa: B008  frozen
    config: Config = Config(),  # noqa: B008  frozen
) -> Article:
    edited = structure.label(edited_text_of(*texts), config, decisions)
    return structure.assemble(edited, config, decisions)


def is_conserved(article: Article) -> bool:
    copy = desk.line_texts(article.edited.lines)
    kept = desk.replay_edits(copy, article.structure)
    assert desk.revert_edits(kept, article.structure) == copy
    return desk.count_words(kept.values()) == desk.count_words(structure.pieces(article))


def edit_of(article: Article, line: int) -> Decision:
    edit = next(edit for edit in article.structure if edit.line == line)
    return Decision(edit.id, edit.rule, edit.before, edit.after, "", "", "", "stet")


def test_furniture_leaves_by_one_edit_a_line_with_a_reason() -> None:
    edits = article_of().structure
    assert [(edit.line, edit.rule, edit.status) for edit in edits] == [
        (line, "structure.furniture", "applied") for line in (1, 2, 9, 10)
    ]
    assert all(edit.reason and edit.id for edit in edits)


def test_a_line_the_editor_keeps_becomes_body() -> None:
    verdict = edit_of(article_of(), 2)
    article = article_of(decisions=Decisions(edits=(verdict,)))
    assert article.edited.roles[1] == "body"
    assert [edit.status for edit in article.structure if edit.line == 2] == ["stet"]
    assert is_conserved(article)


def test_a_desk_may_keep_all_furniture() -> None:
    article = article_of(config=Config(keep_furniture=True))
    assert "furniture" not in article.edited.roles
    assert article.structure == ()
    assert is_conserved(article)


def test_a_rule_that_is_off_drops_nothing() -> None:
    style = Style(rules=(("structure.furniture", "off"),))
    article = article_of(config=Config(style=style))
    assert article.structure == ()
    assert is_conserved(article)


def test_a_role_of_the_sidecar_replaces_the_one_found() -> None:
    decision = RoleDecision("Contact", "body", prefix="Home", suffix="A quiet harbour")
    article = article_of(decisions=Decisions(roles=(decision,)))
    assert article.edited.roles[1] == "body"
    assert is_conserved(article)


def test_of_equal_lines_the_one_with_the_named_neighbours_is_meant() -> None:
    texts = ("Facebook", *TEXT)
    decision = RoleDecision("Facebook", "caption", prefix="Share this:")
    edited = structure.label(edited_text_of(*texts), Config(), Decisions(roles=(decision,)))
    assert (edited.roles[0], edited.roles[-1]) == ("furniture", "caption")


def test_front_matter_of_the_sidecar_replaces_what_the_page_prints() -> None:
    decisions = Decisions(
        title="The quiet harbour", byline="By Mara A. Osei", authors=("Mara A. Osei",),
        date="4 May 2021", language="en-GB",
    )  # fmt: skip
    article = article_of(decisions=decisions)
    assert article.front.title == "The quiet harbour"
    assert article.front.authors == ("Mara A. Osei",)
    assert (article.front.date, article.front.date_iso) == ("4 May 2021", "2021-05-04")
    assert article.front.language == "en-GB"
    assert is_conserved(article)


def test_front_matter_that_no_line_prints_is_no_word_of_the_text() -> None:
    article = article_of((PROSE, "", PROSE), Decisions(title="A harbour", deck="Quiet"))
    assert article.front.title == "A harbour"
    assert is_conserved(article)


def test_what_the_file_says_of_itself_fills_the_gaps() -> None:
    edited = edited_text_of(PROSE, "", PROSE)
    facts = (("title", "A harbour"), ("author", "Mara Osei"), ("date", "2021-05-03"))
    edited = replace(edited, submission=replace(edited.submission, facts=facts))
    labelled = structure.label(edited, Config(), Decisions())
    article = structure.assemble(labelled, Config(), Decisions())
    assert article.front.title == "A harbour"
    assert article.front.authors == ("Mara Osei",)
    assert article.front.date_iso == "2021-05-03"
    assert is_conserved(article)


def test_a_page_without_an_article_is_refused_by_name() -> None:
    with pytest.raises(Refused) as caught:
        article_of(("Home", "Menu", "Search", "Privacy Policy", "© 2020 Harbour"))
    assert caught.value.code == "refuse.no-article"
    assert caught.value.hint


def test_an_appeal_is_told_of_but_not_printed() -> None:
    article = article_of(
        (*TEXT[:8], "Subscribe to our newsletter to get the harbour news every Friday!", *TEXT[8:])
    )
    assert article.back.cta == (
        "Subscribe to our newsletter to get the harbour news every Friday!",
    )
    assert [edit.rule for edit in article.structure].count("structure.cta") == 1
    assert is_conserved(article)


def test_questions_are_asked_about_what_was_not_found() -> None:
    entry = "Osei, M., 2019. The quiet harbour. Sea Journal, 4(2), pp.{0}-{1}."
    entries = tuple(entry.format(page, page + 7) for page in (3, 20, 41))
    codes = [query.code for query in article_of((PROSE, "", PROSE, *entries)).queries]
    assert {"structure.title", "structure.author", "structure.references-start"} <= set(codes)
    assert not {"structure.title", "structure.author"} & {q.code for q in article_of().queries}


def test_the_signs_of_a_list_leave_and_numbers_only_where_they_count() -> None:
    items = ("1. Rope of hemp", "2. Rope of flax", "3. Rope of coir")
    article = article_of((*TEXT[:6], *items, "", PROSE))
    lists = [block for block in article.body if isinstance(block, Items)]
    assert [(block.ordered, len(block.items)) for block in lists] == [(True, 3)]
    assert is_conserved(article)
    later = article_of((*TEXT[:6], *items[1:], "4. Rope of jute", "", PROSE))
    lists = [block for block in later.body if isinstance(block, Items)]
    assert [(block.ordered, block.start) for block in lists] == [(True, 2)]
    loose = hinted.article_of(
        row("body", PROSE), row("list", items[2]), row("list", items[0]), row("body", PROSE)
    )
    lists = [block for block in loose.body if isinstance(block, Items)]
    assert [(block.ordered, block.start) for block in lists] == [(True, 3), (True, 1)]
    assert is_conserved(loose)


def test_a_join_that_the_editor_refuses_leaves_two_paragraphs() -> None:
    wrapped = [
        "The rope lay in the shed for seven years before anybody thought of asking",
        "whose it was, and by then the man who had made it was dead and his niece",
        "had sold the shed. She remembered the rope, though, and she knew what the",
        "initials at its end meant, because she had stitched them there herself as",
        "a child, in red thread, on a winter evening when the wind had brought the",
        "wires down and there was nothing else to do in the house but to sew.",
    ]
    article = article_of(tuple(wrapped))
    joins = [edit for edit in article.structure if edit.rule == "structure.join"]
    assert len(joins) == 5
    assert len(article.body) == 1
    verdict = edit_of(article, joins[0].line)
    refused = article_of(tuple(wrapped), Decisions(edits=(verdict,)))
    assert len(refused.body) == 2
    assert is_conserved(refused)


def stale(
    texts: tuple[str, ...] = TEXT,
    decisions: Decisions = Decisions(),  # noqa: B008  frozen
    config: Config = Config(),  # noqa: B008  frozen
) -> list[str]:
    article = article_of(texts, decisions, config)
    asked = (*article.queries, *structure.stale(article, config, decisions))
    return [query.message for query in asked if query.code == "desk.stale-decision"]


def test_decisions_that_fit_raise_no_query() -> None:
    verdict = edit_of(article_of(), 2)
    role = RoleDecision("Facebook", "caption", prefix="Share this:")
    assert stale(decisions=Decisions(edits=(verdict,), roles=(role,))) == []
    off = Config(style=Style(rules=(("structure.furniture", "off"),)))
    assert stale(decisions=Decisions(edits=(verdict,)), config=off) == []
    assert stale(decisions=Decisions(edits=(verdict,)), config=Config(keep_furniture=True)) == []


def test_decisions_that_fit_nothing_are_reported() -> None:
    role = RoleDecision("A line of last week", "heading")
    gone = Decision("0123456789", "structure.furniture", "Menu", "", "Menu", "", "", "stet")
    decisions = Decisions(edits=(gone,), roles=(role,))
    found = stale(decisions=decisions)
    assert len(found) == 2
    assert "A line of last week" in found[0]
    assert "Menu" in found[1]


def test_a_role_that_two_lines_may_mean_is_set_on_none_of_them_and_reported() -> None:
    texts = ("Facebook", *TEXT)
    (asked,) = stale(texts, Decisions(roles=(RoleDecision("Facebook", "caption"),)))
    assert asked.startswith("2 lines say `Facebook` with such neighbours")
    article = article_of(texts, Decisions(roles=(RoleDecision("Facebook", "caption"),)))
    assert "caption" not in article.edited.roles
