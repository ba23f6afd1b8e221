"""A letter's goodbye is its author's, whatever the site prints below it."""

from __future__ import annotations

import pytest

from copydesk import structure
from copydesk.config import Config
from copydesk.model import Decisions, Galley, Line, Role, Submission

TEXT = (
    "Notes from the quay",
    "",
    (
        "The winter timetable came into force on Monday, and with it the first complaints. Nobody"
        " had told the fishermen that the early ferry would leave from the north quay."
    ),
    "",
    (
        "What the office did next was sensible. It put up a board, painted by hand, and paid a"
        " pensioner to stand beside it until people had learnt the way to the other quay."
    ),
    "",
)
SITE = ("", "Share this", "Related posts", "Home", "Contact")


def roles(*lines: str) -> list[Role]:
    rows = tuple(Line(at, text) for at, text in enumerate((*TEXT, *lines, *SITE), 1))
    galley = Galley(Submission("a.txt", "", "text/plain", rows), rows)
    found = structure.label(galley, Config(), Decisions()).roles
    return [role for role in found[len(TEXT) : -len(SITE)] if role]


@pytest.mark.parametrize(
    "lines",
    [
        ("Read on", "Ferries"),
        ("Marta",),
        ("See our full list of timetables", "Harbour News"),
        ("Take care of your boots", "Travel"),
        ("All best-selling books", "Rope"),
        ("Herzlich willkommen", "Unsere Themen"),
        (*("Ferries", "Tugs", "Pilots", "Rope", "Tar"), "Best wishes", "Marta"),
    ],
)
def test_short_lines_below_an_article_are_the_site_s(lines: tuple[str, ...]) -> None:
    assert set(roles(*lines)) == {"furniture"}


@pytest.mark.parametrize("said", ["See you in court", "All the best ferries", "Take care of it"])
def test_a_heading_that_begins_as_a_goodbye_does_is_one(said: str) -> None:
    assert roles(said, "", TEXT[2], "", TEXT[4]) == ["heading", "body", "body"]


@pytest.mark.parametrize("gap", [(), ("",)])
@pytest.mark.parametrize(
    ("goodbye", "name"),
    [
        ("Best wishes", "Marta"),
        ("See you next week,", "Marta Olsen"),
        ("Until next time!", "M."),
        ("Take care, all", "Marta"),
        ("Herzliche Grüße", "Ihre Marta Olsen"),
        ("Herzlich,", "Marta"),
        ("Herzlich Ihre", "Marta Olsen"),
        ("À la semaine prochaine", "Marta"),
    ],
)
def test_a_goodbye_and_the_name_below_it_stay(
    goodbye: str, name: str, gap: tuple[str, ...]
) -> None:
    assert roles(goodbye, *gap, name) == ["body", "body"]
