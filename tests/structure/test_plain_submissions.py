"""A text around which there is no site is printed whole, whatever its lines look like."""

from __future__ import annotations

from pathlib import Path

import pytest

from copydesk import pipeline
from copydesk.config import Config
from copydesk.model import Decisions, EditedText

FOLDER = Path(__file__).parents[1] / "cases" / "structure" / "plain"
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))
#: Their first line is a part of the text: a verse, a salutation, a question.
UNTITLED = ("interview-by-name", "interview-untitled", "letter", "poem-without-stops",
            "shopping-list", "speech")  # fmt: skip
#: A paragraph that stands above the lists of a life.
PROFILE = (
    "I have kept the records of the harbour for fifteen years, and before that I sold tickets "
    "for the ferry; I write a clear hand, and I am looking for work on land.\n\n"
)
#: What a site prints around the same lines.
ABOVE = "Home\nNews\nSubscribe\nSign in\n\n"
BELOW = "\nRelated articles\nA new dredger\nShare this\n© 2024 The Tide. All rights reserved.\n"


def edited(name: str, above: str = "", below: str = "") -> EditedText:
    text = above + (FOLDER / f"{name}.txt").read_text(encoding="utf-8") + below
    return pipeline.read_and_edit(text.encode(), f"{name}.txt", Config(), Decisions())


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


@pytest.mark.parametrize("signs", ["…", "?", "---", "* # *", "__________", "†", "😀"])
def test_a_line_of_signs_heads_nothing_and_names_nobody(signs: str) -> None:
    text = f"{ABOVE}The quiet harbour\nBy Mara Osei\n\n{PROFILE}{signs}\n\n{PROFILE}{BELOW}"
    lines = pipeline.read_and_edit(text.encode(), "a.txt", Config(), Decisions())
    place = next(at for at, line in enumerate(lines.lines) if line.text == signs)
    assert lines.roles[place] in (
        "body",
        "caption",
        "cta",
        "footnote",
        "furniture",
        "list",
        "other",
    )
