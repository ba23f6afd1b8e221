"""A line has a language of its own only where that is sure."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from copydesk import clean, structure
from copydesk.config import Config
from copydesk.language.lines import of_lines
from copydesk.model import Decisions, Line, Submission

CASES = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "language" / "lines.toml").read_text("utf-8")
)
STAYS = [(document, text) for document, texts in CASES["stays"].items() for text in texts]
HAS = [(document, *case) for document, cases in CASES["has"].items() for case in cases]

ENGLISH = "The harbour was quiet that year, and nobody in the town could say why it had closed."
FRENCH = "Le port était calme, et personne ne savait pourquoi il avait été fermé aux bateaux."


def label(*texts: str) -> Any:
    lines = tuple(Line(number, text) for number, text in enumerate(texts, 1))
    copy = clean.repair(Submission("a.txt", "", "text/plain", lines), Config(), Decisions())
    return structure.label(copy, Config(), Decisions())


@pytest.mark.parametrize(("document", "text"), STAYS)
def test_a_line_that_says_too_little_stays_in_the_language_of_the_text(
    document: str, text: str
) -> None:
    assert of_lines([text], document) == ()


@pytest.mark.parametrize(("document", "language", "text"), HAS)
def test_a_line_that_is_surely_in_another_language_has_that(
    document: str, language: str, text: str
) -> None:
    assert of_lines([text], document) == (language,)


def test_a_line_between_two_of_one_language_has_that_too() -> None:
    broken = [ENGLISH, FRENCH, "Port calme", FRENCH, "Port of call"]
    assert of_lines(broken, "en") == ("en", "fr", "fr", "fr", "en")


def test_a_line_with_words_of_the_text_stays_between_two_of_another_language() -> None:
    broken = [FRENCH, "the port was calm", FRENCH]
    assert of_lines(broken, "en") == ("fr", "en", "fr")


def test_an_empty_line_ends_a_paragraph() -> None:
    assert of_lines([FRENCH, "Calais", "", FRENCH], "en") == ("fr", "en", "en", "fr")


def test_lines_in_the_language_of_the_text_keep_its_whole_tag() -> None:
    assert of_lines([FRENCH, ENGLISH], "fr-CH") == ("fr-CH", "en")


def test_labelling_finds_the_language_of_each_paragraph() -> None:
    copy = label("A quiet harbour", "", ENGLISH * 3, "", FRENCH, "", ENGLISH * 2)
    assert copy.language == "en"
    assert copy.languages == ("en", "en", "en", "en", "fr", "en", "en")


def test_a_text_in_one_language_has_no_list_of_languages() -> None:
    assert label("A quiet harbour", "", ENGLISH * 3).languages == ()


def test_entries_of_references_follow_the_text() -> None:
    entry = "Osei, M. (2019) La politique du port et de ses habitants dans une ville. Paris: Marée."
    copy = label("A quiet harbour", "", ENGLISH * 3, "", "References", "", entry, "", entry)
    assert copy.roles[6] == "reference"
    assert copy.languages == ()


def test_bare_paragraphs_have_the_language_they_show() -> None:
    german = "Der Hafen war ruhig und Linkedin war still, und niemand wusste, warum es so war."
    assert clean.edit_paragraphs([german])[0] == [german]
    assert clean.edit_paragraphs([ENGLISH, german, "Linkedin"])[0][1:] == [german, "LinkedIn"]
