"""What an author breaks into lines, addresses and verses, or numbers: its lines are one thing."""

from __future__ import annotations

import pytest

from copydesk import pipeline, structure
from copydesk.config import Config
from copydesk.model import Decisions, EditedText, Heading, Items, Line, Submission, plain

PROSE = "The ferry has crossed the sound since the war, and nobody has ever asked whose it is."


@pytest.mark.parametrize(
    "lines",
    [
        ["Harbour Office", "Quay Street 4"],
        ["Harbour Office", "Quay Street 4", "Hull"],
        ["The tide goes out", "and leaves the mud", "to those who stay"],
    ],
)
def test_broken_lines_are_neither_items_nor_headings(lines: list[str]) -> None:
    text = f"# The Ferry\n\n{PROSE}\n\n## Where to write\n\n{{}}\n\n{PROSE}\n"
    sent = text.format("  \n".join(lines))
    body = pipeline.article(sent.encode(), "a.md", Config(), Decisions()).body
    assert [plain(one.content) for one in body if isinstance(one, Heading)] == ["Where to write"]
    assert not any(isinstance(one, Items) for one in body)


def test_a_line_that_came_without_letters_of_its_own_is_labelled() -> None:
    """A reader gave it words: those of a picture, say."""
    sent = (
        Line(1, "The harbour was closed", flow="off"),
        Line(2, "Nobody said why it was", flow="on", source=""),
        Line(3, "It opened again.", flow="on"),
    )
    edited = EditedText(Submission("a.md", "", "text/markdown", sent), sent)
    assert None not in structure.label(edited, Config(), Decisions()).roles


def test_lines_that_are_numbered_from_one_on_have_one_role() -> None:
    numbered = ["1. Harbour", "2. " + PROSE, "3. Ferry, 2019", "4. " + PROSE[:44]]
    texts = ["The Ferry", PROSE, *(text for line in numbered for text in (line, PROSE))]
    sent = tuple(Line(number, text) for number, text in enumerate(texts, start=1))
    edited = EditedText(Submission("a.txt", "", "text/plain", sent), sent)
    roles = structure.label(edited, Config(), Decisions()).roles
    assert len({roles[texts.index(line)] for line in numbered}) == 1
