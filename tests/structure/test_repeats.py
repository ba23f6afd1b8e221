"""What is said to repeat the headline or a sentence has its words, numbers among them."""

from __future__ import annotations

import pytest

from copydesk.config import Config
from copydesk.model import Decisions, EditedText, Line, Role, Submission
from copydesk.structure import assemble

HARBOUR = "The harbour was quiet that winter, and nobody came."


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Part 2 of a quiet harbour", "structure.furniture"),
        ("The 13 ferries came on time.", "structure.furniture"),
        ("→ Part 1 of a quiet harbour", "structure.repeat"),
        ("“The 12 ferries came on time”", "structure.repeat"),
    ],
)
def test_a_dropped_line_is_told_from_one_with_other_numbers(line: str, rule: str) -> None:
    rows: list[tuple[str, Role]] = [
        ("Part 1 of a quiet harbour", "title"),
        (f"{HARBOUR} The 12 ferries came on time.", "body"),
        (line, "furniture"),
    ]
    lines = tuple(Line(number, text) for number, (text, _) in enumerate(rows, start=1))
    edited = EditedText(
        Submission("a.txt", "", "text/plain", lines), lines, roles=tuple(role for _, role in rows)
    )
    article = assemble(edited, Config(), Decisions())
    assert [edit.rule for edit in article.structure if edit.line == len(rows)] == [rule]
