"""The editor's own words: found by content, first in the ledger, left alone by every rule."""

from __future__ import annotations

import json
import shlex

import pytest

from cli.desks import TEXT, article, decisions, edits, laid_out, run
from copydesk import cli


@pytest.fixture
def desk(tmp_path):
    return laid_out(tmp_path)


def text(desk):
    return "\n".join(line.text for line in article(desk).edited.lines)


def test_a_rewriting_stands_in_the_text_and_in_the_ledger(desk):
    assert run(desk, "rewrite", "bell", "A few of the boats", "Three of the  boats") == 0
    assert "Three of the  boats came back" in text(desk)
    (edit,) = edits(desk, "desk.editor")
    assert (edit.before, edit.after) == ("A few of the boats", "Three of the  boats")
    assert edit == article(desk).edited.ledger[0]


def test_words_may_be_left_out(desk):
    assert run(desk, "rewrite", "bell", " in the summer", "") == 0
    assert "he was dismissed." in text(desk)


def test_a_date_that_moves_into_the_byline_is_printed_once(tmp_path):
    desk = laid_out(tmp_path, TEXT.replace("By Mara Osei\n", "By Mara Osei\n\n3 May 2022\n", 1))
    before = article(desk).front
    assert run(desk, "rewrite", "bell", "By Mara Osei", "By Mara Osei, 3 May 2022") == 0
    assert run(desk, "rewrite", "bell", "3 May 2022", "") == 0
    after = article(desk).front
    assert (before.byline, before.date) == (after.byline, after.date) == (
        "By Mara Osei", "3 May 2022",
    )  # fmt: skip


def test_words_of_the_edited_text_are_found_too(desk):
    assert run(desk, "rewrite", "bell", "The “bell”", "The old bell") == 0
    assert decisions(desk).rewrites[0].exact == 'The "bell"'
    assert "The old bell of Low Harbour rang" in text(desk)


def test_another_word_than_a_proposal_names_is_taken_by_its_id_as_check_prints_it(desk, capsys):
    new = TEXT.replace("A few of the boats", "Nobody asked wheather the boats")
    (desk / "source" / "bell.txt").write_text(new, encoding="utf-8")
    (proposal,) = edits(desk, "spell.unknown")
    assert (proposal.after, proposal.alternatives[0]) == ("whether", "weather")
    assert run(desk, "check", "bell") == 0
    command = f"copydesk -C {desk} rewrite source/bell.txt {proposal.id} weather"
    assert command in capsys.readouterr().out
    assert cli.main(command.split()[1:]) == 0
    assert "Nobody asked weather the boats" in text(desk)
    assert not edits(desk, "spell.unknown")
    assert run(desk, "rewrite", "bell", "weather", "--forget") == 0
    assert edits(desk, "spell.unknown") == [proposal]


def test_an_id_that_no_change_has_is_taken_for_words(desk, capsys):
    assert run(desk, "rewrite", "bell", "0123456789", "weather") == 2
    assert "`0123456789` stands nowhere" in capsys.readouterr().err
    assert not decisions(desk).rewrites


def test_words_that_look_like_an_id_are_words_where_the_text_has_them(desk):
    (change,) = edits(desk, "quote.straight")[:1]
    new = TEXT.replace("A few of the boats", f"The boat {change.id}")
    (desk / "source" / "bell.txt").write_text(new, encoding="utf-8")
    assert run(desk, "rewrite", "bell", change.id, "Ida") == 0
    assert "The boat Ida came back" in text(desk)


def test_words_that_stand_twice_need_their_line(desk, capsys):
    assert run(desk, "rewrite", "bell", "Low Harbour", "High Harbour") == 2
    assert "in lines 1, 5" in capsys.readouterr().err
    assert run(desk, "rewrite", "bell", "Low Harbour", "High Harbour", "--line", "5") == 0
    assert text(desk).count("High Harbour") == 1
    assert article(desk).front.title == "The bell of Low Harbour"


def test_a_second_rewriting_of_the_same_words_takes_the_place_of_the_first(desk):
    assert run(desk, "rewrite", "bell", "A few of the boats", "Some boats") == 0
    assert run(desk, "rewrite", "bell", "A few of the boats", "Three boats") == 0
    assert [one.after for one in decisions(desk).rewrites] == ["Three boats"]


def test_rewritings_do_not_overlap(desk, capsys):
    assert run(desk, "rewrite", "bell", "A few of the boats", "Some boats") == 0
    assert run(desk, "rewrite", "bell", "boats came back", "boats returned") == 2
    assert "[usage.rewrite]" in capsys.readouterr().err


def test_a_rewriting_survives_what_the_author_adds_above_it(desk):
    assert run(desk, "rewrite", "bell", "A few of the boats", "Three boats") == 0
    new = TEXT.replace("The town council", "It was a cold year.\n\nThe town council")
    (desk / "source" / "bell.txt").write_text(new, encoding="utf-8")
    assert "Three boats came back" in text(desk)
    assert not [one for one in article(desk).queries if one.code == "desk.stale-decision"]


def test_words_of_the_edited_text_that_stand_twice_in_a_line_are_not_guessed(desk, capsys):
    new = TEXT.replace("rang twice", "rang once , and then once , or twice")
    (desk / "source" / "bell.txt").write_text(new, encoding="utf-8")
    assert run(desk, "rewrite", "bell", "once,", "once more,") == 2
    assert "`once,` stands 2 times, in line 5" in capsys.readouterr().err


def sidecar_of(desk, *rows):
    (desk / "source" / "bell.txt.desk.toml").write_text("".join(rows), encoding="utf-8")


