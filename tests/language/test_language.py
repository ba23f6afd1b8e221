"""The language of a text is told by its script and its small words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from copydesk.language import detect_language

CASES = json.loads(
    (Path(__file__).parents[1] / "cases" / "language" / "sentences.json").read_text("utf-8")
)


@pytest.mark.parametrize(("language", "text"), CASES)
def test_a_sentence_tells_its_language(language: str, text: str) -> None:
    assert detect_language(text) == language


def test_a_foreign_title_does_not_change_the_language_of_a_text() -> None:
    german = "Der Hafen war ruhig, und niemand wusste, warum er so lange gesperrt gewesen war. " * 4
    assert detect_language(german + "The Quiet Harbour and Other Stories of the Sea") == "de"
