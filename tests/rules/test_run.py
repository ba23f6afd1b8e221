"""How rules are run: policies, roles, verdicts, decisions that moved, the editor's own words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from copydesk import clean, ledger
from copydesk.clean import RULES
from copydesk.clean.views import View
from copydesk.config import Config, Style
from copydesk.model import Decision, Decisions, Edit, EditedText, Line, Role, Submission, Verdict
from copydesk.review.sidecar import quote_edit

NOTHING = Decisions()


def submission(*texts: str) -> Submission:
    lines = tuple(Line(number, text) for number, text in enumerate(texts, 1))
    return Submission("a.txt", "", "text/plain", lines)


def edited(
    sent: Submission,
    decisions: Decisions = NOTHING,
    config: Config | None = None,
    role: Role = "body",
    language: str = "en",
) -> EditedText:
    config = config or Config()
    copy = clean.repair(sent, config, decisions)
    roles = tuple(role if line.text else None for line in copy.lines)
    return clean.edit(replace(copy, roles=roles, language=language), config, decisions)


def texts(copy: EditedText) -> list[str]:
    return [line.text for line in copy.lines]


def decision(edit: Edit, verdict: Verdict, **changes: str) -> Decision:
    quoted = {"exact": edit.before, "prefix": "", "suffix": "", "id": edit.id} | changes
    return Decision(rule=edit.rule, before=edit.before, after=edit.after, verdict=verdict, **quoted)  # type: ignore[arg-type]


def test_no_rule_runs_on_furniture() -> None:
    assert texts(edited(submission("the  the China|s"), role="furniture")) == ["the  the China|s"]


def test_english_rules_stay_silent_in_other_languages() -> None:
    sent = submission("Er las auf Linkedin: a hour, i recieved the the chinese plan in february.")
    assert texts(edited(sent, language="de")) == texts(edited(sent, role="furniture"))


def test_rules_of_references_stay_out_of_the_running_text() -> None:
    assert texts(edited(submission("In its report, FMPRC., 2023, said"))) == [
        "In its report, FMPRC., 2023, said"
    ]


def test_the_words_of_a_quotation_stay_and_its_marks_are_set() -> None:
    sent = submission('He said "they recieved the the  letter" and recieved it.')
    assert texts(edited(sent)) == ["He said “they recieved the the letter” and received it."]


def test_addresses_stay_as_received() -> None:
    sent = submission("See https://example.org/a,b--c or write to the.The@example.org.")
    assert texts(edited(sent)) == texts(edited(sent, role="furniture"))


def test_a_rule_that_is_off_does_nothing_and_a_suggestion_made_a_fix_is_applied() -> None:
    config = Config(style=Style(rules=(("space.double", "off"), ("word.phrase", "fix"))))
    copy = edited(submission("it  could of failed"), config=config)
    assert texts(copy) == ["it  could have failed"]


def test_a_house_with_straight_quotes_gets_no_curly_ones() -> None:
    config = Config(style=Style(quotes="straight"))
    copy = edited(submission('the "bloc" didnt act on China|s plan'), config=config)
    assert texts(copy) == ["the \"bloc\" didn't act on China's plan"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", 'le "mot" de l\'homme'),
        ("de", 'das "Wort" sagt\'s, das „Wort” auch'),
        ("en", 'the "word" isn\'t'),
    ],
)
def test_a_house_with_straight_quotes_gets_no_curly_ones_in_any_language(
    language: str, text: str
) -> None:
    config = Config(style=Style(quotes="straight"))
    assert texts(edited(submission(text), config=config, language=language)) == [text]


def test_a_swiss_house_has_swiss_quotations_in_its_own_language_only() -> None:
    config = Config(style=Style(locale="de-CH"))
    sent = submission('das "Wort" hier')
    assert texts(edited(sent, config=config, language="de")) == ["das «Wort» hier"]
    assert texts(edited(sent, config=config, language="de-AT")) == ["das „Wort“ hier"]
    assert texts(edited(submission("Quoi ?"), config=config, language="fr")) == ["Quoi\u202f?"]
    french = Config(style=Style(locale="fr-CH"))
    assert texts(edited(submission("Quoi ?"), config=french, language="fr")) == ["Quoi ?"]


def test_suggestions_are_entered_and_change_nothing() -> None:
    copy = edited(submission("it could of failed"))
    assert texts(copy) == ["it could of failed"]
    assert [(edit.rule, edit.status) for edit in copy.ledger] == [("word.phrase", "proposed")]


def test_stet_keeps_the_words_in_every_pass() -> None:
    sent = submission("the  bloc recieved the  bloc")
    spelling = next(e for e in edited(sent).ledger if e.rule == "spell.dictionary")
    copy = edited(sent, Decisions(edits=(decision(spelling, "stet"),)))
    assert texts(copy) == ["the bloc recieved the bloc"]
    assert [e.status for e in copy.ledger if e.rule == "spell.dictionary"] == ["stet"]


def test_stet_on_one_of_two_equal_edits_leaves_the_other_one() -> None:
    sent = submission("the  bloc", "the  bloc")
    ledger = edited(sent).ledger
    copy = edited(sent, Decisions(edits=(quote_edit(ledger[1], sent, "stet", ledger),)))
    assert texts(copy) == ["the bloc", "the  bloc"]


def test_an_accepted_suggestion_is_applied_and_later_fixes_see_it() -> None:
    sent = submission("i argue that they recieved it")
    lone = next(e for e in edited(sent).ledger if e.rule == "case.lone-i")
    copy = edited(sent, Decisions(edits=(decision(lone, "accept"),)))
    assert texts(copy) == ["I argue that they received it"]
    assert copy.queries == ()


def test_accepting_the_second_of_two_equal_suggestions_leaves_the_first_open() -> None:
    sent = submission("it could of failed", "it could of failed")
    ledger = edited(sent).ledger
    copy = edited(sent, Decisions(edits=(quote_edit(ledger[1], sent, "accept", ledger),)))
    assert texts(copy) == ["it could of failed", "it could have failed"]
    assert sorted(e.status for e in copy.ledger) == ["applied", "proposed"]


def test_a_decision_follows_its_edit_when_the_words_around_it_changed_a_little() -> None:
    old = submission("The ministers of the nine states recieved the letter in Oslo.")
    edit = next(e for e in edited(old).ledger if e.rule == "spell.dictionary")
    received = old.lines[0].text
    start, end = edit.span
    kept = decision(
        edit, "stet", prefix=received[max(0, start - 32) : start], suffix=received[end : end + 32]
    )
    new = submission("A new line.", "The ministers of the ten states recieved the letter in Oslo.")
    copy = edited(new, Decisions(edits=(kept,)))
    assert texts(copy)[1] == new.lines[1].text
    assert copy.queries == ()


def test_a_decision_that_fits_two_places_alike_is_stale_and_not_guessed() -> None:
    sent = submission("They recieved the letter.", "They recieved the letter!")
    kept = Decision(
        "0000000000", "spell.dictionary", "recieved", "received", "recieved", "They ", "", "stet"
    )
    copy = edited(sent, Decisions(edits=(kept,)))
    assert texts(copy) == ["They received the letter.", "They received the letter!"]
    assert [query.code for query in copy.queries] == ["desk.stale-decision"]


def test_a_decision_that_fits_nothing_raises_a_query() -> None:
    gone = Decision("ffffffffff", "space.double", "  ", " ", "  ", "the", "bloc", "stet")
    copy = edited(submission("All is well."), Decisions(edits=(gone,)))
    assert [query.code for query in copy.queries] == ["desk.stale-decision"]


def test_decisions_on_structure_are_left_to_the_structure() -> None:
    about = Decision("ffffffffff", "structure.furniture", "Menu", "", "Menu", "", "", "stet")
    assert edited(submission("All is well."), Decisions(edits=(about,))).queries == ()


def rewriting(exact: str, after: str, prefix: str = "", suffix: str = "") -> Decisions:
    words = Decision("", "desk.editor", exact, after, exact, prefix, suffix, "accept")
    return Decisions(rewrites=(words,))


def test_the_editors_own_words_stand_in_the_ledger_and_no_rule_touches_them() -> None:
    sent = submission("The bloc  recieved a hard letter.")
    copy = edited(sent, rewriting("a hard letter", "the the  letter"))
    assert texts(copy) == ["The bloc received the the  letter."]
    assert copy.ledger[0].rule == "desk.editor"
    ledger.check_ledger(ledger.line_texts(sent.lines), ledger.line_texts(copy.lines), copy.ledger)


def test_a_rewriting_finds_its_words_although_repair_moved_them() -> None:
    sent = submission("Krem\u200blin &amp; co. sent a letter.")
    copy = edited(sent, rewriting("a letter", "two letters"))
    assert texts(copy) == ["Kremlin & co. sent two letters."]


def test_a_rewriting_in_two_equal_places_is_stale() -> None:
    sent = submission("a letter and a letter")
    copy = edited(sent, rewriting("a letter", "two letters"))
    assert texts(copy) == ["a letter and a letter"]
    assert [query.code for query in copy.queries] == ["desk.stale-decision"]


def test_the_words_around_a_rewriting_choose_its_place() -> None:
    sent = submission("They sent a letter by post.", "She wrote a letter at night.")
    copy = edited(sent, rewriting("a letter", "a note", prefix="She wrote ", suffix=" at night."))
    assert texts(copy) == ["They sent a letter by post.", "She wrote a note at night."]


@pytest.mark.parametrize("decisions", [NOTHING, rewriting("plan", "scheme")])
def test_a_second_run_over_the_result_adds_nothing(decisions: Decisions) -> None:
    sent = submission('the  plan "of" China|s , it could of failed')
    copy = edited(sent, decisions)
    assert clean.edit(copy, Config(), decisions) == copy


def test_bare_paragraphs_are_corrected_with_offsets_as_received() -> None:
    fixed, suggestions = clean.edit_paragraphs(["The  bloc could of won.", "FMPRC., 2023. Title."])
    assert fixed == ["The bloc could of won.", "FMPRC, 2023. Title."]
    assert suggestions == [[{"start": 10, "end": 18, "replacements": ["could have"]}], []]


def test_an_address_of_two_scripts_stays_and_is_asked_about() -> None:
    sent = submission("Pay at https://p\u0430y.example/login or https://pay.example.")
    copy = edited(sent)
    assert copy.lines == sent.lines
    assert [query.code for query in copy.queries] == ["text.mixed-script"]


@pytest.mark.parametrize(
    "text", ["https://пример.рф/a", "https://example.рф/", "https://zürich.example/", "Сhina rose"]
)
def test_an_address_of_one_script_raises_no_query(text: str) -> None:
    assert edited(submission(text)).queries == ()


def test_a_control_character_goes_whatever_the_editor_and_the_settings_say() -> None:
    sent = submission("bell\x07 rings")
    (edit,) = edited(sent).ledger
    stet = Decisions(edits=(decision(edit, "stet"),))
    off = Config(style=Style(rules=(("enc.control", "off"),)))
    copy = clean.edit(clean.repair(sent, off, stet), off, stet)
    assert texts(copy) == ["bell rings"]


def test_one_place_is_asked_about_once() -> None:
    _, suggestions = clean.edit_paragraphs(["The names went tothe register of the harbour."])
    assert [one["replacements"][0] for one in suggestions[0]] == ["to the"]


def test_a_rule_that_weighs_the_whole_copy_is_asked_anew_only_when_a_line_moved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[list[str]] = []

    def watching(views: tuple[View, ...]) -> Iterator[Edit]:
        seen.append([view.text for view in views])
        yield from ()

    # It runs last of those that fix, so that one pass shows it the text as it will be.
    watch = replace(RULES["dup.sentence"], policy="fix", document=watching)
    monkeypatch.setitem(RULES, "dup.sentence", watch)
    edited(submission("the  bloc", "Nobody knew."))
    assert seen == [["the bloc", "Nobody knew."]]


def test_a_retired_rule_is_a_note_in_settings_and_sidecar() -> None:
    house = Config(style=Style(rules=(("word.title-variant", "off"),)))
    clean.check_rules(house)
    gone = Edit("word.title-variant", 1, 0, "cold", "old", "", id="0123456789")
    stet = decision(gone, "stet", id=gone.id)
    for copy in (
        edited(submission("It closed."), config=house),
        edited(submission("It closed."), Decisions(edits=(stet,))),
    ):
        (told,) = copy.queries
        assert (told.code, told.severity) == ("desk.retired-rule", "note")
        assert "word.title-variant" in told.message
