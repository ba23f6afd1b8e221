"""Sentences, numbered headings and titles of decisions have the shape of names, and name nobody."""

from __future__ import annotations

import pytest

from copydesk import pipeline
from copydesk.config import Config
from copydesk.model import Article, Decisions, Heading
from copydesk.nodes import plain
from copydesk.structure import cues, names

PROSE = (
    "The ferry has crossed the sound since the war, and nobody has ever asked whose it is. "
    "It leaves at six, and it comes back when the tide allows, which is not always at night."
)


def article(*lines: str) -> Article:
    return pipeline.article("\n\n".join(lines).encode(), "a.txt", Config(), Decisions())


def test_a_first_sentence_about_somebody_is_no_byline() -> None:
    found = article(
        "Ada Lind, cartographer of tides",
        "She drew the sea as it is at half past four, and changed how pilots read it",
        "Tom Aske\nTue 9 Jul 2024 17.02 BST",
        "Ada Lind, who has died aged 93, was the first person to draw a tide.",
        PROSE,
        PROSE.replace("ferry", "pilot"),
    )
    assert found.front.authors == ("Tom Aske",)
    assert plain(found.body[0].content).startswith("Ada Lind, who has died")  # type: ignore[union-attr]


def test_a_numbered_heading_is_no_name_with_an_initial() -> None:
    parts = ("I. Einleitung", "II. Sachverhalt", "III. Ausblick")
    text = [line for part in parts for line in (part, PROSE)]
    found = article("Das Watt vor Gericht", "von Henrike Ahlers", *text)
    assert found.front.authors == ("Henrike Ahlers",)
    heads = [plain(block.content) for block in found.body if isinstance(block, Heading)]
    assert heads == list(parts)


def test_an_initial_is_one_where_nothing_counts() -> None:
    found = article("A ferry that nobody owns", "I. Calloway", "3 May 2024", PROSE, PROSE[::-1])
    assert found.front.authors == ("I. Calloway",)


@pytest.mark.parametrize(
    "text",
    ["Zum Urteil des Oberverwaltungsgerichts", "Das Watt", "Dem Meer", "Zu Gast"],
)
def test_no_name_begins_with_an_article(text: str) -> None:
    assert not names.is_name(text)


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        ("By Des Brook", ("Des Brook",)),
        ("Por Das Neves Lima", ("Das Neves Lima",)),
        ("Von des Kaisers Flotte", ()),
        ("Des Voix Du Port", ()),
    ],
)
def test_what_is_an_article_elsewhere_begins_a_name_that_is_announced(
    text: str, authors: tuple[str, ...]
) -> None:
    assert names.byline(text).authors == authors


@pytest.mark.parametrize(
    "text",
    ["Mara zum Felde", "Jon von dem Bussche", "Van Morrison", "De La Cruz", "Dos Santos Silva",
     "E M Osei", "Y. Osei"],
)  # fmt: skip
def test_names_have_their_particles_and_initials(text: str) -> None:
    assert names.is_name(text)


@pytest.mark.parametrize("name", ["Das Gupta", "Zu Ming", "Y Osei"])
def test_who_a_byline_says_has_written_it_may_be_called_so(name: str) -> None:
    assert names.byline(f"By {name}").authors == (name,)


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("The author is a lecturer in law at Hull.", True),
        ("* Die Verfasserin ist Professorin an der Universität Kiel.", True),
        ("L’auteur est chercheur, professor of tides.", True),
        ("About the author: Mara Osei lives in Hull with two dogs.", True),
        ("Zur Autorin. Dr. Mara Osei forscht in Emden.", True),
        ("About the author: nobody knows a thing.", False),
        ("About the harbour: Mara Osei lives in Hull with two dogs.", False),
        ("The author is dead, as everybody knows.", False),
        ("The authority is a researcher's dream.", False),
        ("The author wrote of a professor who never came.", False),
    ],
)
def test_a_note_may_tell_of_an_author_without_the_name(text: str, *, tells: bool) -> None:
    assert cues.is_bio(text) is tells


def test_the_label_of_a_table_that_stands_alone_is_its_caption() -> None:
    rows = "Use\tYears\tVisitors\nStorage\t11\t400\nFilm\t4\t1250\nFootball\t9\t18000"
    found = article("Ports without ships", "By Mara Osei", PROSE, "Table 1", rows, PROSE[::-1])
    assert not [block for block in found.body if isinstance(block, Heading)]


@pytest.mark.parametrize(
    ("text", "shows"),
    [("Table 1", 1.0), ("Fig. 2.", 1.0), ("Table 1 shows the ships", 0.0), ("Table", 0.0)],
)
def test_a_number_makes_the_word_for_a_table_a_label(text: str, shows: float) -> None:
    assert cues.caption(text, cues.head(text)) == shows


def test_the_line_below_a_headline_is_a_deck_and_no_item() -> None:
    found = article(
        "FOR IMMEDIATE RELEASE",
        "Contact: Dana Lowe, +44 20 7946 0123, press@trust.example",
        "Harbour Trust buys last wooden lightship",
        "Vessel to open to visitors in spring after repairs",
        "HULL, 4 November 2025 – The Harbour Trust has bought the last wooden lightship of the "
        "coast. The vessel has lain in a dry dock at Goole, and is to be seen there for a year.",
        PROSE.replace("ferry", "pilot"),
        "ENDS",
    )
    assert found.front.title == "Harbour Trust buys last wooden lightship"
    assert found.front.deck == "Vessel to open to visitors in spring after repairs"
