"""Prose that is left out in quantity is asked about; furniture and comments are not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from copydesk.config import Config
from copydesk.model import Decisions, Galley, Line, RoleDecision, Submission
from copydesk.structure import assemble, label

HARBOUR = "The harbour was quiet that winter, and the ferries, which nobody took, came and went. "
ARTICLE = (
    "A quiet harbour",
    "By Mara Osei",
    *(f"{place} kept. {HARBOUR * 4}" for place in "ABCDE"),
)
OTHER = tuple(f"{name} has no pier. {HARBOUR * 3}" for name in ("Hull", "Leith", "Cork", "Brest"))
SHORT = ("Read how the storm came to the harbour of Hull, and who saw it first. " * 2,)


def labelled(aside: Sequence[str], decisions: Decisions | None = None) -> Galley:
    """A page with an article, and `aside` in its foot."""
    told = [*((text, "main") for text in ARTICLE), *((text, "footer") for text in aside)]
    lines = tuple(Line(at, text, zone=zone) for at, (text, zone) in enumerate(told, start=1))
    galley = Galley(Submission("a.html", "", "text/html", lines), lines)
    return label(galley, Config(), decisions or Decisions())


def asked(galley: Galley) -> list[int]:
    return [query.line for query in galley.queries if query.code == "structure.dropped"]


def test_a_teaser_below_the_article_is_left_out_without_a_question() -> None:
    galley = labelled(SHORT)
    assert galley.roles[-1] == "furniture"
    assert asked(galley) == []


def test_a_long_text_below_the_article_is_asked_about_at_its_first_line() -> None:
    galley = labelled(OTHER)
    assert set(galley.roles[len(ARTICLE) :]) == {"furniture"}
    assert asked(galley) == [len(ARTICLE) + 1]


def test_what_the_editor_has_decided_is_not_asked_again() -> None:
    decided = Decisions(roles=tuple(RoleDecision(text, "furniture") for text in OTHER))
    assert asked(labelled(OTHER, decided)) == []


PLAIN = ("A quiet harbour", "", "By Mara Osei", "", *ARTICLE[2:], "")
BLOCK = ("Mara Osei", "Harbour University, School of Tides", "m.osei@quay.example", "")
BUTTONS = ("Share this", "Related posts", "Home", "Contact")
MORE = ("Log in", "Privacy policy", "Newsletter", "Search", "Leave a comment")


def doubted(*texts: str) -> list[str]:
    """The lines that were left out and asked about."""
    lines = tuple(Line(at, text) for at, text in enumerate(texts, start=1))
    submission = Submission("a.txt", "", "text/plain", lines)
    galley = label(Galley(submission, lines), Config(), Decisions())
    asked = {query.line for query in galley.queries if query.code == "structure.doubt"}
    rows = zip(lines, galley.roles, strict=True)
    return [line.text for line, role in rows if role == "furniture" and line.number in asked]


def test_what_a_site_prints_is_left_out_without_a_question() -> None:
    assert doubted(*PLAIN) == []
    assert doubted(*PLAIN, *BUTTONS) == []
    assert doubted(*PLAIN, *BLOCK, *BUTTONS, *MORE) == []


def test_beside_few_lines_of_a_site_no_line_of_another_s_is_left_out_without_a_question() -> None:
    assert doubted(*PLAIN, *BLOCK, *BUTTONS) == [*BLOCK[:-1]]


MENU = ("Home", "News", "Opinion", "Culture", "About", "Subscribe", "")
STORY = ("Three pilots on a vote they lost", "", "By Mara Osei", "", *ARTICLE[2:], "")


@pytest.mark.parametrize("above", ["Culture", "Read more", "Skip to content", "Posted in: Culture"])
def test_what_is_a_site_s_above_the_headline_is_not_asked_about(above: str) -> None:
    assert doubted(*MENU, above, "", *STORY, *BUTTONS, *MORE) == []


def test_a_line_that_may_be_the_headline_above_its_deck_is_asked_about_and_becomes_it() -> None:
    texts = (*MENU, "The price of sand", "", *STORY, *BUTTONS, *MORE)
    assert doubted(*texts) == ["The price of sand"]
    lines = tuple(Line(at, text) for at, text in enumerate(texts, start=1))
    galley = Galley(Submission("a.txt", "", "text/plain", lines), lines)
    decided = Decisions(roles=(RoleDecision("The price of sand", "title"),))
    front = assemble(label(galley, Config(), decided), Config(), decided).front
    assert (front.title, front.deck) == ("The price of sand", STORY[0])
