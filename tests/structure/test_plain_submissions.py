"""A text around which there is no site is printed whole, whatever its lines look like."""

from __future__ import annotations

from pathlib import Path

import pytest

from copydesk import pipeline
from copydesk.config import Config
from copydesk.model import Decisions, Galley, Items
from copydesk.nodes import contents, notes_in, plain, texts_with_notes

FOLDER = Path(__file__).parents[1] / "cases" / "structure" / "plain"
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))
#: Their first line is a part of the text: a verse, a salutation, a question.
UNTITLED = (
    "interview-by-name",
    "interview-untitled",
    "letter",
    "poem-in-three-parts",
    "poem-without-stops",
    "shopping-list",
    "speech",
)
#: A paragraph that stands above the lists of a life.
PROFILE = (
    "I have kept the records of the harbour for fifteen years, and before that I sold tickets "
    "for the ferry; I write a clear hand, and I am looking for work on land.\n\n"
)
#: What a site prints around the same lines.
ABOVE = "Home\nNews\nSubscribe\nSign in\n\n"
BELOW = "\nRelated articles\nA new dredger\nShare this\n© 2024 The Tide. All rights reserved.\n"


def edited(name: str, above: str = "", below: str = "") -> Galley:
    text = above + (FOLDER / f"{name}.txt").read_text(encoding="utf-8") + below
    return pipeline.edited(text.encode(), f"{name}.txt", Config(), Decisions())


@pytest.mark.parametrize("name", NAMES)
def test_no_line_is_left_out(name: str) -> None:
    assert {"furniture", "cta"}.isdisjoint(edited(name).roles)


@pytest.mark.parametrize("name", UNTITLED)
def test_no_line_of_the_text_becomes_its_title(name: str) -> None:
    assert "title" not in edited(name).roles


def test_a_life_with_a_paragraph_above_its_lists_is_left_whole() -> None:
    assert "furniture" not in edited("life", above=PROFILE).roles


@pytest.mark.parametrize("name", ["letter", "poem-in-three-parts", "speech"])
def test_what_a_site_prints_around_them_is_left_out_still(name: str) -> None:
    roles = [role for role in edited(name, ABOVE, BELOW).roles if role]
    assert roles[:4] == ["furniture"] * 4
    assert roles[-4:] == ["furniture"] * 4


def test_a_paper_is_read_from_its_affiliations_to_its_appendix() -> None:
    found = edited("paper-with-affiliations")
    said = [line.text.strip() for line in found.lines]
    roles = {
        text: role
        for text, role in zip(said, found.roles, strict=True)
        if role not in (None, "body")
    }
    assert [text for text, role in roles.items() if role == "heading"] == [
        "Abstract",
        "1. Introduction",
        "1.1 Three ledgers",
        "1.2 Red ink",
        "2. Conclusion",
        "Acknowledgements",
        "Funding",
        "References",
        "Appendix A. The dues",
    ]
    assert list(roles.values()).count("list") == 5
    assert [text for text, role in roles.items() if role == "caption"] == [
        "Table 1. Dues of the port, in shillings",
        "[Figure 1. A page of the third ledger]",
    ]
    assert [role for role in roles.values() if role in ("title", "byline", "date", "subtitle")] == [
        "title",
        "byline",
    ]


def test_the_notes_and_lists_of_a_paper_stand_where_they_belong() -> None:
    text = (FOLDER / "paper-with-affiliations.txt").read_bytes()
    article = pipeline.article(text, "paper.txt", Config(), Decisions())
    assert article.front.authors == ("Ruth Ames", "Bert Marsh")
    assert article.back.notes == ()
    (listed,) = (block for block in article.body if isinstance(block, Items))
    assert (listed.ordered, len(listed.items)) == (True, 3)
    calling = [
        (plain(content), "/".join(texts_with_notes(note.blocks)))
        for block in article.body
        for content in contents(block)
        for note in notes_in(content)
    ]
    assert [(text[-12:], note[:12]) for text, note in calling] == [
        ("of a fourth.", "On this see "),
        ("e dues fell.", "Not counting"),
    ]


def test_notes_that_cite_are_no_entries_of_a_list_without_numbers() -> None:
    found = edited("paper-with-notes-de")
    roles = [role for role in found.roles if role]
    assert roles[-3:] == ["footnote"] * 3
    assert roles.count("reference") == 3
