"""Articles that are nothing but a reference list, for the tests of this room."""

from __future__ import annotations

from copydesk.config import Config
from copydesk.model import (
    Article,
    Back,
    Decisions,
    EditedText,
    Front,
    Line,
    Reference,
    Submission,
)
from copydesk.references import parse


def listed(*texts: str, language: str = "") -> Article:
    """An article whose lines are `texts`, a reference each; empty ones are blank lines."""
    lines = tuple(Line(number, text) for number, text in enumerate(texts, 1))
    copy = EditedText(Submission("list.txt", "", "text/plain", lines), lines, language)
    references = tuple(
        Reference("", line.text, line.text, {}, 0.0, (line.number,))
        for line in lines
        if line.text.strip()
    )
    return Article(copy, Front(), (), Back(references=references))


def parsed(*texts: str, decisions: Decisions | None = None, language: str = "") -> Article:
    return parse(listed(*texts, language=language), Config(), decisions or Decisions())
