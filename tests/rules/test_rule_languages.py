"""A rule of one language says so and is silent in the paragraphs of others."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from copydesk import clean
from copydesk.clean import EDIT, RULES
from copydesk.config import Config, Style
from copydesk.model import Decisions, EditedText, Line, Role, Submission

FOLDER = Path(__file__).parents[1] / "cases" / "rules"
FILES = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in FOLDER.glob("*.toml")}
NOTHING = Decisions()

#: Rules that hold in whatever language a line is.
EVERYWHERE = {
    "abbr.et-al", "dup.sentence", "punct.range-endash", "ref.dangling-label",
    "ref.dup-container", "ref.final-stop", "ref.missing-year", "ref.name-stop", "ref.page-space",
    "ref.site-suffix", "ref.trailing-comma", "ref.year-comma", "ref.year-stop", "space.double",
}  # fmt: skip

#: Right as they stand, each in its language.
RIGHT = {
    "fr": [
        "Que faire\u202f? «\u00a0Rien\u00a0», dit-il\u00a0: c’est trop tard\u202f!",
        "Voir p.\u00a012-15, n°\u00a05, et le XXIe\u00a0siècle (1er mai) – selon M.\u00a0Dupont.",
        "Nous nous sommes tus, vous vous êtes levés\u202f; il est à 12:30 chez lui, et al-Qaida…",
    ],
    "de": [
        "„Wer ist das?“, fragte sie, z.\u202fB. ‚so‘ oder »so«, und die die Wahl haben, zögern.",
        "Ein- und Ausgang – vgl. S.\u00a012–15 –, der 3. Oktober, Haus- und Hofrat usw.",
        "Der Mann, der der Frau half, hat in war und die also im Verhältnis 3 : 1 genannt.",
    ],
    "es": ["¿Quién sos vos? «Nadie», dijo: ¡qué más da! Véase pp. 12-15, y el 5 % restante."],
    "pl": ["„Kto to jest?” – zapytał, tj. w maju 1990 r., zob. s. 12–15 itd."],
    "it": ["Che fare? «Niente», disse: è tardi! Si veda pp. 12-15, e l’altro."],
    "ru": ["«Кто это?» – спросил он: в 1990 г., см. с. 12–15 и т. д."],
    "zh": ["他说：“中国，美国！”（见第12-15页）……“谁？”", "北京 , 上海 !"],
    "und": ['Havnen var stille , og ingen vidste "hvorfor" den var l\'ukket ...'],
}


def edited(texts: list[str], language: str, roles: tuple[Role, ...] = ()) -> EditedText:
    lines = tuple(Line(number, text) for number, text in enumerate(texts, 1))
    submission = Submission("a.txt", "", "text/plain", lines)
    return EditedText(submission, lines, language, roles or ("body",) * len(lines))


def test_a_rule_without_languages_is_known_to_hold_everywhere() -> None:
    assert {name for name in EDIT if RULES[name].languages is None} == EVERYWHERE


def test_the_explanation_of_a_rule_names_its_languages() -> None:
    from copydesk.handbook import at_desk

    assert "in lines in English alone" in at_desk("art.a-an", Config())
    assert "in every language" in at_desk("space.double", Config())


def slips() -> list[Any]:
    return [
        pytest.param(name, file.get("role", "body"), entry[0], id=f"{name}-{entry[0]}")
        for name, file in sorted(FILES.items())
        if RULES[name].languages == {"en"}
        for entry in file["fixes"]
    ]


@pytest.mark.parametrize(("name", "role", "slip"), slips())
def test_an_english_rule_leaves_other_paragraphs_of_an_english_article_alone(
    name: str, role: Role, slip: str
) -> None:
    texts = [slip.replace("\n", " "), slip.replace("\n", " ")]
    copy = edited(texts, "en", (role, role))
    config = Config(style=Style(rules=tuple((other, "off") for other in EDIT if other != name)))
    for language in ("fr", "de", "zh", "und"):
        languages = (language, language)
        done = clean.edit(
            EditedText(copy.submission, copy.lines, "en", copy.roles, languages=languages),
            config,
            NOTHING,
        )
        assert done.ledger == ()


@pytest.mark.parametrize(
    ("language", "text"), [(name, text) for name, texts in RIGHT.items() for text in texts]
)
def test_what_is_right_in_its_language_stays_untouched_and_unquestioned(
    language: str, text: str
) -> None:
    done = clean.edit(edited([text], language), Config(), NOTHING)
    assert [(edit.rule, edit.before, edit.after) for edit in done.ledger] == []
