"""Verdicts on changes: by id, by rule, shown first, taken back, and kept by content."""

from __future__ import annotations

import re
import shlex

import pytest

from cli.desks import TEXT, article, decisions, edits, laid_out, run
from copydesk import cli


@pytest.fixture
def desk(tmp_path):
    return laid_out(tmp_path)


def statuses(desk, rule):
    return [edit.status for edit in edits(desk, rule)]


def test_every_change_of_a_rule_is_refused_by_one_decision_each(desk, capsys):
    assert run(desk, "stet", "bell", "--rule", "quote.straight") == 0
    assert statuses(desk, "quote.straight") == ["stet", "stet"]
    assert [one.verdict for one in decisions(desk).edits] == ["stet", "stet"]
    said = capsys.readouterr().err
    assert "2 changes refused" in said
    assert "--forget` withdraws them" in said


def test_a_family_names_all_of_its_rules(desk):
    assert run(desk, "accept", "bell", "--rule", "word") == 0
    assert statuses(desk, "word.phrase") == ["applied", "applied"]
    assert statuses(desk, "spell.dictionary") == ["applied"]
    assert {one.rule for one in decisions(desk).edits} == {"word.phrase"}


def test_several_rules_and_ids_go_together(desk):
    (spelling,) = edits(desk, "spell.dictionary")
    words = ("--rule", "word.phrase", "--rule", "quote.straight", spelling.id)
    assert run(desk, "stet", "bell", *words) == 0
    assert len(decisions(desk).edits) == 5


def test_a_change_decided_by_its_id_keeps_its_verdict_when_its_rule_is_decided(desk, capsys):
    first, second = edits(desk, "word.phrase")
    assert run(desk, "stet", "bell", first.id) == 0
    assert run(desk, "accept", "bell", "--rule", "word.phrase") == 0
    assert statuses(desk, "word.phrase") == ["applied", "stet"] or statuses(
        desk, "word.phrase"
    ) == ["stet", "applied"]
    assert {one.id: one.verdict for one in decisions(desk).edits} == {
        first.id: "stet", second.id: "accept",
    }  # fmt: skip
    assert "1 change decided before" in capsys.readouterr().err


def test_all_takes_what_is_proposed_and_leaves_what_is_mended(desk):
    assert run(desk, "stet", "bell", "--all") == 0
    assert {one.rule for one in decisions(desk).edits} == {"word.phrase"}
    assert statuses(desk, "quote.straight") == ["applied", "applied"]


def test_verdicts_are_shown_and_written_in_the_order_of_the_text(desk, capsys):
    new = TEXT.replace("a better one", chr(34) + "a better one" + chr(34))
    (desk / "source" / "bell.txt").write_text(new, encoding="utf-8")
    given = ("quote.straight", "spell.dictionary", "word.phrase")
    ledger = [edit for rule in given for edit in edits(desk, rule)]
    in_order = [edit.id for edit in sorted(ledger, key=lambda edit: (edit.line, edit.span))]
    assert in_order != [edit.id for edit in article(desk).edited.ledger if edit.rule in given]
    assert run(desk, "stet", "bell", *(word for rule in given for word in ("--rule", rule))) == 0
    assert re.findall("^stet (\\S+)", capsys.readouterr().err, re.MULTILINE) == in_order
    assert [one.id for one in decisions(desk).edits] == in_order


def test_a_dry_run_shows_and_writes_nothing(desk, capsys):
    assert run(desk, "accept", "bell", "--all", "-n") == 0
    said = capsys.readouterr().err
    assert said.count("accept ") == 2
    assert "nothing written" in said
    assert not (desk / "source" / "bell.txt.desk.toml").exists()


def test_a_verdict_by_rule_says_nothing_of_what_a_new_version_brings(desk):
    assert run(desk, "stet", "bell", "--rule", "word.phrase") == 0
    more = TEXT + "\nThe new keeper would of liked the old bell, and so would the boats.\n"
    (desk / "source" / "bell.txt").write_text(more, encoding="utf-8")
    assert sorted(statuses(desk, "word.phrase")) == ["proposed", "stet", "stet"]


@pytest.mark.parametrize("words", [["--all"], ["--rule", "word"], ["--rule", "word.phrase"]])
def test_verdicts_are_taken_back_by_the_words_that_gave_them(desk, words):
    assert run(desk, "stet", "bell", *words) == 0
    assert run(desk, "stet", "bell", *words, "--forget") == 0
    assert decisions(desk).edits == ()
    assert statuses(desk, "word.phrase") == ["proposed", "proposed"]


