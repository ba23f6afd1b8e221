"""What a file says of itself is put right as its lines are, and each change is asked about."""

from __future__ import annotations

import pytest

from copydesk.clean import repair
from copydesk.config import Config, overlay
from copydesk.model import Decisions, Line, Submission

LINES = (Line(1, "The harbour was quiet that year."),)


def told(**facts: str) -> Submission:
    return Submission("a.html", "0" * 64, "text/html", LINES, facts=tuple(facts.items()))


@pytest.mark.parametrize(
    "value",
    [
        "How Aldmouth lost a mill",
        "Straße, Łódź, Ærø",
        "می\u200cخواهم",  # a joiner that Persian spells with
        "مرحبا \u200e2019\u200f",
        "👩\u200d🌾 at work",
        "潮の話",
        "2024-03-05T10:00:00+01:00",
        "https://example.org/a?b=c&d=e",
        "> not a quoted mail",
        "=20 is no blank in a title",
        "a\tb",
        "",
    ],
)
def test_a_sound_fact_stays_to_the_character(value: str) -> None:
    sent = told(title=value)
    copy = repair(sent, Config(), Decisions())
    assert copy.submission is sent
    assert copy.queries == ()


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("How Aldmouth\x81 lost a mill", "How Aldmouth lost a mill"),
        ("How\x0bAldmouth", "How Aldmouth"),
        ("lost \ud800 a \ufffe mill", "lost a mill"),
        ("Krem\u200blin", "Kremlin"),
        ("a\u00adb", "ab"),
        ("Science &amp; Technology", "Science & Technology"),
        ("\x81\x82", ""),
    ],
)
@pytest.mark.parametrize("name", ["title", "deck", "keywords", "publisher"])
def test_a_damaged_fact_is_put_right_and_asked_about_once(
    name: str, value: str, wanted: str
) -> None:
    copy = repair(told(**{name: value, "site": "The Review"}), Config(), Decisions())
    assert copy.submission.facts == ((name, wanted), ("site", "The Review"))
    (query,) = copy.queries
    assert (query.code, query.line) == ("text.fact", 0)
    assert f"({name})" in query.message
    assert copy.lines == LINES
    assert copy.ledger == ()


def test_the_settings_switch_off_all_but_what_no_output_can_hold() -> None:
    config = overlay(Config(), {"style": {"rules": {"enc.*": "off"}}}, "test")
    copy = repair(told(title="Krem\u200blin\x81"), config, Decisions())
    assert copy.submission.facts == (("title", "Krem\u200blin"),)
