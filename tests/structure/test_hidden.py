"""What a page hides from its readers is not printed, however much it reads like the text."""

from __future__ import annotations

from copydesk import structure
from copydesk.config import Config
from copydesk.model import Decisions, EditedText, Line, Submission

PROSE = "The harbour was quiet that winter, and the ferries, which nobody took, came and went. "


def test_hidden_paragraphs_amid_the_text_are_left_out() -> None:
    rows = [
        ("main", "title", "A quiet harbour"), ("main", "", "By Mara Osei"),
        ("main", "", PROSE * 2), ("hidden", "", "Unseen. " + PROSE * 4),
        ("hidden", "heading:2", "A quiet harbour"), ("main", "", PROSE * 3),
    ]  # fmt: skip
    lines = tuple(
        Line(at, text, hint=hint, zone=zone) for at, (zone, hint, text) in enumerate(rows, start=1)
    )
    edited = EditedText(Submission("a.html", "", "text/html", lines), lines)
    found = structure.label(edited, Config(), Decisions()).roles
    dropped = [role == "furniture" for role in found]
    assert dropped == [False, False, False, True, True, False]
