"""Whatever the lines, roles and verdicts: the record replays and reverts, no word is lost."""

from __future__ import annotations

from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from copydesk import ledger as desk
from copydesk import structure
from copydesk.config import Config
from copydesk.errors import Refused
from copydesk.model import (
    Article,
    Decision,
    Decisions,
    EditedText,
    Line,
    Role,
    RoleDecision,
    Submission,
)

LINES = (
    "", " ", "Home", "Share this:", "A quiet harbour", "By Mara Osei", "3 May 2021, 09:12",
    "- rope",
    "1. hemp", "2. flax", "References", "Notes", "[1] A note.", "About the author", "low-",
    "level words that go on for a while and fill the line to its very end, as here",
    "and the next line follows it, broken where the page was full, so that it had",
    "Port\tIncome\tCost", "North\t340\t120", "$ make harbour", "Subscribe to our newsletter today!",
    "Osei, M., 2019. The quiet harbour. Sea Journal, 4(2), pp.3-9.", "Photo: Mara Osei",
    "The harbour was quiet that year, and nobody in the town could say why. " * 3,
)  # fmt: skip
FIELDS = st.sampled_from(("", "Another word"))
ROLES = st.builds(RoleDecision, st.sampled_from(LINES), st.sampled_from(get_args(Role)))
DECISIONS = st.builds(
    Decisions,
    title=FIELDS,
    deck=FIELDS,
    byline=FIELDS,
    date=FIELDS,
    roles=st.lists(ROLES, max_size=4).map(tuple),
)


def made(texts: list[str], decisions: Decisions) -> Article | None:
    lines = tuple(Line(number, text) for number, text in enumerate(texts, start=1))
    edited = EditedText(Submission("a.txt", "", "text/plain", lines), lines)
    try:
        labelled = structure.label(edited, Config(), decisions)
        return structure.assemble(labelled, Config(), decisions)
    except Refused:
        return None


def check(article: Article) -> None:
    copy = desk.line_texts(article.edited.lines)
    kept = desk.replay_edits(copy, article.structure)
    assert desk.revert_edits(kept, article.structure) == copy
    lost = desk.tell_difference(
        desk.count_words(kept.values()), desk.count_words(structure.pieces(article))
    )
    assert lost == ""
    assert len({edit.id for edit in article.structure}) == len(article.structure)


@given(st.lists(st.sampled_from(LINES), max_size=30), DECISIONS)
def test_every_word_is_in_the_article_or_in_its_record(
    texts: list[str], decisions: Decisions
) -> None:
    article = made(texts, decisions)
    if article is not None:
        check(article)


@given(st.lists(st.sampled_from(LINES), max_size=30), DECISIONS, st.integers(1, 4))
def test_that_holds_after_every_refusal_of_the_editor(
    texts: list[str], decisions: Decisions, step: int
) -> None:
    article = made(texts, decisions)
    if article is None:
        return
    refused = tuple(
        Decision(edit.id, edit.rule, edit.before, edit.after, "", "", "", "stet")
        for edit in article.structure[::step]
    )
    again = made(
        texts,
        Decisions(
            title=decisions.title, deck=decisions.deck, byline=decisions.byline,
            date=decisions.date, roles=decisions.roles, edits=refused,
        ),
    )  # fmt: skip
    assert again is not None
    check(again)


@given(st.lists(st.text(max_size=40), max_size=12))
def test_any_text_at_all_is_labelled(texts: list[str]) -> None:
    article = made(["".join(text.splitlines()) for text in texts], Decisions())
    if article is not None:
        check(article)
