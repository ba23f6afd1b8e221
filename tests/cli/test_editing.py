"""`edit`: under the sidecar of its file, with the difference and the reasons for people."""

from __future__ import annotations

import io
import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.desks import TEXT, edits, laid_out, run
from copydesk import pipeline
from copydesk.cli import marks
from copydesk.config import Config
from copydesk.model import Decisions

ESCAPE = re.compile("\x1b\\[[0-9;]*m")
PIECES = ("the  the", " ", "recieved", "China|s", ' "so" ', ",,", "et al,", "&amp;", "it could of")


@pytest.fixture
def desk(tmp_path):
    return laid_out(tmp_path)


def copy(text):
    return pipeline.read_and_edit(text.encode(), "a.txt", Config(), Decisions())


def test_every_change_is_explained_with_place_rule_words_and_reason(desk, capsys):
    assert run(desk, "edit", "bell", "--explain") == 0
    shown = capsys.readouterr()
    blocks = shown.out.strip().split("\n\n")
    assert len(blocks) == 5
    head, *words, reason = blocks[2].split("\n")
    name = edits(desk, "spell.dictionary")[0].id
    assert head == f"6:30  spell.dictionary  changed  {name}"
    assert "[-recieved-]{+received+}" in " ".join(words)
    assert reason.strip()
    assert "3 changed, 2 proposed, 0 kept" in shown.err


@pytest.mark.parametrize("width", ["40", "80"])
def test_no_line_is_wider_than_the_terminal(desk, capsys, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", width)
    assert run(desk, "edit", "bell", "--explain") == 0
    rows = capsys.readouterr().out.split("\n")
    assert max(len(row) for row in rows if row.startswith("    ")) <= int(width)


def test_a_file_of_the_desk_is_edited_under_its_sidecar(desk, capsys):
    assert run(desk, "stet", "bell", "--rule", "quote.straight") == 0
    assert run(desk, "rewrite", "bell", "A few of the boats", "Three boats") == 0
    capsys.readouterr()
    for name in ("bell", str(desk / "source" / "bell.txt")):
        assert run(desk, "edit", name, "--explain") == 0
        shown = capsys.readouterr()
        assert shown.out.count("kept, by your decision") == 2
        assert "desk.editor" in shown.out
        assert "edited with `source/bell.txt.desk.toml`" in shown.err


def test_standard_input_is_edited_by_itself(desk, capsys, monkeypatch):
    assert run(desk, "stet", "bell", "--rule", "quote.straight") == 0
    capsys.readouterr()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert run(desk, "edit", "-", "--explain") == 0
    shown = capsys.readouterr()
    assert "kept" not in shown.out
    assert "edited with" not in shown.err


def test_what_is_neither_a_file_nor_an_article_is_said_so(desk, capsys):
    assert run(desk, "edit", "nothing-of-that-name") == 2
    assert "nothing-of-that-name" in capsys.readouterr().err


def test_into_a_pipe_the_difference_is_one_that_patch_takes(desk, capsys):
    assert run(desk, "edit", "bell", "--diff") == 0
    rows = capsys.readouterr().out.splitlines()
    assert rows[:2] == ["--- a/source/bell.txt", "+++ b/source/bell.txt"]
    assert rows[2].startswith("@@ ")


def test_a_file_outside_of_the_desk_heads_its_difference_as_git_does(
    desk, tmp_path_factory, capsys
):
    place = tmp_path_factory.mktemp("away") / "pier.txt"
    place.write_text("They had  a boat , too.\n", encoding="utf-8")
    assert run(desk, "edit", str(place), "--diff") == 0
    rows = capsys.readouterr().out.splitlines()
    assert rows[:2] == [f"--- a{place}", f"+++ b{place}"]


def test_a_text_without_slips_is_explained_by_nothing(desk, capsys):
    (desk / "source" / "bell.txt").write_text("All was well.\n", encoding="utf-8")
    assert run(desk, "edit", "bell", "--explain") == 0
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "nothing was changed, nothing is proposed\n")


def test_changed_lines_are_shown_with_what_was_taken_and_given():
    rows = list(marks.compare_lines(copy("All is well.\n\nThey recieved it ,  too.\n"), 80))
    assert rows == ["line 3", "    They [-recieved-]{+received+} it[-␣-],[-␣␣-]{+␣+}too."]


def test_colour_adds_nothing_but_colour():
    text = "They recieved " + "it and went on  with it " * 20
    for make in (marks.compare_lines, marks.explain_edits):
        plain = list(make(copy(text), 60))
        coloured = list(make(copy(text), 60, colour=True))
        assert [ESCAPE.sub("", row) for row in coloured] == plain
        assert coloured != plain
        assert all(row.count("\x1b[0m") >= 1 for row in coloured if "\x1b" in row)


def test_what_could_drive_a_terminal_is_shown_by_number():
    rows = "\n".join(marks.explain_edits(copy("so \x1b[2J it  was \u202e."), 80))
    assert "\x1b" not in rows
    assert "‹U+001B›" in rows


@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" word ".join))
def test_the_pieces_of_a_line_give_both_texts(text):
    done = copy(f"A first line of words.\n\n{text}\n")
    for line, received in zip(done.lines, done.submission.lines, strict=True):
        parts = list(marks.split_pieces(received.text, line))
        assert "".join(one for kind, one in parts if kind != "given") == received.text
        assert "".join(one for kind, one in parts if kind != "taken") == line.text