def test_taking_back_by_rule_leaves_the_other_verdict_and_the_rest_of_the_file(desk):
    (desk / "source" / "bell.txt.desk.toml").write_text('title = "Bells"  # shorter\n')
    first, second = edits(desk, "word.phrase")
    assert run(desk, "stet", "bell", first.id) == 0
    assert run(desk, "accept", "bell", second.id) == 0
    assert run(desk, "accept", "bell", "--rule", "word.phrase", "--forget") == 0
    assert [one.id for one in decisions(desk).edits] == [first.id]
    assert "# shorter" in (desk / "source" / "bell.txt.desk.toml").read_text()


def test_an_id_is_taken_back_whatever_its_verdict(desk):
    first, _ = edits(desk, "word.phrase")
    assert run(desk, "accept", "bell", first.id) == 0
    assert run(desk, "stet", "bell", first.id[:6], "--forget") == 0
    assert decisions(desk).edits == ()


def test_a_verdict_that_moved_is_taken_back_or_given_anew_by_the_id_of_now(desk):
    assert run(desk, "stet", "bell", edits(desk, "spell.dictionary")[0].id) == 0
    old = decisions(desk).edits[0].id
    moved = TEXT.replace("Some recieved it as a warning", "Some recieved it as a fair warning")
    (desk / "source" / "bell.txt").write_text(moved, encoding="utf-8")
    (now,) = edits(desk, "spell.dictionary")
    assert (now.status, now.id == old) == ("stet", False)
    assert run(desk, "accept", "bell", now.id) == 0
    assert [(one.id, one.verdict) for one in decisions(desk).edits] == [(now.id, "accept")]
    assert run(desk, "accept", "bell", now.id, "--forget") == 0
    assert decisions(desk).edits == ()


def test_a_stale_verdict_is_asked_about_with_the_command_that_ends_it(desk, capsys):
    assert run(desk, "stet", "bell", "--rule", "spell.dictionary") == 0
    (desk / "source" / "bell.txt").write_text(TEXT.replace("recieved", "took"), encoding="utf-8")
    assert run(desk, "check", "bell") == 0
    shown = capsys.readouterr().out
    command = f"copydesk -C {desk} stet source/bell.txt {decisions(desk).edits[0].id} --forget"
    assert "desk.stale-decision" in shown
    assert command in shown
    assert cli.main(command.split()[1:]) == 0
    assert not [one for one in article(desk).queries if one.code == "desk.stale-decision"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["stet", "bell"], "usage.id"),
        (["stet", "bell", "0000"], "usage.id"),
        (["stet", "bell", "0000", "--forget"], "usage.id"),
        (["accept", "bell", "--rule", "word.phrsae"], "usage.code"),
    ],
)
def test_what_cannot_be_meant_is_answered_and_nothing_is_written(desk, capsys, words, code):
    assert run(desk, *words) == 2
    assert f"[{code}]" in capsys.readouterr().err
    assert not (desk / "source" / "bell.txt.desk.toml").exists()


@pytest.mark.parametrize("rule", ["quote.straight", "quote"])
def test_a_rule_in_the_place_of_an_id_is_answered_with_the_option_for_rules(desk, capsys, rule):
    assert run(desk, "stet", "bell", rule) == 2
    assert f"--rule {rule}" in capsys.readouterr().err


def test_a_rule_that_changed_nothing_here_decides_nothing(desk, capsys):
    assert run(desk, "stet", "bell", "--rule", "num.decade") == 0
    assert "nothing is left to decide" in capsys.readouterr().err
    assert not (desk / "source" / "bell.txt.desk.toml").exists()


def test_a_character_that_no_output_can_hold_is_not_refused(tmp_path, capsys):
    desk = laid_out(tmp_path, TEXT.replace("keeper", "kee\x07per"))
    name = edits(desk, "enc.control")[0].id
    assert run(desk, "stet", "bell", name) == 2
    assert "[usage.verdict]" in capsys.readouterr().err


def test_taking_back_what_was_never_given_says_so_and_writes_nothing(desk, capsys):
    assert run(desk, "stet", "bell", "--rule", "word", "--forget") == 0
    said = capsys.readouterr().err
    assert "no such decision" in said
    assert "written" not in said


def test_the_way_back_can_be_typed_whatever_the_name(desk, capsys):
    (desk / "source" / "bell.txt").rename(desk / "source" / "the bell.txt")
    assert run(desk, "stet", "the bell.txt", "--rule", "word.*") == 0
    command = capsys.readouterr().err.rpartition("\n`")[2].partition("` withdraws")[0]
    assert run(desk, *shlex.split(command)[1:]) == 0
    assert "2 verdicts taken back" in capsys.readouterr().err
