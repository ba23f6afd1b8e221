"""A verdict on a structure edit stays with its edit, whatever else was decided or has changed."""

from __future__ import annotations

import pytest

from copydesk import pipeline
from copydesk.config import Config
from copydesk.errors import UsageError
from copydesk.model import Article, Decision, Decisions, Edit
from copydesk.review import sidecar

WRAPPED = (
    "The rope lay in the shed for seven years before anybody thought of asking\n"
    "whose it was, and by then the man who had made it was dead and his niece\n"
    "had sold the shed. She remembered the rope, though, and she knew what the\n"
    "initials at its end meant, because she had stitched them there herself as\n"
    "a child, in red thread, on a winter evening when the wind had brought the\n"
    "wires down and there was nothing else to do in the house but to sew.\n"
)
PROSE = "The harbour was quiet that year, and nobody in the town could say why it was so. " * 3
SITE = f"Home\nNews\nShare\n\nA quiet harbour\n\n{PROSE}\n\n{PROSE}\n\nShare\nSign up\nImprint\n"
ENTRIES = (
    "References\n\nOsei, M., 2019. The quiet harbour and the people who have\n"
    "lived there. Hull: Tide.\n"
    "Lam, J., 2020. The rope of the quay and the hands which had\n"
    "made it, and of the pilots who have kept it in the shed of the\nport. Leith: Shore.\n"
)


def article_of(text: str, *decisions: Decision) -> Article:
    found = pipeline.article(text.encode(), "a.txt", Config(), Decisions(edits=decisions))
    assert len({edit.id for edit in found.structure}) == len(found.structure)
    return found


def refuse(article: Article, *edits: Edit) -> tuple[Decision, ...]:
    ledger = (*article.edited.ledger, *article.structure)
    sent = article.edited.submission
    return tuple(sidecar.quote_edit(edit, sent, "stet", ledger) for edit in edits)


def refused(article: Article) -> list[tuple[int, str]]:
    return [(edit.line, edit.before) for edit in article.structure if edit.status == "stet"]


def is_asked(article: Article) -> bool:
    return any(query.code == "desk.stale-decision" for query in article.queries)


def joins(article: Article) -> list[Edit]:
    return [edit for edit in article.structure if edit.rule == "structure.join"]


def test_ids_depend_on_no_verdict() -> None:
    article = article_of(f"A rope\n\n{WRAPPED}\n{PROSE}\n\n{ENTRIES}")
    before = {edit.id for edit in joins(article)}
    assert len(before) == 8
    for edit in joins(article):
        after = article_of(f"A rope\n\n{WRAPPED}\n{PROSE}\n\n{ENTRIES}", *refuse(article, edit))
        assert {one.id for one in joins(after)} == before
        assert [one.id for one in joins(after) if one.status == "stet"] == [edit.id]


def test_all_edits_may_be_refused_at_once() -> None:
    article = article_of(SITE)
    after = article_of(SITE, *refuse(article, *article.structure))
    assert [edit.status for edit in after.structure] == ["stet"] * len(article.structure)
    assert len(after.structure) > 4
    assert not is_asked(after)


def test_a_correction_of_the_line_moves_no_id() -> None:
    text = f"A rope\n\n{WRAPPED.replace('whose it', 'whose  it')}\n{PROSE}\n"
    article = article_of(text)
    (double,) = [edit for edit in article.edited.ledger if edit.rule == "space.double"]
    join = next(edit for edit in joins(article) if edit.line == double.line)
    after = article_of(text, *refuse(article, double, join))
    assert [edit.id for edit in joins(after)] == [edit.id for edit in joins(article)]
    assert [edit.line for edit in joins(after) if edit.status == "stet"] == [double.line]
    assert not is_asked(after)


@pytest.mark.parametrize("which", [0, 1])
def test_of_two_equal_lines_the_one_that_was_meant_stays(which: int) -> None:
    article = article_of(SITE)
    edits = [edit for edit in article.structure if edit.before == "Share"]
    decisions = refuse(article, edits[which])
    assert refused(article_of(SITE, *decisions)) == [(edits[which].line, "Share")]
    moved = article_of(f"Archive\nShare\n{SITE}", *decisions)
    assert refused(moved) == [(edits[which].line + 2, "Share")]


def test_a_line_that_has_an_equal_one_now_is_asked_about() -> None:
    article = article_of(SITE)
    (edit,) = [edit for edit in article.structure if edit.before == "News"]
    after = article_of(SITE.replace("Home\n", "Home\nNews\n"), *refuse(article, edit))
    assert refused(after) == []
    assert is_asked(after)


def test_a_join_is_found_again_when_its_line_has_changed() -> None:
    article = article_of(f"A rope\n\n{WRAPPED}\n{PROSE}\n")
    decisions = refuse(article, *(edit for edit in joins(article) if edit.line == 4))
    changed = WRAPPED.replace("whose it was, and by then", "whose it was; but by then")
    after = article_of(f"A rope\n\nBy Ada Lovell\n\n{changed}\n{PROSE}\n", *decisions)
    (edit,) = [edit for edit in after.structure if edit.status == "stet"]
    assert after.edited.lines[edit.line - 1].text.startswith("whose it was")
    assert not is_asked(after)


def test_a_decision_whose_words_are_gone_is_asked_about() -> None:
    article = article_of(SITE)
    (edit,) = [edit for edit in article.structure if edit.before == "Imprint"]
    after = article_of(SITE.replace("Imprint", "About us"), *refuse(article, edit))
    assert refused(after) == []
    assert is_asked(after)


def test_what_cannot_be_told_from_an_equal_line_is_not_decided() -> None:
    text = "Menu\n" * 2000 + SITE
    article = article_of(text)
    middle = next(edit for edit in article.structure if edit.line == 1000)
    with pytest.raises(UsageError):
        refuse(article, middle)
