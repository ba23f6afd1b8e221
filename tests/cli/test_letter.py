"""`copydesk proof NAME --letter` prints a letter, or says that there is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from copydesk import cli

ASKING = """The bar of Low Harbour

By Ines Marlow

The bar was never surveyed, and nobody could say in those years who had closed it (Quill, 1999),
though the council had been asked about it twice by the owners of the ferry (Finn, 2018).

References

Finn, J., 2018. Counting boats. The Estuary Review, 3(2), pp. 4-9.
"""
QUIET = ASKING.replace(" (Quill, 1999)", "")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "bar.txt").write_text(ASKING, encoding="utf-8")
    (tmp_path / "source" / "quiet.txt").write_text(QUIET, encoding="utf-8")
    (tmp_path / "copydesk.toml").write_text('[publication]\nname = "The Estuary Review"\n')
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("desk")
def test_the_letter_goes_to_standard_output_alone(capsys) -> None:
    assert cli.main(["proof", "bar", "--letter"]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("Subject: Questions about “The bar of Low Harbour”\n")
    assert "(Quill, 1999)" in said.out
    assert said.out.endswith("The editors of The Estuary Review\n")
    assert said.err == ""


def test_it_is_written_into_a_new_file_and_puts_none_in_the_place_of_another(desk, capsys) -> None:
    words = ["proof", "bar", "--letter", "--out", "letter.txt"]
    assert cli.main(words) == 0
    assert (desk / "letter.txt").read_text("utf-8").startswith("Subject: ")
    assert capsys.readouterr().out == ""
    (desk / "letter.txt").write_text("with my remarks", "utf-8")
    assert cli.main(words) == 2
    assert "[usage.taken]" in capsys.readouterr().err
    assert (desk / "letter.txt").read_text("utf-8") == "with my remarks"


@pytest.mark.parametrize("more", [[], ["--out", "letter.txt"]])
def test_where_nothing_is_asked_there_is_no_letter(desk, capsys, more) -> None:
    assert cli.main(["proof", "quiet", "--letter", *more]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert "there are no questions to the author of source/quiet.txt" in said.err
    assert not (desk / "letter.txt").exists()


@pytest.mark.usefixtures("desk")
def test_a_program_reads_the_questions(capsys) -> None:
    assert cli.main(["proof", "bar", "--letter", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["names"], told["language"]) == (["Ines Marlow"], "en")
    (question,) = told["questions"]
    assert (question["kind"], question["codes"]) == ("missing", ["citation.missing"])
    assert question["items"][0]["words"].endswith("who had closed it (Quill, 1999),")
    assert told["text"].startswith("Subject: ")
    assert cli.main(["proof", "quiet", "--letter", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["questions"], told["text"]) == ([], "")


@pytest.mark.usefixtures("desk")
def test_a_folder_that_is_not_there_is_told_with_what_helps(capsys) -> None:
    assert cli.main(["proof", "bar", "--letter", "--out", "no/letter.txt"]) == 4
    said = capsys.readouterr().err
    assert "`letter.txt` could not be written: No such file or directory" in said
    assert "check the path: the file or its folder does not exist" in said


@pytest.mark.parametrize("option", [["--json"], ["--out", "letter.txt"]])
def test_what_belongs_to_the_letter_is_nothing_without_it(desk, capsys, option) -> None:
    assert cli.main(["proof", "bar", *option]) == 2
    assert f"{option[0]} needs --letter [usage.syntax]" in capsys.readouterr().err
    assert not (desk / "letter.txt").exists()


@pytest.mark.usefixtures("desk")
def test_a_language_without_words_is_told(capsys) -> None:
    assert cli.main(["set", "bar", "language", "tr"]) == 0
    capsys.readouterr()
    assert cli.main(["proof", "bar", "--letter"]) == 0
    said = capsys.readouterr()
    assert "no letter texts in `tr`; the letter is in English" in said.err
    assert said.out.startswith("Subject: ")