def rewriting(exact, after):
    return f"[[edit]]\nexact = {json.dumps(exact)}\nafter = {json.dumps(after)}\n"


@pytest.mark.parametrize("second", ["boats came", "the boats", "A few of the boats"])
def test_of_two_rewritings_of_the_same_words_the_second_is_asked_about(desk, capsys, second):
    sidecar_of(desk, rewriting("A few of the boats", "Three boats"), rewriting(second, "Some"))
    assert "Three boats came back by autumn" in text(desk)
    assert run(desk, "check", "bell") == 0
    shown = capsys.readouterr().out
    assert "is about words that an earlier one has rewritten" in shown
    (command,) = (row.strip() for row in shown.split("\n") if row.strip().endswith("--forget"))
    assert run(desk, *shlex.split(command)[1:]) == 0
    assert [one.after for one in decisions(desk).rewrites] == ["Three boats"]


def test_rewritings_that_touch_are_both_made_though_they_say_the_same(desk):
    sidecar_of(desk, rewriting("A few", "Many"), rewriting(" of the boats", "Many"))
    assert "ManyMany came back by autumn" in text(desk)
    assert not [one for one in article(desk).queries if one.code == "desk.stale-decision"]


def test_a_rewriting_of_several_lines_is_asked_about_and_changes_nothing(desk):
    sidecar_of(desk, rewriting("it has a sound,\nand that", "sound, and"))
    assert "it has a sound,\nand that" in text(desk)
    (asked,) = (one for one in article(desk).queries if one.code == "desk.stale-decision")
    assert "fits nothing in the article" in asked.message


def test_a_rewriting_of_nothing_is_refused_with_what_it_lacks(desk, capsys):
    sidecar_of(desk, rewriting("", "x"))
    assert run(desk, "check", "bell") == 2
    assert "an [[edit]] has no `exact`" in capsys.readouterr().err


def test_a_question_about_long_words_stays_short(desk):
    sidecar_of(desk, rewriting("a(b*)+ " * 50_000, "c" * 50_000))
    (asked,) = (one for one in article(desk).queries if one.code == "desk.stale-decision")
    assert len(asked.message + asked.subject) < 300


def test_the_commands_of_a_message_can_be_typed_whatever_the_name(desk, capsys):
    (desk / "source" / "bell.txt").rename(desk / "source" / "the bell.txt")
    assert run(desk, "rewrite", "the bell.txt", "A few of the boats", "Some boats") == 0
    capsys.readouterr()
    assert run(desk, "rewrite", "the bell.txt", "boats came back", "boats returned") == 2
    command = f"copydesk -C {desk} rewrite 'source/the bell.txt' WORDS --forget"
    assert f"`{command}`" in capsys.readouterr().err


def test_a_list_without_rewritings_says_that_there_are_none(desk, capsys):
    assert run(desk, "rewrite", "bell") == 0
    assert capsys.readouterr() == ("", "no words of `source/bell.txt` are rewritten\n")


def test_rewritings_are_listed_with_the_line_they_stand_in_now(desk, capsys):
    assert run(desk, "rewrite", "bell", "A few of the boats", "Three boats") == 0
    (desk / "source" / "bell.txt").write_text("A note.\n\n" + TEXT, encoding="utf-8")
    capsys.readouterr()
    assert run(desk, "rewrite", "bell") == 0
    assert capsys.readouterr().out == "line 13   `A few of the boats` → `Three boats`\n"


def test_a_rewriting_whose_words_are_gone_is_asked_about_with_the_command_that_ends_it(
    desk, capsys
):
    assert run(desk, "rewrite", "bell", "A few of the boats", "Three boats") == 0
    new = TEXT.replace("A few of the boats", "Some boats")
    (desk / "source" / "bell.txt").write_text(new, encoding="utf-8")
    assert run(desk, "check", "bell") == 0
    command = f"copydesk -C {desk} rewrite source/bell.txt 'A few of the boats' --forget"
    assert command in capsys.readouterr().out
    assert run(desk, "rewrite", "bell", "A few of the boats", "--forget") == 0
    assert decisions(desk).rewrites == ()


@pytest.mark.parametrize("by", ["old", "new", "id"])
def test_a_rewriting_is_taken_back_by_its_words_or_its_id(desk, by):
    assert run(desk, "rewrite", "bell", "A few of the boats", "Three boats") == 0
    name = edits(desk, "desk.editor")[0].id
    words = {"old": "A few of the boats", "new": "Three boats", "id": name}[by]
    assert run(desk, "rewrite", "bell", words, "--forget") == 0
    assert decisions(desk).rewrites == ()
    assert "A few of the boats came back" in text(desk)


def test_a_rewriting_needs_no_verdict(desk, capsys):
    assert run(desk, "rewrite", "bell", "A few of the boats", "Three boats") == 0
    name = edits(desk, "desk.editor")[0].id
    assert run(desk, "stet", "bell", name) == 2
    assert (
        f"`copydesk -C {desk} rewrite source/bell.txt {name} --forget`" in capsys.readouterr().err
    )


@pytest.mark.parametrize(
    "words",
    [
        ["no such words", "x"],
        ["A few of the boats"],
        ["A few of the boats", "A few of the boats"],
        ["A few of the boats", "…"],
        ["A few of the boats", "Three boats", "--line", "3"],
        ["A few of the boats", "--forget"],
        ["", "x"],
    ],
)
def test_what_cannot_be_meant_is_answered_and_nothing_is_written(desk, capsys, words):
    assert run(desk, "rewrite", "bell", *words) == 2
    assert "[usage.rewrite]" in capsys.readouterr().err
    assert not (desk / "source" / "bell.txt.desk.toml").exists()
