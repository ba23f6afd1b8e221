"""What an interviewer asks, set in bold paragraph by paragraph, is text throughout."""

from __future__ import annotations

import pytest

from copydesk import pipeline
from copydesk.config import Config
from copydesk.model import Decisions

ANSWER = (
    "I was nine, and my father gave me a pencil. He said that somebody ought to know how many "
    "boats went out, since not all of them came in again."
)
ASKED = (
    "How did you begin?",
    "You kept your books all the same. Why, when the town had long decided to build elsewhere?",
    "What about the winters?",
    "Tell us about the storm of 1987.",
)
FRAGT = ("Wie haben Sie angefangen?", "Und das Amt?", "Erzählen Sie davon.", "Und im Winter?")


def roles_of(*bold: str) -> list[str | None]:
    paragraphs = (part for one in bold for part in (f"**{one}**", ANSWER))
    text = "\n\n".join(["# The sea keeps its own books", "By Mara Osei", ANSWER, *paragraphs])
    edited = pipeline.read_and_edit(text.encode(), "a.md", Config(), Decisions())
    lines = zip(edited.lines, edited.roles, strict=True)
    return [role for line, role in lines if line.text in bold]


@pytest.mark.parametrize(
    "bold",
    [
        ("The books", "The storm of 1987", "The winters"),
        ("How to count", "Why they sank", "What they earned", "Where they went"),
        ("What is left?", "The books", "The winters"),
    ],
)
def test_headings_in_bold_stay_headings(bold: tuple[str, ...]) -> None:
    assert set(roles_of(*bold)) == {"heading"}


def test_headings_among_the_questions_stay_headings() -> None:
    assert roles_of(*ASKED[:2], "The great storm", *ASKED[2:])[2] == "heading"


@pytest.mark.parametrize("bold", [ASKED, FRAGT, ASKED[1:], FRAGT[:2] + ASKED[:2]])
def test_questions_in_bold_have_one_role(bold: tuple[str, ...]) -> None:
    assert len(set(roles_of(*bold))) == 1
