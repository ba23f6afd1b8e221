"""The words of the desk's lists are beyond doubt, whichever rule of spelling or case looks."""

from __future__ import annotations

import pytest

from copydesk.clean import edit
from copydesk.config import Config
from copydesk.model import Decisions, EditedText, Line, Submission
from copydesk.settings.style import Style

NAMES = frozenset(
    ("goverment", "Linkedin", "Ursula Von Der Leyen", "chinese", "organize", "Youtube")
)


def edited(text: str, words: frozenset[str]) -> EditedText:
    lines = (Line(1, text),)
    submission = Submission("case.txt", "", "text/plain", lines)
    edited = EditedText(submission, lines, "en", ("body",))
    return edit(edited, Config(style=Style(words=words)), Decisions())


@pytest.mark.parametrize(
    "text",
    [
        "The goverment fell.",
        "Goverment fell.",
        "It was on Linkedin again.",
        "It was Ursula Von Der Leyen again.",
        "Ursula Von Der Leyen’s plan",
        "the chinese economy",
        "They organise and organise and organize.",
    ],
)
def test_what_stands_on_a_list_is_neither_changed_nor_doubted(text):
    done = edited(text, NAMES)
    assert done.lines[0].text == text
    assert done.ledger == ()
    assert edited(text, frozenset(("agitprop", "Team Europe"))).ledger


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The goverments fell.", "The governments fell."),
        ("Ursula and Hans Von Der Leyen", "Ursula and Hans von der Leyen"),
        ("the  goverment", "the goverment"),
        ("Whatsapp and Linkedin", "WhatsApp and Linkedin"),
        ("the the goverment", "the goverment"),
    ],
)
def test_other_words_and_other_rules_are_not_held_back(text, wanted):
    assert edited(text, NAMES).lines[0].text == wanted
