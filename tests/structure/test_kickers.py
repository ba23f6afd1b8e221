"""What says above a headline of what kind the text is, is not the headline."""

from __future__ import annotations

import pytest

from copydesk import pipeline
from copydesk.config import Config
from copydesk.model import Article, Decisions, Query, RoleDecision

PROSE = (
    "The ferry has crossed the sound since the war, and nobody has ever asked whose it is. "
    "It leaves at six, and it comes back when the tide allows, which is not always at night."
)
HEADLINE = "The ferry that nobody owns and nobody sells"
DECK = "An order hangs in the window of the customs house. Nobody knows who signed it, or when."
SIGNED = "By Mara Osei"


def article(*lines: str, decisions: Decisions | None = None, gap: str = "\n\n") -> Article:
    text = "\n\n".join((gap.join(lines), PROSE, PROSE.replace("ferry", "pilot")))
    return pipeline.article(text.encode(), "a.txt", Config(), decisions or Decisions())


def doubts(found: Article) -> list[Query]:
    return [query for query in found.queries if query.code == "structure.doubt"]


@pytest.mark.parametrize(
    "lines",
    [
        # A word that is known for a kicker and is the headline.
        ("Essay", SIGNED),
        ("Interview", DECK, SIGNED),
        ("Portrait of a ferry", SIGNED),
        # A word or two above a deck.
        ("Closing Time", DECK, SIGNED),
        ("The Ferry", f"{HEADLINE}, and what the town on its other side has made of that", SIGNED),
        # Where no name stands below, a line goes on with the headline as often.
        ("Interview", "The early years"),
        ("The Ferry", HEADLINE),
    ],
)
def test_a_short_headline_is_one_without_a_question(lines: tuple[str, ...]) -> None:
    found = article(*lines)
    assert found.front.title == lines[0]
    assert not doubts(found)


@pytest.mark.parametrize("kicker", ["REVIEW", "Essay", "LONG READ", "Opinion", "Gastbeitrag"])
@pytest.mark.parametrize("below", [(SIGNED,), (DECK, SIGNED), ("Mara Osei",)])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_kicker_is_left_out(kicker: str, below: tuple[str, ...], gap: str) -> None:
    found = article(kicker, HEADLINE, *below, gap=gap)
    assert (found.front.title, found.front.authors) == (HEADLINE, ("Mara Osei",))
    assert [edit.before for edit in found.structure if edit.rule == "structure.furniture"] == [
        kicker
    ]
    assert not doubts(found)


@pytest.mark.parametrize("first", ["Field Notes", "THE BIG IDEA"])
def test_a_line_that_may_be_a_kicker_or_a_headline_is_asked_about(first: str) -> None:
    (query,) = doubts(article(first, HEADLINE, SIGNED))
    assert query.message.startswith(f"`{HEADLINE}` may be subtitle")
    assert query.suggestions == ("subtitle", "title")
    answer = RoleDecision(HEADLINE, "title")
    found = article(first, HEADLINE, SIGNED, decisions=Decisions(roles=(answer,)))
    assert (found.front.title, found.front.deck) == (HEADLINE, "")
    assert not doubts(found)


def test_a_longer_line_above_the_headline_that_the_editor_names_is_its_deck() -> None:
    above = "What nobody sells on the sound"
    found = article(above, DECK, SIGNED)
    assert found.front.title == above
    named = Decisions(roles=(RoleDecision(DECK, "title"),))
    front = article(above, DECK, SIGNED, decisions=named).front
    assert (front.title, front.deck) == (DECK, above)
