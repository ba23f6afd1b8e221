"""A line in italics below a picture: its caption amid the text, a standfirst above it."""

from __future__ import annotations

import pytest

from copydesk import pipeline
from copydesk.config import Config
from copydesk.model import Decisions

OPENING = (
    "The wall at Harrowby is four kilometres long, and for a century nobody asked who paid for"
    " it, until the council published a bill of upkeep that ran to eleven pages."
)
ENDING = (
    "Upkeep is the smallest of the three and the only one that prevents the others, and no year"
    " in which it was cut was followed by a decade without a breach."
)
PICTURE = "![The wall](wall.png)"


def roles(*paragraphs: str) -> dict[str, str | None]:
    text = "\n\n".join(("# The wall at night", *paragraphs)) + "\n"
    galley = pipeline.article(text.encode(), "source/wall.md", Config(), Decisions()).galley
    return {line.text: role for line, role in zip(galley.lines, galley.roles, strict=True)}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("*Sluices and pumps. Drawing: Ilse Marrow*", "Sluices and pumps. Drawing: Ilse Marrow"),
        ("*Sluices,* *1953*", "Sluices, 1953"),
        ("_The pier_", "The pier"),
    ],
)
def test_below_a_picture_amid_the_text_it_is_the_caption(line: str, words: str) -> None:
    assert roles(OPENING, PICTURE, line, ENDING)[words] == "caption"


@pytest.mark.parametrize(
    ("paragraphs", "words"),
    [
        ((PICTURE, "*Nobody pays for it, and everybody leans on it.*", OPENING, ENDING),
         "Nobody pays for it, and everybody leans on it."),
        ((OPENING, "*Nobody asked why it had been so long.*", ENDING),
         "Nobody asked why it had been so long."),
        ((OPENING, PICTURE, "Nobody asked *why* it had been so long.", ENDING),
         "Nobody asked why it had been so long."),
        ((OPENING, PICTURE, ENDING, "*Nobody asked why it had been so long.*"),
         "Nobody asked why it had been so long."),
    ],
)  # fmt: skip
def test_elsewhere_it_is_none(paragraphs: tuple[str, ...], words: str) -> None:
    assert roles(*paragraphs)[words] != "caption"


def test_a_heading_below_a_picture_stays_one() -> None:
    assert (
        roles(OPENING, PICTURE, "## *What the council found*", ENDING)["What the council found"]
        == "heading"
    )
