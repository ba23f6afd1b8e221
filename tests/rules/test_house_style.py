"""The house style in a run of all rules: what it settles, and whose words it leaves alone."""

from __future__ import annotations

from typing import Any

import pytest

from copydesk import handbook
from copydesk.clean import edit
from copydesk.config import Config, overlay
from copydesk.model import Decisions, EditedText, Line, Mark, Submission


def house(**style: Any) -> Config:
    return overlay(Config(), {"style": style}, "test")


def edited(text: str, config: Config, marks: tuple[Mark, ...] = ()) -> EditedText:
    lines = (Line(1, text, marks=marks),)
    submission = Submission("case.txt", "", "text/plain", lines)
    return edit(EditedText(submission, lines, "en", ("body",)), config, Decisions())


def after(text: str, config: Config) -> str:
    return edited(text, config).lines[0].text


@pytest.mark.parametrize(
    "text",
    [
        "the color—it is—of labor, on April 21, 2023, and on 3 May 2024",
        "‘A “colour”’ and “a ‘color’” – so Lo and others (2022) say, and Fu et al. (2019)",
        "They organise what they do.",
    ],
)
@pytest.mark.parametrize("config", [Config(), house(pack="international")])
def test_without_a_word_of_the_house_nobody_s_copy_changes(text, config):
    assert after(text, config) == text


@pytest.mark.parametrize(
    ("pack", "wanted"),
    [
        (
            "british",
            "In the end – as he said on 21 April 2023 – the ‘colour of labour’ had organised it.",
        ),
        (
            "oxford",
            "In the end—as he said on 21 April 2023—the ‘colour of labour’ had organized it.",
        ),
        (
            "american",
            "In the end—as he said on April 21, 2023—the “colour of labour” had organized it.",
        ),
    ],
)
def test_a_pack_settles_a_sentence_but_for_the_words_of_a_quotation(pack, wanted):
    text = 'In the end — as he said on 21 April 2023 — the "colour of labour" had organised it.'
    assert after(text, house(pack=pack)) == wanted


def test_a_second_run_finds_nothing_to_do():
    config = house(pack="british")
    done = edited('He said "recieved" — “no ‘dont’” — on May 3, 2023; the color.', config)
    assert edit(done, config, Decisions()) == done


@pytest.mark.parametrize(
    "text",
    ["He wrote ‘they recieved goverment teh’ there.", "‘dont’ and ‘the the’ and ‘Linkedin’"],
)
def test_where_single_marks_stand_outside_their_words_are_those_of_others(text):
    assert after(text, house(quotes="single")) == text


def test_what_is_emphasised_keeps_its_spelling_and_dates_for_it_may_be_a_title():
    text = "as the color of labor on April 21, 2023 and of labor shows"
    config = house(spelling="british", dates="21 April 2023")
    done = edited(text, config, (Mark(3, 40, "emph"),))
    assert done.lines[0].text == "as the color of labor on April 21, 2023 and of labour shows"


@pytest.mark.parametrize(
    ("quotes", "wanted"),
    [
        ("as written", 'It\'s "so", ‘he’ said.'),
        ("straight", 'It\'s "so", ‘he’ said.'),
        ("curly", "It’s “so”, ‘he’ said."),
        ("double", "It’s “so”, “he” said."),
        ("single", "It’s ‘so’, ‘he’ said."),
    ],
)
def test_quotation_marks_are_as_the_house_has_them(quotes, wanted):
    assert after('It\'s "so", ‘he’ said.', house(quotes=quotes)) == wanted


def test_the_editor_s_stet_is_stronger_than_the_house():
    config = house(spelling="british")
    (found,) = edited("the color of it", config).ledger
    lines = (Line(1, "the color of it"),)
    text = EditedText(Submission("case.txt", "", "text/plain", lines), lines, "en", ("body",))
    assert edit(text, config, Decisions(edits=())).lines[0].text == "the colour of it"
    from copydesk.review.sidecar import quote_edit

    refused = Decisions(edits=(quote_edit(found, text.submission, "stet"),))
    assert edit(text, config, refused).lines[0].text == "the color of it"


@pytest.mark.parametrize(
    ("style", "rule", "policy"),
    [
        ({}, "house.dates", "off"),
        ({}, "spell.variant-mix", "suggest"),
        ({"dates": "21 April 2023"}, "house.dates", "fix"),
        ({"dates": "21 April 2023", "rules": {"house.*": "suggest"}}, "house.dates", "suggest"),
        ({"rules": {"house.dates": "fix"}}, "house.dates", "off"),
        ({"spelling": "oxford"}, "spell.variant-mix", "off"),
        ({"quotes": "straight"}, "quote.straight", "off"),
        ({"quotes": "as written"}, "quote.apostrophe", "off"),
        ({"quotes": "single"}, "quote.straight", "fix"),
        ({"et_al": "et al"}, "abbr.et-al", "off"),
    ],
)
def test_the_list_of_rules_says_what_the_house_lets_run(style, rule, policy):
    rows = {row.id: row.policy for row in handbook.list_rules(house(**style))}
    assert rows[rule] == policy


@pytest.mark.parametrize(
    "text",
    [
        "He wrote ‘they recieved teh goverment’ there.",
        "In 2020 ‘the boys’ recieved club’ won the workers’ vote.",
        "It is ‘a goverment’ of ‘an goverment’.",
    ],
)
def test_words_in_single_marks_are_those_of_others_in_any_house(text):
    assert after(text, Config()) == text


@pytest.mark.parametrize(
    "text",
    [
        "The boys’ club recieved it.",
        "It’s ‘so’ that they recieved it in ’68, the workers’ vote.",
        "‘Yes,’ they said, and recieved it.",
    ],
)
def test_an_apostrophe_opens_no_quotation(text):
    assert after(text, Config()) == text.replace("recieved", "received")
