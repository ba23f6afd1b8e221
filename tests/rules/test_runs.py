"""Words of another language inside a line are found where they are surely such."""

from __future__ import annotations

import re

import pytest

from copydesk import clean
from copydesk.clean.foreign import foreign_runs
from copydesk.clean.views import make_view, quoted_spans
from copydesk.config import Config
from copydesk.model import Decisions, EditedText, Line, Mark, Submission


def found(text: str, language: str = "en") -> list[str]:
    words = frozenset(re.findall(r"[^\W\d_]+", text.lower()))
    return [text[start:end] for start, end in foreign_runs(text, words, language)]


@pytest.mark.parametrize(
    "text",
    [
        "Juan de la Cruz y del Río met men who also die in war",
        "Ludwig van Beethoven, Vincent van Gogh and Ursula von der Leyen",
        "Le Monde, Le Figaro and Les Échos led with it",
        "Men sans hats pour some wine, com plus non stop",
        "The Real Academia de la Lengua y de las Letras de los Andes",
        "the café’s crème de la crème ate pâté à la carte",
        "the К remlin and the angle α of the beam",
        "Van der Meer, du Toit et al. (2011), de la Torre (2014)",
        "du -sh | sort; cd la; ls -al; der = das + dem",
        "He said die, hat, war and man mean other things in German.",
    ],
)
def test_names_and_english_words_are_no_foreign_run(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "run"),
    [
        (
            "They sang liberté pour elle et pour nous dans la rue, and left.",
            "sang liberté pour elle et pour nous dans la rue",
        ),
        (
            "As Kant has it: handle nach der Maxime, durch die du wollen kannst.",
            "handle nach der Maxime, durch die du wollen",
        ),
        ("The phrase 和而不同 is old", "和而不同"),
        ("The slogan свобода или смерть was on the wall", "свобода или смерть"),
    ],
)
def test_a_run_of_foreign_words_ends_at_a_mark_or_at_a_word_of_the_line(
    text: str, run: str
) -> None:
    assert found(text) == [run]


def test_english_words_in_a_german_line_are_a_run() -> None:
    text = "Sein Motto war: the best of all and nothing for the rest, wie er sagte."
    assert found(text, "de") == ["the best of all and nothing for the rest"]


@pytest.mark.parametrize(
    ("words", "foreign"),
    [
        ("raison d’être", True),
        ("a sea of troubles", False),
        ("The New Yorker", False),
        ("very", False),
        ("je ne sais quoi dans", True),
        ("Der Spiegel der Zeit", True),
        ("À la recherche du temps perdu", True),
        ("Mémoires", True),
    ],
)
def test_italics_with_a_foreign_word_or_letter_are_a_run(*, words: str, foreign: bool) -> None:
    text = f"She read {words} there."
    line = Line(1, text, marks=(Mark(9, 9 + len(words), "emph"),))
    assert make_view(line, "body", "en").foreign == (((9, 9 + len(words)),) if foreign else ())


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("He wrote „alle  Menschen“ and left", ["alle  Menschen"]),
        ("He wrote „alle Menschen” and “left”", ["alle Menschen", "left"]),
        ("Er schrieb „das“ und „dies“", ["das", "dies"]),
        ("Er schrieb »das« und »dies«", ["das", "dies"]),
        ("Il écrit « ceci » et « cela »", [" ceci ", " cela "]),
        ("a « b", []),
    ],
)
def test_quotations_of_other_conventions_are_known(text: str, inside: list[str]) -> None:
    assert [text[start:end] for start, end in quoted_spans(text)] == inside


def edited(text: str) -> str:
    lines = (Line(1, text),)
    copy = EditedText(Submission("a.txt", "", "text/plain", lines), lines, "en", ("body",))
    return clean.edit(copy, Config(), Decisions()).lines[0].text


def test_in_a_foreign_run_no_word_is_touched_and_blanks_are() -> None:
    sent = "They sang the the  song: pour l’addresse  de nous et dans un un  hour, and and left."
    assert edited(sent) == (
        "They sang the song: pour l’addresse de nous et dans un un hour, and left."
    )
